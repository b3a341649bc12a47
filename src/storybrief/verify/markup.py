"""May a browser do nothing but show what stands on a page? Which elements and attributes our pages may have at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from storybrief.verify.document import Document
from storybrief.verify.links import ELSEWHERE, Fault

_EVERYWHERE = frozenset(
    {"id", "class", "data-pagefind-body", "data-pagefind-ignore", "data-pagefind-weight", "lang", "role"}
)
_NAMES = frozenset({"aria-current", "aria-label", "aria-labelledby", "aria-hidden", "tabindex"})
_SHAPE = frozenset({"fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap"})
_PLAIN = """
    article blockquote body br circle code dd desc details dialog div dl dt em figure footer g h1 h2 h3 h4 head header html kbd
    label li line main mark nav noscript ol p path pre rect span strong summary sup svg table tbody td text th thead title tr ul
"""
_ATTRIBUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset()),
    "html": frozenset({"data-base-url"}),
    "a": frozenset({"href", "title", "rel"}),
    "button": frozenset({"type", "hidden", "aria-keyshortcuts", "data-search-close", "data-search-open"}),
    "div": frozenset({"hidden", "data-search-filters"}),
    "form": frozenset(),
    "input": frozenset({"type", "autocomplete", "autofocus", "enterkeyhint", "spellcheck"}),
    "label": frozenset({"for"}),
    "link": frozenset({"rel", "href", "type", "title"}),
    "meta": frozenset(
        {"charset", "content", "name", "property", "media", "data-pagefind-filter", "data-pagefind-meta"}
    ),
    "ol": frozenset({"data-search-results", "start"}),
    "p": frozenset({"data-search-status"}),
    "script": frozenset({"type", "src"}),
    "time": frozenset({"datetime"}),
    "svg": frozenset({"width", "height", "viewbox", "font-family", "font-size"}),
    "g": frozenset({"font-weight", "font-size", "text-anchor"}),
    "text": frozenset({"x", "y", "text-anchor", "font-size"}),
    "path": frozenset({"d"}),
    "line": frozenset({"x1", "x2", "y1", "y2"}),
    "rect": frozenset({"x", "y", "width", "height"}),
    "circle": frozenset({"cx", "cy", "r"}),
}
_DRAWN = frozenset({"svg", "g", "text", "path", "line", "rect", "circle"})
_LEADS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)


def unallowed(page: Document) -> Iterator[Fault]:
    """Yield what a page of ours never has: another element or attribute, a script of its own, an address that runs."""
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            yield "markup", f"Take this out: a comment or instruction ({str(element)[:60]})."
        elif element.tag not in _ATTRIBUTES:
            yield "markup", f"Take this out: <{element.tag}> stands on no page of storybrief."
        else:
            yield from _attributes(element)


def _attributes(element: HtmlElement) -> Iterator[Fault]:
    allowed = _EVERYWHERE | _NAMES | _ATTRIBUTES[element.tag] | (_SHAPE if element.tag in _DRAWN else frozenset())
    for name, value in element.attrib.items():
        if name not in allowed:
            yield "markup", f"Take this out: <{element.tag} {name}> stands on no page of storybrief."
        elif name in ("href", "src") and ELSEWHERE.match(value) and not _may_lead(element, value):
            yield "markup", f"Take this out: <{element.tag} {name}=“{value[:60]}”> leads elsewhere."
    if element.tag == "script" and not element.get("src") and not _is_data(element):
        yield "markup", "Take this out: a script on the page itself."


def _may_lead(element: HtmlElement, value: str) -> bool:
    """Whether an address outside the site may stand here: of an article, or of the page itself."""
    own = element.tag == "link" and element.get("rel") == "canonical"
    return (element.tag == "a" or own) and _LEADS.match(value) is not None


def _is_data(element: HtmlElement) -> bool:
    """Whether a script is linked data, which no browser runs."""
    if element.get("type") != "application/ld+json":
        return False
    try:
        return isinstance(json.loads(element.text or ""), dict)
    except ValueError:
        return False
