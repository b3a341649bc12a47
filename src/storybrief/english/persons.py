"""Which words stand before a surname: first names and titles? The tables of them for all rooms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it, in lower case; abbreviated ones also without their stop."""
    return frozenset(word for row in _rows("titles.txt") for word in row.split())


@cache
def first_names() -> dict[str, str]:
    """First names in lower case, with "he" or "she"; "" for one that goes with both."""
    table: dict[str, str] = {}
    for row in _rows("first_names.tsv"):
        pronoun, names = row.split("\t")
        for word in names.split():
            table[word] = pronoun if table.get(word, pronoun) == pronoun else ""
    return table


def _rows(name: str) -> Iterator[str]:
    content = files("storybrief.english").joinpath(name).read_text(encoding="utf-8")
    return (line for line in content.splitlines() if line and not line.startswith("#"))
