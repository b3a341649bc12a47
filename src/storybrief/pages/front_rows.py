"""What does brief.json say of the brief's own page: which lines it shows open, whose they are, in which order?

The other ways out (Word, e-mail, plain text) print these lines and no others, so they cannot differ from the page.
"""

from __future__ import annotations

from collections.abc import Mapping

from storybrief.model import Brief, Extract, Passage, Span
from storybrief.pages.facing import Row
from storybrief.pages.front import Front
from storybrief.pages.lines import Line
from storybrief.pages.slices import cuts

Value = dict[str, object]


def front_rows(brief: Brief, shown: Front) -> Value:
    """Return the open part of a brief's page. Each passage is a slice with its offsets, as all of brief.json is."""
    rows = _Rows(brief)
    return {
        "lines": [rows.line(line) for line in (*([shown.lead] if shown.lead else ()), *shown.lines[0])],
        "disagree": [rows.row(row) for row in shown.disagree],
        "changed": [rows.row(row) for row in shown.changed[0]],
        "speakers": [
            {
                "name": words.speaker.name,
                "role": rows.passage(words.role) if words.role else None,
                "described": words.speaker.override_role,
                "lines": [rows.line(line) for line in words.lines],
            }
            for words in shown.speakers[0]
        ],
        "silences": [
            {
                "name": one.name,
                "who": rows.passage(one.who) if one.who else None,
                "lines": [rows.line(line) for line in one.lines],
                "replies": [rows.line(line) for line in one.replies],
            }
            for one in shown.silences
        ],
        "unknown": [rows.line(line) for line in shown.unknown[0]],
    }


def sliced(span: Span, text: str) -> Value:
    """A slice of an article's text: its offsets, and the words there."""
    return {"start": span.start, "end": span.end, "words": span.of(text)}


class _Rows:
    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._extracts: Mapping[str, Extract] = brief.by_id

    def passage(self, at: Passage) -> Value:
        """A slice; `before` and `after` say whether its sentence goes on there, which “…” stands for."""
        extract = self._extracts[at.article]
        text = extract.article.text
        before, after = cuts(text, extract.sentences[at.sentence - 1].span, at.span)
        return {
            "article": at.article,
            "sentence": at.sentence,
            **sliced(at.span, text),
            "before": before,
            "after": after,
        }

    def line(self, line: Line) -> Value:
        """A line: its passages, what of them is said, and whom a pronoun stands for."""
        article = line.at[0].article
        text = self._extracts[article].article.text
        return {
            "article": article,
            "at": [self.passage(p) for p in line.at],
            "said": [sliced(span, text) for span in line.said],
            "means": [{**sliced(span, text), "name": name} for span, name in line.means],
            "sources": list(dict.fromkeys(p.article for p in line.sources)),
        }

    def row(self, row: Row) -> Value:
        """A fact with its sides: where no words name it, each side is the whole clause that its words stand in."""
        sides: list[Value] = []
        for side in row.sides:
            named = list(dict.fromkeys(p.article for p in side.sources))
            alone = row.alone and row.kind != "wording"
            bare: Value = {"before": False, "after": False} if alone else {}  # as the page prints it
            sides.append({"at": {**self.passage(side.shown), **bare}, "giver": side.giver, "sources": named})
        return {
            "kind": row.kind,
            "ask": row.ask,
            "label": row.label,
            "about": [self.passage(p) for p in row.about],
            "sides": sides,
        }
