"""Which way words are given, and who did not answer: the cases in cases/polarity.md."""

from __future__ import annotations

import pytest

from storybrief.model import NoAnswer, Span, Statement
from storybrief.statements.extract import heard
from storybrief.statements.sentences import sentences
from test_statements import article
from told import cases


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(span.of(text) for span in spans) or "–"


def _said(text: str, s: Statement) -> str:
    return " | ".join([s.polarity, _words(text, s.content), s.attribution.name or "–", _words(text, s.turned)])


def _silence(text: str, one: NoAnswer) -> str:
    about, when = (_words(text, (span,) if span else ()) for span in (one.about, one.when))
    return " | ".join(["no answer", one.kind, one.name or "–", about, when])


@pytest.mark.parametrize("lines", [pytest.param(lines, id=title) for title, lines in cases("polarity.md")])
def test_case(lines: list[str]) -> None:
    text = "\n".join(x for x in lines if not x.startswith("=> ")).strip("\n")
    expected = [x[3:] for x in lines if x.startswith("=> ") and x != "=> nothing"]
    made = article("x", text)
    found = heard(made, sentences(made))
    told = [_said(text, s) for s in found.statements] + [_silence(text, one) for one in found.no_answers]
    assert told == expected
    for s in found.statements:
        for span in (*s.turned, *s.content, *([s.attribution.cue] if s.attribution.cue else [])):
            assert any(whole.holds(span) for whole in s.shown)
    for one in found.no_answers:
        assert one.shown.holds(one.span)
        assert one.shown.holds(one.cue)


@pytest.mark.parametrize(
    ("told", "clause"),
    [
        ("On Monday, a message left for Ann Lind was not returned.", "a message left for Ann Lind was not returned"),
        ("There was no comment from Ann Lind on the fire.", "There was no comment from Ann Lind on the fire"),
        ("Later Ann Lind declined to comment.", "Ann Lind declined to comment"),
    ],
)
def test_the_clause_of_a_silence_is_whole(told: str, clause: str) -> None:
    """It begins with the message, or "there", where the person does not come first."""
    made = article("x", told)
    (one,) = heard(made, sentences(made)).no_answers
    assert one.span.of(told) == clause
