"""`storybrief add`: what an editor gives it, and what it says of each article."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import documents
from documents import PAGE, TITLE
from invented import FERRY_A, KILN, empty_site, storybrief
from storybrief.scaffold.adding import add, add_stories, found
from storybrief.store.layout import article_id


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    (folder / "post_files").mkdir(parents=True)
    (folder / "post_files" / "a.txt").write_text("no article", encoding="utf-8")
    page = PAGE.replace(
        "</body>", "<aside><p>Read about the wall that fell in March, and who will pay for it.</p></aside></body>"
    )
    (folder / "post.html").write_text(page, encoding="utf-8")
    (folder / "release.pdf").write_bytes(documents.two_pages())
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "ferry.txt").write_text(FERRY_A, encoding="utf-8")
    return folder


def sources(site: Path, story: str = "ferry") -> list[str]:
    return sorted(path.name for path in (site / "briefs" / story / "sources").glob("*"))


def test_a_folder_and_what_is_said_of_each_article(site: Path, saved: Path) -> None:
    done = storybrief(site, "add", "ferry", str(saved))
    assert done.returncode == 0, done.stderr
    assert sources(site) == ["ferry.txt", "post.html", "release.pdf"]
    assert f"briefs/ferry/sources/post.html\n  “{TITLE}”, The Marl Post, 58 words\n" in done.stdout
    assert "  not given: author, published, url\n" in done.stdout
    assert "left out of the page: 1 beside the article\n" in done.stdout
    assert "1 files (.jpg) were left" in done.stderr
    again = storybrief(site, "add", "ferry", str(saved / "*.html"), "--json")
    [told] = json.loads(again.stdout)
    assert (told["title"], told["outlet"], told["words"], told["was_there"]) == (TITLE, "The Marl Post", 58, True)
    assert (told["missing"], told["left_out"]) == (["author", "published", "url"], {"beside the article": 1})
    assert ": already-there: " in again.stderr


def test_what_is_wrong_is_told_and_the_others_are_added(site: Path, saved: Path) -> None:
    (saved / "broken.pdf").write_bytes(documents.two_pages()[:600])
    given = [str(saved / "broken.pdf"), "https://post.example/ferry", str(saved / "none*.txt"), str(saved / "gone.txt")]
    done = storybrief(site, "add", "ferry", *given, str(saved / "ferry.txt"))
    assert done.returncode == 1
    assert sources(site) == ["ferry.txt"]
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["address", "no-match", "broken", "unreadable"]
    assert "open the page in your browser, save it" in done.stderr


def test_nothing_is_made_for_a_story_without_an_article(site: Path, saved: Path) -> None:
    done = add(site, "ferry", [str(saved / "picture.jpg"), str(saved / "post_files" / "x")])
    assert [problem.code for problem in done.problems] == ["format", "unreadable"]
    assert not (site / "briefs" / "ferry").exists()


def test_standard_input_needs_a_name(site: Path) -> None:
    def piped(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", "from storybrief.cli import main; main()", "add", "ferry", *arguments]
        return subprocess.run(command, cwd=site, input=FERRY_A.encode(), capture_output=True, check=False)

    assert piped("-").returncode == 2
    assert b"wire/a.txt: source-name: " in piped("-", "--name", "wire/a.txt").stderr
    assert piped("-", "--name", "wire.txt").returncode == 0
    assert (site / "briefs" / "ferry" / "sources" / "wire.txt").read_text(encoding="utf-8") == FERRY_A


def test_each_folder_becomes_a_story(site: Path, tmp_path: Path) -> None:
    for path in ("Old Ferry/a.txt", "kiln/b.txt", "_mine/c.txt", "page_files/d.txt"):
        (tmp_path / "all" / path).parent.mkdir(parents=True)
        (tmp_path / "all" / path).write_text(KILN if "kiln" in path else FERRY_A, encoding="utf-8")
    (tmp_path / "all" / "page.html").write_text(PAGE, encoding="utf-8")
    done = add_stories(site, tmp_path / "all")
    assert [(one.story, one.path) for one in done.added] == [
        ("old-ferry", "briefs/old-ferry/sources/a.txt"),
        ("kiln", "briefs/kiln/sources/b.txt"),
    ]
    assert [problem.code for problem in done.problems] == ["story-name", "not-added"]
    assert storybrief(site, "add", "ferry", "x.txt", "--stories", "all").returncode == 2


def test_a_name_in_any_script_is_an_articles_name(site: Path, saved: Path) -> None:
    names = ["Паром остановлен.txt", "渡轮停航.txt", "العبارة.txt", "Łódź 2.txt"]
    for name in names:
        (saved / name).write_text(f"{FERRY_A}\n{name} is the last line of it.\n", encoding="utf-8")
    done = add(site, "ferry", [str(saved / name) for name in names])
    assert done.problems == []
    assert sources(site) == sorted(names)
    assert storybrief(site, "build").returncode == 0
    pages = sorted(path.stem for path in (site / "content" / "ferry" / "articles").glob("*.md"))
    assert pages == sorted(map(article_id, names))
    assert all(page.isascii() for page in pages)
    assert len({*pages}) == 4
    assert article_id("Łódź 2.txt") == "odz-2"
    assert article_id("St. Orla statement") == "st-orla-statement"


def test_a_file_named_like_a_pattern_is_that_file(saved: Path) -> None:
    (saved / "a[1].txt").write_text(FERRY_A, encoding="utf-8")
    files, problems = found([str(saved / "a[1].txt"), str(saved / "*.txt")])
    assert ([file.name for file in files], problems) == (["a[1].txt", "ferry.txt"], [])
