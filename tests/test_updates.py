"""What a newer version of an article changed: kept beside it, compared, shown and proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from invented import empty_site, the_brief, write_story
from storybrief.model import Extract, Passage, Update

FIRST = """\
Clock of Tarnby stops

The clock of Tarnby stopped at noon on Monday. Nobody was hurt.

"We will mend it within a week," mayor Ole Fenn said. He blamed the frost for it.

The tower was closed to 30 visitors. A baker heard the last stroke.
"""
SECOND = """\
Clock of Tarnby stops for good

The clock of Tarnby stopped at noon on Monday. Two workers were hurt when a weight fell.

"We will mend it within a month," mayor Ole Fenn said. He blamed the frost for it.

The tower was closed to some 40 visitors. A spare wheel is on its way from Oldhaven.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


def versions(site: Path, *texts: str, **more: str) -> tuple[Update, ...]:
    """What is found when an article had these versions, the last of which is in sources/."""
    earlier = {f"earlier/clock.{n}.txt": text for n, text in enumerate(texts[:-1], 1)}
    (site / "briefs/clock/sources/earlier").mkdir(parents=True, exist_ok=True)
    write_story(site, "clock", {**earlier, "clock.txt": texts[-1], **more})
    return the_brief(site).updates


def words(extract: Extract, at: Passage | None) -> str | None:
    return at.span.of(extract.article.text) if at else None


def rows(update: Update) -> list[tuple[str, str | None, str | None]]:
    return [(r.kind, words(update.was, r.was), words(update.now, r.now)) for r in update.revisions]


# --- what is found ---------------------------------------------------------------------------------------------


def test_altered_quotations_come_first_then_what_is_reworded_gone_and_new(site: Path) -> None:
    [update] = versions(site, FIRST, SECOND)
    assert (update.article, update.number, update.kept) == ("clock", 1, 2)
    assert rows(update) == [
        (
            "quotation",
            '"We will mend it within a week," mayor Ole Fenn said.',
            '"We will mend it within a month," mayor Ole Fenn said.',
        ),
        ("reworded", "The tower was closed to 30 visitors.", "The tower was closed to some 40 visitors."),
        ("gone", "Nobody was hurt.", None),
        ("gone", "A baker heard the last stroke.", None),
        ("new", None, "Two workers were hurt when a weight fell."),
        ("new", None, "A spare wheel is on its way from Oldhaven."),
    ]


def test_a_version_that_only_moves_sentences_changes_none(site: Path) -> None:
    moved = FIRST.replace(" Nobody was hurt.", "") + "\nNobody was hurt.\n"
    [update] = versions(site, FIRST, moved)
    assert (update.revisions, update.kept) == ((), 6)


def test_each_version_is_compared_with_the_one_after_it(site: Path) -> None:
    third = SECOND.replace("some 40", "some 50")
    one, two = versions(site, FIRST, SECOND, third)
    assert (one.was.article.id, one.now.article.id) == ("clock.1", "clock.2")
    assert (two.was.article.id, two.now.article.id) == ("clock.2", "clock")
    assert [kind for kind, *_ in rows(two)] == ["reworded"]


def test_a_quotation_in_another_sentence_of_the_newer_version_is_found_by_its_words(site: Path) -> None:
    told = 'Ole Fenn, who is mayor since last spring and a clockmaker himself, told the town council: "We will mend it within a month."'
    [update] = versions(site, FIRST, SECOND.replace('"We will mend it within a month," mayor Ole Fenn said.', told))
    assert rows(update)[0] == ("quotation", '"We will mend it within a week," mayor Ole Fenn said.', told)


def test_a_quotation_whose_marks_are_gone_is_altered(site: Path) -> None:
    bare = "Mayor Ole Fenn said we will mend it within a week."
    [update] = versions(site, FIRST, FIRST.replace('"We will mend it within a week," mayor Ole Fenn said.', bare))
    assert rows(update)[0][0] == "quotation"


def test_the_order_of_the_numbers_counts_not_that_of_the_names(site: Path) -> None:
    texts = [FIRST.replace("30", str(n)) for n in range(30, 42)]
    assert [u.number for u in versions(site, *texts)] == list(range(1, 12))
    assert [rows(u)[0][1] for u in versions(site, *texts)][9] == "The tower was closed to 39 visitors."


def test_what_is_declared_of_an_article_holds_for_its_earlier_versions(site: Path) -> None:
    write_story(site, "clock", {}, story="articles:\n  clock.txt:\n    outlet: Tarnby Post\n")
    [update] = versions(site, FIRST, SECOND)
    assert update.was.article.source.outlet == "Tarnby Post"
