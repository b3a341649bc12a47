"""What did somebody say in all briefs, and what do the briefs have of an outlet?

Two speakers of two stories are one person when they have the same full name, or when people.yml says so; never by a
surname or a description alone, for those mean somebody else in the next story. A page says by which of the two it was
put together. Speakers without a full name stay on the pages of their briefs.

It is done in two steps, so that an edit to one story does not read the others again. `in_story` takes from a brief
what these pages show of it: short lines for the lists and for whoever wants to know what changed (`Listed`), and the
words (`Words`). `pages` puts those of all stories together.

Of whom there is much, somebody or an outlet, has a page for each month beside the one of the newest, so that none grows
with the archive.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import jinja2

from storybrief.model import Brief, Page, Passage, Person, Speaker
from storybrief.pages import addresses, sections
from storybrief.pages.addresses import Addresses
from storybrief.pages.due import Due
from storybrief.pages.escape import Markdown, front_matter, markdown
from storybrief.pages.home import UNDATED
from storybrief.pages.seal import seal
from storybrief.pages.slices import Diff, Slices
from storybrief.store import layout
from storybrief.store.cache import key_of, to_json
from storybrief.store.layout import OUTLETS, PEOPLE

ON_ONE_PAGE = 100  # statements and articles; who has more has pages by month, and on the first of each so many:
NEWEST = 30
_ARTICLES = frozenset({"a", "an", "the", "any", "some", "another", "one"})


# --- what one story gives --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Printed:
    """Words of articles as a page prints them (Markdown), and where they stand, for the proof."""

    words: str
    slices: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Words of a speaker, as the page of the speaker shows them, with the outlets that have them, each once.

    An outlet is None for an article that names none. `published` is the day of the newest of the articles, ISO 8601;
    "" when none gives one. `link` leads to the words on the brief's page. `place` is (article id, statement number).
    """

    said: Printed
    cue: Printed | None
    outlets: tuple[str | None, ...]
    published: str
    link: str
    place: tuple[str, int]

    @property
    def month(self) -> str:
        """The month of the newest of the articles, as ISO 8601 writes it ("2026-03"), or UNDATED."""
        return _month_of(self.published)


@dataclass(frozen=True, slots=True)
class Role:
    """A description that an article gives of somebody; `plain` are the words without case, to know it again."""

    plain: str
    printed: Printed


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """What one speaker of a story gives to the speaker's page."""

    name: str
    forms: tuple[str, ...]
    roles: tuple[Role, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OutletArticle:
    """An article, as the page of its outlet lists it: its title as it is printed (Markdown), and where it leads."""

    title: str | None
    published: str | None
    link: str

    @property
    def month(self) -> str:
        """The month that it was published in, as ISO 8601 writes it ("2026-03"), or UNDATED."""
        return _month_of(self.published)


@dataclass(frozen=True, slots=True)
class OutletWords:
    """What a story gives to the page of an outlet beside its articles: what others say that it reported."""

    relayed: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody, or an outlet, in one story: what the lists show. `slug` is the address of the page.

    months      for each month of its statements ("2026-03", or UNDATED) how many it has
    known       the name of the entry of people.yml; None when the page is put together by the full name alone
    articles    those that the outlet has in the story
    made_from   a hash of all else that the story gives to the page
    """

    slug: str
    name: str
    kinds: tuple[str, ...]
    known: str | None
    months: tuple[tuple[str, int], ...]
    articles: tuple[OutletArticle, ...]
    made_from: str

    @property
    def statements(self) -> int:
        """How many statements the story gives; of an outlet, how many are relayed."""
        return sum(number for _, number in self.months)


@dataclass(frozen=True, slots=True)
class InStory:
    """Everybody and every outlet of one story, in the order of the story's register; the headline as it is printed."""

    story: str
    headline: str
    people: tuple[Listed, ...]
    outlets: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a story gives to each page, by the page's slug."""

    people: Mapping[str, tuple[SpeakerWords, ...]]
    outlets: Mapping[str, OutletWords]


def in_story(brief: Brief, people: Sequence[Person], diff: Diff) -> tuple[InStory, Words]:
    """Take from a brief what the pages about all stories show of it. `diff` is what `Slices` needs."""
    at = addresses.of_brief(brief)
    s = Slices(brief.extracts, diff, at.sentences)
    cards = sections.cards(brief)
    persons: dict[str, list[sections.Card]] = {}
    for card in cards:
        place = page_of(brief, card.speaker, people) or ""
        if place.startswith(f"{PEOPLE}/"):
            persons.setdefault(place.removeprefix(f"{PEOPLE}/"), []).append(card)
    said = {slug: tuple(_speaker_words(brief, card, s, at) for card in group) for slug, group in persons.items()}
    names, articles, reported = _outlets(brief, (*cards, *sections.unnamed_and_relayed(brief)), s, at)
    people_listed = tuple(
        _listed_person(place, brief.story, group, people, said[place]) for place, group in persons.items()
    )
    outlets_listed = tuple(_listed_outlet(o, names[o], articles.get(o, ()), words) for o, words in reported.items())
    return InStory(brief.story, str(markdown(brief.headline.words)), people_listed, outlets_listed), Words(
        said, reported
    )


def _outlets(
    brief: Brief, cards: Iterable[sections.Card], s: Slices, at: Addresses
) -> tuple[dict[str, str], dict[str, list[OutletArticle]], dict[str, OutletWords]]:
    """Return the outlets that published an article or are relayed by one: their names, articles, and what is relayed."""
    names: dict[str, str] = {}
    articles: dict[str, list[OutletArticle]] = {}
    relayed: dict[str, list[Entry]] = {}
    for extract in brief.extracts:
        name, article = extract.article.source.outlet, extract.article
        if name:
            title = str(markdown(article.title)) if article.title else None
            listed = OutletArticle(title, article.source.published, f"../{brief.story}/articles/{article.id}.md")
            articles.setdefault(_outlet_slug(name, names), []).append(listed)
    for card in cards:
        if is_outlet(brief, card.speaker):
            relayed.setdefault(_outlet_slug(card.speaker.name, names), []).extend(_entries(brief, card, s, at))
    return names, articles, {place: OutletWords(tuple(relayed.get(place, ()))) for place in names}


def _listed_person(
    slug: str, story: str, cards: Sequence[sections.Card], people: Sequence[Person], words: Sequence[SpeakerWords]
) -> Listed:
    known = next(filter(None, (person_of(card.speaker, story, people) for card in cards)), None)
    kinds = tuple(sorted({card.speaker.kind for card in cards}))
    months = _months(entry for one in words for entry in one.entries)
    return Listed(slug, cards[0].speaker.name, kinds, known.name if known else None, months, (), _hash(words))


def _listed_outlet(slug: str, name: str, articles: Iterable[OutletArticle], words: OutletWords) -> Listed:
    return Listed(slug, name, ("outlet",), None, _months(words.relayed), tuple(articles), _hash(words))


def _months(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(entry.month for entry in entries).items()))


def _month_of(published: str | None) -> str:
    return (published or "")[:7] or UNDATED


def _hash(words: object) -> str:
    return key_of(to_json(words))


def _speaker_words(brief: Brief, card: sections.Card, s: Slices, at: Addresses) -> SpeakerWords:
    roles = tuple(Role(s.plain(p).casefold(), _printed(brief, s.words(p), [p])) for p, _ in card.roles)
    return SpeakerWords(card.speaker.name, card.speaker.forms, roles, tuple(_entries(brief, card, s, at)))


def _entries(brief: Brief, card: sections.Card, s: Slices, at: Addresses) -> Iterator[Entry]:
    """Yield the statements of a card; those of the same words in several articles stand once."""
    every = [*card.alone, *(said for row in card.rows for said in row.every)]
    same: dict[tuple[str, ...], list[sections.Said]] = {}
    for said in every:
        words = tuple(" ".join(s.plain(part).split()) for part in said.content)
        same.setdefault((said.statement.kind, *words), []).append(said)
    sources = {e.article.id: e.article.source for e in brief.extracts}
    for group in same.values():
        first, among = group[0], [sources[said.statement.article] for said in group]
        place = first.statement.article, first.statement.number
        printed = " ".join(f"“{s.words(p)}”" if first.direct else s.cut(p) for p in first.content)
        yield Entry(
            said=_printed(brief, printed, first.content),
            cue=_printed(brief, s.words(first.cue), [first.cue]) if first.cue else None,
            outlets=tuple(dict.fromkeys(source.outlet for source in among)),
            published=max((source.published or "" for source in among), default="")[:10],
            link=f"../{brief.story}/evidence.md#{at.statements[place]}",
            place=place,
        )


def _printed(brief: Brief, words: str, passages: Iterable[Passage]) -> Printed:
    return Printed(str(words), tuple(Passage(f"{brief.story}/{p.article}", p.sentence, p.span) for p in passages))


# --- who is who ------------------------------------------------------------------------------------------------


def page_of(brief: Brief, speaker: Speaker, people: Sequence[Person]) -> str | None:
    """Return the page of a speaker of a brief, without ".md"; None when nothing but a part of a name is known."""
    if is_outlet(brief, speaker):
        return f"{OUTLETS}/{slug(_bare(speaker.name))}"
    known = person_of(speaker, brief.story, people)
    if known or (speaker.kind in ("person", "organisation") and full_name(speaker.name)):
        return f"{PEOPLE}/{slug(known.name if known else speaker.name)}"
    return None


def is_outlet(brief: Brief, speaker: Speaker) -> bool:
    """Whether a speaker is an outlet: found to be one, or named like the outlet of an article of the same brief."""
    named = {slug(_bare(e.article.source.outlet)) for e in brief.extracts if e.article.source.outlet}
    return speaker.kind == "outlet" or (speaker.kind != "unnamed" and slug(_bare(speaker.name)) in named)


def person_of(speaker: Speaker, story: str, people: Sequence[Person]) -> Person | None:
    """Return the entry of people.yml that a speaker of a story is: by the name in the brief, else by a form of it."""
    for names in ((speaker.name,), speaker.forms):
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

    So too for a name that would take the address of the list of all.
    """
    plain = layout.slug(name.replace("'", ""))
    return plain if plain not in ("", "index") else f"name-{hashlib.sha256((plain or name).encode()).hexdigest()[:8]}"


def _outlet_slug(name: str, names: dict[str, str]) -> str:
    place = slug(_bare(name))
    names.setdefault(place, _bare(name) if name[:1].islower() else name)
    return place


def _bare(outlet: str) -> str:
    """Return an outlet's name without "the" in front: some write it, some do not."""
    return re.sub(r"^the\s+", "", outlet, flags=re.IGNORECASE)


# --- the pages about all stories -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a template prints it, with the headline of the brief that it stands in."""

    headline: Markdown
    words: Markdown
    cue: Markdown
    outlets: tuple[str | None, ...]
    published: str
    link: Markdown


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as the page of its outlet prints it, with the headline of the brief that it is in; and both links."""

    title: Markdown | None
    published: str | None
    link: Markdown
    headline: Markdown
    brief: Markdown


@dataclass(frozen=True, slots=True)
class Month:
    """A month of somebody or of an outlet that has a page of its own: the stories that have it, and how much they have.

    `name` is the month as ISO 8601 writes it ("2026-03"), or UNDATED.
    """

    name: str
    stories: tuple[tuple[InStory, Listed], ...]
    articles: int
    statements: int


@dataclass(frozen=True, slots=True)
class Someone:
    """A person or organisation across all briefs: the speakers taken to be one. `stories` are those that have them.

    `namesakes` are (slug, name) of others who are called so in some brief, as people.yml says.
    """

    slug: str
    name: str
    known: Person | None
    kinds: frozenset[str]
    stories: tuple[tuple[InStory, Listed], ...]
    namesakes: tuple[tuple[str, str], ...]

    @property
    def statements(self) -> int:
        """How many statements."""
        return sum(listed.statements for _, listed in self.stories)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months with a page of their own, the newest first; none when one page has all."""
        return _by_month(self.stories)

    @property
    def briefs(self) -> int:
        """In how many briefs."""
        return len(self.stories)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet across all briefs. `stories` are those that have its articles, or relay it."""

    slug: str
    name: str
    stories: tuple[tuple[InStory, Listed], ...]

    @property
    def articles(self) -> int:
        """How many articles it has."""
        return sum(len(listed.articles) for _, listed in self.stories)

    @property
    def relayed(self) -> int:
        """How many of its reports others relay."""
        return sum(listed.statements for _, listed in self.stories)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months with a page of their own, the newest first; none when one page has all."""
        return _by_month(self.stories)


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


def _own(folder: str, one: Someone | Outlet, make: Callable[[Month | None], Page]) -> Iterator[Due]:
    """Yield the page of somebody or of an outlet, and those of the months: one that is over stays as it is."""
    for month in (None, *one.months):
        yield Due(_path(folder, one, month), _made_from(one, month), partial(make, month))


def _path(folder: str, one: Someone | Outlet, month: Month | None) -> str:
    return f"{folder}/{page_name(one.slug, month.name if month else None)}.md"


def _title(one: Someone | Outlet, month: Month | None) -> str:
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
        made.append(Someone(place, shown, known[name] if name else None, kinds, tuple(group), others))
    return sorted(made, key=lambda one: (one.name.casefold(), one.slug))


def _namesakes(name: str, people: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    return tuple((slug(p.name), p.name) for p in people if p.stories and name in p.forms and name != p.name)


def _media(stories: Sequence[InStory]) -> list[Outlet]:
    every = _by_slug((story, listed) for story in stories for listed in story.outlets)
    made = [Outlet(place, group[0][1].name, tuple(group)) for place, group in every]
    return sorted(made, key=lambda one: (one.name.casefold(), one.slug))


def _by_slug(every: Iterable[tuple[InStory, Listed]]) -> Iterable[tuple[str, list[tuple[InStory, Listed]]]]:
    groups: dict[str, list[tuple[InStory, Listed]]] = {}
    for story, listed in every:
        groups.setdefault(listed.slug, []).append((story, listed))
    return groups.items()


def _made_from(one: Someone | Outlet, month: Month | None) -> str:
    known = one.known if isinstance(one, Someone) else None
    namesakes = one.namesakes if isinstance(one, Someone) else ()
    about = (one.name, known and (known.name, known.role, known.why), namesakes)
    stories = [(s.story, s.headline, found.made_from, found.articles) for s, found in (month or one).stories]
    return _hash((about, month and month.name, stories))


def _list(
    templates: jinja2.Environment, template: str, folder: str, title: str, every: Sequence[Someone] | Sequence[Outlet]
) -> Due:
    made_from = _hash([_counted(one) for one in every])
    return Due(f"{folder}/index.md", made_from, partial(_page, templates, template, f"{folder}/index.md", title, every))


def _counted(one: Someone | Outlet) -> tuple[object, ...]:
    """Return all that a list shows of somebody or of an outlet."""
    if isinstance(one, Outlet):
        return one.slug, one.name, one.articles, one.relayed
    return one.slug, one.name, sorted(one.kinds), one.known and one.known.role, one.statements, one.briefs


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
    return _page(
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


def _outlet_page(templates: jinja2.Environment, one: Outlet, words: WordsOf, month: Month | None) -> Page:
    stories = (month or one).stories
    published = [(story, article) for story, listed in stories for article in listed.articles]
    published.sort(key=lambda pair: pair[1].published or "", reverse=True)
    relaying = [story for story, listed in stories if listed.statements]
    every = _newest_first((s, entry) for s in relaying for entry in words.outlet(s.story, one.slug).relayed)
    relayed = _shown(every, one, month)
    return _page(
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
    every: Sequence[tuple[InStory, _Dated]], one: Someone | Outlet, month: Month | None
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


def _page(
    templates: jinja2.Environment,
    template: str,
    path: str,
    title: str,
    every: object = None,
    kind: str = "list",
    slices: tuple[Passage, ...] = (),
    **values: object,
) -> Page:
    head = front_matter({"title": title, "kind": kind})
    text = templates.get_template(template).render(front_matter=head, title=title, every=every, **values)
    return Page(path, seal(text), slices)
