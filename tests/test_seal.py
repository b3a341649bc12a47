"""A JSON page is written by a fast writer; what it writes is what Python's own would."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from storybrief.pages.escape import Markdown
from storybrief.pages.seal import seal_json, seal_rows, sealed

TEXTS = st.text(st.characters(codec="utf-8"))
LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS
VALUES = st.recursive(LEAVES, lambda inside: st.lists(inside) | st.dictionaries(TEXTS, inside))


@given(VALUES)
def test_it_is_the_same_text(value: object) -> None:
    made = seal_json({"of": value})
    plain = "\n".join(line for line in made.split("\n") if not line.startswith('  "storybrief"'))
    assert json.loads(plain) == {"of": value}
    assert plain == json.dumps({"of": value}, ensure_ascii=False, indent=2) + "\n"
    assert sealed(made)


@settings(max_examples=settings().max_examples // 4)
@given(st.dictionaries(TEXTS.filter(lambda key: key != "storybrief"), VALUES, min_size=1, max_size=4))
def test_rows_are_the_same_values_with_an_item_a_line(values: dict[str, object]) -> None:
    made = seal_rows(values)
    told = json.loads(made)
    told.pop("storybrief", None)
    assert told == values
    assert sealed(made) or not values
    items = [item for value in values.values() if isinstance(value, list) for item in value]
    assert made.count("\n") >= len(items)


def test_half_a_pair_and_words_that_are_markdown_can_be_written() -> None:
    made = seal_json({"half": "\ud83d", "words": "ä"})
    assert sealed(made)
    assert "\\ud83d" in made
    assert "ä" in made
    for seal in (seal_json, seal_rows):
        assert json.loads(seal({"words": Markdown("&#42;")}))["words"] == "&#42;"
        assert json.loads(seal({"half": ["\ud83d"]}))["half"] == ["\ud83d"]
