"""Which sentences say that something is not known? A brief lists them by themselves: a gap is news too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from storybrief.english.tables import lines
from storybrief.model import Extract, Passage


def not_known(extracts: Sequence[Extract]) -> tuple[Passage, ...]:
    """Return the body sentences, whole, that say so, in reading order; of the same words in several articles the first.

    Only English has such words; the patterns are those of not_known.txt.
    """
    made: dict[str, Passage] = {}
    for extract in extracts:
        if not extract.article.english:
            continue
        for sentence in extract.body:
            words = " ".join(sentence.span.of(extract.article.text).split()).casefold()
            if says_so(words):
                made.setdefault(words, Passage(extract.article.id, sentence.number, sentence.span))
    return tuple(made.values())


def says_so(words: str) -> bool:
    """Whether a sentence says that something is not known."""
    return _patterns().search(" ".join(words.split()).casefold()) is not None


@cache
def _patterns() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines("claims/not_known.txt")))
