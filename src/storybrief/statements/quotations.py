"""Where are quotation marks opened and closed?

One article has curly and straight marks, `''` for a mark, guillemets, single marks beside apostrophes, marks that
are never closed, and speeches of several paragraphs that open in each and close in the last. Only the outermost
marks count: a quotation in a quotation is part of what the speaker said. One pass over the marks of a paragraph.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storybrief.model import Span

_MARK = re.compile(r"'''|''|``|[\"“”„‟«»‘’‚‛']")
_OPENS = "“„‟«``"


@dataclass(frozen=True, slots=True)
class Region:
    """A pair of outermost quotation marks: `outer` with them, `inner` without, `paragraph` an index into the spans.

    `closed` is False when no mark closes it; `continued` is True when the next paragraph takes it up again.
    """

    outer: Span
    inner: Span
    paragraph: int
    closed: bool = True
    continued: bool = False
    resumes: bool = False


def regions(text: str, paragraphs: Sequence[Span]) -> tuple[Region, ...]:
    """Return the outermost quotations of the paragraphs, in text order. Raises nothing."""
    found: list[Region] = []
    for index, span in enumerate(paragraphs):
        found.extend(_of_paragraph(text, span, index))
    return tuple(_joined(found, paragraphs))


def _of_paragraph(text: str, span: Span, index: int) -> list[Region]:
    marks = [(a, b, _side(text, a, b, span)) for a, b in _marks(text, span)]
    doubles = [m for m in marks if not _is_single(text, m)]
    found = _paired(text, span, index, doubles)
    singles = [m for m in marks if _is_single(text, m)]
    return sorted(found + _single(text, index, singles, found), key=lambda r: r.outer.start)


def _marks(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The marks of a paragraph. `'''` is a double mark and a single one: the single one is the inner."""
    for m in _MARK.finditer(text, span.start, span.end):
        start, end = m.span()
        if end - start < 3:
            yield start, end
        elif start > span.start and not text[start - 1].isspace():
            yield start, start + 1
            yield start + 1, end
        else:
            yield start, end - 1
            yield end - 1, end


def _is_single(text: str, mark: tuple[int, int, str]) -> bool:
    return mark[1] - mark[0] == 1 and text[mark[0]] in "‘’‚‛'"


def _side(text: str, start: int, end: int, span: Span) -> str:
    """Return "(" when the mark can only open, ")" when it can only close, "|" when both, "" when neither."""
    mark = text[start:end]
    before = text[start - 1] if start > span.start else " "
    after = text[end] if end < span.end else " "
    if before == "=":
        return ""  # the value in a tag
    if mark == "“" and not before.isspace() and before not in "([{—–-/" and (after.isspace() or after in ",.;:"):
        return ")"  # typed the wrong way round
    if mark in ("“", "„", "‟", "«", "``"):
        return "("
    if mark in ("”", "»"):
        return ")"
    if mark in ("‘", "‚", "‛"):
        return "("
    opens = (before.isspace() or before in "([{—–-/…:“\"'") and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if opens and closes:
        return "|"
    return "(" if opens else ")" if closes else ""


def _paired(text: str, span: Span, index: int, marks: list[tuple[int, int, str]]) -> list[Region]:
    found: list[Region] = []
    opened: tuple[int, int] | None = None
    depth = 0
    for n, (start, end, side) in enumerate(marks):
        curly = text[start:end] in ("“", "„", "«")
        if opened is None:
            if side in ("(", "|", ""):
                opened, depth = (start, end), 0
            elif (
                text[start] == "”"
                and n + 1 < len(marks)
                and text[marks[n + 1][0]] in '”"'
                and _space_before(text, start, span)
            ):
                opened, depth = (start, end), 0  # a closing mark typed where an opening one belongs
            continue
        if curly and text[opened[0] : opened[1]] == text[start:end] and side == "(":
            if _ended(text, opened[1], start):
                found.append(_region(text, opened, (start, start), index, closed=False))
                opened = (start, end)
                continue
            depth += 1
            continue
        if side == "(" and not curly and not _space_after_word(text, start):
            depth += 0
        if side in (")", "|", "") or not curly:
            if side == "(" and text[opened[0]] not in "\"'":
                continue
            if side == "(" and _ended(text, opened[1], start):
                found.append(_region(text, opened, (start, start), index, closed=False))
                opened = (start, end)
                continue
            if depth:
                depth -= 1
                continue
            found.append(_region(text, opened, (start, end), index, closed=True))
            opened = None
    if opened is not None:
        found.append(_region(text, opened, (span.end, span.end), index, closed=False))
    return [r for r in found if r.inner.start < r.inner.end]


def _space_before(text: str, start: int, span: Span) -> bool:
    return start == span.start or text[start - 1].isspace()


def _space_after_word(text: str, start: int) -> bool:
    return start > 0 and text[start - 1].isspace()


def _ended(text: str, start: int, end: int) -> bool:
    """Whether the words so far look like a whole quotation whose closing mark was forgotten."""
    return text[max(start, end - 3) : end].rstrip()[-1:] in ".?!,—" and end - start > 2


def _region(text: str, opened: tuple[int, int], closing: tuple[int, int], index: int, *, closed: bool) -> Region:
    start, end = opened[1], closing[0]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Region(Span(opened[0], max(closing[1], end)), Span(start, end), index, closed)


def _single(text: str, index: int, marks: list[tuple[int, int, str]], doubles: list[Region]) -> list[Region]:
    """Single quotation marks outside the double ones; an apostrophe is not one."""
    found: list[Region] = []
    opened: tuple[int, int] | None = None
    last: tuple[int, int] | None = None
    at = 0
    for start, end, side in marks:
        while at < len(doubles) and doubles[at].outer.end <= start:
            at += 1
        if at < len(doubles) and doubles[at].outer.start <= start:
            continue
        if opened is None:
            if (
                side == "("
                and end < len(text)
                and (text[end].isalpha() or text[end] == "…")
                and not _elision(text, end)
            ):
                opened, last = (start, end), None
            continue
        if side == "(" and last is not None:
            found.append(_region(text, opened, last, index, closed=True))
            opened, last = (start, end), None
            continue
        if side in (")", "|"):
            before = text[start - 1]
            if before in ",.?!…—":
                found.append(_region(text, opened, (start, end), index, closed=True))
                opened, last = None, None
            elif last is None or before != "s":
                last = (start, end) if last is None else last
    if opened is not None and last is not None:
        found.append(_region(text, opened, last, index, closed=True))
    starts = [d.outer.start for d in doubles]
    return [r for r in found if not any(r.outer.overlaps(d.outer) for d in _near(doubles, starts, r.outer))]


def _near(doubles: list[Region], starts: list[int], span: Span) -> list[Region]:
    """The double quotations next to where `span` begins, on either side: if any overlaps it, one of these does."""
    at = bisect.bisect_left(starts, span.start)
    return doubles[max(0, at - 1) : at + 1]


def _elision(text: str, at: int) -> bool:
    word = re.compile(r"\w+").match(text, at)
    return bool(word) and word.group().lower() in _ELIDED  # type: ignore[union-attr]


_ELIDED = frozenset({"em", "til", "cause", "tis", "twas", "n", "bout", "round", "cuz"})


def _joined(found: list[Region], paragraphs: Sequence[Span]) -> list[Region]:
    """Mark the parts of a speech of several paragraphs: each opens, only the last closes."""
    joined: list[Region] = []
    for n, region in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        runs_to_end = not region.closed and region.outer.end >= paragraphs[region.paragraph].end - 1
        continued = bool(
            runs_to_end
            and following
            and following.paragraph == region.paragraph + 1
            and following.outer.start - paragraphs[following.paragraph].start < 2
        )
        resumes = bool(joined and joined[-1].continued)
        joined.append(Region(region.outer, region.inner, region.paragraph, region.closed, continued, resumes))
    return joined


_SMALL = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "with", "by", "from", "is", "not", "but", "as"}
)


def is_title(text: str) -> bool:
    """Whether the words are written as a title is: nearly all with a capital, and not one long sentence."""
    found = [w for w in text.replace("-", " ").split() if w[:1].isalpha()]
    large = [w for w in found if w.lower().strip(".,!?:") not in _SMALL]
    if not found or len(found) > 12:
        return False
    return bool(large) and all(w[0].isupper() for w in large) and (len(found) > 1 or not text.endswith((".", "!", "?")))
