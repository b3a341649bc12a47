"""What is the short address of a claim, a statement, a figure, a time, a difference?

Like the address of a sentence (footnotes.py) it is made of the words, so it survives a rebuild, an editor's reordering,
another article that joins, a renamed one and a newer version of one. A claim has one for every sentence that it holds: as it
grows, the addresses given before still lead to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from storybrief.model import Brief, Difference, Extract, Figure, Moment, Passage, Revision, Statement, visible
from storybrief.pages.footnotes import T, addresses, by_words, counted
from storybrief.pages.once import once


class Addresses(Struct, frozen=True):
    """The addresses within a brief's page, without "#".

    sentences    (article id, sentence number) -> its address, without a letter: footnotes and articles' pages add theirs
    claims       passage -> "c-" and the address of its sentence; "-2" and so on for the later pieces of a sentence
    statements   (article id, statement number) -> "s-…", made of the attributed words
    figures, moments   "f-…", "m-…", made of the sentence and the words of the figure or time
    differences  "d-…", made of the kind and the two wordings, whichever comes first
    revisions    "u-…", made of the sentence as it was and as it is
    """

    sentences: Mapping[tuple[str, int], str]
    claims: Mapping[Passage, str]
    statements: Mapping[tuple[str, int], str]
    figures: Mapping[Figure, str]
    moments: Mapping[Moment, str]
    differences: Mapping[Difference, str]
    revisions: Mapping[Revision, str]


@once
def of_brief(brief: Brief) -> Addresses:
    """Return the addresses of everything on a brief's page that has one."""
    keys = addresses(brief.extracts)
    texts = brief.texts
    sentences = {(e.article.id, s.number): s.span for e in brief.extracts for s in e.sentences}
    every = by_words(brief.extracts)
    order = [e.article.id for e in every]

    def inside(found: Figure | Moment) -> tuple[str, ...]:
        return keys[found.article, found.sentence], visible(found.span.of(texts[found.article]))

    def side(p: Passage) -> tuple[str, str]:
        """The words that differ, and their sentence: which of its copies was compared is no matter."""
        return visible(sentences[p.article, p.sentence].of(texts[p.article])), visible(p.span.of(texts[p.article]))

    def sides(d: Difference) -> tuple[str, ...]:
        first, second = sorted((side(d.a), side(d.b)))
        return d.kind, *first, *second

    return Addresses(
        sentences=keys,
        claims=_claims(brief, keys),
        statements=_lettered("s", (((e.article.id, s.number), _said(e, s)) for e in every for s in e.statements)),
        figures=_lettered("f", ((f, inside(f)) for e in every for f in e.figures)),
        moments=_lettered("m", ((m, inside(m)) for e in every for m in e.moments)),
        differences=_lettered("d", ((d, sides(d)) for d in brief.merged.differences)),
        revisions=_lettered(
            "u",
            (
                (revision, (_words(update.was, revision.was), _words(update.now, revision.now)))
                for update in sorted(brief.updates, key=lambda update: order.index(update.article))
                for revision in update.revisions
            ),
        ),
    )


def _words(version: Extract, at: Passage | None) -> str:
    return visible(at.span.of(version.article.text)) if at else ""


def _claims(brief: Brief, keys: Mapping[tuple[str, int], str]) -> Mapping[Passage, str]:
    every = sorted(p for claim in brief.merged.claims for p in claim.passages)
    pieces: dict[str, int] = {}
    made: dict[Passage, str] = {}
    for passage in every:
        key = keys[passage.article, passage.sentence]
        nth = pieces[key] = pieces.get(key, 0) + 1
        made[passage] = f"c-{key}-{nth}" if nth > 1 else f"c-{key}"
    return MappingProxyType(made)


def _said(extract: Extract, statement: Statement) -> tuple[str, ...]:
    return tuple(visible(span.of(extract.article.text)) for span in statement.content)


def _lettered(letter: str, things: Iterable[tuple[T, tuple[str, ...]]]) -> Mapping[T, str]:
    return MappingProxyType({thing: f"{letter}-{made}" for thing, made in counted(things).items()})
