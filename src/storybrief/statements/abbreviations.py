"""Which words with a full stop end nothing?"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """The words of `abbreviations.tsv` by what they are ("title", "month"), without their stop."""
    table: dict[str, tuple[str, ...]] = {}
    content = files("storybrief.statements").joinpath("abbreviations.tsv").read_text(encoding="utf-8")
    for line in content.splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            table[kind] = (*table.get(kind, ()), *words.split())
    return table


@cache
def titles() -> frozenset[str]:
    """Abbreviated titles in lower case, with their stop: "sgt."."""
    return frozenset(f"{word.lower()}." for word in abbreviations()["title"])
