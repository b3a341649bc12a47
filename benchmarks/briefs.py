"""What a whole brief says, as predictions for the labelled stories.

    python -m benchmarks.briefs --docs DOCS --out PRED     any docs file in the collections' form (benchmarks/docs.py)

Reads texts, outlets, dates and titles only, and builds by the very functions that build a site. PRED is what the
scorers of ../shared/corpora/briefs and micro read: the lines of "In brief", the claims, the statements, who did not
answer, the differences (folded when the page folds them) and the quantities, those too (ages, places in an order) that
have no row in the table of figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.docs import Told, load, save, told

from storybrief.model import Dispute, Extract, NoAnswer, Passage, Span, Statement

KINDS = {
    "bound": "figure",
    "time": "date",
    "speaker": "who",
    "agent": "who",
    "hedge": "certainty",
    "negation": "yes-no",
    "yes or no": "yes-no",
    "wording": "quotation",
}
LINES = 7
Row = dict[str, Any]


def prediction(made: Told) -> Row:
    """Return what the brief of one story says, in the form of score_briefs.py."""
    brief, places = made.brief, made.places

    def at(passage: Passage) -> list[Any]:
        return places.of(passage.article, passage.span)

    speaker = {place: s.name for s in brief.speakers for place in s.statements}
    return {
        "story": made.story,
        "in_brief": [[at(p) for p in _first(line.shown, line.sources)] for line in brief.merged.lines[:LINES]],
        "claims": [[at(p) for p in _first(claim.shown, claim.passages)] for claim in brief.merged.claims],
        "statements": [
            row
            for e in brief.extracts
            for s in e.statements
            for row in _statements(made, e, s, speaker.get((e.article.id, s.number)))
        ],
        "no_answer": [_no_answer(made, e, one) for e in brief.extracts for one in e.no_answers],
        "differences": [
            *(
                {"kind": KINDS.get(d.kind, d.kind), "sides": [[at(p) for p in side] for side in _ends(d)]}
                for d in brief.merged.disputes
            ),
            *(
                {"kind": KINDS.get(d.kind, d.kind), "sides": [[at(d.a)], [at(d.b)]], "folded": True}
                for d in brief.merged.differences
            ),
        ],
        "figures": [
            [
                {"span": places.of(f.article, f.span), "low": _number(f.low), "high": _number(f.high)}
                for figures in quantity.values
                for f in figures
            ]
            for quantity in brief.merged.quantities
        ],
    }


def _ends(dispute: Dispute) -> list[tuple[Passage, ...]]:
    """The first and the last side: of what changed, what it was and what it is; of two, both."""
    return [dispute.sides[0], dispute.sides[-1]]


def _first(shown: Passage, passages: tuple[Passage, ...]) -> list[Passage]:
    return [shown, *(p for p in passages if p != shown)]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _statements(made: Told, extract: Extract, statement: Statement, speaker: str | None) -> Iterator[Row]:
    """A row for each quoted part, or one for the words of an indirect statement from the first to the last."""
    id = extract.article.id
    shown = [made.places.of(id, span) for span in statement.shown or statement.content]
    whole = (Span(statement.content[0].start, statement.content[-1].end),)
    for span in whole if statement.kind == "indirect" else statement.content:
        yield {
            "span": made.places.of(id, span),
            "speaker": speaker,
            "kind": statement.kind,
            "shown": shown,
            "polarity": statement.polarity,
        }


def _no_answer(made: Told, extract: Extract, one: NoAnswer) -> Row:
    return {"who": one.name, "span": made.places.of(extract.article.id, one.span), "kind": one.kind}


def main() -> None:
    asked = argparse.ArgumentParser(description="Predict whole briefs for a docs file.")
    asked.add_argument("--docs", type=Path, required=True)
    asked.add_argument("--out", type=Path, required=True)
    wanted = asked.parse_args()
    save(wanted.out, [prediction(made) for made in told(load(wanted.docs))])


if __name__ == "__main__":
    main()
