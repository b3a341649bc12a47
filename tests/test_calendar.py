"""Months and days of the week stand in one place, each once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_parser import ROOT
from storybrief.english.calendar import MONTH, MONTH_NUMBERS, MONTHS, SHORT_MONTHS, WEEKDAY, WEEKDAY_NUMBERS, WEEKDAYS


def test_each_name_is_listed_once_and_in_order() -> None:
    assert len({*MONTHS}) == 12
    assert len({*WEEKDAYS}) == 7
    assert len({*SHORT_MONTHS}) == len(SHORT_MONTHS)
    assert [MONTH_NUMBERS[name.lower()] for name in MONTHS] == [*range(1, 13)]
    assert [WEEKDAY_NUMBERS[name.lower()] for name in WEEKDAYS] == [*range(7)]


@pytest.mark.parametrize(
    ("short", "number"), [("jan", 1), ("jun", 6), ("jul", 7), ("sep", 9), ("sept", 9), ("dec", 12)]
)
def test_a_short_month_is_the_month_that_begins_so(short: str, number: int) -> None:
    assert MONTH_NUMBERS[short] == number


def test_the_patterns_match_the_names_and_nothing_longer_or_shorter() -> None:
    assert all(re.fullmatch(MONTH, name) for name in MONTHS)
    assert all(re.fullmatch(WEEKDAY, name) for name in WEEKDAYS)
    assert not re.fullmatch(MONTH, "Mayor")
    assert not re.fullmatch(WEEKDAY, "Payday")


def test_no_other_module_lists_the_months_or_the_days() -> None:
    listed = re.compile(r"(?i)january\W+february|monday\W+tuesday\W+wednesday|\(\?:mon\|tues")
    files = [path for path in sorted((ROOT / "src").rglob("*.py")) if path.name != "calendar.py"]
    assert len(files) > 50
    assert [path for path in files if listed.search(Path(path).read_text("utf-8"))] == []
