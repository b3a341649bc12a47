"""When did somebody change a file that pages are made from? The system tells it at once; what it leaves out, a look finds.

What the system tells is taken for no more than a hint where to look, for it leaves out much: a disk on the network and
a container's mount tell nothing, and past its limit a folder is left out without a word. So all files are looked at now
and then as well; often, as MkDocs does, where the system tells nothing or was found to leave something out.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from storybrief.store.layout import IGNORED

Stamp = tuple[int, int, int]
"""What the disk says of a file: its size, when it was changed (in nanoseconds), and its number."""

_OFTEN, _SELDOM = 0.5, 3.0  # seconds between two looks at all files; the first is MkDocs' own
_WRITTEN: list[type[FileSystemEvent]] = (
    [FileClosedEvent] if sys.platform == "linux" else [FileCreatedEvent, FileModifiedEvent]  # the first: whole
)
_HINTS = [*_WRITTEN, FileMovedEvent, FileDeletedEvent, DirCreatedEvent, DirMovedEvent, DirDeletedEvent]


class Watch(FileSystemEventHandler):
    """Tells `changed` which files in `folders` are new, other or gone since they were last looked at, by their paths.

    They are looked at when it is made, and again from `start` on, in a thread of its own, in which `changed` is called.
    `folders` are absolute; one need not be there yet. Hidden files and those of tools do not count.
    """

    def __init__(self, folders: Sequence[str], changed: Callable[[Collection[str]], None]) -> None:
        self._folders = tuple(folders)
        self._changed = changed
        self._seen = dict(_files(self._folders))
        self._looking = threading.Lock()
        self._hints: queue.SimpleQueue[str] = queue.SimpleQueue()  # folders
        self._every = _OFTEN
        self._ended = False
        self._observer: BaseObserver | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._every = _SELDOM if self._listen() else _OFTEN
        self._hint(self._folders)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ended = True
        self._hint(self._folders)
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        if self._thread.is_alive():
            self._thread.join()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Do not look meanwhile: what changes is told afterwards."""
        with self._looking:
            yield

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take a hint from the system."""
        for path in (event.src_path, event.dest_path):
            if path:
                at = Path(os.fsdecode(path))
                self._hint_at(at if event.is_directory else at.parent)

    def _hint_at(self, folder: Path) -> None:
        inside = next((folder.relative_to(top) for top in self._folders if folder.is_relative_to(top)), None)
        if inside is None:  # some systems call a folder by another name than ours
            self._hint(self._folders)
        elif not any(map(_counts_not, inside.parts)):
            self._hint([str(folder)])

    def _hint(self, folders: Iterable[str]) -> None:
        for folder in folders:
            self._hints.put(folder)

    def _listen(self) -> bool:
        """Ask the system for hints. Returns whether it can give any."""
        try:
            observer = Observer()
            if isinstance(observer, PollingObserver):
                return False
            observer.start()
            self._observer = observer
            for folder in filter(os.path.isdir, self._folders):
                observer.schedule(self, folder, recursive=True, event_filter=_HINTS)
        except OSError:  # what the system has for it is used up
            return False
        return True

    def _run(self) -> None:
        while True:
            told = self._told()
            if self._ended:
                return
            with self._looking:
                found = self._look(told or self._folders)
                if found and not told and self._hints.empty():
                    self._every = _OFTEN
                if found:
                    self._changed(found)

    def _told(self) -> set[str]:
        """Wait for hints and return them; none when none came in time."""
        try:
            folders = {self._hints.get(timeout=self._every)}
        except queue.Empty:
            return set()
        while not self._hints.empty():
            folders.add(self._hints.get())
        return folders

    def _look(self, where: Collection[str]) -> set[str]:
        """Return the files in the folders `where` that are not as they were."""
        now = dict(_files(where))
        inside = tuple(f"{folder}{os.sep}" for folder in where)
        before = {path: stamp for path, stamp in self._seen.items() if path.startswith(inside)}
        for path in before.keys() - now.keys():
            del self._seen[path]
        self._seen |= now
        return {path for path, _ in before.items() ^ now.items()}


def ringer(observer: BaseObserver, file: str) -> Callable[[], None]:
    """Return what makes those who watch `file` by means of `observer` believe that it changed just now."""
    watched = {file, str(Path(file).parent)}  # from its version 7 on watchdog looks at the folder for it

    def ring() -> None:
        for emitter in observer.emitters:
            if emitter.watch.path in watched:
                emitter.queue_event(FileModifiedEvent(file))

    return ring


def _counts_not(name: str) -> bool:
    return bool(IGNORED.match(name)) or name == "__pycache__"


def _files(folders: Collection[str]) -> Iterator[tuple[str, Stamp]]:
    """Yield each file in the folders, and in the folders in them, with what the disk says of it."""
    for folder in folders:
        yield from _in(folder, follow=True)


def _in(folder: str, *, follow: bool) -> Iterator[tuple[str, Stamp]]:
    """Yield the files in a folder; `follow` links to folders, but not those that are reached through one."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if _counts_not(entry.name):
            continue
        try:
            if not entry.is_dir(follow_symlinks=follow):
                at = entry.stat()
                yield entry.path, (at.st_size, at.st_mtime_ns, at.st_ino)
                continue
        except OSError:  # a link that leads nowhere, or a file that is gone
            continue
        yield from _in(entry.path, follow=follow and not entry.is_symlink())
