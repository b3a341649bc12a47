"""How does the brief show one fact told in two ways, or one that changed? A row: what it is about, and each side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from storybrief.english.function_words import function_words
from storybrief.model import Brief, Dispute, DisputeKind, Passage, Span
from storybrief.pages.lines import Line, Lines, count
from storybrief.pages.sections import claim_passage, passage_at

_HOUR = re.compile(r"\s*\d{1,2}[:.]\d\d\b")
_LABELS: Mapping[DisputeKind, str] = {"figure": "number"}
_ENOUGH = 3  # words before a time that tell what was done then
_NEXT_CLAUSE = re.compile(r",|;|\s*[—–]|\s+(?:and|but|after|before|when|while|as|until|because)\b")
_MARGIN = 2  # words in common beyond those with the other side, before a passage bears a side out
_LITTLE = 14  # words of a sentence that tells one thing
_MORE = 4  # words that tell nothing of their own beside those that a row shows


class Side(Struct, frozen=True):
    """What some articles give for a fact: its words, who says so, and all passages that give the same.

    `shown` is what is printed: the words alone where the row is named, else the clause that they stand in. `when` is the hour above it, of a page that is kept up to date, where the fact changed.
    """

    at: Passage
    shown: Passage
    giver: str | None
    sources: tuple[Passage, ...]
    when: Passage | None = None


class Row(Struct, frozen=True):
    """One fact of which the articles give two things or more.

    `label` is said when no words of theirs name it, or after them; `ask` before them. `alone` is whether what the sides
    give needs no clause around it: a name, or a number of what stands beside the row.
    """

    kind: DisputeKind
    about: tuple[Passage, ...]
    label: str
    sides: tuple[Side, ...]
    ask: str
    alone: bool


def row(lines: Lines, dispute: Dispute) -> Row:
    """The row of a fact: whom or what it is about, and what each side gives."""
    label = "" if dispute.about else _LABELS.get(dispute.kind, dispute.kind)
    if dispute.kind == "wording":
        givers = {name for side in dispute.sides for p in side if (name := lines.giver(p))}
        label = f"{givers.pop() if len(givers) == 1 else 'a quotation'}, wording"
    if dispute.kind == "figure" and _age(lines, dispute):
        label = ", age"
    named = bool(dispute.about) and (dispute.update or not _said_again(lines, dispute))
    alone = dispute.kind in ("name", "wording") or named
    sides = (
        Side(
            side[0],
            side[0] if alone else _clause(lines, side[0], dispute.kind),
            _one_giver(lines, side) if alone and dispute.kind in ("figure", "time") else None,
            (*side, *_borne_out(lines, side[0], dispute.sides)),
            _hour(lines, side[0]) if dispute.update else None,
        )
        for side in dispute.sides
    )
    about = () if dispute.kind == "wording" else dispute.about
    return Row(dispute.kind, about, label, tuple(sides), ask(lines.brief, dispute), alone)


def ask(brief: Brief, dispute: Dispute) -> str:
    """What makes a question of the words that name a row: "how many" before "people were injured", else nothing."""
    counted = dispute.kind == "figure" and not dispute.update and len(dispute.about) == 1
    name = [p.span.of(brief.texts[p.article]).split() for p in dispute.about]
    return "how many" if counted and any(function_words().get(word) == "A" for word in name[0]) else ""


def _said_again(lines: Lines, dispute: Dispute) -> bool:
    """Whether the words that name a row tell nothing beside a number: "seats" where a side gives "73 seats"."""
    name = frozenset().union(*map(lines.vocabulary, dispute.about))
    return any(name <= lines.vocabulary(side[0]) for side in dispute.sides)


def _age(lines: Lines, dispute: Dispute) -> bool:
    """Whether what the sides give is somebody's age, so that the row's name is a person's."""
    at = dispute.sides[0][0]
    ages = (q for q in lines.brief.merged.quantities if q.sort == "age")
    return any(f.article == at.article and f.span == at.span for q in ages for value in q.values for f in value)


def _borne_out(lines: Lines, at: Passage, sides: Sequence[Sequence[Passage]]) -> list[Passage]:
    """Where one sentence gives both sides: the passages of its claim in other articles that say more of this one."""
    if {(side[0].article, side[0].sentence) for side in sides} != {(at.article, at.sentence)}:
        return []
    own, others = lines.vocabulary(at), [lines.vocabulary(side[0]) for side in sides if side[0] != at]
    only = own.difference(*others)
    claims = (lines.brief.merged.claims[n] for n in lines.claims_at([at]))
    every = [p for claim in claims for p in claim.passages if p.article != at.article]
    words = {p: lines.vocabulary(p) for p in every}
    return [p for p in words if len(words[p] & only) > max(len(words[p] & (o - own)) for o in others) + _MARGIN]


def _clause(lines: Lines, at: Passage, kind: DisputeKind) -> Passage:
    """The clause in which words stand; what follows a number, and a time at once, is left out as a clause of its own."""
    whole = claim_passage(lines.brief, at)
    if not whole.span.holds(at.span):
        return at
    text = lines.extracts[at.article].article.text
    if count(text[whole.span.start : at.span.start]) <= _ENOUGH or kind not in ("time", "figure"):
        return whole
    find = _NEXT_CLAUSE.match if kind == "time" else _NEXT_CLAUSE.search
    cut = find(text, at.span.end, whole.span.end)
    return Passage(at.article, at.sentence, Span(whole.span.start, cut.start())) if cut else whole


def _hour(lines: Lines, passage: Passage) -> Passage | None:
    """The hour that a page which is kept up to date gives above the paragraph of a passage."""
    extract = lines.extracts[passage.article]
    above = extract.article.paragraphs[: extract.sentences[passage.sentence - 1].paragraph]
    for paragraph in reversed(above):
        if paragraph.kind == "live" and _HOUR.match(paragraph.span.of(extract.article.text)):
            return passage_at(extract, paragraph.span)
    return None


def _one_giver(lines: Lines, side: Iterable[Passage]) -> str | None:
    """Who says words in all these passages; None when it is not the same in all."""
    givers = {lines.giver(passage) for passage in side}
    return givers.pop() if len(givers) == 1 else None


def told_once(lines: Lines, every: Sequence[Line], rows: Iterable[Row]) -> tuple[list[Line], list[Line]]:
    """Part the lines: those that tell something of their own, and those that say little more than a row shows."""
    told: dict[tuple[str, int], int] = {}
    for side in (side for row in rows for side in row.sides):
        at = side.at.article, side.at.sentence
        told[at] = max(told.get(at, 0), lines.count(side.shown))
    again = [one for one in every if not one.edits and _again(lines, one, told)]
    return [one for one in every if one not in again], again


def _again(lines: Lines, line: Line, told: Mapping[tuple[str, int], int]) -> bool:
    """Whether the line is short, or has few words more than `told`, those of its sentence that a row shows."""
    shown = [told[p.article, p.sentence] for p in line.at if (p.article, p.sentence) in told]
    words = sum(map(lines.count, line.at))
    return bool(shown) and (words <= _LITTLE or words - max(shown) <= _MORE)
