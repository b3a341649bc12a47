"""The theme: what every page has, whatever its front matter and however the site is set up."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import pytest
import yaml
from lxml import etree, html
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


def test_a_footnote_has_one_way_back_to_its_first_place(hostile: html.HtmlElement) -> None:
    ways_back = hostile.xpath("//a[starts-with(@href, '#fnref')]")
    assert [(way.get("href"), way.text) for way in ways_back] == [("#fnref:a", "↩")]
    assert hostile.xpath("string(//*[@role='doc-endnotes']/h2)") == "Footnotes"


def test_every_footnote_has_an_arrow(tmp_path: Path) -> None:
    text = "# Story\n\nOne[^a]. Two[^b] and again[^b].\n\n[^a]: First.\n\n[^b]: Second.\n"
    site = built(tmp_path, {"index.md": "# Home", "story/index.md": text})
    ways_back = page(site / "story/index.html").xpath("//a[starts-with(@href, '#fnref')]")
    assert [way.text for way in ways_back] == ["↩", "↩"]


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


# --- the feed ----------------------------------------------------------------------------------------------------

ADDRESS = "https://news.example/briefs/"
MOST = 50  # as in templates/theme/feed.xml


def brief_page(number: int, more: str = "") -> str:
    return f"---\nkind: brief\nstory: Story {number}\ntitle: Story {number}\n{more}---\n# Story {number}\n"


def feed(folder: Path, pages: dict[str, str]) -> bytes:
    """The feed of a site with an address."""
    return (built(folder, {"index.md": "# Home", **pages}, site_url=ADDRESS) / "feed.xml").read_bytes()


def test_the_feed_is_read_by_a_feed_reader(tmp_path: Path) -> None:
    """As RSS 2.0, without a complaint: its newest brief first, one without a date last, words as they are."""
    hostile = "</title><script>x</script> & ]]> “ü”"
    pages = {
        "old/index.md": brief_page(1, "updated: '2026-03-12'\ndescription: Words & more.\n"),
        "new/index.md": brief_page(2, "updated: '2026-05-04'\n").replace("story: Story 2", f"story: '{hostile}'"),
        "undated/index.md": brief_page(3),
        "old/articles/a.md": "---\nkind: article\n---\n# No brief\n",
    }
    found = feedparser.parse(feed(tmp_path, pages))
    assert not found.bozo
    assert found.version == "rss20"
    assert (found.feed.title, found.feed.link) == ("Newsroom <desk>", ADDRESS)
    assert found.feed.subtitle
    assert [link.href for link in found.feed.links if link.rel == "self"] == [f"{ADDRESS}feed.xml"]
    assert [entry.link for entry in found.entries] == [f"{ADDRESS}{name}/" for name in ("new", "old", "undated")]
    assert [entry.id for entry in found.entries] == [entry.link for entry in found.entries]
    assert [entry.get("updated_parsed", (None,) * 3)[:3] for entry in found.entries] == [(2026, 5, 4), (2026, 3, 12), (None, None, None)]  # fmt: skip
    assert [entry.get("summary") for entry in found.entries] == [None, "Words & more.", None]


def test_the_feed_keeps_the_rules_of_rss(tmp_path: Path) -> None:
    """The specification's own words: what a channel and an item must have, once each, and what an address must be."""
    pages = {
        f"s-{n:02}/index.md": brief_page(n, "updated: '2026-03-12'\ndescription: Words.\n") for n in range(MOST + 5)
    }
    tree = etree.fromstring(feed(tmp_path, pages))
    assert (tree.tag, tree.get("version"), len(tree)) == ("rss", "2.0", 1)
    (channel,) = tree
    for name in ("title", "link", "description"):
        assert len(channel.findall(name)) == 1
        assert channel.findtext(name)
    items = channel.findall("item")
    assert len(items) == MOST, "the newest alone: a feed does not grow with the archive"
    plain = {"title", "link", "guid", "description"}
    for item in items:
        names = [child.tag for child in item]
        assert {name for name in names if "{" not in name} <= plain
        assert len(names) == len(set(names))
        assert item.findtext("title")
        assert item.find("guid").get("isPermaLink") == "true"  # type: ignore[union-attr]
        assert str(item.findtext("link")).startswith("https://")
    assert len({item.findtext("guid") for item in items}) == MOST


def test_a_site_without_an_address_has_no_feed(tmp_path: Path) -> None:
    site = built(tmp_path, {"index.md": "# Home", "story/index.md": brief_page(1)})
    assert not (site / "feed.xml").exists() or not (site / "feed.xml").read_text()
    assert not page(site / "story/index.html").xpath("//link[@type='application/rss+xml']")
