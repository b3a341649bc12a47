"""Saved web pages: the main text, and only what the page declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from storybrief.article.read import read

_FIXTURES = Path(__file__).parent / "fixtures" / "article"


def test_the_main_text_of_a_page() -> None:
    article, problems = read(_FIXTURES / "page.html", "page.html", {}, "page")
    assert article is not None
    assert problems == ()
    assert [(p.role, p.span.of(article.text)) for p in article.paragraphs] == [
        ("title", "Ferry returns to the island"),
        ("body", "The ferry to the island sailed again on Monday, nine weeks after a storm broke its ramp."),
        (
            "body",
            "“We are glad,” said Ann Roe, the head of the line. It carried forty people, all of whom had booked"
            " weeks before.",
        ),
        ("heading", "What happens next"),
        (
            "body",
            "The ramp will be tested again in June\nand once more in the autumn, the line said on Monday.",
        ),
        ("body", "The wall held, and so did the ramp."),
        ("body", "It will hold again."),
        ("body", "the wind was too strong for the pilots"),
        ("body", "the ramp was too weak for lorries"),
        ("body", "March no ferry"),
        ("body", "May one ferry"),
        (
            "body",
            "The line gave no cost for the work on the ramp, and the island's council has not asked for one.",
        ),
    ]


def test_a_page_declares_its_metadata() -> None:
    article, _ = read(_FIXTURES / "page.html", "page.html", {}, "page")
    assert article is not None
    source = article.source
    assert article.title == "Ferry returns to the island"
    assert (source.outlet, source.author, source.published, source.url, source.language) == (
        "Island Post",
        "Jane Doe",
        "2025-05-03T08:00:00+01:00",
        "https://post.example/ferry",
        "en-GB",
    )


def test_what_a_page_does_not_declare_is_not_guessed_from_text_or_clock() -> None:
    article, problems = read(_FIXTURES / "undeclared.html", "undeclared.html", {}, "x")
    assert article is not None
    assert problems == ()
    source = article.source
    assert (source.outlet, source.author, source.published, source.url, source.language) == (None,) * 5


def test_json_ld_and_the_browsers_note_declare_too() -> None:
    article, problems = read(_FIXTURES / "jsonld.html", "jsonld.html", {}, "x")
    assert article is not None
    assert problems == ()
    source = article.source
    assert (source.outlet, source.published, source.url, source.language) == (
        "Island Post",
        "2025-05-03",
        "https://post.example/from-disk",
        "en",
    )


def test_a_value_that_cannot_be_is_a_warning(tmp_path: Path) -> None:
    page = (_FIXTURES / "page.html").read_text("utf-8")
    page = page.replace("2025-05-03T08:00:00+01:00", "last week").replace("https://post.example/ferry", "/ferry")
    (tmp_path / "a.html").write_text(page, "utf-8")
    article, problems = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert article.source.published is None
    assert article.source.url is None
    assert [(p.code, p.severity) for p in problems] == [("metadata-wrong", "warning")] * 2


def test_a_page_reads_the_same_after_other_pages() -> None:
    names = ("page.html", "undeclared.html", "jsonld.html", "page.html")
    first, *_, last = [read(_FIXTURES / name, name, {}, name) for name in names]
    assert first == last


def test_a_declared_charset_is_read_as_browsers_read_it(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>“Café” is open – on the quay, said Ann Roe.</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    article, problems = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert problems == ()
    assert article.text == "“Café” is open – on the quay, said Ann Roe."


def test_a_fragment_without_a_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_text("<p>Just one paragraph stands here.</p>", "utf-8")
    article, _ = read(tmp_path / "a.htm", "a.htm", {}, "a")
    assert article is not None
    assert article.text == "Just one paragraph stands here."


@pytest.mark.parametrize(
    "page",
    ["<div>" * 100_000, "<html><body>" + "<b>" * 49_000 + "x", "<html><body>" + "<table><tr><td>" * 15_000 + "x"],
    ids=["many", "deep", "tables"],
)
def test_nested_tags_have_a_limit(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(page, "utf-8")
    article, problems = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is None
    assert [p.code for p in problems] == ["too-large"]


def test_nesting_under_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 190 + "<p>Deep words stand here.</p>", "utf-8")
    article, _ = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert article.text == "Deep words stand here."


@pytest.mark.parametrize("opener", ["[", '{"a":', '"\\u0000'])
def test_hostile_json_declares_nothing(tmp_path: Path, opener: str) -> None:
    script = f'<script type="application/ld+json">{opener * 100_000}</script>'
    (tmp_path / "a.html").write_text(
        f"<html><head>{script}</head><body><p>Words stand here.</p></body></html>", "utf-8"
    )
    article, problems = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert problems == ()


def test_two_line_breaks_part_paragraphs(tmp_path: Path) -> None:
    first = "The ferry to the island sailed again on Monday, nine weeks after a storm broke its ramp."
    second = "It carried forty people, all of whom had booked weeks before the first crossing was announced."
    page = f"<html><body><article><h1>Ferry returns</h1><div>{first}<br><br/>\n{second}</div></article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    article, _ = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert [(p.role, p.span.of(article.text)) for p in article.paragraphs] == [
        ("title", "Ferry returns"),
        ("body", first),
        ("body", second),
    ]


def test_the_headline_is_the_title_under_another_title_in_the_head(tmp_path: Path) -> None:
    page = (
        (_FIXTURES / "page.html")
        .read_text("utf-8")
        .replace('og:title" content="Ferry returns to the island', 'og:title" content="The ferry is back')
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    article, _ = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert article.title == "Ferry returns to the island"
    assert [p.role for p in article.paragraphs][:2] == ["title", "body"]


@pytest.mark.parametrize(
    ("head", "line", "author"),
    [
        ('<meta name="author" content="Jane Doe">', "", "Jane Doe"),
        ('<meta name="author" content="Jane Doe"><meta name="author" content="John Roe">', "", "Jane Doe, John Roe"),
        ('<meta name="byl" content="By Jane Doe">', "", "Jane Doe"),
        ('<meta property="article:author" content="https://people.example/jane">', "", None),
        ("", '<div class="byline">By JANE DOE and John Roe | 3 May 2025</div>', "JANE DOE and John Roe"),
        ("", '<p>By <a rel="author" href="/jane">Jane Doe</a></p>', "Jane Doe"),
        ("", '<a rel="author" href="/jane">More stories by us all</a>', None),
        ("", '<div class="author">Share this article on every network</div>', None),
        ("", '<div class="author-bio">Jane Doe covers ferries for the Post and has won three prizes.</div>', None),
        ("", '<div class="comment-author">Troll99</div>', None),
    ],
)
def test_an_author_is_taken_where_the_page_says_so_and_nowhere_else(
    tmp_path: Path, head: str, line: str, author: str | None
) -> None:
    page = (_FIXTURES / "undeclared.html").read_text("utf-8")
    page = page.replace("</head>", f"{head}</head>").replace("</h1>", f"</h1>{line}")
    (tmp_path / "a.html").write_text(page, "utf-8")
    article, problems = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert problems == ()
    assert article.source.author == author


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ('{"@type": "Person", "name": "Jane Doe"}', "Jane Doe"),
        ('[{"name": "Jane Doe"}, {"name": "John Roe"}]', "Jane Doe, John Roe"),
        ('"Jane Doe"', "Jane Doe"),
        ('{"url": "https://people.example/jane"}', None),
        ('[{"name": "https://people.example/jane"}, {"name": "John Roe"}]', "John Roe"),
        ("17", None),
    ],
)
def test_the_authors_of_json_ld(tmp_path: Path, author: str, name: str | None) -> None:
    page = (_FIXTURES / "jsonld.html").read_text("utf-8").replace('"headline"', f'"author": {author}, "headline"')
    (tmp_path / "a.html").write_text(page, "utf-8")
    article, _ = read(tmp_path / "a.html", "a.html", {}, "a")
    assert article is not None
    assert article.source.author == name
