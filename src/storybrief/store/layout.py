"""Where does a site keep its things? Paths relative to the site's folder."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePath
from typing import Literal

BRIEFS, CONTENT, TEMPLATES = "briefs", "content", "templates"
MKDOCS, PEOPLE_FILE = "mkdocs.yml", "people.yml"  # the second in briefs/
HOME, CORRECTIONS = "index.md", "corrections.md"  # in content/
PEOPLE, OUTLETS = "people", "outlets"  # folders in content/
MONTHS = "months"  # another
EARLIER = "earlier"  # a folder in a story's sources/: what an article was before a newer version replaced it
SITE_WIDE = (PEOPLE, OUTLETS, MONTHS, CORRECTIONS)
"""What is about all stories."""

TAKEN = frozenset((PEOPLE, OUTLETS, MONTHS, CORRECTIONS.removesuffix(".md"), "assets", "pagefind"))
"""Folders of the built site that are no story's; the last two hold the theme's files and the search."""

SET_ASIDE = "_"
"""What the name of a folder in briefs/, or in a story's sources/, begins with that people keep for themselves."""

IGNORED = re.compile(r"(?:\..*|~.*|.*~|Thumbs\.db|desktop\.ini)\Z")
"""The names of files and folders in briefs/ that are no story and no source: hidden ones, and those of tools."""
Format = Literal["text", "markdown", "page", "mail", "word", "pdf", "vtt", "srt", "feed"]
SUFFIXES: Mapping[str, Format] = {
    ".txt": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".xht": "page",
    ".eml": "mail", ".mhtml": "mail", ".mht": "mail",
    ".docx": "word", ".pdf": "pdf", ".vtt": "vtt", ".srt": "srt",
    ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
"""What the name of a file ends in that can be an article -> the format it stands for. One without can be one too."""
EVIDENCE = "evidence.md"  # in a story's folder in content/


def slug(name: str) -> str:
    """Return `name` as lower-case ASCII letters, digits and single hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def has_suffix(name: str) -> bool:
    """Whether the name of a file ends in a suffix of any format, known here or not; "St. Orla" does not."""
    return bool(_REAL_SUFFIX.fullmatch(PurePath(name).suffix))


_REAL_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")


def article_id(name: str) -> str:
    """Return the id of the article in a file of this name: its slug; empty when it has no letter or digit.

    Letters of other scripts than Latin have no slug, so a part of the SHA-256 of the whole name stands for them.
    """
    stem = unicodedata.normalize("NFC", PurePath(name).stem if has_suffix(name) else name)
    short = slug(stem)
    if not any(map(_has_no_slug, stem)):
        return short
    return f"{short or 'article'}-{hashlib.sha256(stem.encode()).hexdigest()[:8]}"


def _has_no_slug(sign: str) -> bool:
    if sign.isascii() or not sign.isalnum() or unicodedata.name(sign, "").startswith("LATIN "):
        return False
    return not unicodedata.normalize("NFKD", sign).encode("ascii", "ignore")
