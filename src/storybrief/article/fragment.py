"""Which words does a reader see in a piece of HTML inside a Markdown file?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_BREAKS = re.compile(r"[\r\n]+")
_KINDS = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "figcaption": "caption"}


def pieces(fragment: str) -> Iterator[tuple[str, str]]:
    """Yield the words of each block of the fragment with its kind: "h1" to "h6", "caption" or "p".

    Comments, scripts and styles have no words that a reader sees.
    """
    parser = _Words()
    parser.feed(fragment)
    parser.close()
    parser.block("p")
    yield from parser.found


class _Words(HTMLParser):
    """Gathers words until a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.kind = "p"
        self.unseen = ""

    def block(self, kind: str) -> None:
        if "".join(self.words).strip():
            self.found.append(("".join(self.words), self.kind))
        self.words = []
        self.kind = kind

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "br":
            self.words.append("\n")
        elif tag in _UNSEEN:
            self.unseen = self.unseen or tag
        elif tag not in _INLINE:
            self.block(_KINDS.get(tag, "p"))

    def handle_endtag(self, tag: str) -> None:
        if tag == self.unseen:
            self.unseen = ""
        elif tag not in _INLINE and tag not in _UNSEEN:
            self.block("p")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(" ".join(_BREAKS.split(data)))
