"""How is a plain text file laid out, and where are its paragraphs?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from storybrief.article.bounds import MAX_LINES, MAX_TEXT
from storybrief.article.documents import too_large
from storybrief.article.draft import Block, Draft
from storybrief.article.normalise import normalise
from storybrief.english.marks import ends_sentence
from storybrief.model import Span

# A hard-wrapped line is no longer than this: typewriters and mail programs wrap at 60 to 80, some at 100.
_WIDEST = 100
# Of the lines that another line follows, so many must be full, and so many must break off amid a sentence.
_FULL_SHARE = 0.8
_BROKEN_SHARE = 0.5

_LINE = re.compile(r"[^\n]*")


def convert(raw: str, shown: str) -> Draft:
    """Make the draft of a plain text file: its whole text, normalised, and its paragraphs by its layout.

    Error: "too-large" (over `MAX_TEXT` or `MAX_LINES`).
    """
    text = normalise(raw)
    for many, most, what in ((len(text), MAX_TEXT, "characters"), (text.count("\n"), MAX_LINES, "lines")):
        if many > most:
            return Draft("", (), {}, (too_large(shown, f"its text has over {most:,} {what}"),))
    lines = tuple(line for line in (_strip(text, m.span()) for m in _LINE.finditer(text)) if line is not None)
    name = layout(text)
    split = next(split for rule, _, split in LAYOUTS if rule == name)
    return Draft(text, tuple(Block(span) for span in split(text, lines)))


def layout(text: str) -> str:
    """Return the name of the layout rule that a normalised text is read by."""
    lines = tuple(line for line in (_strip(text, m.span()) for m in _LINE.finditer(text)) if line is not None)
    return next(name for name, fits, _ in LAYOUTS if fits(text, lines))


def _strip(text: str, span: tuple[int, int]) -> Span | None:
    line = text[slice(*span)]
    words = line.strip(" ")
    start = span[0] + len(line) - len(line.lstrip(" "))
    return Span(start, start + len(words)) if words else None


def _pairs(text: str, lines: Sequence[Span]) -> list[tuple[Span, Span]]:
    """The pairs of lines with no empty line between them."""
    return [(a, b) for a, b in pairwise(lines) if text.count("\n", a.end, b.start) == 1]


def _is_full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line's first word had no room on this line: what a wrapping program leaves behind."""
    word = following.of(text).split(" ", 1)[0]
    return len(line) + 1 + len(word) > width


def _width(lines: Sequence[Span]) -> int:
    return max((len(line) for line in lines), default=0)


def _is_hard_wrapped(text: str, lines: Sequence[Span]) -> bool:
    pairs = _pairs(text, lines)
    width = _width(lines)
    if not pairs or width > _WIDEST:
        return False
    full = sum(_is_full(text, a, b, width) for a, b in pairs)
    broken = sum(not ends_sentence(a.of(text), ":;") for a, _ in pairs)
    return full >= _FULL_SHARE * len(pairs) and broken >= _BROKEN_SHARE * len(pairs)


def _wrapped(text: str, lines: Sequence[Span]) -> tuple[Span, ...]:
    """Join a line to the next when it is full, or breaks off and the next runs on with a small letter."""
    width = _width(lines)
    joined = {a for a, b in _pairs(text, lines) if not _is_indented(text, a, b) and _runs_on(text, a, b, width)}
    paragraphs: list[Span] = []
    start: int | None = None
    for line in lines:
        start = line.start if start is None else start
        if line not in joined:
            paragraphs.append(Span(start, line.end))
            start = None
    return tuple(paragraphs)


def _runs_on(text: str, line: Span, following: Span, width: int) -> bool:
    if _is_full(text, line, following, width):
        return True
    return not ends_sentence(line.of(text), ":;") and text[following.start].islower()


def _is_indented(text: str, line: Span, following: Span) -> bool:
    """Whether the second line opens a paragraph by standing further in than the first."""
    return _margin(text, following) >= _margin(text, line) + 2


def _margin(text: str, line: Span) -> int:
    return line.start - (text.rfind("\n", 0, line.start) + 1)


def _by_line(_text: str, lines: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(lines)


_Fits = Callable[[str, Sequence[Span]], bool]
_Split = Callable[[str, Sequence[Span]], tuple[Span, ...]]

# Name, when it fits, how it splits; the first that fits is taken.
LAYOUTS: tuple[tuple[str, _Fits, _Split], ...] = (
    ("hard-wrapped", _is_hard_wrapped, _wrapped),
    ("a line a paragraph", lambda _text, _lines: True, _by_line),
)
