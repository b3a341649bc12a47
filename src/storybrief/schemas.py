"""How do a site's copies of the schemas stay those of the tool? A build replaces what the tool wrote, and only that.

They are packaged as `story/schema.py` made them, for a build that finds nothing to do has no need of pydantic.
"""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path

from storybrief.files import replace_file
from storybrief.layout import BRIEFS
from storybrief.pages.seal import seal_json, sealed
from storybrief.problems import Problem, warning
from storybrief.publish import read

_FOLDER = f"{BRIEFS}/.schema"
_NAMES = ("overrides.json", "people.json", "story.json")


def schemas() -> dict[str, bytes]:
    """Return the schemas that the first line of story.yml and overrides.yml names: path in a site -> bytes, sealed."""
    packaged = importlib.resources.files("storybrief") / "starter" / "schema"
    made = {name: json.loads((packaged / name).read_text("utf-8")) for name in _NAMES}
    return {f"{_FOLDER}/{name}": seal_json(schema).encode() for name, schema in made.items()}


def refresh_schemas(site: Path) -> tuple[Problem, ...]:
    """Bring the schemas of a site up to date, if it has their folder; return a warning for each that somebody changed.

    Such a file is left alone. Raises OSError when one cannot be read or written.
    """
    if not (site / _FOLDER).is_dir():
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
