"""The blocks of a brief as HTML for a CMS, HTML for an e-mail, and plain text for a newsletter."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from html import escape

from storybrief.model import visible
from storybrief.out.prose import Block, Piece
from storybrief.pages.escape import link

_TAGS = {"title": "h1", "heading": "h2", "note": "blockquote", "paragraph": "p", "item": "li"}
_STYLE = """
body { margin: 0 auto; max-width: 38em; padding: 1em; font: 16px/1.5 Georgia, serif; color: #1a1a1a; background: #ffffff }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 16px }
h2 { font: bold 17px/1.3 Arial, sans-serif; margin: 24px 0 8px }
ul { margin: 0; padding: 0 0 0 20px }
li { margin: 0 0 10px }
p { margin: 0 0 16px }
blockquote { margin: 0 0 16px; padding: 8px 12px; border-left: 4px solid #b45309; background: #fff7ed }
mark { background: #fdf1c7; color: #1a1a1a }
span { color: #555555 }
a { color: #0b57a4 }
"""
_WIDE = 72  # columns: what mail programs quote without breaking a line


def fragment(blocks: Iterable[Block]) -> str:
    """Return the blocks as HTML that stands in a page of somebody else's: no script, no style, no address of its own."""
    return "\n".join(("<article>", *_lines(blocks), "</article>", ""))


def mail(blocks: Iterable[Block]) -> str:
    """Return the blocks as one HTML file whose styles stand on each element. Needs css-inline; it fetches nothing."""
    import css_inline

    every = tuple(blocks)
    title = escape(every[0].pieces[0].words)
    page = "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
            f"<style>{_STYLE}</style></head><body>",
            *_lines(every),
            "</body></html>\n",
        )
    )
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(page)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    inside = False
    for block in blocks:
        if (block.kind == "item") != inside:
            inside = not inside
            yield "<ul>" if inside else "</ul>"
        tag = _TAGS[block.kind]
        yield f"<{tag}>{''.join(map(_html, block.pieces))}</{tag}>"
    if inside:
        yield "</ul>"


def _html(piece: Piece) -> str:
    words = escape(piece.words)
    address = link(piece.link)
    if address:
        return f'<a href="{escape(address.replace("&amp;", "&"))}">{words}</a>'
    tag = {"said": "mark", "ours": "span", "name": "strong"}.get(piece.sort)
    return f"<{tag}>{words}</{tag}>" if tag else words


def plain(blocks: Iterable[Block]) -> str:
    """Return the blocks as text in lines of 72 columns; words and addresses are not broken."""
    return "\n".join(_plain(blocks))


def _plain(blocks: Iterable[Block]) -> Iterator[str]:
    before = ""
    for block in blocks:
        words = visible(
            "".join(piece.words + (f" <{visible(piece.link)}>" if piece.link else "") for piece in block.pieces)
        )
        if block.kind != "title" and not before == block.kind == "item":
            yield ""
        yield from _wrapped(words, "- " if block.kind == "item" else "! " if block.kind == "note" else "")
        if block.kind in ("title", "heading"):
            yield ("=" if block.kind == "title" else "-") * min(len(words), _WIDE)
        before = block.kind
    yield ""


def _wrapped(words: str, first: str) -> list[str]:
    return textwrap.wrap(words, _WIDE, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False, break_on_hyphens=False)  # fmt: skip
