"""Which article's title stands for the whole story?"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from storybrief.claims.arguments import reading
from storybrief.claims.words import notions_in
from storybrief.english.marks import inside
from storybrief.model import Extract, Line, Span

_SOME, _MOST = 0.3, 0.6  # shares of what a title's words say
_BEFORE_COLON = re.compile(r"\s*([^:]{2,40}):\s")


def headline(extracts: Sequence[Extract], lead: str | None = None, releases: Set[str] = frozenset()) -> Line | None:
    """Return the title of the article `lead`, which tells the newest state, when it is of the newest day, most of its
    words stand in the story and some in the other articles; else the title of which the largest share of words stands there.

    So a title that only its own article bears out is not taken for the story's, and one that gives one side's words
    ("Mayor: all is well", "Mayor says all is well") only when every title does, as that of a press release (`releases`
    are their ids). The first such article wins; with one article its title is taken. None when no article has a title.
    """
    titled = [e for e in extracts if e.article.title is not None]
    neutral = [e for e in titled if e.article.id not in releases and not _of_one_side(e.article.title or "", extracts)]
    bodies = {e.article.id: notions_in(" ".join(p.span.of(e.article.text) for p in e.article.body)) for e in extracts}
    newest = max(e.article.source.day for e in extracts)
    best: tuple[float, Line] | None = None
    for extract in neutral or titled:
        title = extract.article.title or ""
        own = notions_in(title)
        others = set().union(*(told for article, told in bodies.items() if article != extract.article.id))
        share = len(own & others) / len(own) if own else 0.0
        borne_out = len(own & (others | bodies[extract.article.id])) / len(own) if own else 0.0
        if (
            extract.article.id == lead
            and extract.article.source.day == newest
            and share >= _SOME
            and borne_out >= _MOST
        ):
            return Line(title, extract.article.id)
        if best is None or share > best[0]:
            best = share, Line(title, extract.article.id)
    return best[1] if best else None


def _of_one_side(title: str, extracts: Sequence[Extract]) -> bool:
    """Whether a title gives somebody's words: with a verb of saying, in quotation marks, or after who says it."""
    whole = Span(0, len(title))
    if inside(title, whole) or any(d.said and not d.noun for d in reading(title, whole).doings):
        return True
    before = _BEFORE_COLON.match(title)
    return before is not None and notions_in(before[1]) <= _speakers(extracts)


def _speakers(extracts: Sequence[Extract]) -> set[str]:
    """The words that name or describe those who say something in the story."""
    told: set[str] = set()
    for extract in extracts:
        for by in (s.attribution for s in extract.statements):
            told |= notions_in(by.name or "")
            told |= notions_in(" ".join(at.of(extract.article.text) for at in (by.role, by.mention) if at))
    return told
