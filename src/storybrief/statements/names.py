"""What sort of speaker does a name or a noun stand for, and where does the name proper begin?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storybrief.model import SpeakerKind
from storybrief.statements.abbreviations import titles as abbreviated
from storybrief.statements.words import Words, lines


def _plain(name: str) -> list[str]:
    content = files("storybrief.statements").joinpath(name).read_text(encoding="utf-8")
    return [line for line in content.splitlines() if line and not line.startswith("#")]


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it."""
    return frozenset(word for line in _plain("titles.txt") for word in line.split()) | abbreviated()


@cache
def named_things() -> frozenset[str]:
    """Nouns for what is no person and bears a name that follows them."""
    return frozenset(word for line in _plain("named_things.txt") for word in line.split())


@cache
def outlets() -> tuple[frozenset[str], frozenset[str]]:
    """Names of outlets, and the words that an outlet's name ends in."""
    *rows, endings = _plain("outlets.txt")
    names = {n.strip() for row in rows for part in row.split("|") for n in ([part] if "|" in row else part.split(" "))}
    return frozenset(names), frozenset(endings.split())


@cache
def nouns() -> dict[str, str]:
    """Each noun that can name a speaker, singular and plural, with its kind."""
    table: dict[str, str] = {}
    for kind, row in lines("nouns.tsv"):
        for word in row.split():
            for form in (word, _plural(word)):
                table.setdefault(form, kind)
    table.update({"people": "person", "men": "person", "women": "person", "children": "person", "media": "group"})
    return table


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith("man"):
        return word[:-2] + "en"
    if word.endswith(("s", "sh", "ch", "x")):
        return word + "es"
    return word + "s"


@cache
def first_names() -> dict[str, str]:
    """First names in lower case, with "he" or "she"."""
    table: dict[str, str] = {}
    for pronoun, row in lines("first_names.tsv"):
        for word in row.split():
            table[word] = pronoun if table.get(word, pronoun) == pronoun else ""
    return table


_ORGANISATION = frozenset(
    [
        "department",
        "committee",
        "university",
        "ministry",
        "campaign",
        "party",
        "house",
        "senate",
        "congress",
        "court",
        "council",
        "agency",
        "office",
        "bureau",
        "commission",
        "board",
        "association",
        "federation",
        "foundation",
        "institute",
        "college",
        "school",
        "church",
        "bank",
        "group",
        "inc",
        "inc.",
        "corp",
        "corp.",
        "co.",
        "llc",
        "ltd",
        "ltd.",
        "pac",
        "society",
        "union",
        "center",
        "centre",
        "police",
        "army",
        "navy",
        "force",
        "nations",
        "administration",
        "government",
        "league",
        "fund",
        "project",
        "alliance",
        "coalition",
        "network",
        "company",
        "industries",
        "airlines",
        "hospital",
        "museum",
        "authority",
        "service",
        "services",
        "parliament",
        "cabinet",
        "street",
        "hamas",
        "hezbollah",
        "isis",
        "taliban",
        "twitter",
        "facebook",
        "google",
        "microsoft",
        "apple",
        "amazon",
        "kremlin",
        "pentagon",
        "watch",
        "journal",
        "organization",
        "organisation",
        "international",
        "security",
    ]
)
_PLACES = frozenset(
    [
        "america",
        "israel",
        "iran",
        "iraq",
        "syria",
        "russia",
        "china",
        "japan",
        "india",
        "pakistan",
        "afghanistan",
        "ukraine",
        "poland",
        "germany",
        "france",
        "italy",
        "spain",
        "britain",
        "england",
        "scotland",
        "ireland",
        "wales",
        "turkey",
        "egypt",
        "qatar",
        "jordan",
        "lebanon",
        "yemen",
        "gaza",
        "palestine",
        "mexico",
        "canada",
        "cuba",
        "brazil",
        "argentina",
        "venezuela",
        "colombia",
        "chile",
        "peru",
        "australia",
        "korea",
        "washington",
        "moscow",
        "beijing",
        "tehran",
        "kyiv",
        "kiev",
        "jerusalem",
        "doha",
        "cairo",
        "london",
        "paris",
        "berlin",
        "brussels",
        "europe",
        "africa",
        "asia",
        "california",
        "texas",
        "florida",
        "ohio",
        "iowa",
        "nevada",
        "virginia",
        "michigan",
        "wisconsin",
        "pennsylvania",
        "minnesota",
        "illinois",
        "indiana",
        "arizona",
        "colorado",
        "oregon",
        "utah",
        "hampshire",
    ]
)


@dataclass(frozen=True, slots=True)
class Proper:
    """A name in the words: the name proper is `first` to `last`; `title` is the first word of what stands before it."""

    title: int
    first: int
    last: int
    kind: SpeakerKind
    gender: str


def proper(words: Words, start: int, last: int) -> Proper:
    """Return the name proper of a run of name words, its kind, and "he", "she" or ""."""
    low = words.low
    first = start
    known = titles()
    for i in range(start, last):
        if low[i] in known or low[i].startswith(("ex-", "then-", "vice-")):
            first = i + 1
    first = _after_office(words, first, last)
    kind = _kind(words, start, first, last)
    return Proper(start, first, last, kind, _gender(words, start, first) if kind == "person" else "")


def _after_office(words: Words, first: int, last: int) -> int:
    """Skip an office before the given name: "State John Kerry" (of "Secretary of State John Kerry")."""
    known = first_names()
    if last - first < 2 or words.low[first] in known or len(words.low[first]) < 3:
        return first
    for i in range(first + 1, last):
        if words.low[i] in known:
            return i
    return first


def _kind(words: Words, start: int, first: int, last: int) -> SpeakerKind:
    low = words.low
    names, endings = outlets()
    whole = " ".join(low[start : last + 1])
    if whole in names or (last > start and low[last] in endings and low[start] not in first_names()):
        return "outlet"
    if first > start and low[last] not in _ORGANISATION:
        return "person"
    if (
        low[last] in _ORGANISATION
        or (low[start] in _ORGANISATION and low[start] not in ("watch",))
        or (low[last] in _PLACES and first == last)
    ):
        return "organisation"
    written = words.text[words.start[last] : words.end[last]]
    if first == last and len(written) > 1 and written.isupper() and "." not in written[:-1]:
        return "organisation"
    return "person"


def _gender(words: Words, start: int, first: int) -> str:
    low = words.low
    for i in range(start, first):
        if low[i] in (
            "mr.",
            "mr",
            "sir",
            "king",
            "prince",
            "congressman",
            "lord",
            "father",
            "pope",
            "spokesman",
            "chairman",
            "businessman",
        ):
            return "he"
        if low[i] in (
            "mrs.",
            "ms.",
            "mrs",
            "ms",
            "miss",
            "queen",
            "princess",
            "congresswoman",
            "lady",
            "dame",
            "spokeswoman",
            "chairwoman",
            "actress",
        ):
            return "she"
    return first_names().get(low[first], "")


def noun_kind(word: str) -> str:
    """The kind of a noun (see `nouns.tsv`), "" for a noun that names no speaker."""
    found = nouns().get(word)
    if found is None and "-" in word:
        found = nouns().get(word.rsplit("-", 1)[1])
    return found or ""
