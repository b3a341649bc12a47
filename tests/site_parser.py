"""The two parsers that read the pages: the one that makes this very site, and the one that proves it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import markdown
from markdown_it import MarkdownIt
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parents[1]


@cache
def site_parser() -> markdown.Markdown:
    """Python-Markdown as MkDocs calls it, with the extensions and settings of mkdocs.yml."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return markdown.Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {})


def as_site(text: str) -> str:
    """Return the HTML that the site shows."""
    return site_parser().reset().convert(text)


def as_proof(text: str) -> str:
    """Return the page as `storybrief check` reads it: without footnotes' keys, which CommonMark takes for addresses."""
    return str(_proof_parser().render(re.sub(r"^\[\^\w+\]: ", "", text, flags=re.MULTILINE)))


@cache
def _proof_parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")
