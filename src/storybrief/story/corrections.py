"""What did the editors get wrong before, and say so? `corrections:` in overrides.yml."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError

from storybrief.model import Correction
from storybrief.problems import Problem, error
from storybrief.store.strict_yaml import KeyPath
from storybrief.story.schema import CorrectionEntry

Told = Callable[[ValidationError, type[BaseModel], KeyPath], list[Problem]]


def corrections(
    entries: Any, shown: str, line_of: Callable[[KeyPath], int], told: Told
) -> tuple[tuple[Correction, ...], list[Problem]]:
    """Read the list `corrections:`, newest first; `told` puts what is wrong with an entry into sentences."""
    if entries is None:
        return (), []
    if not isinstance(entries, list):
        message = "Make “corrections:” a list: each entry starts with “- kind:”."
        return (), [error("wrong-type", shown, line_of(("corrections",)), message)]
    made: list[Correction] = []
    problems: list[Problem] = []
    for index, entry in enumerate(entries):
        at: KeyPath = ("corrections", index)
        try:
            found = CorrectionEntry.model_validate(entry)
        except ValidationError as wrong:
            problems += told(wrong, CorrectionEntry, at)
            continue
        made.append(Correction(found.kind, found.what, found.when, found.why, shown, line_of(at)))
    return tuple(sorted(made, key=lambda one: one.when, reverse=True)), problems
