"""A statement in the making: what the stages of this room hand to each other before the speaker is named."""

from __future__ import annotations

from msgspec import Struct

from storybrief.english.readings import Region
from storybrief.model import Span, StatementKind
from storybrief.statements.clauses import Said
from storybrief.statements.phrases import Phrase


class Part(Struct):
    """Words somebody said. `at` is the word of the cue (or the quotation), `last` the last quotation's word, else -1."""

    kind: StatementKind
    content: list[Span]
    quoted: list[Span]
    subject: Phrase | None
    cue: Span | None
    rule: str
    at: int
    last: int
    said: Said | None = None

    @property
    def place(self) -> int:
        """The last word it is known to reach."""
        return max(self.at, self.last)

    def add(self, region: Region, at: int) -> None:
        """Take up another quotation of the same speech."""
        self.content.append(region.inner)
        self.quoted.append(region.inner)
        self.last = at
