"""Which sentences of different articles tell one fact because they give one quantity?

"Killing at least nine people" and "the death toll has risen to 14" share no word of matter, and are one fact with its
values. Only quantities count that are seldom of two facts: a rare number of one thing, a toll that the articles give in
turn, the result of a game. Two officers, two nations, three times, an age or a place in an order are of many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from storybrief.claims.body import Pair, Told
from storybrief.claims.counted import rare
from storybrief.model import Figure, Quantity, Span

_NEVER = frozenset({"age", "order", "time"})
# A sentence is held against so many after it that give the quantity: the work must not grow with the square.
_PARTNERS = 32

Held = Mapping[Pair, tuple[tuple[Span, Span], ...]]
"""Pairs of sentences (i < j), each with the places of their figures of one quantity, spans of the articles' texts."""


class _Given(NamedTuple):
    """A figure in a sentence (by its number); `value` numbers the values of its quantity."""

    sentence: int
    figure: Figure
    value: int


def held(told: Sequence[Told], counted: Sequence[Quantity]) -> Held:
    """Find the pairs of sentences of different articles that tell one fact by a quantity; twins speak once."""
    numbers = {(t.extract.article.id, t.sentence.number): n for n, t in enumerate(told) if t.twin == n}
    found: dict[Pair, list[tuple[Span, Span]]] = defaultdict(list)
    for quantity in counted:
        if quantity.sort in _NEVER or len(quantity.articles) < 2:
            continue
        given = [
            _Given(numbers[f.article, f.sentence], f, value)
            for value, figures in enumerate(quantity.values)
            for f in figures
            if (f.article, f.sentence) in numbers
        ]
        given.sort(key=lambda one: (one.sentence, one.figure.span))
        for pair, spans in _pairs(told, quantity, given):
            found[pair].append(spans)
    return {pair: tuple(found[pair]) for pair in sorted(found)}


def _pairs(
    told: Sequence[Told], quantity: Quantity, given: Sequence[_Given]
) -> Iterator[tuple[Pair, tuple[Span, Span]]]:
    if quantity.sort == "score":
        given = [one for one in given if not _bracketed(told[one.sentence].text, one.figure.span)]
    for k, a in enumerate(given):
        for b in islice(given, k + 1, k + 1 + _PARTNERS):
            if told[a.sentence].place != told[b.sentence].place and _one_fact(quantity, a, b):
                yield (a.sentence, b.sentence), (a.figure.span, b.figure.span)


def _one_fact(quantity: Quantity, a: _Given, b: _Given) -> bool:
    same = a.value == b.value
    if quantity.sort == "score":
        return same
    if not (a.figure.value and b.figure.value):
        return False  # "dozens", and "no casualties", are told of many things
    both = rare(a.figure) and rare(b.figure)
    if quantity.sort == "toll":
        return quantity.standing == "update" or (same and (both or quantity.standing == "dispute"))
    return both


def _bracketed(text: str, span: Span) -> bool:
    """Whether a score stands in brackets after a name: all the games of a season, not the result of one."""
    return text[: span.start].rstrip()[-1:] == "("
