"""Which page belongs to which part of the index? It follows from the pages alone, and changes as little as can be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storybrief.store.layout import SITE_WIDE

_INDEXED = b"data-pagefind-body"  # where one page has this mark, Pagefind leaves out those without it
_BITS = 64  # of a hash: enough to tell any two stories apart
_PLACE = 2 * _BITS + 1
_OF_ALL = {Path(name).stem for name in SITE_WIDE}


@dataclass(frozen=True, slots=True)
class Page:
    """A page that can be found: its path in the built site, the hash and the number of its bytes, and where it belongs.

    The place is a number of _PLACE bits: whether the page is about all stories, a hash of the story, one of the path.
    """

    path: str
    hash: str
    size: int
    place: int


def pages(built: Path, left_out: str) -> list[Page]:
    """Return the pages in `built` that can be found, in the order of their paths; those in `left_out` are none."""
    marked: list[Page] = []
    unmarked: list[Page] = []
    for file in sorted(built.rglob("*.html")):
        path = file.relative_to(built).as_posix()
        if not path.startswith((f"{left_out}/", ".")):
            data = file.read_bytes()
            page = Page(path, hashlib.sha256(data).hexdigest(), len(data), _place(path))
            (marked if _INDEXED in data else unmarked).append(page)
    return marked or unmarked


def parts(pages: Sequence[Page], most: int, bits: int = _PLACE) -> Iterator[Sequence[Page]]:
    """Halve the pages by the highest of their places' `bits` as long as they have more than `most` bytes.

    So a story lies in one part, and one that joins changes no part but its own, which is halved when it becomes too
    large. What is about all stories, and changes with any of them, lies apart.
    """
    if not bits or sum(page.size for page in pages) <= most:
        yield pages
        return
    for side in (0, 1):
        half = [page for page in pages if page.place >> bits - 1 & 1 == side]
        if half:
            yield from parts(half, most, bits - 1)


def _place(path: str) -> int:
    top, _, rest = path.partition("/")
    of_all = not rest or top in _OF_ALL
    return (of_all << _BITS | _bits(path if of_all else top)) << _BITS | _bits(path)


def _bits(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()[: _BITS // 8])
