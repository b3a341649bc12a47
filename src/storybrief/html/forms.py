"""How does the Markdown that our templates write become HTML fast? By its few forms, each known to the last sign.

Python-Markdown looks for everything in every place; our pages are made of a dozen forms of lines, and what people wrote
stands in them escaped. What each form becomes is put down here as Python-Markdown has it, byte for byte, with its
extensions attr_list, def_list, footnotes, md_in_html, tables and toc. A page with anything else in it is not known.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from markdown.extensions.toc import nest_toc_tokens, slugify, strip_tags, unique
from mkdocs.structure.toc import TableOfContents, get_toc

from storybrief.html.words import PLAIN, UnknownError, Words, place_of


@dataclass(frozen=True, slots=True)
class Titles:
    """What the links that extensions make say to a pointer: `back` from a note to its mark, `section` of a heading."""

    back: str
    section: str


Found = tuple[str, re.Match[str]]  # a block's form, and what it matched

_LOOK = r"\{:(?P<look>(?:\ [.\#][\w-]+)+)\ \}"  # an attribute list
_SHAPES = "svg|title|desc|g|path|text|line|rect|circle"
FORMS = {
    name: re.compile(pattern, re.VERBOSE)
    for name, pattern in {
        "list": r"-\ .+ (?:\n-\ .+)*+",
        "table": r"\| .+ \| \n\|(?:---\|)++ (?:\n\| .+ \|)++",
        "notes": r"\[\^[\w-]+\]:\ .+ (?:\n\[\^[\w-]+\]:\ .+)*+",
        "heading": rf"(\#{{1,6}})\ (.+?) (?:\ {_LOOK})?",
        "quote": rf">\ (.+) (?:\n{_LOOK})?",
        "definition": r"(.+)\n:[ ]{3}(.+)",
        "div": r'<div\ (class="[\w\ -]+")\ markdown="1">',
        "details": rf'<details\ markdown="1">\n<summary>({PLAIN})</summary>',
        "end": r"</(div|details)>",
        "picture": rf"""<figure(?:\ class="[\w\ -]+")?>
            (?: [^<>&]++ | &(?:\#\d+|amp|quot); | </?(?:{_SHAPES})(?:\ [\w-]+="[^"<>&]*")*+> )*+
            </figure>""",
        "data": r'<script\ type="application/ld\+json">\n[^<\n]+\n</script>',
        "line": rf"(.+) (?:\n{_LOOK})?",
    }.items()
}
"""What can stand between two empty lines; a "line" is whatever is none of the others."""

# Control characters, and all white space but the blank and the new line. One set, for a search for one is quick.
_ODD = re.compile("[\0-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def page(markdown: str, titles: Titles, published: Callable[[str], str]) -> tuple[str, TableOfContents]:
    """Return a page's HTML, and the contents that its headings make; raises UnknownError.

    `markdown` is without front matter; `published` returns the address that a link's becomes.
    """
    if _ODD.search(markdown):
        raise UnknownError
    blocks = list(_blocks(markdown))
    if any("///Footnotes Go Here///" in found[0] for form, found in blocks if form != "data"):  # so they would
        raise UnknownError
    notes = _notes(blocks)
    made = _Page(titles, Words(published, {key: at for at, key in enumerate(notes, 1)}), _ids(blocks))
    for form, group in groupby(blocks, key=itemgetter(0)):
        if form != "notes":
            _WRITERS[form](made, [found for _, found in group])
    return made.finished(notes), get_toc(nest_toc_tokens(made.headings))


def _blocks(markdown: str) -> Iterator[Found]:
    for block in re.split("\n\n+", markdown.strip("\n")):
        for name, form in FORMS.items():
            if found := form.fullmatch(block):
                yield name, found
                break
        else:
            raise UnknownError(block)


def _notes(blocks: Iterable[Found]) -> dict[str, str]:
    """Return the words of the notes by their keys; they stand at the end."""
    notes: dict[str, str] = {}
    for form, found in blocks:
        if form == "notes":
            for line in found[0].split("\n"):
                key, words = line[2:].split("]: ", 1)
                if key in notes or "[^" in words:
                    raise UnknownError(line)
                notes[key] = words
        elif notes:
            raise UnknownError(found[0])
    return notes


def _ids(blocks: Iterable[Found]) -> set[str]:
    """Return the ids that attribute lists give."""
    looks = (found.groupdict().get("look") for _, found in blocks)
    return {name[1:] for look in looks if look for name in look.split() if name[0] == "#"}


# --- the page as it grows --------------------------------------------------------------------------------------------


class _Page:
    def __init__(self, titles: Titles, words: Words, ids: set[str]) -> None:
        self.pieces: list[str] = []
        self.headings: list[Any] = []  # as Python-Markdown's toc has them
        self.open: list[str] = []  # the elements that the next block stands in
        self._titles = titles
        self._words = words
        self._ids = ids
        self._cited: list[tuple[int, int, str]] = []  # depth, piece and words of what has marks of notes

    def add(self, depth: int, before: str, words: str, after: str) -> None:
        """Add words between two tags; `depth` is that of their element in its block."""
        if "[^" in words:
            self._cited.append((len(self.open) + depth, len(self.pieces) + 1, words))
            self.pieces += (before, "", after)
        else:
            self.pieces.append(f"{before}{self._words.html(words)}{after}")

    def head(self, level: int, words: str, look: str | None) -> None:
        """Add a heading."""
        if "[^" in words:
            raise UnknownError(words)
        made = self._words.html(words)
        name = strip_tags(made)
        attributes = _attributes(look)
        id = attributes.get("id") or unique(slugify(html.unescape(name), "-"), self._ids)
        self.headings.append({"level": level, "id": id, "name": name})
        link = f'<a class="headerlink" href="#{id}" title="{self._titles.section}">&para;</a>'
        self.pieces.append(f"<h{level}{_tag({**attributes, 'id': id})}>{made}{link}</h{level}>\n")

    def finished(self, notes: Mapping[str, str]) -> str:
        """Return the whole, with its notes."""
        if self.open:
            raise UnknownError
        for _, piece, words in sorted(self._cited):  # Python-Markdown walks through the tree level by level
            self.pieces[piece] = self._words.html(words)
        if notes:
            items = (self._note(key, number, words) for number, (key, words) in enumerate(notes.items(), 1))
            self.pieces += ('<div class="footnote">\n<hr />\n<ol>\n', *items, "</ol>\n</div>\n")
        return "".join(self.pieces).strip()

    def _note(self, key: str, number: int, words: str) -> str:
        title = self._titles.back.format(number)
        back = "".join(
            f'<a class="footnote-backref" href="#{place_of(key, mark)}" title="{title}">&#8617;</a>'
            for mark in range(1, max(1, self._words.marks[key]) + 1)
        )
        return f'<li id="fn:{key}">\n<p>{self._words.html(words)}&#160;{back}</p>\n</li>\n'


def _attributes(look: str | None) -> dict[str, str]:
    """Return the attributes that an attribute list gives."""
    names = (look or "").split()
    classes = " ".join(name[1:] for name in names if name[0] == ".")
    ids = [name[1:] for name in names if name[0] == "#"]
    return {**({"class": classes} if classes else {}), **({"id": ids[-1]} if ids else {})}


def _tag(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in sorted(attributes.items()))


# --- the forms -------------------------------------------------------------------------------------------------------
# Each takes what stands next to each other in one form: Python-Markdown joins lists, quotations and definitions.


def _list(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    """Add a list; an item beside an empty line becomes a paragraph."""
    made.pieces.append("<ul>\n")
    for number, block in enumerate(blocks):
        items = block[0].split("\n")
        for at, item in enumerate(items):
            if (at == 0 and number > 0) or (at == len(items) - 1 and number < len(blocks) - 1):
                made.add(3, "<li>\n<p>", item[2:], "</p>\n</li>\n")
            else:
                made.add(2, "<li>", item[2:], "</li>\n")
    made.pieces.append("</ul>\n")


def _table(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    for block in blocks:
        head, line, *rows = ([cell.strip(" ") for cell in row[1:-1].split("|")] for row in block[0].split("\n"))
        if len(head) < 2 or any(len(row) != len(head) for row in (line, *rows)):
            raise UnknownError(block[0])
        made.pieces.append("<table>\n<thead>\n")
        _row(made, "th", head)
        made.pieces.append("</thead>\n<tbody>\n")
        for row in rows:
            _row(made, "td", row)
        made.pieces.append("</tbody>\n</table>\n")


def _row(made: _Page, tag: str, cells: Iterable[str]) -> None:
    made.pieces.append("<tr>\n")
    for cell in cells:
        made.add(4, f"<{tag}>", cell, f"</{tag}>\n")
    made.pieces.append("</tr>\n")


def _quote(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    made.pieces.append("<blockquote>\n")
    for block in blocks:
        made.add(2, f"<p{_tag(_attributes(block['look']))}>", block[1], "</p>\n")
    made.pieces.append("</blockquote>\n")


def _definition(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    made.pieces.append("<dl>\n")
    for block in blocks:
        made.add(2, "<dt>", block[1], "</dt>\n")
        made.add(2, "<dd>", block[2], "</dd>\n")
    made.pieces.append("</dl>\n")


def _heading(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    for block in blocks:
        made.head(len(block[1]), block[2], block["look"])


def _line(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    for block in blocks:
        made.add(1, f"<p{_tag(_attributes(block['look']))}>", block[1], "</p>\n")


def _div(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    for block in blocks:
        made.open.append("div")
        made.pieces.append(f"<div {block[1]}>\n")


def _details(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    for block in blocks:
        made.open.append("details")
        made.pieces.append(f"<details>\n<summary>{block[1]}</summary>\n")


def _end(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    for block in blocks:
        if not made.open or made.open.pop() != block[1] or made.pieces[-1].startswith("<div"):  # an empty one
            raise UnknownError(block[0])
        made.pieces.append(f"</{block[1]}>\n")


def _raw(made: _Page, blocks: Sequence[re.Match[str]]) -> None:
    for block in blocks:
        made.pieces.append(f"{block[0]}\n" if made.open else f"{block[0]}\n\n")


_WRITERS: Mapping[str, Callable[[_Page, Sequence[re.Match[str]]], None]] = {
    "list": _list,
    "table": _table,
    "quote": _quote,
    "definition": _definition,
    "heading": _heading,
    "line": _line,
    "div": _div,
    "details": _details,
    "end": _end,
    "picture": _raw,
    "data": _raw,
}
