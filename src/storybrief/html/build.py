"""In what order are our pages published by `mkdocs build`? Set aside, made anew where need be, put back.

before MkDocs empties the folder   the pages that stand there are set aside
before it reads the pages          ours are taken out of its list, and the changed ones made and put beside the others
after it has written its own       all are put back in their places
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from storybrief.html.aside import FOLDER, forget, put_back, set_aside, stamp
from storybrief.html.listing import PUBLISHED, Listing, takeable
from storybrief.html.make import Shop, head_key, keep, kept_head, made, make
from storybrief.html.page import Rendered
from storybrief.search import FOLDER as SEARCH
from storybrief.search import indexed
from storybrief.store.cache import Cache, key_of


@dataclass(slots=True)
class Book:
    """What stands in a folder after a build: each of our files with the key of what it was made from and its stamp.

    `sound` is the key of the whole when every link in it was found to lead somewhere.
    """

    files: dict[str, tuple[str, list[int] | None]] = field(default_factory=dict)
    sound: str = ""


class Build:
    """One build of a site into the folder `built`; `begin`, `take` and `finish` are called in this order."""

    def __init__(self, cache: Cache, built: Path, workers: int) -> None:
        self._cache = cache
        self._built = built
        self._workers = workers
        self._book_key = key_of("book", str(built.absolute()))
        self._book = _read_book(cache.get(self._book_key))
        self._ours: dict[str, File] = {}
        self._keys: dict[str, str] = {}
        self._all: Sequence[File] = ()

    def begin(self) -> None:
        """Set aside what the last build left, before MkDocs empties the folder."""
        set_aside(self._built, sorted({path.split("/", 1)[0] for path in (*self._book.files, SEARCH)}))

    def take(self, files: Files, hashes: Mapping[str, str], shop: Shop) -> Files:
        """Make our pages, and return the files that are left to MkDocs. `hashes` is path in content/ -> hash."""
        self._shop = shop
        self._files = files
        self._ours = takeable(files, hashes, shop.config)
        self._all = files.documentation_pages()
        self._keys = {path: shop.key(file, hashes[path]) for path, file in self._ours.items()}
        self._state = key_of("state", *(part for path in sorted(self._keys) for part in (path, self._keys[path])))
        self._make_changed()
        self._metas = self._known_metas() or self._checked()
        return Listing(files, self._ours, shop.config, self._places)

    def listed(self) -> Sequence[File]:
        """Return the files of all pages, as MkDocs would list them for the sitemap and the feed."""
        for path, file in self._pages():
            page = file.page or Page(None, file, self._shop.config)
            page.meta = dict(self._metas[path])
        return self._all

    def finish(self, *, search: bool) -> str | None:
        """Put our pages where they belong, and the search index that stood there beside them, when one is wanted.

        Returns the state of the site that an index is to be made of; None when it is of these pages, or not wanted.
        """
        state = key_of("search", self._state, *_others(self._built)) if search else None
        same = state == indexed(self._built / FOLDER)
        wanted = {file.dest_uri for file in self._ours.values()}
        put_back(self._built, lambda path: path in wanted or (search and path.startswith(f"{SEARCH}/")))
        stamps = {f.dest_uri: (self._keys[path], stamp(self._built / f.dest_uri)) for path, f in self._ours.items()}
        book = Book(stamps, self._state if len(self._keys) == len(self._ours) else "")
        if book != self._book:
            self._cache.put(self._book_key, _written(book))
            heads = map(head_key, self._keys.values())
            self._cache.throw_away({self._book_key, self._metas_key, *self._keys.values(), *heads})
        self._cache.close()
        return None if same else state

    def give_up(self) -> None:
        """Leave nothing behind of a build that failed."""
        forget(self._built)
        self._cache.close()

    # --- pages -------------------------------------------------------------------------------------------------

    def _pages(self) -> list[tuple[str, File]]:
        return [(path, file) for path, file in self._ours.items() if file.is_documentation_page()]

    def _make_changed(self) -> None:
        """Bring the files that were set aside into line."""
        wanted = []
        for path, file in self._ours.items():
            if self._stands(path, file):
                continue
            html = self._cache.get(self._keys[path]) if file.is_documentation_page() else file.content_bytes
            if html is None:
                wanted.append((file, self._keys[path]))
            else:
                self._write(file, html)
        for file, page in make(self._shop, wanted, self._workers):
            if page is None:
                del self._ours[file.src_uri]
            else:
                keep(self._cache, self._keys[file.src_uri], page)
                self._write(file, page.html)

    def _stands(self, path: str, file: File) -> bool:
        """Whether the file of this key was set aside, and nobody touched it."""
        key, stamped = self._book.files.get(file.dest_uri, ("", None))
        return key == self._keys[path] and stamped is not None and stamped == stamp(self._aside(file))

    def _write(self, file: File, data: bytes) -> None:
        target = self._aside(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def _aside(self, file: File) -> Path:
        return self._built / FOLDER / file.dest_uri

    def _places(self, file: File) -> tuple[str, ...] | None:
        head = kept_head(self._cache, self._keys[file.src_uri])
        return head.places if head else None

    # --- what is known about all of them -----------------------------------------------------------------------

    @property
    def _metas_key(self) -> str:
        return key_of("metas", self._state)

    def _known_metas(self) -> dict[str, dict[str, object]] | None:
        """Return the front matter of every page, when no link needs to be looked at; None otherwise."""
        found = self._cache.get(self._metas_key) if self._book.sound == self._state else None
        return json.loads(found) if found else None

    def _checked(self) -> dict[str, dict[str, object]]:
        """Look whether every link leads somewhere, and leave the pages where one does not to MkDocs, which tells it."""
        metas: dict[str, dict[str, object]] = {}
        linked: dict[str, set[str]] = {}
        for path, head in self._heads():
            metas[path] = dict(head.meta)
            for target, anchor in head.anchors:
                linked.setdefault(target, set()).add(anchor)
        missing = {target: wanted for target, anchors in linked.items() if (wanted := self._missing(target, anchors))}
        if missing:
            for path, head in self._heads():
                if any(anchor in missing.get(target, ()) for target, anchor in head.anchors):
                    del self._ours[path]
        self._cache.put(self._metas_key, json.dumps(metas).encode())
        return metas

    def _heads(self) -> Iterator[tuple[str, Rendered]]:
        """Yield what is known about each page; one that the cache has lost is made again."""
        for path, file in self._pages():
            head = kept_head(self._cache, self._keys[path]) or made(self._shop, file, self._keys[path])
            if head is None:
                del self._ours[path]
                continue
            if head.html:
                keep(self._cache, self._keys[path], head)
            yield path, head

    def _missing(self, target: str, anchors: set[str]) -> set[str]:
        """Return those anchors that a file does not have; the empty one stands for the file itself."""
        file = self._ours.get(target)
        if file is None or not file.is_documentation_page():
            found = self._files.get_file_from_path(target)
            return anchors - {""} if found and found.inclusion in PUBLISHED else anchors
        return anchors - {"", *(self._places(file) or ())}


def _others(built: Path) -> Iterator[bytes]:
    """Yield the HTML that MkDocs wrote itself."""
    for file in sorted(built.rglob("*.html")):
        if FOLDER not in file.parts:
            yield str(file.relative_to(built)).encode()
            yield file.read_bytes()


def _read_book(data: bytes | None) -> Book:
    if data is None:
        return Book()
    files, sound, *_ = json.loads(data)
    return Book({path: (key, stamped) for path, (key, stamped) in files.items()}, sound)


def _written(book: Book) -> bytes:
    return json.dumps([book.files, book.sound]).encode()
