"""Which two names can be one speaker's?

Ordered tables of named rules over pairs of names, for people and for bodies. Two people of one surname stay two, and a
surname that two people of the story bear joins neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec import Struct
from rapidfuzz import fuzz

from storybrief.english.persons import first_names

_WORD = re.compile(r"\w+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ALIKE = 85  # rapidfuzz ratio; over it are "Zelensky" and "Zelenskyy", "Hilary" and "Hillary"
_LONG = 6  # letters; shorter given names that are alike are kin's as often ("Eric" and "Erica")
# Groups that are one body wherever they are named so, in lower case and without "the".
ONE_GROUP = frozenset({"police", "prosecutors", "authorities", "firefighters", "military", "government", "parliament"})
SMALL = frozenset({"of", "the", "for", "and", "on", "in", "s"})

Key = tuple[str, ...]


@dataclass(slots=True)
class Known:
    """The full names of a story's people: by surname, those of which an article has two, "Jr." and not, and their titles.

    `bodies` are those who speak; `firms` those of them that go by the first word alone, by that word. `kin` are those
    of somebody whom an article calls by the surname alone, as "first lady Marta Lind" of "President Lind".
    """

    by_surname: dict[str, set[Key]] = field(default_factory=dict)
    titles: dict[Key, set[str]] = field(default_factory=dict)
    two: set[Key] = field(default_factory=set)
    kin: set[Key] = field(default_factory=set)
    bodies: set[Key] = field(default_factory=set)
    firms: dict[Key, Key] = field(default_factory=dict)


class Beside(Struct, frozen=True):
    """What stands beside two names: the gender that "Mr." or "Ms." tells ("he", "she"), and a title that both have; or ""."""

    gender: str
    title: str


@lru_cache(maxsize=4096)
def key_of(name: str) -> Key:
    """The words of a name without accents, dots, hyphens, case and "the"; single letters are drawn together."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"\.(?=\w)", "", plain.replace("’", "'"))
    found: list[str] = []
    letters = ""
    for word in _WORD.findall(plain):
        if len(word) == 1 and word.isalpha() and word != "s":
            letters += word
            continue
        if letters:
            found.append(letters)
            letters = ""
        found.append(word)
    if letters:
        found.append(letters)
    return tuple(w for n, w in enumerate(found) if not (n == 0 and w == "the")) or tuple(found)


def without_suffix(key: Key) -> Key:
    """The key without "Jr." and its like."""
    return tuple(w for w in key if w not in _SUFFIXES) or key


def suffix_of(key: Key) -> str:
    """Return "jr" or what else of the kind stands in the key, or ""."""
    return next((w for w in key if w in _SUFFIXES), "")


def gender_of(key: Key) -> str:
    """Return "he" or "she" as the first name of a full name says, or ""."""
    return first_names().get(key[0], "") if len(key) > 1 else ""


def _may_be_one(a: Key, b: Key, known: Known) -> bool:
    """Whether "Jr." and its like allow two names to be one person's: where an article has both, only the same is."""
    x, y = suffix_of(a), suffix_of(b)
    return x == y or (not (x and y) and without_suffix(a if x else b) not in known.two)


def _equal(a: Key, b: Key, known: Known, _beside: Beside) -> bool:
    return without_suffix(a) == without_suffix(b) and _may_be_one(a, b, known)


def _surname_of_one(a: Key, b: Key, known: Known, beside: Beside) -> bool:
    """One is the end of the other ("Lind", "Ann Lind"), and no second person of the story ends so."""
    short, long = sorted((without_suffix(a), without_suffix(b)), key=len)
    if not short or len(short) == len(long) or long[-len(short) :] != short or long in known.two:
        return False
    if long in known.kin:
        return False
    return all(
        _same_given(plain, long)
        for k in known.by_surname.get(short[-1], ())
        if len(plain := without_suffix(k)) > len(short)
        and plain[-len(short) :] == short
        and (not beside.gender or gender_of(k) in ("", beside.gender))
    )


def _titled(a: Key, b: Key, known: Known, beside: Beside) -> bool:
    """As in "President Lind" and "President Ann Lind" beside a Karl Lind: one has the surname alone, both the same title,

    and nobody else of the surname has it.
    """
    title = beside.title
    short, long = sorted((without_suffix(a), without_suffix(b)), key=len)
    if not title or len(short) != 1 or len(long) < 2 or long[-1:] != short:
        return False
    bearers = known.by_surname.get(short[0], set())
    return all(_same_given(without_suffix(k), long) for k in bearers if title in known.titles.get(k, ()))


def title_of(role: str) -> str:
    """The noun of a role, folded: "president" of "the US President"; of "head of the bank" that is "head"."""
    return (key_of(re.split(r"\s(?:of|for|at|in|from)\s|,", role.strip(), maxsplit=1)[0]) or ("",))[-1]


def _same_given(a: Key, b: Key) -> bool:
    """Whether the given names can be one person's: equal, or one the initial of the other."""
    x, y = a[0], b[0]
    return x == y or (x[0] == y[0] and (len(x) == 1 or len(y) == 1)) or x.startswith(y) or y.startswith(x)


def _middle_name(a: Key, b: Key, known: Known, _beside: Beside) -> bool:
    """Given name and surname are the same; one has a middle name, a nickname or the initials run together."""
    if not _may_be_one(a, b, known):
        return False
    a, b = sorted((without_suffix(a), without_suffix(b)), key=len)
    if len(a) < 2 or a[-1] != b[-1]:
        return False
    nickname = len(a) == 2 and a[0] in b[1:-1]
    return nickname or (a[0] == b[0] and len(a) == 2) or (_same_given(a, b) and min(len(a[0]), len(b[0])) <= 2)


def _other_spelling(a: Key, b: Key, _known: Known, _beside: Beside) -> bool:
    """The same name in other letters: "Zelensky" and "Zelenskyy", both with one given name."""
    if len(a) < 2 or len(a) != len(b) or a[0][0] != b[0][0]:
        return False
    return all(
        x == y or (min(len(x), len(y)) >= _LONG and fuzz.ratio(x, y) >= _ALIKE) for x, y in zip(a, b, strict=True)
    )


def _same_body(a: Key, b: Key) -> bool:
    return a == b


def _other_order(a: Key, b: Key) -> bool:
    """As in "Ministry of Transport" and "the transport ministry"."""
    x, y = ([w for w in key if w not in SMALL] for key in (a, b))
    return len(x) > 1 and sorted(x) == sorted(y) and ("of" in a) != ("of" in b)


def _short_form(a: Key, b: Key) -> bool:
    """As in "police" and "police in Aber"; the harbour police are others."""
    short, long = sorted((a, b), key=len)
    return len(short) == 1 and short[0] in ONE_GROUP and long[:2] == (short[0], "in")


def _acronym(a: Key, b: Key) -> bool:
    """As in "FBI" and "Federal Bureau of Investigation"."""
    short, long = sorted((a, b), key=len)
    initials = "".join(w[0] for w in long if w not in SMALL)
    return len(short) == 1 and len(long) > 2 and len(short[0]) > 2 and short[0] == initials


PersonRule = Callable[[Key, Key, Known, Beside], bool]
PEOPLE: tuple[tuple[str, PersonRule], ...] = (
    ("own name", _equal),
    ("surname of one person", _surname_of_one),
    ("middle name or initials", _middle_name),
    ("other spelling", _other_spelling),
    ("surname and title", _titled),
)
BODIES: tuple[tuple[str, Callable[[Key, Key], bool]], ...] = (
    ("own name", _same_body),
    ("other order of words", _other_order),
    ("short form", _short_form),
    ("acronym", _acronym),
)
