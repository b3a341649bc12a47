"""Whom does "the Tarn coach" mean in one article, when only another one says who is a Tarn coach?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from storybrief.model import Extract
from storybrief.statements.same_speaker import Key, key_of


def described(extracts: Iterable[Extract]) -> dict[tuple[str, Key], str]:
    """Map (article, words of "the …" without "the") to the full name of the person it means.

    That is the one person the article names in full of whom the articles of the story use all these words; not where the
    article has an unnamed bearer of the noun too ("a coach").
    """
    every = list(extracts)
    roles: dict[Key, set[str]] = {}
    for extract in every:
        for p in extract.named:
            if p.full and p.role:
                name, role = (span.of(extract.article.text) for span in (p.span, p.role))
                roles.setdefault(key_of(name), set()).update(key_of(role))
    found: dict[tuple[str, Key], str] = {}
    for extract in every:
        names = {key_of(name): name for p in extract.named if p.full for name in (p.span.of(extract.article.text),)}
        for s in extract.statements:
            said_by = s.attribution.name or ""
            key = key_of(said_by)
            if s.attribution.kind != "unnamed" or not said_by.lower().startswith("the "):
                continue
            bearers = [k for k in names if set(key) <= roles.get(k, set())]
            if len(bearers) == 1 and not _another(key[-1], extract.article.text):
                found[extract.article.id, key] = names[bearers[0]]
    return found


def _another(noun: str, text: str) -> bool:
    """Whether the text has somebody unnamed, or several, of whom the noun is said."""
    return (
        re.search(rf"\b(?:an?|one|another|two|three)\s+(?:[\w-]+\s+){{0,3}}{noun}\b|\b{noun}s\b", text, re.IGNORECASE)
        is not None
    )
