"""Which sentences make claims, and what is known of each before any two are compared?

Only the body speaks: teaser, title and subtitle support nothing, nor do signs without a letter or digit. A sentence that has the very words of an earlier one is
its twin and is not compared again: whatever that one joins, it joins too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from storybrief.claims import clauses, same
from storybrief.claims.words import Word, words
from storybrief.model import Extract, Figure, Moment, Sentence, Span, Statement

# An article's id and the number of a sentence; the numbers of two sentences of a story, the earlier first.
Place = tuple[str, int]
Pair = tuple[int, int]
# What an article says first weighs more: the unit in which the way down it is counted.
_SENTENCES_DOWN = 30


class Told(Struct, frozen=True):
    """A body sentence.

    place       the number of its extract in the story, from 0
    cuts        where it may be cut (offsets into the article's text)
    coordinate  those of its cuts that have a clause on either side which could stand alone
    down        how far down its article it stands, in units of 30 sentences
    statements  those of which some words stand in it
    english     whether rules made for English apply
    twin        the number of the first sentence of the story with the very same words, often its own
    """

    place: int
    extract: Extract
    sentence: Sentence
    words: tuple[Word, ...]
    unit: same.Unit
    cuts: tuple[int, ...]
    coordinate: frozenset[int]
    down: float
    english: bool
    twin: int
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The text of the whole article."""
        return self.extract.article.text

    def part(self, span: Span, weights: same.Weights) -> same.Unit:
        """Read a part of the sentence."""
        inside = tuple(w for w in self.words if span.holds(w.span))
        return same.unit(self.extract, span, inside, weights, self.statements)


def body(extracts: Sequence[Extract]) -> tuple[list[Told], same.Weights]:
    """Read the body sentences of a story in order, and how much each word says in it."""
    rows = [
        (place, extract, sentence, down / _SENTENCES_DOWN)
        for place, extract in enumerate(extracts)
        for down, sentence in enumerate(extract.body)
    ]
    read = [words(extract.article.text, sentence.span) for _, extract, sentence, _ in rows]
    weights = same.weights_of(read)
    said = by_sentence(extracts).said
    first: dict[str, int] = {}
    told: list[Told] = []
    for n, ((place, extract, sentence, down), found) in enumerate(zip(rows, read, strict=True)):
        statements = tuple(said.get((extract.article.id, sentence.number), ()))
        unit = same.unit(extract, sentence.span, found, weights, statements)
        english = extract.article.english
        cuts = clauses.cuts(extract.article.text, sentence.span) if english else ()
        places = tuple(at for at, _ in cuts)
        coordinate = frozenset(at for at, rule in cuts if rule in clauses.COORDINATE)
        twin = first.setdefault(unit.line, n)
        told.append(Told(place, extract, sentence, found, unit, places, coordinate, down, english, twin, statements))
    return told, weights


class BySentence(Struct, frozen=True):
    """What was found in the sentences of a story: the extract of each article, by its id; statements, figures and times
    by (article id, number of the sentence), for those sentences that have any.
    """

    extracts: Mapping[str, Extract]
    said: Mapping[Place, Sequence[Statement]]
    figures: Mapping[Place, Sequence[Figure]]
    moments: Mapping[Place, Sequence[Moment]]


def by_sentence(extracts: Sequence[Extract]) -> BySentence:
    """Put what was found in each sentence together, so that no passage is held against a whole article."""
    said: dict[Place, list[Statement]] = defaultdict(list)
    figures: dict[Place, list[Figure]] = defaultdict(list)
    moments: dict[Place, list[Moment]] = defaultdict(list)
    for extract in extracts:
        for statement in extract.statements:
            for number in statement.sentences:
                said[extract.article.id, number].append(statement)
        for figure in extract.figures:
            figures[extract.article.id, figure.sentence].append(figure)
        for moment in extract.moments:
            moments[extract.article.id, moment.sentence].append(moment)
    return BySentence({e.article.id: e for e in extracts}, said, figures, moments)
