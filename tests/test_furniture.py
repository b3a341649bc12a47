"""Furniture goes nowhere but into the list of what is not used, with its reason; a press release is named as one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from invented import empty_site, the_brief, write_story
from storybrief.model import Brief, Page
from storybrief.pages.ledger import path
from storybrief.pipeline.plan import plan
from storybrief.verify.accounted import anew, unaccounted, unlike_the_sources

_WIRE = """Ferry hits breakwater off Tarn; nine dead

TARN, Merrow Islands, Oct. 8 (CP) — A ferry struck a breakwater and sank off Tarn on Tuesday, killing nine people, police said.

7:40 a.m.

Divers found two of the dead on the car deck, the coast guard said.

Read more: The 14 ships that the breakwater sank

An earlier version of this article said that 12 people were killed on Monday.

Read more books, the minister of schools said in Tarn on Tuesday.

Sign up for our evening newsletter, 300 words a day.

Ann Lind and Bo Kvam contributed to this report.
"""
_RELEASE = """Halma Lines on the loss of its ferry

The ferry left the capital at 6:30 p.m. on Tuesday with 212 people on board, Halma Lines said.

“We will not rest until all are found,” said Ida Krol, its director.

Halma Lines said that it will pay for the lodging of the families.
"""
_DECLARED = """articles:
  wire.txt: {outlet: Tarn Herald, published: 2025-10-08}
  lines.txt: {outlet: Halma Lines Ltd, published: 2025-10-08}
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Brief, dict[str, Page]]:
    site = tmp_path_factory.mktemp("site")
    write_story(site, "tarn", {"wire.txt": _WIRE, "lines.txt": _RELEASE}, story=_DECLARED)
    (made,) = plan(site).made
    assert made.brief
    return site, made.brief, {p.path: p for p in made.pages}


def _rows(pages: dict[str, Page]) -> list[dict[str, Any]]:
    return list(json.loads(pages[path("tarn")].text)["sentences"])


def test_furniture_and_datelines_are_listed_with_their_reasons(story: tuple[Path, Brief, dict[str, Page]]) -> None:
    rows = [row for row in _rows(story[2]) if row["role"] in ("furniture", "dateline")]
    assert [(row["words"][:24], row["listed"]["reason"]) for row in rows if row["article"] == "wire"] == [
        ("TARN, Merrow Islands, Oc", "the article’s dateline"),
        ("7:40 a.m.", "not of the article: a mark or a time of a page that is kept up to date"),
        ("Read more: The 14 ships ", "not of the article: it leads on to something else"),
        ("Sign up for our evening ", "not of the article: it asks readers to sign up or to pay"),
        ("Ann Lind and Bo Kvam con", "not of the article: it says who helped to report it"),
    ]


def test_the_proof_holds_with_furniture(story: tuple[Path, Brief, dict[str, Page]]) -> None:
    site, _, pages = story
    articles = anew(site / "briefs" / "tarn", site)
    assert list(unaccounted(articles, pages[path("tarn")], pages["tarn/evidence.md"])) == []
    assert list(unlike_the_sources(articles, pages["tarn/brief.json"])) == []


def test_no_claim_figure_time_or_statement_is_of_furniture(story: tuple[Path, Brief, dict[str, Page]]) -> None:
    _, brief, _ = story
    (wire,) = (e for e in brief.extracts if e.article.id == "wire")
    aside = [p.span for p in wire.article.paragraphs if p.role in ("furniture", "dateline")]
    found = [p.span for c in brief.merged.claims for p in c.passages if p.article == "wire"]
    found += [f.span for f in wire.figures] + [m.span for m in wire.moments]
    found += [span for s in wire.statements for span in (*s.content, *s.shown)]
    assert not [span for span in found if any(span.overlaps(one) for one in aside)]
    words = [span.of(wire.article.text) for span in found]
    assert any(one.startswith("A ferry struck a breakwater and sank") for one in words)
    assert any(one.startswith("Read more books") for one in words)


def test_an_outlet_that_speaks_in_its_own_article_releases_it(story: tuple[Path, Brief, dict[str, Page]]) -> None:
    _, brief, pages = story
    assert brief.releases == {"lines"}
    told = {row["id"]: row["release"] for row in json.loads(pages["tarn/brief.json"].text)["articles"]}
    assert told == {"wire": False, "lines": True}
    assert "[Halma Lines Ltd](articles/lines.md) (press release)" in pages["tarn/index.md"].text
    assert "Halma Lines Ltd (press release)" in pages["tarn/evidence.md"].text
    assert "Halma Lines Ltd (press release)" in pages["tarn/articles/lines.md"].text
    assert "Tarn Herald (press release)" not in pages["tarn/evidence.md"].text


@pytest.mark.parametrize(
    ("outlet", "role", "released"),
    [
        ("Skua Mills AB", "chief executive of Skua Mills", True),
        ("The Dorn Courant", "the editor of the Dorn Courant", False),
        ("The Dorn Courant", "chief executive of Skua Mills", False),
    ],
)
def test_a_release_is_of_whoever_its_speakers_are_of(tmp_path: Path, outlet: str, role: str, released: bool) -> None:
    site = empty_site(tmp_path / "site")
    told = f'---\noutlet: {outlet}\n---\n# Mills\n\n"The price is fair to all of us," said Ida Krol, {role}.\n'
    write_story(
        site, "mills", {"a.md": told, "b.md": "# Offer\n\nNobody in Dorn had heard of the offer for the mills.\n"}
    )
    assert the_brief(site).releases == (frozenset({"a"}) if released else frozenset())
