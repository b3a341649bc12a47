"""What does the command line print? Lines, problems, JSON, and how far something is."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from storybrief.problems import Problem


T = TypeVar("T")


def json_of(rows: Iterable[dict[str, object]]) -> str:
    """Return rows as JSON."""
    return json.dumps(list(rows), indent=2, ensure_ascii=False)


STOPPED = 130  # what shells say of a command that Ctrl-C ended


def watched(things: Iterable[T]) -> Iterator[T]:
    """Hand on `things`; whoever waits for them at a terminal for more than a second sees how far it is."""
    every = things if isinstance(things, Sized) else list(things)
    rest = iter(every)
    began, done = time.monotonic(), 0
    for thing in rest:
        yield thing
        done += 1
        if sys.stderr.isatty() and time.monotonic() - began > _PATIENCE:
            break
    if done < len(every):
        with click.progressbar(length=len(every), file=sys.stderr) as bar:
            bar.update(done)
            for thing in rest:
                yield thing
                bar.update(1)


_PATIENCE = 1.0  # seconds


def say(line: str, *, err: bool = False) -> None:
    """Print a line that may name somebody's file."""
    from storybrief.problems import printable

    click.echo(printable(line), err=err)


def unwritable(wrong: OSError) -> Problem:
    """Say that a disk is full, or a folder may not be read; what is written is whole."""
    from storybrief.problems import error

    where = wrong.filename if isinstance(wrong.filename, str) else "."
    why = wrong.strerror or str(wrong)
    return error("unwritable", where, 0, f"Make room, or make this readable and writable: {why}. No file was cut.")


def tell(problems: Iterable[Problem]) -> bool:
    """Print problems, errors last and in red on a terminal. Returns whether there was an error."""
    told = sorted(problems, key=lambda p: p.severity == "error")
    for problem in told:
        colour = "red" if problem.severity == "error" else "yellow"
        code = click.style(problem.code, fg=colour)
        click.echo(f"{problem.place}: {code}: {problem.message}", err=True)
    return any(p.severity == "error" for p in told)


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
