"""Where does a site keep its things? Paths relative to the site's folder."""

from __future__ import annotations

import re
import unicodedata

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
LIKE_ARTICLES = frozenset(
    (
        ".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xht", ".mhtml", ".mht", ".eml", ".docx", ".pdf", ".vtt",
        ".srt", ".xml", ".rss", ".atom",
    )
)  # fmt: skip
"""What the names of files end in that can be an article; one without a suffix can be one too."""
EVIDENCE = "evidence.md"  # in a story's folder in content/


def slug(name: str) -> str:
    """Return `name` as lower-case ASCII letters, digits and single hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
