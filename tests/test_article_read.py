"""Troubled files: each gives its paragraphs, or a problem that says what to do."""

from __future__ import annotations

import codecs
import hashlib
import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storybrief.article.bounds import MAX_TEXT
from storybrief.article.read import read
from storybrief.model import Article
from storybrief.problems import Problem
from storybrief.store.layout import SUFFIXES

_TEXT = "A title here\n\n“We are glad,” said Ann Roe – at the café.\nThe second paragraph. It is longer."
_BODY = ["“We are glad,” said Ann Roe – at the café.", "The second paragraph. It is longer."]


def read_bytes(tmp_path: Path, data: bytes, name: str = "a.txt") -> tuple[Article | None, tuple[Problem, ...]]:
    (tmp_path / name).write_bytes(data)
    return read(tmp_path / name, f"briefs/s/sources/{name}", {}, "a")


def body(article: Article | None) -> list[str]:
    assert article is not None
    return [p.span.of(article.text) for p in article.body]


@pytest.mark.parametrize(
    "data",
    [
        _TEXT.encode(),
        (_TEXT + "\n").encode(),
        _TEXT.replace("\n", "\r\n").encode(),
        _TEXT.replace("\n", "\r").encode(),
        codecs.BOM_UTF8 + _TEXT.encode(),
        _TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + _TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + _TEXT.encode("utf-32-le"),
        _TEXT.replace(" ", "\u00a0").encode(),
        _TEXT.replace("glad", "gl\u00adad").replace("Ann", "\u200bAnn\u200e").encode(),
        _TEXT.replace("\n", "\u2028").encode(),
    ],
    ids=["plain", "newline", "crlf", "cr", "bom", "utf16le", "utf16be", "utf32", "nbsp", "zero-width", "u2028"],
)
def test_trouble_that_leaves_the_words_alone_is_mended_silently(tmp_path: Path, data: bytes) -> None:
    article, problems = read_bytes(tmp_path, data)
    assert problems == ()
    assert body(article) == _BODY
    assert article is not None
    assert article.title == "A title here"
    assert article.source.sha256 == hashlib.sha256(data).hexdigest()
    assert article.source.path == "briefs/s/sources/a.txt"
    assert (tmp_path / "a.txt").read_bytes() == data


def test_an_encoding_found_by_likelihood_is_said(tmp_path: Path) -> None:
    article, problems = read_bytes(tmp_path, _TEXT.encode("cp1252"))
    assert body(article) == _BODY
    assert [(p.code, p.severity) for p in problems] == [("encoding", "warning")]
    assert "cp1252" in problems[0].message


def test_cyrillic_is_found_too(tmp_path: Path) -> None:
    text = "Паром вернулся на остров в понедельник, через девять недель после шторма, сообщила компания. " * 3
    article, problems = read_bytes(tmp_path, text.encode("cp1251"))
    assert article is not None
    assert article.text == text
    assert "cp1251" in problems[0].message


def test_utf8_with_one_wrong_byte_is_not_read_as_something_else(tmp_path: Path) -> None:
    data = _TEXT.encode().replace(b"longer", b"lon\x92ger")
    article, problems = read_bytes(tmp_path, data)
    assert article is None
    assert [(p.code, p.line, p.severity) for p in problems] == [("encoding", 4, "error")]


@pytest.mark.parametrize(
    ("name", "data", "code", "word"),
    [
        ("a.txt", b"", "empty", "it is empty"),
        ("a.md", b" \r\n\t\n", "empty", "it is empty"),
        ("a.html", b"\xef\xbb\xbf", "empty", "it is empty"),
        ("a.txt", "\u200b\n\u00ad".encode(), "no-body", "no words"),
        ("a.md", b"# A title only\n", "no-body", "no body under the title"),
        ("a.md", b"---\ntitle: x\n---\n", "no-body", "no words"),
        ("a.html", b"<html><head><title>x</title></head><body></body></html>", "no-body", "no words"),
        ("a.txt", b"some\0thing", "binary", "NUL bytes"),
        ("a.txt", b"%PDF-1.7 and so on", "broken", "a PDF file that is cut off"),
        ("a.txt", b"PK\x03\x04word/document.xml", "broken", "a Word file that is cut off"),
        ("a.html", b"\x89PNG\r\n\x1a\n....", "binary", "a PNG picture"),
        ("a.md", codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"), "binary", "NUL bytes"),
        ("a.txt", codecs.BOM_UTF16_LE + b"a\0\n\0\xd8\xd8", "encoding", "UTF-16-LE"),
        ("a.docx", b"words", "broken", "a Word file that is cut off"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password", "without a password"),
        ("a.rtf", b"{\\rtf1 words}", "format", ".txt, .md or .html"),
        ("a.csv", b"words", "format", ".txt, .md or .html"),
    ],
)
def test_what_cannot_be_an_article_is_an_error_that_says_what_to_do(
    tmp_path: Path, name: str, data: bytes, code: str, word: str
) -> None:
    article, problems = read_bytes(tmp_path, data, name)
    assert article is None
    assert [(p.code, p.path, p.severity) for p in problems] == [(code, f"briefs/s/sources/{name}", "error")]
    assert word in problems[0].message


def test_the_paragraph_with_the_declared_title_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry is back.\nThe first sentence of the body. It is here.\n", "utf-8")
    article, _ = read(tmp_path / "a.txt", "a.txt", {"title": "The ferry is back"}, "a")
    assert article is not None
    assert [p.role for p in article.paragraphs] == ["title", "body"]
    assert article.title == "The ferry is back"
    article, _ = read(tmp_path / "a.txt", "a.txt", {}, "a")
    assert article is not None
    assert [p.role for p in article.paragraphs] == ["body", "body"]
    assert article.title is None


@pytest.mark.parametrize("suffix", [*SUFFIXES])
def test_a_file_over_20_mb_is_refused_before_it_is_read(tmp_path: Path, suffix: str) -> None:
    with (tmp_path / f"a{suffix}").open("wb") as file:
        file.truncate(20_000_001)
    article, problems = read(tmp_path / f"a{suffix}", "a", {}, "a")
    assert article is None
    most = 20 if SUFFIXES[suffix] in ("mail", "word", "pdf", "page") else 5
    assert [str(p) for p in problems] == [
        f"a: too-large: Keep the article only: the file has 20.0 MB, and an article at most {most} MB."
    ]


def test_a_text_just_under_the_limit_is_read(tmp_path: Path) -> None:
    line = b"A sentence that is one line long, and says nothing.\n"
    article, problems = read_bytes(tmp_path, line * (MAX_TEXT // len(line)))
    assert problems == ()
    assert len(body(article)) == MAX_TEXT // len(line)


def test_a_text_over_the_limit_is_refused(tmp_path: Path) -> None:
    article, problems = read_bytes(tmp_path, b"A head\n\n" + b"x" * MAX_TEXT)
    assert article is None
    assert [str(p) for p in problems] == [
        "briefs/s/sources/a.txt: too-large: Keep the article only: its text has over 1,000,000 characters."
    ]


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for name in ("missing.txt", "folder.txt"):
        article, problems = read(tmp_path / name, name, {}, "a")
        assert article is None
        assert [p.code for p in problems] == ["unreadable"]


def test_what_the_system_refuses_is_unreadable(tmp_path: Path) -> None:
    name = "a" * 300 + ".txt"  # longer than a file's name may be; permissions would not stop root
    article, problems = read(tmp_path / name, name, {}, "a")
    assert article is None
    assert [p.code for p in problems] == ["unreadable"]


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    data = "---\ntitle: caf\xe9: x\ndate: 1\ndate: 2\n---\n".encode("cp1252")
    article, problems = read_bytes(tmp_path, data, "a.md")
    assert article is None
    assert {p.code for p in problems} == {"encoding", "front-matter"}


_HTML = st.lists(
    st.sampled_from(["<p>", "</p>", "<div>", "<br>", "<h1>", "<h2>", "<li>", "<table>", "<td>", "&amp;", "<!--", "-->",
                     "<script>", "word ", "A sentence stands here. ", "\n", "<title>", "<html>", "<body>", "<", "\u00a0"])
).map("".join)  # fmt: skip
_MD = st.lists(
    st.sampled_from(["# ", "---\n", "title: x\n", "> ", "- ", "1. ", "**", "[x](y)", "![z](w)", "\n", "\n\n", "```\n", "    ",
                     "word ", "A sentence stands here. ", "<b>", "|", "|-|\n", "<div>\n", "By Jane Doe\n", "\r\n", "&#0;"])
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")),
                 _HTML.map(str.encode), _MD.map(str.encode)), st.sampled_from([*SUFFIXES]))  # fmt: skip
def test_any_bytes_give_an_article_or_problems(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        article, problems = read(path, "a", {}, "a")
        if article is None:
            assert any(p.severity == "error" for p in problems)
            return
        assert all(p.severity == "warning" for p in problems)
        again, _ = read(path, "a", {}, "a")
        assert again == article
    spans = [p.span for p in article.paragraphs]
    assert all(0 <= s.start < s.end <= len(article.text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    outside = list(article.text)
    for span in spans:
        assert article.text[span.start : span.end].strip() == article.text[span.start : span.end]
        outside[span.start : span.end] = " " * len(span)
    assert not "".join(outside).strip()
    assert [p.number for p in article.body] == list(range(1, len(article.body) + 1))
    assert article.body
