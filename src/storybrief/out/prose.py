"""The brief's own page as blocks, out of the rows: what Word, e-mail, newsletter and CMS print, each in its own marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeVar

from storybrief.model import visible
from storybrief.out.rows import ArticleRow, CorrectionRow, LineRow, Rows, StoryRow
from storybrief.pages.escape import link

Sort = Literal["text", "said", "ours", "name"]
T = TypeVar("T")

HEADINGS = {
    "brief": "In brief", "disagree": "They disagree", "changed": "How it changed", "said": "Who said what",
    "silent": "Asked, and did not answer", "unknown": "Not known",
}  # fmt: skip
_CORRECTIONS = {"correction": "Correction", "clarification": "Clarification", "withdrawn": "Withdrawn"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one sort: an article's ("text"), those that somebody says ("said"), the tool's ("ours"), a "name".

    `link` is an address of http, https or mailto, or None.
    """

    words: str
    sort: Sort
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, note, paragraph or an item of a list."""

    kind: Literal["title", "heading", "note", "paragraph", "item"]
    pieces: tuple[Piece, ...]


def blocks(rows: Rows) -> tuple[Block, ...]:
    """Return the blocks of a story. Every word of an article in them is a row's; of a withdrawn story there is none."""
    return tuple(_blocks(rows))


def _blocks(rows: Rows) -> Iterator[Block]:
    story = _of(rows, "stories", StoryRow)[0]
    yield Block("title", (Piece(visible(story.headline or story.story), "text"),))
    if story.teaser:
        yield Block("paragraph", (Piece(visible(story.teaser), "text"),))
    for one in _of(rows, "corrections", CorrectionRow):
        told = f" {visible(one.what)} {visible(one.why)}"
        yield Block("note", (Piece(f"{_CORRECTIONS[one.kind]}, {one.date}.", "name"), Piece(told, "ours")))
    for kind, lines in groupby(_of(rows, "lines", LineRow), key=lambda line: line.kind):
        if kind in HEADINGS:
            yield Block("heading", (Piece(HEADINGS[kind], "ours"),))
        for line in lines:
            yield Block("paragraph" if kind == "lead" else "item", tuple(_line(line)))
    articles = _of(rows, "articles", ArticleRow)
    if articles:
        yield Block("heading", (Piece("Articles", "ours"),))
    for article in articles:
        yield Block("item", tuple(_article(article)))


def _of(rows: Rows, name: str, kind: type[T]) -> list[T]:
    return [row for row in rows[name] if isinstance(row, kind)]


def _line(line: LineRow) -> Iterator[Piece]:
    if line.label:
        yield Piece(visible(line.label), "name")
        if line.described:
            yield Piece(f", {visible(line.described)}", "ours")
        yield Piece(": ", "ours")
    for words, sort in line.pieces:
        yield Piece(_kept(words), "said" if sort == "said" else "text" if sort == "text" else "ours")
    if line.kind not in ("disagree", "changed"):  # there each side has its own
        yield Piece(f" [{line.articles}]", "ours")


def _kept(words: str) -> str:
    """Return words on one line, with the blanks at their ends as one each."""
    shown = visible(f"|{words}|")[1:-1]
    return shown if shown.strip() else shown[:1]


def _article(a: ArticleRow) -> Iterator[Piece]:
    yield Piece(f"{a.letter}  ", "ours")
    yield Piece(visible(a.outlet or a.title or "without a title"), "text", a.url if link(a.url) else None)
    if a.outlet and a.title:
        yield Piece(f", {visible(a.title)}", "text")
    yield Piece(f", {visible(a.published or 'undated')}", "ours")
    if link(a.archived):
        yield Piece(" (", "ours")
        yield Piece("archived", "ours", a.archived)
        yield Piece(")", "ours")
