"""What does a brief say of where its articles come from? One line for each article that counts as one with another.

The tool can only show likeness; "independent" is said by an editor alone, and the line says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from storybrief.model import AS_ONE, Brief, Independence, Verdict

SAID: Mapping[Verdict, str] = MappingProxyType(
    {
        "copied": "one is a copy of the other, so the two count as one",
        "rewritten": "one is a rewrite of the other, so the two count as one",
        "shares wire text": "the two share text of an agency",
        "not known": "not known to be independent",
        "independent": "independent, says an editor",
        "dependent": "they count as one, says an editor",
    }
)
MOST_NOT_KNOWN = 20  # of pairs with evidence; the rest is in brief.json


class Related(Struct, frozen=True):
    """Two articles, what is said of them, the evidence, and the reason of an editor who said it."""

    a: str
    b: str
    said: str
    evidence: tuple[str, ...]
    why: str | None


class Relations(Struct, frozen=True):
    """All that is said of how the articles of a story are related.

    lines      copies and rewrites, each with the article of its group that it is most surely made with; what shares an
               agency's text; what an editor said
    not_known  pairs that are not known to be independent, with evidence of likeness; of two groups the pair with most
    left       how many pairs more are not known to be
    """

    lines: tuple[Related, ...]
    not_known: tuple[Related, ...]
    left: int


def relations(brief: Brief) -> Relations:
    """Return what the page says of every two articles, in their order."""
    pairs = brief.merged.independence
    home = {article: number for number, group in enumerate(brief.merged.groups) for article in group}
    apart = [p for p in pairs if home.get(p.a, p.a) != home.get(p.b, p.b)]
    known = [p for p in apart if p.verdict != "not known"]
    not_known = [p for p in apart if p.verdict == "not known"]
    told = _one_for_two_groups([p for p in not_known if p.evidence], home)[:MOST_NOT_KNOWN]
    return Relations(
        lines=tuple(_related(p) for p in (*_in_groups(brief), *known)),
        not_known=tuple(map(_related, told)),
        left=len(not_known) - len(told),
    )


def _one_for_two_groups(pairs: Iterable[Independence], home: Mapping[str, int]) -> list[Independence]:
    """Of the pairs between two groups of copies keep the one with most evidence: the others tell the same again."""
    best: dict[frozenset[object], Independence] = {}
    for pair in pairs:
        key = frozenset((home.get(pair.a, pair.a), home.get(pair.b, pair.b)))
        if key not in best or len(pair.evidence) > len(best[key].evidence):
            best[key] = pair
    return list(best.values())


def _in_groups(brief: Brief) -> Iterator[Independence]:
    """Yield, for each article but the first of its group, the pair that puts it there; and what an editor said there."""
    by_article: dict[str, list[Independence]] = {}
    for pair in brief.merged.independence:
        if pair.verdict in AS_ONE:
            by_article.setdefault(pair.b, []).append(pair)
            by_article.setdefault(pair.a, []).append(pair)
    for group in brief.merged.groups:
        reached = {group[0]}
        waiting = list(group[1:])
        while waiting:
            article = next(a for a in waiting if any({p.a, p.b} - {a} <= reached for p in by_article[a]))
            yield min(
                (p for p in by_article[article] if {p.a, p.b} - {article} <= reached),
                key=lambda p: AS_ONE.index(p.verdict),
            )
            reached.add(article)
            waiting.remove(article)


def _related(pair: Independence) -> Related:
    return Related(pair.a, pair.b, SAID[pair.verdict], pair.evidence, pair.why)
