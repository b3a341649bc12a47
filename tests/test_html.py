"""Our pages are made apart from MkDocs, once, by several processes, and are byte for byte what it would make."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from invented import FERRY_B, KILN, ROOT, contents, ferry, mkdocs, run, write_story
from pagefind_index import read_index
from storybrief.pipeline.record import RECORD

PERSON = """\
# About us

See [the ferry](ferry/index.md#in-brief), [all people](people/index.md) and ![a mark](mark.svg).
"""


@pytest.fixture
def own(small: Path) -> Path:
    """A small site with a page and a picture of a person's own, not built yet."""
    (small / "content/about.md").write_text(PERSON, encoding="utf-8")
    (small / "content/mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return small


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The example site, with a page and a picture of a person's own; its content/ is not built yet."""
    site = tmp_path / "whole"
    site.mkdir()
    shutil.copytree(ROOT / "briefs", site / "briefs")
    shutil.copy(ROOT / "mkdocs.yml", site / "mkdocs.yml")
    ferry(site)
    (site / "content").mkdir()
    (site / "content/about.md").write_text(PERSON, encoding="utf-8")
    (site / "content/mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return site


def configured(site: Path, file: str, plugin: str, **values: str) -> str:
    """Write another mkdocs.yml with these settings of the plugin and these values, and return its name."""
    text = (site / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^  - storybrief.*\n", f"  - storybrief: {{{plugin}}}\n", text, flags=re.MULTILINE)
    for name, value in values.items():
        text = re.sub(rf"^{name}:.*\n", "", text, flags=re.MULTILINE) + f"{name}: {value}\n"
    (site / file).write_text(text, encoding="utf-8")
    return file


def built(site: Path, config: str, folder: str) -> dict[str, bytes]:
    """Build the site strictly; return its files, but the search index, and the record, which names the configuration."""
    done = mkdocs(site, "build", "--strict", "-f", config, "-d", folder)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (site / folder / "pagefind/pagefind-entry.json").is_file()
    assert not (site / folder / ".storybrief").exists()
    return {p: data for p, data in contents(site / folder).items() if not p.startswith("pagefind/") and p != RECORD}


ADDRESSES = [
    {},
    {"use_directory_urls": "false", "site_url": "https://news.example/briefs/"},
    {
        "site_url": "https://news.example/briefs/",
        "repo_url": "https://code.example/us/site",
        "nav": "[index.md, {About: about.md}, {All: [people/index.md]}]",
        "extra_css": "[mark.css]",
        "copyright": "Us &amp; them",
    },
]


@pytest.mark.parametrize("values", ADDRESSES, ids=lambda values: " ".join(values) or "as it is")
def test_a_page_is_what_mkdocs_makes_of_it(whole: Path, values: dict[str, str]) -> None:
    """The shorter way stays honest: everything that MkDocs would write, and nothing else, byte for byte."""
    slow = built(whole, configured(whole, "slow.yml", "fast: false", **values), "slow")
    fast = built(whole, configured(whole, "fast.yml", "workers: 1", **values), "fast")
    assert sorted(fast) == sorted(slow)
    assert [path for path in fast if fast[path] != slow[path]] == []
    assert len([path for path in fast if path.endswith(".html")]) > 40


def test_the_bytes_are_the_same_with_any_number_of_workers_and_with_and_without_the_cache(whole: Path) -> None:
    one = built(whole, configured(whole, "one.yml", "workers: 1, cache: false"), "one")
    for settings in ("workers: 2, cache: false", "workers: 8", "workers: 1"):
        assert built(whole, configured(whole, "other.yml", settings), "other") == one, settings
    assert built(whole, "other.yml", "another") == one, "from the cache into an empty folder"


def test_only_what_changed_is_written(own: Path) -> None:
    write_story(own, "kiln", {"kiln.txt": KILN})
    config = configured(own, "mkdocs.yml", "")
    built(own, config, "site")
    before = times(own / "site")
    built(own, config, "site")
    assert times(own / "site") == {**before, **mkdocs_own(times(own / "site"))}, "nothing changed"
    write_story(own, "ferry", {"island.txt": FERRY_B.replace("14 days", "16 days")})
    built(own, config, "site")
    after = times(own / "site")
    changed = {path for path in after if after[path] != before.get(path)} - set(mkdocs_own(after))
    assert "ferry/evidence/index.html" in changed
    assert not any(path.startswith("kiln/") for path in changed)


def times(folder: Path) -> dict[str, int]:
    return {str(f.relative_to(folder)): f.stat().st_mtime_ns for f in folder.rglob("*") if f.is_file()}


def mkdocs_own(found: dict[str, int]) -> dict[str, int]:
    """Of these files, those that are written at each build: MkDocs' own, and the record of it."""
    own = (RECORD, "assets/", "about/", "404.html", "mark.svg", "sitemap.xml", "feed.xml")
    return {path: time for path, time in found.items() if path.startswith(own)}


def test_what_a_person_did_to_the_built_site_does_not_stay(own: Path) -> None:
    config = configured(own, "mkdocs.yml", "")
    right = built(own, config, "site")
    (own / "site/ferry/index.html").write_text("spoilt", encoding="utf-8")
    (own / "site/people/ina-brandt/index.html").unlink()
    (own / "site/people/stray.html").write_text("not ours", encoding="utf-8")
    (own / "site/stray").mkdir()
    (own / "site/stray/page.html").write_text("not ours", encoding="utf-8")
    assert built(own, config, "site") == right


def test_an_index_that_could_not_be_made_is_made_by_the_next_build(own: Path, tmp_path: Path) -> None:
    """Until then readers have the one that was there."""
    config = configured(own, "mkdocs.yml", "")
    built(own, config, "site")
    before = read_index(own / "site/pagefind").words
    write_story(own, "kiln", {"kiln.txt": KILN})
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho No disk today >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    done = run(own, sys.executable, "-m", "mkdocs", "build", PAGEFIND_BINARY_PATH=str(program))
    assert "Search does not find these pages: No disk today" in done.stderr
    assert (own / "site/kiln/index.html").is_file()
    assert read_index(own / "site/pagefind").words == before
    built(own, config, "site")
    assert "/kiln/" in read_index(own / "site/pagefind").lengths


def test_a_story_that_is_gone_leaves_nothing(own: Path) -> None:
    config = configured(own, "mkdocs.yml", "")
    write_story(own, "kiln", {"kiln.txt": KILN})
    assert "kiln/index.html" in built(own, config, "site")
    shutil.rmtree(own / "briefs/kiln")
    again = built(own, config, "site")
    assert not any(path.startswith("kiln") for path in again)
    assert not (own / "site/kiln").exists()
    assert again == built(own, config, "elsewhere")


def test_a_spoilt_cache_changes_nothing(own: Path) -> None:
    config = configured(own, "mkdocs.yml", "")
    right = built(own, config, "site")
    cache = own / ".cache/storybrief/html.sqlite3"
    data = bytearray(cache.read_bytes())
    for at in range(5000, len(data), 997):
        data[at] ^= 0xFF
    cache.write_bytes(data)
    assert built(own, config, "site") == right
    cache.write_bytes(b"not a cache")
    assert built(own, config, "fresh") == right


CHANGES: dict[str, Callable[[Path], object]] = {
    "mkdocs.yml": lambda site: configured(site, "mkdocs.yml", "", site_name="Another name"),
    "an extension": lambda site: replaced(site / "mkdocs.yml", "BACKLINK_TITLE: ", "SEPARATOR: '-' # "),
    "a template of the theme": lambda site: overridden(site, "{% block footer %}<footer>Ours</footer>{% endblock %}"),
    "a template that asks for the whole site": lambda site: overridden(
        site, "{% block footer %}<p>{{ pages|length }} pages, next: {{ page.next_page.url }}</p>{% endblock %}"
    ),
}


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def overridden(site: Path, block: str) -> None:
    (site / "ours").mkdir()
    (site / "ours/main.html").write_text('{% extends "base.html" %}\n' + block, encoding="utf-8")
    replaced(site / "mkdocs.yml", "  name: storybrief\n", "  name: storybrief\n  custom_dir: ours\n")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_pages_are_made_of_reaches_every_page(own: Path, change: str) -> None:
    config = configured(own, "mkdocs.yml", "")
    before = built(own, config, "site")
    CHANGES[change](own)
    after = built(own, config, "site")
    assert after["ferry/index.html"] != before["ferry/index.html"]
    slow = replaced_plugin(own, "fast: false")
    assert after == built(own, slow, "slow")


def replaced_plugin(site: Path, settings: str) -> str:
    text = (site / "mkdocs.yml").read_text(encoding="utf-8")
    (site / "slow.yml").write_text(text.replace("  - storybrief: {}", f"  - storybrief: {{{settings}}}"), "utf-8")
    return "slow.yml"


def test_a_hook_that_changes_pages_is_heard(own: Path) -> None:
    (own / "hook.py").write_text(
        "def on_page_content(html, **_):\n    return html + '<p>From the hook</p>'\n", encoding="utf-8"
    )
    config = configured(own, "mkdocs.yml", "", hooks="[hook.py]")
    assert b"From the hook" in built(own, config, "site")["ferry/index.html"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("[gone](ferry/nowhere.md)\n", "'ferry/nowhere.md', but the target is not found"),
        ("[gone](ferry/index.md#no-such-place)\n", "does not contain an anchor '#no-such-place'"),
    ],
)
def test_a_persons_link_that_leads_nowhere_is_told(own: Path, page: str, told: str) -> None:
    (own / "content/about.md").write_text("# About\n\n" + page, encoding="utf-8")
    done = mkdocs(own, "build", "--strict")
    assert done.returncode == 1
    assert told in done.stderr


@pytest.mark.parametrize("link", ["other.md", "index.md#no-such-place", "/absolute/", "../people/index.md#nobody"])
def test_a_link_in_our_own_page_that_leads_nowhere_is_told_by_mkdocs(small: Path, link: str) -> None:
    (small / "templates").mkdir()
    template = (ROOT / "templates/brief.md.jinja").read_text(encoding="utf-8")
    (small / "templates/brief.md.jinja").write_text(f"{template}\n\n[a way]({link})\n", encoding="utf-8")
    told = []
    for settings in ("fast: false", "workers: 1", "workers: 1"):
        done = mkdocs(small, "build", "--strict", "-f", configured(small, "other.yml", settings))
        assert done.returncode == 1
        told.append([line for line in done.stderr.splitlines() if "WARNING" in line])
    assert told[0] == told[1] == told[2] != []


def test_the_sitemaps_packed_form_has_no_time(own: Path) -> None:
    config = configured(own, "mkdocs.yml", "", site_url="https://news.example/")
    packed = built(own, config, "site")["sitemap.xml.gz"]
    assert packed[4:8] == bytes(4)
    assert os.environ.get("SOURCE_DATE_EPOCH") is None


def test_a_page_with_forms_that_are_not_known_is_what_mkdocs_makes_of_it(whole: Path) -> None:
    """Words with marks that no template of ours writes."""
    (whole / "templates").mkdir()
    template = (ROOT / "templates/brief.md.jinja").read_text(encoding="utf-8")
    odd = "A `b` <https://c.example> <d@e.example> ![f](g.svg) [h][i] [i]  \nj *k* **l _m_** [n `o`](#in-brief)\n\n"
    (whole / "templates/brief.md.jinja").write_text(f"{template}\n\n{odd}[i]: https://p.example\n", encoding="utf-8")
    for story in (
        "ferry",
        *(folder.name for folder in (ROOT / "briefs").iterdir() if folder.is_dir() and folder.name[0] != "."),
    ):
        (whole / "content" / story).mkdir()
        (whole / "content" / story / "g.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    slow = built(whole, configured(whole, "slow.yml", "fast: false"), "slow")
    fast = built(whole, configured(whole, "fast.yml", ""), "fast")
    assert b"<code>b</code>" in fast["ferry/index.html"]
    assert [path for path in slow if fast[path] != slow[path]] == []
