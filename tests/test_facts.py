"""Figures and times, case by case from tests/cases, and on text that nobody would write."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybrief.facts.figures import figures
from storybrief.facts.numbers import numbers
from storybrief.model import Article, Paragraph, Source, Span
from storybrief.statements.sentences import sentences
from told import cases, extract


def ids(case: tuple[str, list[str]]) -> str:
    return case[0]


def shown(value: Decimal | None) -> str:
    return "-" if value is None else f"{value.normalize():f}"


@pytest.mark.parametrize("case", cases("figures.md"), ids=ids)
def test_figures(case: tuple[str, list[str]]) -> None:
    """A sentence gives exactly the figures listed, with bound, interval and unit."""
    text, *expected = case[1]
    made = extract("a", text)
    found = [" | ".join((f.span.of(text), f.bound, shown(f.low), shown(f.high), f.unit or "-")) for f in made.figures]
    assert found == expected


@pytest.mark.parametrize("case", cases("moments.md"), ids=ids)
def test_moments(case: tuple[str, list[str]]) -> None:
    """A sentence gives exactly the times listed, resolved only where that is certain."""
    lines = case[1]
    published = lines[0].removeprefix("published ") if lines[0].startswith("published ") else None
    text, *expected = lines[1:] if published else lines
    made = extract("a", text, published=published)
    found = [" | ".join((m.span.of(text), m.kind, m.resolved or "-", m.flaw or "-")) for m in made.moments]
    assert found == expected


def test_a_figure_in_a_statement_belongs_to_its_giver() -> None:
    """The number of the statement is kept; what the article says itself has none."""
    made = extract("a", 'The mill has 12 wheels. "We lost 30 sheep," said Anna Kowal.')
    wheels, sheep = made.figures
    assert wheels.statement is None
    assert sheep.statement == made.statements[0].number


def test_english_rules_are_not_applied_to_another_language() -> None:
    """German words that look like an English figure or time are left alone."""
    made = extract("a", "Am 3. May kamen 12 man und several.", language="de")
    assert made.figures == ()
    assert made.moments == ()


def test_titles_give_no_figures() -> None:
    """A title repeats what the body says; a teaser and a subtitle are read."""
    text = "Twelve sheep drown\nTwelve sheep drowned.\nTwelve sheep drowned on the dyke."
    lines = [Span(m.start(), m.end()) for m in re.finditer(".+", text)]
    paragraphs = (Paragraph("title", lines[0]), Paragraph("teaser", lines[1]), Paragraph("body", lines[2], 1))
    article = Article(Source("a", "a.txt", ""), None, text, paragraphs)
    found = figures(article, sentences(article), ())
    assert [text.count("\n", 0, f.span.start) for f in found] == [1, 2]


@given(st.text(alphabet=" 0123456789,.-–$£%abdeimnorstuwy\"“”’'", max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reading of numbers, and what is found stands where it says."""
    for number in numbers(text):
        assert number.span.of(text).strip() == number.span.of(text)
        assert number.value is None or number.value >= 0
    made = extract("a", text)
    for figure in made.figures:
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert any(s.span.holds(figure.span) for s in made.sentences)
    assert all(any(s.span.holds(m.span) for s in made.sentences) for m in made.moments)
