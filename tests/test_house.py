"""Whether the house stands as it says: imports point one way, and the wheel has everything that a site needs."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from invented import ROOT, contents, run, storybrief

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's own files, to build from or to spoil."""
    folder = tmp_path / "project"
    for name in ("src", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    return folder


# --- how large it is ---------------------------------------------------------------------------------------------

ROOMS, ARROWS, FLOORS = 22, 80, 7  # packages and modules at the top; imports between them; layers of the contract


def test_the_house_has_few_rooms_arrows_and_floors() -> None:
    top, arrows = ROOT / "src/storybrief", set()
    rooms = {file.relative_to(top).parts[0].removesuffix(".py") for file in top.rglob("*.py")} - {
        "__init__",
        "__main__",
    }
    for file in top.rglob("*.py"):
        room = file.relative_to(top).parts[0].removesuffix(".py")
        for module in re.findall(r"^ *(?:from|import) storybrief\.(\w+)", file.read_text(encoding="utf-8"), re.M):
            arrows |= {(room, module)} if module != room else set()
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    counted = (len(rooms), len(arrows), len(contract["layers"]))
    assert all(count <= most for count, most in zip(counted, (ROOMS, ARROWS, FLOORS), strict=True)), counted


MOST_LINES, LONGEST = 400, 40  # of a file; of a function


def test_files_and_functions_are_short() -> None:
    top, over = ROOT / "src/storybrief", set()
    for file in sorted(top.rglob("*.py")):
        text, path = file.read_text(encoding="utf-8"), file.relative_to(top).as_posix()
        made = [d for d in ast.walk(ast.parse(text)) if isinstance(d, ast.FunctionDef)]
        long = [d.name for d in made if (d.end_lineno or d.lineno) - d.lineno >= LONGEST]
        if text.count("\n") > MOST_LINES or long:
            over.add(path)
    assert over == set(), "no file over 400 lines, no function over 40"


def test_contributing_names_only_files_that_are_there_and_is_wrapped() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if len(line) > 120 and not line.startswith("|")] == []
    there = set(contents(ROOT / "src/storybrief")) | {f"tests/{path}" for path in contents(ROOT / "tests")}
    named = set(re.findall(r"`((?:\w+/)+\w+\.(?:py|tsv|txt|md))`", text))
    there |= {f"benchmarks/{path}" for path in contents(ROOT / "benchmarks")}
    assert len(named) > 50
    assert named - there == set()


# --- imports ---------------------------------------------------------------------------------------------------


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-c", LINT, "--no-logo", "--no-cache", PYTHONPATH=str(folder / "src"))


@pytest.mark.parametrize(
    ("module", "line", "complaint"),
    [
        ("claims/merge.py", "import storybrief.statements.extract", "storybrief.claims is not allowed to import"),
        (
            "pages/escape.py",
            "import storybrief.pipeline.build",
            "storybrief.pages is not allowed to import storybrief.pipeline",
        ),
        (
            "model/article.py",
            "import storybrief.problems",
            "storybrief.model is not allowed to import storybrief.problems",
        ),
        ("pipeline/build.py", "import mkdocs", "storybrief is not allowed to import mkdocs"),
        ("utils.py", "", "utils"),
    ],
)
def test_the_contract_finds_an_import_that_points_up_or_aside(
    copy: Path, module: str, line: str, complaint: str
) -> None:
    file = copy / "src/storybrief" / module
    file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + f"\n{line}\n", encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1
    assert complaint in " ".join(done.stdout.split())


def test_the_contract_holds(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


def test_help_is_quick_because_it_imports_nothing_big(tmp_path: Path) -> None:
    big = {"jinja2", "lxml", "markdown_it", "mkdocs", "pydantic", "rapidfuzz", "trafilatura", "yaml"}
    code = f"import sys, storybrief.cli; print(sorted({big} & set(sys.modules)))"
    assert run(tmp_path, sys.executable, "-c", code).stdout == "[]\n"


def test_a_build_needs_no_mkdocs(small: Path) -> None:
    code = "import sys; sys.modules['mkdocs'] = None; from storybrief.cli import main; main(['build'])"
    done = run(small, sys.executable, "-c", code)
    assert done.returncode == 0, done.stderr


# --- the wheel -------------------------------------------------------------------------------------------------

BUILD = "from setuptools.build_meta import build_wheel; import sys; print(build_wheel(sys.argv[1]))"


def test_the_wheel_has_every_file_and_builds_a_site_from_elsewhere(copy: Path, site: Path, tmp_path: Path) -> None:
    done = run(copy, sys.executable, "-c", BUILD, str(tmp_path))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        names = set(wheel.namelist())
        wheel.extractall(tmp_path / "installed")
    needed = {f"storybrief/{path}" for path in contents(copy / "src/storybrief")}
    needed |= {f"storybrief/templates/{path}" for path in contents(copy / "templates")}
    assert {name for name in needed if name not in names} == set()
    assert {name.split("/")[0] for name in names} == {
        "storybrief",
        next(n for n in names if "dist-info" in n).split("/")[0],
    }

    installed = str(tmp_path / "installed")
    where = run(tmp_path, sys.executable, "-c", "import storybrief; print(storybrief.__file__)", PYTHONPATH=installed)
    assert where.stdout.startswith(installed + os.sep)
    assert storybrief(site, "build", PYTHONPATH=installed).returncode == 0
    built = run(site, sys.executable, "-m", "mkdocs", "build", "--strict", PYTHONPATH=installed)
    assert built.returncode == 0, built.stderr
    assert (site / "site/gaza-ceasefire/index.html").is_file()
