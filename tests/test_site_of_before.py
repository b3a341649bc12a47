"""A site as version 0.1.0 of commit b981922 left it: its pages, its cache and its story.yml, and copied templates.

The next build goes on from there as if it had begun anew, and what it cannot go on from it tells in a line.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from invented import contents, empty_site
from storybrief.pipeline.update import update
from storybrief.problems import errors
from storybrief.store.cache import FOLDER

BEFORE = Path(__file__).parent / "fixtures/site_of_before"
WRITTEN = Path(__file__).parent / "fixtures/overrides_of_before"


def people_s(site: Path) -> Path:
    """What people wrote of it, as it was then."""
    empty_site(site)
    (site / "briefs/quay/sources").mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        shutil.copy(WRITTEN / name, site / "briefs/quay/sources")
    shutil.copy(WRITTEN / "overrides.yml", site / "briefs/quay")
    shutil.copy(BEFORE / "story.yml", site / "briefs/quay")
    return site


@pytest.fixture
def old(tmp_path: Path) -> Path:
    site = people_s(tmp_path / "old")
    shutil.rmtree(site / "content", ignore_errors=True)
    shutil.copytree(BEFORE / "content", site / "content")
    (site / FOLDER).mkdir(parents=True)
    shutil.copy(BEFORE / "build.sqlite3", site / FOLDER)
    return site


def test_its_pages_and_its_cache_are_taken_over(old: Path, tmp_path: Path) -> None:
    done = update(old)
    assert errors(done.problems) == ()
    assert {"quay/index.md", "quay/brief.json", "index.md"} <= set(done.published.written)
    anew = people_s(tmp_path / "anew")
    update(anew, cached=False)
    assert contents(old / "content") == contents(anew / "content")
    assert update(old).published.written == ()


def test_a_page_of_it_that_somebody_edited_is_left_and_told(old: Path) -> None:
    page = old / "content/quay/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "Our own words.\n", encoding="utf-8")
    done = update(old)
    assert [(p.code, p.path) for p in errors(done.problems)] == [("edited-page", "content/quay/index.md")]
    assert page.read_text(encoding="utf-8").endswith("Our own words.\n")
