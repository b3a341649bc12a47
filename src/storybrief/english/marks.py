"""Where are quotation marks opened and closed? The one place that reads them.

One article has curly and straight marks, `''` for a mark, guillemets, low and corner marks, single marks beside
apostrophes, marks glued to the word on the wrong side, marks that are never closed, and speeches of several paragraphs.
So no mark is read alone. Each may open or close; what stands beside it makes one of the two cheap and the other dear,
and of all ways to read the marks of an article that hold together the cheapest is taken: one pass, a few states.

What each costs is in `readings.py`. Offsets are code points, half-open.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from storybrief.english.readings import STOPS, Region, marks_in, read_doubles, trimmed
from storybrief.model import Article, Span

_SINGLE = re.compile(r"[‘’‚‛'‹›]")
_EDGES = " \t\n\u00a0'`‘’‚‛\"“”„‟«»‹›「」『』＂"
STRAY = frozenset('"“”„‟«»「」『』＂')
"""A mark that stands outside every quotation, closed before or never opened, is one of these, and no word."""


@lru_cache(maxsize=2)  # the sentences of an article are cut by its marks, then its words are read by them
def regions(text: str, paragraphs: tuple[Span, ...]) -> tuple[Region, ...]:
    """Return the outermost quotations of the paragraphs, in text order. Raises nothing."""
    marks = [list(marks_in(text, span, n)) for n, span in enumerate(paragraphs)]
    found = _with_singles(text, paragraphs, read_doubles(text, paragraphs, marks))
    return tuple(sorted(found, key=lambda r: r.outer.start))


def in_body(article: Article) -> tuple[Region, ...]:
    """Return the outermost quotations of an article's body; `paragraph` counts its body paragraphs.

    Single marks are read in English only: elsewhere too many of them are apostrophes.
    """
    found = regions(article.text, tuple(p.span for p in article.body))
    return found if article.english else tuple(r for r in found if not r.single)


def nested(text: str, region: Region) -> tuple[Span, ...]:
    """Return the words in marks inside a quotation, marks left out, in text order."""
    inside = set(region.nested)
    if not region.single:
        inside |= {inner for _, inner in _single(text, region.inner, ())}
    return tuple(sorted(inside - {region.inner}))


def inside(text: str, span: Span) -> tuple[Region, ...]:
    """Return the quotations in double marks of a piece of a paragraph that is read alone, in text order.

    The piece may begin or end inside a quotation, whose other mark it then lacks.
    """
    marks = [list(marks_in(text, span, 0))]
    return tuple(read_doubles(text, (span,), marks, cut=True)) if marks[0] else ()


def masked(words: str) -> str:
    """Return the words, of the same length, with white space for everything in double quotation marks."""
    for region in inside(words, Span(0, len(words))):
        words = words[: region.outer.start] + " " * len(region.outer) + words[region.outer.end :]
    return words


def bare(words: str) -> str:
    """Return the words without the marks and white space at both ends."""
    return words.strip(_EDGES)


def ends_sentence(words: str, more: str = "") -> bool:
    """Whether words end as a sentence does; marks and brackets that close behind its stop do not matter.

    The stops are those of a sentence, and the signs in `more`, such as ":".
    """
    last = words.rstrip(_BEHIND_STOP)[-1:]
    return bool(last) and last in f"{_ENDS}{more}"


_ENDS, _BEHIND_STOP = ".!?…", "\"'”’»)]"


def typed(text: str, span: Span, found: Iterable[Region]) -> str:
    """Return the text of a paragraph, of the same length, with its double marks as a careful typist sets them.

    `found` are its regions. Each mark is curly and touches its quotation; one that is never closed is left out, and
    the marks inside a quotation are single.
    """
    made: list[str] = []
    at = span.start
    for region in found:
        if region.single:
            continue
        outer, inner = region.outer, region.inner
        made.append(text[at : outer.start])
        if inner.start > outer.start:
            made.append(("“" if region.closed else " ").rjust(inner.start - outer.start))
        made.append(_STRAY.sub("'", inner.of(text)))
        if outer.end > inner.end:
            made.append("”".ljust(outer.end - inner.end))
        at = outer.end
    made.append(text[at : span.end])
    return "".join(made)


_STRAY = re.compile(f"[{''.join(sorted(STRAY))}]")

# --- single marks ----------------------------------------------------------------------------------------------


def _with_singles(text: str, paragraphs: Sequence[Span], doubles: list[Region]) -> list[Region]:
    """The double quotations with those in single marks outside them; an apostrophe is not one.

    Single marks that hold double ones are the outer pair where a stop stands before they close.
    """
    made: list[Region] = []
    by_paragraph: dict[int, list[Region]] = {}
    for double in doubles:
        by_paragraph.setdefault(double.paragraph, []).append(double)
    for number, span in enumerate(paragraphs):
        own = by_paragraph.get(number, [])
        singles = list(_single(text, span, [d.outer for d in own]))
        if not singles:
            made += own
            continue
        starts = [outer.start for outer, _ in singles]
        held: dict[int, list[Region]] = {}
        for double in own:
            n = bisect.bisect_right(starts, double.outer.start) - 1
            if singles[n][0].overlaps(double.outer):
                held.setdefault(n, []).append(double)
        for n, (outer, inner) in enumerate(singles):
            nested = held.get(n, ())
            if all(outer.holds(d.outer) and d.closed for d in nested) and (not nested or text[outer.end - 2] in STOPS):
                made.append(Region(outer, inner, number, single=True, nested=tuple(d.inner for d in nested)))
            else:
                made += nested
        inside = {d.outer.start for nested in held.values() for d in nested}
        made += [d for d in own if d.outer.start not in inside]
    return made


def _single(text: str, span: Span, doubles: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """The pairs of single marks, each with its marks and without; marks inside the double quotations do not count."""
    opened: int | None = None
    last: int | None = None
    double = 0
    for m in _SINGLE.finditer(text, span.start, span.end):
        at = m.start()
        while double < len(doubles) and doubles[double].end <= at:
            double += 1
        if double < len(doubles) and doubles[double].start <= at:
            continue
        side = _side(text, at, span)
        if opened is None:
            if side == "(" and _opens_words(text, at + 1):
                opened, last = at, None
        elif side == "(" and last is not None:
            yield _pair(text, opened, last)
            opened, last = at, None
        elif side in (")", "|") and text[at - 1] in ",.?!…—":
            yield _pair(text, opened, at)
            opened, last = None, None
        elif side in (")", "|") and last is None:
            last = at
    if opened is not None and last is not None:
        yield _pair(text, opened, last)


def _pair(text: str, opened: int, closing: int) -> tuple[Span, Span]:
    return Span(opened, closing + 1), trimmed(text, opened + 1, closing)


def _side(text: str, at: int, span: Span) -> str:
    """Return "(" when the single mark can only open, ")" when it can only close, "|" when both, "" when neither."""
    if text[at] in "‘‚‛‹":
        return "("
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    opens = (before.isspace() or before in '([{—–-/…:“"') and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if opens and closes:
        return "|"
    return "(" if opens else ")" if closes else ""


def _opens_words(text: str, at: int) -> bool:
    """Whether words begin there, and not one that only lacks its first letters: 'em, 'til."""
    word = re.compile(r"\w+|…").match(text, at)
    return word is not None and not word[0][0].isdigit() and word[0].lower() not in _ELIDED


_ELIDED = frozenset({"em", "til", "cause", "tis", "twas", "n", "bout", "round", "cuz"})
