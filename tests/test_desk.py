"""Every override that an edit control offers fits; and what is put into a served page is safe and at its place."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile import texts
from invented import ROOT, nightly, write_story
from storybrief.desk.entries import entries, lists
from storybrief.desk.offers import Offer
from storybrief.desk.quoting import quote, scalar
from storybrief.desk.serve import Desk, Stories
from storybrief.model import Brief, Override, Passage, Span, visible
from storybrief.pages.render import environment
from storybrief.pipeline.build import brief_of, by_hand, make
from storybrief.pipeline.plan import plan
from storybrief.problems import errors
from storybrief.store.strict_yaml import load
from storybrief.story.overrides import correct, correct_speakers
from storybrief.story.read import Story
from storybrief.story.schema import CHANGES
from told import extract

STORIES = tuple(sorted(p.name for p in (ROOT / "briefs").iterdir() if (p / "sources").is_dir()))
GIVEN = {
    "words": '"Words of an editor"',
    "number": "2",
    "day": '"2026-02-03"',
    "address": '"https://quay.example/1"',
    "language": '"en-GB"',
    "today": '"2026-02-03"',
}
PICKED = "before the hull is safe"  # words of the story in `small`


@pytest.fixture(scope="module")
def briefs() -> dict[str, Brief]:
    return {made.story: made.brief for made in plan(ROOT).made if made.brief}


def lines_of(offer: Offer, given: str) -> list[str]:
    """The lines of an override as the page's script writes them; what it asks words of the article for gets its own."""
    lines = [*offer.lines]
    if offer.lines[0] in ("do: trim", "do: cue"):
        given = scalar(offer.value) if offer.value else "null"
    if offer.pick:
        lines.append(f"where: {scalar(PICKED)}")
    if offer.ask != "nothing":
        lines.append(f"to: {given}" if offer.key == "to" else f"{offer.key} {given}")
    return [*lines, 'why: "A reason"'] if offer.reason else lines


def written(offer: Offer, given: str) -> dict[str, object]:
    """The override as the page's script writes it, read back."""
    lines = lines_of(offer, given)
    data, _, problems = load(
        "\n".join(("- " if n == 0 else "  ") + line for n, line in enumerate(lines)), "overrides.yml"
    )
    assert not problems
    (made,) = data
    assert isinstance(made, dict)
    return made


def override(entry: dict[str, object]) -> Override:
    """The same as the tool reads it."""
    change = CHANGES[str(entry["do"])].model_validate(entry).model_dump()
    where = change.get("where")
    return Override(
        do=str(entry["do"]),
        where=(where,) if isinstance(where, str) else tuple(where or ()),
        to=change.get("to"),
        why=change.get("why", ""),
        path="overrides.yml",
        line=1,
        article=change.get("article"),
        articles=tuple(change.get("articles") or ()),
        fields=tuple(
            (key, value) for key, value in change.items() if key in entry and key not in ("do", "article", "why")
        ),
    )


@pytest.mark.parametrize("story", STORIES)
def test_every_override_that_is_offered_fits(briefs: dict[str, Brief], story: str) -> None:
    brief, seen = briefs[story], set()
    choices = lists(brief)
    for address, entry in entries(brief).items():
        for offer in entry.offers:
            if offer.pick:
                continue  # an editor chooses the words
            last = choices[offer.ask][-1][1] if offer.ask in choices else GIVEN.get(offer.ask, "")
            made = override(written(offer, last))
            corrected = correct(brief.extracts, [made], hand=by_hand)
            _, problems = correct_speakers(brief.speakers, corrected, [made])
            wrong = {p.code for p in (*corrected.problems, *problems)} - {"no-effect"}
            if offer.ask == "claims":
                wrong -= {"one-sentence"}  # the list holds the claim itself too
            assert wrong == set(), (address, made)
            seen.add(made.do)
    assert seen >= {
        "speaker",
        "drop",
        "note",
        "name",
        "role",
        "wording",
        "part",
        "join",
        "order",
        "headline",
        "teaser",
        "article",
        "background",
        "independence",
    }


def test_every_ready_line_of_yaml_is_obeyed_by_the_build(small: Path) -> None:
    """Two of a kind here, all in `make nightly`: each is written to overrides.yml as it is copied, alone, and the story is built: no error, and readers see it."""
    folder = small / "briefs/ferry"
    brief = plan(small).made[0].brief
    assert brief is not None
    choices, tried, alike = lists(brief), set(), Counter[tuple[str, str]]()
    for address, entry in entries(brief).items():
        for offer in entry.offers:
            if offer.pick and "coast.txt" not in offer.lines[1]:
                continue
            alike[entry.heading, offer.lines[0]] += 1
            if alike[entry.heading, offer.lines[0]] > (100 if nightly() else 2):
                continue
            given = choices[offer.ask][0][1] if offer.ask in choices else GIVEN.get(offer.ask, "")
            text = "\n".join(("  - " if n == 0 else "    ") + line for n, line in enumerate(lines_of(offer, given)))
            (folder / "overrides.yml").write_text(f"overrides:\n{text}\n", encoding="utf-8")
            made = make(folder, small, environment(None))
            codes = {p.code for p in made.problems}
            if codes == {"one-sentence"} and offer.ask == "claims":
                continue  # the list holds the claim itself too
            if codes == {"not-obeyed"}:
                continue  # said so with what else is needed
            assert not errors(made.problems), (address, text, made.problems)
            assert made.brief is not None
            if not offer.reason:
                assert [check.on for check in made.brief.checks] == ["2026-02-03"], (text, made.brief.lapses)
                tried.add((entry.heading, "checked"))
                continue
            assert [edit.override.why for edit in made.brief.edits] == ["A reason"]
            assert "A reason" in made.pages[1].text
            tried.add((entry.heading, made.brief.edits[0].override.do))
    (folder / "overrides.yml").unlink()
    assert {heading for heading, _ in tried} == {"The brief", "Statement", "Claim", "Figure", "Speaker", "Time", "Difference", "They disagree", "Article"}  # fmt: skip
    assert {
        ("Time", "article"),
        ("Article", "article"),
        ("Article", "independence"),
        ("Difference", "part"),
        ("Article", "add"),
        ("Statement", "trim"),
        ("Statement", "cue"),
        ("Statement", "checked"),
        ("Claim", "checked"),
    } <= tried


@pytest.mark.parametrize("story", STORIES)
def test_every_statement_figure_claim_and_speaker_says_why(briefs: dict[str, Brief], story: str) -> None:
    brief = briefs[story]
    every = entries(brief)
    kinds = (
        *(("s-", "Statement"), ("c-", "Claim"), ("f-", "Figure"), ("speaker-", "Speaker")),
        *(("m-", "Time"), ("d-", "Difference"), ("article-", "Article")),
    )
    for letter, heading in kinds:
        found = [entry for address, entry in every.items() if address.startswith(letter)]
        assert found
        assert {entry.heading for entry in found} == {heading}
        assert all(len(entry.why) >= 3 and entry.why[0].startswith(heading.upper()) for entry in found)
    assert len([a for a in every if a.startswith("s-")]) == sum(len(e.statements) for e in brief.extracts)


def test_words_that_stand_in_two_articles_name_the_file(small: Path) -> None:
    brief = plan(small).made[0].brief
    assert brief is not None
    shared = "The ferry between Oldhaven and Marl Island stopped on Monday after a crack was found in its hull."
    extract = brief.extracts[0]
    start = extract.article.text.index(shared)
    sentence = next(s for s in extract.sentences if s.span.start == start)
    passage = Passage(extract.article.id, sentence.number, Span(start, start + len(shared)))
    quoted = quote(brief.extracts, passage)
    assert quoted is not None
    assert quoted.file == "coast.txt"
    assert quote(brief.extracts, passage, file=False) is None


@pytest.mark.parametrize(
    "words", ['He said: "no" #1', "back\\slash", "l’eau – 5 %", "- a", "null", "\x85\u2028", "é😀"]
)
def test_any_words_are_yaml_on_one_line(words: str) -> None:
    assert "\n" not in scalar(words)
    assert yaml.safe_load(scalar(words)) == words


# --- what is put into a page -----------------------------------------------------------------------------------


def desk(site: Path, old: Desk | None = None) -> Desk:
    """As the plugin has it after a build, the stories of `old` known."""
    return Desk(site, old.stories if old else Stories(site), plan(site).problems)


def test_nothing_of_an_article_stands_in_what_is_put_into_the_page(small: Path) -> None:
    hostile = 'Title\n\n"</script><script>alert(1)</script> is what we say," said Ina Brandt.\n'
    write_story(small, "ferry", {"evil.txt": hostile})
    made = desk(small)
    assert "alert" not in made.page("<head></head><body></body>", "ferry/index.md", "../")
    assert "alert(1)</script>" in json.dumps(made.data("ferry/index.md"))


def test_the_script_is_told_where_its_data_is_whatever_a_story_is_called(small: Path) -> None:
    html = desk(small).page("<head></head>", 'a"b é?/index.md', "../")
    assert 'data-page="a%22b%20%C3%A9%3F/index.md.json"' in html


def test_a_story_that_fails_keeps_its_controls_and_gets_its_problems(small: Path) -> None:
    first = desk(small)
    before = first.data("ferry/index.md")
    write_story(small, "ferry", {}, overrides="overrides:\n  - do: drop\n    where: nothing of that\n    why: x\n")
    second = desk(small, first)
    after = second.data("ferry/index.md")
    assert after["entries"] == before["entries"]
    problems = after["problems"]
    assert isinstance(problems, list)
    assert [(p["at"], p["place"], p["code"]) for p in problems] == [(None, "briefs/ferry/overrides.yml:2", "no-place")]
    home = second.data("index.md")
    assert [p["code"] for p in home["problems"]] == ["no-place"]  # type: ignore[attr-defined]
    article = second.data("ferry/articles/coast.md")
    assert (article["entries"], len(article["problems"])) == ({}, 1)  # type: ignore[arg-type]


def test_a_story_that_did_not_change_is_not_worked_out_again(small: Path) -> None:
    write_story(small, "quay", {"quay.txt": 'Quay\n\n"It fell," said Lotte Arend.\n'})
    first = desk(small)
    before = {name: first.stories[name] for name in ("ferry", "quay")}
    write_story(small, "quay", {"quay.txt": 'Quay\n\n"It rose," said Lotte Arend.\n'})
    second = desk(small, first)
    assert second.stories["ferry"] is before["ferry"]
    assert second.stories["quay"] != before["quay"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(texts, min_size=1, max_size=4))
def test_whatever_an_article_says_what_is_offered_fits(pieces: list[str]) -> None:
    """Hostile text between words that make statements: quoted words stay YAML, and stand in one place."""
    said = "\n".join(
        f'"We will {visible(piece)} tomorrow," said Ina Brandt of 12 {visible(piece)} boats.' for piece in pieces
    )
    brief, _ = brief_of(Story("x", "briefs/x", (), ()), [extract("a", said), extract("b", said.replace("12", "14"))])
    choices = lists(brief)
    for entry in entries(brief).values():
        for offer in entry.offers:
            if offer.pick:
                continue
            made = override(
                written(offer, choices[offer.ask][-1][1] if offer.ask in choices else GIVEN.get(offer.ask, ""))
            )
            problems = correct(brief.extracts, [made], hand=by_hand).problems
            assert {p.code for p in problems} <= {"no-effect", "one-sentence"}, made


def test_an_override_without_effect_is_told_at_its_words(small: Path) -> None:
    same = "overrides:\n  - do: speaker\n    where: before the hull is safe\n    to: Ina Brandt\n    why: x\n"
    write_story(small, "ferry", {}, overrides=same)
    told = desk(small).data("ferry/index.md")["problems"]
    assert isinstance(told, list)
    (found,) = [p for p in told if p["code"] == "no-effect"]
    assert str(found["at"]).startswith("c-")


def test_yaml_is_written_as_the_file_is_indented(small: Path) -> None:
    for text, start, indent in (
        (None, "overrides:\n", "  "),
        ("overrides:\n# - do: note\n", "", "  "),
        ("overrides:\n- do: note\n  to: x\n  why: y\n", "", ""),
    ):
        if text is not None:
            write_story(small, "ferry", {}, overrides=text)
        made = desk(small).data("ferry/index.md")
        assert (made["start"], made["indent"]) == (start, indent)
