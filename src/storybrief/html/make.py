"""Which pages have to be made anew? Those that the cache does not have; they are shared out among processes."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import jinja2
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from storybrief.html.alone import recipe
from storybrief.html.page import Rendered, render
from storybrief.pipeline.publish import hash_of
from storybrief.pipeline.workers import Fault, processes
from storybrief.store.cache import Cache, key_of

FEW = 24
"""So few pages are made sooner here than processes are started."""

_BATCH = 16  # pages of a job: few enough to be shared out evenly, many enough that handing over costs nothing


@dataclass(frozen=True, slots=True)
class Shop:
    """All that is needed to make a page: `recipe` is the key of what is the same for all, `home` the home page's path."""

    config: MkDocsConfig
    theme: jinja2.Environment
    recipe: str
    home: str | None

    def key(self, file: File, hash: str) -> str:
        """Return the key of the page that `file` becomes; `hash` is that of its text (`publish.hash_of`)."""
        return key_of(self.recipe, self.home or "", file.src_uri, hash)


def shop(config: MkDocsConfig, made_of: str, home: str | None) -> Shop:
    """Return all that is needed to make pages; `made_of` is the configuration's `recipe`."""
    return Shop(config, config.theme.get_env(), made_of, home)


def made(with_: Shop, file: File, key: str) -> Rendered | None:
    """Make the page of this key; None when the file says something else by now, or when MkDocs has to: it is not sure, or something is wrong that MkDocs will tell."""
    try:
        source = file.content_string
        if with_.key(file, hash_of(source)) != key:
            return None
        page = render(source, file, with_.home, with_.config, with_.theme)
        if json.loads(json.dumps(page.meta)) == page.meta:
            return page
    except Exception:  # a template can raise whatever Python can; MkDocs makes the page again, and says what is wrong
        file.page = None
    return None


def make(with_: Shop, wanted: Sequence[tuple[File, str]], workers: int) -> Iterator[tuple[File, Rendered | None]]:
    """Make the wanted (file, key), in any order; None for a page that MkDocs has to make. `workers` processes share it."""
    if workers < 2 or len(wanted) <= FEW:
        yield from ((file, made(with_, file, key)) for file, key in wanted)
        return
    files = {file.src_uri: (file, key) for file, key in wanted}
    for _, pages in processes(_batch, _jobs(with_, wanted), workers):
        for path, page in () if isinstance(pages, Fault) else pages:
            yield files.pop(path)[0], page
    yield from ((file, made(with_, file, key)) for file, key in files.values())  # what no worker could make


# --- in another process ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Job:
    """Some pages, by path in content/ and key, and what a worker needs to make a shop that is the same as ours."""

    config_file: str
    docs_dir: str
    site_dir: str
    site_url: str | None
    use_directory_urls: bool
    recipe: str
    home: str | None
    pages: tuple[tuple[str, str], ...]


def _jobs(with_: Shop, wanted: Sequence[tuple[File, str]]) -> Iterator[tuple[str, _Job]]:
    config = with_.config
    for start in range(0, len(wanted), _BATCH):
        pages = tuple((file.src_uri, key) for file, key in wanted[start : start + _BATCH])
        yield (
            pages[0][0],
            _Job(
                config_file=config.config_file_path,
                docs_dir=config.docs_dir,
                site_dir=config.site_dir,
                site_url=config.site_url,
                use_directory_urls=config.use_directory_urls,
                recipe=with_.recipe,
                home=with_.home,
                pages=pages,
            ),
        )


def _batch(job: _Job) -> list[tuple[str, Rendered | None]]:
    """Make the pages of a job; none of them where the configuration comes out otherwise, because a hook changed it."""
    with_ = _same_shop(
        *(job.config_file, job.docs_dir, job.site_dir, job.site_url, job.recipe, job.home),
        use_directory_urls=job.use_directory_urls,
    )
    if with_ is None:
        return []
    config = with_.config
    found = (
        (path, File(path, config.docs_dir, config.site_dir, config.use_directory_urls), key) for path, key in job.pages
    )
    return [(path, made(with_, file, key)) for path, file, key in found]


@functools.lru_cache(maxsize=1)
def _same_shop(
    config_file: str,
    docs_dir: str,
    site_dir: str,
    site_url: str | None,
    made_of: str,
    home: str | None,
    *,
    use_directory_urls: bool,
) -> Shop | None:
    logging.disable()  # whatever is to be said about the configuration was said once
    # Without plugins: none of them changes our pages (alone.py), and to import them is half of what a process costs.
    config = load_config(
        config_file,
        docs_dir=docs_dir,
        site_dir=site_dir,
        site_url=site_url or "",
        use_directory_urls=use_directory_urls,
        plugins=[],
    )
    return shop(config, made_of, home) if recipe(config) == made_of else None


# --- in the cache ----------------------------------------------------------------------------------------------


def keep(cache: Cache, key: str, page: Rendered) -> None:
    """Put a page under its key, and what is to be known about it under another: most asks are for that."""
    cache.put(key, page.html)
    cache.put(head_key(key), json.dumps([page.meta, page.places, page.anchors]).encode())


def kept_head(cache: Cache, key: str) -> Rendered | None:
    """Return a page from the cache without its HTML."""
    head = cache.get(head_key(key))
    if head is None:
        return None
    meta, places, anchors = json.loads(head)
    return Rendered(b"", meta, tuple(places), tuple((path, anchor) for path, anchor in anchors))


def head_key(key: str) -> str:
    """Return the key of what is to be known about the page of this key."""
    return key_of("head", key)
