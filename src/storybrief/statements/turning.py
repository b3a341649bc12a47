"""Which words turn the meaning of what is said? The one owner of turning.tsv."""

from __future__ import annotations

from functools import cache

from storybrief.statements.words import lines


@cache
def turning(kind: str) -> frozenset[str]:
    """The words of one row of turning.tsv."""
    return next(frozenset(words.split()) for name, words in lines("turning.tsv") if name == kind)
