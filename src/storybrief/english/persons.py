"""Which words stand before a surname: first names and titles? The tables of them for all rooms."""

from __future__ import annotations

from functools import cache

from storybrief.english.tables import rows, words


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it, in lower case; abbreviated ones also without their stop."""
    return words("english/titles.txt")


@cache
def first_names() -> dict[str, str]:
    """First names in lower case, with "he" or "she"; "" for one that goes with both. What was put in by hand counts most."""
    more = {word: pronoun for pronoun, names in rows("english/more_first_names.tsv") for word in names.split()}
    table = {word: "" if pronoun == "both" else pronoun for word, pronoun in more.items()}
    return table | {word: pronoun for pronoun, names in rows("english/first_names.tsv") for word in names.split()}
