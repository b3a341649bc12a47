"""Does the published site show only words that its sources have? Proved from the HTML and the sources' bytes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from storybrief.model import Person
from storybrief.problems import Problem, Stop, error, in_order
from storybrief.store.layout import BRIEFS, CORRECTIONS, MKDOCS, MONTHS, OUTLETS, PEOPLE, TEMPLATES
from storybrief.story.people import read_people
from storybrief.story.read import is_draft, story_folders
from storybrief.verify.data import Data, guarded, read_data
from storybrief.verify.document import Document, own_words, read_page
from storybrief.verify.evidence import Evidence
from storybrief.verify.links import Fault, faults
from storybrief.verify.lists import corrections_page, everywhere, list_page
from storybrief.verify.markup import unallowed
from storybrief.verify.places import article_places, brief_places, letters_of
from storybrief.verify.quoted import uncounted
from storybrief.verify.sources import Told, read_sources
from storybrief.verify.words import Sentences, article_page, evidence_page, front_page, sentences_of

_OURS = (PEOPLE, OUTLETS, MONTHS, _CORRECTED := CORRECTIONS.removesuffix(".md"))
_QUOTED = f"{PEOPLE}/who-is-quoted/index.html"


@dataclass(frozen=True, slots=True)
class Site:
    """What a page is held against.

    built      the folder of the built site
    stories    the stories as their folders have them
    articles   the path that an article's page has, or would have -> its story and its id
    pages      the pages, by path
    ids        the addresses on every page, by path
    sentences  the proved ones of each story, by address
    data       the data of each story; of one with templates of its own, which may show it as they like, none
    people     those whom people.yml knows
    plain      whether the theme is as it is installed, so that no page has markup but ours
    base       the path under which the site is published ("/news/"), as its canonical addresses tell; or ""
    """

    built: Path
    stories: Mapping[str, Told]
    articles: Mapping[str, tuple[str, str]]
    pages: Mapping[str, Document]
    ids: Mapping[str, frozenset[str]]
    sentences: Mapping[str, Sentences]
    data: Mapping[str, Data]
    people: tuple[Person, ...]
    plain: bool
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
    data, unread = ({}, []) if (root / TEMPLATES).is_dir() else _data(built, stories)
    people, _ = read_people(root / BRIEFS, BRIEFS)
    site = Site(
        built, stories, articles, pages, ids, sentences, data, people, bool(data) and _plain(root), _base(pages)
    )
    return site, [*problems, *unread]


def _plain(root: Path) -> bool:
    """Whether mkdocs.yml adds nothing to the theme: no templates, scripts, styles or hooks of its own."""
    config = root / MKDOCS
    return config.is_file() and not re.search(r"custom_dir|extra_|hooks", config.read_text("utf-8", "replace"))


def _data(built: Path, stories: Mapping[str, Told]) -> tuple[dict[str, Data], list[Problem]]:
    """Read the data of the stories from the built site; return it with what is wrong in it."""
    found: dict[str, Data] = {}
    problems: list[Problem] = []
    for name, told in stories.items():
        at = f"{built.name}/{name}/brief.json"
        if told.articles:
            try:
                found[name] = read_data(built, told)
                problems += [error(code, at, 0, message) for code, message in guarded(found[name].wrong)]
            except (OSError, ValueError) as broken:
                problems.append(error("unreadable", at, 0, f"The data of the story cannot be read ({broken})."))
    return found, problems


def ids_of(page: Document) -> frozenset[str]:
    """Return the addresses on a page."""
    return frozenset(map(str, page.tree.xpath("//@id | //a/@name")))


def page_faults(page: Document, site: Site) -> Iterator[Fault]:
    """Yield everything that is wrong with a page. A page of somebody's own may say what it likes."""
    yield from faults(page, site.ids, site.built, site.base)
    yield from guarded(lambda: _places(page, site))
    if page.kind == "article" and page.path in site.articles:
        name, article = site.articles[page.path]
        yield from article_page(page, article, site.stories[name], site.sentences.get(name, {}))
    elif page.kind == "brief" and page.story in site.stories:
        yield from front_page(page, site.stories[page.story], site.sentences.get(page.story, {}))
    elif page.kind == "evidence" and page.story in site.stories:
        yield from evidence_page(page, site.stories[page.story], site.sentences.get(page.story, {}))
    elif page.path == _QUOTED:
        yield from uncounted(page, site.pages)
    elif page.kind in ("article", "brief", "evidence"):
        yield "no-source", f"Nothing in {BRIEFS}/ becomes this page."


def _places(page: Document, site: Site) -> Iterator[Fault]:
    """Yield what stands on a page of ours where something else must, by the data of its story or of all."""
    folder = page.path.split("/")[0].removesuffix(".html")
    ours = page.kind in ("article", "brief", "evidence", "home") or folder in _OURS
    if ours and site.plain:
        yield from unallowed(page)
    data = site.data.get(page.story)
    if page.kind == "brief" and data:
        yield from chain(brief_places(page, data), letters_of(page, data))
    elif page.kind == "evidence" and data:
        titles = {
            path: own_words(one.main.xpath(".//h1")[0])
            for path, one in site.pages.items()
            if path.split("/")[0] in _OURS
        }
        yield from chain(Evidence(page, data).faults(), letters_of(page, data), everywhere(page, titles, site.people))
    elif page.kind == "article" and data and page.path in site.articles:
        yield from article_places(page, data, site.articles[page.path][1])
    elif ours and site.data:
        yield from list_page(page, site.pages, site.data, site.people)
        if folder == _CORRECTED:
            yield from corrections_page(page, site.data)


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
