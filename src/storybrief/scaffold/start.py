"""How does somebody start a site, and put articles into a story? Nothing that is there is ever overwritten."""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from storybrief.article.read import read
from storybrief.model import Article
from storybrief.pipeline.build import no_briefs
from storybrief.pipeline.schemas import own_schemas, schemas
from storybrief.pipeline.update import update
from storybrief.problems import Problem, Stop, error, errors, in_order, warning
from storybrief.scaffold.origin import Origin, origin
from storybrief.store.files import halves, new_folder, same, sweep, write_files
from storybrief.store.layout import BRIEFS, TEMPLATES, article_id, slug
from storybrief.story.files import read_yaml
from storybrief.story.read import story_folders
from storybrief.story.sources import SLUG, kept_by_others

# A file of a site -> the packaged file that it starts as.
_FILES = {
    "mkdocs.yml": "mkdocs.yml",
    ".gitignore": "gitignore.txt",
    ".gitattributes": "gitattributes.txt",
    ".github/workflows/pages.yml": "pages.yml",
    ".vscode/extensions.json": "extensions.json",
    ".vscode/settings.json": "settings.json",
    "requirements-libraries.txt": "libraries.txt",
    f"{BRIEFS}/README.md": "README.txt",
}

_TOOL = "requirements.txt"

# Files that a folder often has already: it is enough that our lines are among theirs.
_LINES = (".gitignore", ".gitattributes")

# A file name that YAML reads as itself.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z][A-Za-z0-9_-]*")


# --- a new site ------------------------------------------------------------------------------------------------


def new(folder: Path, templates: bool) -> tuple[Path, ...]:
    """Make a site in `folder` that builds at once, and build it.

    In: the folder (made when it is not there), and whether to copy the templates and the theme into it too.
    Out: the files that were made; none when the same site is there already. Raises Stop, and writes nothing, when
    a file that is there would have to be changed.
    """
    files = _site(templates)
    problems = tuple(_in_the_way(folder, files))
    if problems:
        raise Stop(*in_order(problems))
    made = [folder / path for path in files if not (folder / path).exists()]
    for inside in dict.fromkeys((folder / path).parent for path in files):
        for half in halves(inside):
            sweep(half)
    write_files({path: files[path.relative_to(folder).as_posix()] for path in made})
    done = update(folder, cached=False)
    if wrong := errors(done.problems):
        raise Stop(*wrong)
    return (*made, *(folder / "content" / path for path in done.published.written))


def _site(templates: bool) -> dict[str, bytes]:
    """Return a new site's files: path -> bytes."""
    starter = importlib.resources.files("storybrief") / "starter"
    files = {path: (starter / name).read_bytes() for path, name in _FILES.items()}
    files[_TOOL] = _requirement(origin()).encode()
    files |= schemas()
    if templates:
        files |= {f"{TEMPLATES}/{path}": data for path, data in _templates().items()}
        theme = b"theme:\n  name: storybrief\n"
        files["mkdocs.yml"] = files["mkdocs.yml"].replace(theme, theme + b"  custom_dir: templates/theme\n")
    return files


def _templates() -> dict[str, bytes]:
    """Return the packaged templates and theme; mkdocs_theme.yml stays behind, for MkDocs reads only the package's."""
    found = dict(_walk(importlib.resources.files("storybrief.templates"), ""))
    left = re.compile(r"(?:.*/)?(?:__init__\.py|__pycache__/.*|\..*|mkdocs_theme\.yml)\Z")
    return {path: data for path, data in sorted(found.items()) if not left.match(path)}


def _walk(folder: Traversable, at: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{at}{entry.name}/")
        else:
            yield at + entry.name, entry.read_bytes()


FILL_IN = (
    "Say in requirements.txt from where storybrief is to be installed, in a line such as: "
    "storybrief @ git+https://github.com/OWNER/storybrief@COMMIT"
)
"""What stands in a new site when the tool does not know it; the workflow stops with the same sentence."""


def _requirement(of: Origin) -> str:
    """Return the text of requirements.txt, which installs this very tool, or says what to write there."""
    return f"{of.requirement}\n" if of.requirement else f"# {FILL_IN}\n"


def to_fill_in(site: Path) -> tuple[Problem, ...]:
    """Return a warning when somebody has to write into the requirements.txt of `site`, or should look at it."""
    of = origin()
    if not of.doubt or (site / _TOOL).read_bytes() != _requirement(of).encode():
        return ()
    told = (
        f"Before you publish: {FILL_IN[0].lower()}{FILL_IN[1:]}"
        if of.requirement is None
        else "Look whether the machine that makes the site reaches it"
    )
    return (warning("origin", site / _TOOL, 0, f"{told} ({of.doubt})."),)


def _in_the_way(folder: Path, files: Mapping[str, bytes]) -> Iterator[Problem]:
    if folder.exists() and not folder.is_dir():
        yield error("exists", folder, 0, "Choose another folder: this is a file.")
        return
    for story in story_folders(folder / BRIEFS):
        if why := kept_by_others(story.name):
            yield error("story-name", story, 0, f"Rename the folder: {why}.")
    for path, data in files.items():
        file = folder / path
        blocked = next((p for p in file.parents if p.is_relative_to(folder) and p.exists() and not p.is_dir()), None)
        if blocked:
            yield error("exists", blocked, 0, "Move this file away: a folder of the site has its name.")
        elif file.is_dir():
            yield error("exists", file, 0, "Move this folder away: a file of the site has its name.")
        elif file.exists():
            yield from _differs(path, file, data)


def _differs(path: str, file: Path, data: bytes) -> Iterator[Problem]:
    there = file.read_bytes()
    if path in _LINES:
        lacking = [line for line in data.decode().splitlines() if line.encode() not in there.splitlines()]
        if lacking:
            lines = " and ".join(f"“{line}”" for line in lacking)
            yield error("exists", file, 0, f"This file of yours is left alone. Add to it, each on a line: {lines}.")
    elif there != data:
        yield error("exists", file, 0, "Move this file away, or choose another folder: it would be overwritten.")


# --- articles for a story --------------------------------------------------------------------------------------


def add(site: Path, story: str, files: Sequence[Path]) -> tuple[Path, ...]:
    """Copy `files` into the story's sources/, byte for byte; make the story when it is new.

    In: the site's folder, the story's name, and files that can be articles. Out: the files that
    were made; a file that is there with the same bytes is not among them (`already` names those). Raises Stop with
    all problems, and writes nothing, when a name is no story's name, a file cannot be an article, another file of
    that name is there, or two files would become one article.
    """
    problems = wrong_to_add(site, story, files)
    if errors(problems):
        raise Stop(*in_order(problems))
    return put(site, story, files)


def put(site: Path, story: str, files: Sequence[Path]) -> tuple[Path, ...]:
    """Do what `add` does with files that were looked at already."""
    folder = site / BRIEFS / story
    wanted = {f"sources/{file.name}": file.read_bytes() for file in files}
    wanted["story.yml"] = _starter("story.yml", story) + _articles(dict.fromkeys(file.name for file in files))
    wanted["overrides.yml"] = _starter("overrides.yml", story)
    about = {site / path: data for path, data in schemas().items() if not (site / path).exists()}
    own = own_schemas(story, (file.name for file in files), ())  # the next build knows the speakers too
    write_files(about | {site / path: data for path, data in own.items() if not (site / path).exists()})
    if not folder.exists():
        new_folder(folder, wanted)
        return (*(folder / path for path in wanted), *about)
    made = {folder / path: data for path, data in wanted.items() if not (folder / path).exists()}
    write_files(made, _listed_too(folder / "story.yml", [file.name for file in files]))
    return (*made, *about)


def wrong_to_add(site: Path, story: str, files: Sequence[Path]) -> tuple[Problem, ...]:
    """Return what stands against adding `files` to the story; the errors stop it."""
    wrong = file_problems(site, story, files)
    return (*story_problems(site, story), *(problem for of_file in wrong.values() for problem in of_file))


def already(site: Path, story: str, files: Sequence[Path]) -> tuple[Problem, ...]:
    """Return a warning for each of `files` that the story has already, with the same bytes."""
    sources = site / BRIEFS / story / "sources"
    there = dict.fromkeys(file for file in files if same(file, sources / file.name))
    return tuple(
        warning(
            "already-there",
            sources.relative_to(site) / file.name,
            0,
            "This file is there already, unchanged.",
        )
        for file in there
    )


def story_problems(site: Path, story: str) -> Iterator[Problem]:
    """Yield why no story of this name can be made here."""
    if not (site / BRIEFS).is_dir():
        yield no_briefs()
    elif why := kept_by_others(story):
        yield error("story-name", f"{BRIEFS}/{story}", 0, f"Choose another name for the story: {why}.")
    elif not SLUG.match(story):
        near = slug(story) or "my-story"
        near = f"{near}-story" if kept_by_others(near) else near
        known = " (there is one)" if near in {folder.name for folder in story_folders(site / BRIEFS)} else ""
        message = f"A story's name is lower-case letters, digits and hyphens: write “{near}”{known}."
        yield error("story-name", f"{BRIEFS}/{story}", 0, message)


Read = tuple[Article | None, tuple[Problem, ...]]


def read_new(file: Path) -> Read:
    """Read a file that is no article of a story yet."""
    return read(file, file.as_posix(), {}, "new")


def file_problems(
    site: Path, story: str, files: Sequence[Path], reading: Callable[[Path], Read] = read_new
) -> dict[Path, tuple[Problem, ...]]:
    """Return the files that cannot become articles of a story, each with the reasons; `reading` reads one."""
    sources = site / BRIEFS / story / "sources"
    ids = {article_id(path.name): path for path in _entries(sources) if path.is_file()}
    found: dict[Path, tuple[Problem, ...]] = {}
    for file in files:
        id = article_id(file.name)
        shown = (sources / file.name).relative_to(site)
        other = ids.get(id)
        if not id or file.name.startswith((".", "~")):
            message = "Give the file a name with letters or digits; it becomes the article's address."
            wrong = [error("source-name", file, 0, message)]
        elif other and other.name == file.name and not same(file, other):
            told = f"Rename {file.as_posix()}: other words are in the story under this name."
            wrong = [error("exists", shown, 0, told)]
        elif other and other.name != file.name:
            message = f"Rename it: {other.name} and {file.name} would both become the article “{id}”."
            wrong = [error("same-name", file, 0, message)]
        else:
            wrong = [*errors(reading(file)[1])]
            if not wrong:
                ids.setdefault(id, file)
        if wrong:
            found[file] = tuple(wrong)
    return found


def _listed_too(file: Path, names: Sequence[str]) -> dict[Path, bytes]:
    """Return story.yml with more articles, when nobody wrote in it since `add` made it; else it is left to people."""
    data, _, _ = read_yaml(file, file.name)
    there = [*data["articles"]] if isinstance(data, dict) and isinstance(data.get("articles"), dict) else []
    every = dict.fromkeys([*there, *names])
    starts = (_starter("story.yml", file.parent.name), _starter("story.yml"))
    start = next((start for start in starts if there and file.read_bytes() == start + _articles(there)), None)
    return {file: start + _articles(every)} if start and len(every) > len(there) else {}


def _entries(folder: Path) -> Iterable[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else ()


def _articles(names: Iterable[str]) -> bytes:
    """Write the list of articles for story.yml, with what may be said of each, commented out."""
    about = ("outlet: Who published it", "published: 2025-07-08", "url: https://…", "author: Who wrote it")
    lines = []
    for name in names:
        lines.append(f"  {name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)}:")
        lines += [f"    # {line}" for line in about]
    return "".join(f"{line}\n" for line in lines).encode()


def _starter(name: str, story: str = "") -> bytes:
    """Return a packaged file; a `story` has its own schemas named in the first line."""
    data = (importlib.resources.files("storybrief") / "starter" / name).read_bytes()
    return data.replace(b"../.schema/", f"../.schema/{story}/".encode()) if story else data
