"""What does a story give to the pages of people and of outlets?

It is done in two steps, so that an edit to one story does not read the others again. `in_story` takes from a brief
what these pages show of it: short lines for the lists and for whoever wants to know what changed (`Listed`), and the
words (`Words`). `people_pages` puts those of all stories together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from storybrief.model import Brief, Passage, Person
from storybrief.pages import addresses, who_said
from storybrief.pages.addresses import Addresses
from storybrief.pages.escape import markdown
from storybrief.pages.home import UNDATED
from storybrief.pages.slices import Diff, Slices
from storybrief.pages.who import bare, is_outlet, page_of, person_of, slug
from storybrief.store.cache import key_of, to_json
from storybrief.store.layout import PEOPLE


class Printed(Struct, frozen=True):
    """Words of articles as a page prints them (Markdown), and where they stand, for the proof."""

    words: str
    slices: tuple[Passage, ...]


class Entry(Struct, frozen=True):
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


class Role(Struct, frozen=True):
    """A description that an article gives of somebody; `plain` are the words without case, to know it again."""

    plain: str
    printed: Printed


class SpeakerWords(Struct, frozen=True):
    """What one speaker of a story gives to the speaker's page."""

    name: str
    forms: tuple[str, ...]
    roles: tuple[Role, ...]
    entries: tuple[Entry, ...]


class OutletArticle(Struct, frozen=True):
    """An article, as the page of its outlet lists it: its title as it is printed (Markdown), and where it leads."""

    title: str | None
    published: str | None
    link: str

    @property
    def month(self) -> str:
        """The month that it was published in, as ISO 8601 writes it ("2026-03"), or UNDATED."""
        return _month_of(self.published)


class OutletWords(Struct, frozen=True):
    """What a story gives to the page of an outlet beside its articles: what others say that it reported."""

    relayed: tuple[Entry, ...]


class Listed(Struct, frozen=True):
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


class InStory(Struct, frozen=True):
    """Everybody and every outlet of one story, in the order of the story's register; the headline as it is printed."""

    story: str
    headline: str
    people: tuple[Listed, ...]
    outlets: tuple[Listed, ...]


class Words(Struct, frozen=True):
    """The words that a story gives to each page, by the page's slug."""

    people: Mapping[str, tuple[SpeakerWords, ...]]
    outlets: Mapping[str, OutletWords]


def in_story(brief: Brief, people: Sequence[Person], diff: Diff) -> tuple[InStory, Words]:
    """Take from a brief what the pages about all stories show of it. `diff` is what `Slices` needs."""
    at = addresses.of_brief(brief)
    s = Slices(brief.extracts, diff, at.sentences)
    cards = who_said.cards(brief)
    persons: dict[str, list[who_said.Card]] = {}
    for card in cards:
        place = page_of(brief, card.speaker, people) or ""
        if place.startswith(f"{PEOPLE}/"):
            persons.setdefault(place.removeprefix(f"{PEOPLE}/"), []).append(card)
    said = {slug: tuple(_speaker_words(brief, card, s, at) for card in group) for slug, group in persons.items()}
    names, articles, reported = _outlets(brief, (*cards, *who_said.unnamed_and_relayed(brief)), s, at)
    people_listed = tuple(
        _listed_person(place, brief.story, group, people, said[place]) for place, group in persons.items()
    )
    outlets_listed = tuple(_listed_outlet(o, names[o], articles.get(o, ()), words) for o, words in reported.items())
    return InStory(brief.story, str(markdown(brief.headline.words)), people_listed, outlets_listed), Words(
        said, reported
    )


def _outlets(
    brief: Brief, cards: Iterable[who_said.Card], s: Slices, at: Addresses
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
    slug: str, story: str, cards: Sequence[who_said.Card], people: Sequence[Person], words: Sequence[SpeakerWords]
) -> Listed:
    known = next(filter(None, (person_of(card.speaker, story, people) for card in cards)), None)
    kinds = tuple(sorted({card.speaker.kind for card in cards}))
    months = _months(entry for one in words for entry in one.entries)
    return Listed(slug, cards[0].speaker.name, kinds, known.name if known else None, months, (), hashed(words))


def _listed_outlet(slug: str, name: str, articles: Iterable[OutletArticle], words: OutletWords) -> Listed:
    return Listed(slug, name, ("outlet",), None, _months(words.relayed), tuple(articles), hashed(words))


def _months(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(entry.month for entry in entries).items()))


def _month_of(published: str | None) -> str:
    return (published or "")[:7] or UNDATED


def hashed(words: object) -> str:
    """Return a hash of what pages are made from."""
    return key_of(to_json(words))


def _speaker_words(brief: Brief, card: who_said.Card, s: Slices, at: Addresses) -> SpeakerWords:
    roles = tuple(Role(s.plain(p).casefold(), _printed(brief, s.words(p), [p])) for p, _ in card.roles)
    return SpeakerWords(card.speaker.name, card.speaker.forms, roles, tuple(_entries(brief, card, s, at)))


def _entries(brief: Brief, card: who_said.Card, s: Slices, at: Addresses) -> Iterator[Entry]:
    """Yield the statements of a card; those of the same words in several articles stand once."""
    every = [*card.alone, *(said for row in card.rows for said in row.every)]
    same: dict[tuple[str, ...], list[who_said.Said]] = {}
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


def _outlet_slug(name: str, names: dict[str, str]) -> str:
    place = slug(bare(name))
    names.setdefault(place, bare(name) if name[:1].islower() else name)
    return place
