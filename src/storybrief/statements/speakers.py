"""Which names of a story are one speaker?

An ordered table of named rules over pairs of names. Two people of one surname stay two, whoever is not named stays
apart from everybody, and a surname that two people of the story bear joins neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
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


@dataclass(slots=True)
class _Found:
    """A speaker in the making. `key` are the words of the fullest name, folded; `rule` is the last that joined a form."""

    kind: SpeakerKind
    key: tuple[str, ...]
    first: tuple[int, int]
    rule: str = "own name"
    edited: str | None = None
    forms: dict[str, None] = field(default_factory=dict)
    roles: dict[str, SpeakerRole] = field(default_factory=dict)
    statements: list[tuple[str, int]] = field(default_factory=list)
    own: tuple[str, int] | None = None


def speakers(extracts: Sequence[Extract], same_name: Mapping[str, str] = _NO_NAMES) -> tuple[Speaker, ...]:
    """Return the speakers of a story: named persons, then organisations and outlets, then unnamed, the silent last.

    `extracts` are in reading order. `same_name` maps a form of a name to the name that an editor set for its bearer;
    all forms set to one name are one speaker, marked `edited`. Somebody who says nothing is listed when an article
    gives a full name with a role, or somebody says something to them.
    """
    edits = {_folded(form): name for form, name in same_name.items()}
    people = [_people(e.article, e) for e in extracts]
    full = {_key(w.span(p.first, p.last).of(w.text)) for w, found in people for p in found if p.first < p.last}
    found: list[_Found] = []
    for place, extract in enumerate(extracts):
        for statement in extract.statements:
            _add_statement(found, extract, statement, (place, statement.number), full, edits)
    for place, (made, named) in enumerate(people):
        for person in named:
            _add_silent(found, extracts[place], made, person, (place, person.first), full, edits)
    found.sort(key=lambda f: (not f.statements, _RANK[f.kind], f.first))
    return tuple(_speaker(f) for f in found)


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
    found: list[_Found],
    extract: Extract,
    statement: Statement,
    first: tuple[int, int],
    full: set[tuple[str, ...]],
    edits: Mapping[str, str],
) -> None:
    a = statement.attribution
    if a.name is None or a.kind is None:
        return
    text = extract.article.text
    forms = [a.name]
    if a.kind == "person" and a.head and _WORD.findall(a.name)[-1:] == _WORD.findall(a.head.of(text))[-1:]:
        forms.append(a.head.of(text))
    chain = (extract.article.id, a.named.start) if a.named and _is_own(a.kind, a.name) else None
    mention = a.mention.of(text) if a.mention else ""
    one = _place(found, forms, a.kind, mention, chain, first, full, edits)
    for form in forms:
        one.forms.setdefault(form)
    if a.role and a.kind == "person":
        one.roles.setdefault(extract.article.id, SpeakerRole(extract.article.id, a.role))
    one.statements.append((extract.article.id, statement.number))


def _is_own(kind: SpeakerKind, name: str) -> bool:
    """Whether the words are no name, so that they mean somebody else in every place: "an official", "the ministry"."""
    found = name.split()
    found = found[1:] if found[0].lower() in ("the", "a", "an", "one", "his", "her", "its", "their", "our") else found
    return kind == "unnamed" or (kind == "organisation" and not any(w[:1].isupper() for w in found))


def _add_silent(
    found: list[_Found],
    extract: Extract,
    made: Words,
    person: Person,
    first: tuple[int, int],
    full: set[tuple[str, ...]],
    edits: Mapping[str, str],
) -> None:
    span = made.span(person.first, person.last)
    role = person.role if person.role and says_what(made, person.role) else None
    if person.first == person.last or not person.certain or not (role or _is_addressee(extract, span)):
        return
    name = span.of(made.text)
    one = _place(found, [name], "person", name, None, first, full, edits)
    one.forms.setdefault(name)
    if role:
        one.roles.setdefault(extract.article.id, SpeakerRole(extract.article.id, made.span(*role)))


def _is_addressee(extract: Extract, span: Span) -> bool:
    return any(s.attribution.addressee and s.attribution.addressee.overlaps(span) for s in extract.statements)


def _place(
    found: list[_Found],
    forms: list[str],
    kind: SpeakerKind,
    mention: str,
    chain: tuple[str, int] | None,
    first: tuple[int, int],
    full: set[tuple[str, ...]],
    edits: Mapping[str, str],
) -> _Found:
    """The speaker that these forms name, made when there is none yet."""
    edited = next((edits[_folded(f)] for f in (*forms, mention) if _folded(f) in edits), None)
    key = _key(forms[0])
    for f in found:
        rule = _joined(f, key, kind, mention, chain, full, edited)
        if rule:
            f.rule = f.rule if rule == "own name" else rule
            f.edited = f.edited or edited
            if len(key) > len(f.key) and f.kind != "unnamed":
                f.key = key
            return f
    one = _Found(kind, key, first, "set by an editor" if edited else "own name", edited, own=chain)
    found.append(one)
    return one


def _joined(
    f: _Found,
    key: tuple[str, ...],
    kind: SpeakerKind,
    mention: str,
    chain: tuple[str, int] | None,
    full: set[tuple[str, ...]],
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
    return next((name for name, rule in PEOPLE if rule(key, f.key, full, wanted)), None)


def _honorific(mention: str) -> str:
    m = _HONORIFIC.match(mention)
    return {"Mr": "he", "Mrs": "she", "Ms": "she"}[m.group(1)] if m else ""


def _gender(key: tuple[str, ...]) -> str:
    return first_names().get(key[0], "") if len(key) > 1 else ""


def _folded(name: str) -> str:
    return " ".join(_key(name))


def _key(name: str) -> tuple[str, ...]:
    """The words of a name without accents, dots, hyphens, case, "the" and "Jr."; single letters are drawn together."""
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
    return tuple(w for n, w in enumerate(found) if w not in _SUFFIXES and not (n == 0 and w == "the")) or tuple(found)


def _equal(a: tuple[str, ...], b: tuple[str, ...], _full: set[tuple[str, ...]], _wanted: str) -> bool:
    return a == b


def _surname_of_one(a: tuple[str, ...], b: tuple[str, ...], full: set[tuple[str, ...]], wanted: str) -> bool:
    """One is the end of the other ("Lind", "Ann Lind"), and no second person of the story ends so."""
    short, long = sorted((a, b), key=len)
    if not short or len(short) == len(long) or long[-len(short) :] != short:
        return False
    bearers = {k for k in full if len(k) > len(short) and k[-len(short) :] == short}
    bearers = {k for k in bearers if not wanted or _gender(k) in ("", wanted)}
    return all(_same_given(k, long) for k in bearers)


def _same_given(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the given names can be one person's: equal, or one the initial of the other."""
    x, y = a[0], b[0]
    return x == y or (x[0] == y[0] and (len(x) == 1 or len(y) == 1)) or x.startswith(y) or y.startswith(x)


def _middle_name(a: tuple[str, ...], b: tuple[str, ...], _full: set[tuple[str, ...]], _wanted: str) -> bool:
    """Given name and surname are the same; one has a middle name or the initials run together."""
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-1]:
        return False
    return (a[0] == b[0] and 2 in (len(a), len(b))) or (_same_given(a, b) and min(len(a[0]), len(b[0])) <= 2)


def _other_spelling(a: tuple[str, ...], b: tuple[str, ...], _full: set[tuple[str, ...]], _wanted: str) -> bool:
    """The same name in other letters: "Zelensky" and "Zelenskyy", both with one given name."""
    if len(a) < 2 or len(a) != len(b) or a[0][0] != b[0][0]:
        return False
    return all(
        x == y or (min(len(x), len(y)) >= _LONG and fuzz.ratio(x, y) >= _ALIKE) for x, y in zip(a, b, strict=True)
    )


def _same_body(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return a == b


def _acronym(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """As in "FBI" and "Federal Bureau of Investigation"."""
    short, long = sorted((a, b), key=len)
    initials = "".join(w[0] for w in long if w not in ("of", "the", "for", "and", "on", "in"))
    return len(short) == 1 and len(long) > 2 and len(short[0]) > 2 and short[0] == initials


PersonRule = Callable[[tuple[str, ...], tuple[str, ...], "set[tuple[str, ...]]", str], bool]
PEOPLE: tuple[tuple[str, PersonRule], ...] = (
    ("own name", _equal),
    ("surname of one person", _surname_of_one),
    ("middle name or initials", _middle_name),
    ("other spelling", _other_spelling),
)
BODIES: tuple[tuple[str, Callable[[tuple[str, ...], tuple[str, ...]], bool]], ...] = (
    ("own name", _same_body),
    ("acronym", _acronym),
)


def _speaker(f: _Found) -> Speaker:
    name = f.edited or max(f.forms, key=lambda n: len(_key(n)))
    roles, kept = tuple(f.roles.values()), tuple(f.statements)
    return Speaker(
        name, f.kind, tuple(f.forms), roles, kept, Trace(f.rule, tuple(f.forms)), edited=f.edited is not None
    )
