"""The same files give the same bytes: in any order, locale, time zone, hash seed, folder, with any number of workers."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from invented import ROOT, empty_site, ferry

COMMAND = "from storybrief.cli import main; main()"

# A file system may list a folder in any order, and one that ignores case by its own. Seen by every reader of folders.
OTHER_ORDER = """
import os, random
_scandir, _listdir = os.scandir, os.listdir
class _Listing:
    def __init__(self, entries): self.entries = iter(entries)
    def __iter__(self): return self.entries
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *_): return None
    def close(self): return None
def scandir(path="."):
    with _scandir(path) as found:
        entries = sorted(found, key=lambda e: KEY(e.name))
    return _Listing(entries)
def listdir(path="."):
    return sorted(_listdir(path), key=KEY)
os.scandir, os.listdir = scandir, listdir
"""
ORDERS = {
    "backwards": "KEY = lambda name: tuple(-ord(c) for c in os.fsdecode(name))\n",
    "by chance": "import random\n_chance = random.Random(5)\nKEY = lambda name: _chance.random()\n",
    "case aside": "KEY = lambda name: os.fsdecode(name).swapcase().casefold()[::-1]\n",
}


def stories(site: Path) -> None:
    """Three stories, two of them with files whose order by case differs from their order without."""
    folder = ferry(site)
    for number in range(2):
        other = site / "briefs" / f"other-{number}"
        shutil.copytree(folder, other)
        for index, file in enumerate(sorted((other / "sources").iterdir())):
            file.rename(file.with_name(f"{'Ba'[index % 2]}{file.name}"))
    shutil.copytree(ROOT / "briefs" / "gaza-ceasefire", site / "briefs" / "gaza-ceasefire")


def built(site: Path, place: Path, *arguments: str, **environment: str) -> dict[str, str]:
    """Build a site in a process of its own, from the folder `place`; return path -> hash of every page."""
    there = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "build", "--site", str(site), *arguments],
        cwd=place,
        env=there,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    content = site / "content"
    return {f.relative_to(content).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(content.rglob("*")) if f.is_file()}  # fmt: skip


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    site = empty_site(tmp_path_factory.mktemp("first") / "site")
    stories(site)
    return built(site, site, PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC")


WORLDS: dict[str, dict[str, str]] = {
    "another hash seed": {"PYTHONHASHSEED": "4242"},
    "no hash seed": {"PYTHONHASHSEED": "random"},
    "a German locale": {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"},
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "no locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "the day before": {"TZ": "Pacific/Pago_Pago"},
    "the day after": {"TZ": "Pacific/Kiritimati"},
    "a narrow terminal": {"COLUMNS": "20", "NO_COLOR": "1"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
}


@pytest.mark.parametrize("world", WORLDS)
def test_the_same_bytes_in_every_environment(world: str, first: dict[str, str], tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    stories(site)
    assert built(site, site, **WORLDS[world]) == first


@pytest.mark.parametrize("order", ORDERS)
def test_the_same_bytes_in_every_order_of_files(order: str, first: dict[str, str], tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(f"import os\n{ORDERS[order]}{OTHER_ORDER}", encoding="utf-8")
    site = empty_site(tmp_path / "site")
    stories(site)
    path = os.pathsep.join(filter(None, (str(hooks), os.environ.get("PYTHONPATH", ""))))
    assert built(site, site, PYTHONPATH=path) == first


def test_the_same_bytes_from_every_folder(first: dict[str, str], tmp_path: Path) -> None:
    site = empty_site(tmp_path / "a folder with spaces é" / "site")
    stories(site)
    assert built(site, tmp_path) == first
    shutil.rmtree(site / "content")
    (tmp_path / "linked").symlink_to(site)
    assert built(tmp_path / "linked", Path("/")) == first


@pytest.mark.parametrize("workers", ["1", "2", "8"])
def test_the_same_bytes_with_any_number_of_workers(workers: str, first: dict[str, str], tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    stories(site)
    assert built(site, site, "--no-cache", "--workers", workers) == first


def test_the_same_bytes_when_files_were_written_in_another_order(first: dict[str, str], tmp_path: Path) -> None:
    whole = empty_site(tmp_path / "whole")
    stories(whole)
    site = empty_site(tmp_path / "site")
    for file in sorted((whole / "briefs").rglob("*"), reverse=True):
        if file.is_file():
            to = site / file.relative_to(whole)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)
            os.utime(to, (0, 0))
    assert built(site, site) == first
