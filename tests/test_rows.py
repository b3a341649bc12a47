"""Each row of a table of rules has a case for it and one against.

For: without the row something else comes out. Against: a word of the row stands there, and nothing else comes out. The
cases of the rules themselves are tried first; those of `cases/rows.md` are for the rows that they leave out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from msgspec.structs import replace

from storybrief.article.languages import language_of
from storybrief.article.page_names import kind_of
from storybrief.claims.mentions import mentions
from storybrief.claims.not_known import not_known
from storybrief.english import tables
from storybrief.statements.extract import heard
from storybrief.statements.speakers import speakers
from storybrief.statements.spokespeople import linked
from test_statements import FILES, split
from told import cases, extract


def _told(text: str) -> object:
    made = extract("a", text)
    found = heard(made.article, made.sentences)
    named = speakers([replace(made, statements=found.statements, named=found.named)], {})
    return found, linked(named, [made])


def _page_name(text: str) -> object:
    tag, _, names = text.partition(": ")
    return kind_of(tag, names)


# What is made of a text by the table, and whether its rows are words that may stand in the text, or patterns.
MAKERS: dict[str, Callable[[str], object]] = {
    "article/languages.tsv": lambda text: language_of(text * 5),
    "article/page_names.tsv": _page_name,
    "claims/fates.txt": lambda text: mentions([extract("a", text)]),
    "claims/not_known.txt": lambda text: not_known([extract("a", text)]),
} | {
    f"statements/{name}.tsv": _told
    for name in ("bodies", "firm_nouns", "genders", "marked_things", "nouns", "silence", "turning")
}
PATTERNS = ("article/page_names.tsv", "claims/not_known.txt")
ROWS = [(table, line) for table in MAKERS for line in tables.lines(table)]


def name(table: str, line: str) -> str:
    """How `cases/rows.md` calls a row: its table and what stands before its words, else its number from 1."""
    head = line.rpartition("\t")[0].replace("\t", " ")
    return f"{table}: {head or tables.lines(table).index(line) + 1}"


def clear() -> None:
    """Forget what was read of the tables."""
    for module in [m for at, m in sys.modules.items() if at.startswith("storybrief.")]:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Takes the words of a row out of its table, till the test ends."""
    lines = tables.lines

    def take(table: str, line: str) -> None:
        head = line.rpartition("\t")[0]
        empty = [f"{head}\t"] if head and table not in PATTERNS else []
        read = {table: [x for each in lines(table) for x in ([each] if each != line else empty)]}
        for module in [m for at, m in sys.modules.items() if at.startswith("storybrief.")]:
            if getattr(module, "lines", None) is lines:
                monkeypatch.setattr(module, "lines", lambda at: read.get(at) or lines(at))
        clear()

    yield take
    monkeypatch.undo()
    clear()


@cache
def texts() -> tuple[str, ...]:
    """The articles of the cases about statements."""
    told = [split(lines)[0] for file in FILES for _, lines in cases(f"statements_{file}.md")]
    return (*told, *("\n".join(x for x in lines if x[:2] != "=>") for _, lines in cases("polarity.md")))


@cache
def own() -> dict[str, list[str]]:
    """The cases of `rows.md`, by the name of their row."""
    return dict(cases("rows.md"))


def candidates(table: str, line: str) -> tuple[list[str], list[str]]:
    """Texts that may be a case for a row, and against it."""
    written = own().get(name(table, line), [])
    told = [[x.partition(": ")[2] for x in written if x.startswith(f"{side}: ")] for side in ("for", "against")]
    if MAKERS[table] is not _told:
        return told[0], told[1]
    words = line.rpartition("\t")[2]
    listed = "|".join(re.escape(word.removesuffix("e")) for word in words.split("|" if "|" in words else None))
    held = [text for text in texts() if re.search(rf"(?<!\w)(?:{listed})", text, re.IGNORECASE)]
    return [*told[0], *held], [*told[1], *held]


@pytest.mark.parametrize(("table", "line"), ROWS, ids=[name(*row) for row in ROWS])
def test_each_row_has_a_case_for_and_one_against(table: str, line: str, without: Callable[[str, str], None]) -> None:
    good, bad = candidates(table, line)
    make = MAKERS[table]
    full = {text: repr(make(text)) for text in (*good, *bad)}
    without(table, line)
    assert any(repr(make(text)) != full[text] for text in good), "no case for the row"
    assert any(repr(make(text)) == full[text] for text in bad), "no case against the row"


def test_the_cases_are_about_rows_that_there_are() -> None:
    assert {*own()} <= {name(*row) for row in ROWS}
