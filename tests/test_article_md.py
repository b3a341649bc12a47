"""Markdown: the words a reader sees, and the fields of the front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from storybrief.article.read import read

_FIXTURES = Path(__file__).parent / "fixtures" / "article"


def read_text(tmp_path: Path, text: str, **declared: str) -> tuple[object, list[str]]:
    (tmp_path / "a.md").write_bytes(text.encode())
    article, problems = read(tmp_path / "a.md", "a.md", declared, "a")
    return article, [str(problem) for problem in problems]


def test_markup_goes_and_words_stay() -> None:
    article, problems = read(_FIXTURES / "plain.md", "plain.md", {}, "plain")
    assert article is not None
    assert problems == ()
    assert [(p.role, p.span.of(article.text)) for p in article.paragraphs] == [
        ("title", "Ferry returns to the island"),
        ("byline", "By Jane Doe"),
        (
            "body",
            "The ferry to the island sailed again on Monday, nine weeks after a storm broke its ramp & quay.\n"
            "It carried forty people.",
        ),
        ("caption", "A ferry at the quay"),
        ("caption", "The ferry on Monday."),
        ("heading", "What happens next"),
        ("body", '"We are glad," said Ann Roe.'),
        ("body", "The wall held."),
        ("body", "The wind was too strong."),
        ("body", "The ramp was too weak:"),
        ("body", "for lorries"),
        ("body", "for buses"),
        ("body", "Month Crossings"),
        ("body", "March none"),
        ("body", "May one"),
        ("body", "A line that stands in."),
        ("body", "A note in HTML."),
        ("body", "And\nmore."),
        ("body", "A mixed word and struck one."),
    ]
    assert article.source.author == "Jane Doe"


def test_front_matter_gives_the_metadata_in_the_words_written() -> None:
    article, problems = read(_FIXTURES / "front.md", "front.md", {}, "front")
    assert article is not None
    assert problems == ()
    assert article.title == "Ferry: back to the island"
    source = article.source
    assert (source.outlet, source.author, source.published) == ("Island Post", "Jane Doe, John Roe", "2025-05-03")
    assert (source.url, source.language) == ("https://post.example/ferry", "en-GB")
    assert "sitename" not in article.text


def test_declared_wins_over_front_matter_and_that_over_the_byline(tmp_path: Path) -> None:
    text = "---\nauthor: Front Roe\noutlet: Front Post\n---\n# A title\n\nBy Byline Doe | 3 May 2025\n\nA body. It is here.\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    article, _ = read(tmp_path / "a.md", "a.md", {"outlet": "Declared Post", "title": "Declared title"}, "a")
    assert article is not None
    source = article.source
    assert (source.outlet, source.author, source.published) == ("Declared Post", "Front Roe", "2025-05-03")
    assert article.title == "Declared title"


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("title: a: b", "a.md:2: front-matter: Put a value that has “: ” in it in quotation marks"),
        (
            "x: 1\ntitle: a\ntitle: b",
            "a.md:4: front-matter: Keep one of the two: the key “title” is already on line 3.",
        ),
        (
            "x: &a b\ny: *a",
            "a.md:2: front-matter: Delete it, or put the value in quotation marks: anchors (“&a”) are not read.",
        ),
        (
            "x: 1\ndate: yesterday",
            "a.md:3: metadata-wrong: Mend “date”, or take it out: it is no date such as 2025-05-03",
        ),
        ("date: 2025-02-30", "a.md:2: metadata-wrong: Mend “date”, or take it out: it is no date such as 2025-05-03"),
        ("date: 0001-01-01", "a.md:2: metadata-wrong: Mend “date”, or take it out: it is no date such as 2025-05-03"),
        ("url: javascript:alert(1)", "a.md:2: metadata-wrong: Mend “url”, or take it out: it is no address"),
        ("lang: English please", "a.md:2: metadata-wrong: Mend “lang”, or take it out: it is no language code"),
        ("title: {a: b}", "a.md:2: metadata-wrong: Mend “title”, or take it out: it is a list or a mapping"),
    ],
)
def test_a_mistake_in_front_matter_is_told_with_its_line(tmp_path: Path, matter: str, said: str) -> None:
    article, problems = read_text(tmp_path, f"---\n{matter}\n---\nA body. It is here.\n")
    assert problems[0].startswith(said)
    assert (article is None) == ("front-matter" in said)


def test_front_matter_that_is_never_closed_is_told(tmp_path: Path) -> None:
    _, problems = read_text(tmp_path, "---\ntitle: x\n\nA body. It is here.\n")
    assert problems == ["a.md:1: front-matter: Put “---” under the front matter: it is never closed."]


@pytest.mark.parametrize("text", ["---\n\nA body. It is here.\n", "---\nA body. It is here.\n---\n\nMore of it.\n"])
def test_a_rule_at_the_head_is_no_front_matter(tmp_path: Path, text: str) -> None:
    article, problems = read_text(tmp_path, text)
    assert article is not None
    assert problems == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2025-05-03", "2025-05-03"),
        ("2025-05-03 17:00", "2025-05-03T17:00"),
        ("2025-05-03 17:00:00 +0200", "2025-05-03T17:00:00+0200"),
        ("2025-05-03T17:00Z", "2025-05-03T17:00Z"),
    ],
)
def test_a_date_keeps_its_form_and_never_becomes_a_date_object(tmp_path: Path, written: str, kept: str) -> None:
    (tmp_path / "a.md").write_text(f"---\npublished: {written}\n---\nA body. It is here.\n", "utf-8")
    article, problems = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None
    assert problems == ()
    assert article.source.published == kept


@pytest.mark.parametrize("title", ["no", "17:00", "2025-05-03", "'a: b #c'", '"say \\"x\\""', "null and void", "~x"])
def test_any_title_stays_words(tmp_path: Path, title: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: {title}\n---\nA body. It is here.\n", "utf-8")
    article, problems = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None
    assert problems == ()
    assert article.title == title.strip("'").replace('\\"', "\0").strip('"').replace("\0", '"')


@pytest.mark.parametrize("opener", ["- a\n", "a|b\n-|-\n", "x <!--", "<!DOCTYPE"])
def test_markdown_has_a_limit_of_lines_and_tags(tmp_path: Path, opener: str) -> None:
    article, problems = read_text(tmp_path, "A body. It is here.\n\n" + opener * 20_001)
    assert article is None
    assert [problem.split(" has ")[0] for problem in problems] == [
        "a.md: too-large: Keep the article only: the Markdown"
    ]


@pytest.mark.parametrize("opener", ["<div>", "<!--", "<p>words</p>", "</b>"])
def test_hostile_html_in_markdown_neither_fails_nor_hangs(tmp_path: Path, opener: str) -> None:
    (tmp_path / "a.md").write_text("A body. It is here.\n\n" + opener * 9_000, "utf-8")
    article, _ = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None


@pytest.mark.parametrize("opener", [">", "[", "*a ", "![", "- ", "<b>", "`", "&", "|a\n|-\n", "~~", "<!--"])
def test_hostile_markdown_neither_fails_nor_hangs(tmp_path: Path, opener: str) -> None:
    (tmp_path / "a.md").write_text("A body. It is here.\n\n" + opener * 3000, "utf-8")
    article, _ = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("# One\n\nText is here.\n\n# Two\n\nMore of it.\n", ["title", "body", "heading", "body"]),
        ("Text is here.\n\n# One\n\nMore of it.\n", ["teaser", "title", "body"]),
        (
            "Text is here.\n\nMore.\n\n# One\n\nText.\n\n# Two\n\nText.\n",
            ["body", "body", "heading", "body", "heading", "body"],
        ),
        ("## One\n\nText is here.\n\n## Two\n\nMore of it.\n", ["title", "body", "heading", "body"]),
        ("Text is here.\n\n## One\n\nMore of it.\n", ["body", "heading", "body"]),
    ],
)
def test_which_heading_is_the_title(tmp_path: Path, text: str, roles: list[str]) -> None:
    (tmp_path / "a.md").write_text(text, "utf-8")
    article, _ = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None
    assert [p.role for p in article.paragraphs] == roles


def test_words_after_a_script_in_a_line_are_seen_again(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One <script>hidden <b>too</b></script> and two <style>p {}</style>stay.\n", "utf-8")
    article, _ = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None
    assert article.text == "One and two stay."


def test_what_a_hash_cuts_off_in_front_matter_is_told_for_the_fields_that_are_read(tmp_path: Path) -> None:
    text = "---\ntitle: Quay #4 closes\ntags: quay #4\n---\nThe quay is closed.\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    article, problems = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None
    assert article.title == "Quay"
    assert [(p.code, p.severity, p.line) for p in problems] == [("yaml-comment", "warning", 2)]


def test_nobodys_name_and_password_are_published_with_an_address(tmp_path: Path) -> None:
    text = "---\nurl: https://desk:secret@post.example:8443/@a?to=b@c.example\n---\nThe quay is closed.\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    article, problems = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None
    assert (article.source.url, problems) == ("https://post.example:8443/@a?to=b@c.example", ())


def test_a_whole_sentence_set_as_a_heading_under_the_title_is_the_standfirst(tmp_path: Path) -> None:
    standfirst = "The harbour says that the hull has to be mended before anybody sails."
    (tmp_path / "a.md").write_text(
        f"# Ferry stops\n\n## {standfirst}\n\nThe ferry stopped on Monday.\n\n## It is over.\n\nNobody sails.\n"
    )
    article, _ = read(tmp_path / "a.md", "a.md", {}, "a")
    assert article is not None
    assert [p.role for p in article.paragraphs] == ["title", "subtitle", "body", "heading", "body"]
