"""Which words of a passage tell of a doing?

There is no parser here. A table of verbs and what stands around a word tell which words are doings: verbs, verbs of several
words ("broke down") and nouns of a doing ("the arrest of").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from storybrief.claims import doing
from storybrief.claims.words import Word
from storybrief.english.calendar import MONTHS, WEEKDAYS
from storybrief.english.inflection import Form
from storybrief.english.tables import listed, word_sets

BE = frozenset(listed("be am is are was were been being get gets got getting"))
POSSIBLE = frozenset(listed("could may might would should"))
ADVERBS = word_sets("claims/words.tsv")["adverb"]
HAVE = frozenset(listed("have has had having"))
_DO = frozenset(listed("do does did"))
_MODALS = POSSIBLE | frozenset(listed("will shall can must cannot can't won't couldn't wouldn't shouldn't mightn't"))
HELPERS = _MODALS | BE | HAVE | _DO
# What a verb in its plain form comes right after.
_BEFORE_A_VERB = _MODALS | _DO | {"to"}
_DETERMINERS = word_sets("claims/words.tsv")["determiner"]
_SUBJECTS = frozenset(listed("i we you he she it they who which"))
_PREPOSITIONS = word_sets("claims/words.tsv")["preposition"]
# "Checked in January", "left on 3 May": what stands before a time is no part of the verb.
_TIMES = frozenset(map(str.casefold, (*MONTHS, *WEEKDAYS)))
# The verbs of saying that carry no matter of their own.
_SAYING = frozenset(listed("say tell add note state"))
# Marks that end a clause, and those that set apart what stands between two.
_ENDS, _COMMAS = frozenset(".;:!?—–"), frozenset(",()")


class Tokens(Struct, frozen=True):
    """Words of `text` in a row with the marks between them.

    end, comma  whether a mark stands before each word: one that ends a clause, a comma or bracket
    """

    text: str
    words: Sequence[Word]
    forms: Sequence[str]
    end: Sequence[bool]
    comma: Sequence[bool]


class Predicate(Struct, frozen=True):
    """A doing by the numbers of its first and last word; `lemma` is its verb, `noun` whether it is told as a noun."""

    at: int
    last: int
    lemma: str
    noun: bool


def tokens(text: str, words: Sequence[Word]) -> Tokens:
    """Read the marks between words of `text` that stand in a row."""
    gaps = [text[a.span.end : b.span.start] for a, b in pairwise(words)]
    end = [True, *[gap != " " and not _ENDS.isdisjoint(gap) for gap in gaps]]
    comma = [True, *[gap != " " and not _COMMAS.isdisjoint(gap) for gap in gaps]]
    return Tokens(text, words, [w.form for w in words], end, comma)


def predicates(t: Tokens) -> Iterator[Predicate]:
    """Find the doings from left to right; a word belongs to one only."""
    n = 0
    while n < len(t.words):
        found = _predicate(t, n)
        if found is not None:
            yield found
            n = found.last
        n += 1


def shape_of(form: str) -> Form | None:
    """Give the shape of a form of a verb; None for any other word."""
    found = doing.forms().get(form)
    return None if found is None else found[1]


def _predicate(t: Tokens, n: int) -> Predicate | None:
    """Tell the doing that begins at word `n`."""
    word, form = t.words[n], t.forms[n]
    if not _begins(form):
        return None
    if word.number or form in HELPERS or _in_a_compound(t, word) or _is_a_name(t, word):
        return None
    lemma, shape = doing.forms().get(form, (form, "base"))
    for base in dict.fromkeys((lemma, form)):
        for rest in doing.longer().get(base, ()):
            if rest[0] == "by" and n and t.forms[n - 1] in BE:
                continue  # who it was done by
            end = _particles(t, n, rest)
            if end is not None:
                return Predicate(n, end, "_".join((base, *rest)), False)
    if form in doing.forms() and (not word.bare or lemma in _SAYING) and _is_verb(t, n, lemma, shape):
        return Predicate(n, n, lemma, False)
    noun = doing.nouns().get(form) or doing.nouns().get(_singular(form))
    if noun is not None and (doing.kinds_of(noun) or shape == "base"):
        return Predicate(n, n, noun, True)
    if form in doing.forms() and doing.kinds_of(lemma) and shape in ("past", "ing"):
        return Predicate(n, n, lemma, True)
    return None


@lru_cache(maxsize=1 << 16)
def _begins(form: str) -> bool:
    """Whether a word so written may begin a doing at all: most words of a text do not."""
    nouns = doing.nouns()
    return form in doing.forms() or form in doing.longer() or form in nouns or _singular(form) in nouns


def _singular(form: str) -> str:
    if form.endswith("ies"):
        return form[:-3] + "y"
    return form[:-1] if form.endswith("s") else form


def _in_a_compound(t: Tokens, word: Word) -> bool:
    start = word.span.start
    return start > 1 and t.text[start - 1] in "-‑" and t.text[start - 2].isalnum()


def _is_a_name(t: Tokens, word: Word) -> bool:
    start = word.span.start
    return word.name and not (start and t.text[start - 1] in "\"“'‘")


def _particles(t: Tokens, n: int, rest: Sequence[str]) -> int | None:
    """Find the other words of a verb of several words after its first; two words may stand in between."""
    at = n
    for wanted in rest:
        for step in (1, 2, 3):
            here = at + step
            if here >= len(t.words) or t.end[here] or t.comma[here]:
                return None
            form = t.forms[here]
            if wanted in (form, _singular(form)) or doing.forms().get(form, ("",))[0] == wanted:
                at = here
                break
            if wanted in _PREPOSITIONS and step == 1 and form in _PREPOSITIONS:
                return None
        else:
            return None
    after = at + 1 < len(t.words) and t.forms[at] in _PREPOSITIONS and not t.end[at + 1]
    if after and (t.words[at + 1].number or t.forms[at + 1] in _TIMES):
        return None
    return at


def _is_verb(t: Tokens, n: int, lemma: str, shape: Form) -> bool:
    """Whether the word is a verb here, by what stands before and after it."""
    back = n - 1
    while back >= 0 and (t.forms[back] in ADVERBS or t.forms[back].endswith("ly")) and not t.end[back + 1]:
        back -= 1
    before = t.forms[back] if back >= 0 else ""
    share = doing.verbs()[lemma].noun_share
    if before in _DETERMINERS or before.endswith("'s") or (back >= 0 and t.words[back].number):
        return False
    if before in _BEFORE_A_VERB or before.endswith("n't"):
        return True
    if shape == "past":
        after = n + 1 < len(t.words) and not t.words[n + 1].bare and not t.end[n + 1] and not t.comma[n + 1]
        return not (before in _PREPOSITIONS and after and not t.words[n + 1].name)
    if shape == "ing":
        return share <= 50
    if before in _SUBJECTS:
        return True
    if not before or before in _PREPOSITIONS or before in BE or before in HAVE:
        return False
    if shape == "present":
        return share < 50 and not t.forms[n - 1].endswith("s")
    return share < 40 and (t.forms[n - 1].endswith("s") or t.forms[n - 1] in ("people", "police"))
