"""What does an editor give `storybrief add`, and how was each article read? Nothing is downloaded."""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from storybrief.article.bounds import MAX_PACKED
from storybrief.article.left import told
from storybrief.model import Article, visible
from storybrief.problems import Problem, error, errors, in_order, warning
from storybrief.scaffold.start import already, file_problems, put, read_new, story_problems
from storybrief.store.files import same
from storybrief.store.inputs import mend
from storybrief.store.layout import BRIEFS, IGNORED, SET_ASIDE, SUFFIXES, has_suffix, slug

MOST_BYTES = MAX_PACKED
"""So much is taken from standard input."""

_ADDRESS = re.compile(r"(?:https?|ftp)://?\S+|www\.\S+", re.IGNORECASE)
_PATTERN = re.compile(r"[*?\[]")
_BESIDE_A_PAGE = re.compile(
    r".+(?:_files|\.files|_Dateien|_fichiers|_archivos|_bestanden)"
)  # pictures and scripts of a saved page
_KNOWN_OF = ("title", "outlet", "author", "published", "url")


@dataclass(frozen=True, slots=True)
class Added:
    """An article that is in the story now: its path, whether it was there before, and how it is read.

    `missing` are the fields that nobody gave; `left_out` says of each reason how many blocks of the page are left out.
    """

    story: str
    path: str
    was_there: bool
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    url: str | None
    words: int
    missing: tuple[str, ...]
    left_out: Mapping[str, int]


@dataclass(slots=True)
class Done:
    """What `add` did: the files that it made, the articles of each story, and what was wrong or is to be looked at."""

    made: list[Path] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def add(site: Path, story: str, given: Sequence[str]) -> Done:
    """Put into a story what can be an article of the files, folders and patterns given; tell why the rest cannot.

    Files are copied byte for byte, all at once; with an error that is the story's own nothing is.
    """
    files, problems = found(given)
    return _put(site, story, files, problems)


def add_stories(site: Path, folder: Path) -> Done:
    """Put each folder in `folder` into the story of its name; a name that is none is made one, which is told."""
    done = Done()
    if not folder.is_dir():
        done.problems.append(error("unreadable", folder, 0, "Name a folder in which each folder is a story."))
        return done
    pages = {path.stem for path in folder.iterdir() if path.is_file()}
    for path in sorted(folder.iterdir()):
        if IGNORED.match(path.name) or path.name.startswith(SET_ASIDE):
            continue
        if not path.is_dir():
            done.problems.append(
                warning("not-added", path, 0, "Put this file into a folder: each folder here is a story.")
            )
        elif not (_BESIDE_A_PAGE.fullmatch(path.name) and any(path.name.startswith(page) for page in pages)):
            name = slug(path.name) or "story"
            if name != path.name:
                done.problems.append(warning("story-name", path, 0, f"This folder is now the story “{name}”."))
            files, problems = found([str(path)])
            one = _put(site, name, files, problems)
            done.made += one.made
            done.added += one.added
            done.problems += one.problems
    return done


def from_input(data: bytes, name: str, folder: Path) -> tuple[str, tuple[Problem, ...]]:
    """Write what came in by standard input into a folder, under the name that is to be its own; return the path."""
    if len(data) > MOST_BYTES:
        told = f"Keep the article only: standard input has over {MOST_BYTES / 1e6:.0f} MB."
        return "", (error("too-large", name, 0, told),)
    if Path(name).name != name or name in ("", ".", ".."):
        return "", (error("source-name", name, 0, "Give --name the name of a file, without a folder: --name wire.txt"),)
    (folder / name).write_bytes(data)
    return str(folder / name), ()


def without_folder(problems: Iterable[Problem], folder: str) -> list[Problem]:
    """Name what came in by standard input by its own name, without the folder in which it lay meanwhile."""
    return [replace(problem, path=problem.path.removeprefix(f"{folder}/")) for problem in problems]


def found(given: Iterable[str]) -> tuple[list[Path], list[Problem]]:
    """Return the files that are meant by names of files, folders and patterns, each once, and what is none of them.

    Of a folder the files that can be articles, not those in its folders.
    """
    files: dict[Path, None] = {}
    problems: list[Problem] = []
    for one in given:
        path = Path(one)
        if _ADDRESS.fullmatch(one) and not path.exists():
            told = "Nothing is downloaded: open the page in your browser, save it (Ctrl+S or ⌘S, as “web page, complete” or as one file), and add that file."
            problems.append(error("address", one, 0, told))
        elif path.is_dir():
            inside, left = _in_folder(path)
            files |= dict.fromkeys(inside)
            problems += left
        elif _PATTERN.search(one) and not path.exists():
            names = [name for name in sorted(glob.glob(one, recursive=True)) if Path(name).is_file()]  # noqa: PTH207  (it may be absolute)
            files |= dict.fromkeys(map(Path, names))
            if not names:
                problems.append(error("no-match", one, 0, "Look at the pattern: no file fits it."))
        else:
            files[path] = None
    return list(files), problems


def _in_folder(folder: Path) -> tuple[list[Path], list[Problem]]:
    every = [path for path in sorted(folder.iterdir()) if path.is_file() and not IGNORED.match(path.name)]
    articles = [path for path in every if path.suffix.lower() in SUFFIXES or not has_suffix(path.name)]
    left = sorted({path.suffix.lower() for path in every if path not in articles})
    if not articles:
        return [], [error("no-article", folder, 0, "Save articles into this folder: there is none in it.")]
    if left:
        told = f"Add by name what is an article of these: {len(every) - len(articles)} files ({', '.join(left)}) were left."
        return articles, [warning("not-added", folder, 0, told)]
    return articles, []


def _put(site: Path, story: str, files: Sequence[Path], problems: Sequence[Problem]) -> Done:
    reading = cache(read_new)
    wrong = [*story_problems(site, story)]
    if errors(wrong):
        return Done(problems=[*problems, *wrong])
    done = Done(problems=[*problems, *mend(site, story)])
    bad = file_problems(site, story, files, reading)
    done.problems += in_order(problem for of_file in bad.values() for problem in of_file)
    good = [file for file in files if file not in bad]
    if not good:
        return done
    there = {file for file in good if same(file, site / BRIEFS / story / "sources" / file.name)}
    done.problems += already(site, story, good)
    done.made += put(site, story, good)
    for file in good:
        article, told_of = reading(file)
        left = told(article) if article else None
        done.problems += [*told_of, *((left,) if left else ())]
        if article:
            path = (Path(BRIEFS) / story / "sources" / file.name).as_posix()
            done.added.append(_added(article, story, path, file in there))
    return done


def _added(article: Article, story: str, path: str, was_there: bool) -> Added:
    source = article.source
    known = {"title": article.title, **{name: getattr(source, name) for name in _KNOWN_OF[1:]}}
    return Added(
        story=story,
        path=path,
        was_there=was_there,
        **known,
        words=sum(len(paragraph.span.of(article.text).split()) for paragraph in article.body),
        missing=tuple(name for name in _KNOWN_OF if not known[name]),
        left_out=dict(sorted(Counter(left.reason for left in article.left_out).items())),
    )


def lines(one: Added) -> Iterator[str]:
    """Yield what a person is told of an article."""
    title = f"“{visible(one.title)}”" if one.title else "without a title"
    known = (title, one.outlet, one.published, one.author, f"{one.words:,} words")
    yield "  " + ", ".join(visible(part) for part in known if part)
    if one.missing:
        yield f"  not given: {', '.join(one.missing)}"
    if one.left_out:
        reasons = ", ".join(f"{many} {reason}" for reason, many in one.left_out.items())
        yield f"  left out of the page: {reasons}"
