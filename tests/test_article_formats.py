"""Every file that an editor really saves: read by its contents, with its words, what it says of itself, and places."""

from __future__ import annotations

import json
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml

import documents
from documents import PARAGRAPHS, TITLE
from invented import FERRY_B, empty_site, storybrief, write_story
from storybrief.article.formats import format_of
from storybrief.article.read import read, read_with_places
from storybrief.model import Article
from storybrief.problems import Problem


def read_bytes(folder: Path, name: str, data: bytes | str) -> tuple[Article | None, tuple[Problem, ...]]:
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(folder / name, name, {}, "a")


def article_of(folder: Path, name: str, data: bytes | str) -> Article:
    article, problems = read_bytes(folder, name, data)
    assert article is not None, problems
    return article


def body(article: Article) -> list[str]:
    return [paragraph.span.of(article.text) for paragraph in article.body]


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.severity, problem.code) for problem in problems]


_SAVED = {
    "a.mhtml": documents.mhtml,
    "a.eml": documents.eml,
    "a.html.eml": lambda: documents.eml(html=documents.PAGE),
    "a.docx": documents.word,
    "a.pdf": documents.two_pages,
    "a.xhtml": documents.XHTML.encode,
    "a.rss": documents.RSS.encode,
    "a.atom": documents.ATOM.encode,
}


@pytest.mark.parametrize("name", _SAVED)
def test_the_article_is_read_whole_under_its_name_without_one_and_under_another(tmp_path: Path, name: str) -> None:
    data = _SAVED[name]()
    article = article_of(tmp_path, name, data)
    assert article.title == TITLE
    assert [words for words in body(article) if words in PARAGRAPHS] == list(PARAGRAPHS)
    assert article_of(tmp_path, "saved", data).text == article.text
    other, problems = read_bytes(tmp_path, "other.txt", data)
    assert other is not None
    assert other.text == article.text
    assert codes(problems)[0] == ("warning", "other-format")


def test_page_source_saved_as_text_is_a_page_and_markdown_with_a_page_in_it_stays_markdown(tmp_path: Path) -> None:
    page = f"<!DOCTYPE html>\n{documents.PAGE}"
    assert body(article_of(tmp_path, "a.txt", page)) == list(PARAGRAPHS)
    assert format_of("a.md", page.encode()) == "markdown"
    assert format_of("a.txt", b"From: the harbour\nTo: the island\nSubject: boats\n\nWords.\n") == "text"
    assert format_of("St. Orla statement", b"Words.\n") == "text"
    assert format_of("a.xyz", b"Words.\n") is None


def test_what_each_format_says_of_itself(tmp_path: Path) -> None:
    saved, mail, word, pdf, rss, atom = (
        article_of(tmp_path, name, _SAVED[name]()).source
        for name in ("a.mhtml", "a.eml", "a.docx", "a.pdf", "a.rss", "a.atom")
    )
    assert (saved.url, saved.outlet, saved.published) == ("https://post.example/ferry", "The Marl Post", None)
    assert (mail.author, mail.published) == ("Oldhaven Harbour", "2026-04-13T17:30:00+02:00")
    assert (word.author, word.published) == ("Ina Brandt", None), "the day a file was begun is no day of publication"
    assert (pdf.author, pdf.published, pdf.modified) == (None, None, None)
    assert (rss.outlet, rss.author, rss.published) == ("The Marl Post", "Ada Lind", "2026-04-13T17:30:00+02:00")
    assert (atom.url, atom.modified) == ("https://post.example/ferry", "2026-04-14T08:00:00Z")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.eml", {"title": "header Subject", "author": "header From", "published": "header Date"}),
        ("a.docx", {"author": "the file’s properties"}),
        ("a.rss", {"outlet": "feed", "author": "feed", "published": "feed", "url": "feed"}),
        ("a.md", {"outlet": "front matter"}),
    ],
)
def test_it_is_told_where_each_field_came_from(tmp_path: Path, name: str, told: dict[str, str]) -> None:
    markdown = b"---\noutlet: The Marl Post\n---\n# A head\n\nThe ferry stopped on Monday. Nobody was hurt.\n"
    (tmp_path / name).write_bytes(_SAVED.get(name, lambda: markdown)())
    where = read_with_places(tmp_path / name, name, {}, "a")[2]
    assert {field: where.get(field) for field in told} == told
    assert name != "a.md" or where.get("title") is None, "a title among the words is the text’s own"


# --- e-mail ------------------------------------------------------------------------------------------------------


def test_attachments_and_an_email_inside_are_named_and_not_read(tmp_path: Path) -> None:
    inside = documents.eml().replace(TITLE.encode(), b"The letter inside")
    outer = (
        b"From: a@b.example\nSubject: Look\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        b"--x\nContent-Type: text/plain\n\nThe letter is below. Read it with care.\n--x\n"
        b"Content-Type: message/rfc822\n\n" + inside + b"\n--x\nContent-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename*=utf-8''%C3%BCbersicht.pdf\n\n%PDF\n--x--\n"
    )
    article, problems = read_bytes(tmp_path, "a.eml", outer)
    assert article is not None
    assert body(article) == ["The letter is below. Read it with care."]
    assert codes(problems) == [("warning", "attachment")] * 2
    assert ["“The letter inside”" in str(problems), "“übersicht.pdf”" in str(problems)] == [True, True]


def test_the_plain_part_is_taken_where_the_page_has_lost_words(tmp_path: Path) -> None:
    data = documents.eml(html="<html><body><p>Open it in your browser, if you see nothing here.</p></body></html>")
    assert body(article_of(tmp_path, "a.eml", data)) == list(PARAGRAPHS)


def test_a_header_in_another_script_and_charset(tmp_path: Path) -> None:
    data = (
        "From: =?utf-8?b?0JDQvdC90LA=?= <a@b.example>\nSubject: =?iso-8859-1?q?Caf=E9_closes?=\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n"
        "The caf=E9 =93closes=94 on Monday. Nobody was asked.\n"
    )
    article = article_of(tmp_path, "a.eml", data)
    assert (article.title, article.source.author) == ("Café closes", "Анна")
    assert body(article) == ["The café “closes” on Monday. Nobody was asked."]


# --- Word --------------------------------------------------------------------------------------------------------


def test_tracked_changes_are_read_as_accepted_and_told_and_hidden_words_are_not_read(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("The ferry stopped on Monday. ").add_run("Never print this.").font.hidden = True
    paragraph = made.add_paragraph("The repair takes ")
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    changed = f'<w:p xmlns:w="{w}"><w:del><w:r><w:delText>ten</w:delText></w:r></w:del><w:ins><w:r><w:t>twelve days.</w:t></w:r></w:ins></w:p>'
    for element in parse_xml(changed):
        paragraph._p.append(element)
    article, problems = read_bytes(tmp_path, "a.docx", documents._bytes(made))
    assert article is not None
    assert article.text == "The ferry stopped on Monday.\n\nThe repair takes twelve days."
    assert codes(problems) == [("warning", "tracked-changes")]


def zipped(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


# --- PDF ---------------------------------------------------------------------------------------------------------


def test_a_pdf_has_paragraphs_over_pages_and_lines_of_every_page_are_furniture(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.pdf", documents.two_pages())
    assert body(article) == list(PARAGRAPHS)
    left = [(p.kind, p.span.of(article.text)) for p in article.paragraphs if p.role == "furniture"]
    assert left == [("page", "Oldhaven Harbour press service"), ("page", "Page 1 of 2"), ("page", "Page 2 of 2")]
    assert article.place(article.text.index("She said")) == "p. 1"
    assert article.place(article.text.index("at least 12")) == "p. 2"


def lines(*words: str, size: float = 11) -> list[tuple[float, float, float, str]]:
    return [(72.0, 780.0 - 14 * at, size, one) for at, one in enumerate(words)]


def test_only_lines_at_the_edges_of_most_pages_are_furniture_and_all_of_them_are_listed(tmp_path: Path) -> None:
    said = "The harbour has said nothing."
    body = [lines("First words of page A.", "The boat is safe.", "Nobody was hurt.", said, "The sea is calm.", "It is spring.", "So it was told.")] * 2  # fmt: skip
    pages = [[*page, (300.0, 30.0, 9.0, number)] for page, number in zip(body, ("12", "13"), strict=True)]
    pages[1] = [(x, y - 40, size, words) for x, y, size, words in pages[1][:-1]] + pages[1][-1:]
    article = article_of(tmp_path, "a.pdf", documents.pdf(pages))
    left = [p.span.of(article.text) for p in article.paragraphs if p.role == "furniture"]
    assert left == ["12", "13"]
    assert article.text.count(said) == 2, "the same words in the middle of two pages are the article's"
    assert article.text.count("First words") == 2, "and so are those that stand elsewhere on each"


def test_a_word_with_a_hyphen_of_its_own_keeps_it(tmp_path: Path) -> None:
    data = documents.pdf([lines("The well-known boat was found by a well-", "known diver, who said that the re-", "pair is easy.")])  # fmt: skip
    assert "a well-known diver, who said that the repair is easy." in article_of(tmp_path, "a.pdf", data).text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (documents.pdf([[], []]), "no-text"),
        (documents.pdf([lines("The boat is safe.")] * 201), "too-large"),
        (documents.two_pages()[:900], "broken"),
        (documents.drawing(12, 10), "too-large"),
        (documents.drawing(60, 1), "too-large"),
        (documents.swollen(40_000_000), "too-large"),
    ],
    ids=["pictures", "201 pages", "cut", "forms in forms", "forms 60 deep", "swollen"],
)
def test_a_pdf_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, code: str) -> None:
    article, problems = read_bytes(tmp_path, "a.pdf", data)
    assert article is None
    assert codes(problems) == [("error", code)]


def test_a_pdf_with_a_password_is_told_and_one_that_anybody_may_open_is_read(tmp_path: Path) -> None:
    for password, read_too in (("secret", False), ("", True)):
        writer = pypdf.PdfWriter(clone_from=BytesIO(documents.two_pages()))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(tmp_path / "made.pdf")
        article, problems = read_bytes(tmp_path, "a.pdf", (tmp_path / "made.pdf").read_bytes())
        assert (article is not None) == read_too
        assert read_too or codes(problems) == [("error", "password")]


# --- subtitles ---------------------------------------------------------------------------------------------------


def test_cues_become_sentences_with_their_speakers_and_times(tmp_path: Path) -> None:
    vtt = article_of(tmp_path, "a.vtt", documents.VTT)
    assert body(vtt) == [
        "Ina Brandt: We will not sail again before the hull is safe. The repair & the test take at least 12 days.",
        "Tom Reiss: The island has bread for a week.",
    ]
    assert vtt.source.language == "en"
    assert [vtt.place(vtt.text.index(words)) for words in ("We will", "The repair", "Tom")] == ["0:01", "0:03", "1:12"]
    srt = article_of(tmp_path, "a.srt", documents.SRT)
    assert body(srt) == [
        "INA BRANDT: We will not sail again before the hull is safe.",
        "TOM REISS: There is one thing: bread for a week.",
    ]
    assert srt.place(len(srt.text) - 1) == "1:02:05"


def test_live_subtitles_that_roll_up_say_each_line_once(tmp_path: Path) -> None:
    cues = ("The ferry stopped", "The ferry stopped\non Monday.", "on Monday.\nNobody was hurt.")
    raw = "WEBVTT\n\n" + "".join(f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{words}\n\n" for n, words in enumerate(cues))
    assert article_of(tmp_path, "a.vtt", raw).text == "The ferry stopped on Monday. Nobody was hurt."


def test_words_before_a_colon_in_small_letters_are_nobodys_name(tmp_path: Path) -> None:
    raw = "WEBVTT\n\n00:01.000 --> 00:02.000\nThere is one thing: bread.\n"
    assert article_of(tmp_path, "a.vtt", raw).text == "There is one thing: bread."


# --- bad input ---------------------------------------------------------------------------------------------------

_NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500))
_LETTERS = b"Content-Type: message/rfc822\n\n" * 3000

_BAD: dict[str, tuple[str, bytes, str]] = {
    "an e-mail nested 500 times": ("a.eml", b"From: a\nMIME-Version: 1.0\n" + _NESTED + b"words", "too-large"),
    "an e-mail in an e-mail, 3,000 times": ("a.eml", b"MIME-Version: 1.0\n" + _LETTERS + b"words", "too-large"),
    "a header of 1 MB": ("a.eml", b"From: a\nMIME-Version: 1.0\nContent-Type: text/plain" + b"; a=b" * 200_000 + b"\n\nw", "too-large"),
    "an e-mail without words": ("a.eml", b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: image/png\n\niVBOR", "no-text"),
    "a saved page cut off in its page": ("a.mhtml", documents.mhtml()[:900], "broken"),
    "a Word file that swells": ("a.docx", zipped(word__document_xml=b"", **{"word__document.xml": b"0" * 30_000_000}), "too-large"),
    "a Word file cut off": ("a.docx", documents.word()[:20_000], "broken"),
    "a zip file that is no Word file": ("a.docx", zipped(a=b"b"), "binary"),
    "a Word file with nothing in it": ("a.docx", zipped(**{"word__document.xml": b"<a/>"}), "broken"),
    "subtitles without a time": ("a.srt", b"The boat is safe.\n", "broken"),
    "50,001 cues": ("a.vtt", b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nA\n\n" * 50_001, "too-large"),
    "a feed of two items": ("a.rss", documents.RSS.replace("</item>", "</item><item><title>b</title></item>").encode(), "several-items"),
    "a feed cut off": ("a.rss", documents.RSS.encode()[:400], "broken"),
    "entities that laugh": ("a.rss", b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><item><title>x</title><description>&b;</description></item></rss>', "broken"),
    "an entity from a file": ("a.xml", b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><item><description>&a;</description></item></rss>', "broken"),
}  # fmt: skip


@pytest.mark.parametrize("bad", _BAD)
def test_a_bad_document_is_one_problem_that_says_why(tmp_path: Path, bad: str) -> None:
    name, data, code = _BAD[bad]
    article, problems = read_bytes(tmp_path, name, data)
    assert article is None
    assert codes(problems) == [("error", code)]


@pytest.mark.parametrize(("name", "library"), [("a.docx", "docx"), ("a.pdf", "pypdf"), ("a.vtt", "webvtt")])
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str) -> None:
    data = {"a.docx": documents.word, "a.pdf": documents.two_pages, "a.vtt": documents.VTT.encode}[name]()
    monkeypatch.setitem(sys.modules, library, None)
    article, problems = read_bytes(tmp_path, name, data)
    assert article is None
    assert codes(problems) == [("error", "not-installed")]
    assert 'pip install "storybrief[documents]"' in problems[0].message


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    data = documents.pdf(
        [lines("<script>alert(1)</script> {{ config }} [x](javascript:alert) is what Ina Brandt wrote.")]
    )
    assert "<script>alert(1)</script> {{ config }}" in article_of(tmp_path, "a.pdf", data).text


# --- a story of them ---------------------------------------------------------------------------------------------


def test_footnotes_and_pages_name_page_and_time_and_check_proves_them(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    sources: dict[str, str | bytes] = {
        "release.pdf": documents.two_pages(),
        "talk.vtt": documents.VTT,
        "letter.eml": documents.eml(),
        "saved.mhtml": documents.mhtml().replace(
            b"Snapshot-Content-Location: ", b"Snapshot-Content-Location: https://web.archive.org/web/20260414/"
        ),
        "note.docx": documents.word(),
        "island.txt": FERRY_B,
    }
    write_story(site, "ferry", sources, story="reproduce: full\n")
    done = storybrief(site, "check")
    assert done.returncode == 0, done.stderr
    assert storybrief(site, "build").returncode == 0
    evidence = (site / "content" / "ferry" / "evidence.md").read_text(encoding="utf-8")
    assert ", p. 1, paragraph 2:</span> “She said the repair" in evidence
    assert ", 0:03, paragraph 1:</span> “The repair &#38; the test" in evidence
    page = (site / "content" / "ferry" / "articles" / "talk.md").read_text(encoding="utf-8")
    assert '<span class="at">1:12</span>' in page
    copy = "https://web.archive.org/web/20260414/https://post.example/ferry"
    page = (site / "content" / "ferry" / "articles" / "saved.md").read_text(encoding="utf-8")
    assert f"[on the outlet’s own page](https://post.example/ferry), [archived copy]({copy})" in page
    assert f" · [archived]({copy})" in evidence
    told = json.loads((site / "content" / "ferry" / "brief.json").read_text("utf-8"))
    assert {a["id"]: a["archived"] for a in told["articles"] if a["archived"]} == {"saved": copy}
    ledger = (site / "content" / "ferry" / "ledger.json").read_text(encoding="utf-8")
    assert "not of the article: it stands on every page of the file" in ledger
