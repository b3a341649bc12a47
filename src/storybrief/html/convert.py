"""How does the Markdown of a page become the HTML of its text? With Python-Markdown, as MkDocs calls it.

Whatever is not sure here (an absolute link, say) is left to MkDocs, which has the words for it.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import get_relative_url

from storybrief.html.lighten import lighten


class NotSureError(Exception):
    """A page has something that MkDocs has to look at."""


@dataclass(frozen=True, slots=True)
class Text:
    """A page's text as HTML. `anchors` are (path in content/, anchor) of what it links to, itself included."""

    html: str
    contents: TableOfContents
    anchors: tuple[tuple[str, str], ...]


def convert(markdown: str, file: File, config: MkDocsConfig) -> Text:
    """Return the Markdown of a page, without its front matter, as HTML; raises NotSureError.

    Every link is taken to lead somewhere: whether it does is seen when all pages are known (`build.py`).
    """
    made = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    lighten(made, markdown, config.markdown_extensions)
    links = _Links(file, config)
    made.treeprocessors.register(links, "relpath", 0)  # the name and place of MkDocs' own
    html = made.convert(markdown)
    return Text(html, get_toc(getattr(made, "toc_tokens", [])), tuple(sorted(links.anchors)))


class _Links(Treeprocessor):
    """Turns links to files in content/ into links to where they are published, by MkDocs' rules."""

    def __init__(self, file: File, config: MkDocsConfig) -> None:
        super().__init__()
        self.anchors: set[tuple[str, str]] = set()
        self._file = file
        self._config = config
        self._folder = posixpath.dirname(file.src_uri)
        self._known: dict[str, str] = {}

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = "href" if element.tag == "a" else "src" if element.tag == "img" else None
            if key:
                url = element.get(key)
                if url is None:
                    raise NotSureError
                element.set(key, self._published(url))

    def _published(self, url: str) -> str:
        if url.startswith("#"):
            self._note(self._file.src_uri, url[1:])
            return url
        known = self._known.get(url)
        if known is None:
            known = self._known[url] = self._looked_up(url)
        return known

    def _looked_up(self, url: str) -> str:
        scheme, place, path, query, anchor = urlsplit(url)
        if scheme or place:
            return url
        if url.startswith(("/", "\\")):
            raise NotSureError
        if AMP_SUBSTITUTE in url:
            return url
        if not path:
            self._note(self._file.src_uri, anchor)
            return url
        target = posixpath.normpath(posixpath.join(self._folder, unquote(path)).lstrip("/"))
        self._note(target, anchor)
        found = File(target, None, self._config.site_dir, self._config.use_directory_urls)
        return urlunsplit(("", "", get_relative_url(found.url, self._file.url), query, anchor))

    def _note(self, path: str, anchor: str) -> None:
        self.anchors.add((path, anchor))
