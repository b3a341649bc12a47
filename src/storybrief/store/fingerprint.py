"""Which code made this? A hash that differs whenever the pages could: of the package's files, and of what it uses."""

from __future__ import annotations

import functools
import importlib.util
import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from storybrief.store.cache import key_of

LIBRARIES = (
    "charset-normalizer",
    "courlan",
    "jinja2",
    "justext",
    "htmldate",
    "lxml",
    "lxml-html-clean",
    "markdown-it-py",
    "markupsafe",
    "mdurl",
    "msgspec",
    "pydantic",
    "pydantic-core",
    "pypdf",
    "python-docx",
    "pyyaml",
    "rapidfuzz",
    "sentencex",
    "trafilatura",
    "webvtt-py",
)
"""The installed packages whose version can change what a page says."""


@functools.cache
def code_hash() -> str:
    """Return the hash of the code, data files and templates of this package, its libraries and this Python."""
    made = [platform.python_implementation(), platform.python_version(), *_versions()]
    return key_of(*made, *(part for name, file in files() for part in (name, file.read_bytes())))


def files() -> Iterator[tuple[str, Path]]:
    """Yield the files of this package, each with the package and its path inside it: "storybrief/cli.py"."""
    for package in ("storybrief", "storybrief.templates"):
        found = importlib.util.find_spec(package)
        for top in map(Path, found.submodule_search_locations or () if found else ()):
            inside = ((Path(folder), names) for folder, _, names in os.walk(top) if "__pycache__" not in folder)
            every = (folder / name for folder, names in inside for name in names)
            yield from sorted((f"{package}/{file.relative_to(top).as_posix()}", file) for file in every)


def _versions() -> Iterator[str]:
    yield from (f"{library} {version}" for library, version in libraries())


def libraries() -> Iterator[tuple[str, str | None]]:
    """Yield name and version of the installed LIBRARIES, as their folders say; to ask each for it takes longer."""
    found: dict[str, str] = {}
    for folder in map(Path, sys.path):
        for path in sorted(folder.glob("*.dist-info")) if folder.is_dir() else ():
            name, _, version = path.stem.rpartition("-")
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    yield from ((library, found.get(library)) for library in LIBRARIES)
