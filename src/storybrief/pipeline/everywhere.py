"""What do the pages about all stories show of each, and which pages are they? People, outlets, corrections, the home page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import jinja2
from msgspec import Struct

from storybrief.claims.diff import words as diff
from storybrief.model import Brief, Person
from storybrief.pages import people as people_of
from storybrief.pages import people_pages
from storybrief.pages.corrections import Corrected, corrected, corrections_page
from storybrief.pages.due import Due
from storybrief.pages.home import HomeEntry, home_entry, home_pages
from storybrief.pages.quoted import Audit, audited
from storybrief.pages.quoted_page import quoted_pages
from storybrief.problems import Problem, errors
from storybrief.store.layout import CORRECTIONS, OUTLETS, PEOPLE
from storybrief.story.people import check_people

LISTS = (
    (f"{PEOPLE}/index.md", "People"),
    (f"{OUTLETS}/index.md", "Outlets"),
    (CORRECTIONS, "Corrections"),
)


class Share(Struct, frozen=True):
    """What a story gives to the pages about all stories, but for the words of its speakers (`pages.people.Words`).

    `newest` is the newest date that an article of the story declares, of its publication or last change, "" without
    one; `names` are all names and forms of its speakers, `called` the names of those that have one.
    """

    home: HomeEntry
    newest: str
    corrected: Corrected
    speakers: people_of.InStory
    audit: Audit
    names: tuple[str, ...]
    called: tuple[str, ...] = ()


def share(brief: Brief, people: Sequence[Person]) -> tuple[Share, people_of.Words]:
    """Take from a brief what the pages about all stories show of it."""
    speakers, words = people_of.in_story(brief, people, diff)
    sources = [e.article.source for e in brief.extracts]
    called = tuple(dict.fromkeys(s.name for s in brief.speakers if s.kind != "unnamed"))
    newest = max((when or "" for s in sources for when in (s.published, s.modified)), default="")
    return Share(
        home_entry(brief), newest, corrected(brief), speakers, audited(brief, people), names_of(brief), called
    ), words


def names_of(brief: Brief) -> tuple[str, ...]:
    """Return all names and forms of the speakers of a brief, each once."""
    return tuple(dict.fromkeys(name for s in brief.speakers for name in (s.name, *s.forms)))


def about_all(
    templates: jinja2.Environment, shares: Sequence[Share], people: Sequence[Person], words: people_pages.WordsOf
) -> list[Due]:
    """Return the pages about all stories: people, outlets, who is quoted, corrections and the home page."""
    due = [
        *people_pages.pages(templates, [one.speakers for one in shares], people, words),
        *quoted_pages(templates, [one.audit for one in shares], people),
        *corrections_page(templates, [one.corrected for one in shares]),
    ]
    paths = {one.path for one in due}
    lists = [(path, name) for path, name in LISTS if path in paths]
    return [*due, *home_pages(templates, _newest_first(shares), lists)]


def _newest_first(shares: Iterable[Share]) -> list[HomeEntry]:
    """Sort by the newest date; stories without one come last, by name."""
    by_name = sorted(shares, key=lambda one: one.home.story)
    return [one.home for one in sorted(by_name, key=lambda one: one.newest, reverse=True)]


def together(found: Iterable[Problem], shares: Iterable[Share], people: Iterable[Person]) -> tuple[Problem, ...]:
    """Return what is wrong about the stories together, after what was `found` about each."""
    if errors(found):  # nobody can be missed in a story that could not be made
        return ()
    return check_people(people, {one.home.story: one.names for one in shares})
