"""Which version a build has, by the newest tag; and how a release is cut."""

from __future__ import annotations

import runpy
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

import cut_release
from invented import ROOT

CHANGES = "# Changes\n\n## Not yet released\n\n- A thing.\n\n## 0.1.0 (2026-01-02)\n\n- All.\n"


def git(folder: Path, *command: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false")
    subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "A")
        monkeypatch.setenv(f"{name}_EMAIL", "a@b.example")
    made = tmp_path / "tool"
    made.mkdir()
    shutil.copy(ROOT / "setup.py", made)
    return made


def version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    given: dict[str, str] = {}

    def setup(**values: str) -> Mapping[str, str]:
        given.update(values)
        return given

    monkeypatch.setattr("setuptools.setup", setup)
    runpy.run_path(str(folder / "setup.py"))
    return given["version"]


def test_the_version_is_that_of_the_newest_tag(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert version(folder, monkeypatch) == "0.1.0.dev0", "an archive without git"
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    assert version(folder, monkeypatch) == "0.1.0.dev1", "no tag yet"
    git(folder, "tag", "other-9.9.9")
    git(folder, "tag", "v0.9.3")
    assert version(folder, monkeypatch) == "0.9.3"
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "two")
    assert version(folder, monkeypatch) == "0.9.4.dev1"
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert version(folder, monkeypatch) == "0.9.4.dev1", "as in a hook"
    (folder / "PKG-INFO").write_text("Metadata-Version: 2.4\nName: storybrief\nVersion: 0.8.1\n")
    assert version(folder, monkeypatch) == "0.8.1", "an sdist says it itself, also inside a checkout"


def test_the_tags_of_a_checkout_around_it_are_not_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "commit", "--quiet", "--allow-empty", "-m", "another tool")
    git(folder.parent, "tag", "v7.0.0")
    assert version(folder, monkeypatch) == "0.1.0.dev0"


def test_a_release_names_what_was_open_and_tags_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(folder, "init", "--quiet")
    (folder / "CHANGELOG.md").write_text(CHANGES)
    with pytest.raises(ValueError, match="Commit what is changed first"):
        cut_release.main(folder, "0.2.0")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    cut_release.main(folder, "0.2.0")
    assert "\n## 0.2.0 (20" in (folder / "CHANGELOG.md").read_text()
    assert version(folder, monkeypatch) == "0.2.0"
    with pytest.raises(ValueError, match=r"tag v0.2.0 already"):
        cut_release.main(folder, "0.2.0")


@pytest.mark.parametrize("wrong", ["1.2", "v1.2.3", "", "0.1.0"])
def test_what_is_no_new_version_is_told(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"three numbers|already"):
        cut_release.cut(CHANGES, wrong, "2026-02-03")
    with pytest.raises(ValueError, match="nothing under"):
        cut_release.cut(CHANGES.replace("- A thing.", ""), "1.2.3", "2026-02-03")


def test_the_changelog_can_be_cut() -> None:
    assert "## 9.9.9 (2026-02-03)" in cut_release.cut((ROOT / "CHANGELOG.md").read_text("utf-8"), "9.9.9", "2026-02-03")
