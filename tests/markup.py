"""What does a reader's HTML parser see: words, elements, attributes? Used by the tests of pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_INLINE = frozenset({"a", "em", "strong", "span", "sup", "code"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


@dataclass(frozen=True, slots=True)
class Seen:
    """The words of an HTML text on one line, and each element with its attributes, in order."""

    words: str
    elements: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...]

    def without(self, *tags: str) -> tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...]:
        """The elements, those of `tags` left out."""
        return tuple(e for e in self.elements if e[0] not in tags)


@dataclass
class _Reader(HTMLParser):
    pieces: list[str] = field(default_factory=list)
    elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        self._between(tag)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> inside <{self.open[-1]}>"
        self.open.pop()
        self._between(tag)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        assert decl.lower() == "doctype html", decl

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def _between(self, tag: str) -> None:
        if tag not in _INLINE:
            self.pieces.append(" ")


def seen(html: str) -> Seen:
    """Read HTML as a browser would: fails when an element is not closed in order, or at a comment."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    return Seen(" ".join("".join(reader.pieces).split()), tuple(reader.elements))


def attributes(elements: Iterable[tuple[str, tuple[tuple[str, str | None], ...]]]) -> frozenset[tuple[str, str]]:
    """Return every (element, attribute) that occurs; an element without attributes as (element, "")."""
    return frozenset((tag, name) for tag, attrs in elements for name in ("", *(n for n, _ in attrs)))
