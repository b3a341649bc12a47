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
    says_so = _says_so()
    for extract in extracts:
        if not extract.article.english:
            continue
        for sentence in extract.body:
            words = " ".join(sentence.span.of(extract.article.text).split()).casefold()
            if says_so.search(words):
                made.setdefault(words, Passage(extract.article.id, sentence.number, sentence.span))
    return tuple(made.values())


@cache
def _says_so() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines("claims/not_known.txt")))
