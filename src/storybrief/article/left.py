"""What of a saved page's prose is not the article's, and what of it should an editor look at?"""

from __future__ import annotations

import re

from storybrief.article.draft import parts_of, tidy
from storybrief.article.main_content import Chosen, is_prose
from storybrief.model import Article, LeftOut
from storybrief.problems import Problem, warning

# How many of the doubtful blocks a warning quotes, and how many words of each.
_QUOTED = 3
_WORDS = 12

# The kinds of `page_names.tsv`, and what else `main_content.py` gives as a reason, in words.
_REASONS = {
    "aside": "beside the article",
    "about": "about the author",
    "line": "a line of the page",
    "other": "not known",
}


def left_out(chosen: Chosen) -> tuple[tuple[LeftOut, ...], tuple[int, ...]]:
    """Return each block of prose on a page that is not the article's, in the page's order, with its reason.

    And of each how many blocks of the article stand before it.
    """
    left, after, kept = [], [], 0
    for at, reason in enumerate(chosen.reasons):
        words = " ".join(tidy(chosen.blocks[at].words).split())
        if reason and (is_prose(words) or at in chosen.doubtful):
            left.append(LeftOut(words, _REASONS.get(reason, reason), at in chosen.doubtful))
            after.append(kept)
        elif not reason:
            kept += len(parts_of(chosen.blocks[at].words))
    return tuple(left), tuple(after)


def told(article: Article) -> Problem | None:
    """Return a warning "left-out" when prose of the page may be the article's and is not in it, else None."""
    doubtful = [left.words for left in article.left_out if left.doubtful]
    if not doubtful:
        return None
    quoted = "; ".join(f"“{_short(words)}”" for words in doubtful[:_QUOTED])
    more = f" and {len(doubtful) - _QUOTED} more" if len(doubtful) > _QUOTED else ""
    are = "paragraph on the page is" if len(doubtful) == 1 else "paragraphs on the page are"
    message = f"{len(doubtful)} {are} not in the article: {quoted}{more}. Look at it with “storybrief read”."
    return warning("left-out", article.source.path, 0, message)


def _short(words: str) -> str:
    parts = re.sub(r"[“”]", "", words).split(" ")
    return " ".join(parts) if len(parts) <= _WORDS else " ".join(parts[:_WORDS]) + " …"
