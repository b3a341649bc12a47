"""What is in a story's folder? story.yml, overrides.yml and the list of its sources, checked; nothing is converted."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from storybrief.model import Correction, Override, Reproduce
from storybrief.problems import Problem, conflict, error, errors, nearest, warning
from storybrief.store.files import same
from storybrief.store.inputs import is_story
from storybrief.store.layout import EARLIER, IGNORED, SET_ASIDE, SUFFIXES, TAKEN, article_id, slug
from storybrief.store.strict_yaml import MAX_CHARACTERS, load
from storybrief.story.corrected import no_effect
from storybrief.story.corrections import corrections
from storybrief.story.schema import CHANGES, StoryFile

METADATA = ("title", "outlet", "author", "published", "url", "language")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_MOST_BYTES = 4 * MAX_CHARACTERS  # UTF-8 has four for a character at most; a larger file is not even read
# CON.txt and aux/ cannot be files or folders on Windows: nobody there could check the site out.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")

Declared = dict[str, str | None]
Lines = Mapping[tuple[str | int, ...], int]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file in sources/: its id, where it lies, its path for messages, and what people declared about it.

    What is declared as None is not known, whatever the file itself says. `earlier` are the versions that it replaced,
    the first one first; what is declared of the article holds for them too.
    """

    id: str
    file: Path
    shown: str
    declared: tuple[tuple[str, str | None], ...] = ()
    earlier: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A story's folder, read. `sources` stand in the order of story.yml, then by name; `length` is in minutes, None when the story does not say."""

    name: str
    shown: str
    sources: tuple[SourceFile, ...]
    overrides: tuple[Override, ...]
    reproduce: Reproduce | None = None
    corrections: tuple[Correction, ...] = ()
    length: int | None = None
    draft: bool = False


def story_folders(briefs: Path) -> tuple[Path, ...]:
    """Return the folders in briefs/ that hold a story, by name. Hidden folders, and those set aside, are not stories."""
    if not briefs.is_dir():
        return ()
    found = (p for p in briefs.iterdir() if p.is_dir() and not IGNORED.match(p.name))
    return tuple(sorted((p for p in found if not p.name.startswith(SET_ASIDE) and is_story(p)), key=lambda p: p.name))


def read_story(folder: Path, site: Path, overrides_in: Path | None = None) -> tuple[Story, tuple[Problem, ...]]:
    """Read what people wrote in `folder`; `overrides_in` is read in the place of its overrides.yml.

    All problems are returned at once. What is wrong is left out of the Story, so that the rest can still be checked.
    """
    shown = folder.relative_to(site).as_posix()
    if _outside(folder, site):
        return Story(folder.name, shown, (), ()), (_copy_here(shown, "the folder", "site"),)
    problems = list(_wrong_name(folder.name, shown))
    names, found = _source_names(folder, shown)
    problems += found
    earlier, found = _earlier(folder, f"{shown}/sources/{EARLIER}", names)
    problems += found
    written, declared, found = _read_story_file(folder / "story.yml", f"{shown}/story.yml", names)
    problems += found
    overrides, told, found = _read_overrides(overrides_in or folder / "overrides.yml", f"{shown}/overrides.yml")
    problems += found
    overrides, found = _of_known_articles(overrides, names, declared)
    problems += found
    about, found = _with_article_overrides(declared, overrides)
    problems += found
    copies, found = _of_nobody(names, _named(declared, overrides), folder / "sources", f"{shown}/sources")
    names = [name for name in names if name not in copies]
    problems += found
    order = [name for name in declared if name in names] + [name for name in names if name not in declared]
    sources, found = _sources(order, folder / "sources", f"{shown}/sources", about, earlier)
    problems += found
    if not sources and not errors(problems):
        problems.append(
            error(
                "no-article",
                shown,
                0,
                "Put at least one article (a text, a saved page, …) into the folder sources/, or remove the story.",
            )
        )
    made = Story(folder.name, shown, sources, overrides, written.reproduce, told, written.length, bool(written.draft))
    return made, tuple(problems)


def is_draft(folder: Path) -> bool:
    """Whether the story.yml of a story's folder says that it is a draft."""
    data, _, _ = read_yaml(folder / "story.yml", "")
    return isinstance(data, dict) and str(data.get("draft")).casefold() == "true"


def _of_nobody(
    names: Sequence[str], named: Collection[str], folder: Path, shown: str
) -> tuple[frozenset[str], list[Problem]]:
    """Look at the sources that no file `named`: which are copies that a program made, and were the others forgotten?

    Returns those that are no article, since their bytes or their names say so, and warnings.
    """
    left: list[str] = []
    problems: list[Problem] = []
    for name in (n for n in names if n not in named):
        of = _COPY.fullmatch(name)
        original = f"{of['of'] or of['from']}{of['suffix']}" if of else ""
        certain = bool(_CONFLICTED.search(name)) or (original in names and same(folder / name, folder / original))
        if certain or original in names:
            left += [name] if certain else []
            what = (
                "is not read: a program made it when two people, or two machines, saved one file"
                if certain
                else f"may be a copy of “{original}” that a program made"
            )
            told = f"Delete this file, which {what}. If it is an article of its own, name it in story.yml, under “articles:”."
            problems.append(warning("copy", f"{shown}/{name}", 0, told))
        elif named:
            told = "Name this article in story.yml, under “articles:”, as the others are; or take it away, if it came here by mistake."
            problems.append(warning("not-listed", f"{shown}/{name}", 0, told))
    return frozenset(left), problems


# As the programs that keep folders of several machines alike name what they could not put together.
_CONFLICTED = re.compile(r"\bconflict(?:ed|ing) copy\b|\bcase conflict\b|\.sync-conflict-\d", re.IGNORECASE)
# As they, browsers and desktops number a second file of one name.
_COPY = re.compile(
    r"(?:(?P<of>.+?)(?: \d{1,2}| ?\(\d{1,2}\)|(?: -)? copy(?: \(?\d{1,2}\)?)?)|copy of (?P<from>.+))(?P<suffix>\.[^.]+)",
    re.IGNORECASE | re.DOTALL,
)


def _wrong_name(name: str, shown: str) -> Iterator[Problem]:
    if not SLUG.match(name):
        good = slug(name) or "my-story"
        message = f"Rename the folder: a story's name is lower-case letters, digits and hyphens, for example “{good}”."
        yield error("story-name", shown, 0, message)
    elif why := kept_by_others(name):
        yield error("story-name", shown, 0, f"Rename the folder: {why}.")


def kept_by_others(name: str) -> str | None:
    """Say in half a sentence why no story may have a name that is well formed; None when one may."""
    if name in TAKEN:
        return f"the site has a folder {name}/ of its own"
    return f"Windows keeps the name “{name}” for itself" if _RESERVED.match(name) else None


def _outside(path: Path, folder: Path) -> bool:
    """Whether a path leads, through symbolic links, out of a folder: what lies there is not the story's to publish."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _copy_here(shown: str, what: str, where: str) -> Problem:
    return error("outside", shown, 0, f"Copy {what} itself here: this is a link to a place outside the {where}.")


def _source_names(folder: Path, shown: str) -> tuple[list[str], list[Problem]]:
    sources = folder / "sources"
    if _outside(sources, folder):
        return [], [_copy_here(f"{shown}/sources", "the folder", "story")]
    names: list[str] = []
    problems: list[Problem] = []
    for path in sorted(sources.iterdir(), key=lambda p: p.name) if sources.is_dir() else ():
        if IGNORED.match(path.name) or (path.name.startswith((EARLIER, SET_ASIDE)) and _aside(path)):
            continue
        wrong = _wrong_source(path, folder, f"{shown}/sources/{path.name}")
        if wrong:
            problems.append(wrong)
        else:
            names.append(path.name)
    return names, problems


def _aside(path: Path) -> bool:
    return path.is_dir() and (path.name == EARLIER or path.name.startswith(SET_ASIDE))


def _wrong_source(path: Path, folder: Path, shown: str) -> Problem | None:
    if _outside(path, folder):
        return _copy_here(shown, "the file", "story")
    if path.is_dir():
        told = f"Move the files of this folder into sources/ itself, for it is not read; or let its name begin with “{SET_ASIDE}”."
        return error("folder", shown, 0, told) if path.suffix in SUFFIXES else warning("folder", shown, 0, told)
    if not article_id(path.name):
        message = "Give the file a name with letters or digits; it becomes the article's address."
        return error("source-name", shown, 0, message)
    if _RESERVED.match(article_id(path.name)):
        return error("source-name", shown, 0, f"Rename the file: Windows keeps the name “{path.stem}” for itself.")
    return None


def _sources(
    names: list[str],
    folder: Path,
    shown: str,
    declared: Mapping[str, Declared],
    earlier: Mapping[str, Sequence[str]],
) -> tuple[tuple[SourceFile, ...], list[Problem]]:
    """Give each source its id. Of two with the same one, the second gets a number, so that all else can be checked."""
    problems: list[Problem] = []
    ids: dict[str, str] = {}
    for name in sorted(names):
        id = article_id(name)
        if id in ids:
            message = (
                f"Rename one of the two: {shown}/{ids[id]} and {shown}/{name} would both become the article “{id}”."
            )
            problems.append(error("same-name", f"{shown}/{name}", 0, message))
        ids[next(i for i in (id, *(f"{id}-{n}" for n in range(2, len(names) + 2))) if i not in ids)] = name
    by_name = {name: id for id, name in ids.items()}

    def source(id: str, path: str, about: Declared, *before: SourceFile) -> SourceFile:
        return SourceFile(id, folder / path, f"{shown}/{path}", tuple(about.items()), before)

    made: list[SourceFile] = []
    for name in names:
        id, about = by_name[name], declared.get(name, {})
        before = enumerate(earlier.get(name, ()), 1)
        made.append(source(id, name, about, *(source(f"{id}.{n}", f"{EARLIER}/{old}", about) for n, old in before)))
    return tuple(made), problems


def earlier_versions(folder: Path) -> Mapping[str, Mapping[int, str]]:
    """Return what lies in sources/earlier/: name of the article's file -> number -> name of the earlier version's.

    The file of an earlier version is named like the article with a number before the suffix: "coast-wire.1.txt".
    What is named otherwise stands under the name "" with numbers of no meaning.
    """
    made: dict[str, dict[int, str]] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name) if folder.is_dir() else ():
        if not IGNORED.match(path.name):
            named = _EARLIER_NAME.fullmatch(path.name)
            of = made.setdefault(f"{named['stem']}{named['suffix']}" if named else "", {})
            of[int(named["number"]) if named else len(of)] = path.name
    return made


_EARLIER_NAME = re.compile(r"(?P<stem>.+)\.(?P<number>[1-9][0-9]{0,3})(?P<suffix>\.[^.]+|)", re.DOTALL)


def _earlier(folder: Path, shown: str, names: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Return the name of each article's file -> those of its earlier versions, the first one first."""
    earlier = folder / "sources" / EARLIER
    if _outside(earlier.parent, folder):  # which is told already
        return {}, []
    if _outside(earlier, folder):
        return {}, [_copy_here(shown, "the folder", "story")]
    problems: list[Problem] = []
    made: dict[str, tuple[str, ...]] = {}
    for article, files in earlier_versions(earlier).items():
        for file in files.values():
            problems += _wrong_earlier(earlier / file, article, names, f"{shown}/{file}")
        made[article] = tuple(files[number] for number in sorted(files))
    if problems:
        return {}, problems
    for article, versions in made.items():
        after = [*(earlier / file for file in versions[1:]), earlier.parent / article]
        twice = {file for file, newer in zip(versions, after, strict=True) if same(earlier / file, newer)}
        made[article] = tuple(file for file in versions if file not in twice)
        problems += [_same_version(f"{shown}/{file}", article) for file in sorted(twice)]
    return made, problems


def _same_version(shown: str, article: str) -> Problem:
    told = f"Delete this file, or do again what was stopped: the version of “{article}” after it has the same bytes, so it is not shown as an earlier one."
    return warning("same-version", shown, 0, told)


def _wrong_earlier(path: Path, article: str, names: Sequence[str], shown: str) -> Iterator[Problem]:
    if _outside(path, path.parent):
        yield _copy_here(shown, "the file", "story")
    elif path.is_dir():
        yield error("folder", shown, 0, f"Move the files of this folder into {EARLIER}/ itself; folders in it are not read.")  # fmt: skip
    elif not article:
        yield error("earlier-name", shown, 0, "Name the file after its article, with a number: “coast-wire.1.txt” is the first version of “coast-wire.txt”.")  # fmt: skip
    elif article not in names:
        near = nearest(article, names)
        now = f" If “{near}” is it under a new name, rename this file too." if near else ""
        yield error("no-such-source", shown, 0, f"There is no article “{article}” in sources/ that this is an earlier version of.{now} Else delete this file.")  # fmt: skip


def read_yaml(file: Path, shown: str) -> tuple[Any, Lines, list[Problem]]:
    """Read a YAML file that people write: its data (None when it is missing or wrong), lines and problems."""
    if not file.exists() and not file.is_symlink():
        return None, {}, []
    if _outside(file, file.parent):
        return None, {}, [_copy_here(shown, "the file", "story")]
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


def _read_story_file(
    file: Path, shown: str, names: list[str]
) -> tuple[StoryFile, dict[str, dict[str, str]], list[Problem]]:
    data, lines, problems = read_yaml(file, shown)
    if data is None:
        return StoryFile(), {}, problems
    named = data["articles"] if isinstance(data, dict) and isinstance(data.get("articles"), dict) else {}
    free = [name for name in names if name not in named]
    problems += [_no_such_file(n, names, free, shown, lines.get(("articles", n), 0)) for n in named if n not in names]
    try:
        story = StoryFile.model_validate(data)
    except ValidationError as wrong:
        return StoryFile(), {}, [*problems, *in_sentences(wrong, StoryFile, shown, lines, ())]
    articles = story.articles or {}
    declared = {name: about.model_dump(exclude_none=True) if about else {} for name, about in articles.items()}
    return story, declared, problems


def _no_such_file(name: str, names: list[str], free: list[str], shown: str, line: int) -> Problem:
    """Say that a file is not there; `free` are those that nothing names, so it may be one of them under a new name."""
    near = nearest(name, free) or nearest(name, names)
    hint = f" Did you mean “{near}”?" if near else ""
    if not near and free:
        now = " or ".join(f"“{one}”" for one in free[:_MANY])
        hint = f" If it was renamed, write its new name here: nothing names {now}."
    return error("no-such-source", shown, line, f"There is no file “{name}” in sources/.{hint}")


_MANY = 3  # names in a hint


def _read_overrides(file: Path, shown: str) -> tuple[tuple[Override, ...], tuple[Correction, ...], list[Problem]]:
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


def _named(declared: Iterable[str], overrides: Iterable[Override]) -> frozenset[str]:
    """Return the files that people named, if story.yml names any."""
    listed = frozenset(declared)
    return listed | {name for o in overrides for name in (o.article, *o.articles) if name} if listed else listed


def _of_known_articles(
    overrides: tuple[Override, ...], names: list[str], declared: Iterable[str]
) -> tuple[tuple[Override, ...], list[Problem]]:
    """Leave out the overrides that name an article which is not there.

    Those that quote words of it stay: it is told later which article has the words now.
    """
    named = {name for o in overrides for name in (o.article, *o.articles) if name is not None}
    free = [name for name in names if name not in {*named, *declared}]
    unknown = [
        (o, name) for o in overrides if not o.where for name in (o.article, *o.articles) if name and name not in names
    ]
    known = tuple(o for o in overrides if all(o is not other for other, _ in unknown))
    return known, [_no_such_file(name, names, free, o.path, o.line) for o, name in unknown]


def _with_article_overrides(
    declared: dict[str, dict[str, str]], overrides: tuple[Override, ...]
) -> tuple[dict[str, Declared], list[Problem]]:
    """Let the overrides of articles win over story.yml; null takes away what anybody else says."""
    problems: list[Problem] = []
    made: dict[str, Declared] = {name: dict(about) for name, about in declared.items()}
    for override in overrides:
        if override.do != "article" or override.article is None:
            continue
        old = declared.get(override.article, {})
        if not override.fields:
            message = f"Say what to change: one of {', '.join(METADATA)}."
            problems.append(error("no-change", override.path, override.line, message))
        elif all(value is not None and old.get(key) == value for key, value in override.fields):
            problems.append(no_effect(override, f"story.yml says this of {override.article}."))
        made.setdefault(override.article, {}).update(override.fields)
    return made, problems


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
