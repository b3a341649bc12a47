"""What does a passage tell: its doings, each with who does it to whom, and the words around them?

`arguments.reading` reads it of a text; here is what comes out, and what is asked of it again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Literal

from msgspec import Struct

from storybrief.claims.words import Word
from storybrief.english.calendar import MONTH_NUMBERS, WEEKDAY_NUMBERS
from storybrief.english.tables import listed, rows
from storybrief.model import Span

_DAYS = frozenset((*WEEKDAY_NUMBERS, *MONTH_NUMBERS, *listed("est edt gmt utc pst cst bst cet pdt cdt ist am pm")))


@cache
def contraries() -> tuple[tuple[Literal["order", "polarity"], str, str], ...]:
    """Read the pairs of opposite words that are no verbs: those of order, and those for how something is."""
    return tuple((kind, one, other) for kind, one, other in rows("claims/contraries.tsv"))  # type: ignore[misc]


@cache
def _contrary() -> frozenset[str]:
    return frozenset(word for _, *pair in contraries() for word in pair)


class Doing(Struct, frozen=True):
    """A doing told in a passage.

    at, last   numbers of its first and last word in the passage
    span       its own words; `group` the helping words before it too ("has not been")
    lemma      its verb, or the noun of a kind of doing
    denied     whether a "not" or "no" stands with it
    possible   the word that makes it no more than possible ("could"), or None
    planned    whether it is told as to come ("will", "is to", "to")
    before, after  the words of matter of its clause on either side, as numbers of words
    by         those after "by" where it is passive
    noun       whether it is told as a noun ("the arrest of")
    main       whether its clause is no subordinate one
    said       whether it only gives words to somebody
    unreal     whether what it is done to need not have come about ("tried to", "denied")
    """

    at: int
    last: int
    span: Span
    group: Span
    lemma: str
    denied: bool
    possible: int | None
    before: tuple[int, ...]
    after: tuple[int, ...]
    by: tuple[int, ...]
    passive: bool
    noun: bool
    main: bool
    planned: bool
    said: bool
    unreal: bool


class Reading(Struct, frozen=True, dict=True):
    """The doings of a passage, in order, with its words and the text they stand in.

    `givers` are the notions of the words that name and describe whose words it gives.
    """

    text: str
    words: tuple[Word, ...]
    doings: tuple[Doing, ...]
    givers: frozenset[str] = frozenset()

    @cached_property
    def told(self) -> frozenset[str]:
        """The notions of what the main clauses tell of somebody: their doings with what stands after them.

        Names, numbers, frames ("X said") and whose words it gives are left out; in a passage without a main doing all
        else counts.
        """
        own = self.predicate or frozenset(self.matter)
        words = (self.words[n] for n in sorted(own) if not self.name(n) and not self.words[n].number)
        return frozenset(w.notion for w in words if not w.bare and w.notion not in self.givers)

    @cached_property
    def predicate(self) -> frozenset[int]:
        """The numbers of the words of the main doings and of what stands after them."""
        mains = [d for d in self.doings if d.main and not d.said]
        return frozenset(n for d in mains for n in (*range(d.at, d.last + 1), *d.after, *d.by))

    @cached_property
    def parties(self) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
        """Of each doing, by the number of its first word: who does it, and to whom, as the notions of the words."""

        def notions(numbers: Sequence[int]) -> frozenset[str]:
            return frozenset([self.words[n].notion for n in numbers if not self.words[n].number])

        sides = {d.at: (d.by, d.before) if d.passive else (d.before, d.after) for d in self.doings}
        return {at: (notions(doers), notions(others)) for at, (doers, others) in sides.items()}

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The numbers of the words of matter that name or describe nobody whose words it gives."""
        return tuple(n for n in self.matter if self.words[n].notion not in self.givers)

    @cached_property
    def days(self) -> dict[str, tuple[int, tuple[str, int]]]:
        """The days of a month, each by the word of matter before it: the number of its first word, number and month."""
        return dict(_days_of(self))

    @cached_property
    def names(self) -> tuple[int, ...]:
        """The numbers of the words written as names."""
        return tuple(n for n, w in enumerate(self.words) if self.name(n) and w.form not in _DAYS)

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question."""
        end = self.words[-1].span.end if self.words else 0
        return self.text[end : end + 1] == "?"

    @cached_property
    def ordering(self) -> dict[str, int]:
        """The words of order ("before", "least"), each with its number."""
        return {w.form: n for n, w in enumerate(self.words) if w.form in _contrary()}

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(w.stem for w in self.words)

    @cached_property
    def undone(self) -> frozenset[str]:
        """The notions of the words that are no doings."""
        doings = {n for d in self.doings for n in range(d.at, d.last + 1)}
        return frozenset(w.notion for n, w in enumerate(self.words) if n not in doings)

    @cached_property
    def counts(self) -> frozenset[tuple[str, bool]]:
        """The numbers in it, each with whether it stands in what is told."""
        return frozenset((w.form, n in self.predicate) for n, w in enumerate(self.words) if w.number)

    @cached_property
    def matter(self) -> tuple[int, ...]:
        """The numbers of the words that carry matter, frames ("X said") left out."""
        frames = {n for d in self.doings if d.said for n in range(d.at, d.last + 1)}
        return tuple(n for n, w in enumerate(self.words) if not w.bare and n not in frames)

    @cached_property
    def notions(self) -> frozenset[str]:
        """The notions and stems of all words."""
        return frozenset([w.stem for w in self.words] + [w.notion for w in self.words])

    def name(self, n: int) -> bool:
        """Whether word `n` is written as a name."""
        word = self.words[n]
        if word.name or word.bare or word.number:
            return word.name
        first = self.text[word.span.start].isupper()
        return first and n + 1 < len(self.words) and self.words[n + 1].name


def _days_of(reading: Reading) -> Iterator[tuple[str, tuple[int, tuple[str, int]]]]:
    """Give each day of a month ("28 June", "June 28") by the stem of the word of matter before it."""
    words = reading.words
    for n in range(1, len(words) - 1):
        if words[n].number == words[n + 1].number:
            continue
        for number, month in ((words[n], words[n + 1]), (words[n + 1], words[n])):
            if number.number and month.form in MONTH_NUMBERS and month.span.of(reading.text)[0].isupper():
                before = next((w.stem for w in reversed(words[:n]) if not w.bare), "")
                yield before, (n, (number.form, MONTH_NUMBERS[month.form]))
