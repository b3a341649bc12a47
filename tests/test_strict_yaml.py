"""YAML is read word for word, and every mistake comes with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybrief.problems import errors
from storybrief.store.strict_yaml import MAX_CHARACTERS, load


def said(text: str, first_line: int = 1) -> list[str]:
    data, _, problems = load(text, "s.yml", first_line)
    assert problems == () or data is None
    return [str(problem) for problem in problems]


def test_every_value_is_the_text_that_was_written() -> None:
    text = "a: no\nb: 17:00\nc: 2025-05-03\nd: 0o17\ne: 1_000\nf: on\nyes: y\n"
    assert load(text, "s.yml")[0] == {
        "a": "no", "b": "17:00", "c": "2025-05-03", "d": "0o17", "e": "1_000", "f": "on", "yes": "y",
    }  # fmt: skip


def test_only_an_unquoted_null_is_none() -> None:
    text = "a: null\nb: ~\nc:\nd: 'null'\ne: \"\"\nnull: x\n"
    assert load(text, "s.yml")[0] == {"a": None, "b": None, "c": None, "d": "null", "e": "", "null": "x"}


def test_lists_mappings_and_block_scalars_keep_their_shape() -> None:
    text = "a:\n  - x\n  - {b: [1, 2]}\nc: |\n  two\n  lines\n"
    assert load(text, "s.yml")[0] == {"a": ["x", {"b": ["1", "2"]}], "c": "two\nlines\n"}


def test_lines_are_known_by_key_path() -> None:
    text = "# first\nheadline: x\noverrides:\n  - do: drop\n    why: because\n  -\n    do: join\n    why:\n"
    _, lines, problems = load(text, "s.yml", first_line=11)
    assert problems == ()
    assert lines[()] == 12
    assert lines["headline",] == 12
    assert lines["overrides",] == 13
    assert lines["overrides", 0] == 14
    assert lines["overrides", 0, "why"] == 15
    assert lines["overrides", 1] == 17
    assert lines["overrides", 1, "why"] == 18


def test_lines_are_counted_as_editors_count_them() -> None:
    assert load("a: 'x\u2028y'\r\nb: z\r\n", "s.yml")[1]["b",] == 2


def test_an_empty_file_is_none_without_a_problem() -> None:
    assert load("# nothing\n", "s.yml")[0] is None
    assert said("") == []


def test_all_duplicate_keys_are_told_at_once_with_the_line_of_the_first() -> None:
    assert said("a: 1\nb:\n  c: 2\n  c: 3\na: 4\na: 5\n") == [
        "s.yml:4: duplicate-key: Keep one of the two: the key “c” is already on line 3.",
        "s.yml:5: duplicate-key: Keep one of the two: the key “a” is already on line 1.",
        "s.yml:6: duplicate-key: Keep one of the two: the key “a” is already on line 1.",
    ]


def test_the_same_key_in_two_items_is_no_duplicate() -> None:
    assert said("- do: drop\n- do: drop\n") == []


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("title: a: b\n", 1, "Put a value that has “: ” in it in quotation marks"),
        ("a: 1\nb: 'never closed\nc: 2\n", 2, "Close the quotation mark"),
        ("a: 1\n\tb: 2\n", 2, "Use spaces, not a tab"),
        ("a: @x\n", 1, "Put a value that starts with “@” in quotation marks."),
        ('a: 1\nb: "x\\q"\n', 2, "Write a backslash"),
        ("a: 1\nnot a key\nb: 2\n", 2, "Put “: ” behind the key."),
        ("a: 1\nb: [x, y\n", 2, "Close the “[” rightly"),
        (
            'a: 1\nb: "x" y\n',
            2,
            "Line up the keys of a level; a value that starts with a quotation mark",
        ),
        ("a: 1\nb: \x00\n", 2, "Delete the control character here."),
        ("a: 1\n---\nb: 2\n", 2, "Delete the “---” here"),
    ],
)
def test_a_mistake_is_told_where_it_is_mended(text: str, line: int, advice: str) -> None:
    [problem] = said(text)
    assert problem.startswith(f"s.yml:{line}: yaml: {advice}")


def test_the_first_line_of_the_file_is_counted_on() -> None:
    assert said("a: b: c\n", first_line=2)[0].startswith("s.yml:2: yaml: ")


@pytest.mark.parametrize("text", ["a: &x 1\n", "a: *x\n", "a: !!int 1\n", "a: !x y\n", "? [a]\n: b\n", "'': b\n"])
def test_what_no_editor_needs_is_refused(text: str) -> None:
    [problem] = said(text)
    assert problem.startswith("s.yml:1: yaml-feature: ")


def test_a_billion_laughs_is_refused_without_being_told() -> None:
    text = "a: &a [x, x]\n" + "".join(f"{k}: &{k} [*{p}, *{p}]\n" for p, k in zip("abcdefgh", "bcdefghi", strict=True))
    assert len(said(text)) == 25


def test_size_and_depth_have_a_limit() -> None:
    assert "yaml-size" in said("a" * (MAX_CHARACTERS + 1))[0]
    assert "yaml-size" in said("[" * 100_000)[0]
    assert "yaml-size" in said("- " * 100_000)[0]


@given(st.text(alphabet=st.sampled_from("ab:-?[]{}&*!|>'\"%@`#, \n\t\u2028\x00\ud800~")))
def test_any_text_gives_data_or_problems(text: str) -> None:
    data, lines, problems = load(text, "s.yml")
    assert (data is None) >= bool(errors(problems))
    assert all(1 <= line <= text.count("\n") + 1 for line in [*lines.values(), *(p.line for p in problems)])


@pytest.mark.parametrize(
    ("line", "value", "told"),
    [
        ("why: We printed figure #3 wrongly", "We printed figure", "#3 wrongly"),
        ("why: We printed figure # 3 wrongly", "We printed figure", "# 3 wrongly"),
        ("why: #3 was wrong", None, "#3 was wrong"),
        ("why: We printed figure  #3 wrongly", "We printed figure", "#3 wrongly"),
        ("why: It says figure#3", "It says figure#3", None),
        ("why: 'We printed figure #3 wrongly' # as said", "We printed figure #3 wrongly", None),
        ("why: wrong  # to be looked at", "wrong", None),
        ("why:  # to be said", None, None),
        ("why: wrong #", "wrong", None),
        ("why: |\n  We printed figure #3 wrongly", "We printed figure #3 wrongly", None),
    ],
)
def test_words_that_a_hash_cuts_off_are_told_and_comments_are_not(line: str, value: str, told: str | None) -> None:
    data, _, problems = load(f"do: note\n{line}\n", "s.yml")
    assert data["do"] == "note"
    assert (data["why"] and data["why"].rstrip("\n")) == value
    assert [(p.code, p.severity, p.line) for p in problems] == ([("yaml-comment", "warning", 2)] if told else [])
    assert told is None or f"“{told}”" in problems[0].message
