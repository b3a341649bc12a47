"""Who said what on pages of one article each, as predictions for the labelled pages and small texts.

    python -m benchmarks.pages --docs DOCS --out PRED     reads `id` and `text` of each line and nothing else

PRED is what score_pages.py of ../shared/corpora/pages and score_micro.py read: a row for each quoted part, or for each
clause of an indirect statement; then a row, marked `no_answer`, for each silence.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.docs import load, save
from benchmarks.who_said_what import article_of

from storybrief.model import Extract, NoAnswer, Span, Statement
from storybrief.statements.extract import heard
from storybrief.statements.sentences import sentences
from storybrief.statements.speakers import speakers

Row = dict[str, Any]


def prediction(name: str, text: str) -> Row:
    """Return what one page says, in the form of score_pages.py."""
    article = article_of(name, text)
    cut = sentences(article)
    found = heard(article, cut)
    extract = Extract(article, cut, found.statements, (), (), found.no_answers, found.unsaid, found.named)
    names = {number: s.name for s in speakers([extract]) for _, number in s.statements}
    rows = [row for s in found.statements for row in _statement(s, names.get(s.number))]
    return {"id": name, "statements": rows + [_no_answer(one) for one in found.no_answers]}


def _statement(statement: Statement, speaker: str | None) -> Iterator[Row]:
    about = {
        "kind": statement.kind,
        "speaker": speaker,
        "polarity": statement.polarity,
        "shown": [_pair(span) for span in statement.shown],
        "cue": _pair(statement.attribution.cue) if statement.attribution.cue else None,
    }
    about = {key: value for key, value in about.items() if value is not None or key == "speaker"}
    if statement.kind == "mixed":
        about["clause"] = [statement.content[0].start, statement.content[-1].end]
    whole = (Span(statement.content[0].start, statement.content[-1].end),)  # "Prices, Lind said, will fall" is one row
    for span in statement.quoted or whole:
        yield {"start": span.start, "end": span.end, **about}


def _no_answer(one: NoAnswer) -> Row:
    return {
        "start": one.cue.start,  # the labels mark what was not done, without who did not
        "end": max(one.cue.end, one.span.end),
        "kind": "indirect",
        "speaker": one.name,
        "cue": _pair(one.cue),
        "shown": [_pair(one.shown)],
        "polarity": "refused",
        "no_answer": True,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def main() -> None:
    asked = argparse.ArgumentParser(description="Predict who said what for a file of pages.")
    asked.add_argument("--docs", type=Path, required=True)
    asked.add_argument("--out", type=Path, required=True)
    wanted = asked.parse_args()
    save(wanted.out, [prediction(doc["id"], doc["text"]) for doc in load(wanted.docs)])


if __name__ == "__main__":
    main()
