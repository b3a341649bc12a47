"""Which files is a site made from? Found by listing folders; nothing is read before it is asked for."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from storybrief.problems import Problem, warning
from storybrief.store.files import abandoned, halves, sweep
from storybrief.store.layout import BRIEFS, EARLIER, IGNORED, SET_ASIDE, TEMPLATES

Files = tuple[tuple[str, bytes], ...]

_YAML, _SOURCES = ("story.yml", "overrides.yml"), "sources"
_OURS = frozenset({*_YAML, _SOURCES})
_MOST_BYTES = 20_000_000  # a larger file is refused by whoever reads it; it need not be carried about
_THEME = "theme"  # in templates/: how the HTML looks, which is no business of content/


@dataclass(slots=True)
class Folder:
    """A story's folder: `files` are those that the story is made from, path in the folder -> what the disk says.

    It is `plain` when these can be carried to another place and mean the same there. It is not with a symbolic link
    in it, a folder in the place of a file, or a name that is no text: such a story is made where it lies. `halves` are
    what a command that was killed left in it. It is a
    `story` when there are sources/ or one of the two YAML files in it, or it cannot be looked into.
    """

    name: str
    path: str
    files: dict[str, os.stat_result] = field(default_factory=dict)
    plain: bool = True
    halves: list[Path] = field(default_factory=list)
    story: bool = False

    @property
    def articles(self) -> tuple[str, ...]:
        """The names of the files in sources/ that may be articles, earlier versions left out."""
        return tuple(path.removeprefix(f"{_SOURCES}/") for path in self.files if path.count("/") == 1)

    @property
    def size(self) -> int:
        """How many bytes its files have."""
        return sum(at.st_size for at in self.files.values())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself is none
        return False


def folders(site: Path) -> Iterator[Folder]:
    """Yield the stories' folders, by name; the same ones as `story.read.story_folders`."""
    linked = (site / BRIEFS).is_symlink()
    for entry in sorted(os.scandir(site / BRIEFS), key=lambda entry: entry.name):
        if _is_folder(entry) and not IGNORED.match(entry.name) and not entry.name.startswith(SET_ASIDE):
            folder = Folder(entry.name, entry.path)
            folder.plain = not linked and not entry.is_symlink() and _is_text(entry.name)
            _list(folder)
            folder.files = dict(sorted(folder.files.items()))
            yield folder


def is_story(folder: Path) -> bool:
    """Whether a folder in briefs/ has something of a story in it, or cannot be looked into."""
    try:
        return any(entry.name.lower() in _OURS for entry in os.scandir(folder))
    except OSError:
        return True


def unfinished(site: Path, stories: Iterable[Folder], *, swept: bool) -> tuple[Problem, ...]:
    """Tell where a command was killed while it put articles into `stories`; what it left half done is `swept` away."""
    briefs = site / BRIEFS
    schemas = [briefs / ".schema", *((briefs / ".schema").glob("*/") if (briefs / ".schema").is_dir() else ())]
    found = [*halves(briefs), *(half for folder in schemas for half in halves(folder))]
    found += [half for story in stories for half in story.halves]
    for half in found if swept else ():
        sweep(half)
    left = " What it left half written is removed." if swept else ""
    told = f"“storybrief add” or “replace” was stopped here before it was done, and cut no file: do it again.{left}"
    return tuple(warning("unfinished", at, 0, told) for at in sorted({h.parent.relative_to(site) for h in found}))


def no_stories(folders: Iterable[Folder]) -> tuple[Problem, ...]:
    """Tell which folders in briefs/ have nothing of a story in them; nothing is made of these."""
    told = f"Nothing is made of this folder: put articles into {_SOURCES}/ in it, or let its name begin with “{SET_ASIDE}”."
    return tuple(warning("no-story", f"{BRIEFS}/{folder.name}", 0, told) for folder in folders if not folder.story)


def mend(site: Path, story: str) -> tuple[Problem, ...]:
    """Sweep up after a command that was killed while it put articles into a story, and tell of it."""
    folder = Folder(story, str(site / BRIEFS / story))
    _list(folder)
    return unfinished(site, [folder], swept=True)


def read(folder: Folder) -> Files:
    """Read a story's files: (path in the folder, bytes). Raises OSError when one cannot be read."""
    return tuple((path, Path(folder.path, path).read_bytes()) for path in folder.files)


def templates(site: Path) -> Files:
    """Read the site's own templates: (path in templates/, bytes); those of the theme only if another may use them."""
    own = site / TEMPLATES
    every = sorted(path for path in own.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    named = [(path.relative_to(own).as_posix(), path) for path in every]
    pages = tuple((name, path.read_bytes()) for name, path in named if not name.startswith(f"{_THEME}/"))
    if any(re.search(rb"['\"](?:\./)?theme/", data) for _, data in pages):
        return tuple((name, path.read_bytes()) for name, path in named)
    return pages


def _list(folder: Folder) -> None:
    try:
        for entry in os.scandir(folder.path):
            folder.story |= entry.name.lower() in _OURS
            if entry.name == _SOURCES:
                folder.plain &= entry.is_dir(follow_symlinks=False)
                if folder.plain:
                    _list_sources(folder, _SOURCES)
            elif entry.name in _YAML:
                _add(folder, entry.name, entry)
            elif abandoned(entry.name):
                folder.halves.append(Path(entry.path))
            elif entry.name.lower() in _OURS:  # some disks take it for the one in small letters
                folder.plain = False
    except OSError:
        folder.plain, folder.story = False, True


def _list_sources(folder: Folder, inside: str) -> None:
    for entry in os.scandir(f"{folder.path}/{inside}"):
        path = f"{inside}/{entry.name}"
        if path == f"{_SOURCES}/{EARLIER}" and entry.is_dir(follow_symlinks=False):
            _list_sources(folder, path)
        elif entry.name.startswith(SET_ASIDE) and entry.is_dir():
            continue
        elif abandoned(entry.name):
            folder.halves.append(Path(entry.path))
        elif not IGNORED.match(entry.name):
            _add(folder, path, entry)


def _add(folder: Folder, path: str, entry: os.DirEntry[str]) -> None:
    at = entry.stat(follow_symlinks=False)
    folder.files[path] = at
    folder.plain &= stat.S_ISREG(at.st_mode) and at.st_size <= _MOST_BYTES and _is_text(entry.name)


def _is_text(name: str) -> bool:
    return name.isprintable()
