"""Which sentences are cut into passages, and where?

A sentence is cut where its two sides say what two different sentences say: two of one other article, each of them surely;
or any two that do not say the same, where what the sentence shares with the one stands on one side of the cut and what it
shares with the other on the other side. All other sentences stay whole: a cut that helps no comparison would only break
up what a journalist wrote, and two halves are sooner taken for something else than one whole. So where the other article
does not retell the same text, only clauses that could stand alone are cut apart by the first rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from storybrief.claims import clauses, same, second
from storybrief.claims.body import Pair, Told
from storybrief.claims.near import Near
from storybrief.claims.one_quantity import Held
from storybrief.model import Span

# A part stands alone only with this many notions, and is compared only when this alike at a first look.
_LEAST_MATTER = 3
# Where no text is retold, a part must say surely what it is found for: with odds so much higher than those of the whole.
_SURE = 0.6
_MORE = 2.0
_LEAST_LIKENESS = 0.15
# Two sentences are partners from this score on at a second look; and of what they share by weight so much must stand on
# one side of a cut. From 0.4 to 0.58, and from 0.6 to 0.75, the figures of `python -m benchmarks.briefs` are the same but for a few.
_PARTNERS = 0.45
_ONE_SIDE = 0.65

_STATES = frozenset({"is", "are", "was", "were", "has", "have", "had"})
# A clause about somebody inside a sentence: a cut before or behind it takes the verb from who does it.
_OF_SOMEBODY = r"(?:which|who|whose|where)\b[^,]*,"
_BEFORE, _BEHIND = re.compile(_OF_SOMEBODY), re.compile(rf"{_OF_SOMEBODY}\Z")


def parts(
    told: Sequence[Told], pairs: Mapping[Pair, Near], weights: same.Weights, threshold: float, held: Held
) -> list[tuple[int, Span]]:
    """Give the passages of all sentences as (number of the sentence, span), in order.

    `pairs` has those of sentences (i < j) worth comparing; both sides of a cut must reach `threshold`. Of a pair that is
    `held` by a quantity the side with the figure is the one that is shared.
    """
    splitter = _Splitter(told, pairs, weights, threshold, held)
    chosen = {n: splitter.split(n) for n, t in enumerate(told) if t.twin == n}
    return [(n, span) for n, t in enumerate(told) for span in _as_twin(t, told[t.twin], chosen[t.twin])]


def _as_twin(told: Told, twin: Told, cuts: tuple[int, ...]) -> list[Span]:
    """Cut a sentence as its twin was cut: at the cuts with the same numbers."""
    if len(told.cuts) != len(twin.cuts):
        return [told.sentence.span]
    places = [told.cuts[twin.cuts.index(at)] for at in cuts]
    edges = [told.sentence.span.start, *places, told.sentence.span.end]
    return [clauses.trimmed(told.text, Span(a, b)) for a, b in pairwise(edges)]


@dataclass
class _Splitter:
    """Looks for the best cuts of a sentence; keeps the words of the parts it has read."""

    told: Sequence[Told]
    pairs: Mapping[Pair, Near]
    weights: same.Weights
    threshold: float
    held: Held
    read: dict[tuple[int, Span], same.Unit] = field(default_factory=dict)

    @cached_property
    def partners(self) -> Mapping[int, Mapping[int, Sequence[int]]]:
        """The partners of each sentence that may be cut, by the article they stand in."""
        found: dict[int, dict[int, list[int]]] = {}
        for pair in self.pairs:
            for n, other in (pair, reversed(pair)):
                if self.told[n].cuts:
                    found.setdefault(n, {}).setdefault(self.told[other].place, []).append(other)
        return found

    def split(self, n: int) -> tuple[int, ...]:
        """Give the places where sentence `n` is cut, in order."""
        if not self.told[n].cuts:
            return ()
        span = self.told[n].sentence.span
        several = [others for others in self.partners.get(n, {}).values() if len(others) > 1]

        def told_by_two(left: Span, right: Span) -> float:
            return max(self._gain(n, left, right, others) for others in several)

        found = self._cut(n, span, told_by_two) if several else ()
        sure = self.sure.get(n, ())
        return found or (self._cut(n, span, lambda a, b: self._parted(n, a, b, sure)) if len(sure) > 1 else ())

    def _cut(self, n: int, span: Span, gain: Callable[[Span, Span], float]) -> tuple[int, ...]:
        """Cut where most is gained, the earliest of such places, and so either side again."""
        sides = {cut: self._sides(n, span, cut) for cut in self.told[n].cuts if span.start < cut < span.end}
        gains = {cut: gain(*pair) for cut, pair in sides.items()}
        best = max(gains, key=gains.__getitem__, default=None)
        if best is None or not gains[best]:
            return ()
        left, right = sides[best]
        return (*self._cut(n, left, gain), best, *self._cut(n, right, gain))

    @cached_property
    def sure(self) -> Mapping[int, Sequence[tuple[float, int]]]:
        """The partners of each sentence that may be cut, with their scores at a second look."""
        found: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for i, j in self.pairs:
            score = self._second(i, j) if self.told[i].cuts or self.told[j].cuts else 0.0
            if score >= _PARTNERS:
                found[i].append((score, j))
                found[j].append((score, i))
        return found

    def _second(self, i: int, j: int) -> float:
        pair = min(i, j), max(i, j)
        found = self.pairs.get(pair)
        if found is None:
            return 0.0
        first, offset = found.score, found.offset
        if pair in self.held:
            first, offset = second.of_quantity(first, offset)
        return second.score(first, offset) if first else 0.0

    def _on_side(self, n: int, other: int, side: Span) -> float | None:
        """How much of what is shared stands on a side where figures of one quantity tell it; None where none do."""
        places = [
            span
            for pair in self.held.get((min(n, other), max(n, other)), ())
            for span in pair[n > other : (n > other) + 1]
        ]
        return sum(map(side.holds, places)) / len(places) if places else None

    def _parted(self, n: int, one: Span, two: Span, partners: Sequence[tuple[float, int]]) -> float:
        """Score a cut between what is shared with some partners and with others, by the best on either side.

        It is the less the more that one shares with the other side; 0 is no cut.
        """
        text, left, right = self.told[n].text, self._unit(n, one), self._unit(n, two)
        if _BEFORE.match(two.of(text)) or _BEHIND.search(one.of(text)):
            return 0.0
        # "and 200 injured" is little, and enough where a figure of one quantity with another sentence stands on either side
        counted = {self._on_side(n, other, one) for _, other in partners} >= {0.0, 1.0}
        if not counted and min(len(left.matter), len(right.matter)) < _LEAST_MATTER:
            return 0.0
        if not (_tells(left) and _tells(right)):
            return 0.0
        mine: list[tuple[float, int]] = []
        theirs: list[tuple[float, int]] = []
        for score, other in partners:
            matter = self.told[other].unit.matter
            here, there = _only(left, right, matter), _only(right, left, matter)
            share = self._on_side(n, other, one)
            if share is None:
                share = here / (here + there) if here + there else 0.5
            if share >= _ONE_SIDE:
                mine.append((score * share, other))
            elif 1 - share >= _ONE_SIDE:
                theirs.append((score * (1 - share), other))
        if all(self._second(a, b) >= _PARTNERS for _, a in mine for _, b in theirs):
            return 0.0
        return max(mine)[0] + max(theirs)[0]

    def _sides(self, n: int, span: Span, cut: int) -> tuple[Span, Span]:
        text = self.told[n].text
        return clauses.trimmed(text, Span(span.start, cut)), clauses.trimmed(text, Span(cut, span.end))

    def _gain(self, n: int, left: Span, right: Span, others: Sequence[int]) -> float:
        """Score the cut: both sides must be found, in different sentences of one article."""
        a = self._best(n, left, others)
        if a is None or not self._found(n, right.start, *a):
            return 0.0
        b = self._best(n, right, others)
        if b is None or not self._found(n, right.start, *b) or a[1] == b[1]:
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
        return [whole, *(side for cut in self.told[j].cuts for side in self._sides(j, whole, cut))]

    def _unit(self, n: int, span: Span) -> same.Unit:
        key = (n, span)
        if key not in self.read:
            self.read[key] = self.told[n].part(span, self.weights)
        return self.read[key]


def _tells(part: same.Unit) -> bool:
    """Whether a part tells of a doing or state: else it only says where or by whom."""
    return any(not d.said for d in part.reading.doings) or any(w.form in _STATES for w in part.words)


def _only(part: same.Unit, rest: same.Unit, matter: Mapping[str, float]) -> float:
    """How much by weight a part has of `matter` that the rest of its sentence has not."""
    return sum([weight for notion, weight in part.matter.items() if notion in matter and notion not in rest.matter])
