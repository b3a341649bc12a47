"""Which words of a saved web page are the article, and what does the page declare about it?

Trafilatura reads first; `main_content.py` holds its words against the page's own blocks. Its titles, dates, authors and site
names are not taken, for it may guess them from the text, the address, the names of classes or today's date: `declared.py`
reads what the page says outright.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from lxml.etree import _Element
from lxml.html import HtmlElement
from msgspec.structs import replace
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from storybrief.article.declared import Markup, declared, markup, titles_and_summaries
from storybrief.article.draft import Draft, Mark, stack
from storybrief.article.known import Known, known
from storybrief.article.left import left_out
from storybrief.article.main_content import Chosen, choose
from storybrief.article.page import blocks, in_a_line
from storybrief.article.partial import partial
from storybrief.article.saved import Saved, saved
from storybrief.problems import Problem, error, warning

# A long news page has 3,000 tags, 30 levels deep. Beyond these limits no parser is let near it.
MAX_TAGS = 50_000
MAX_DEPTH = 200

# So many titles and summaries that a page declares are looked for in its text.
_DECLARED = 8

# Elements of Trafilatura's tree that are a paragraph of their own.
_BLOCKS = frozenset({"p", "head", "item", "code", "row", "quote", "fw", "ab"})
_HEADINGS: dict[str, Mark] = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_CONTAINERS = frozenset({"body", "list", "quote", "table", "row", "cell", "div", "item"})

for _name in ("trafilatura", "htmldate", "readability", "courlan", "charset_normalizer"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def convert(raw: str, shown: str) -> Draft:
    """Make the draft of a saved web page: its main text, and what it declares about itself.

    Each value that the page declares but that the field cannot hold is a warning "metadata-wrong". A page with
    over `MAX_TAGS` tags or `MAX_DEPTH` levels is the error "too-large". Nothing is fetched; the clock is not read.
    """
    # lxml refuses NUL and other control characters; none of them is a word.
    page = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]", "", raw)
    too_large = _too_large(page, shown)
    if too_large:
        return Draft("", (), {}, (too_large,))
    tree = _tree(page)
    if tree is None:
        return Draft("", (), {}, ())
    depth = _depth(tree)
    if depth > MAX_DEPTH:
        message = f"Save the article only: the page nests its tags over {MAX_DEPTH} levels deep."
        return Draft("", (), {}, (error("too-large", shown, 0, message),))
    elements = list(tree.iter())  # lxml makes an element anew for each walk over the page, unless somebody holds it
    of = markup(tree)
    chosen, pieces = _article(tree, of)
    at = saved(tree, page)
    found, problems = _metadata(tree, of, at, chosen, shown)
    draft = stack(
        pieces, found.fields, (*problems, *partial(tree, of, chosen, shown, dated="published" in found.fields))
    )
    del elements
    left, after = left_out(chosen)
    return replace(draft, where=found.where, left_out=left, left_after=after)


def _article(tree: HtmlElement, of: Markup) -> tuple[Chosen, list[tuple[str, Mark | None]]]:
    """Return what was chosen of the page, and the words of each block of the article with its mark.

    A first reading whose words are not among the page's blocks (they stand in a script only) is taken as it is.
    """
    titles, summaries = titles_and_summaries(tree, of)
    shown = blocks(tree)
    first = list(_pieces(_main(tree)))
    chosen = choose(shown, [words for words, _ in first], titles[:_DECLARED], summaries[:_DECLARED])
    if not chosen.found:
        return chosen, first
    kept = [at for at, reason in enumerate(chosen.reasons) if not reason]
    marks: list[Mark | None] = ["standfirst" if at in chosen.standfirst else shown[at].mark for at in kept]
    return chosen, [(shown[at].words, mark) for at, mark in zip(kept, marks, strict=True)]


def _too_large(page: str, shown: str) -> Problem | None:
    tags = page.count("<")
    if tags <= MAX_TAGS:
        return None
    return error("too-large", shown, 0, f"Save the article only: the page has {tags:,} tags, over {MAX_TAGS:,}.")


def _tree(page: str) -> HtmlElement | None:
    # A fragment without a page around it is taken for a page, which Trafilatura asks for.
    whole = (
        page
        if re.search(r"<(?:html|body)\b", page, re.IGNORECASE)
        else f"<html><body><article>{page}</article></body></html>"
    )
    return load_html(whole)


def _depth(tree: HtmlElement) -> int:
    deepest = 0
    level = [tree]
    while level and deepest <= MAX_DEPTH:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


def _main(tree: HtmlElement) -> _Element | None:
    document = bare_extraction(
        tree, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
    )
    return document.body if isinstance(document, Document) else None


def _metadata(
    tree: HtmlElement, of: Markup, at: Saved, chosen: Chosen, shown: str
) -> tuple[Known, tuple[Problem, ...]]:
    found = known(declared(tree, of, at.address), chosen, at)
    told = (f"The page's {field} {wrong}." for field, wrong in found.wrong)
    return found, tuple(warning("metadata-wrong", shown, 0, message) for message in told)


def _pieces(body: _Element | None) -> Iterator[tuple[str, Mark | None]]:
    """Yield the words of each block of Trafilatura's tree with its mark."""
    if body is not None:
        yield from _blocks(body)


def _blocks(element: _Element) -> Iterator[tuple[str, Mark | None]]:
    words: list[str] = [_flat(element.text)]
    mark = _HEADINGS.get(str(element.get("rend")), "h2") if element.tag == "head" else None
    for child in element:
        if child.tag in _CONTAINERS or child.tag in _BLOCKS:
            yield "".join(words), mark
            words = []
            yield from _row(child) if child.tag == "row" else _blocks(child)
        else:
            words.append(_words(child))
        words.append(_flat(child.tail))
    yield "".join(words), mark


def _row(row: _Element) -> Iterator[tuple[str, Mark | None]]:
    yield " ".join(" ".join(_words(cell).split()) for cell in row), None


def _words(element: _Element) -> str:
    if element.tag == "lb":
        return "\n"
    return _flat(element.text) + "".join(_words(child) + _flat(child.tail) for child in element)


def _flat(words: str | None) -> str:
    return in_a_line(words or "")
