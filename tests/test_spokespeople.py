"""A spokesperson and the body stay two speakers, and each leads to the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from invented import empty_site, storybrief, write_story
from storybrief.model import Span
from storybrief.statements.spokespeople import body_of

WORDS = (
    ("a spokeswoman for the Ministry of Transport", "Ministry of Transport"),
    ("Coast Board spokesman", "Coast Board"),
    ("the harbour union’s press officer", "harbour union"),
    ("a police spokesman", "police"),
    ("chief spokesman for the bank, Piet Lind", "bank"),
    ("a spokesman", None),
    ("a former spokesman for the Coast Board", None),
    ("an angry spokesman", None),
    ("the Coast Board’s chairwoman", None),
    ("a spokesman for higher wages", None),
)


@pytest.mark.parametrize(("words", "body"), WORDS)
def test_the_body_that_somebody_speaks_for(words: str, body: str | None) -> None:
    found = body_of(words, Span(0, len(words)))
    assert (found.of(words) if found else None) == body


ARTICLE = """\
Ferry stops after crack

The Coast Board said on Monday that the pier was shut.

“We shut it at once,” Ines Caro, a spokeswoman for the Coast Board, said.

A spokesman for the harbour union said it was angry.
"""
RENAMED = """\
overrides:
- do: name
  where: [Coast Board]
  to: Coast Board of Halvik
  why: It has two.
"""


@pytest.mark.parametrize("overrides", ["", RENAMED])
def test_both_are_linked_and_neither_is_merged(overrides: str, tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    write_story(site, "pier", {"a.txt": ARTICLE})
    if overrides:
        (site / "briefs" / "pier" / "overrides.yml").write_text(overrides, encoding="utf-8")
    done = storybrief(site, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    name = "Coast Board of Halvik" if overrides else "Coast Board"
    made = json.loads((site / "content" / "pier" / "brief.json").read_text(encoding="utf-8"))
    for_whom = {s["name"]: [(one["words"], one["body"]) for one in s["speaks_for"]] for s in made["speakers"]}
    assert for_whom["Ines Caro"] == [("Coast Board", name)]
    assert for_whom[name] == []
    assert for_whom["A spokesman for the harbour union"] == [("harbour union", None)]
    page = (site / "content" / "pier" / "evidence.md").read_text(encoding="utf-8")
    assert f"speaks for [{name}](#speaker-" in page
    assert "speaks through [Ines Caro](#speaker-" in page
