"""What does a reader see on one page of the built site? HTML read by a parser, as text with its places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from storybrief.model import visible

_UNSEEN = frozenset({"script", "style", "template"})


@dataclass(frozen=True, slots=True)
class Document:
    """A page: its POSIX path inside the built site, its kind as the theme names it, its tree, and its text's element."""

    path: str
    kind: str
    tree: HtmlElement
    main: HtmlElement

    @property
    def story(self) -> str:
        """The first folder of its path: the story, on a brief's or an article's page."""
        return self.path.split("/", 1)[0]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in one element without another between them."""

    words: str
    holder: HtmlElement


def read_page(file: Path, path: str) -> Document:
    """Read a page. Raises OSError when it cannot be read, ValueError when it is no HTML."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = document_fromstring(file.read_bytes(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as wrong:
        raise ValueError(str(wrong)) from wrong
    body = tree.find("body")
    kind = re.search(r"\bkind-(\w+)", str(body.get("class", "")) if body is not None else "")
    main = next(iter(tree.iter("main")), tree)
    return Document(path, kind[1] if kind else "", tree, main)


def words(element: HtmlElement) -> str:
    """Return the visible words of an element on one line; a line break counts as a space."""
    return visible("".join(_texts(element)))


def _texts(element: HtmlElement) -> Iterator[str]:
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and isinstance(part.tag, str) and part.tag not in _UNSEEN:
            yield " " if part.tag == "br" else part.text or ""
        elif event == "end" and part is not element and part.tail:
            yield part.tail


def runs(element: HtmlElement) -> Iterator[Run]:
    """Yield every run of words in an element, in reading order."""
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and isinstance(part.tag, str):
            if part.tag not in _UNSEEN and part.text:
                yield Run(part.text, part)
        elif event == "end" and part is not element and part.tail:
            parent = part.getparent()
            if parent is not None and parent.tag not in _UNSEEN:
                yield Run(part.tail, parent)


def line_words(element: HtmlElement) -> str:
    """Return the visible words of a line without the numbers of its footnotes and what is folded beside it."""
    return visible("".join(_line(element)))


def _line(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == "br":
            yield " "
        elif isinstance(part.tag, str) and part.tag not in (*_UNSEEN, "sup", "details"):
            yield from _line(part)
        yield part.tail or ""


def sections(page: Document) -> dict[str, list[HtmlElement]]:
    """Return id of a heading of the second order -> the elements under it."""
    found: dict[str, list[HtmlElement]] = {}
    for heading in page.main.iter("h2"):
        under = found.setdefault(str(heading.get("id")), [])
        for element in heading.itersiblings():
            if element.tag == "h2" or element.get("class") == "footnote":
                break
            if isinstance(element.tag, str):
                under.append(element)
    return found


def own_words(element: HtmlElement) -> str:
    """Return the words of an element without the link to its own address."""
    return visible("".join(run.words for run in runs(element) if "headerlink" not in str(run.holder.get("class", ""))))


def target(page: str, href: str) -> tuple[str, str]:
    """Return the path of the file that a link on a page leads to, and its anchor; both inside the built site."""
    path, _, anchor = href.partition("#")
    path = path.partition("?")[0]
    if not path:
        return page, anchor
    here = PurePosixPath("/") if path.startswith("/") else PurePosixPath("/", page).parent
    parts: list[str] = []
    for part in (*here.parts, *PurePosixPath(path).parts):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", "/"):
            parts.append(part)
    whole = "/".join(parts)
    last = path.rsplit("/", 1)[-1]
    if last in ("", ".", ".."):
        whole = f"{whole}/index.html".lstrip("/")
    return whole, anchor
