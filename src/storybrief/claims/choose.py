"""Whose words stand for a claim, and which claim comes first?

Both are ordered lists of named reasons: the first that tells two apart decides, and its name is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from storybrief.claims.body import BySentence, by_sentence
from storybrief.claims.related import homes
from storybrief.model import Claim, Decisions, Extract, Figure, Passage, Sentence, Statement, Trace

Reason = tuple[str, Callable[[Passage, BySentence], float]]


def shown(passages: Sequence[Passage], found: BySentence, decisions: Decisions) -> tuple[Passage, Trace]:
    """Choose the passage whose words stand for the claim: the editor's, else by the first reason that decides."""
    wanted = [p for p in passages for d in decisions.shown if p.article == d.article and p.span.overlaps(d.span)]
    if wanted:
        return wanted[0], Trace("chosen by an editor")
    if len(passages) == 1:
        return passages[0], Trace("the only one")
    left = list(passages)
    for name, reason in _REASONS:
        values = [reason(p, found) for p in left]
        most = max(values)
        best = [p for p, v in zip(left, values, strict=True) if v == most]
        if len(best) == 1:
            return best[0], Trace(name)
        left = best
    return left[0], Trace("the earliest")


def _said_in(passage: Passage, found: BySentence) -> Sequence[Statement]:
    return found.said.get((passage.article, passage.sentence), ())


def _figures_in(passage: Passage, found: BySentence) -> Sequence[Figure]:
    return [f for f in found.figures.get((passage.article, passage.sentence), ()) if passage.span.holds(f.span)]


def _gives(passage: Passage, found: BySentence) -> list[Statement]:
    return [s for s in _said_in(passage, found) if any(c.overlaps(passage.span) for c in s.content)]


def _quotes(passage: Passage, found: BySentence) -> float:
    return float(any(q.overlaps(passage.span) for s in _said_in(passage, found) for q in s.quoted))


def _names_giver(passage: Passage, found: BySentence) -> float:
    """3 when it says through whom it came, 2 for a giver by name, 1 for any other, 0 for the article's own voice."""
    best = 0.0
    for statement in _gives(passage, found):
        attribution = statement.attribution
        named = attribution.named is not None and attribution.named.overlaps(passage.span)
        relayed = attribution.relay is not None and attribution.relay.via.overlaps(passage.span)
        known = named and attribution.kind != "unnamed"
        best = max(best, 3.0 if relayed else 2.0 if known else 1.0)
    return best


def _sentence(passage: Passage, found: BySentence) -> Sentence:
    return found.extracts[passage.article].sentences[passage.sentence - 1]


def _words(passage: Passage, found: BySentence) -> str:
    return passage.span.of(found.extracts[passage.article].article.text)


_REASONS: tuple[Reason, ...] = (
    ("has the quotation", _quotes),
    ("names the giver", _names_giver),
    ("has a figure", lambda p, found: float(bool(_figures_in(p, found)))),
    ("a whole sentence", lambda p, found: float(_sentence(p, found).span == p.span)),
    ("the most complete", lambda p, found: float(len(_words(p, found).split()))),
)


def order(
    claims: Sequence[Claim], extracts: Sequence[Extract], decisions: Decisions, groups: Sequence[Sequence[str]] = ()
) -> tuple[Claim, ...]:
    """Put the claims in the order of the brief: those of several articles, the background, those of one article.

    In each list the heaviest come first (`rank`), then the earlier. A position that an editor gave (from 1) is counted
    in the list that the claim stands in, as a reader counts; the others fill the places between. `groups` are the ids of
    articles that count as one.
    """
    ranked = rank(claims, extracts, groups)
    lists = (
        [c for c in ranked if len(c.articles) > 1 and not c.background],
        [c for c in ranked if c.background],
        [c for c in ranked if len(c.articles) == 1 and not c.background],
    )
    return tuple(claim for one in lists for claim in _placed(one, decisions))


def _placed(ranked: Sequence[Claim], decisions: Decisions) -> list[Claim]:
    """Put the claims for which an editor gave a position there."""
    fixed: dict[int, Claim] = {}
    for passage, position in decisions.order:
        for claim in ranked:
            if any(p.article == passage.article and p.span.overlaps(passage.span) for p in claim.passages):
                fixed[position] = claim
                break
    chosen = {id(claim) for claim in fixed.values()}
    rest = iter([c for c in ranked if id(c) not in chosen])
    result: list[Claim] = []
    while len(result) < len(ranked):
        here = fixed.pop(len(result) + 1, None) or next(rest, None)
        result.append(here if here is not None else fixed.pop(min(fixed)))
    return result


class _Story(Struct, frozen=True):
    """What the features look at: each sentence's place in its body from 0, what was found in each, the groups."""

    places: Mapping[tuple[str, int], int]
    found: BySentence
    home: Mapping[str, str]
    groups: int


def rank(
    claims: Sequence[Claim], extracts: Sequence[Extract], groups: Sequence[Sequence[str]] = ()
) -> tuple[Claim, ...]:
    """Return the claims by weight, the heaviest first, each with the features that gave it its place in `ranked`."""
    story = _story(extracts, groups)
    weighed = []
    for claim in claims:
        found = [(name, weight * feature(claim, story)) for name, weight, feature in FEATURES]
        ranked = Trace("sum of features", tuple(f"{name} {value:.2f}" for name, value in found if value))
        first = min(story.places[p.article, p.sentence] for p in claim.passages)
        weighed.append((-sum(value for _, value in found), first, claim.passages[0], replace(claim, ranked=ranked)))
    return tuple(claim for *_, claim in sorted(weighed, key=lambda row: row[:3]))


def _story(extracts: Sequence[Extract], groups: Sequence[Sequence[str]]) -> _Story:
    home = homes([e.article.id for e in extracts], groups)
    return _Story(_places(extracts), by_sentence(extracts), home, len(set(home.values())))


def _places(extracts: Sequence[Extract]) -> dict[tuple[str, int], int]:
    """Say for each sentence how many stand before it in its article's body."""
    places: dict[tuple[str, int], int] = {}
    for extract in extracts:
        places |= {(extract.article.id, s.number): n for n, s in enumerate(extract.body)}
    return places


def _in_groups(claim: Claim, story: _Story) -> float:
    """The share of the story's independent groups, beyond the first, that have the claim: 0 to 1."""
    return (len({story.home[a] for a in claim.articles}) - 1) / max(1, story.groups - 1)


def _early(claim: Claim, story: _Story) -> float:
    """1 for first sentences. News tells first what matters most: each one further down counts much less."""
    return sum(1 / (1 + story.places[p.article, p.sentence]) for p in claim.passages) / len(claim.passages)


def _speakers(claim: Claim, story: _Story) -> float:
    """The number of different speakers whose words it holds, three at most."""
    given = {s.attribution.name or "" for p in claim.passages for s in _gives(p, story.found)}
    return float(min(len(given), _MOST))


def _quoted(claim: Claim, story: _Story) -> float:
    """1 when it holds words in quotation marks."""
    return float(any(_quotes(p, story.found) for p in claim.passages))


def _counts(claim: Claim, story: _Story) -> float:
    """The number of figures in the passage that has most, three at most."""
    return float(min(max(len(_figures_in(p, story.found)) for p in claim.passages), _MOST))


_MOST = 3
# Groups weigh most: what several have from different reporting is what a reader of several articles looks for. Next
# is where articles put it, which is their own word on what matters; the rest only tells apart what is else alike.
FEATURES: tuple[tuple[str, float, Callable[[Claim, _Story], float]], ...] = (
    ("groups that have it", 3.0, _in_groups),
    ("told early", 2.0, _early),
    ("quotation", 0.5, _quoted),
    ("speakers", 0.2, _speakers),
    ("figures", 0.2, _counts),
)
