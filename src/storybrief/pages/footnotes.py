"""What is the address of a sentence, and what does its footnote say?

An address follows the words alone, never a position or the name of a file: a renamed article, a newer version of it,
one more or one fewer article, or a sentence put in before it, never points an address at other words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

from storybrief.model import Article, Extract, Sentence, visible

T = TypeVar("T", bound=Hashable)


def address(*words: str) -> str:
    """Return eight hexadecimal digits that stand for `words` (the start of their SHA-256)."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]


def counted(things: Iterable[tuple[T, tuple[str, ...]]]) -> Mapping[T, str]:
    """Return thing -> the address of its words; what has the same words as an earlier thing is counted on."""
    seen: dict[tuple[str, ...], int] = {}
    made: dict[T, str] = {}
    for thing, words in things:
        nth = seen[words] = seen.get(words, 0) + 1
        made[thing] = address(*words, *([str(nth)] if nth > 1 else []))
    return MappingProxyType(made)


def by_words(extracts: Iterable[Extract]) -> tuple[Extract, ...]:
    """Return the articles of a story in an order that only their words decide, for whatever is counted through them.

    The digests of their sentences, sorted, are compared one after another: so articles keep their order when one is
    renamed, when another joins, and nearly always when one gets or loses a sentence.
    """
    return tuple(sorted(extracts, key=lambda e: (sorted(map(address, _sentences(e))), e.article.source.sha256)))


def addresses(extracts: Iterable[Extract]) -> Mapping[tuple[str, int], str]:
    """Return (article id, sentence number) -> address, for all articles of a story."""
    every = by_words(extracts)
    return counted(
        ((e.article.id, s.number), (w,)) for e in every for s, w in zip(e.sentences, _sentences(e), strict=True)
    )


def _sentences(extract: Extract) -> list[str]:
    return [visible(sentence.span.of(extract.article.text)) for sentence in extract.sentences]


def letters(articles: Iterable[str]) -> Mapping[str, str]:
    """Return article id -> its letter: A to Z, then AA, AB and so on, in the order given."""
    return MappingProxyType({article: _letter(index) for index, article in enumerate(articles)})


def _letter(index: int) -> str:
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def place(article: Article, sentence: Sentence) -> str:
    """Return where in its article a sentence stands, as a reader would say it: "p. 2, paragraph 5"."""
    paragraph = article.paragraphs[sentence.paragraph]
    named = f"paragraph {paragraph.number}" if paragraph.number else paragraph.role.replace("_", " ")
    at = article.place(sentence.span.start)
    return f"{at}, {named}" if at else named


class Footnote(Struct, frozen=True):
    """What a footnote shows of a sentence: `key` is its address, `page` the article's page. It is `titled` when it is the
    first of its article on a page, or no outlet is known: the others name outlet and day alone.
    """

    key: str
    letter: str
    article: Article
    sentence: Sentence
    page: str
    titled: bool = True

    @property
    def place(self) -> str:
        """Where in the article the sentence stands, as a reader would say it."""
        return place(self.article, self.sentence)

    @property
    def words(self) -> str:
        """The sentence, verbatim."""
        return self.sentence.span.of(self.article.text)
