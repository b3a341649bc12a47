"""What can the tool tell a user? Every message about a user's files goes through here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace


class Problem(Struct, frozen=True):
    """One thing that a person has to mend (an error) or should know (a warning).

    `path` is relative to the site's folder, `line` counts from 1 (0: the whole file), `message` is a sentence that
    says what to do. `code` is a short stable name, to search for.
    """

    code: str
    path: str
    line: int
    message: str
    severity: Literal["error", "warning"] = "error"

    @property
    def place(self) -> str:
        """Where it is: the path, and the line where there is one."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.message}"


class Stop(Exception):  # noqa: N818  (it is no error of the program)
    """Work cannot go on; `problems` say why. The command line prints them and exits with 1."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def printable(text: str) -> str:
    """Return `text` with the characters that command a terminal, or turn what it shows round, written as escapes.

    The name of a file may hold any of them; so everything that is told goes through here.
    """
    return _COMMANDS.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)


_COMMANDS = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def error(code: str, path: str | PurePath, line: int, message: str) -> Problem:
    """Make a problem that fails the build."""
    return Problem(code, printable(_posix(path)), line, printable(message))


def warning(code: str, path: str | PurePath, line: int, message: str) -> Problem:
    """Make a problem that is told and lets the build go on."""
    return Problem(code, printable(_posix(path)), line, printable(message), "warning")


def as_warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of what a build leaves out: none of them fails it."""
    return tuple(replace(problem, severity="warning") for problem in problems)


def conflict(text: str, path: str) -> Problem | None:
    """Say where git, or another program, left two versions of a file in it; None when it did not."""
    found = _CONFLICT.search(text)
    if found is None:
        return None
    told = "Choose between the two versions that a merge left here, and delete the lines “<<<<<<<”, “=======” and “>>>>>>>”."
    return error("conflict", path, text.count("\n", 0, found.start()) + 1, told)


_CONFLICT = re.compile(r"^(?:<{7} \S|={7}\r?\n(?:.*\n)*?>{7} \S)", re.MULTILINE)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that fail the build."""
    return tuple(p for p in problems if p.severity == "error")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by path, line and code, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.code, p.message)))


def nearest(word: str, known: Iterable[str], cutoff: float = 60) -> str | None:
    """Return the member of `known` most like `word` (0 to 100 by rapidfuzz's ratio), or None under the cutoff."""
    from rapidfuzz import fuzz, process  # most runs of the tool have nothing to tell

    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=cutoff)
    return found[0] if found else None


def _posix(path: str | PurePath) -> str:
    return path if isinstance(path, str) else path.as_posix()
