"""What does each section of a brief show, and in what order? Templates print it; nothing is decided there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from msgspec import Struct

from storybrief.model import (
    Brief,
    Claim,
    Difference,
    Edit,
    Extract,
    Figure,
    Moment,
    Override,
    Paragraph,
    Passage,
    Quantity,
    Sentence,
    Span,
    visible,
)
from storybrief.pages.once import once

_REMARKS = {
    "quotation": "quotation worded differently",
    "figure": "figure differs",
    "bound": "bound differs",
    "time": "time differs",
    "speaker": "different speaker",
    "attribution": "attribution differs",
    "hedge": "hedge differs",
    "negation": "negation differs",
    "directness": "quoted in one only",
    "agent": "who did it differs",
}
F = TypeVar("F", Figure, Moment)
HEADINGS = {
    "quotation": "The quotations differ",
    "figure": "The figures differ",
    "bound": "The bounds of the figure differ",
    "time": "The times differ",
    "speaker": "The speakers differ",
    "attribution": "Given to somebody in one only",
    "hedge": "The certainty differs",
    "negation": "One denies what the other says",
    "directness": "Quoted in one only",
    "agent": "Who did it differs",
    "detail": "A detail is in one only",
}

# --- claims ----------------------------------------------------------------------------------------------------


class Index:
    """Where the claims of a brief are, to find the one of a passage without reading all."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self._at: dict[tuple[str, int], list[tuple[int, Passage]]] = {}
        for number, claim in enumerate(brief.merged.claims):
            for passage in claim.passages:
                self._at.setdefault((passage.article, passage.sentence), []).append((number, passage))

    def numbers(self, passage: Passage) -> list[int]:
        """The numbers of the claims that have words of a passage inside one sentence, in their order."""
        every = self._at.get((passage.article, passage.sentence), ())
        return sorted({number for number, own in every if own.span.overlaps(passage.span)})

    def shared(self, article: str, sentences: Iterable[int], spans: Sequence[Span]) -> dict[int, int]:
        """Claim number -> the number of code points of `spans` that it holds."""
        made: dict[int, int] = {}
        for sentence in sentences:
            for number, own in self._at.get((article, sentence), ()):
                made[number] = made.get(number, 0) + sum(own.span.shared(span) for span in spans)
        return made

    @cached_property
    def differences(self) -> dict[int, list[Difference]]:
        """Claim number -> the differences both of whose sides it holds, in their order."""
        made: dict[int, list[Difference]] = {}
        for difference in self.brief.merged.differences:
            both = set(self.numbers(difference.a)) & set(self.numbers(difference.b))
            for number in sorted(both):
                made.setdefault(number, []).append(difference)
        return made


index = once(Index)


class ClaimLine(Struct, frozen=True):
    """A claim as a line: the passage shown, all its passages, and in what they differ.

    `counted` says in how many articles of how many groups it is, when these are not the same number, else "".
    """

    shown: Passage
    passages: tuple[Passage, ...]
    articles: tuple[str, ...]
    remarks: tuple[tuple[str, Difference], ...]
    edits: tuple[Edit, ...]
    counted: str = ""


@once
def agreed(brief: Brief) -> tuple[ClaimLine, ...]:
    """Return the claims that several articles have and that are no background, in the order of the brief."""
    return _lines(brief, lambda c: len(c.articles) > 1 and not c.background)


def background(brief: Brief) -> tuple[ClaimLine, ...]:
    """Return the claims that are older than the story, whether in one article or several, in the order of the brief."""
    return _lines(brief, lambda c: c.background is not None)


@once
def only_in_one(brief: Brief) -> tuple[tuple[str, tuple[ClaimLine, ...]], ...]:
    """Return (article, its claims that no other article has, without background), articles and claims in reading order."""
    alone: dict[str, list[ClaimLine]] = {}
    for line in _lines(brief, lambda c: len(c.articles) == 1 and not c.background):
        alone.setdefault(line.shown.article, []).append(line)
    return tuple(
        (e.article.id, tuple(sorted(alone[e.article.id], key=_place))) for e in brief.extracts if e.article.id in alone
    )


def _place(line: ClaimLine) -> tuple[int, int]:
    return line.shown.span.start, line.shown.span.end


def _lines(brief: Brief, wanted: Callable[[Claim], bool]) -> tuple[ClaimLine, ...]:
    differences = index(brief).differences
    return tuple(
        _line(brief, claim, differences.get(number, ()))
        for number, claim in enumerate(brief.merged.claims)
        if wanted(claim)
    )


def _line(brief: Brief, claim: Claim, differences: Iterable[Difference]) -> ClaimLine:
    remarks: dict[str, Difference] = {}
    for difference in differences:
        if difference.weight != "low" and difference.kind in _REMARKS:
            remarks.setdefault(_REMARKS[difference.kind], difference)
    edits = edits_at(brief, claim.passages)
    counted = in_groups(brief, claim.articles)
    return ClaimLine(claim.shown, claim.passages, claim.articles, tuple(remarks.items()), edits, counted)


def in_groups(brief: Brief, articles: Sequence[str]) -> str:
    """Say "in 4 articles of 2 groups" when copies and rewrites make the groups fewer than the articles, else nothing."""
    groups = brief.merged.groups_of(articles)
    if groups == len(articles):
        return ""
    return f"in {len(articles)} articles of {groups} group{'' if groups == 1 else 's'}"


def in_claim(difference: Difference, claim: Claim) -> bool:
    """Whether both sides of a difference stand in a claim."""
    return all(any(_same_place(side, p) for p in claim.passages) for side in (difference.a, difference.b))


def _same_place(a: Passage, b: Passage) -> bool:
    return a.article == b.article and a.span.overlaps(b.span)


def edits_at(brief: Brief, passages: Iterable[Passage]) -> tuple[Edit, ...]:
    """Return the editor's changes that touch any of `passages`, in the order written."""
    every = tuple(passages)
    return tuple(e for e in brief.edits if e.at is not None and any(_same_place(e.at, p) for p in every))


def passage_at(extract: Extract, span: Span) -> Passage:
    """Return a span as a passage of the sentence that it begins in."""
    return Passage(extract.article.id, _sentence_at(extract.sentences, span).number, span)


def _sentence_at(sentences: Sequence[Sentence], span: Span) -> Sentence:
    at = max(0, bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1)
    while not sentences[at].span.overlaps(span):
        at += 1
    return sentences[at]


# --- figures and times -----------------------------------------------------------------------------------------


class FigureRow(Struct, frozen=True):
    """A quantity as a row of a table: what names it, article -> its figures, and who gives it in each article."""

    named: tuple[Passage, ...]
    figures: Mapping[str, tuple[Figure, ...]]
    given_by: tuple[tuple[str, str | None], ...]

    @property
    def every(self) -> tuple[Figure, ...]:
        """All of them, article by article."""
        return tuple(figure for many in self.figures.values() for figure in many)


def figure_rows(brief: Brief, *, told: bool = True) -> tuple[FigureRow, ...]:
    """Return the quantities that a table has a row for, or (`told` False) those that it has none for."""
    giver = {(a, n): s.name for s in brief.speakers for a, n in s.statements}
    return tuple(_figure_row(q, giver) for q in brief.merged.quantities if q.told == told)


def _figure_row(quantity: Quantity, giver: Mapping[tuple[str, int], str]) -> FigureRow:
    made: dict[str, list[Figure]] = {}
    for figure in (figure for figures in quantity.values for figure in figures):
        made.setdefault(figure.article, []).append(figure)
    given = dict.fromkeys(
        (f.article, giver.get((f.article, f.statement)) if f.statement is not None else None)
        for many in made.values()
        for f in many
    )
    return FigureRow(quantity.named, {article: tuple(many) for article, many in made.items()}, tuple(given))


def as_written(brief: Brief, found: Iterable[F]) -> tuple[tuple[F, ...], ...]:
    """Put figures, or times, that are written in the same words together, at the place of the first."""
    texts = brief.texts
    made: dict[tuple[str, str | None], list[F]] = {}
    for one in found:
        resolved = one.resolved if isinstance(one, Moment) else None
        made.setdefault((visible(one.span.of(texts[one.article])), resolved), []).append(one)
    return tuple(tuple(same) for same in made.values())


# --- differences and the rest ----------------------------------------------------------------------------------


def differences(brief: Brief, weights: Iterable[str]) -> tuple[tuple[str, tuple[tuple[Difference, ...], ...]], ...]:
    """Return (heading, differences) for those of the given weights, those of the same two articles together."""
    order, places = list(HEADINGS), {e.article.id: number for number, e in enumerate(brief.extracts)}
    wanted = sorted(
        (d for d in brief.merged.differences if d.weight in set(weights)),
        key=lambda d: (order.index(d.kind), places[d.a.article], places[d.b.article]),
    )
    return tuple(
        (
            HEADINGS[kind],
            tuple(tuple(pair) for _, pair in groupby(group, key=lambda d: (d.a.article, d.b.article))),
        )
        for kind, group in groupby(wanted, key=lambda d: d.kind)
    )


def claim_passage(brief: Brief, passage: Passage) -> Passage:
    """Return the claim's passage that `passage` is a part of, or `passage` itself when it is cut otherwise."""
    every = (p for c in brief.merged.claims for p in c.passages)
    return next((p for p in every if p.article == passage.article and p.span.holds(passage.span)), passage)


class Unused(Struct, frozen=True):
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

_FURNITURE = {
    "share": "not of the article: it asks readers to share, follow or write",
    "sign-up": "not of the article: it asks readers to sign up or to pay",
    "link": "not of the article: it leads on to something else",
    "credit": "not of the article: it says who helped to report it",
    "about": "not of the article: it tells who wrote or published it",
    "release": "not of the article: a part that press releases have",
    "live": "not of the article: a mark or a time of a page that is kept up to date",
    "note": "not of the article: the outlet’s note on it",
    "correction": "not of the article: its outlet tells what it corrected",
    "legal": "not of the article: whose it is, or what may be done with it",
    "comments": "not of the article: readers’ comments",
    "advert": "not of the article: an advertisement",
    "address": "not of the article: an address or a time for programs",
    "end": "not of the article: the mark of its end",
    "page": "not of the article: it stands on every page of the file",
    "label": "a label before the first sentence",
    "editor": "not of the article, says an editor",
}


def why_not(paragraph: Paragraph, words: str) -> str:
    """Say why a sentence with these words, of this paragraph, is in no claim."""
    if paragraph.role == "furniture":
        return _FURNITURE.get(paragraph.kind, "not of the article")
    in_body = "not in a claim" if any(map(str.isalnum, words)) else "signs without a letter or digit"
    return _WHY_NOT.get(paragraph.role, in_body)


def corrected(brief: Brief) -> tuple[Passage, ...]:
    """Return the sentences with which outlets tell that they corrected an article: "This article was amended on …"."""
    return tuple(
        Passage(e.article.id, s.number, s.span)
        for e in brief.extracts
        for s in e.sentences
        if e.article.paragraphs[s.paragraph].kind == "correction"
    )


def unused(brief: Brief) -> tuple[Unused, ...]:
    """Return every sentence of every article that is in no claim, with the reason, and every dropped statement."""
    shown = {(p.article, p.sentence) for c in brief.merged.claims for p in c.passages}
    made = [
        Unused(
            Passage(e.article.id, s.number, s.span),
            why_not(e.article.paragraphs[s.paragraph], s.span.of(e.article.text)),
        )
        for e in brief.extracts
        for s in e.sentences
        if (e.article.id, s.number) not in shown
    ]
    extracts = brief.by_id
    for dropped in brief.dropped:
        span = Span(dropped.statement.content[0].start, dropped.statement.content[-1].end)
        passage = passage_at(extracts[dropped.statement.article], span)
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
        "add": f"{words} added as a statement; speaker: {to.strip('“”')}.",
        "trim": f"Of {words} only {to} shown as said.",
        "read": f"{words} put {'into' if override.to == 'in' else 'out of'} the article {override.article}.",
        "cue": f"Word of saying for {words} set to {to if override.to else 'none'}.",
    }[override.do]
