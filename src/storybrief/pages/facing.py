"""How does the brief show one fact told in two ways, or one that changed? A row: what it is about, and each side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storybrief.model import Dispute, DisputeKind, Passage
from storybrief.pages.lines import Line, Lines

_HOUR = re.compile(r"\s*\d{1,2}[:.]\d\d\b")
_LABELS: Mapping[DisputeKind, str] = {"figure": "number"}
_LITTLE = 14  # words of a sentence that tells one thing


@dataclass(frozen=True, slots=True)
class Side:
    """What some articles give for a fact: the passage printed, who says so, and all passages that give the same.

    `when` is the hour above it, of a page that is kept up to date, where the fact changed.
    """

    at: Passage
    giver: str | None
    sources: tuple[Passage, ...]
    when: Passage | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of which the articles give two things or more. `label` is said when no words of theirs name it."""

    kind: DisputeKind
    about: tuple[Passage, ...]
    label: str
    sides: tuple[Side, ...]


def row(lines: Lines, dispute: Dispute) -> Row:
    """The row of a fact: whom or what it is about, and what each side gives."""
    label = "" if dispute.about else _LABELS.get(dispute.kind, dispute.kind)
    if dispute.kind == "wording":
        givers = {name for side in dispute.sides for p in side if (name := lines.giver(p))}
        label = f"{givers.pop() if len(givers) == 1 else 'a quotation'}, wording"
    number = dispute.kind in ("figure", "time")
    sides = (
        Side(
            side[0],
            _one_giver(lines, side) if number else None,
            side,
            _hour(lines, side[0]) if dispute.update else None,
        )
        for side in dispute.sides
    )
    return Row(dispute.kind, () if dispute.kind == "wording" else dispute.about, label, tuple(sides))


def _hour(lines: Lines, passage: Passage) -> Passage | None:
    """The hour that a page which is kept up to date gives above the paragraph of a passage."""
    extract = lines.extracts[passage.article]
    above = extract.article.paragraphs[: extract.sentences[passage.sentence - 1].paragraph]
    for paragraph in reversed(above):
        if paragraph.kind == "live" and _HOUR.match(paragraph.span.of(extract.article.text)):
            return lines.passage(extract, paragraph.span)
    return None


def _one_giver(lines: Lines, side: Iterable[Passage]) -> str | None:
    """Who says words in all these passages; None when it is not the same in all."""
    givers = {lines.giver(passage) for passage in side}
    return givers.pop() if len(givers) == 1 else None


def told_once(lines: Lines, every: Sequence[Line], rows: Iterable[Row]) -> tuple[Line, ...]:
    """The lines; those that say little more than what stands under “They disagree” come last."""
    there = {(side.at.article, side.at.sentence) for row in rows for side in row.sides}
    again = [
        one
        for one in every
        if not one.edits and _little(lines, one) and any((p.article, p.sentence) in there for p in one.at)
    ]
    return (*(one for one in every if one not in again), *again)


def _little(lines: Lines, line: Line) -> bool:
    return sum(map(lines.count, line.at)) <= _LITTLE
