"""The one declared normalisation does what its docstring lists, and nothing else."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybrief.article.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d\x0be\x0cf", "a\nb\nc\nd\ne\nf"),
        ("a\u00a0b\u2009c\u3000d\te", "a b c d e"),
        ("wit\u00adkoff\u200b \u200ea\u202eb\u2066c\ufeff\u2060\u200d", "witkoff abc"),
        ("a\x00b\x1fc\x7fd\ud800", "abcd"),
        ("flag\U000e0067", "flag"),
    ],
)
def test_what_is_no_word_goes(raw: str, text: str) -> None:
    assert normalise(raw) == text


@pytest.mark.parametrize(
    "raw",
    [
        "“curly” ‘single’ \"straight\" 'too' «guillemets» - – — … ", "e\u0301 is not é", "Zażółć gęślą jaźń",
        "two  spaces stay", "\n\nlines stay\n", "\u0600 is seen", "❤\ufe0f",
    ],
)  # fmt: skip
def test_words_marks_and_runs_of_spaces_stay(raw: str) -> None:
    assert normalise(raw) == raw


@given(st.text())
def test_twice_is_once_and_letters_are_never_touched(raw: str) -> None:
    once = normalise(raw)
    assert normalise(once) == once
    keep = ("L", "M", "N", "P", "S")
    assert [c for c in once if unicodedata.category(c)[0] in keep] == [
        c for c in raw if unicodedata.category(c)[0] in keep
    ]
    assert all(c in " \n" for c in once if c.isspace())


def test_every_space_and_control_of_unicode_is_known() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        becomes = {"Zs": " ", "Cc": "", "Cs": ""}.get(unicodedata.category(character))
        if becomes is not None and character not in "\t\n\r\v\f\x85":
            assert normalise(character) == becomes
