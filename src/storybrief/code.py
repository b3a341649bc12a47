"""Which code made this? A hash that differs whenever the pages could: of the package's files, and of what it uses."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.resources
import platform
from collections.abc import Iterator
from pathlib import Path

from storybrief.cache import key_of

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
    "pyyaml",
    "rapidfuzz",
    "sentencex",
    "trafilatura",
)
"""The installed packages whose version can change what a page says."""


@functools.cache
def code_hash() -> str:
    """Return the hash of the code, data files and templates of this package, its libraries and this Python."""
    made = [platform.python_implementation(), platform.python_version(), *map(_version, LIBRARIES)]
    return key_of(*made, *(part for name, file in _files() for part in (name, file.read_bytes())))


def _files() -> Iterator[tuple[str, Path]]:
    for package in ("storybrief", "storybrief.templates"):
        top = Path(str(importlib.resources.files(package)))
        every = (file for file in top.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        yield from sorted((f"{package}/{file.relative_to(top).as_posix()}", file) for file in every)


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""
