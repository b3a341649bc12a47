"""The parts of an article are told apart: the cases are in cases/roles.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storybrief.article import furniture, roles
from storybrief.article.byline import author, is_dateline, opening, published
from storybrief.article.draft import Block
from storybrief.model import Span

_FILE = Path(__file__).parent / "cases" / "roles.md"
_CASES = re.findall(r"^## ([^\n]+)\n```\n(.*?)^```$", _FILE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _parts(case: str) -> tuple[str | None, list[tuple[str, str]]]:
    lines = [tuple(part.strip() for part in line.split("|", 1)) for line in case.splitlines()]
    declared = next((words for role, words in lines if role == "declared"), None)
    return declared, [(role, words) for role, words in lines if role != "declared"]


def _text(lines: list[tuple[str, str]]) -> str:
    return "".join(words + (" " if role.endswith("+") else "\n") for role, words in lines)


@pytest.mark.parametrize(("title", "case"), _CASES, ids=[title for title, _ in _CASES])
def test_role(title: str, case: str) -> None:
    declared, lines = _parts(case)
    text = _text(lines)
    blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
    found = [(p.role, p.span.of(text)) for p in roles.assign(text, blocks, declared)]
    assert found == [(role.rstrip("+"), words) for role, words in lines if words]


_TEXT = (
    "Ferry returns",
    "The ferry sailed again on Monday.",
    "It carried forty.",
    "The ramp held, and the quay was full.",
)


def _furniture(row: furniture.Row, line: str) -> str | None:
    """What a line is, alone below a text, when this row can make it so."""
    words = [*_TEXT, f"{line} Send it to us here." if row.where == "beside" else line]
    if row.where == "name":
        words.append("Halma sails nine ferries.")
    return furniture.find(words, lambda _: False, lambda _: False).get(len(_TEXT))


@pytest.mark.parametrize("row", furniture.rows(), ids=lambda row: f"{row.kind} {row.line[:40]}")
def test_every_row_of_furniture_has_a_line_for_and_one_against(row: furniture.Row) -> None:
    if row.where in ("wire", "first"):
        assert row.pattern.fullmatch(row.line)
        assert not row.pattern.fullmatch(row.other)
    elif row.where == "start":
        assert furniture.label(row.line) == len("Notes: ")
        assert not furniture.label(row.other)
    else:
        assert row.pattern.fullmatch(row.line)
        assert _furniture(row, row.line) == row.kind
        assert _furniture(row, row.other) is None


def test_what_somebody_said_is_never_furniture() -> None:
    for row in furniture.rows():
        if row.where in ("line", "last", "bio"):
            assert _furniture(row, f"“{row.line}” she said.") is None, row.line


@pytest.mark.parametrize(
    "piece", ["A.A.", "Ann Lind, ", "share it ", "read more the story ", "HALVIK, ", "(AP) - ", "1:00 "]
)
def test_a_line_that_repeats_itself_ends(piece: str) -> None:
    """A pattern that tries all ways to cut such a line would not come to its end in years."""
    line = (piece * 1200)[:1190] + "\0"
    assert furniture.find([*_TEXT, line], lambda _: False, lambda _: False) == {}
    assert opening(line, 1) == 0


@pytest.mark.parametrize(
    ("words", "dateline"),
    [
        (
            "HALVIK, Norway, March 14 (Reuters) - A ferry struck the quay on Monday.",
            "HALVIK, Norway, March 14 (Reuters) - ",
        ),
        (
            "PORT CALDER, Merrow Islands (CP) — A ferry struck the quay on Monday.",
            "PORT CALDER, Merrow Islands (CP) — ",
        ),
        ("TARN, Calif. —2/29/2012— Halma today said it will sail.", "TARN, Calif. —2/29/2012— "),
        ("TARN--(BUSINESS WIRE)--Halma today said it will sail.", "TARN--(BUSINESS WIRE)--"),
        ("TARN, May 5, 2025 /PRNewswire/ -- Halma today said it will sail.", "TARN, May 5, 2025 /PRNewswire/ -- "),
        ("(Reuters) — A ferry struck the quay on Monday.", "(Reuters) — "),
        ("Dec 29 (Reuters) - A ferry struck the quay on Monday.", "Dec 29 (Reuters) - "),
        ("ST. ORLA — A ferry struck the quay on Monday.", "ST. ORLA — "),
        ("Halvik (AFP) – A ferry struck the quay on Monday.", "Halvik (AFP) – "),
        ("Halvik (CNN)A ferry struck the quay on Monday.", "Halvik (CNN)"),
        ("HALVIK: A ferry struck the quay on Monday.", "HALVIK: "),
        ("PILOT: I did not see the quay that night.", ""),
        ("HALVIK-based Halma said that it will sail.", ""),
        ("NATO—Halvik talks broke off on Monday night.", ""),
        ("The Quay (R-Tarn) - Two men went there on Monday.", ""),
        ("Halvik - a ferry struck the quay on Monday.", ""),
        ("HALVIK — Nine dead.", ""),
        ("FERRY STRUCK QUAY - NINE DEAD IN HALVIK ON MONDAY", ""),
    ],
)
def test_a_dateline_before_the_first_sentence(words: str, dateline: str) -> None:
    assert words[: opening(words, 1)] == dateline


@pytest.mark.parametrize("words", ["Halvik (AFP) – ", "HALVIK: ", "ST. ORLA — "])
def test_a_dateline_without_agency_and_date_is_one_only_above(words: str) -> None:
    assert opening(f"{words}A ferry struck the quay on Monday.", 7) == 0


def test_all_words_of_a_block_stay() -> None:
    text = "A title here\nNotes: HALVIK, Norway (Reuters) -  A ferry struck the quay on Monday."
    blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
    found = roles.assign(text, blocks)
    assert [p.span.of(text) for p in found] == [
        "A title here", "Notes:", "HALVIK, Norway (Reuters) -", "A ferry struck the quay on Monday.",
    ]  # fmt: skip
    assert [p.kind for p in found] == ["", "label", "", ""]


@pytest.mark.parametrize(
    ("lines", "release"),
    [
        (("Halma buys", "FOR IMMEDIATE RELEASE", "Halma today said it will buy two ferries."), True),
        (("Halma buys", "Halma (NYSE: HLM) today announced that it will buy two ferries."), True),
        (("Halma buys", "TARN, May 5, 2025 /PRNewswire/ -- Halma said it will buy two ferries."), True),
        (
            (
                "Halma buys",
                "Halma said it will buy two ferries.",
                "It sails nine.",
                "Media contact: press@halma.example",
            ),
            True,
        ),
        (("Halma buys", "Halma (NYSE: HLM) will buy two ferries, it announced on Monday."), False),
        (("Halma buys", "TARN, May 5 (Reuters) - Halma said in a press release it will buy two ferries."), False),
    ],
)
def test_a_press_release_is_known_by_its_marks(lines: tuple[str, ...], release: bool) -> None:
    text = "\n".join(lines)
    blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
    assert furniture.is_release(text, roles.assign(text, blocks)) is release


def test_only_body_paragraphs_are_numbered() -> None:
    text = "A title here\nThe first sentence of the body is longer.\nThe second."
    blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
    assert [p.number for p in roles.assign(text, blocks)] == [0, 1, 2]


def test_every_rule_has_a_case() -> None:
    seen: set[str] = set()
    for _, case in _CASES:
        declared, lines = _parts(case)
        text = _text(lines)
        blocks = [Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
        seen.update(roles.rules(text, blocks, declared))
    from_format = {
        "marked caption",
        "marked heading",
        "marked standfirst",
        "marked sentence under the title",
    }  # Markdown and HTML: see test_article_md.py
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
