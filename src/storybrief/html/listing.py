"""Which files does MkDocs still see? All but the pages that are made here; these it finds when something leads to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

Places = Callable[[File], tuple[str, ...] | None]
"""Returns the anchors that can be linked to in a page; None when they are not known."""


class Listing(Files):
    """The files of a site without those that are `ours`, by their paths in content/.

    A link of a page that MkDocs makes to one of them leads where it should, and its anchor is looked up in `places`.
    """

    def __init__(self, files: Iterable[File], ours: Mapping[str, File], config: MkDocsConfig, places: Places) -> None:
        super().__init__(file for file in files if file.src_uri not in ours)
        self._ours = ours
        self._config = config
        self._places = places

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file with this path in content/, whoever makes it."""
        found = super().get_file_from_path(path) or self._ours.get(PurePath(path).as_posix())
        if found and found.src_uri in self._ours and found.page is None and found.is_documentation_page():
            page = Page(None, found, self._config)
            places = self._places(found)
            page.present_anchor_ids = None if places is None else set(places)
        return found


def takeable(files: Files, paths: Collection[str], config: MkDocsConfig) -> dict[str, File]:
    """Return the files of `paths` (in content/) that MkDocs would publish without having been told more about them."""
    named = {*_named(config.nav)}
    return {
        file.src_uri: file
        for file in files
        if file.src_uri in paths and file.src_uri not in named and file.inclusion in PUBLISHED
    }


def home_page(files: Files, config: MkDocsConfig) -> str | None:
    """Return the path of what MkDocs takes for the home page of the site; None when the navigation has none."""
    top = [file for file in files.documentation_pages() if file.name == "index" and "/" not in file.src_uri]
    listed = {*_top(config.nav)}
    return next(
        (f.src_uri for f in top if (f.inclusion in _IN_NAV if config.nav is None else f.src_uri in listed)), None
    )


PUBLISHED = {InclusionLevel.NOT_IN_NAV, InclusionLevel.UNDEFINED, InclusionLevel.INCLUDED}
_IN_NAV = {InclusionLevel.UNDEFINED, InclusionLevel.INCLUDED}


def _top(nav: object) -> Iterator[str]:
    """Yield the paths that stand in `nav:` itself, not in a section of it."""
    for entry in nav if isinstance(nav, list) else [nav]:
        for value in entry.values() if isinstance(entry, Mapping) else [entry]:
            if isinstance(value, str):
                yield value


def _named(nav: object) -> Iterator[str]:
    """Yield the paths that `nav:` in mkdocs.yml names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        for value in nav.values():
            yield from _named(value)
    elif isinstance(nav, list | tuple):
        for value in nav:
            yield from _named(value)
