"""Is any statement printed without the word that turns its meaning? A proof that does not trust how it was found.

`statements/polarity.py` decides which way words are given. Here the article's text is looked at again, by patterns
alone: a negation, refusal, question or condition in the clause of a statement must stand in what is printed for it,
and what is given as said must not follow "declined to", "never" or "did not".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storybrief.model import Brief, Span, Statement, short
from storybrief.problems import Problem, error

# A word that turns the meaning of the clause it stands in.
_TURNS = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|cannot|without|whether|if|unless"
    r"|den(?:y|ies|ied|ying)|declin\w+|refus\w+|reject\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
# Where another clause begins: no word before it belongs to the statement.
_CLAUSE = re.compile(
    r"[;:—\n]|[.!?][”\"’')]*\s"
    r"|(?:(?<=[^\W\dA-Z_])|(?<=\)))[.!?][”\"’')]*(?=[“\"‘(]?[A-Z])|[.!?][”\"]+(?=[“\"‘(]?[A-Z])"  # glued to the next sentence
    r"|,\s(?i:and|but|while|though|although|which|who)\s"
)
# What stands right before a word of saying that was not done.
_UNSAID = re.compile(
    r"(?:\b(?:not|never)|n['’]t|\b(?:declin|refus|fail)\w+ to|\byet to)\s+(?:(?!only\b|just\b)\w+ly\s+|yet\s+|ever\s+)?[\w’']+$",
    re.IGNORECASE,
)


def unturned(brief: Brief, path: str) -> Iterator[Problem]:
    """Yield a problem for every statement and every silence of a brief that is printed without what turns it.

    `path` is the page that prints them.
    """
    for extract in brief.extracts:
        text = extract.article.text
        for statement in extract.statements:
            for words in lost(text, statement):
                yield _problem(path, words.of(text), statement.content[0].of(text))
        for one in extract.no_answers:
            if not (one.shown.holds(one.span) and one.shown.holds(one.cue)):
                yield _problem(path, one.cue.of(text), one.span.of(text))


def lost(text: str, statement: Statement) -> Iterator[Span]:
    """Yield the words of `text` that turn the meaning of a statement and are not in what is printed for it."""
    shown = statement.shown or statement.content
    cue = statement.attribution.cue
    for span in (*statement.turned, *statement.content, *([cue] if cue else [])):
        if not _held(span, shown):
            yield span
    for span in (*statement.content, *([cue] if cue else [])):
        for m in _TURNS.finditer(text, _clause_start(text, span.start), span.end):
            if not _held(Span(*m.span()), shown):
                yield Span(*m.span())
    # "refused to blame the crew: “We all err.”": what stands in marks behind a colon was said all the same
    if cue is None or (statement.quoted and ":" in text[cue.end : statement.content[0].start]):
        return
    if statement.polarity == "asserted" and _UNSAID.search(text, _clause_start(text, cue.start), cue.end):
        yield cue


def _held(span: Span, shown: tuple[Span, ...]) -> bool:
    """Whether the span stands in what is printed; one over several sentences may stand in several."""
    return all(any(whole.start <= at < whole.end for whole in shown) for at in (span.start, span.end - 1))


def _clause_start(text: str, at: int) -> int:
    """Where the clause begins that the place `at` stands in: at most 200 characters before it, never over a line."""
    start = at - 200  # before the text is its start, for a pattern
    for m in _CLAUSE.finditer(text, start):
        if m.end() > at:
            break
        start = m.end()
    return start


def _problem(path: str, lost: str, words: str) -> Problem:
    told = (
        f"“{short(words)}” is printed without “{short(lost)}”, which turns its meaning. Take the statement out with "
        "“drop” in overrides.yml and report this fault of storybrief."
    )
    return error("meaning-turned", path, 0, told)
