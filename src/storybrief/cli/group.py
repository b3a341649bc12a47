"""The group of all commands, and the options that several of them have."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    pass


def stories(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Complete the name of a story."""
    from storybrief.store.layout import BRIEFS
    from storybrief.story.read import story_folders

    site = Path(context.params.get("site") or ".")
    return [folder.name for folder in story_folders(site / BRIEFS) if folder.name.startswith(start)]


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
STORY = click.argument("story", shell_complete=stories)
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
