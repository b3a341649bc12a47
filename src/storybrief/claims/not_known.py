"""Which sentences say that something is not known? A brief lists them by themselves: a gap is news too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from storybrief.claims.body import body_sentences
from storybrief.model import Extract, Passage

_PATTERNS = Path(__file__).with_name("not_known.txt")


def not_known(extracts: Sequence[Extract]) -> tuple[Passage, ...]:
    """Return the body sentences, whole, that say so, in reading order; of the same words in several articles the first.

    Only English has such words; the patterns are those of not_known.txt.
    """
    made: dict[str, Passage] = {}
    says_so = _says_so()
    for extract in extracts:
        if not extract.article.english:
            continue
        for sentence in body_sentences(extract):
            words = " ".join(sentence.span.of(extract.article.text).split()).casefold()
            if says_so.search(words):
                made.setdefault(words, Passage(extract.article.id, sentence.number, sentence.span))
    return tuple(made.values())


@cache
def _says_so() -> re.Pattern[str]:
    lines = _PATTERNS.read_text(encoding="utf-8").splitlines()
    every = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{line})" for line in every))
