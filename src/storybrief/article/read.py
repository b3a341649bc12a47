"""What is in one source file? Read this module first: bytes -> characters -> draft -> roles -> Article."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from storybrief.article import furniture, metadata, roles
from storybrief.article.decode import decode
from storybrief.article.draft import Draft
from storybrief.article.md import convert as convert_md
from storybrief.article.txt import convert as convert_txt
from storybrief.model import Article, Source
from storybrief.problems import Problem, conflict, error, errors

# A long newspaper article has 50 kB; the text of the King James Bible 4.5 MB.
MAX_BYTES = 5_000_000
# A saved page is more than its article: 1,000,000 characters are a book of 500 pages.
MAX_TEXT = 1_000_000


def _convert_html(raw: str, shown: str) -> Draft:
    # Trafilatura takes longer to import than a story of text files to read.
    from storybrief.article.html import convert

    return convert(raw, shown)


_CONVERT: dict[str, Callable[[str, str], Draft]] = {
    ".txt": convert_txt,
    ".md": convert_md,
    ".markdown": convert_md,
    ".html": _convert_html,
    ".htm": _convert_html,
}

# The suffixes of the files that can be a source.
SUFFIXES = tuple(_CONVERT)


def read(
    path: Path, shown: str, declared: Mapping[str, str | None], id: str
) -> tuple[Article | None, tuple[Problem, ...]]:
    """Read one source file into an article.

    In: the file on disk; its path relative to the site, for `Source.path` and for problems; what story.yml
    declares of title, outlet, author, published, url and language (it wins over the file's own metadata, and that
    over what a byline says); the id of the source.

    Out: the article, or None with at least one error, and all problems. Errors: "unreadable", "format" (a suffix
    that is not in `SUFFIXES`), "too-large" (over `MAX_BYTES`, or its text over `MAX_TEXT`), "binary", "encoding" (broken), "empty", "no-body",
    "front-matter". Warnings: "encoding" (found by likelihood), "metadata-wrong" (a value that the field cannot
    hold; it counts as not given). The bytes on disk stay as they are, and nothing is fetched.
    """
    return read_with_places(path, shown, declared, id)[:2]


def read_with_places(
    path: Path, shown: str, declared: Mapping[str, str | None], id: str
) -> tuple[Article | None, tuple[Problem, ...], dict[str, str]]:
    """Do the same as `read`, and tell where in a saved page each field of the metadata stands ("JSON-LD", "og:title", …)."""
    data, draft, problems = _draft(path, shown)
    if draft is None or errors(problems):
        return None, problems, {}
    paragraphs = roles.assign(draft.text, draft.blocks, declared.get("title") or draft.metadata.get("title"))
    if not any(paragraph.number for paragraph in paragraphs):
        message = "Add the article's paragraphs, or delete the file: there is no body under the title."
        return None, (*problems, error("no-body", shown, 0, message)), {}
    known = metadata.together(declared, draft.metadata, draft.text, paragraphs)
    title = known.pop("title")
    source = Source(id, shown, hashlib.sha256(data).hexdigest(), **known)
    release = furniture.is_release(draft.text, paragraphs)
    article = Article(source, title, draft.text, paragraphs, release, draft.left_out)
    return article, problems, dict(draft.where)


def _draft(path: Path, shown: str) -> tuple[bytes, Draft | None, tuple[Problem, ...]]:
    convert = _CONVERT.get(path.suffix.lower())
    if convert is None:
        message = f"Save it as .txt, .md or .html: “{path.suffix or path.name}” is not read."
        return b"", None, (error("format", shown, 0, message),)
    data, unreadable = _bytes(path, shown)
    if unreadable:
        return data, None, unreadable
    raw, problems = decode(data, shown, html=convert is _convert_html)
    if raw is None:
        return data, None, problems
    if not raw.strip():
        return data, None, (*problems, error("empty", shown, 0, "Fill the file, or delete it: it is empty."))
    if told := conflict(raw, shown):
        return data, None, (*problems, told)
    draft = convert(raw, shown)
    if not draft.blocks and not errors(draft.problems):
        nothing = error("no-body", shown, 0, "Fill the file, or delete it: there are no words in it.")
        return data, None, (*problems, *draft.problems, nothing)
    if len(draft.text) > MAX_TEXT:
        message = (
            f"Keep the article only: its text has {len(draft.text):,} characters, and an article at most {MAX_TEXT:,}."
        )
        return data, None, (*problems, *draft.problems, error("too-large", shown, 0, message))
    return data, draft, (*problems, *draft.problems)


def _bytes(path: Path, shown: str) -> tuple[bytes, tuple[Problem, ...]]:
    try:
        if not path.is_file():
            return b"", (error("unreadable", shown, 0, "There is no such file."),)
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"Keep the article only: the file has {size / 1e6:.1f} MB, and an article at most {MAX_BYTES / 1e6:.0f} MB."
            return b"", (error("too-large", shown, 0, message),)
        return path.read_bytes(), ()
    except OSError as mistake:
        return b"", (error("unreadable", shown, 0, f"Make the file readable: {mistake.strerror}."),)
