"""Overrides written for what an earlier version of the tool found: none stops a build; one that is needless is told.

The fixture has one of each kind. They were written for version 0.1.0 as of its commit b981922, which built them
without a problem.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from invented import empty_site
from storybrief.pipeline.plan import plan
from storybrief.problems import Problem, errors
from storybrief.story.overrides import KINDS

BEFORE = Path(__file__).parent / "fixtures/overrides_of_before"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = empty_site(tmp_path / "site")
    (site / "briefs/quay/sources").mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        shutil.copy(BEFORE / name, site / "briefs/quay/sources")
    shutil.copy(BEFORE / "overrides.yml", site / "briefs/quay")
    return site


def told(site: Path) -> list[tuple[str, str]]:
    """(code, kind of the override) of each problem."""
    lines = (site / "briefs/quay/overrides.yml").read_text("utf-8").split("\n")

    def kind(problem: Problem) -> str:
        return lines[problem.line - 1].removeprefix("  - do: ")

    return [(p.code, kind(p)) for p in plan(site).problems]


SINCE = frozenset({"add", "trim", "cue", "checked", "read"})  # kinds that there were not yet


def test_there_is_one_of_each_kind() -> None:
    written = yaml.safe_load((BEFORE / "overrides.yml").read_text("utf-8"))["overrides"]
    assert sorted(one["do"] for one in written) == sorted({*KINDS} - SINCE)


def test_none_stops_the_build_and_what_is_no_longer_needed_is_told(site: Path) -> None:
    assert errors(plan(site).problems) == ()
    found = told(site)
    assert {("no-effect", "drop"), ("no-effect", "name")} <= set(found)
    assert {code for code, _ in found} == {"no-effect"}


def test_what_is_two_statements_now_is_given_to_nobody_new_and_told(site: Path) -> None:
    """Who said which of the two the override does not say, and words under a wrong name are the worst there is."""
    (site / "briefs/quay/sources/a.txt").write_text(
        "The quay\n\n“We closed at noon,” said Ann Lind, but “it was open,” said Bo Kvam, who was there.\n"
    )
    (site / "briefs/quay/overrides.yml").write_text(
        "overrides:\n  - do: speaker\n    where: We closed at noon,” said Ann Lind, but “it was open\n    to: Ann Lind\n    why: One.\n"
    )
    made = plan(site)
    assert [(p.code, p.line) for p in made.problems if p.code == "two-statements"] == [("two-statements", 2)]
    assert errors(made.problems) == ()


def test_one_that_contradicts_fails_loudly(site: Path) -> None:
    with (site / "briefs/quay/overrides.yml").open("a", encoding="utf-8") as file:
        file.write(
            "  - do: part\n    where: [The quay was built in 1931 by the county, The county built the quay in 1931]\n    why: No.\n"
        )
    assert "twice" in {p.code for p in errors(plan(site).problems)} or ("not-obeyed", "join") in told(site)
