"""What is known about an article: who published it, who wrote it, when, where on the web, in what language?"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from storybrief.article import byline
from storybrief.article.draft import tidy
from storybrief.model import Paragraph

FIELDS = ("title", "outlet", "author", "published", "url", "language", "modified", "archived")

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?")
_NO_YEAR = ("0001", "9999")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def clean(field: str, value: str) -> tuple[str | None, str | None]:
    """Return a metadata value as one line, and what is wrong with it.

    A value that is not what the field must hold is (None, "…"); an empty one is (None, None). `published` and
    `modified` must be ISO 8601, `url` and `archived` an absolute http address (a
    user's name and password are taken out of it), `language` a BCP 47 tag (RFC 5646; "_" becomes "-").
    """
    words = " ".join(tidy(value).split())
    if not words:
        return None, None
    if field in ("published", "modified"):
        found = iso(words)
        return found, None if found else "is no date such as 2025-05-03 or 2025-05-03T17:00+02:00"
    if field in ("url", "archived"):
        if is_address(words):
            return _without_user(words), None
        return None, "is no address that starts with http:// or https://"
    if field == "language":
        good = _LANGUAGE.fullmatch(words)
        return (words.replace("_", "-"), None) if good else (None, "is no language code such as en or en-GB")
    return words, None


def iso(words: str) -> str | None:
    """Return a date, or a date with time, as ISO 8601 ("2025-05-03 17:00 +0200" -> "2025-05-03T17:00+0200").

    None for what is none, and for the first and the last year, by which machines mean that there is no date.
    """
    if not _ISO.fullmatch(words) or words.startswith(_NO_YEAR):
        return None
    joined = words[:10] + words[10:].replace(" ", "T", 1).replace(" ", "")
    try:
        datetime.datetime.fromisoformat(joined)
    except ValueError:
        return None
    return joined


def _without_user(address: str) -> str:
    """Return an address without the user's name and password that it was opened with: they are not for readers."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else address


def is_address(words: str) -> bool:
    """Whether the words are an absolute http(s) address with a host and without spaces."""
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\]", words)


def together(
    declared: Mapping[str, str | None], of_file: Mapping[str, str], text: str, paragraphs: tuple[Paragraph, ...]
) -> dict[str, str | None]:
    """Return every field's value: declared in story.yml, else by the file's metadata, else found in its text.

    In the text an author or date is found only in a byline or line of date, and the title only in the paragraph
    with that role. What none of the three gives is None, and so is what people declare to be None: not known.
    """
    found = _in_text(text, paragraphs)
    return {f: declared[f] if f in declared else of_file.get(f) or found.get(f) for f in FIELDS}


def _in_text(text: str, paragraphs: tuple[Paragraph, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        line = " ".join(paragraph.span.of(text).split())
        if paragraph.role == "title":
            found.setdefault("title", line)
        if paragraph.role == "byline" and (author := byline.author(line)):
            found.setdefault("author", author)
        if paragraph.role in ("byline", "dateline") and (day := byline.published(line)):
            found.setdefault("published", day)
    return found
