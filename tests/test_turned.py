"""No statement is printed without the word that turns its meaning: the proof, and texts with a character missing."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from storybrief.model import Span, Statement
from storybrief.statements.extract import heard
from storybrief.statements.sentences import sentences
from storybrief.verify.turned import lost, unturned
from test_statements import FILES, article
from told import cases

TURNED = (
    "Ann Lind denied that the pier was rotten.",
    "Piet Visser has pleaded not guilty on three counts of theft.",
    "The inquiry wants to know whether Ann Lind told the crew that the pier was rotten.",
    "Ann Lind said the pier would not open if the storm came back.",
)


def _statement(text: str) -> Statement:
    made = article("x", text)
    (found,) = heard(made, sentences(made)).statements
    return found


@pytest.mark.parametrize("text", TURNED)
def test_the_proof_finds_nothing_in_what_is_made(text: str) -> None:
    assert list(lost(text, _statement(text))) == []


@pytest.mark.parametrize("text", TURNED)
def test_the_proof_finds_a_turning_word_that_is_not_printed(text: str) -> None:
    found = _statement(text)
    turn = found.turned[0]
    for shown in (Span(turn.end, len(text)), Span(turn.start + 1, len(text)), Span(0, turn.end - 1)):
        assert any(span.overlaps(turn) for span in lost(text, replace(found, shown=(shown,))))


@pytest.mark.parametrize("text", TURNED)
def test_the_proof_does_not_trust_what_was_found(text: str) -> None:
    found = _statement(text)
    turn = found.turned[-1]
    last = text.rindex(" ", 0, turn.end - 1) if " " in text[turn.start : turn.end - 1] else turn.start - 1
    blind = replace(
        found,
        shown=(Span(turn.end, len(text)),),
        turned=(),
        attribution=replace(found.attribution, cue=None),
        content=(Span(last + 1, len(text) - 1),),
    )
    assert list(lost(text, blind))


GLUED = (
    "The council would not go on without a plan.“It is hard to pay for the quay,” Ann Lind said.",
    'The crew could not sail (it was dark)."We waited for the tide," Ann Lind said.',
)


@pytest.mark.parametrize("text", GLUED)
def test_a_sentence_glued_to_the_next_turns_nothing_there(text: str) -> None:
    assert list(lost(text, _statement(text))) == []


@pytest.mark.parametrize(
    "text", ["Not in the U.S.A. was the pier safe, Ann Lind said.", "Not a 2.5M boat but a raft sank, Ann Lind said."]
)
def test_a_stop_inside_a_word_ends_no_clause(text: str) -> None:
    made = _statement(text)
    start = text.index("A. was" if "A. was" in text else "M boat")
    assert list(
        lost(text, replace(made, content=(Span(start, len(text) - 1),), shown=(Span(start, len(text)),), turned=()))
    )


def test_what_was_not_said_is_never_given_as_said() -> None:
    text = "Ann Lind declined to say that the pier was safe."
    made = _statement("Ann Lind went on to say that the pier was safe.")
    forged = replace(
        made,
        content=(Span(text.index("the pier"), len(text) - 1),),
        shown=(Span(0, len(text)),),
        attribution=replace(made.attribution, cue=Span(text.index("say"), text.index("say") + 3), mention=None),
    )
    assert list(lost(text, forged))


def _brief(text: str, **kept: Any) -> Any:
    made = article("x", text)
    found = heard(made, sentences(made))
    every = {"statements": found.statements, "no_answers": found.no_answers} | kept
    return SimpleNamespace(extracts=[SimpleNamespace(article=made, **every)])


def test_a_statement_without_its_denial_is_told_with_its_page() -> None:
    text = TURNED[0]
    cut = replace(_statement(text), shown=(Span(text.index("the pier"), len(text)),))
    told = [*unturned(_brief(text, statements=(cut,)), "x/index.md")]
    assert {(one.path, one.line, one.code) for one in told} == {("x/index.md", 0, "meaning-turned")}
    assert "“the pier was rotten” is printed without “denied”" in told[0].message
    assert not [*unturned(_brief(text), "x/index.md")]


def test_a_silence_without_its_clause_or_its_cue_is_told() -> None:
    text = "Ann Lind declined to comment on the fire, and the town waits."
    made = article("x", text)
    (one,) = heard(made, sentences(made)).no_answers
    assert not [*unturned(_brief(text), "x/index.md")]
    for shown in (one.cue, Span(one.cue.end, len(text)), Span(0, 3)):
        assert [*unturned(_brief(text, no_answers=(replace(one, shown=shown),)), "x/index.md")]


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    text = (
        "The crew of the ferry had worked through the night to clear the deck of the ropes that the storm had left "
        "there; Ann Lind denied on Monday that the pier was rotten; the town has still to decide what will be "
        "done with the old quay."
    )
    found = _statement(text)
    assert [span.of(text) for span in found.shown] == ["Ann Lind denied on Monday that the pier was rotten"]
    assert list(lost(text, found)) == []


def test_a_sentence_of_forty_words_is_whole() -> None:
    text = "Boats were late; Ann Lind denied that the pier was rotten, and the town has still to decide."
    assert [span.of(text) for span in _statement(text).shown] == [text]


def test_a_character_missing_anywhere_turns_nothing() -> None:
    chance = random.Random(12)
    texts = [
        "\n".join(x for x in lines if not x.startswith(("=> ", "against: ", "known: "))).strip("\n")
        for name in (*(f"statements_{f}.md" for f in FILES), "polarity.md")
        for _, lines in cases(name)
    ]
    for text in texts:
        missing = chance.sample(range(len(text)), k=min(4, len(text)))
        for changed in (text, *(text[:at] + text[at + 1 :] for at in missing)):
            made = article("x", changed)
            found = heard(made, sentences(made))
            for statement in found.statements:
                assert list(lost(changed, statement)) == [], changed
            for one in found.no_answers:
                assert one.shown.holds(one.span), changed
