"""For which body does somebody speak? A spokesperson and the body stay two speakers, each linked to the other.

What the articles call somebody says it: "a spokeswoman for the harbour ministry", "Coast Board spokesman Piet Lind",
"the union's press officer". Who was one ("a former spokesman") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from storybrief.model import Extract, Span, Speaker, SpeaksFor
from storybrief.statements.names import bodies, noun_kind
from storybrief.statements.same_speaker import BODIES, key_of

_FORMER = re.compile(r"\b(?:former|ex|then|acting for)\b", re.IGNORECASE)
_LEADING = re.compile(r"(?:the|an?|its|their|his|her|our|one|another|some|chief|senior|lead|deputy)\s+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:\s+(?:chief|senior|lead|deputy|official|top|national|local)|['’]s?)+\Z", re.IGNORECASE)


def linked(speakers: Sequence[Speaker], extracts: Sequence[Extract]) -> tuple[Speaker, ...]:
    """Return the speakers, each with the bodies it speaks for.

    `extracts` are those of the story. A body that an editor gave another name is linked by that name.
    """
    texts = {e.article.id: e.article.text for e in extracts}
    called = {
        (e.article.id, s.number): m for e in extracts for s in e.statements if (m := s.attribution.mention) is not None
    }
    names = _bodies(speakers)
    return tuple(
        replace(s, speaks_for=tuple(_of(s, texts, called, names))) if s.kind in ("person", "unnamed") else s
        for s in speakers
    )


def _bodies(speakers: Sequence[Speaker]) -> dict[tuple[str, ...], str]:
    """The names of the bodies that speak, by each form of them; a form of two is none's."""
    found: dict[tuple[str, ...], set[str]] = {}
    for s in speakers:
        if s.kind in ("organisation", "outlet") and s.statements:
            for form in (s.name, *s.forms):
                found.setdefault(key_of(form), set()).add(s.name)
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1}


def _of(
    speaker: Speaker, texts: dict[str, str], called: dict[tuple[str, int], Span], names: dict[tuple[str, ...], str]
) -> Iterator[SpeaksFor]:
    """The bodies of one speaker, each in the words of the first article that names it so."""
    spans = [(role.article, role.span) for role in speaker.roles]
    spans += [(place[0], called[place]) for place in speaker.statements if place in called]
    seen: set[tuple[str, ...]] = set()
    for article, span in spans:
        found = body_of(texts[article], span)
        key = key_of(found.of(texts[article])) if found else ()
        if found and key not in seen:
            seen.add(key)
            yield SpeaksFor(article, found, _named(key, names))


def body_of(text: str, span: Span) -> Span | None:
    """Return the words in `span` that name the body whose spokesperson it speaks of, without "the"; None for no such words."""
    for m in _voice().finditer(text, span.start, span.end):
        if _FORMER.search(text, span.start, m.start()):
            return None
        body = _after(text, m.end(), span.end) or _before(text, span.start, m.start())
        if body and _is_body(body.of(text)):
            return body
    return None


def _after(text: str, start: int, end: int) -> Span | None:
    m = _BEHIND.match(text, start, end)
    return _without_the(text, Span(*m.span("body"))) if m else None


_BEHIND = re.compile(r"\s+(?:for|of|at|with)\s+(?P<body>[^,;:()“”\"—]+)(?<!\s)")


def _before(text: str, start: int, end: int) -> Span | None:
    comma = max(text.rfind(mark, start, end) for mark in ',;(“"')
    words = text[comma + 1 if comma >= 0 else start : end].rstrip()
    at = end - len(text[comma + 1 if comma >= 0 else start : end])
    trailing = _TRAILING.search(words)
    return _without_the(text, Span(at, at + (trailing.start() if trailing else len(words))))


def _without_the(text: str, span: Span) -> Span | None:
    start = span.start
    while start < span.end and text[start].isspace():
        start += 1
    while m := _LEADING.match(text, start, span.end):
        start = m.end()
    return Span(start, span.end) if start < span.end else None


def _is_body(words: str) -> bool:
    """Whether the words can name a body or a person: a name, or a noun for a body or a group."""
    return any(w[:1].isupper() for w in words.split()) or noun_kind(words.split()[-1].lower()) in (
        "organisation",
        "group",
    )


def _named(key: tuple[str, ...], names: dict[tuple[str, ...], str]) -> str | None:
    if key in names:
        return names[key]
    alike = {name for other, name in names.items() if any(rule(key, other) for _, rule in BODIES)}
    return next(iter(alike)) if len(alike) == 1 else None


@cache
def _voice() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(bodies()['voice'], key=len, reverse=True))})\b", re.IGNORECASE)
