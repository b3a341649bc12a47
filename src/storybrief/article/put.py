"""Which blocks of a source did an editor put into the article, or out of it?"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from storybrief.article.draft import Draft, Mark, stack
from storybrief.model import Paragraph, Put, Role, Span

KIND = "editor"
"""The kind of a paragraph that an editor put out."""

_MARKS = str.maketrans("‘’‛`´“”„‟", "'''''\"\"\"\"")
_OUT: frozenset[Role] = frozenset({"body", "teaser", "subtitle", "heading", "caption"})
_KEPT: frozenset[Role] = frozenset({"body", "title", "title_repeat"})


def has(block: str, words: str) -> bool:
    """Whether the words stand in a block; white space and the style of quotation marks aside, every letter counts."""
    return _plain(words) in _plain(block)


def _plain(words: str) -> str:
    return " ".join(words.translate(_MARKS).split())


def taken_back(draft: Draft, puts: Sequence[Put]) -> tuple[Draft, tuple[Put, ...]]:
    """Make what an editor put in a block again, in its place on the page, and return what did so.

    Only what a page leaves out can be taken back; words that stand in none of it, or in several, change nothing.
    """
    back: dict[int, Put] = {}
    for put in puts:
        found = [at for at, left in enumerate(draft.left_out) if has(left.words, put.words)]
        if put.to == "in" and len(found) == 1:
            back.setdefault(found[0], put)
    if not back:
        return draft, ()
    pieces: list[tuple[str, Mark | None]] = []
    for number in range(len(draft.blocks) + 1):
        pieces += [
            (draft.left_out[at].words, None) for at in back if min(draft.left_after[at], len(draft.blocks)) == number
        ]
        if number < len(draft.blocks):
            pieces.append((draft.blocks[number].span.of(draft.text), draft.blocks[number].mark))
    made = stack(pieces, draft.metadata, draft.problems)
    left = tuple(left for at, left in enumerate(draft.left_out) if at not in back)
    return replace(draft, text=made.text, blocks=made.blocks, left_out=left, left_after=()), tuple(back.values())


def by_editor(
    text: str, paragraphs: Sequence[Paragraph], puts: Sequence[Put], done: Sequence[Put] = ()
) -> tuple[tuple[Paragraph, ...], tuple[Span, ...]]:
    """Put paragraphs of a text in or out, and return them with the places of those that are what they are by an editor.

    The words of each must stand in one paragraph. `done` are those whose paragraph a page would not have without them.
    What is the title stays it. The paragraphs of the body are counted anew.
    """
    made = list(paragraphs)
    changed: list[Span] = []
    for put in puts:
        found = [at for at, paragraph in enumerate(made) if has(paragraph.span.of(text), put.words)]
        if len(found) != 1:
            continue
        old = made[found[0]]
        if put.to == "out" and old.role in _OUT:
            made[found[0]] = Paragraph("furniture", old.span, 0, KIND)
        elif put.to == "in" and old.role not in _KEPT:
            made[found[0]] = Paragraph("body", old.span, 1)
        elif put not in done:
            continue
        changed.append(old.span)
    if not changed:
        return tuple(paragraphs), ()
    number = 0
    for at, paragraph in enumerate(made):
        if paragraph.role == "body":
            number += 1
            made[at] = replace(paragraph, number=number)
    return tuple(made), tuple(changed)
