"""A whole published site of hostile text, read as a browser reads it: its words, and nothing that does anything."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
import yaml
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config

from hostile import TRICKS
from invented import ROOT
from storybrief.cli import main
from storybrief.model import visible

WORDS = [trick.replace("\0", "").encode("utf-8", "ignore").decode() for trick in TRICKS]

# Every position in which a sign can have a meaning: {} is the trick.
POSITIONS = (
    "{}",
    "{} is how it began.",
    "It ended with {}",
    "The mayor said {} on Friday.",
    "    {} after four spaces.",
    '"It is {}," Mara Lind said.',
    "Mara Lind, {}, told the Osk Post that 40 people left.",
)
ELEMENTS = {*["html", "head", "meta", "title", "link", "script", "body", "a", "header", "p", "button", "kbd", "noscript", "nav", "ol", "li", "ul", "main", "article", "div", "h1", "h2", "h3", "dl", "dt", "dd", "blockquote", "strong", "em", "span", "sup", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "br", "footer", "dialog", "form", "label", "input", "figure", "svg", "desc", "text", "path", "line", "rect", "circle", "g", "hr", "section", "time", "b", "i", "code", "data", "mark"]}  # fmt: skip
ATTRIBUTES = re.compile(
    r"lang|data-[a-z-]+|charset|name|content|property|rel|href|src|type|title|class|id|tabindex|hidden|role|aria-[a-z]+|for|scope|media|crossorigin"
    r"|autocomplete|spellcheck|enterkeyhint|autofocus|markdown|open|width|height|viewBox|x|y|[xy][12]|c[xy]|r|d|fill|stroke|stroke-dasharray|text-anchor|font-family|font-size|font-weight|start|value|datetime|xlink:href|preserveAspectRatio|transform|(?:fill-|stroke-)?opacity|stroke-[a-z]+|dominant-baseline"
)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles of every trick in every position, everything that is known of them hostile too, published."""
    site = tmp_path_factory.mktemp("hostile")
    folder = site / "briefs" / "hostile"
    (folder / "sources").mkdir(parents=True)
    for number, name in enumerate(("a", "b")):
        lines = [POSITIONS[(i + number) % len(POSITIONS)].format(words) for i, words in enumerate(WORDS)]
        text = "\n\n".join(["The bridge of Osk is closed", *lines, "Mara Lind said that 1,200 people left.", ""])
        (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
    bad = 'AT&T "x" onmouseover="alert(1)" </title><script>alert(1)</script> {{ 7*7 }} *em* [x](javascript:alert(1))'
    about = {
        "title": bad,
        "outlet": bad,
        "author": bad,
        "published": "2026-05-03",
        "url": "https://x.example/?a=1&copy=2#'\"><b>".replace('"><b>', ""),
    }
    (folder / "story.yml").write_text(
        yaml.safe_dump({"reproduce": "full", "articles": {"a.txt": about}}), encoding="utf-8"
    )
    changes = [
        {"do": "headline", "to": bad, "why": bad},
        {"do": "teaser", "to": bad, "why": bad},
        {"do": "note", "to": bad, "why": bad},
    ]
    changes += [{"do": "role", "where": "Mara Lind", "to": bad, "why": bad}]
    told = [{"kind": "correction", "what": bad, "when": "2026-05-04", "why": bad}]
    (folder / "overrides.yml").write_text(yaml.safe_dump({"overrides": changes, "corrections": told}), encoding="utf-8")
    (site / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8"), encoding="utf-8")
    (site / "content").mkdir()
    build(load_config(str(site / "mkdocs.yml"), site_dir=str(site / "site"), site_url="https://news.example/"))
    return site / "site"


def elements(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every element as a browser would make it, with its attributes."""
    for element in html5lib.parse(file.read_text("utf-8"), namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str):
            bare = re.sub(r"\{[^}]*\}", "", element.tag)
            yield bare, {re.sub(r"\{[^}]*\}", "xlink:", k): v for k, v in element.attrib.items()}


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_no_element_and_no_attribute_that_the_theme_does_not_make(hostile_site: Path) -> None:
    for file in pages(hostile_site):
        for tag, attributes in elements(file):
            assert tag in ELEMENTS, (file, tag, attributes)
            for name in attributes:
                assert ATTRIBUTES.fullmatch(name), (file, tag, name)


def test_the_pages_work_under_the_promised_content_security_policy(hostile_site: Path) -> None:
    """default-src 'self'; script-src 'self' 'wasm-unsafe-eval': no script, style or address of another place."""
    for file in pages(hostile_site):
        for tag, attributes in elements(file):
            if tag == "script":
                assert attributes.get("type") == "application/ld+json" or attributes.get("src"), "no inline script"
            source = attributes.get("src") or (attributes.get("href") if tag == "link" and attributes.get("rel") == "stylesheet" else "") or ""  # fmt: skip
            assert not re.match(r"[a-z]+:|//", source), "nothing is fetched from elsewhere"
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            assert not re.match(r"\s*(javascript|data|vbscript):", attributes.get("href", ""), re.IGNORECASE)
            assert tag not in ("style", "iframe", "object", "embed", "base", "img", "math")


def test_every_sentence_is_on_the_articles_page_as_its_words(hostile_site: Path) -> None:
    for name in ("a", "b"):
        source = hostile_site.parent / "briefs" / "hostile" / "sources" / f"{name}.txt"
        tree = html5lib.parse((hostile_site / "hostile" / "articles" / name / "index.html").read_text("utf-8"), namespaceHTMLElements=False)  # fmt: skip
        shown = ["".join(e.itertext()) for e in tree.iter("span") if str(e.get("id", "")).startswith("s-")]
        wanted = visible(source.read_text("utf-8")).replace(" ", "").removeprefix("ThebridgeofOskisclosed")
        assert visible(" ".join(shown)).replace(" ", "") in wanted or wanted in visible(" ".join(shown)).replace(
            " ", ""
        )


def test_the_feed_the_data_and_the_search_read_words(hostile_site: Path) -> None:
    feed = ET.parse(hostile_site / "feed.xml")
    titles = [element.text or "" for element in feed.iter("title")]
    assert any("</title><script>alert(1)</script>" in title for title in titles), "as words"
    data = json.loads((hostile_site / "hostile" / "brief.json").read_text("utf-8"))
    assert "<script>" in data["headline"]["words"]
    for file in pages(hostile_site):
        tree = html5lib.parse(file.read_text("utf-8"), namespaceHTMLElements=False)
        for script in tree.iter("script"):
            if script.get("type") == "application/ld+json":
                assert json.loads(script.text or "")["headline"].startswith("AT&T")


def test_the_whole_hostile_site_is_proved(hostile_site: Path) -> None:
    """What is shown is verbatim, also by the proof that reads the HTML alone."""
    done = CliRunner().invoke(main, ["check", "--site", str(hostile_site)])
    assert done.exit_code == 0, done.output
