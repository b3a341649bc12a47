"""In what order is a built site proved? Read this first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from storybrief.layout import BRIEFS, SITE_WIDE, TEMPLATES
from storybrief.problems import Problem, Stop, error, in_order
from storybrief.proof import lists, measures, rules
from storybrief.proof.counts import counts
from storybrief.proof.document import Document, read_page, words
from storybrief.proof.handles import Sentences, sentences_of
from storybrief.proof.links import Fault, faults
from storybrief.proof.own_words import own_words
from storybrief.proof.rules import Site
from storybrief.proof.sources import stories

_SITE_WIDE = tuple(name.removesuffix(".md") for name in SITE_WIDE)


def root_of(built: Path) -> Path:
    """Return the folder that holds briefs/: the nearest around the built site, else the current one.

    Raises Stop when there is none: without the sources nothing can be proved.
    """
    for folder in (*built.resolve().parents, Path.cwd()):
        if (folder / BRIEFS).is_dir():
            return folder
    wrong = error(
        "no-briefs", built, 0, "Put the built site beside briefs/, or call this from the folder that holds briefs/."
    )
    raise Stop(wrong)


def prove(built: Path, root: Path) -> tuple[tuple[Problem, ...], int]:
    """Prove the pages of a built site against the sources in `root`; return every problem and the number of pages.

    Of the site only the HTML and the JSON beside it are read, of `root` only what people wrote. Nothing is written.
    """
    site, problems = opened(built, root)
    found = [*problems, *_missing(site)]
    ids = {path: ids_of(page) for path, page in site.pages.items()}
    for path, page in site.pages.items():
        found += [error(code, f"{built.name}/{path}", 0, message) for code, message in page_faults(page, site, ids)]
    for file in sorted(built.glob("*/brief.json")):
        shown = f"{built.name}/{file.relative_to(built).as_posix()}"
        found += [error(code, shown, 0, message) for code, message in lists.export(file, file.parent.name, site)]
    return in_order(found), len(site.pages)


def opened(built: Path, root: Path) -> tuple[Site, tuple[Problem, ...]]:
    """Read the stories in `root` and the pages of the built site; return them with the problems of reading."""
    told, problems = stories(root, BRIEFS)
    pages, unread = _pages(built)
    headings = {path: rules.heading(page) for path, page in pages.items()}
    months: dict[str, list[Document]] = {}
    for _, page in sorted(pages.items()):
        whole, dashes, _ = page.address.partition("--")
        if dashes:
            months.setdefault(whole, []).append(page)
    site = Site(built, root, told, pages, {}, own_words(root / TEMPLATES), headings, months)
    return replace(site, sentences=proved_sentences(site)), (*problems, *unread)


def proved_sentences(site: Site) -> dict[str, Sentences]:
    """Return, for each story, the sentences on its articles' pages that are in the sources, by address."""
    made: dict[str, Sentences] = {}
    for page in site.pages.values():
        if page.kind == "article" and page.story in site.stories:
            made.setdefault(page.story, {}).update(sentences_of(page, site.stories[page.story]))
    return made


def ids_of(page: Document) -> frozenset[str]:
    """Return the addresses on a page."""
    return frozenset(map(str, page.tree.xpath("//@id | //a/@name")))


def page_faults(page: Document, site: Site, ids: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    """Yield everything that is wrong with a page; `ids` are the addresses on every page, by path."""
    yield from faults(page, ids, site.built, _base(site.pages))
    yield from _of_kind(page, site)
    yield from lists.head(page, site, _brand(site.pages))


def _pages(built: Path) -> tuple[dict[str, Document], list[Problem]]:
    pages: dict[str, Document] = {}
    problems: list[Problem] = []
    for file in sorted(built.rglob("*.html")):
        path = file.relative_to(built).as_posix()
        if path.startswith("pagefind/"):
            continue
        try:
            pages[path] = read_page(file, path)
        except (OSError, ValueError) as wrong:
            problems.append(
                error("unreadable", f"{built.name}/{path}", 0, f"Build the site anew: this is no page ({wrong}).")
            )
    return pages, problems


def _of_kind(page: Document, site: Site) -> Iterator[Fault]:
    if page.kind == "article":
        yield from rules.article_page(page, site)
    elif page.kind == "brief":
        yield from rules.brief_page(page, site)
        yield from lists.linked_data(page, site)
        yield from measures.measures(page, site)
    elif lists.is_of_someone(page):
        yield from lists.someone_page(page, site)
    elif page.kind != "home" and page.path != "index.html" and page.story not in _SITE_WIDE:
        return  # a page of somebody's own is theirs
    else:
        yield from lists.list_page(page, site)
    if page.path != "404.html":
        yield from counts(page, site)
        yield from rules.links_out(page, site)
        yield from rules.loose_words(page, site)


def _missing(site: Site) -> Iterator[Problem]:
    """Tell of each story and each article of it that has no page."""
    there = {(page.kind, page.address) for page in site.pages.values()}
    for name, story in site.stories.items():
        wanted = [("brief", name), *(("article", f"{name}/articles/{article}") for article in story.articles)]
        for kind, address in wanted:
            if story.articles and (kind, address) not in there:
                yield error(
                    "no-page", f"{site.built.name}/{address}", 0, f"Build the site anew: the {kind} has no page."
                )


def _brand(pages: Mapping[str, Document]) -> str:
    for page in pages.values():
        for found in page.tree.xpath("//p[@class='brand']"):
            return words(found)
    return ""


def _base(pages: Mapping[str, Document]) -> str:
    """Return the path under which the site is published ("/news/"), as the pages' canonical addresses tell; or ""."""
    home = pages.get("index.html")
    hrefs: Iterable[object] = home.tree.xpath("//link[@rel='canonical']/@href") if home else ()
    return next((urlsplit(str(href)).path for href in hrefs), "")
