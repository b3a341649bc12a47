"""How does `mkdocs serve` keep up with an editor? The only room that knows MkDocs.

It builds content/ before MkDocs reads it, tells MkDocs what to watch, and makes the search index afterwards. Without
it `storybrief build && mkdocs build && storybrief index` gives the same site.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin

from storybrief.build import BRIEFS, CONTENT, TEMPLATES, plan, publish
from storybrief.pages.render import sealed
from storybrief.problems import errors
from storybrief.search import index

log = logging.getLogger("mkdocs.plugins.storybrief")


class Settings(Config):  # type: ignore[no-untyped-call]
    """What may be set under `- storybrief:` in mkdocs.yml."""

    search = config_options.Type(bool, default=True)


class StorybriefPlugin(BasePlugin[Settings]):
    """Build content/ before MkDocs reads it."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether somebody is watching: then an error must not take the last good pages away."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Bring content/ into line with briefs/, before MkDocs lists the pages."""
        site = Path(config.config_file_path).parent
        planned = plan(site)
        done = publish(planned, site)
        wrong = errors([*planned.problems, *done.problems])
        for problem in wrong:
            log.log(logging.ERROR, str(problem))
        if wrong and not self._serving:
            raise PluginError(f"{len(wrong)} problems, see above; nothing was published.")
        if wrong:
            log.error("The last good pages stay up until this is mended.")
        log.info(
            "%d pages written, %d removed, %d unchanged", len(done.written), len(done.removed), len(done.unchanged)
        )
        return config

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Make the search index out of the HTML."""
        if self.config.search:
            wrong = index(Path(config.site_dir))
            if wrong:
                log.warning("Search will find nothing: %s", wrong)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        """Watch what people write, not what the build writes: else every edit would build twice."""
        site = Path(config.config_file_path).parent
        server.unwatch(config.docs_dir)
        for folder in (BRIEFS, TEMPLATES):
            if (site / folder).is_dir():
                server.watch(str(site / folder))
        for file in sorted((site / CONTENT).rglob("*")):
            own = file.suffix != ".md" or sealed(file.read_text(encoding="utf-8", errors="replace")) is None
            if file.is_file() and own:
                server.watch(str(file))
        return server
