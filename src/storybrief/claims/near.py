"""Which sentences of different articles are worth comparing, and how do the two stand?

Only sentences that share words which few others have are looked at, so that the work grows with the number of sentences
and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from storybrief.claims import same, second
from storybrief.claims.body import Pair, Told

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


class Near(Struct, frozen=True, gc=False):
    """Two sentences worth comparing: how they stand, their first score as whole sentences, what stands around them."""

    setting: same.Setting
    score: float
    offset: float = 0.0


def near(told: Sequence[Told], threshold: float, held: Set[Pair] = frozenset()) -> dict[Pair, Near]:
    """Give the pairs (i < j, of different articles, no twins of earlier ones) worth comparing, in order.

    The neighbours of a pair tell something; in a text retold, which keeps its order, so does standing between two
    matches, pairs that score from `threshold` on. `held` are worth comparing whatever their words (see `one_quantity`).
    """
    alike, sums = _first_looks(told)
    neighbours = _Neighbours(told)
    likeness = _rows(told, alike)
    settings: dict[Pair, same.Setting] = {}
    scores: dict[Pair, float] = {}

    def look(i: int, j: int, setting: same.Setting) -> None:
        settings[i, j] = setting
        scores[i, j] = same.score(told[i].unit, told[j].unit, setting, sums.get((i, j)))

    for i, j in [*alike, *sorted(held - alike.keys())]:
        look(i, j, same.Setting(neighbours.likeness(likeness, i, j), min(told[i].down, told[j].down)))
    sure = {pair: score for pair, score in scores.items() if score >= threshold}
    retold, rows = _retold(told, sure), _rows(told, sure)
    for i, j in alike if retold else ():
        if (told[i].place, told[j].place) in retold:
            look(i, j, replace(settings[i, j], retold=True, between=neighbours.between(rows, i, j)))
    seen = {pair: max(score, second.LEAST if pair in held else 0.0) for pair, score in scores.items()}
    around = second.offsets([t.place for t in told], {pair: score for pair, score in seen.items() if score})
    return {pair: Near(setting, scores[pair], around.get(pair, 0.0)) for pair, setting in settings.items()}


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


def _first_looks(told: Sequence[Told]) -> tuple[dict[Pair, float], dict[Pair, float]]:
    """Give the pairs worth comparing, in order, each with its rare words in common (0 to 1); and all words, as a sum."""
    look = _First(told)
    kept: dict[Pair, float] = {}
    for i, sentence in enumerate(told):
        if sentence.twin == i and not look.little[i]:
            for pair, alike in look.partners(i):
                if alike > kept.get(pair, 0.0):  # the same whichever of the two was looked at first
                    kept[pair] = alike
    return {pair: kept[pair] for pair in sorted(kept)}, look.sums


def _says_little(sentence: Told) -> bool:
    """As in "I would not have sailed": one notion of the speaker's own, which is no claim about somebody else."""
    return len(sentence.unit.matter) < 2 and any(w.stem in ("i", "we") for w in sentence.words)


class _First:
    """Looks which sentences share rare words; keeps what it added up for a pair, for the other sentence of it."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.units = [sentence.unit for sentence in told]
        self.lengths = [unit.length for unit in self.units]
        self.articles = [sentence.place for sentence in told]
        self.little = [_says_little(sentence) for sentence in told]
        self.common = _COMMON + _COMMON_PER_ARTICLE * min(len(set(self.articles)), _MOST_ARTICLES)
        self.having: dict[str, list[int]] = defaultdict(list)
        for n, sentence in enumerate(told):
            if sentence.twin == n and not self.little[n]:
                for notion in sentence.unit.matter:
                    self.having[notion].append(n)
        self.sums: dict[Pair, float] = {}

    def partners(self, i: int) -> Iterator[tuple[Pair, float]]:
        """Find the likeliest partners of sentence `i`, and how alike the two are."""
        alike, units, sums = self._alike(i), self.units, self.sums
        for j in self._best(alike):
            pair = (i, j) if i < j else (j, i)
            said = sums.get(pair)
            if said is None:
                said = sums[pair] = same.first_sum(units[i], units[j])
            if said >= same.PROMISING or alike[j] >= _ALIKE:
                yield pair, alike[j]

    def _alike(self, i: int) -> dict[int, float]:
        """Find the sentences of other articles that are alike enough to sentence `i` in their rare notions."""
        matter, having = self.units[i].matter, self.having
        shared: dict[int, float] = defaultdict(float)
        for notion in sorted(matter, key=lambda n: (len(having[n]), n))[:_RAREST]:
            if len(having[notion]) > self.common:
                break
            square = matter[notion] ** 2
            for j in having[notion]:
                shared[j] += square
        length, lengths, article, articles = self.lengths[i], self.lengths, self.articles[i], self.articles
        return {
            j: likeness
            for j, product in shared.items()
            if (likeness := product / (length * lengths[j])) >= _LEAST and articles[j] != article
        }

    def _best(self, alike: Mapping[int, float]) -> list[int]:
        """Give the few sentences of each article, and of all, that are most alike, the likest first."""
        best: list[int] = []
        articles = self.articles
        of_article: dict[int, int] = defaultdict(int)
        for j in sorted(sorted(alike), key=alike.__getitem__, reverse=True):
            article = articles[j]
            if of_article[article] < _PARTNERS:
                of_article[article] += 1
                best.append(j)
                if len(best) == _MOST_PARTNERS:
                    break
        return best


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
        near = 0.0
        for once, twice in ((self.back, self.two_back), (self.on, self.two_on)):
            beside = ((i, once[j]), (once[i], j), (once[i], once[j]), (once[i], twice[j]), (twice[i], once[j]))
            near += max(rows[m].get(n, 0.0) for m, n in beside)
        return near / 2

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
