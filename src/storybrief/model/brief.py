"""The brief of a story: what people decided about it, what was corrected, and its pages."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from storybrief.model.article import Extract, Statement
from storybrief.model.story import Merged, Passage, Speaker, Update


class Override(Struct, frozen=True):
    """One correction that a person recorded in overrides.yml, where it stands and why it was made.

    `do` names what it does (the table is story.overrides.KINDS). `where` are words quoted from the articles, `to` is
    what the editor wants there, `article` is the file name of a source where one is named, `articles` are two where
    it is about a pair, `fields` are further (name, value) pairs in the order written. `why` is empty for "checked" alone.
    """

    do: str
    where: tuple[str, ...]
    to: str | int | None
    why: str
    path: str
    line: int
    article: str | None = None
    fields: tuple[tuple[str, str | None], ...] = ()
    articles: tuple[str, ...] = ()

    def field(self, name: str) -> str | None:
        """The value of one of the further fields, None without it."""
        return dict(self.fields).get(name)


CorrectionKind = Literal["correction", "clarification", "withdrawn"]


class Correction(Struct, frozen=True):
    """What the editors tell readers about a brief that was wrong: what, since when (ISO 8601, a day) and why.

    kind: "correction" (it was wrong), "clarification" (it could be misread), "withdrawn" (it is no longer stood by).
    """

    kind: CorrectionKind
    what: str
    when: str
    why: str
    path: str
    line: int


class Edit(Struct, frozen=True):
    """An override that was applied, and the passage it touched (None: it touched no single one)."""

    override: Override
    at: Passage | None = None


class Check(Struct, frozen=True):
    """An editor looked at what stands at `at` on the day `on` (ISO 8601), and left it as it is.

    `speaker` is set when it was who said the words that was looked at, under the name the brief shows: then it is about
    the statements there alone, else about the claims that show these words too.
    """

    override: Override
    at: Passage
    on: str
    speaker: str | None = None


class Lapse(Struct, frozen=True):
    """A check that holds no longer, and why, in words that follow "it lapsed:"."""

    override: Override
    why: str


class Dropped(Struct, frozen=True):
    """A statement that an editor took out of the brief."""

    statement: Statement
    edit: Edit


class Line(Struct, frozen=True):
    """A headline or teaser: the words, and the article they are a slice of (None: an editor's own words)."""

    words: str
    article: str | None


class Brief(Struct, frozen=True):
    """Everything that the page on one story shows. `story` is the name of the story's folder.

    `length` is the minutes in which what the brief does not fold is to be read, None for as many as its articles ask for; `updates` are in the order of the
    articles, the first version of each first; `releases` are the ids of the articles that are press releases; `checks`
    are what editors looked at and left, `lapses` those of them that hold no longer. A `draft` is shown under
    `mkdocs serve` alone.
    """

    story: str
    headline: Line
    teaser: Line | None
    extracts: tuple[Extract, ...]
    speakers: tuple[Speaker, ...]
    merged: Merged
    edits: tuple[Edit, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    corrections: tuple[Correction, ...] = ()
    length: int | None = None
    updates: tuple[Update, ...] = ()
    releases: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    draft: bool = False

    @property
    def by_id(self) -> dict[str, Extract]:
        """What was found in each article, by the article's id, in their order."""
        return {e.article.id: e for e in self.extracts}

    @property
    def speaker_of(self) -> dict[tuple[str, int], Speaker]:
        """(article id, statement number) -> who is taken to have said it."""
        return {place: s for s in self.speakers for place in s.statements}

    @property
    def texts(self) -> dict[str, str]:
        """The text of each article, by its id."""
        return {e.article.id: e.article.text for e in self.extracts}


class Person(Struct, frozen=True):
    """A person or organisation as people.yml knows them, for all stories: one under several names, and why.

    `stories` are those in which the forms mean this one, for two may have one name; empty: in all. `about` is what the
    editors say of them, as (key, value): "gender", "woman".
    """

    name: str
    forms: tuple[str, ...]
    role: str | None
    why: str
    path: str
    line: int
    stories: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    def may_be_in(self, story: str) -> bool:
        """Whether the forms mean this one in a story."""
        return not self.stories or story in self.stories


class Page(Struct, frozen=True):
    """A file that the build makes: its POSIX path relative to content/, and its whole text.

    `slices` are the passages whose words the text shows, for the proof that each is verbatim; on a page about several
    stories their article is "story/article".
    """

    path: str
    text: str
    slices: tuple[Passage, ...] = ()
