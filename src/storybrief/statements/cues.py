"""Which words say that somebody says something?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from storybrief.english.tables import rows

Form = Literal["base", "present", "past", "participle", "ing"]
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a verb of saying. `kind` and `view` as in `cues.tsv`."""

    lemma: str
    kind: str
    view: str
    form: Form


@cache
def cues() -> dict[str, Cue]:
    """Every form of every verb in `cues.tsv`, in lower case."""
    table: dict[str, Cue] = {}
    for row in rows("statements/cues.tsv"):
        lemma, kind, view = row[:3]
        past, participle = row[3].split() if len(row) > 3 else (_past(lemma), _past(lemma))
        forms: list[tuple[str, Form]] = [
            (past, "past"),
            (participle, "participle"),
            (_present(lemma), "present"),
            (lemma, "base"),
            (_ing(lemma), "ing"),
        ]
        for word, form in forms:
            table.setdefault(word, Cue(lemma, kind, view, form))
    return table


@cache
def cue_words() -> frozenset[str]:
    """The forms alone."""
    return frozenset(cues())


def _doubles(lemma: str) -> bool:
    return lemma in (
        "quip",
        "rip",
        "slam",
        "brag",
        "dub",
        "rebut",
        "admit",
        "snap",
        "refer",
        "chat",
        "put",
        "begin",
        "forecast",
        "hit",
        "beg",
        "pan",
        "forbid",
    )


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if _doubles(lemma) else "") + "ed"


def _present(lemma: str) -> str:
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _ing(lemma: str) -> str:
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + (lemma[-1] if _doubles(lemma) else "") + "ing"
