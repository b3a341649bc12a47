"""Are the rows true? Each row's words are held against its source, read anew from its bytes, when it is exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from storybrief.model import Page, visible
from storybrief.out.rows import Row, Rows
from storybrief.problems import Problem, error
from storybrief.store.layout import BRIEFS
from storybrief.verify.accounted import Anew, anew, earlier_anew, unlike_the_sources


@dataclass(frozen=True, slots=True)
class Texts:
    """The articles of a story, read anew from their bytes, and earlier versions of them: id -> article."""

    now: Mapping[str, Anew]
    earlier: Mapping[str, Anew]


def texts_of(site: Path, story: str) -> Texts:
    """Read the articles of a story anew."""
    folder = site / BRIEFS / story
    return Texts(anew(folder, site), earlier_anew(folder, site))


def prove(told: Page, rows: Rows, articles: Texts) -> Iterator[Problem]:
    """Yield what is wrong in the brief.json `told` of a story, and each row whose words its article does not have."""
    yield from unlike_the_sources(articles.now, told, articles.earlier)
    texts = {name: one.article.text for name, one in articles.now.items()}
    for name, every in rows.items():
        for row in every:
            for words in _untrue(row, texts):
                yield error("not-verbatim", told.path, 0, f"“{visible(words)[:80]}” of {name} is not in its article.")


def _untrue(row: Row, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the words of a row that are not where it says, or nowhere in an article of the story."""
    start, end = getattr(row, "start", None), getattr(row, "end", None)
    if isinstance(start, int) and isinstance(end, int):
        text, words = texts.get(getattr(row, "article", ""), ""), str(getattr(row, "words", None) or "")
        words = words or str(getattr(row, "sentence", ""))
        here, parts = text[start:end], words.split(" … ")
        if here != words and not _in_order(parts, here):
            yield words
    for words, sort in getattr(row, "pieces", ()):
        if sort != "ours" and not any(words in text for text in texts.values()):
            yield words


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
