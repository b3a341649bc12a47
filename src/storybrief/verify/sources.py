"""What may a page of a story show? The sources' words, read anew from their bytes, and what its editors changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from storybrief.article.read import read
from storybrief.model import Article, visible
from storybrief.problems import Problem, errors
from storybrief.store.layout import BRIEFS
from storybrief.story.files import read_yaml
from storybrief.story.read import read_story


@dataclass(frozen=True)
class Told:
    """One story as its folder has it.

    articles  article id -> the article, converted anew from the bytes
    files     article id -> the file with these bytes
    changes   the entries of overrides.yml
    corrections   what the editors tell readers that was wrong, as overrides.yml has it
    earlier   id of an earlier version -> that article
    """

    name: str
    articles: dict[str, Article]
    files: dict[str, Path]
    changes: tuple[dict[str, Any], ...]
    corrections: tuple[dict[str, Any], ...]
    earlier: dict[str, Article]

    @cached_property
    def texts(self) -> dict[str, str]:
        """Article id -> its text on one line, as a page shows it."""
        return {name: visible(article.text) for name, article in self.articles.items()}

    @cached_property
    def letters(self) -> dict[str, str]:
        """Article id -> its letters and digits: between the pieces of a statement the pages leave out signs."""
        return {name: letters(text) for name, text in self.texts.items()}

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield the paths in a built site that an article's page may have, with the article's id."""
        for article in self.articles:
            folder = f"{self.name}/articles"
            yield f"{folder}/{article}.html", article
            yield f"{folder}/index.html" if article == "index" else f"{folder}/{article}/index.html", article


def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def read_sources(name: str, root: Path) -> tuple[Told, tuple[Problem, ...]]:
    """Read the story of this name in `root`/briefs/. Returns what it tells, and the errors found."""
    folder = root / BRIEFS / name
    story, found = read_story(folder, root)
    problems = [*errors(found)]
    articles: dict[str, Article] = {}
    earlier: dict[str, Article] = {}
    for source in story.sources:
        for one, versions in ((source, articles), *((old, earlier) for old in source.earlier)):
            article, wrong = read(one.file, one.shown, dict(one.declared), one.id, one.puts)
            problems += errors(wrong)
            if article:
                versions[one.id] = article
    written, *_ = read_yaml(folder / "overrides.yml", f"{story.shown}/overrides.yml")
    files = {source.id: source.file for source in story.sources if source.id in articles}
    told = Told(name, articles, files, _entries(written, "overrides"), _entries(written, "corrections"), earlier)
    return told, tuple(problems)


def _entries(written: object, key: str) -> tuple[dict[str, Any], ...]:
    every = written.get(key) if isinstance(written, dict) else None
    return tuple(one for one in every or () if isinstance(one, dict))
