"""Does a brief say truly what newer versions of its articles changed? Both versions are read from their own bytes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from storybrief.model import Article
from storybrief.pages.escape import visible
from storybrief.pages.footnotes import address, place
from storybrief.pages.updates import NAMES, day, section, summary, told
from storybrief.proof.document import Document, runs, words
from storybrief.proof.handles import Sentences
from storybrief.proof.links import Fault
from storybrief.proof.sources import Told
from storybrief.statements.sentences import sentences

PROVED = frozenset({"was", "now", "version"})
"""The classes of what is proved here, and nowhere else."""

_NOTHING = "–"
_MARKS = "\"“”'‘’«»„"


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of an article: its number from 1, and its sentences that are no title, word for word, with their places."""

    number: int
    article: Article
    sha256: str
    said: Counter[str]
    places: dict[str, set[str]]

    @property
    def line(self) -> str:
        """How the page names it."""
        when = day(self.article.source)
        of = f", {when}" if when else ""
        return f"version {self.number}{of}: {visible(self.article.source.path)}, SHA-256 {self.sha256}"


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a row: the words shown, what stands behind them, and the address of its footnote, "" for none."""

    words: str
    place: str
    note: str


def updated_articles(page: Document, story: Told, letters: dict[str, str], found: Sentences) -> Iterator[Fault]:
    """Hold the sections on updated articles of a brief's page against the bytes of both versions.

    `letters` are article id -> letter, `found` the proved sentences of the articles as they are. Every sentence that one
    version has and the other has not is there once, at its place; and nothing else is.
    """
    seen: list[HtmlElement] = []
    kinds: list[str] = []
    for article, earlier in story.earlier.items():
        versions = [_version(number, one, story) for number, one in enumerate((*earlier, story.articles[article]), 1)]
        for was, now in pairwise(versions):
            head = page.by_id(section(letters.get(article, ""), now.number))
            if head is None:
                yield (
                    "update-unseen",
                    f"Build the site anew: the page does not say what version {now.number} of {article} changed.",
                )
                continue
            inside = _inside(head, page)
            rows = [one for one in inside if one.tag == "tr" and one.find("td/span") is not None]
            seen += [one for one in inside if _class(one) == "version"]
            seen += [one for row in rows for one in row.iter("span") if _class(one) in PROVED]
            kinds += [words(row[0]) for row in rows]
            yield from _head(head, inside, was, now, rows)
            yield from _rows(rows, was, now, "" if now is not versions[-1] else article, found)
    yield from _elsewhere(page, seen)
    altered = kinds.count(NAMES["quotation"])
    for link in page.main.xpath(".//dd/a[@href='#updated-articles']"):
        if words(link) != summary(len(story.earlier), altered):
            yield "count", f"Build the site anew: the page says “{words(link)}”, and that is not so."


def _version(number: int, article: Article, story: Told) -> _Version:
    said: Counter[str] = Counter()
    places: dict[str, set[str]] = {}
    for sentence in sentences(article):
        if article.paragraphs[sentence.paragraph].role not in ("title", "title_repeat"):
            shown = visible(sentence.span.of(article.text))
            said[shown] += 1
            places.setdefault(shown, set()).add(place(article, sentence))
    return _Version(number, article, hashlib.sha256(story.bytes_of(article)).hexdigest(), said, places)


def _inside(head: HtmlElement, page: Document) -> list[HtmlElement]:
    """Return the elements of a section, in their order: all up to the next heading."""
    made: list[HtmlElement] = []
    below = False
    for element in page.main.iter():
        if below and element.tag in ("h1", "h2", "h3"):
            break
        if below:
            made.append(element)
        below = below or element is head
    return made


def _head(
    head: HtmlElement, inside: Sequence[HtmlElement], was: _Version, now: _Version, rows: Sequence[HtmlElement]
) -> Iterator[Fault]:
    """The heading, the count, the two versions, and the titles."""
    when = day(now.article.source)
    letter = str(head.get("id")).split("-")[1].upper()
    names = {name: kind for kind, name in NAMES.items()}
    kinds = [names[words(row[0])] for row in rows if words(row[0]) in names]
    kept = sum((was.said & now.said).values())
    titles = [tuple(side.words for side in _sides(row)) for row in rows if words(row[0]) == "title"]
    both = tuple(visible(one.article.title or "") for one in (was, now))
    right = {
        f"{letter}, version {now.number}{f', {when}' if when else ''}": [_own(head)],
        told(kinds, kept): [words(one) for one in inside if one.tag == "p"],
        was.line: [words(one) for one in inside if _class(one) == "version"][:1],
        now.line: [words(one) for one in inside if _class(one) == "version"][1:],
    }
    for line, shown in right.items():
        if shown != [line]:
            yield "not-the-source", f"Build the site anew: “{' '.join(shown)}” is not “{line}”."
    for table in (one for one in inside if one.tag == "thead"):
        if words(table) != f"version {was.number}version {now.number}":
            yield "not-the-source", f"Build the site anew: “{words(table)}” is not the two versions."
    if titles != ([both] if both[0] != both[1] else []):
        yield "not-verbatim", f"Build the site anew: the titles {titles} are not those of the two versions."


def _rows(rows: Sequence[HtmlElement], was: _Version, now: _Version, article: str, found: Sentences) -> Iterator[Fault]:
    """Each sentence at its place; `article` is the one whose footnotes the newer side bears, "" for none."""
    shown_was: Counter[str] = Counter()
    shown_now: Counter[str] = Counter()
    for row in rows:
        kind, (before, after) = words(row[0]), _sides(row)
        if kind == "title":
            continue
        shown_was.update([before.words] if before.words else [])
        shown_now.update([after.words] if after.words else [])
        if before.words and before.place not in was.places.get(before.words, ()):
            yield "not-verbatim", _not_there(before, was)
        cited = found.get(after.note.removeprefix("#fn:n"), ("", "")) == (article, after.words)
        placed = cited and not after.place if article else after.place in now.places.get(after.words, ())
        if after.words and not placed:
            yield "not-verbatim", _not_there(after, now)
        name = next(iter(row.xpath("./td[1]/span/@id")), "")
        if not _made_of(str(name), before.words, after.words, len(rows)):
            yield (
                "not-verbatim",
                f"Build the site anew: “{name}” is not the address of “{before.words or after.words}”.",
            )
        if kind not in _kinds(before.words, after.words):
            yield "not-the-source", f"Build the site anew: “{before.words or after.words}” is not “{kind}”."
    for shown, own, other in ((shown_was, was, now), (shown_now, now, was)):
        for missing in (own.said - other.said) - shown:
            yield "update-unseen", f"Build the site anew: the page does not say that “{missing}” changed."
        for wrong in shown - (own.said - other.said):
            yield "not-verbatim", f"Build the site anew: “{wrong}” is in both versions, or in none."


def _sides(row: HtmlElement) -> tuple[_Side, _Side]:
    cells = [*row[1:], *row[:1] * 2]  # a row of fewer cells is no right one
    return _side(cells[0], "was"), _side(cells[1], "now")


def _side(cell: HtmlElement, version: str) -> _Side:
    span = next((one for one in cell.iter("span") if _class(one) == version), None)
    if span is None:
        return _Side("" if words(cell) == _NOTHING else words(cell), "", "")
    behind = "".join(run.words for run in runs(cell) if not _within(run.holder, (span, *cell.iter("sup"))))
    note = next((str(a.get("href")) for a in cell.iter("a")), "")
    return _Side(words(span), visible(behind).removeprefix("(").removesuffix(")"), note)


def _within(element: HtmlElement, those: Sequence[HtmlElement]) -> bool:
    return any(one is element or one in element.iterancestors() for one in those)


def _made_of(name: str, was: str, now: str, most: int) -> bool:
    made = (address(was, now), *(address(was, now, str(n)) for n in range(2, most + 1)))
    return name.startswith("u-") and name[2:] in made


def _kinds(was: str, now: str) -> tuple[str, ...]:
    """Return what a row may be called: words in quotation marks cannot have changed where there are no marks."""
    if not (was and now):
        return (NAMES["gone"] if was else NAMES["new"],)
    marks = any(mark in was + now for mark in _MARKS)
    return (NAMES["reworded"], NAMES["quotation"]) if marks else (NAMES["reworded"],)


def _elsewhere(page: Document, seen: Sequence[HtmlElement]) -> Iterator[Fault]:
    for one in page.main.iter("span"):
        if _class(one) in PROVED and all(one is not other for other in seen):
            yield "not-verbatim", f"Build the site anew: “{words(one)}” is of no version of an article."


def _class(element: HtmlElement) -> str:
    return str(element.get("class", "")) if isinstance(element.tag, str) and element.tag == "span" else ""


def _own(head: HtmlElement) -> str:
    return visible("".join(run.words for run in runs(head) if "headerlink" not in str(run.holder.get("class", ""))))


def _not_there(side: _Side, version: _Version) -> str:
    return f"Build the site anew: “{side.words}” is not word for word in {side.place or 'its place'} of {version.article.source.path}."
