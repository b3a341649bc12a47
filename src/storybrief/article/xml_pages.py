"""What of XML is a web page? XHTML as a page, and the one item of a feed (RSS 2, RSS 1, Atom) as one."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from html import escape
from html.entities import html5

import lxml.html
from lxml import etree
from lxml.etree import _Element
from msgspec.structs import replace

from storybrief.article.documents import broken, declared, too_large
from storybrief.article.draft import Draft
from storybrief.problems import error

# The most elements that are looked at; the page inside has bounds of its own.
MAX_TAGS = 50_000

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset(("lt", "gt", "amp", "quot", "apos"))
_ITEMS = frozenset(("item", "entry"))


def as_html(raw: str) -> str:
    """Return XHTML as HTML, in which `<script/>` is closed; what is no well-formed XHTML comes back as it is."""
    declaration = _DECLARATION.match(raw)
    page = raw[declaration.end() :] if declaration else raw
    if "xmlns=" not in page[:2000] or page.count("<") > MAX_TAGS:
        return page
    tree = _parsed(page)
    if tree is None or etree.QName(tree).localname.lower() != "html":
        return page
    lxml.html.xhtml_to_html(tree)
    etree.cleanup_namespaces(tree)
    return str(etree.tostring(tree, encoding="unicode", method="html"))


def convert(raw: str, shown: str) -> Draft:
    """Make the draft of a feed that has one item: its whole content, read as a web page, and what it says of itself.

    Errors: "too-large" (over `MAX_TAGS`), "broken", "several-items".
    """
    from storybrief.article.html import convert as convert_page

    if raw.count("<") > MAX_TAGS:
        return Draft("", (), {}, (too_large(shown, f"this feed has over {MAX_TAGS:,} tags"),))
    declaration = _DECLARATION.match(raw)
    tree = _parsed(raw[declaration.end() :] if declaration else raw)
    if tree is None:
        return Draft("", (), {}, (broken(shown, "a feed"),))
    items = [element for element in tree.iter() if _name(element) in _ITEMS]
    if not items:
        return Draft("", (), {}, (error("no-text", shown, 0, "Save the item of the feed, or the page: there is no item in this file."),))  # fmt: skip
    if len(items) > 1:
        told = f"Keep one item in the file: this feed has {len(items)}, and each is an article."
        return Draft("", (), {}, (error("several-items", shown, 0, told),))
    [item] = items
    fields, problems = declared(_about(item, tree), shown, "feed")
    title = fields.get("title", "")
    content = _content(item)
    heading = f"<h1>{escape(title)}</h1>" if title and title not in content else ""
    page = f"<html><head><title>{escape(title)}</title></head><body><article>{heading}{content}</article></body></html>"
    made = convert_page(page, shown)
    where = {**made.where, **dict.fromkeys(fields, "feed")}
    return replace(made, metadata={**made.metadata, **fields}, where=where, problems=(*problems, *made.problems))


def _parsed(text: str) -> _Element | None:
    """Parse XML without a network, a DTD or entities of its own; named characters of HTML are put in before."""
    if "<!ENTITY" in text:  # no page and no feed needs one of its own
        return None
    plain = _ENTITY.sub(lambda m: m[0] if m[1] in _OF_XML else html5.get(f"{m[1]};", m[0]), text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(plain.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: _Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _first(parent: _Element, *names: str) -> _Element | None:
    return next((child for name in names for child in parent if _name(child) == name), None)


def _words(parent: _Element, *names: str) -> str | None:
    found = _first(parent, *names)
    return " ".join(_text(found).split()) or None if found is not None else None


def _content(item: _Element) -> str:
    """Return the whole content as HTML, or the summary where there is nothing else."""
    found = _first(item, "encoded", "content", "description", "summary")
    if found is None:
        return ""
    if found.get("type") == "xhtml" or (len(found) and found.get("type") is None):
        return "".join(etree.tostring(child, encoding="unicode", method="html") for child in found)
    words = _text(found)
    return words if found.get("type") != "text" else "".join(f"<p>{escape(part)}</p>" for part in words.split("\n"))


def _about(item: _Element, tree: _Element) -> dict[str, str | None]:
    around = item.getparent()
    channel = (
        around
        if around is not None and _name(around) in ("channel", "feed")
        else next((element for element in tree.iter() if _name(element) == "channel"), None)
    )
    link = next((child for child in item if _name(child) == "link" and child.get("rel") in (None, "alternate")), None)
    author = _first(item, "creator", "author")
    name = _words(author, "name") if author is not None and len(author) else None
    return {
        "title": _words(item, "title"),
        "url": (link.get("href") or (link.text or "").strip()) if link is not None else None,
        "author": name or _author(author),
        "published": _day(_words(item, "pubDate", "published", "date")),
        "modified": _day(_words(item, "updated")),
        "outlet": _words(channel, "title") if channel is not None else None,
        "language": _words(channel, "language") if channel is not None else None,
    }


def _author(author: _Element | None) -> str | None:
    """Return a name; RSS 2 has an address with the name in brackets: "desk@example.org (Ada Lind)"."""
    words = " ".join(_text(author).split()) if author is not None else ""
    bracketed = re.fullmatch(r"\S+@\S+ \((.+)\)", words)
    return bracketed[1] if bracketed else words if "@" not in words else None


def _day(words: str | None) -> str | None:
    """Return a day of a feed as ISO 8601: RSS has those of e-mail, Atom ISO already."""
    if not words or words[:4].isdigit():
        return words
    try:
        return parsedate_to_datetime(words).isoformat()
    except ValueError:
        return words
