"""Which files of a story are its articles, and which are their earlier versions?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from storybrief.problems import Problem, error, nearest, warning
from storybrief.store.files import same
from storybrief.store.layout import EARLIER, IGNORED, SET_ASIDE, SUFFIXES, TAKEN, article_id, slug

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
# CON.txt and aux/ cannot be files or folders on Windows: nobody there could check the site out.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")

# As the programs that keep folders of several machines alike name what they could not put together.
CONFLICTED = re.compile(r"\bconflict(?:ed|ing) copy\b|\bcase conflict\b|\.sync-conflict-\d", re.IGNORECASE)
# As they, browsers and desktops number a second file of one name.
COPY = re.compile(
    r"(?:(?P<of>.+?)(?: \d{1,2}| ?\(\d{1,2}\)|(?: -)? copy(?: \(?\d{1,2}\)?)?)|copy of (?P<from>.+))(?P<suffix>\.[^.]+)",
    re.IGNORECASE | re.DOTALL,
)


def wrong_name(name: str, shown: str) -> Iterator[Problem]:
    """Yield why a folder cannot have this name."""
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


def is_outside(path: Path, folder: Path) -> bool:
    """Whether a path leads, through symbolic links, out of a folder: what lies there is not the story's to publish."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def copy_here(shown: str, what: str, where: str) -> Problem:
    """Say that a link leads out of the story, or out of the site."""
    return error("outside", shown, 0, f"Copy {what} itself here: this is a link to a place outside the {where}.")


def source_names(folder: Path, shown: str) -> tuple[list[str], list[Problem]]:
    """Return the names of the files in a story's sources/, sorted, and what is wrong with them."""
    sources = folder / "sources"
    if is_outside(sources, folder):
        return [], [copy_here(f"{shown}/sources", "the folder", "story")]
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
    if is_outside(path, folder):
        return copy_here(shown, "the file", "story")
    if path.is_dir():
        told = f"Move the files of this folder into sources/ itself, for it is not read; or let its name begin with “{SET_ASIDE}”."
        return error("folder", shown, 0, told) if path.suffix in SUFFIXES else warning("folder", shown, 0, told)
    if not article_id(path.name):
        message = "Give the file a name with letters or digits; it becomes the article's address."
        return error("source-name", shown, 0, message)
    if _RESERVED.match(article_id(path.name)):
        return error("source-name", shown, 0, f"Rename the file: Windows keeps the name “{path.stem}” for itself.")
    return None


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


def earlier_files(folder: Path, shown: str, names: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Return the name of each article's file -> those of its earlier versions, the first one first."""
    earlier = folder / "sources" / EARLIER
    if is_outside(earlier.parent, folder):  # which is told already
        return {}, []
    if is_outside(earlier, folder):
        return {}, [copy_here(shown, "the folder", "story")]
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
    if is_outside(path, path.parent):
        yield copy_here(shown, "the file", "story")
    elif path.is_dir():
        yield error("folder", shown, 0, f"Move the files of this folder into {EARLIER}/ itself; folders in it are not read.")  # fmt: skip
    elif not article:
        yield error("earlier-name", shown, 0, "Name the file after its article, with a number: “coast-wire.1.txt” is the first version of “coast-wire.txt”.")  # fmt: skip
    elif article not in names:
        near = nearest(article, names)
        now = f" If “{near}” is it under a new name, rename this file too." if near else ""
        yield error("no-such-source", shown, 0, f"There is no article “{article}” in sources/ that this is an earlier version of.{now} Else delete this file.")  # fmt: skip


MANY = 3  # names in a hint
