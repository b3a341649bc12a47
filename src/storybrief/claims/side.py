"""What does one of two passages that are compared hold: words, figures, times, statements, quotations, denials?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec import Struct

from storybrief.claims.arguments import reading
from storybrief.claims.frames import Reading
from storybrief.claims.words import Word, line
from storybrief.claims.words import words as read
from storybrief.english.marks import inside
from storybrief.english.tables import listed
from storybrief.model import Extract, Figure, Moment, Passage, Span, Statement, Weight

_NOT = frozenset(listed("not no never neither nor n't without none nobody nothing cannot"))
# After "no" or "not" these deny nothing: "no matter where", "not only", "no fewer than nine".
_YES = frozenset(listed("matter wonder only just merely fewer less"))
_GROUP_END = re.compile(
    r"[,;:.—–()]|\s(?:on|in|at|near|from|to|with|for|who|which|that|and|but|while|after|before|during|as)\s"
)
CLAUSE_END = re.compile(r"(?<!\d)[,;:—–]|[,;:—–](?!\d)|\s(?:and|but|while|or)\s")
_NEAR = 200  # code points: two long clauses


class Side(Struct, frozen=True, dict=True):
    """A passage with what was found in it."""

    passage: Passage
    extract: Extract

    @property
    def text(self) -> str:
        """The text of the whole article."""
        return self.extract.article.text

    def part(self, span: Span) -> Passage:
        """A part of the passage, its span in the article's text; who said it may be named in a sentence before."""
        every, number = self.extract.sentences, self.passage.sentence
        if not every[number - 1].span.overlaps(span):
            at = bisect_right(every, span.start, key=lambda sentence: sentence.span.end)
            number = every[min(at, len(every) - 1)].number
        return Passage(self.passage.article, number, span)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the passage."""
        return read(self.text, self.passage.span)

    def near(self, at: int) -> str:
        """The text of the passage before `at`, as far back as what stands there can say something of it."""
        return self.text[max(self.passage.span.start, at - _NEAR) : at]

    def words_before(self, at: int, most: int) -> tuple[Word, ...]:
        """The last words of the passage that end before `at`, in order."""
        last = bisect_right(self.words, at, key=lambda word: word.span.end)
        return self.words[max(0, last - most) : last]

    @cached_property
    def reading(self) -> Reading:
        """The doings of the passage."""
        return reading(self.text, self.passage.span)

    @cached_property
    def line(self) -> str:
        """All words as one string, spelling evened out."""
        return line(self.text, self.passage.span)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in the passage."""
        return tuple(f for f in self.extract.figures if self.passage.span.holds(f.span))

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The times in the passage."""
        return tuple(m for m in self.extract.moments if self.passage.span.holds(m.span))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of which the passage has some words."""
        return tuple(s for s in self.extract.statements if any(c.overlaps(self.passage.span) for c in s.content))

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """The words inside quotation marks, cut to the passage; the marks themselves left out."""
        span = self.passage.span
        given = {
            Span(max(q.start, span.start), min(q.end, span.end))
            for s in self.statements
            for q in s.quoted
            if q.overlaps(span)
        }
        return tuple(r.inner for r in inside(self.text, span)) or tuple(sorted(given))

    @cached_property
    def notions(self) -> frozenset[str]:
        """What the words of matter mean."""
        return frozenset(w.notion for w in self.words if not w.bare)

    @cached_property
    def denials(self) -> tuple[tuple[int, Word], ...]:
        """The words that deny ("not", "no", "didn't"), each with its place among the words."""
        after = [*(w.form for w in self.words[1:]), ""]
        return tuple(
            (n, w)
            for n, w in enumerate(self.words)
            if (w.form in _NOT and after[n] not in _YES) or w.form.endswith("n't")
        )


Found = Iterator[tuple[Weight, Span, Span, tuple[str, ...]]]
Rule = Callable[[Side, Side], Found]


def each_way(rule: Rule) -> Rule:
    """Make of a rule that looks for something in the first of two passages one that looks for it in both."""

    def both(a: Side, b: Side) -> Found:
        yield from rule(a, b)
        yield from ((weight, x, y, saw) for weight, y, x, saw in rule(b, a))

    return both


def whole(extract: Extract, number: int) -> Side:
    """Give a whole sentence of an article by its number, from 1."""
    return Side(Passage(extract.article.id, number, extract.sentences[number - 1].span), extract)


def matter(side: Side, start: int) -> list[Word]:
    """The words of matter from `start` on, up to the end of the noun group."""
    end = _GROUP_END.search(side.text, start, side.passage.span.end)
    until = end.start() if end else side.passage.span.end
    return [w for w in side.words if start <= w.span.start < until and w.content]
