"""How does an override get into overrides.yml, as a person would put it there? At the end; nothing else of the file changes.

What is shown is what is written: the lines come as they were shown, and are proved before and after they are put in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from storybrief.problems import errors
from storybrief.store.strict_yaml import load
from storybrief.story.schema import CHANGES

ABSENT = "absent"
"""The tag of a file that is not there."""

_ITEM = re.compile(r"^( *)- ", re.MULTILINE)
_LIST = re.compile(r"^overrides:", re.MULTILINE)
_BY_HAND = "The desk adds to a list that has one “- do:” a line, and {} has another form. Copy the lines, and put them in by hand."


class RefusedError(Exception):
    """What was asked for is not done; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the file writes its entries: what has to stand before the first one, and the indent of each."""

    start: str
    indent: str


def tag(data: bytes | None) -> str:
    """Return what tells one state of a file from every other; `data` are its bytes, None when it is not there."""
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()


def form_of(data: bytes | None) -> Form:
    """Return how a file, which need not be right, writes its overrides."""
    text = (data or b"").decode("utf-8-sig", "replace")
    items = _items(_composed(text))
    if isinstance(items, SequenceNode) and items.value and not items.flow_style:
        return Form("", " " * items.start_mark.column)
    item = _ITEM.search(text)
    return Form("" if _LIST.search(text) else "overrides:\n", item[1] if item else "  ")


def entries_in(lines: str) -> tuple[Mapping[str, Any], ...]:
    """Return the overrides that `lines` are, as they are shown: without what stands before the first.

    Raises RefusedError when they are anything else than overrides that the schema knows.
    """
    data, _, problems = load(f"overrides:\n{lines}", "overrides.yml")
    made = data.get("overrides") if isinstance(data, dict) and len(data) == 1 else None
    if errors(problems) or not isinstance(made, list) or not made:
        raise RefusedError("These lines are no overrides.")
    for entry in made:
        model = CHANGES.get(str(entry.get("do"))) if isinstance(entry, dict) else None
        if model is None:
            raise RefusedError("These lines are no overrides.")
        try:
            model.model_validate(entry)
        except ValidationError as wrong:
            key = next((str(e["loc"][0]) for e in wrong.errors() if e["loc"]), "do")
            raise RefusedError(f"Mend “{key}:”, which is missing or cannot be so.") from None
    return tuple(made)


def appended(data: bytes | None, lines: str, name: str = "overrides.yml") -> bytes:
    """Return the file's bytes with `lines` as the last of its overrides; all bytes that were there stay, in their order.

    The one exception is a list that says that it is empty (`[]`, `null`): that gives way to the lines.

    Raises RefusedError when the file is not right, or when it would not say the same and the new entries.
    """
    new = entries_in(lines)
    try:
        text = (data or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"Save {name} as UTF-8 first.") from None
    old, _, problems = load(text.removeprefix("\ufeff"), name)
    if errors(problems) or not isinstance(old, dict | None):
        raise RefusedError(f"Mend {name} first: it cannot be read as it is.")
    text = _opened(text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    at, start = _where(text)
    addition = f"{start}{lines if lines.endswith(chr(10)) else lines + chr(10)}".replace("\n", line_end)
    before = "" if not text[:at] or text[:at].endswith("\n") else line_end
    made = f"{text[:at]}{before}{addition}{text[at:]}"
    kept = old or {}
    wanted = {**kept, "overrides": [*(kept.get("overrides") or []), *new]}
    said, _, problems = load(made.removeprefix("\ufeff"), name)
    if errors(problems) or said != wanted:
        raise RefusedError(_BY_HAND.format(name))
    return made.encode()


def _opened(text: str) -> str:
    """Return the text without an empty list's own sign, in whose place nothing can be added."""
    bom = text.startswith("\ufeff")
    items = _items(_composed(text.removeprefix("\ufeff")))
    empty = isinstance(items, SequenceNode) and items.flow_style and not items.value
    nothing = isinstance(items, ScalarNode) and items.tag.endswith(":null") and items.value
    if items is None or not (empty or nothing):
        return text
    start, end = items.start_mark.index + bom, items.end_mark.index + bom
    return text[:start].rstrip(" ") + text[end:]


def _where(text: str) -> tuple[int, str]:
    """Return the offset at which an entry is put in, and what has to stand before it.

    That is the end of the file, behind its last comment, unless another part of the file follows the overrides.
    """
    bom = text.startswith("\ufeff")
    root = _composed(text.removeprefix("\ufeff"))
    items = _items(root)
    if items is None or root is None:
        return len(text), "overrides:\n"
    later = [key.start_mark.index for key, _ in root.value if key.start_mark.index > items.start_mark.index]
    if not later:
        return len(text), ""
    end = _end(items) + bom
    newline = text.find("\n", end - 1 if text[end - 1 : end] == "\n" else end)
    return (len(text) if newline < 0 else newline + 1), ""


def _end(node: Node) -> int:
    """Return the offset behind the last word of a node; PyYAML counts the comments behind a list to the list."""
    while isinstance(node, SequenceNode | MappingNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _composed(text: str) -> MappingNode | None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    return root if isinstance(root, MappingNode) else None


def _items(root: MappingNode | None) -> Node | None:
    """Return the node of the overrides; None when the file has no such key."""
    for key, value in root.value if root else ():
        if isinstance(key, ScalarNode) and key.value == "overrides":
            return value if isinstance(value, Node) else None
    return None
