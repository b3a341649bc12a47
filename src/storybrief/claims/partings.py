"""In what one fact does one passage say another thing than the other: the deed, a "not", how sure, who to whom?

The differences that `frames.align` names, one rule of `differ` for each slot.
"""

from __future__ import annotations

from collections.abc import Callable

from storybrief.claims.certainty import only_one_denies
from storybrief.claims.frames import Parting, Reading, align
from storybrief.claims.side import Found, Side


def other_deed(a: Side, b: Side) -> Found:
    """Each has another verb for the same, or one has a "not"."""
    denied = any(True for _ in only_one_denies(a, b))
    return _told(a, b, lambda p: p.slot == "doing" or (p.slot == "polarity" and not denied))


def other_certainty(a: Side, b: Side) -> Found:
    """One tells as possible, tried, asked for or denied what the other tells as done."""
    return _told(a, b, lambda p: p.slot == "certainty")


def other_sides(a: Side, b: Side) -> Found:
    """Who does it to whom is changed over, or another name stands at the same place."""
    return _told(a, b, lambda p: p.slot in ("sides", "name"))


def other_order(a: Side, b: Side) -> Found:
    """One says "before" where the other says "after"."""
    return _told(a, b, lambda p: p.slot == "order" and "before" in p.saw)


def other_extreme(a: Side, b: Side) -> Found:
    """One says "at least" where the other says "fewer than", or "the first" where it says "the last"."""
    return _told(a, b, lambda p: p.slot == "order" and "before" not in p.saw)


def _told(a: Side, b: Side, wanted: Callable[[Parting], bool]) -> Found:
    if not (a.extract.article.english and b.extract.article.english):
        return
    found = align(reading(a), reading(b))
    if found.disputed:
        for parting in found.partings:
            if wanted(parting):
                yield "high", parting.a, parting.b, parting.saw


def reading(side: Side) -> Reading:
    """Read the doings of a passage."""
    return Reading(side.text, side.words)
