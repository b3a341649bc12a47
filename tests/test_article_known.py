"""What a saved page is known to be: title, outlet, author, date and address, in the forms in which pages declare them."""

from __future__ import annotations

from pathlib import Path

import pytest

from storybrief.article import dates
from storybrief.article.read import read
from storybrief.article.saved import original
from storybrief.model import Article
from storybrief.problems import Problem

_BODY = """<p>The harbour office of Tarn closed the long pier on Monday after two of its piles had given way.</p>
<p>Nobody was on the pier at that hour, and the ferry to Halvik lay at the other quay with its lamps out.</p>
<p>The council is to meet on Thursday, and it has asked a firm in Halvik what new piles would cost.</p>"""


def _read(tmp_path: Path, head: str, above: str = "", before: str = "") -> tuple[Article, tuple[Problem, ...]]:
    page = tmp_path / "page.html"
    body = f"<article><h1>Pier closed</h1>{above}<div class='text'>{_BODY}</div></article>"
    page.write_text(f"{before}<html lang='en'><head>{head}</head><body>{body}</body></html>", "utf-8")
    article, problems = read(page, "page.html", {}, "page")
    assert article is not None
    return article, problems


def _json(words: str) -> str:
    return f'<script type="application/ld+json">{words}</script>'


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1746259200000", "2025-05-03T08:00:00Z"),
        ("1746259200", "2025-05-03T08:00:00Z"),
        ("2025-05-03T08:00:00+01", "2025-05-03T08:00:00+01:00"),
        ("2025-05-03 08:00:00 UTC", "2025-05-03T08:00:00+00:00"),
        ("20250503", "2025-05-03"),
        ("20250503T080000Z", "2025-05-03T08:00:00Z"),
        ("Sat, 03 May 2025 08:00:00 +0100", "2025-05-03T08:00:00+01:00"),
        ("May 3, 2025", "2025-05-03"),
        ("Saturday, May 3, 2025 4:05 PM EDT", "2025-05-03T16:05-04:00"),
        ("3 May 2025 08:15 BST", "2025-05-03T08:15+01:00"),
        ("2025-05-03", "2025-05-03"),
        ("03/05/2025", None),
        ("2025-02-30", None),
        ("0001-01-01T00:00:00Z", None),
        ("last week", None),
        ("May 2025", None),
    ],
)
def test_the_ways_in_which_a_date_is_written(written: str, read_as: str | None) -> None:
    assert dates.parse(written) == read_as


@pytest.mark.parametrize(
    "head",
    [
        _json('{"@type": "NewsArticle", "datePublished": "2025-05-03T08:00:00Z", "author": {"name": "Ann Lind"}}'),
        _json('{"@type": "http://schema.org/NewsArticle", "datePublished": "2025-05-03T08:00:00Z", "author": "Ann Lind"}'),
        _json('{"@graph": [{"@type": ["Article"], "datePublished": "2025-05-03T08:00:00Z", "author": {"@id": "#a"}}, {"@id": "#a", "name": "Ann Lind"}]}'),
        _json('{"@type": "WebPage", "mainEntity": {"@type": "Article", "datePublished": "2025-05-03T08:00:00Z", "author": ["Ann Lind"]}}'),
        _json('//<![CDATA[\n{"@type": "Article", "datePublished": "2025-05-03T08:00:00Z", "author": {"name": "Ann Lind"}}\n//]]>'),
        _json('{"@type": "Article", "datePublished": "2025-05-03T08:00:00Z", "author": [{"name": "Ann Lind"},],};'),
        '<meta property="article:published_time" content="1746259200000"><meta name="author" content="Lind, Ann;">',
        '<meta property="article:published_time" content="soon"><meta name="date" content="2025-05-03T08:00:00Z"><meta name="author" content="By Ann Lind">',
    ],
)  # fmt: skip
def test_every_form_of_declaring_date_and_author(tmp_path: Path, head: str) -> None:
    article, problems = _read(tmp_path, head)
    assert (article.source.published, article.source.author) == ("2025-05-03T08:00:00Z", "Ann Lind")
    assert problems == ()


def test_the_date_with_a_zone_wins_over_the_same_without(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2025-05-03T08:00:00">'
    article, _ = _read(tmp_path, _json('{"@type": "Article", "datePublished": "2025-05-03T08:00:00+02:00"}') + head)
    assert article.source.published == "2025-05-03T08:00:00+02:00"


def test_two_dates_of_publication_are_told(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2025-05-09T08:00:00Z">'
    article, problems = _read(tmp_path, _json('{"@type": "Article", "datePublished": "2025-05-03"}') + head)
    assert article.source.published == "2025-05-03"
    assert [(p.code, "2025-05-09" in p.message) for p in problems] == [("metadata-wrong", True)]


def test_a_date_after_the_last_change_is_none_of_publication(tmp_path: Path) -> None:
    head = (
        '<meta name="date" content="2025-05-20"><meta property="article:modified_time" content="2025-05-04">'
        '<meta name="pubdate" content="2025-05-03">'
    )
    assert _read(tmp_path, head)[0].source.published == "2025-05-03"


@pytest.mark.parametrize(
    ("above", "author", "published"),
    [
        ('<p class="byline">By Ann Lind and Bo Kvam</p><p>3 May 2025</p>', "Ann Lind and Bo Kvam", "2025-05-03"),
        ('<div class="author">Ann Lind<br>Monday</div>', "Ann Lind", None),
        ('<div class="meta">Updated 9 May 2025</div>', None, None),
        ('<div class="related"><span class="author">By Bo Kvam</span> 9 May 2025</div>', None, None),
        ("<p>By Ann Lind, in News · 3 May 2025</p>", "Ann Lind", "2025-05-03"),
        ('<div class="meta">In Local News, News</div>', None, None),
    ],
)
def test_lines_above_the_body(tmp_path: Path, above: str, author: str | None, published: str | None) -> None:
    source = _read(tmp_path, "", above)[0].source
    assert (source.author, source.published) == (author, published)


def test_the_second_author_is_not_lost(tmp_path: Path) -> None:
    head = '<meta name="author" content="Ann Lind">'
    article, _ = _read(tmp_path, head, '<p class="byline">By Ann Lind and Bo Kvam</p>')
    assert article.source.author == "Ann Lind and Bo Kvam"


@pytest.mark.parametrize(
    ("value", "author"),
    [
        ("Lind, Ann, Kvam, Bo", "Ann Lind, Bo Kvam"),
        ("Ann O&amp;#39;Roe", "Ann O'Roe"),
        ("The Harbour Post", None),
        ("admin", None),
        ("https://post.example/ann", None),
    ],
)
def test_authors_are_people(tmp_path: Path, value: str, author: str | None) -> None:
    head = f'<meta property="og:site_name" content="The Harbour Post"><meta name="author" content="{value}">'
    assert _read(tmp_path, head)[0].source.author == author


@pytest.mark.parametrize(
    "head",
    [
        "<title>Pier closed | The Harbour Post</title>",
        '<meta property="og:title" content="Pier closed - The Harbour Post"><title>Pier closed — The Harbour Post</title>',
        '<title>Pier closed, by Ann Lind</title><meta property="og:title" content="Pier closed">',
    ],
)
def test_the_title_is_the_headline_without_brand(tmp_path: Path, head: str) -> None:
    article, _ = _read(tmp_path, f'{head}<meta property="og:site_name" content="The Harbour Post">')
    assert article.title == "Pier closed"


def test_the_outlet_is_found_behind_the_title(tmp_path: Path) -> None:
    article, _ = _read(tmp_path, "<title>Pier closed - The Harbour Post</title>")
    assert article.source.outlet == "The Harbour Post"


_PIER = "https://post.example/pier"


@pytest.mark.parametrize(
    ("address", "of", "archived"),
    [
        (f"https://web.archive.org/web/20250503080000/{_PIER}", _PIER, True),
        (f"https://web.archive.org/web/20250503080000id_/{_PIER}", _PIER, True),
        (f"https://archive.ph/2025.05.03-080000/{_PIER}", _PIER, True),
        ("https://archive.ph/aBc12", "", True),
        (f"https://webcache.googleusercontent.com/search?q=cache:aBc-12:{_PIER}+pier", _PIER, True),
        ("https://post-example.cdn.ampproject.org/c/s/post.example/pier", _PIER, False),
        ("about:reader?url=https%3A%2F%2Fpost.example%2Fpier", _PIER, False),
        (_PIER, _PIER, False),
    ],
)
def test_an_archives_address_is_taken_apart(address: str, of: str, archived: bool) -> None:
    found = original(address)
    assert (found.address, bool(found.archived)) == (of, archived)


@pytest.mark.parametrize(
    ("before", "head", "above"),
    [
        (f"<!--\n Page saved with SingleFile \n url: {_PIER} \n saved date: today -->", "", ""),
        ("", f'<link rel="canonical" href="https://web.archive.org/web/20250503/{_PIER}">', ""),
        (
            "",
            '<link rel="canonical" href="https://archive.ph/aBc12"><meta property="og:site_name" content="archive.ph">'
            f'<link rel="bookmark" href="http://archive.today/20250503080000/{_PIER}">',
            "",
        ),
        ("", "", f'<a class="domain reader-domain" href="{_PIER}">post.example</a>'),
    ],
    ids=["singlefile", "wayback", "archive.ph", "reader"],
)
def test_the_address_is_the_originals(tmp_path: Path, before: str, head: str, above: str) -> None:
    source = _read(tmp_path, head, above, before)[0].source
    assert (source.url, source.outlet) == (_PIER, None)
    assert bool(source.archived) == ("archive" in head), "the archive is kept beside it"
