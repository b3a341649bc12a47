"""What need Python-Markdown not look for in a page? It tries every inline pattern on every piece of text.

Most pieces are plain words that no pattern matches, and most patterns need a mark that the page does not have. Both
are left out here by its own means, and only while all that looks at the text is known; the HTML is the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

# With these extensions it is known what looks at a text: the patterns of Python-Markdown and of footnotes.
_KNOWN = {"attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "tables", "toc"}

# These need one of the marks: a reference must be defined somewhere, the others are spelt out.
_RARE = (
    *("backtick", "reference", "image_link", "image_reference", "short_reference", "short_image_ref"),
    *("autolink", "automail", "linebreak"),
)
_RARE_MARKS = re.compile(r"[`@]|!\[|<[A-Za-z][A-Za-z0-9+.-]*://|  \n|\[(?!\^)[^\[\]]*\]:")

# For machines, in a block of its own: it is set aside whole before any pattern is tried.
_DATA = re.compile(r'^<script type="application/ld\+json">\n.*?^</script>$', re.DOTALL | re.MULTILINE)

# What the known patterns begin with; an attribute list; and what stands for something that was matched before.
_MARKED = re.compile(r"[\\`*_<&\[!{\x02\x03]|  \n")

_LINK, _BEFORE_INLINE = 160, 20.5  # places among the patterns, and among what walks through the tree


def lighten(made: Markdown, page: str, extensions: Collection[str]) -> None:
    """Let `made`, which has these extensions, look in a page's Markdown for what can be there and for nothing else."""
    if not _KNOWN.issuperset(extensions):
        return
    if not _RARE_MARKS.search(_DATA.sub("", page)):
        for name in _RARE:
            made.inlinePatterns.deregister(name)
    made.inlinePatterns.register(_Links(LINK_RE, made), "link", _LINK)
    made.treeprocessors.register(_PlainWords(made), "plain words", _BEFORE_INLINE)


class _PlainWords(Treeprocessor):
    """Tells the patterns, by Python-Markdown's own sign, that a text has nothing for them."""

    def run(self, root: Element) -> None:
        """Mark the texts in the tree."""
        for element in root.iter():
            if element.text and not _MARKED.search(element.text):
                element.text = AtomicString(element.text)
            if element.tail and not _MARKED.search(element.tail):
                element.tail = AtomicString(element.tail)


class _Links(LinkInlineProcessor):
    """Makes links as ever, and tells the same of their words."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  (typeshed forgets that it may return words)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the link at the match, and where it begins and ends, as Python-Markdown asks for it."""
        made, start, end = super().handleMatch(m, data)
        if isinstance(made, Element) and made.text and not _MARKED.search(made.text):
            made.text = AtomicString(made.text)
        return made, start, end
