"""Which files are as they were when they were last read? As git's index does: by what the disk says of them.

A file is read again when its size, its times, its number on the disk or its mode differ. One that changed shortly
before it was read is read again too: a second change in the same moment of the disk's clock could not be seen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

_MOMENT = 2_000_000_000  # nanoseconds: the coarsest clock of a disk in use (FAT's) ticks every two seconds


class Seen(NamedTuple):
    """A file as it was: the hash of what was read, and what the disk said of it then (times in nanoseconds)."""

    hash: str
    size: int
    changed: int
    touched: int
    number: int
    mode: int


class Index:
    """What is known of files, by any name that stays the same from build to build.

    `known` is what the index of the last build ended with. `clock` is the disk's time before anything was read, in
    nanoseconds (`disk_clock`).
    """

    def __init__(self, known: Mapping[str, Seen], clock: int) -> None:
        self._known = known
        self._clock = clock
        self._now: dict[str, Seen] = {}

    def hash(self, name: str, at: os.stat_result, read: Callable[[], str]) -> str:
        """Return the hash of a file, of which the disk says `at`: the known one, or what `read` returns."""
        known = self._known.get(name)
        if known is None or known[1:] != _said(at):
            known = _seen(read(), at)
            if not _settled(known, self._clock):
                return known.hash
        self._now[name] = known
        return known.hash

    def wrote(self, name: str, at: os.stat_result, hash: str) -> None:
        """Note a file that was written just now."""
        self._now[name] = _seen(hash, at)

    def ended(self, clock: int) -> dict[str, Seen]:
        """Return what the next build may rely on; `clock` is the disk's time now."""
        return {name: seen for name, seen in self._now.items() if _settled(seen, clock)}


def disk_clock(folder: Path) -> int:
    """Return the time that the disk gives to a file written now in `folder`, in nanoseconds; 0 when none can be."""
    file = folder / f"clock-{os.getpid()}"
    try:
        file.write_bytes(b"")
        now = file.stat().st_mtime_ns
        file.unlink()
    except OSError:
        return 0
    return now


def _seen(hash: str, at: os.stat_result) -> Seen:
    return Seen(hash, *_said(at))


def _said(at: os.stat_result) -> tuple[int, int, int, int, int]:
    return at.st_size, at.st_mtime_ns, at.st_ctime_ns, at.st_ino, at.st_mode


def _settled(seen: Seen, clock: int) -> bool:
    return max(seen.changed, seen.touched) < clock - _MOMENT
