"""How a folder of articles becomes content/: the same bytes every time, and nobody's work is touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from invented import FERRY_A, FERRY_B, KILN, contents, empty_site, ferry, put, storybrief, times, write_story
from storybrief.pages.seal import sealed
from storybrief.pipeline.plan import plan
from storybrief.pipeline.publish import Published, in_a_line
from storybrief.pipeline.update import update
from storybrief.problems import Problem, errors
from storybrief.verify.check import check

FERRY_PAGES = {
    "ferry/brief.json",
    "ferry/evidence.md",
    "ferry/index.md",
    "ferry/ledger.json",
    "ferry/articles/coast.md",
    "ferry/articles/island.md",
}


def build(site: Path) -> Published:
    return update(site, cached=False).published


def of(story: str, paths: Iterable[str]) -> set[str]:
    """Those of the pages that belong to one story; pages across stories follow from them."""
    return {path for path in paths if path.startswith(f"{story}/")}


def told(site: Path) -> list[tuple[str, str]]:
    """The errors of a build, as (path, code)."""
    return sorted((p.path, p.code) for p in errors(update(site, cached=False).problems))


# --- the same bytes --------------------------------------------------------------------------------------------


def test_two_builds_in_different_places_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    ferry(site)
    other = tmp_path / "a longer way" / "to the other site"
    shutil.copytree(site, other)
    build(site)
    build(other)
    assert contents(site / "content") == contents(other / "content")
    assert of("ferry", contents(site / "content")) == FERRY_PAGES


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    ],
)
def test_the_bytes_do_not_depend_on_hash_seed_time_zone_locale_or_folder(
    site: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    ferry(site)
    build(site)
    expected = contents(site / "content")
    shutil.rmtree(site / "content")
    done = storybrief(tmp_path, "build", "--site", os.path.relpath(site, tmp_path), **environment)
    assert done.returncode == 0, done.stderr
    assert contents(site / "content") == expected


def test_the_order_of_files_on_disk_does_not_matter(tmp_path: Path) -> None:
    sources = {"b.txt": FERRY_B, "a.txt": FERRY_A, "c.txt": KILN}
    first, second = empty_site(tmp_path / "one"), empty_site(tmp_path / "two")
    write_story(first, "ferry", sources)
    write_story(second, "ferry", dict(reversed(sources.items())))
    build(first)
    build(second)
    assert contents(first / "content") == contents(second / "content")


def test_an_unchanged_build_writes_nothing(small: Path) -> None:
    first = build(small)
    before = times(small)
    second = build(small)
    assert times(small) == before
    assert second == Published((), (), first.written, ())


def test_only_changed_pages_are_written(small: Path) -> None:
    write_story(small, "kiln", {"kiln.txt": KILN})
    build(small)
    before = times(small / "content")
    write_story(small, "kiln", {"kiln.txt": KILN.replace("180", "190")})
    done = build(small)
    assert of("kiln", done.written) == {
        "kiln/articles/kiln.md",
        "kiln/brief.json",
        "kiln/evidence.md",
        "kiln/index.md",
        "kiln/ledger.json",
    }
    assert of("ferry", done.written) == set()
    changed = {path for path, at in times(small / "content").items() if before[path] != at and Path(path).suffix}
    assert changed == set(done.written)


def test_a_page_that_git_gave_other_line_ends_is_unchanged(small: Path) -> None:
    build(small)
    page = small / "content/ferry/index.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert build(small).written == ()
    assert update(small, cached=False, write=False).problems == ()


# --- people's work is safe -------------------------------------------------------------------------------------


def test_an_edited_page_is_left_and_named_with_where_the_edit_belongs(small: Path) -> None:
    build(small)
    page = small / "content/ferry/evidence.md"
    edited = page.read_bytes().replace(b"12 days", b"13 days", 1)
    page.write_bytes(edited)
    write_story(small, "ferry", {"coast.txt": FERRY_A.replace("340", "350")})
    done = build(small)
    assert page.read_bytes() == edited
    assert [(p.path, p.code) for p in done.problems] == [("content/ferry/evidence.md", "edited-page")]
    assert "briefs/ferry/overrides.yml" in done.problems[0].message
    assert of("ferry", done.written) == {
        "ferry/articles/coast.md",
        "ferry/brief.json",
        "ferry/index.md",
        "ferry/ledger.json",
    }, "the other pages of the story are still built"
    page.unlink()
    assert build(small).problems == ()
    assert b"350" in page.read_bytes()


@pytest.mark.parametrize("change", [b"\n", "\n<!-- stays -->\n".encode("latin-1"), "é".encode("latin-1")])
def test_even_a_small_edit_in_any_encoding_is_an_edit(small: Path, change: bytes) -> None:
    build(small)
    page = small / "content/index.md"
    page.write_bytes(page.read_bytes() + change)
    before = contents(small / "content")
    done = build(small)
    assert [(p.path, p.code) for p in done.problems] == [("content/index.md", "edited-page")]
    assert "templates/home.md.jinja" in done.problems[0].message
    assert contents(small / "content") == before


def test_an_edited_page_of_a_removed_story_is_left_and_named(small: Path) -> None:
    build(small)
    page = small / "content/ferry/articles/coast.md"
    page.write_text(page.read_text(encoding="utf-8") + "my own words\n", encoding="utf-8")
    shutil.rmtree(small / "briefs/ferry")
    done = build(small)
    assert [(p.path, p.code) for p in done.problems] == [("content/ferry/articles/coast.md", "edited-page")]
    assert of("ferry", done.removed) == {
        "ferry/articles/island.md",
        "ferry/brief.json",
        "ferry/evidence.md",
        "ferry/index.md",
        "ferry/ledger.json",
    }
    assert page.read_text(encoding="utf-8").endswith("my own words\n")


def test_an_edited_page_of_a_story_with_an_error_is_named_too(small: Path) -> None:
    build(small)
    page = small / "content/ferry/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "my own words\n", encoding="utf-8")
    write_story(small, "ferry", {"coast.txt": ""})
    assert told(small) == [
        ("briefs/ferry/sources/coast.txt", "empty"),
        ("content/ferry/index.md", "edited-page"),
    ]


def test_files_of_a_person_in_content_stay(small: Path) -> None:
    build(small)
    own = {
        "about.md": b"# About us\n",
        "ferry/map.md": b"---\ntitle: Map\n---\nA map.\n",
        "ferry/map.png": b"\x89PNG",
        "kiln/notes.md": b"\xff\xfe not even text",
        "CNAME": b"briefs.example\n",
    }
    for path, data in own.items():
        (small / "content" / path).parent.mkdir(exist_ok=True)
        (small / "content" / path).write_bytes(data)
    assert build(small).problems == ()
    shutil.rmtree(small / "briefs/ferry")
    done = build(small)
    assert done.problems == ()
    left = contents(small / "content")
    assert {path: left[path] for path in own} == own
    assert set(left) == {*own, "index.md"}


def test_a_file_of_a_person_in_the_way_is_told_and_stays(small: Path) -> None:
    page = small / "content/ferry/index.md"
    page.parent.mkdir()
    page.write_text("# My ferry page\n", encoding="utf-8")
    done = build(small)
    assert [(p.path, p.code) for p in done.problems] == [("content/ferry/index.md", "in-the-way")]
    assert page.read_text(encoding="utf-8") == "# My ferry page\n"


def test_a_folder_in_the_way_is_told(small: Path) -> None:
    (small / "content/ferry/index.md").mkdir(parents=True)
    done = build(small)
    assert [(p.path, p.code) for p in done.problems] == [("content/ferry/index.md", "unwritable")]
    assert "ferry/articles/coast.md" in done.written


def test_a_removed_story_takes_its_pages_and_empty_folders_away(small: Path) -> None:
    write_story(small, "kiln", {"kiln.txt": KILN})
    build(small)
    shutil.rmtree(small / "briefs/kiln")
    done = build(small)
    assert of("kiln", done.removed) == {
        "kiln/articles/kiln.md",
        "kiln/brief.json",
        "kiln/evidence.md",
        "kiln/index.md",
        "kiln/ledger.json",
    }
    assert not (small / "content/kiln").exists()
    assert (small / "content/ferry/index.md").exists()


def test_a_removed_story_is_linked_to_from_nowhere(small: Path) -> None:
    """Neither from the home page and the months, nor from the pages of people and outlets that other stories share."""
    write_story(
        small, "pier", {"post.md": FERRY_A, "wire.txt": FERRY_B}, story="articles:\n  post.md:\n    outlet: Post\n"
    )
    write_story(small, "ferry", {}, story="articles:\n  coast.txt:\n    outlet: Post\n    published: 2026-03-02\n")
    build(small)
    shared = {"people/ina-brandt.md", "outlets/post.md", "index.md"}
    assert shared <= {path for path, data in contents(small / "content").items() if b"ferry/" in data}
    shutil.rmtree(small / "briefs/ferry")
    build(small)
    left = contents(small / "content")
    assert shared <= set(left)
    assert not [path for path, data in left.items() if b"ferry/" in data]
    assert not errors(check(plan(small), small))


def test_the_last_story_removed_leaves_an_empty_home_page(small: Path) -> None:
    build(small)
    shutil.rmtree(small / "briefs/ferry")
    build(small)
    assert list(contents(small / "content")) == ["index.md"]
    assert "no story yet" in (small / "content/index.md").read_text(encoding="utf-8")


def test_a_renamed_source_takes_its_old_page_away(small: Path) -> None:
    build(small)
    (small / "briefs/ferry/sources/coast.txt").rename(small / "briefs/ferry/sources/coast-post.txt")
    done = build(small)
    assert of("ferry", done.removed) == {"ferry/articles/coast.md"}
    assert "ferry/articles/coast-post.md" in done.written


def test_a_folder_without_briefs_loses_nothing(small: Path) -> None:
    build(small)
    before = contents(small / "content")
    (small / "briefs").rename(small / "brief")
    assert told(small) == [("briefs", "no-briefs")]
    assert contents(small / "content") == before


# --- bad input -------------------------------------------------------------------------------------------------

OVERRIDE = "overrides:\n  - do: drop\n    where: nobody ever said this\n    why: a try\n"


@pytest.fixture
def bad(small: Path) -> Path:
    """A site built once, then spoiled in every way at once, with one good story beside."""
    stories = ("empty", "no-body", "binary", "huge", "story-yaml", "overrides-yaml", "same-name", "no-match")
    for name in stories:
        ferry(small, name)
    assert told(small) == []
    write_story(small, "empty", {"coast.txt": ""})
    write_story(small, "no-body", {"third.md": "---\ntitle: Only a title\n---\n"})
    write_story(small, "binary", {"coast.txt": b"\x00\x01\x02\xff" * 50})
    write_story(small, "huge", {"coast.txt": b"The ferry stopped again. " * 800_000})
    write_story(small, "story-yaml", {}, story="articles:\n  coast.txt:\n    outlet: [\n")
    write_story(small, "overrides-yaml", {}, overrides="overrides:\n  - do: drop\n  why: x\n   to: y\n")
    write_story(small, "same-name", {"coast.md": FERRY_A})
    write_story(small, "no-match", {}, overrides=OVERRIDE)
    write_story(small, "no-article", {})
    write_story(small, "one", {"kiln.txt": KILN})
    write_story(small, "ferry", {"coast.txt": FERRY_A.replace("340", "360")})
    return small


def test_every_bad_story_is_told_at_once_and_the_good_ones_are_built(bad: Path) -> None:
    before = contents(bad / "content")
    done = update(bad, cached=False)
    found = {(p.path, p.line > 0, p.code) for p in errors(done.problems)}
    assert found == {
        ("briefs/empty/sources/coast.txt", False, "empty"),
        ("briefs/no-body/sources/third.md", False, "no-body"),
        ("briefs/binary/sources/coast.txt", False, "binary"),
        ("briefs/huge/sources/coast.txt", False, "too-large"),
        ("briefs/story-yaml/story.yml", True, "yaml"),
        ("briefs/overrides-yaml/overrides.yml", True, "yaml"),
        ("briefs/same-name/sources/coast.txt", False, "same-name"),
        ("briefs/no-match/overrides.yml", True, "no-place"),
        ("briefs/no-article", False, "no-article"),
    }
    assert done.published.problems == ()
    after = contents(bad / "content")
    assert of("ferry", done.published.written) == {
        "ferry/brief.json",
        "ferry/evidence.md",
        "ferry/index.md",
        "ferry/ledger.json",
        "ferry/articles/coast.md",
    }
    assert of("one", done.published.written) == {
        "one/brief.json",
        "one/evidence.md",
        "one/index.md",
        "one/ledger.json",
        "one/articles/kiln.md",
    }
    assert b"360" in after["ferry/index.md"]
    assert {p: b for p, b in after.items() if p not in done.published.written} == {
        p: b for p, b in before.items() if p not in done.published.written
    }, "a bad story keeps its old pages, and so does the home page, which lists it"
    assert set(done.failed) == {path.split("/")[1] for path, _, _ in found}
    assert "9 stories left as before, because of errors: binary, empty, huge, no-article," in in_a_line(
        done.failed, done.published
    )


def test_the_command_tells_them_all_and_exits_1(bad: Path) -> None:
    done = storybrief(bad, "build")
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 9
    assert all(line.startswith("briefs/") for line in lines), "no traceback, nothing but path:line: code: sentence"
    assert "9 stories left as before, because of errors" in done.stdout


def test_a_story_with_one_article_is_built_and_says_so(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    write_story(site, "kiln", {"kiln.txt": KILN})
    assert told(site) == []
    assert "one article, so nothing can be compared" in (site / "content/kiln/evidence.md").read_text(encoding="utf-8")


def test_a_source_that_cannot_be_read_does_not_blame_the_overrides(small: Path) -> None:
    """What an override fits cannot be judged while an article is missing."""
    override = "overrides:\n  - do: drop\n    where: before the hull is safe\n    why: a try\n"
    write_story(small, "ferry", {}, overrides=override)
    assert told(small) == []
    write_story(small, "ferry", {"coast.txt": ""})
    assert told(small) == [("briefs/ferry/sources/coast.txt", "empty")]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("{{ brief.headline.words }}\n\n{{ brief.no_such_thing }}\n", 3),
        ("{{ front_matter }}\n{{ 1 // 0 }}\n", 2),
        ("{{ front_matter }}\n\n\n{% if %}\n", 4),
        ("{{ front_matter }}\n{% include 'gone.jinja' %}\n", 2),
    ],
)
def test_a_wrong_template_is_told_with_its_line(small: Path, words: str, line: int) -> None:
    build(small)
    before = contents(small / "content")
    (small / "templates").mkdir()
    (small / "templates/brief.md.jinja").write_text(words, encoding="utf-8")
    planned = plan(small)
    assert [(p.path, p.line, p.code) for p in planned.problems] == [("templates/brief.md.jinja", line, "template")]
    build(small)
    assert contents(small / "content") == before


def test_a_wrong_home_template_is_told_with_its_line(small: Path) -> None:
    (small / "templates").mkdir()
    (small / "templates/home.md.jinja").write_text("{{ front_matter }}\n{{ 'a' + 1 }}\n", encoding="utf-8")
    planned = plan(small)
    assert [(p.path, p.line, p.code) for p in planned.problems] == [("templates/home.md.jinja", 2, "template")]
    assert "ferry/index.md" in build(small).written


def test_a_fault_of_the_tool_on_one_story_does_not_stop_the_others(small: Path) -> None:
    """A template of the site's own that is no text at all stands for a fault that nobody foresaw."""
    write_story(small, "kiln", {"kiln.txt": KILN})
    (small / "templates").mkdir()
    (small / "templates/article.md.jinja").write_bytes(b"\xff\xfe\x00")
    planned = plan(small)
    assert [(p.path, p.code) for p in planned.problems] == [("briefs/ferry", "internal"), ("briefs/kiln", "internal")]
    assert "UnicodeDecodeError" in planned.problems[0].message


# --- nothing half written --------------------------------------------------------------------------------------

WRITE_MANY = """
import sys
from pathlib import Path
from storybrief.pages.seal import seal
from storybrief.pipeline.publish import Content, hash_of
text = seal("---\\ntitle: Many\\n---\\n" + "word " * 20_000 + "\\n")
content = Content(Path(sys.argv[1]) / "content", True)
for n in range(1500):
    content.put(f"s/articles/a{n}.md", hash_of(text), text)
"""


def test_a_killed_build_leaves_no_half_page_and_the_next_build_sweeps(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    folder = site / "content/s/articles"
    folder.mkdir(parents=True)
    written = 0
    for delay in (0.0, 0.005, 0.02):
        child = subprocess.Popen([sys.executable, "-c", WRITE_MANY, str(site)])
        while len(list(folder.glob("*.md"))) == written:
            assert child.poll() is None, "the build ended before it could be killed"
            time.sleep(0.001)
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()
        pages = list(folder.glob("*.md"))
        assert all(sealed(page.read_text(encoding="utf-8")) for page in pages)
        written = len(pages)
    (folder / ".storybrief-abc123").write_text("half a pa", encoding="utf-8")
    assert build(site).removed
    assert list(contents(site / "content")) == ["index.md"]


def test_a_check_sweeps_nothing(small: Path) -> None:
    build(small)
    (small / "content/.storybrief-abc123").write_text("half a pa", encoding="utf-8")
    before = times(small)
    update(small, cached=False, write=False)
    assert times(small) == before


def test_builds_at_the_same_time_do_not_disturb_each_other(small: Path) -> None:
    """`mkdocs serve` builds while somebody runs `storybrief build`; each may sweep the other's temporary files."""
    made = {page.path: page.text for page in plan(small).pages if page.path.endswith(".md")}
    other = {path: _resealed(text) for path, text in made.items()}

    def often(which: int) -> list[Problem]:
        plans = (made, other) if which % 2 else (other, made)
        return [p for n in range(60) for p in put(plans[n % 2].items(), small)]

    with ThreadPoolExecutor(4) as pool:
        assert [p for found in pool.map(often, range(4)) for p in found] == []
    assert put(made.items(), small) == ()
    assert {path: text.encode() for path, text in made.items()} == contents(small / "content")


def _resealed(text: str) -> str:
    from storybrief.pages.seal import seal

    head, _, rest = text.partition("\nstorybrief: ")
    return seal(head + rest[16:].replace("hull", "keel"))
