"""How do words become part of a page without becoming markup? The only place that escapes.

Every value that a template prints goes through `markdown`, unless it is already `Markdown`; only this module and the
templates' own text make `Markdown`. So a template cannot forget to escape, and what is escaped twice is seen at once.

The rule for Markdown was tried on several thousand hostile texts as paragraph, list item, table cell, heading and
footnote, with Python-Markdown (footnotes, tables, attr_list, md_in_html, toc) and markdown-it-py.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import yaml


class Markdown(str):
    """Text that is Markdown already and is printed as it is."""

    __slots__ = ()


_ENTITY = {ord(c): f"&#{ord(c)};" for c in "<>&|[]^#"}
_BACKSLASH = {ord(c): f"\\{c}" for c in "\\`*_{}"}
_FIRST = re.compile(r"[-+!?=~/:]")
_NUMBERED = re.compile(r"(\d+)([.)])")
_AUTOLINK = re.compile(r"(?<=[A-Za-z])(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)


def visible(text: str) -> str:
    """Return `text` on one line: white space collapsed, control and direction characters taken out."""
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(kept.split())


def markdown(value: object) -> Markdown:
    """Return a value as Markdown that shows exactly its visible words, wherever it stands; None shows nothing."""
    if isinstance(value, Markdown):
        return value
    if value is None:
        return Markdown("")
    text = visible(str(value)).translate(_BACKSLASH | _ENTITY)
    text = _FIRST.sub(lambda m: f"&#{ord(m[0])};", text, count=1) if _FIRST.match(text) else text
    text = _NUMBERED.sub(lambda m: f"{m[1]}&#{ord(m[2])};", text, count=1) if _NUMBERED.match(text) else text
    text = _AUTOLINK.sub(lambda m: f"&#{ord(m[0])};", text)
    return Markdown(text.replace("///", "//&#47;"))


def link(url: str | None) -> Markdown | None:
    """Return an address that may stand in a link, or None when it is not one of http, https and mailto."""
    if url is None or urlsplit(url).scheme.lower() not in ("http", "https", "mailto"):
        return None
    return Markdown(quote(url, safe=":/?#@!$&'+,;=%~-._"))


def text_fragment(words: str) -> Markdown:
    """Return `#:~:text=` for `words`: start and end when they are long (WICG Text Fragments, section 3.3).

    "-", "," and "&" have a meaning of their own there, so they are encoded like everything that is not a letter.
    """
    parts = visible(words).split(" ")
    ends = [" ".join(parts)] if len(parts) <= _WHOLE else [" ".join(parts[:_END]), " ".join(parts[-_END:])]
    return Markdown("#:~:text=" + ",".join(quote(end, safe="").replace("-", "%2D").replace("_", "%5F") for end in ends))


_WHOLE, _END = 12, 5  # words; long fragments fail to match across markup, so only both ends of long ones are named


def front_matter(values: Mapping[str, object]) -> Markdown:
    """Return YAML front matter with its fences. Strings stay strings whatever they look like.

    MkDocs puts `title` into HTML as it is, under every theme; so there, and there alone, "&", "<" and ">" are escaped.
    """
    made = {key: visible(value) if isinstance(value, str) else value for key, value in values.items()}
    if isinstance(made.get("title"), str):
        made["title"] = html.escape(str(made["title"]), quote=False)
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=2**20, default_flow_style=False)
    return Markdown(f"---\n{text}---\n")
