"""Which names of a story are one speaker?

An ordered table of named rules over pairs of names. Two people of one surname stay two, whoever is not named stays
apart from everybody, and a surname that two people of the story bear joins neither.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from rapidfuzz import fuzz

from storybrief.marks import in_body
from storybrief.model import Article, Extract, Span, Speaker, SpeakerKind, SpeakerRole, Statement, Trace
from storybrief.statements.cues import cue_words
from storybrief.statements.names import first_names
from storybrief.statements.register import Person, register, says_what
from storybrief.statements.words import Words, words

_WORD = re.compile(r"\w+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_RANK: dict[SpeakerKind, int] = {"person": 0, "organisation": 1, "outlet": 1, "unnamed": 2}
_HONORIFIC = re.compile(r"(Mr|Mrs|Ms)\.?\s")
_ALIKE = 85  # rapidfuzz ratio; over it are "Zelensky" and "Zelenskyy", "Hilary" and "Hillary"
_LONG = 6  # letters; shorter given names that are alike are kin's as often ("Eric" and "Erica")
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


_MOST = 64  # speakers that a name is held against; more of one surname and initial are met in no story
# Groups that are one body wherever they are named so, in lower case and without "the".
_ONE_GROUP = frozenset({"police", "prosecutors", "authorities", "firefighters", "military", "government", "parliament"})
_INDEFINITE = frozenset({"a", "an", "one", "another", "some", "several", "two", "three", "four", "many", "other"})

Key = tuple[str, ...]
Chain = tuple[str, int | Key]


@dataclass(slots=True)
class _Found:
    """A speaker in the making. `key` are the words of the fullest name, folded; `rule` is the last that joined a form."""

    kind: SpeakerKind
    key: Key
    first: tuple[int, int]
    place: int
    rule: str = "own name"
    edited: str | None = None
    forms: dict[str, None] = field(default_factory=dict)
    roles: dict[str, SpeakerRole] = field(default_factory=dict)
    statements: list[tuple[str, int]] = field(default_factory=list)
    own: Chain | None = None
    titles: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Known:
    """The full names of a story's people: by surname, those of which an article has two, "Jr." and not, and their titles."""

    by_surname: dict[str, set[Key]] = field(default_factory=dict)
    titles: dict[Key, set[str]] = field(default_factory=dict)
    two: set[Key] = field(default_factory=set)
    bodies: set[Key] = field(default_factory=set)


@dataclass(slots=True)
class _Shelf:
    """The speakers found so far, each under every word by which another form of its name could be looked for."""

    every: list[_Found] = field(default_factory=list)
    under: dict[object, list[_Found]] = field(default_factory=dict)

    def near(self, places: Iterable[object]) -> list[_Found]:
        """Those under one of the places, in the order in which they were found."""
        met = {f.place: f for place in places for f in self.under.get(place, ())}
        return [met[n] for n in sorted(met)]

    def put(self, f: _Found, places: Iterable[object]) -> None:
        """Set a speaker under more places."""
        for place in places:
            shelf = self.under.setdefault(place, [])
            if len(shelf) < _MOST and f not in shelf[-1:]:
                shelf.append(f)


def speakers(extracts: Sequence[Extract], same_name: Mapping[str, str] = _NO_NAMES) -> tuple[Speaker, ...]:
    """Return the speakers of a story: named persons, then organisations and outlets, then unnamed, the silent last.

    `extracts` are in reading order. `same_name` maps a form of a name to the name that an editor set for its bearer;
    all forms set to one name are one speaker, marked `edited`. Somebody who says nothing is listed when an article
    gives a full name with a role, or somebody says something to them. Time grows with the names, not with their square.
    """
    edits = {_folded(form): name for form, name in same_name.items()}
    people = [_people(e.article, e) for e in extracts]
    known = _known(people, extracts)
    shelf = _Shelf()
    for place, extract in enumerate(extracts):
        for statement in extract.statements:
            _add_statement(shelf, extract, statement, (place, statement.number), known, edits)
    for place, (made, named) in enumerate(people):
        told = {p for s in extracts[place].statements if (p := s.attribution.addressee)}
        at = sorted((t.start, t.end) for t in told)
        for person in named:
            if _is_silent(made, person, at):
                _add_silent(shelf, extracts[place], made, person, (place, person.first), known, edits)
    shelf.every.sort(key=lambda f: (not f.statements, _RANK[f.kind], f.first))
    return tuple(_speaker(f) for f in shelf.every)


def _known(people: list[tuple[Words, list[Person]]], extracts: Sequence[Extract]) -> Known:
    known = Known()
    for made, found in people:
        bare: dict[Key, set[str]] = {}
        for p in found:
            if p.first == p.last:
                continue
            key = _key(made.span(p.first, p.last).of(made.text))
            if not _plain(key):  # a name of signs alone
                continue
            known.by_surname.setdefault(_plain(key)[-1], set()).add(key)
            if p.role:
                known.titles.setdefault(key, set()).add(_title(made.span(*p.role).of(made.text)))
            bare.setdefault(_plain(key), set()).add(_suffix(key))
        known.two |= {key for key, suffixes in bare.items() if len(suffixes) > 1}
    for extract in extracts:
        for s in extract.statements:
            a = s.attribution
            if a.name and a.kind in ("organisation", "outlet") and any(w[:1].isupper() for w in a.name.split()):
                known.bodies.add(_key(a.name))
    return known


def _people(article: Article, extract: Extract) -> tuple[Words, list[Person]]:
    """The people that an article names, in text order."""
    body = [n for n, p in enumerate(article.paragraphs) if p.role == "body"]
    spans = [article.paragraphs[n].span for n in body]
    inside = set(body)
    cut = [s.span for s in extract.sentences if s.paragraph in inside]
    made = words(article.text, spans, cut, in_body(article), cue_words())
    if not article.english:
        return made, []
    named = [p for bearers in register(made).people.values() for p in bearers]
    return made, sorted(named, key=lambda p: p.first)


def _add_statement(
    shelf: _Shelf,
    extract: Extract,
    statement: Statement,
    first: tuple[int, int],
    known: Known,
    edits: Mapping[str, str],
) -> None:
    a = statement.attribution
    if a.name is None or a.kind is None:
        return
    text = extract.article.text
    forms = [a.name]
    if a.kind == "person" and a.head and _WORD.findall(a.name)[-1:] == _WORD.findall(a.head.of(text))[-1:]:
        forms.append(a.head.of(text))
    kind = "organisation" if a.kind == "person" and _key(a.name) in known.bodies else a.kind
    chain = _chain(extract.article.id, a.named, kind, a.name)
    mention = a.mention.of(text) if a.mention else ""
    title = _title(a.role.of(text)) if a.role and kind == "person" else ""
    one = _place(shelf, forms, kind, mention, chain, first, known, edits, title)
    for form in forms:
        one.forms.setdefault(form)
    if a.role and kind == "person":
        one.titles.add(title)
        one.roles.setdefault(extract.article.id, SpeakerRole(extract.article.id, a.role))
    one.statements.append((extract.article.id, statement.number))


def _chain(article: str, named: Span | None, kind: SpeakerKind, name: str) -> Chain | None:
    """What keeps a speaker without a name apart from those of other places, or None for a name.

    "An official" is somebody new each time; "the official" and "officials" are the same in one article; "the police" and
    "the harbour police" are the same in the whole story.
    """
    if named is None or not _is_own(kind, name):
        return None
    if name.split()[0].lower() in _INDEFINITE:
        return article, named.start
    key = _key(name)
    if kind == "organisation" or key[0] in _ONE_GROUP or key[-1] in _ONE_GROUP:
        return None if len(key) > 1 or key[0] in _ONE_GROUP else (article, key)
    return article, key


def _is_own(kind: SpeakerKind, name: str) -> bool:
    """Whether the words are no name, so that they mean somebody else in every place: "an official", "the ministry"."""
    found = name.split()
    found = found[1:] if found[0].lower() in ("the", "a", "an", "one", "his", "her", "its", "their", "our") else found
    return kind == "unnamed" or (kind == "organisation" and not any(w[:1].isupper() for w in found))


def _is_silent(made: Words, person: Person, told: list[tuple[int, int]]) -> bool:
    """Whether the article gives the person a full name, and a role or somebody who says something to them."""
    if person.first == person.last or not person.certain:
        return False
    if person.role and says_what(made, person.role):
        return True
    span = made.span(person.first, person.last)
    i = bisect.bisect_right(told, (span.end,)) - 1
    return any(span.start < end and start < span.end for start, end in told[max(0, i - 1) : i + 2])


def _add_silent(
    shelf: _Shelf,
    extract: Extract,
    made: Words,
    person: Person,
    first: tuple[int, int],
    known: Known,
    edits: Mapping[str, str],
) -> None:
    name = made.span(person.first, person.last).of(made.text)
    if _key(name) in known.bodies:
        return
    title = _title(made.span(*person.role).of(made.text)) if person.role else ""
    one = _place(shelf, [name], "person", name, None, first, known, edits, title)
    one.forms.setdefault(name)
    if person.role and says_what(made, person.role):
        one.titles.add(title)
        one.roles.setdefault(extract.article.id, SpeakerRole(extract.article.id, made.span(*person.role)))


def _place(
    shelf: _Shelf,
    forms: list[str],
    kind: SpeakerKind,
    mention: str,
    chain: Chain | None,
    first: tuple[int, int],
    known: Known,
    edits: Mapping[str, str],
    title: str,
) -> _Found:
    """The speaker that these forms name, made when there is none yet."""
    edited = next((edits[_folded(f)] for f in (*forms, mention) if _folded(f) in edits), None)
    key = _key(forms[0])
    places = _places(key, kind, chain, edited)
    for f in shelf.near(places):
        rule = _joined(f, key, kind, mention, chain, known, edited)
        free = kind == f.kind == "person" and not (edited or f.edited or chain or f.own)
        if rule is None and free and title in f.titles and _titled(key, f.key, title, known):
            rule = "surname and title"
        if rule:
            f.rule = f.rule if rule == "own name" else rule
            f.edited = f.edited or edited
            if len(key) > len(f.key) and (f.kind != "unnamed" or chain is None):
                f.key = key
            shelf.put(f, places)
            return f
    one = _Found(kind, key, first, len(shelf.every), "set by an editor" if edited else "own name", edited, own=chain)
    shelf.every.append(one)
    shelf.put(one, places)
    return one


def _places(key: Key, kind: SpeakerKind, chain: Chain | None, edited: str | None) -> list[object]:
    """Where a name is put and looked for: whoever it can be joined with by a rule stands under one of the same places."""
    places: list[object] = [("name", key)]
    if edited:
        places += [("edited", edited), ("name", _key(edited))]
    if chain:
        return [*places, ("chain", chain)]
    plain = _plain(key)
    if not plain:  # a name of signs alone, or of a suffix
        return places
    if kind == "person":
        last, given = plain[-1], plain[0][:1]
        places += [("surname", last), *(("initial", w[:1], last) for w in plain[:-1])]
        places += [("spelling", given, len(plain), last[:3]), ("spelling", given, len(plain), last[-3:])]
        return places
    short = [w for w in key if w not in _SMALL]
    places += [
        ("words", tuple(sorted(short))),
        ("letters", "".join(w[0] for w in short)),
        ("end", key[-1]),
        ("end", key[0]),
    ]
    return [*places, ("letters", key[0])] if len(key) == 1 else places


def _joined(
    f: _Found,
    key: Key,
    kind: SpeakerKind,
    mention: str,
    chain: Chain | None,
    known: Known,
    edited: str | None,
) -> str | None:
    """The name of the rule by which the key names the speaker `f`, or None."""
    if edited or f.edited:
        same = edited == f.edited or (f.edited is None and edited is not None and _key(edited) == f.key)
        return "set by an editor" if same or (edited is None and f.key == key and chain is None) else None
    if chain or f.own:
        return "one chain of mentions" if chain == f.own else None
    if (kind == "person") != (f.kind == "person") or ("and" in key) != ("and" in f.key):
        return None  # and two people are not one of them
    if kind != "person":
        return next((name for name, rule in BODIES if rule(key, f.key)), None)
    wanted = _honorific(mention)
    if wanted and _gender(f.key) not in ("", wanted):
        return None
    return next((name for name, rule in PEOPLE if rule(key, f.key, known, wanted)), None)


def _honorific(mention: str) -> str:
    m = _HONORIFIC.match(mention)
    return {"Mr": "he", "Mrs": "she", "Ms": "she"}[m.group(1)] if m else ""


def _gender(key: Key) -> str:
    return first_names().get(key[0], "") if len(key) > 1 else ""


def _folded(name: str) -> str:
    return " ".join(_key(name))


def _key(name: str) -> Key:
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


def _plain(key: Key) -> Key:
    """The key without "Jr." and its like."""
    return tuple(w for w in key if w not in _SUFFIXES) or key


def _suffix(key: Key) -> str:
    return next((w for w in key if w in _SUFFIXES), "")


def _may_be_one(a: Key, b: Key, known: Known) -> bool:
    """Whether "Jr." and its like allow two names to be one person's: where an article has both, only the same is."""
    x, y = _suffix(a), _suffix(b)
    return x == y or (not (x and y) and _plain(a if x else b) not in known.two)


def _equal(a: Key, b: Key, known: Known, _wanted: str) -> bool:
    return _plain(a) == _plain(b) and _may_be_one(a, b, known)


def _surname_of_one(a: Key, b: Key, known: Known, wanted: str) -> bool:
    """One is the end of the other ("Lind", "Ann Lind"), and no second person of the story ends so."""
    short, long = sorted((_plain(a), _plain(b)), key=len)
    if not short or len(short) == len(long) or long[-len(short) :] != short or long in known.two:
        return False
    return all(
        _same_given(plain, long)
        for k in known.by_surname.get(short[-1], ())
        if len(plain := _plain(k)) > len(short)
        and plain[-len(short) :] == short
        and (not wanted or _gender(k) in ("", wanted))
    )


def _titled(a: Key, b: Key, title: str, known: Known) -> bool:
    """As in "President Lind" and "President Ann Lind" beside a Karl Lind: one has the surname alone, both the same title,

    and nobody else of the surname has it.
    """
    short, long = sorted((_plain(a), _plain(b)), key=len)
    if not title or len(short) != 1 or len(long) < 2 or long[-1:] != short:
        return False
    bearers = known.by_surname.get(short[0], set())
    return all(_same_given(_plain(k), long) for k in bearers if title in known.titles.get(k, ()))


def _title(role: str) -> str:
    """The noun of a role, folded: "president" of "the US President"; of "head of the bank" that is "head"."""
    return (_key(re.split(r"\s(?:of|for|at|in|from)\s|,", role.strip(), maxsplit=1)[0]) or ("",))[-1]


def _same_given(a: Key, b: Key) -> bool:
    """Whether the given names can be one person's: equal, or one the initial of the other."""
    x, y = a[0], b[0]
    return x == y or (x[0] == y[0] and (len(x) == 1 or len(y) == 1)) or x.startswith(y) or y.startswith(x)


def _middle_name(a: Key, b: Key, known: Known, _wanted: str) -> bool:
    """Given name and surname are the same; one has a middle name, a nickname or the initials run together."""
    if not _may_be_one(a, b, known):
        return False
    a, b = sorted((_plain(a), _plain(b)), key=len)
    if len(a) < 2 or a[-1] != b[-1]:
        return False
    nickname = len(a) == 2 and a[0] in b[1:-1]
    return nickname or (a[0] == b[0] and len(a) == 2) or (_same_given(a, b) and min(len(a[0]), len(b[0])) <= 2)


def _other_spelling(a: Key, b: Key, _known: Known, _wanted: str) -> bool:
    """The same name in other letters: "Zelensky" and "Zelenskyy", both with one given name."""
    if len(a) < 2 or len(a) != len(b) or a[0][0] != b[0][0]:
        return False
    return all(
        x == y or (min(len(x), len(y)) >= _LONG and fuzz.ratio(x, y) >= _ALIKE) for x, y in zip(a, b, strict=True)
    )


_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "s"})


def _same_body(a: Key, b: Key) -> bool:
    return a == b


def _other_order(a: Key, b: Key) -> bool:
    """As in "Ministry of Transport" and "the transport ministry"."""
    x, y = ([w for w in key if w not in _SMALL] for key in (a, b))
    return len(x) > 1 and sorted(x) == sorted(y) and ("of" in a) != ("of" in b)


def _short_form(a: Key, b: Key) -> bool:
    """As in "police" and "police in Aber"; the harbour police are others."""
    short, long = sorted((a, b), key=len)
    return len(short) == 1 and short[0] in _ONE_GROUP and long[:2] == (short[0], "in")


def _acronym(a: Key, b: Key) -> bool:
    """As in "FBI" and "Federal Bureau of Investigation"."""
    short, long = sorted((a, b), key=len)
    initials = "".join(w[0] for w in long if w not in _SMALL)
    return len(short) == 1 and len(long) > 2 and len(short[0]) > 2 and short[0] == initials


PersonRule = Callable[[Key, Key, Known, str], bool]
PEOPLE: tuple[tuple[str, PersonRule], ...] = (
    ("own name", _equal),
    ("surname of one person", _surname_of_one),
    ("middle name or initials", _middle_name),
    ("other spelling", _other_spelling),
)
BODIES: tuple[tuple[str, Callable[[Key, Key], bool]], ...] = (
    ("own name", _same_body),
    ("other order of words", _other_order),
    ("short form", _short_form),
    ("acronym", _acronym),
)


def _speaker(f: _Found) -> Speaker:
    name = f.edited or max(f.forms, key=lambda n: len(_key(n)))
    roles, kept = tuple(f.roles.values()), tuple(f.statements)
    return Speaker(
        name, f.kind, tuple(f.forms), roles, kept, Trace(f.rule, tuple(f.forms)), edited=f.edited is not None
    )
