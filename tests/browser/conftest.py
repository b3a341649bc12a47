"""The example site, built and served as it will be: under a sub-path, with a strict content security policy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from browser.chromium import LAUNCH, NO_BROWSER, find_chromium
from browser.server import SUB_PATH, build_example, serve
from browser.visitor import Visitor

STORY = "gaza-ceasefire"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path. Without one the tests are skipped on a person's machine and fail in CI."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    return path


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's example site, built from a copy so that no test writes into the work tree."""
    return build_example(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the served site, with its trailing slash."""
    server = serve(site_folder)
    yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver, without a browser of its own."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests; each test has its own contexts."""
    browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def scriptless(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    """A Chromium whose parser knows that there are no scripts: a context without them never shows a <noscript>."""
    browser = playwright.chromium.launch(
        executable_path=chromium, args=[*LAUNCH, "--blink-settings=scriptEnabled=false"]
    )
    yield browser
    browser.close()


def visits(browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor for one test, which fails when anything went wrong on a page that it opened."""
    visitor = Visitor(browser, site)
    yield visitor
    troubles = visitor.troubles
    visitor.close()
    assert troubles == []


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    """Opens pages; a console message, page error, failed or foreign request on any of them fails the test."""
    yield from visits(browser, site)


@pytest.fixture
def scriptless_visitor(scriptless: Browser, site: str) -> Iterator[Visitor]:
    """The same, with scripts off."""
    yield from visits(scriptless, site)


@pytest.fixture(scope="session")
def addresses(site_folder: Path) -> dict[str, str]:
    """One address of every kind of page: home, brief, article, and the page for addresses that do not exist."""
    articles = sorted(page.parent.name for page in (site_folder / STORY / "articles").glob("*/index.html"))
    return {
        "home": "",
        "brief": f"{STORY}/",
        "evidence": f"{STORY}/evidence/",
        "person": "people/steve-witkoff/",
        "people": "people/",
        "outlet": "outlets/axios/",
        "quoted": "people/who-is-quoted/",
        "month": "months/2026-03/",
        "months": "months/",
        "article": f"{STORY}/articles/{articles[0]}/",
        "missing": "404.html",
    }
