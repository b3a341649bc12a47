"""Whether every sentence is accounted for, and whether `check` proves it: a wrong ledger or brief.json is always found."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from invented import KILN, ROOT, ferry, write_story
from storybrief.model import Page
from storybrief.pages.ledger import path
from storybrief.pages.seal import seal_json
from storybrief.pipeline.build import Made
from storybrief.pipeline.plan import plan
from storybrief.pipeline.update import update
from storybrief.problems import errors
from storybrief.verify.accounted import Anew, anew, earlier_anew, unaccounted, unlike_the_sources
from storybrief.verify.check import check

Places = list[tuple[Any, Any]]
STORIES = tuple(sorted(p.parent.name for p in (ROOT / "briefs").glob("*/sources")))


def made(site: Path, story: str) -> tuple[Made, dict[str, Page], dict[str, Anew]]:
    (found,) = (m for m in plan(site).made if m.story == story)
    return found, {p.path: p for p in found.pages}, dict(anew(site / "briefs" / story, site))


@pytest.fixture(scope="module")
def example() -> tuple[Made, dict[str, Page], dict[str, Anew]]:
    return made(ROOT, "harbour-fire")


def leaves(value: object) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) under which a value that is no container stands."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(one, dict | list):
                yield from leaves(one)
            else:
                yield value, key


def changed(value: Any, random_: random.Random) -> Any:
    """Another value of the same kind, one letter or one number off."""
    if isinstance(value, int):
        return value + random_.choice((-1, 1))
    if value is None:
        return "x"
    at = random_.randrange(len(value)) if value else 0
    return value[:at] + ("y" if value[at : at + 1] != "y" else "z") + value[at + 1 :]


@pytest.mark.parametrize("story", STORIES)
def test_every_sentence_of_every_article_stands_in_the_ledger_once(story: str) -> None:
    found, pages, articles = made(ROOT, story)
    ledger = json.loads(pages[path(story)].text)
    given = [(row["article"], row["number"], row["words"]) for row in ledger["sentences"]]
    wanted = [(name, s.number, s.span.of(one.article.text)) for name, one in articles.items() for s in one.sentences]
    assert sorted(given) == sorted(wanted)
    listed = [row["words"] for row in ledger["sentences"] if row["listed"] and row["role"] == "body"]
    assert not any(any(map(str.isalnum, words)) for words in listed)
    assert found.brief
    held = sum(len(claim.passages) for claim in found.brief.merged.claims)
    assert sum(len(row["passages"]) for row in ledger["sentences"]) == held
    assert sum(len(claim["passages"]) for claim in ledger["claims"]) == held
    page = pages[f"{story}/evidence.md"]
    assert list(unaccounted(articles, pages[path(story)], page)) == []
    earlier = earlier_anew(ROOT / "briefs" / story, ROOT)
    assert list(unlike_the_sources(articles, pages[f"{story}/brief.json"], earlier)) == []


def test_each_of_200_changed_values_of_a_ledger_is_found(
    example: tuple[Made, dict[str, Page], dict[str, Anew]],
) -> None:
    """Sealed anew, as a wrong program would: only the proof against the sources can find it."""
    _, pages, articles = example
    page, right = pages["harbour-fire/evidence.md"], pages[path("harbour-fire")]
    random_ = random.Random(8)
    for _ in range(200):
        told = json.loads(right.text)
        told.pop("storybrief")
        container, key = random_.choice(list(leaves(told)))
        container[key] = changed(container[key], random_)
        wrong = replace(right, text=seal_json(told))
        assert [p.code for p in unaccounted(articles, wrong, page)][:1] == ["not-accounted"], (container, key)


@pytest.mark.parametrize("how", ["left out", "twice", "another order"])
def test_each_of_100_rows_of_a_ledger_left_out_or_doubled_is_found(
    example: tuple[Made, dict[str, Page], dict[str, Anew]], how: str
) -> None:
    _, pages, articles = example
    page, right = pages["harbour-fire/evidence.md"], pages[path("harbour-fire")]
    random_ = random.Random(how)
    for _ in range(100):
        told = json.loads(right.text)
        rows = random_.choice(
            [
                told["sentences"],
                told["claims"],
                random_.choice(told["sentences"])["passages"],
                random_.choice(told["claims"])["passages"],
            ]
        )
        if not rows:
            continue
        at = random_.randrange(len(rows))
        if how == "left out":
            rows.pop(at)
        elif how == "twice":
            rows.append(rows[at])
        else:  # what has an order of its own is no fault
            random_.shuffle(told["claims"])
        found = list(unaccounted(articles, replace(right, text=seal_json(told)), page))
        assert bool(found) == (how != "another order"), (how, at, rows)


PROVED = {"start", "end", "words", "article", "sentence", "sha256", "source", "id"}


def test_each_of_200_changed_slices_of_brief_json_is_found(
    example: tuple[Made, dict[str, Page], dict[str, Anew]],
) -> None:
    _, pages, articles = example
    right = pages["harbour-fire/brief.json"]
    random_ = random.Random(9)
    earlier = earlier_anew(ROOT / "briefs/harbour-fire", ROOT)
    assert not list(unlike_the_sources(articles, right, earlier))
    for _ in range(200):
        told = json.loads(right.text)
        places = [(c, k) for c, k in leaves(told) if k in PROVED]
        container, key = random_.choice(places)
        container[key] = changed(container[key], random_)
        assert list(unlike_the_sources(articles, replace(right, text=seal_json(told)), earlier)), (container, key)


def test_each_of_200_changed_letters_of_the_json_files_on_disk_is_found(small: Path) -> None:
    assert errors(update(small).problems) == ()
    planned = plan(small)

    def told(path: str = "") -> list[str]:
        now = replace(planned, published=update(small, write=False).published)
        return [p.code for p in errors(check(now, small)) if p.path.startswith(path)]

    random_ = random.Random(10)
    for name in ("ledger.json", "brief.json"):
        file = small / "content" / "ferry" / name
        text = file.read_text(encoding="utf-8")
        for at in random_.sample(range(len(text)), 100):
            file.write_text(text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :], encoding="utf-8")
            assert told(f"content/ferry/{name}"), at
        other = json.loads(text)
        other.pop("storybrief")
        other["story"] = "fairy"
        file.write_text(seal_json(other), encoding="utf-8")
        assert told(f"content/ferry/{name}") == ["out-of-date"]
        file.write_text(text, encoding="utf-8")
    assert told() == []


def test_a_page_that_does_not_show_a_sentence_makes_the_ledger_wrong(small: Path) -> None:
    """A template of the site's own may leave a section out; then what the ledger promises is not true."""
    own = small / "templates"
    own.mkdir()
    original = (ROOT / "templates" / "evidence.md.jinja").read_text(encoding="utf-8")
    (own / "evidence.md.jinja").write_text(original.replace("{% if alone %}", "{% if false %}"), encoding="utf-8")
    found = [p for p in errors(check(plan(small), small)) if p.code == "not-accounted"]
    assert found
    assert all(p.path == "content/ferry/ledger.json" and "is not shown at c-" in p.message for p in found)
    (own / "evidence.md.jinja").write_text(original.replace("{% if unused %}", "{% if false %}"), encoding="utf-8")
    found = [p for p in errors(check(plan(small), small)) if p.code == "not-accounted"]
    assert {p.message.split(" is ", 1)[1] for p in found} == {"not listed on the page with its reason."}


def test_a_page_that_leaves_out_statements_is_found(small: Path) -> None:
    own = small / "templates"
    own.mkdir()
    original = (ROOT / "templates" / "evidence.md.jinja").read_text(encoding="utf-8")
    (own / "evidence.md.jinja").write_text(
        original.replace("{% for card in cards %}", "{% for card in cards[1:] %}"), encoding="utf-8"
    )
    found = [p for p in errors(check(plan(small), small)) if p.path == "content/ferry/brief.json"]
    assert {p.code for p in found} == {"not-accounted"}
    assert "We will not sail again" in "".join(p.message for p in found)


def test_what_an_unnamed_source_says_in_two_articles_is_on_the_page(small: Path) -> None:
    said = "A source in the harbour office said the ferry would not sail again before the winter."
    write_story(
        small,
        "quay",
        {"a.txt": f"Ferry\n\nThe ferry stopped.\n\n{said}\n", "b.txt": f"Crack\n\n{said}\n\nGeese slept.\n"},
    )
    assert errors(check(plan(small), small)) == ()
    text = next(p.text for p in plan(small).pages if p.path == "quay/evidence.md")
    assert "before the winter" in text.partition("#unnamed-and-relayed")[2].partition("\n## ")[0]


def test_a_source_that_changes_under_the_build_is_found(small: Path) -> None:
    planned = plan(small)
    file = small / "briefs" / "ferry" / "sources" / "coast.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("12 days", "13 days"), encoding="utf-8")
    codes = {(p.path, p.code) for p in errors(check(planned, small))}
    assert ("content/ferry/ledger.json", "not-accounted") in codes
    assert ("content/ferry/brief.json", "not-verbatim") in codes


def test_the_ledger_stays_right_whatever_an_editor_does(small: Path) -> None:
    """Dropped statements, joined and parted sentences: all stay accounted for."""
    ferry(small)
    write_story(small, "kiln", {"one.txt": KILN})
    overrides = """\
overrides:
  - do: drop
    where: the repair would take at least 12 days
    why: x
  - do: part
    where: [We will not sail again before, We will not sail again until]
    why: x
  - do: join
    where: [About 340 islanders, A fishing boat carries bread]
    why: x
  - do: background
    where: A fishing boat carries bread
    to: in
    why: x
"""
    (small / "briefs" / "ferry" / "overrides.yml").write_text(overrides, encoding="utf-8")
    assert errors(check(plan(small), small)) == ()


@pytest.mark.parametrize("signs", [".", "***", "—", "“”", "👍", "(…)"])
def test_a_sentence_of_signs_alone_is_no_claim_and_is_listed_with_its_reason(signs: str, small: Path) -> None:
    file = small / "briefs" / "ferry" / "sources" / "coast.txt"
    file.write_text(f"{file.read_text('utf-8')}\n\n{signs}\n\nThe quay lies empty.\n", encoding="utf-8")
    planned = plan(small)
    assert errors(check(planned, small)) == ()
    ledger = json.loads(next(p for p in planned.pages if p.path == path("ferry")).text)
    (row,) = [row for row in ledger["sentences"] if row["words"] == signs]
    assert row["passages"] == []
    assert row["listed"] == {"at": "evidence.md#not-used", "reason": "signs without a letter or digit"}
