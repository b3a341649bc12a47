"""What an editor says was said is a statement like any other, keeps what turns its meaning, and stands in every proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storybrief.model import Brief, Statement
from storybrief.pages.render import environment
from storybrief.pipeline.build import Made, make
from storybrief.problems import errors
from storybrief.verify.accounted import anew, unaccounted
from storybrief.verify.turned import unturned

ARTICLE = """The pier at Aber closed

The pier at Aber was closed on Friday after a storm tore away 40 planks. "We closed it at noon. We will open it in May," Ida Krol, the harbour master, said on Saturday. The rail had not been painted for years.

Krol said the east gate was not safe, and the council met on Sunday. Mats Lind, a fisherman, declined to crow that the storm was the worst. The rope would hold, Lind muttered, unless it rains.

The council denied that the pier was sold. The club's flag read "No boats today" on Monday.
"""


def build(site: Path, *overrides: dict[str, Any], article: str = ARTICLE) -> Made:
    folder = site / "briefs" / "aber"
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "sources" / "a.txt").write_text(article, encoding="utf-8")
    data = [o if o["do"] == "checked" else {"why": "We asked.", **o} for o in overrides]
    (folder / "overrides.yml").write_text(yaml.safe_dump({"overrides": data}, allow_unicode=True), encoding="utf-8")
    return make(folder, site, environment(None))


def proved(site: Path, *overrides: dict[str, Any]) -> Brief:
    """Build, and let the proofs of turned meanings and of the ledger look at it."""
    made = build(site, *overrides)
    assert made.problems == ()
    assert made.brief
    page = {p.path: p for p in made.pages}
    assert [*unturned(made.brief, "aber/index.md")] == []
    read = anew(site / "briefs" / "aber", site)
    assert [*unaccounted(read, page["aber/ledger.json"], page["aber/evidence.md"])] == []
    return made.brief


def said(brief: Brief, words: str) -> Statement:
    text = brief.extracts[0].article.text
    [found] = [s for s in brief.extracts[0].statements if words in " … ".join(c.of(text) for c in s.content)]
    return found


def words(brief: Brief, statement: Statement) -> list[str]:
    return [c.of(brief.extracts[0].article.text) for c in statement.content]


def test_added_words_stand_among_the_statements_in_the_order_of_the_text(tmp_path: Path) -> None:
    brief = proved(tmp_path, {"do": "add", "where": "The rail had not been painted for years", "to": "Krol"})
    made = said(brief, "The rail")
    assert (made.kind, made.polarity, made.attribution.name, made.attribution.kind) == (
        "indirect", "asserted", "Ida Krol", "person",
    )  # fmt: skip
    starts = [s.content[0].start for s in brief.extracts[0].statements]
    assert starts == sorted(starts)
    assert len({s.number for s in brief.extracts[0].statements}) == len(starts)
    assert [len(s.statements) for s in brief.speakers if s.name == "Ida Krol"] == [3]


@pytest.mark.parametrize("cue", [{}, {"cue": "crow"}])
def test_added_words_that_were_declined_are_not_given_as_said(tmp_path: Path, cue: dict[str, str]) -> None:
    brief = proved(tmp_path, {"do": "add", "where": "the storm was the worst", "to": "Mats Lind", **cue})
    assert said(brief, "the storm").polarity == "refused"


def test_a_cue_that_the_table_does_not_know_is_read_with_what_stands_before_it(tmp_path: Path) -> None:
    article = 'The gate\n\nIda Krol never trumpeted the gate was safe. "It is shut," Krol said.\n'
    made = build(
        tmp_path, {"do": "add", "where": "the gate was safe", "to": "Ida Krol", "cue": "trumpeted"}, article=article
    )
    assert made.brief
    assert said(made.brief, "the gate").polarity == "refused"


@pytest.mark.parametrize(("name", "kind"), [("The Aber Council", "organisation"), ("Ada Blum", "person")])
def test_a_name_that_no_article_has_is_a_body_or_a_person(tmp_path: Path, name: str, kind: str) -> None:
    brief = proved(tmp_path, {"do": "add", "where": "The rail had not been painted for years", "to": name})
    assert [s.kind for s in brief.speakers if s.name == name] == [kind]


def test_a_figure_in_added_words_is_given_by_who_says_them(tmp_path: Path) -> None:
    where = "a storm tore away 40 planks"
    brief = proved(tmp_path, {"do": "add", "where": where, "to": "Mats Lind"})
    assert {f.statement for f in brief.extracts[0].figures} == {said(brief, where).number}


def test_what_is_cut_from_a_quotation_is_accounted_for(tmp_path: Path) -> None:
    brief = proved(tmp_path, {"do": "trim", "where": "We closed it", "to": "We closed it at noon."})
    made = said(brief, "We closed it")
    assert (made.kind, words(brief, made)) == ("direct", ["We closed it at noon."])
    text = brief.extracts[0].article.text
    cut = [one.span.of(text) for one in brief.extracts[0].unsaid if one.reason == "cut by an editor"]
    assert cut == ["We closed it at noon. We will open it in May,"]


def test_trimmed_words_may_reach_over_the_articles_own(tmp_path: Path) -> None:
    brief = proved(tmp_path, {"do": "trim", "where": "The rope", "to": "would hold, Lind muttered, unless it rains"})
    assert words(brief, said(brief, "would hold")) == ["would hold", "unless it rains"]


@pytest.mark.parametrize(
    ("where", "to"),
    [("the east gate", "safe"), ("The rope", "The rope would hold"), ("the pier was sold", "the pier was sold")],
)
def test_no_trimming_leaves_out_what_turns_the_meaning(tmp_path: Path, where: str, to: str) -> None:
    made = build(tmp_path, {"do": "trim", "where": where, "to": to})
    assert [p.code for p in made.problems] in (["meaning-turned"], ["no-effect"])
    assert not made.brief or said(made.brief, to).polarity == "denied"


def test_speaker_words_and_cue_of_one_statement_are_changed_together(tmp_path: Path) -> None:
    changes: list[dict[str, Any]] = [
        {"do": "speaker", "where": "the east gate", "to": "Mats Lind"},
        {"do": "trim", "where": "the east gate", "to": "the east gate was not safe"},
        {"do": "cue", "where": "the east gate", "to": None},
    ]
    for order in (changes, changes[::-1]):
        brief = proved(tmp_path, *order)
        made = said(brief, "the east gate")
        assert (made.attribution.name, words(brief, made), made.attribution.cue) == (
            "Mats Lind", ["the east gate was not safe"], None,
        )  # fmt: skip


def test_a_check_is_dated_by_the_editor_and_lapses_with_its_words(tmp_path: Path) -> None:
    check = {"do": "checked", "where": "Krol said the east gate was not safe", "on": "2026-03-01"}
    made = build(tmp_path, check)
    assert made.brief
    assert [(c.on, c.speaker) for c in made.brief.checks] == [("2026-03-01", None)]
    assert "Checked by an editor on 2026-03-01" in next(p.text for p in made.pages if p.path == "aber/evidence.md")
    gone = build(tmp_path, check, article=ARTICLE.replace("was not safe", "was safe"))
    assert (gone.problems, gone.brief and gone.brief.checks) == ((), ())
    assert gone.brief
    assert [lapse.override.line for lapse in gone.brief.lapses] == [2]


@pytest.mark.parametrize(("to", "holds"), [("Ida Krol", True), ("Krol", True), ("Mats Lind", False)])
def test_a_check_of_who_spoke_lapses_when_the_brief_names_another(tmp_path: Path, to: str, holds: bool) -> None:
    made = build(tmp_path, {"do": "checked", "where": "the east gate was not safe", "to": to, "on": "2026-03-01"})
    assert made.brief
    assert (made.problems, bool(made.brief.checks), bool(made.brief.lapses)) == ((), holds, not holds)


WORDS = ARTICLE.split("\n\n", 1)[1].replace("\n\n", " ").split()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    do=st.sampled_from(["add", "trim", "cue"]),
    at=st.integers(0, len(WORDS) - 1),
    long=st.integers(1, 14),
    other=st.integers(0, len(WORDS) - 1),
    least=st.integers(1, 9),
)
def test_whatever_words_are_quoted_either_it_is_told_or_all_proofs_hold(
    tmp_path: Path, do: str, at: int, long: int, other: int, least: int
) -> None:
    change: dict[str, Any] = {"do": do, "where": " ".join(WORDS[at : at + long]), "to": "Mats Lind"}
    if do != "add":
        change["to"] = " ".join(WORDS[other : other + least])
    made = build(tmp_path, change)
    assert bool(made.brief) != bool(errors(made.problems))
    if made.brief:
        page = {p.path: p for p in made.pages}
        assert [*unturned(made.brief, "aber/index.md")] == []
        read = anew(tmp_path / "briefs" / "aber", tmp_path)
        assert [*unaccounted(read, page["aber/ledger.json"], page["aber/evidence.md"])] == []
