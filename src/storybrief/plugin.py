"""How does `mkdocs serve` keep up with an editor? The only room that knows MkDocs.

It builds content/ before MkDocs reads it, tells MkDocs what to watch, and makes the search index afterwards. Without
it `storybrief build && mkdocs build && storybrief index` gives the same site. Under `mkdocs serve` alone it also puts
the edit controls of storybrief.desk onto the pages.
"""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from storybrief.build import BRIEFS, CONTENT, TEMPLATES, plan, publish, summary
from storybrief.desk.serve import Desk, opened, write_assets
from storybrief.problems import errors
from storybrief.search import index
from storybrief.story import site as story_site

log = logging.getLogger("mkdocs.plugins.storybrief")


class Settings(Config):  # type: ignore[no-untyped-call]
    """What may be set under `- storybrief:` in mkdocs.yml."""

    search = config_options.Type(bool, default=True)
    reproduce = config_options.Choice(story_site.REPRODUCE, default="cited")


class StorybriefPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Build content/ before MkDocs reads it."""

    def __init__(self) -> None:
        self._serving = False
        self._content = _Content()
        self._desk = Desk(Path())

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether somebody is watching: then an error must not take the last good pages away."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Bring content/ into line with briefs/, before MkDocs lists the pages."""
        site = _site(config)
        if Path(config.docs_dir) != site / CONTENT:
            raise PluginError(f"Set “docs_dir: {CONTENT}” in mkdocs.yml: that is where storybrief writes the pages.")
        planned = plan(site, story_site.Settings(self.config.reproduce))
        self._content.pages = {site / CONTENT / page.path: page.text for page in planned.pages}
        done = publish(planned, site)
        self._content.removed |= {site / CONTENT / path for path in done.removed}
        problems = [*planned.problems, *done.problems]
        wrong = errors(problems)
        for problem in problems:
            log.log(logging.ERROR if problem in wrong else logging.INFO, str(problem))
        log.info(summary(planned, done))
        if self._serving:
            self._desk = opened(Desk(site, self._desk.stories), planned, problems)
        if wrong and not self._serving:
            raise PluginError(f"The site was not built: mend what is named above ({len(wrong)}) and build again.")
        if wrong:
            log.error("The last good pages stay up until what is named above is mended.")
        return config

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Put the edit controls onto a page that is served, and onto no other."""
        if not self._serving:
            return output
        root = get_relative_url(".", page.url)
        return self._desk.page(output, page.file.src_uri, f"{root.rstrip('/')}/")

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Make the search index out of the HTML."""
        if self._serving:
            write_assets(Path(config.site_dir))
        if self.config.search:
            wrong = index(Path(config.site_dir))
            if wrong:
                log.warning("Search will find nothing: %s", wrong)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        """Watch what people write, and what they do to content/; not what the build writes there.

        MkDocs watches all of content/, so that every edit would build twice. A plugin can only give it files to watch:
        the bell is one, and stands for what a person does in content/.
        """
        site = _site(config)
        server.unwatch(config.docs_dir)
        for folder in (BRIEFS, TEMPLATES):
            if (site / folder).is_dir():
                server.watch(str(site / folder))
        server.watch(self._content.bell.name)
        server.observer.schedule(self._content, config.docs_dir, recursive=True)
        return server

    def on_shutdown(self) -> None:
        """Take the bell away."""
        self._content.bell.close()


class _Content(FileSystemEventHandler):
    """Rings when content/ is not as the build left it: `pages` are what it made, `removed` what it took away."""

    def __init__(self) -> None:
        self.pages: dict[Path, str] = {}
        self.removed: set[Path] = set()
        self.bell = tempfile.NamedTemporaryFile(prefix="storybrief-")  # noqa: SIM115  (closed at shutdown)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring for a file that a person wrote, changed or removed."""
        files = {Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path}
        if not event.is_directory and any(map(self._by_a_person, files)):
            os.utime(self.bell.name)

    def _by_a_person(self, file: Path) -> bool:
        if file.name.startswith("."):
            return False
        if file in self.pages:
            return not file.is_file() or file.read_text(encoding="utf-8", errors="replace") != self.pages[file]
        return file.is_file() or not (file.exists() or file in self.removed)  # a folder by itself changes no page


def _site(config: MkDocsConfig) -> Path:
    """Return the folder of mkdocs.yml, which is the site's."""
    return Path(config.config_file_path).absolute().parent
