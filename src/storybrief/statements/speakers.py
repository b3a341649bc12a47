"""Which names of a story are one speaker?

Which two names can be one speaker's, same_speaker.py says. Whoever is not named stays apart from everybody.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from storybrief.model import Extract, Named, NoAnswer, Span, Speaker, SpeakerKind, SpeakerRole, Statement, Trace
from storybrief.statements.described import described
from storybrief.statements.names import bodies
from storybrief.statements.register import HONORIFICS
from storybrief.statements.same_speaker import (
    BODIES,
    ONE_GROUP,
    PEOPLE,
    SMALL,
    Beside,
    Key,
    Known,
    gender_of,
    key_of,
    suffix_of,
    title_of,
    without_suffix,
)

_WORD = re.compile(r"\w+")
_RANK: dict[SpeakerKind, int] = {"person": 0, "organisation": 1, "outlet": 1, "unnamed": 2}
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


_MOST = 64  # speakers that a name is held against; more of one surname and initial are met in no story
_INDEFINITE = frozenset({"a", "an", "one", "another", "some", "several", "two", "three", "four", "many", "other"})

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
    known, meant = _known(extracts), described(extracts)
    shelf = _Shelf()
    for place, extract in enumerate(extracts):
        for statement in extract.statements:
            _add_statement(shelf, extract, statement, (place, statement.number), known, edits, meant)
    for place, extract in enumerate(extracts):
        told = {p for s in extract.statements if (p := s.attribution.addressee)}
        at = sorted((t.start, t.end) for t in told)
        for person in extract.named:
            if _is_silent(person, at):
                _add_silent(shelf, extract, person, (place, person.word), known, edits)
    for extract in extracts:
        for one in extract.no_answers:
            _add_silence(shelf, extract, one, known)
    shelf.every.sort(key=lambda f: (not f.statements, _RANK[f.kind], f.first))
    return tuple(_speaker(f) for f in shelf.every)


def _known(extracts: Sequence[Extract]) -> Known:
    known = Known()
    for extract in extracts:
        text = extract.article.text
        known.kin |= {key_of(p.span.of(text)) for p in extract.named if p.kin}
        bare: dict[Key, set[str]] = {}
        for p in extract.named:
            if not p.full:
                continue
            key = key_of(p.span.of(text))
            if not without_suffix(key):  # a name of signs alone
                continue
            known.by_surname.setdefault(without_suffix(key)[-1], set()).add(key)
            if p.role:
                known.titles.setdefault(key, set()).add(title_of(p.role.of(text)))
            bare.setdefault(without_suffix(key), set()).add(suffix_of(key))
        known.two |= {key for key, suffixes in bare.items() if len(suffixes) > 1}
    for extract in extracts:
        for s in extract.statements:
            a = s.attribution
            if a.name and a.kind in ("organisation", "outlet") and any(w[:1].isupper() for w in a.name.split()):
                known.bodies.add(key_of(a.name))
    known.firms = _firms(known)
    return known


def _firms(known: Known) -> dict[Key, Key]:
    """The names of firms by their first word alone, where no person of the story is called so: "Skua" of Skua Lines."""
    found: dict[Key, set[Key]] = {}
    for key in known.bodies:
        if len(key) > 1 and not any(key[-1] in bodies()[row] for row in ("ends", "of")):
            found.setdefault(key[:1], set()).add(key)
    return {
        word: next(iter(keys)) for word, keys in found.items() if len(keys) == 1 and word[0] not in known.by_surname
    }


def _add_statement(
    shelf: _Shelf,
    extract: Extract,
    statement: Statement,
    first: tuple[int, int],
    known: Known,
    edits: Mapping[str, str],
    meant: Mapping[tuple[str, Key], str],
) -> None:
    a = statement.attribution
    if a.name is None or a.kind is None:
        return
    text = extract.article.text
    whom = meant.get((extract.article.id, key_of(a.name))) if a.kind == "unnamed" else None
    name = whom or a.name
    kind: SpeakerKind = "person" if whom else a.kind
    forms = [name]
    if kind == "person" and a.head and _WORD.findall(name)[-1:] == _WORD.findall(a.head.of(text))[-1:]:
        forms.append(a.head.of(text))
    kind = "organisation" if kind == "person" and key_of(name) in known.bodies | known.firms.keys() else kind
    chain = None if whom else _chain(extract.article.id, a.named, kind, name)
    mention = a.mention.of(text) if a.mention else ""
    title = title_of(a.role.of(text)) if a.role and kind == "person" else ""
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
    key = key_of(name)
    if kind == "organisation" or key[0] in ONE_GROUP or key[-1] in ONE_GROUP:
        return None if len(key) > 1 or key[0] in ONE_GROUP else (article, key)
    return article, key


def _is_own(kind: SpeakerKind, name: str) -> bool:
    """Whether the words are no name, so that they mean somebody else in every place: "an official", "the ministry"."""
    found = name.split()
    found = found[1:] if found[0].lower() in ("the", "a", "an", "one", "his", "her", "its", "their", "our") else found
    return kind == "unnamed" or (kind == "organisation" and not any(w[:1].isupper() for w in found))


def _is_silent(person: Named, told: list[tuple[int, int]]) -> bool:
    """Whether the article gives the person a full name, and a role or somebody who says something to them."""
    if not person.full or not person.certain:
        return False
    if person.telling:
        return True
    span = person.span
    i = bisect.bisect_right(told, (span.end,)) - 1
    return any(span.start < end and start < span.end for start, end in told[max(0, i - 1) : i + 2])


def _add_silent(
    shelf: _Shelf,
    extract: Extract,
    person: Named,
    first: tuple[int, int],
    known: Known,
    edits: Mapping[str, str],
) -> None:
    text = extract.article.text
    name = person.span.of(text)
    if key_of(name) in known.bodies:
        return
    title = title_of(person.role.of(text)) if person.role else ""
    one = _place(shelf, [name], "person", name, None, first, known, edits, title)
    one.forms.setdefault(name)
    if person.role and person.telling:
        one.titles.add(title)
        one.roles.setdefault(extract.article.id, SpeakerRole(extract.article.id, person.role))


def _add_silence(shelf: _Shelf, extract: Extract, one: NoAnswer, known: Known) -> None:
    """Put the name of who did not answer among the forms of a person whom another article names in full."""
    if one.name is None or one.mention is None or not one.name[0].isupper() or key_of(one.name) in known.bodies:
        return
    key, mention = key_of(one.name), one.mention.of(extract.article.text)
    for f in shelf.near(_places(key, "person", None, None)):
        if not f.edited and _joined(f, key, "person", mention, None, known, None, ""):
            f.forms.setdefault(one.name)
            return


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
    key = key_of(forms[0])
    places = _places(key, kind, chain, edited)
    for f in shelf.near(places):
        rule = _joined(f, key, kind, mention, chain, known, edited, title)
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
        places += [("edited", edited), ("name", key_of(edited))]
    if chain:
        return [*places, ("chain", chain)]
    plain = without_suffix(key)
    if not plain:  # a name of signs alone, or of a suffix
        return places
    if kind == "person":
        last, given = plain[-1], plain[0][:1]
        places += [("surname", last), *(("initial", w[:1], last) for w in plain[:-1])]
        places += [("spelling", given, len(plain), last[:3]), ("spelling", given, len(plain), last[-3:])]
        return places
    short = [w for w in key if w not in SMALL]
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
    title: str,
) -> str | None:
    """The name of the rule by which the key names the speaker `f`, or None."""
    if edited or f.edited:
        same = edited == f.edited or (f.edited is None and edited is not None and key_of(edited) == f.key)
        return "set by an editor" if same or (edited is None and f.key == key and chain is None) else None
    if chain or f.own:
        return "one chain of mentions" if chain == f.own else None
    if (kind == "person") != (f.kind == "person") or ("and" in key) != ("and" in f.key):
        return None  # and two people are not one of them
    if kind != "person":
        if key in (known.firms.get(f.key), f.key) or known.firms.get(key) == f.key:
            return "own name" if key == f.key else "first word of a firm's name"
        return next((name for name, rule in BODIES if rule(key, f.key)), None)
    wanted = HONORIFICS.get(mention.lower().partition(" ")[0], "")
    if wanted and gender_of(f.key) not in ("", wanted):
        return None
    beside = Beside(wanted, title if title in f.titles else "")
    return next((name for name, rule in PEOPLE if rule(key, f.key, known, beside)), None)


def _folded(name: str) -> str:
    return " ".join(key_of(name))


def _speaker(f: _Found) -> Speaker:
    name = f.edited or max(f.forms, key=lambda n: len(key_of(n)))
    roles, kept = tuple(f.roles.values()), tuple(f.statements)
    return Speaker(
        name, f.kind, tuple(f.forms), roles, kept, Trace(f.rule, tuple(f.forms)), edited=f.edited is not None
    )
