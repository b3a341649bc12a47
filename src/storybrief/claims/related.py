"""Which articles count as one? Copies and rewrites of each other do; an editor may say otherwise, with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from storybrief.model import AS_ONE, Decisions, Independence


def decided(pairs: Iterable[Independence], decisions: Decisions) -> tuple[Independence, ...]:
    """Put an editor's word in the place of the tool's; the evidence that the tool found stays."""
    wanted = {frozenset((a, b)): (verdict, why) for a, b, verdict, why in decisions.related}
    made = []
    for pair in pairs:
        said = wanted.get(frozenset((pair.a, pair.b)))
        made.append(replace(pair, verdict=said[0], why=said[1]) if said else pair)
    return tuple(made)


def homes(articles: Iterable[str], groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Give for each article (ids) the first of its group; one in no group is its own."""
    return {article: article for article in articles} | {article: group[0] for group in groups for article in group}


def groups(articles: Sequence[str], pairs: Iterable[Independence]) -> tuple[tuple[str, ...], ...]:
    """Return the articles (ids, in their order) by group: a copy of a copy is in the group of both."""
    home = {article: article for article in articles}

    def first(article: str) -> str:
        while home[article] != article:
            article = home[article]
        return article

    place = {article: number for number, article in enumerate(articles)}
    for pair in pairs:
        if pair.verdict in AS_ONE:
            earlier, later = sorted((first(pair.a), first(pair.b)), key=place.__getitem__)
            home[later] = earlier
    made: dict[str, list[str]] = {}
    for article in articles:
        made.setdefault(first(article), []).append(article)
    return tuple(tuple(group) for group in made.values())
