"""What does a format hand on, before the parts are told apart?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from storybrief.article.bounds import MAX_LINES, MAX_TEXT
from storybrief.article.normalise import normalise
from storybrief.model import LeftOut, Span
from storybrief.problems import Problem

Mark = Literal["h1", "h2", "h3", "h4", "h5", "h6", "caption", "standfirst", "running"]
"""What the markup says a block is; "running" is a line that stands on every page of a printed text."""

_EMPTY_LINE = re.compile(r"\n *\n")


class Block(Struct, frozen=True):
    """A paragraph of the source, and what the format's markup makes of it (None: nothing)."""

    span: Span
    mark: Mark | None = None


class Draft(Struct, frozen=True):
    """One converted source: the normalised text, its blocks in order, the metadata it declares, and problems.

    `where`: the place in the source that gives each field of the metadata; `left_out`: its other prose, with reasons.
    `places` are those of `model.Article`; `left_after` says of each of `left_out` how many blocks stand before it.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    left_after: tuple[int, ...] = ()


def stack(
    pieces: Iterable[tuple[str, Mark | None]],
    metadata: Mapping[str, str],
    problems: tuple[Problem, ...] = (),
) -> Draft:
    """Make the draft of a format whose text is built from pieces.

    Each piece is a block, or several where it has an empty line (two line breaks in HTML). They are normalised, and
    one empty line stands between two. Beyond `MAX_TEXT` or `MAX_LINES` the rest is not looked at: what is made is over
    the bound, which `read` tells.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    whole = ((words, mark) for piece, mark in pieces for words in parts_of(piece))
    for words, mark in whole:
        parts.append(words)
        blocks.append(Block(Span(at, at + len(words)), mark))
        at += len(words) + 2
        if _is_beyond(at, blocks):
            break
    return Draft("\n\n".join(parts), tuple(blocks), metadata, problems)


def parts_of(piece: str) -> list[str]:
    """Return the blocks that a piece becomes: one, or several where it has an empty line."""
    return [words for part in _EMPTY_LINE.split(normalise(piece)) if (words := tidy(part))]


def placed(
    pieces: Iterable[tuple[Sequence[tuple[str, str]], Mark | None]],
    metadata: Mapping[str, str],
    problems: tuple[Problem, ...] = (),
) -> Draft:
    """Make the draft of a format that has pages or times.

    Each piece is a block: (words, place) in order, joined by a space each; the place says where the words stand. It stops
    where `stack` does.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    places: list[tuple[int, str]] = []
    at = 0
    for words_and_places, mark in pieces:
        start = at
        for words, place in ((" ".join(tidy(words).split()), place) for words, place in words_and_places):
            if words:
                if place and (not places or places[-1][1] != place):
                    places.append((at, place))
                parts.append(words + " ")
                at += len(words) + 1
        if at > start:
            blocks.append(Block(Span(start, at - 1), mark))
            parts[-1] = parts[-1][:-1] + "\n\n"
            at += 1
        if _is_beyond(at, blocks):
            break
    return Draft("".join(parts).rstrip("\n"), tuple(blocks), metadata, problems, places=tuple(places))


def _is_beyond(length: int, blocks: Sequence[Block]) -> bool:
    return length > MAX_TEXT + 2 or len(blocks) > MAX_LINES


def tidy(piece: str) -> str:
    """Return a piece normalised, without empty lines, its runs of spaces one space: as a browser would show it."""
    lines = (" ".join(line.split()) for line in normalise(piece).split("\n"))
    return "\n".join(line for line in lines if line)
