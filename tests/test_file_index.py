"""A file that may have changed is read again; one that cannot have is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storybrief.store.file_index import Index, Seen, disk_clock

LATER = 10_000_000_000  # nanoseconds after a file was written


def index(file: Path, known: dict[str, Seen] | None = None, later: int = LATER) -> Index:
    return Index(known or {}, file.stat().st_ctime_ns + later)


def ended(one: Index, file: Path) -> dict[str, Seen]:
    return one.ended(file.stat().st_ctime_ns + LATER)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text("one")
    return file


def reads(one: Index, file: Path) -> bool:
    """Whether the index reads the file to know its hash."""
    asked: list[bool] = []

    def read() -> str:
        asked.append(True)
        return file.read_text()

    assert one.hash("a", file.stat(), read) == file.read_text()
    return bool(asked)


def test_a_file_as_it_was_is_not_read(file: Path) -> None:
    first = index(file)
    assert reads(first, file)
    assert not reads(index(file, ended(first, file)), file)


def test_a_file_that_was_read_just_after_it_changed_is_read_again(file: Path) -> None:
    """It may have changed a second time in the same moment of the disk's clock."""
    first = index(file, later=1_000_000_000)
    assert reads(first, file)
    second = index(file, ended(first, file))
    assert reads(second, file)
    assert not reads(index(file, ended(second, file)), file)


@pytest.mark.parametrize("change", ["size", "same size", "time set back", "another file", "mode"])
def test_any_change_is_noticed(file: Path, change: str) -> None:
    first = index(file)
    reads(first, file)
    known, before = ended(first, file), file.stat()
    if change == "mode":
        file.chmod(0o600)
    elif change == "another file":
        other = file.with_name("b.txt")
        other.write_text("two")
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        other.replace(file)
    else:
        file.write_text("three" if change == "size" else "two")
        if change == "time set back":
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reads(index(file, known), file)


def test_what_was_written_is_known_once_the_clock_has_moved_on(file: Path) -> None:
    first = index(file)
    first.wrote("a", file.stat(), "one")
    assert first.ended(file.stat().st_ctime_ns + 1) == {}
    assert not reads(index(file, ended(first, file)), file)


def test_a_file_that_nobody_asked_for_is_forgotten(file: Path) -> None:
    first = index(file)
    reads(first, file)
    assert ended(index(file, ended(first, file)), file) == {}


def test_the_clock_is_the_disks_and_leaves_nothing(file: Path) -> None:
    clock = disk_clock(file.parent)
    file.write_text("two")
    assert 0 <= file.stat().st_mtime_ns - clock < LATER
    assert [f.name for f in file.parent.iterdir()] == ["a.txt"]
    assert disk_clock(file.parent / "missing") == 0
