"""Whose words stand for a claim, and which claim comes first?

Both are ordered lists of named reasons: the first that tells two apart decides, and its name is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from storybrief.model import Claim, Decisions, Extract, Passage, Statement, Trace

Reason = tuple[str, Callable[[Passage, Extract], float]]


def shown(passages: Sequence[Passage], extracts: Sequence[Extract], decisions: Decisions) -> tuple[Passage, Trace]:
    """Choose the passage whose words stand for the claim: the editor's, else by the first reason that decides."""
    wanted = [p for p in passages for d in decisions.shown if p.article == d.article and p.span.overlaps(d.span)]
    if wanted:
        return wanted[0], Trace("chosen by an editor")
    if len(passages) == 1:
        return passages[0], Trace("the only one")
    by_id = {e.article.id: e for e in extracts}
    left = list(passages)
    for name, reason in _REASONS:
        values = [reason(p, by_id[p.article]) for p in left]
        best = [p for p, v in zip(left, values, strict=True) if v == max(values)]
        if len(best) == 1:
            return best[0], Trace(name)
        left = best
    return left[0], Trace("the earliest")


def _gives(passage: Passage, extract: Extract) -> list[Statement]:
    return [s for s in extract.statements if any(c.overlaps(passage.span) for c in s.content)]


def _quotes(passage: Passage, extract: Extract) -> float:
    return float(any(q.overlaps(passage.span) for s in extract.statements for q in s.quoted))


def _names_giver(passage: Passage, extract: Extract) -> float:
    """3 when it says through whom it came, 2 for a giver by name, 1 for any other, 0 for the article's own voice."""
    best = 0.0
    for statement in _gives(passage, extract):
        attribution = statement.attribution
        named = attribution.named is not None and attribution.named.overlaps(passage.span)
        relayed = attribution.relay is not None and attribution.relay.via.overlaps(passage.span)
        known = named and attribution.kind != "unnamed"
        best = max(best, 3.0 if relayed else 2.0 if known else 1.0)
    return best


def _figures(passage: Passage, extract: Extract) -> float:
    return float(any(passage.span.holds(f.span) for f in extract.figures))


def _whole(passage: Passage, extract: Extract) -> float:
    return float(any(s.span == passage.span for s in extract.sentences))


def _length(passage: Passage, extract: Extract) -> float:
    return float(len(passage.span.of(extract.article.text).split()))


_REASONS: tuple[Reason, ...] = (
    ("has the quotation", _quotes),
    ("names the giver", _names_giver),
    ("has a figure", _figures),
    ("a whole sentence", _whole),
    ("the most complete", _length),
)


def order(claims: Sequence[Claim], extracts: Sequence[Extract], decisions: Decisions) -> tuple[Claim, ...]:
    """Put the claims in the order of the brief: most articles first, then early ones, those with quotations and figures.

    A position that an editor gave is kept (from 1), the others fill the places between.
    """
    places = _places(extracts)
    by_id = {e.article.id: e for e in extracts}
    ranked = sorted(claims, key=lambda c: (-importance(c, places, by_id), _first(c, places), c.passages[0]))
    fixed = {}
    for passage, position in decisions.order:
        for claim in ranked:
            if any(p.article == passage.article and p.span.overlaps(passage.span) for p in claim.passages):
                fixed[position] = claim
                break
    rest = [c for c in ranked if c not in fixed.values()]
    result: list[Claim] = []
    while rest or fixed:
        here = fixed.pop(len(result) + 1, None)
        if here is None and rest:
            here = rest.pop(0)
        if here is None:
            here = fixed.pop(min(fixed))
        result.append(here)
    return tuple(result)


def _places(extracts: Sequence[Extract]) -> dict[tuple[str, int], int]:
    """Say for each sentence how many stand before it in its article's body."""
    places: dict[tuple[str, int], int] = {}
    for extract in extracts:
        body = [s.number for s in extract.sentences if extract.article.paragraphs[s.paragraph].role == "body"]
        places |= {(extract.article.id, number): n for n, number in enumerate(body)}
    return places


def _first(claim: Claim, places: dict[tuple[str, int], int]) -> int:
    return min(places[p.article, p.sentence] for p in claim.passages)


def importance(claim: Claim, places: dict[tuple[str, int], int], by_id: dict[str, Extract]) -> float:
    """Add up what makes a claim matter: articles that have it, how early, its quotations, givers and figures.

    News tells first what matters most, so each sentence further down counts much less than the one before.
    """
    quoted = any(_quotes(p, by_id[p.article]) for p in claim.passages)
    given = any(_gives(p, by_id[p.article]) for p in claim.passages)
    figures = any(_figures(p, by_id[p.article]) for p in claim.passages)
    early = sum(1 / (1 + places[p.article, p.sentence]) for p in claim.passages) / len(claim.passages)
    spread = (len(claim.articles) - 1) / max(1, len(by_id) - 1)
    return 3.0 * spread + 2.0 * early + 0.5 * quoted + 0.25 * given + 0.25 * figures
