"""What does the brief itself show, the page that is read in two minutes? All the rest is on the evidence page.

Every line is a whole sentence with the words said marked inside it. What does not fit the budget is folded, from the
end of what matters least; the lead and the disagreements never are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from storybrief.model import Brief
from storybrief.pages.budget import Budget, allowed
from storybrief.pages.facing import Row, row, told_once
from storybrief.pages.lines import Line, Lines
from storybrief.pages.voices import Silence, Voices, Words

T = TypeVar("T")
LINES = 7  # with the lead; the others are folded, unless an editor says how long the brief is
_FOLDED_SPEAKERS = 10  # speakers whose words are behind the fold; those of more are on the evidence page alone


class Front(Struct, frozen=True):
    """What the brief shows; of each pair the second is folded."""

    lead: Line | None
    lines: tuple[tuple[Line, ...], tuple[Line, ...]]
    disagree: tuple[Row, ...]
    changed: tuple[tuple[Row, ...], tuple[Row, ...]]
    speakers: tuple[tuple[Words, ...], tuple[Words, ...]]
    left: int
    silences: tuple[Silence, ...]
    unknown: tuple[tuple[Line, ...], tuple[Line, ...]]


def front(brief: Brief) -> Front:
    """Choose what the brief shows."""
    made = Lines(brief)
    voices = Voices(made)
    elsewhere = {(p.article, p.sentence) for p in brief.merged.not_known}
    elsewhere |= {(e.article.id, one.sentence) for e in brief.extracts for one in e.no_answers}
    lines = [made.line(x) for x in brief.merged.lines if (x.shown.article, x.shown.sentence) not in elsewhere]
    taken = {(p.article, p.sentence) for line in lines for p in line.at}
    disagree = tuple(row(made, d) for d in brief.merged.disputes if not d.update)
    changed = tuple(row(made, d) for d in brief.merged.disputes if d.update)
    taken |= {(e.article.id, one.sentence) for e in brief.extracts for one in e.no_answers}
    told = tuple(made.alone(p) for p in brief.merged.not_known if (p.article, p.sentence) not in taken)
    speakers = voices.speakers(taken | elsewhere, voices.in_other_words(lines))
    silences = voices.silences()
    first, (fresh, again) = (lines[0] if lines else None), told_once(made, lines[1:], disagree)
    rest = (*fresh, *again)
    open_ = len(rest) if brief.length else min(len(fresh), LINES - 1)
    every = Front(first, (rest[:open_], rest[open_:]), disagree, (changed, ()), (speakers, ()), 0, silences, (told, ()))
    return _folded(every, allowed(brief), Budget(made))


def _folded(every: Front, words: int, made: Budget) -> Front:
    """Fold from the end of what matters least until the rest fits."""
    unknown, speakers, lines = list(every.unknown[0]), list(every.speakers[0]), list(every.lines[0])
    changed = list(every.changed[0])
    count = made.frame() + (made.words(every.lead) if every.lead else 0)
    count += sum(map(made.row_words, (*every.disagree, *changed))) + sum(made.silence(s) for s in every.silences)
    count += sum(map(made.words, (*unknown, *lines))) + sum(map(made.speaker, speakers))

    def fold(open_: list[T], fewest: int, measure: Callable[[T], int]) -> tuple[T, ...]:
        nonlocal count
        folded: list[T] = []
        while count > words and len(open_) > fewest:
            folded.insert(0, open_.pop())
            count -= measure(folded[0])
        return tuple(folded)

    unsure, quiet = fold(unknown, 0, made.words), fold(speakers, 1, made.speaker)
    earlier, more = fold(changed, 0, made.row_words), fold(lines, 1, made.words)
    return replace(
        every,
        lines=(tuple(lines), (*more, *every.lines[1])),
        changed=(tuple(changed), earlier),
        speakers=(tuple(speakers), quiet[:_FOLDED_SPEAKERS]),
        unknown=(tuple(unknown), unsure),
        left=every.left + len(quiet[_FOLDED_SPEAKERS:]),
    )
