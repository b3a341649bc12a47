"""Which sentences of different articles are worth comparing?

Only sentences that share words which few others have are looked at, so that the work grows with the number of sentences
and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from storybrief.claims.same import Unit

# A notion in more sentences than this says nothing about which two belong together; more articles repeat more.
_COMMON = 30
_COMMON_PER_ARTICLE = 2
_MOST_ARTICLES = 60
_RAREST = 12
# Partners kept for each sentence and other article, and how alike (0 to 1) they have to be at a first look.
_PARTNERS = 4
_LEAST = 0.08


def pairs(units: Sequence[Unit], articles: Sequence[int]) -> dict[tuple[int, int], float]:
    """Give index pairs (i < j, of different articles) worth comparing, with a first likeness from 0 to 1.

    `articles` says for each unit which article it is from.
    """
    places = _places(units)
    common = _COMMON + _COMMON_PER_ARTICLE * min(len(set(articles)), _MOST_ARTICLES)
    kept: dict[tuple[int, int], float] = {}
    for i, unit in enumerate(units):
        for j, likeness in _partners(i, unit, units, articles, places, common):
            kept[min(i, j), max(i, j)] = likeness
    return dict(sorted(kept.items()))


def _places(units: Sequence[Unit]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for n, unit in enumerate(units):
        for notion in sorted(unit.matter):
            places[notion].append(n)
    return places


def _partners(
    i: int, unit: Unit, units: Sequence[Unit], articles: Sequence[int], places: dict[str, list[int]], common: int
) -> list[tuple[int, float]]:
    shared: dict[int, float] = defaultdict(float)
    rarest = sorted(unit.matter, key=lambda n: (len(places[n]), n))[:_RAREST]
    for notion in rarest:
        if len(places[notion]) > common:
            break
        square = unit.matter[notion] ** 2
        for j in places[notion]:
            shared[j] += square
    by_article: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for j, product in shared.items():
        likeness = product / (unit.length * units[j].length)
        if articles[j] != articles[i] and likeness >= _LEAST:
            by_article[articles[j]].append((likeness, j))
    best: list[tuple[int, float]] = []
    for found in by_article.values():
        found.sort(key=lambda lj: (-lj[0], lj[1]))
        best.extend((j, likeness) for likeness, j in found[:_PARTNERS])
    return best
