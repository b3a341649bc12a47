"""How do two sentences look beside all others of the story, once every pair has a first score?

What a third article says of both speaks for the two; that one of them is more like something else speaks against them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import mul

from storybrief.english import tables

Pair = tuple[int, int]
# A first score this near to 0 or 1 says no more than this.
_SUREST = 1e-4
# So many of the third sentences that support a pair are added up.
_SEVERAL = 4
# A sentence less like one of a pair than this supports nothing.
_SUPPORTS = 0.1
# The first score of two sentences that give one quantity and have no words in common.
LEAST = 0.03


def weights() -> dict[str, float]:
    """Return the weights of the second look."""
    return tables.weights("claims/second.tsv")


def features(
    articles: Sequence[int], scores: Mapping[Pair, float], held: Collection[Pair] = ()
) -> Iterator[tuple[Pair, tuple[float, float, float, float, float]]]:
    """Give what stands around each pair, in the order of `second.tsv` after the first look.

    `articles` has the article of each sentence, `scores` the first scores (0 to 1) of the pairs (i < j),
    `held` those that give one quantity (see `one_quantity`).
    behind the best       how far the score lies behind that of the best partner each of the two has in the other's
                          article, in odds; best of both: whether it is the best of each
    supported             the largest, over the sentences of third articles, of how alike it is to both (0 to 1);
                          supported by several: the sum of the largest four
    one quantity          whether it is `held`
    """
    row: dict[int, dict[int, float]] = defaultdict(dict)
    best: dict[tuple[int, int], float] = defaultdict(float)
    for (i, j), score in scores.items():
        if score >= _SUPPORTS:
            row[i][j] = row[j][i] = score
        for place in ((i, articles[j]), (j, articles[i])):
            if score > best[place]:
                best[place] = score
    for (i, j), score in scores.items():
        a, b, of_i, of_j = articles[i], articles[j], row[i], row[j]
        mine, theirs = best[i, b], best[j, a]
        both = [k for k in of_i.keys() & of_j.keys() if articles[k] != a and articles[k] != b]
        support = sorted([x if (x := of_i[k]) < (y := of_j[k]) else y for k in both], reverse=True)
        own = odds(score)
        behind = 2 * own - (own if mine == score else odds(mine)) - (own if theirs == score else odds(theirs))
        alone = float(score == mine == theirs)
        yield (
            (i, j),
            (behind, alone, support[0] if support else 0.0, math.fsum(support[:_SEVERAL]), float((i, j) in held)),
        )


def offsets(articles: Sequence[int], scores: Mapping[Pair, float]) -> dict[Pair, float]:
    """Add up for each pair what stands around it; "one quantity" is left to the passages that give it (`of_quantity`)."""
    start, _, *rest = weights().values()
    return {pair: start + sum(map(mul, rest, values)) for pair, values in features(articles, scores)}


def of_quantity(first: float, offset: float) -> tuple[float, float]:
    """Give first score and offset of two passages that give one quantity; words that say nothing do not speak against them."""
    return max(first, LEAST), offset + weights()["one quantity"]


def score(first: float, offset: float) -> float:
    """Say from 0 to 1 how surely two passages say the same, from their first score and what stands around them."""
    return 1 / (1 + math.exp(-offset - weights()["first look"] * odds(first)))


def odds(score: float) -> float:
    """Give the logarithm of the odds of a score."""
    sure = min(max(score, _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))
