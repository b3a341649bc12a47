"""What does a reader find first: which stories are there, the newest first, and how are the others reached?

The home page lists the newest stories; every story stands on the page of its month, the month of its newest article.
Both are cut into parts, so that a page stays small however many stories there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

import jinja2
from msgspec import Struct

from storybrief.english.calendar import in_words
from storybrief.model import Brief, Dispute, Passage
from storybrief.pages.due import Due, page
from storybrief.pages.facing import ask
from storybrief.pages.glance import glance, updated
from storybrief.pages.slices import cuts
from storybrief.store.cache import key_of
from storybrief.store.layout import HOME, MONTHS

NEWEST = 30  # stories on the home page
IN_A_PART = 100  # stories on one page of a month
UNDATED = "undated"


class HomeEntry(Struct, frozen=True):
    """A story as the home page lists it.

    `teaser` is the brief's, or its lead; `disagree` names on what its articles disagree, three things at most; `slices`
    are the places of their words, their article as "story/article" (none for an editor's words). `updated` is the
    newest day that an article gives, ISO 8601. `about` says what it is made of, `articles` only how many; `outlets` are
    their names. A `draft` is shown under `mkdocs serve` alone.
    """

    story: str
    headline: str
    teaser: str | None
    about: str
    updated: str | None = None
    slices: tuple[Passage, ...] = ()
    disagree: tuple[str, ...] = ()
    draft: bool = False
    articles: str = ""
    outlets: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The newest day in words, "" without one."""
        return in_words(self.updated[:10]) if self.updated else ""

    @property
    def month(self) -> str:
        """The month of its newest article, as ISO 8601 writes it ("2026-03"), or UNDATED."""
        return self.updated[:7] if self.updated else UNDATED


class Part(Struct, frozen=True):
    """A part of a month's list: `number` of `parts`, from 1, and the page that it stands on, relative to MONTHS."""

    month: str
    number: int
    parts: int
    entries: tuple[HomeEntry, ...]

    @property
    def page(self) -> str:
        """The name of its page."""
        return part_page(self.month, self.number)


def home_entry(brief: Brief) -> HomeEntry:
    """Return what the home page says of a story."""
    words, slices = _teaser(brief)
    seen = glance(brief)
    rows = _disagree(brief)
    named = [row.about[0] for row in rows]
    texts = brief.texts
    slices += tuple(Passage(f"{brief.story}/{p.article}", p.sentence, p.span) for p in named)
    return HomeEntry(
        story=brief.story,
        headline=brief.headline.words,
        teaser=words,
        about=seen.told,
        updated=updated(brief),
        slices=slices,
        disagree=tuple(
            f"{ask(brief, row)} {row.about[0].span.of(texts[row.about[0].article])}".strip() for row in rows
        ),
        draft=brief.draft,
        articles=seen.counted,
        outlets=seen.outlets,
    )


def _disagree(brief: Brief) -> tuple[Dispute, ...]:
    """On what the articles disagree, where words of theirs name it, in the order of the brief."""
    named = (row for row in brief.merged.disputes if row.about and not row.update and row.kind != "wording")
    return tuple(named)[:_NAMED]


_NAMED = 3  # things that a line of the home page names


def _teaser(brief: Brief) -> tuple[str | None, tuple[Passage, ...]]:
    if brief.teaser:
        return brief.teaser.words, ()
    first = [*(line.shown for line in brief.merged.lines), *(claim.shown for claim in brief.merged.claims)][:1]
    if not first:
        return None, ()
    shown = first[0]
    extract = next(e for e in brief.extracts if e.article.id == shown.article)
    before, after = cuts(extract.article.text, extract.sentences[shown.sentence - 1].span, shown.span)
    words = f"{'… ' if before else ''}{shown.span.of(extract.article.text)}{' …' if after else ''}"
    return words, (Passage(f"{brief.story}/{shown.article}", shown.sentence, shown.span),)


def home_pages(
    templates: jinja2.Environment, entries: Sequence[HomeEntry], lists: Sequence[tuple[str, str]] = ()
) -> list[Due]:
    """Return the home page, the pages of the months and the list of these.

    `entries` are in the order to show, newest first; `lists` are (path, name) of other pages about all stories.
    """
    parts = list(_parts(entries))
    months = tuple(dict.fromkeys((part.month, part.parts) for part in parts))
    stories = Counter(entry.month for entry in entries)
    counts = tuple((month, stories[month]) for month, _ in months)
    ways = (*lists, (f"{MONTHS}/index.md", "By month")) if counts else tuple(lists)
    newest = tuple(entries[:NEWEST])
    return [
        *(_due(templates, "month.md.jinja", f"{MONTHS}/{part.page}", _title(part), part.entries, kind="month", part=part) for part in parts),
        *([_due(templates, "months.md.jinja", f"{MONTHS}/index.md", "Stories by month", (), counts=counts)] if counts else []),
        _due(templates, "home.md.jinja", HOME, "Story briefs", newest, kind="home", lists=ways, left=len(entries) - len(newest)),
    ]  # fmt: skip


def part_page(month: str, number: int) -> str:
    """Return the name of the page of a month's part."""
    return f"{month}.md" if number == 1 else f"{month}-part-{number}.md"


def _parts(entries: Iterable[HomeEntry]) -> Iterable[Part]:
    by_month: dict[str, list[HomeEntry]] = {}
    for entry in entries:
        by_month.setdefault(entry.month, []).append(entry)
    for month, every in by_month.items():
        parts = -(-len(every) // IN_A_PART)
        for number in range(1, parts + 1):
            yield Part(month, number, parts, tuple(every[(number - 1) * IN_A_PART : number * IN_A_PART]))


def _title(part: Part) -> str:
    name = "Stories without a date" if part.month == UNDATED else f"Stories of {part.month}"
    return f"{name}, part {part.number} of {part.parts}" if part.parts > 1 else name


def _due(
    templates: jinja2.Environment,
    template: str,
    path: str,
    title: str,
    entries: tuple[HomeEntry, ...],
    kind: str = "list",
    **values: object,
) -> Due:
    slices = tuple(place for entry in entries for place in entry.slices)
    given = {"briefs": entries, "part_page": part_page, "undated": UNDATED, **values}
    make = partial(page, templates, template, path, title, kind=kind, slices=slices, **given)
    return Due(path, key_of(repr((title, entries, values))), make)
