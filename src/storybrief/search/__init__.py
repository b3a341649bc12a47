"""How does a reader find a word? Pagefind makes the index out of the built pages, in parts of bounded size.

Pagefind holds all that it indexes in memory, and makes it all anew after every edit. So an archive is given to it in
parts; a part whose pages are the same is not made again, and the parts are joined to the one index that a reader's
browser asks. (Pagefind can join them in the browser, `mergeIndex`. But there each part answers for itself: where it does
not have a word, it finds the next shorter one, and a name of three pages is found on hundreds.)

The site has nothing of this to show: `built`/pagefind is what Pagefind would have written.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from storybrief.search.form import FormError
from storybrief.search.join import ENTRY, joined, settled
from storybrief.search.parts import Page, pages, parts
from storybrief.store.cache import Cache, key_of
from storybrief.store.files import replace_file

# What stands beside the words: marks of articles with their notes, references, remarks, ways to other places.
LEFT_OUT = (
    "sup",
    "[href^='#d-']",
    ".back",
    "[href^='#article-']",
    "[class^='in-']",
    "[href='#differences']",
)

# Pagefind's own dialogs: 420 KB that nothing here asks for.
UNUSED = ("pagefind-*ui.js", "pagefind-*ui.css", "pagefind-highlight.js")

FOLDER = "pagefind"
CACHE = "search"
"""The name of the cache that the parts are kept in."""

Noted = tuple[str, int, str]
"""What is noted of an index in it: what it was made from, how many files it has, and the caller's state."""

MOST = 8_000_000
"""Bytes of HTML in a part. Pagefind 1.5 takes about nine times as much memory: benchmarks/README.md."""

_FORM = "in order"  # of what is kept of a part: other than in the caches of earlier versions
_NOTE = "storybrief"  # the key of what is ours in ENTRY
_MAKING = ".making"  # a folder in FOLDER: what is not yet part of the index


def index(built: Path, *, cache: Cache | None = None, state: str = "", most: int = MOST) -> str | None:
    """Bring the search index in `built`/pagefind into line with the HTML in `built`.

    The parts, of no more than `most` bytes of HTML unless a page alone has more, are kept in `cache`; `state` is kept
    for `indexed`. Returns what went wrong, or None; when something did, or the process is stopped, readers have the
    index that was there. Pagefind comes as a program inside a Python package, so nothing is fetched.
    """
    folder = built / FOLDER
    found = pages(built, FOLDER)
    made_from = key_of("index", version("storybrief"), str(most), *_made_from(found))
    before = noted(folder)
    try:
        shutil.rmtree(folder / _MAKING, ignore_errors=True)
        if before and before[:2] == (made_from, len(_files(folder))):
            _change(folder, (folder / ENTRY).read_bytes(), (*before[:2], state))
            return None
        there = _put_all(built, folder, found, cache or Cache(None, CACHE), most)
        _change(folder, (folder / _MAKING / ENTRY).read_bytes(), (made_from, len(there), state))
        for path in _files(folder) - there:
            (folder / path).unlink()
    except subprocess.CalledProcessError as failed:
        return (failed.stderr or failed.stdout).strip() or "Pagefind failed without a word"
    except OSError as wrong:
        return str(wrong)
    finally:
        shutil.rmtree(folder / _MAKING, ignore_errors=True)
        with suppress(OSError):  # unless there is an index in it
            folder.rmdir()
    return None


def indexed(built: Path) -> str | None:
    """Return the `state` that `index` was told when it made the index in `built`; None when there is none."""
    found = noted(built / FOLDER)
    return found and found[2]


def link(source: str | Path, target: str | Path) -> None:
    """Let `target` be the same file as `source`; a copy where the disk has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _made_from(found: Sequence[Page]) -> Iterable[str]:
    return (version("pagefind"), _FORM, *LEFT_OUT, *(text for page in found for text in (page.path, page.hash)))


# --- the parts, and what is made of them ---------------------------------------------------------------------------


def _put_all(built: Path, folder: Path, found: Sequence[Page], cache: Cache, most: int) -> set[str]:
    """Put the files of the index of all pages into `folder`, ENTRY aside. Returns their paths.

    Where the parts cannot be joined, Pagefind makes the index of all pages at once, in as much memory as it takes.
    """
    made: dict[str, dict[str, bytes]] = {}
    for part in parts(found, most):
        name = key_of("part", *_made_from(part))
        kept = cache.get(name)
        made[name] = _unpacked(kept) if kept else {}
        if not made[name]:
            made[name] = _made(built, part)
            cache.put(name, _packed(made[name]), small=False)
            cache.save()  # whoever is stopped goes on from here
    cache.throw_away(made)
    if len(made) == 1:
        return _put(folder, *made.values())
    try:
        return _put(folder, joined(list(made.values())))
    except FormError:
        return _put(folder, _made(built, found))


def _made(built: Path, part: Sequence[Page]) -> dict[str, bytes]:
    """Return the files of Pagefind's index of these pages, by their paths. Raises CalledProcessError when it fails."""
    ours, made = (built / FOLDER / _MAKING / name for name in ("pages", "made"))
    for place in (ours, made):
        shutil.rmtree(place, ignore_errors=True)
    ours.mkdir(parents=True)
    for page in part:
        (ours / page.path).parent.mkdir(parents=True, exist_ok=True)
        link(built / page.path, ours / page.path)
    left_out = [word for selector in LEFT_OUT for word in ("--exclude-selectors", selector)]
    command = [sys.executable, "-m", "pagefind", "--site", str(ours), "--output-path", str(made), "--quiet", *left_out]
    subprocess.run(command, capture_output=True, text=True, check=True)
    unused = {file for pattern in UNUSED for file in made.glob(pattern)}
    files = (file for file in sorted(made.rglob("*.*")) if file not in unused and file.is_file())
    return settled({file.relative_to(made).as_posix(): file.read_bytes() for file in files})


def _packed(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for path, data in files.items():
            packed.writestr(zipfile.ZipInfo(path), data)
    return made.getvalue()


def _unpacked(packed: bytes) -> dict[str, bytes]:
    """Return the files; none when they cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as files:
            return {path: files.read(path) for path in files.namelist()}
    except (zipfile.BadZipFile, OSError, EOFError):
        return {}


# --- files ---------------------------------------------------------------------------------------------------------


def _put(folder: Path, files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> set[str]:
    """Put files into `folder`, but ENTRY aside in _MAKING: it is the way into the index. Returns their paths."""
    there = set()
    for path, data in files.items() if isinstance(files, Mapping) else files:
        there.add(path)
        place = folder / (f"{_MAKING}/{ENTRY}" if path == ENTRY else path)
        if not place.is_file() or place.read_bytes() != data:
            replace_file(place, data)
    return there


def _change(folder: Path, entry: bytes, note: Noted) -> None:
    """Change to the index that `entry` is the way into, with what is noted of it.

    A name of a file follows from what is in it, so until now the index that was there is whole.
    """
    replace_file(folder / ENTRY, _entry({**json.loads(entry), _NOTE: note}))


def without_note(entry: bytes, like: Noted | None = None) -> bytes:
    """Return ENTRY without what is noted in it of how it was made, which no reader sees.

    As it is, when it cannot be read, or when another note stands there than the one it should be `like` (None: any); the
    state may be missing, as it is when the index was made by the command.
    """
    try:
        told = json.loads(entry)
        as_written = _entry(told) == entry
        made_from, count, state = told.pop(_NOTE)
    except (ValueError, KeyError, TypeError, AttributeError):
        return entry
    right = like is None or (made_from, count, state) in ((*like[:2], ""), tuple(like))
    return _entry(told) if as_written and right else entry


def _entry(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def noted(folder: Path) -> Noted | None:
    """Return what is noted of the index in `folder`; None when there is none."""
    try:
        made_from, count, state = json.loads((folder / ENTRY).read_bytes())[_NOTE]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(made_from), int(count), str(state)


def _files(folder: Path) -> set[str]:
    """Return the paths of all files in an index."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
