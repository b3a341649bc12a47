"""From a pile to stories: what tells one event comes together, what is in a story stays, nothing is written unasked."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from invented import FERRY_A, FERRY_B, KILN, ROOT, contents, empty_site, write_story
from storybrief.cli import main
from storybrief.scaffold.events import Told, events, told


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Articles of the example stories and of two more events, in one folder; one file is no article."""
    pile = tmp_path / "inbox"
    (pile / "more").mkdir(parents=True)
    for story in ("harbour-fire", "saint-orla"):
        for file in (ROOT / "briefs" / story / "sources").iterdir():
            if file.is_file():
                shutil.copy(file, pile / f"{story}-{file.name}")
    for name, words in (("coast.txt", FERRY_A), ("more/island.txt", FERRY_B), ("kiln.txt", KILN)):
        (pile / name).write_text(words, encoding="utf-8")
    (pile / "picture.png").write_bytes(b"\x89PNG")
    (pile / ".hidden").write_text("x")
    return pile


def sort(site: Path, pile: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["sort", str(pile), "--site", str(site), *arguments])


def proposed(site: Path, pile: Path) -> list[dict[str, list[str]]]:
    done = sort(site, pile, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_articles_of_one_event_come_together_and_say_why(pile: Path, tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    before = contents(site)
    made = proposed(site, pile)
    groups = {frozenset(Path(file).name.split("-")[0] for file in one["files"]) for one in made}
    assert groups == {frozenset({"harbour"}), frozenset({"saint"}), frozenset({"coast.txt", "island.txt"})}
    files = [file for one in made for file in one["files"]]
    assert len(files) == len(set(files))
    ferry = next(one for one in made if len(one["files"]) == 2 and "coast" in one["files"][0])
    assert {"Oldhaven", "Brandt"} & set(ferry["shared"])
    told = sort(site, pile).output
    assert "1 article tells an event of its own" in told
    assert "picture.png: format:" in told
    assert contents(site) == before


def test_told_to_write_it_makes_stories_and_leaves_the_pile(pile: Path, tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    before = contents(pile)
    assert sort(site, pile, "--write").exit_code == 0
    assert contents(pile) == before
    made = sorted(folder.name for folder in (site / "briefs").iterdir() if (folder / "sources").is_dir())
    assert len(made) == 3
    assert CliRunner().invoke(main, ["build", "--site", str(site)]).exit_code == 0
    again = sort(site, pile)  # what is in a story now is left out
    assert "0 stories; 1 article tells" in again.output
    assert again.output.count("already-there") == sum(
        len(list((site / "briefs" / s / "sources").iterdir())) for s in made
    )


def test_what_is_in_a_story_is_never_moved(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    write_story(site, "ferry", {"coast.txt": FERRY_A, "island.txt": FERRY_B})
    before = contents(site)
    for place in ("briefs", "briefs/ferry/sources"):
        done = sort(site, site / place, "--write")
        assert (done.exit_code, "in-a-story" in done.output) == (1, True)
    assert contents(site) == before


def test_the_name_of_a_story_that_is_there_is_not_taken(pile: Path, tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    names = {str(one["story"]) for one in proposed(site, pile)}
    for name in names:
        write_story(site, name, {"a.txt": KILN})
    others = {str(one["story"]) for one in proposed(site, pile)}
    assert not names & others
    assert len(others) == len(names)


def test_two_files_of_one_name_stop_it_before_the_first_story(tmp_path: Path) -> None:
    site, pile = empty_site(tmp_path / "site"), tmp_path / "inbox"
    (pile / "b").mkdir(parents=True)
    (pile / "ferry.txt").write_text(FERRY_A)
    (pile / "b/ferry.txt").write_text(FERRY_B)
    before = contents(site)
    assert sort(site, pile, "--write").exit_code == 1
    assert contents(site) == before
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "0 stories; 0 articles tell" in sort(site, empty).output


def test_the_order_of_the_pile_changes_nothing() -> None:
    texts = [FERRY_A, KILN, FERRY_B, "Council meets\n\nThe council of Marl met on Tuesday to talk of the road."]
    groups = {frozenset(texts[n] for n in event.articles) for event in events([told(t) for t in texts])}
    assert groups == {frozenset({FERRY_A, FERRY_B})}
    random.Random(1).shuffle(texts)
    assert {frozenset(texts[n] for n in event.articles) for event in events([told(t) for t in texts])} == groups


def test_an_article_is_compared_with_so_many_others_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words in every article: no pair of all is looked at, and the work for each stays the same."""
    import storybrief.scaffold.events as module

    compared = 0
    real = module._likeness

    def likeness(a: dict[str, float], b: dict[str, float]) -> float:
        nonlocal compared
        compared += 1
        return real(a, b)

    monkeypatch.setattr(module, "_likeness", likeness)
    chance = random.Random(1)
    counts = []
    for many in (200, 400, 800):
        compared = 0
        articles = [
            Told({f"w{chance.randrange(many * 4)}": 1.0 for _ in range(60)} | {"all": 2.0}, {}) for _ in range(many)
        ]
        events(articles)
        counts.append(compared / many)
    assert max(counts) < 2 * (module._NEIGHBOURS + 1)
