"""Which two numbers are so near that they are of one thing, though little else is said alike of them?

41,200 spectators and a crowd of 43,000; 4,300 and 4,800 members of one union; three shots and five rounds. Each article
gives one such number only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from storybrief.claims.counted import DAMAGE, MEASURED, MONEY, SUMS
from storybrief.claims.mentions import Mention
from storybrief.claims.pairing import PLAIN, alike, amount, grouped, likest_first, named_alike, near, other_days
from storybrief.claims.standing import TOLLS
from storybrief.claims.words import notion_of
from storybrief.english.tables import listed, word_sets


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
_GATHERING = frozenset(map(notion_of, word_sets("claims/words.tsv")["gather"]))
_LIMITS = {
    "crowd": _Class(21, Decimal(2), 0.0),
    "shots": _Class(2, Decimal(4), 0.1, 0),
    "arrested": _Class(3, Decimal(2), 0.1),
    "aboard": _Class(3, Decimal("1.5"), 0.1),
    "burned land": _Class(1, Decimal(8), 0.0, 0),
}
_LAND = frozenset(listed("ha acre"))
_DEAL = notion_of("deal")  # is what is bought
_JURY, _DECIDING, _NOT_DRIVEN = (
    frozenset(map(notion_of, word_sets("claims/words.tsv")[row])) for row in ("jury", "deciding", "not driven")
)
_NOUN = _Class(21, Decimal("1.5"), 0.1)
_OF_UNIT = {
    **dict.fromkeys(MONEY, _Class(1, Decimal("1.5"), 0.1)),
    "ordinal": _Class(2, Decimal("1.5"), 0.2, 2),
    "percent": _Class(1, Decimal("1.5"), 0.1),
    "km/h": _Class(1, Decimal("1.5"), 0.1, 0),
    "mph": _Class(1, Decimal("1.5"), 0.1, 0),
    # how long a jury took
    "hour": _Class(1, Decimal("1.5"), 0.0, 0),
    "day": _Class(1, Decimal("1.5"), 0.0, 0),
}
_TIMED = ("hour", "day")
# Of sentences with no name in common the higher is at most so many times the lower.
_NEARLY = Decimal("1.1")
_PLAIN = PLAIN | frozenset(("percent", "million"))


def close_numbers(found: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """Pair the mentions (by number) of two articles, the likest first, each with the rule that holds them together."""
    for (unit, key), many in sorted(grouped(found, _keyed).items()):
        limit = _OF_UNIT.get(unit) or _LIMITS.get(key, _NOUN)
        for i, j in likest_first(found, many):
            if all(_lone(found, many, n, limit) for n in (i, j)) and _of_one_thing(found[i], found[j], limit):
                yield i, j, f"one thing counted, nearly: {key}"


def _keyed(one: Mention) -> list[tuple[str, str]]:
    """Give its unit with each key; of tolls, vague numbers and other units none."""
    unit = one.figure.unit or "person"
    counted = one.figure.bound != "vague" and unit in ("person", *_LAND, *_OF_UNIT)
    return [(unit, key) for key in sorted(_keys(one))] if counted and not one.fates & TOLLS else []


def _keys(one: Mention) -> frozenset[str]:
    if one.figure.unit == "person" and not one.nouns - _PLAIN and one.topic & _GATHERING:
        return frozenset({"crowd"})
    if one.figure.unit in _LAND:
        return frozenset({"burned land"} if one.about & DAMAGE else ())
    if one.figure.unit in _TIMED:
        return frozenset({"deliberation"} if one.about & _JURY and one.about & _DECIDING else ())
    if one.figure.unit in ("km/h", "mph"):
        return frozenset(() if one.topic & _NOT_DRIVEN else {"speed"})
    if one.figure.unit in MONEY:
        return frozenset(
            {"a share"} if "share" in one.called else ("buy" if s == _DEAL else s for s in one.topic & SUMS)
        )
    classes = frozenset(name for name, nouns in _CLASSES.items() if nouns & one.called)
    return one.fates or classes or (one.nouns - _PLAIN - MEASURED)


def _lone(found: Sequence[Mention], many: Sequence[int], n: int, limit: _Class) -> bool:
    """Whether its article gives no other number of that noun that is as near."""
    one = found[n]
    theirs = (found[m] for m in many if found[m].place == one.place and found[m].number != one.number)
    return not any(near(one, other, limit.times) and not other_days(one, other) for other in theirs)


def _of_one_thing(a: Mention, b: Mention, limit: _Class) -> bool:
    numbers = min(amount(a), amount(b)) >= limit.least and near(a, b, limit.times)
    named = len(named_alike(a, b)) >= limit.names or (limit.names == 1 and near(a, b, _NEARLY))
    old = a.old == b.old or a.figure.unit == "ordinal"
    days = other_days(a, b) and "share" not in a.called  # what is offered for a share is offered anew
    return numbers and named and not days and old and a.part == b.part and alike(a, b) >= limit.alike
