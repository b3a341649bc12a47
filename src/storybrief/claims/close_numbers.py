"""Which two numbers are so near that they are of one thing, though little else is said alike of them?

41,200 spectators and a crowd of 43,000; 4,300 and 4,800 members of one union; three shots and five rounds. Each article
gives one such number only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from storybrief.claims.counted import MEASURED, MONEY, SUMS
from storybrief.claims.mentions import Mention, alike, amount
from storybrief.claims.standing import TOLLS
from storybrief.claims.words import notion_of
from storybrief.english.tables import listed

# What more figures of a story share than this says nothing.
_COMMON = 60


class _Class(NamedTuple):
    """Nouns that count one thing: the least number told of one, how many times the lower the higher may be, likeness, names."""

    least: int
    times: Decimal
    alike: float
    names: int = 1


_CLASSES = {
    "crowd": frozenset(listed("crowd spectators fans protesters demonstrators marchers rioters ralliers onlookers")),
    "shots": frozenset(listed("shots rounds bullets")),
}
# What a crowd does: "100 people rioted".
_GATHERING = frozenset(map(notion_of, listed("gather march riot rally protest demonstrate crowd watch line attend")))
_LIMITS = {
    "crowd": _Class(21, Decimal(2), 0.0),
    "shots": _Class(3, Decimal(4), 0.1),
    "arrested": _Class(3, Decimal(2), 0.1),
    "aboard": _Class(3, Decimal("1.5"), 0.1),
    "burned land": _Class(1, Decimal(8), 0.0, 0),
}
_LAND, _BURNED = frozenset(listed("ha acre")), frozenset(map(notion_of, listed("burn scorch blacken destroy")))
_NOUN = _Class(21, Decimal("1.5"), 0.1)
_OF_UNIT = {
    **dict.fromkeys(MONEY, _Class(1, Decimal("1.5"), 0.1)),
    "ordinal": _Class(2, Decimal("1.5"), 0.2, 2),
    "percent": _Class(1, Decimal("1.5"), 0.1),
}
# Of sentences with no name in common the higher is at most so many times the lower.
_NEARLY = Decimal("1.1")
_PLAIN = frozenset(
    listed("person individual other total year dai hour week month minut number tim people percent million")
)


def close_numbers(found: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """Pair the mentions (by number) of two articles, the likest first, each with the rule that holds them together."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, one in enumerate(found):
        if (
            (one.figure.unit in (None, "person", "percent", "ordinal", *_LAND) or one.figure.unit in MONEY)
            and not one.fates & TOLLS
            and one.figure.bound != "vague"
        ):
            for key in sorted(_keys(one)):
                groups[one.figure.unit or "person", key].append(n)
    for (unit, key), many in sorted(groups.items()):
        limit = _OF_UNIT.get(unit) or _LIMITS.get(key, _NOUN)
        pairs = [(i, j) for i, j in combinations(many[:_COMMON], 2) if found[i].place != found[j].place]
        for i, j in sorted(pairs, key=lambda p: (-alike(found[p[0]], found[p[1]]), p)):
            if (
                _lone(found, many, i, limit)
                and _lone(found, many, j, limit)
                and _of_one_thing(found[i], found[j], limit)
            ):
                yield i, j, f"one thing counted, nearly: {key}"


def _keys(one: Mention) -> frozenset[str]:
    classes = frozenset(name for name, nouns in _CLASSES.items() if nouns & one.called)
    if one.figure.unit == "person" and not one.nouns - _PLAIN and one.topic & _GATHERING:
        return frozenset({"crowd"})
    if one.figure.unit in _LAND:
        return frozenset({"burned land"} if one.about & _BURNED else ())
    if one.figure.unit in MONEY:
        return _bought(one.topic & SUMS)
    return one.fates or classes or (one.nouns - _PLAIN - MEASURED)


def _bought(sums: frozenset[str]) -> frozenset[str]:
    """Keys of sums, where a deal is what is bought."""
    return frozenset("buy" if s == notion_of("deal") else s for s in sums)


def _lone(found: Sequence[Mention], many: Sequence[int], n: int, limit: _Class) -> bool:
    """Whether its article gives no other number of that noun that is as near."""
    theirs = [
        found[m]
        for m in many
        if found[m].place == found[n].place
        and found[m].number != found[n].number
        and not _other_days(found[m], found[n])
    ]
    return not any(_near(found[n], other, limit.times) for other in theirs)


def _near(a: Mention, b: Mention, times: Decimal) -> bool:
    low, high = sorted(map(amount, (a, b)))
    return high <= times * low


def _other_days(a: Mention, b: Mention) -> bool:
    return bool(a.days and b.days) and not a.days & b.days


def _of_one_thing(a: Mention, b: Mention, limit: _Class) -> bool:
    numbers = a.number != b.number and min(amount(a), amount(b)) >= limit.least and _near(a, b, limit.times)
    names = len(a.names & b.about | b.names & a.about)
    named = names >= limit.names or (limit.names == 1 and _near(a, b, _NEARLY))
    old = a.old == b.old or a.figure.unit == "ordinal"
    return numbers and named and not _other_days(a, b) and old and a.part == b.part and alike(a, b) >= limit.alike
