"""What is told of what people do to files: all of it, once, and nothing of what tools do beside."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from storybrief.html.watch import Watch

LONG = 60.0  # seconds until a test gives up; each goes on as soon as it was told


class Told:
    """A watch on two folders, of which one is not there yet; and what it told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "briefs/ferry").mkdir(parents=True)
        (folder / "briefs/ferry/old.txt").write_text("old", encoding="utf-8")
        self.told: queue.SimpleQueue[Collection[str]] = queue.SimpleQueue()
        self.last: set[str] = set()
        self.watch = Watch([str(folder / "briefs"), str(folder / "later")], self.told.put)

    def after(self, edit: Callable[[], object], *files: str) -> None:
        """Make an edit, and wait until all of it was told; nothing else may be, but for the last edit once more.

        For a look may come upon a file that is half written, or find but one end of a move.
        """
        edit()
        told: set[str] = set()
        while not {*files} <= told:
            told |= {Path(path).relative_to(self.folder).as_posix() for path in self.told.get(timeout=LONG)}
            assert told <= {*files, *self.last}
        self.last = {*files}


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    told = Told(tmp_path)
    told.watch.start()
    yield told
    told.watch.stop()


def test_what_is_written_moved_and_removed_is_told(told: Told) -> None:
    story, away = told.folder / "briefs/ferry", told.folder / "away"
    new = story / "sources.txt"
    away.mkdir()
    (away / "kiln.txt").write_text("kiln", encoding="utf-8")
    told.after(lambda: (story / "old.txt").write_text("other", encoding="utf-8"), "briefs/ferry/old.txt")
    told.after(lambda: shutil.copy(away / "kiln.txt", new), "briefs/ferry/sources.txt")
    told.after(lambda: new.replace(story / "old.txt"), "briefs/ferry/sources.txt", "briefs/ferry/old.txt")
    told.after((story / "old.txt").unlink, "briefs/ferry/old.txt")
    told.after(lambda: away.rename(told.folder / "briefs/kiln"), "briefs/kiln/kiln.txt")
    told.after(lambda: (told.folder / "briefs/kiln").rename(away), "briefs/kiln/kiln.txt")


def test_what_tools_keep_for_themselves_is_not_told(told: Told) -> None:
    story = told.folder / "briefs/ferry"
    for name in (".overrides.yml.swp", "overrides.yml~", ".git/index", "__pycache__/home.bin"):
        (story / name).parent.mkdir(exist_ok=True)
        (story / name).write_text("x", encoding="utf-8")
    told.after(lambda: (story / "old.txt").write_text("other", encoding="utf-8"), "briefs/ferry/old.txt")


def test_what_the_system_does_not_tell_is_found_by_looking(told: Told) -> None:
    """No system tells of a folder that it was not asked about, nor of what lies behind a link."""
    later, behind = told.folder / "later", told.folder / "behind"
    behind.mkdir()
    (behind / "far.txt").write_text("far", encoding="utf-8")
    later.mkdir()
    told.after(lambda: (later / "new.txt").write_text("new", encoding="utf-8"), "later/new.txt")
    told.after(lambda: (later / "link").symlink_to(behind), "later/link/far.txt")
    told.after(lambda: (behind / "far.txt").write_text("farther", encoding="utf-8"), "later/link/far.txt")
    told.after(lambda: (behind / "loop").symlink_to(later), "later/link/loop")


def test_what_changes_while_it_is_held_is_told_afterwards(told: Told) -> None:
    file = told.folder / "briefs/ferry/old.txt"

    def edit() -> None:
        with told.watch.held():
            file.write_text("other", encoding="utf-8")
            assert told.told.empty()

    told.after(edit, "briefs/ferry/old.txt")


def test_what_changed_before_it_began_is_told(tmp_path: Path) -> None:
    """Somebody may save while a first build is at work."""
    told = Told(tmp_path)
    (tmp_path / "briefs/ferry/old.txt").write_text("other", encoding="utf-8")
    try:
        told.after(told.watch.start, "briefs/ferry/old.txt")
    finally:
        told.watch.stop()
