"""Does the published site show only words that its sources have? Proved from the HTML and the sources' bytes alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from storybrief.pages.who import QUOTED
from storybrief.problems import Problem, Stop, error, in_order
from storybrief.store.layout import BRIEFS, PEOPLE
from storybrief.story.read import is_draft, story_folders
from storybrief.verify.document import Document, read_page
from storybrief.verify.links import Fault, faults
from storybrief.verify.quoted import uncounted
from storybrief.verify.sources import Told, read_sources
from storybrief.verify.words import Sentences, article_page, evidence_page, front_page, sentences_of

QUOTED_PAGE = f"{PEOPLE}/{QUOTED}/index.html"


@dataclass(frozen=True, slots=True)
class Site:
    """What a page is held against.

    built      the folder of the built site
    stories    the stories as their folders have them
    articles   the path that an article's page has, or would have -> its story and its id
    pages      the pages, by path
    ids        the addresses on every page, by path
    sentences  the proved ones of each story, by address
    base       the path under which the site is published ("/news/"), as its canonical addresses tell; or ""
    """

    built: Path
    stories: Mapping[str, Told]
    articles: Mapping[str, tuple[str, str]]
    pages: Mapping[str, Document]
    ids: Mapping[str, frozenset[str]]
    sentences: Mapping[str, Sentences]
    base: str


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

    Of the site only the HTML is read, of `root` only what people wrote. Nothing is written.
    """
    site, problems = opened(built, root)
    found = [*problems, *_missing(site)]
    for path, page in site.pages.items():
        found += [error(code, f"{built.name}/{path}", 0, message) for code, message in page_faults(page, site)]
    return in_order(found), len(site.pages)


def opened(built: Path, root: Path) -> tuple[Site, Sequence[Problem]]:
    """Read the stories in `root` and the pages of the built site; return them with the problems of reading."""
    problems: list[Problem] = []
    stories: dict[str, Told] = {}
    for folder in story_folders(root / BRIEFS):
        if is_draft(folder):  # which no build publishes
            continue
        stories[folder.name], wrong = read_sources(folder.name, root)
        problems += wrong
    articles = {path: (name, id) for name, told in stories.items() for path, id in told.pages()}
    pages: dict[str, Document] = {}
    for file in sorted(built.rglob("*.html")):
        path = file.relative_to(built).as_posix()
        try:
            pages[path] = read_page(file, path)
        except (OSError, ValueError) as wrong:
            problems.append(error("unreadable", f"{built.name}/{path}", 0, f"This is no page ({wrong})."))
    sentences: dict[str, dict[str, tuple[str, str]]] = {}
    for path, page in pages.items():
        if page.kind == "article" and path in articles:
            name, id = articles[path]
            sentences.setdefault(name, {}).update(sentences_of(page, id, stories[name]))
    ids = {path: ids_of(page) for path, page in pages.items()}
    return Site(built, stories, articles, pages, ids, sentences, _base(pages)), problems


def ids_of(page: Document) -> frozenset[str]:
    """Return the addresses on a page."""
    return frozenset(map(str, page.tree.xpath("//@id | //a/@name")))


def page_faults(page: Document, site: Site) -> Iterator[Fault]:
    """Yield everything that is wrong with a page. A page of somebody's own may say what it likes."""
    yield from faults(page, site.ids, site.built, site.base)
    if page.kind == "article" and page.path in site.articles:
        name, article = site.articles[page.path]
        yield from article_page(page, article, site.stories[name], site.sentences.get(name, {}))
    elif page.kind == "brief" and page.story in site.stories:
        yield from front_page(page, site.stories[page.story], site.sentences.get(page.story, {}))
    elif page.kind == "evidence" and page.story in site.stories:
        yield from evidence_page(page, site.stories[page.story], site.sentences.get(page.story, {}))
    elif page.path == QUOTED_PAGE:
        yield from uncounted(page, site.pages)
    elif page.kind in ("article", "brief", "evidence"):
        yield "no-source", f"Nothing in {BRIEFS}/ becomes this page."


def _missing(site: Site) -> Iterator[Problem]:
    """Tell of each story and each article of it that has no page."""
    there = {
        *(site.articles.get(page.path, ("", "")) for page in site.pages.values() if page.kind == "article"),
        *((page.story, "") for page in site.pages.values() if page.kind == "brief"),
    }
    for name, told in site.stories.items():
        for article in ("", *told.articles) if told.articles else ():
            if (name, article) not in there:
                what = f"the article {article}" if article else "the story"
                yield error("no-page", f"{site.built.name}/{name}", 0, f"Build the site again: {what} has no page.")


def _base(pages: Mapping[str, Document]) -> str:
    home = pages.get("index.html")
    hrefs = home.tree.xpath("//link[@rel='canonical']/@href") if home else ()
    return next((urlsplit(str(href)).path.removesuffix("index.html") for href in hrefs), "")
