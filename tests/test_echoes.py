"""Words that one article surely gives to somebody are not, in another, said by whoever a pronoun seems to mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from invented import empty_site, storybrief, the_brief, write_story

SURE = "Game\n\n“We lost it in the last minute because of me,” Piet Visser said after the game.\n"
DOUBTFUL = (
    "Game\n\nPiet Visser threw it away for the Herons. Karl Moen ran 40 yards in the rain. "
    "“We lost it in the last minute because of me,” he said.\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


def given(site: Path) -> dict[str, str]:
    """Whom each article gives the words to; nobody is left out."""
    return {place[0]: one.name for one in the_brief(site).speakers for place in one.statements}


def test_the_doubtful_one_is_not_known_and_both_are_named(site: Path) -> None:
    write_story(site, "game", {"a.txt": DOUBTFUL})
    assert given(site) == {"a": "Karl Moen"}, "alone, the pronoun means whoever it seems to mean"
    write_story(site, "game", {"b.txt": SURE})
    assert given(site) == {"b": "Piet Visser"}
    (statement,) = the_brief(site).extracts[0].statements
    assert statement.attribution.candidates == ("Piet Visser", "Karl Moen")


def test_an_editor_says_who_it_was(site: Path) -> None:
    text = """overrides:
  - do: speaker
    where: We lost it in the last minute because of me
    article: a.txt
    to: Piet Visser
    why: the broadcast
"""
    write_story(site, "game", {"a.txt": DOUBTFUL, "b.txt": SURE}, overrides=text)
    assert given(site) == {"a": "Piet Visser", "b": "Piet Visser"}
    assert storybrief(site, "build").returncode == 0


def test_two_who_are_both_named_keep_their_words(site: Path) -> None:
    write_story(site, "game", {"a.txt": SURE.replace("Piet Visser", "Karl Moen"), "b.txt": SURE})
    assert given(site) == {"a": "Karl Moen", "b": "Piet Visser"}


def test_the_same_one_by_a_shorter_name_and_a_few_words_are_left_alone(site: Path) -> None:
    write_story(site, "game", {"a.txt": DOUBTFUL.replace("Karl Moen ran", "Visser ran"), "b.txt": SURE})
    assert given(site) == {"a": "Piet Visser", "b": "Piet Visser"}
    few = [text.replace(" in the last minute because of me", "") for text in (DOUBTFUL, SURE)]
    write_story(site, "game", {"a.txt": few[0], "b.txt": few[1]})
    assert given(site) == {"a": "Karl Moen", "b": "Piet Visser"}
