"""How does English write the forms of a word? Irregular ones are in `irregular.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from storybrief.english.tables import lines

Form = Literal["base", "present", "past", "participle", "ing"]
_VOWELS = tuple("aeiou")


@cache
def irregular() -> dict[str, str]:
    """Return for each irregular form of a verb or noun its base ("took": "take")."""
    return {form: base for base, forms in _irregular().items() for form in forms}


@cache
def participle() -> str:
    """Return a pattern, in a group that captures nothing, for the past participle of any verb."""
    return rf"(?:\w+ed|{'|'.join(sorted({forms[-1] for forms in _irregular().values()}))})"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {base: tuple(forms) for base, *forms in map(str.split, lines("english/irregular.txt"))}


def with_s(word: str) -> str:
    """Return the plural of a noun, or what a verb has after "she": "churches", "replies"."""
    if word.endswith("y") and not word[:-1].endswith(_VOWELS):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def verb_forms(lemma: str) -> Iterator[tuple[str, Form]]:
    """Yield the forms of a verb: the past first, both spellings where its last letter may be doubled ("focused")."""
    past = _irregular().get(lemma)
    if past:
        yield past[0], "past"
        yield past[-1], "participle"
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    roots = [stem]
    if len(stem) > 2 and stem == lemma and _doubles(lemma):
        roots.append(lemma + lemma[-1])
    for root in roots:
        consonant_y = root.endswith("y") and not root[:-1].endswith(_VOWELS)
        yield f"{root[:-1]}ied" if consonant_y else f"{root}ed", "past"
    yield f"{lemma}es" if lemma.endswith("o") else with_s(lemma), "present"
    yield lemma, "base"
    for root in [lemma] if lemma.endswith(("ee", "oe", "ye")) else roots:
        yield f"{root}ing", "ing"


def _doubles(lemma: str) -> bool:
    """Whether a verb ends in a short vowel and one consonant: "brag", "quip", "refer"; of some ("offer") it stays one."""
    short = lemma[-2] in _VOWELS and (lemma[-3] not in _VOWELS or lemma[-4:-2] == "qu")
    return short and lemma[-1] not in "aeiouwxy"
