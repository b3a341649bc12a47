"""What people write about a story: read word for word, checked all at once, never followed out of the story's folder."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from storybrief.pipeline.schemas import schemas as sealed_schemas
from storybrief.problems import errors
from storybrief.story.read import read_story, story_folders
from storybrief.story.schema import CHANGES, schemas

ROOT = Path(__file__).resolve().parents[1]


def write(site: Path, files: dict[str, str], name: str = "harbour") -> Path:
    folder = site / "briefs" / name
    for path, text in {"sources/coast.txt": "A ferry sank.\n", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def told(site: Path, files: dict[str, str], name: str = "harbour") -> list[str]:
    _, problems = read_story(write(site, files, name), site)
    return [f"{p.path.removeprefix(f'briefs/{name}/')}:{p.line}: {p.code}" for p in problems]


# --- what is read ----------------------------------------------------------------------------------------------


def test_sources_stand_in_the_order_of_story_yml_then_by_name(tmp_path: Path) -> None:
    files = {"sources/alps.txt": "x", "sources/Baltic Sea.html": "x", "story.yml": "articles:\n  coast.txt:\n"}
    story, problems = read_story(write(tmp_path, files), tmp_path)
    assert [p.code for p in problems] == ["not-listed", "not-listed"]
    assert [s.id for s in story.sources] == ["coast", "baltic-sea", "alps"], "capital letters come first"


def test_values_are_the_words_that_were_written(tmp_path: Path) -> None:
    about = "articles:\n  coast.txt:\n    title: 1984\n    outlet: no\n    author: 17:00\n    published: 2025-07-08\n"
    story, problems = read_story(write(tmp_path, {"story.yml": about}), tmp_path)
    assert problems == ()
    assert dict(story.sources[0].declared) == {
        "title": "1984", "outlet": "no", "author": "17:00", "published": "2025-07-08",
    }  # fmt: skip


def test_an_override_of_an_article_wins_and_null_says_that_it_is_not_known(tmp_path: Path) -> None:
    files = {
        "story.yml": "articles:\n  coast.txt:\n    outlet: The Post\n    author: Ann\n",
        "overrides.yml": "overrides:\n  - do: article\n    article: coast.txt\n    outlet: The Times\n    author:\n    why: Its own page says so.\n",
    }
    story, problems = read_story(write(tmp_path, files), tmp_path)
    assert problems == ()
    assert dict(story.sources[0].declared) == {"outlet": "The Times", "author": None}


def test_an_override_that_repeats_story_yml_changes_nothing(tmp_path: Path) -> None:
    files = {
        "story.yml": "articles:\n  coast.txt:\n    outlet: The Post\n",
        "overrides.yml": "overrides:\n  - do: article\n    article: coast.txt\n    outlet: The Post\n    why: x\n",
    }
    _, problems = read_story(write(tmp_path, files), tmp_path)
    assert [(p.code, p.severity, p.line) for p in problems] == [("no-effect", "warning", 2)]


def test_no_file_and_an_empty_file_are_no_mistake(tmp_path: Path) -> None:
    assert told(tmp_path, {}) == []
    assert told(tmp_path, {"story.yml": "# nothing yet\n", "overrides.yml": "overrides:\n"}) == []


def test_hidden_folders_and_files_are_no_stories(tmp_path: Path) -> None:
    for name in ("harbour", ".schema", "~old"):
        write(tmp_path, {}, name)
    (tmp_path / "briefs" / "README.md").write_text("x", encoding="utf-8")
    assert [p.name for p in story_folders(tmp_path / "briefs")] == ["harbour"]
    assert story_folders(tmp_path / "nothing") == ()


# --- what is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Harbour", "harbour fire", "harbour_fire", "-harbour", "con", "lpt1"])
def test_a_storys_name_is_an_address(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, {}, name) == [f"briefs/{name}:0: story-name"]


def test_all_files_that_cannot_be_articles_are_told(tmp_path: Path) -> None:
    files = {
        "sources/Coast.md": "x",
        "sources/---.txt": "x",
        "sources/море.txt": "x",
        "sources/aux.txt": "x",
        "sources/more/a.txt": "x",
    }
    assert sorted(told(tmp_path, files)) == [
        "sources/---.txt:0: source-name",
        "sources/aux.txt:0: source-name",
        "sources/coast.txt:0: same-name",
        "sources/more:0: folder",
    ]


def test_of_two_files_with_one_name_both_are_still_checked(tmp_path: Path) -> None:
    story, _ = read_story(write(tmp_path, {"sources/Coast.md": "x", "sources/coast-2.txt": "x"}), tmp_path)
    assert len({s.id for s in story.sources}) == 3


@pytest.mark.parametrize("what", ["story.yml", "overrides.yml", "sources/b.txt", "sources"])
def test_a_link_out_of_the_story_is_not_followed(tmp_path: Path, what: str) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.txt").write_text("password: 1234", encoding="utf-8")
    folder = write(tmp_path, {})
    if what == "sources":
        (folder / "sources" / "coast.txt").unlink()
        (folder / "sources").rmdir()
    (folder / what).symlink_to(secret if what == "sources" else secret / "a.txt")
    story, problems = read_story(folder, tmp_path)
    assert [(p.path, p.code) for p in problems] == [(f"briefs/harbour/{what}", "outside")]
    assert not [s for s in story.sources if "secret" in os.path.realpath(s.file)]


def test_a_story_that_is_a_link_out_of_the_site_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "elsewhere", {})
    (tmp_path / "site" / "briefs").mkdir(parents=True)
    (tmp_path / "site" / "briefs" / "harbour").symlink_to(folder)
    story, problems = read_story(tmp_path / "site" / "briefs" / "harbour", tmp_path / "site")
    assert [p.code for p in problems] == ["outside"]
    assert story.sources == ()


def test_a_link_within_the_story_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    (folder / "sources" / "b.txt").symlink_to("coast.txt")
    assert [s.id for s in read_story(folder, tmp_path)[0].sources] == ["b", "coast"]


def test_a_loop_of_links_and_a_folder_in_place_of_a_file_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    (folder / "story.yml").mkdir()
    (folder / "overrides.yml").symlink_to("overrides.yml")
    _, problems = read_story(folder, tmp_path)
    assert [(p.path, p.code) for p in problems] == [
        ("briefs/harbour/story.yml", "unreadable"),
        ("briefs/harbour/overrides.yml", "unreadable"),
    ]


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    (folder / "story.yml").write_bytes(b"articles:\n  coast.txt:\n    outlet: Caf\xe9\n")
    [problem] = read_story(folder, tmp_path)[1]
    assert (problem.code, problem.line) == ("encoding", 3)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path, {"story.yml": "articles:\n"})
    with (folder / "overrides.yml").open("wb") as huge:
        huge.truncate(50_000_000_000)
    assert [p.code for p in read_story(folder, tmp_path)[1]] == ["yaml-size"]


# --- the schemas -----------------------------------------------------------------------------------------------

WHERE = {"where": "A ferry"}
GOOD: dict[str, dict[str, Any]] = {
    "speaker": {**WHERE, "to": "Ann"}, "name": {"where": ["Ann"], "to": "Ann Lee"}, "role": {**WHERE, "to": "mayor"},
    "drop": WHERE, "join": {"where": ["a", "b"]}, "part": {"where": ["a", "b"]}, "wording": WHERE,
    "order": {**WHERE, "to": 1}, "article": {"article": "coast.txt", "outlet": "Post"}, "note": {"to": "A note"},
    "background": {**WHERE, "to": "in"}, "independence": {"articles": ["coast.txt", "coast.txt"], "to": "dependent"},
    "headline": {"to": "Talks"}, "teaser": {"to": "Two reports"},
    "add": {**WHERE, "to": "Ann"}, "trim": {**WHERE, "to": "A ferry"}, "cue": {**WHERE, "to": "said"},
    "checked": {**WHERE, "on": "2026-03-01"}, "read": {**WHERE, "article": "coast.txt", "to": "out"},
}  # fmt: skip
WRONG: dict[str, Any] = {
    "a key that means nothing": {"wher": "x"}, "no reason": {"why": None}, "an empty reason": {"why": " "},
    "a list for words": {"why": ["x"]}, "a mapping for words": {"why": {"x": "y"}},
}  # fmt: skip


def test_the_schemas_of_the_package_are_those_of_the_checker() -> None:
    """When this fails: python -m storybrief.story.schema src/storybrief/starter/schema, and storybrief build."""
    packaged = ROOT / "src" / "storybrief" / "starter" / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in packaged.iterdir()} == dict(schemas())
    here = {f"briefs/.schema/{p.name}": p.read_bytes() for p in (ROOT / "briefs" / ".schema").glob("*.json")}
    assert here == sealed_schemas()


def _described(part: dict[str, Any], inside: dict[str, Any]) -> bool:
    """Whether a part of a schema has a hover text, of its own or through what it refers to."""
    if part.get("description"):
        return True
    refers = [part.get("$ref", ""), *(one.get("$ref", "") for one in part.get("anyOf", ()))]
    return any(inside["$defs"][ref.rsplit("/", 1)[-1]].get("description") for ref in refers if ref)


@pytest.mark.parametrize("name", sorted(schemas()))
def test_everything_in_a_schema_has_a_hover_text(name: str) -> None:
    schema = json.loads(schemas()[name])
    assert schema["description"].startswith(schema["title"])
    for part in (schema, *schema.get("$defs", {}).values()):
        for key, field in part.get("properties", {}).items():
            assert _described(field, schema), f"{part.get('title')}: {key}"
            assert not isinstance(field.get("title"), str), "it would only say the key again"


def test_hovering_over_what_an_override_does_explains_it() -> None:
    changes = json.loads(schemas()["overrides.json"])["$defs"]
    for kind, model in CHANGES.items():
        change = changes[model.__name__]
        assert change["title"] == f"do: {kind}"
        assert change["properties"]["do"] == {"const": kind, "description": change["description"], "type": "string"}


def test_the_examples_files_name_their_schemas() -> None:
    for name in ("story", "overrides"):
        file = ROOT / "briefs" / "gaza-ceasefire" / f"{name}.yml"
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found
        assert (file.parent / found[1]).is_file()


@pytest.mark.parametrize("kind", CHANGES)
def test_schema_and_checker_accept_the_same(tmp_path: Path, kind: str) -> None:
    entry = {"do": kind, **GOOD[kind], **({} if kind == "checked" else {"why": "x"})}
    assert agree(tmp_path, {"overrides": [entry]}) is True
    for key in entry:
        assert agree(tmp_path, {"overrides": [{k: v for k, v in entry.items() if k != key}]}) is False, key


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("kind", CHANGES)
def test_schema_and_checker_refuse_the_same(tmp_path: Path, kind: str, wrong: str) -> None:
    assert agree(tmp_path, {"overrides": [{"do": kind, **GOOD[kind], "why": "x", **WRONG[wrong]}]}) is False


@pytest.mark.parametrize(
    ("more", "good"),
    [
        ({"do": "add", "to": None, "cue": "said", "kind": "direct", "why": "x"}, True),
        ({"do": "add", "to": "Ann", "kind": "spoken", "why": "x"}, False),
        ({"do": "cue", "to": None, "why": "x"}, True),
        ({"do": "trim", "to": None, "why": "x"}, False),
        ({"do": "checked", "to": "Ann", "on": "2026-03-01", "article": "coast.txt"}, True),
        ({"do": "checked", "on": "1 March 2026"}, False),
        ({"do": "checked", "on": "20260301"}, False),
    ],
)
def test_schema_and_checker_agree_on_what_a_statement_is(tmp_path: Path, more: dict[str, Any], good: bool) -> None:
    assert agree(tmp_path, {"overrides": [{**WHERE, **more}]}) is good


@pytest.mark.parametrize(
    ("about", "good"),
    [
        ({}, True),
        (None, True),
        (
            {"title": "x", "outlet": "x", "author": None, "published": "2025-07-08T17:30+02:00", "language": "en-GB"},
            True,
        ),
        ({"published": "2025-07-08"}, True),
        ({"published": "8 July 2025"}, False),
        ({"published": "20250708"}, False),
        ({"published": "2025-W28-2"}, False),
        ({"url": "https://example.org"}, True),
        ({"url": "http://example.org/a?b=c&d#e"}, True),
        ({"url": "https://example.org/@desk?to=a@b.example"}, True),
        ({"url": "https://desk:secret@example.org/a"}, False),
        ({"url": "https://desk@example.org"}, False),
        ({"url": "javascript:alert(1)"}, False),
        ({"url": "example.org"}, False),
        ({"url": "https://"}, False),
        ({"url": "https://example.org/a b"}, False),
        ({"language": "English, I think"}, False),
        ({"title": "\u200b"}, False),
        ({"titel": "x"}, False),
        ("The Post", False),
        ([], False),
    ],
)
def test_schema_and_checker_agree_on_what_is_known_of_an_article(tmp_path: Path, about: Any, good: bool) -> None:
    assert agree(tmp_path, {"articles": {"coast.txt": about}}, "story") is good


@pytest.mark.parametrize(
    ("length", "good"),
    [
        (1, True),
        (4, True),
        (60, True),
        (0, False),
        (61, False),
        (-4, False),
        (2.5, False),
        ("four", False),
        (True, False),
        (None, True),
        ([4], False),
    ],
)
def test_schema_and_checker_agree_on_the_length(tmp_path: Path, length: Any, good: bool) -> None:
    assert agree(tmp_path, {"length": length}, "story") is good


def test_schema_and_checker_agree_on_the_files_as_a_whole(tmp_path: Path) -> None:
    assert agree(tmp_path, {"articles": None, "reproduce": "full"}, "story") is True
    assert agree(tmp_path, {"overrides": None}) is True
    assert agree(tmp_path, {"reproduce": "all"}, "story") is False
    assert agree(tmp_path, {"headline": "x"}, "story") is False
    assert agree(tmp_path, {"overrides": []}) is True
    assert agree(tmp_path, {"overrides": {}}) is False
    assert agree(tmp_path, {"overrides": ["x"]}) is False
    assert agree(tmp_path, {"overrides": [{"do": "nothing", "why": "x"}]}) is False
    assert agree(tmp_path, {"headline": "x", "overrides": []}) is False


def agree(site: Path, data: Any, name: str = "overrides") -> bool:
    """Whether the JSON Schema and the checker accept `data`; fails when they do not say the same."""
    empty = {"story.yml": "", "overrides.yml": ""}
    files = {**empty, f"{name}.yml": yaml.safe_dump(data, allow_unicode=True)}
    _, problems = read_story(write(site, files), site)
    accepted = not errors(problems)
    by_schema = fits(data, json.loads(schemas()[f"{name}.json"]))
    assert by_schema == accepted, [str(p) for p in problems]
    return accepted


# --- as much of JSON Schema (2020-12) as the two schemas use: enough to try them without another library -----------

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {
    "$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "default", "description", "discriminator",
    "enum", "examples", "format", "items", "maximum", "maxItems", "minItems", "minimum", "minProperties", "oneOf", "pattern", "properties",
    "required", "title", "type",
}  # fmt: skip


def fits(data: Any, schema: dict[str, Any], root: dict[str, Any] | None = None) -> bool:
    root = schema if root is None else root
    assert set(schema) <= KNOWN, f"teach this checker: {set(schema) - KNOWN}"
    if "$ref" in schema:
        return fits(data, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    return all(
        (
            "type" not in schema or any(is_type(data, t) for t in as_list(schema["type"])),
            "const" not in schema or data == schema["const"],
            "enum" not in schema or data in schema["enum"],
            not isinstance(data, str) or re.search(schema.get("pattern", ""), data) is not None,
            not isinstance(data, int) or schema.get("minimum", data) <= data <= schema.get("maximum", data),
            "anyOf" not in schema or any(fits(data, s, root) for s in schema["anyOf"]),
            "oneOf" not in schema or sum(fits(data, s, root) for s in schema["oneOf"]) == 1,
            not isinstance(data, list) or fits_list(data, schema, root),
            not isinstance(data, dict) or fits_object(data, schema, root),
        )
    )


def fits_list(data: list[Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    inside = schema.get("minItems", 0) <= len(data) <= schema.get("maxItems", len(data))
    return inside and all(fits(item, schema.get("items", {}), root) for item in data)


def fits_object(data: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    enough = len(data) >= schema.get("minProperties", 0) and all(key in data for key in schema.get("required", ()))
    return enough and all(
        fits(value, known[key], root) if key in known else others is not False and fits(value, others or {}, root)
        for key, value in data.items()
    )


def is_type(data: Any, name: str) -> bool:
    if name in ("integer", "number"):
        return isinstance(data, int if name == "integer" else (int, float)) and not isinstance(data, bool)
    return isinstance(data, TYPES[name])


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
