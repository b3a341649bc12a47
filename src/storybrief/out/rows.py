"""What is the one table that every form is made of? Frozen rows, read from a story's brief.json and ledger.json.

Words are the articles' own, character by character; offsets are code points, half-open. A story that its editors withdrew
gives its corrections and no words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story. `state`: "published" or "withdrawn"; the counts are those of its pages."""

    story: str
    headline: str
    teaser: str
    state: str
    updated: str | None
    articles: int
    statements: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article, as far as it is known."""

    story: str
    article: str
    letter: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    modified: str | None
    url: str | None
    archived: str | None
    language: str | None
    release: bool
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Who said what. `words` are the attributed words, `sentence` what the page shows of their sentence.

    `polarity` says which way the words are given, `turned` what turns them; `sure` is 0 to 1; `state` is machine, checked
    or corrected, and `checked` the day.
    """

    story: str
    statement: str
    article: str
    outlet: str | None
    date: str | None
    speaker: str | None
    speaker_kind: str | None
    role: str | None
    kind: str
    polarity: str
    turned: str | None
    words: str
    quoted: str | None
    sentence: str
    cue: str | None
    relay: str | None
    addressee: str | None
    time: str | None
    sure: float
    state: str
    checked: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoAnswerRow:
    """Somebody was asked and did not answer."""

    story: str
    article: str
    outlet: str | None
    date: str | None
    speaker: str | None
    kind: str
    sentence: str
    about: str | None
    time: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What passages judged the same have in common; `words` are those that stand for it."""

    story: str
    claim: str
    words: str
    articles: int
    independent: int
    background: str | None
    state: str
    checked: str | None


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Words of an article that a claim holds."""

    story: str
    claim: str
    passage: str
    article: str
    outlet: str | None
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """Where two passages of one claim differ."""

    story: str
    difference: str
    kind: str
    weight: str
    article_a: str
    words_a: str
    article_b: str
    words_b: str
    rule: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number. `low` and `high` are the interval that the words allow."""

    story: str
    figure: str
    article: str
    outlet: str | None
    words: str
    low: str | None
    high: str | None
    bound: str
    unit: str | None
    counted: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A time as written; `resolved` is ISO 8601 where it is sure."""

    story: str
    time: str
    article: str
    outlet: str | None
    words: str
    kind: str
    resolved: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What the editors tell readers about a brief that was wrong."""

    story: str
    kind: str
    what: str
    date: str
    why: str


@dataclass(frozen=True, slots=True)
class FootnoteRow:
    """A sentence that the pages cite. `place` is its paragraph."""

    story: str
    footnote: str
    letter: str
    article: str
    words: str
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the brief's own page. `kind`: lead, brief, disagree, changed, said, silent, unknown.

    `label` is whose or what it is about, `described` what the speaker is; `articles` are letters.
    `pieces` are (words, sort): "text" and "said" are the articles', "ours" are the tool's. No column of a table.
    """

    story: str
    kind: str
    number: int
    label: str
    described: str
    words: str
    articles: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """How much one speaker is given by one outlet in a story. `kind`: named, unnamed, group, institution, not known.

    `share` is that of all words given to anybody in the story, 0 to 1.
    """

    story: str
    speaker: str | None
    kind: str
    outlet: str | None
    statements: int
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """Somebody who was asked and did not answer; `statements` is what the story has of them elsewhere."""

    story: str
    speaker: str | None
    outlets: int
    statements: int
    reply: str


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A claim that the article looked at has alone ("only here"), or that two others or more have and it has not.

    `claim`, `words` and `articles` are as in the table of claims.
    """

    story: str
    article: str
    outlet: str | None
    side: str
    claim: str
    words: str
    articles: int


Row = (
    StoryRow | ArticleRow | StatementRow | NoAnswerRow | ClaimRow | PassageRow | DifferenceRow | FigureRow | TimeRow
    | CorrectionRow | FootnoteRow | LineRow | QuotedRow | ReplyRow | LeadRow
)  # fmt: skip

TABLES: Mapping[str, type[Row]] = {
    "stories": StoryRow, "articles": ArticleRow, "statements": StatementRow, "no_answers": NoAnswerRow,
    "claims": ClaimRow, "passages": PassageRow, "differences": DifferenceRow, "figures": FigureRow, "times": TimeRow,
    "corrections": CorrectionRow, "footnotes": FootnoteRow, "lines": LineRow,
    "quoted": QuotedRow, "replies": ReplyRow, "lead": LeadRow,
}  # fmt: skip

Rows = Mapping[str, tuple[Row, ...]]
"""The rows of one story, table by table: the keys are those of TABLES, in their order."""


def rows(told: Told, ledger: Told, lead: str | None = None) -> Rows:
    """Return the rows of a story out of what its brief.json and ledger.json say.

    `lead` is the article (its id) or the outlet that the others are held against.
    """
    made = _Rows(told, ledger, lead)
    if any(c["kind"] == "withdrawn" for c in told["corrections"]):
        every: dict[str, tuple[Row, ...]] = dict.fromkeys(TABLES, ())
        gone = StoryRow(told["story"], "", "", "withdrawn", told["updated"], 0, 0)
        return {**every, "stories": (gone,), "corrections": tuple(made.corrections())}
    return {name: tuple(getattr(made, name)()) for name in TABLES}


class _Rows:
    def __init__(self, told: Told, ledger: Told, lead: str | None) -> None:
        self.told, self.ledger, self.lead_by, self.story = told, ledger, lead, str(told["story"])
        self.about: dict[str, Told] = {a["id"]: a for a in told["articles"]}
        self.kinds = {s["name"]: s["kind"] for s in told["speakers"]}
        self.described = {s["name"]: s.get("described") for s in told["speakers"]}

    def _outlet(self, article: str) -> str | None:
        return self.about[article]["outlet"]  # type: ignore[no-any-return]

    def _date(self, article: str) -> str | None:
        return self.about[article]["published"]  # type: ignore[no-any-return]

    def stories(self) -> Iterator[StoryRow]:
        told = self.told
        teaser = told["teaser"]["words"] if told["teaser"] else ""
        yield StoryRow(self.story, told["headline"]["words"], teaser, "published", told["updated"], len(told["articles"]), len(told["statements"]))  # fmt: skip

    def articles(self) -> Iterator[ArticleRow]:
        for a in self.told["articles"]:
            known = {name: a[name] for name in ("letter", "title", "outlet", "author", "published", "modified")}
            more = {name: a[name] for name in ("language", "release", "source", "sha256")}
            url, archived = _addresses(a["url"])
            yield ArticleRow(story=self.story, article=a["id"], url=url, archived=archived, **known, **more)

    def statements(self) -> Iterator[StatementRow]:
        for s in self.told["statements"]:
            article, speaker = s["article"], s["speaker"]
            yield StatementRow(
                story=self.story,
                statement=s["address"],
                article=article,
                outlet=self._outlet(article),
                date=self._date(article),
                speaker=speaker,
                speaker_kind=self.kinds.get(speaker),
                role=self.described.get(speaker) or _of(s["role"]),
                kind=s["kind"],
                polarity=s["polarity"],
                turned=_together(s["turned"]) or None,
                words=_together(s["content"]),
                quoted=_together(s["quoted"]) or None,
                sentence=_together(s["shown"] or s["content"]),
                cue=_of(s["cue"]),
                relay=_of(s["relay"]),
                addressee=_of(s["addressee"]),
                time=_of(s["when"]),
                sure=s["sure"],
                state=s["state"],
                checked=s.get("checked"),
                start=s["content"][0]["start"],
                end=s["content"][-1]["end"],
            )

    def no_answers(self) -> Iterator[NoAnswerRow]:
        for one in self.told["no_answers"]:
            article, shown = one["article"], one["shown"]
            yield NoAnswerRow(
                self.story, article, self._outlet(article), self._date(article), one["speaker"] or _of(one["mention"]),
                one["kind"], shown["words"], _of(one["about"]), _of(one["when"]), shown["start"], shown["end"],
            )  # fmt: skip

    def claims(self) -> Iterator[ClaimRow]:
        for claim in self.told["claims"]:
            shown = next(p for p in claim["passages"] if p["address"] == claim["address"])
            yield ClaimRow(
                self.story, claim["address"], shown["words"], len(claim["articles"]), claim["groups"],
                claim["background"], claim["state"], claim.get("checked"),
            )  # fmt: skip

    def passages(self) -> Iterator[PassageRow]:
        for claim in self.told["claims"]:
            for p in claim["passages"]:
                yield PassageRow(self.story, claim["address"], p["address"], p["article"], self._outlet(p["article"]), p["words"], p["start"], p["end"])  # fmt: skip

    def differences(self) -> Iterator[DifferenceRow]:
        for d in self.told["differences"]:
            a, b = d["a"], d["b"]
            yield DifferenceRow(self.story, d["address"], d["kind"], d["weight"], a["article"], a["words"], b["article"], b["words"], d["rule"])  # fmt: skip

    def figures(self) -> Iterator[FigureRow]:
        for f in self.told["figures"]:
            yield FigureRow(self.story, f["address"], f["article"], self._outlet(f["article"]), f["words"], f["low"], f["high"], f["bound"], f["unit"], _of(f["counted"]), f["start"], f["end"])  # fmt: skip

    def times(self) -> Iterator[TimeRow]:
        for m in self.told["moments"]:
            yield TimeRow(self.story, m["address"], m["article"], self._outlet(m["article"]), m["words"], m["kind"], m["resolved"], m["start"], m["end"])  # fmt: skip

    def corrections(self) -> Iterator[CorrectionRow]:
        for c in self.told["corrections"]:
            yield CorrectionRow(self.story, c["kind"], c["what"], c["when"], c["why"])

    def footnotes(self) -> Iterator[FootnoteRow]:
        for s in self.ledger["sentences"]:
            if s["passages"]:
                key = _KEY.sub("", s["passages"][0]["address"])
                letter = self.about[s["article"]]["letter"]
                yield FootnoteRow(self.story, f"n{key}", letter, s["article"], s["words"], s["paragraph"], s["start"], s["end"])  # fmt: skip

    # --- who is quoted, and what one has that the others have not ---

    def quoted(self) -> Iterator[QuotedRow]:
        counted: dict[tuple[str | None, str, str | None], list[int]] = {}
        for s in self.told["statements"]:
            key = (s["speaker"], self._kind(s["speaker"]), self._outlet(s["article"]))
            counted.setdefault(key, []).append(sum(len(_WORD.findall(part["words"])) for part in s["content"]))
        every = sum(map(sum, counted.values())) or 1
        for (speaker, kind, outlet), words in counted.items():
            yield QuotedRow(self.story, speaker, kind, outlet, len(words), sum(words), round(sum(words) / every, 4))

    def _kind(self, speaker: str | None) -> str:
        kind = self.kinds.get(speaker or "")
        if kind == "unnamed":
            return "group" if several(speaker or "") else "unnamed"
        return {"person": "named", "organisation": "institution", "outlet": "institution"}.get(kind or "", "not known")

    def replies(self) -> Iterator[ReplyRow]:
        said = Counter(s["speaker"] for s in self.told["statements"] if s["speaker"])
        called = {form: s["name"] for s in self.told["speakers"] for form in s["forms"]}
        asked: dict[str | None, set[str]] = {}
        for one in self.told["no_answers"]:
            name = one["speaker"] or _of(one["mention"])
            asked.setdefault(called.get(name, name), set()).add(one["article"])
        for name, articles in asked.items():
            yield ReplyRow(self.story, name, len(articles), said[name], "elsewhere" if said[name] else "silent")

    def lead(self) -> Iterator[LeadRow]:
        chosen = [a for a in self.told["articles"] if self.lead_by and self.lead_by in (a["id"], a["outlet"])]
        for a in chosen:
            for claim in self.told["claims"]:
                has = a["id"] in claim["articles"]
                if (has and len(claim["articles"]) > 1) or (not has and claim["groups"] < 2):
                    continue
                shown = next(p for p in claim["passages"] if p["address"] == claim["address"])
                side = "only here" if has else "not here"
                yield LeadRow(self.story, a["id"], a["outlet"], side, claim["address"], shown["words"], len(claim["articles"]))  # fmt: skip

    # --- the page of the brief ---

    def lines(self) -> Iterator[LineRow]:
        for number, (kind, label, described, pieces, sources) in enumerate(self._lines(), 1):
            words = "".join(words for words, _ in pieces)
            letters = " ".join(a["letter"] for a in self.told["articles"] if a["id"] in sources)
            yield LineRow(self.story, kind, number, label, described, words, letters, tuple(pieces))

    def _lines(self) -> Iterator[tuple[str, str, str, list[tuple[str, str]], Iterable[str]]]:
        front = self.told["front"]
        for number, line in enumerate(front["lines"]):
            yield "brief" if number else "lead", "", "", _pieces(line), line["sources"]
        for kind in ("disagree", "changed"):
            for row in front[kind]:
                label = ", ".join(p["words"] for p in row["about"]) or row["label"]
                between = (" · ", "ours") if kind == "disagree" else (" → ", "ours")
                pieces = [piece for side in row["sides"] for piece in (between, *self._side(side))][1:]
                yield kind, label, "", pieces, {a for side in row["sides"] for a in side["sources"]}
        for one in front["speakers"]:
            for line in one["lines"]:
                yield "said", one["name"], one["described"] or _of(one["role"]) or "", _pieces(line), line["sources"]
        for one in front["silences"]:
            name = one["name"] or _of(one["who"]) or "Not known who"
            for line in one["lines"]:
                yield "silent", name, "", _pieces(line), line["sources"]
            for line in one["replies"]:
                yield "silent", name, "elsewhere", _pieces(line), line["sources"]
        for line in front["unknown"]:
            yield "unknown", "", "", _pieces(line), line["sources"]

    def _side(self, side: Told) -> Iterator[tuple[str, str]]:
        yield from _cut(side["at"], [(side["at"]["words"], "text")])
        if side["giver"]:
            yield f", {side['giver']}", "ours"
        letters = " ".join(a["letter"] for a in self.told["articles"] if a["id"] in side["sources"])
        yield f" [{letters}]", "ours"


_KEY = re.compile(r"\Ac-|-\d+\Z")


_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(https?://.+)")
_ARCHIVE = re.compile(r"https?://(?:web\.archive\.org|archive\.(?:ph|is|today|org)|perma\.cc)/")


def _addresses(url: str | None) -> tuple[str | None, str | None]:
    """Return the address of an article and of its archived copy, where its source was saved from an archive."""
    if url and (of := _WAYBACK.match(url)):
        return of[1], url
    return (url, url if url and _ARCHIVE.match(url) else None)


_WORD = re.compile(r"\w+(?:['’]\w+)*")
_OF = re.compile(r",| (?:of|in|at|from|who|with|for|on|to|near|close|familiar|briefed|inside)\b")
_ONE = re.compile(r"(?:an?|one|his|her) ", re.IGNORECASE)
_MANY = frozenset({"people", "police", "men", "women", "children", "staff", "others", "many", "some"})


def several(described: str) -> bool:
    """Whether an unnamed source is more than one: “officials of the port”, “two people familiar with it”."""
    words = _OF.split(described)[0].split()
    last = words[-1].casefold() if words else ""
    return not _ONE.match(described) and (
        last in _MANY or (last.endswith("s") and not last.endswith(("ss", "us", "is")))
    )


def _of(part: Told | None) -> str | None:
    return part["words"] if part else None


def _together(parts: Iterable[Told]) -> str:
    """Return the words of several slices of one article; what stands between them there is “…”."""
    return " … ".join(part["words"] for part in parts)


def _cut(at: Told, pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    before, after = [("… ", "ours")] * at["before"], [(" …", "ours")] * at["after"]
    return [*before, *pieces, *after]


def _pieces(line: Told) -> list[tuple[str, str]]:
    """Return a line as (words, sort), as its page prints it: what is said marked, a pronoun's name behind it."""
    made: list[tuple[str, str]] = []
    for at in line["at"]:
        if made:
            made.append((" … " if made[-1][0] != " …" and not at["before"] else " ", "ours"))
        made += _cut(at, list(_marked(at, line)))
    return made


def _marked(at: Told, line: Told) -> Iterator[tuple[str, str]]:
    start, end = at["start"], at["end"]
    names = {m["end"]: m["name"] for m in line["means"] if start <= m["start"] and m["end"] <= end}
    edges = {start, end, *names}
    for said in line["said"]:
        edges |= {edge for edge in (said["start"], said["end"]) if start < edge < end}
    stops = sorted(edges)
    for a, b in pairwise(stops):
        inside = any(said["start"] <= a and b <= said["end"] for said in line["said"])
        yield at["words"][a - start : b - start], "said" if inside else "text"
        if b in names:
            yield f" [{names[b]}]", "ours"
