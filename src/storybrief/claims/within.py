"""Where does one article not agree with itself?

Two things an editor should know before printing: the teaser or subtitle says several where the body says one, and the
body gives one quantity twice with two values. Nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from storybrief.claims.counted import apart, unlike_fates
from storybrief.claims.mentions import mentions
from storybrief.claims.pairing import grouped
from storybrief.claims.words import Word, words
from storybrief.model import Difference, Extract, Figure, Passage, Sentence, Span, Trace

_ABOVE = ("teaser", "subtitle", "title")


def within(extract: Extract) -> tuple[Difference, ...]:
    """Compare an article with itself; `a` stands before `b` in it. Spans are offsets into the article's text."""
    return (*_several_against_one(extract), *_two_values(extract))


def _in_body(extract: Extract) -> list[Figure]:
    body = {s.number for s in extract.sentences if extract.article.paragraphs[s.paragraph].role == "body"}
    return [f for f in extract.figures if f.sentence in body and f.unit != "ordinal"]


def _several_against_one(extract: Extract) -> Iterator[Difference]:
    """Find a plural above the body ("key issues") of which the body says that there is one ("only one key issue")."""
    text = extract.article.text
    ones = [f for f in _in_body(extract) if f.bound == "exact" and f.low == 1 and f.counted is not None]
    for sentence in extract.sentences:
        if extract.article.paragraphs[sentence.paragraph].role not in _ABOVE:
            continue
        found = words(text, sentence.span)
        for plural in (w for w in found if _plural(w)):
            one = next((f for f in ones if plural.stem in {w.stem for w in _counted(extract, f)}), None)
            if one is not None and not _numbered(extract, sentence, plural):
                before = found[max(0, found.index(plural) - 1)]
                span = Span((plural if before.bare else before).span.start, plural.span.end)
                yield Difference(
                    "figure",
                    "medium",
                    Passage(extract.article.id, sentence.number, span),
                    Passage(extract.article.id, one.sentence, one.span),
                    Trace("several above the body, one in it", (plural.form, one.span.of(text))),
                )
                break


def _counted(extract: Extract, figure: Figure) -> tuple[Word, ...]:
    assert figure.counted is not None
    return words(extract.article.text, figure.counted)[-1:]


def _plural(word: Word) -> bool:
    return word.form.endswith("s") and not word.form.endswith(("ss", "us", "is")) and not word.bare and not word.name


def _numbered(extract: Extract, sentence: Sentence, plural: Word) -> bool:
    """Whether the plural has a number of its own: "two of four issues" says no more than it says."""
    return any(f.sentence == sentence.number and f.span.overlaps(plural.span) for f in extract.figures)


def _two_values(extract: Extract) -> Iterator[Difference]:
    """Find one quantity that two sentences of the body give with values that cannot both hold."""
    text = extract.article.text
    found = [one for one in mentions([extract]) if one.figure.unit not in ("ordinal", "score")]
    groups = grouped(found, lambda one: [(one.figure.unit, noun) for noun in one.nouns or (one.figure.unit,)])
    pairs = {pair for many in groups.values() if len(many) <= _COMMON for pair in combinations(many, 2)}
    for a, b in ((found[i], found[j]) for i, j in sorted(pairs)):
        f, g = a.figure, b.figure
        alike = len(a.topic & b.topic) > 1 and not unlike_fates(a.topic, b.topic)
        if f.sentence != g.sentence and apart(f, g) and alike:
            yield Difference(
                "figure",
                "medium",
                Passage(extract.article.id, f.sentence, f.span),
                Passage(extract.article.id, g.sentence, g.span),
                Trace("one thing counted, two values", (f.span.of(text), g.span.of(text))),
            )


# What more figures of an article count than this is counted of many things: no two of them are surely one quantity.
_COMMON = 100
