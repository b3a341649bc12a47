"""Who answers for what a page shows: the tool alone, or an editor who looked at it or changed it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from storybrief.model import Brief, Passage, Statement
from storybrief.pages.front import Front
from storybrief.pages.lines import Line

StateName = Literal["machine", "checked", "corrected"]
_OF_STATEMENTS = frozenset({"speaker", "add", "trim", "cue"})
_OF_CLAIMS = frozenset({"join", "part", "wording", "order", "background"})


class State(Struct, frozen=True):
    """machine: as the tool made it. checked: an editor looked at it, on the day `on`. corrected: an editor changed it.

    `on` is the last day on which it was looked at, also where it was corrected; None when nobody says.
    """

    name: StateName
    on: str | None = None


class States:
    """The state of every statement and claim of a brief."""

    def __init__(self, brief: Brief) -> None:
        self._edits: dict[str, list[tuple[str, Passage]]] = {}
        for edit in brief.edits:
            if edit.at is not None:
                self._edits.setdefault(edit.at.article, []).append((edit.override.do, edit.at))
        self._checks: dict[str, list[tuple[bool, Passage, str]]] = {}
        for check in brief.checks:
            self._checks.setdefault(check.at.article, []).append((check.speaker is not None, check.at, check.on))

    def of_statement(self, statement: Statement) -> State:
        """Return the state of what is given to somebody."""
        places = [Passage(statement.article, 0, span) for span in statement.content]
        return self._state(places, _OF_STATEMENTS, of_words=True)

    def of_passage(self, passage: Passage) -> State:
        """Return the state of the claim that shows these words."""
        return self._state([passage], _OF_CLAIMS, of_words=False)

    def _state(self, places: Sequence[Passage], kinds: frozenset[str], *, of_words: bool) -> State:
        article = places[0].article
        spans = [place.span for place in places]

        def here(at: Passage) -> bool:
            return any(at.span.overlaps(span) for span in spans)

        days = [day for of_who, at, day in self._checks.get(article, ()) if (of_words or not of_who) and here(at)]
        on = max(days, default=None)
        if any(do in kinds and here(at) for do, at in self._edits.get(article, ())):
            return State("corrected", on)
        return State("checked" if days else "machine", on)


def checked_on(brief: Brief, front: Front) -> str | None:
    """Return the last day on which an editor looked at what stands open on a brief; None until all of it was looked at.

    There is no other clock: a brief that editors corrected and never checked has no day.
    """
    if not brief.checks:
        return None
    states = list(_open(brief, front, States(brief)))
    if any(state.name == "machine" for state in states):
        return None
    return max((state.on for state in states if state.on), default=None)


def _open(brief: Brief, front: Front, states: States) -> Iterator[State]:
    """Yield the state of everything that is not folded: each line, each side of a row, each speaker's words."""
    statements = {(e.article.id, s.number): s for e in brief.extracts for s in e.statements}
    lines: list[Line] = [*([front.lead] if front.lead else []), *front.lines[0], *front.unknown[0]]
    lines += [line for one in front.silences for line in (*one.lines, *one.replies)]
    lines += [line for words in front.speakers[0] for line in words.lines]
    for line in lines:
        if line.statement:
            yield states.of_statement(statements[line.statement])
        else:
            yield from map(states.of_passage, line.at)
    for row in (*front.disagree, *front.changed[0]):
        yield from (states.of_passage(side.at) for side in row.sides)
