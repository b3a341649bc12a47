"""The example site as a reader meets it: by pointer, by keyboard, on a phone, in the dark, in print, without scripts."""

from __future__ import annotations

import io
import json
import re
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pypdf import PdfReader

from browser.server import SUB_PATH, serve
from browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KINDS = ("home", "brief", "evidence", "article", "person", "people", "outlet", "quoted", "month", "months", "missing")
SCHEMES: tuple[Any, ...] = ("light", "dark")
REFERENCE, WAY_BACK, MARK = 'sup > a[href^="#fn:"]', 'a[href^="#fnref"]', 'a[href^="#article-"]'
SCREENS = {"desktop": (1280, 900), "phone": (320, 700)}


def hash_of(link: Locator) -> str:
    """The fragment that a link leads to, without its "#"."""
    href = link.get_attribute("href")
    assert href is not None
    return href.partition("#")[2]


def target(page: Page) -> Locator:
    """The element that the address leads to."""
    return page.locator(":target")


def words_of(text: str) -> str:
    """A text with its white space collapsed, for comparing what two pages show."""
    return " ".join(text.split())


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_opens_clean(visitor: Visitor, addresses: dict[str, str], kind: str) -> None:
    """No message on the console, no error, no failed request, none that leaves the site (the visitor checks)."""
    page = visitor.open(addresses[kind])
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("banner")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_from_home_to_brief_to_article_and_back_by_the_breadcrumbs(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open()
    page.get_by_role("main").locator(f'a[href="{addresses["brief"]}"]').first.click()
    page.wait_for_url(visitor.site + addresses["brief"])
    headline = page.locator("h1").inner_text()
    page.get_by_role("main").locator('a[href^="articles/"]:not([href*="#"])').first.click()
    crumbs = page.get_by_role("navigation", name="You are here")
    expect(crumbs.get_by_role("link")).to_have_count(2)
    crumbs.get_by_role("link").nth(1).click()
    page.wait_for_url(visitor.site + addresses["brief"])
    assert page.locator("h1").inner_text() == headline
    crumbs.get_by_role("link", name="Home").click()
    page.wait_for_url(visitor.site)


def test_a_reference_leads_to_its_note_the_note_to_the_words_and_back(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    follow_a_note_and_come_back(visitor.open(addresses["brief"]))


def test_notes_work_without_scripts(scriptless_visitor: Visitor, addresses: dict[str, str]) -> None:
    follow_a_note_and_come_back(scriptless_visitor.open(addresses["brief"]))


def follow_a_note_and_come_back(page: Page) -> None:
    """From the first reference to its note, on to the words in the article, and back to the reference."""
    reference = page.locator(REFERENCE).first
    place = reference.locator("xpath=..").get_attribute("id")
    reference.click()
    note = target(page)
    expect(note).to_have_count(1)
    expect(note).to_be_in_viewport()
    shown = words_of(note.inner_text())

    note.locator('a[href*="articles/"]').first.click()
    page.wait_for_url(re.compile(r"/articles/.*#"))
    words = target(page)
    expect(words).to_have_count(1)
    expect(words).to_be_in_viewport()
    background = "element => getComputedStyle(element).backgroundColor"
    assert words.evaluate(background) != page.locator("body").evaluate(background)
    said = words_of(words.inner_text())
    assert said
    assert said in shown

    page.go_back()
    back = target(page).locator(WAY_BACK).first
    assert hash_of(back) == place
    back.click()
    expect(target(page)).to_have_attribute("id", str(place))
    expect(target(page)).to_be_in_viewport()


def test_every_note_leads_to_the_words_it_gives(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(addresses["brief"])
    notes = page.locator(".footnote li").all()
    leads = [(words_of(note.inner_text()), note.locator('a[href*="articles/"]').first) for note in notes]
    found = [(text, str(link.evaluate("link => link.href"))) for text, link in leads]
    assert found
    for text, address in found:
        page.goto(address)
        assert words_of(target(page).inner_text()) in text


def test_every_way_back_has_a_name_of_its_own(visitor: Visitor, addresses: dict[str, str]) -> None:
    """Python-Markdown gives all the ways back of one note the same name; they lead to different places."""
    page = visitor.open(addresses["brief"])
    for note in page.locator(".footnote li").all():
        names = [link.get_attribute("aria-label") for link in note.locator(WAY_BACK).all()]
        assert all(names)
        assert len(set(names)) == len(names)


def test_a_note_is_shown_beside_its_reference_on_hover_and_focus(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(addresses["brief"])
    card = page.locator(".note-card")
    reference = page.locator(REFERENCE).first
    note = page.locator(f'[id="{hash_of(reference)}"] p').first
    expect(card).to_be_hidden()
    reference.hover()
    expect(card).to_be_visible()
    assert words_of(card.inner_text())[:60] == words_of(note.inner_text())[:60]
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    page.mouse.move(0, 0)
    second = page.locator(REFERENCE).nth(1)
    reference.focus()
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    expect(card).to_be_visible()


def test_the_keyboard_alone_reaches_text_search_and_a_result(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(addresses["home"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()

    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Witkoff")
    expect(dialog.get_by_role("status")).to_have_text(re.compile(r"Found on \d+ page"))
    first = dialog.get_by_role("link").first
    expect(dialog.locator("mark").first).to_have_text(re.compile("Witkoff"))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(visitor.site) + "people/"))
    assert "Witkoff" in page.get_by_role("main").inner_text()


def test_search_leads_to_the_section_and_to_an_articles_paragraph(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(addresses["brief"])
    page.get_by_role("button", name="Search").click()
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").fill("Witkoff")
    hits = dialog.get_by_role("link")
    expect(hits.first).to_be_visible()
    links = [str(hit.evaluate("hit => hit.href")) for hit in hits.all()]
    assert links[0] == visitor.site + addresses["person"], "who is looked for stands first"
    pages = [link for link in links if "#" not in link and "/people/" not in link and "/outlets/" not in link]
    assert pages[0] == visitor.site + addresses["brief"], "a brief stands before its articles"
    sections = [link for link in links if f"{addresses['evidence']}#" in link]
    assert sections
    paragraphs = [link for link in links if "/articles/" in link]
    assert all(re.search(r"#\w", link) for link in paragraphs)
    for link in (sections[0], paragraphs[0]):
        page.goto(link)
        expect(target(page)).to_have_count(1)
    assert "Witkoff" in target(page).inner_text()


def test_search_can_be_kept_to_articles(visitor: Visitor) -> None:
    page = visitor.open()
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").fill("Witkoff")
    expect(dialog.get_by_role("link").first).to_be_visible()
    dialog.get_by_label("Pages").select_option("Article")
    expect(dialog.locator(".where", has_text="Brief")).to_have_count(0)
    for hit in dialog.get_by_role("link").all():
        assert "/articles/" in str(hit.get_attribute("href"))


def test_words_typed_while_the_index_is_fetched_offer_each_choice_once(visitor: Visitor) -> None:
    page = visitor.open()
    held: list[Route] = []
    page.route("**/pagefind/pagefind.js", lambda route: held.append(route))
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").fill("Witkoff")
    expect(dialog.get_by_role("status")).to_have_text("Searching …")
    while held:
        held.pop().continue_()
    expect(dialog.get_by_role("link").first).to_be_visible()
    expect(dialog.get_by_label("Pages")).to_have_count(1)


@pytest.mark.parametrize(("choice", "value"), [("Speaker", "Tomas Brandt"), ("Outlet", "Northern Post")])
def test_search_can_be_kept_to_a_speaker_or_an_outlet(visitor: Visitor, choice: str, value: str) -> None:
    page = visitor.open()
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").fill("Fenwick")
    expect(dialog.get_by_role("link", name="Isen flood").first).to_be_visible()
    dialog.get_by_role("searchbox").fill("Fenwick")
    dialog.get_by_label(choice).select_option(value)
    expect(dialog.locator(".where", has_text="Isen flood")).to_have_count(0)
    expect(dialog.get_by_role("link").first).to_be_visible()
    for hit in dialog.get_by_role("link").all():
        assert "/harbour-fire/" in str(hit.evaluate("hit => hit.href"))


def test_search_says_so_when_there_is_no_index(browser: Browser, site_folder: Path, tmp_path: Path) -> None:
    bare = tmp_path / "site"
    shutil.copytree(site_folder, bare, ignore=shutil.ignore_patterns("pagefind"))
    server = serve(bare)
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}{SUB_PATH}")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("Witkoff")
    expect(page.get_by_role("status")).to_contain_text("no search index")
    page.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("page", "most"), [("index.html", 60_000), ("evidence/index.html", 200_000)])
def test_a_page_of_a_story_is_light(site_folder: Path, page: str, most: int) -> None:
    """The page itself; style and scripts are shared by all pages and fetched once."""
    pages = [folder.parent / page for folder in site_folder.glob("*/articles")]
    assert pages
    assert {one: one.stat().st_size for one in pages if one.stat().st_size >= most} == {}


def test_search_shows_what_it_found_as_text_only(visitor: Visitor) -> None:
    """A word that was typed comes back as it was typed, never as markup."""
    page = visitor.open()
    page.keyboard.press("/")
    words = '<img src=x onerror="alert(1)">'
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").fill(words)
    expect(dialog.get_by_role("status")).to_have_text(re.compile(r"Nothing found|Found on"))
    assert dialog.locator("img").count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_never_scrolls_sideways(visitor: Visitor, addresses: dict[str, str], kind: str) -> None:
    page = visitor.open(addresses[kind], width=320, height=700)
    assert not scrolls_sideways(page)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert not scrolls_sideways(page)


def test_a_wide_table_scrolls_in_its_own_box_which_the_keyboard_reaches(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    phone = visitor.open(addresses["evidence"], width=320, height=700)
    wide = "h2#articles ~ .table"
    box = phone.locator(wide).first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(box).to_have_attribute("tabindex", "0")
    desktop = visitor.open(addresses["evidence"])
    expect(desktop.locator(wide).first).not_to_have_attribute("tabindex", "0")


def test_on_a_phone_articles_side_by_side_stand_beneath_each_other(visitor: Visitor, addresses: dict[str, str]) -> None:
    """No table of articles scrolls; each cell is preceded by its article's letter, and still is a cell of a table."""
    page = visitor.open(addresses["evidence"], width=320, height=700)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    tables = page.locator(f"table:has(thead {MARK})")
    assert tables.count() > 0
    for box in page.locator(f".table:has(thead {MARK})").all():
        assert not box.evaluate("box => box.scrollWidth > box.clientWidth")
        expect(box).not_to_have_attribute("tabindex", "0")
    row = tables.nth(1).get_by_role("row").nth(1)
    cells = row.get_by_role("cell").all()
    heads = tables.nth(1).get_by_role("columnheader").all_text_contents()
    before = "cell => getComputedStyle(cell, '::before').content"
    assert [cell.evaluate(before).strip('"') for cell in cells[1:]] == heads[1:]
    tops = [(cell.bounding_box() or {"y": 0})["y"] for cell in cells]
    assert tops == sorted(set(tops)), "one below the other"
    tables.nth(1).get_by_role("link", name=heads[1], exact=True).first.focus()
    expect(tables.nth(1).locator(f"thead {MARK}").first).to_be_in_viewport()


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_everything_but_search_is_there(
    visitor: Visitor, scriptless_visitor: Visitor, addresses: dict[str, str], kind: str
) -> None:
    scripted = visitor.open(addresses[kind])
    scripted.evaluate("document.querySelectorAll('.controls').forEach(added => added.remove())")
    shown = scripted.get_by_role("main").inner_text()
    page = scriptless_visitor.open(addresses[kind])
    assert page.get_by_role("main").inner_text().split() == shown.split()
    expect(page.locator(".no-search")).to_be_visible()
    expect(page.get_by_role("button", name="Search")).to_be_hidden()


# What axe finds depends on the colours or on the width, not on both together: each stands in one of the two.
@pytest.mark.parametrize(("scheme", "screen"), [("dark", "desktop"), ("light", "phone")])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(visitor: Visitor, addresses: dict[str, str], kind: str, scheme: Any, screen: str) -> None:
    width, height = SCREENS[screen]
    page = visitor.open(addresses[kind], width=width, height=height, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_search_dialog(visitor: Visitor, scheme: Any) -> None:
    page = visitor.open(color_scheme=scheme)
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("Witkoff")
    expect(page.get_by_role("dialog").get_by_role("link").first).to_be_visible()
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    """What axe-core objects to: rule, then the elements."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {json.dumps([node['target'] for node in rule['nodes']])}" for rule in found]


SIZES = """all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())
    .map(box => [box.width, box.height])"""
READ_CLIPBOARD = "navigator.clipboard.readText()"


def statements(site_folder: Path, address: str) -> list[dict[str, Any]]:
    """What brief.json says of a brief's statements, each with its article beside it."""
    data = json.loads((site_folder / address.split("/")[0] / "brief.json").read_text(encoding="utf-8"))
    articles = {article["id"]: article for article in data["articles"]}
    return [{**said, "in": articles[said["article"]]} for said in data["statements"]]


def open_copy(page: Page, address: str) -> Locator:
    """Open the dialog that copies the statement at an address; returns it."""
    words = words_of(page.locator(f"#{address}").inner_text())
    page.locator(f":is(li, td, p):has(> #{address})").get_by_role("button", name=f"copy: {words[:60]}").first.click()
    dialog = page.get_by_role("dialog", name="Copy this statement")
    expect(dialog.get_by_role("textbox", name="Markdown")).to_be_visible()
    return dialog


def test_every_statement_has_a_copy_control_and_every_address_a_link(
    visitor: Visitor, addresses: dict[str, str], site_folder: Path
) -> None:
    page = visitor.open(addresses["evidence"])
    every = page.locator('main span[id^="s-"]')
    assert every.count() == len(statements(site_folder, addresses["evidence"])) == page.locator("button.copy").count()
    links = [hash_of(link) for link in page.locator("a.own-address").all()]
    shown = page.locator('main span:is([id^="c-"]:not([class]), [id^="s-"], [id^="f-"])')
    assert sorted(links) == sorted(one.get_attribute("id") or "" for one in shown.all())
    assert {link[:2] for link in links} == {"c-", "s-", "f-"}
    assert all(min(size) >= 24 for size in page.locator("button.copy").evaluate_all(SIZES))
    for link in page.locator("a.own-address").all()[::20]:
        if link.evaluate("link => link.checkVisibility()"):
            link.locator("xpath=../..").hover()
            assert all(min(size) >= 24 for size in link.evaluate_all(SIZES))


def test_the_link_to_an_address_shows_on_hover_and_on_focus(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(addresses["evidence"])
    claim = page.locator("li:has(> span[id^='c-'])").first
    link = claim.locator("a.own-address")
    expect(link).to_have_css("opacity", "0")
    claim.hover()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    expect(link).to_have_css("opacity", "0")
    claim.locator("a").nth(-2).focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(target(page)).to_have_attribute("id", hash_of(link))


def test_a_statement_is_copied_as_text_and_as_markdown_with_its_source(
    visitor: Visitor, addresses: dict[str, str], site_folder: Path
) -> None:
    """By the keyboard: the words as the page has them, speaker, outlet, date and the whole address."""
    page = visitor.open(addresses["evidence"], permissions=["clipboard-read", "clipboard-write"])
    direct = [said for said in statements(site_folder, addresses["evidence"]) if said["kind"] == "direct"]
    said = next(said for said in direct if said["speaker"] and not said["relay"])
    words = words_of(page.locator(f"#{said['address']}").inner_text())
    assert words.startswith("“")
    where = f"{said['speaker']}, {said['in']['outlet'] or 'outlet not given'}, {said['in']['published'] or 'undated'}"
    address = f"{visitor.site}{addresses['evidence']}#{said['address']}"

    dialog = open_copy(page, said["address"])
    expect(dialog.get_by_role("button", name="Copy plain text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate(READ_CLIPBOARD) == f"{words} — {where}. {address}"
    dialog.get_by_role("button", name="Copy Markdown").press("Enter")
    assert page.evaluate(READ_CLIPBOARD) == f"> {words}\n>\n> — [{where}](<{address}>)"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("button.copy:focus")).to_have_count(1)
    page.goto(address)
    expect(target(page)).to_be_in_viewport()


@pytest.mark.parametrize("kind", ["person", "outlet"])
def test_what_somebody_said_in_all_briefs_is_copied_with_its_source(
    visitor: Visitor, addresses: dict[str, str], site_folder: Path, kind: str
) -> None:
    """On the page of a person or an outlet; the address is that of the words on the brief."""
    page = visitor.open(addresses[kind])
    lines = page.locator("main li:has(> .said), main li > p:has(> .said)")
    assert lines.count() == page.locator("button.copy").count() > 0
    line = lines.first
    link = str(line.locator('a[href*="#s-"]').evaluate("link => link.href"))
    story = link.removeprefix(visitor.site).partition("#")[0]
    said = next(said for said in statements(site_folder, story) if link.endswith(f"#{said['address']}"))
    words = words_of(line.locator(".said").inner_text())
    line.get_by_role("button", name="copy").click()
    text = page.get_by_role("dialog").get_by_role("textbox", name="Plain text").input_value()
    assert text.startswith(f"{words} — {said['speaker']}")
    assert text.endswith(f", {said['in']['published'] or 'undated'}. {link}")
    assert words_of(line.locator(".outlets").inner_text()).replace("outlet not given", "") in text


def test_words_that_several_outlets_have_are_copied_with_all_of_them(visitor: Visitor) -> None:
    page = visitor.open("people/tomas-brandt/")
    line = page.locator("main li").filter(has_text="Coast Wire, The Morning Ledger, The Daily Quay").first
    line.get_by_role("button", name="copy").click()
    text = page.get_by_role("dialog").get_by_role("textbox", name="Plain text").input_value()
    assert ", Coast Wire, The Morning Ledger, The Daily Quay, 2026-03-10. " in text


def test_filters_alone_list_the_briefs_newest_first(visitor: Visitor) -> None:
    """With scripts the whole archive can be narrowed without a word; without them there are lists."""
    page = visitor.open()
    page.get_by_role("button", name="Search").click()
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_label("Pages").select_option("Brief")
    hits = dialog.locator(".search-results > li > a.hit")
    expect(hits.first).to_have_text(re.compile("Isen flood"))
    expect(dialog.get_by_role("status")).to_have_text(re.compile(r"Found on \d+ pages"))
    dialog.get_by_label("Month").select_option("2026-03")
    expect(hits).to_have_count(1)
    expect(hits.first).to_have_text(re.compile("harbour closed", re.IGNORECASE))


def test_without_scripts_every_story_is_reached_by_outlet_by_person_and_by_month(scriptless_visitor: Visitor) -> None:
    page = scriptless_visitor.open()
    for name, entry in (("People", "Tomas Brandt"), ("Outlets", "Coast Wire"), ("By month", "2026-03")):
        page.goto(scriptless_visitor.site)
        page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("main").get_by_role("link", name=entry, exact=True).click()
        expect(page.get_by_role("main").locator('a[href*="harbour-fire/"]').first).to_be_visible()


def test_words_that_an_article_puts_its_own_way_are_not_copied_as_a_quotation(
    visitor: Visitor, addresses: dict[str, str], site_folder: Path
) -> None:
    page = visitor.open(addresses["evidence"])
    said = next(said for said in statements(site_folder, addresses["evidence"]) if said["kind"] == "indirect")
    text = open_copy(page, said["address"]).get_by_role("textbox", name="Plain text").input_value()
    assert not text.startswith("“")
    assert ", in the words of " in text


def test_what_means_something_to_markdown_is_copied_escaped(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(addresses["evidence"])
    words = page.locator("main span[id^='s-']").first
    words.evaluate("words => { words.textContent = '1. *a* <b>[c](d)</b> & `e` | f_g' }")
    words.locator("xpath=..").locator("button.copy").first.click()
    markdown = page.get_by_role("dialog").get_by_role("textbox", name="Markdown").input_value()
    assert markdown.startswith(r"> 1\. \*a\* \<b\>\[c\](d)\</b\> \& \`e\` \| f\_g" + "\n")


def test_where_the_clipboard_is_refused_the_text_is_marked_to_be_copied(
    visitor: Visitor, addresses: dict[str, str], site_folder: Path
) -> None:
    page = visitor.open(addresses["evidence"])
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    dialog = open_copy(page, statements(site_folder, addresses["evidence"])[0]["address"])
    dialog.get_by_role("button", name="Copy plain text").click()
    expect(dialog.get_by_role("status")).to_have_text("Copy the marked text with the keyboard.")
    area = dialog.get_by_role("textbox", name="Plain text")
    expect(area).to_be_focused()
    assert area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)") == area.input_value()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_copy_dialog(
    visitor: Visitor, addresses: dict[str, str], site_folder: Path, scheme: Any
) -> None:
    page = visitor.open(addresses["evidence"], color_scheme=scheme, width=320)
    open_copy(page, statements(site_folder, addresses["evidence"])[0]["address"])
    assert violations(page) == []


@pytest.mark.parametrize("story", ["gaza-ceasefire", "harbour-fire", "river-flood"])
def test_an_evidence_pages_weight_is_little_more_than_its_words(
    visitor: Visitor, site_folder: Path, story: str
) -> None:
    """What is not a word of it is at most 150 bytes a reference, a cell or a list's line; and all of it is under 100 KB."""
    html = (site_folder / story / "evidence/index.html").read_text(encoding="utf-8")
    page = visitor.open(f"{story}/evidence/")
    text = len(" ".join((page.locator("body").text_content() or "").split()).encode())
    things = page.locator("main :is(sup, td, li)").count()
    assert len(html.encode()) < 100_000
    assert len(html.encode()) - text < 150 * things


def test_dark_is_dark_and_light_is_light(visitor: Visitor) -> None:
    brightness = """() => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number);
        return (r + g + b) / 765;
    }"""
    assert visitor.open(color_scheme="light").evaluate(brightness) > 0.9
    assert visitor.open(color_scheme="dark").evaluate(brightness) < 0.2


def test_print_is_a_clean_document_with_endnotes_and_addresses(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(addresses["brief"])
    printed = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    printed = unicodedata.normalize("NFKC", printed)  # a printer's "fi" is one sign
    run_on = re.sub(r"\s", "", printed)
    text = re.sub(r"\s", "", page.locator(".footnote li p").first.text_content() or "")
    assert text.rstrip("↩")[:80] in run_on
    address = str(page.locator('.footnote a[href*="articles/"]').first.evaluate("link => link.href"))
    assert address in run_on
    assert "Onthispage" not in run_on
    assert "¶" not in run_on
    folded = [details.locator("td, li").all_text_contents() for details in page.locator("details").all()]
    longest = [max(map(letters, texts), key=len)[:60] for texts in folded if texts]
    assert longest
    for text in longest:
        assert text in letters(printed), "what is folded on the screen is open on paper"


def letters(text: str) -> str:
    """The letters of a text alone: a printed page has other spaces, and its numbers stand elsewhere."""
    return re.sub(r"[\W\d_]", "", text)


def test_an_address_that_does_not_exist_gets_the_sites_own_page(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open()
    watched = visitor.watched.pop()
    answer = page.goto(f"{visitor.site}no/such/page/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("Page not found")
    assert all("no/such/page" in trouble or "404" in trouble for trouble in watched.troubles)


def test_an_address_that_moved_leads_on_to_the_evidence(visitor: Visitor, addresses: dict[str, str]) -> None:
    """Links from before had every claim, statement and figure on the one page of the story."""
    evidence = visitor.open(addresses["evidence"])
    there = str(evidence.locator('main span[id^="f-"]').first.get_attribute("id"))
    page = visitor.open(f"{addresses['brief']}#{there}")
    page.wait_for_url(re.compile(rf"/evidence/#{there}$"))
    expect(target(page)).to_have_attribute("id", there)


def test_an_address_that_is_gone_leads_to_the_brief_which_says_so(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.open(f"{addresses['brief']}#s-00000000")
    page.wait_for_url(re.compile(rf"/{addresses['brief']}#gone$"))
    expect(page.get_by_role("status").first).to_contain_text("no longer stands in the brief")


def test_the_words_of_others_stand_beside_a_line_and_open_in_place_on_a_phone(visitor: Visitor) -> None:
    wide = visitor.open("harbour-fire/").locator(".body > ul > li > .beside > p").first
    expect(wide).to_be_visible()
    line = wide.locator("xpath=ancestor::li[1]")
    own, beside = line.bounding_box(), wide.bounding_box()
    assert own
    assert beside
    assert beside["x"] > own["x"] + own["width"] - 1, "in the right third of the page"
    phone = visitor.open("harbour-fire/", width=360, height=740)
    note = phone.locator(".body > ul > li > .beside").first
    expect(note.locator("p").first).to_be_hidden()
    note.locator("summary").click()
    expect(note.locator("p").first).to_be_visible()


def test_what_is_said_is_marked_for_the_eye_and_for_the_ear(visitor: Visitor) -> None:
    page = visitor.open("harbour-fire/")
    mark = page.locator("main mark").first
    assert mark.evaluate("mark => getComputedStyle(mark).textDecorationLine") == "underline"
    assert "said" in mark.evaluate("mark => getComputedStyle(mark, '::before').content")
