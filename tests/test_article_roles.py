"""The parts of an article are told apart: the cases are in cases/roles.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storybrief.article import roles
from storybrief.article.byline import author, is_dateline, published
from storybrief.article.draft import Block
from storybrief.model import Span

_FILE = Path(__file__).parent / "cases" / "roles.md"
_CASES = re.findall(r"^## ([^\n]+)\n```\n(.*?)^```$", _FILE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _parts(case: str) -> tuple[str | None, list[tuple[str, str]]]:
    lines = [tuple(part.strip() for part in line.split("|", 1)) for line in case.splitlines()]
    declared = next((words for role, words in lines if role == "declared"), None)
    return declared, [(role, words) for role, words in lines if role != "declared"]


@pytest.mark.parametrize(("title", "case"), _CASES, ids=[title for title, _ in _CASES])
def test_role(title: str, case: str) -> None:
    declared, lines = _parts(case)
    text = "\n".join(words for _, words in lines)
    blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
    found = [(p.role, p.span.of(text)) for p in roles.assign(text, blocks, declared)]
    assert found == [(role, words) for role, words in lines if words]


def test_only_body_paragraphs_are_numbered() -> None:
    text = "A title here\nThe first sentence of the body is longer.\nThe second."
    blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
    assert [p.number for p in roles.assign(text, blocks)] == [0, 1, 2]


def test_every_rule_has_a_case() -> None:
    seen: set[str] = set()
    for _, case in _CASES:
        declared, lines = _parts(case)
        text = "\n".join(words for _, words in lines)
        blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
        seen.update(roles.rules(text, blocks, declared))
    from_format = {"marked caption", "marked heading"}  # Markdown and HTML: see test_article_md.py
    named = {name for name, _, _ in roles.RULES} - from_format - {"the title"}
    titles = {f"the title ({name})" for name, _ in roles.TITLES} - {
        "the title (heading of the first level)",
        "the title (heading above all text)",
    }
    assert named | titles <= seen


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("By Jane Doe and John Roe", "Jane Doe and John Roe"),
        ("By Jane Doe, John Roe and Ann van der Poe", "Jane Doe, John Roe and Ann van der Poe"),
        ("By Jane Doe, Staff Writer", "Jane Doe"),
        ("Jane Doe, Staff Writer", "Jane Doe"),
        ("Jane O'Doe, Editor at The Island Post", "Jane O'Doe"),
        ("By Jane Doe and John Roe | May 3, 2025", "Jane Doe and John Roe"),
        ("By Jane Doe, Political Correspondent - Published 3 May 2025", "Jane Doe"),
        ("By Jane Doe in Cairo and John Roe in New York", "Jane Doe and John Roe"),
        ("By Jane Doe | 3 May 2025 | Island Post", "Jane Doe"),
        ("By Jane Doe | Staff Writer | Island Post", "Jane Doe"),
        ("By Jane Doe | the ferry sails again", None),
        ("By Reuters", "Reuters"),
        ("By the Associated Press", "the Associated Press"),
        ("Written by Jean-Luc d'Arc", "Jean-Luc d'Arc"),
        ("By Tuesday", None),
        ("By March 2025", None),
        ("By the time it ended", None),
        ("By Jane Doe the ferry sails", None),
        ("Island Wins, Press Reacts", None),
        ("Jane Doe", None),
        ("By " + "Jane " * 60, None),
    ],
)
def test_a_byline_names_who_wrote(line: str, who: str | None) -> None:
    assert author(line) == who


@pytest.mark.parametrize(
    "line",
    [
        "GENEVA, 3 May 2025", "Geneva, May 3, 2025", "May 3, 2025", "3 May", "2025-05-03", "2025-05-03T10:00Z",
        "Published 3 May 2025 10:00 GMT", "Saturday, May 3, 2025 at 10:00 a.m. ET", "CAIRO (Reuters) -",
        "NASHUA, N.H. —", "Published 3 May 2025 | Updated 4 May 2025",
    ],
)  # fmt: skip
def test_a_line_of_place_and_date(line: str) -> None:
    assert is_dateline(line)


@pytest.mark.parametrize(
    "line", ["BREAKING NEWS", "Geneva", "In May 2025", "May Day in Geneva", "CAIRO (Reuters) - It"]
)
def test_what_is_no_line_of_place_and_date(line: str) -> None:
    assert not is_dateline(line)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By Jane Doe | May 3, 2025", "2025-05-03"),
        ("Published 3 May 2025 10:00 GMT | Updated 4 May 2025", "2025-05-03"),
        ("Sept. 9, 2025", "2025-09-09"),
        ("2025-05-03T10:00Z", "2025-05-03"),
        ("Updated 4 May 2025", None),
        ("GENEVA, 3 May 2025", None),
        ("3 May", None),
        ("31 June 2025", None),
        ("By Jane Doe | 03/05/2025", None),
    ],
)
def test_a_day_is_taken_only_when_it_can_be_read_in_one_way(line: str, day: str | None) -> None:
    assert published(line) == day
