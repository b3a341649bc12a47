"""Which name in the article does a phrase stand for?"""

from __future__ import annotations

from dataclasses import dataclass

from storybrief.model import SpeakerKind, Span
from storybrief.statements.phrases import Phrase
from storybrief.statements.words import Words


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name as the article writes it, and where."""

    name: str
    span: Span
    kind: SpeakerKind


@dataclass(slots=True)
class Register:
    """The names of one article: surname -> the places where it stands in full."""

    full: dict[str, tuple[int, int]]

    def resolve(self, words: Words, phrase: Phrase) -> Resolved | None:
        """Return the name that the phrase stands for, or None when the article does not say."""
        if phrase.kind == "pronoun":
            return None
        if phrase.kind == "noun":
            span = phrase.span(words)
            return Resolved(span.of(words.text), span, "unnamed")
        first, last = self.full.get(words.low[phrase.head_last], (phrase.head, phrase.head_last))
        span = words.span(first, last)
        return Resolved(span.of(words.text), span, "person")


def register(words: Words) -> Register:
    """Collect the names of the article."""
    full: dict[str, tuple[int, int]] = {}
    i = 0
    while i < len(words.tag):
        if words.tag[i] == "N":
            j = i
            while j + 1 < len(words.tag) and words.tag[j + 1] == "N" and words.sentence[j + 1] == words.sentence[i]:
                j += 1
            if j > i:
                full.setdefault(words.low[j], (i, j))
            i = j
        i += 1
    return Register(full)
