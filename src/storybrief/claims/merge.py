"""Which sentences of a story's articles say the same, and in what order does the brief tell the claims?

Read `merge` from top to bottom: sentences worth comparing, cuts where a sentence says two things, groups, claims. Only
the body speaks: teaser, title and subtitle support nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from storybrief.claims import choose, clauses, differ, group, independence, near, same
from storybrief.claims.words import Word, words
from storybrief.model import Claim, Decisions, Extract, Link, Merged, Passage, Sentence, Span, Trace

# Scores from 0 to 1 (see same.tsv): the same from SAME on, shown to the editor as possibly the same from POSSIBLE on.
SAME = 0.42
POSSIBLE = 0.2
# A part of a sentence stands alone only with this many notions, and is compared when this alike at a first look.
_LEAST_MATTER = 3
_LEAST_LIKENESS = 0.15
# Steps back and on, in both articles, to the matches that a pair may stand between; not both on one same sentence.
_ROUND_ABOUT = ((1, 1, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (0, 1, 1, 1), (1, 0, 1, 1))

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Body:
    """One sentence of a body: its article's place in the story, the sentence, its words, where it may be cut, and how
    far down its article it stands, in units of 30 sentences.
    """

    extract: int
    sentence: Sentence
    unit: same.Unit
    cuts: tuple[int, ...]
    down: float


def merge(extracts: Sequence[Extract], decisions: Decisions = Decisions()) -> Merged:  # noqa: B008  (frozen)
    """Merge the extracts of one story, in their order, into claims; every body sentence is covered exactly once.

    `decisions` are an editor's: a passage in them stands for the passage of the result that covers most of it.
    """
    weights = same.weights_of(_all_words(extracts))
    body = _body(extracts, weights)
    near_pairs = near.pairs([b.unit for b in body], [b.extract for b in body])
    settings = _settings(body, near_pairs)
    parts = _parts(extracts, body, near_pairs, settings, weights)
    passages = [_passage(extracts, body[n], span) for n, span in parts]
    units = [same.unit(extracts[body[n].extract], span, weights) for n, span in parts]
    scores = _scores(parts, units, near_pairs, settings)
    joined = _pairs_of(decisions.joined, passages)
    parted = _pairs_of(decisions.parted, passages)
    members = group.groups([body[n].extract for n, _ in parts], scores, SAME, joined, parted)
    claims = tuple(_claim(extracts, g, passages, units, scores, joined, decisions) for g in members)
    ordered = choose.order(claims, extracts, decisions)
    return Merged(
        claims=ordered,
        differences=differ.differences(ordered, extracts),
        independence=independence.independence(extracts, ordered),
        possible=_possible(members, passages, units, scores, parted),
    )


def _all_words(extracts: Sequence[Extract]) -> list[tuple[Word, ...]]:
    return [words(e.article.text, s.span) for e in extracts for s in _body_sentences(e)]


def _body_sentences(extract: Extract) -> list[Sentence]:
    roles = extract.article.paragraphs
    return [s for s in extract.sentences if roles[s.paragraph].role == "body"]


def _body(extracts: Sequence[Extract], weights: same.Weights) -> list[_Body]:
    body = []
    for number, extract in enumerate(extracts):
        text = extract.article.text
        for place, sentence in enumerate(_body_sentences(extract)):
            cuts = tuple(at for at, _ in clauses.cuts(text, sentence.span))
            body.append(_Body(number, sentence, same.unit(extract, sentence.span, weights), cuts, place / 30))
    return body


def _settings(body: Sequence[_Body], near_pairs: Mapping[Pair, float]) -> dict[Pair, same.Setting]:
    """Say for each near pair where it stands: rewritten articles keep their order, so the neighbours tell something."""

    def look(table: Mapping[Pair, float], i: int, j: int, a: int, b: int) -> float:
        inside = 0 <= i < len(body) and 0 <= j < len(body) and body[i].extract == a and body[j].extract == b
        return table.get((i, j), 0.0) if inside else 0.0

    first, scores = {}, {}
    for i, j in near_pairs:
        a, b = body[i].extract, body[j].extract
        before = max(look(near_pairs, i - m, j - n, a, b) for m, n in ((1, 1), (1, 2), (2, 1)))
        after = max(look(near_pairs, i + m, j + n, a, b) for m, n in ((1, 1), (1, 2), (2, 1)))
        first[i, j] = same.Setting((before + after) / 2, 0.0, min(body[i].down, body[j].down))
        scores[i, j] = same.score(body[i].unit, body[j].unit, first[i, j])
    settings = {}
    for i, j in near_pairs:
        a, b = body[i].extract, body[j].extract
        ways = [min(look(scores, i - m, j - n, a, b), look(scores, i + p, j + q, a, b)) for m, n, p, q in _ROUND_ABOUT]
        between = max(ways)
        settings[i, j] = replace(first[i, j], between=between if between >= SAME else 0.0)
    return settings


def _parts(
    extracts: Sequence[Extract],
    body: Sequence[_Body],
    near_pairs: Mapping[Pair, float],
    settings: Mapping[Pair, same.Setting],
    weights: same.Weights,
) -> list[tuple[int, Span]]:
    """Cut the sentences that say what two different sentences of another article say; the rest stay whole."""
    partners: dict[int, list[int]] = {n: [] for n in range(len(body))}
    for i, j in near_pairs:
        partners[i].append(j)
        partners[j].append(i)
    splitter = _Splitter(extracts, body, partners, settings, weights)
    return [(n, span) for n in range(len(body)) for span in splitter.split(n)]


class _Splitter:
    """Looks for the best cuts of a sentence; keeps the words of the parts it has read."""

    def __init__(
        self,
        extracts: Sequence[Extract],
        body: Sequence[_Body],
        partners: Mapping[int, list[int]],
        settings: Mapping[Pair, same.Setting],
        weights: same.Weights,
    ) -> None:
        self.extracts, self.body, self.partners, self.settings, self.weights = (
            extracts,
            body,
            partners,
            settings,
            weights,
        )
        self.read: dict[tuple[int, Span], same.Unit] = {}

    def split(self, n: int) -> tuple[Span, ...]:
        return self._split(n, self.body[n].sentence.span)

    def _split(self, n: int, span: Span) -> tuple[Span, ...]:
        text = self.extracts[self.body[n].extract].article.text
        best: tuple[float, int] | None = None
        by_article: dict[int, list[int]] = {}
        for j in self.partners[n]:
            by_article.setdefault(self.body[j].extract, []).append(j)
        for cut in self.body[n].cuts:
            if not span.start < cut < span.end:
                continue
            left = clauses.trimmed(text, Span(span.start, cut))
            right = clauses.trimmed(text, Span(cut, span.end))
            for others in by_article.values():
                gain = self._gain(n, left, right, others)
                if gain and (best is None or gain > best[0]):
                    best = (gain, cut)
        if best is None:
            return (span,)
        left = clauses.trimmed(text, Span(span.start, best[1]))
        right = clauses.trimmed(text, Span(best[1], span.end))
        return (*self._split(n, left), *self._split(n, right))

    def _gain(self, n: int, left: Span, right: Span, others: Sequence[int]) -> float:
        """Score the cut: both sides must be found, in different sentences of one article."""
        a, b = self._best(n, left, others), self._best(n, right, others)
        if a is None or b is None or min(a[0], b[0]) < SAME:
            return 0.0
        if a[1] == b[1]:
            return 0.0
        return a[0] + b[0]

    def _best(self, n: int, span: Span, others: Sequence[int]) -> tuple[float, int, Span] | None:
        """Find the sentence, or the side of one, that is most like the part of sentence `n` at `span`."""
        unit = self._unit(n, span)
        if len(unit.matter) < _LEAST_MATTER:
            return None
        found: list[tuple[float, int, Span]] = []
        for j in others:
            setting = self.settings[min(n, j), max(n, j)]
            for other in self._sides(j):
                theirs = self._unit(j, other)
                if len(theirs.matter) >= _LEAST_MATTER and same.likeness(unit, theirs) >= _LEAST_LIKENESS:
                    found.append((same.score(unit, theirs, setting), j, other))
        return max(found, key=lambda f: (f[0], -f[1], len(f[2])), default=None)

    def _sides(self, j: int) -> list[Span]:
        text = self.extracts[self.body[j].extract].article.text
        whole = self.body[j].sentence.span
        sides = [whole]
        for cut in self.body[j].cuts:
            sides.append(clauses.trimmed(text, Span(whole.start, cut)))
            sides.append(clauses.trimmed(text, Span(cut, whole.end)))
        return sides

    def _unit(self, n: int, span: Span) -> same.Unit:
        key = (n, span)
        if key not in self.read:
            self.read[key] = same.unit(self.extracts[self.body[n].extract], span, self.weights)
        return self.read[key]


def _passage(extracts: Sequence[Extract], body: _Body, span: Span) -> Passage:
    return Passage(extracts[body.extract].article.id, body.sentence.number, span)


def _scores(
    parts: Sequence[tuple[int, Span]],
    units: Sequence[same.Unit],
    near_pairs: Mapping[Pair, float],
    settings: Mapping[Pair, same.Setting],
) -> dict[Pair, float]:
    of_sentence: dict[int, list[int]] = {}
    for n, (sentence, _) in enumerate(parts):
        of_sentence.setdefault(sentence, []).append(n)
    return {
        (a, b): same.score(units[a], units[b], settings[i, j])
        for i, j in near_pairs
        for a in of_sentence[i]
        for b in of_sentence[j]
    }


def _pairs_of(wanted: Sequence[tuple[Passage, Passage]], passages: Sequence[Passage]) -> list[Pair]:
    found = []
    for a, b in wanted:
        i, j = at(a, passages), at(b, passages)
        if i is not None and j is not None and i != j:
            found.append((min(i, j), max(i, j)))
    return found


def at(wanted: Passage, passages: Sequence[Passage]) -> int | None:
    """Find the passage that covers most of `wanted`; None when no passage of that article touches it."""
    best, most = None, 0
    for n, passage in enumerate(passages):
        if passage.article == wanted.article:
            covered = min(passage.span.end, wanted.span.end) - max(passage.span.start, wanted.span.start)
            if covered > most:
                best, most = n, covered
    return best


def _claim(
    extracts: Sequence[Extract],
    members: Sequence[int],
    passages: Sequence[Passage],
    units: Sequence[same.Unit],
    scores: Mapping[Pair, float],
    joined: Sequence[Pair],
    decisions: Decisions,
) -> Claim:
    links = []
    for pair in combinations(members, 2):
        a, b = pair
        if pair in joined:
            links.append(Link(passages[a], passages[b], 1.0, Trace("joined by an editor")))
        elif scores.get(pair, 0.0) >= POSSIBLE:
            links.append(Link(passages[a], passages[b], round(scores[pair], 4), same.trace(units[a], units[b])))
    held = tuple(passages[n] for n in members)
    shown, why = choose.shown(held, extracts, decisions)
    return Claim(held, shown, tuple(links), why)


def _possible(
    members: Sequence[Sequence[int]],
    passages: Sequence[Passage],
    units: Sequence[same.Unit],
    scores: Mapping[Pair, float],
    parted: Sequence[Pair],
) -> tuple[Link, ...]:
    home = {n: g for g, group_ in enumerate(members) for n in group_}
    best: dict[Pair, tuple[float, Pair]] = {}
    for pair, score in scores.items():
        a, b = home[pair[0]], home[pair[1]]
        if a != b and score >= POSSIBLE and pair not in parted:
            key = (min(a, b), max(a, b))
            best[key] = max(best.get(key, (0.0, pair)), (score, pair))
    return tuple(
        Link(passages[a], passages[b], round(score, 4), same.trace(units[a], units[b]))
        for score, (a, b) in sorted(best.values(), key=lambda sp: (-sp[0], sp[1]))
    )
