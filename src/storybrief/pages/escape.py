"""How do words become part of a page without becoming markup? The only place that escapes.

Every value that a template prints goes through `markdown`, unless it is already `Markdown`; only this module and the
templates' own text make `Markdown`. So a template cannot forget to escape, and what is escaped twice is seen at once.

tests/test_escape.py tries the rules in every place in which the templates put a value, with the very parser and
extensions that make the site and with the one that proves it. Ordinary prose stays as it is written.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

import yaml

from storybrief.model import visible


class Markdown(str):
    """Text that is Markdown already and is printed as it is."""

    __slots__ = ()


# Entities, not backslashes: a backslash is shown inside HTML such as <summary>.
_ANYWHERE = {ord(c): f"&#{ord(c)};" for c in "<>&|[]^#\\`*_{}"}
_SIGNS = (
    re.compile(r"^[-+!?=~/:]"),  # the start of a list, an underlined heading, a fence, an admonition, a definition
    re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE),  # an address that some parsers make a link
    re.compile(r"(?<=//)/"),  # ///Footnotes Go Here///
)
_NUMBERED = re.compile(r"^(\d+)([.)])")  # the start of a numbered list


def markdown(value: object) -> Markdown:
    """Return a value as Markdown that shows exactly its visible words, wherever it stands; None shows nothing."""
    if isinstance(value, Markdown):
        return value
    if value is None:
        return Markdown("")
    return _escaped(str(value))


@lru_cache(maxsize=4096)
def _escaped(words: str) -> Markdown:
    text = visible(words).translate(_ANYWHERE)
    for sign in _SIGNS:
        text = sign.sub(lambda found: f"&#{ord(found[0])};", text)
    return Markdown(_NUMBERED.sub(lambda found: f"{found[1]}&#{ord(found[2])};", text))


def script_json(value: object) -> Markdown:
    """Return a value as JSON that may stand in a script element: ASCII, and no sign that HTML or Markdown reads."""
    text = json.dumps(value, separators=(",", ":"))
    return Markdown(re.sub(r"[<>&'`]|\[(?=\^)", lambda sign: f"\\u{ord(sign[0]):04x}", text))


def link(url: str | None) -> Markdown | None:
    """Return an address that may stand in a link, or None when it is none: of http or https with a host, or mailto."""
    if url is None or not _leads(visible(url)):
        return None
    return Markdown(quote(visible(url), safe=":/?#@!$&+,;=%~-._").replace("&", "&amp;"))


def _leads(url: str) -> bool:
    try:
        address = urlsplit(url)
    except ValueError:  # no address at all: "http://[x"
        return False
    return bool(address.netloc) if address.scheme in ("http", "https") else address.scheme == "mailto"


def cell(value: object) -> object:
    """Return a cell that no spreadsheet runs: what could begin a formula has an apostrophe before it; a number stays."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        value = value if value.isascii() else whole(value)
        if _FORMULA.match(value) and not _NUMBER.match(value):
            return f"'{value}"
    return value


_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?\Z")
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")


def whole(text: str) -> str:
    """Return `text` with half a pair of UTF-16, which YAML can write, escaped: no file and no database can hold it."""
    return text.encode("utf-8", "backslashreplace").decode()


def text_fragment(words: str, url: str | None = None) -> Markdown:
    """Return `#:~:text=` for `words`: start and end when they are long (WICG Text Fragments, section 3.3).

    It is to follow `url`, whose own "#", when it has one, is not written twice. "-", "," and "&" have a meaning of
    their own there, so they are encoded like everything that is not a letter.
    """
    parts = visible(words).split(" ")
    ends = [" ".join(parts)] if len(parts) <= _WHOLE else [" ".join(parts[:_END]), " ".join(parts[-_END:])]
    encoded = ",".join(quote(end, safe="").replace("-", "%2D").replace("_", "%5F") for end in ends)
    return Markdown(f"{'' if url and '#' in url else '#'}:~:text={encoded}")


_WHOLE, _END = 12, 5  # words; long fragments fail to match across markup, so of long ones both ends alone are named


def _on_one_line(value: object) -> object:
    if isinstance(value, list):
        return [_on_one_line(each) for each in value]
    return visible(value) if isinstance(value, str) else value


def front_matter(values: Mapping[str, object]) -> Markdown:
    """Return YAML front matter with its fences. Strings, also those of a list, stay strings whatever they look like.

    MkDocs puts `title` into HTML as it is, under every theme; so there, and there alone, "&", "<" and ">" are escaped.
    """
    made = {key: _on_one_line(value) for key, value in values.items()}
    if isinstance(made.get("title"), str):
        made["title"] = html.escape(str(made["title"]), quote=False)
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=2**20, default_flow_style=False)
    return Markdown(f"---\n{text}---\n")
