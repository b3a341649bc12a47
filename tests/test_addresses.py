"""Short addresses of claims, statements, figures, times and differences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storybrief.build import plan
from storybrief.check import check
from storybrief.problems import errors

ONE = """The dam at Ostrel held

The dam at Ostrel held on Monday, but 40 houses below it were flooded. "We slept on the hill," farmer Nils Aker said.

Engineers opened two gates at 9 p.m. "We slept on the hill," farmer Nils Aker said again.
"""
TWO = """Forty houses flooded below Ostrel

The dam at Ostrel held on Monday, but at least 40 houses below it were flooded. "We all slept on the hill," farmer Nils Aker said.
"""
THREE = """Ostrel under water

At Ostrel the dam held on Monday, but 43 houses below it were flooded. A bridge was washed away.
"""


def made(folder: Path, **articles: str) -> str:
    """The brief of a story with these articles, through the whole build."""
    sources = folder / "briefs/dam/sources"
    sources.mkdir(parents=True, exist_ok=True)
    for name, words in articles.items():
        (sources / f"{name}.txt").write_text(words)
    planned = plan(folder)
    assert not errors(check(planned, folder))
    return next(page.text for page in planned.pages if page.path == "dam/index.md")


def ids(page: str) -> list[str]:
    return re.findall(r'\bid="([csfmd]-[0-9a-f]{8}(?:-\d+)?)"', page)


def test_everything_has_an_address_of_its_own(tmp_path: Path) -> None:
    """Also the same words said twice, and a sentence that two claims share."""
    found = ids(made(tmp_path, one=ONE, two=TWO))
    assert len(found) == len(set(found))
    assert {address[0] for address in found} == set("csfmd")


@pytest.mark.parametrize("name", ["a", "z"])
def test_addresses_survive_another_article_that_joins(tmp_path: Path, name: str) -> None:
    """Before or after the others: whatever was given to a reader still leads to the same words."""
    before = made(tmp_path, one=ONE, two=TWO)
    after = made(tmp_path, one=ONE, two=TWO, **{name: THREE})
    assert before != after
    kept = [address for address in ids(before) if not address.startswith("d-")]
    assert set(kept) <= set(ids(after))
    for address in kept:
        if address[0] in "sfm":
            assert words_at(before, address) == words_at(after, address)


def words_at(page: str, address: str) -> str:
    found = re.search(rf'<span id="{address}">(.*?)</span>', page)
    assert found
    return re.sub(r"<[^>]*>|\*\*|^“|”$", "", found[1])


def test_addresses_do_not_follow_the_order_on_the_page(tmp_path: Path) -> None:
    """An editor who puts a claim first moves no address."""
    before = made(tmp_path, one=ONE, two=TWO)
    change = "overrides:\n  - do: order\n    where: Engineers opened two gates\n    to: 1\n    why: It came first.\n"
    (tmp_path / "briefs/dam/overrides.yml").write_text(change)
    after = made(tmp_path)
    assert before != after
    assert sorted(ids(before)) == sorted(ids(after))


def test_a_claim_is_reached_by_every_sentence_that_has_it(tmp_path: Path) -> None:
    page = made(tmp_path, one=ONE, two=TWO)
    line = next(line for line in page.split("\n") if line.startswith("- ") and "The dam at Ostrel held" in line)
    cited = re.findall(r"\[\^n([0-9a-f]{8})\]", line)
    assert len(cited) == 2
    assert {f"c-{key}" for key in cited} == {address for address in ids(line) if address[0] == "c"}
