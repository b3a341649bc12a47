"""What did somebody say in all briefs, and what do the briefs have of an outlet?

Two speakers of two stories are one person when they have the same full name, or when people.yml says so; never by a
surname or a description alone, for those mean somebody else in the next story. A page says by which of the two it was
put together. Speakers without a full name stay on the pages of their briefs.

Of whom there is much, somebody or an outlet, has a page for each month beside the one of the newest, so that none grows
with the archive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Protocol, TypeVar

import jinja2
from msgspec import Struct

from storybrief.model import Page, Passage, Person
from storybrief.pages.due import Due, page
from storybrief.pages.escape import Markdown
from storybrief.pages.home import UNDATED
from storybrief.pages.people import Entry, InStory, Listed, OutletArticle, OutletWords, Printed, SpeakerWords, hashed
from storybrief.pages.who import page_name, slug
from storybrief.store.layout import OUTLETS, PEOPLE

ON_ONE_PAGE = 100  # statements and articles; who has more has pages by month, and on the first of each so many:
NEWEST = 30


class Line(Struct, frozen=True):
    """An entry as a template prints it, with the headline of the brief that it stands in."""

    headline: Markdown
    words: Markdown
    cue: Markdown
    outlets: tuple[str | None, ...]
    published: str
    link: Markdown


class ArticleLine(Struct, frozen=True):
    """An article as the page of its outlet prints it, with the headline of the brief that it is in; and both links."""

    title: Markdown | None
    published: str | None
    link: Markdown
    headline: Markdown
    brief: Markdown


class Month(Struct, frozen=True):
    """A month of somebody or of an outlet that has a page of its own: the stories that have it, and how much they have.

    `name` is the month as ISO 8601 writes it ("2026-03"), or UNDATED.
    """

    name: str
    stories: tuple[tuple[InStory, Listed], ...]
    articles: int
    statements: int


class Someone(Struct, frozen=True, dict=True):
    """A person or body across all briefs, the speakers taken to be one; or an outlet.

    `stories` are those that have them. `namesakes` are (slug, name) of others who are called so in some brief, as
    people.yml says.
    """

    slug: str
    name: str
    stories: tuple[tuple[InStory, Listed], ...]
    known: Person | None = None
    kinds: frozenset[str] = frozenset()
    namesakes: tuple[tuple[str, str], ...] = ()

    @property
    def statements(self) -> int:
        """How many statements; of an outlet, how many of its reports others relay."""
        return sum(listed.statements for _, listed in self.stories)

    relayed = statements

    @property
    def articles(self) -> int:
        """How many articles an outlet has."""
        return sum(len(listed.articles) for _, listed in self.stories)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months with a page of their own, the newest first; none when one page has all."""
        return _by_month(self.stories)

    @property
    def briefs(self) -> int:
        """In how many briefs."""
        return len(self.stories)


def _by_month(stories: Sequence[tuple[InStory, Listed]]) -> tuple[Month, ...]:
    if sum(listed.statements + len(listed.articles) for _, listed in stories) <= ON_ONE_PAGE:
        return ()
    articles: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    having: dict[str, list[tuple[InStory, Listed]]] = {}
    for story, listed in stories:
        published, said = [article.month for article in listed.articles], dict(listed.months)
        articles.update(published)
        statements.update(said)
        for month in {*published, *said}:
            having.setdefault(month, []).append((story, listed))
    order = sorted(having, key=lambda month: "" if month == UNDATED else month, reverse=True)
    return tuple(Month(month, tuple(having[month]), articles[month], statements[month]) for month in order)


class WordsOf(Protocol):
    """Gives the words of a story when a page needs them."""

    def person(self, story: str, slug: str) -> tuple[SpeakerWords, ...]:
        """Return what the speakers of a story that are one person give to the page `slug`."""
        ...

    def outlet(self, story: str, slug: str) -> OutletWords:
        """Return what a story gives to the page of the outlet `slug`."""
        ...


def pages(
    templates: jinja2.Environment, stories: Iterable[InStory], people: Sequence[Person], words: WordsOf
) -> Iterator[Due]:
    """Yield the pages of people and of outlets, and the two lists of them; none where there is nobody.

    The `slices` of these pages have the story before the article: "story/article".
    """
    in_order = sorted(stories, key=lambda one: one.story)
    every, media = _someones(in_order, people), _media(in_order)
    if every:
        yield _list(templates, "people.md.jinja", PEOPLE, "People and organisations", every)
    if media:
        yield _list(templates, "outlets.md.jinja", OUTLETS, "Outlets", media)
    for one in every:
        yield from _own(PEOPLE, one, partial(_person_page, templates, one, words))
    for outlet in media:
        yield from _own(OUTLETS, outlet, partial(_outlet_page, templates, outlet, words))


def _own(folder: str, one: Someone, make: Callable[[Month | None], Page]) -> Iterator[Due]:
    """Yield the page of somebody or of an outlet, and those of the months: one that is over stays as it is."""
    for month in (None, *one.months):
        yield Due(_path(folder, one, month), _made_from(one, month), partial(make, month))


def _path(folder: str, one: Someone, month: Month | None) -> str:
    return f"{folder}/{page_name(one.slug, month.name if month else None)}.md"


def _title(one: Someone, month: Month | None) -> str:
    return f"{one.name}, {month.name}" if month else one.name


def _someones(stories: Sequence[InStory], people: Sequence[Person]) -> list[Someone]:
    known = {person.name: person for person in people}
    made = []
    groups = dict(_by_slug((story, listed) for story in stories for listed in story.people))
    for place, group in groups.items():
        name = next((listed.known for _, listed in group if listed.known), None)
        kinds = frozenset(kind for _, listed in group for kind in listed.kinds)
        shown = name or group[0][1].name
        others = tuple(other for other in _namesakes(shown, people) if other[0] in groups)
        made.append(Someone(place, shown, tuple(group), known[name] if name else None, kinds, others))
    return sorted(made, key=lambda one: (one.name.casefold(), one.slug))


def _namesakes(name: str, people: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    return tuple((slug(p.name), p.name) for p in people if p.stories and name in p.forms and name != p.name)


def _media(stories: Sequence[InStory]) -> list[Someone]:
    every = _by_slug((story, listed) for story in stories for listed in story.outlets)
    made = [Someone(place, group[0][1].name, tuple(group)) for place, group in every]
    return sorted(made, key=lambda one: (one.name.casefold(), one.slug))


def _by_slug(every: Iterable[tuple[InStory, Listed]]) -> Iterable[tuple[str, list[tuple[InStory, Listed]]]]:
    groups: dict[str, list[tuple[InStory, Listed]]] = {}
    for story, listed in every:
        groups.setdefault(listed.slug, []).append((story, listed))
    return groups.items()


def _made_from(one: Someone, month: Month | None) -> str:
    about = (one.name, one.known and (one.known.name, one.known.role, one.known.why), one.namesakes)
    stories = [(s.story, s.headline, found.made_from, found.articles) for s, found in (month or one).stories]
    return hashed((about, month and month.name, stories))


def _list(templates: jinja2.Environment, template: str, folder: str, title: str, every: Sequence[Someone]) -> Due:
    made_from = hashed(
        [
            (
                one.slug,
                one.name,
                sorted(one.kinds),
                one.known and one.known.role,
                one.statements,
                one.briefs,
                one.articles,
            )
            for one in every
        ]
    )
    return Due(
        f"{folder}/index.md", made_from, partial(page, templates, template, f"{folder}/index.md", title, every=every)
    )


def _person_page(templates: jinja2.Environment, one: Someone, words: WordsOf, month: Month | None) -> Page:
    stories = (month or one).stories
    speakers = [(story, speaker) for story, _ in stories for speaker in words.person(story.story, one.slug)]
    names = dict.fromkeys(name for _, speaker in speakers for name in (speaker.name, *speaker.forms))
    roles: dict[str, tuple[InStory, Printed]] = {}
    for story, speaker in speakers if month is None else ():
        for role in speaker.roles:
            roles.setdefault(role.plain, (story, role.printed))
    every = _newest_first((story, entry) for story, speaker in speakers for entry in speaker.entries)
    entries = _shown(every, one, month)
    described = [(story.story, Markdown(story.headline), Markdown(printed.words)) for story, printed in roles.values()]
    return page(
        templates,
        "person.md.jinja",
        _path(PEOPLE, one, month),
        _title(one, month),
        kind="person",
        slices=(*(p for _, printed in roles.values() for p in printed.slices), *_slices(entries)),
        one=one,
        month=month,
        page_name=page_name,
        names=list(names),
        roles=described,
        entries=[_line(story, entry) for story, entry in entries],
    )


def _outlet_page(templates: jinja2.Environment, one: Someone, words: WordsOf, month: Month | None) -> Page:
    stories = (month or one).stories
    published = [(story, article) for story, listed in stories for article in listed.articles]
    published.sort(key=lambda pair: pair[1].published or "", reverse=True)
    relaying = [story for story, listed in stories if listed.statements]
    every = _newest_first((s, entry) for s in relaying for entry in words.outlet(s.story, one.slug).relayed)
    relayed = _shown(every, one, month)
    return page(
        templates,
        "outlet.md.jinja",
        _path(OUTLETS, one, month),
        _title(one, month),
        kind="outlet",
        slices=_slices(relayed),
        one=one,
        month=month,
        page_name=page_name,
        articles=[_article_line(story, article) for story, article in _shown(published, one, month)],
        relayed=[_line(story, entry) for story, entry in relayed],
    )


_Dated = TypeVar("_Dated", Entry, OutletArticle)


def _shown(
    every: Sequence[tuple[InStory, _Dated]], one: Someone, month: Month | None
) -> Sequence[tuple[InStory, _Dated]]:
    """Return those of `every`, the newest first, that a page shows: of its month; of none, the newest if months have all."""
    if month:
        return [(story, dated) for story, dated in every if dated.month == month.name]
    return every[:NEWEST] if one.months else every


def _article_line(story: InStory, article: OutletArticle) -> ArticleLine:
    title = Markdown(article.title) if article.title else None
    headline, brief = Markdown(story.headline), Markdown(f"../{story.story}/index.md")
    return ArticleLine(title, article.published, Markdown(article.link), headline, brief)


def _newest_first(entries: Iterable[tuple[InStory, Entry]]) -> list[tuple[InStory, Entry]]:
    by_place = sorted(entries, key=lambda pair: (pair[0].story, *pair[1].place))
    return sorted(by_place, key=lambda pair: pair[1].published, reverse=True)


def _line(story: InStory, entry: Entry) -> Line:
    words, cue = Markdown(entry.said.words), Markdown(entry.cue.words if entry.cue else "")
    return Line(Markdown(story.headline), words, cue, entry.outlets, entry.published, Markdown(entry.link))


def _slices(entries: Iterable[tuple[InStory, Entry]]) -> tuple[Passage, ...]:
    return tuple(p for _, e in entries for p in (*e.said.slices, *(e.cue.slices if e.cue else ())))
