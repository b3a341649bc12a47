"""Who changes overrides.yml for an editor, and how is it taken back? Only what leaves the story right is written.

A file that changed since the editor saw it is left alone. What is taken back is what was written last, byte for byte.
"""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from storybrief.desk.writing import RefusedError, appended, entries_in, tag
from storybrief.pipeline.build import ANEW, Anew, briefed
from storybrief.problems import Problem, errors
from storybrief.store.files import bytes_of, replace_file
from storybrief.store.layout import BRIEFS
from storybrief.story.read import story_folders

NAME = "overrides.yml"
_KEPT = 100  # writes that can be taken back
_REASONS = 8  # reasons that are offered again
_CHANGED = "{} changed since this page was made, and nothing was written. Load the page again, look, and save."


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the story, the bytes before (None: no file) and the tag of those after."""

    story: str
    before: bytes | None
    after: str


class Book:
    """The overrides of all stories of a site, and what was written to them since the site is served."""

    def __init__(self, site: Path, known: Anew = ANEW) -> None:
        self._site = site
        self._known = known
        self._written: list[Written] = []
        self._reasons: list[str] = []
        self._lock = threading.Lock()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The last reasons that were given, the newest first."""
        return tuple(self._reasons)

    @property
    def last(self) -> str | None:
        """The story that was written to last, and can be taken back."""
        return self._written[-1].story if self._written else None

    def tag(self, story: str) -> str:
        """Return the tag of a story's overrides as they are."""
        return tag(bytes_of(self._file(story)))

    def save(self, story: str, seen: str, lines: str) -> str:
        """Put `lines` at the end of a story's overrides, and return its name. `seen` is the tag of what the editor saw.

        Raises RefusedError, with nothing written, when the file is another by now, the lines are no overrides, or the story
        would have an error that it has not now.
        """
        with self._lock:
            file = self._file(story)
            before = bytes_of(file)
            shown = f"{BRIEFS}/{story}/{NAME}"
            if tag(before) != seen:
                raise RefusedError(_CHANGED.format(shown))
            made = appended(before, lines, shown)
            self._prove(file, made)
            self._replace(file, before, made, _CHANGED.format(shown))
            self._written = [*self._written[1 - _KEPT :], Written(story, before, tag(made))]
            self._remember(lines)
            return story

    def undo(self) -> str:
        """Take back what was written last, and return the story's name. Raises RefusedError when that cannot be done."""
        with self._lock:
            if not self._written:
                raise RefusedError("Nothing was saved here since the site is served, so nothing is taken back.")
            last = self._written[-1]
            file = self._file(last.story)
            now = bytes_of(file)
            changed = f"{BRIEFS}/{last.story}/{NAME} changed since, so it is not taken back. Mend it by hand."
            if tag(now) != last.after:
                raise RefusedError(changed)
            if last.before is None:
                file.unlink()
            else:
                self._replace(file, now, last.before, changed)
            self._written.pop()
            return last.story

    def _replace(self, file: Path, seen: bytes | None, made: bytes, changed: str) -> None:
        """Put `made` in the place of what was seen; refuse with `changed` when that is another by then."""
        done = replace_file(file, made, mode=_rights(file), lasting=True, unless=lambda: bytes_of(file) != seen)
        if not done:
            raise RefusedError(changed)

    def _file(self, story: str) -> Path:
        """Return the overrides of a story that is known by this very name, inside the site. Raises RefusedError else."""
        folder = next((f for f in story_folders(self._site / BRIEFS) if f.name == story), None)
        if folder is None:
            raise RefusedError("There is no story of this name.")
        file = folder / NAME
        home = (self._site / BRIEFS).resolve()
        if folder.resolve() != home / story or file.resolve() != home / story / NAME:
            raise RefusedError(f"{BRIEFS}/{story} leads out of its folder: put the files themselves there.")
        return file

    def _prove(self, file: Path, made: bytes) -> None:
        """Raise RefusedError when the story would get an error; its words are those that a build would tell."""
        with tempfile.TemporaryDirectory() as work:
            tried = Path(work) / NAME
            tried.write_bytes(made)
            _, story = briefed(file.parent, self._site, self._known, overrides=tried)
        wrong = _keys(errors(story.problems))
        if not wrong:
            return
        _, now = briefed(file.parent, self._site, self._known)
        new = [p for key, p in wrong.items() if key not in _keys(errors(now.problems))]
        if new:
            raise RefusedError(" ".join(p.message for p in new))

    def _remember(self, lines: str) -> None:
        new = [str(entry["why"]) for entry in entries_in(lines) if entry.get("why")]
        self._reasons = list(dict.fromkeys([*new, *self._reasons]))[:_REASONS]


def _keys(problems: tuple[Problem, ...]) -> dict[tuple[str, int, str, str], Problem]:
    return {(p.path, p.line, p.code, p.message): p for p in problems}


def _rights(file: Path) -> int | None:
    return file.stat().st_mode & 0o777 if file.is_file() else None
