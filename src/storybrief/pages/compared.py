"""What has one article that the others have not, and what have they that it has not? By the claims of the brief."""

from __future__ import annotations

from msgspec import Struct

from storybrief.model import Brief, Claim

MOST = 5  # claims of which a list shows the words; the others are links


class Compared(Struct, frozen=True):
    """An article held against the others.

    outlet  its outlet; None when it names none
    alone   the number of claims that it alone has, background aside
    missed  the claims that two independent others or more have and it has not, in the order of the brief
    """

    article: str
    outlet: str | None
    alone: int
    missed: tuple[Claim, ...]


def compared(brief: Brief) -> tuple[Compared, ...]:
    """Hold each article against the others, in reading order; none where no article misses anything."""
    every = tuple(
        Compared(
            extract.article.id,
            extract.article.source.outlet,
            sum(claim.articles == (extract.article.id,) and not claim.background for claim in brief.merged.claims),
            tuple(claim for claim in brief.merged.claims if _misses(brief, extract.article.id, claim)),
        )
        for extract in brief.extracts
    )
    return every if any(one.missed for one in every) else ()


def _misses(brief: Brief, article: str, claim: Claim) -> bool:
    return article not in claim.articles and brief.merged.groups_of(claim.articles) > 1
