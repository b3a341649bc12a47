"""What does a page's JSON-LD say of its article, in every legal and common illegal form?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

# schema.org's types of an article.
_ARTICLES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AdvertiserContentArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting",
    "Report", "SocialMediaPosting", "SatiricalArticle", "AskPublicNewsArticle",
})  # fmt: skip
# What leads from a page to its article; "itemListElement" and "relatedLink" lead to others.
_LEADS = ("@graph", "mainEntity", "mainEntityOfPage", "@list")
_MOST_OBJECTS = 2_000
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$")
_TRAILING = re.compile(r",(?=\s*[}\]])")

Object = dict[str, Any]


def articles(tree: HtmlElement) -> list[Object]:
    """Return the objects of the page's JSON-LD that are articles, in order; broken JSON declares nothing.

    An author or publisher that is only an address (`{"@id": "…"}`) is replaced by the object that has it.
    """
    every = [one for data in _scripts(tree) for one in _objects(data)][:_MOST_OBJECTS]
    known = {one["@id"]: one for one in every if isinstance(one.get("@id"), str) and "name" in one}
    return [_resolved(one, known) for one in every if _ARTICLES & set(types(one))]


def types(one: Object) -> list[str]:
    """Return the names of an object's types, which may be written as addresses ("http://schema.org/NewsArticle")."""
    given = one.get("@type")
    return [re.split(r"[/#:]", t)[-1] for t in (given if isinstance(given, list) else [given]) if isinstance(t, str)]


def names(value: Any) -> list[str]:
    """Return the names of schema.org's people or organisations: one, or a list, each an object or plain words."""
    ones = value if isinstance(value, list) else [value]
    found = []
    for one in ones:
        name = one.get("name") if isinstance(one, dict) else one
        found += [text(n) for n in (name if isinstance(name, list) else [name])]
    return [name for name in found if name and "://" not in name]


def text(value: Any) -> str:
    """Return a value that is plain words or a number; "" for any other."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value))
    return value.strip() if isinstance(value, str) else ""


def _scripts(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        if str(script.get("type") or "").strip().lower().startswith("application/ld+json"):
            words = _WRAPPED.sub("", _WRAPPED.sub("", script.text or "")).strip().rstrip(";")
            for tried in (words, _TRAILING.sub("", words)):
                try:
                    yield json.loads(tried, strict=False)
                except (ValueError, RecursionError):
                    continue
                break


def _objects(data: Any) -> Iterator[Object]:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            yield one
            waiting.extend(one.get(lead) for lead in reversed(_LEADS))
            waiting.extend(one.get(field) for field in ("publisher", "author"))


def _resolved(one: Object, known: dict[str, Object]) -> Object:
    return {**one, **{field: _named(one[field], known) for field in ("author", "publisher") if field in one}}


def _named(value: Any, known: dict[str, Object]) -> Any:
    if isinstance(value, list):
        return [_named(part, known) for part in value]
    if isinstance(value, dict) and "name" not in value:
        inside = value.get("author") or value.get("authors")
        return _named(inside, known) if inside else known.get(str(value.get("@id")), value)
    return value
