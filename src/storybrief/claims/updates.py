"""What did a newer version of an article change?

Sentences that both versions have word for word, wherever they stand, are kept. Of the others, those most alike are the
same sentence reworded; what is left over is gone, or new. Titles are no sentences here: they are shown side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from rapidfuzz.distance import Indel

from storybrief.model import Extract, Passage, Revision, RevisionKind, Span, Update

# Of 1, by rapidfuzz's Indel over words: what both have in the same order, of the mean of their lengths. With half, two
# sentences about one thing are taken for one that was reworded.
ALIKE = 0.6
# A shorter quotation alone does not make two sentences one.
_FEW_WORDS = 3
# 500 sentences against 500 new ones; of two texts that have less in common no sentence is taken for another's.
_MOST_PAIRS = 250_000

_WORD = re.compile(r"\w+")
_ORDER: tuple[RevisionKind, ...] = ("quotation", "reworded", "gone", "new")


def updates(articles: Iterable[Sequence[Extract]]) -> tuple[Update, ...]:
    """Compare each version of each article with the one that came after it.

    In: for each article its versions, the first one first; the last is the article as it is.
    """
    return tuple(
        _update(versions[-1].article.id, number, was, now)
        for versions in articles
        for number, (was, now) in enumerate(pairwise(versions), 1)
    )


class _Said(Struct, frozen=True):
    """A sentence of a version: its words, the same without case and signs, and those of them in quotation marks."""

    at: Passage
    words: str
    plain: tuple[str, ...]
    quoted: tuple[str, ...]


def _update(article: str, number: int, was: Extract, now: Extract) -> Update:
    before, after = tuple(_sentences(was)), tuple(_sentences(now))
    gone, new = _without(before, after), _without(after, before)
    pairs = _pairs(gone, new)
    revisions = [Revision("quotation" if a.quoted != b.quoted else "reworded", a.at, b.at) for a, b in pairs]
    revisions += [Revision("gone", one.at, None) for one in gone if all(one is not a for a, _ in pairs)]
    revisions += [Revision("new", None, one.at) for one in new if all(one is not b for _, b in pairs)]
    revisions.sort(key=lambda one: (_ORDER.index(one.kind), *filter(None, (one.was, one.now))))
    return Update(article, number, was, now, tuple(revisions), len(before) - len(gone))


def _sentences(extract: Extract) -> Iterator[_Said]:
    text, paragraphs = extract.article.text, extract.article.paragraphs
    quotations: dict[int, list[Span]] = {}
    for statement in extract.statements:
        for number in statement.sentences:
            quotations.setdefault(number, []).extend(statement.quoted)
    for sentence in extract.sentences:
        if paragraphs[sentence.paragraph].role not in ("title", "title_repeat"):
            own, words = sentence.span, _line(sentence.span.of(text))
            quoted = [
                _line(text[max(span.start, own.start) : min(span.end, own.end)])
                for span in quotations.get(sentence.number, ())
                if span.overlaps(own)
            ]
            yield _Said(Passage(extract.article.id, sentence.number, own), words, _plain([words]), tuple(quoted))


def _line(words: str) -> str:
    return " ".join(words.split())


def _plain(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_WORD.findall(" ".join(words).casefold()))


def _without(own: Sequence[_Said], other: Sequence[_Said]) -> list[_Said]:
    """Return the sentences that the other version has not, or not as often."""
    there = Counter(one.words for one in other)
    left = []
    for one in own:
        there[one.words] -= 1
        if there[one.words] < 0:
            left.append(one)
    return left


def _pairs(gone: Sequence[_Said], new: Sequence[_Said]) -> list[tuple[_Said, _Said]]:
    """Return the sentences that were reworded, with what they became: the pairs most alike first, each sentence once."""
    if len(gone) * len(new) > _MOST_PAIRS:
        return []
    found = sorted((-_alike(a, b), i, k) for i, a in enumerate(gone) for k, b in enumerate(new))
    made: list[tuple[_Said, _Said]] = []
    left, right = set(range(len(gone))), set(range(len(new)))
    for unlike, i, k in found:
        if -unlike < ALIKE:
            break
        if i in left and k in right:
            left.remove(i)
            right.remove(k)
            made.append((gone[i], new[k]))
    return made


def _alike(a: _Said, b: _Said) -> float:
    """Say how alike two sentences are, 0 to 1: as a whole, or by what they quote when only the words around it changed."""
    whole = Indel.normalized_similarity(a.plain, b.plain)
    x, y = _plain(a.quoted), _plain(b.quoted)
    return max(whole, Indel.normalized_similarity(x, y)) if min(len(x), len(y)) >= _FEW_WORDS else whole
