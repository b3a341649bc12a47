"""Which two mentions may be of one quantity, and how near are they?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from typing import TypeVar

from storybrief.claims.mentions import Mention
from storybrief.claims.words import likeness
from storybrief.english.tables import word_sets

Key = TypeVar("Key")
# What more figures of a story share than this says nothing: they are not compared pair by pair.
COMMON = 60
# Nouns that say nothing of what is counted.
PLAIN = word_sets("claims/words.tsv")["plain"]


def grouped(found: Sequence[Mention], keys: Callable[[Mention], Iterable[Key]]) -> dict[Key, list[int]]:
    """Give for each key the numbers of the mentions that have it, in order."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for n, one in enumerate(found):
        for key in keys(one):
            groups[key].append(n)
    return groups


def likest_first(found: Sequence[Mention], many: Sequence[int]) -> list[tuple[int, int]]:
    """Pair mentions (by number) of two articles and two numbers, those first of which the sentences are most alike."""
    pairs = [
        (i, j)
        for i, j in combinations(many[:COMMON], 2)
        if found[i].number != found[j].number and found[i].place != found[j].place
    ]
    return sorted(pairs, key=lambda p: (-alike(found[p[0]], found[p[1]]), p))


def alike(a: Mention, b: Mention) -> float:
    """Say from 0 to 1 how much of their matter the sentences of two mentions share."""
    return likeness(a.about, b.about)


def amount(one: Mention) -> Decimal:
    """Give the number of a mention, 0 for none."""
    return one.figure.value or Decimal(0)


def near(a: Mention, b: Mention, times: Decimal | int) -> bool:
    """Whether the higher of two numbers is at most so many times the lower."""
    low, high = sorted(map(amount, (a, b)))
    return high <= times * low


def other_days(a: Mention, b: Mention) -> bool:
    """Whether two sentences give days, and none in common."""
    return bool(a.days and b.days) and not a.days & b.days


def named_alike(a: Mention, b: Mention) -> frozenset[str]:
    """Give the notions of the names of each that the sentence of the other has."""
    return a.names & b.about | b.names & a.about
