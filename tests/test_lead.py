"""Which sentence tells the event first, and which follow it."""

from __future__ import annotations

import re

import pytest

from storybrief.claims.headline import headline
from storybrief.claims.merge import merge
from storybrief.model import BriefLine, Decisions, Extract
from told import cases, extract, passage

_TOLD = re.compile(r"([A-Z])(?: (\d{4}-\d\d-\d\d))?: (.+)")


def articles(lines: list[str]) -> tuple[Extract, ...]:
    texts: dict[tuple[str, str | None], list[str]] = {}
    for found in filter(None, map(_TOLD.fullmatch, lines)):
        texts.setdefault((found[1], found[2]), []).append(found[3])
    return tuple(extract(name, "\n".join(told), published=day) for (name, day), told in texts.items())


def places(lines: tuple[BriefLine, ...]) -> list[str]:
    return [f"{line.shown.article}{line.shown.sentence}" for line in lines]


@pytest.mark.parametrize("case", cases("lead.md"), ids=lambda case: str(case[0]))
def test_the_lead_and_the_lines(case: tuple[str, list[str]]) -> None:
    made = places(merge(articles(case[1])).lines)
    for what, place, *later in (line.split() for line in case[1] if not _TOLD.fullmatch(line)):
        if what == "before":
            assert place in made[: made.index(later[0]) if later[0] in made else None], (what, place, later, made)
            continue
        assert {"lead": made[0] == place, "line": place in made, "never": place not in made}[what], (what, place, made)


def test_an_editor_says_which_sentence_comes_first() -> None:
    made = articles(cases("lead.md")[0][1])
    wanted = passage(made[1], "The warehouse was built in 1931")
    assert places(merge(made, Decisions(order=((wanted, 1),))).lines)[:2] == ["B2", "A2"]


def test_every_line_names_all_passages_of_its_claims() -> None:
    made = articles(cases("lead.md")[4][1])
    merged = merge(made)
    held = {p: claim.passages for claim in merged.claims for p in claim.passages}
    for line in merged.lines:
        own = [p for p in held if (p.article, p.sentence) == (line.shown.article, line.shown.sentence)]
        assert set(line.sources) == {q for p in own for q in held[p]}


def test_signs_alone_and_nothing_at_all_make_no_line() -> None:
    assert merge([extract("A", "*** --- ***")]).lines == ()
    assert merge([]).lines == ()


@pytest.mark.parametrize(
    ("titles", "taken"),
    [
        (("Mayor: flood warning went out in time", "Flood of the Tarn kills two"), 1),
        (("Mayor says flood warning went out in time", "Flood of the Tarn kills two"), 1),
        (("“Flood warning went out in time”", "Flood of the Tarn kills two"), 1),
        (("Flood of the Tarn: warning went out in time", "Old mill of Dorn for sale"), 0),
        (("Mayor: flood warning went out in time", "Mayor says the flood killed two"), 0),
    ],
)
def test_one_sides_words_are_the_headline_only_when_no_article_has_another(titles: tuple[str, str], taken: int) -> None:
    told = (
        "The flood warning went out in time, Mayor Ida Krol said. The Tarn rose in an hour.",
        "The flood of the Tarn killed two people. The flood warning went out in time, Mayor Ida Krol said.",
    )
    made = [extract(name, text, title=title) for name, text, title in zip("AB", told, titles, strict=True)]
    line = headline(made)
    assert line is not None
    assert line.words == titles[taken]


def test_a_press_release_gives_the_headline_only_when_it_is_alone() -> None:
    titles = ("Halma buys the ferry of Dorn", "Dorn's ferry goes to Halma")
    made = [extract(name, "Halma bought the ferry of Dorn.", title=t) for name, t in zip("AB", titles, strict=True)]
    taken = [headline(made, "A", released) for released in (set[str](), {"A"}, {"A", "B"})]
    assert [line and line.words for line in taken] == [titles[0], titles[1], titles[0]]
