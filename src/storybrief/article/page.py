"""Which blocks of words does a browser show on a saved page, in which order, and what stands around each?

Every word of the page is in one block. Whether it is the article's is asked in `main_content.py`; here nothing is left out
but what no reader sees as words: scripts, styles, form fields, pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from storybrief.article.draft import Mark
from storybrief.english.marks import ends_sentence

_UNSEEN = frozenset({
    "script", "style", "template", "noscript", "head", "title", "svg", "math", "select", "option", "input", "textarea",
    "iframe", "object", "video", "audio", "canvas", "map", "button", "datalist", "meta", "link", "img", "picture", "source",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "rt", "rp", "nobr", "hl2", "hl1", "amp-link",
})  # fmt: skip
_MARKS: dict[str, Mark] = {
    "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "figcaption": "caption",
}  # fmt: skip
_LAYOUT = frozenset({"p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "article", "section", "blockquote"})
_BEGINS = re.compile(r"""["'“‘(«]?(?:[^\W\da-z_]|\d)""")
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table)\b", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01]",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-?reader(?:-?(?:text|only))?|u-hidden|is-hidden|hide-?text|offscreen"
    r"|a11y-hidden)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_LINE_ENDS = re.compile(r"[\r\n]+")
_NO_DIGITS = str.maketrans("", "", "0123456789")
_FEW_BREAKS = 2
_CAPTION = re.compile(
    r"(?:^|\s)(?:wp-|media-|image-|photo-|picture-|img-|figure-)?(?:fig)?caption(?:(?:-|__)(?:text|content))?(?:\s|$)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An element around blocks: its tag, its names (classes, id, role, in small letters), and what it stands in."""

    tag: str
    names: str
    parent: Node | None
    hidden: bool = False

    @property
    def like(self) -> tuple[str, str]:
        """What elements of one kind have in common: the tag and the classes without their numbers."""
        return self.tag, self.names.translate(_NO_DIGITS)

    def up(self) -> Iterator[Node]:
        """Yield this element and all it stands in, the innermost first."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class PageBlock:
    """Words that a browser shows as one block, and where. `linked`: how many of their characters are links."""

    words: str
    node: Node
    mark: Mark | None
    linked: int


def in_a_line(words: str) -> str:
    """Put a space for the line ends of a page's source: a browser shows them so."""
    return _LINE_ENDS.sub(" ", words) if "\n" in words or "\r" in words else words


def blocks(tree: HtmlElement) -> tuple[PageBlock, ...]:
    """Return every block of words on the page in order; an empty line stands in none of them."""
    walk = _Walk()
    walk.visit(tree, None)
    walk.flush()
    return tuple(walk.found)


class _Walk:
    """Gathers words until a block begins or ends. The page is at most `html.MAX_DEPTH` levels deep."""

    def __init__(self) -> None:
        self.found: list[PageBlock] = []
        self.words: list[tuple[str, bool]] = []
        self.node = Node("html", "", None)
        self.mark: Mark | None = None
        self.link = 0

    def flush(self) -> None:
        """End the block: two line breaks in it make two blocks."""
        if not self.words:
            return
        part: list[tuple[str, bool]] = []
        breaks = 0
        broken = sum(words == "\n" for words, _ in self.words) > _FEW_BREAKS
        listed = broken and _is_listed("".join(words for words, _ in self.words))
        for words, linked in self.words:
            if words == "\n":
                breaks += 1
                part.append((words, linked))
                continue
            if words.strip():
                if breaks > 1 or (breaks and (listed or _ends_and_begins(part, words))):
                    self._end(part)
                    part = []
                breaks = 0
            part.append((words, linked))
        self._end(part)
        self.words = []

    def _end(self, part: list[tuple[str, bool]]) -> None:
        words = "".join(words for words, _ in part)
        if words.strip():
            linked = sum(len(words.strip()) for words, linked in part if linked)
            self.found.append(PageBlock(words, self.node, self.mark, linked))

    def visit(self, element: HtmlElement, parent: Node | None) -> None:
        """Gather the words of an element, without what follows it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            return
        if tag in ("br", "hr"):
            self.words.append(("\n", False))
            return
        inline = tag in _INLINE and not self._opens_block(element)
        before = self.node, self.mark
        if inline and not element.attrib:
            self._inside(element, tag, parent or self.node)
            return
        node = Node(tag, names_of(element), parent, _is_hidden(element))
        inline = inline and not node.hidden
        if not inline:
            self.flush()
            self.node = node
            self.mark = _mark(tag, node, before[1])
        if tag == "tr" and _is_row(element):
            self._row(element)
        else:
            self._inside(element, tag, node if not inline else (parent or node))
        if not inline:
            self.flush()
            self.node, self.mark = before

    def _inside(self, element: HtmlElement, tag: str, node: Node) -> None:
        self.link += tag == "a"
        quoted = tag == "q" and not re.match(r"\s*[“\"«]", "".join(element.itertext()))
        if quoted:
            self._add("“")
        self._add(element.text)
        for child in element:
            self.visit(child, node)
            self._add(child.tail)
        if quoted:
            self._add("”")
        self.link -= tag == "a"

    def _row(self, row: HtmlElement) -> None:
        """A row of a table of data is one block, its cells beside each other."""
        for cell in row:
            if isinstance(cell.tag, str):
                self.words.append((" ".join(_seen(cell).split()) + " ", False))

    def _add(self, words: str | None) -> None:
        if words:
            self.words.append((in_a_line(words), self.link > 0))

    def _opens_block(self, element: HtmlElement) -> bool:
        """Whether an inline element is shown as a block: by its style, or one sentence's end on the other's start."""
        if element.tag not in ("span", "font", "a"):
            return False
        if _BLOCK_STYLE.search(str(element.get("style") or "")):
            return True
        if element.tag == "a" or not self.words or self.words[-1][0] == "\n":
            return False
        before = element.getprevious()
        beside = before is not None and before.tag == element.tag and not before.tail
        return beside and ends_sentence(self.words[-1][0].rstrip()) and not self.words[-1][0].endswith(" ")


def _ends_and_begins(before: list[tuple[str, bool]], after: str) -> bool:
    """Whether a line break stands between two sentences of some words: two paragraphs."""
    line = "".join(words for words, _ in before).strip().rpartition("\n")[2]
    return len(line.split()) >= 5 and ends_sentence(line) and bool(_BEGINS.match(after.strip()))


def _is_listed(words: str) -> bool:
    """Whether line breaks make a list: several lines, each of some words, none going on from the one before."""
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    return len(lines) > _FEW_BREAKS and all(_BEGINS.match(line) and len(line.split()) >= 4 for line in lines)


def names_of(element: HtmlElement) -> str:
    """Return what an element calls itself: its classes, id and role, in small letters."""
    if not element.attrib:
        return ""
    given = (element.get("class"), element.get("id"), element.get("role"), element.get("data-component"))
    return " ".join(" ".join(str(one) for one in given if one).lower().split())


def _is_hidden(element: HtmlElement) -> bool:
    if not element.attrib:
        return False
    if element.get("hidden") is not None and str(element.get("hidden")).lower() != "false":
        return True
    if str(element.get("aria-hidden") or "").strip().lower() == "true":
        return True
    style = str(element.get("style") or "")
    return bool((style and _HIDDEN_STYLE.search(style)) or _HIDDEN_CLASS.search(str(element.get("class") or "")))


def _mark(tag: str, node: Node, above: Mark | None) -> Mark | None:
    if tag in _MARKS:
        return _MARKS[tag]
    if above is not None:
        return above
    return "caption" if _CAPTION.search(node.names) else None


def _is_row(row: HtmlElement) -> bool:
    """Whether a row holds data, and is no frame for other blocks: several cells, and no block in one."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and not any(child.tag in _LAYOUT for cell in cells for child in cell.iter())


def _seen(element: HtmlElement) -> str:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return ""
    if element.tag == "br":
        return " "
    return (element.text or "") + "".join(_seen(child) + (child.tail or "") for child in element)
