"""What does the YAML between two "---" at the head of a Markdown file say of the article?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from storybrief.article.metadata import clean
from storybrief.problems import Problem, error, errors, warning
from storybrief.store import strict_yaml

# The names that the programs which save pages as Markdown give to our fields.
_NAMES = {
    "title": "title", "headline": "title",
    "outlet": "outlet", "sitename": "outlet", "site": "outlet", "publisher": "outlet", "publication": "outlet",
    "author": "author", "authors": "author", "byline": "author",
    "published": "published", "date": "published", "date_published": "published", "published_at": "published",
    "url": "url", "link": "url", "canonical_url": "url", "source_url": "url",
    "language": "language", "lang": "language",
    "modified": "modified", "updated": "modified", "date_modified": "modified", "updated_at": "modified",
    "lastmod": "modified",
}  # fmt: skip

_OPEN = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:[ \t]|\r|\n|\Z)")


def split(raw: str, shown: str) -> tuple[str, dict[str, str], tuple[Problem, ...]]:
    """Part a Markdown file into the Markdown and the metadata of its front matter, if it has one.

    Out: the Markdown, the fields that the front matter gives, and the problems: the error "front-matter" with the
    line of the YAML mistake, the warning "metadata-wrong" with the line of a value that the field cannot hold.
    Keys that mean nothing here are left alone.
    """
    opened = _OPEN.match(raw)
    if opened is None:
        return raw, {}, ()
    unix = re.sub(r"\r\n?", "\n", raw[opened.end() :])
    closed = _CLOSE.search(unix)
    if closed is None:
        if not _KEY.match(unix):
            return raw, {}, ()
        return "", {}, (error("front-matter", shown, 1, "Put “---” under the front matter: it is never closed."),)
    data, lines, problems = strict_yaml.load(unix[: closed.start()], shown, 2)
    markdown = unix[closed.end() :]
    if errors(problems):
        return markdown, {}, tuple(replace(problem, code="front-matter") for problem in problems)
    if data is None or isinstance(data, dict):
        fields, found = _fields(data or {}, lines, shown)
        ours = {lines[key,] for key in data or {} if key.lower() in _NAMES}
        return markdown, fields, (*(problem for problem in problems if problem.line in ours), *found)
    return raw, {}, ()  # text between two rules


def _fields(
    data: Mapping[str, Any], lines: Mapping[strict_yaml.KeyPath, int], shown: str
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    fields: dict[str, str] = {}
    problems: list[Problem] = []
    for key, given in data.items():
        field = _NAMES.get(key.lower())
        if field is None or given is None:
            continue
        value, wrong = _value(field, given)
        if wrong:
            problems.append(
                warning(
                    "metadata-wrong",
                    shown,
                    lines[key,],
                    f"Mend “{key}”, or take it out: it {wrong}. It counts as not given.",
                )
            )
        elif value:
            fields.setdefault(field, value)
    return fields, tuple(problems)


def _value(field: str, given: Any) -> tuple[str | None, str | None]:
    if isinstance(given, list) and field == "author" and all(isinstance(one, str) for one in given):
        given = ", ".join(given)
    if not isinstance(given, str):
        return None, "is a list or a mapping, not words"
    return clean(field, given)
