"""What of a brief is open, and what is folded, so that it reads in the minutes that its story asks for?

Nothing is dropped: what is folded stands at its place, behind a line that says how much it is and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from storybrief.model import Brief, Passage
from storybrief.pages import sections

# Silent reading of English non-fiction by adults: 238 words a minute on average (M. Brysbaert, "How many words do we
# read per minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 2019, 104047).
WORDS_A_MINUTE = 238
# "In brief" is what many read alone, so it takes no more than a quarter of the time, and at least one claim.
IN_BRIEF = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Open:
    """How much of each section is open, in the order of the page; what follows is folded.

    in_brief, cards, background   numbers of claims, speakers, claims
    others       whether the unnamed and relayed are
    medium       whether the differences of medium weight are, beside those of high
    alone        article id -> number of claims that only it has
    minutes, all_minutes, first_minutes   to read what is open, all, and what is open of "In brief"
    """

    in_brief: int
    cards: int
    others: bool
    medium: bool
    background: int
    alone: Mapping[str, int]
    minutes: int
    all_minutes: int
    first_minutes: int


def opened(brief: Brief) -> Open:
    """Share out `brief.length` minutes to the sections of a brief, in the order in which they are read.

    A section's items are open as long as they fit in what is left; the first that does not is folded with all behind it,
    so that the order stays. Each article has an equal share of "Only in one". Differences of high weight are always open. Tables of figures and times are for looking up
    and are not counted, nor are footnotes.
    """
    count = _Count(brief)
    claims, cards = sections.agreed(brief), sections.by_name(brief, sections.cards(brief))
    others = sum(map(count.card, sections.by_name(brief, sections.unnamed_and_relayed(brief))))
    high, medium = (count.differences(weight) for weight in ("high", "medium"))
    left = _Left(brief.length * WORDS_A_MINUTE)
    in_brief = max(_Left(left.words // IN_BRIEF).take(claims, count.line), min(1, len(claims)))
    first = sum(map(count.line, claims[:in_brief]))
    left.words -= first + high
    older, alone = sections.background(brief), sections.only_in_one(brief)
    every = [*claims, *older, *(line for _, lines in alone for line in lines)]
    words = (
        sum(map(count.line, every)) + sum(map(count.card, cards)) + others + high + medium + count.differences("low")
    )
    return Open(
        in_brief=in_brief,
        cards=left.take(cards, count.card),
        others=left.take([others], int) == 1,
        medium=left.take([medium], int) == 1,
        background=left.take(older, count.line),
        alone=_fairly(alone, left, count.line),
        minutes=minutes(brief.length * WORDS_A_MINUTE - left.words),
        all_minutes=minutes(words),
        first_minutes=minutes(first),
    )


def _fairly(
    alone: Sequence[tuple[str, Sequence[sections.ClaimLine]]], left: _Left, count: Callable[[sections.ClaimLine], int]
) -> dict[str, int]:
    """Give each article an equal share of what is left; what one does not need is for those behind it."""
    made = {}
    for number, (article, lines) in enumerate(alone):
        share = _Left(left.words // (len(alone) - number))
        made[article] = share.take(lines, count)
        left.words -= sum(map(count, lines[: made[article]]))
    return made


def minutes(words: int) -> int:
    """Return the whole minutes, at least one, in which `words` are read."""
    return max(1, round(words / WORDS_A_MINUTE))


@dataclass
class _Left:
    """The words that may still be open."""

    words: int

    def take(self, items: Sequence[T], count: Callable[[T], int]) -> int:
        """Return how many of `items`, from the first, fit in what is left, which their words are taken from."""
        for number, item in enumerate(items):
            if count(item) > self.words:
                return number
            self.words -= count(item)
        return len(items)


class _Count:
    """Counts the words of what a brief shows, as they are separated by white space."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._texts = {e.article.id: e.article.text for e in brief.extracts}

    def line(self, line: sections.ClaimLine) -> int:
        return self._passages([line.shown])

    def card(self, card: sections.Card) -> int:
        every = (card.alone, *(row.every for row in card.rows))
        said = [one for many in every for one in sections.together(self._brief, many)]
        return self._passages(p for s in said for p in s.content)

    def differences(self, weight: str) -> int:
        return self._passages(p for d in self._brief.merged.differences if d.weight == weight for p in (d.a, d.b))

    def _passages(self, passages: Iterable[Passage]) -> int:
        return sum(len(p.span.of(self._texts[p.article]).split()) for p in passages)
