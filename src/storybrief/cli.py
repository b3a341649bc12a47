"""The commands. Each imports its code when it is called, so that `--help` is quick."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storybrief import __version__

if TYPE_CHECKING:
    from storybrief.problems import Problem

SITE = click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The site's folder: it holds briefs/ and mkdocs.yml. [default: here]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="storybrief")
def main() -> None:
    """Turn several articles about one story into a brief: who said what, and where they differ.

    \b
    storybrief new my-site             start a site
    storybrief add flood *.txt         put articles into the story “flood”
    storybrief build                   make the pages in content/
    storybrief check                   prove them, and list what to look at
    storybrief explain flood "levee"   say why a speaker was chosen
    mkdocs serve                       watch the site while you edit
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an article's letters must not stop a terminal that lacks them
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--templates", is_flag=True, help="Also copy the templates and the theme, to change how pages look.")
def new(folder: Path, templates: bool) -> None:
    """Start a site in FOLDER. Nothing that is there is overwritten."""
    from storybrief.problems import Stop
    from storybrief.start import new as start

    try:
        made = start(folder, templates)
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    for path in made:
        click.echo(f"made {path}")
    click.echo(f"Next: cd {folder} && storybrief add my-story FILE… && mkdocs serve")


@main.command()
@click.argument("story")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@SITE
def add(story: str, files: tuple[Path, ...], site: Path) -> None:
    """Copy FILES into the STORY; the story is made when it is new. Nothing is overwritten."""
    from storybrief.problems import Stop
    from storybrief.start import add as put
    from storybrief.start import already

    try:
        there = already(site, story, files)
        made = put(site, story, files)
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    _tell(there)
    for path in made:
        click.echo(f"made {path}")


@main.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; fail when content/ is not what the build makes."
)
@SITE
def build(only_check: bool, site: Path) -> None:
    """Make the pages in content/ out of the stories in briefs/."""
    from storybrief.build import CONTENT, compare, plan, publish, summary

    planned = plan(site)
    done = compare(planned, site) if only_check else publish(planned, site)
    failed = _tell([*planned.problems, *done.problems])
    if only_check:
        for path in (*done.written, *done.removed):
            click.echo(f"{CONTENT}/{path}: out-of-date: Run “storybrief build” and commit what it changes.", err=True)
        failed = failed or bool(done.written or done.removed)
    click.echo(summary(planned, done, written=not only_check))
    sys.exit(failed)


@main.command()
@SITE
def check(site: Path) -> None:
    """Prove that every word on every page is in its article; list what to look at. Writes nothing."""
    from storybrief.build import plan
    from storybrief.check import check as prove
    from storybrief.problems import errors

    planned = plan(site)
    problems = prove(planned, site)
    failed = _tell(problems)
    slices = sum(len(page.slices) for page in planned.pages)
    wrong = len(errors(problems))
    checked = (_count(len(planned.made), "story", "stories"), _count(len(planned.pages), "page"))
    click.echo(
        f"{', '.join(checked)}, {_count(slices, 'slice')} of articles checked: "
        f"{_count(wrong, 'error')}, {_count(len(problems) - wrong, 'thing')} to look at."
    )
    sys.exit(failed)


@main.command()
@click.argument("story")
@click.argument("words", required=False)
@SITE
def explain(story: str, words: str | None, site: Path) -> None:
    """Say why a speaker was chosen or two sentences were joined, in the STORY; only where WORDS stand, if given."""
    from storybrief.build import BRIEFS, TEMPLATES, make, no_briefs
    from storybrief.explain import explain as say
    from storybrief.pages.render import environment
    from storybrief.problems import error, nearest
    from storybrief.story.read import story_folders

    site = site.resolve()
    if not (site / BRIEFS).is_dir():
        sys.exit(_tell([no_briefs()]))
    folders = {f.name: f for f in story_folders(site / BRIEFS)}
    if story not in folders:
        near = nearest(story, folders)
        hint = f" Did you mean “{near}”?" if near else ""
        sys.exit(_tell([error("no-such-story", f"{BRIEFS}/{story}", 0, f"There is no such story.{hint}")]))
    made = make(folders[story], site, environment(site / TEMPLATES))
    failed = _tell(made.problems)
    lines = list(say(made.brief, words)) if made.brief else []
    for line in lines:
        click.echo(line)
    if made.brief and not lines:
        click.echo(f"No statement or claim of {story} has the words “{words}”.", err=True)
    sys.exit(failed or not lines)


@main.command()
@click.argument("built", type=click.Path(exists=True, file_okay=False, path_type=Path), default="site")
def index(built: Path) -> None:
    """Make the search index of the built site in BUILT [default: site]. With the MkDocs plugin this is done already."""
    from storybrief.search import index as make_index

    wrong = make_index(built)
    if wrong:
        click.echo(f"{built}: search: {wrong}", err=True)
    sys.exit(bool(wrong))


def _tell(problems: Iterable[Problem]) -> bool:
    """Print problems, errors last and in red on a terminal. Returns whether there was an error."""
    told = sorted(problems, key=lambda p: p.severity == "error")
    for problem in told:
        colour = "red" if problem.severity == "error" else "yellow"
        code = click.style(problem.code, fg=colour)
        click.echo(f"{problem.place}: {code}: {problem.message}", err=True)
    return any(p.severity == "error" for p in told)


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
