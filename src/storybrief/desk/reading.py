"""How is a file read? What `storybrief read` prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storybrief.article.left import told
from storybrief.article.metadata import FIELDS
from storybrief.article.read import read_with_places
from storybrief.desk.explain import of_blocks
from storybrief.model import Article, visible
from storybrief.problems import Problem
from storybrief.store.layout import BRIEFS
from storybrief.story.read import SourceFile, read_story


def reading(file: Path) -> tuple[list[str], tuple[Problem, ...]]:
    """Return the lines that tell how a file is read, and its problems.

    What is known of the article with where it stands, each paragraph with its role, and each block of prose on the page
    that is not the article's with its reason ("?" before one of which that is not clear). Of a file in a story's sources/
    what story.yml and overrides.yml say of it holds.
    """
    source = _source(file)
    declared = dict(source.declared) if source else {}
    article, problems, where = read_with_places(file, file.as_posix(), declared, "file", source.puts if source else ())
    where |= dict.fromkeys(declared, "story.yml or overrides.yml")
    if article is None:
        return [], problems
    left = told(article)
    return list(_lines(article, where)), (*problems, *((left,) if left else ()))


def _source(file: Path) -> SourceFile | None:
    """Return the file as a source of its story, with what people wrote of it; None where it is in none."""
    path = file.resolve()
    folder = path.parent.parent
    if path.parent.name != "sources" or folder.parent.name != BRIEFS:
        return None
    story, _ = read_story(folder, folder.parent.parent)
    return next((source for source in story.sources if source.file == path), None)


def _lines(article: Article, where: dict[str, str]) -> Iterator[str]:
    source = article.source
    for field in FIELDS:
        value = article.title if field == "title" else getattr(source, field)
        place = where.get(field, "text") if value else ""
        yield f"{field + ':':11}{visible(value) if value else 'not given'}{f'  ({place})' if place else ''}"
    yield ""
    yield from of_blocks(article)
