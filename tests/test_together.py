"""A `storybrief build` beside `mkdocs serve`: two processes at one site, and nothing is half, old, or somebody else's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from invented import FERRY_A, KILN, contents, write_story
from storybrief.pages.seal import sealed
from test_plugin import OVERRIDE, Serve
from test_served import ADDED_BY_SERVE, fresh

ROUNDS = 2
OWN = ("content/about.md", "content/ferry/cuttings.txt", "briefs/ferry/notes.txt", "briefs/ferry/sources/coast.txt")


OWN_IN_CONTENT = {path.removeprefix("content/") for path in OWN if path.startswith("content/")}


@pytest.fixture
def serve(small: Path) -> Iterator[Serve]:
    config = small / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("  - storybrief\n", "  - storybrief: {search: false}\n"), "utf-8"
    )
    write_story(small, "kiln", {"kiln.txt": KILN})
    (small / "content/ferry").mkdir(parents=True)
    (small / "content/about.md").write_text("# About us\n\n[The ferry](ferry/index.md)\n", encoding="utf-8")
    (small / "content/ferry/cuttings.txt").write_text("cut out on Friday\n", encoding="utf-8")
    (small / "briefs/ferry/notes.txt").write_text("ring the harbour master\n", encoding="utf-8")
    serve = Serve(small, "--config-file", "mkdocs.yml")  # a path that is not absolute, as people give it
    yield serve
    serve.stop()


def save(site: Path, number: int) -> None:
    """Correct one story and give another a new article, each saved at once."""
    for file, text in (
        ("ferry/overrides.yml", OVERRIDE.format(words=f"Words of round {number}")),
        (f"kiln/sources/round-{number % 2}.txt", FERRY_A.replace("12 days", f"{number + 20} days")),
    ):
        half = site / "half"
        half.write_text(text, encoding="utf-8")
        half.replace(site / "briefs" / file)


def pages(site: Path) -> Iterator[Path]:
    """The pages that the build has made, by now."""
    for folder, _, names in os.walk(site / "content"):
        for file in (Path(folder, name) for name in names if not name.startswith(".")):
            if file.relative_to(site / "content").as_posix() not in OWN_IN_CONTENT:
                yield file


def whole(file: Path) -> bool:
    """Whether a page is as a build wrote it, the one or the other; it may have been taken away meanwhile."""
    try:
        return bool(sealed(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return True


def served_so(serve: Serve, path: str, html: str) -> bool:
    return ADDED_BY_SERVE.sub("", serve.page(path)) == html


def test_a_build_beside_serve_leaves_every_file_whole_and_nothing_old(
    small: Path, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {path: ((small / path).read_bytes(), (small / path).stat().st_mtime_ns) for path in OWN}
    looks = 0
    for number in range(ROUNDS):
        save(small, number)
        building = subprocess.Popen(
            [sys.executable, "-c", "from storybrief.cli import main; main(['build'])"],
            cwd=small,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        while building.poll() is None:
            looks += 1
            assert serve.page("ferry/").rstrip().endswith("</html>")
            assert not [file for file in pages(small) if not whole(file)]
        told, _ = building.communicate()
        assert building.returncode == 0, told
        assert "error" not in told.casefold()
        save(small, number + ROUNDS)  # while the server may still be at it
    assert looks > ROUNDS

    monkeypatch.setenv("SITE_URL", f"http://{serve.address}/")
    right = fresh(small, tmp_path / "fresh")
    for path, html in right.items():
        serve.wait(partial(served_so, serve, path, html))
    now, made = contents(small / "content"), contents(tmp_path / "fresh/content")
    assert [path for path in now.keys() | made.keys() if now.get(path) != made.get(path)] == ["ferry/cuttings.txt"]
    assert own == {path: ((small / path).read_bytes(), (small / path).stat().st_mtime_ns) for path in OWN}
    assert not any(name.startswith(".storybrief-") for _, _, names in os.walk(small / "content") for name in names)
    assert "ERROR" not in serve.said()
    assert "Traceback" not in serve.said()
