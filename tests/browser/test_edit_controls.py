"""What an editor works with under `mkdocs serve`, in a real browser; and that a built site has no trace of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser.visitor import Watched
from invented import ROOT, empty_site
from test_plugin import Serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STORY = "gaza-ceasefire"
WORDS = "going very well"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the example story, to be edited."""
    folder = empty_site(tmp_path_factory.mktemp("desk") / "site")
    shutil.copytree(ROOT / "briefs" / STORY, folder / "briefs" / STORY)
    return folder


@pytest.fixture(scope="module")
def serve(folder: Path) -> Iterator[Serve]:
    serve = Serve(folder)
    yield serve
    serve.stop()


@pytest.fixture
def page(browser: Browser, serve: Serve) -> Iterator[Page]:
    """The brief as an editor sees it; any error of the console or request that leaves the site fails the test."""
    address = f"http://{serve.address}/"
    context = browser.new_context(reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    context.set_default_timeout(20_000)
    page = context.new_page()
    watched = Watched(page, address)
    page.goto(f"{address}{STORY}/evidence/", wait_until="load")
    controls(page)
    yield page
    troubles = watched.troubles
    context.close()
    assert troubles == []


def controls(page: Page) -> None:
    """Wait for what comes after the page: the problems and the controls."""
    page.locator("dialog.desk-panel").wait_for(state="attached")


def served(page: Page, file: Path, text: str) -> None:
    """Save a file, and wait until the page has loaded itself anew, as MkDocs has it do, and has its controls."""
    page.evaluate("window.old = true")
    half = file.parents[2] / "half"  # a file that is saved at once is built once
    half.write_text(text, encoding="utf-8")
    half.replace(file)
    page.wait_for_function("!window.old && document.querySelector('dialog.desk-panel')", timeout=60_000)


def said(page: Page, words: str) -> Locator:
    """The statement on the page that has `words`."""
    return page.locator('span[id^="s-"]').filter(has_text=words).first


def control(thing: Locator) -> Locator:
    return thing.locator("xpath=following-sibling::button[contains(@class, 'desk-edit')][1]")


def test_everything_that_has_an_address_has_a_control(page: Page) -> None:
    for address, least in (("s-", 5), ("f-", 5), ("m-", 5), ("d-", 5), ("speaker-", 5), ("article-", 2)):
        shown = page.locator(f'main [id^="{address}"]').count()
        assert shown == page.locator(f'[data-address^="{address}"]').count() >= least
    claims = page.locator('main li > span[id^="c-"]:not([class]), main li > p > span[id^="c-"]:not([class])')
    assert claims.count() == page.locator('[data-address^="c-"]').count() > 15


def test_the_yaml_that_is_copied_changes_the_page(folder: Path, serve: Serve, page: Page) -> None:
    overrides = folder / "briefs" / STORY / "overrides.yml"
    before = overrides.read_text(encoding="utf-8")
    statement = said(page, WORDS)
    address = statement.get_attribute("id")
    control(statement).focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Statement")
    expect(panel.locator("pre")).to_contain_text("speaker: Donald Trump")
    expect(panel.locator("pre")).to_contain_text("rule:  ")
    expect(panel.locator("pre")).to_contain_text(f"briefs/{STORY}/sources/")

    panel.get_by_label("Steve Witkoff").check()
    panel.get_by_label("Why").fill('A "try", to see: it works #1')
    panel.get_by_role("button", name="Copy the YAML").click()
    expect(panel.get_by_role("status")).to_contain_text(f"Paste it at the end of briefs/{STORY}/overrides.yml")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == panel.get_by_label("For briefs").input_value()
    assert copied.startswith("  - do: speaker\n    where: ")

    served(page, overrides, before + copied)
    mine = page.locator(f"#{address}")
    heading = mine.locator("xpath=preceding::h3[1]")
    expect(heading).to_contain_text("Steve Witkoff")
    expect(page.locator("main")).to_contain_text('A "try", to see: it works #1')
    control(mine).click()
    expect(panel.locator("pre")).to_contain_text("rule:    editor")
    expect(panel.locator("pre")).to_contain_text("CHANGED by an editor (speaker)")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    served(page, overrides, before)


def test_a_wrong_speaker_is_set_right_in_three_actions_and_taken_back(folder: Path, page: Page) -> None:
    """Open the control, choose the speaker, save; by the keyboard: Enter, the speaker's number, Enter."""
    overrides = folder / "briefs" / STORY / "overrides.yml"
    before = overrides.read_bytes()
    statement = said(page, WORDS)
    address = statement.get_attribute("id")
    page.evaluate("window.old = true")
    control(statement).click()
    panel = page.get_by_role("dialog", name="Statement")
    panel.get_by_label("Steve Witkoff").check()
    shown = panel.get_by_label("For briefs").input_value()
    panel.get_by_role("button", name="Save").click()
    page.wait_for_function("!window.old && document.querySelector('dialog.desk-panel')", timeout=60_000)
    assert overrides.read_bytes() == before + shown.encode()
    heading = page.locator(f"#{address}").locator("xpath=preceding::h3[1]")
    expect(heading).to_contain_text("Steve Witkoff")
    page.evaluate("window.old = true")
    page.get_by_role("button", name="Take back the last change").click()
    page.wait_for_function("!window.old && document.querySelector('dialog.desk-panel')", timeout=60_000)
    assert overrides.read_bytes() == before


def test_a_bad_override_leaves_the_last_good_page_with_the_problem_on_top(
    folder: Path, serve: Serve, page: Page
) -> None:
    overrides = folder / "briefs" / STORY / "overrides.yml"
    before = overrides.read_text(encoding="utf-8")
    bad = "  - do: drop\n    where: words that nobody wrote\n    why: A try.\n"
    served(page, overrides, before + bad)
    top = page.get_by_role("region", name="Something has to be mended")
    line = len(before.splitlines()) + 1
    expect(top).to_contain_text(f"briefs/{STORY}/overrides.yml:{line}")
    expect(top).to_contain_text("No article has the words “words that nobody wrote”")
    expect(said(page, WORDS)).to_be_visible()
    expect(control(said(page, WORDS))).to_be_visible()
    assert page.evaluate("document.querySelector('main').firstElementChild.className") == "desk-problems"

    page.goto(f"http://{serve.address}/")
    expect(page.get_by_role("region", name="Something has to be mended")).to_contain_text("overrides.yml")
    served(page, overrides, before)
    page.goto(f"http://{serve.address}/{STORY}/evidence/")
    controls(page)
    expect(page.locator("#desk-problems")).to_have_count(0)


def test_after_a_first_build_with_an_error_the_missing_page_says_what_to_mend(browser: Browser, tmp_path: Path) -> None:
    """Nothing could be made yet, so there is no home page: what stands in its place tells the error, path and line."""
    site = empty_site(tmp_path / "site")
    shutil.copytree(ROOT / "briefs" / STORY, site / "briefs" / STORY)
    overrides = site / "briefs" / STORY / "overrides.yml"
    overrides.write_text(
        "overrides:\n  - do: drop\n    where: words that nobody wrote\n    why: A try.\n", encoding="utf-8"
    )
    (site / "content").mkdir(exist_ok=True)
    served = Serve(site)
    try:
        page = browser.new_page()
        page.goto(f"http://{served.address}/")
        top = page.get_by_role("region", name="Something has to be mended; until then there is no page here yet")
        expect(top).to_contain_text(f"briefs/{STORY}/overrides.yml:2")
        expect(top).to_contain_text("No article has the words “words that nobody wrote”")
        overrides.unlink()
        served.wait(lambda: "Reloading browsers" in served.said())
        page.goto(f"http://{served.address}/")
        expect(page.locator("h1")).to_have_text("Story briefs")
        controls(page)
        expect(page.locator("#desk-problems")).to_have_count(0)
    finally:
        served.stop()


def test_what_to_look_at_stands_where_it_concerns(page: Page) -> None:
    flaw = page.locator('span[id^="m-"]').filter(has_text="9 PM GMT").first
    told = flaw.locator("xpath=following-sibling::details[contains(@class, 'desk-problem')][1]")
    expect(told).to_contain_text(f"briefs/{STORY}/sources/000_0d8fb8fe25ed7548.txt:7")
    expect(told).to_contain_text("5 PM EST is 10 PM GMT")


def test_a_panel_says_why_and_offers_yaml_without_a_clipboard(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator("details:not([open])").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    panel = page.locator("dialog.desk-panel")
    for kind in ("s-", "c-", "f-", "m-", "d-", "row-", "article-", "speaker-", "title"):
        page.locator(f'[data-address^="{kind}"]').first.click()
        expect(panel.locator("pre")).not_to_be_empty()
        for number in range(panel.locator(".desk-offer option").count()):
            panel.locator(".desk-offer").select_option(index=number)
            yaml = panel.locator(".desk-yaml").input_value()
            assert yaml.startswith("  - do: ")
            if "do: checked" in yaml:  # that somebody looked asks for no reason
                assert re.search(r"    on: \d{4}-\d\d-\d\d\n\Z", yaml)
                continue
            panel.get_by_label("Why").fill("A reason.")
            assert panel.locator(".desk-yaml").input_value().endswith('    why: "A reason."\n')
        panel.get_by_role("button", name="Copy the YAML").click()
        assert page.evaluate("getSelection().toString()") == panel.locator(".desk-yaml").input_value()
        page.keyboard.press("Escape")
    page.locator('[data-address^="s-"]').first.click()
    found = Axe().run(page, {"include": [["dialog.desk-panel"]]})
    assert found.violations_count == 0, found.generate_report()


def test_what_is_known_of_an_article_is_set_where_the_article_stands(folder: Path, serve: Serve, page: Page) -> None:
    """By the keyboard: the outlet of article A, copied as YAML, pasted, and the page names the outlet."""
    overrides = folder / "briefs" / STORY / "overrides.yml"
    before = overrides.read_text(encoding="utf-8")
    page.locator('[data-address="article-a"]').focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Article")
    expect(panel.locator("pre")).to_contain_text("outlet:    not given")
    panel.get_by_label("What to change").select_option("Its outlet")
    panel.get_by_label("To what").fill('The "Quay": daily')
    panel.get_by_label("Why").fill("It stands under the photograph.")
    copied = panel.get_by_label("For briefs").input_value()
    served(page, overrides, before + copied)
    row = page.locator("tr:has(#article-a)")
    expect(row).to_contain_text('The "Quay": daily')
    expect(page.locator("main")).to_contain_text("It stands under the photograph.")
    served(page, overrides, before)


def test_a_built_site_has_no_trace_of_it(site_folder: Path) -> None:
    files = [p for p in site_folder.rglob("*") if p.is_file()]
    assert len(files) > 10
    assert not [p for p in files if "desk" in p.relative_to(site_folder).as_posix()]
    assert not [p for p in files if p.suffix in (".html", ".js", ".css", ".xml") and b"desk-" in p.read_bytes()]
