"""What does a format hand on, before the parts are told apart?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from storybrief.article.normalise import normalise
from storybrief.model import Span
from storybrief.problems import Problem

Mark = Literal["title", "heading", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the source, and what the format itself says of it (None: nothing)."""

    span: Span
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One converted source: the normalised text, its blocks in order, the metadata it declares, and problems."""

    text: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def stack(
    pieces: Iterable[tuple[str, Mark | None]],
    metadata: Mapping[str, str],
    problems: tuple[Problem, ...] = (),
) -> Draft:
    """Make the draft of a format whose text is built from pieces: each normalised, one empty line between two."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece, mark in pieces:
        words = tidy(piece)
        if words:
            parts.append(words)
            blocks.append(Block(Span(at, at + len(words)), mark))
            at += len(words) + 2
    return Draft("\n\n".join(parts), tuple(blocks), metadata, problems)


def tidy(piece: str) -> str:
    """Return a piece normalised, without empty lines, its runs of spaces one space: as a browser would show it."""
    lines = (" ".join(line.split()) for line in normalise(piece).split("\n"))
    return "\n".join(line for line in lines if line)
