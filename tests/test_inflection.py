"""The forms of verbs and nouns, which two rooms ask for."""

from __future__ import annotations

import pytest

from storybrief.english.inflection import irregular, verb_forms, with_s


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("walk", "walked walks walk walking"),
        ("agree", "agreed agrees agree agreeing"),
        ("deny", "denied denies deny denying"),
        ("veto", "vetoed vetoes veto vetoing"),
        ("brag", "bragged brags brag bragging"),
        ("quip", "quipped quips quip quipping"),
        ("offer", "offered offers offer offering"),
        ("write", "wrote written writes write writing"),
        ("plead", "pled pleaded pleads plead pleading"),
    ],
)
def test_the_forms_of_a_verb(lemma: str, forms: str) -> None:
    assert {*forms.split()} <= {form for form, _ in verb_forms(lemma)}


@pytest.mark.parametrize(
    ("word", "more"), [("church", "churches"), ("reply", "replies"), ("day", "days"), ("memo", "memos")]
)
def test_a_word_with_s(word: str, more: str) -> None:
    assert with_s(word) == more


def test_an_irregular_form_leads_to_its_base() -> None:
    assert irregular()["took"] == irregular()["taken"] == "take"
    assert "walked" not in irregular()
