"""Which sentences of different articles are worth comparing, and how do the two stand?

Only sentences that share words which few others have are looked at, so that the work grows with the number of sentences
and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
# From here on alike enough to be compared whatever their words add up to: a text retold in other words has such pairs.
_ALIKE = 0.25
# So many sentences of each of two articles, and half of all, match the other's: one text, told twice. In the training
# stories no two whole articles do (a third at most), nor do articles on one event that were written apart.
_RETOLD = 8


@dataclass(frozen=True, slots=True)
class Near:
    """Two sentences worth comparing: how they stand, and their score as whole sentences."""

    setting: same.Setting
    score: float


def near(told: Sequence[Told], threshold: float) -> dict[Pair, Near]:
    """Give the pairs (i < j, of different articles, no twins of earlier ones) worth comparing, in order.

    The neighbours of a pair tell something; in a text retold, which keeps its order, so does standing between two
    matches, pairs that score from `threshold` on.
    """
    looks = _first_looks(told)
    neighbours = _Neighbours(told)
    likeness = _rows(told, {pair: look.likeness for pair, look in looks.items()})
    found = {}
    for (i, j), look in looks.items():
        beside = neighbours.likeness(likeness, i, j)
        setting = same.Setting(beside, min(told[i].down, told[j].down))
        found[i, j] = Near(setting, same.score(told[i].unit, told[j].unit, setting, look.sum))
    sure = {pair: near.score for pair, near in found.items() if near.score >= threshold}
    retold, rows = _retold(told, sure), _rows(told, sure)
    for (i, j), look in looks.items():
        if (told[i].place, told[j].place) in retold:
            setting = replace(found[i, j].setting, retold=True, between=neighbours.between(rows, i, j))
            found[i, j] = Near(setting, same.score(told[i].unit, told[j].unit, setting, look.sum))
    return found


def _retold(told: Sequence[Told], sure: Iterable[Pair]) -> set[tuple[int, int]]:
    """Find the articles (by place, the earlier first) that tell one text; `sure` are the pairs that match."""
    own: dict[int, set[int]] = defaultdict(set)
    for sentence in told:
        own[sentence.place].add(sentence.twin)
    matched: dict[tuple[int, int], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for i, j in sure:
        left, right = matched[told[i].place, told[j].place]
        left.add(i)
        right.add(j)
    return {
        (a, b)
        for (a, b), (left, right) in matched.items()
        if len(left | own[a] & own[b]) >= max(_RETOLD, len(own[a]) / 2)
        and len(right | own[a] & own[b]) >= max(_RETOLD, len(own[b]) / 2)
    }


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
    i: int,
    told: Sequence[Told],
    places: Mapping[str, list[int]],
    common: int,
    sums: dict[Pair, float],
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
    kept = []
    for likeness, j in _best(i, told, shared):
        pair = min(i, j), max(i, j)
        if pair not in sums:
            sums[pair] = same.first_sum(unit, told[j].unit)
        if sums[pair] >= same.PROMISING or likeness >= _ALIKE:
            kept.append((likeness, j))
    return kept


def _best(i: int, told: Sequence[Told], shared: Mapping[int, float]) -> Iterator[tuple[float, int]]:
    """Give the sentences of other articles most like sentence `i`, the likest first; `shared` adds up common notions."""
    length, place = told[i].unit.length, told[i].place
    found = [
        (-likeness, j)
        for j, product in shared.items()
        if (likeness := product / (length * told[j].unit.length)) >= _LEAST and told[j].place != place
    ]
    left = _MOST_PARTNERS
    of_article: dict[int, int] = defaultdict(int)
    for unlike, j in sorted(found):
        of_article[told[j].place] += 1
        if of_article[told[j].place] <= _PARTNERS:
            yield -unlike, j
            left -= 1
            if not left:
                return


# --- what stands around a pair ---------------------------------------------------------------------------------

# How each sentence (by number) stands to others, from 0 to 1; to itself 1. The last row is of no sentence.
Rows = list[dict[int, float]]


def _rows(told: Sequence[Told], values: Mapping[Pair, float]) -> Rows:
    rows: Rows = [{n: 1.0} for n in range(len(told))]
    for (i, j), value in values.items():
        rows[i][j] = rows[j][i] = value
    return [*rows, {}]


class _Neighbours:
    """The sentences before and after each in its article, by the number of their twins; -1 is no sentence."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.two_back, self.back, self.on, self.two_on = (_beside(told, step) for step in (-2, -1, 1, 2))

    def likeness(self, rows: Rows, i: int, j: int) -> float:
        """How alike the sentences around two are, those before and those after.

        One may be left out in between, or be one of the two itself: what one article says in a sentence, another may
        say in two.
        """
        before = max(
            rows[i].get(self.back[j], 0.0),
            rows[self.back[i]].get(j, 0.0),
            rows[self.back[i]].get(self.back[j], 0.0),
            rows[self.back[i]].get(self.two_back[j], 0.0),
            rows[self.two_back[i]].get(self.back[j], 0.0),
        )
        after = max(
            rows[i].get(self.on[j], 0.0),
            rows[self.on[i]].get(j, 0.0),
            rows[self.on[i]].get(self.on[j], 0.0),
            rows[self.on[i]].get(self.two_on[j], 0.0),
            rows[self.two_on[i]].get(self.on[j], 0.0),
        )
        return (before + after) / 2

    def between(self, rows: Rows, i: int, j: int) -> float:
        """How surely two stand between two matches; one of the two may be of one of them itself, but not both."""
        back, on = rows[self.back[i]], rows[self.on[i]]
        if not back and not on:
            return 0.0
        before, after = back.get(self.back[j], 0.0), on.get(self.on[j], 0.0)
        one_before = max(rows[i].get(self.back[j], 0.0), back.get(j, 0.0))
        one_after = max(rows[i].get(self.on[j], 0.0), on.get(j, 0.0))
        return max(min(before, max(after, one_after)), min(one_before, after))


def _beside(told: Sequence[Told], step: int) -> list[int]:
    found = []
    for n, sentence in enumerate(told):
        other = told[n + step] if 0 <= n + step < len(told) else None
        found.append(other.twin if other is not None and other.place == sentence.place else -1)
    return found
