"""What any test may ask for: a fresh site. And on how many made-up examples a property is tried: 300 in the test
command, 10,000 in `--hypothesis-profile=nightly`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from invented import ROOT, empty_site, ferry
from published import Built, published

# The test command finds the same failures everywhere; the nightly run looks for new ones.
settings.register_profile("quick", max_examples=300, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile("quick")

# Files that start programs, browsers or whole builds, or take every row out of a table: `make quick` leaves them out.
SLOW = frozenset({
    "add", "addresses", "article_formats", "bad_input", "build", "check", "cli", "deploy", "desk", "desk_asked",
    "drafts", "editorial", "editors_readme", "escape", "exports", "faults", "forged", "forms", "honest", "hostile",
    "hostile_site", "html", "ledger", "load", "origin", "originals", "out", "overrides", "plugin", "quoted",
    "repeatable", "rows", "seal", "search", "served", "site_proof", "start", "supply", "together", "update", "watch",
    "workers",
})  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make quick` leaves out."""
    for item in items:
        if item.path.parent.name == "browser" or item.path.stem.removeprefix("test_") in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A fresh site with the example story of the two real articles, not built yet."""
    site = empty_site(tmp_path / "site")
    shutil.copytree(ROOT / "briefs" / "gaza-ceasefire", site / "briefs" / "gaza-ceasefire")
    return site


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A fresh site with one short invented story, not built yet."""
    site = empty_site(tmp_path / "small")
    ferry(site)
    return site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example stories, published. A test that changes a file puts it back."""
    return published(tmp_path_factory.mktemp("published"))
