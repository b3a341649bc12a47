"""Which words of a saved page are the article, in the shapes in which pages are really built. All words are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from storybrief.article.read import read
from storybrief.model import Article

_A = "The harbour office of Tarn closed the long pier on Monday after two of its piles had given way in the night."
_B = "Nobody was on the pier at that hour, and the ferry to Halvik lay at the other quay with its lamps out."
_C = "“We heard it go like a door,” said Ann Lind, the harbour master, who lives above the net store."
_D = "The council is to meet on Thursday, and it has asked a firm in Halvik what a new row of piles would cost."
_E = "Fishing boats may use the inner basin until then, if they are shorter than twelve metres and leave by noon."
_F = "The pier was built ninety years ago for the herring trade, which has not come back to Tarn since the war."


def _read(tmp_path: Path, body: str, head: str = "") -> Article:
    page = tmp_path / "page.html"
    page.write_text(f"<html><head><title>Pier closed</title>{head}</head><body>{body}</body></html>", "utf-8")
    article, _ = read(page, "page.html", {}, "page")
    assert article is not None
    return article


def _bodies(article: Article) -> list[str]:
    return [p.span.of(article.text) for p in article.paragraphs if p.role == "body"]


def _p(*paragraphs: str) -> str:
    return "".join(f"<p>{words}</p>" for words in paragraphs)


def test_an_article_in_several_pieces_is_whole(tmp_path: Path) -> None:
    piece = '<div class="article-body">{}</div>'
    body = f"<main><h1>Pier closed</h1>{piece.format(_p(_A, _B, _C))}<div class='ad'>Advertisement</div>"
    article = _read(tmp_path, f"{body}{piece.format(_p(_D, _E))}{piece.format(_p(_F))}</main>")
    assert _bodies(article) == [_A, _B, _C, _D, _E, _F]


def test_a_lede_in_a_box_named_teaser_is_the_articles(tmp_path: Path) -> None:
    box = f'<div class="teaser-content"><div class="article-body">{_p(_A)}</div></div>'
    article = _read(
        tmp_path, f'<main><h1>Pier closed</h1>{box}<div class="article-body">{_p(_B, _C, _D, _E)}</div></main>'
    )
    assert _bodies(article) == [_A, _B, _C, _D, _E]


def test_a_standfirst_in_the_header_is_a_subtitle(tmp_path: Path) -> None:
    header = '<header><h1>Pier closed</h1><h2 class="standfirst">Two piles gave way, and boats must use the basin</h2></header>'
    article = _read(tmp_path, f"<article>{header}<div>{_p(_A, _B, _C, _D)}</div></article>")
    roles = {p.span.of(article.text): p.role for p in article.paragraphs}
    assert roles["Two piles gave way, and boats must use the basin"] == "subtitle"
    assert _bodies(article) == [_A, _B, _C, _D]


@pytest.mark.parametrize(
    "between",
    ["<br><br>", "<br/>\n<br/>", "<br>"],
)
def test_line_breaks_between_sentences_make_paragraphs(tmp_path: Path, between: str) -> None:
    article = _read(tmp_path, f"<article><h1>Pier closed</h1><p>{between.join((_A, _B, _C, _D))}</p></article>")
    assert _bodies(article) == [_A, _B, _C, _D]


def test_a_line_break_inside_a_sentence_makes_none(tmp_path: Path) -> None:
    article = _read(
        tmp_path, f"<article><h1>Pier closed</h1>{_p(_A, _B)}<p>Net store 3<br>Tarn quay<br>Tarn</p></article>"
    )
    assert _bodies(article)[2] == "Net store 3\nTarn quay\nTarn"


def test_spans_that_stand_as_blocks_are_paragraphs(tmp_path: Path) -> None:
    spans = "".join(f"<span>{words}</span>" for words in (_A, _C, _D))
    article = _read(tmp_path, f"<article><h1>Pier closed</h1><div>{spans}</div>{_p(_E, _F)}</article>")
    assert _bodies(article) == [_A, _C, _D, _E, _F]


def test_spans_inside_a_sentence_are_none(tmp_path: Path) -> None:
    article = _read(
        tmp_path,
        f"<article><h1>Pier closed</h1>{_p(_A, _B)}<p><span>No. </span><span>Two</span> boats left.</p></article>",
    )
    assert _bodies(article)[2] == "No. Two boats left."


def test_q_has_the_marks_that_a_browser_shows(tmp_path: Path) -> None:
    said = "<p>Ann Lind said: <q>The piles were rotten, and <b>we</b> had told the council so.</q></p>"
    article = _read(tmp_path, f"<article><h1>Pier closed</h1>{_p(_A, _B)}{said}</article>")
    assert _bodies(article)[2] == "Ann Lind said: “The piles were rotten, and we had told the council so.”"


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        "<template><p>{}</p></template>",
        '<p style="display: none">{}</p>',
        '<div aria-hidden="true"><p>{}</p></div>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<p class="sr-only">{}</p>',
    ],
)
def test_hidden_words_are_not_the_articles(tmp_path: Path, hidden: str) -> None:
    secret = "“The mayor took the money and ran,” said nobody on the quay that night."
    article = _read(tmp_path, f"<article><h1>Pier closed</h1>{_p(_A, _B)}{hidden.format(secret)}{_p(_C, _D)}</article>")
    assert _bodies(article) == [_A, _B, _C, _D]


def test_an_article_that_the_page_hides_as_a_whole_is_read(tmp_path: Path) -> None:
    """A consent window that was open when the page was saved hides everything behind it."""
    article = _read(
        tmp_path, f'<main aria-hidden="true"><h1>Pier closed</h1>{_p(_A, _B, _C, _D)}</main><div>Accept</div>'
    )
    assert _bodies(article) == [_A, _B, _C, _D]


def test_cards_of_other_articles_are_left_out(tmp_path: Path) -> None:
    card = (
        '<div class="item"><h3><a href="/{0}">The boats of Halvik went out number {0}</a></h3>'
        "<p>A summary of what happened in the other town on day {0} of the week.</p></div>"
    )
    cards = "".join(card.format(n) for n in range(4))
    article = _read(tmp_path, f"<main><h1>Pier closed</h1>{_p(_A, _B, _C, _D)}<div>{cards}</div></main>")
    assert _bodies(article) == [_A, _B, _C, _D]


def test_a_quoted_post_has_its_author(tmp_path: Path) -> None:
    post = '<blockquote class="twitter-tweet"><p>The pier is gone, friends.</p>— Bo Kvam (@bokvam) May 5, 2025</blockquote>'
    article = _read(tmp_path, f"<article><h1>Pier closed</h1>{_p(_A, _B)}<aside>{post}</aside>{_p(_C, _D)}</article>")
    assert "The pier is gone, friends." in _bodies(article)
    assert "— Bo Kvam (@bokvam) May 5, 2025" in _bodies(article)


def test_a_pulled_quotation_stands_once(tmp_path: Path) -> None:
    pulled = '<aside class="pullquote">We heard it go like a door</aside>'
    article = _read(tmp_path, f"<article><h1>Pier closed</h1>{_p(_A, _B)}{pulled}{_p(_C, _D)}</article>")
    assert _bodies(article) == [_A, _B, _C, _D]


def test_a_list_of_dates_by_line_breaks_is_a_list(tmp_path: Path) -> None:
    days = [f"May {n} – the ferry to Halvik leaves at noon" for n in (3, 4, 5, 6)]
    article = _read(tmp_path, f"<article><h1>Pier closed</h1>{_p(_A, _B)}<p>{'<br>'.join(days)}</p></article>")
    assert _bodies(article)[2:] == days


def test_a_table_of_data_is_lines(tmp_path: Path) -> None:
    table = "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>nine</td></tr></table>"
    article = _read(tmp_path, f"<article><h1>Pier closed</h1>{_p(_A, _B)}{table}{_p(_C, _D)}</article>")
    assert "Monday nine" in article.text.split("\n\n")


def test_the_longest_run_of_like_paragraphs_is_the_article(tmp_path: Path) -> None:
    """Where the first reader takes a box beside it for the article, the page is looked at again."""
    lines = [
        f"{words} It was told again on day {n} of the month at the quay of Tarn."
        for n in range(4)
        for words in (_A, _B, _D)
    ]
    box = f'<div id="content"><article><p>{_F}</p></article></div>'
    article = _read(tmp_path, f"<h1>Pier closed</h1>{box}<section><div class='zz'>{_p(*lines)}</div></section>")
    assert set(lines) <= set(_bodies(article))
