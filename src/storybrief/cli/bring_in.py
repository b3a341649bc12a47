"""The commands that bring something in: a site, articles, newer versions, stories for a pile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from storybrief.problems import Problem
    from storybrief.scaffold.adding import Done
from storybrief.cli.group import AS_JSON, SITE, main, stories
from storybrief.cli.telling import count, json_of, say, tell, unwritable


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
        sys.exit(tell(stop.problems))
    except OSError as wrong:
        sys.exit(tell([unwritable(wrong)]))
    for path in made:
        say(f"made {path}")
    tell(to_fill_in(folder))
    say(f"Next: cd {folder} && storybrief add my-story FILE… && mkdocs serve")


@main.command()
@click.argument("story", required=False, shell_complete=stories)
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
        sys.exit(tell([unwritable(failed)]))
    _tell_added(done, as_json)
    sys.exit(any(problem.severity == "error" for problem in done.problems))


def _tell_added(done: Done, as_json: bool) -> None:
    """Print what was made, how each article is read, and what was wrong."""
    from dataclasses import asdict

    from storybrief.scaffold.adding import lines

    if as_json:
        click.echo(json_of(map(asdict, done.added)))
    else:
        for path in done.made:
            say(f"made {path}")
        for one in done.added:
            say(one.path)
            for line in lines(one):
                say(line)
    tell(done.problems)


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
        say(line)
    sys.exit(tell(problems))


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
        sys.exit(tell(stop.problems))
    except OSError as wrong:
        sys.exit(tell([unwritable(wrong)]))
    tell(done.problems)
    for what, path in (("made", done.kept), ("changed", done.changed)):
        if path:
            say(f"{what} {path}")


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
        tell(found.problems)
        if as_json:
            click.echo(json_of(map(listed, chosen)))
        else:
            for one in chosen:
                shared = ", ".join(one.event.shared)
                days = f"; {' to '.join(one.days)}" if one.days else ""
                say(
                    f"{one.story}: {count(len(one.files), 'article')}, {one.event.sure} ({one.event.alike:.2f}): {shared}{days}"
                )
                for file in one.files:
                    say(f"  {file}")
            alone = len(found.alone)
            click.echo(
                f"{count(len(chosen), 'story', 'stories')}; {count(alone, 'article')} {'tells' if alone == 1 else 'tell'} an event of {'its' if alone == 1 else 'their'} own."
            )
        made = write(site, chosen) if written else ()
    except Stop as stop:
        sys.exit(tell(stop.problems))
    except OSError as wrong:
        sys.exit(tell([unwritable(wrong)]))
    for path in made:
        say(f"made {path}", err=as_json)
