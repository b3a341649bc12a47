"""Which names of a story are one speaker?

Two forms are one speaker when one is the other with words left out at the front ("Steve Witkoff", "Witkoff") and no
other full name of the story ends the same. Unnamed sources are never merged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storybrief.model import Extract, Speaker, SpeakerKind, SpeakerRole, Trace

_WORD = re.compile(r"\w+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_RANK: dict[SpeakerKind, int] = {"person": 0, "organisation": 1, "outlet": 1, "unnamed": 2}


@dataclass(slots=True)
class _Found:
    kind: SpeakerKind
    rule: str
    key: tuple[str, ...]
    forms: dict[str, None] = field(default_factory=dict)
    roles: dict[str, SpeakerRole] = field(default_factory=dict)
    statements: list[tuple[str, int]] = field(default_factory=list)
    edited: str | None = None


def speakers(extracts: Sequence[Extract], same_name: Mapping[str, str] | None = None) -> tuple[Speaker, ...]:
    """Return the speakers of a story: named persons, then organisations and outlets, then unnamed sources.

    `same_name` maps a form to the name that an editor set for it; such speakers are `edited`.
    """
    canonical = dict(same_name or {})
    found: list[_Found] = []
    full = [_key(n) for e in extracts for n in _names(e)]
    for extract in extracts:
        for s in extract.statements:
            a = s.attribution
            if a.name is None or a.kind is None:
                continue
            one = _place(found, a.name, a.kind, canonical, full)
            one.forms.setdefault(a.name)
            if a.mention and a.head and a.kind != "unnamed":
                words = a.head.of(extract.article.text)
                if words[:1].isupper():
                    one.forms.setdefault(words)
            if a.role:
                one.roles.setdefault(extract.article.id, SpeakerRole(extract.article.id, a.role))
            one.statements.append((extract.article.id, s.number))
    found.sort(key=lambda f: _RANK[f.kind])
    return tuple(_speaker(f) for f in found)


def _names(extract: Extract) -> list[str]:
    return [s.attribution.name for s in extract.statements if s.attribution.name and s.attribution.kind != "unnamed"]


def _key(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").casefold()
    return tuple(w for w in _WORD.findall(plain) if w not in _SUFFIXES)


def _place(
    found: list[_Found], name: str, kind: SpeakerKind, canonical: Mapping[str, str], full: list[tuple[str, ...]]
) -> _Found:
    edited = canonical.get(name)
    if edited is not None:
        for f in found:
            if f.edited == edited:
                return f
    elif kind != "unnamed":
        key = _key(name)
        for f in found:
            if f.kind != "unnamed" and not f.edited and _same(key, f.key, full):
                if len(key) > len(f.key):
                    f.key = key
                return f
    one = _Found(kind, "set by an editor" if edited else "own name", _key(name), edited=edited)
    found.append(one)
    return one


def _same(a: tuple[str, ...], b: tuple[str, ...], full: list[tuple[str, ...]]) -> bool:
    if not a or not b:
        return a == b
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if long[-len(short) :] != short:
        return False
    others = {k for k in full if len(k) > len(short) and k[-len(short) :] == short}
    return len(others) <= 1


def _speaker(f: _Found) -> Speaker:
    name = f.edited or max(f.forms, key=lambda n: len(_key(n)))
    return Speaker(
        name, f.kind, tuple(f.forms), tuple(f.roles.values()), tuple(f.statements),
        Trace(f.rule, tuple(f.forms)), edited=f.edited is not None,
    )  # fmt: skip
