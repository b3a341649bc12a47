"""The schemas of a story offer the names of its files and speakers, follow them, and go with the story."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from invented import contents, empty_site, ferry, write_story
from storybrief.pipeline.schemas import SCHEMAS, own_schemas
from storybrief.pipeline.update import update
from storybrief.scaffold.start import new

KILN = 'The kiln\n\n"The kiln burst at dawn," Ada Quarz, a potter, said.\n'


@pytest.fixture
def two(tmp_path: Path) -> Path:
    site = empty_site(tmp_path / "two")
    (site / SCHEMAS).mkdir()
    ferry(site)
    write_story(site, "kiln", {"kiln.txt": KILN})
    return site


def offered(schema: Any) -> Iterator[list[str]]:
    """Every list of words that a part of a schema offers."""
    if isinstance(schema, dict):
        yield from ([part["enum"] for part in schema.get("anyOf", ()) if "enum" in part])
        for part in schema.values():
            yield from offered(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from offered(part)


def of(site: Path, story: str, name: str) -> Any:
    return json.loads((site / SCHEMAS / story / name).read_text("utf-8"))


def test_a_build_writes_the_names_of_each_story(two: Path) -> None:
    update(two)
    schema = of(two, "kiln", "overrides.json")
    assert schema["allOf"][0] == {"$ref": "../overrides.json"}, "it takes what the common one takes"
    assert [*offered(schema)] == [["kiln.txt"]] * 2 + [["Ada Quarz"]] * 4
    listed = of(two, "ferry", "story.json")["allOf"][1]["properties"]["articles"]["properties"]
    assert [*listed] == ["coast.txt", "island.txt"]


def test_the_names_follow_the_story_and_what_somebody_changed_is_left(two: Path) -> None:
    update(two)
    own = two / SCHEMAS / "ferry" / "story.json"
    own.write_text('{"mine": true}\n', encoding="utf-8")
    write_story(two, "kiln", {"late.txt": 'Late\n\n"It was the clay," Bo Lind said.\n'})
    (two / "briefs/ferry/sources/island.txt").unlink()
    update(two)
    assert ["kiln.txt", "late.txt"] in [*offered(of(two, "kiln", "overrides.json"))]
    assert ["Ada Quarz", "Bo Lind"] in [*offered(of(two, "kiln", "overrides.json"))]
    assert own.read_text("utf-8") == '{"mine": true}\n'


def test_they_go_with_the_story_unless_somebody_put_something_beside_them(two: Path) -> None:
    update(two)
    (two / SCHEMAS / "ferry" / "notes.txt").write_text("mine", encoding="utf-8")
    for story in ("kiln", "ferry"):
        shutil.rmtree(two / "briefs" / story)
    write_story(two, "other", {"kiln.txt": KILN})
    update(two)
    assert sorted(p.name for p in (two / SCHEMAS).iterdir()) == ["ferry", "other"]


def test_a_build_that_changes_nothing_or_writes_elsewhere_writes_no_schema(two: Path, tmp_path: Path) -> None:
    update(two, cached=False, content=tmp_path / "elsewhere")
    update(two, write=False)
    assert contents(two / SCHEMAS) == {}
    update(two)
    before = {p: p.stat().st_mtime_ns for p in (two / SCHEMAS).rglob("*.json")}
    update(two)
    assert {p: p.stat().st_mtime_ns for p in (two / SCHEMAS).rglob("*.json")} == before


def test_a_site_without_schemas_gets_none(two: Path) -> None:
    (two / SCHEMAS).rmdir()
    update(two)
    assert not (two / SCHEMAS).exists()


def test_a_new_site_completes_inside_words_too(tmp_path: Path) -> None:
    new(tmp_path / "site", templates=False)
    told = json.loads((tmp_path / "site/.vscode/settings.json").read_text("utf-8"))
    assert told["[yaml]"]["editor.quickSuggestions"]["strings"] is True


def test_a_hostile_name_is_a_word_and_nothing_else() -> None:
    made = own_schemas("x", ['a"}.txt'], ["</script>", "\u2028"])
    assert ['a"}.txt'] in [*offered(json.loads(made[f"{SCHEMAS}/x/overrides.json"]))]
