"""Which sentences of different articles are worth comparing, and how do the two stand?

Only sentences that share words which few others have are looked at, so that the work grows with the number of sentences
and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from storybrief.claims import same
from storybrief.claims.body import Told

Pair = tuple[int, int]
# A notion in more sentences than this says nothing about which two belong together; more articles repeat more.
_COMMON = 30
_COMMON_PER_ARTICLE = 2
_MOST_ARTICLES = 60
_RAREST = 12
# Partners kept for each sentence: in each other article, in all; and how alike (0 to 1) they have to be at a first look.
_PARTNERS = 4
_MOST_PARTNERS = 32
_LEAST = 0.08
# Steps back and on, in both articles, to the matches that a pair may stand between; not both on one same sentence.
_ROUND_ABOUT = (((1, 1), (1, 1)), ((1, 1), (0, 1)), ((1, 1), (1, 0)), ((0, 1), (1, 1)), ((1, 0), (1, 1)))
_STEPS = ((1, 1), (1, 2), (2, 1))


@dataclass(frozen=True, slots=True)
class Near:
    """Two sentences worth comparing: how they stand, and their score as whole sentences."""

    setting: same.Setting
    score: float


def near(told: Sequence[Told], threshold: float) -> dict[Pair, Near]:
    """Give the pairs (i < j, of different articles, no twins of earlier ones) worth comparing, in order.

    Rewritten articles keep their order, so the neighbours tell something; those that score from `threshold` on are
    matches.
    """
    looks = _first_looks(told)
    likeness = {pair: look.likeness for pair, look in looks.items()}
    found = {}
    for (i, j), look in looks.items():
        setting = _neighbours(told, likeness, i, j)
        found[i, j] = Near(setting, same.score(told[i].unit, told[j].unit, setting, look.sum))
    sure = {pair: near.score for pair, near in found.items() if near.score >= threshold}
    for (i, j), look in looks.items():
        between = _between(told, sure, i, j)
        if between:
            setting = replace(found[i, j].setting, between=between)
            found[i, j] = Near(setting, same.score(told[i].unit, told[j].unit, setting, look.sum))
    return found


class _Look(NamedTuple):
    """What is seen of two sentences at a first look: their rare words in common (0 to 1), all their words (a sum)."""

    likeness: float
    sum: float


def _first_looks(told: Sequence[Told]) -> dict[Pair, _Look]:
    places: dict[str, list[int]] = defaultdict(list)
    for n, sentence in enumerate(told):
        if sentence.twin == n:
            for notion in sentence.unit.matter:
                places[notion].append(n)
    common = _COMMON + _COMMON_PER_ARTICLE * min(len({t.place for t in told}), _MOST_ARTICLES)
    sums: dict[Pair, float] = {}
    kept: dict[Pair, _Look] = {}
    for i, sentence in enumerate(told):
        if sentence.twin == i:
            for likeness, j in _partners(i, told, places, common, sums):
                pair = min(i, j), max(i, j)
                kept[pair] = _Look(likeness, sums[pair])
    return dict(sorted(kept.items()))


def _partners(
    i: int, told: Sequence[Told], places: Mapping[str, list[int]], common: int, sums: dict[Pair, float]
) -> list[tuple[float, int]]:
    """Find the likeliest partners of sentence `i`; `sums` keeps what was added up for a pair, for its other sentence."""
    unit = told[i].unit
    shared: dict[int, float] = defaultdict(float)
    for notion in sorted(unit.matter, key=lambda n: (len(places[n]), n))[:_RAREST]:
        if len(places[notion]) > common:
            break
        square = unit.matter[notion] ** 2
        for j in places[notion]:
            shared[j] += square
    by_article: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for j, product in shared.items():
        likeness = product / (unit.length * told[j].unit.length)
        if likeness >= _LEAST and told[j].place != told[i].place:
            by_article[told[j].place].append((likeness, j))
    best = sorted((p for found in by_article.values() for p in sorted(found, key=_likest)[:_PARTNERS]), key=_likest)
    kept = []
    for likeness, j in best[:_MOST_PARTNERS]:
        pair = min(i, j), max(i, j)
        if pair not in sums:
            sums[pair] = same.first_sum(unit, told[j].unit)
        if sums[pair] >= same.PROMISING:
            kept.append((likeness, j))
    return kept


def _likest(pair: tuple[float, int]) -> tuple[float, int]:
    return -pair[0], pair[1]


def _look(told: Sequence[Told], table: Mapping[Pair, float], i: int, j: int, a: int, b: int) -> float:
    """Look up two sentences, if they are in the articles `a` and `b`; twins stand for each other."""
    if not (0 <= i < len(told) and 0 <= j < len(told) and told[i].place == a and told[j].place == b):
        return 0.0
    x, y = told[i].twin, told[j].twin
    return 1.0 if x == y else table.get((x, y) if x < y else (y, x), 0.0)


def _neighbours(told: Sequence[Told], likeness: Mapping[Pair, float], i: int, j: int) -> same.Setting:
    a, b = told[i].place, told[j].place
    before = max(_look(told, likeness, i - m, j - n, a, b) for m, n in _STEPS)
    after = max(_look(told, likeness, i + m, j + n, a, b) for m, n in _STEPS)
    return same.Setting((before + after) / 2, 0.0, min(told[i].down, told[j].down))


def _between(told: Sequence[Told], sure: Mapping[Pair, float], i: int, j: int) -> float:
    a, b = told[i].place, told[j].place
    before = {step: _look(told, sure, i - step[0], j - step[1], a, b) for step in ((1, 1), (0, 1), (1, 0))}
    if not any(before.values()):
        return 0.0
    return max(
        min(before[back], _look(told, sure, i + on[0], j + on[1], a, b)) for back, on in _ROUND_ABOUT if before[back]
    )
