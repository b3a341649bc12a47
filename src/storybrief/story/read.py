"""What is in a story's folder? story.yml, overrides.yml and the list of its sources, checked; nothing is converted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from storybrief.model import Correction, Override, Put, Reproduce
from storybrief.problems import Problem, error, errors, warning
from storybrief.store.files import same
from storybrief.store.inputs import is_story
from storybrief.store.layout import EARLIER, IGNORED, SET_ASIDE, article_id
from storybrief.story.corrected import no_effect
from storybrief.story.files import METADATA, no_such_file, read_overrides, read_story_file, read_yaml
from storybrief.story.sources import CONFLICTED, COPY, copy_here, earlier_files, is_outside, source_names, wrong_name

Declared = dict[str, str | None]


class SourceFile(Struct, frozen=True):
    """A file in sources/: its id, where it lies, its path for messages, and what people declared about it.

    What is declared as None is not known, whatever the file itself says. `earlier` are the versions that it replaced,
    the first one first; what is declared of the article holds for them too, and so does which blocks an editor put in or out.
    """

    id: str
    file: Path
    shown: str
    declared: tuple[tuple[str, str | None], ...] = ()
    earlier: tuple[SourceFile, ...] = ()
    puts: tuple[Put, ...] = ()


class Story(Struct, frozen=True):
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
    if is_outside(folder, site):
        return Story(folder.name, shown, (), ()), (copy_here(shown, "the folder", "site"),)
    problems = list(wrong_name(folder.name, shown))
    names, found = source_names(folder, shown)
    problems += found
    earlier, found = earlier_files(folder, f"{shown}/sources/{EARLIER}", names)
    problems += found
    written, declared, found = read_story_file(folder / "story.yml", f"{shown}/story.yml", names)
    problems += found
    overrides, told, found = read_overrides(overrides_in or folder / "overrides.yml", f"{shown}/overrides.yml")
    problems += found
    overrides, found = _of_known_articles(overrides, names, declared)
    problems += found
    about, found = _with_article_overrides(declared, overrides)
    problems += found
    copies, found = _of_nobody(names, _named(declared, overrides), folder / "sources", f"{shown}/sources")
    names = [name for name in names if name not in copies]
    problems += found
    order = [name for name in declared if name in names] + [name for name in names if name not in declared]
    sources, found = _sources(order, folder / "sources", f"{shown}/sources", about, earlier, _puts(overrides))
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
        of = COPY.fullmatch(name)
        original = f"{of['of'] or of['from']}{of['suffix']}" if of else ""
        certain = bool(CONFLICTED.search(name)) or (original in names and same(folder / name, folder / original))
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


def _sources(
    names: list[str],
    folder: Path,
    shown: str,
    declared: Mapping[str, Declared],
    earlier: Mapping[str, Sequence[str]],
    puts: Mapping[str, tuple[Put, ...]],
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

    def source(name: str, id: str, path: str, *before: SourceFile) -> SourceFile:
        about = tuple(declared.get(name, {}).items())
        return SourceFile(id, folder / path, f"{shown}/{path}", about, before, puts.get(name, ()))

    made: list[SourceFile] = []
    for name in names:
        id, before = by_name[name], enumerate(earlier.get(name, ()), 1)
        made.append(source(name, id, name, *(source(name, f"{id}.{n}", f"{EARLIER}/{old}") for n, old in before)))
    return tuple(made), problems


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
    return known, [no_such_file(name, names, free, o.path, o.line) for o, name in unknown]


def _puts(overrides: Iterable[Override]) -> dict[str, tuple[Put, ...]]:
    """Return which blocks of each file an editor put in or out."""
    made: dict[str, tuple[Put, ...]] = {}
    for one in overrides:
        if one.do == "read" and one.article:
            made[one.article] = (*made.get(one.article, ()), Put(one.where[0], str(one.to)))
    return made


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
