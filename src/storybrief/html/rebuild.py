"""How is a site made once more, beside the published one, to compare the two? From briefs/, as `mkdocs build` does it.

Neither content/ nor a cache is believed: of content/ only what people put there themselves is taken. What a build was
made with and from stands in the site (RECORD), so that a difference can be told from an older or another build.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import platform
import shutil
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from storybrief.pages.seal import seal_json, sealed
from storybrief.pipeline.publish import read
from storybrief.pipeline.record import RECORD, Record
from storybrief.pipeline.update import update
from storybrief.pipeline.workers import Way
from storybrief.problems import Stop, error
from storybrief.search import FOLDER as SEARCH
from storybrief.search import index, noted
from storybrief.store.cache import key_of
from storybrief.store.fingerprint import code_hash, libraries
from storybrief.store.layout import BRIEFS, CONTENT, MKDOCS

_PLUGIN = "storybrief"
_LIBRARIES = ("mkdocs", "markdown", "pagefind")  # what makes HTML and the index, besides what makes the pages


def record(config: MkDocsConfig, made_from: str) -> None:
    """Write into the built site what it was made with, and from; `made_from` is that of the pages (`Updated`)."""
    built = Path(config.site_dir)
    values = {
        "made_from": _whole(config, made_from),
        "config": Path(config.config_file_path).name,
        "site_url": config.site_url or "",
        "use_directory_urls": config.use_directory_urls,
        "made_with": _made_with(),
        "indexed": noted(built / SEARCH),
    }
    (built / RECORD).write_text(seal_json(values), encoding="utf-8", newline="\n")


def make_again(root: Path, folder: Path, like: Record | None, *, search: bool) -> Path:
    """Build the site of `root` (the folder of briefs/ and mkdocs.yml) into `folder`, and return where it stands.

    `like` is the record of the published site, which says for what address it was made; `search` says whether it has
    an index, which a site without our plugin is given by a command of its own. Nothing outside of `folder` is written.
    Raises Stop when the site cannot be made.
    """
    content, built = folder / CONTENT, folder / "site"
    _copy_what_is_people_s(root / CONTENT, content)
    told = _Told()
    with contextlib.chdir(root), told.instead_of_printing():  # paths in mkdocs.yml may begin where it is called
        try:
            given: dict[str, Any] = {"docs_dir": str(content), "site_dir": str(built)}
            given |= {"site_url": like.site_url, "use_directory_urls": like.use_directory_urls} if like else {}
            named = root / (Path(like.config).name if like else MKDOCS)
            config = load_config(str(named if named.is_file() else root / MKDOCS), **given)
            plugin = cast(Any, config.plugins.get(_PLUGIN))
            config.plugins.on_startup(command="build", dirty=False)
            try:
                if plugin is None:
                    update(root, cached=False, way=Way(os.cpu_count() or 1), content=content)
                else:
                    plugin.build_anew()
                build(config)
            finally:
                config.plugins.on_shutdown()
            if plugin is None and search:
                index(built)
        except (MkDocsException, SystemExit) as wrong:
            why = "; ".join(told.errors) or str(wrong)
            message = f"The site cannot be made from {BRIEFS}/, so nothing can be proved. Mend this first: {why}"
            raise Stop(error("not-made", MKDOCS, 0, message)) from wrong
    return built


def _copy_what_is_people_s(content: Path, to: Path) -> None:
    """Copy the files of content/ that the build did not make, or that somebody edited."""
    to.mkdir(parents=True)
    for file in sorted(path for path in content.rglob("*") if path.is_file()):
        ours = file.suffix in (".md", ".json", ".csv") and sealed(read(file) or "")
        if not ours:
            target = to / file.relative_to(content)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


def _whole(config: MkDocsConfig, made_from: str) -> str:
    """Return the hash of all that a site is made from: that of its pages, mkdocs.yml, and a theme of its own."""
    folder = config.theme.custom_dir
    files = [
        Path(config.config_file_path),
        *(sorted(f for f in Path(folder).rglob("*") if f.is_file()) if folder else ()),
    ]
    parts = (part for file in files for part in (file.name, hashlib.sha256(file.read_bytes()).hexdigest()))
    return key_of("site", made_from, *parts)


def _made_with() -> dict[str, str | None]:
    """Return name and version of all that can change a byte of a site; of the tool's own code, a hash.

    The hash says which commit it is; an editable installation does not know how many there were since the last version.
    """
    every = {name: version(name) for name in _LIBRARIES} | dict(libraries()) | {"zlib": zlib.ZLIB_RUNTIME_VERSION}
    own = {
        "storybrief": f"{version('storybrief').partition('.dev')[0]} ({code_hash()[:12]})",
        "python": platform.python_version(),
    }
    return own | dict(sorted(every.items()))


class _Told(logging.Handler):
    """Keeps what MkDocs and its plugins say is wrong."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.errors.append(record.getMessage())

    @contextlib.contextmanager
    def instead_of_printing(self) -> Iterator[None]:
        """Keep what is said meanwhile, and print none of it."""
        log = logging.getLogger("mkdocs")
        before = log.propagate
        log.addHandler(self)
        log.propagate = False
        try:
            yield
        finally:
            log.removeHandler(self)
            log.propagate = before
