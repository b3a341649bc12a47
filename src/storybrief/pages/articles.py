"""How much of an article does its page show, and where does the brief use each sentence?

The texts are others', so a site chooses how much it reproduces. Whatever it chooses, every sentence that a footnote
cites is there to be led to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from storybrief.model import Brief, Extract, Paragraph, Passage, Reproduce
from storybrief.pages.addresses import Addresses


class Part(Struct, frozen=True):
    """A sentence as an article's page shows it. `claims` and `statements` are addresses on the brief's page.

    `gap` says that the sentence before it in the paragraph is not reproduced.
    """

    at: Passage
    used: bool
    claims: tuple[str, ...]
    statements: tuple[str, ...]
    gap: bool = False


class Shown(Struct, frozen=True):
    """A paragraph of the page: its parts, or `omitted`, a sentence that says what is not reproduced here.

    `tail` says that sentences after the last part are not reproduced.
    """

    paragraph: Paragraph
    parts: tuple[Part, ...]
    omitted: str | None = None
    tail: bool = False


def shown(
    brief: Brief, extract: Extract, reproduce: Reproduce, at: Addresses, cited: Callable[[Passage], bool]
) -> tuple[Shown, ...]:
    """Return the paragraphs of an article's page; `cited` says whether a footnote of the brief needs a sentence.

    full: all. cited: the paragraphs that have a cited sentence. none: the cited sentences alone.
    """
    rows = []
    uses = _uses(brief, extract, at)
    sentences = _sentences(extract)
    for index, paragraph in enumerate(extract.article.paragraphs):
        parts = [Part(p, cited(p), *uses.get(p.sentence, ((), ()))) for p in sentences.get(index, ())]
        if parts and paragraph.role not in ("title", "title_repeat"):
            rows.append((paragraph, parts))
    if reproduce == "full":
        return tuple(Shown(paragraph, tuple(parts)) for paragraph, parts in rows)
    made: list[Shown] = []
    for kept, group in groupby(rows, key=lambda row: any(part.used for part in row[1])):
        if kept:
            made += [_kept(paragraph, parts, reproduce) for paragraph, parts in group]
        else:
            made += _omitted([paragraph for paragraph, _ in group])
    return tuple(made)


def _sentences(extract: Extract) -> dict[int, list[Passage]]:
    made: dict[int, list[Passage]] = {}
    for s in extract.sentences:
        made.setdefault(s.paragraph, []).append(Passage(extract.article.id, s.number, s.span))
    return made


def _uses(brief: Brief, extract: Extract, at: Addresses) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Sentence number -> the addresses of the claims, and of the statements, that have words of it."""
    claims: dict[int, list[str]] = {}
    for claim in brief.merged.claims:
        for p in claim.passages:
            if p.article == extract.article.id:
                claims.setdefault(p.sentence, []).append(at.claims[p])
    said: dict[int, list[str]] = {}
    for statement in extract.statements:
        for number in statement.sentences:
            said.setdefault(number, []).append(at.statements[extract.article.id, statement.number])
    return {number: (tuple(sorted(claims.get(number, ()))), tuple(said.get(number, ()))) for number in {*claims, *said}}


def _kept(paragraph: Paragraph, parts: Sequence[Part], reproduce: Reproduce) -> Shown:
    if reproduce == "cited":
        return Shown(paragraph, tuple(parts))
    made = (replace(part, gap=index > 0 and not parts[index - 1].used) for index, part in enumerate(parts) if part.used)
    return Shown(paragraph, tuple(made), tail=not parts[-1].used)


def _omitted(paragraphs: Sequence[Paragraph]) -> list[Shown]:
    """Say what is not reproduced: body paragraphs that follow each other in one line, any other by its role."""
    made = []
    for body, group in groupby(paragraphs, key=lambda p: p.number > 0):
        several = list(group)
        if body:
            first, last = several[0].number, several[-1].number
            one = f"Paragraph {first} is not reproduced."
            made.append(Shown(several[0], (), one if first == last else f"Paragraphs {first} to {last} are not reproduced."))  # fmt: skip
        else:
            made += [Shown(p, (), f"The {p.role} is not reproduced.") for p in several]
    return made
