"""The search of a site whose index was made in many parts, asked in a browser: nobody may notice."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.conftest import visits
from browser.server import SUB_PATH, serve
from browser.visitor import Visitor
from storybrief.search import index
from storybrief.store.cache import Cache

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WORDS = ("Witkoff", "ceasefire", "Fenw", "harbour fire", '"said on"', "Qvxyzk")


class Counting(Cache):
    """A cache that knows how many parts were put into it."""

    parts = 0

    def put(self, key: str, value: bytes, *, small: bool = True) -> None:
        self.parts += 1
        super().put(key, value, small=small)


@pytest.fixture(scope="module")
def in_parts(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example site with an index of several parts."""
    folder = tmp_path_factory.mktemp("in-parts") / "site"
    shutil.copytree(site_folder, folder, ignore=shutil.ignore_patterns("pagefind"))
    with Counting(None, "search") as cache:
        assert index(folder, cache=cache, most=150_000) is None
        assert cache.parts > 3
    server = serve(folder)
    yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def of_parts(browser: Browser, in_parts: str) -> Iterator[Visitor]:
    yield from visits(browser, in_parts)


def search(visitor: Visitor) -> Locator:
    """The dialog, open, when it has offered its filters."""
    page = visitor.open()
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_label("Pages")).to_be_visible()
    return dialog


def found(dialog: Locator, words: str, site: str) -> tuple[str, list[str], list[str]]:
    """What the dialog says for these words: how many pages, and the addresses and texts of all that it lists."""
    status = dialog.get_by_role("status")
    dialog.get_by_role("searchbox").fill("")
    expect(status).to_have_text("")
    dialog.get_by_role("searchbox").fill(words)
    expect(status).to_have_text(re.compile("Found on|Nothing found"))
    links = dialog.locator(".search-results a").all()
    addresses = [str(link.evaluate("link => link.href")).removeprefix(site) for link in links]
    return status.inner_text(), addresses, [link.inner_text() for link in links]


def test_a_reader_finds_the_same_in_an_index_of_parts(visitor: Visitor, of_parts: Visitor) -> None:
    whole, joined = search(visitor), search(of_parts)
    for words in WORDS:
        one, other = found(whole, words, visitor.site), found(joined, words, of_parts.site)
        assert other[0] == one[0], "as many pages"
        assert sorted(other[1]) == sorted(one[1]), "the same pages and sections"
        assert sorted(other[2]) == sorted(one[2])
    addresses = found(joined, "Witkoff", of_parts.site)[1]
    assert addresses[0] == "people/steve-witkoff/", "people first"
    stories = [address for address in addresses if not address.startswith(("people/", "outlets/", "months/"))]
    assert "/articles/" not in stories[0], "a brief before its articles"


def test_every_choice_is_offered_and_leads_to_the_same(visitor: Visitor, of_parts: Visitor) -> None:
    options = "selects => selects.map(select => [select.name, [...select.options].map(option => option.value)])"
    offered = [dialog.locator("select").evaluate_all(options) for dialog in (search(visitor), search(of_parts))]
    assert offered[0] == offered[1]
    assert len(offered[1]) >= 4


def test_without_words_the_newest_story_is_first_and_articles_are_listed_too(
    of_parts: Visitor, site_folder: Path
) -> None:
    dialog = search(of_parts)
    status, links = dialog.get_by_role("status"), dialog.locator("a.hit")
    articles = len(list(site_folder.glob("*/articles/*/index.html")))
    dialog.get_by_label("Pages").select_option("Article")
    expect(status).to_have_text(re.compile(rf"Found on {articles} pages"))
    for link in links.all():
        assert "/articles/" in str(link.get_attribute("href"))

    dialog.get_by_label("Pages").select_option("Brief")
    briefs = len(list(site_folder.glob("*/articles")))
    expect(status).to_have_text(f"Found on {briefs} pages.")
    addresses = [str(link.get_attribute("href")).removeprefix(SUB_PATH) for link in links.all()]
    days = [day_of(of_parts.open(address)) for address in addresses if "#" not in address]
    assert len(days) == briefs
    assert len({*days} - {""}) > 1
    assert all(before >= after for before, after in pairwise(days)), "a story without a day comes last"


def day_of(page: Page) -> str:
    """The day of the news on a brief, or nothing."""
    said = page.locator('meta[property="article:modified_time"]')
    return str(said.get_attribute("content")) if said.count() else ""
