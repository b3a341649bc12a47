"""Short addresses of claims, statements, figures, times and differences."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from invented import ROOT, proved
from storybrief.pipeline.plan import plan
from storybrief.problems import errors
from storybrief.verify.check import check

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
    return next(page.text for page in planned.pages if page.path == "dam/evidence.md")


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


SOURCES = sorted(path.relative_to(ROOT / "briefs") for path in ROOT.glob("briefs/*/sources/*.*"))


def example(folder: Path, source: Path) -> Path:
    """A site with one of the example stories; returns the file of one of its articles."""
    (folder / "briefs").mkdir()
    shutil.copytree(ROOT / "briefs" / source.parts[0], folder / "briefs" / source.parts[0])
    return folder / "briefs" / source


def everywhere(site: Path) -> set[str]:
    """All addresses of a site's briefs: of claims and the like, of speakers and of footnotes."""
    briefs = [text for path, text in proved(site).items() if path.endswith("/evidence.md")]
    return {
        a for text in briefs for a in (*ids(text), *re.findall(r"#speaker-\w+|^\[\^n\w+\](?=:)", text, re.MULTILINE))
    }


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_renamed_article_moves_no_address(tmp_path: Path, source: Path) -> None:
    """Of any example story, also when it comes first or last by its new name."""
    file = example(tmp_path, source)
    before = everywhere(tmp_path)
    story = file.parents[1] / "story.yml"
    for name in ("0-first", "zz-last"):
        for one in (file, *file.parent.glob(f"earlier/{file.stem}.*")):
            one.rename(one.with_name(one.name.replace(file.stem, name)))
        file = file.with_stem(name)
        story.write_text(story.read_text("utf-8").replace(f"  {source.name}:", f"  {file.name}:"), encoding="utf-8")
        assert everywhere(tmp_path) == before
        story.write_text(story.read_text("utf-8").replace(f"  {file.name}:", f"  {source.name}:"), encoding="utf-8")


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_newer_version_of_an_article_moves_no_address_of_what_it_keeps(tmp_path: Path, source: Path) -> None:
    """One sentence more, before most others. Where claims differ hangs on what is joined, and so on every sentence."""
    file = example(tmp_path, source)
    before = {one for one in everywhere(tmp_path) if not one.startswith("d-")}
    new = "A grey heron sat on the roof of the town hall until dusk."
    text = file.read_text("utf-8")
    [end] = [
        m.end()
        for m in re.finditer(
            r"</h1>" if file.suffix == ".html" else r"\A(?:---\n.*?\n---\n+)?(?:# )?.+?\n\n", text, re.DOTALL
        )
    ]
    put = f"<p>{new}</p>" if file.suffix == ".html" else f"{new}\n\n"
    file.write_text(text[:end] + put + text[end:], encoding="utf-8")
    assert before < everywhere(tmp_path)
