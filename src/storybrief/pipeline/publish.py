"""Which files of content/ are written, removed and left? Only pages whose bytes change; nobody's own file is touched."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from storybrief.pages.seal import sealed
from storybrief.problems import Problem, error, in_order
from storybrief.store.file_index import Index
from storybrief.store.files import TEMPORARY, abandoned, replace_file, sweep
from storybrief.store.layout import BRIEFS, CORRECTIONS, HOME, SITE_WIDE, TEMPLATES
from storybrief.store.layout import CONTENT as CONTENT

_READABLE = 0o644  # by a web server too


class Published(Struct, frozen=True):
    """What a build did to content/: the paths written, removed and left as they were."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]


class Content:
    """The folder content/ during one build. With `write` False nothing is changed, and it is told what would be.

    `index` knows of files that are as they were when they were last read; without one every page is read.
    """

    def __init__(self, folder: Path, write: bool, index: Index | None = None) -> None:
        self._folder = folder
        self._write = write
        self._index = index or Index({}, 0)
        self._files: dict[str, os.stat_result] = {}
        self._kept: set[str] = set()
        self._written: set[str] = set()
        self._unchanged: set[str] = set()
        self._removed: list[str] = []
        self._problems: list[Problem] = []
        for path, entry in _walk(folder):
            try:
                if not entry.name.startswith(TEMPORARY):  # MkDocs leaves out what begins with a dot
                    self._files[path] = entry.stat()
                elif write and abandoned(entry.name):  # a build that was killed left it half written
                    sweep(Path(entry.path))
            except OSError:  # it is gone
                continue

    def has(self, path: str, hash: str) -> bool:
        """Whether a page with the hash is on the disk already; then it is left, and nothing more is to be done."""
        at = self._files.get(path)
        try:
            if at is None or self._index.hash(_shown(path), at, lambda: hash_of(read(self._folder / path))) != hash:
                return False
        except OSError:
            return False
        self._kept.add(path)
        self._unchanged.add(path)
        return True

    def put(self, path: str, hash: str, text: str) -> None:
        """Bring a page onto the disk; `hash` is that of its text."""
        if self.has(path, hash):
            return
        self._kept.add(path)
        file = self._folder / path
        try:
            old = read(file)
            if old is not None and hash_of(old) == hash:  # this build wrote it already, or another one just now
                self._unchanged |= {path} - self._written
            elif old is None or sealed(old):
                if self._write:
                    replace_file(file, text.encode("utf-8"), mode=_READABLE)
                    self._index.wrote(_shown(path), file.stat(), hash)
                self._written.add(path)
            else:
                self._problems.append(_in_the_way(path, old))
        except OSError as wrong:
            self._problems.append(_unwritable(path, wrong))

    def take_away_the_rest(self, failed: Collection[str]) -> None:
        """Remove the pages that the build once made and makes no longer, but those of `failed`: folders, and files.

        At the top of content/ the build makes two pages, of which the home page is never removed.
        """
        for path in sorted(self._files.keys() - self._kept):
            folder, inside, _ = path.partition("/")
            if not inside and path != CORRECTIONS:
                continue
            try:
                self._take_away(path, folder in failed)
            except OSError as wrong:
                self._problems.append(_unwritable(path, wrong))

    def _take_away(self, path: str, failed: bool) -> None:
        file = self._folder / path
        text = read(file) or ""
        state = sealed(text)
        if state is False:
            self._problems.append(_in_the_way(path, text) if failed else _edited_leftover(path))
        elif state and not failed:
            if self._write:
                file.unlink()
                _remove_empty(file.parent, self._folder)
            self._removed.append(path)

    def published(self) -> Published:
        """Return what was done."""
        return Published(
            tuple(sorted(self._written)),
            tuple(self._removed),
            tuple(sorted(self._unchanged)),
            in_order(self._problems),
        )


def not_made(failed: Iterable[str], made: Collection[str]) -> frozenset[str]:
    """Return the folders and files of content/ that stay as they are, because of errors.

    `failed` are the stories that could not be made, `made` the paths of the pages that were. Without a home page among
    these none of the pages about all stories was made.
    """
    return frozenset(failed) | (frozenset() if HOME in made else frozenset((HOME, *SITE_WIDE)))


def in_a_line(failed: Sequence[str], done: Published, *, written: bool = True) -> str:
    """Say in a line what a build did, or would do when `written` is False; `failed` are stories that were left."""
    total = len(done.written) + len(done.unchanged)
    files = f"{total} file{'' if total == 1 else 's'}: {len(done.written)} {'written' if written else 'to write'}"
    stories = f"{len(failed)} {'story' if len(failed) == 1 else 'stories'}"
    left = f" {stories} left as before, because of errors: {', '.join(failed)}." if failed else ""
    return f"{files}, {len(done.removed)} {'removed' if written else 'to remove'}.{left}"


def hash_of(text: str | None) -> str:
    """Return the hash of a page's text, by which it is known again."""
    return hashlib.sha256((text or "").encode("utf-8", "surrogatepass")).hexdigest()


def read(file: Path) -> str | None:
    """Return the text of a page, None when there is no such file; git may have given it other ends of lines."""
    try:
        return file.read_text(encoding="utf-8", errors="backslashreplace")  # somebody may have saved it otherwise
    except FileNotFoundError:
        return None


# --- what is wrong ---------------------------------------------------------------------------------------------


def _shown(path: str) -> str:
    return f"{CONTENT}/{path}"


def _in_the_way(path: str, text: str) -> Problem:
    if sealed(text) is None:
        told = "Move or rename this file of yours: the build has a page to write here."
        return error("in-the-way", _shown(path), 0, told)
    story = path.split("/", 1)[0]
    where = f"{BRIEFS}/{story}/overrides.yml" if "/" in path else f"{TEMPLATES}/home.md.jinja"
    return error(
        "edited-page",
        _shown(path),
        0,
        f"This page is made by the build, and somebody edited it. Put the change into {where} (briefs/README.md says how), then delete this file and build again.",
    )


def _edited_leftover(path: str) -> Problem:
    return error(
        "edited-page",
        _shown(path),
        0,
        "The build made this page once and makes it no longer, but somebody edited it. Delete it; or, to keep it as a page of your own, take out the line “storybrief:” near its top.",
    )


def _unwritable(path: str, wrong: OSError) -> Problem:
    return error("unwritable", _shown(path), 0, f"The page cannot be read or written here: {wrong.strerror}.")


# --- files -----------------------------------------------------------------------------------------------------


def _walk(content: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what can be a page of ours in a folder and the folders in it; links to folders are not followed."""
    folders = [(str(content), "")]
    for folder, inside in folders:  # which grow meanwhile
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{inside}{entry.name}/"))
            elif entry.name.endswith((".md", ".json", ".csv")) or entry.name.startswith(TEMPORARY):
                yield inside + entry.name, entry


def _remove_empty(folder: Path, top: Path) -> None:
    with contextlib.suppress(OSError):  # a folder that still holds something stays
        while folder != top:
            folder.rmdir()
            folder = folder.parent
