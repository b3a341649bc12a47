"""An archive of any size builds without an error within a stated memory: short here, 10,000 articles in `make nightly`.

The bound is on the address space of each process, so a build that needed more would end with an error.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from invented import ROOT, empty_site, nightly

MEMORY = 2_000_000_000
"""Bytes of address space that each process of a build may have."""

NIGHTLY = nightly()
COMMAND = [sys.executable, "-c", "from storybrief.cli import main; main()"]


def archive(site: Path, stories: int, articles: int) -> None:
    """Write an invented archive into a site."""
    code = f"from pathlib import Path; from benchmarks.corpus import write; write(Path({str(site)!r}), {stories}, articles={articles})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def build(site: Path) -> subprocess.CompletedProcess[str]:
    """Build a site in a process of its own, with bounded memory."""
    done = subprocess.run(
        [*COMMAND, "build"],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done


def sources(site: Path) -> int:
    return sum(1 for file in (site / "briefs").glob("*/sources/*") if file.is_file())


@pytest.mark.parametrize(("stories", "articles"), [(1000, 10) if NIGHTLY else (5, 8)])
def test_an_archive_builds_within_the_memory(stories: int, articles: int, tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    archive(site, stories, articles)
    assert sources(site) == stories * articles
    build(site)
    pages = [*(site / "content").glob("*/articles/*.md")]
    assert len(pages) == stories * articles
    assert " 0 written" in build(site).stdout, "nothing is made twice"


def test_a_story_of_many_articles_builds_within_the_memory(tmp_path: Path) -> None:
    """500 articles in one story, ten on each event; 30 in the short form."""
    many = 500 if NIGHTLY else 30
    events = empty_site(tmp_path / "events")
    archive(events, many // 10, 10)
    site = empty_site(tmp_path / "site")
    folder = site / "briefs" / "many" / "sources"
    folder.mkdir(parents=True)
    for number, file in enumerate(sorted((events / "briefs").glob("*/sources/*"))):
        shutil.copyfile(file, folder / f"{number}-{file.name}")
    build(site)
    assert len([*(site / "content").glob("*/articles/*.md")]) == many


def test_an_article_of_many_pages_builds_within_the_memory(tmp_path: Path) -> None:
    """300 pages of 300 words; 20 in the short form. Put together from the invented articles."""
    pages = 300 if NIGHTLY else 20
    site = empty_site(tmp_path / "site")
    archive(site, pages // 2, 2)
    texts = [file.read_text("utf-8").split("\n\n", 1)[1] for file in sorted((site / "briefs").glob("*/sources/*"))]
    long = empty_site(tmp_path / "long")
    folder = long / "briefs" / "long" / "sources"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("\n\n".join(["A very long report", *texts]), encoding="utf-8")
    build(long)
    page = (long / "content" / "long" / "articles" / "a.md").read_text("utf-8")
    assert page.count('<span id="s-') > 10 * pages
