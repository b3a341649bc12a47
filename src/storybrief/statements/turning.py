"""Which words turn the meaning of what is said? The one owner of turning.tsv."""

from __future__ import annotations

from functools import cache

from storybrief.english.tables import word_sets


@cache
def turning(kind: str) -> frozenset[str]:
    """The words of one row of turning.tsv."""
    return word_sets("statements/turning.tsv")[kind]
