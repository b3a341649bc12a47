"""Which words does a reader of a Markdown file see?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from storybrief.article import front_matter
from storybrief.article.draft import Draft, Mark, stack
from storybrief.article.fragment import pieces as html_pieces
from storybrief.problems import Problem, error

# A long article has 500 lines. The parser's time grows faster than the lines: this many take a few seconds.
MAX_LINES = 20_000

_HEADINGS: dict[str, Mark] = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def convert(raw: str, shown: str) -> Draft:
    """Make the draft of a Markdown file: the words a reader sees, block by block, and its front matter's fields.

    Headings keep their level as a mark. Block quotations, list items and code are paragraphs, a table row is one,
    links keep their words. A picture that stands alone leaves its caption, or else its alternative text, as a
    caption; a picture amid words leaves nothing. HTML in it leaves its visible words. Over `MAX_LINES` lines or tags is the error "too-large".
    """
    markdown, fields, problems = front_matter.split(raw, shown)
    too_large = _too_large(markdown, shown)
    if too_large:
        return Draft("", (), fields, (*problems, too_large))
    tokens = _PARSER.parse(markdown)
    return replace(stack(_pieces(tokens), fields, problems), where=dict.fromkeys(fields, "front matter"))


def _too_large(markdown: str, shown: str) -> Problem | None:
    for many, what in ((markdown.count("\n"), "lines"), (markdown.count("<"), "tags")):
        if many > MAX_LINES:
            message = f"Keep the article only: the Markdown has {many:,} {what}, over {MAX_LINES:,}."
            return error("too-large", shown, 0, message)
    return None


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[str, Mark | None]]:
    """Yield the words of each block with its mark."""
    mark: Mark | None = None
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            mark = _HEADINGS[token.tag]
        elif token.type == "heading_close":
            mark = None
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield " ".join(row or ()), None
            row = None
        elif token.type == "inline" and row is not None:
            row.append("".join(_visible(token.children or [])))
        elif token.type == "inline":
            yield _paragraph(token.children or [], mark)
        elif token.type in ("fence", "code_block"):
            yield token.content, None
        elif token.type == "html_block":
            yield from html_pieces(token.content)


def _paragraph(tokens: Sequence[Token], mark: Mark | None) -> tuple[str, Mark | None]:
    """Return the visible words of a paragraph; those of one that opens with a picture are its caption."""
    words = "".join(_visible(tokens))
    if mark or not _opens_with_picture(tokens):
        return words, mark
    return words if words.strip() else "\n".join(t.content for t in tokens if t.type == "image"), "caption"


def _opens_with_picture(tokens: Sequence[Token]) -> bool:
    first = next((token for token in tokens if token.type != "link_open"), None)
    return first is not None and first.type == "image"


def _visible(tokens: Sequence[Token]) -> Iterator[str]:
    hidden = ""
    for token in tokens:
        if token.type == "html_inline":
            hidden = _hides(token.content, hidden)
            if token.content.lower().startswith("<br"):
                yield "\n"
        elif hidden:
            continue
        elif token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield "\n"


def _hides(tag: str, hidden: str) -> str:
    """Return the name of the element whose content no reader sees, if the tag opens one, or "" when it ends."""
    for name in ("script", "style"):
        if tag.lower().startswith(f"<{name}"):
            return name
        if hidden == name and tag.lower().startswith(f"</{name}"):
            return ""
    return hidden
