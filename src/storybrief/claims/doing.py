"""What kinds of doing are there, which words tell of them, and how does one stand to another?

News is made of few kinds of doing. `kinds.tsv` names them, each with its words and with what it is not: the contrary that
somebody tells instead (upheld, overturned), or another step of one way (charged, convicted). `verbs.tsv` adds of all
verbs which say the same and which the opposite; `english/inflection.py` their forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct

from storybrief.claims.words import notion_of
from storybrief.english.inflection import Form, irregular, verb_forms
from storybrief.english.tables import rows, word_sets

Relation = Literal["kin", "not", "against", "step", "turned", "other"]
_LIGHT = word_sets("claims/words.tsv")["light"]


class Kind(Struct, frozen=True):
    """A kind of doing: what is said of it alone, and the kinds that each relation names (see `kinds.tsv`)."""

    marks: frozenset[str]
    others: Mapping[str, frozenset[str]]


class Verb(Struct, frozen=True):
    """A verb: how many in 100 of its uses are a noun's; numbers of the senses that others share; its opposites."""

    noun_share: int
    senses: frozenset[str]
    opposites: frozenset[str]


@cache
def kinds() -> Mapping[str, Kind]:
    """Read the kinds of doing, by name."""
    found = {}
    for name, said, _ in rows("claims/kinds.tsv"):
        others: dict[str, set[str]] = defaultdict(set)
        for relation, _, kind in (part.partition(":") for part in said.split()):
            others[relation].add(kind)
        marks = frozenset(mark for mark, named in others.items() if named == {""})
        found[name] = Kind(marks, {relation: frozenset(named) for relation, named in others.items()})
    return found


def is_of(lemma: str, mark: str) -> bool:
    """Whether a verb or noun tells of a kind that is "unreal", "both" or "said" (see `kinds.tsv`)."""
    return any(mark in kinds()[k].marks for k in kinds_of(lemma))


def light(lemma: str) -> bool:
    """Whether a verb says next to nothing by itself: that one has another in its place is no other doing."""
    return lemma.partition("_")[0] in _LIGHT


@cache
def _kinds_of_words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, _, words in rows("claims/kinds.tsv"):
        for word in words.split():
            found[word] = (*found.get(word, ()), name)
    return found


def kinds_of(lemma: str) -> tuple[str, ...]:
    """Name the kinds of doing that a verb or noun tells of; of most words none."""
    return _kinds_of_words().get(lemma, ())


@cache
def verbs() -> Mapping[str, Verb]:
    """Read the verbs, by lemma ("_" joins the words of one)."""
    found = {
        lemma: Verb(int(share), frozenset(senses.split()), frozenset(opposites.split()))
        for lemma, share, senses, _, opposites in rows("claims/verbs.tsv")
    }
    for word in _kinds_of_words():
        found.setdefault(word, Verb(0 if "_" in word else 60, frozenset(), frozenset()))
    return found


@cache
def nouns() -> Mapping[str, str]:
    """Give for each noun of a doing its verb ("arrest", "collapse"); for the nouns of a kind the noun itself."""
    found: dict[str, str] = {}
    for lemma, _, _, of_doing, _ in rows("claims/verbs.tsv"):
        for noun in of_doing.split():
            found.setdefault(noun, lemma)
    for word in _kinds_of_words():
        found[word] = word
    return found


@cache
def forms() -> Mapping[str, tuple[str, Form]]:
    """Give for each form of a verb of one word its lemma and shape."""
    found: dict[str, tuple[str, Form]] = {}
    for lemma in verbs():
        if "_" not in lemma:
            for form, shape in verb_forms(lemma):
                if form not in found or shape == "base":
                    found[form] = lemma, shape
    for form, base in irregular().items():
        if base in verbs():
            found[form] = base, "past"
    return found


@cache
def longer() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Give for the first word of each verb or noun of several words its other words, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for lemma in verbs():
        first, *rest = lemma.split("_")
        if rest and (kinds_of(lemma) or not kinds_of(first)):
            found[first].append(tuple(rest))
    return {first: tuple(sorted(rests, key=lambda r: (-len(r), r))) for first, rests in found.items()}


_BETWEEN: tuple[Relation, ...] = ("not", "turned", "against", "step")


@lru_cache(maxsize=1 << 16)
def relation(a: str, b: str) -> Relation:
    """Say how two doings stand to one another, by their lemmas: one of `Relation`, the same whichever comes first.

    "not" is of a word that has the "not" in it: "unharmed" and "hurt". "other" is what is neither known to be the same
    nor known not to be.
    """
    if a == b:
        return "kin"
    x, y = kinds_of(a), kinds_of(b)
    if set(x) & set(y):
        return "kin"
    for name in _BETWEEN:
        if any(k in kinds()[other].others.get(name, ()) for a in x for b in y for k, other in ((a, b), (b, a))):
            return name
    v, w = verbs().get(a), verbs().get(b)
    if v and w and (b in v.opposites or a in w.opposites):
        return "against"
    alike = (v and w and v.senses & w.senses) or notion_of(a) == notion_of(b)
    return "kin" if alike else "other"
