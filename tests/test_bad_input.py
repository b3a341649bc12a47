"""Stories that no editor would hand in on purpose, or that are not in English: each becomes a brief that says so."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from invented import FERRY_A, FERRY_B, KILN, empty_site, proved, storybrief, the_brief, write_story
from markup import seen
from site_parser import as_proof
from storybrief.pages import sections
from storybrief.pipeline.plan import plan
from storybrief.problems import errors
from storybrief.verify.check import check


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


def page(site: Path, story: str) -> str:
    """The words of a brief's page, after `check` has proved it."""
    return seen(as_proof(proved(site)[f"{story}/evidence.md"].split("\n---\n", 1)[1])).words


def test_one_article_is_a_brief_that_compares_nothing(site: Path) -> None:
    write_story(site, "ferry", {"a.txt": FERRY_A})
    told = page(site, "ferry")
    assert "The story has one article, so nothing can be compared yet." in told
    assert "Ina Brandt" in told
    assert check(plan(site), site) == (), "one article mixes nothing"


def test_fifty_copies_are_one_group_and_a_line_each(site: Path) -> None:
    write_story(site, "ferry", {f"copy-{n:02}.txt": FERRY_A for n in range(50)})
    pages = proved(site)
    made = the_brief(site)
    assert made.merged.groups == (tuple(e.article.id for e in made.extracts),)
    text = pages["ferry/evidence.md"]
    assert "[50 articles](#articles), 1 group when copies and rewrites count as one." in text
    assert len(re.findall(r"in 50 articles of 1 group", text)) == 4, "each of the four claims says so"
    assert len(re.findall(r"so the two count as one", text)) == 49, "a line for each copy"
    said = text.partition("## Who said what")[2].partition("## Figures")[0]
    assert [len(re.findall(rf"^- .*{words}", said, re.MULTILINE)) for words in ("We will not", "340 islanders")] == [
        1,
        1,
    ]
    assert len(re.findall(r"^\| .*12 days", text.partition("## Figures")[2], re.MULTILINE)) == 1
    assert re.search(r'"groups": ?1\b', pages["ferry/brief.json"])


def test_articles_that_share_nothing_are_told_to_the_reader_and_to_the_editor(site: Path) -> None:
    write_story(site, "mixed", {"coast.txt": FERRY_A, "island.txt": FERRY_B, "kiln.txt": KILN})
    found = check(plan(site), site)
    assert errors(found) == ()
    (told,) = [p for p in found if p.code == "mixes-events"]
    assert told.path == "briefs/mixed"
    assert "no sentence of kiln.txt says" in told.message
    (site / "briefs/mixed/sources/island.txt").unlink()
    assert "The articles share nothing: no sentence of one says what a sentence of another says." in page(site, "mixed")
    ran = storybrief(site, "check")
    assert ran.returncode == 0, "a warning stops nothing"
    assert "mixes-events" in ran.stdout + ran.stderr


def test_sentences_without_words_are_accounted_for(site: Path) -> None:
    write_story(
        site, "empty", {"a.txt": 'Pier burns\n\n.\n\n"".\n\nThe pier burned. . . .\n\n…\n\n“”\n\nNobody was hurt.\n'}
    )
    ledger = json.loads(proved(site)["empty/ledger.json"])
    assert {row["words"] for row in ledger["sentences"]} >= {".", "…", "“”", "Nobody was hurt."}


def test_ten_thousand_sentences_become_a_brief(site: Path) -> None:
    """Two articles of five thousand, of invented words; all is on the evidence page, and the brief is brief."""
    random_ = random.Random(4)
    nouns = ["".join(random_.choices(["ba", "lo", "mi", "ter", "gan", "sel", "dor"], k=4)) for _ in range(2000)]
    for name in ("a", "b"):
        told = [f"{' '.join(random_.sample(nouns, 6))} again.".capitalize() for _ in range(5000)]
        lines = "\n\n".join(" ".join(told[n : n + 50]) for n in range(0, 5000, 50))
        write_story(site, "long", {f"{name}.txt": f"A tale of article {name}\n\n{lines}\n"})
    (made,) = plan(site).made
    assert made.brief
    assert sum(len(c.passages) for c in made.brief.merged.claims) == 10_000
    brief, evidence = made.pages[0].text, made.pages[1].text
    assert len(brief) < 60_000
    assert len(re.findall(r"^- ", evidence.partition("{: #only-in-one }")[2], re.MULTILINE)) > 9_000


def test_two_sources_that_become_one_article_are_told_with_both_paths(site: Path) -> None:
    write_story(site, "ferry", {"Old Ferry.txt": FERRY_A, "old-ferry.md": FERRY_B})
    (told,) = errors(plan(site).problems)
    assert told.code == "same-name"
    assert "briefs/ferry/sources/Old Ferry.txt" in told.message
    assert "briefs/ferry/sources/old-ferry.md" in told.message


# --- other languages -------------------------------------------------------------------------------------------

TAL = """\
---
language: de
---
# Hochwasser im Tal

Das Hochwasser hat am Montag die alte Brücke von Selbach zerstört. Verletzt wurde nach Angaben der Stadt niemand.

„Wir bauen die Brücke noch in diesem Jahr wieder auf“, sagte Greta Holm. Die Brücke war 57.500 Mark wert.
"""
KURIER = """\
---
language: de-DE
---
# Brücke weg

Das Hochwasser hat am Montag die alte Brücke von Selbach zerstört. Ein Hund wurde in der Nacht gerettet.

»Wir bauen die Brücke noch dieses Jahr wieder auf«, sagte Greta Holm, die Bürgermeisterin.
"""
PONT = """\
<html lang="fr"><head><title>Le pont de Selbach</title></head><body><article><h1>Le pont de Selbach</h1>
<p>La crue a emporté lundi le vieux pont de Selbach, et personne dans la vallée n'avait vu cela depuis cent ans.</p>
<p>« Nous reconstruirons le pont cette année », a dit la maire Greta Holm devant la mairie. Personne n'a été blessé.</p>
</article></body></html>
"""


@pytest.fixture
def valley(site: Path) -> Path:
    write_story(site, "flut", {"tal.md": TAL, "kurier.md": KURIER, "pont.html": PONT})
    return site


def test_no_english_rule_is_used_on_another_language(valley: Path) -> None:
    made = the_brief(valley)
    assert [e.article.source.language for e in made.extracts] == ["de-DE", "fr", "de"]
    for one in made.extracts:
        assert (one.figures, one.moments) == ((), ())
        assert {s.attribution.name for s in one.statements} == {None}
    assert made.speakers == ()
    assert {d.kind for d in made.merged.differences} <= {"quotation"}


def test_the_quotation_marks_of_the_language_are_read(valley: Path) -> None:
    said = [s.quoted[0].of(e.article.text) for e in the_brief(valley).extracts for s in e.statements]
    assert said == [
        "Wir bauen die Brücke noch dieses Jahr wieder auf",
        "Nous reconstruirons le pont cette année",
        "Wir bauen die Brücke noch in diesem Jahr wieder auf",
    ]


def test_claims_of_another_language_are_made_by_words(valley: Path) -> None:
    """What only stands beside the same is not joined: the hurt and the dog stay apart."""
    made = the_brief(valley)
    texts = {e.article.id: e.article.text for e in made.extracts}
    shared = [line.shown.span.of(texts[line.shown.article]) for line in sections.agreed(made)]
    assert len(shared) == 2
    assert shared[0].startswith("Das Hochwasser hat am Montag")
    assert "wieder auf" in shared[1]


def test_the_brief_says_what_it_leaves_out_of_another_language(valley: Path) -> None:
    told = proved(valley)["flut/index.md"]
    assert "Not in English: A (“de-DE”), B (“fr”), C (“de”).** There only quotation marks were read" in told
    write_story(valley, "ferry", {"a.txt": FERRY_A})
    assert "Not in English" not in proved(valley)["ferry/index.md"]


def test_a_language_is_declared_never_guessed(site: Path) -> None:
    """The same German words without a declaration are read as English, and story.yml can say what they are."""
    text = TAL.split("---\n", 2)[2]
    write_story(site, "flut", {"tal.md": text})
    assert the_brief(site).extracts[0].article.english
    write_story(site, "flut", {}, story="articles:\n  tal.md:\n    language: de\n")
    assert not the_brief(site).extracts[0].article.english


def test_an_editor_says_who_speaks_in_another_language(valley: Path) -> None:
    overrides = "overrides:\n  - do: speaker\n    where: Nous reconstruirons le pont\n    to: Greta Holm\n    why: She is named.\n"
    write_story(valley, "flut", {}, overrides=overrides)
    made = the_brief(valley)
    assert [(s.name, len(s.statements)) for s in made.speakers] == [("Greta Holm", 1)]
    assert errors(check(plan(valley), valley)) == ()


# --- inside one article ----------------------------------------------------------------------------------------


def test_an_article_that_does_not_agree_with_itself_is_told_to_the_editor(site: Path) -> None:
    words = "The flood drowned 40 sheep on the dyke.\n\nPiet Visser counted 60 sheep drowned on the dyke.\n"
    write_story(site, "sheep", {"a.txt": f"Sheep drown on the dyke\n\n{words}"})
    ran = storybrief(site, "check", "--editorial")
    assert ran.returncode == 0
    assert re.search(r"sheep/sources/a\.txt:\d+: differs-within: “40 sheep” does not agree with “60 sheep”", ran.stdout)
