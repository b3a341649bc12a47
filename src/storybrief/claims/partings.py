"""In what one fact does one passage say another thing than the other: the deed, a "not", how sure, who to whom?

The differences that `align` names, one rule of `differ` for each slot. Two passages are laid beside each other once
and all rules read what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from storybrief.claims.align import align
from storybrief.claims.certainty import only_one_denies
from storybrief.claims.overlap import Parting
from storybrief.claims.side import Found, Side
from storybrief.claims.times import unlike

PartingRule = Callable[[Side, Side, Sequence[Parting]], Found]


def partings(a: Side, b: Side) -> tuple[Parting, ...]:
    """Lay two passages beside each other: where they part, when all else aligns."""
    if not (a.extract.article.english and b.extract.article.english):
        return ()
    found = align(a.reading, b.reading)
    return found.partings if found.disputed else ()


def other_deed(a: Side, b: Side, found: Sequence[Parting]) -> Found:
    """Each has another verb for the same, or one has a "not"."""
    denied = bool(found) and any(True for _ in only_one_denies(a, b))
    return _told(found, lambda p: p.slot == "doing" or (p.slot == "polarity" and not denied))


def other_certainty(_: Side, __: Side, found: Sequence[Parting]) -> Found:
    """One tells as possible, tried, asked for or denied what the other tells as done."""
    return _told(found, lambda p: p.slot == "certainty")


def other_sides(_: Side, __: Side, found: Sequence[Parting]) -> Found:
    """Who does it to whom is changed over, or another name stands at the same place."""
    return _told(found, lambda p: p.slot in ("sides", "name"))


def other_order(a: Side, b: Side, found: Sequence[Parting]) -> Found:
    """One says "before" where the other says "after", or each gives another day for the same, not seen as times."""
    return _told(found, lambda p: (p.slot == "day" and not unlike(a, b)) or (p.slot == "order" and "before" in p.saw))


def other_extreme(_: Side, __: Side, found: Sequence[Parting]) -> Found:
    """One says "at least" where the other says "fewer than", or "the first" where it says "the last"."""
    return _told(found, lambda p: p.slot == "order" and "before" not in p.saw)


def _told(found: Sequence[Parting], wanted: Callable[[Parting], bool]) -> Found:
    for parting in found:
        if wanted(parting):
            yield "high", parting.a, parting.b, parting.saw
