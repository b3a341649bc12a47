"""Which words hold a sentence together, and which of them say little? The one table of them, `function_words.tsv`."""

from __future__ import annotations

from functools import cache

from storybrief.english.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from storybrief.english.tables import rows


@cache
def function_words() -> dict[str, str]:
    """Return the tag of each word, days and months among them, in lower case."""
    tags = dict.fromkeys(days_and_months(), "T")
    return tags | {
        word: tag for tag, _, words in rows("english/function_words.tsv") if tag != "-" for word in words.split()
    }


@cache
def light_words() -> frozenset[str]:
    """Return the words that carry no matter of their own, in lower case."""
    listed = rows("english/function_words.tsv")
    return frozenset(word for _, weight, words in listed if weight == "light" for word in words.split())


@cache
def days_and_months() -> frozenset[str]:
    """Return how days of the week and months are written, in lower case: "monday", "mondays", "march", "oct."."""
    names = (*WEEKDAYS, *(f"{day}s" for day in WEEKDAYS), *MONTHS, *(f"{short}." for short in SHORT_MONTHS))
    return frozenset(name.lower() for name in names)
