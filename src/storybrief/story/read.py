"""What is in a story's folder? story.yml, overrides.yml and the list of its sources, checked; nothing is converted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from storybrief.model import Override, Reproduce
from storybrief.problems import Problem, error, nearest
from storybrief.story.schema import CHANGES, StoryFile
from storybrief.strict_yaml import load

METADATA = ("title", "outlet", "author", "published", "url", "language")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_IGNORED = re.compile(r"(?:\..*|~.*|.*~|Thumbs\.db|desktop\.ini)\Z")

Lines = Mapping[tuple[str | int, ...], int]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file in sources/: its id, where it lies, its path for messages, and what people declared about it."""

    id: str
    file: Path
    shown: str
    declared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A story's folder, read. `sources` stand in the order of story.yml, then by name."""

    name: str
    shown: str
    sources: tuple[SourceFile, ...]
    overrides: tuple[Override, ...]
    reproduce: Reproduce | None = None


def story_folders(briefs: Path) -> tuple[Path, ...]:
    """Return the folders in briefs/ that hold a story, by name. Hidden folders are not stories."""
    if not briefs.is_dir():
        return ()
    return tuple(
        sorted((p for p in briefs.iterdir() if p.is_dir() and not _IGNORED.match(p.name)), key=lambda p: p.name)
    )


def read_story(folder: Path, site: Path) -> tuple[Story, tuple[Problem, ...]]:
    """Read what people wrote in `folder`.

    All problems are returned at once. What is wrong is left out of the Story, so that the rest can still be checked.
    """
    shown = folder.relative_to(site).as_posix()
    problems: list[Problem] = []
    if not SLUG.match(folder.name):
        problems.append(
            error(
                "story-name",
                shown,
                0,
                f"Rename the folder: a story's name is lower-case letters, digits and hyphens, for example “{slug(folder.name) or 'my-story'}”.",
            )
        )
    names, found = _source_names(folder, shown)
    problems += found
    declared, reproduce, found = _read_story_file(folder / "story.yml", f"{shown}/story.yml", names)
    problems += found
    overrides, found = _read_overrides(folder / "overrides.yml", f"{shown}/overrides.yml")
    problems += found
    declared, found = _with_article_overrides(declared, overrides, names)
    problems += found
    order = [name for name in declared if name in names] + [name for name in names if name not in declared]
    sources = tuple(
        SourceFile(
            slug(Path(n).stem), folder / "sources" / n, f"{shown}/sources/{n}", tuple(declared.get(n, {}).items())
        )
        for n in order
    )
    problems += _one_id_each(sources)
    if not sources and not problems:
        problems.append(
            error(
                "no-article",
                shown,
                0,
                "Put at least one article (.txt, .md or .html) into the folder sources/, or remove the story.",
            )
        )
    return Story(folder.name, shown, sources, overrides, reproduce), tuple(problems)


def slug(name: str) -> str:
    """Return `name` as lower-case ASCII letters, digits and single hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _source_names(folder: Path, shown: str) -> tuple[list[str], list[Problem]]:
    sources = folder / "sources"
    names: list[str] = []
    problems: list[Problem] = []
    for path in sorted(sources.iterdir(), key=lambda p: p.name) if sources.is_dir() else ():
        at = f"{shown}/sources/{path.name}"
        if _IGNORED.match(path.name):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            problems.append(
                error(
                    "outside", at, 0, "Copy the file itself into sources/: this is a link to a place outside the story."
                )
            )
        elif path.is_dir():
            problems.append(
                error(
                    "folder", at, 0, "Move the files of this folder into sources/ itself; folders in it are not read."
                )
            )
        elif not slug(path.stem):
            problems.append(
                error(
                    "source-name",
                    at,
                    0,
                    "Give the file a name with Latin letters or digits; it becomes the article's address.",
                )
            )
        else:
            names.append(path.name)
    return names, problems


def _one_id_each(sources: tuple[SourceFile, ...]) -> Iterator[Problem]:
    first: dict[str, SourceFile] = {}
    for source in sorted(sources, key=lambda s: s.file.name):
        other = first.setdefault(source.id, source)
        if other is not source:
            yield error(
                "same-name",
                source.shown,
                0,
                f"Rename one of the two: {other.file.name} and {source.file.name} would both become the article “{source.id}”.",
            )


def _read_yaml(file: Path, shown: str) -> tuple[Any, Lines, list[Problem]]:
    if not file.exists():
        return None, {}, []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = file.read_bytes()[: wrong.start].count(b"\n") + 1
        return None, {}, [error("encoding", shown, line, "Save the file as UTF-8.")]
    except OSError as wrong:
        return None, {}, [error("unreadable", shown, 0, f"Make the file readable: {wrong.strerror}.")]
    data, lines, problems = load(text, shown)
    return data, lines, list(problems)


def _read_story_file(
    file: Path, shown: str, names: list[str]
) -> tuple[dict[str, dict[str, str]], Reproduce | None, list[Problem]]:
    data, lines, problems = _read_yaml(file, shown)
    if data is None or problems:
        return {}, None, problems
    if isinstance(data, dict) and data.get("articles", ()) is None:
        data = {**data, "articles": {}}
    try:
        story = StoryFile.model_validate(data)
    except ValidationError as wrong:
        return {}, None, _sentences(wrong, StoryFile, shown, lines, ())
    for name in story.articles:
        if name not in names:
            problems.append(_no_such_file(name, names, shown, lines.get(("articles", name), 0)))
    declared = {name: about.model_dump(exclude_none=True) if about else {} for name, about in story.articles.items()}
    return declared, story.reproduce, problems


def _no_such_file(name: str, names: list[str], shown: str, line: int) -> Problem:
    near = nearest(name, names)
    hint = f" Did you mean “{near}”?" if near else ""
    return error("no-such-source", shown, line, f"There is no file “{name}” in sources/.{hint}")


def _read_overrides(file: Path, shown: str) -> tuple[tuple[Override, ...], list[Problem]]:
    data, lines, problems = _read_yaml(file, shown)
    if data is None or problems:
        return (), problems
    if not isinstance(data, dict) or set(data) - {"overrides"}:
        extra = sorted(map(str, set(data) - {"overrides"})) if isinstance(data, dict) else []
        line = lines.get((extra[0],), 1) if extra else 1
        what = f"Remove “{extra[0]}”: the" if extra else "The"
        return (), [error("unknown-key", shown, line, f"{what} file holds one list, named “overrides:”.")]
    entries = data.get("overrides")
    if entries is None:
        return (), []
    if not isinstance(entries, list):
        return (), [
            error(
                "wrong-type",
                shown,
                lines.get(("overrides",), 1),
                "Make “overrides:” a list: each entry starts with “- do:”.",
            )
        ]
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
        return None, _sentences(wrong, model, shown, lines, at)
    values = change.model_dump()
    where = values.get("where")
    return Override(
        do=kind,
        where=(where,) if isinstance(where, str) else tuple(where or ()),
        to=values.get("to"),
        why=values["why"],
        path=shown,
        line=line,
        article=values.get("article"),
        fields=tuple((key, entry[key]) for key in METADATA if key in entry),
    ), []


def _with_article_overrides(
    declared: dict[str, dict[str, str]], overrides: tuple[Override, ...], names: list[str]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    problems: list[Problem] = []
    made = {name: dict(about) for name, about in declared.items()}
    for override in overrides:
        if override.article is not None and override.article not in names:
            problems.append(_no_such_file(override.article, names, override.path, override.line))
        elif override.do == "article" and override.article is not None:
            if not override.fields:
                problems.append(
                    error(
                        "no-change", override.path, override.line, f"Say what to change: one of {', '.join(METADATA)}."
                    )
                )
            about = made.setdefault(override.article, {})
            about.update({key: value for key, value in override.fields if value is not None})
            for key, value in override.fields:
                if value is None:
                    about.pop(key, None)
    return made, problems


def _sentences(
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
        two = "two entries: words from one article, then words from another" if "2 items" in message else "an entry"
        return "wrong-value", f"“{name}” needs {two}."
    if kind == "string_type":
        return "wrong-type", f"“{name}” must be words; put them in quotation marks on one line."
    if kind in ("int_parsing", "int_type", "greater_than_equal"):
        return "wrong-type", f"“{name}” must be a whole number from 1."
    if kind == "list_type":
        return "wrong-type", f"“{name}” must be a list: one entry a line, each after “- ”."
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return "wrong-type", f"“{name}” must hold “key: value” lines."
    return "wrong-value", f"“{name}”: {message[0].lower()}{message[1:]}."
