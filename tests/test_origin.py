"""From where a new site installs the tool: only what another machine can reach, and only the very tool."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from invented import ROOT
from storybrief.scaffold.origin import Origin, origin, origin_of

_URL = "https://git.example/desk/storybrief"


def git(folder: Path, *command: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.example")
    done = subprocess.run(["git", *who, *command], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the tool as it runs here, which has an address of the web and is pushed."""
    folder = tmp_path / "a checkout"
    for name in ("src", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "The tool")
    git(folder, "remote", "add", "origin", _URL)
    push(folder)
    return folder


def push(folder: Path) -> None:
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")


def of(folder: Path, editable: bool = False) -> Origin:
    """What is said of a tool that was installed from a folder, as pip notes it."""
    about = {"editable": True} if editable else {}
    return origin_of(json.dumps({"url": folder.as_uri(), "dir_info": about}), "0.1.0")


def test_a_release_is_asked_for_by_its_version() -> None:
    assert origin_of(None, "0.7.1") == Origin("storybrief==0.7.1")


def test_a_commit_of_git_is_asked_for_as_it_was() -> None:
    came = {"url": "https://git.example/storybrief", "vcs_info": {"vcs": "git", "commit_id": "abc123"}}
    assert origin_of(json.dumps(came), "0.1.0") == Origin("storybrief @ git+https://git.example/storybrief@abc123")
    deep = {**came, "subdirectory": "tools/brief"}
    assert origin_of(json.dumps(deep), "0.1.0").requirement == (
        "storybrief @ git+https://git.example/storybrief@abc123#subdirectory=tools/brief"
    )


@pytest.mark.parametrize("url", ["file://localhost/srv/storybrief.git", "ssh://git@git.example/storybrief"])
def test_a_commit_that_other_machines_may_not_reach_is_asked_for_with_a_doubt(url: str) -> None:
    made = origin_of(json.dumps({"url": url, "vcs_info": {"vcs": "git", "commit_id": "abc123"}}), "0.1.0")
    assert made == Origin(f"storybrief @ git+{url}@abc123", f"it came from {url}, which other machines may not reach")


def test_an_archive_of_the_web_is_asked_for_with_its_hash_and_a_file_of_this_machine_is_not() -> None:
    came = {
        "url": "https://git.example/storybrief-0.1.0-py3-none-any.whl",
        "archive_info": {"hashes": {"sha256": "ab"}},
    }
    assert origin_of(json.dumps(came), "0.1.0") == Origin(f"storybrief @ {came['url']}#sha256=ab")
    here = {"url": "file:///tmp/storybrief-0.1.0-py3-none-any.whl", "archive_info": {}}
    assert origin_of(json.dumps(here), "0.1.0").requirement is None


@pytest.mark.parametrize("editable", [False, True])
def test_a_checkout_is_asked_for_at_its_commit(checkout: Path, editable: bool) -> None:
    commit = git(checkout, "rev-parse", "HEAD")
    (checkout / "my-site").mkdir()
    (checkout / "my-site" / "mkdocs.yml").write_text("", "utf-8")
    assert of(checkout, editable) == Origin(f"storybrief @ git+{_URL}@{commit}")


def test_a_password_in_the_address_stays_here(checkout: Path) -> None:
    git(checkout, "remote", "set-url", "origin", _URL.replace("https://", "https://me:secret@"))
    assert of(checkout) == Origin(f"storybrief @ git+{_URL}@{git(checkout, 'rev-parse', 'HEAD')}")


def test_hooks_do_not_lead_git_to_another_checkout(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    expected = of(checkout)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert of(checkout) == expected


def dirty(folder: Path) -> None:
    with (folder / "src/storybrief/store/layout.py").open("a", encoding="utf-8") as file:
        file.write("# mine\n")


def new_module(folder: Path) -> None:
    (folder / "src/storybrief/mine.py").write_text("", "utf-8")


def moved_on(folder: Path) -> None:
    """The last commit, pushed, is of another tool than the one that is installed."""
    dirty(folder)
    git(folder, "commit", "--quiet", "-am", "Mine")
    push(folder)


def not_pushed(folder: Path) -> None:
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Mine")


def by_ssh(folder: Path) -> None:
    git(folder, "remote", "set-url", "origin", "git@git.example:desk/storybrief")


def without_a_remote(folder: Path) -> None:
    git(folder, "remote", "remove", "origin")


def without_git(folder: Path) -> None:
    shutil.rmtree(folder / ".git")


def inside_another(folder: Path) -> None:
    without_git(folder)
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "commit", "--quiet", "--allow-empty", "-m", "Notes")
    git(folder.parent, "remote", "add", "origin", _URL)
    push(folder.parent)


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (dirty, "not that of the last commit"),
        (new_module, "not that of the last commit"),
        (moved_on, "not that of the last commit"),
        (not_pushed, "not pushed"),
        (
            by_ssh,
            "has the remote “origin” git@git.example:desk/storybrief, which is no address that starts with https://",
        ),
        (without_a_remote, "has no remote “origin” with an address that starts with https://"),
        (without_git, "no checkout of git"),
        (inside_another, "no checkout of git"),
        (shutil.rmtree, "no checkout of git"),
    ],
)
def test_a_checkout_that_others_cannot_install_is_not_asked_for(checkout: Path, change: object, doubt: str) -> None:
    assert of(checkout).requirement is not None
    change(checkout)  # type: ignore[operator]
    made = of(checkout)
    assert made.requirement is None
    assert doubt in made.doubt


def test_the_tool_of_these_tests_is_no_release() -> None:
    """It is installed from a checkout: whatever is said of it, it is no name that nobody has published."""
    assert (origin().requirement or "").partition("==")[1] == ""
