"""Where was a saved page first published, when an archive, a cache, a reader's view or an extension saved it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from lxml.html import HtmlElement

_HEAD = 8_192
# Browsers, and the extension SingleFile, write the address of a page they save into its first lines.
_NOTES = (
    re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->"),
    re.compile(r"Page saved with SingleFile\s+url:\s*(\S{1,2000})"),
)
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?P<of>(?:https?:/{1,2})?\S+)")
_ARCHIVE = re.compile(r"https?://archive\.(?:ph|today|is|li|vn|fo|md)/(?:\S*?(?P<of>https?://\S+))?")
_CACHE = re.compile(r"https?://webcache\.googleusercontent\.com/search\?\S*?q=cache:(?:[\w-]+:)?(?P<of>[^&+\s]+)")
_AMP = re.compile(
    r"https?://(?:[\w-]+\.)?cdn\.ampproject\.org/(?:c|v|wp/c|wp/s|ii|i)/(?:(?P<safe>s)/)?(?P<of>[^\s?#]+)"
)


# Where an archive writes its own address and the original's, and whether what stands there is the original's as it is.
_LINKS = (
    ('//link[@rel="canonical"]/@href', False),
    ('//link[@rel="bookmark"]/@href', False),
    ('//meta[@property="og:url"]/@content', False),
    ('//form//input[@name="q" and starts-with(@value, "http")][ancestor::*[@id="HEADER"]]/@value', True),
    ('//a[contains(@class, "reader-domain")]/@href', True),
)


@dataclass(frozen=True, slots=True)
class Saved:
    """The address at which a page was published, and the archive's or cache's where it was saved ("": not known, none)."""

    address: str = ""
    archived: str = ""


def original(address: str) -> Saved:
    """Take an archive's or cache's address apart; any other is the original's own."""
    for pattern in (_WAYBACK, _ARCHIVE, _CACHE):
        found = pattern.match(address)
        if found:
            inner = unquote(found["of"] or "")
            inner = re.sub(r"^(https?:)/{1,2}", r"\1//", inner)
            return Saved(inner if "://" in inner or not inner else f"http://{inner}", address)
    amp = _AMP.match(address)
    if amp:
        return Saved(f"http{amp['safe'] or ''}://{amp['of']}", "")
    if address.startswith("about:reader?"):
        return Saved(parse_qs(urlsplit(address).query).get("url", [""])[0])
    return Saved(address)


def saved(tree: HtmlElement, page: str) -> Saved:
    """Return where the page says that it was saved from: its browser's note, an archive's links, a reader's view."""
    noted = next((found[1] for note in _NOTES if (found := note.search(page[:_HEAD]))), "")
    at = original(noted) if noted else Saved()
    for path, is_original in _LINKS:
        for link in tree.xpath(path)[:5]:
            one = original(str(link).strip())
            known = one.address if is_original or one.archived else ""
            at = Saved(at.address or known, at.archived or one.archived)
    return at
