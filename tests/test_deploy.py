"""A newcomer follows the README to the letter, away from this checkout, and the site's own workflow builds what was pushed.

The commands are read from README.md and from the workflow that `storybrief new` wrote, so they cannot drift from what is
tried here. Only github.com is not there: git is told that its addresses are bare repositories of this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from invented import FERRY_A, FERRY_B, ROOT
from storybrief.scaffold.start import FILL_IN, new

pytestmark = pytest.mark.xdist_group("deploy")  # what is installed for one is there for all

README = (ROOT / "README.md").read_text("utf-8")
_INSTALLED = ("src", "templates", "pyproject.toml", "README.md", "LICENSE")  # what a wheel is made from
_SITE = "https://github.com/YOU/my-site.git"


def commands(heading: str) -> list[str]:
    """Return the blocks of commands in a section of the README."""
    section = re.split(r"^## ", README, flags=re.MULTILINE)
    (part,) = (one for one in section if one.startswith(f"{heading}\n"))
    return [re.sub(r"^ +", "", block, flags=re.M) for block in re.findall(r"^ *```\n(.*?)^ *```$", part, re.M | re.S)]


def steps(workflow: Path, job: str = "build") -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = yaml.safe_load(workflow.read_text("utf-8"))["jobs"][job]["steps"]
    return made


@dataclass(frozen=True)
class Machine:
    """A machine with an empty home, a Python and git, for which github.com lies in `hub`."""

    home: Path
    env: Mapping[str, str]

    def run(self, script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a script as GitHub's machines do, which stop it at the first failure."""
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(
            shell, cwd=folder, env={**self.env, **more}, capture_output=True, text=True, check=False, timeout=600
        )

    def must(self, script: str, folder: Path, **more: str) -> str:
        done = self.run(script, folder, **more)
        assert done.returncode == 0, (script, done.stdout, done.stderr)
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What github.com holds: the tool as it is in this checkout, and an empty repository for the site."""
    hub = tmp_path_factory.mktemp("hub")
    tool = hub / "work"
    tool.mkdir()
    for name in _INSTALLED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tool / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(ROOT / name, tool / name)
    shutil.copy(ROOT / ".gitignore", tool)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "The tool"]):
        subprocess.run([*git, *command], cwd=tool, check=True)
    for bare in ("OWNER/storybrief", "YOU/my-site.git"):
        (hub / bare).parent.mkdir(exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", "--bare", str(tool), str(hub / "OWNER/storybrief")], check=True)
    subprocess.run(["git", "init", "--quiet", "--bare", str(hub / "YOU/my-site.git")], check=True)
    return hub


def machine(home: Path, hub: Path) -> Machine:
    home.mkdir()
    made = subprocess.run([sys.executable, "-m", "venv", str(home / "python")], check=False)
    assert made.returncode == 0
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Newcomer\n\temail = new@comer.example\n[init]\n\tdefaultBranch = trunk\n"
        f'[url "file://localhost{hub.as_posix()}/"]\n\tinsteadOf = https://github.com/\n',
        "utf-8",
    )
    cache = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], capture_output=True, text=True, check=False)
    left = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "VIRTUAL_ENV"))}
    return Machine(
        home,
        {
            **left,
            "HOME": str(home),
            "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": os.pathsep.join((str(home / "python" / "bin"), os.environ["PATH"])),
            "PIP_CACHE_DIR": cache.stdout.strip() or str(home / "pip"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_COMPILE": "1",
        },
    )


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory, hub: Path) -> Machine:
    """Somebody who has cloned the tool and followed “Use it”, but for reading the site.

    The libraries are those of the tests, which saves half a minute; the workflow's machine installs its own.
    """
    there = machine(tmp_path_factory.mktemp("newcomer") / "home", hub)
    (packages,) = (there.home / "python").glob("lib/*/site-packages")
    (packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    (there.home / "saved").mkdir()
    for name, text in (("coast.html", FERRY_A), ("island.html", FERRY_B)):
        title, *rest = (f"<p>{part}</p>" for part in text.strip().split("\n\n"))
        head = f"<!doctype html><title>{title[3:-4]}</title><h1>{title[3:-4]}</h1>"
        (there.home / "saved" / name).write_text(head + "".join(rest), "utf-8")
    there.must("git clone --quiet https://github.com/OWNER/storybrief", there.home)
    (block,) = commands("Use it")
    use, serve = block.strip().rsplit("\n", 1)
    assert serve.startswith("mkdocs serve")
    there.must(use, there.home / "storybrief")
    return there


@pytest.fixture(scope="module")
def pushed(newcomer: Machine) -> Path:
    """The site of the newcomer, after “Publish”."""
    site = newcomer.home / "storybrief" / "my-site"
    for block in commands("Publish")[:2]:
        newcomer.must(block, site)
    return site


def test_the_newcomer_builds_with_the_libraries_of_the_workflow(newcomer: Machine, pushed: Path) -> None:
    wanted = re.findall(r"^([\w.-]+==[\w.]+) \\$", (pushed / "requirements-libraries.txt").read_text("utf-8"), re.M)
    there = {re.sub(r"[-_.]+", "-", line).lower() for line in newcomer.must("pip freeze --all", pushed).splitlines()}
    assert len(wanted) > 40
    assert {re.sub(r"[-_.]+", "-", line) for line in wanted} - there == set()


def test_the_site_asks_for_the_very_commit_of_the_checkout(newcomer: Machine, pushed: Path) -> None:
    commit = newcomer.must("git rev-parse HEAD", newcomer.home / "storybrief").strip()
    asked = (pushed / "requirements.txt").read_text("utf-8")
    assert asked == f"storybrief @ git+https://github.com/OWNER/storybrief@{commit}\n"


def test_the_workflow_builds_and_proves_what_was_pushed(
    newcomer: Machine, pushed: Path, hub: Path, tmp_path: Path
) -> None:
    runner = machine(tmp_path / "runner", hub)
    runner.must(f"git clone --quiet --branch trunk {_SITE} site", runner.home)
    site = runner.home / "site"
    assert newcomer.must("git branch --show-current", pushed).strip() == "trunk"
    run = steps(site / ".github" / "workflows" / "pages.yml")
    assert [re.split(r"[/@]", step["uses"])[1] for step in run if "uses" in step] == [
        "checkout",
        "setup-python",
        "configure-pages",
        "upload-pages-artifact",
    ]
    done = []
    for step in run:
        if "run" in step and "if" not in step:
            runner.must(step["run"], site, **{key: EXPRESSIONS[value] for key, value in step.get("env", {}).items()})
            done.append(step["run"])
    assert done[-4:] == [
        "storybrief build --check",
        "storybrief check",
        "mkdocs build --strict",
        "storybrief check --site site",
    ]
    page = (site / "site" / "harbour-fire" / "index.html").read_text("utf-8")
    assert "Ina Brandt" in page
    assert 'href="https://you.github.io/my-site/harbour-fire/"' in page
    installed = runner.must("pip freeze --all", site)
    assert re.search(r"^storybrief @ git\+https://github\.com/OWNER/storybrief@[0-9a-f]{40}$", installed, re.M)


# What GitHub puts in the place of an expression, when Pages are switched on.
EXPRESSIONS = {
    "${{ steps.pages.outputs.base_url && format('{0}/', steps.pages.outputs.base_url) || '' }}": "https://you.github.io/my-site/"
}


def test_a_change_is_published_as_the_readme_says(newcomer: Machine, pushed: Path, hub: Path) -> None:
    config = pushed / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("site_name: Story briefs", "site_name: Harbour desk"), "utf-8")
    (pushed / "briefs/harbour-fire/sources/island.html").unlink()
    story = pushed / "briefs/harbour-fire/story.yml"
    told = newcomer.run("storybrief build", pushed)
    assert (told.returncode, "no-such-source" in told.stderr) == (1, True), "its lines in story.yml are still there"
    story.write_text(re.sub(r"  island\.html:\n(?:    .*\n)*", "", story.read_text("utf-8")), "utf-8")
    newcomer.must(commands("Publish")[2], pushed)
    there = newcomer.must("git ls-tree -r --name-only trunk", hub / "YOU/my-site.git").splitlines()
    assert "content/harbour-fire/articles/coast.md" in there
    assert "content/harbour-fire/articles/island.md" not in there


def test_the_readme_has_no_other_commands_to_try() -> None:
    assert len(commands("Use it")) == 1
    assert len(commands("Publish")) == 3


# --- when something is left to do ----------------------------------------------------------------------------------


def workflow(tmp_path: Path) -> list[dict[str, Any]]:
    new(tmp_path / "site", False)
    return steps(tmp_path / "site" / ".github" / "workflows" / "pages.yml")


@pytest.mark.parametrize("text", [f"# {FILL_IN}\n", "", "# storybrief==0.1.0\n"])
def test_the_workflow_stops_with_what_is_to_be_filled_in(tmp_path: Path, text: str) -> None:
    first = next(step for step in workflow(tmp_path) if "run" in step)
    site = tmp_path / "site"
    (site / "requirements.txt").write_text(text, "utf-8")
    done = subprocess.run(["bash", "-e", "-c", first["run"]], cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == f"::error file=requirements.txt::{FILL_IN}\n"
    (site / "requirements.txt").write_text(f"{FILL_IN.rpartition(': ')[2]}\n", "utf-8")
    assert subprocess.run(["bash", "-e", "-c", first["run"]], cwd=site, check=False).returncode == 0


def test_the_workflow_says_what_to_click_when_pages_are_off(tmp_path: Path) -> None:
    run = workflow(tmp_path)
    ask, told = next((a, b) for a, b in pairwise(run) if "configure-pages" in a.get("uses", ""))
    assert (ask["continue-on-error"], told["if"]) == (True, f"steps.{ask['id']}.outcome == 'failure'")
    done = subprocess.run(["bash", "-e", "-c", told["run"]], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Settings → Pages" in done.stdout
    last = steps(tmp_path / "site" / ".github" / "workflows" / "pages.yml", "deploy")[-1]
    assert (last["if"], last["run"] in told["run"]) == ("failure()", True)
