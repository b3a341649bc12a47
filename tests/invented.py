"""Invented stories for tests, and the commands run as a user runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from hypothesis import settings

from storybrief.model import Brief
from storybrief.pipeline.plan import plan
from storybrief.pipeline.publish import Content, hash_of
from storybrief.problems import Problem, errors
from storybrief.verify.check import check

ROOT = Path(__file__).resolve().parents[1]

FERRY_A = """\
Ferry stops after crack is found

The ferry between Oldhaven and Marl Island stopped on Monday after a crack was found in its hull.

"We will not sail again before the hull is safe," said Ina Brandt, the harbour master of Oldhaven. She said the repair \
would take at least 12 days.

About 340 islanders use the ferry every day, according to the council.
"""

FERRY_B = """\
Island without ferry

The ferry between Oldhaven and Marl Island stopped on Monday after a crack was found in its hull.

"We will not sail again until the hull is safe," harbour master Ina Brandt said. The repair would take 14 days, she \
said.

A fishing boat carries bread and post to the island for now.
"""

KILN = """\
Old kiln falls down

The brick kiln at Sandwell fell down on Friday night, and nobody was hurt.

"It stood for 180 years," said Tom Reiss, who leads the museum.
"""


def nightly() -> bool:
    """Whether this is `make nightly`: asked when a test file is read, which is after the profile is chosen."""
    return settings().max_examples > 1000


def empty_site(folder: Path) -> Path:
    """Make a site without a story in `folder`."""
    (folder / "briefs").mkdir(parents=True)
    (folder / "content").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def write_story(
    site: Path,
    name: str,
    sources: Mapping[str, str | bytes],
    *,
    story: str | None = None,
    overrides: str | None = None,
) -> Path:
    """Write a story's folder: file name -> words (or bytes) of each source, and the two YAML files when given."""
    folder = site / "briefs" / name
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    for file, words in sources.items():
        (folder / "sources" / file).write_bytes(words if isinstance(words, bytes) else words.encode())
    for file, text in (("story.yml", story), ("overrides.yml", overrides)):
        if text is not None:
            (folder / file).write_text(text, encoding="utf-8")
    return folder


def ferry(site: Path, name: str = "ferry") -> Path:
    """Write a story with two articles that agree on most, and differ in a quotation and a figure."""
    return write_story(site, name, {"coast.txt": FERRY_A, "island.txt": FERRY_B})


def storybrief(site: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command `storybrief` in `site` in a process of its own."""
    return run(site, sys.executable, "-c", "from storybrief.cli import main; main()", *arguments, **environment)


def mkdocs(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command `mkdocs` in `site` in a process of its own."""
    return run(site, sys.executable, "-m", "mkdocs", *arguments)


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in `folder`, with `environment` over this process's."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=120,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return path -> bytes of every file under `folder`."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def times(folder: Path) -> dict[str, int]:
    """Return path -> time of the last change, in nanoseconds, of every file and folder under `folder`."""
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in sorted(folder.rglob("*"))}


def proved(site: Path) -> dict[str, str]:
    """The pages of a site, path -> text, after `check` found nothing wrong with them."""
    planned = plan(site)
    assert not errors(check(planned, site))
    return {page.path: page.text for page in planned.pages}


def the_brief(site: Path) -> Brief:
    """The brief of the only story of a site."""
    (made,) = plan(site).made
    assert made.brief, [str(p) for p in made.problems]
    return made.brief


def put(pages: Iterable[tuple[str, str]], site: Path) -> tuple[Problem, ...]:
    """Bring content/ into line with pages as (path, text), as a build does; return what was wrong there."""
    content = Content(site / "content", True)
    for path, text in pages:
        content.put(path, hash_of(text), text)
    content.take_away_the_rest(())
    return content.published().problems
