"""How does the Markdown of a page become the HTML of its text? By its forms where they are known, else as MkDocs does.

MkDocs calls Python-Markdown; whatever is not sure then either (an absolute link, say) is left to MkDocs, which has the
words for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.toc import TableOfContents, get_toc

from storybrief.html.forms import Titles, page
from storybrief.html.links import Links, NotSureError
from storybrief.html.sample import EXTENSIONS, agrees, settings
from storybrief.html.words import UnknownError


@dataclass(frozen=True, slots=True)
class Text:
    """A page's text as HTML. `anchors` are (path in content/, anchor) of what was written as a link in it."""

    html: str
    contents: TableOfContents
    anchors: frozenset[tuple[str, str]]


def convert(markdown: str, file: File, config: MkDocsConfig) -> Text:
    """Return the Markdown of a page, without its front matter, as HTML; raises NotSureError."""
    titles = _titles(config)
    if titles and agrees(titles):
        try:
            return _by_forms(markdown, titles, Links(file, config))
        except UnknownError:
            pass
    return _by_python_markdown(markdown, Links(file, config), config)


def _by_forms(markdown: str, titles: Titles, links: Links) -> Text:
    return Text(*page(markdown, titles, links.published), frozenset(links.anchors))


def _by_python_markdown(markdown: str, links: Links, config: MkDocsConfig) -> Text:
    made = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    made.treeprocessors.register(_Published(links), "relpath", 0)  # the name and place of MkDocs' own
    html = made.convert(markdown)
    return Text(html, get_toc(getattr(made, "toc_tokens", [])), frozenset(links.anchors))


def _titles(config: MkDocsConfig) -> Titles | None:
    """Return the titles that mkdocs.yml sets, or None when it sets more of the extensions than the forms know."""
    told = config.mdx_configs or {}
    back, section = told.get("footnotes", {}).get("BACKLINK_TITLE"), told.get("toc", {}).get("permalink_title")
    titles = Titles(back, section) if isinstance(back, str) and isinstance(section, str) else None
    known = titles and {*config.markdown_extensions} == EXTENSIONS and told == settings(titles)
    return titles if known else None


class _Published(Treeprocessor):
    """Turns links to files in content/ into links to where they are published."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self._links = links

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = "href" if element.tag == "a" else "src" if element.tag == "img" else None
            if key:
                url = element.get(key)
                if url is None:
                    raise NotSureError
                element.set(key, self._links.published(url))
