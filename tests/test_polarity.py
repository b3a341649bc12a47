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


CREW = "the crew of the ferry had worked through the night to clear the deck of the ropes that the storm had left there"
SAFE, ROTTEN = "“The pier is safe,” Ann Lind said", "Ann Lind denied on Monday that the pier was rotten"


@pytest.mark.parametrize(
    ("before", "shown", "after"),
    [
        # The main clause before and behind, cut at a semicolon, or at "and" and "but" before a subject with its verb.
        (f"T{CREW[1:]}; ", ROTTEN, "; the town has still to decide what will be done with the old quay."),
        ("", SAFE, f", and the town has yet to decide what will be done, while {CREW}."),
        ("", SAFE, f", but they have yet to decide what will be done, while {CREW} and lay there."),
        ("", SAFE, f", but Tarn's very old council has yet to decide what will be done, while {CREW}."),
        (f"T{CREW[1:]}, and ", "the boats lay in the bay, and the town waits, and Ann Lind said it was safe.", ""),
        ("", f"{SAFE} of the nets", f", and the sails were lost that night, while {CREW} and lay there in the wind."),
        # Not before a verb alone, a subject that goes on with "of", or the last of a list.
        ("", f"{SAFE}, but left the pier by noon in a small boat, while {CREW} and lay there.", ""),
        ("", f"{SAFE}, and the pier of the harbour was shut by noon to all, while {CREW}.", ""),
        ("", f"{SAFE} of the nets, ropes, and the sails were lost that night, while {CREW} and lay there.", ""),
        # Forty words are whole, and fewer than eight are not left out.
        ("", f"{ROTTEN}; {CREW} in the rain of night that was.", ""),
        ("", ROTTEN, f"; {CREW} in the rain of the night that was."),
        ("", f"Boats left the old pier by noon; {ROTTEN}, although {CREW} in the dark.", ""),
        ("Boats left the old pier again by noon; ", f"{ROTTEN}, although {CREW} in the dark.", ""),
        ("", f"{ROTTEN}, although {CREW} in the dark; boats left the old pier by noon.", ""),
        ("", f"{ROTTEN}, although {CREW} in the dark", "; boats left the old pier again by noon."),
    ],
)
def test_a_long_sentence_is_cut_where_a_main_clause_begins(before: str, shown: str, after: str) -> None:
    text = before + shown + after
    made = article("x", text)
    assert [[span.of(text) for span in one.shown] for one in heard(made, sentences(made)).statements] == [[shown]]


def test_every_sentence_that_words_stand_in_is_shown() -> None:
    text = "The boats lie in the bay. “The pier is safe. The quay is not,” said Ann Lind. The town has to decide."
    made = article("x", text)
    (one,) = heard(made, sentences(made)).statements
    assert [span.of(text) for span in one.shown] == ["“The pier is safe. The quay is not,” said Ann Lind."]
