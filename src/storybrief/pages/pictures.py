"""Which pictures does a brief have? Inline SVG made of a few shapes, without a script, each beside its words.

No library draws these: pygal's SVG carries a script, a style element, a random id and the day it was drawn; leather's
has fixed colours and fonts and neither title nor role; svg.py only joins elements, which is what `stroke` does. Charts
of other libraries need a script in the page. So a picture here is a function from data to lines of SVG. Colours come
from the theme's classes (`currentColor` without one), every difference is one of shape too, and a picture is 300 wide
at most, so that a phone need not scale it. What is drawn alike is one path of an article, in a group that says how it
looks: a picture is part of every visitor's download.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from msgspec import Struct

from storybrief.english.calendar import WEEKDAYS
from storybrief.model import Brief, Claim, Moment
from storybrief.pages import sections
from storybrief.pages.escape import Markdown
from storybrief.pages.footnotes import letters
from storybrief.pages.svg import CELL, LINE, STEP, WIDTH, Ink, drawing, letter_at, rounded, shortened, tag_of, words_at

MOST_CLAIMS, MOST_ARTICLES = 60, 12  # what a picture shows at most; the lists on the page show all
MOST_DAYS, MOST_SPEAKERS, MOST_DRAWN = 24, 12, 6  # of the speakers, all are in the table
_IN_A_ROW = 18  # claims
Cell = Literal["has", "differs", "has not"]

# --- which article has which claim -----------------------------------------------------------------------------


class Matrix(Struct, frozen=True):
    """Claims x articles: a row a claim, in the order of the page, with what each article makes of it.

    `several` is how many of the rows are of claims in several articles: they come first. `left` claims are not shown.
    """

    rows: tuple[tuple[sections.ClaimLine, Mapping[str, Cell]], ...]
    several: int
    left: int


def matrix(brief: Brief) -> Matrix | None:
    """Return which article has which claim; None when there is nothing to compare, or too many articles."""
    if not 1 < len(brief.extracts) <= MOST_ARTICLES or not brief.merged.claims:
        return None
    agreed = sections.agreed(brief)
    lines = [*agreed, *(line for _, alone in sections.only_in_one(brief) for line in alone)]
    claims = {claim.passages: claim for claim in brief.merged.claims}
    rows = tuple((line, _cells(brief, claims[line.passages])) for line in lines[:MOST_CLAIMS])
    return Matrix(rows, min(len(agreed), MOST_CLAIMS), len(lines) - len(rows))


def _cells(brief: Brief, claim: Claim) -> Mapping[str, Cell]:
    differing = {
        side.article
        for difference in brief.merged.differences
        if difference.weight != "low" and sections.in_claim(difference, claim)
        for side in (difference.a, difference.b)
    }
    return {
        e.article.id: "has not"
        if e.article.id not in claim.articles
        else "differs"
        if e.article.id in differing
        else "has"
        for e in brief.extracts
    }


def matrix_picture(brief: Brief, found: Matrix) -> Markdown:
    """Draw the matrix: a column a claim, a line an article; a full square has it, a half one has it and differs."""
    names = letters(brief.by_id)
    ink = Ink()
    y = 0.0
    lines = -(-len(found.rows) // _IN_A_ROW)
    most = -(-len(found.rows) // lines)
    for start in range(0, len(found.rows), most):
        rows = found.rows[start : start + most]
        y += 14
        ink.numbers += [
            words_at(_column(i) + CELL / 2, y, str(start + i + 1))
            for i in range(len(rows))
            if i == 0 or (start + i + 1) % 5 == 0
        ]
        if start < found.several < start + len(rows):
            x = _column(found.several - start) - (STEP - CELL) / 2
            ink.tag_of("parting", "", f"M{rounded(x)} {rounded(y + 3)}v{STEP * len(names) + 1}")
        for article, letter in names.items():
            ink.letters.append(letter_at(letter, 0, y + 16))
            ink.tag_of("row", "", f"M{rounded(_column(0))} {rounded(y + 11.5)}h{STEP * len(rows) - STEP + CELL}")
            _matrix_line(ink, letter, y + 6, [cells[article] for _, cells in rows])
            y += STEP
        y += 12
    several = f"{found.several} of {len(found.rows)} claims are in several articles and come first."
    shares = ", ".join(f"{names[a]} has {sum(c[a] != 'has not' for _, c in found.rows)}" for a in names)
    return drawing("claims", "Which article has which claim", f"{several} {shares}.", y, ink.drawn("middle"))


def matrix_lines(brief: Brief, found: Matrix) -> tuple[tuple[str, str, str], ...]:
    """Return, for each article, its id and the numbers of the claims that it has, and of those in which it differs.

    Numbers that follow each other are written as "4–9"; "" stands for none.
    """

    def numbers(article: str, wanted: frozenset[Cell]) -> str:
        which = [n for n, (_, cells) in enumerate(found.rows, 1) if cells[article] in wanted]
        runs = (tuple(run) for _, run in groupby(enumerate(which), key=lambda pair: pair[1] - pair[0]))
        ends = ((run[0][1], run[-1][1]) for run in runs)
        return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ends)

    ids = (e.article.id for e in brief.extracts)
    return tuple((a, numbers(a, frozenset({"has", "differs"})), numbers(a, frozenset({"differs"}))) for a in ids)


def _matrix_line(ink: Ink, letter: str, y: float, cells: Sequence[Cell]) -> None:
    """Draw one article's cells: squares that follow each other are one broken line, as wide as a square is high."""
    at = 0
    for kind, run in groupby(cells):
        count = len(tuple(run))
        if kind == "has":
            length = count * STEP - (STEP - CELL)
            ink.tag_of("has", letter, f"M{rounded(_column(at))} {rounded(y + CELL / 2)}h{length}")
        elif kind == "differs":
            for i in range(at, at + count):
                ink.tag_of("differs", letter, f"M{rounded(_column(i))} {rounded(y)}h{CELL}l-{CELL} {CELL}z")
        at += count


def _column(index: int) -> float:
    return 26 + index * STEP


# --- when ------------------------------------------------------------------------------------------------------


class Day(Struct, frozen=True):
    """A day of the time line. `label` is ISO 8601, or a weekday that no date could be given to (`dated` is False).

    `read` says that the day was never written as a date: a weekday was read against the date of its article.
    """

    label: str
    dated: bool
    read: bool
    articles: tuple[str, ...]


def days(brief: Brief, moments: Iterable[Moment]) -> tuple[Day, ...]:
    """Return the days that `moments` name: dated ones in order, then the undated weekdays in the order of the week.

    Times of day are left out: without a day they have no place.
    """
    texts = brief.texts
    found: dict[tuple[bool, str], list[Moment]] = {}
    for moment in moments:
        if moment.resolved and moment.kind in ("date", "weekday"):
            found.setdefault((True, moment.resolved[:10]), []).append(moment)
        elif moment.kind == "weekday":
            words = moment.span.of(texts[moment.article]).casefold()
            name = next((day for day in WEEKDAYS if day.casefold() in words), None)
            if name:
                found.setdefault((False, name), []).append(moment)
    order = sorted(found, key=lambda key: (not key[0], key[1] if key[0] else WEEKDAYS.index(key[1])))
    ids = [e.article.id for e in brief.extracts]
    return tuple(
        Day(
            label,
            dated,
            dated and all(m.kind == "weekday" for m in found[dated, label]),
            tuple(a for a in ids if any(m.article == a for m in found[dated, label])),
        )
        for dated, label in order
    )


def time_line(brief: Brief, every: Sequence[Day]) -> Markdown | None:
    """Draw the days; None when there are fewer than two. The dated ones hang on a line, the others on a broken one."""
    if len(every) < 2:
        return None
    shown, left = every[:MOST_DAYS], len(every) - MOST_DAYS
    names = letters(brief.by_id)
    dated = [day for day in shown if day.dated]
    undated = [day for day in shown if not day.dated]
    ink, drawn = Ink(), []
    y = 4.0
    for group, line, said in ((dated, "dated", None), (undated, "undated", "no date given; order not known")):
        if not group:
            continue
        if said:
            y += 16
            ink.numbers.append(words_at(0, y, said))
            y += 4
        drawn.append(tag_of("line", x1=6, y1=y, x2=6, y2=y + LINE * len(group), name=line))
        for day in group:
            drawn += _day(ink, day, y + LINE / 2, names)
            y += LINE
    if left > 0:
        y += 16
        ink.numbers.append(words_at(0, y, f"and {left} more in the table"))
    what = f"{len(dated)} dated days in order, not to scale" if dated else "No day has a date"
    rest = f"; {len(undated)} weekdays without a date" if undated else ""
    return drawing("days", "Days that the articles name", f"{what}{rest}.", y + 4, [*drawn, *ink.drawn("start")])


def _day(ink: Ink, day: Day, y: float, names: Mapping[str, str]) -> list[str]:
    if day.dated:
        point = tag_of("circle", cx=6, cy=y, r=4.5, name="read" if day.read else "written")
    else:
        point = tag_of("rect", x=2, y=y - 4, width=8, height=8, name="read")
    ink.letters += [
        letter_at(names[article], 160 + 18 * i, y + 4.5)
        for i, article in enumerate(day.articles[: (WIDTH - 160) // 18])
    ]
    return [point, words_at(20, y + 4.5, _label(day))]


def _label(day: Day) -> str:
    return f"{day.label} {WEEKDAYS[date.fromisoformat(day.label).weekday()]}" if day.read else day.label


# --- who is given how much -------------------------------------------------------------------------------------


class Share(Struct, frozen=True):
    """How many words of a speaker each article gives: article -> (inside quotation marks, in the article's own words)."""

    speaker: str
    words: Mapping[str, tuple[int, int]]

    @property
    def total(self) -> int:
        """All the words, of all articles."""
        return sum(sum(pair) for pair in self.words.values())


def shares(brief: Brief) -> tuple[Share, ...]:
    """Return the named speakers who are given most words, most first; none when fewer than two speak."""
    extracts = brief.by_id
    made = []
    for speaker in brief.speakers:
        if speaker.kind not in ("person", "organisation") or not speaker.statements:
            continue
        words: dict[str, tuple[int, int]] = {}
        for article, number in speaker.statements:
            text = extracts[article].article.text
            if (statement := extracts[article].statement(number)) is None:
                continue
            every = sum(len(span.of(text).split()) for span in statement.content)
            quoted = min(every, sum(len(span.of(text).split()) for span in statement.quoted))
            old = words.get(article, (0, 0))
            words[article] = (old[0] + quoted, old[1] + every - quoted)
        made.append(Share(speaker.name, words))
    made.sort(key=lambda share: (-share.total, share.speaker))
    return tuple(made[:MOST_SPEAKERS]) if len(made) > 1 else ()


def share_picture(brief: Brief, found: Sequence[Share]) -> Markdown | None:
    """Draw a bar for each speaker and article: filled for words in quotation marks, hollow for the article's words."""
    names = letters(brief.by_id)
    if not found or len(names) > MOST_ARTICLES:
        return None
    most = max(sum(pair) for share in found for pair in share.words.values())
    ink, drawn = Ink(), []
    y = 0.0
    for share in found[:MOST_DRAWN]:
        y += 16
        name = shortened(share.speaker)
        drawn.append(words_at(0, y, name))
        y += 5
        for article, letter in names.items():
            if article in share.words:
                _bar(ink, letter, y, *share.words[article], most)
                y += 13
        y += 5
    first = found[0]
    said = f"{first.speaker} is given most: " + ", ".join(
        f"{sum(pair)} words in {names[article]}" for article, pair in first.words.items()
    )
    if len(found) > MOST_DRAWN:
        said += f". The {MOST_DRAWN} who are given most are drawn"
    title = "How many words of each speaker the articles give"
    return drawing("shares", title, f"{said}.", y, [*drawn, *ink.drawn("start")])


def _bar(ink: Ink, letter: str, y: float, quoted: int, own: int, most: int) -> None:
    unit = (WIDTH - 26 - 34) / most
    end = 26 + (quoted + own) * unit
    ink.letters.append(letter_at(letter, 0, y + 10))
    ink.numbers.append(words_at(end + 4, y + 10, str(quoted + own)))
    if quoted:
        ink.tag_of("bar", letter, f"M26 {rounded(y + 1)}h{rounded(quoted * unit)}v9H26z")
    if own:
        start = rounded(26 + quoted * unit)
        ink.tag_of("outline", letter, f"M{start} {rounded(y + 1)}H{rounded(end)}v9H{start}z")
