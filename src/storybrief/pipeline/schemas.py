"""How do a site's copies of the schemas stay those of the tool? A build replaces what the tool wrote, and only that.

Beside them each story has two of its own, which offer the file names of its articles and its speakers. Those of all
stories are packaged as `story/schema.py` made them, for a build that finds nothing to do has no need of pydantic.
"""

from __future__ import annotations

import importlib.resources
import json
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from storybrief.pages.seal import seal_json, sealed
from storybrief.pipeline.publish import read
from storybrief.problems import Problem, warning
from storybrief.store.files import replace_file
from storybrief.store.layout import BRIEFS

SCHEMAS = f"{BRIEFS}/.schema"
_NAMES = ("overrides.json", "people.json", "story.json")


def schemas() -> dict[str, bytes]:
    """Return the schemas that the first line of story.yml and overrides.yml names: path in a site -> bytes, sealed."""
    packaged = importlib.resources.files("storybrief") / "starter" / "schema"
    made = {name: json.loads((packaged / name).read_text("utf-8")) for name in _NAMES}
    return {f"{SCHEMAS}/{name}": seal_json(schema).encode() for name, schema in made.items()}


def refresh_schemas(site: Path) -> tuple[Problem, ...]:
    """Bring the schemas of a site up to date, if it has their folder; return a warning for each that somebody changed.

    Such a file is left alone. Raises OSError when one cannot be read or written.
    """
    if not (site / SCHEMAS).is_dir():
        return ()
    problems = []
    for path, data in schemas().items():
        there, text = read(site / path), data.decode()
        if there is None or (there != text and sealed(there)):
            replace_file(site / path, data)
        elif there != text:
            message = "To have the one of this version, delete this file and build again: somebody changed it."
            problems.append(warning("schema", path, 0, message))
    return tuple(problems)


# --- of one story ------------------------------------------------------------------------------------------------

_NAMED_BY = ("speaker", "add", "checked")  # overrides whose `to:` is a speaker


def own_schemas(story: str, files: Iterable[str], speakers: Iterable[str]) -> dict[str, bytes]:
    """Return the schemas of one story: path in a site -> bytes, sealed. They take what the common ones take, and offer names.

    `files` are the names of its articles' files, `speakers` those that its brief shows.
    """
    articles, names = list(files), _offered(speakers)
    about = {"$ref": "../story.json#/$defs/About"}
    listed = {"properties": {"articles": {"properties": dict.fromkeys(articles, about)}}}
    entry = {
        "properties": {"article": _offered(articles), "articles": {"items": _offered(articles)}},
        "allOf": [
            _when(_NAMED_BY, {"to": names}),
            _when(("name",), {"to": names, "where": {"items": names}}),
            _when(("role",), {"where": names}),
        ],
    }
    overrides = {"properties": {"overrides": {"items": entry}}}
    made = {"story.json": listed, "overrides.json": overrides}
    return {
        f"{SCHEMAS}/{story}/{name}": seal_json({"allOf": [{"$ref": f"../{name}"}, offer], "$schema": _DRAFT}).encode()
        for name, offer in made.items()
    }


_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _offered(words: Iterable[str]) -> dict[str, object]:
    """Offer words, and take any others too: what is wrong the build tells, with the nearest."""
    offered = sorted({*words})
    return {"anyOf": [{"enum": offered}, {}]} if offered else {}


def _when(kinds: Collection[str], offers: dict[str, object]) -> dict[str, object]:
    return {"if": {"properties": {"do": {"enum": list(kinds)}}, "required": ["do"]}, "then": {"properties": offers}}


def refresh_schemas_of(site: Path, story: str, files: Iterable[str], speakers: Iterable[str]) -> None:
    """Bring a story's own schemas up to date, if the site has schemas; one that somebody changed is left alone."""
    if not (site / SCHEMAS).is_dir():
        return
    for path, data in own_schemas(story, files, speakers).items():
        there = read(site / path)
        if there is None or (there != data.decode() and sealed(there)):
            (site / path).parent.mkdir(exist_ok=True)
            replace_file(site / path, data)


def forget_schemas(site: Path, stories: Collection[str]) -> None:
    """Take away the schemas of stories that are none of `stories`, unless somebody put something beside them."""
    folder = site / SCHEMAS
    for own in folder.iterdir() if folder.is_dir() else ():
        if own.is_dir() and own.name not in stories and all(sealed(read(file) or "") for file in own.iterdir()):
            shutil.rmtree(own)
