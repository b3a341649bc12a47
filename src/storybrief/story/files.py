"""What stands in story.yml and overrides.yml, and on which line?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from storybrief.model import Correction, Override
from storybrief.problems import Problem, conflict, error, nearest
from storybrief.store.strict_yaml import MAX_CHARACTERS, load
from storybrief.story.corrections import corrections
from storybrief.story.schema import CHANGES, StoryFile
from storybrief.story.sources import MANY, copy_here, is_outside

METADATA = ("title", "outlet", "author", "published", "url", "archived", "language")
_MOST_BYTES = 4 * MAX_CHARACTERS  # UTF-8 has four for a character at most; a larger file is not even read
Lines = Mapping[tuple[str | int, ...], int]


def read_yaml(file: Path, shown: str) -> tuple[Any, Lines, list[Problem]]:
    """Read a YAML file that people write: its data (None when it is missing or wrong), lines and problems."""
    if not file.exists() and not file.is_symlink():
        return None, {}, []
    if is_outside(file, file.parent):
        return None, {}, [copy_here(shown, "the file", "story")]
    if not file.is_file():
        return None, {}, [error("unreadable", shown, 0, "Put a file in the place of this.")]
    try:
        if file.stat().st_size > _MOST_BYTES:
            return (
                None,
                {},
                [error("yaml-size", shown, 0, f"Split the file: it has over {MAX_CHARACTERS:,} characters.")],
            )
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = file.read_bytes()[: wrong.start].count(b"\n") + 1
        return None, {}, [error("encoding", shown, line, "Save the file as UTF-8.")]
    except OSError as wrong:
        return None, {}, [error("unreadable", shown, 0, f"Make the file readable: {wrong.strerror}.")]
    if told := conflict(text, shown):
        return None, {}, [told]
    data, lines, problems = load(text, shown)
    return data, lines, list(problems)


def read_story_file(
    file: Path, shown: str, names: list[str]
) -> tuple[StoryFile, dict[str, dict[str, str]], list[Problem]]:
    """Read story.yml; return it, what it declares of each of the articles `names`, and what is wrong."""
    data, lines, problems = read_yaml(file, shown)
    if data is None:
        return StoryFile.model_construct(), {}, problems  # quicker: there is nothing to check
    named = data["articles"] if isinstance(data, dict) and isinstance(data.get("articles"), dict) else {}
    free = [name for name in names if name not in named]
    problems += [no_such_file(n, names, free, shown, lines.get(("articles", n), 0)) for n in named if n not in names]
    try:
        story = StoryFile.model_validate(data)
    except ValidationError as wrong:
        return StoryFile(), {}, [*problems, *in_sentences(wrong, StoryFile, shown, lines, ())]
    articles = story.articles or {}
    declared = {name: about.model_dump(exclude_none=True) if about else {} for name, about in articles.items()}
    return story, declared, problems


def no_such_file(name: str, names: list[str], free: list[str], shown: str, line: int) -> Problem:
    """Say that a file is not there; `free` are those that nothing names, so it may be one of them under a new name."""
    near = nearest(name, free) or nearest(name, names)
    hint = f" Did you mean “{near}”?" if near else ""
    if not near and free:
        now = " or ".join(f"“{one}”" for one in free[:MANY])
        hint = f" If it was renamed, write its new name here: nothing names {now}."
    return error("no-such-source", shown, line, f"There is no file “{name}” in sources/.{hint}")


def read_overrides(file: Path, shown: str) -> tuple[tuple[Override, ...], tuple[Correction, ...], list[Problem]]:
    """Read overrides.yml: the overrides, the corrections, and what is wrong."""
    data, lines, problems = read_yaml(file, shown)
    if data is None:
        return (), (), problems
    if not isinstance(data, dict):
        return (), (), [error("wrong-type", shown, lines.get((), 1), "The file holds one list, named “overrides:”.")]
    for key in sorted(set(data) - {"overrides", "corrections"}, key=lambda key: lines.get((key,), 0)):
        message = (
            f"Remove “{key}”: the file holds one list, named “overrides:”, and if need be one named “corrections:”."
        )
        problems.append(error("unknown-key", shown, lines.get((key,), 1), message))
    told, found = corrections(
        data.get("corrections"),
        shown,
        lambda at: lines.get(at, 1),
        lambda wrong, model, at: in_sentences(wrong, model, shown, lines, at),
    )
    made, more = _overrides(data.get("overrides"), shown, lines)
    return made, told, [*problems, *found, *more]


def _overrides(entries: Any, shown: str, lines: Lines) -> tuple[tuple[Override, ...], list[Problem]]:
    problems: list[Problem] = []
    if entries is None:
        return (), problems
    if not isinstance(entries, list):
        message = "Make “overrides:” a list: each entry starts with “- do:”."
        return (), [error("wrong-type", shown, lines.get(("overrides",), 1), message)]
    made: list[Override] = []
    for index, entry in enumerate(entries):
        override, found = _read_override(entry, index, shown, lines)
        problems += found
        if override:
            made.append(override)
    return tuple(made), problems


def _read_override(entry: Any, index: int, shown: str, lines: Lines) -> tuple[Override | None, list[Problem]]:
    at = ("overrides", index)
    line = lines.get(at, 0)
    if not isinstance(entry, dict):
        return None, [
            error("wrong-type", shown, line, "Start the entry with “do:” and what it does, for example “do: speaker”.")
        ]
    kind = entry.get("do")
    if not isinstance(kind, str) or kind not in CHANGES:
        near = nearest(str(kind), CHANGES) if kind else None
        hint = f"Did you mean “{near}”? " if near else ""
        known = ", ".join(CHANGES)
        return None, [
            error("unknown-override", shown, lines.get((*at, "do"), line), f"{hint}“do:” must be one of: {known}.")
        ]
    model = CHANGES[kind]
    try:
        change = model.model_validate(entry)
    except ValidationError as wrong:
        return None, in_sentences(wrong, model, shown, lines, at)
    values = change.model_dump()
    where = values.get("where")
    return Override(
        do=kind,
        where=(where,) if isinstance(where, str) else tuple(where or ()),
        to=values.get("to"),
        why=values.get("why", ""),
        path=shown,
        line=line,
        article=values.get("article"),
        fields=tuple((key, entry[key]) for key in (*METADATA, "cue", "kind", "on") if key in entry),
        articles=tuple(values.get("articles") or ()),
    ), []


def in_sentences(
    wrong: ValidationError, model: type[BaseModel], shown: str, lines: Lines, at: tuple[str | int, ...]
) -> list[Problem]:
    """Say each of pydantic's findings in a sentence, with the line of the value, or of the nearest thing around it."""
    made = []
    for found in wrong.errors(include_url=False):
        inside = tuple(part for part in found["loc"] if part != "[key]")
        place: tuple[str | int, ...] = (*at, *inside)
        line = 0
        while place and not (line := lines.get(place, 0)):
            place = place[:-1]
        code, message = _sentence(found["type"], inside, found["msg"], model)
        made.append(error(code, shown, line or 1, message))
    return made


def _sentence(kind: str, inside: tuple[str | int, ...], message: str, model: type[BaseModel]) -> tuple[str, str]:
    names = [part for part in inside if isinstance(part, str)]
    name = names[-1] if names else "the file"
    if kind == "missing":
        reason = " Every override says why: readers see the reason." if name == "why" else ""
        return "missing-key", f"Add “{name}:”.{reason}"
    if kind == "extra_forbidden":
        known = list(model.model_fields) if len(inside) == 1 else list(METADATA)
        near = nearest(name, known)
        hint = f" Did you mean “{near}”?" if near else f" Known here: {', '.join(known)}."
        return "unknown-key", f"Remove “{name}”: it means nothing here.{hint}"
    if kind == "value_error":
        return "wrong-value", f"“{name}” {message.removeprefix('Value error, ')}."
    if kind in ("too_short", "too_long"):
        pair = (
            "the file names of two articles"
            if name == "articles"
            else "words from one article, then words from another"
        )
        two = f"two entries: {pair}" if "2 items" in message else "an entry"
        return "wrong-value", f"“{name}” needs {two}."
    if kind == "string_type":
        return "wrong-type", f"“{name}” must be words; put them in quotation marks on one line."
    if kind in ("int_parsing", "int_type", "greater_than_equal"):
        return "wrong-type", f"“{name}” must be a whole number from 1."
    if kind == "list_type":
        return "wrong-type", f"“{name}” must be a list: one entry a line, each after “- ”."
    if kind == "literal_error":
        return "wrong-value", f"“{name}” must be {message.removeprefix('Input should be ')}."
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return "wrong-type", f"“{name}” must hold “key: value” lines."
    return "wrong-value", f"“{name}”: {message[0].lower()}{message[1:]}."
