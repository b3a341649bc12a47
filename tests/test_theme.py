"""The theme: what every page has, whatever its front matter and however the site is set up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config

from invented import ROOT

HOSTILE = """---
title: '<script>alert(1)</script> & "quoted" {{ 7*7 }}'
kind: '"><img src=x>'
story: '</title><b>story</b>'
description: '" onload="alert(1)'
language: 'en" onclick="alert(1)'
---
# Heading & `<b>`

| left | right |
|:-----|------:|
| 1    | 2     |

## Section one

Words[^a] and again[^a].

## Section two

[^a]: The note.
"""
SETTINGS: dict[str, object] = {
    "site_name": "Newsroom <desk>",
    "docs_dir": "content",
    "theme": "storybrief",
    "plugins": [],
    "markdown_extensions": ["attr_list", "footnotes", "md_in_html", "tables", {"toc": {"permalink": True}}],
    "strict": True,
}


def built(folder: Path, pages: dict[str, str], **settings: object) -> Path:
    """A site made of `pages` (path, Markdown) with the theme; returns the folder of its HTML."""
    for path, text in pages.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS | settings), encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    build(config)
    return folder / "site"


@pytest.fixture
def hostile(tmp_path: Path) -> html.HtmlElement:
    """The page made of HOSTILE."""
    site = built(tmp_path, {"index.md": "# Home", "story/index.md": HOSTILE})
    return page(site / "story/index.html")


def page(file: Path) -> html.HtmlElement:
    return html.document_fromstring(file.read_text(encoding="utf-8"))


def test_front_matter_reaches_the_page_as_text_only(hostile: html.HtmlElement) -> None:
    assert hostile.findtext(".//title") == '<script>alert(1)</script> & "quoted" {{ 7*7 }} · Newsroom <desk>'
    assert not hostile.xpath("//script[not(@src)]")
    assert not hostile.xpath("//img | //*[@onload] | //*[@onclick]")
    assert hostile.xpath("//body/@class") == ["kind-page"], "an unknown kind is none"


def test_a_story_title_reaches_an_articles_page_as_text_only(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^kind: .*$", "kind: article", HOSTILE)
    site = built(tmp_path, {"index.md": "# Home", "story/index.md": "# Story", "story/articles/a.md": text})
    article = page(site / "story/articles/a/index.html")
    assert article.xpath("string(//nav[@class='breadcrumbs']//li[2]/a)") == "</title><b>story</b>"
    assert article.xpath("string(//meta[@name='story']/@content)") == "</title><b>story</b>"
    assert not article.xpath("//b | //img | //script[not(@src)] | //*[@onclick]")


def test_nothing_inline_that_a_strict_policy_forbids(hostile: html.HtmlElement) -> None:
    assert not hostile.xpath("//@style | //style | //*[@*[starts-with(name(), 'on')]]")
    assert hostile.xpath("//td[@class='align-right']")


def test_the_ways_back_of_a_footnote_are_an_arrow_and_the_numbers_of_its_places(hostile: html.HtmlElement) -> None:
    ways_back = hostile.xpath("//a[starts-with(@href, '#fnref')]")
    assert [(way.get("href"), way.text) for way in ways_back] == [("#fnref:a", "↩ 1"), ("#fnref2:a", "2")]
    assert hostile.xpath("string(//*[@role='doc-endnotes']/h2)") == "Footnotes"


def test_a_footnote_of_one_place_has_an_arrow_alone(tmp_path: Path) -> None:
    text = "# Story\n\nOne[^a]. Two[^b] and again[^b].\n\n[^a]: First.\n\n[^b]: Second.\n"
    site = built(tmp_path, {"index.md": "# Home", "story/index.md": text})
    ways_back = page(site / "story/index.html").xpath("//a[starts-with(@href, '#fnref')]")
    assert [way.text for way in ways_back] == ["↩", "↩ 1", "2"]


def test_contents_name_each_section_once_and_the_footnotes(hostile: html.HtmlElement) -> None:
    links = hostile.xpath("//nav[@class='toc']//a")
    assert [link.text for link in links] == ["Section one", "Section two", "Footnotes"]
    for link in links:
        assert hostile.xpath(f"//*[@id='{link.get('href')[1:]}']")


def test_breadcrumbs_lead_home_and_to_the_story(tmp_path: Path) -> None:
    article = "---\nkind: article\nstory: The story\ntitle: The article\n---\n# The article\n"
    pages = {"index.md": "# Home", "flood/index.md": "# The story", "flood/articles/a.md": article}
    site = built(tmp_path, pages)
    crumbs = page(site / "flood/articles/a/index.html").xpath("//nav[@class='breadcrumbs']//a")
    assert [(crumb.text, crumb.get("href")) for crumb in crumbs] == [
        ("Home", "../../.."),
        ("The story", "../../"),
    ]


def test_breadcrumbs_without_directory_urls(tmp_path: Path) -> None:
    article = "---\nkind: article\nstory: The story\ntitle: The article\n---\n# The article\n"
    pages = {"index.md": "# Home", "flood/index.md": "# The story", "flood/articles/a.md": article}
    site = built(tmp_path, pages, use_directory_urls=False)
    crumbs = page(site / "flood/articles/a.html").xpath("//nav[@class='breadcrumbs']//a/@href")
    assert crumbs == ["../../index.html", "../index.html"]


@pytest.mark.parametrize("address", ["", "https://example.org/newsroom/briefs/"])
def test_no_page_has_an_absolute_link(tmp_path: Path, address: str) -> None:
    """A project site of GitHub Pages lives under a sub-path. Only the page for missing addresses needs the whole path."""
    site = built(tmp_path, {"index.md": "# Home", "story/index.md": HOSTILE}, site_url=address)
    for file in (site / "index.html", site / "story/index.html"):
        links = page(file).xpath("//a/@href | //link[not(@rel='canonical')]/@href | //script/@src")
        assert links
        assert not [link for link in links if re.match(r"/|[a-z]+:", link)]


def test_a_page_without_a_heading_gets_its_title(tmp_path: Path) -> None:
    site = built(tmp_path, {"index.md": "# Home", "about.md": "---\ntitle: A & B\n---\nText.\n"})
    assert page(site / "about/index.html").xpath("string(//h1)") == "A & B"


def test_no_page_lists_the_other_stories(tmp_path: Path) -> None:
    pages = {f"story-{n}/index.md": f"# Story number {n}\n" for n in range(9)}
    site = built(tmp_path, {"index.md": "# Home", **pages})
    assert "story-4" not in (site / "story-5/index.html").read_text(encoding="utf-8")


def test_two_builds_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for day in ("0", "1000000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
        site = built(tmp_path / day, {"index.md": "# Home", "story/index.md": HOSTILE}, site_url="https://example.org/")
        files = [file for file in sorted(site.rglob("*")) if file.is_file() and file.suffix != ".gz"]
        made.append({file.relative_to(site): file.read_bytes() for file in files})
    assert made[0] == made[1]


def test_a_table_says_which_article_stands_over_which_column(tmp_path: Path) -> None:
    """Only where columns are articles, and no more of them than the style sheet knows; any other table is left alone."""
    head = "| | [A](#article-a) | [B](#article-b) | given by |\n|---|---|---|---|\n"
    wide = " | ".join(f"[{letter}](#article-{letter.lower()})" for letter in "ABCDEFGH")
    tables = (
        f"{head}| row | one | *two* | x |",
        "| [B](#article-b) | [D](#article-d) |\n|---|---|\n| 1 | 2 |",
        "| left | right |\n|---|---|\n| [A](#article-a) | 2 |",
        f"| {wide} |\n|{'---|' * 8}\n| {' | '.join('12345678')} |",
    )
    text = "# Story\n\n" + "\n\n".join(tables) + "\n"
    site = built(tmp_path, {"index.md": "# Home", "story/index.md": text})
    classes = [table.get("class") for table in page(site / "story/index.html").xpath("//table")]
    assert classes == ["stacks a2 b3 given", "stacks b1 d2", None, None]


def test_the_style_sheet_knows_every_column_that_a_table_names() -> None:
    """Twelve letters, the most articles that a picture shows, in each of seven columns."""
    css = (ROOT / "templates/theme/assets/storybrief.css").read_text(encoding="utf-8")
    for letter in "abcdefghijkl":
        for column in range(1, 8):
            assert f".{letter}{column} td:nth-child({column})::before" in css
        assert f'content: "{letter.upper()}"' in css
