"""How does `mkdocs serve` keep up with an editor? With html/, the only room that knows MkDocs.

It builds content/ before MkDocs reads it, has the HTML of our pages made apart from MkDocs (html/), tells MkDocs what
to watch, and makes the search index afterwards. Without it `storybrief build && mkdocs build && storybrief index` gives
the same site. Under `mkdocs serve` alone it also puts the edit controls of storybrief.desk onto the pages.
"""

from __future__ import annotations

import gzip
import logging
import os
import socket
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import click
import jinja2
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from storybrief.desk.asking import QUEUE, Asked
from storybrief.desk.saving import Book
from storybrief.desk.serve import Desk, Stories, write_assets
from storybrief.html.alone import hindrance, recipe
from storybrief.html.build import Build
from storybrief.html.listing import home_page
from storybrief.html.live import OF_ALL_PAGES, Compiled, Live
from storybrief.html.make import shop
from storybrief.html.page import navigation
from storybrief.html.rebuild import record
from storybrief.html.search_job import Job
from storybrief.html.watch import Watch, ringer
from storybrief.pages.seal import sealed
from storybrief.pipeline.build import ANEW
from storybrief.pipeline.publish import hash_of, in_a_line, not_made, read
from storybrief.pipeline.schemas import SCHEMAS
from storybrief.pipeline.update import Updated, update
from storybrief.pipeline.workers import Way, collect_garbage_seldom
from storybrief.problems import errors
from storybrief.search import CACHE, index
from storybrief.store.cache import FOLDER, Cache
from storybrief.store.layout import BRIEFS, CONTENT, TEMPLATES
from storybrief.story import site as story_site

log = logging.getLogger("mkdocs.plugins.storybrief")


class Settings(Config):  # type: ignore[no-untyped-call]
    """What may be set under `- storybrief:` in mkdocs.yml."""

    search = config_options.Type(bool, default=True)
    reproduce = config_options.Choice(story_site.REPRODUCE, default="cited")
    fast = config_options.Type(bool, default=True)
    cache = config_options.Type(bool, default=True)
    workers = config_options.Type(int, default=0)


class StorybriefPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Build content/ before MkDocs reads it, and make its pages."""

    def __init__(self) -> None:
        self._serving = False
        self._as_it_is = False
        self._anew = False
        self._made_from = ""
        self._drafts: Callable[[], object] | None = None  # takes them out of content/ again
        self._content = _Content()
        self._desk = Desk(Path())
        self._hashes: dict[str, str] = {}  # of our pages, by their paths in content/
        self._recipe: str | None = None  # of all pages; None when MkDocs makes them
        self._build: Build | None = None
        self._live: Live | None = None
        self._compiled = Compiled()
        self._search: Job | None = None
        self._watch: Watch | None = None
        self._ring: Callable[[], None] = lambda: None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether somebody is watching: then an error must not take the last good pages away."""
        self._serving = command == "serve" and _reloads()  # else MkDocs builds once, and lets nobody in
        if self._serving:
            collect_garbage_seldom()

    def take_content_as_it_is(self) -> None:
        """Publish what content/ holds, and write nothing there: another process does."""
        self._as_it_is = True

    def build_anew(self) -> None:
        """Make everything again from briefs/, in whatever folders the configuration names; use no cache and no content/."""
        self._anew = True

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Bring content/ into line with briefs/, before MkDocs lists the pages."""
        site = _site(config)
        if Path(config.docs_dir) != site / CONTENT and not self._anew:
            raise PluginError(f"Set “docs_dir: {CONTENT}” in mkdocs.yml: that is where storybrief writes the pages.")
        if self._as_it_is:
            self._hashes = dict(_ours(site / CONTENT))
            return config
        if self._serving and self._watch is None:
            _look_for_the_port(*config.dev_addr)
            folders = [str(site / folder) for folder in (BRIEFS, TEMPLATES, CONTENT)]
            self._watch = Watch(folders, partial(self._changed, site / CONTENT))
        with self._watch.held() if self._watch else nullcontext():
            made = update(
                *(site, story_site.Settings(self.config.reproduce)),
                cached=self._cached,
                way=Way(self._workers()),
                content=Path(config.docs_dir),
                drafts=self._serving,
            )
            self._content.left(made)
        self._made_from = made.made_from
        self._drafts = partial(update, site, story_site.Settings(self.config.reproduce), cached=self._cached) if self._serving and made.drafts else None  # fmt: skip
        self._hashes = _published(made, self._hashes)
        self._tell(made)
        if self._serving:
            stories = self._desk.stories if isinstance(self._desk.stories, Stories) else Stories(site)
            self._desk = Desk(site, stories, made.problems)
        return config

    @property
    def _cached(self) -> bool:
        return self.config.cache and not self._anew

    def _workers(self) -> int:
        return self.config.workers or os.cpu_count() or 1

    def _tell(self, made: Updated) -> None:
        wrong = errors(made.problems)
        for problem in made.problems:
            log.log(logging.ERROR if problem in wrong else logging.INFO, str(problem))
        log.info(in_a_line(made.failed, made.published))
        if wrong and not self._serving:
            raise PluginError(f"The site was not built: mend what is named above ({len(wrong)}) and build again.")
        if wrong:
            log.error("The last good pages stay up until what is named above is mended.")

    # --- our pages, apart from MkDocs --------------------------------------------------------------------------

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Set aside what stands in site/, when our pages can be made apart from MkDocs."""
        why = hindrance(config, self) if self.config.fast else "“fast: false” is set"
        self._recipe = None if why else recipe(config)
        if self._recipe is None:
            log.debug("MkDocs makes every page itself: %s", why or "a value in mkdocs.yml cannot be compared")
        if self._serving:
            built, cache = Path(config.site_dir), self._cache(config)
            self._live = self._live or Live(built, cache, lambda: self._desk)
            self._live.building()
            config.theme.static_templates -= {*OF_ALL_PAGES} if self._recipe else set()
        elif self._recipe is not None:
            self._build = Build(self._cache(config)(), Path(config.site_dir), self._workers())
            self._build.begin()

    def _cache(self, config: MkDocsConfig, name: str = "html") -> Callable[[], Cache]:
        return partial(Cache, _site(config) / FOLDER if self._cached else None, name)

    @event_priority(-100)  # when other plugins have added their files
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take our pages upon us, and leave the others to MkDocs."""
        if self._recipe is None:
            return files
        self._shop = shop(config, self._recipe, home_page(files, config))
        if self._build is not None:
            return self._build.take(files, self._hashes, self._shop)
        if self._live is not None:
            self._shop.theme.bytecode_cache = self._compiled
            return self._live.take(files, self._hashes, self._shop)
        return files

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:  # noqa: ARG002
        """Spare MkDocs to compile its templates at each build."""
        if self._serving:
            env.bytecode_cache = self._compiled
        return env

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Give the navigation its home page, when that is ours."""
        if self._recipe is not None and nav.homepage is None:
            ours = navigation(self._shop.home, config)
            nav.homepage, nav.items = ours.homepage, [*nav.items, *ours.items]
        return nav

    def on_template_context(
        self,
        context: TemplateContext,
        *,
        template_name: str,
        config: MkDocsConfig,  # noqa: ARG002
    ) -> TemplateContext:
        """Tell the sitemap and the feed of all pages."""
        if self._build is not None and template_name in OF_ALL_PAGES:
            context["pages"] = self._build.listed()
        return context

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Leave nothing of a build that failed; what is served can still be seen."""
        if self._build is not None:
            self._build.give_up()
            self._build = None

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Put the edit controls onto a page that is served, and onto no other."""
        if not self._serving:
            return output
        root = get_relative_url(".", page.url)
        return self._desk.page(output, page.file.src_uri, f"{root.rstrip('/')}/")

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Tell the problems where a page is missing: after a first build with an error there is no home page yet."""
        if not self._serving or template_name != "404.html":
            return output_content
        root = urlsplit(config.site_url or "").path or "/"
        return self._desk.page(output_content, template_name, f"{root.rstrip('/')}/")

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Put our pages beside those of MkDocs, and make the search index out of the HTML."""
        built = Path(config.site_dir)
        if self._serving:
            write_assets(built)
        if self._live is not None:
            self._live.ready()
            if self._search is not None:
                self._search.ask(config.config_file_path)
            return
        state = self._build.finish(search=self.config.search) if self._build is not None else ""
        self._build = None
        if self.config.search and state is not None:
            with self._cache(config, CACHE)() as cache:
                wrong = index(built, cache=cache, state=state)
            if wrong:
                log.warning("Search does not find these pages: %s", wrong)
        _without_time(built / "sitemap.xml.gz")
        if not self._as_it_is:
            record(config, self._made_from)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        """Watch what people write, and what they do to content/; not what the build writes there.

        MkDocs would look at each file of content/ twice a second, and build after each of its own builds. It is left
        to watch mkdocs.yml, which is also how it is told to build.
        """
        assert config.config_file_path
        assert self._watch
        server.unwatch(config.docs_dir)
        self._ring = ringer(server.observer, str(Path(config.config_file_path).absolute()))
        self._watch.start()
        if self._live is not None:
            self._live.searched(None) if not self.config.search else None
            server.set_app(self._live.app(server.get_app(), server.mount_path, self._asked(config)))
            log.info("What to look at, worst first: %s%s", server.url, QUEUE)
            self._search = Job(self._live.searched) if self.config.search else None
            if self._search is not None:
                self._search.ask(config.config_file_path)
        return server

    def _asked(self, config: MkDocsConfig) -> Asked:
        """Return what answers for the desk, as long as the site is served."""
        stories, site = self._desk.stories, _site(config)
        book = Book(site, stories if isinstance(stories, Stories) else ANEW)
        return Asked(config.dev_addr.host, lambda: self._desk, book)

    def _changed(self, content: Path, files: Collection[str]) -> None:
        """Have MkDocs build, unless nobody but the build itself changed these files."""
        inside, schemas = f"{content}{os.sep}", f"{content.parent / SCHEMAS}{os.sep}"
        if any(
            self._content.by_a_person(content, Path(file).relative_to(content).as_posix())
            if file.startswith(inside)
            else not file.startswith(schemas)
            for file in files
        ):
            self._ring()

    def on_shutdown(self) -> None:
        """Look at nothing more, and take the search index and the drafts away. MkDocs gives a process the same plugin again."""
        if self._watch is not None:
            self._watch.stop()
        if self._search is not None:
            self._search.end()
        if self._drafts is not None:
            self._drafts()
        self._live = self._search = self._watch = self._drafts = None
        self._serving = self._anew = False


class _Content:
    """What is in content/ as the build left it: `pages` are what it made, `removed` what it took away."""

    def __init__(self) -> None:
        self.pages: Mapping[str, str] = {}  # path in content/ -> hash
        self.removed: frozenset[str] = frozenset()

    def left(self, made: Updated) -> None:
        """Take down what a build has made and taken away."""
        self.pages, self.removed = made.pages, self.removed.union(made.published.removed)

    def by_a_person(self, folder: Path, path: str) -> bool:
        """Whether a person wrote, changed or removed the file with this path in `folder`, which is content/."""
        file = folder / path
        if path in self.pages:
            return not file.is_file() or hash_of(read(file)) != self.pages[path]
        return file.is_file() or path not in self.removed


def _published(made: Updated, before: Mapping[str, str]) -> dict[str, str]:
    """Return our pages as they lie in content/ now; those of a story that could not be made are as they were `before`."""
    left = not_made(made.failed, made.pages)
    kept = {path: hash for path, hash in before.items() if path.split("/", 1)[0] in left}
    ours = {*made.published.written, *made.published.unchanged}
    return kept | {path: hash for path, hash in made.pages.items() if path in ours}


def _ours(content: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and hash of every page in content/ that is just as the build made it."""
    for file in sorted(file for end in ("md", "json", "csv") for file in content.rglob(f"*.{end}")):
        text = read(file)
        if text is not None and sealed(text):
            yield file.relative_to(content).as_posix(), hash_of(text)


def _without_time(packed: Path) -> None:
    """Pack a file again without the time that gzip notes, so that two builds give the same bytes."""
    if packed.is_file():
        packed.write_bytes(gzip.compress(gzip.decompress(packed.read_bytes()), mtime=0))


def _reloads() -> bool:
    """Whether pages are to be loaded anew after an edit; `properdocs serve` calls the option by another name."""
    asked = click.get_current_context(silent=True)
    given = asked.params if asked else {}
    return not given["no_livereload"] if "no_livereload" in given else bool(given.get("livereload", True))


def _look_for_the_port(host: str, port: int) -> None:
    """Say before a long build, and without a traceback, that nothing can be served at an address."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            if os.name != "nt":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            tried.bind(address)
    except OSError as wrong:
        mend = f"Stop what is served there, or choose another port: “mkdocs serve --dev-addr {host}:{port + 1}”"
        raise PluginError(f"Nothing can be served at {host}:{port} ({wrong.strerror}). {mend}.") from None


def _site(config: MkDocsConfig) -> Path:
    """Return the folder of mkdocs.yml, which is the site's."""
    return Path(config.config_file_path).absolute().parent
