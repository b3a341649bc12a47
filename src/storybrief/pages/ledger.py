"""Where did every sentence go? ledger.json, beside a brief's page: each sentence of each article, both ways.

From a sentence to the claims that hold its passages and where they are shown, or to the reason why it is only listed;
and from a claim back to its sentences; and of each quotation the statement that has it, or the reason why none has.
Prose of a saved page that is not the article's is listed with its reason.
`storybrief check` proves it from the sources.
"""

from __future__ import annotations

from collections.abc import Iterator

from storybrief.model import Brief, Extract, Page, Passage, Span
from storybrief.pages import sections
from storybrief.pages.addresses import Addresses
from storybrief.pages.seal import seal_rows

FORMAT = 1  # grows when a key changes its meaning or goes; a new key does not change it


def path(story: str) -> str:
    """The path of a story's ledger, relative to content/."""
    return f"{story}/ledger.json"


def ledger(brief: Brief, at: Addresses) -> Page:
    """Make ledger.json of a story. Offsets are code points into the article's text, half-open."""
    return Page(
        path(brief.story),
        seal_rows(
            {
                "format": FORMAT,
                "story": brief.story,
                "sentences": _sentences(brief, at),
                "quotations": [row for extract in brief.extracts for row in _quotations(extract, brief, at)],
                "left_out": [
                    {"article": e.article.id, "words": left.words, "reason": left.reason}
                    for e in brief.extracts
                    for left in e.article.left_out
                ],
                "claims": [
                    {
                        "address": at.claims[claim.shown],
                        "passages": [
                            {"address": at.claims[p], "article": p.article, "sentence": p.sentence}
                            for p in claim.passages
                        ],
                    }
                    for claim in brief.merged.claims
                ],
            }
        ),
    )


def _sentences(brief: Brief, at: Addresses) -> list[dict[str, object]]:
    held: dict[tuple[str, int], list[tuple[Passage, str]]] = {}
    for claim in brief.merged.claims:
        for passage in claim.passages:
            held.setdefault((passage.article, passage.sentence), []).append((passage, at.claims[claim.shown]))
    made: list[dict[str, object]] = []
    for extract in brief.extracts:
        text, paragraphs = extract.article.text, extract.article.paragraphs
        for sentence in extract.sentences:
            paragraph = paragraphs[sentence.paragraph]
            passages = sorted(held.get((extract.article.id, sentence.number), ()), key=lambda pair: pair[0].span)
            made.append(
                {
                    "article": extract.article.id,
                    "number": sentence.number,
                    "start": sentence.span.start,
                    "end": sentence.span.end,
                    "words": sentence.span.of(text),
                    "role": paragraph.role,
                    "paragraph": paragraph.anchor,
                    "passages": [
                        {
                            "claim": claim,
                            "address": at.claims[p],
                            "start": p.span.start,
                            "end": p.span.end,
                            "words": p.span.of(text),
                            "shown": f"evidence.md#{at.claims[p]}",
                        }
                        for p, claim in passages
                    ],
                    "listed": None
                    if passages
                    else {
                        "at": "evidence.md#not-used",
                        "reason": sections.why_not(paragraph, sentence.span.of(text)),
                    },
                }
            )
    return made


DROPPED = "dropped by an editor"


def _quotations(extract: Extract, brief: Brief, at: Addresses) -> Iterator[dict[str, object]]:
    """What stands in quotation marks in a body, in text order: the statement that has it, or the reason why none has."""
    article = extract.article
    said: dict[Span, str] = {}
    for statement in extract.statements:
        said |= dict.fromkeys(statement.quoted, at.statements[article.id, statement.number])
    why: dict[Span, str] = {}
    for dropped in brief.dropped:
        if dropped.statement.article == article.id:
            why |= dict.fromkeys(dropped.statement.quoted, DROPPED)
    why |= {one.span: one.reason for one in extract.unsaid}
    for span in sorted({*said, *why}):
        yield {
            "article": article.id,
            "start": span.start,
            "end": span.end,
            "words": span.of(article.text),
            "statement": said.get(span),
            "reason": None if span in said else why[span],
        }
