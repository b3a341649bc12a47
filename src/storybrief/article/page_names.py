"""What do an element's tag and names say of the words in it? `page_names.tsv` has the patterns."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from storybrief.english.tables import rows


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in rows("article/page_names.tsv"))


@lru_cache(maxsize=4096)
def kind_of(tag: str, names: str) -> str:
    """Return what an element's tag and names say of the words in it (`page_names.tsv`), or ""."""
    if tag in ("html", "body"):
        return ""
    named = f"{tag}: {names}"
    return next((kind for kind, pattern in _kinds() if pattern.search(named)), "")
