"""In what order? Read this first: how a folder of articles becomes the pages in content/.

briefs/<story>/   read      what people wrote: story.yml, overrides.yml, the list of sources
                  convert   each source into an article: one text, paragraphs with roles
                  extract   sentences, statements, figures, times; one article alone
                  correct   the overrides, on what was found
                  merge     claims, differences, independence; one story
                  render    Markdown pages through the templates
content/          publish   only pages whose bytes change; nobody's own file is touched

`make` is that order for one story, `everywhere.py` has the pages about all. `update.py` does it for a site: it leaves out
what did not change, or holds all of it in memory for whoever proves the pages.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence, Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import jinja2
from msgspec import Struct
from msgspec.structs import replace

from storybrief.claims.diff import words as diff
from storybrief.model import Article, Brief, Decisions, Extract, Line, Merged, Page, Update
from storybrief.pages.render import environment, render
from storybrief.problems import Problem, Stop, as_warnings, error, errors, nearest
from storybrief.statements.echoes import doubted
from storybrief.statements.releases import releases
from storybrief.statements.speakers import speakers
from storybrief.statements.spokespeople import linked
from storybrief.store.cache import key_of, to_json
from storybrief.store.layout import BRIEFS, TEMPLATES
from storybrief.story.checked import settle
from storybrief.story.corrected import Hand
from storybrief.story.effect import effects
from storybrief.story.overrides import correct, correct_speakers, unobeyed_groups
from storybrief.story.read import SourceFile, Story, read_story, story_folders
from storybrief.story.site import Settings

if TYPE_CHECKING:
    from storybrief.claims.merge import Compared

DEFAULTS = Settings()
T = TypeVar("T")


class Watched(Protocol):
    """Hands things on one by one, as `iter` does; the command line counts them for somebody who waits."""

    def __call__(self, things: Iterable[T], /) -> Iterable[T]:
        """Return the same things in the same order."""
        ...


class Extracted(Struct, frozen=True):
    """What one source gave. `extract` is None when a problem stands in the way."""

    extract: Extract | None
    problems: tuple[Problem, ...]


class Made(Struct, frozen=True):
    """What one story became. `brief` is None, and `pages` empty, when a problem stands in the way."""

    story: str
    brief: Brief | None
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    draft: bool = False

    @property
    def told(self) -> tuple[Problem, ...]:
        """The problems as a build tells them, which leaves a draft out: nothing in one stops it."""
        return as_warnings(self.problems) if self.draft else self.problems


class Anew:
    """Does the long works on a story; who knows what came of them before does not do them again."""

    def extracted(self, source: SourceFile) -> Extracted:
        """Convert and extract one source."""
        from storybrief.article.read import read  # here and below: an edit to overrides.yml needs none of it

        article, problems = read(source.file, source.shown, dict(source.declared), source.id, source.puts)
        return Extracted(extract(article) if article else None, problems)

    def worked_out(self, kind: type[T], key: str, make: Callable[[], T]) -> T:
        """Return what `make` makes: data of this `kind`, that can be written as JSON; `key` is of what it is made from.

        What was made lately is remembered: the desk tries an override, then the build makes the very same of it.
        """
        if (lately := _LATELY.get(key)) is None or not isinstance(lately, kind):
            lately = _LATELY[key] = make()
            for old in list(_LATELY)[:-_FEW]:
                _LATELY.pop(old, None)
        return lately


_LATELY: dict[str, Any] = {}
_FEW = 16


ANEW = Anew()


# --- from sources to pages -------------------------------------------------------------------------------------


def no_briefs() -> Problem:
    """Say that a folder is no site."""
    return error("no-briefs", BRIEFS, 0, "Go to the folder of your site, or start one with “storybrief new FOLDER”.")


def made_of(
    folder: Path,
    site: Path,
    templates: jinja2.Environment,
    settings: Settings,
    known: Anew = ANEW,
) -> Made:
    """Make one story; if the tool itself fails on it, that is told and the other stories are made."""
    try:
        return make(folder, site, templates, settings, known)
    except Exception as wrong:
        fault = internal(wrong, f"{BRIEFS}/{folder.name}", f"storybrief explain {folder.name}")
        return Made(folder.name, None, (), (fault,))


def make(
    folder: Path,
    site: Path,
    templates: jinja2.Environment,
    settings: Settings = DEFAULTS,
    known: Anew = ANEW,
) -> Made:
    """Make the pages of the story in `folder`; `site` is an absolute path.

    `known` does the long works, or knows what came of them before.
    """
    story, made = briefed(folder, site, known)
    if made.brief is None:
        return made
    reproduce = story.reproduce or settings.reproduce
    try:
        return replace(made, pages=render(templates, made.brief, diff, reproduce, settings.people))
    except Exception as wrong:  # a template can raise whatever Python can
        problem = template_problem(wrong, site)
        if problem is None:
            raise
        return Made(story.name, None, (), (*made.problems, problem), story.draft)


def story_of(site: Path, story: str) -> Made:
    """Make one story of the site in the folder `site`. Raises Stop when there is no site, or no story of that name."""
    site = site.resolve()
    if not (site / BRIEFS).is_dir():
        raise Stop(no_briefs())
    folders = {folder.name: folder for folder in story_folders(site / BRIEFS)}
    if story not in folders:
        near = nearest(story, folders)
        hint = f" Did you mean “{near}”?" if near else ""
        raise Stop(error("no-such-story", f"{BRIEFS}/{story}", 0, f"There is no such story.{hint}"))
    return make(folders[story], site, environment(site / TEMPLATES))


def briefed(folder: Path, site: Path, known: Anew = ANEW, overrides: Path | None = None) -> tuple[Story, Made]:
    """Return the story in `folder` and its brief, without pages; `overrides` is read in the place of its overrides.yml."""
    story, found = read_story(folder, site, overrides)
    problems = list(found)
    files = [file for source in story.sources for file in (source, *source.earlier)]
    each = {file.id: known.extracted(file) for file in files}
    problems += [p for one in each.values() for p in one.problems]
    found_in = {id: one.extract for id, one in each.items() if one.extract}
    if not found_in or len(found_in) < len(each):  # what an override fits cannot be judged then
        return story, Made(story.name, None, (), tuple(problems), story.draft)
    versions = [[found_in[file.id] for file in (*source.earlier, source)] for source in story.sources]
    changed: tuple[Update, ...] = ()
    if any(len(every) > 1 for every in versions):
        from storybrief.claims.updates import updates  # few articles have earlier versions

        changed = updates(versions)
    brief, found = brief_of(story, [every[-1] for every in versions], changed, known)
    problems += found
    return story, Made(story.name, None if errors(problems) else brief, (), tuple(problems), story.draft)


def template_problem(wrong: Exception, site: Path) -> Problem | None:
    """Say which line of a template of the site's own is wrong; None when it is none of those."""
    for frame in reversed(traceback.extract_tb(wrong.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(site / TEMPLATES):
            if file.name == "brief.md.jinja" and f"{wrong}" in _NO_LONGER_GIVEN:
                return error("template-old", file.relative_to(site), frame.lineno or 0, _TWO_PAGES)
            what = f"{wrong}".rstrip(".") or type(wrong).__name__
            return error("template", file.relative_to(site), frame.lineno or 0, f"Mend the template: {what}.")
    return None


_NO_LONGER_GIVEN = {
    f"'{name}' is undefined"
    for name in ("opened", "agreed", "background", "cards", "others", "unresolved", "matrix", "draw", "figures")
}
_TWO_PAGES = (
    "This copy is of an earlier version: a story has two pages now, the brief and its evidence. Rename it to"
    " evidence.md.jinja, or take it out; “storybrief new FOLDER --templates” shows both as they are."
)


def internal(wrong: Exception, path: str, command: str) -> Problem:
    """Say that the tool itself failed at `path`; what `command` prints helps to find out why."""
    frame = traceback.extract_tb(wrong.__traceback__)[-1]
    at = f"{type(wrong).__name__} in {Path(frame.filename).name}, line {frame.lineno}: {wrong}"
    return error(
        "internal", path, 0, f"The tool itself failed here ({at}). Please report it, with what “{command}” prints."
    )


def extract(article: Article) -> Extract:
    """Find what one article says: sentences, statements, figures and times."""
    from storybrief.facts.figures import figures
    from storybrief.facts.moments import moments
    from storybrief.statements.extract import heard
    from storybrief.statements.sentences import sentences

    found = sentences(article)
    told = heard(article, found)
    said = told.statements
    numbers, times = figures(article, found, said), moments(article, found)
    return Extract(article, found, said, numbers, times, told.no_answers, told.unsaid, told.named)


def brief_of(
    story: Story, extracts: Sequence[Extract], updated: tuple[Update, ...] = (), known: Anew = ANEW
) -> tuple[Brief, tuple[Problem, ...]]:
    """Make one brief out of the extracts of a story, obeying its overrides; `updated` is what newer versions changed."""
    extracts = doubted(extracts)
    corrected = correct(extracts, story.overrides, [update.was for update in updated], hand=by_hand)
    register = speakers(corrected.extracts, corrected.names)
    register, found = correct_speakers(register, corrected, story.overrides)
    checks, lapses, needless = settle(corrected, register)
    merge = merging(corrected.extracts, known)
    merged = merge(corrected.decisions)
    released = releases(corrected.extracts, register)
    lead = merged.lines[0].shown.article if merged.lines else None
    line = title_of(extracts, lead, released, known)
    brief = Brief(
        story=story.name,
        headline=corrected.headline or line or Line(story.name, None),
        teaser=corrected.teaser,
        extracts=corrected.extracts,
        speakers=linked(register, corrected.extracts),
        merged=merged,
        edits=tuple(corrected.edits),
        dropped=tuple(corrected.dropped),
        corrections=story.corrections,
        length=story.length,
        updates=updated,
        releases=released,
        checks=checks,
        lapses=lapses,
        draft=story.draft,
    )
    found += unobeyed_groups(corrected, merged)
    found += effects(corrected, merged, merge, line)
    return brief, (*corrected.problems, *found, *needless)


def merging(extracts: Sequence[Extract], known: Anew) -> Callable[[Decisions], Merged]:
    """Return what merges extracts under an editor's decisions; they are compared once, when it is not known already."""

    @cache
    def compared() -> Compared:
        from storybrief.claims.merge import compare

        return compare(extracts)

    def merged(decisions: Decisions) -> Merged:
        from storybrief.claims.merge import decide

        return decide(compared(), decisions)

    read = to_json(extracts)
    return lambda decisions: known.worked_out(
        Merged, key_of("merged", read, to_json(decisions)), lambda: merged(decisions)
    )


def title_of(extracts: Sequence[Extract], lead: str | None, released: Set[str], known: Anew) -> Line | None:
    """Return the title that stands for the story; `lead` is the article that tells its newest state."""

    def title() -> Line:
        from storybrief.claims.headline import headline

        return headline(extracts, lead, released) or Line("", None)

    key = key_of("title", to_json(extracts), lead or "", *sorted(released))
    found = known.worked_out(Line, key, title)
    return found if found.words else None


def by_hand() -> Hand:
    """Return what reads an editor's words for a statement."""
    from storybrief.statements import by_hand  # few overrides need it

    return by_hand
