"""Which sentences are cut into passages, and where?

A sentence is cut where its two sides say what two different sentences of one other article say. All others stay whole:
a cut that helps no comparison would only break up what a journalist wrote, and two halves are sooner taken for something
else than one whole. So where the other article does not retell the same text, only clauses that could stand alone are
cut apart, and only where each says surely, and more surely than the whole, what is found for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from storybrief.claims import clauses, same
from storybrief.claims.body import Told
from storybrief.claims.near import Near
from storybrief.model import Span

Pair = tuple[int, int]
# A part stands alone only with this many notions, and is compared only when this alike at a first look.
_LEAST_MATTER = 3
# Where no text is retold, a part must say surely what it is found for: with odds so much higher than those of the whole.
_SURE = 0.6
_MORE = 2.0
_LEAST_LIKENESS = 0.15


def parts(
    told: Sequence[Told],
    pairs: Mapping[Pair, Near],
    weights: same.Weights,
    threshold: float,
) -> list[tuple[int, Span]]:
    """Give the passages of all sentences as (number of the sentence, span), in order.

    `pairs` has those of sentences (i < j) worth comparing; both sides of a cut must reach `threshold`.
    """
    splitter = _Splitter(told, pairs, weights, threshold)
    chosen = {n: splitter.split(n) for n, t in enumerate(told) if t.twin == n}
    return [(n, span) for n, t in enumerate(told) for span in _as_twin(t, told[t.twin], chosen[t.twin])]


def _as_twin(told: Told, twin: Told, cuts: tuple[int, ...]) -> list[Span]:
    """Cut a sentence as its twin was cut: at the cuts with the same numbers."""
    if len(told.cuts) != len(twin.cuts):
        return [told.sentence.span]
    places = [told.cuts[twin.cuts.index(at)] for at in cuts]
    edges = [told.sentence.span.start, *places, told.sentence.span.end]
    return [clauses.trimmed(told.text, Span(a, b)) for a, b in pairwise(edges)]


class _Splitter:
    """Looks for the best cuts of a sentence; keeps the words of the parts it has read."""

    def __init__(
        self,
        told: Sequence[Told],
        pairs: Mapping[Pair, Near],
        weights: same.Weights,
        threshold: float,
    ) -> None:
        self.told, self.pairs, self.weights, self.threshold = (
            told,
            pairs,
            weights,
            threshold,
        )
        self.read: dict[tuple[int, Span], same.Unit] = {}
        self.partners: dict[int, dict[int, list[int]]] = {}
        for pair in pairs:
            for n, other in (pair, reversed(pair)):
                if told[n].cuts:
                    self.partners.setdefault(n, {}).setdefault(told[other].place, []).append(other)

    def split(self, n: int) -> tuple[int, ...]:
        """Give the places where sentence `n` is cut, in order."""
        several = [others for others in self.partners.get(n, {}).values() if len(others) > 1]
        return self._split(n, self.told[n].sentence.span, several) if self.told[n].cuts and several else ()

    def _split(self, n: int, span: Span, several: Sequence[Sequence[int]]) -> tuple[int, ...]:
        best: tuple[float, int] | None = None
        for cut in self.told[n].cuts:
            if span.start < cut < span.end:
                gain = max(self._gain(n, cut, *self._sides(n, span, cut), others) for others in several)
                if gain and (best is None or gain > best[0]):
                    best = gain, cut
        if best is None:
            return ()
        left, right = self._sides(n, span, best[1])
        return (
            *self._split(n, left, several),
            best[1],
            *self._split(n, right, several),
        )

    def _sides(self, n: int, span: Span, cut: int) -> tuple[Span, Span]:
        text = self.told[n].text
        return clauses.trimmed(text, Span(span.start, cut)), clauses.trimmed(text, Span(cut, span.end))

    def _gain(self, n: int, cut: int, left: Span, right: Span, others: Sequence[int]) -> float:
        """Score the cut: both sides must be found, in different sentences of one article."""
        a = self._best(n, left, others)
        if a is None or not self._found(n, cut, *a):
            return 0.0
        b = self._best(n, right, others)
        if b is None or not self._found(n, cut, *b) or a[1] == b[1]:
            return 0.0
        return a[0] + b[0]

    def _found(self, n: int, cut: int, score: float, j: int) -> bool:
        """Whether a part says what sentence `j` says; where no text is retold, only clauses that could stand alone do."""
        whole = self.pairs[min(n, j), max(n, j)]
        if whole.setting.retold:
            return score >= self.threshold
        surer = score / (1 - score) >= _MORE * whole.score / (1 - whole.score)
        return cut in self.told[n].coordinate and score >= _SURE and surer

    def _best(self, n: int, span: Span, others: Sequence[int]) -> tuple[float, int] | None:
        """Find the sentence of which the whole or a side is most like the part of sentence `n` at `span`."""
        unit = self._unit(n, span)
        if len(unit.matter) < _LEAST_MATTER:
            return None
        found: list[tuple[float, int]] = []
        for j in others:
            setting = self.pairs[min(n, j), max(n, j)].setting
            for other in self._pieces(j):
                theirs = self._unit(j, other)
                if len(theirs.matter) >= _LEAST_MATTER and same.likeness(unit, theirs) >= _LEAST_LIKENESS:
                    found.append((same.score(unit, theirs, setting), -j))
        best = max(found, default=None)
        return None if best is None else (best[0], -best[1])

    def _pieces(self, j: int) -> list[Span]:
        whole = self.told[j].sentence.span
        return [
            whole,
            *(side for cut in self.told[j].cuts for side in self._sides(j, whole, cut)),
        ]

    def _unit(self, n: int, span: Span) -> same.Unit:
        key = (n, span)
        if key not in self.read:
            self.read[key] = self.told[n].part(span, self.weights)
        return self.read[key]
