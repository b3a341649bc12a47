"""What is the address of a sentence, and what does its footnote say?

An address follows the article and the words, never a position: one more or one fewer article, or a sentence put in
before it, never points an address at other words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storybrief.model import Article, Extract, Sentence
from storybrief.pages.escape import visible


def address(*words: str) -> str:
    """Return eight hexadecimal digits that stand for `words` (the start of their SHA-256)."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]


def addresses(extract: Extract) -> Mapping[int, str]:
    """Return sentence number -> address. A sentence that repeats an earlier one of the article is counted on."""
    made: dict[int, str] = {}
    seen: dict[str, int] = {}
    for sentence in extract.sentences:
        words = visible(sentence.span.of(extract.article.text))
        nth = seen[words] = seen.get(words, 0) + 1
        made[sentence.number] = address(extract.article.id, words, *([str(nth)] if nth > 1 else []))
    return MappingProxyType(made)


def letters(articles: Iterable[str]) -> Mapping[str, str]:
    """Return article id -> its letter: A to Z, then AA, AB and so on, in the order given."""
    return MappingProxyType({article: _letter(index) for index, article in enumerate(articles)})


def _letter(index: int) -> str:
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a footnote shows of a sentence: `key` is its address, `page` the article's page."""

    key: str
    letter: str
    article: Article
    sentence: Sentence
    page: str

    @property
    def place(self) -> str:
        """Where in the article the sentence stands, as a reader would say it."""
        paragraph = self.article.paragraphs[self.sentence.paragraph]
        return f"paragraph {paragraph.number}" if paragraph.number else paragraph.role.replace("_", " ")

    @property
    def words(self) -> str:
        """The sentence, verbatim."""
        return self.sentence.span.of(self.article.text)
