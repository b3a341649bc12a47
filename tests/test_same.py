"""What two passages share: feature by feature, and where the sentences of a text retold stand."""

from __future__ import annotations

from itertools import combinations

import pytest

from storybrief.claims import same
from storybrief.claims.body import Told, body
from storybrief.claims.merge import merge
from storybrief.claims.near import near
from storybrief.claims.words import stem_of
from told import extract

POST = "deputy chairwoman of the Harbour Works Council of the lower town"


def told(*texts: str) -> list[Told]:
    return body([extract(f"a{n}", text) for n, text in enumerate(texts)])[0]


def value(feature: str, a: str, b: str) -> float:
    """The value of a feature for two articles of one sentence each."""
    x, y = told(a, b)
    return same.FEATURES[feature](x.unit, y.unit, same.Setting())


def test_a_word_of_all_news_says_less() -> None:
    """In a story of two sentences both words are as rare, but "year" stands in all news and "clay" does not."""
    (only,) = told("The clay whistle was found after a year.")
    assert only.unit.stems["clai"] > only.unit.stems["year"] > only.unit.stems["the"]


def test_words_are_compared_by_their_stems() -> None:
    """Another form of every word is the same words; other words are not."""
    assert value("all words", "The ferries were burning.", "The ferry was burned.") > 0.5
    assert value("all words", "The ferries were burning.", "Geese slept on dykes.") == 0


def test_the_name_and_post_of_a_giver_can_be_left_out() -> None:
    """One who says two things shares much with himself, and nothing once he is left out; of one thing much is left."""
    crane = f'"The eastern dock needs a crane before winter," said Anna Kowal, {POST}.'
    widows = f'"Nobody told those widows where they shall live," said Anna Kowal, {POST}.'
    other = '"The eastern dock needs a crane before winter," a baker said.'
    assert value("all words", crane, widows) > 0.4
    assert value("all words but the giver's", crane, widows) < 0.15
    assert value("all words but the giver's", crane, other) > 0.8


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ('"The dock needs a new crane," she said.', '"The dock needs one new crane," Kowal said.', 1.0),
        ('"The dock needs a new crane," she said.', "Anna Kowal said that a new crane was needed at the dock.", 1.0),
        ('"The dock needs a new crane," she said.', '"Eleven geese crossed our road today," she said.', 0.0),
    ],
)
def test_a_quotation_speaks_for_and_against(a: str, b: str, said: float) -> None:
    """What one quotes may stand in the other quoted or told; what does not speaks against the two."""
    assert value("shared quotation", a, b) == said
    assert value("other quotation", a, b) == 1 - said


def test_a_word_in_quotation_marks_is_no_quotation() -> None:
    """Fewer than four quoted words say nothing for or against."""
    a, b = 'She called it "useful" on Monday.', 'The "Wilhelmina" burned on Monday.'
    assert value("shared quotation", a, b) == value("other quotation", a, b) == 0


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ("It cost 12 boats and 345 geese.", "Gone are 12 boats and 345 geese.", 1.0),
        ("It cost 12 boats, 99 nets and 7 geese.", "Gone are 12 boats, 99 nets and 7 geese.", 2.0),
        ("It cost 12 boats.", "It cost 13 boats.", 0.0),
    ],
)
def test_small_numbers_are_counted_up_to_two(a: str, b: str, count: float) -> None:
    assert value("shared small numbers", a, b) == count


@pytest.mark.parametrize(
    ("a", "b", "same_giver"),
    [
        ("Anna Kowal said 12 boats and 99 nets were lost.", "Gone are 12 boats and 99 nets, Anna Kowal said.", 1.0),
        ("Anna Kowal said 12 boats and 99 nets were lost.", "Gone are 12 boats and 98 nets, Anna Kowal said.", 0.0),
        ("Anna Kowal said 12 boats were lost.", "Gone are 12 boats, Anna Kowal said.", 0.0),
        ("Anna Kowal said 12 boats and 99 nets were lost.", "Gone are 12 boats and 99 nets, Piet Visser said.", 0.0),
    ],
)
def test_one_giver_with_the_same_two_numbers(a: str, b: str, same_giver: float) -> None:
    assert value("one giver and numbers", a, b) == same_giver


def test_of_one_length_is_the_shorter_for_each_of_the_longer() -> None:
    assert value("of one length", "Geese slept.", "Geese slept on eastern dykes.") == 0.5
    assert value("of one length", "Geese slept.", "Geese woke.") == 1.0


# --- a text retold ------------------------------------------------------------------------------------------------

LINES = [
    "The ferry Wilhelmina burned out at the eastern dock on Tuesday night.",
    "Fishing boats took forty passengers off the burning deck.",
    "Harbour master Piet Visser blamed a broken fuel pump.",
    "Divers will look at the wreck before the herring season.",
    "The brewery lent its tents to the rescued families.",
    "Mayor Anna Kowal promised a new ramp for the islanders.",
    "A baker from Ostrova sold rye bread at half price all week.",
    "Eleven geese were found unharmed in the engine room.",
    "The museum keeps the bell of the first Wilhelmina.",
]
OTHERS = [f"Barge {n} carried reed{n} and tiles{n} to village{n}." for n in range(20)]


def retold(first: list[str], second: list[str]) -> bool:
    found = near(told("\n".join(first), "\n".join(second)), 0.45)
    assert found
    kinds = {pair.setting.retold for pair in found.values()}
    assert len(kinds) == 1
    return kinds.pop()


def reworded(lines: list[str]) -> list[str]:
    return [line.removesuffix(".") + ", people said." for line in lines]


def test_half_of_both_articles_make_a_text_retold() -> None:
    """The same nine things in both are one text told twice, though half of one is its own."""
    assert retold(LINES, reworded(LINES))
    assert retold(LINES + OTHERS[:9], reworded(LINES))


def test_a_few_sentences_in_both_do_not() -> None:
    """Seven in common may be chance between short articles; nine are little in one of nearly thirty sentences."""
    assert not retold(LINES[:7], reworded(LINES[:7]))
    assert not retold(LINES + OTHERS, reworded(LINES))


def test_standing_between_two_matches_counts_in_a_text_retold() -> None:
    """A pair with other words, between two that match, is surer where the whole text is retold."""
    a = [*LINES[:4], "Nobody could explain the blue smoke over the brickworks.", *LINES[4:]]
    b = [*reworded(LINES[:4]), "Over the brickworks stood a smoke of another kind.", *reworded(LINES[4:])]
    whole = near(told("\n".join(a), "\n".join(b)), 0.45)[4, 14]
    few = near(told("\n".join(a[3:6]), "\n".join(b[3:6])), 0.45)[1, 4]
    assert whole.setting.between > 0.9
    assert few.setting.between == 0
    assert whole.score > few.score


def test_clauses_cut_apart_are_never_one_claim() -> None:
    """A sentence is cut because it says two things: its passages stand in different claims."""
    a = extract("a", "The dock needs a crane, Anna Kowal said.\nGeese cross the road at night, Piet Visser said.")
    b = extract("b", "Anna Kowal said the dock needs a crane, while Piet Visser said geese cross the road at night.")
    claims = merge([a, b]).claims
    held = [p for claim in claims for p in claim.passages if p.article == "b"]
    assert len(held) == 2
    assert not any(x in c.passages and y in c.passages for c in claims for x, y in combinations(held, 2))


@pytest.mark.parametrize(
    ("a", "b"), [("need", "needs"), ("need", "needed"), ("feed", "feeding"), ("agree", "agreed"), ("free", "freed")]
)
def test_two_e_before_a_d(a: str, b: str) -> None:
    """The word "needs" is no form of "ne"; "agreed" is one of "agree"."""
    assert stem_of(a) == stem_of(b)
