"""What the tool is made of is bounded, locked, licensed and listed; and no command talks to a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from invented import ROOT
from licences import needed, table

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DIRECT = [
    *PROJECT["project"]["dependencies"],
    *(one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra),
    *PROJECT["build-system"]["requires"],
]
EXTRAS = PROJECT["project"]["optional-dependencies"]
OF_CI = [one for one in DIRECT if one not in (*EXTRAS["nightly"], *EXTRAS["release"])]
LOCK = (ROOT / "requirements-ci.txt").read_text("utf-8")
PINNED = {name.lower(): pin for name, pin in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE)}


@pytest.mark.parametrize("line", DIRECT)
def test_every_dependency_has_a_lower_and_an_upper_bound(line: str) -> None:
    signs = {one.operator for one in Requirement(line).specifier}
    assert ">=" in signs
    assert signs & {"<", "=="}


@pytest.mark.parametrize("line", OF_CI)
def test_the_lock_fits_what_pyproject_asks_for(line: str) -> None:
    wanted = Requirement(line)
    assert wanted.name.lower() in PINNED
    assert wanted.specifier.contains(PINNED[wanted.name.lower()])


def test_the_lock_has_a_hash_for_every_version_and_names_no_place() -> None:
    for entry in re.split(r"\n(?=\w)", LOCK.strip()):
        assert re.match(r"[\w.-]+==[\w.]+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in LOCK
    assert "index" not in LOCK


def test_the_lock_has_everything_that_an_installation_brings() -> None:
    assert {*needed()} - {*PINNED} == set()


def test_the_list_of_licences_is_current() -> None:
    """What is installed here is listed; what another system or Python needs may be listed besides."""
    listed = {*(ROOT / "LICENCES.md").read_text("utf-8").splitlines()}
    named = {line.split("|")[1].strip() for line in listed if line.startswith("| ")}
    made = [line for line in table().splitlines() if line.startswith("| ")]
    assert [line for line in made if line.split("|")[1].strip() not in named] == []


WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), ROOT / "src/storybrief/starter/pages.yml"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_a_workflow_may_do_no_more_than_it_needs(file: Path) -> None:
    made = yaml.safe_load(file.read_text("utf-8"))
    assert made["permissions"] == {"contents": "read"}
    writes = {
        name: {key for key, value in job.get("permissions", {}).items() if value == "write"}
        for name, job in made["jobs"].items()
    }
    assert {name: may for name, may in writes.items() if may} in (
        {},
        {"deploy": {"pages", "id-token"}},
        {"publish": {"id-token"}},
    )
    for job in made["jobs"].values():
        assert "timeout-minutes" in job
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), "an action is pinned by its commit"
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


# --- no network ----------------------------------------------------------------------------------------------------

# Started before anything else in a child process: whoever asks for a place elsewhere ends it.
NO_NETWORK = """
import os, socket
def refused(*args, **kwargs):
    os.write(2, b"A NETWORK WAS ASKED FOR\\n")
    os._exit(66)
for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, refused)
class Socket(socket.socket):
    connect = connect_ex = sendto = refused
socket.socket = Socket
"""

COMMANDS = (
    ("storybrief.cli", "new", "other"),
    ("storybrief.cli", "add", "more", "one.txt"),
    ("storybrief.cli", "build"),
    ("storybrief.cli", "build", "--check"),
    ("storybrief.cli", "check"),
    ("storybrief.cli", "check", "--editorial"),
    ("storybrief.cli", "status"),
    ("storybrief.cli", "explain", "more"),
    ("storybrief.cli", "export", "--all", "--to", "out"),
    ("storybrief.cli", "sort", "pile"),
    ("mkdocs", "build", "--quiet"),
    ("storybrief.cli", "index", "site"),
    ("storybrief.cli", "check", "--site", "site"),
)


def run(command: tuple[str, ...], folder: Path, shut: Path) -> subprocess.CompletedProcess[str]:
    module, *arguments = command
    code = (
        f"import sys; sys.argv[0] = 'x'; from {module} import main; main()"
        if module != "mkdocs"
        else "from mkdocs.__main__ import cli; cli()"
    )
    there = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(shut), os.environ.get("PYTHONPATH", ""))))}
    apart = ["unshare", "--user", "--net"] if can_be_apart() else []
    return subprocess.run(
        [*apart, sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=there,
        capture_output=True,
        text=True,
        check=False,
    )


def can_be_apart() -> bool:
    """Whether this system lets a process be started without any network, programs that are not Python too."""
    tool = shutil.which("unshare")
    return (
        tool is not None
        and subprocess.run([tool, "--user", "--net", "true"], capture_output=True, check=False).returncode == 0
    )


def test_no_command_asks_for_a_network(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    (shut / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    folder = tmp_path / "place"
    folder.mkdir()
    (folder / "briefs").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "one.txt").write_text(
        "The ferry is late\n\nThe ferry to Osk was late on Friday.\n\nMara Lind, the harbour master, said that 40 people waited.\n",
        encoding="utf-8",
    )
    (folder / "pile").mkdir()
    for command in COMMANDS:
        done = run(command, folder, shut)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert "A NETWORK WAS ASKED FOR" not in done.stderr, command


def test_the_trap_for_the_network_springs(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    code = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')"
    there = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 66


def test_the_versions_here_are_within_the_bounds() -> None:
    for line in PROJECT["project"]["dependencies"]:
        one = Requirement(line)
        assert one.specifier.contains(version(one.name)), line
