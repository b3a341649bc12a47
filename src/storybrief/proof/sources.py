"""What may a page of a story say? The sources' words, read anew from their bytes, and what its editors wrote in YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storybrief.article.read import read
from storybrief.facts.moments import moments
from storybrief.model import Article
from storybrief.pages.escape import visible
from storybrief.problems import Problem, errors
from storybrief.statements.sentences import sentences
from storybrief.story.read import read_story, read_yaml, story_folders


@dataclass(frozen=True, slots=True)
class Told:
    """One story as its folder has it. Every text is on one line, as a page shows it.

    root        the folder that holds briefs/
    articles    article id -> the article, converted anew from the bytes
    earlier     article id -> the versions that it replaced, the first one first; none for an article without any
    versions    id -> an article, or an earlier version of one ("coast-wire.1")
    texts       article id -> its text
    paragraphs  article id -> the texts of its paragraphs
    about       what is known of the articles: titles, outlets, authors, dates, addresses, and why a time of theirs
                cannot be right
    editors     every string in the story's YAML files, and in people.yml
    changes     the entries of overrides.yml
    """

    name: str
    root: Path
    articles: dict[str, Article]
    earlier: dict[str, tuple[Article, ...]]
    versions: dict[str, Article]
    texts: dict[str, str]
    paragraphs: dict[str, tuple[str, ...]]
    about: frozenset[str]
    editors: frozenset[str]
    changes: tuple[dict[str, Any], ...]

    def bytes_of(self, article: Article) -> bytes:
        """Return the bytes that an article, or an earlier version of one, was made from."""
        return (self.root / article.source.path).read_bytes()


def stories(root: Path, briefs: str) -> tuple[dict[str, Told], tuple[Problem, ...]]:
    """Read every story of the site in `root`. Returns story name -> what it tells, and the errors found."""
    people, *_ = read_yaml(root / briefs / "people.yml", f"{briefs}/people.yml")
    known = frozenset(_strings(people))
    made: dict[str, Told] = {}
    problems: list[Problem] = []
    for folder in story_folders(root / briefs):
        made[folder.name], found = _story(folder, root, known)
        problems += found
    return made, tuple(problems)


def _story(folder: Path, root: Path, known: frozenset[str]) -> tuple[Told, list[Problem]]:
    story, found = read_story(folder, root)
    problems = [*errors(found)]
    articles: dict[str, Article] = {}
    earlier: dict[str, tuple[Article, ...]] = {}
    for source in story.sources:
        versions = [read(one.file, one.shown, dict(one.declared), one.id) for one in (*source.earlier, source)]
        problems += [p for _, wrong in versions for p in errors(wrong)]
        if article := versions[-1][0]:
            articles[article.id] = article
            before = tuple(one for one, _ in versions[:-1] if one)
            earlier |= {article.id: before} if before else {}
    files = [read_yaml(folder / name, f"{story.shown}/{name}")[0] for name in ("story.yml", "overrides.yml")]
    changes = files[1].get("overrides") if isinstance(files[1], dict) else None
    return Told(
        name=folder.name,
        root=root,
        articles=articles,
        earlier=earlier,
        versions=articles | {one.id: one for before in earlier.values() for one in before},
        texts={name: visible(a.text) for name, a in articles.items()},
        paragraphs={name: tuple(visible(p.span.of(a.text)) for p in a.paragraphs) for name, a in articles.items()},
        about=frozenset(value for a in articles.values() for value in _about(a)),
        editors=known | frozenset(_strings(files)),
        changes=tuple(one for one in changes or () if isinstance(one, dict)),
    ), problems


def _about(article: Article) -> Iterator[str]:
    source = article.source
    dates = (source.published, source.modified)
    for value in (article.title, source.outlet, source.author, *dates, source.url, source.language):
        if value:
            yield visible(value)
    yield from (when[:10] for when in dates if when)
    for moment in moments(article, sentences(article)):
        if moment.flaw:
            yield visible(moment.flaw)


def _strings(data: object) -> Iterator[str]:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and visible(one):
            yield visible(one)
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
