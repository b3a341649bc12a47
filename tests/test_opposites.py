"""Two sentences that say two things are never printed as agreement, and two that say one thing meet."""

from __future__ import annotations

import re

import pytest

from storybrief.claims.merge import merge
from storybrief.model import Merged
from told import cases, extract

_CHOICE = re.compile(r"\{([^|}]*)\|([^}]*)\}")
# What else stands in the two articles: nothing in common, so that a pair is judged by itself.
_REST_A = "\nThe bakery sells rye rolls before breakfast.\nSnow lay thinly along the hedges.\n"
_REST_B = "\nLemon trees need little water.\nMoths gather around lanterns at dusk.\n"


def told(a: str, b: str) -> Merged:
    return merge([extract("a", a + _REST_A), extract("b", b + _REST_B)])


def joined(merged: Merged) -> bool:
    """Whether the first sentences of the two articles stand in one claim."""
    return any({("a", 1), ("b", 1)} <= {(p.article, p.sentence) for p in c.passages} for c in merged.claims)


def disputed(merged: Merged) -> bool:
    """Whether a difference of weight shows both sentences."""
    return any(d.weight == "high" and d.a.sentence == d.b.sentence == 1 for d in merged.differences)


LINES = [(title, line) for title, block in cases("opposites.md") for line in block]
OPPOSITE = [
    (f"{title}: {line}", *(_CHOICE.sub(rf"\{n}", line) for n in (1, 2))) for title, line in LINES if "{" in line
]
SAME = [(f"{title}: {line}", *line.split(" = ")) for title, line in LINES if " = " in line]


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in OPPOSITE], ids=[row[0] for row in OPPOSITE])
def test_opposites_are_never_agreement(a: str, b: str) -> None:
    merged = told(a, b)
    assert not joined(merged) or disputed(merged), (a, b)


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_the_same_in_other_words_meets(a: str, b: str) -> None:
    assert joined(told(a, b)), (a, b)


def test_there_are_four_for_each_of_25_kinds() -> None:
    counts = [sum("{" in line for line in block) for _, block in cases("opposites.md")]
    assert sum(count >= 4 for count in counts) >= 25
