"""A draft is shown under serve and nowhere else; and a brief says that editors checked it when all of it was looked at."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from invented import contents, empty_site, ferry, mkdocs, write_story
from storybrief.cli import main
from storybrief.pages.front import front
from storybrief.pages.state import checked_on
from storybrief.pipeline.plan import plan
from storybrief.pipeline.update import update
from storybrief.problems import errors
from storybrief.verify.check import check
from storybrief.verify.prove import prove

DRAFT = "draft: true\n"
KILN = 'The kiln\n\n"The kiln burst at dawn," Ada Quarz, a potter, said. "We will mend it," Bo Lind, a mason, said.\n'


@pytest.fixture
def two(tmp_path: Path) -> Path:
    site = empty_site(tmp_path / "two")
    ferry(site)
    write_story(site, "kiln", {"kiln.txt": KILN}, story=DRAFT)
    return site


def without_draft(site: Path) -> dict[str, bytes]:
    """What content/ is when the story that is a draft is not there at all."""
    other = site.parent / "without"
    shutil.copytree(site, other, ignore=shutil.ignore_patterns("content", ".cache"))
    shutil.rmtree(other / "briefs" / "kiln")
    update(other, cached=False)
    return contents(other / "content")


def test_a_build_is_the_same_with_a_draft_and_without(two: Path) -> None:
    expected = without_draft(two)
    update(two, cached=False)
    assert contents(two / "content") == expected
    assert errors(check(plan(two), two)) == ()


def test_a_draft_comes_and_goes_with_serve_and_with_its_line(two: Path) -> None:
    expected = without_draft(two)
    for _ in range(2):
        assert not update(two).drafts
        assert contents(two / "content") == expected
        shown = update(two, drafts=True)
        assert (shown.drafts, shown.failed) == (True, ())
        brief = (two / "content/kiln/index.md").read_text("utf-8")
        assert "**Draft.** It is shown here only" in brief
        assert "**Draft**" in (two / "content/index.md").read_text("utf-8")
        assert (two / "content/people/ada-quarz.md").is_file()
    (two / "briefs/kiln/story.yml").write_text("draft: false\n", encoding="utf-8")
    update(two)
    assert "Draft" not in (two / "content/kiln/index.md").read_text("utf-8")


def test_what_is_wrong_in_a_draft_is_told_and_stops_no_build(two: Path) -> None:
    expected = without_draft(two)
    (two / "briefs/kiln/overrides.yml").write_text("overrides:\n  - do: drop\n    where: no such words\n    why: x\n")
    for made in (update(two), update(two)):
        assert [(p.code, p.severity) for p in made.problems] == [("no-place", "warning")]
        assert contents(two / "content") == expected
    assert errors(update(two, drafts=True).problems)
    assert errors(plan(two).problems) == ()


def test_a_person_of_people_yml_may_be_in_a_draft_alone(two: Path) -> None:
    people = "people:\n  - name: Ada Quartz\n    forms: [Ada Quarz]\n    why: She writes it so.\n"
    (two / "briefs/people.yml").write_text(people, encoding="utf-8")
    assert update(two).problems == plan(two).problems == ()
    assert not (two / "content/people/ada-quartz.md").exists()


def test_a_site_that_leaves_a_draft_out_is_proved(two: Path) -> None:
    done = mkdocs(two, "build")
    assert done.returncode == 0, done.stderr
    built = two / "site"
    assert not any(
        b"kiln" in file.read_bytes() for file in built.rglob("*") if file.suffix in (".html", ".xml", ".json")
    )
    assert prove(built, two)[0] == ()


def test_status_tells_of_drafts_states_and_checks_that_lapsed(two: Path) -> None:
    checks = "".join(
        f"  - do: checked\n    where: {words}\n    on: 2026-03-01\n"
        for words in ("We will mend it", "gone with an earlier version")
    )
    (two / "briefs/kiln/overrides.yml").write_text(f"overrides:\n{checks}", encoding="utf-8")
    told = CliRunner().invoke(main, ["status", "--json", "--site", str(two)])
    rows = {row["story"]: row for row in json.loads(told.stdout)}
    assert told.exit_code == 0
    assert (rows["kiln"]["draft"], rows["ferry"]["draft"]) == (True, False)
    assert {name: rows["kiln"][name] for name in ("machine", "checked", "corrected", "lapsed")} == {
        "machine": 2, "checked": 2, "corrected": 0, "lapsed": 1,
    }  # fmt: skip
    assert "overrides.yml:5: lapsed: Look again: no article has the words" in told.stderr


# --- checked by an editor -----------------------------------------------------------------------------------------

OPEN = ("The kiln burst at dawn", "We will mend it")


def kiln(site: Path, overrides: str) -> str | None:
    write_story(site, "kiln", {"kiln.txt": KILN}, overrides=f"overrides:\n{overrides}")
    (made,) = [m for m in plan(site).made if m.story == "kiln"]
    assert made.brief
    day = checked_on(made.brief, front(made.brief))
    page = next(p.text for p in made.pages if p.path == "kiln/index.md")
    assert (f"Checked by an editor on {day}." in page) == (day is not None)
    return day


def checked(words: str, on: str, more: str = "") -> str:
    return f"  - do: checked\n    where: {words}\n    on: {on}\n{more}"


def test_a_brief_is_checked_when_all_that_stands_open_is(two: Path) -> None:
    assert kiln(two, checked(OPEN[0], "2026-03-01")) is None
    assert kiln(two, checked(OPEN[0], "2026-03-02") + checked(OPEN[1], "2026-03-01")) == "2026-03-02"


def test_what_an_editor_corrected_needs_no_check_but_gives_no_day(two: Path) -> None:
    speaker = f"  - do: speaker\n    where: {OPEN[1]}\n    to: Ada Quarz\n    why: We know.\n"
    order = f"  - do: order\n    where: {OPEN[0]}\n    to: 1\n    why: We know.\n"
    assert kiln(two, speaker + order) is None
    assert kiln(two, checked(OPEN[0], "2026-03-01") + speaker) == "2026-03-01"


def test_a_check_of_the_speaker_alone_is_none_of_the_claim(two: Path) -> None:
    who = checked(OPEN[0], "2026-03-01", "    to: Ada Quarz\n")
    assert kiln(two, who + checked(OPEN[1], "2026-03-01")) is None
