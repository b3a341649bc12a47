"""Who said what? The cards of the speakers, and the rows on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from storybrief.model import Brief, Edit, Extract, Passage, Span, Speaker, Statement, visible
from storybrief.pages.once import once
from storybrief.pages.sections import Index, edits_at, index, passage_at


class Said(Struct, frozen=True):
    """A statement as a page shows it: its passages in order, and those of its attribution.

    `also` are the same words, given to the same speaker with the same cue, in other articles (`together` finds them);
    `facing` is the wording of another that its first words are compared with, and `label` says how it differs from the
    wording above it (`wordings` finds both).
    """

    statement: Statement
    at: Passage
    content: tuple[Passage, ...]
    cue: Passage | None
    mention: Passage | None
    via: Passage | None
    addressee: Passage | None
    when: Passage | None
    edits: tuple[Edit, ...]
    also: tuple[Said, ...] = ()
    facing: Passage | None = None
    label: str = ""

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that have these very words."""
        return tuple(dict.fromkeys(one.statement.article for one in (self, *self.also)))

    @property
    def direct(self) -> bool:
        """Whether the words stand in quotation marks in the article."""
        return self.statement.kind == "direct"


class Row(Struct, frozen=True):
    """Statements of one speaker in several articles that belong to one claim: article id -> statements."""

    said: Mapping[str, tuple[Said, ...]]

    @property
    def every(self) -> tuple[Said, ...]:
        """All of them, article by article."""
        return tuple(said for many in self.said.values() for said in many)

    @property
    def direct(self) -> bool:
        """Whether all are quotations, so that their words can be compared."""
        return all(said.direct for said in self.every)


class Card(Struct, frozen=True):
    """What one speaker said. `roles` are (description, articles that give it).

    `rows` are the statements that several articles have in one claim, to stand one below the other; `alone` the others. `also`
    are the speakers whom copies call the same (`by_name` finds them).
    """

    speaker: Speaker
    roles: tuple[tuple[Passage, tuple[str, ...]], ...]
    rows: tuple[Row, ...]
    alone: tuple[Said, ...]
    articles: tuple[str, ...]
    edits: tuple[Edit, ...]
    also: tuple[Speaker, ...] = ()


COLUMNS = 6  # articles: the table of figures has a column for each up to so many, and names them beside the words above


@once
def cards(brief: Brief) -> tuple[Card, ...]:
    """Return a card for each named person or organisation who says something, in the order of the register."""
    return _cards(brief, lambda s: bool(s.statements) and s.kind in ("person", "organisation"))


@once
def unnamed_and_relayed(brief: Brief) -> tuple[Card, ...]:
    """Return a card for each unnamed source, and each outlet that is relayed, in the order of the register."""
    every = _cards(brief, lambda s: bool(s.statements) and s.kind in ("unnamed", "outlet"))
    return tuple(replace(card, rows=(), alone=_each_alone(card)) for card in every)


def named_only(brief: Brief) -> tuple[Card, ...]:
    """Return a card for each person who is named with a role but says nothing."""
    return _cards(brief, lambda s: not s.statements)


def unresolved(brief: Brief) -> tuple[Said, ...]:
    """Return the statements whose speaker could not be resolved, in reading order."""
    return tuple(_said(brief, e, s) for e in brief.extracts for s in e.statements if s.attribution.name is None)


def _cards(brief: Brief, wanted: Callable[[Speaker], bool]) -> tuple[Card, ...]:
    look = index(brief)
    return tuple(_card(brief, speaker, look) for speaker in brief.speakers if wanted(speaker))


def _each_alone(card: Card) -> tuple[Said, ...]:
    """All statements of a card one by one, in the order of the register."""
    place = {at: number for number, at in enumerate(card.speaker.statements)}
    every = [*card.alone, *(said for row in card.rows for said in row.every)]
    return tuple(sorted(every, key=lambda said: place[said.statement.article, said.statement.number]))


def _card(brief: Brief, speaker: Speaker, look: Index) -> Card:
    extracts = brief.by_id
    said = [_said(brief, extracts[a], s) for a, n in speaker.statements if (s := extracts[a].statement(n))]
    groups: dict[int, list[Said]] = {}
    for one in said:
        groups.setdefault(_claim_of(look, one), []).append(one)
    rows: list[Row] = []
    alone: list[Said] = []
    for number, group in groups.items():
        if number >= 0 and len({s.statement.article for s in group}) > 1:
            rows += _rows(group)
        else:
            alone += group
    articles = tuple(e for e in extracts if any(s.statement.article == e for s in said))
    names = {speaker.name, *speaker.forms}
    edits = tuple(
        e for e in brief.edits if e.override.do in ("name", "role") and names & {*e.override.where, str(e.override.to)}
    )
    return Card(speaker, _roles(speaker, extracts), tuple(rows), tuple(alone), articles, edits)


def by_name(brief: Brief, cards: Iterable[Card]) -> tuple[Card, ...]:
    """Put on one card whom copies of one article call the same: "the council" of a copy is that of the original.

    In articles of different groups they may be two, and stay apart.
    """
    home = {article: number for number, group in enumerate(brief.merged.groups) for article in group}
    made: dict[tuple[object, ...], Card] = {}
    for card in cards:
        groups = frozenset(home.get(article) for article in card.articles)
        key = (card.speaker.kind, card.speaker.name, *(groups if len(groups) == 1 else [card.speaker]))
        first = made.get(key)
        made[key] = _one_card(first, card) if first else card
    return tuple(made.values())


def _one_card(a: Card, b: Card) -> Card:
    articles = tuple(dict.fromkeys((*a.articles, *b.articles)))
    edits = tuple(dict.fromkeys((*a.edits, *b.edits)))
    return replace(
        a,
        rows=(*a.rows, *b.rows),
        alone=(*a.alone, *b.alone),
        articles=articles,
        edits=edits,
        also=(*a.also, b.speaker),
    )


def together(brief: Brief, said: Iterable[Said]) -> tuple[Said, ...]:
    """Put what copies have in the very same words into one line, at the place of the first; `said` are one speaker's."""
    texts = brief.texts
    made: dict[tuple[object, ...], list[Said]] = {}
    for one in said:
        around = (one.cue, one.mention, one.via, one.addressee, one.when)
        words = tuple(p and visible(p.span.of(texts[p.article])) for p in (*one.content, None, *around))
        key = (one.statement.kind, words, one.statement.number if one.edits else 0, one.edits and one.at)
        made.setdefault(key, []).append(one)
    return tuple(replace(first, also=tuple(others)) for first, *others in made.values())


def _rows(group: Sequence[Said]) -> list[Row]:
    """Quotations stand beside quotations where several articles have them; else all stand in one row."""
    direct = [s for s in group if s.direct]
    if len({s.statement.article for s in direct}) > 1:
        others = [s for s in group if not s.direct]
        return [Row(_by_article(direct)), *([Row(_by_article(others))] if others else [])]
    return [Row(_by_article(group))]


def _by_article(group: Iterable[Said]) -> Mapping[str, tuple[Said, ...]]:
    made: dict[str, tuple[Said, ...]] = {}
    for said in group:
        made[said.statement.article] = (*made.get(said.statement.article, ()), said)
    return made


def _roles(speaker: Speaker, extracts: Mapping[str, Extract]) -> tuple[tuple[Passage, tuple[str, ...]], ...]:
    made: dict[str, tuple[Passage, list[str]]] = {}
    for role in speaker.roles:
        words = role.span.of(extracts[role.article].article.text)
        passage = passage_at(extracts[role.article], role.span)
        made.setdefault(words.casefold().replace("’", "'"), (passage, []))[1].append(role.article)
    return tuple((passage, tuple(dict.fromkeys(articles))) for passage, articles in made.values())


def _said(brief: Brief, extract: Extract, statement: Statement) -> Said:
    def at(span: Span | None) -> Passage | None:
        return None if span is None else passage_at(extract, span)

    by = statement.attribution
    content = tuple(passage_at(extract, span) for span in statement.content)
    first = content[0]
    return Said(
        statement=statement,
        at=first,
        content=content,
        cue=at(by.cue),
        mention=at(by.mention),
        via=at(by.relay.via) if by.relay and by.relay.via != by.named else None,
        addressee=at(by.addressee),
        when=at(by.when),
        edits=tuple(e for e in edits_at(brief, content) if e.override.do in ("speaker", "note", "add", "trim", "cue")),
    )


def _claim_of(look: Index, said: Said) -> int:
    """Return the number of the claim that holds most of a statement's words, -1 when none does."""
    spans = [c.span for c in said.content]
    shared = look.shared(said.at.article, said.statement.sentences, spans)
    best = min(shared, key=lambda number: (-shared[number], number), default=-1)
    return best if shared.get(best) else -1


def wordings(brief: Brief, row: Row) -> tuple[Said, ...]:
    """Return the wordings of a row, each once with all articles that have it, and what tells it from the one above it.

    A quotation is compared with the most alike other wording of the row; what is no quotation is not compared.
    """
    texts = brief.texts
    every = together(brief, row.every)
    made = [every[0]]
    for before, said in pairwise(every):
        if said.direct:
            label = "worded differently" if before.direct else "in quotation marks"
        else:
            label = "in the article’s words" if before.direct else "in other words"
        made.append(replace(said, label=label))
    return tuple(replace(said, facing=_facing(said, every, texts)) if row.direct else said for said in made)


def _facing(said: Said, row: Iterable[Said], texts: Mapping[str, str]) -> Passage | None:
    own = said.at.span.of(texts[said.at.article])
    others = (one.at for one in row if one.at != said.at)
    return max(others, key=lambda at: fuzz.ratio(own, at.span.of(texts[at.article])), default=None)
