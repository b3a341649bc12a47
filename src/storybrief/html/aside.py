"""How does a page that is the same stay where it is? MkDocs empties the folder of the site before each build.

It leaves what begins with a dot, so the pages are set aside there meanwhile. What was changed since, or is not wanted
any more, does not come back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = ".storybrief"


def set_aside(built: Path, names: Iterable[str]) -> None:
    """Move the files and folders of these names, which lie at the top of the folder `built`, out of MkDocs' way."""
    aside = built / FOLDER
    for name in names:
        if (built / name).exists():
            aside.mkdir(exist_ok=True)
            _remove(aside / name)
            (built / name).rename(aside / name)


def put_back(built: Path, wanted: Callable[[str], bool]) -> None:
    """Move back what was set aside: the files that are `wanted`, by their paths in `built`. The others are removed."""
    aside = built / FOLDER
    if not aside.is_dir():
        return
    for top in sorted(path.name for path in aside.iterdir()):
        if not (built / top).exists():
            _prune(aside / top, aside, wanted)
            if (aside / top).exists():
                (aside / top).rename(built / top)
        else:
            for path in _files(aside / top, aside):
                if wanted(path):
                    (built / path).parent.mkdir(parents=True, exist_ok=True)
                    (aside / path).replace(built / path)
    shutil.rmtree(aside)


def forget(built: Path) -> None:
    """Remove what was set aside, when the build failed."""
    shutil.rmtree(built / FOLDER, ignore_errors=True)


def stamp(file: Path) -> list[int] | None:
    """Return what changes when somebody changes a file: its size and its time (ns); None when there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _prune(top: Path, aside: Path, wanted: Callable[[str], bool]) -> None:
    """Remove the files that are not wanted, and the folders that hold nothing then."""
    for path in _files(top, aside):
        if not wanted(path):
            (aside / path).unlink()
            with contextlib.suppress(OSError):  # a folder that still holds something stays
                for folder in (aside / path).parents:
                    if folder == aside:
                        break
                    folder.rmdir()


def _files(top: Path, aside: Path) -> list[str]:
    if not top.is_dir():
        return [top.name]
    start = len(str(aside)) + 1
    return sorted(
        f"{folder[start:]}/{name}".replace(os.sep, "/") for folder, _, names in os.walk(top) for name in names
    )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
