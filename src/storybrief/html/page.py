"""How does one page of content/ become a whole HTML page? With the theme's templates, as MkDocs fills them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from storybrief.html.convert import convert
from storybrief.html.links import NotSureError

_PLACES = (re.compile(' id="([^"]+)"'), re.compile(' name="([^"]+)"'))  # a pattern that begins with words is quick


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it is published.

    `html` is the whole page, `meta` its front matter, `places` the anchors that can be linked to in it, and `anchors`
    the (path in content/, anchor) of its links to others; the anchor is empty where a link leads to a whole page.
    """

    html: bytes
    meta: Mapping[str, object]
    places: tuple[str, ...]
    anchors: tuple[tuple[str, str], ...]


def render(source: str, file: File, home: str | None, config: MkDocsConfig, theme: jinja2.Environment) -> Rendered:
    """Return the page that MkDocs would make of `source`, the text of `file`; raises NotSureError.

    The page stands alone: of the navigation it knows the site's `home` page, a path, and nothing else, so the theme must not
    ask for more (`alone.py`).
    """
    markdown, front_matter = meta.get_data(source)
    if "title" not in front_matter:
        raise NotSureError  # MkDocs takes it from the text
    text = convert(markdown, file, config)
    places = {place for pattern in _PLACES for place in pattern.findall(text.html)}
    if any(path == file.src_uri and anchor and anchor not in places for path, anchor in text.anchors):
        raise NotSureError
    others = sorted(link for link in text.anchors if link[0] != file.src_uri)
    page = Page(None, file, config)
    page.markdown, page.meta, page.content, page.toc = markdown, front_matter, text.html, text.contents
    page.active = True
    context = get_context(navigation(home, config), Files([]), config, page)
    html = theme.get_template(page.meta.get("template", "main.html")).render(context)
    file.page = None
    if not html.strip():
        raise NotSureError
    return Rendered(html.encode("utf-8", "xmlcharrefreplace"), front_matter, tuple(sorted(places)), tuple(others))


def navigation(home: str | None, config: MkDocsConfig) -> Navigation:
    """Return a navigation that has the site's home page, by its path, and nothing else."""
    if home is None:
        return Navigation([], [])
    page = Page(None, File(home, None, config.site_dir, config.use_directory_urls), config)
    return Navigation([page], [page])
