"""Who is one person under several names? briefs/people.yml: what the editors know across all stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from storybrief.model import Person
from storybrief.problems import Problem, error, nearest
from storybrief.story.files import Lines, in_sentences, read_yaml
from storybrief.story.schema import PersonEntry

NAME = "people.yml"


def read_people(briefs: Path, shown: str) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    """Read people.yml in the folder `briefs` (`shown` in messages); without one there is nobody to know.

    Problems, all at once with path and line: what overrides.yml knows too, and "twice" for a name or form that stands
    under two people, in one story.
    """
    at = f"{shown}/{NAME}"
    data, lines, problems = read_yaml(briefs / NAME, at)
    if data is None:
        return (), tuple(problems)
    entries, found = _entries(data, lines, at)
    problems += found
    made: list[Person] = []
    for index, entry in enumerate(entries):
        try:
            person = PersonEntry.model_validate(entry)
        except ValidationError as wrong:
            problems += in_sentences(wrong, PersonEntry, at, lines, ("people", index))
            continue
        line = lines.get(("people", index), 0)
        stories = tuple(person.stories or ())
        forms, about = tuple(person.forms or (person.name,)), tuple((person.about or {}).items())
        made.append(Person(person.name, forms, person.role, person.why, at, line, stories, about))
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
    """Yield a problem for a name or form that could be two people in one story, and for a name that two entries have."""
    for index, person in enumerate(people):
        for name in dict.fromkeys((person.name, *person.forms)):
            for other in people[:index]:
                if name in (other.name, *other.forms) and (person.name == other.name or _in_one_story(person, other)):
                    told = f"“{name}” stands in line {other.line} too: one name can be of one person only. {_APART}"
                    yield error("twice", person.path, person.line, told)
                    break
        if len(set(person.forms)) < len(person.forms):
            yield error("twice", person.path, person.line, "A form stands here twice. Leave one out.")


_APART = "Two people of one name are told apart by “stories:”, and by a “name:” of their own."


def _in_one_story(person: Person, other: Person) -> bool:
    return not person.stories or not other.stories or bool({*person.stories} & {*other.stories})


def check_people(people: Iterable[Person], names: Mapping[str, Iterable[str]]) -> tuple[Problem, ...]:
    """Return a problem for what people.yml says of nobody; `names` is story -> all that its speakers are called.

    "no-such-speaker" for a form that no speaker is called, in the stories of the entry; "no-such-story"; "other-person"
    for the name of an entry that is somebody else's in a story that the entry leaves out: both would have one page.
    """
    known = {story: {*called} for story, called in names.items()}
    return tuple(problem for person in people for problem in _of_nobody(person, known))


def _of_nobody(person: Person, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    called = {name for story, names in known.items() if person.may_be_in(story) for name in names}
    for story in person.stories:
        if story not in known:
            near = nearest(story, known)
            hint = f" Did you mean “{near}”?" if near else ""
            yield error("no-such-story", person.path, person.line, f"There is no story “{story}”.{hint}")
    for form in person.forms:
        if form not in called:
            near = nearest(form, called)
            hint = f" The nearest is “{near}”." if near else ""
            where = "of these stories" if person.stories else "of any story"
            yield error("no-such-speaker", person.path, person.line, f"No speaker {where} is called “{form}”.{hint}")
    others = [story for story, names in known.items() if not person.may_be_in(story) and person.name in names]
    if others:
        told = f"Choose another “name:”, for example “{person.name} ({person.role or 'of what'})”: in {others[0]} somebody else is called so, and both would have one page."
        yield error("other-person", person.path, person.line, told)
