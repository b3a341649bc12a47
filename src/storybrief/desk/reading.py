"""How is a file read? What `storybrief read` prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storybrief.article.left import told
from storybrief.article.metadata import FIELDS
from storybrief.article.read import read_with_places
from storybrief.model import Article
from storybrief.pages.escape import visible
from storybrief.problems import Problem


def reading(file: Path) -> tuple[list[str], tuple[Problem, ...]]:
    """Return the lines that tell how a file is read, and its problems.

    What is known of the article with where it stands, each paragraph with its role, and each block of prose on the page
    that is not the article's with its reason ("?" before one of which that is not clear).
    """
    article, problems, where = read_with_places(file, file.as_posix(), {}, "file")
    if article is None:
        return [], problems
    left = told(article)
    return list(_lines(article, where)), (*problems, *((left,) if left else ()))


def _lines(article: Article, where: dict[str, str]) -> Iterator[str]:
    source = article.source
    for field in FIELDS:
        value = article.title if field == "title" else getattr(source, field)
        place = where.get(field, "text") if value else ""
        yield f"{field + ':':11}{visible(value) if value else 'not given'}{f'  ({place})' if place else ''}"
    yield ""
    for paragraph in article.paragraphs:
        number = str(paragraph.number) if paragraph.number else ""
        kind = f" ({paragraph.kind})" if paragraph.kind else ""
        yield f"{number:>3} {paragraph.role + kind:22} {visible(' '.join(paragraph.span.of(article.text).split()))}"
    if article.left_out:
        yield ""
        yield "Not the article's:"
    for one in article.left_out:
        yield f"{'  ?' if one.doubtful else '   '} {one.reason:22} {visible(one.words)}"
