"""Who is one person under several names? briefs/people.yml: what the editors know across all stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from storybrief.model import Person
from storybrief.problems import Problem, error, nearest
from storybrief.story.read import Lines, in_sentences, read_yaml
from storybrief.story.schema import PersonEntry

NAME = "people.yml"


def read_people(briefs: Path, shown: str) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    """Read people.yml in the folder `briefs` (`shown` in messages); without one there is nobody to know.

    Problems, all at once with path and line: what overrides.yml knows too, and "twice" for a name or form that stands
    under two people.
    """
    at = f"{shown}/{NAME}"
    data, lines, problems = read_yaml(briefs / NAME, at)
    if data is None or problems:
        return (), tuple(problems)
    entries, problems = _entries(data, lines, at)
    made: list[Person] = []
    for index, entry in enumerate(entries):
        try:
            person = PersonEntry.model_validate(entry)
        except ValidationError as wrong:
            problems += in_sentences(wrong, PersonEntry, at, lines, ("people", index))
            continue
        line = lines.get(("people", index), 0)
        made.append(Person(person.name, tuple(person.forms), person.role, person.why, at, line))
    return tuple(made), (*problems, *_twice(made))


def _entries(data: Any, lines: Lines, at: str) -> tuple[list[Any], list[Problem]]:
    if not isinstance(data, dict) or set(data) - {"people"}:
        extra = sorted(set(data) - {"people"}) if isinstance(data, dict) else []
        what = f"Remove “{extra[0]}”: the" if extra else "The"
        line = lines.get((extra[0],), 1) if extra else 1
        return [], [error("unknown-key", at, line, f"{what} file holds one list, named “people:”.")]
    entries = data.get("people") or []
    if not isinstance(entries, list):
        line = lines.get(("people",), 1)
        return [], [error("wrong-type", at, line, "Make “people:” a list: each entry starts with “- name:”.")]
    return entries, []


def _twice(people: Sequence[Person]) -> Iterator[Problem]:
    first: dict[str, Person] = {}
    for person in people:
        for name in dict.fromkeys((person.name, *person.forms)):
            other = first.setdefault(name, person)
            if other is not person:
                told = f"“{name}” stands in line {other.line} too: one name can be of one person only."
                yield error("twice", person.path, person.line, told)
        if len(set(person.forms)) < len(person.forms):
            yield error("twice", person.path, person.line, "A form stands here twice. Leave one out.")


def check_people(people: Iterable[Person], names: Iterable[str]) -> tuple[Problem, ...]:
    """Return a problem for every form that is none of `names`: what any speaker of any brief is called."""
    known = {*names}
    problems = []
    for person in people:
        for form in person.forms:
            if form not in known:
                near = nearest(form, known)
                hint = f" The nearest is “{near}”." if near else ""
                told = f"No speaker of any story is called “{form}”.{hint}"
                problems.append(error("no-such-speaker", person.path, person.line, told))
    return tuple(problems)
