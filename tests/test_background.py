"""What is older than the story, and in which order the claims of a brief come."""

from __future__ import annotations

from pathlib import Path

import pytest

from invented import empty_site, proved, storybrief, write_story
from storybrief.claims.merge import merge
from storybrief.model import Claim, Decisions, Extract, Merged, Passage
from storybrief.pipeline.plan import plan
from told import cases, extract, passage

DAY = "2026-03-10"


def articles(lines: list[str], published: str | None = DAY) -> tuple[Extract, ...]:
    texts: dict[str, list[str]] = {}
    for line in lines:
        if line[1:3] == ": ":
            texts.setdefault(line[0], []).append(line[3:])
    return tuple(extract(name, "\n".join(told), published=published) for name, told in texts.items())


def claim_of(merged: Merged, article: str, sentence: int) -> Claim:
    return next(c for c in merged.claims if any((p.article, p.sentence) == (article, sentence) for p in c.passages))


@pytest.mark.parametrize("case", cases("background.md"), ids=lambda case: str(case[0]))
def test_background(case: tuple[str, list[str]]) -> None:
    merged = merge(articles(case[1]))
    for line in (line for line in case[1] if line[1:3] != ": "):
        what, place, *rule = line.split(" ", 2)
        found = claim_of(merged, place[0], int(place[1:])).background
        assert (found.rule if found else None) == (rule[0].removeprefix(": ") if what == "old" else None), line


def test_without_a_date_only_words_that_need_none_are_old() -> None:
    lines = [
        "A: In 2019, the council promised a wall.",
        "A: Ten years ago the wall stood.",
        "A: Last year the mill closed.",
    ]
    merged = merge(articles(lines, published=None))
    assert [bool(claim_of(merged, "A", n).background) for n in (1, 2, 3)] == [False, True, True]


def test_last_year_is_news_in_the_first_days_of_a_year() -> None:
    merged = merge([extract("a", "Last year the mill closed.\nIn 2025, the mill closed.", published="2026-01-05")])
    assert [c.background for c in merged.claims] == [None, None]


def test_an_article_in_another_language_has_no_background() -> None:
    merged = merge([extract("a", "In 2019, der Rat.\nLast year the mill closed.", published=DAY, language="de")])
    assert [c.background for c in merged.claims] == [None, None]


def test_an_editor_moves_a_claim_in_and_out() -> None:
    made = extract("a", "In 2019, the council promised a wall.\nThe wall fell on Tuesday.", published=DAY)
    old, new = passage(made, "promised"), passage(made, "fell")
    merged = merge([made], Decisions(background=((old, False), (new, True))))
    assert claim_of(merged, "a", 1).background is None
    moved = claim_of(merged, "a", 2).background
    assert moved
    assert moved.rule == "said by an editor"


# --- the order -------------------------------------------------------------------------------------------------

WALL = "The old wall of the lower town fell into the river on Tuesday."
MILL = "The mill of Otto Lind burned down to the ground on Tuesday night."


def shown(merged: Merged, made: tuple[Extract, ...]) -> list[str]:
    texts = {e.article.id: e.article.text for e in made}
    return [c.shown.span.of(texts[c.shown.article]) for c in merged.claims]


def test_a_claim_of_several_groups_comes_before_one_of_copies() -> None:
    """Three copies say one thing first; two that are no copies of each other agree on another further down."""
    rest = "Nobody in the lower town had slept, and the bakers sold no bread until noon that day."
    copy = f"{WALL}\n{rest}\n{MILL}"
    made = (
        *(extract(name, copy) for name in "abc"),
        extract(
            "d",
            "Geese crossed the square.\nA dog was found.\nOn Tuesday night the mill of Otto Lind burned to the ground.\nThe school stays shut for a week now.",
        ),
    )
    merged = merge(made)
    assert merged.groups == (("a", "b", "c"), ("d",))
    assert [len(c.articles) for c in merged.claims[:2]] == [4, 3]
    assert "Otto Lind" in shown(merged, made)[0]
    assert merged.claims[0].ranked.saw[0] == "groups that have it 3.00"


def test_early_claims_speakers_and_figures_weigh() -> None:
    """All else alike: the earlier first; of what only differs in who says it or counts, that with more."""
    plain = extract(
        "a", "\n".join(["Geese slept."] * 9 + ["The mill burned down.", "The mill of Otto Lind burned 40 sheep."])
    )
    merged = merge([plain])
    places = [c.shown.sentence for c in merged.claims]
    assert places[0] == 1
    assert places.index(11) < places.index(10), "a figure weighs more than one sentence so far down"


def test_a_position_is_counted_in_the_list_that_a_claim_stands_in() -> None:
    """Two claims of one article each come between the others by weight; a reader does not see them in "In brief"."""
    a = extract("a", f"Geese crossed the square at noon.\n{WALL}\n{MILL}")
    b = extract("b", f"Bakers raised the price of rye.\n{MILL}\n{WALL}")
    made = (a, b)
    plain = merge(made)
    assert [len(c.articles) for c in plain.claims] == [2, 2, 1, 1]
    second = plain.claims[1]
    merged = merge(made, Decisions(order=((second.shown, 1),)))
    assert merged.claims[0].passages == second.passages
    assert [len(c.articles) for c in merged.claims] == [2, 2, 1, 1]
    merged = merge(made, Decisions(order=((plain.claims[0].shown, 2),)))
    assert merged.claims[1].passages == plain.claims[0].passages


def test_background_stands_between_what_several_have_and_what_one_has() -> None:
    old = "In 2019, a flood of the river Isen killed twelve people in Aldermoor."
    made = (
        extract("a", f"{old}\n{WALL}\nGeese crossed the square.", published=DAY),
        extract("b", f"{old}\n{WALL}\nBakers raised the price of rye.", published=DAY),
    )
    merged = merge(made)
    assert [(len(c.articles), bool(c.background)) for c in merged.claims] == [
        (2, False),
        (2, True),
        (1, False),
        (1, False),
    ]


def test_the_order_is_the_same_whatever_way_claims_come_in() -> None:
    made = articles([f"A: {WALL}", f"A: {MILL}", "A: Geese slept.", f"B: {MILL}", f"B: {WALL}", "B: A dog barked."])
    first = [c.passages for c in merge(made).claims]
    again = [c.passages for c in merge(made).claims]
    assert first == again
    assert {p for c in first for p in c} == {Passage(e.article.id, s.number, s.span) for e in made for s in e.sentences}


# --- in overrides.yml, and on the page ---------------------------------------------------------------------------

TOLD = "Wall falls\n\nThe old wall of the lower town fell on Tuesday.\n\nIn 2019, the council promised a new wall.\n\nGeese crossed the square.\n"


def write(site: Path, *overrides: tuple[str, str, object]) -> None:
    """A story of one article of 10 March 2026; an override is (do, where, to)."""
    text = "".join(
        f"  - do: {do}\n    where: {where}\n    article: a.txt\n    to: {to}\n    why: x\n"
        for do, where, to in overrides
    )
    write_story(
        site,
        "wall",
        {
            "a.txt": TOLD,
            "b.txt": TOLD.replace("Wall falls", "Old wall gone").replace(
                "Geese crossed the square", "Bakers raised the price of rye"
            ),
        },
        story=f"articles:\n  a.txt:\n    published: {DAY}\n  b.txt:\n    published: {DAY}\n",
        overrides=f"overrides:\n{text}" if text else "",
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


def section(site: Path, name: str) -> str:
    text = proved(site)["wall/evidence.md"]
    return text.partition(f"{{: #{name} }}")[2].partition("\n## ")[0]


def test_background_has_a_section_of_its_own(site: Path) -> None:
    write(site)
    assert "promised a new wall" in section(site, "background")
    assert "promised a new wall" not in section(site, "claims") + section(site, "only-in-one")
    assert "fell on Tuesday" in section(site, "claims")
    assert "[1 background](#background)" in proved(site)["wall/evidence.md"]


def test_overrides_move_a_claim(site: Path) -> None:
    write(site, ("background", "wall of the lower town fell", "in"), ("background", "promised a new wall", "out"))
    assert plan(site).problems == ()
    assert "fell on Tuesday" in section(site, "background")
    assert "promised a new wall" in section(site, "claims")
    assert "“promised a new wall” shown with what is new. *x*" in section(site, "changes").replace("&#45;", "-")


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        ([("background", "promised a new wall", "in")], ["no-effect"]),
        ([("background", "Geese crossed", "out")], ["no-effect"]),
        ([("background", "promised", "in"), ("background", "promised", "out")], ["twice", "no-effect"]),
        ([("background", "council promised", "in"), ("background", "a new wall", "out")], ["not-obeyed", "no-effect"]),
        ([("order", "promised a new wall", 1)], ["no-effect"]),
        ([("order", "promised a new wall", 2)], ["not-obeyed"]),
        ([("order", "Geese crossed", 9)], ["not-obeyed"]),
        ([("background", "promised a new wall", "yes")], ["wrong-value"]),
    ],
)
def test_an_override_that_does_nothing_or_cannot_be_obeyed_is_told(
    site: Path, overrides: list[tuple[str, str, object]], told: list[str]
) -> None:
    write(site, *overrides)
    assert sorted(p.code for p in plan(site).problems) == sorted(told)


def test_a_sentence_of_one_article_is_put_first_where_an_editor_wants_it(site: Path) -> None:
    write(site)
    assert "Geese crossed" not in proved(site)["wall/index.md"]
    write(site, ("order", "Geese crossed", 1))
    assert plan(site).problems == ()
    after = proved(site)["wall/index.md"]
    assert after.index("Geese crossed") < after.index("fell on Tuesday")


def test_explain_says_what_gave_a_claim_its_place(site: Path) -> None:
    write(site)
    lines = storybrief(site, "explain", "wall", "promised a new wall").stdout
    assert "  its place: sum of features — saw: " in lines
    assert "  background: an old time opens the sentence — saw: In 2019" in lines
