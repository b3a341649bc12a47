"""Which files in content/ are the build's own, and untouched? Each carries a hash of all its other lines."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

import msgspec

# In the front matter of a page, or as the first key of a JSON file.
_SEAL = re.compile(r'^(?:storybrief: ([0-9a-f]{16})|  "storybrief": "([0-9a-f]{16})",)\n', re.MULTILINE)


def seal(text: str) -> str:
    """Return a page's text, tidied, with a hash of all its other lines in the front matter."""
    tidy = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip("\n") + "\n"
    head, rest = tidy.removeprefix("---\n").split("\n---\n", 1)
    return f"---\n{head}\nstorybrief: {_hash(tidy)}\n---\n{rest}"


def seal_json(values: Mapping[str, object]) -> str:
    """Return an object as JSON, indented, its first key a hash of all the other lines."""
    try:
        text = msgspec.json.format(msgspec.json.encode(values, enc_hook=str), indent=2).decode() + "\n"
    except UnicodeEncodeError:  # half a pair, which YAML can write, is escaped as JSON does
        text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
        text = text.encode("utf-8", "backslashreplace").decode()
    return text.replace("{\n", f'{{\n  "storybrief": "{_hash(text)}",\n', 1)


def sealed(text: str) -> bool | None:
    """Return whether a file is just as the build made it; None when the build did not make it at all."""
    found = _SEAL.search(text.replace("\r\n", "\n"))
    if not found:
        return None
    unsealed = _SEAL.sub("", text.replace("\r\n", "\n"), count=1)
    return _hash(unsealed) == (found[1] or found[2])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
