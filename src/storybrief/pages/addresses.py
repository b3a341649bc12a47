"""What is the short address of a claim, a statement, a figure, a time, a difference?

Like the address of a sentence (footnotes.py) it is made of the words and the article that has them, so it survives a
rebuild, an editor's reordering and another article that joins. A claim has one for every sentence that it holds: as it
grows, the addresses given before still lead to it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from storybrief.model import Brief, Difference, Extract, Figure, Moment, Passage, Statement
from storybrief.pages.escape import visible
from storybrief.pages.footnotes import address, addresses

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses within a brief's page, without "#".

    claims       passage -> "c-" and the address of its sentence; "-2" and so on for the later pieces of a sentence
    statements   (article id, statement number) -> "s-…", made of the attributed words
    figures, moments   "f-…", "m-…", made of the sentence and the words of the figure or time
    differences  "d-…", made of the kind and the two wordings, whichever comes first
    """

    claims: Mapping[Passage, str]
    statements: Mapping[tuple[str, int], str]
    figures: Mapping[Figure, str]
    moments: Mapping[Moment, str]
    differences: Mapping[Difference, str]


def of_brief(brief: Brief) -> Addresses:
    """Return the addresses of everything on a brief's page that has one."""
    keys = {e.article.id: addresses(e) for e in brief.extracts}
    texts = {e.article.id: e.article.text for e in brief.extracts}

    def inside(found: Figure | Moment) -> tuple[str, ...]:
        return keys[found.article][found.sentence], visible(found.span.of(texts[found.article]))

    def sides(d: Difference) -> tuple[str, ...]:
        both = sorted(
            (p.article, keys[p.article][p.sentence], visible(p.span.of(texts[p.article]))) for p in (d.a, d.b)
        )
        return (d.kind, *both[0], *both[1])

    return Addresses(
        claims=_claims(brief, keys),
        statements=_counted(
            "s", (((e.article.id, s.number), _said(e, s)) for e in brief.extracts for s in e.statements)
        ),
        figures=_counted("f", ((f, inside(f)) for e in brief.extracts for f in e.figures)),
        moments=_counted("m", ((m, inside(m)) for e in brief.extracts for m in e.moments)),
        differences=_counted("d", ((d, sides(d)) for d in brief.merged.differences)),
    )


def _claims(brief: Brief, keys: Mapping[str, Mapping[int, str]]) -> Mapping[Passage, str]:
    every = sorted(p for claim in brief.merged.claims for p in claim.passages)
    pieces: dict[str, int] = {}
    made: dict[Passage, str] = {}
    for passage in every:
        key = keys[passage.article][passage.sentence]
        nth = pieces[key] = pieces.get(key, 0) + 1
        made[passage] = f"c-{key}-{nth}" if nth > 1 else f"c-{key}"
    return MappingProxyType(made)


def _said(extract: Extract, statement: Statement) -> tuple[str, ...]:
    return extract.article.id, *(visible(span.of(extract.article.text)) for span in statement.content)


def _counted(letter: str, things: Iterable[tuple[T, tuple[str, ...]]]) -> Mapping[T, str]:
    """Return thing -> letter and address; what has the same words as an earlier thing is counted on."""
    seen: dict[tuple[str, ...], int] = {}
    made: dict[T, str] = {}
    for thing, words in things:
        nth = seen[words] = seen.get(words, 0) + 1
        made[thing] = f"{letter}-{address(*words, *([str(nth)] if nth > 1 else []))}"
    return MappingProxyType(made)
