"""Which article's title stands for the whole story?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from storybrief.model import Extract, Line

_SOME, _MOST = 0.3, 0.6  # shares of a title's words
_WORD = re.compile(r"[^\W\d_]{3,}")


def headline(extracts: Sequence[Extract], lead: str | None = None) -> Line | None:
    """Return the title of the article `lead`, which tells the newest state, when it is of the newest day, most of its
    words stand in the story and some in the other articles; else the title of which the largest share of words stands there.

    So a title that only its own article bears out is not taken for the story's. The first such article wins; with
    one article its title is taken. None when no article has a title.
    """
    bodies = {e.article.id: _words(" ".join(p.span.of(e.article.text) for p in e.article.body)) for e in extracts}
    newest = max(_day(e) for e in extracts)
    best: tuple[float, Line] | None = None
    for extract in extracts:
        title = extract.article.title
        if title is None:
            continue
        own = _words(title)
        others = set().union(*(words for article, words in bodies.items() if article != extract.article.id))
        share = len(own & others) / len(own) if own else 0.0
        borne_out = len(own & (others | bodies[extract.article.id])) / len(own) if own else 0.0
        if extract.article.id == lead and _day(extract) == newest and share >= _SOME and borne_out >= _MOST:
            return Line(title, extract.article.id)
        if best is None or share > best[0]:
            best = share, Line(title, extract.article.id)
    return best[1] if best else None


def _day(extract: Extract) -> str:
    return (extract.article.source.published or "")[:10]


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
