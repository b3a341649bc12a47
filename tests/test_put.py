"""`do: read`: an editor puts a block of a file into the article, or out of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from invented import FERRY_B, empty_site, proved, the_brief, write_story
from storybrief.article.read import read
from storybrief.desk.reading import reading
from storybrief.desk.serve import Desk, Stories
from storybrief.model import Article, Put

LEFT = "The island’s school is closed until the ferry sails again, its head said on Monday."
SIGN_UP = "Our letter from the coast comes every morning at six, and it is free for islanders."
PAGE = f"""<html><body><article><h1>Ferry stops after crack is found</h1>
<p>The ferry between Oldhaven and Marl Island stopped on Monday after a crack was found in its hull.</p>
<aside class="related-box"><p>{LEFT}</p></aside>
<p>“We will not sail again before the hull is safe,” said Ina Brandt, the harbour master of Oldhaven.</p>
<p>{SIGN_UP}</p><p>About 340 islanders use the ferry every day, according to the council.</p></article></body></html>"""
OVERRIDES = """overrides:
  - do: read
    article: coast.html
    where: "The island's school is closed until the ferry"
    to: in
    why: The box has news of its own.
  - do: read
    article: coast.html
    where: Our letter from the coast comes
    to: out
    why: It sells the newsletter.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = empty_site(tmp_path_factory.mktemp("put") / "site")
    write_story(site, "ferry", {"coast.html": PAGE, "island.txt": FERRY_B}, overrides=OVERRIDES)
    return site


def body(article: Article) -> list[str]:
    return [paragraph.span.of(article.text) for paragraph in article.body]


def test_a_block_is_put_in_at_its_place_and_another_out(site: Path) -> None:
    file = site / "briefs/ferry/sources/coast.html"
    without, _ = read(file, "coast.html", {}, "a")
    assert without is not None
    assert [left.words for left in without.left_out] == [LEFT]
    assert SIGN_UP in body(without)
    article = next(e.article for e in the_brief(site).extracts if e.article.id == "coast")
    assert body(article)[1] == LEFT, "it stands where the page has it"
    assert SIGN_UP not in body(article)
    assert (article.left_out, [p.number for p in article.body]) == ((), [1, 2, 3, 4])


def test_readers_see_both_with_their_reasons_and_check_proves_them(site: Path) -> None:
    pages = proved(site)
    evidence = pages["ferry/evidence.md"]
    assert "put into the article coast.html. *The box has news of its own.*" in evidence
    assert "put out of the article coast.html. *It sells the newsletter.*" in evidence
    ledger = json.loads(pages["ferry/ledger.json"])
    (row,) = [row for row in ledger["sentences"] if row["words"] == SIGN_UP]
    assert "not of the article, says an editor" in json.dumps(row, ensure_ascii=False)
    assert SIGN_UP not in pages["ferry/index.md"]


def test_the_command_read_tells_what_an_editor_did(site: Path) -> None:
    told = "\n".join(reading(site / "briefs/ferry/sources/coast.html")[0])
    assert f"  2 body (by an editor)    {LEFT}" in told
    assert f"    furniture (by an editor) {SIGN_UP}" in told


def test_the_articles_served_page_has_the_account_and_the_control(site: Path) -> None:
    (site / "briefs/ferry/overrides.yml").unlink()
    desk = Desk(site, Stories(site), ())
    entries = desk.data("ferry/articles/coast.md")["entries"]
    assert isinstance(entries, dict)
    (entry,) = entries.values()
    assert f"related                {LEFT}" in "\n".join(entry["why"])
    lines = [offer["lines"] for offer in entry["offers"] if offer["lines"][0] == "do: read"]
    assert [line[-1] for line in lines] == ["to: out", "to: in"]
    assert desk.data("ferry/articles/other.md")["entries"] == {}


@pytest.mark.parametrize(
    ("words", "to", "changed"),
    [
        ("Ferry stops after crack", "out", 0),  # the title stays it
        ("hull", "out", 0),  # in two blocks
        ("nowhere at all", "in", 0),
        ("About 340 islanders use", "in", 0),  # it is already
        ("About 340 islanders use", "out", 1),
    ],
)
def test_what_is_not_one_block_of_its_kind_stays(site: Path, words: str, to: str, changed: int) -> None:
    article, _ = read(site / "briefs/ferry/sources/coast.html", "coast.html", {}, "a", [Put(words, to)])
    assert article is not None
    assert len(article.by_editor) == changed
    assert len(article.body) == 4 - changed
    assert article.title == "Ferry stops after crack is found"
