"""How is a table of rules, words or weights read? The one reader of the .tsv and .txt files beside the modules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a list written as one string."""
    return tuple(words.split())


def lines(name: str) -> list[str]:
    """Return the lines of a table, without empty ones and remarks (`#` first). `name` is its path: "claims/same.tsv"."""
    text = (_PACKAGE / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def rows(name: str) -> list[list[str]]:
    """Return the lines of a table, each as its fields, which tabs part."""
    return [line.split("\t") for line in lines(name)]


@cache
def words(name: str) -> frozenset[str]:
    """Return all words of a table that is nothing but words."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def word_sets(name: str) -> dict[str, frozenset[str]]:
    """Return the words of each kind. A row is a kind, a tab and words; "|" parts those of which one holds a space."""
    kinds: dict[str, frozenset[str]] = {}
    for kind, listed in rows(name):
        kinds[kind] = kinds.get(kind, frozenset()).union(listed.split("|" if "|" in listed else None))
    return kinds


@cache
def weights(name: str) -> dict[str, float]:
    """Return the weight of each name. A row is a name, a tab and its weight; what stands behind another tab is a remark."""
    return {row[0]: float(row[1]) for row in rows(name)}
