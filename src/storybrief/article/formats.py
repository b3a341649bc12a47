"""Of what format is a source? Its first bytes decide; the suffix only where they say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from storybrief.store.layout import SUFFIXES, Format, has_suffix

NAMES: Mapping[Format, tuple[str, str]] = {
    "text": ("plain text", ".txt"),
    "markdown": ("Markdown", ".md"),
    "page": ("a web page", ".html"),
    "mail": ("an e-mail, or a page saved as one file", ".eml"),
    "word": ("a Word file", ".docx"),
    "pdf": ("a PDF file", ".pdf"),
    "vtt": ("subtitles (WebVTT)", ".vtt"),
    "srt": ("subtitles (SubRip)", ".srt"),
    "feed": ("an item of a feed", ".xml"),
}
"""Format -> what a person calls it, and its usual suffix."""

_LOOK = 4096  # bytes; what a format begins with stands in the first of them

_HEADER = re.compile(
    rb"(?:From |[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3}", re.IGNORECASE
)  # three header lines in a row, each with what it goes on with
_OF_MAIL = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Return-Path|DKIM-Signature|Content-Type|Snapshot-Content-Location):",
    re.IGNORECASE | re.MULTILINE,
)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)  # fmt: skip
_FEED = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<\?[^>]*\?>\s*|<!--.{0,500}?-->\s*)*<(?:rss|feed|rdf:RDF|item|entry)\b", re.DOTALL)  # fmt: skip
_SRT = re.compile(rb"\s*\d{1,6}[ \t]*\n\d{1,3}:\d{2}:\d{2}[,.]\d{1,3} *--> *\d")


def _is_mail(head: bytes) -> bool:
    headers = head.split(b"\n\n", 1)[0] + b"\n"
    return bool(_HEADER.match(head)) and bool(_OF_MAIL.search(headers))


# What the first bytes look like, line ends as LF, without a byte order mark; the first row that fits is taken.
_CONTENTS: tuple[tuple[Format, Callable[[bytes], object]], ...] = (
    ("pdf", lambda head: b"%PDF-" in head[:1024] and not _PAGE.match(head)),
    ("word", lambda head: head.startswith(b"PK\x03\x04")),
    ("vtt", lambda head: re.match(rb"WEBVTT(?:[ \t\n]|\Z)", head)),
    ("srt", _SRT.match),
    ("mail", _is_mail),
    ("page", _PAGE.match),
    ("feed", _FEED.match),
)


def format_of(name: str, head: bytes) -> Format | None:
    """Return the format of a file by its first bytes, else by its suffix; None when neither is known.

    A file without a suffix, in which nothing is known, is plain text.
    """
    plain = head[:_LOOK].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    by_name = SUFFIXES.get(PurePath(name).suffix.lower())
    for found, fits in _CONTENTS:
        if fits(plain):
            return found if found != "page" or by_name != "markdown" else "markdown"
    if by_name is None and not has_suffix(name):
        return "text"
    return by_name
