"""Which words say that somebody says something?"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from storybrief.english.inflection import Form, verb_forms
from storybrief.english.tables import rows


class Cue(Struct, frozen=True):
    """One form of a verb of saying. `kind` and `view` as in `cues.tsv`."""

    lemma: str
    kind: str
    view: str
    form: Form


@cache
def cues() -> dict[str, Cue]:
    """Every form of every verb in `cues.tsv`, in lower case."""
    table: dict[str, Cue] = {}
    for lemma, kind, view in rows("statements/cues.tsv"):
        for word, form in verb_forms(lemma):
            table.setdefault(word, Cue(lemma, kind, view, form))
    return table
