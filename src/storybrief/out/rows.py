"""What is the one table that every form is made of? Frozen rows of a story; told.py reads them.

Words are the articles' own, character by character; offsets are code points, half-open. A story that its editors withdrew
gives its corrections and no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story. `state`: "published" or "withdrawn"; the counts are those of its pages."""

    story: str
    headline: str
    teaser: str
    state: str
    updated: str | None
    articles: int
    statements: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article, as far as it is known."""

    story: str
    article: str
    letter: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    modified: str | None
    url: str | None
    archived: str | None
    language: str | None
    release: bool
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Who said what. `words` are the attributed words, `sentence` what the page shows of their sentence.

    `polarity` says which way the words are given, `turned` what turns them; `sure` is 0 to 1; `state` is machine, checked
    or corrected, and `checked` the day.
    """

    story: str
    statement: str
    article: str
    outlet: str | None
    date: str | None
    speaker: str | None
    speaker_kind: str | None
    role: str | None
    kind: str
    polarity: str
    turned: str | None
    words: str
    quoted: str | None
    sentence: str
    cue: str | None
    relay: str | None
    addressee: str | None
    time: str | None
    sure: float
    state: str
    checked: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoAnswerRow:
    """Somebody was asked and did not answer."""

    story: str
    article: str
    outlet: str | None
    date: str | None
    speaker: str | None
    kind: str
    sentence: str
    about: str | None
    time: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What passages judged the same have in common; `words` are those that stand for it."""

    story: str
    claim: str
    words: str
    articles: int
    independent: int
    background: str | None
    state: str
    checked: str | None


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Words of an article that a claim holds."""

    story: str
    claim: str
    passage: str
    article: str
    outlet: str | None
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """Where two passages of one claim differ."""

    story: str
    difference: str
    kind: str
    weight: str
    article_a: str
    words_a: str
    article_b: str
    words_b: str
    rule: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number. `low` and `high` are the interval that the words allow."""

    story: str
    figure: str
    article: str
    outlet: str | None
    words: str
    low: str | None
    high: str | None
    bound: str
    unit: str | None
    counted: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A time as written; `resolved` is ISO 8601 where it is sure."""

    story: str
    time: str
    article: str
    outlet: str | None
    words: str
    kind: str
    resolved: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What the editors tell readers about a brief that was wrong."""

    story: str
    kind: str
    what: str
    date: str
    why: str


@dataclass(frozen=True, slots=True)
class FootnoteRow:
    """A sentence that the pages cite. `place` is its paragraph."""

    story: str
    footnote: str
    letter: str
    article: str
    words: str
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the brief's own page. `kind`: lead, brief, disagree, changed, said, silent, unknown.

    `label` is whose or what it is about, `described` what the speaker is; `articles` are letters.
    `pieces` are (words, sort): "text" and "said" are the articles', "ours" are the tool's. No column of a table.
    """

    story: str
    kind: str
    number: int
    label: str
    described: str
    words: str
    articles: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """How much one speaker is given by one outlet in a story. `kind`: named, unnamed, group, institution, not known.

    `share` is that of all words given to anybody in the story, 0 to 1.
    """

    story: str
    speaker: str | None
    kind: str
    outlet: str | None
    statements: int
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class AboutRow:
    """What the editors say in people.yml of a speaker of a story: `person` is its entry there."""

    story: str
    speaker: str
    person: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """Somebody who was asked and did not answer; `statements` is what the story has of them elsewhere."""

    story: str
    speaker: str | None
    outlets: int
    statements: int
    reply: str


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A claim that the article looked at has alone ("only here"), or that two others or more have and it has not.

    `claim`, `words` and `articles` are as in the table of claims.
    """

    story: str
    article: str
    outlet: str | None
    side: str
    claim: str
    words: str
    articles: int


Row = (
    StoryRow | ArticleRow | StatementRow | NoAnswerRow | ClaimRow | PassageRow | DifferenceRow | FigureRow | TimeRow
    | CorrectionRow | FootnoteRow | LineRow | QuotedRow | AboutRow | ReplyRow | LeadRow
)  # fmt: skip

TABLES: Mapping[str, type[Row]] = {
    "stories": StoryRow, "articles": ArticleRow, "statements": StatementRow, "no_answers": NoAnswerRow,
    "claims": ClaimRow, "passages": PassageRow, "differences": DifferenceRow, "figures": FigureRow, "times": TimeRow,
    "corrections": CorrectionRow, "footnotes": FootnoteRow, "lines": LineRow,
    "quoted": QuotedRow, "about": AboutRow, "replies": ReplyRow, "lead": LeadRow,
}  # fmt: skip

Rows = Mapping[str, tuple[Row, ...]]
"""The rows of one story, table by table: the keys are those of TABLES, in their order."""
