"""How do the files come into a folder? All of them or none; and a file that somebody else put there is never touched."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from storybrief.problems import Problem, Stop, error
from storybrief.store.files import TEMPORARY, replace_file

RECORD = "storybrief-export.json"
"""Says which files of the folder an export wrote, each with the SHA-256 of its bytes."""

_PLAIN = re.compile(r"[^/\\:\0]+(?:/[^/\\:\0]+)?\Z")


@contextmanager
def into(to: Path, *, force: bool) -> Iterator[Path]:
    """Give a new folder to write in; when the block ends well its files are brought to `to`.

    Raises Stop before and after the block when that may not be: `to` is no folder, or has something in it and `force` is
    not set; or a file of somebody else's, or one of ours that somebody edited, stands where one of ours is to go.
    """
    if wrong := _wrong(to, force=force):
        raise Stop(wrong)
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{TEMPORARY}{os.getpid()}-", dir=to.parent) as half:
        folder = Path(half, "export")
        folder.mkdir()
        yield folder
        made = {path: _hash(folder / path) for path in _files(folder)}
        _write_record(folder, made)
        _bring(folder, to, made)


def _wrong(to: Path, *, force: bool) -> Problem | None:
    if not to.exists() and not to.is_symlink():
        return None
    if not to.is_dir():
        return error("not-a-folder", to, 0, "Name a folder for “--to”: this is a file.")
    if force or not any(to.iterdir()):
        return None
    return error(
        "not-empty", to, 0, "Name a new or an empty folder; or, to bring an earlier export up to date, add “--force”."
    )


def _bring(folder: Path, to: Path, made: Mapping[str, str]) -> None:
    if not to.exists():
        folder.rename(to)
        return
    before = _record(to)
    wrong = tuple(problem for path in (*made, RECORD) if (problem := _in_the_way(to, path, before)))
    if wrong:
        raise Stop(*wrong)
    for path in made:
        replace_file(to / path, (folder / path).read_bytes())
    for path in before.keys() - made.keys():
        if _ours(to / path, before[path]):
            (to / path).unlink()
            with suppress(OSError):  # the folder of a story has something else in it
                (to / path).parent.rmdir() if "/" in path else None
    replace_file(to / RECORD, (folder / RECORD).read_bytes())


def _in_the_way(to: Path, path: str, before: Mapping[str, str]) -> Problem | None:
    file = to / path
    if file.parent.is_symlink() and file.parent != to:
        return error("in-the-way", file.parent, 0, "Take this link away: the export has a folder to write here.")
    if not file.exists() and not file.is_symlink():
        return None
    if path == RECORD and before:
        return None
    if path in before:
        if _ours(file, before[path]):
            return None
        return error(
            "edited-file", file, 0, "Somebody edited this file of an earlier export. Move it, then export again."
        )
    return error("in-the-way", file, 0, "Move or rename this file of yours: the export has one to write here.")


def _ours(file: Path, hash: str) -> bool:
    return file.is_file() and not file.is_symlink() and not file.parent.is_symlink() and _hash(file) == hash


def _record(to: Path) -> Mapping[str, str]:
    """Return path -> SHA-256 of what an earlier export wrote; nothing where its record is not one."""
    try:
        told = json.loads((to / RECORD).read_text(encoding="utf-8"))
        files = told["files"]
        return {path: str(hash) for path, hash in files.items() if _PLAIN.match(path) and ".." not in path.split("/")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_record(folder: Path, made: Mapping[str, str]) -> None:
    text = json.dumps({"made by": "storybrief export", "format": 1, "files": dict(sorted(made.items()))}, indent=1)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def _files(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
