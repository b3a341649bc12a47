"""What of a saved page is not in its article is accounted for, and a page that is no whole article is told. Invented words."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from storybrief.article.left import told
from storybrief.article.read import read
from storybrief.cli import main
from storybrief.model import Article
from storybrief.problems import Problem

_P = (
    "The harbour office of Tarn closed the long pier on Monday after two of its piles had given way in the night.",
    "Nobody was on the pier at that hour, and the ferry to Halvik lay at the other quay with its lamps out.",
    "“We heard it go like a door,” said Ann Lind, the harbour master, who lives above the net store.",
    "The council is to meet on Thursday, and it has asked a firm in Halvik what a new row of piles would cost.",
)
_LOST = "Bo Kvam of the fishermen’s union told the meeting that nine boats have no berth for the winter."


def _write(tmp_path: Path, body: str, head: str = "") -> Path:
    page = tmp_path / "page.html"
    page.write_text(f"<html><head><title>Pier closed</title>{head}</head><body>{body}</body></html>", "utf-8")
    return page


def _read(tmp_path: Path, body: str, head: str = "") -> tuple[Article, tuple[Problem, ...]]:
    article, problems = read(_write(tmp_path, body, head), "page.html", {}, "page")
    assert article is not None
    return article, problems


def _p(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{words}</p>" for words in paragraphs)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ('<div class="newsletter"><p>{}</p></div>', "sign-up"),
        ('<div class="related"><p>{}</p></div>', "related"),
        ('<div class="comments"><p>{}</p></div>', "comment"),
        ("<nav><p>{}</p></nav>", "navigation"),
        ("<p hidden>{}</p>", "hidden"),
        ("<figure><figcaption>{}</figcaption></figure>", "caption"),
        ('<div class="author-bio"><p>{}</p></div>', "about the author"),
        ("<aside><p>{}</p></aside>", "beside the article"),
    ],
)
def test_prose_beside_the_article_has_its_reason(tmp_path: Path, block: str, reason: str) -> None:
    article, _ = _read(tmp_path, f"<main><h1>Pier closed</h1><div>{_p(_P)}</div>{block.format(_LOST)}</main>")
    assert [(left.words, left.reason) for left in article.left_out] == [(_LOST, reason)]
    assert told(article) is None


def test_a_paragraph_that_is_said_twice_is_left_out_once(tmp_path: Path) -> None:
    article, _ = _read(tmp_path, f"<main><h1>Pier closed</h1><div>{_p((*_P, _P[1]))}</div></main>")
    assert [(left.words, left.reason) for left in article.left_out] == [(_P[1], "duplicate")]


def test_what_may_be_the_articles_is_told(tmp_path: Path) -> None:
    odd = f'<section class="x9"><span class="y2"><b>{_LOST}</b></span></section>'
    article, _ = _read(tmp_path, f"<main><h1>Pier closed</h1><div class='t'>{_p(_P)}</div>{odd}<p>Tarn</p></main>")
    left = told(article)
    assert left is not None
    assert str(left).startswith(
        "page.html: left-out: 1 paragraph on the page is not in the article: “Bo Kvam of the fishermen’s union"
    )


def test_every_sentence_of_a_page_is_in_the_article_or_left_out(tmp_path: Path) -> None:
    odd = f"<table><tr><td><div>{_LOST}</div></td></tr></table><footer><p>The Post is made in Tarn by nine people.</p></footer>"
    article, _ = _read(tmp_path, f"<main><h1>Pier closed</h1><div class='t'>{_p(_P)}</div>{odd}</main>")
    somewhere = article.text + "\n".join(left.words for left in article.left_out)
    assert _LOST in somewhere
    assert "The Post is made in Tarn by nine people." in somewhere


_CLOSED = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
_WALL = '<div class="wall"><p>Subscribe to continue reading this article.</p></div>'


@pytest.mark.parametrize(
    ("paragraphs", "after", "head", "code"),
    [
        (_P[:2], _WALL, _CLOSED, "only-beginning"),
        (_P[:2], _WALL, "", "only-beginning"),
        (_P[:2], "", _CLOSED, "only-beginning"),
        ((*_P[:2], "The council is to meet on …"), "", _CLOSED, "only-beginning"),
        (_P * 3, "", _CLOSED, None),
        (_P * 3, "", "", None),
        (_P[:2], "", "", None),
        (("We and our partners store what you read.", "With your consent to it we go on."), "", "", "no-article"),
    ],
    ids=["closed-wall", "wall", "closed-short", "closed-dots", "closed-whole", "whole", "short", "consent"],
)
def test_a_page_that_is_no_whole_article_is_told(
    tmp_path: Path, paragraphs: tuple[str, ...], after: str, head: str, code: str | None
) -> None:
    numbered = tuple(
        f"{words} That was day {n} of the month." if n > 3 else words for n, words in enumerate(paragraphs)
    )
    _, problems = _read(tmp_path, f"<article><h1>Pier closed</h1><div>{_p(numbered)}</div>{after}</article>", head)
    assert [problem.code for problem in problems] == ([code] if code else [])


@pytest.mark.parametrize("title", ["404 Not Found", "Just a moment...", "Access denied"])
def test_a_page_of_an_error_is_told(tmp_path: Path, title: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Try it again later.</p></body></html>",
        "utf-8",
    )
    assert [problem.code for problem in read(page, "page.html", {}, "page")[1]] == ["no-article"]


def test_storybrief_read_shows_how_a_page_is_read(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="The Harbour Post"><meta name="author" content="Ann Lind">'
    page = _write(tmp_path, f"<main><h1>Pier closed</h1><div>{_p(_P)}</div><nav><p>{_LOST}</p></nav></main>", head)
    shown = CliRunner().invoke(main, ["read", str(page)])
    assert shown.exit_code == 0
    lines = [" ".join(line.split()) for line in shown.output.splitlines()]
    assert "title: Pier closed (headline)" in lines
    assert "outlet: The Harbour Post (og:site_name)" in lines
    assert "published: not given" in lines
    assert f"1 body {_P[0]}" in lines
    assert f"navigation {_LOST}" in lines


def test_storybrief_read_tells_of_a_file_that_is_none(tmp_path: Path) -> None:
    shown = CliRunner().invoke(main, ["read", str(tmp_path / "none.html")])
    assert shown.exit_code == 1
    assert "unreadable: There is no such file." in shown.output


_GERMAN = (
    "Das Hafenamt von Tarn hat am Montag die lange Mole geschlossen, weil in der Nacht zwei ihrer Pfähle nachgegeben haben. "
    "Zu dieser Stunde war niemand auf der Mole, und die Fähre nach Halvik lag mit gelöschten Lampen am anderen Kai. "
    "Der Rat will am Donnerstag tagen und hat eine Firma in Halvik gefragt, was eine neue Reihe von Pfählen kosten würde, "
    "denn die alte ist vor neunzig Jahren für den Heringsfang gebaut worden, der nicht nach Tarn zurückgekehrt ist."
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "declared", "language", "told"),
    [
        ([_GERMAN], "", "de", True),
        ([_GERMAN], ' lang="en"', "de", True),
        ([_GERMAN], ' lang="de-AT"', "de-AT", False),
        (list(_P), "", None, False),
        (list(_P), ' lang="en-GB"', "en-GB", False),
    ],
)
def test_the_declared_language_is_checked_against_the_words(
    tmp_path: Path, words: list[str], declared: str, language: str | None, *, told: bool
) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html{declared}><body><article><h1>Tarn</h1>{_p(tuple(words))}</article></body></html>", "utf-8")
    article, problems = read(page, "page.html", {}, "page")
    assert article is not None
    assert article.source.language == language
    assert [problem.code for problem in problems] == ["language"] * told


@pytest.mark.parametrize("wrong", [b"\xff", b"\0"])
def test_a_wrong_byte_outside_the_article_is_a_warning(tmp_path: Path, wrong: bytes) -> None:
    page = tmp_path / "page.html"
    footer = b"<footer><p>The Harbour Post \xc3\xa9 \xc3\xa9 \xc3\xa9 " + wrong + b" Tarn</p></footer>"
    page.write_bytes(
        f"<html><body><article><h1>Pier closed</h1>{_p(_P)}</article>".encode() + footer + b"</body></html>"
    )
    article, problems = read(page, "page.html", {}, "page")
    assert article is not None
    assert [(problem.code, problem.severity) for problem in problems] == [("encoding", "warning")]


def test_a_wrong_byte_inside_the_article_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(
        f"<html><body><article><h1>Pier closed</h1>{_p(_P)}<p>".encode() + b"It cost \0 crowns, he said.</p></article>"
    )
    article, problems = read(page, "page.html", {}, "page")
    assert article is None
    assert [problem.code for problem in problems] == ["binary"]


def test_pictures_inside_a_page_do_not_count(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 6_000_000}">'
    article, problems = _read(tmp_path, f"<article><h1>Pier closed</h1>{picture}{_p(_P)}</article>")
    assert problems == ()
    assert len([p for p in article.paragraphs if p.role == "body"]) == len(_P)
