"""What does a passage say, once spelling, inflection and ordinary synonyms are looked through?

A `Word` keeps its place in the article and three readings: `form` (spelling evened out), `stem` (inflection gone) and
`notion` (a word that news uses for several: talks, negotiations). The lists are readable files beside this module.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Set
from functools import cache, lru_cache

from msgspec import Struct

from storybrief.english.function_words import light_words
from storybrief.english.inflection import irregular
from storybrief.english.numbers import TENS, UNITS
from storybrief.english.tables import lines
from storybrief.model import Span

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBERS = {word: str(number) for word, number in (UNITS | TENS).items()}


class Word(Struct, frozen=True, gc=False):
    """A word at its place. `name` tells that it is written with a capital where the sentence does not ask for one."""

    span: Span
    form: str
    stem: str
    notion: str
    name: bool
    bare: bool
    number: bool

    @property
    def content(self) -> bool:
        """Whether the word is neither a function word nor a number."""
        return not (self.bare or self.number)


@lru_cache(maxsize=1 << 13)
def words(text: str, span: Span) -> tuple[Word, ...]:
    """Read the words of `text` inside `span`, in order; their spans are offsets into `text`."""
    found: list[Word] = []
    for match in TOKEN.finditer(text, span.start, span.end):
        form, stem, notion, bare, name, number = _read(match[0])
        found.append(Word(Span(*match.span()), form, stem, notion, name and bool(found), bare, number))
    return tuple(found)


def notions_in(text: str) -> frozenset[str]:
    """Give the notions of the words of a text, a name or a title, function words left out."""
    return frozenset(w.notion for w in words(text, Span(0, len(text))) if not w.bare)


def likeness(a: Set[str], b: Set[str]) -> float:
    """Say from 0 to 1 how alike two sets of notions are: the cosine of what they hold."""
    return len(a & b) / (math.sqrt(len(a) * len(b)) or 1.0)


def line(text: str, span: Span) -> str:
    """Give the forms of the words of `text` inside `span`, in order, as one string."""
    return " ".join([form_of(written) for written in TOKEN.findall(text, span.start, span.end)])


@lru_cache(maxsize=1 << 16)
def _read(written: str) -> tuple[str, str, str, bool, bool, bool]:
    """Give form, stem and notion of a word, whether it is a function word, a capital makes it a name, it is a number."""
    form, capital = form_of(written), written[0].isupper()
    stem, notion, bare = _readings(form, capital)
    return form, stem, notion, bare, capital and not bare, form[0].isdigit()


@lru_cache(maxsize=1 << 16)
def form_of(written: str) -> str:
    """Even out spelling: lower case, straight apostrophes, no possessive, no dots in acronyms, plain numbers."""
    low = written.casefold().replace("’", "'")
    if low[0].isdigit():
        return low.replace(",", "")
    if low in ("u.s.", "u.s", "us") and written[0] == "U":
        return "america"
    low = low.replace(".", "")
    low = re.sub(r"'s$|'$", "", low)
    return _NUMBERS.get(low, low) if low != "one" else "1"


@cache
def _readings(form: str, capital: bool) -> tuple[str, str, bool]:
    if form in _demonyms():
        place = _demonyms()[form]
        return place, place, False
    bare = form in light_words() and not (capital and form == "america")
    stem = stem_of(form)
    return stem, stem if capital and stem not in _notions() else _notions().get(stem, stem), bare


def notion_of(form: str) -> str:
    """Give the notion of a word that is no name, in any of its forms."""
    return _readings(form, False)[1]


@cache
def stem_of(form: str) -> str:
    """Give the base of irregular forms, cut the endings that English inflects and derives with, and spell one way.

    The endings are those of Porter's first steps (1980), made shorter.
    """
    base = irregular().get(form)
    stem = _cut(form if base is None else base)
    return _spelling().get(stem, stem)


def _cut(form: str) -> str:
    if len(form) <= 3 or form[0].isdigit():
        return form
    word = form.split("'")[0]
    word = _cut_plural(word)
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith("eed"):
            word = word[:-1] if word[:-3] in _REALLY_ED else word
            break
        if word.endswith(ending) and re.search(r"[aeiouy]", word[: -len(ending)]) and len(word) - len(ending) >= 2:
            word = _mend(word[: -len(ending)])
            break
    word = word[:-1] if word.endswith("e") and len(word) > 3 else word
    for _ in range(2):
        for ending, new in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)] + new
                break
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


# "agreed" is of "agree", but "need" is of nothing.
_REALLY_ED = frozenset({"agr", "disagr", "decr", "fr", "guarant"})
# What stands at the end, once a last "e" is gone, and what is put in its place; tried in this order, twice.
_ENDINGS = (
    ("ization", ""), ("isation", ""), ("ational", "at"), ("fulness", ""), ("iveness", ""), ("ation", ""), ("mental", "ment"),
    ("ition", ""), ("ments", ""), ("ment", ""), ("ness", ""), ("ality", ""), ("ically", "ic"), ("tional", "t"), ("tion", "t"),
    ("sion", "s"), ("anc", ""), ("enc", ""), ("abl", ""), ("ibl", ""), ("ator", ""), ("ally", ""), ("ly", ""), ("iz", ""),
    ("is", ""), ("at", ""), ("ful", ""), ("ous", ""), ("iv", ""), ("ity", ""), ("al", ""), ("er", ""), ("or", ""),
)  # fmt: skip


def _cut_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _mend(root: str) -> str:
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    return root


@cache
def _spelling() -> dict[str, str]:
    """Give for each British stem the American one, where the two differ."""
    pairs = ((_cut(british), _cut(american)) for british, american in _lines("spelling.txt"))
    return {british: american for british, american in pairs if british != american}


@cache
def _demonyms() -> dict[str, str]:
    return {word: line[0] for line in _lines("demonyms.txt") for word in line if word != "us"}


@cache
def _notions() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _lines("alike.txt"):
        for word in line:
            table.setdefault(stem_of(word), line[0])
    return table


def _lines(name: str) -> Iterator[list[str]]:
    return map(str.split, lines(f"claims/{name}"))
