"""Which words does a reader see in a piece of HTML inside a Markdown file?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import HTMLParser, LxmlError

from storybrief.article.draft import Mark

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_BREAKS = re.compile(r"[\r\n]+")
_MARKS: dict[str, Mark] = {
    "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "figcaption": "caption",
}  # fmt: skip


def pieces(fragment: str) -> Iterator[tuple[str, Mark | None]]:
    """Yield the words of each block of the fragment with its mark.

    Comments, scripts and styles have no words that a reader sees. What is too broken to parse has none either.
    """
    words = _Words()
    parser = HTMLParser(target=words, no_network=True)
    try:
        parser.feed(fragment)
        parser.close()
    except LxmlError:
        pass
    words.block(None)
    yield from words.found


class _Words:
    """Gathers words until a block begins or ends: lxml calls it, and builds no tree, so that no depth can hurt."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Mark | None]] = []
        self.words: list[str] = []
        self.mark: Mark | None = None
        self.unseen = 0

    def block(self, mark: Mark | None) -> None:
        if "".join(self.words).strip():
            self.found.append(("".join(self.words), self.mark))
        self.words = []
        self.mark = mark

    def start(self, tag: str | bytes, attributes: object) -> None:  # noqa: ARG002
        tag = str(tag)
        if tag == "br":
            self.words.append("\n")
        elif tag in _UNSEEN:
            self.unseen += 1
        elif tag not in _INLINE:
            self.block(_MARKS.get(tag))

    def end(self, tag: str | bytes) -> None:
        tag = str(tag)
        if tag in _UNSEEN:
            self.unseen -= 1
        elif tag not in _INLINE and tag != "br":
            self.block(None)

    def data(self, data: str | bytes) -> None:
        if not self.unseen:
            self.words.append(_BREAKS.sub(" ", str(data)))

    def comment(self, text: str | bytes) -> None:  # noqa: ARG002
        return

    def close(self) -> None:
        return
