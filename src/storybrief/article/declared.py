"""What does a web page's head say outright about outlet, date, address and language?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

# Where a page may declare each field; the first that is there is taken. og: is Open Graph, dc: Dublin Core.
_META = {
    "outlet": ("og:site_name",),
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
        "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date",
        "publication_date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    ),
    "url": ("og:url",),
    "language": ("og:locale", "content-language"),
}  # fmt: skip

# schema.org's types of an article.
_ARTICLES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AdvertiserContentArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting",
    "Report",
})  # fmt: skip

# Browsers write the address of a page they save into its first lines.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->")


def declared(tree: HtmlElement, page: str) -> dict[str, str]:
    """Return the outlet, published, url and language that the page declares, as it writes them.

    Meta tags are looked at first, then the JSON-LD of an article, then the link to the canonical address, the
    attribute `lang`, a `<time pubdate>` and the browser's own note of where it saved the page from.
    """
    found = _meta(tree)
    for data in _articles(tree):
        found.setdefault("published", _text(data.get("datePublished")))
        found.setdefault("outlet", _text(_first(data.get("publisher")).get("name")))
        found.setdefault("language", _text(data.get("inLanguage")))
    canonical = _first_of(tree.xpath('//link[@rel="canonical"]/@href'))
    language = _first_of(tree.xpath("/html/@lang"))
    saved_from = _SAVED_FROM.search(page[:4096])
    times = tree.xpath('//time[@itemprop="datePublished" or @pubdate]/@datetime')
    best = {
        "url": canonical or found.get("url") or (saved_from[1] if saved_from else ""),
        "language": language or found.get("language", ""),
        "published": found.get("published") or _first_of(times),
        "outlet": found.get("outlet", ""),
    }
    return {field: value for field, value in best.items() if value}


def _meta(tree: HtmlElement) -> dict[str, str]:
    contents: dict[str, str] = {}
    for tag in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = str(tag.get(attribute) or "").strip().lower()
            content = str(tag.get("content") or "").strip()
            if name and content:
                contents.setdefault(name, content)
    return {
        field: next(contents[name] for name in names if name in contents)
        for field, names in _META.items()
        if any(name in contents for name in names)
    }


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
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


def _first(value: Any) -> dict[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _first_of(values: list[Any]) -> str:
    return str(values[0]).strip() if values else ""
