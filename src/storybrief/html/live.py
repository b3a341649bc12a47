"""How does a page come to a browser under `mkdocs serve`? It is made when it is asked for, and not before.

So an edit costs what it changes, however large the site is. MkDocs' own server still serves it, with its reloading:
what is asked for is put into its place in the folder of the site first.
"""

from __future__ import annotations

import logging
import os
import posixpath
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import jinja2
from jinja2.bccache import Bucket
from mkdocs.commands.build import get_context
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, meta

from storybrief.desk.asking import Answer, Asked, headed
from storybrief.desk.serve import FOLDER, Desk
from storybrief.html.listing import Listing, takeable
from storybrief.html.make import Shop, keep, made
from storybrief.html.page import navigation
from storybrief.store.cache import Cache
from storybrief.store.files import replace_file

log = logging.getLogger("mkdocs.plugins.storybrief")

OF_ALL_PAGES = ("feed.xml", "sitemap.xml")
"""Templates that list every page."""

SEARCH = "pagefind/"
_TRIES = 5  # a build may empty the folder between the making of a page and its serving
_WAIT = 60.0  # seconds for a build that is under way, and for the first search index


@dataclass(frozen=True, slots=True)
class Now:
    """A site as it is to be seen: our files by where they are published, and what they are made of."""

    shop: Shop
    files: Files
    ours: Mapping[str, File]
    hashes: Mapping[str, str]


class Compiled(jinja2.BytecodeCache):
    """Compiled templates, kept as long as the process lives: MkDocs begins with a new environment at each build."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a compiled template, if it is that of the same text."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Live:
    """Our pages of a site that is being served; the thread that builds and those that answer browsers use it."""

    def __init__(self, built: Path, cache: Callable[[], Cache], desk: Callable[[], Desk]) -> None:
        self._built = built
        self._cache = cache
        self._desk = desk  # as it is now
        self._change = threading.Condition()
        self._open = False
        self._now: Now | None = None  # None when MkDocs makes every page itself
        self._next: Now | None = None
        self._search: Path | None = None

    # --- in the thread that builds -----------------------------------------------------------------------------

    def building(self) -> None:
        """Hold the pages back while MkDocs builds."""
        with self._change:
            self._open, self._next = False, None

    def take(self, files: Files, hashes: Mapping[str, str], shop: Shop) -> Files:
        """Return the files that are left to MkDocs; ours, with the `hashes` of their texts, are made when asked for."""
        ours = takeable(files, hashes, shop.config)
        self._next = Now(shop, files, {file.dest_uri: file for file in ours.values()}, hashes)
        return Listing(files, ours, shop.config, lambda _: None)

    def ready(self) -> None:
        """Let the pages be seen."""
        with self._change:
            self._open, self._now = True, self._next
            self._change.notify_all()

    def searched(self, index: Path | None) -> None:
        """Let the search index in the folder `index` be used from now on; None when none could be made."""
        with self._change:
            self._search = index or self._search or Path(os.devnull)
            shutil.rmtree(self._built / SEARCH, ignore_errors=True)
            self._change.notify_all()

    # --- in the thread of a request ----------------------------------------------------------------------------

    def app(self, inner: WSGIApplication | None, mount: str, asked: Asked) -> WSGIApplication:
        """Return an application that puts what is asked for in its place, and lets `inner`, MkDocs' own, serve it.

        What is about the desk is `asked`.
        """
        assert inner is not None

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            refused = asked.wrong_host(environ)
            if refused:
                return _answered(refused, start_response)
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if "\0" in path:  # no file can be called so
                start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
                return [b"This is no address of a page."]
            wanted = _wanted(path[len(mount) :]) if f"{path}/".startswith(mount) else ()
            for tries_left in reversed(range(_TRIES)):
                try:
                    told = next(filter(None, (self._asked(asked, environ, one) for one in wanted)), None)
                    placed = told is None and any(map(self._place, wanted))
                except Exception:  # a template can raise whatever Python can
                    log.exception("The page %s could not be made.", path)
                    start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
                    return [b"This page could not be made; the terminal says why."]
                if told:
                    return _answered(told, start_response)
                answer = _Answer()
                body = inner(environ, answer)
                if not (placed and tries_left and answer.status.startswith("404")):
                    break
            start_response(answer.status, headed(answer.headers))
            return body

        return serve

    def _asked(self, asked: Asked, environ: WSGIEnvironment, path: str) -> Answer | None:
        """Return the desk's answer, when what is published at `path` is the desk's."""
        if not path.startswith(f"{FOLDER}/"):
            return None
        with self._change:
            self._change.wait_for(lambda: self._open, _WAIT)
        return asked.answer(environ, path)

    def _place(self, path: str) -> bool:
        """Put the file that is published at `path` into its place, if it is ours. Returns whether it is."""
        with self._change:
            self._change.wait_for(lambda: self._open, _WAIT)
            if path.startswith(SEARCH):
                return self._place_search(path)
            now = self._now
            file = now.ours.get(path) if now else None
            if now is None or (file is None and path not in OF_ALL_PAGES):
                return False
            if not (self._built / path).exists():
                replace_file(self._built / path, self._made(now, file) if file else _overview(now, path))
            return True

    def _place_search(self, path: str) -> bool:
        self._change.wait_for(lambda: self._search is not None and self._open, _WAIT)
        if self._search is None or not (self._search / path).is_file():
            return False
        if not (self._built / path).exists():
            replace_file(self._built / path, (self._search / path).read_bytes())
        return True

    def _made(self, now: Now, file: File) -> bytes:
        if not file.is_documentation_page():
            return file.content_bytes
        key = now.shop.key(file, now.hashes[file.src_uri])
        with self._cache() as cache:
            html = cache.get(key)
            page = made(now.shop, file, key) if html is None else None
            if page:
                keep(cache, key, page)
                html = page.html
        text = _by_mkdocs(now, file) if html is None else html.decode()
        way = f"{get_relative_url('.', file.url).rstrip('/')}/"
        return self._desk().page(text, file.src_uri, way).encode("utf-8", "xmlcharrefreplace")


def _answered(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    status = f"{answer.status.value} {answer.status.phrase}"
    start_response(status, headed((*answer.headers, ("Content-Length", str(len(answer.body))))))
    return [answer.body]


class _Answer:
    """Remembers how an application begins its answer."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []

    def __call__(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None = None,  # noqa: ARG002
        /,
    ) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return lambda _: None  # the old way to write an answer, which MkDocs does not use


def _wanted(path: str) -> tuple[str, ...]:
    """Return the files that an address may mean: of one without a slash MkDocs also tries the folder."""
    plain = posixpath.normpath(f"/{path}index.html" if path.endswith("/") or not path else f"/{path}").lstrip("/")
    return (plain,) if path.endswith("/") or not path else (plain, f"{plain}/index.html")


def _by_mkdocs(now: Now, file: File) -> str:
    """Return a page that is not sure, as MkDocs makes it, with what it has to say in the terminal."""
    config = now.shop.config
    page = Page(None, file, config)
    page.read_source(config)
    page.render(config, now.files)
    page.active = True
    context = get_context(navigation(now.shop.home, config), Files([]), config, page)
    return now.shop.theme.get_template(page.meta.get("template", "main.html")).render(context)


def _overview(now: Now, name: str) -> bytes:
    """Return the sitemap or the feed."""
    config = now.shop.config
    files = now.files.documentation_pages()
    for file in files:
        page = file.page or Page(None, file, config)
        page.meta = meta.get_data(file.content_string)[1]
    context = get_context(navigation(now.shop.home, config), files, config, base_url=".")
    return now.shop.theme.get_template(name).render(context).encode()
