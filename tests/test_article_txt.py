"""Plain text: a line a paragraph, or hard-wrapped."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import pytest
import yaml

from storybrief.article.read import read
from storybrief.article.txt import convert, layout
from storybrief.model import Article

_ROOT = Path(__file__).parents[1]
_FIXTURES = _ROOT / "tests" / "fixtures" / "article"
_GOLD = yaml.safe_load((_ROOT / "tests" / "gold" / "seed-gold.yaml").read_text("utf-8"))


def words(text: str) -> list[str]:
    draft = convert(text, "x.txt")
    return [block.span.of(draft.text) for block in draft.blocks]


def parts(article: Article | None) -> list[tuple[str, str]]:
    assert article is not None
    return [(p.role, p.span.of(article.text)) for p in article.paragraphs]


@pytest.mark.parametrize("id", sorted(_GOLD["articles"]))
def test_the_seeds_have_the_text_the_roles_and_the_sentences_of_the_gold(id: str) -> None:
    gold = _GOLD["articles"][id]
    path = _ROOT / "briefs" / "gaza-ceasefire" / "sources" / gold["file"]
    article, problems = read(path, "s.txt", {}, id)
    assert article is not None
    assert problems == ()
    assert article.text == path.read_bytes().decode("utf-8")
    assert article.source.sha256 == gold["sha256"]
    assert article.title == gold["title"]
    roles = {article.text.count("\n", 0, p.span.start) + 1: p.role for p in article.paragraphs}
    assert roles == {line: role for line, role in gold["line_roles"].items() if role != "blank"}
    assert [p.number for p in article.body] == list(range(1, gold["body_paragraphs"] + 1))
    for sentence in (s for s in _GOLD["sentences"] if s["article"] == id):
        assert article.text[sentence["start"] : sentence["end"]] == sentence["text"]
        [holder] = [p for p in article.paragraphs if p.span.start <= sentence["start"] < p.span.end]
        assert holder.role == sentence["role"]
        assert sentence["end"] <= holder.span.end
    source = article.source
    assert (source.outlet, source.author, source.published, source.url, source.language) == (None,) * 5


def test_a_file_of_lines_has_a_paragraph_a_line() -> None:
    article, problems = read(_FIXTURES / "lines.txt", "lines.txt", {}, "lines")
    assert problems == ()
    assert [role for role, _ in parts(article)] == ["teaser", "title", "title_repeat", "subtitle", "body", "body"]


def test_a_hard_wrapped_file_has_paragraphs_of_many_lines() -> None:
    article, _ = read(_FIXTURES / "wrapped.txt", "wrapped.txt", {}, "wrapped")
    found = parts(article)
    assert [(role, " ".join(text.split())[:24], text.count("\n") + 1) for role, text in found] == [
        ("title", "Ferry returns to the isl", 1),
        ("byline", "By Jane Doe", 1),
        ("dateline", "PORT ELLEN (Island Press", 1),
        ("body", "The ferry to the island ", 3),
        ("body", "The line said the ramp w", 2),
        ("body", '"We are glad," said Ann ', 1),
        ("heading", "What happens next", 1),
        ("body", "The council meets on Thu", 2),
        ("body", "A second boat may be hir", 2),
    ]


@pytest.mark.parametrize("width", [50, 60, 66, 72, 78])
def test_wrapping_at_any_common_width_gives_the_same_paragraphs(width: int) -> None:
    paragraphs = [
        "The ferry to the island sailed again on Monday, nine weeks after a storm broke its ramp, and all of the"
        " forty people on board had booked weeks before the first crossing was announced by the line.",
        "The line said the ramp would be tested again in June. It gave no cost for the work, and the island's"
        " council has not asked for one.",
        "A second boat may be hired.",
    ]
    text = "\n\n".join("\n".join(wrap(paragraph, width)) for paragraph in paragraphs)
    assert layout(text) == "hard-wrapped"
    assert [" ".join(found.split()) for found in words(text)] == paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "A title of a few words\nBy Jane Doe\nOne sentence stands here.\nAnother one stands here too.",
        "First point of the day is a short line.\nSecond point of the day is as short.\nThird one, a bit longer than that.",
        "One line only",
        "A line.\n\nAnother line.",
        "Line one is over one hundred characters long so that no typewriter and no mail program could have wrapped it\nso\nso",
    ],
)
def test_short_lines_that_end_as_sentences_are_not_wrapped(text: str) -> None:
    assert layout(text) == "a line a paragraph"
    assert words(text) == [line for line in text.split("\n") if line]


def test_spaces_around_a_line_are_outside_its_span() -> None:
    assert words("  one.  \n\u00a0\n\ttwo.\u00a0") == ["one.", "two."]


def test_a_line_broken_too_early_still_runs_on() -> None:
    text = (
        "The ferry to the island sailed again on Monday, nine weeks after a\n"
        "storm broke its\n"
        "ramp, and carried forty people, all of whom had booked weeks before\n"
        "the first crossing was announced by the line that owns the ferry, as\n"
        "its head said on the quay.\n"
        "\n"
        "It will sail again on Thursday, and there are no berths left on it\n"
        "for lorries or for buses."
    )
    assert layout(text) == "hard-wrapped"
    assert [found.split(" ")[0] for found in words(text)] == ["The", "It"]
    assert words(text)[0].count("\n") == 4


def test_a_line_on_which_the_next_word_had_room_ends_its_paragraph() -> None:
    full = "A line of forty characters, all of them,"
    ends = "was enough for the boat to sail on."
    text = "\n".join([full, full, full, full, full, f"{ends}\nSoon it was gone over the far horizon to", "the isles."])
    assert len(ends) + 1 + len("Soon") == len(full)
    assert layout(text) == "hard-wrapped"
    assert [found.split(" ")[0] for found in words(text)] == ["A", "Soon"]
