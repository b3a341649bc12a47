"""What does each section of a brief show, and in what order? Templates print it; nothing is decided there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from storybrief.model import (
    Brief,
    Claim,
    Difference,
    Edit,
    Extract,
    Figure,
    Moment,
    Override,
    Passage,
    Sentence,
    Span,
    Speaker,
    Statement,
)

IN_BRIEF = 7  # claims; the first screen of target readers, the rest of the agreement is folded below

_REMARKS = {
    "quotation": "quotation worded differently",
    "figure": "figure differs",
    "bound": "bound differs",
    "time": "time differs",
    "speaker": "different speaker",
    "attribution": "attribution differs",
    "hedge": "hedge differs",
    "negation": "negation differs",
    "directness": "in quotation marks in one only",
    "agent": "who did it differs",
}

HEADINGS = {
    "quotation": "The quotations differ",
    "figure": "The figures differ",
    "bound": "The bounds of the figure differ",
    "time": "The times differ",
    "speaker": "The speakers differ",
    "attribution": "Attributed in one, in the article’s own voice in the other",
    "hedge": "The certainty differs",
    "negation": "One denies what the other says",
    "directness": "In quotation marks in one, in the article’s words in the other",
    "agent": "Who did it differs",
    "detail": "A detail is in one only",
}


# --- claims ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as a line: the passage shown, all its passages, and in what they differ."""

    shown: Passage
    passages: tuple[Passage, ...]
    articles: tuple[str, ...]
    remarks: tuple[tuple[str, Difference], ...]
    edits: tuple[Edit, ...]


def agreed(brief: Brief) -> tuple[ClaimLine, ...]:
    """Return the claims that several articles have, in the order of the brief."""
    return tuple(_line(brief, c) for c in brief.merged.claims if len(c.articles) > 1)


def only_in_one(brief: Brief) -> tuple[tuple[str, tuple[ClaimLine, ...]], ...]:
    """Return (article, its claims that no other article has), articles and claims in reading order."""
    alone = [c for c in brief.merged.claims if len(c.articles) == 1]
    return tuple(
        (
            e.article.id,
            tuple(sorted((_line(brief, c) for c in alone if c.articles == (e.article.id,)), key=_place)),
        )
        for e in brief.extracts
        if any(c.articles == (e.article.id,) for c in alone)
    )


def _place(line: ClaimLine) -> tuple[int, int]:
    return line.shown.span.start, line.shown.span.end


def _line(brief: Brief, claim: Claim) -> ClaimLine:
    remarks: dict[str, Difference] = {}
    for difference in brief.merged.differences:
        if difference.weight != "low" and difference.kind in _REMARKS and in_claim(difference, claim):
            remarks.setdefault(_REMARKS[difference.kind], difference)
    edits = edits_at(brief, claim.passages)
    return ClaimLine(claim.shown, claim.passages, claim.articles, tuple(remarks.items()), edits)


def in_claim(difference: Difference, claim: Claim) -> bool:
    """Whether both sides of a difference stand in a claim."""
    return all(any(_same_place(side, p) for p in claim.passages) for side in (difference.a, difference.b))


def _same_place(a: Passage, b: Passage) -> bool:
    return a.article == b.article and a.span.overlaps(b.span)


def edits_at(brief: Brief, passages: Iterable[Passage]) -> tuple[Edit, ...]:
    """Return the editor's changes that touch any of `passages`, in the order written."""
    every = tuple(passages)
    return tuple(e for e in brief.edits if e.at is not None and any(_same_place(e.at, p) for p in every))


# --- who said what ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a page shows it: its passages in order, and those of its attribution."""

    statement: Statement
    at: Passage
    content: tuple[Passage, ...]
    cue: Passage | None
    mention: Passage | None
    via: Passage | None
    addressee: Passage | None
    when: Passage | None
    edits: tuple[Edit, ...]

    @property
    def direct(self) -> bool:
        """Whether the words stand in quotation marks in the article."""
        return self.statement.kind == "direct"


@dataclass(frozen=True, slots=True)
class Row:
    """Statements of one speaker that belong to one claim, to stand side by side: article id -> statements."""

    said: Mapping[str, tuple[Said, ...]]

    @property
    def label(self) -> str:
        """Whose words they are."""
        direct = {said.direct for every in self.said.values() for said in every}
        if len(direct) > 1:
            return "quoted in one only"  # quotations of several articles have a row of their own
        return "in quotation marks" if direct == {True} else "in the article’s words"

    @property
    def direct(self) -> bool:
        """Whether all are quotations, so that their words can be compared."""
        return all(said.direct for every in self.said.values() for said in every)


@dataclass(frozen=True, slots=True)
class Card:
    """What one speaker said. `roles` are (description, articles that give it).

    `rows` are the statements that several articles have in one claim, to stand side by side; `alone` the others.
    """

    speaker: Speaker
    roles: tuple[tuple[Passage, tuple[str, ...]], ...]
    rows: tuple[Row, ...]
    alone: tuple[Said, ...]
    articles: tuple[str, ...]
    edits: tuple[Edit, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The articles that stand side by side, in the order of the story."""
        return tuple(a for a in self.articles if any(a in row.said for row in self.rows))


SIDE_BY_SIDE = 4  # articles: more columns cannot be read on a page


def cards(brief: Brief) -> tuple[Card, ...]:
    """Return a card for each named person or organisation who says something, in the order of the register."""
    return tuple(_card(brief, s) for s in brief.speakers if s.statements and s.kind in ("person", "organisation"))


def unnamed_and_relayed(brief: Brief) -> tuple[Card, ...]:
    """Return a card for each unnamed source, and each outlet that is relayed, in the order of the register."""
    return tuple(_card(brief, s) for s in brief.speakers if s.statements and s.kind in ("unnamed", "outlet"))


def named_only(brief: Brief) -> tuple[Card, ...]:
    """Return a card for each person who is named with a role but says nothing."""
    return tuple(_card(brief, s) for s in brief.speakers if not s.statements)


def unresolved(brief: Brief) -> tuple[Said, ...]:
    """Return the statements whose speaker could not be resolved, in reading order."""
    return tuple(_said(brief, e, s) for e in brief.extracts for s in e.statements if s.attribution.name is None)


def _card(brief: Brief, speaker: Speaker) -> Card:
    extracts = {e.article.id: e for e in brief.extracts}
    said = [_said(brief, extracts[a], _statement(extracts[a], n)) for a, n in speaker.statements]
    groups: dict[int, list[Said]] = {}
    for one in said:
        groups.setdefault(_claim_of(brief, one), []).append(one)
    rows: list[Row] = []
    alone: list[Said] = []
    for number, group in groups.items():
        count = len({s.statement.article for s in group})
        if number >= 0 and 1 < count <= SIDE_BY_SIDE:
            rows += _rows(group)
        else:
            alone += group
    articles = tuple(e for e in extracts if any(s.statement.article == e for s in said))
    names = {speaker.name, *speaker.forms}
    edits = tuple(
        e for e in brief.edits if e.override.do in ("name", "role") and names & {*e.override.where, str(e.override.to)}
    )
    return Card(speaker, _roles(speaker, extracts), tuple(rows), tuple(alone), articles, edits)


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
        passage = _passage(extracts[role.article], role.span)
        made.setdefault(words.casefold().replace("’", "'"), (passage, []))[1].append(role.article)
    return tuple((passage, tuple(dict.fromkeys(articles))) for passage, articles in made.values())


def _statement(extract: Extract, number: int) -> Statement:
    return next(s for s in extract.statements if s.number == number)


def _said(brief: Brief, extract: Extract, statement: Statement) -> Said:
    def at(span: Span | None) -> Passage | None:
        return None if span is None else _passage(extract, span)

    by = statement.attribution
    content = tuple(_passage(extract, span) for span in statement.content)
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
        edits=tuple(e for e in edits_at(brief, content) if e.override.do in ("speaker", "note")),
    )


def _passage(extract: Extract, span: Span) -> Passage:
    return Passage(extract.article.id, _sentence_at(extract.sentences, span).number, span)


def _sentence_at(sentences: Sequence[Sentence], span: Span) -> Sentence:
    return next(s for s in sentences if s.span.overlaps(span))


def _claim_of(brief: Brief, said: Said) -> int:
    """Return the index of the claim that holds most of a statement's words, -1 when none does."""
    best, most = -1, 0
    for index, claim in enumerate(brief.merged.claims):
        shared = sum(
            _overlap(p.span, c.span) for p in claim.passages if p.article == said.at.article for c in said.content
        )
        if shared > most:
            best, most = index, shared
    return best


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def counterpart(said: Said, row: Row, words: Mapping[str, str]) -> Said | None:
    """Return the statement that `said` is best compared with: the most alike one of the row's other articles.

    `words` are the words of each article's text, by article id. Only quotations are compared word by word.
    """
    if not row.direct:
        return None
    others = [s for article, every in row.said.items() if article != said.statement.article for s in every]
    own = said.content[0].span.of(words[said.statement.article])
    return max(others, key=lambda s: fuzz.ratio(own, s.content[0].span.of(words[s.statement.article])), default=None)


# --- figures and times -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures of different articles that one claim gives for the same thing: article -> figures, with their givers."""

    figures: Mapping[str, tuple[Figure, ...]]
    given_by: tuple[tuple[str, str | None], ...]

    @property
    def first(self) -> Figure:
        """The figure that is written first."""
        return next(iter(self.figures.values()))[0]


def figure_rows(brief: Brief) -> tuple[FigureRow, ...]:
    """Return the figures of the articles' bodies, those of one claim, unit and value or counted noun side by side."""
    rows: list[list[tuple[Figure, int, str]]] = []
    for extract in brief.extracts:
        for figure in extract.figures:
            if extract.article.paragraphs[extract.sentences[figure.sentence - 1].paragraph].role != "body":
                continue
            claim = _claim_at(brief, Passage(extract.article.id, figure.sentence, figure.span))
            noun = _noun(extract, figure)
            row = next((r for r in rows if any(_same_figure(figure, claim, noun, *other) for other in r)), None)
            if row is None:
                rows.append([(figure, claim, noun)])
            else:
                row.append((figure, claim, noun))
    return tuple(_figure_row(brief, [f for f, _, _ in row]) for row in rows)


def _same_figure(a: Figure, claim: int, noun: str, b: Figure, other: int, other_noun: str) -> bool:
    if claim != other or a.unit != b.unit:
        return False
    return (a.low, a.high) == (b.low, b.high) or (a.article != b.article and bool(noun) and noun == other_noun)


def _noun(extract: Extract, figure: Figure) -> str:
    words = figure.counted.of(extract.article.text).split() if figure.counted else []
    return words[-1].casefold().rstrip("s") if words else ""


def _figure_row(brief: Brief, figures: Sequence[Figure]) -> FigureRow:
    made: dict[str, tuple[Figure, ...]] = {}
    for figure in figures:
        made[figure.article] = (*made.get(figure.article, ()), figure)
    giver = {(a, n): s.name for s in brief.speakers for a, n in s.statements}
    given = dict.fromkeys(
        (f.article, giver.get((f.article, f.statement)) if f.statement is not None else None) for f in figures
    )
    return FigureRow(made, tuple(given))


def _claim_at(brief: Brief, passage: Passage) -> int:
    for index, claim in enumerate(brief.merged.claims):
        if any(_same_place(passage, p) for p in claim.passages):
            return index
    return -1


@dataclass(frozen=True, slots=True)
class MomentRow:
    """Times of one claim that the articles write in the same way or in two ways: the passage and the times in it."""

    shown: Passage
    moments: tuple[Moment, ...]
    articles: tuple[str, ...]


def moment_rows(brief: Brief) -> tuple[MomentRow, ...]:
    """Return the dates, weekdays, clock times and relative times of the bodies, those of one claim together."""
    rows: dict[tuple[int, str], list[Moment]] = {}
    for extract in brief.extracts:
        for moment in extract.moments:
            body = extract.article.paragraphs[extract.sentences[moment.sentence - 1].paragraph].role == "body"
            if body and moment.kind in ("date", "weekday", "clock"):
                claim = _claim_at(brief, Passage(moment.article, moment.sentence, moment.span))
                rows.setdefault((claim, moment.kind), []).append(moment)
    made = []
    for (claim, _), moments in rows.items():
        first = moments[0]
        shown = next(
            p for p in brief.merged.claims[claim].passages if p.article == first.article and p.span.overlaps(first.span)
        )
        made.append(MomentRow(shown, tuple(moments), tuple(dict.fromkeys(m.article for m in moments))))
    return tuple(made)


# --- differences and the rest ----------------------------------------------------------------------------------


def differences(brief: Brief, weights: Iterable[str]) -> tuple[tuple[str, tuple[tuple[Difference, ...], ...]], ...]:
    """Return (heading, differences) for those of the given weights, those of the same two articles together."""
    order = list(HEADINGS)
    wanted = sorted(
        (d for d in brief.merged.differences if d.weight in set(weights)),
        key=lambda d: (order.index(d.kind), _ordinal(brief, d.a.article), _ordinal(brief, d.b.article)),
    )
    return tuple(
        (
            HEADINGS[kind],
            tuple(tuple(pair) for _, pair in groupby(group, key=lambda d: (d.a.article, d.b.article))),
        )
        for kind, group in groupby(wanted, key=lambda d: d.kind)
    )


def _ordinal(brief: Brief, article: str) -> int:
    return next(i for i, e in enumerate(brief.extracts) if e.article.id == article)


def claim_passage(brief: Brief, passage: Passage) -> Passage:
    """Return the claim's passage that `passage` is a part of, or `passage` itself when it is cut otherwise."""
    every = (p for c in brief.merged.claims for p in c.passages)
    return next((p for p in every if p.article == passage.article and p.span.holds(passage.span)), passage)


@dataclass(frozen=True, slots=True)
class Unused:
    """A sentence that no section shows, or a statement that was dropped, with the reason."""

    at: Passage
    reason: str


_WHY_NOT = {
    "title": "the article’s title",
    "title_repeat": "repeats the title",
    "teaser": "the article’s teaser; it never counts as support for the body",
    "subtitle": "the article’s subtitle; it never counts as support for the body",
    "byline": "the article’s byline",
    "dateline": "the article’s dateline",
    "heading": "a heading inside the article",
    "caption": "a caption",
}


def unused(brief: Brief) -> tuple[Unused, ...]:
    """Return every sentence of every article that is in no claim, with the reason, and every dropped statement."""
    shown = {(p.article, p.sentence) for c in brief.merged.claims for p in c.passages}
    made = [
        Unused(
            Passage(e.article.id, s.number, s.span),
            _WHY_NOT.get(e.article.paragraphs[s.paragraph].role, "not in a claim"),
        )
        for e in brief.extracts
        for s in e.sentences
        if (e.article.id, s.number) not in shown
    ]
    extracts = {e.article.id: e for e in brief.extracts}
    for dropped in brief.dropped:
        span = Span(dropped.statement.content[0].start, dropped.statement.content[-1].end)
        passage = _passage(extracts[dropped.statement.article], span)
        made.append(Unused(passage, f"taken out of “Who said what” by an editor: {dropped.edit.override.why}"))
    return tuple(made)


def change(override: Override) -> str:
    """Say in a sentence what an editor's change does."""
    words = " and ".join(f"“{w}”" for w in override.where)
    to = "not known" if override.to is None else f"“{override.to}”"
    fields = ", ".join(f"{key}: {value if value is not None else 'not given'}" for key, value in override.fields)
    return {
        "speaker": f"Speaker of {words} set to {to}.",
        "name": f"{words} shown as {to}.",
        "role": f"Role of {words} set to {to}.",
        "drop": f"Statement {words} taken out.",
        "join": f"{words} joined into one claim.",
        "part": f"{words} kept apart.",
        "wording": f"Wording {words} chosen.",
        "order": f"{words} put in place {override.to}.",
        "background": f"{words} shown {'under “Background”' if override.to == 'in' else 'with what is new'}.",
        "independence": f"{' and '.join(override.articles)} called {override.to}.",
        "article": f"About {override.article}: {fields}.",
        "note": f"Note added{' to ' + words if words else ''}: {override.to}",
        "headline": f"Headline set to {to}.",
        "teaser": f"Teaser set to {to}.",
    }[override.do]
