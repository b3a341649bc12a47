"""What do the overrides of a story make of what was found? The working copy that each kind of override changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from storybrief.model import (
    Check,
    Decisions,
    Dropped,
    Edit,
    Extract,
    Lapse,
    Line,
    Override,
    Passage,
    Span,
    SpeakerKind,
    Statement,
    StatementKind,
)
from storybrief.problems import Problem, Stop, error, warning


class Hand(Protocol):
    """Reads what follows from an editor's words for a statement: `storybrief.statements.by_hand`, whose docs hold."""

    def added(self, extract: Extract, words: Span, cue: Span | None, kind: StatementKind | None, /) -> Statement:
        """Make a statement of nobody's of these words."""

    def trimmed(self, extract: Extract, statement: Statement, words: Span, /) -> Statement:
        """Leave the statement these words alone."""

    def cued(self, extract: Extract, statement: Statement, cue: Span | None, /) -> Statement:
        """Give the statement this word of saying."""

    def left_out(self, extract: Extract, statement: Statement, within: Sequence[Span], /) -> Span | None:
        """Return a word that turns the meaning of the statement and that it leaves out, None when there is none."""

    def before(self, extract: Extract, statement: Statement, /) -> tuple[Span, ...]:
        """Return the words of a statement, each with what stands before it."""

    def kind_of(self, name: str, /) -> SpeakerKind:
        """Return what sort of speaker a name is."""


@dataclass
class Corrected:
    """A story's extracts with the overrides applied, and what the later stages need to obey the others.

    `found` are the extracts as they were, `earlier` those of earlier versions of the articles. `claims` are the overrides about claims, each with the places it quotes.
    `related` are those about two articles, with their ids. `first` says which override was the
    first to change a thing. What `add` makes is in `found` too, so that others can be about it. `hand` is asked for
    only when an editor's words have to be read.
    """

    found: tuple[Extract, ...]
    extracts: tuple[Extract, ...]
    hand: Callable[[], Hand]
    earlier: tuple[Extract, ...] = ()
    claims: list[tuple[Override, tuple[Passage, ...]]] = field(default_factory=list)
    related: list[tuple[Override, tuple[str, str]]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    headline: Line | None = None
    teaser: Line | None = None
    edits: list[Edit] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    lapses: list[Lapse] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    first: dict[Hashable, Override] = field(default_factory=dict)

    @property
    def decisions(self) -> Decisions:
        """What the overrides say about claims."""

        def of(do: str) -> list[tuple[Override, tuple[Passage, ...]]]:
            return [(override, at) for override, at in self.claims if override.do == do]

        return Decisions(
            joined=tuple((a, b) for _, (a, b) in of("join")),
            parted=tuple((a, b) for _, (a, b) in of("part")),
            shown=tuple(at for _, (at,) in of("wording")),
            order=tuple((at, int(override.to or 0)) for override, (at,) in of("order")),
            background=tuple((at, override.to == "in") for override, (at,) in of("background")),
            related=tuple(
                (a, b, "independent" if override.to == "independent" else "dependent", override.why)
                for override, (a, b) in self.related
            ),
        )


def no_effect(override: Override, message: str) -> Problem:
    """Tell that an override could be removed."""
    return warning("no-effect", override.path, override.line, f"{message} Remove the override, unless it is to stay for safety.")  # fmt: skip


def once(corrected: Corrected, override: Override, what: Hashable) -> None:
    """Note that the override decides `what`; raises Stop with "twice" when another does already."""
    first = corrected.first.setdefault(what, override)
    if first is not override:
        raise Stop(twice(override, first))


def twice(override: Override, first: Override) -> Problem:
    """Tell that two overrides decide the same thing."""
    message = f"Keep one of the two: the override on line {first.line} already decides this."
    return error("twice", override.path, override.line, message)
