"""What is said in an article of a language that this room has no rules for? Its quotations, and by nobody.

The words of saying, the names and the pronouns that the other modules look for are English. In an article that declares
another language only the quotation marks are read, in the ways in which European languages set them; who speaks is left to an
editor.
"""

from __future__ import annotations

from collections.abc import Iterator

from storybrief.english.marks import in_body
from storybrief.model import Article, Attribution, Sentence, Span, Statement, Trace

# A title, a nickname or a word held at a distance is seldom longer than three words; what is said seldom shorter.
_LEAST_WORDS = 4
RULE = "quotation marks alone, in an article of another language"


def quotations(article: Article, sentences: tuple[Sentence, ...]) -> tuple[Statement, ...]:
    """Return the quotations of the body of at least four words, in text order, each a statement without a speaker."""
    made: list[Statement] = []
    by = Trace(RULE, (article.source.language or "",))
    nobody = Attribution(mention=None, head=None, name=None, named=None, role=None, kind=None, cue=None, by=by)
    for span in _inner(article):
        touched = tuple(s.number for s in sentences if s.span.overlaps(span))
        made.append(Statement(article.id, len(made) + 1, touched, "direct", (span,), (span,), nobody))
    return tuple(made)


def _inner(article: Article) -> Iterator[Span]:
    for region in in_body(article):
        if region.closed and len(region.inner.of(article.text).split()) >= _LEAST_WORDS:
            yield region.inner
