"""Which sentences of a story's articles say the same, and in what order does the brief tell the claims?

Read `compare` and `decide`: sentences worth comparing, cuts where a sentence says two things; groups, claims.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from storybrief.claims import (
    choose,
    differ,
    group,
    independence,
    language,
    lead,
    one_quantity,
    related,
    same,
    second,
    split,
)
from storybrief.claims.align import Alignment, align
from storybrief.claims.background import background
from storybrief.claims.body import BySentence, Pair, Told, body, by_sentence
from storybrief.claims.disputes import disputes, of_one_fact
from storybrief.claims.near import Near, near
from storybrief.claims.not_known import not_known
from storybrief.claims.overlap import same_doings
from storybrief.claims.quantities import quantities
from storybrief.claims.when import timings
from storybrief.model import Claim, Decisions, Extract, Link, Merged, Passage, Quantity, Span, Trace

# Scores from 0 to 1: at a first look (see same.tsv) two match from MATCH on; once all that stands around them is seen
# (see second.tsv) they are the same from SAME on, and shown to the editor as possibly the same from POSSIBLE on.
MATCH = 0.45
SAME = 0.58
# A sentence that no claim took is of one from LATE on, if a doing is told in both.
LATE = 0.55
# Pairs below are in one claim only by way of others, and too unlike for what they part in to be seen.
LIKELY = 0.4
# Where a sentence is cut: so much of what two sentences share, by weight, stands in the passages in which they meet.
MEET = 0.6
POSSIBLE = 0.2
# So many pairs are told as possibly the same, the likeliest first; and links are kept between all passages of a claim
# with no more than so many, else only each passage's best.
_MOST_POSSIBLE = 200
_MOST_LINKED = 8


class _Part(Struct, frozen=True):
    """A passage to be put in a claim: its sentence, its words, and the first part of the story with the same words."""

    told: Told
    passage: Passage
    unit: same.Unit
    twin: int


class Compared(Struct, frozen=True):
    """A story whose passages have been compared: all of a merge that does not hang on what an editor decided."""

    extracts: Sequence[Extract]
    parts: Sequence[_Part]
    scores: Mapping[Pair, float]
    aligned: Mapping[Pair, Alignment]
    apart: Collection[Pair]
    counted: tuple[Quantity, ...]


def merge(extracts: Sequence[Extract], decisions: Decisions = Decisions()) -> Merged:  # noqa: B008  (frozen)
    """Merge the extracts of one story, in their order, into claims; every body sentence is covered exactly once.

    `decisions` are an editor's: a passage in them stands for the passage of the result that covers most of it.
    """
    return decide(compare(extracts), decisions)


def compare(extracts: Sequence[Extract]) -> Compared:
    """Cut the sentences of a story into passages and score those worth comparing: nearly all the work of a merge."""
    told, weights = body(extracts)
    counted = quantities(extracts)
    held = one_quantity.held(told, counted)
    pairs = near(told, MATCH, held.keys())
    parts = _parts(told, split.parts(told, pairs, weights, MATCH, held), weights)
    scores = _scores(parts, told, pairs, held)
    aligned = _aligned(parts, scores)
    apart = {pair for pair, found in aligned.items() if found.apart}
    return Compared(extracts, parts, scores, aligned, apart, counted)


def decide(compared: Compared, decisions: Decisions) -> Merged:
    """Make the claims of a compared story under an editor's decisions; one comparison serves any number of them."""
    extracts, parts, scores = compared.extracts, compared.parts, compared.scores
    joined, parted = _pairs_of(decisions.joined, parts), _parted(decisions.parted, parts)
    members = _members(parts, scores, joined, parted, compared.apart)
    found = by_sentence(extracts)
    claims = tuple(_claim(found, m, compared, joined, decisions) for m in members)
    pairs_of_articles = related.decided(independence.independence(extracts, claims), decisions)
    groups = related.groups([e.article.id for e in extracts], pairs_of_articles)
    ordered = choose.order(background(claims, extracts, decisions), extracts, decisions, groups)
    differences = language.readable(differ.differences(ordered, extracts), extracts)
    counted = compared.counted
    rows = of_one_fact(disputes(extracts, counted, differences), decisions.parted)
    return Merged(
        claims=ordered,
        differences=differences,
        independence=pairs_of_articles,
        possible=_possible(members, compared, parted),
        groups=groups,
        lines=lead.lines(ordered, extracts, decisions, groups, counted, rows),
        quantities=counted,
        disputes=rows,
        not_known=not_known(extracts),
        timings=timings(ordered, extracts),
    )


def _parts(told: Sequence[Told], spans: Sequence[tuple[int, Span]], weights: same.Weights) -> list[_Part]:
    """Read the passages; parts with the very same words, of sentences that are twins, are twins too."""
    first: dict[tuple[int, str], int] = {}
    parts = []
    for n, (number, span) in enumerate(spans):
        sentence = told[number]
        whole = span == sentence.sentence.span
        unit = sentence.unit if whole else sentence.part(span, weights)
        passage = Passage(sentence.extract.article.id, sentence.sentence.number, span)
        parts.append(_Part(sentence, passage, unit, first.setdefault((sentence.twin, unit.line), n)))
    return parts


def _scores(
    parts: Sequence[_Part], told: Sequence[Told], pairs: Mapping[Pair, Near], held: one_quantity.Held
) -> dict[Pair, float]:
    """Score the passages (numbers i < j) of the sentences worth comparing; those with none are left out, as are twins."""
    of_sentence: dict[int, list[int]] = {}
    numbers = {(t.extract.article.id, t.sentence.number): n for n, t in enumerate(told)}
    for n, part in enumerate(parts):
        if part.twin == n:
            of_sentence.setdefault(numbers[part.passage.article, part.passage.sentence], []).append(n)
    scores = {}
    for (i, j), found in pairs.items():
        for a in of_sentence[i]:
            for b in of_sentence[j]:
                score = _scored(parts[a], parts[b], told[i].unit, told[j].unit, found, held.get((i, j), ()))
                if score:
                    scores[min(a, b), max(a, b)] = score
    return scores


def _scored(a: _Part, b: _Part, i: same.Unit, j: same.Unit, found: Near, held: Collection[tuple[Span, Span]]) -> float:
    """Score two passages of the sentences `i` and `j`.

    Of a cut sentence the passage in which the two meet has the score of the whole at least; any other passage no more than
    its share of what the two have in common.
    """
    x, y = a.unit, b.unit
    if not _english(a, b):
        return language.by_words((w.form for w in x.words), (w.form for w in y.words))
    if bool(x.own) != bool(y.own):
        return 0.0  # "Lind says she did not": it tells nothing but who speaks
    whole = x is i and y is j
    first, offset = found.score if whole else same.score(x, y, found.setting), found.offset
    if any(x.span.holds(f) and y.span.holds(g) for f, g in held):
        first, offset = second.of_quantity(first, offset)
    score = second.score(first, offset) if first else 0.0
    if whole or not found.score or found.setting.retold:
        return score
    share, of_whole = same.shared(x, y) / (same.shared(i, j) or 1.0), second.score(found.score, found.offset)
    return max(score, of_whole) if share >= MEET else min(score, of_whole) * share


def _aligned(parts: Sequence[_Part], scores: Mapping[Pair, float]) -> dict[Pair, Alignment]:
    """Lay the pairs that sound the same beside each other: they may tell another step of one way, or another deed."""
    return {
        (i, j): align(parts[i].unit.reading, parts[j].unit.reading)
        for (i, j), score in scores.items()
        if score >= LIKELY and _english(parts[i], parts[j])
    }


def _english(a: _Part, b: _Part) -> bool:
    return a.told.english and b.told.english


def _why(compared: Compared, pair: Pair) -> Trace:
    a, b = (compared.parts[n] for n in pair)
    if not _english(a, b):
        return Trace("share of the same words, in another language")
    twins = min(a.twin, b.twin), max(a.twin, b.twin)
    partings = (compared.aligned.get(twins) or align(a.unit.reading, b.unit.reading)).partings
    if partings:
        return Trace(f"alike, but for the {partings[0].slot}", tuple(word for p in partings for word in p.saw if word))
    return same.trace(a.unit, b.unit)


def _members(
    parts: Sequence[_Part],
    scores: Mapping[Pair, float],
    joined: Sequence[Pair],
    parted: Sequence[Pair],
    apart: Collection[Pair],
) -> list[list[int]]:
    """Group the passages; those `apart` only where an editor joined them. A twin that an editor parted from its twin is on its own."""
    alone = {n for i, j in parted if parts[i].twin == parts[j].twin for n in (i, j)}
    twins = [n if n in alone else part.twin for n, part in enumerate(parts)]
    first = sorted(set(twins))
    rank = {n: r for r, n in enumerate(first)}

    def ranked(pairs: Sequence[Pair]) -> list[Pair]:
        both = {(rank[twins[i]], rank[twins[j]]) for i, j in pairs if twins[i] != twins[j]}
        return sorted((min(p), max(p)) for p in both)

    groups = group.groups(
        [parts[n].told.place for n in first],
        {(rank[i], rank[j]): s for (i, j), s in scores.items()},
        SAME,
        ranked(joined),
        ranked([*parted, *_cut_apart(parts), *sorted(apart)]),
        [(rank[i], rank[j]) for i, j in _late(parts, scores)],
    )
    home = {rank_: g for g, members in enumerate(groups) for rank_ in members}
    result: list[list[int]] = [[] for _ in groups]
    for n, twin in enumerate(twins):
        result[home[rank[twin]]].append(n)
    return sorted(result)


def _late(parts: Sequence[_Part], scores: Mapping[Pair, float]) -> list[Pair]:
    """Give the pairs of which the first, a whole sentence, may be taken late by the claim of the second, the likeliest first.

    The two tell a doing that is the same, or all that the first tells stands in the second. A clause is never taken: it
    has few words, and is soon taken for something else.
    """
    likely = sorted((-score, pair) for pair, score in scores.items() if score >= LATE)
    return [
        (one, other)
        for _, (i, j) in likely
        if _english(parts[i], parts[j])
        for one, other in ((i, j), (j, i))
        if parts[one].unit is parts[one].told.unit and _tells_of(parts[one].unit, parts[other].unit)
    ]


def _tells_of(one: same.Unit, other: same.Unit) -> bool:
    both = same_doings(one.reading, other.reading)
    return any(not (x.said or y.said) and x.denied == y.denied for x, y in both) or (
        len(one.own) > 1 and one.own <= other.own
    )


def _cut_apart(parts: Sequence[_Part]) -> list[Pair]:
    """Give the passages of one sentence, pair by pair: it was cut because they say two things."""
    of_sentence: dict[tuple[str, int], list[int]] = {}
    for n, part in enumerate(parts):
        of_sentence.setdefault((part.passage.article, part.passage.sentence), []).append(n)
    return [pair for numbers in of_sentence.values() for pair in combinations(numbers, 2)]


def _pairs_of(wanted: Sequence[tuple[Passage, Passage]], parts: Sequence[_Part]) -> list[Pair]:
    passages = [p.passage for p in parts]
    pairs = ((at(a, passages), at(b, passages)) for a, b in wanted)
    return [(min(i, j), max(i, j)) for i, j in pairs if i is not None and j is not None and i != j]


def _parted(wanted: Sequence[tuple[Passage, Passage]], parts: Sequence[_Part]) -> list[Pair]:
    """Of whole sentences, every clause of one is kept apart from every clause of the other."""
    passages = [p.passage for p in parts]
    return [
        (min(i, j), max(i, j))
        for a, b in wanted
        for i in _covered(a, passages)
        for j in _covered(b, passages)
        if i != j
    ]


def _covered(wanted: Passage, passages: Sequence[Passage]) -> list[int]:
    """Find the passages that lie for more than half in `wanted`, else the one that covers most of it."""
    most = [n for n, p in enumerate(passages) if p.article == wanted.article and 2 * _shared(p, wanted) > len(p.span)]
    best = at(wanted, passages)
    return most or ([] if best is None else [best])


def _shared(a: Passage, b: Passage) -> int:
    return min(a.span.end, b.span.end) - max(a.span.start, b.span.start)


def at(wanted: Passage, passages: Sequence[Passage]) -> int | None:
    """Find the passage that covers most of `wanted`; None when no passage of that article touches it."""
    shared = [(_shared(p, wanted), -n) for n, p in enumerate(passages) if p.article == wanted.article]
    most, best = max(shared, default=(0, 0))
    return -best if most > 0 else None


def _claim(
    found: BySentence, members: Sequence[int], compared: Compared, joined: Sequence[Pair], decisions: Decisions
) -> Claim:
    held = tuple(compared.parts[n].passage for n in members)
    shown, why = choose.shown(held, found, decisions)
    return Claim(held, shown, _links(members, compared, joined), why)


def _links(members: Sequence[int], compared: Compared, joined: Sequence[Pair]) -> tuple[Link, ...]:
    """Tell why the passages are in one claim."""
    parts, scores = compared.parts, compared.scores
    links: list[Link] = []
    for a, b in _linked(members, parts, scores):
        score = _score(parts, scores, a, b)
        if (a, b) in joined:
            links.append(Link(parts[a].passage, parts[b].passage, 1.0, Trace("joined by an editor")))
        elif score >= POSSIBLE:
            links.append(Link(parts[a].passage, parts[b].passage, round(score, 4), _why(compared, (a, b))))
    return tuple(links)


def _linked(members: Sequence[int], parts: Sequence[_Part], scores: Mapping[Pair, float]) -> list[Pair]:
    if len(members) <= _MOST_LINKED:
        return list(combinations(members, 2))
    best = []
    first = {parts[members[0]].twin: members[0]}  # of passages with the very same words, the earliest speaks for all
    for n in members[1:]:
        best.append((max(first.values(), key=lambda m: (_score(parts, scores, m, n), -m)), n))
        first.setdefault(parts[n].twin, n)
    return best


def _score(parts: Sequence[_Part], scores: Mapping[Pair, float], a: int, b: int) -> float:
    x, y = parts[a].twin, parts[b].twin
    return 1.0 if x == y else scores.get((min(x, y), max(x, y)), 0.0)


def _possible(members: Sequence[Sequence[int]], compared: Compared, parted: Sequence[Pair]) -> tuple[Link, ...]:
    parts, scores = compared.parts, compared.scores
    home = {n: g for g, group_ in enumerate(members) for n in group_}
    best: dict[Pair, tuple[float, Pair]] = {}
    for pair, score in scores.items():
        a, b = sorted((home[pair[0]], home[pair[1]]))
        if a != b and score >= POSSIBLE and pair not in parted:
            best[a, b] = max(best.get((a, b), (0.0, pair)), (score, pair))
    likely = sorted(best.values(), key=lambda sp: (-sp[0], sp[1]))[:_MOST_POSSIBLE]
    return tuple(
        Link(parts[a].passage, parts[b].passage, round(score, 4), _why(compared, (a, b))) for score, (a, b) in likely
    )
