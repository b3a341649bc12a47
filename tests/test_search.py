"""The search index in parts: what a reader finds is what Pagefind's index of all pages finds, and an edit costs a part."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagefind_index import read_index
from storybrief.search import index, indexed
from storybrief.search.form import FormError
from storybrief.search.join import ENTRY, joined
from storybrief.search.parts import Page, pages, parts
from storybrief.store.cache import Cache

STORIES = tuple(
    f"{place}-{thing}" for place in ("aldmouth", "brennick", "corrow") for thing in ("ferry", "kiln", "weir")
)
SMALL = 3_000  # bytes of HTML in a part: the site below has some ten parts
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><meta content="{title}" data-pagefind-meta="title[content]">
{head}</head><body><article data-pagefind-body data-pagefind-weight="{weight}"><h1>{title}</h1>{text}</article></body></html>"""
OF_STORY = """<meta content="{kind}" data-pagefind-filter="kind[content]" data-pagefind-meta="kind[content]">
<meta content="{story}" data-pagefind-filter="story[content]" data-pagefind-meta="story[content]">"""


class Counting(Cache):
    """A cache that counts what is put into it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "search")
        self.keys: list[str] = []

    def put(self, key: str, value: bytes, *, small: bool = True) -> None:
        self.keys.append(key)
        super().put(key, value, small=small)


def page(site: Path, path: str, title: str, text: str, *, kind: str = "", weight: str = "1") -> None:
    head = OF_STORY.format(kind=kind, story=path.split("/")[0]) if kind else ""
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=title, head=head, weight=weight, text=text), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Stories with articles, people with and without accents, a home page that is not to be found."""
    built = tmp_path / "site"
    for number, story in enumerate(STORIES):
        text = f"<p>Word{number} of the {story}: René Sandvik and Rene Holm counted {number + 40} barges.</p>" * (
            number + 1
        )
        page(built, f"{story}/index.html", f"The {story}", text, kind="Brief", weight="2")
        for outlet in ("gazette", "courier"):
            page(
                built,
                f"{story}/articles/{outlet}/index.html",
                f"{outlet} on {story}",
                text,
                kind="Article",
                weight="0.5",
            )
    for name in ("rene-sandvik", "rene-holm"):
        page(
            built, f"people/{name}/index.html", name.replace("-", " "), "<p>Said once, <a href='#d-1'>left out</a>.</p>"
        )
    (built / "index.html").write_text("<!doctype html><html lang=en><body>Everything</body></html>", encoding="utf-8")
    return built


def made(built: Path, cache: Cache | None = None, most: int = SMALL) -> Path:
    assert index(built, cache=cache, most=most) is None
    return built / "pagefind"


def contents(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_what_is_found_is_what_pagefind_finds_in_all_pages_at_once(site: Path) -> None:
    assert len(list(parts(pages(site, "pagefind"), SMALL))) > 5
    whole = read_index(made(site, most=10**9))
    joined = read_index(made(site))
    assert joined.lengths == whole.lengths
    assert joined.words == whole.words
    assert any(isinstance(word, tuple) for word in joined.words), "a word with accents is kept in its own form"
    assert joined.filters == whole.filters
    assert joined.pages == whole.pages
    assert "/" not in joined.pages, "a page that is not marked is not found"


def test_words_lie_between_the_bounds_by_which_they_are_looked_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storybrief.search.join._CHUNK", 400)
    chunks = read_index(made(site)).chunks
    assert len(chunks) > 5
    for first, last, words in chunks:
        assert first <= words[0] <= words[-1]
        assert words[-1] <= last or words[-1].startswith(last)
    assert all(before[1] < after[0] for before, after in pairwise(chunks))


def test_two_files_never_have_one_name(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_index(made(site, most=10**9))
    monkeypatch.setattr("storybrief.search.join._NAME", 1)
    joined = read_index(made(site))
    assert len(joined.files) > 32
    assert joined.pages == whole.pages
    assert joined.words == whole.words


def test_nothing_lies_there_that_the_index_does_not_need(site: Path) -> None:
    made(site)
    (site / "pagefind/fragment/en_old.pf_fragment").write_bytes(b"left by somebody who was stopped")
    (site / STORIES[0] / "index.html").unlink()
    folder = made(site)
    run = {"pagefind.js", "pagefind-worker.js", "wasm.en.pagefind", "wasm.unknown.pagefind", "pagefind-entry.json"}
    assert set(contents(folder)) == read_index(folder).files | run


def test_an_edit_makes_one_part_anew(site: Path, tmp_path: Path) -> None:
    with Counting(tmp_path / "cache") as cache:
        made(site, cache)
        assert len(cache.keys) > 5
        for edit in ("Brinesea", "Brinemoor"):
            cache.keys.clear()
            page(site, f"{STORIES[4]}/index.html", "Edited", f"<p>{edit} said so.</p>", kind="Brief", weight="2")
            words = read_index(made(site, cache)).words
            assert len(cache.keys) == 1
            assert list(words[edit.lower()]) == [f"/{STORIES[4]}/"]


def test_an_index_of_the_same_pages_is_left_as_it_is(site: Path, tmp_path: Path) -> None:
    with Counting(tmp_path / "cache") as cache:
        folder = made(site, cache)
        before = {file: file.stat().st_mtime_ns for file in folder.rglob("*.pf_*")}
        cache.keys.clear()
        assert index(site, cache=cache, state="of today", most=SMALL) is None
        assert cache.keys == []
        assert {file: file.stat().st_mtime_ns for file in folder.rglob("*.pf_*")} == before
    assert indexed(site) == "of today"


def test_a_part_that_was_damaged_is_made_again(site: Path, tmp_path: Path) -> None:
    with Counting(tmp_path / "cache") as cache:
        whole = read_index(made(site, cache))
        for key in set(cache.keys):
            Cache.put(cache, key, b"no archive")
        (site / "pagefind/pagefind-entry.json").unlink()
        assert read_index(made(site, cache)).words == whole.words


def test_what_cannot_be_joined_is_indexed_at_once(site: Path) -> None:
    """An order to sort by, which a theme of somebody's own may ask for, is in an index without the values that made it."""
    home = site / STORIES[0] / "index.html"
    home.write_text(home.read_text("utf-8").replace("<h1>", '<h1 data-pagefind-sort="title">'), "utf-8")
    whole, joined = (read_index(made(site, most=most)) for most in (10**9, SMALL))
    assert joined.words == whole.words
    assert joined.filters == whole.filters


def test_only_the_version_whose_form_is_known_is_joined(site: Path) -> None:
    files = contents(made(site, most=10**9))
    entry = {key: value for key, value in json.loads(files[ENTRY]).items() if key != "storybrief"}
    known, later = ({**files, ENTRY: json.dumps({**entry, **other}).encode()} for other in ({}, {"version": "1.6.0"}))
    assert dict(joined([known, known]))
    with pytest.raises(FormError):
        list(joined([later, later]))


def test_when_pagefind_fails_the_old_index_stays(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(made(site))
    page(site, f"{STORIES[4]}/index.html", "Edited", "<p>Anew.</p>", kind="Brief")
    program(tmp_path, "echo No disk today >&2; exit 1", monkeypatch)
    assert index(site, most=SMALL) == "No disk today"
    assert contents(site / "pagefind") == before


def test_whoever_is_killed_leaves_the_old_index_and_the_next_makes_the_new(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(made(site))
    page(site, f"{STORIES[4]}/index.html", "Edited", "<p>Brinesea.</p>", kind="Brief")
    with monkeypatch.context() as patched:
        program(tmp_path, f"touch '{tmp_path}/begun'; exec sleep 600", patched)
        code = (
            f"from pathlib import Path; from storybrief.search import index; index(Path({str(site)!r}), most={SMALL})"
        )
        killed = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        while not (tmp_path / "begun").exists():
            assert killed.poll() is None
            time.sleep(0.01)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
    left = contents(site / "pagefind")
    assert {path: left[path] for path in before} == before
    folder = made(site)
    assert list(read_index(folder).words["brinesea"]) == [f"/{STORIES[4]}/"]
    assert not [path for path in contents(folder) if path.startswith(".")]


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this shell script stand for Pagefind's program."""
    file = folder / "program"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(file))


# --- which page belongs to which part ------------------------------------------------------------------------------


def of(site: Path, *stories: str, size: int = 500) -> list[Page]:
    for story in stories:
        for path in (f"{story}/index.html", f"{story}/articles/one/index.html", f"people/of-{story}/index.html"):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text("x" * size, encoding="utf-8")
    return pages(site, "pagefind")


def test_a_story_lies_in_one_part_and_what_is_about_all_lies_apart(tmp_path: Path) -> None:
    found = list(parts(of(tmp_path, *STORIES), 2_500))
    assert len(found) > 5
    tops = [{page.path.split("/")[0] for page in part} for part in found]
    assert all(sum(story in top for top in tops) == 1 for story in STORIES)
    assert all(top == {"people"} or "people" not in top for top in tops)
    assert all(sum(page.size for page in part) <= 2_500 for part in found)


def test_a_small_site_has_one_part(tmp_path: Path) -> None:
    found = of(tmp_path, *STORIES)
    assert list(parts(found, sum(page.size for page in found))) == [found]


def test_a_story_larger_than_a_part_is_divided(tmp_path: Path) -> None:
    found = list(parts(of(tmp_path, "ferry"), 500))
    assert sorted(len(part) for part in found) == [1, 1, 1]


@given(
    st.sets(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=1, max_size=40),
    st.from_regex(r"[a-z]{10}", fullmatch=True),
)
def test_a_story_that_joins_changes_no_other_part(names: set[str], joins: str) -> None:
    every = [page_of(name) for name in sorted({*names, joins})]
    before = [part for part in parts([page for page in every if page.path != page_of(joins).path], 3_000) if part]
    after = list(parts(every, 3_000))
    changed = [part for part in before if part not in after]
    assert len(changed) <= 1
    assert sorted((page for part in after for page in part), key=lambda page: page.path) == every
    assert list(parts(every[::-1], 3_000)) == [part[::-1] for part in after]


def page_of(story: str) -> Page:
    from storybrief.search.parts import _place

    path = f"{story}/index.html"
    return Page(path, "", 1_000, _place(path))
