"""What an outlet tells under its article that it corrected is shown, and is no claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from invented import FERRY_A, FERRY_B, empty_site, proved, the_brief, write_story

AMENDED = "This article was amended on 14 April 2026: an earlier version gave the wrong length of the repair."
AGAINST = "This article of the contract was clarified by the court, the council said."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = empty_site(tmp_path_factory.mktemp("corrected") / "site")
    sources = {"coast.txt": f"{FERRY_A}\n{AMENDED}\n", "island.txt": f"{FERRY_B}\n{AGAINST}\n"}
    write_story(site, "ferry", sources)
    return site


def test_a_correction_of_the_outlet_is_shown_with_its_footnote_and_the_article_is_marked(site: Path) -> None:
    pages = proved(site)
    shown = pages["ferry/evidence.md"].partition("{: #corrected-articles }")[2].partition("\n## ")[0]
    assert "This article was amended on 14 April 2026" in shown
    assert "[^n" in shown
    assert pages["ferry/index.md"].count("corrected by its outlet") == 1
    assert "its outlet tells what it corrected" in pages["ferry/ledger.json"]


def test_it_is_no_claim_and_a_sentence_of_the_article_is_no_correction(site: Path) -> None:
    brief = the_brief(site)
    texts = {e.article.id: e.article.text for e in brief.extracts}
    claims = " ".join(p.span.of(texts[p.article]) for c in brief.merged.claims for p in c.passages)
    assert "was amended" not in claims
    assert "was clarified by the court" in claims
