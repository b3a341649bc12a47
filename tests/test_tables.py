"""The tables of words, rules and weights: each is read in one way, and nothing is listed twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from site_parser import ROOT
from storybrief.english.calendar import MONTH_NUMBERS, WEEKDAY_NUMBERS
from storybrief.english.function_words import function_words, light_words
from storybrief.english.tables import lines, rows, word_sets, words

TOP = ROOT / "src/storybrief"
TABLES = [
    file.relative_to(TOP).as_posix()
    for file in sorted(TOP.rglob("*.t[sx][vt]"))
    if not file.is_relative_to(TOP / "starter")
]
# The first words of a line say what the others are; of the rest each word stands in the table once.
WORDS = {"claims/common.txt": 1, "claims/demonyms.txt": 0, "claims/fates.txt": 0} | {
    f"{room}.txt": 0 for room in ("english/titles", "statements/named_things", "statements/noun_or_verb", "statements/things")
}  # fmt: skip
# A row is a kind and its words: each word stands once in a kind.
KINDS = ["article/languages.tsv", "claims/words.tsv", "english/first_names.tsv", "facts/before.tsv"] + [
    f"statements/{name}.tsv"
    for name in ("abbreviations", "bodies", "firm_nouns", "genders", "nouns", "silence", "turning")
]
# The first field of a row is its name.
NAMED = ["claims/kinds.tsv", "claims/same.tsv", "claims/second.tsv", "claims/verbs.tsv", "statements/cues.tsv"] + [
    f"statements/{name}.tsv" for name in ("keep_weights", "pronoun_weights", "sure")
]


def twice(listed: list[str]) -> list[str]:
    return [one for one, times in Counter(listed).items() if times > 1]


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice_and_every_table_is_read(name: str) -> None:
    assert twice(lines(name)) == []
    modules = [file.read_text(encoding="utf-8") for file in (TOP / name).parents[1].rglob("*.py")]
    assert any(name in module or f'lines("{Path(name).name}")' in module for module in modules)


@pytest.mark.parametrize(("name", "first"), WORDS.items())
def test_no_word_stands_twice(name: str, first: int) -> None:
    assert twice([word for line in lines(name) for word in line.split()[first:]]) == []


@pytest.mark.parametrize("name", KINDS)
def test_no_word_stands_twice_in_a_kind(name: str) -> None:
    listed = [(kind, word) for kind, row in rows(name) for word in row.split("|" if "|" in row else None)]
    assert len(listed) == sum(map(len, word_sets(name).values())), twice([f"{kind} {word}" for kind, word in listed])


@pytest.mark.parametrize("name", NAMED)
def test_no_name_has_two_rows(name: str) -> None:
    assert twice([row[0] for row in rows(name)]) == []


def test_a_word_behind_a_number_has_one_unit_in_a_kind() -> None:
    listed = [(kind, word) for kind, _, words in rows("facts/units.tsv") for word in words.split()]
    assert len({*listed}) == len(listed)


def test_function_words_have_one_tag() -> None:
    listed = [word for *_, row in rows("english/function_words.tsv") for word in row.split()]
    assert twice(listed) == []
    assert not {*listed} & ({*MONTH_NUMBERS} - {"may"} | {*WEEKDAY_NUMBERS})
    assert "may" in light_words()
    assert [function_words()[word] for word in ("may", "march", "sundays", "oct.")] == ["A", "T", "T", "T"]
    assert "said" not in function_words()
    assert {"said", "the"} <= light_words()
    assert not {"ten", "sunday"} & light_words()


def test_a_table_of_words_alone_is_a_set_of_them() -> None:
    assert {"quay", "storm"} <= words("statements/things.txt")
