"""Which times do the claims of a story give?"""

from __future__ import annotations

from collections.abc import Sequence

from storybrief.model import Claim, Extract, Moment, Passage, Timing


def timings(claims: Sequence[Claim], extracts: Sequence[Extract]) -> tuple[Timing, ...]:
    """Put the days, weekdays and clock times of the bodies together that stand in one claim, in reading order.

    Each is in exactly one: that of the first claim, in the order given, of which a passage has words of it.
    """
    held: dict[tuple[str, int], list[tuple[int, Passage]]] = {}
    for number, claim in enumerate(claims):
        for passage in claim.passages:
            held.setdefault((passage.article, passage.sentence), []).append((number, passage))
    rows: dict[tuple[int, str], tuple[Passage, list[Moment]]] = {}
    for extract in extracts:
        for moment in extract.moments:
            there = held.get((moment.article, moment.sentence), ()) if moment.kind in _SHOWN else ()
            first = min((one for one in there if one[1].span.overlaps(moment.span)), default=None)
            if first is not None:
                rows.setdefault((first[0], moment.kind), (first[1], []))[1].append(moment)
    return tuple(Timing(shown, tuple(moments)) for shown, moments in rows.values())


_SHOWN = frozenset(("date", "weekday", "clock"))
