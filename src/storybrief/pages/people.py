"""What did somebody say in all briefs, and what do the briefs have of an outlet?

Two speakers of two stories are one person when they have the same full name, or when people.yml says so; never by a
surname or a description alone, for those mean somebody else in the next story. A page says by which of the two it was
put together. Speakers without a full name stay on the pages of their briefs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import jinja2

from storybrief.model import Article, Brief, Page, Passage, Person, Speaker
from storybrief.pages import addresses, sections
from storybrief.pages.addresses import Addresses
from storybrief.pages.escape import Markdown, front_matter
from storybrief.pages.seal import seal
from storybrief.pages.slices import Diff, Slices

PEOPLE, OUTLETS = "people", "outlets"

_ARTICLES = frozenset({"a", "an", "the", "any", "some", "another", "one"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Words of a speaker, as the page of the speaker shows them: `said` in `brief`, in the articles `among`.

    `link` leads to the words on the brief's page.
    """

    brief: Brief
    said: sections.Said
    among: tuple[Article, ...]
    link: Markdown
    s: Slices

    @property
    def published(self) -> str:
        """The day of the newest of its articles, ISO 8601; "" when none gives one."""
        return max((a.source.published or "" for a in self.among), default="")[:10]

    @property
    def outlets(self) -> tuple[str | None, ...]:
        """The outlets that have the words, each once; None for an article that names none."""
        return tuple(dict.fromkeys(a.source.outlet for a in self.among))


@dataclass(frozen=True, slots=True)
class Someone:
    """A person or organisation across all briefs: the speakers taken to be one, with what they said, newest first."""

    slug: str
    name: str
    known: Person | None
    kinds: frozenset[str]
    names: tuple[str, ...]
    roles: tuple[tuple[Brief, Passage, Slices], ...]
    entries: tuple[Entry, ...]

    @property
    def briefs(self) -> int:
        """In how many briefs."""
        return len({e.brief.story for e in self.entries})


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet across all briefs: its articles, newest first, and what others say that it reported."""

    slug: str
    name: str
    articles: tuple[tuple[Brief, Article], ...]
    relayed: tuple[Entry, ...]


# --- who is who ------------------------------------------------------------------------------------------------


def page_of(brief: Brief, speaker: Speaker, people: Sequence[Person]) -> str | None:
    """Return the page of a speaker of a brief, without ".md"; None when nothing but a part of a name is known."""
    if is_outlet(brief, speaker):
        return f"{OUTLETS}/{slug(_bare(speaker.name))}"
    known = person_of(speaker, people)
    if known or (speaker.kind in ("person", "organisation") and full_name(speaker.name)):
        return f"{PEOPLE}/{slug(known.name if known else speaker.name)}"
    return None


def is_outlet(brief: Brief, speaker: Speaker) -> bool:
    """Whether a speaker is an outlet: found to be one, or named like the outlet of an article of the same brief."""
    named = {slug(_bare(e.article.source.outlet)) for e in brief.extracts if e.article.source.outlet}
    return speaker.kind == "outlet" or (speaker.kind != "unnamed" and slug(_bare(speaker.name)) in named)


def person_of(speaker: Speaker, people: Sequence[Person]) -> Person | None:
    """Return the entry of people.yml that a speaker is: by the name that the brief shows, else by a form of it."""
    for names in ((speaker.name,), speaker.forms):
        for person in people:
            if {person.name, *person.forms} & {*names}:
                return person
    return None


def full_name(name: str) -> bool:
    """Whether a name can stand for one person or body across stories: two capitalised words, no article before."""
    words = name.split()
    capitals = sum(1 for word in words if word[:1].isupper())
    return capitals > 1 and words[0][:1].isupper() and words[0].casefold() not in _ARTICLES


def slug(name: str) -> str:
    """Return the address of a name: its letters and digits, accents and case aside; for others, digits of its hash."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return plain or f"name-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


# --- what they said --------------------------------------------------------------------------------------------


def someones(briefs: Iterable[Brief], people: Sequence[Person], diff: Diff) -> tuple[Someone, ...]:
    """Return everybody who has a page and says something, by name. `diff` is what `Slices` needs."""
    groups: dict[str, list[tuple[Brief, sections.Card, Slices, Addresses]]] = {}
    for brief in sorted(briefs, key=lambda b: b.story):
        s, at = Slices(brief.extracts, diff), addresses.of_brief(brief)
        for card in sections.cards(brief):
            place = page_of(brief, card.speaker, people)
            if place and place.startswith(f"{PEOPLE}/"):
                groups.setdefault(place.removeprefix(f"{PEOPLE}/"), []).append((brief, card, s, at))
    made = [_someone(place, group, people) for place, group in groups.items()]
    return tuple(sorted(made, key=lambda one: (one.name.casefold(), one.slug)))


def _someone(
    place: str, group: Sequence[tuple[Brief, sections.Card, Slices, Addresses]], people: Sequence[Person]
) -> Someone:
    known = next(filter(None, (person_of(card.speaker, people) for _, card, _, _ in group)), None)
    names = dict.fromkeys(n for _, card, _, _ in group for n in (card.speaker.name, *card.speaker.forms))
    roles: dict[str, tuple[Brief, Passage, Slices]] = {}
    for brief, card, s, _ in group:
        for passage, _ in card.roles:
            roles.setdefault(s.plain(passage).casefold(), (brief, passage, s))
    entries = [entry for brief, card, s, at in group for entry in _entries(brief, card, s, at)]
    kinds = frozenset(card.speaker.kind for _, card, _, _ in group)
    name = known.name if known else group[0][1].speaker.name
    return Someone(place, name, known, kinds, tuple(names), tuple(roles.values()), _newest_first(entries))


def _entries(brief: Brief, card: sections.Card, s: Slices, at: Addresses) -> list[Entry]:
    """Return the statements of a card; those of the same words in several articles stand once."""
    articles = {e.article.id: e.article for e in brief.extracts}
    every = [*card.alone, *(said for row in card.rows for group in row.said.values() for said in group)]
    same: dict[tuple[str, ...], list[sections.Said]] = {}
    for said in every:
        words = tuple(" ".join(s.plain(part).split()) for part in said.content)
        same.setdefault((said.statement.kind, *words), []).append(said)
    return [
        Entry(
            brief,
            group[0],
            tuple(articles[said.statement.article] for said in group),
            Markdown(
                f"../{brief.story}/index.md#{at.statements[group[0].statement.article, group[0].statement.number]}"
            ),
            s,
        )
        for group in same.values()
    ]


def _newest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    by_place = sorted(entries, key=lambda e: (e.brief.story, e.said.statement.article, e.said.statement.number))
    return tuple(sorted(by_place, key=lambda e: e.published, reverse=True))


def outlets(briefs: Iterable[Brief], diff: Diff) -> tuple[Outlet, ...]:
    """Return every outlet that published an article or is relayed by one, by name; "the" in front is left aside."""
    names: dict[str, str] = {}
    articles: dict[str, list[tuple[Brief, Article]]] = {}
    relayed: dict[str, list[Entry]] = {}
    for brief in sorted(briefs, key=lambda b: b.story):
        for extract in brief.extracts:
            name = extract.article.source.outlet
            if name:
                articles.setdefault(_outlet_slug(name, names), []).append((brief, extract.article))
        s, at = Slices(brief.extracts, diff), addresses.of_brief(brief)
        for card in (*sections.cards(brief), *sections.unnamed_and_relayed(brief)):
            if is_outlet(brief, card.speaker):
                relayed.setdefault(_outlet_slug(card.speaker.name, names), []).extend(_entries(brief, card, s, at))
    made = [
        Outlet(
            place,
            name,
            tuple(sorted(articles.get(place, ()), key=lambda pair: pair[1].source.published or "", reverse=True)),
            _newest_first(relayed.get(place, ())),
        )
        for place, name in names.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.name.casefold(), one.slug)))


def _outlet_slug(name: str, names: dict[str, str]) -> str:
    place = slug(_bare(name))
    names.setdefault(place, _bare(name) if name[:1].islower() else name)
    return place


def _bare(outlet: str) -> str:
    """Return an outlet's name without "the" in front: some write it, some do not."""
    return re.sub(r"^the\s+", "", outlet, flags=re.IGNORECASE)


# --- pages -----------------------------------------------------------------------------------------------------


def pages(
    templates: jinja2.Environment, briefs: Sequence[Brief], people: Sequence[Person], diff: Diff
) -> tuple[Page, ...]:
    """Make the pages of people and of outlets, and the two lists of them; none where there is nobody.

    The `slices` of these pages have the story before the article: "story/article".
    """
    every, media = someones(briefs, people, diff), outlets(briefs, diff)
    made = []
    if every:
        made.append(_page(templates, "people.md.jinja", f"{PEOPLE}/index.md", "People and organisations", every=every))
    if media:
        made.append(_page(templates, "outlets.md.jinja", f"{OUTLETS}/index.md", "Outlets", every=media))
    made += [_person_page(templates, one) for one in every]
    made += [_outlet_page(templates, one) for one in media]
    return tuple(made)


def _person_page(templates: jinja2.Environment, one: Someone) -> Page:
    return _page(templates, "person.md.jinja", f"{PEOPLE}/{one.slug}.md", one.name, kind="person", one=one)


def _outlet_page(templates: jinja2.Environment, one: Outlet) -> Page:
    return _page(templates, "outlet.md.jinja", f"{OUTLETS}/{one.slug}.md", one.name, kind="outlet", one=one)


def _page(
    templates: jinja2.Environment,
    template: str,
    path: str,
    title: str,
    kind: str = "list",
    **values: object,
) -> Page:
    slices: list[Passage] = []

    def said(entry: Entry) -> Mapping[str, Markdown]:
        """Print a statement's words and cue, and remember them for the proof."""
        every = [*entry.said.content, *([entry.said.cue] if entry.said.cue else [])]
        slices.extend(Passage(f"{entry.brief.story}/{p.article}", p.sentence, p.span) for p in every)
        s, direct = entry.s, entry.said.direct
        words = " ".join(f"“{s.words(p)}”" if direct else s.cut(p) for p in entry.said.content)
        return {"words": Markdown(words), "cue": s.words(entry.said.cue) if entry.said.cue else Markdown("")}

    def role(brief: Brief, passage: Passage, s: Slices) -> Markdown:
        """Print a description that an article gives."""
        slices.append(Passage(f"{brief.story}/{passage.article}", passage.sentence, passage.span))
        return s.words(passage)

    head = front_matter({"title": title, "kind": kind})
    text = templates.get_template(template).render(front_matter=head, title=title, said=said, role=role, **values)
    return Page(path, seal(text), tuple(slices))
