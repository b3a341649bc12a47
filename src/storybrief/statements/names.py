"""What sort of speaker does a name or a noun stand for, and where does the name proper begin?"""

from __future__ import annotations

from functools import cache, lru_cache

from msgspec import Struct

from storybrief.english.inflection import with_s
from storybrief.english.outlets import endings, spoken
from storybrief.english.persons import first_names
from storybrief.english.persons import titles as plain_titles
from storybrief.english.tables import listed, rows, word_sets, words
from storybrief.model import SpeakerKind
from storybrief.statements.words import Words


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it."""
    return plain_titles() | short_titles()


@cache
def short_titles() -> frozenset[str]:
    """Abbreviated titles in lower case, with their stop: "sgt."."""
    return frozenset(f"{word.lower()}." for word in word_sets("statements/abbreviations.tsv")["title"])


def named_things() -> frozenset[str]:
    """Nouns for what is no person and bears a name that follows them."""
    return words("statements/named_things.txt")


@cache
def things() -> frozenset[str]:
    """Nouns for what can speak to nobody, singular and plural: "storm", "coasts", "call"."""
    return frozenset(form for word in words("statements/things.txt") for form in (word, plural(word)))


@cache
def nouns() -> dict[str, str]:
    """Each noun that can name a speaker, singular and plural, with its kind."""
    table: dict[str, str] = {}
    for kind, row in rows("statements/nouns.tsv"):
        for word in row.split():
            for form in (word, plural(word)):
                table.setdefault(form, kind)
    table.update({"people": "person", "men": "person", "women": "person", "children": "person", "media": "group"})
    return table


def plural(noun: str) -> str:
    """The plural of a noun in lower case."""
    return f"{noun[:-2]}en" if noun.endswith("man") else with_s(noun)


def bodies() -> dict[str, frozenset[str]]:
    """The rows of `bodies.tsv` by what they say of a name."""
    return word_sets("statements/bodies.tsv")


class Proper(Struct, frozen=True):
    """A name in the words: the name proper is `first` to `last`; `title` is the first word of what stands before it."""

    title: int
    first: int
    last: int
    kind: SpeakerKind
    gender: str


def proper(words: Words, start: int, last: int) -> Proper:
    """Return the name proper of a run of name words, its kind, and "he", "she" or ""."""
    written = words.text[words.start[last] : words.end[last]]
    skipped, kind, gender = _proper(tuple(words.low[start : last + 1]), written)
    if start == last and kind == "person" and words.low[last] in endings() and words.low[start - 1] == "the":
        return Proper(start, start, last, "outlet", "")  # "the Gazette"
    return Proper(start, start + skipped, last, kind, gender)


def kind_of(name: str) -> SpeakerKind:
    """Return the kind of a name that stands alone, in no article: "the Harbour Authority" is an organisation."""
    written = name.split()
    if len(written) > 1 and written[0].lower() in ("the", "a", "an"):
        written = written[1:]
    return _proper(tuple(word.lower() for word in written), written[-1])[1]


@lru_cache(maxsize=1 << 14)  # one name stands in many places, and is asked for at each step
def _proper(low: tuple[str, ...], written: str) -> tuple[int, SpeakerKind, str]:
    """The word at which the name proper begins in a run of name words, its kind and pronoun; `written` is the last word."""
    last, first, known = len(low) - 1, 0, titles()
    for i in range(last):
        title = low[i] in known or low[i].startswith(("ex-", "then-", "vice-"))
        if title or (first == i and low[i] not in first_names() and noun_kind(low[i]) == "person"):
            first = i + 1
    if first == last and last and low[last] in _OFFICES and low[0] not in _BEFORE_BODIES:
        first = 0  # "the Prime Minister" is called so whole
    if first and _is_body(low, first):
        first = 0
        while first < last and low[first] in _BEFORE_BODIES:
            first += 1
        return first, _kind(low[first:], 0, written), ""
    first = _after_office(low, first)
    kind = _kind(low, first, written)
    return first, kind, _gender(low, first) if kind == "person" else ""


_BEFORE_BODIES = frozenset({"former", "ex", "acting", "then", "first"})
_OFFICES = frozenset(listed(
    "minister president general secretary justice mayor governor chancellor premier speaker commissioner director officer "
    "prosecutor republicans democrats"
))  # fmt: skip
_LANDS = frozenset({"us", "u.s.", "uk", "u.k.", "un", "u.n.", "eu"})


def _is_body(low: tuple[str, ...], first: int) -> bool:
    """Whether the name is a body's although it begins like a person's title: "US Geological Survey", "House Ethics Committee"."""
    last, table = len(low) - 1, bodies()
    if low[first] in first_names() and low[last] not in table["ends"]:
        return False
    if low[last] in table["ends"] or any(low[i] in table["of"] and low[i + 1] in _OF for i in range(last)):
        return True
    return _is_land(low) or (low[0] in _LANDS and first == 1 and last > first)


def _is_land(low: tuple[str, ...]) -> bool:
    """As in "North Korea"."""
    return len(low) == 2 and low[0] in _PARTS_OF_LANDS and low[1] in bodies()["place"]


_OF = frozenset({"of", "for", "on", "without"})
_PARTS_OF_LANDS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "saudi", "new", "great", "united"}
)
_ADDRESSES = (".com", ".org", ".net", ".co.uk")  # who is called by the address of a website publishes there


def whole(words: Words, first: int, last: int) -> int:
    """Return the last word of a body's name whose run of name words `first` to `last` goes on: "Ministry of Defence".

    "Federation of Bakers and Millers", "Department of Health and Human Services" and "Save the Children" are whole too.
    """
    low, outlet = words.low, words.low[last] in endings()
    stop = words.sentence_of(first)[1] if outlet or low[last] in bodies()["of"] else last
    if last + 2 > stop or low[last + 1] not in _OF:
        return last
    at = last + 1 + (low[last + 2] in ("the", "her", "his") and not outlet)
    if words.next_tag(at) != "N":
        return last
    at = words.run(at, "N")
    while at + 2 <= stop and low[at + 1] in ("and", "&", "of") and words.tag[at + 2] == "N":
        end = words.run(at + 2, "N")
        if low[at + 1] != "of" and (low[at + 2] in first_names() or end - at > 3 or low[at + 2] in titles()):
            break
        at = end
    return last if outlet and words.next_tag(at) == "'" else at


def only_office(words: Words, first: int, last: int) -> bool:
    """Whether a run of name words behind "the" names nobody: "the Prime Minister", "the King" of Spain, "the Swede"."""
    low = words.low
    if first == 0 or low[first - 1] != "the" or not first_names().keys().isdisjoint(low[first : last + 1]):
        return False
    known = noun_kind(low[last]) == "person" or low[last] in titles()
    many = low[last].endswith("s") and low[last][:-1] in titles()
    return known and not many and low[last] not in bodies()["ends"] and proper(words, first, last).kind == "person"


def _after_office(low: tuple[str, ...], first: int) -> int:
    """Skip an office before the given name: "State John Kerry" (of "Secretary of State John Kerry")."""
    known, last = first_names(), len(low) - 1
    if last - first < 2 or low[first] in known or len(low[first]) < 3:
        return first
    for i in range(first + 1, last):
        if low[i] in known:
            return i if all(_is_office(word) for word in low[first:i]) else first
    return first


def _is_office(word: str) -> bool:
    table = bodies()
    return word in table["office"] or word in table["ends"] or noun_kind(word) != "" or word in titles()


def _kind(low: tuple[str, ...], first: int, written: str) -> SpeakerKind:
    last, table = len(low) - 1, bodies()
    if "&" in low:
        return "organisation"
    name = " ".join(low)
    if name in spoken() or (last and low[last] in endings() and low[0] not in first_names()):
        return "outlet"
    if low[0] in table["call"] and last:
        return "organisation"
    if low[last].endswith(_ADDRESSES):
        return "outlet"
    of = next((i for i in range(1, last) if low[i] in _OF), 0)
    if of or name in table["whole"]:
        return "outlet" if of and low[of - 1] in endings() and low[of - 1] not in table["of"] else "organisation"
    if first and low[last] not in table["ends"]:
        return "person"
    if (
        low[last] in table["ends"]
        or (low[0] in table["ends"] and low[0] not in ("watch",))
        or (low[last] in table["place"] and first == last)
        or (last > first and low[last] in table["firm"] and low[first] not in first_names())
        or _is_land(low)
        or low[0] in _LANDS
        or low[0] == "the"
    ):
        return "organisation"
    if first == last and low[last].endswith("s") and low[last][:-1] in titles():
        return "organisation"
    if first == last and len(written) > 1 and written.isupper() and "." not in written[:-1]:
        return "organisation"
    return "person"


def _gender(low: tuple[str, ...], first: int) -> str:
    told = next((pronoun for word in low[:first] if (pronoun := gender_of_noun(word))), "")
    return told or first_names().get(low[first], "")


def gender_of_noun(noun: str) -> str:
    """The pronoun that a noun or title has: "he", "she", or "" where it may be both."""
    table = word_sets("statements/genders.tsv")
    return "he" if noun in table["he"] else "she" if noun in table["she"] else ""


def noun_kind(word: str) -> str:
    """The kind of a noun (see `nouns.tsv`), "" for a noun that names no speaker."""
    found = nouns().get(word)
    if found is None and "-" in word:
        found = nouns().get(word.rsplit("-", 1)[1])
    return found or ""
