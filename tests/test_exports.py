"""What programs read: brief.json, JSON-LD, the feed. Whole, true to the articles, and nobody's markup."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from storybrief.article.read import read
from storybrief.pages.escape import script_json
from storybrief.pages.render import environment
from storybrief.pages.seal import seal_json, sealed
from storybrief.pipeline.build import make
from storybrief.pipeline.plan import plan
from storybrief.pipeline.update import update
from storybrief.problems import errors
from storybrief.verify.check import check

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made = make(ROOT / "briefs/gaza-ceasefire", ROOT, environment(None))
    return {page.path: page.text for page in made.pages}


@pytest.fixture(scope="module")
def export(pages: dict[str, str]) -> Any:
    return json.loads(pages["gaza-ceasefire/brief.json"])


def slices(value: Any, article: str | None = None) -> Iterator[tuple[str, int, int, str]]:
    """Every (article, start, end, words) of an export."""
    if isinstance(value, dict):
        article = value.get("article", article)
        if "words" in value and "start" in value:
            yield str(article), value["start"], value["end"], value["words"]
        for one in value.values():
            yield from slices(one, article)
    elif isinstance(value, list):
        for one in value:
            yield from slices(one, article)


def test_every_word_of_the_export_stands_in_the_source_at_its_offsets(export: Any) -> None:
    """Read anew from the source's bytes; offsets are code points."""
    read_anew = {a["id"]: read(ROOT / a["source"], a["source"], {}, a["id"])[0] for a in export["articles"]}
    texts = {name: article.text for name, article in read_anew.items() if article}
    found = list(slices(export))
    assert len(found) > 100
    for article, start, end, words in found:
        assert texts[article][start:end] == words


def test_the_export_has_everything_and_its_address_on_the_page(export: Any, pages: dict[str, str]) -> None:
    page = pages["gaza-ceasefire/evidence.md"]
    assert export["format"] == 1
    for kind in ("claims", "statements", "differences"):
        assert export[kind]
        assert all(f'id="{one["address"]}"' in page for one in export[kind])
    assert export["figures"]
    assert export["moments"]
    assert {p["article"] for c in export["claims"] for p in c["passages"]} == {a["id"] for a in export["articles"]}


def test_an_export_is_the_builds_own_until_somebody_edits_it() -> None:
    made = seal_json({"b": 1, "a": ["{\n"]})
    assert list(json.loads(made)) == ["storybrief", "b", "a"]
    assert sealed(made) is True
    assert sealed(made.replace("1", "2")) is False


def test_an_edited_export_stops_the_build_and_a_leftover_one_goes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "briefs/gaza-ceasefire", tmp_path / "briefs/gaza")
    update(tmp_path, cached=False)
    file = tmp_path / "content/gaza/brief.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Netanyahu", "Somebody", 1), encoding="utf-8")
    assert [(p.code, p.path) for p in update(tmp_path, cached=False).problems] == [
        ("edited-page", "content/gaza/brief.json")
    ]
    file.write_text(text, encoding="utf-8")
    shutil.rmtree(tmp_path / "briefs/gaza")
    update(tmp_path, cached=False)
    assert not file.exists()


def linked(page: str) -> Any:
    found = re.search(r'^<script type="application/ld\+json">\n(.*?)\n</script>$', page, re.MULTILINE | re.DOTALL)
    assert found
    return json.loads(found[1])


def test_linked_data_names_the_articles_and_who_said_the_quotations(pages: dict[str, str]) -> None:
    page = pages["gaza-ceasefire/evidence.md"]
    data = linked(page)
    assert data["@type"] == "Article"
    places = [one["@id"] for one in data["citation"]]
    assert places == ["#article-a", "#article-b"]
    assert {one["@type"] for one in data["hasPart"]} == {"Quotation"}
    assert "Benjamin Netanyahu" in {one.get("spokenByCharacter", {}).get("name") for one in data["hasPart"]}
    for one in data["hasPart"]:
        assert one["isBasedOn"]["@id"] in places
        assert f'id="{one["@id"][1:]}"' in page


def test_what_is_not_known_is_not_in_linked_data(pages: dict[str, str]) -> None:
    """No outlet, no date: no empty values either."""
    text = json.dumps(linked(pages["gaza-ceasefire/evidence.md"]))
    assert "null" not in text
    assert "publisher" not in text
    assert "dateModified" not in text


@pytest.mark.parametrize(
    "words", ["</script><b>", "<!--", "a'b href='x' `c` & [^n1]: {: #x }", "\x02wzxhzdk:0\x03", "\u2028"]
)
def test_linked_data_cannot_leave_its_element(words: str) -> None:
    text = script_json({"name": words})
    assert json.loads(text) == {"name": words}
    assert not re.search(r"[<>&'`\x02\u2028]", text)


def test_hostile_words_in_exports_are_no_dead_ends(tmp_path: Path) -> None:
    """What looks like a link or a footnote in an article is words, in JSON too."""
    sources = tmp_path / "briefs/s/sources"
    sources.mkdir(parents=True)
    words = "\"See [here](gone.md) and [^9] or href='x.md' </script>,\" Jane Doe said on Monday."
    (sources / "a.txt").write_text(f"A title here\n\n{words}\n")
    planned = plan(tmp_path)
    assert not errors(check(planned, tmp_path))
    data = linked(next(p.text for p in planned.pages if p.path == "s/evidence.md"))
    assert data["hasPart"][0]["text"].startswith("See [here](gone.md)")


def built(folder: Path, site_url: str) -> Path:
    """The example site, built by MkDocs as `mkdocs build` builds it."""
    for name in ("briefs", "content"):
        shutil.copytree(ROOT / name, folder / name)
    text = (
        (ROOT / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("  - storybrief\n", "  - storybrief:\n      search: false\n")
    )
    (folder / "mkdocs.yml").write_text(
        f"{re.sub('^site_url:.*$', '', text, flags=re.MULTILINE)}{site_url}", encoding="utf-8"
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_the_feed_lists_briefs_only_newest_first_with_whole_addresses(tmp_path: Path) -> None:
    site = built(tmp_path, "site_url: https://example.org/news/\n")
    channel = ElementTree.parse(site / "feed.xml").getroot()[0]
    items = channel.findall("item")
    links = [str(item.findtext("link")) for item in items]
    assert len(links) == len(list((tmp_path / "briefs").glob("*/story.yml")))
    assert all(link.startswith("https://example.org/news/") for link in links)
    dates = [item.findtext("{http://purl.org/dc/elements/1.1/}date") or "" for item in items]
    assert dates == sorted(dates, reverse=True)
    assert '<link rel="alternate" type="application/rss+xml"' in (site / "index.html").read_text(encoding="utf-8")


def test_without_a_site_address_there_is_no_feed_and_no_whole_address(tmp_path: Path) -> None:
    site = built(tmp_path, "")
    assert not (site / "feed.xml").exists()
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "rss+xml" not in home
    assert 'rel="canonical"' not in home
    assert (site / "gaza-ceasefire/brief.json").is_file()
