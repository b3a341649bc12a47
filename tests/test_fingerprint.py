"""What is cached is forgotten when anything could make other pages."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
from pathlib import Path

import pytest

from invented import ROOT, run
from storybrief.store.fingerprint import LIBRARIES, code_hash

# They make HTML, serve or search it, or read the command line: no page of content/ depends on them.
AFTERWARDS = {"click", "markdown", "mkdocs", "pagefind", "watchdog"}


def test_every_library_that_makes_pages_counts() -> None:
    needed = importlib.metadata.requires("storybrief") or []
    direct = {re.match(r"[\w.-]+", one)[0].lower() for one in needed if "extra ==" not in one}  # type: ignore[index]
    assert direct - AFTERWARDS <= set(LIBRARIES)


@pytest.mark.parametrize("path", ["src/storybrief/claims/merge.py", "src/storybrief/claims/same.tsv", "templates/brief.md.jinja"])  # fmt: skip
def test_it_differs_with_any_file_of_the_package(tmp_path: Path, path: str) -> None:
    for folder in ("src", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    (tmp_path / "src/storybrief/templates").symlink_to(tmp_path / "templates")

    def made() -> str:
        command = "from storybrief.store.fingerprint import code_hash; print(code_hash())"
        return run(tmp_path, sys.executable, "-c", command, PYTHONPATH=str(tmp_path / "src")).stdout

    before = made()
    assert len(before.strip()) == 64
    assert made() == before
    (tmp_path / path).write_text((tmp_path / path).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert made() != before


def test_it_differs_with_the_version_of_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_hash()
    (tmp_path / "rapidfuzz-0.0.1.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    code_hash.cache_clear()
    try:
        assert code_hash() != before
    finally:
        code_hash.cache_clear()
