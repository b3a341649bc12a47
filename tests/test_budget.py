"""A brief reads in the minutes its story asks for: what takes longer is folded, counted, explained, and still there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from invented import ROOT, empty_site, proved, the_brief, write_story
from storybrief.build import plan
from storybrief.pages import sections
from storybrief.pages.budget import WORDS_A_MINUTE, minutes, opened
from storybrief.problems import errors

NAMES = ("Brandt", "Reiss", "Kowal", "Visser", "Holm", "Lind", "Riis", "Weiss", "Sarpa", "Quill", "Fenwick", "Lowther")


def long_story(site: Path, length: str | None) -> None:
    """Two articles with twelve claims in common, twelve speakers, and as much again in one only."""
    both = [f"The hall of keeper {n} in row {n + 20} burned down with {n + 3} sheep on the dyke of {name}ford." for n, name in enumerate(NAMES)]  # fmt: skip
    said = [
        f'"Nobody in {name}ford will build on the dyke again before the winter of the sheep," said Ina {name}.'
        for name in NAMES
    ]
    alone = [f"Geese crossed the square of {name}ford at noon while bakers slept in their {n} beds." for n, name in enumerate(NAMES)]  # fmt: skip
    one = "\n\n".join([*both, *said, *alone])
    two = "\n\n".join([*both, *(line.replace("Geese", "Rowers").replace("bakers", "judges") for line in alone)])
    story = None if length is None else f"length: {length}\n"
    write_story(
        site, "long", {"a.txt": f"Halls burn\n\n{one}\n", "b.txt": f"Keepers at the dyke\n\n{two}\n"}, story=story
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


@pytest.mark.parametrize("length", ["1", "2", "4", "60", None])
def test_what_is_open_reads_in_the_length(site: Path, length: str | None) -> None:
    long_story(site, length)
    made = the_brief(site)
    assert made.length == int(length or 4)
    read = opened(made)
    high = sum(1 for d in made.merged.differences if d.weight == "high")
    assert read.minutes <= made.length or high
    assert read.first_minutes <= max(1, made.length // 4)
    assert read.all_minutes >= read.minutes
    assert 1 <= read.in_brief <= len(sections.agreed(made))


def test_a_longer_length_folds_less_and_a_long_one_nothing(site: Path) -> None:
    shares = []
    for length in ("1", "2", "4", "60"):
        long_story(site, length)
        read = opened(the_brief(site))
        shares.append((read.in_brief, read.cards, sum(read.alone.values())))
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    assert "folded" not in proved(site)["long/index.md"]


def test_what_is_folded_is_counted_and_explained_and_nothing_is_dropped(site: Path) -> None:
    long_story(site, "1")
    text = proved(site)["long/index.md"]
    told = re.findall(r"<summary>(.*folded.*)</summary>", text)
    assert any(
        re.match(r"\d+ more that several articles have, folded so that “In brief” takes a quarter of the 1 minute$", t)
        for t in told
    )
    assert any(re.match(r"\d+( more)? speakers?, folded so that the page reads in 1 minute$", t) for t in told)
    assert any(re.match(r"\d+( more)? that only [AB] has, folded so that the page reads in 1 minute$", t) for t in told)
    made, read = the_brief(site), opened(the_brief(site))
    several = int(told[0].split()[0])
    assert several + read.in_brief == len(sections.agreed(made))
    for name in NAMES:
        assert f"Ina {name}" in text
    assert text.count("<details") == text.count("</details>")


def test_every_article_has_a_fair_share_of_what_is_only_in_one(site: Path) -> None:
    long_story(site, "4")
    read = opened(the_brief(site))
    assert min(read.alone.values()) > 0 or max(read.alone.values()) == 0


def test_the_rule_is_named_with_its_source() -> None:
    assert WORDS_A_MINUTE == 238
    assert [minutes(words) for words in (0, 238, 356, 358, 952)] == [1, 1, 1, 2, 4]


@pytest.mark.parametrize(
    ("length", "told"),
    [
        ("0", "“length” must be a whole number of minutes from 1 to 60."),
        ("61", "“length” must be a whole number of minutes from 1 to 60."),
        ("four", "“length” must be a whole number of minutes from 1 to 60."),
        ("2.5", "“length” must be a whole number of minutes from 1 to 60."),
        ("-1", "“length” must be a whole number of minutes from 1 to 60."),
    ],
)
def test_a_wrong_length_is_told_with_its_line(site: Path, length: str, told: str) -> None:
    write_story(
        site,
        "long",
        {"a.txt": "Halls burn\n\nThe hall burned on Monday.\n"},
        story=f"articles:\n  a.txt:\nlength: {length}\n",
    )
    (found,) = errors(plan(site).problems)
    assert str(found) == f"briefs/long/story.yml:3: wrong-value: {told}"


def test_every_example_story_reads_in_its_length() -> None:
    for made in plan(ROOT).made:
        assert made.brief
        assert opened(made.brief).minutes <= made.brief.length
