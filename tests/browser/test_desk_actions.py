"""Everything that the desk can do, once with the mouse and once by the keyboard: overrides.yml is compared byte for byte, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from invented import FERRY_A, FERRY_B, empty_site, write_story
from test_plugin import Serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COAST = f"""{FERRY_A}
The council will hold a public meeting on the ferry in the old school on Friday.
"""
ISLAND = f"""{FERRY_B}
"I have sold bread here for thirty years."

Marit Holm, a baker, stood beside Jonas Vek, the grocer, on the quay.

A council spokesman said the mayor wants a second ferry.
"""
TIDE = """\
Bread comes by boat

Marit Holm, a baker, bakes at night now.

"We carry what we can," said the skipper, Olav Holm. Olav Holm said he sails twice a day.

"Not a plank is rotten," said Brandt, the harbour master.
"""
HEAD = "# Ours.\noverrides:\n  - do: note  # kept\n    to: An invented story.\n    why: Readers should know.\n"
TAIL = "\n# What follows stays behind.\ncorrections: []\n"

SPEAKER, WORDS = "Is this the speaker?", '    where: "I have sold bread here for"\n'
WHY = '    why: "An editor read the article again."\n'


@dataclass(frozen=True)
class Action:
    """What an editor does. `at`: a heading of the queue, or (a selector, its words) on the evidence page.

    `offer` begins the name of what is chosen in the form (None: the button that says it is right); `pick` are words
    selected in the article; `who` is chosen, `words` are written; `yaml` is what the file has more.
    """

    at: str | tuple[str, str]
    offer: str | None
    yaml: str
    who: str | None = None
    words: str | None = None
    pick: str | None = None


def pair(one: str, other: str) -> str:
    return f'    where:\n      - "{one}"\n      - "{other}"\n'


LEAD = '    where: "The ferry between Oldhaven and Marl"\n    article: "coast.txt"\n'
BAKER = ("Marit Holm, a baker, stood beside", "Marit Holm, a baker, bakes at")
CLAIM = "main li:has(> span[id^='c-']), main li:has(> p > span[id^='c-'])"
ACTIONS = {
    "it is right": Action(
        SPEAKER,
        None,
        '  - do: checked\n    where: "I have sold bread here for thirty years."\n    to: "Ina Brandt"\n    on: TODAY\n',
    ),
    "another speaker": Action(
        SPEAKER, "", f'  - do: speaker\n{WORDS}    to: "A council spokesman"\n{WHY}', who="A council spokesman"
    ),
    "a speaker who is not in the list": Action(
        SPEAKER, "Somebody who", f'  - do: speaker\n{WORDS}    to: "Marit Holm"\n{WHY}', words="Marit Holm"
    ),
    "it is not known who": Action(SPEAKER, "", f"  - do: speaker\n{WORDS}    to: null\n{WHY}", who="nobody knows"),
    "only some words": Action(
        SPEAKER, "Only", f'  - do: trim\n{WORDS}    to: "sold bread here"\n{WHY}', pick="sold bread here"
    ),
    "not a statement": Action(SPEAKER, "Nobody said", f"  - do: drop\n{WORDS}{WHY}"),
    "a statement that was not found": Action(
        SPEAKER,
        "Somebody said",
        '  - do: add\n    article: "island.txt"\n    where: "stood beside Jonas Vek"\n'
        f'    to: "A council spokesman"\n{WHY}',
        who="A council spokesman",
        pick="stood beside Jonas Vek",
    ),
    "not one fact": Action(
        "Two numbers of one thing?", "Not one fact", f"  - do: part\n{pair('at least 12 days', '14 days')}{WHY}"
    ),
    "the same": Action("Do they say the same?", "", f"  - do: join\n{pair(*BAKER)}{WHY}"),
    "not the same": Action("Do they say the same?", None, f"  - do: part\n{pair(*BAKER)}{WHY}"),
    "the lead": Action("Is this the lead?", "Make", f"  - do: order\n{LEAD}    to: 1\n{WHY}"),
    "a line lower": Action("Is this the lead?", "Lower", f'  - do: order\n    where: "{BAKER[1]}"\n    to: 2\n{WHY}'),
    "a line higher": Action(
        (CLAIM, "A fishing boat"),
        "Lift",
        f'  - do: order\n    where: "A fishing boat carries bread and"\n    to: 4\n{WHY}',
    ),
    "two speakers are one": Action(
        ("main h3", "Olav Holm"),
        "The same as",
        f'  - do: name\n    where:\n      - "Olav Holm"\n    to: "Ina Brandt"\n{WHY}',
        who="Ina Brandt",
    ),
    "one speaker is two": Action(
        ("main h3", "Ina Brandt"),
        "Somebody else",
        f'  - do: name\n    where:\n      - "Ina Brandt"\n    to: "Karl Brandt"\n{WHY}',
        words="Karl Brandt",
    ),
    "an unnamed one has a name": Action(
        ("main li:has(> .desk-edit[data-address^='s-'])", "the mayor wants"),
        "Somebody who",
        f'  - do: speaker\n    where: "the mayor wants a second ferry"\n    to: "Rolf Aas"\n{WHY}',
        words="Rolf Aas",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = empty_site(tmp_path_factory.mktemp("actions") / "site")
    sources = {"coast.txt": COAST, "island.txt": ISLAND, "tide.txt": TIDE}
    return write_story(site, "ferry", sources, overrides=HEAD + TAIL)


@pytest.fixture(scope="module")
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """One page for all. It never loads itself anew, so that nothing happens but what the tests do."""
    serve = Serve(folder.parents[1])
    assert f"worst first: http://{serve.address}/storybrief-desk/" in serve.said(), "the terminal leads there"
    context = browser.new_context(reduced_motion="reduce", base_url=f"http://{serve.address}/")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.route("**/livereload/**", lambda _: None)
    yield page
    context.close()
    serve.stop()


def opened(page: Page, at: str | tuple[str, str], keys: bool) -> None:
    """Open what an action is about, with its form or its buttons."""
    if isinstance(at, tuple):
        page.goto("ferry/evidence/")
        page.locator("dialog.desk-panel").wait_for(state="attached")
        control = page.locator(at[0]).filter(has_text=at[1]).locator(".desk-edit").first
        if keys:
            control.focus()
            page.keyboard.press("Enter")
        else:
            control.click()
        return
    if not page.url.endswith("/storybrief-desk/"):
        page.goto("storybrief-desk/")
        expect(page.locator(".queue-count")).to_have_text(re.compile(r"^\d+ open$"))
    heading = page.locator("main h2")
    if not keys:
        item = page.locator(".queue-list").get_by_role("button", name=at).first
        if not item.is_visible():
            page.get_by_text("All that is open").click()
        item.click()
    else:
        expect(heading).not_to_have_text("")
        for _ in range(9):
            if heading.inner_text() == at:
                break
            page.keyboard.press("n")
    expect(heading).to_have_text(at)


def tabbed(page: Page, to: Locator) -> None:
    """Press the tab key until the focus is there."""
    for _ in range(12):
        if to.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {to}")


def by_mouse(page: Page, action: Action) -> None:
    opened(page, action.at, keys=False)
    if action.offer is None:
        page.locator(".queue-right").click()
        return
    if action.pick:
        dragged(page, action.pick)
    elif isinstance(action.at, str):
        page.locator(".queue-wrong").click()
    which = page.locator(".desk-offer")
    label = which.locator("option").filter(has_text=re.compile(f"^{action.offer}")).first.text_content()
    if not action.pick:
        which.select_option(label=label)
    assert which.locator("option:checked").text_content() == label
    given(page, action)
    page.get_by_role("button", name="Save").click()


def given(page: Page, action: Action) -> None:
    if action.who:
        choice = page.locator(".desk-asked")
        if choice.locator("select").count():
            choice.locator("select").select_option(label=action.who)
        else:
            choice.get_by_label(action.who).check()
    if action.words:
        page.locator(".desk-asked input").fill(action.words)


def dragged(page: Page, words: str) -> None:
    """Select words of the article with the mouse."""
    box: Any = page.locator(".queue-text").first.evaluate(
        """(text, words) => {
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                text.scrollIntoView();
                const box = range.getBoundingClientRect();
                return [box.left, box.right, box.top + box.height / 2];
            }
        }""",
        words,
    )
    page.mouse.move(box[0], box[2])
    page.mouse.down()
    page.mouse.move(box[1], box[2], steps=4)
    page.mouse.up()


def by_keyboard(page: Page, action: Action) -> None:
    opened(page, action.at, keys=True)
    if action.offer is None:
        page.keyboard.press("r")
        return
    if isinstance(action.at, str):
        page.keyboard.press("w")
    which, asked = page.locator(".desk-offer"), page.locator(".desk-asked input, .desk-asked select").first
    if not str(which.locator("option:checked").text_content()).startswith(action.offer):
        which.focus()  # one step back from where the form begins
        page.keyboard.type(action.offer)
    if action.pick and action.who:
        tabbed(page, page.locator(".desk-where"))
        page.keyboard.type(action.pick)
    if action.who == "nobody knows":
        page.keyboard.press("0")
    elif action.who and asked.evaluate("one => one.type") == "radio":
        tabbed(page, asked)
        names = page.locator(".desk-choice").all_inner_texts()
        page.keyboard.press(str(1 + next(n for n, name in enumerate(names) if action.who in name)))
    elif action.who:
        tabbed(page, asked)
        page.keyboard.type(action.who)
    if action.words or (action.pick and not action.who):
        tabbed(page, asked)
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(str(action.words or action.pick))
    if asked.count() == 0 or asked.evaluate("one => one.type") == "select-one":
        tabbed(page, page.get_by_label("Why"))
    page.keyboard.press("Enter")


def waited(page: Page, file: Path, text: str, name: str) -> None:
    """Wait until the file is so, to the byte."""
    for _ in range(200):
        if file.read_bytes() == text.encode():
            return
        page.wait_for_timeout(25)
    assert file.read_bytes().decode() == text, (name, page.get_by_role("status").all_inner_texts())


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_every_action_of_the_desk(page: Page, folder: Path, way: str) -> None:
    file = folder / "overrides.yml"
    for name, action in ACTIONS.items():
        (by_mouse if way == "mouse" else by_keyboard)(page, action)
        wanted = action.yaml.replace("TODAY", date.today().isoformat())
        waited(page, file, f"{HEAD}{wanted}{TAIL}", name)
        undo = page.locator(".queue-undo, .desk-undo")
        expect(undo).to_be_visible()
        if way == "mouse":
            undo.click()
        elif isinstance(action.at, str):
            page.keyboard.press("u")
        else:
            undo.press("Enter")
        waited(page, file, HEAD + TAIL, f"{name}, taken back")
        expect(page.get_by_text("Taken back")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (390, "dark"), (1280, "dark")])
def test_axe_finds_nothing_in_the_queue(page: Page, width: int, scheme: Any) -> None:
    """With its form open; and a phone never scrolls sideways."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    opened(page, SPEAKER, keys=width > 1000)
    page.locator(".queue-wrong").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
