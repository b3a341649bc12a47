"""The commands that make pages, prove and explain them, and take them out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from storybrief.problems import Problem
from storybrief.cli.group import AS_JSON, OR_BUILT, SITE, STORY, main, stories
from storybrief.cli.telling import STOPPED, count, json_of, say, tell, unwritable, watched


@main.command()
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Write nothing; fail when content/ is not what the build makes.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    help="Make so many stories at a time. [default: as many as the machine has cores]",
)
@click.option("--scheduler", metavar="ADDRESS", help="Let the workers of a Dask scheduler make them: tcp://host:8786.")
@click.option("--no-cache", is_flag=True, help="Make every story anew, and keep nothing for the next build.")
@SITE
def build(only_check: bool, workers: int, scheduler: str | None, no_cache: bool, site: Path) -> None:
    """Make the pages in content/ out of the stories in briefs/.

    What did not change is not made again. The pages are the same whatever is set here.

    \b
    storybrief build
    storybrief build --check           in a workflow: fails when somebody forgot to build
    storybrief build --workers 8
    storybrief build --scheduler tcp://10.0.0.1:8786
    """
    from storybrief.pipeline.publish import in_a_line
    from storybrief.pipeline.schemas import refresh_schemas
    from storybrief.pipeline.update import update
    from storybrief.pipeline.workers import Way, collect_garbage_seldom
    from storybrief.problems import Stop
    from storybrief.store.layout import CONTENT

    collect_garbage_seldom()
    way = Way(workers, scheduler)
    try:
        made = update(site, cached=not no_cache, way=way, write=not only_check, watched=watched)
        refreshed = () if only_check else refresh_schemas(site)
    except Stop as stop:
        sys.exit(tell(stop.problems))
    except OSError as wrong:
        sys.exit(tell([unwritable(wrong)]))
    except KeyboardInterrupt:
        click.echo("\nStopped. The next build goes on from here: what was made is kept in the cache.", err=True)
        sys.exit(STOPPED)
    done = made.published
    failed = tell([*made.problems, *refreshed])
    if only_check:
        for path in (*done.written, *done.removed):
            say(f"{CONTENT}/{path}: out-of-date: Run “storybrief build” and commit what it changes.", err=True)
        failed = failed or bool(done.written or done.removed)
    say(in_a_line(made.failed, done, written=not only_check))
    sys.exit(failed)


@main.command()
@click.option("--editorial", is_flag=True, help="List what an editor should look at, story by story, worst first.")
@AS_JSON
@OR_BUILT
def check(editorial: bool, as_json: bool, site: Path) -> None:
    """Prove that every word on every page is in its article. Writes nothing.

    \b
    storybrief check
    storybrief check --editorial
    storybrief check --editorial --json
    storybrief check --site site       prove the built site: make it again, compare, read its HTML
    """
    if not (site / "briefs").is_dir() and (site / "index.html").is_file():
        sys.exit(_prove_published(site, as_json))
    from storybrief.desk.editorial import notices
    from storybrief.pipeline.plan import plan
    from storybrief.problems import errors
    from storybrief.verify.check import check as prove

    planned = plan(site, watched=watched)
    problems = prove(planned, site, watched)
    told = {m.story: notices(m.brief) for m in planned.made if m.brief}
    wrong = len(errors(problems))
    if as_json:
        listed = [*problems, *(n for found in told.values() for n in found)] if editorial else problems
        click.echo(json_of({name: getattr(p, name) for name in _PROBLEM} for p in listed))
        sys.exit(bool(wrong))
    tell(problems)
    if editorial:
        _list(told)
    slices = sum(len(page.slices) for page in planned.pages)
    checked = (count(len(planned.made), "story", "stories"), count(len(planned.pages), "page"))
    click.echo(f"{', '.join(checked)}, {count(slices, 'slice')} of articles checked: {count(wrong, 'error')}.")
    look = sum(map(len, told.values()))
    where = "" if editorial or not look else ": “storybrief check --editorial” lists them"
    click.echo(f"{count(look, 'thing')} for an editor to look at{where}.")
    sys.exit(bool(wrong))


_PROBLEM = ("code", "severity", "path", "line", "message")


def _prove_published(built: Path, as_json: bool) -> bool:
    """Prove a built site; returns whether something is wrong."""
    import tempfile

    from storybrief.html.rebuild import make_again
    from storybrief.pipeline.record import read_record
    from storybrief.pipeline.workers import collect_garbage_seldom
    from storybrief.problems import Stop
    from storybrief.search import indexed
    from storybrief.verify.compare import compare
    from storybrief.verify.prove import prove, root_of

    collect_garbage_seldom()
    built = built.resolve()
    pages = 0
    try:
        root = root_of(built)
        with tempfile.TemporaryDirectory(prefix="storybrief-", ignore_cleanup_errors=True) as folder:
            searched = indexed(built) is not None
            problems = compare(built, make_again(root, Path(folder), read_record(built), search=searched))
        if not problems:
            problems, pages = prove(built, root)
    except Stop as stop:
        problems = stop.problems
    if as_json:
        click.echo(json_of({name: getattr(p, name) for name in _PROBLEM} for p in problems))
        return bool(problems)
    if tell(problems):
        click.echo(f"{count(len(problems), 'error')}: what is published is not what {built.name} should be.")
        return True
    click.echo(f"{count(pages, 'published page')} proved: each file is what the build makes of briefs/, and each word is in its source.")  # fmt: skip
    return False


def _list(told: dict[str, tuple[Problem, ...]]) -> None:
    for story, found in told.items():
        click.secho(f"{story}: {count(len(found), 'thing')} to look at", bold=True)
        for problem in found:
            click.echo(f"  {problem.place}: {click.style(problem.code, fg='yellow')}: {problem.message}")
        click.echo()


@main.command()
@AS_JSON
@SITE
def status(as_json: bool, site: Path) -> None:
    """Say in a table how each story stands: problems, speakers not found, what is missing, what editors looked at.

    \b
    storybrief status
    storybrief status --json
    """
    from dataclasses import asdict

    from storybrief.desk.editorial import as_table, lapsed, standings
    from storybrief.pipeline.plan import plan
    from storybrief.problems import errors

    planned = plan(site, watched=watched)
    rows = standings(planned, site)
    if as_json:
        click.echo(json_of(map(asdict, rows)))
    elif rows:
        for line in as_table(rows):
            say(line)
    tell({*planned.problems, *lapsed(planned)} - {p for m in planned.made for p in m.told})
    if planned.problems and not as_json:
        click.echo("“storybrief check” tells what is wrong.", err=True)
    sys.exit(bool(errors(planned.problems)))


def _names(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Complete a word of the name of one of the story's speakers."""
    from storybrief.pipeline.build import story_of
    from storybrief.problems import Stop

    try:
        made = story_of(Path(context.params.get("site") or "."), context.params.get("story") or "")
    except Stop:
        return []
    speakers = made.brief.speakers if made.brief else ()
    words = {word for s in speakers for word in s.name.split() if word[0].isupper()}
    return sorted(word for word in words if word.casefold().startswith(start.casefold()))


@main.command()
@STORY
@click.argument("words", required=False, shell_complete=_names)
@SITE
def explain(story: str, words: str | None, site: Path) -> None:
    """Say why a speaker was chosen or two sentences were joined, in the STORY; only where WORDS stand, if given.

    \b
    storybrief explain flood
    storybrief explain flood "the levee will hold"
    """
    from storybrief.desk.explain import explain as reasons
    from storybrief.pipeline.build import story_of
    from storybrief.problems import Stop

    try:
        made = story_of(site, story)
    except Stop as stop:
        sys.exit(tell(stop.problems))
    failed = tell(made.problems)
    lines = list(reasons(made.brief, words)) if made.brief else []
    for line in lines:
        say(line)
    if made.brief and not lines:
        click.echo(f"No statement or claim of {story} has the words “{words}”.", err=True)
    sys.exit(failed or not lines)


FORMS = ("csv", "sqlite", "csl", "bibtex", "annotations", "word", "mail", "text", "html")


@main.command()
@click.argument("story", required=False, shell_complete=stories)
@click.option("--all", "every", is_flag=True, help="All stories of the site, in one set of tables.")
@click.option("--to", required=True, type=click.Path(path_type=Path), help="The folder to make.")
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice(FORMS),
    help="Only this form; may be given several times. [default: all]",
)
@click.option(
    "--lead", metavar="OUTLET|ARTICLE", help="Also say what it has alone, and what two others have and it has not."
)
@click.option("--force", is_flag=True, help="Bring an earlier export up to date; files that are not its own stay.")
@SITE
def export(
    story: str | None, every: bool, to: Path, forms: tuple[str, ...], lead: str | None, force: bool, site: Path
) -> None:
    """Take the STORY out: tables, citations, annotations, Word, e-mail, newsletter, CMS. Every word is proved again.

    \b
    storybrief export flood --to out
    storybrief export --all --to out --form sqlite --form csv
    storybrief export flood --to out --force
    """
    from storybrief.out.export import export as take
    from storybrief.out.export import without_library
    from storybrief.pipeline.workers import collect_garbage_seldom
    from storybrief.problems import Stop, warning

    if (story is None) != every:
        raise click.UsageError("Give a STORY; or, for all stories, --all.")
    missing = without_library(forms or FORMS)
    if missing and forms:
        raise click.UsageError(f'For {" and ".join(missing)} install the extra: pip install "storybrief[documents]".')
    if missing:
        tell(
            [
                warning("no-library", form, 0, 'Left out: it needs pip install "storybrief[documents]".')
                for form in missing
            ]
        )
    collect_garbage_seldom()
    try:
        done = take(
            site, story, to, [f for f in forms or FORMS if f not in missing], force=force, lead=lead, watched=watched
        )
    except Stop as stop:
        sys.exit(tell(stop.problems))
    except OSError as wrong:
        sys.exit(tell([unwritable(wrong)]))
    told = f"{count(done.stories, 'story', 'stories')}, {count(done.statements, 'statement')}"
    say(f"{to}: {told}, each word proved, in {count(len(done.forms), 'form')}: {', '.join(done.forms)}.")


@main.command()
@click.argument("built", type=click.Path(exists=True, file_okay=False, path_type=Path), default="site")
def index(built: Path) -> None:
    """Make the search index of the built site in BUILT [default: site]. With the MkDocs plugin this is done already.

    \b
    storybrief index site
    """
    from storybrief.search import index as make_index

    wrong = make_index(built)
    if wrong:
        click.echo(f"{built}: search: {wrong}", err=True)
    sys.exit(bool(wrong))
