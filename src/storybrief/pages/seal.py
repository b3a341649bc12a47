"""Which files in content/ are the build's own, and untouched? Each carries a hash of all its other lines."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

import msgspec

# In the front matter of a page, as the first key of a JSON file, or as the last column of a CSV file, which has no cells.
_SEAL = re.compile(r'^(?:storybrief: ([0-9a-f]{16})|  "storybrief": "([0-9a-f]{16})",)\n', re.MULTILINE)
_COLUMN = re.compile(r"\A(\ufeff[^\n]*),storybrief ([0-9a-f]{16})\n")


def seal(text: str) -> str:
    """Return a page's text, tidied, with a hash of all its other lines in the front matter."""
    lines = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    tidy = re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
    head, rest = tidy.removeprefix("---\n").split("\n---\n", 1)
    return f"---\n{head}\nstorybrief: {_hash(tidy)}\n---\n{rest}"


def seal_json(values: Mapping[str, object]) -> str:
    """Return an object as JSON, indented, its first key a hash of all the other lines."""
    return _sealed_json(_json(values, 2) + "\n")


def seal_rows(values: Mapping[str, object]) -> str:
    """Return an object as JSON with each item of its lists on one line: a third smaller than indented, and what changes
    in an item is still one line that changes. Its first key is a hash of all the other lines.
    """
    parts = []
    for key, value in values.items():
        items = ",\n".join(_json(item, -1) for item in value) if isinstance(value, list) else ""
        parts.append(f"  {_json(key, -1)}: " + (f"[\n{items}\n  ]" if items else _json(value, -1)))
    return _sealed_json("{\n" + ",\n".join(parts) + "\n}\n")


def _json(value: object, indent: int) -> str:
    try:
        return msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=indent).decode()
    except UnicodeEncodeError:  # half a pair, which YAML can write, is escaped as JSON does
        text = json.dumps(value, ensure_ascii=False, indent=indent if indent > 0 else None)
        return text.encode("utf-8", "backslashreplace").decode()


def _sealed_json(text: str) -> str:
    return text.replace("{\n", f'{{\n  "storybrief": "{_hash(text)}",\n', 1)


def seal_csv(text: str) -> str:
    """Return CSV (its lines end in a line feed) with one more column, empty, whose name has a hash of all that is before."""
    marked = f"\ufeff{text}"
    head, rest = marked.split("\n", 1)
    return f"{head},storybrief {_hash(marked)}\n{rest}"


def sealed(text: str) -> bool | None:
    """Return whether a file is just as the build made it; None when the build did not make it at all."""
    if column := _COLUMN.match(text.replace("\r\n", "\n")):
        return _hash(_COLUMN.sub(r"\1\n", text.replace("\r\n", "\n"))) == column[2]
    found = _SEAL.search(text.replace("\r\n", "\n"))
    if not found:
        return None
    unsealed = _SEAL.sub("", text.replace("\r\n", "\n"), count=1)
    return _hash(unsealed) == (found[1] or found[2])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
