"""How does search keep up under `mkdocs serve`? The whole site is built beside it now and then, by a patient process.

    python -m storybrief.html.search_job MKDOCS.YML FOLDER

builds the site that content/ holds into FOLDER, with its search index. It leaves content/ alone.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import build
from mkdocs.config import load_config

from storybrief.search import FOLDER, link

log = logging.getLogger("mkdocs.plugins.storybrief")

_QUIET = 2.0  # seconds without an edit before the index is made anew
_TRIES = 3
_PATIENCE = 10  # how much others go first


class Job:
    """Makes a search index in the background, one at a time; `done` is told where it lies, or None."""

    def __init__(self, done: Callable[[Path | None], None]) -> None:
        self._done = done
        self._folder = tempfile.TemporaryDirectory(prefix="storybrief-search-", ignore_cleanup_errors=True)
        self._top = Path(self._folder.name)
        self._number = self._failures = 0
        self._change = threading.Condition()
        self._wanted: str | None = None
        self._first = True
        self._ended = False
        self._running: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def ask(self, config_file: str) -> None:
        """Ask for a new index of the site of this mkdocs.yml, once there is quiet."""
        with self._change:
            self._wanted = config_file
            self._change.notify_all()
        if not self._thread.is_alive():
            self._thread.start()

    def end(self) -> None:
        """Stop, and take the index away."""
        with self._change:
            self._ended = True
            if self._running:
                self._running.terminate()
            self._change.notify_all()
        if self._thread.is_alive():
            self._thread.join()
        self._folder.cleanup()

    def _work(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._wanted or self._ended)
                while not self._first and not self._ended and self._change.wait(_QUIET):
                    pass  # somebody is still at work
                if self._ended:
                    return
                config_file, self._wanted, self._first = self._wanted or "", None, False
                command = [sys.executable, "-m", "storybrief.html.search_job", config_file, str(self._top / "site")]
                self._running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            failed = bool(self._running.wait())
            if not self._ended:
                self._tell(config_file, failed=failed)

    def _tell(self, config_file: str, *, failed: bool) -> None:
        self._failures = self._failures + 1 if failed else 0
        if 0 < self._failures < _TRIES:  # a page may have been taken away while it was read
            self.ask(config_file)
            return
        if failed:
            log.warning("The search index could not be made anew; search finds what it found before.")
        self._done(None if failed else self._index())

    def _index(self) -> Path:
        """Set the index apart, for the next one is made where it lies; return the folder that has it."""
        self._number += 1
        made = self._top / str(self._number)
        shutil.copytree(self._top / "site" / FOLDER, made / FOLDER, copy_function=link)
        if self._number > 2:  # the last one may be in use until the next is known
            shutil.rmtree(self._top / str(self._number - 2), ignore_errors=True)
        return made


def main(config_file: str, folder: str) -> None:
    """Build the site into `folder`, in nobody's way."""
    if hasattr(os, "nice"):
        os.nice(_PATIENCE)
    config = load_config(config_file, site_dir=folder)
    cast(Any, config.plugins["storybrief"]).take_content_as_it_is()
    build(config)


if __name__ == "__main__":
    main(*sys.argv[1:])
