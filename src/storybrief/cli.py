"""The commands. Each imports its code when it is called, so that `--help` is quick."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from storybrief.problems import Problem
    from storybrief.scaffold.adding import Done

T = TypeVar("T")


def _stories(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Complete the name of a story."""
    from storybrief.store.layout import BRIEFS
    from storybrief.story.read import story_folders

    site = Path(context.params.get("site") or ".")
    return [folder.name for folder in story_folders(site / BRIEFS) if folder.name.startswith(start)]


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


SITE = click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The site's folder: it holds briefs/ and mkdocs.yml. [default: here]",
)
OR_BUILT = click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The site's folder, which holds briefs/ and mkdocs.yml; or a built site, to prove its HTML. [default: here]",
)
STORY = click.argument("story", shell_complete=_stories)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from storybrief import __version__

        click.echo(f"storybrief, version {__version__}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
@click.pass_context
def main(context: click.Context) -> None:
    """Turn several articles about one story into a brief: who said what, and where they differ.

    \b
    storybrief new my-site             start a site
    storybrief add flood *.txt         put articles into the story “flood”
    storybrief read FILE               show how a file is read
    storybrief sort inbox              propose stories for a pile of articles
    storybrief replace ARTICLE NEW     put a newer version of an article in its place
    storybrief build                   make the pages in content/
    storybrief check                   prove that every word is in its article
    storybrief check --editorial       list what to look at, worst first
    storybrief status                  see how all stories stand
    storybrief explain flood "levee"   say why a speaker was chosen
    storybrief export flood --to out   take it out: tables, Word, e-mail, citations
    mkdocs serve                       watch the site while you edit

    \b
    Exit codes: 0 all is well, 1 something has to be mended, 2 the command was called wrongly.
    """
    if os.environ.get("NO_COLOR"):  # no-color.org
        context.color = False
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an article's letters must not stop a terminal that lacks them
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--templates", is_flag=True, help="Also copy the templates and the theme, to change how pages look.")
def new(folder: Path, templates: bool) -> None:
    """Start a site in FOLDER. Nothing that is there is overwritten.

    \b
    storybrief new my-site
    storybrief new my-site --templates
    """
    from storybrief.problems import Stop
    from storybrief.scaffold.start import new as start
    from storybrief.scaffold.start import to_fill_in

    try:
        made = start(folder, templates)
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    except OSError as wrong:
        sys.exit(_tell([_unwritable(wrong)]))
    for path in made:
        _say(f"made {path}")
    _tell(to_fill_in(folder))
    _say(f"Next: cd {folder} && storybrief add my-story FILE… && mkdocs serve")


@main.command()
@click.argument("story", required=False, shell_complete=_stories)
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--stories", type=click.Path(path_type=Path), metavar="FOLDER", help="Each folder in FOLDER is a story.")
@click.option("--name", help="The name of the file that comes in by standard input, which FILES calls “-”.")
@AS_JSON
@SITE
def add(
    story: str | None, files: tuple[str, ...], stories: Path | None, name: str | None, as_json: bool, site: Path
) -> None:
    """Copy FILES into the STORY; the story is made when it is new. Nothing is overwritten, nothing downloaded.

    FILES are files, folders and patterns. What cannot be an article is told, and the others are added.

    \b
    storybrief add flood saved/*.html
    storybrief add flood one.txt release.pdf saved/ --site my-site
    storybrief add --stories saved/    each folder in saved/ is a story
    pbpaste | storybrief add flood - --name wire.txt
    """
    from tempfile import TemporaryDirectory

    from storybrief.scaffold import adding

    if (stories is None) == (story is None or not files):
        raise click.UsageError("Give STORY and FILES; or, with a folder for each story, --stories FOLDER alone.")
    if ("-" in files) != (name is not None):
        raise click.UsageError("Standard input is “-” among the FILES, and needs a name: - --name wire.txt")
    try:
        with TemporaryDirectory(prefix="storybrief-") as folder:
            wrong: tuple[Problem, ...] = ()
            if name is not None:
                data = sys.stdin.buffer.read(adding.MOST_BYTES + 1)
                path, wrong = adding.from_input(data, name, Path(folder))
                files = tuple(path if file == "-" else file for file in files if path or file != "-")
            done = adding.add_stories(site, stories) if stories else adding.add(site, story or "", files)
            done.problems = adding.without_folder([*done.problems, *wrong], folder)
    except OSError as failed:
        sys.exit(_tell([_unwritable(failed)]))
    _tell_added(done, as_json)
    sys.exit(any(problem.severity == "error" for problem in done.problems))


def _tell_added(done: Done, as_json: bool) -> None:
    """Print what was made, how each article is read, and what was wrong."""
    from dataclasses import asdict

    from storybrief.scaffold.adding import lines

    if as_json:
        click.echo(_json(map(asdict, done.added)))
    else:
        for path in done.made:
            _say(f"made {path}")
        for one in done.added:
            _say(one.path)
            for line in lines(one):
                _say(line)
    _tell(done.problems)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def read(file: Path) -> None:
    """Show how a FILE is read: what is known of the article and where it stands, its paragraphs, and what is left out.

    \b
    storybrief read saved/flood.html
    """
    from storybrief.desk.reading import reading

    lines, problems = reading(file)
    for line in lines:
        _say(line)
    sys.exit(_tell(problems))


@main.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.argument("newfile", required=False, type=click.Path(path_type=Path))
@click.option(
    "--from-git",
    "revision",
    is_flag=False,
    flag_value="HEAD",
    metavar="[COMMIT]",
    help="You saved over ARTICLE already: keep what git has of it, in HEAD or another COMMIT.",
)
def replace(article: Path, newfile: Path | None, revision: str | None) -> None:
    """Put NEWFILE in the place of ARTICLE, and keep what was there in sources/earlier/. The brief shows what changed.

    \b
    storybrief replace briefs/flood/sources/post.html saved/post.html
    storybrief replace briefs/flood/sources/post.html --from-git
    storybrief replace briefs/flood/sources/post.html --from-git HEAD~3
    """
    from storybrief.problems import Stop
    from storybrief.scaffold.replace import keep_from_git
    from storybrief.scaffold.replace import replace as put

    if (newfile is None) == (revision is None):
        raise click.UsageError("Give NEWFILE; or, when you saved over ARTICLE already, --from-git.")
    try:
        done = put(article, newfile) if newfile else keep_from_git(article, revision or "HEAD")
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    except OSError as wrong:
        sys.exit(_tell([_unwritable(wrong)]))
    _tell(done.problems)
    for what, path in (("made", done.kept), ("changed", done.changed)):
        if path:
            _say(f"{what} {path}")


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
    from storybrief.pipeline.update import collect_garbage_seldom, update
    from storybrief.pipeline.workers import Way
    from storybrief.problems import Stop
    from storybrief.store.layout import CONTENT

    collect_garbage_seldom()
    way = Way(workers, scheduler)
    try:
        made = update(site, cached=not no_cache, way=way, write=not only_check, watched=_watched)
        refreshed = () if only_check else refresh_schemas(site)
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    except OSError as wrong:
        sys.exit(_tell([_unwritable(wrong)]))
    except KeyboardInterrupt:
        click.echo("\nStopped. The next build goes on from here: what was made is kept in the cache.", err=True)
        sys.exit(_STOPPED)
    done = made.published
    failed = _tell([*made.problems, *refreshed])
    if only_check:
        for path in (*done.written, *done.removed):
            _say(f"{CONTENT}/{path}: out-of-date: Run “storybrief build” and commit what it changes.", err=True)
        failed = failed or bool(done.written or done.removed)
    _say(in_a_line(made.failed, done, written=not only_check))
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

    planned = plan(site, watched=_watched)
    problems = prove(planned, site, _watched)
    told = {m.story: notices(m.brief) for m in planned.made if m.brief}
    wrong = len(errors(problems))
    if as_json:
        listed = [*problems, *(n for found in told.values() for n in found)] if editorial else problems
        click.echo(_json({name: getattr(p, name) for name in _PROBLEM} for p in listed))
        sys.exit(bool(wrong))
    _tell(problems)
    if editorial:
        _list(told)
    slices = sum(len(page.slices) for page in planned.pages)
    checked = (_count(len(planned.made), "story", "stories"), _count(len(planned.pages), "page"))
    click.echo(f"{', '.join(checked)}, {_count(slices, 'slice')} of articles checked: {_count(wrong, 'error')}.")
    look = sum(map(len, told.values()))
    where = "" if editorial or not look else ": “storybrief check --editorial” lists them"
    click.echo(f"{_count(look, 'thing')} for an editor to look at{where}.")
    sys.exit(bool(wrong))


_PROBLEM = ("code", "severity", "path", "line", "message")


def _prove_published(built: Path, as_json: bool) -> bool:
    """Prove a built site; returns whether something is wrong."""
    import tempfile

    from storybrief.html.anew import make_again
    from storybrief.pipeline.record import read_record
    from storybrief.pipeline.update import collect_garbage_seldom
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
        click.echo(_json({name: getattr(p, name) for name in _PROBLEM} for p in problems))
        return bool(problems)
    if _tell(problems):
        click.echo(f"{_count(len(problems), 'error')}: what is published is not what {built.name} should be.")
        return True
    click.echo(f"{_count(pages, 'published page')} proved: each file is what the build makes of briefs/, and each word is in its source.")  # fmt: skip
    return False


def _list(told: dict[str, tuple[Problem, ...]]) -> None:
    for story, found in told.items():
        click.secho(f"{story}: {_count(len(found), 'thing')} to look at", bold=True)
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

    planned = plan(site, watched=_watched)
    rows = standings(planned, site)
    if as_json:
        click.echo(_json(map(asdict, rows)))
    elif rows:
        for line in as_table(rows):
            _say(line)
    _tell({*planned.problems, *lapsed(planned)} - {p for m in planned.made for p in m.told})
    if planned.problems and not as_json:
        click.echo("“storybrief check” tells what is wrong.", err=True)
    sys.exit(bool(errors(planned.problems)))


def _json(rows: Iterable[dict[str, object]]) -> str:
    return json.dumps(list(rows), indent=2, ensure_ascii=False)


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
    from storybrief.desk.explain import explain as say
    from storybrief.pipeline.build import story_of
    from storybrief.problems import Stop

    try:
        made = story_of(site, story)
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    failed = _tell(made.problems)
    lines = list(say(made.brief, words)) if made.brief else []
    for line in lines:
        _say(line)
    if made.brief and not lines:
        click.echo(f"No statement or claim of {story} has the words “{words}”.", err=True)
    sys.exit(failed or not lines)


@main.command()
@click.argument("inbox", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--write", "written", is_flag=True, help="Make the stories that are proposed; without it nothing is written."
)
@click.option(
    "--least",
    type=click.Choice(("perhaps", "likely", "sure")),
    default="perhaps",
    help="Leave out what is less sure. [default: perhaps]",
)
@AS_JSON
@SITE
def sort(inbox: Path, written: bool, least: str, as_json: bool, site: Path) -> None:
    """Propose which articles in INBOX tell one event, with how sure and why. INBOX itself is never changed.

    \b
    storybrief sort inbox
    storybrief sort inbox --write --least likely
    """
    from storybrief.problems import Stop
    from storybrief.scaffold.inbox import listed, write
    from storybrief.scaffold.inbox import sort as propose

    try:
        found = propose(inbox, site)
        sure = ("perhaps", "likely", "sure")
        chosen = [p for p in found.proposals if sure.index(p.event.sure) >= sure.index(least)]
        _tell(found.problems)
        if as_json:
            click.echo(_json(map(listed, chosen)))
        else:
            for one in chosen:
                shared = ", ".join(one.event.shared)
                days = f"; {' to '.join(one.days)}" if one.days else ""
                _say(
                    f"{one.story}: {_count(len(one.files), 'article')}, {one.event.sure} ({one.event.alike:.2f}): {shared}{days}"
                )
                for file in one.files:
                    _say(f"  {file}")
            alone = len(found.alone)
            click.echo(
                f"{_count(len(chosen), 'story', 'stories')}; {_count(alone, 'article')} {'tells' if alone == 1 else 'tell'} an event of {'its' if alone == 1 else 'their'} own."
            )
        made = write(site, chosen) if written else ()
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    except OSError as wrong:
        sys.exit(_tell([_unwritable(wrong)]))
    for path in made:
        _say(f"made {path}", err=as_json)


FORMS = ("csv", "sqlite", "csl", "bibtex", "annotations", "word", "mail", "text", "html")


@main.command()
@click.argument("story", required=False, shell_complete=_stories)
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
    from storybrief.pipeline.update import collect_garbage_seldom
    from storybrief.problems import Stop, warning

    if (story is None) != every:
        raise click.UsageError("Give a STORY; or, for all stories, --all.")
    missing = without_library(forms or FORMS)
    if missing and forms:
        raise click.UsageError(f'For {" and ".join(missing)} install the extra: pip install "storybrief[documents]".')
    if missing:
        _tell(
            [
                warning("no-library", form, 0, 'Left out: it needs pip install "storybrief[documents]".')
                for form in missing
            ]
        )
    collect_garbage_seldom()
    try:
        done = take(
            site, story, to, [f for f in forms or FORMS if f not in missing], force=force, lead=lead, watched=_watched
        )
    except Stop as stop:
        sys.exit(_tell(stop.problems))
    except OSError as wrong:
        sys.exit(_tell([_unwritable(wrong)]))
    told = f"{_count(done.stories, 'story', 'stories')}, {_count(done.statements, 'statement')}"
    _say(f"{to}: {told}, each word proved, in {_count(len(done.forms), 'form')}: {', '.join(done.forms)}.")


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


_STOPPED = 130  # what shells say of a command that Ctrl-C ended


def _watched(things: Iterable[T]) -> Iterator[T]:
    """Hand on `things`; whoever waits for them at a terminal for more than a second sees how far it is."""
    every = things if isinstance(things, Sized) else list(things)
    rest = iter(every)
    began, done = time.monotonic(), 0
    for thing in rest:
        yield thing
        done += 1
        if sys.stderr.isatty() and time.monotonic() - began > _PATIENCE:
            break
    if done < len(every):
        with click.progressbar(length=len(every), file=sys.stderr) as bar:
            bar.update(done)
            for thing in rest:
                yield thing
                bar.update(1)


_PATIENCE = 1.0  # seconds


def _say(line: str, *, err: bool = False) -> None:
    """Print a line that may name somebody's file."""
    from storybrief.problems import printable

    click.echo(printable(line), err=err)


def _unwritable(wrong: OSError) -> Problem:
    """Say that a disk is full, or a folder may not be read; what is written is whole."""
    from storybrief.problems import error

    where = wrong.filename if isinstance(wrong.filename, str) else "."
    why = wrong.strerror or str(wrong)
    return error("unwritable", where, 0, f"Make room, or make this readable and writable: {why}. No file was cut.")


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
