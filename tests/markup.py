"""What does a reader's HTML parser see: words, elements, attributes? Used by the tests of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_INLINE = frozenset({"a", "em", "strong", "span", "sup", "code"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


Attributes = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The words of an HTML text on one line, each element with its attributes in order, and the words of each id."""

    words: str
    elements: tuple[tuple[str, Attributes], ...]
    by_id: Mapping[str, str]

    def without(self, *tags: str) -> tuple[tuple[str, Attributes], ...]:
        """The elements, those of `tags` left out."""
        return tuple(e for e in self.elements if e[0] not in tags)


@dataclass
class _Reader(HTMLParser):
    left_out: str
    pieces: list[str] = field(default_factory=list)
    elements: list[tuple[str, Attributes]] = field(default_factory=list)
    open: list[tuple[str, dict[str, str | None], int]] = field(default_factory=list)
    by_id: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        self._between(tag)
        if tag not in _VOID:
            self.open.append((tag, dict(attrs), len(self.pieces)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        opened, attrs, start = self.open.pop()
        assert opened == tag, f"</{tag}> inside <{opened}>"
        if attrs.get("id"):
            assert attrs["id"] not in self.by_id, f"two elements have the address {attrs['id']}"
            self.by_id[str(attrs["id"])] = _line(self.pieces[start:])
        if self.left_out and attrs.get("class") == self.left_out:
            del self.pieces[start:]
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


def _line(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())


def seen(html: str, left_out: str = "") -> Seen:
    """Read HTML as a browser would; the words of elements of the class `left_out` are not taken for words.

    Fails when an element is not closed in order, at two equal ids, and at a comment or an instruction.
    """
    reader = _Reader(left_out)
    reader.feed(html)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    return Seen(_line(reader.pieces), tuple(reader.elements), reader.by_id)


def attributes(elements: Iterable[tuple[str, Attributes]]) -> frozenset[tuple[str, str]]:
    """Return every (element, attribute) that occurs, and for every element (element, "")."""
    return frozenset((tag, name) for tag, attrs in elements for name in ("", *(n for n, _ in attrs)))
