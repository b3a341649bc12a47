"""Is a published site what the build makes of briefs/? Every file of it, byte for byte.

So whatever changed is told, wherever it stands: a letter, a number of the tool's own, a script, a row of brief.json.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storybrief.model import visible
from storybrief.pipeline.record import RECORD, read_record
from storybrief.problems import Problem, error
from storybrief.search import FOLDER, without_note
from storybrief.search.join import ENTRY
from storybrief.store.layout import BRIEFS, MKDOCS

_ENTRY = f"{FOLDER}/{ENTRY}"
_PACKED = (".gz", ".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment")
_GIT, _NO_JEKYLL = ".git", ".nojekyll"  # what a branch of git, and GitHub Pages, have beside a site
_BEFORE, _AFTER = 30, 60  # code points shown around the first one that differs


@dataclass(frozen=True, slots=True)
class Different:
    """A file that is not what the build makes: its path in the site, the line where it begins to differ, and how."""

    path: str
    line: int
    code: str
    message: str


def compare(built: Path, anew: Path) -> tuple[Problem, ...]:
    """Hold the site in `built` against the one in `anew`, which was made of what lies in briefs/ now.

    Returns an error for each file that differs. Where this comes from a site that is older than what people wrote, or
    that other versions of the tool and its libraries made, one error says so in the place of all.
    """
    found = [*different(built, anew)]
    there, here = read_record(built), read_record(anew)
    others = "; ".join(there.other_versions(here)) if there and here else ""
    if found and others:
        told = f"Build it again, or install what made it: {_files(found)}, and it was made with {others}."
        return (error("other-versions", built.name, 0, told),)
    if there and here and not others and there.made_from != here.made_from:
        told = f"The site is older than {BRIEFS}/, {MKDOCS} or the theme: build it again ({_files(found)})."
        return (error("stale", built.name, 0, told),)
    return tuple(error(one.code, f"{built.name}/{one.path}", one.line, one.message) for one in found)


def _files(found: list[Different]) -> str:
    return f"{len(found)} {'file differs' if len(found) == 1 else 'files differ'}"


def different(built: Path, anew: Path) -> Iterator[Different]:
    """Yield each file that is not the same in both folders, in the order of their paths."""
    published, made = ({*_paths(folder)} for folder in (built, anew))
    there, here = read_record(built), read_record(anew)
    same_tools = there is not None and here is not None and there.made_with == here.made_with
    for path in sorted(published | made):
        if path not in published:
            yield Different(path, 0, "no-file", "Build the site again: it makes this file, which is not there.")
        elif path not in made:
            yield Different(path, 0, "unknown-file", "Take this file away: the build does not make it.")
        elif path == RECORD:  # another may be as true: compare() says what of it counts
            if there is None:
                yield Different(path, 0, "changed", "Build the site again: somebody changed what this says of it.")
        else:
            old, new = _read(built / path), _read(anew / path)
            if path == _ENTRY:
                old, new = without_note(old, there.indexed if there else None), without_note(new)
            elif path.endswith(_PACKED) and not same_tools:  # another zlib packs the same otherwise
                old, new = _unpacked(old), _unpacked(new)
            if old != new:
                yield _changed(path, old, new)


def _paths(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        top = Path(place) == folder
        if top and _GIT in folders:
            folders.remove(_GIT)
        links = [name for name in folders if Path(place, name).is_symlink()]  # which nobody looks through
        for name in (*names, *links):
            file = Path(place, name)
            if not (top and (name == _GIT or (name == _NO_JEKYLL and not file.stat().st_size))):
                yield file.relative_to(folder).as_posix()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # a link that leads nowhere, say: what it says is nothing
        return b""


def _unpacked(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data


def _changed(path: str, old: bytes, new: bytes) -> Different:
    try:
        there, here = old.decode(), new.decode()
    except UnicodeDecodeError:
        is_, makes = (f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()[:16]}…" for data in (old, new))
        return Different(path, 0, "changed", f"Build the site again: this is {is_}, and the build makes {makes}.")
    at = next((n for n, (a, b) in enumerate(zip(there, here, strict=False)) if a != b), min(len(there), len(here)))
    told = f"Build the site again: here stands {_around(there, at)}, and the build makes {_around(here, at)}."
    return Different(path, there.count("\n", 0, at) + 1, "changed", told)


def _around(text: str, at: int) -> str:
    """Return the words around a place, on one line, without what a terminal would obey."""
    begin, end = max(0, at - _BEFORE), at + _AFTER
    shown = "".join(c if c.isprintable() else " " for c in visible(text[begin:end]))
    return f"“{'…' * (begin > 0)}{shown}{'…' * (end < len(text))}”"
