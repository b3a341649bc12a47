"""Which passages form one claim, once every two have a score?

The two groups that are most alike are joined first, until none is alike enough. Most of it is how alike their passages of
different articles are on average, some of it how alike the best two are: a claim that one weak pair could break would
fall apart in large stories. Two passages of one article never speak for or against each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence

Pair = tuple[int, int]
# How much the best pair of two groups says; the average of all says the rest. From 0.5 on claims run into one another.
_BEST = 0.3
_NONE = (0.0, 0.0)
# A passage that is left over is one of a claim when so many of its passages are alike: this much, and of so many of them.
_ALIKE = 0.45
_MANY = 0.7
_HALF = 0.5


def groups(
    articles: Sequence[int],
    scores: Mapping[Pair, float],
    threshold: float,
    joined: Collection[Pair] = (),
    parted: Collection[Pair] = (),
    late: Iterable[Pair] = (),
) -> list[list[int]]:
    """Group the items 0 … n-1; `articles` gives each item's article, `scores` the pairs (i < j) that were compared.

    Pairs not in `scores` count as 0. `joined` are always together, `parted` never (an editor's word beats the scores).
    `late` are pairs in order, of which the first, where nothing took it, may go to the group of the second.
    Groups and their members come in ascending order.
    """
    state = _State(articles, scores, parted)
    for i, j in sorted(joined):
        a, b = state.group_of(i), state.group_of(j)
        if a != b:
            state.join(a, b)
    state.run(threshold)
    for item, other in late:
        state.take(item, other)
    return sorted(sorted(members) for members in state.members.values())


class _State:
    """The groups so far, with the sum of scores between every two that touch, and the best of them."""

    def __init__(self, articles: Sequence[int], scores: Mapping[Pair, float], parted: Collection[Pair]) -> None:
        self.articles, self.scores = articles, scores
        self.members: dict[int, list[int]] = {n: [n] for n in range(len(articles))}
        self.home = list(range(len(articles)))
        self.counts: dict[int, dict[int, int]] = {n: {a: 1} for n, a in enumerate(articles)}
        self.sums: dict[int, dict[int, tuple[float, float]]] = {n: {} for n in range(len(articles))}
        self.apart: dict[int, set[int]] = {n: set() for n in range(len(articles))}
        for (i, j), score in scores.items():
            self.sums[i][j] = self.sums[j][i] = score, score
        for i, j in parted:
            self.apart[i].add(j)
            self.apart[j].add(i)

    def group_of(self, item: int) -> int:
        return self.home[item]

    def likeness(self, a: int, b: int) -> float:
        few, many = self.counts[a], self.counts[b]
        if len(few) > len(many):
            few, many = many, few
        pairs = len(self.members[a]) * len(self.members[b])
        if not few.keys().isdisjoint(many):
            pairs -= sum([n * many[article] for article, n in few.items() if article in many])
        if not pairs:
            return 0.0
        total, best = self.sums[a].get(b, _NONE)
        return (1 - _BEST) * total / pairs + _BEST * best

    def join(self, a: int, b: int) -> int:
        keep, gone = min(a, b), max(a, b)
        for item in self.members[gone]:
            self.home[item] = keep
        self.members[keep] += self.members.pop(gone)
        counts, sums, apart = self.counts[keep], self.sums[keep], self.apart[keep]
        for article, n in self.counts.pop(gone).items():
            counts[article] = counts.get(article, 0) + n
        sums.pop(gone, None)
        for other, (total, best) in self.sums.pop(gone).items():
            if other != keep:
                had, had_best = sums.get(other, _NONE)
                sums[other] = self.sums[other][keep] = had + total, max(had_best, best)
                self.sums[other].pop(gone)
        apart.discard(gone)  # an editor may have joined, by way of others, what is kept apart
        for other in self.apart.pop(gone) - {keep}:
            apart.add(other)
            self.apart[other].discard(gone)
            self.apart[other].add(keep)
        return keep

    def take(self, item: int, other: int) -> None:
        """Put an item that stands alone into the group of another, if most of that group are like it too.

        An average counts what was never compared as unlike; of two others one is enough, of more nearly all must be.
        """
        alone, group = self.home[item], self.home[other]
        if alone == group or len(self.members[alone]) > 1 or group in self.apart[alone]:
            return
        others = [n for n in self.members[group] if self.articles[n] != self.articles[item]]
        alike = sum(self.scores.get((min(item, n), max(item, n)), 0.0) >= _ALIKE for n in others)
        if alike >= (_HALF if len(others) < 3 else _MANY) * len(others):
            self.join(alone, group)

    def run(self, threshold: float) -> None:
        heap: list[tuple[float, int, int]] = []
        for a in self.members:
            self.offer(heap, a, [b for b in self.sums[a] if a < b], threshold)
        while heap:
            negative, a, b = heapq.heappop(heap)
            if a not in self.members or b not in self.members or b in self.apart[a]:
                continue
            now = self.likeness(a, b)
            if now != -negative:
                continue  # the groups have grown since; how alike they are now is in the heap too
            kept = self.join(a, b)
            self.offer(heap, kept, self.sums[kept], threshold)

    def offer(self, heap: list[tuple[float, int, int]], group: int, others: Iterable[int], threshold: float) -> None:
        """Put those of `others` on the heap that are alike enough to `group`; a pair that is not is offered anew later."""
        sums = self.sums[group]
        for other in others:
            if sums[other][0] >= threshold and (likeness := self.likeness(group, other)) >= threshold:
                heapq.heappush(heap, (-likeness, min(group, other), max(group, other)))
