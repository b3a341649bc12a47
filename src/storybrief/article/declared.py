"""What does a web page say outright about its outlet, author, date, address and language?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from storybrief.article.byline import author

# Where a page may declare each field; the first that is there is taken. og: is Open Graph, dc: Dublin Core.
_META = {
    "outlet": ("og:site_name",),
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
        "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date",
        "publication_date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    ),
    "modified": (
        "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
        "last-modified", "lastmod",
    ),
    "url": ("og:url",),
    "language": ("og:locale", "content-language"),
}  # fmt: skip

_META_AUTHOR = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "citation_author", "byl",
)  # fmt: skip

# schema.org's types of an article.
_ARTICLES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AdvertiserContentArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting",
    "Report",
})  # fmt: skip

# Browsers write the address of a page they save into its first lines.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->")


def declared(tree: HtmlElement, page: str) -> dict[str, str]:
    """Return the outlet, author, published, modified, url and language that the page declares, as it writes them.

    Looked at are the meta tags, the JSON-LD of an article, the link to the canonical address, the attribute
    `lang`, a `<time pubdate>`, links to an author, elements whose whole words are a byline, and the browser's own
    note of where it saved the page from. What none of these says is not there.
    """
    contents = contents_of(tree)
    found = {field: next((contents[n][0] for n in names if n in contents), "") for field, names in _META.items()}
    for data in articles(tree):
        found["published"] = found["published"] or text_of(data.get("datePublished"))
        found["modified"] = found["modified"] or text_of(data.get("dateModified"))
        found["outlet"] = found["outlet"] or ", ".join(_names(data.get("publisher")))
        found["language"] = found["language"] or text_of(data.get("inLanguage"))
        found.setdefault("author", ", ".join(_names(data.get("author"))))
    saved_from = _SAVED_FROM.search(page[:4096])
    best = {
        "outlet": found["outlet"],
        "author": found.get("author") or _meta_author(contents) or _shown_author(tree),
        "published": found["published"] or _first(tree, '//time[@itemprop="datePublished" or @pubdate]/@datetime'),
        "modified": found["modified"],
        "url": _first(tree, '//link[@rel="canonical"]/@href') or found["url"] or (saved_from[1] if saved_from else ""),
        "language": _first(tree, "/html/@lang") or found["language"],
    }
    return {field: value for field, value in best.items() if value}


def contents_of(tree: HtmlElement) -> dict[str, list[str]]:
    """Return what the meta tags say: name in small letters -> contents in order."""
    contents: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = str(tag.get(attribute) or "").strip().lower()
            content = str(tag.get("content") or "").strip()
            if name and content:
                contents.setdefault(name, []).append(content)
    return contents


def _meta_author(contents: dict[str, list[str]]) -> str:
    for name in _META_AUTHOR:
        people = [_without_by(one) for one in contents.get(name, ()) if "://" not in one and not one.startswith("@")]
        if people:
            return ", ".join(dict.fromkeys(people))
    return ""


def _shown_author(tree: HtmlElement) -> str:
    """Return the names of a link to an author, or of an element whose whole words are a byline."""
    for link in tree.xpath('//a[contains(concat(" ", normalize-space(@rel), " "), " author ")]'):
        words = _without_by(_words(link))
        if author(f"By {words}") == words:
            return words
    for element in tree.xpath('//*[contains(@class, "byline") or contains(@class, "author")]'):
        names = author(_words(element))
        if names:
            return names
    return ""


def _words(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _without_by(words: str) -> str:
    return words[3:] if words.lower().startswith("by ") else words


def articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page that are articles; broken JSON declares nothing."""
    for script in tree.iter("script"):
        if str(script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from (one for one in _objects(data) if _ARTICLES & set(_types(one)))


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            yield one
            waiting.append(one.get("@graph"))


def _types(one: dict[str, Any]) -> list[str]:
    types = one.get("@type")
    return [t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]


def _names(value: Any) -> list[str]:
    """Return the names of schema.org's people or organisations: one, or a list, each an object or plain words."""
    ones = value if isinstance(value, list) else [value]
    names = [text_of(one.get("name")) if isinstance(one, dict) else text_of(one) for one in ones]
    return [name for name in names if name and "://" not in name]


def text_of(value: Any) -> str:
    """Return a value of JSON-LD that is plain words; "" for any other."""
    return value.strip() if isinstance(value, str) else ""


def _first(tree: HtmlElement, path: str) -> str:
    values = tree.xpath(path)
    return str(values[0]).strip() if values else ""
