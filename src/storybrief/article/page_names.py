"""What do an element's tag and names say of the words in it? `page_names.tsv` has the patterns."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    content = files("storybrief.article").joinpath("page_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in content.splitlines() if line and not line.startswith("#"))
    return tuple((kind, re.compile(pattern)) for kind, pattern in rows)


@lru_cache(maxsize=4096)
def kind_of(tag: str, names: str) -> str:
    """Return what an element's tag and names say of the words in it (`page_names.tsv`), or ""."""
    if tag in ("html", "body"):
        return ""
    named = f"{tag}: {names}"
    return next((kind for kind, pattern in _kinds() if pattern.search(named)), "")
