"""Where does a link of a page lead when the page is published? By MkDocs' rules for links between files.

Every link is taken to lead somewhere: whether it does is seen when all pages are known (`build.py`).
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit, urlunsplit

from markdown.util import AMP_SUBSTITUTE
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url


class NotSureError(Exception):
    """A page has something that MkDocs has to look at."""


class Links:
    """The links of one page. `anchors` are the (path in content/, anchor) that they lead to, in the page itself too."""

    def __init__(self, file: File, config: MkDocsConfig) -> None:
        self.anchors: set[tuple[str, str]] = set()
        self._file = file
        self._config = config
        self._folder = posixpath.dirname(file.src_uri)
        self._known: dict[str, tuple[str, str] | None] = {}

    def published(self, url: str) -> str:
        """Return the address that a link's becomes; raises NotSureError."""
        address, _, anchor = url.partition("#")
        if not address:
            self.anchors.add((self._file.src_uri, anchor))
            return url
        if address not in self._known:
            self._known[address] = self._looked_up(address)
        found = self._known[address]
        if found is None:
            return url
        target, place = found
        self.anchors.add((target, anchor))
        return f"{place}#{anchor}" if anchor else place

    def _looked_up(self, address: str) -> tuple[str, str] | None:
        """Return the path in content/ that is meant, and where it is published; None for what is no file of the site."""
        scheme, host, path, query, _ = urlsplit(address)
        if scheme or host or AMP_SUBSTITUTE in address:
            return None
        if address.startswith(("/", "\\")) or not path or address.split() != [address]:
            raise NotSureError
        target = posixpath.normpath(posixpath.join(self._folder, unquote(path)).lstrip("/"))
        found = File(target, None, self._config.site_dir, self._config.use_directory_urls)
        return target, urlunsplit(("", "", get_relative_url(found.url, self._file.url), query, ""))
