"""Who is one person across stories, and which page has them? By a full name, or as people.yml says; never by less."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from storybrief.model import Brief, Person, Speaker
from storybrief.store import layout
from storybrief.store.layout import OUTLETS, PEOPLE

QUOTED = "who-is-quoted"  # the name of the page in PEOPLE that counts them all
_TAKEN = ("", "index", QUOTED)
_ARTICLES = frozenset({"a", "an", "the", "any", "some", "another", "one"})


def page_of(brief: Brief, speaker: Speaker, people: Sequence[Person]) -> str | None:
    """Return the page of a speaker of a brief, without ".md"; None when nothing but a part of a name is known."""
    outlets = (e.article.source.outlet for e in brief.extracts)
    return place_of(speaker.name, speaker.kind, speaker.forms, brief.story, outlets, people)


def place_of(
    name: str, kind: str, forms: Sequence[str], story: str, outlets: Iterable[str | None], people: Sequence[Person]
) -> str | None:
    """As `page_of`, of a speaker called `name` and `forms` in a story whose articles have these `outlets`."""
    if names_outlet(name, kind, outlets):
        return f"{OUTLETS}/{slug(bare(name))}"
    known = known_as(name, forms, story, people)
    if known or (kind in ("person", "organisation") and full_name(name)):
        return f"{PEOPLE}/{slug(known.name if known else name)}"
    return None


def is_outlet(brief: Brief, speaker: Speaker) -> bool:
    """Whether a speaker is an outlet: found to be one, or named like the outlet of an article of the same brief."""
    return names_outlet(speaker.name, speaker.kind, (e.article.source.outlet for e in brief.extracts))


def names_outlet(name: str, kind: str, outlets: Iterable[str | None]) -> bool:
    """As `is_outlet`, of a speaker of this name and kind, where the articles have these `outlets`."""
    named = {slug(bare(outlet)) for outlet in outlets if outlet}
    return kind == "outlet" or (kind != "unnamed" and slug(bare(name)) in named)


def person_of(speaker: Speaker, story: str, people: Sequence[Person]) -> Person | None:
    """Return the entry of people.yml that a speaker of a story is: by the name in the brief, else by a form of it."""
    return known_as(speaker.name, speaker.forms, story, people)


def known_as(name: str, forms: Sequence[str], story: str, people: Sequence[Person]) -> Person | None:
    """As `person_of`, of a speaker who is called `name` and `forms`."""
    for names in ((name,), forms):
        for person in people:
            if person.may_be_in(story) and {person.name, *person.forms} & {*names}:
                return person
    return None


def full_name(name: str) -> bool:
    """Whether a name can stand for one person or body across stories: two capitalised words, no article before."""
    words = name.split()
    capitals = sum(1 for word in words if word[:1].isupper())
    return capitals > 1 and words[0][:1].isupper() and words[0].casefold() not in _ARTICLES


def page_name(slug: str, month: str | None) -> str:
    """Return the name of somebody's or an outlet's page, or of that of a month; no slug has two hyphens in a row."""
    return f"{slug}--{month}" if month else slug


def slug(name: str) -> str:
    """Return the address of a name: its letters and digits, accents and case aside; for others, digits of its hash.

    So too for a name that would take the address of a page about all.
    """
    plain = layout.slug(name.replace("'", ""))
    return plain if plain not in _TAKEN else f"name-{hashlib.sha256((plain or name).encode()).hexdigest()[:8]}"


def bare(outlet: str) -> str:
    """Return an outlet's name without "the" in front: some write it, some do not."""
    return re.sub(r"^the\s+", "", outlet, flags=re.IGNORECASE)
