"""What is printed for a statement? The whole sentences it stands in; a long one is cut where another clause begins.

The words said, who says them, the word of saying and whatever turns the meaning always stay.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from storybrief.model import Sentence, Span
from storybrief.statements.words import Words

LONGEST = 40  # words; a sentence up to there is printed whole
_FEWEST = 8  # words; to leave out fewer is worth no dots
_WORD = re.compile(r"\w+")


def shown(words: Words, sentences: Sequence[Sentence], starts: list[int], kept: list[Span]) -> tuple[Span, ...]:
    """Return what is printed, in text order: one span for each sentence that one of `kept` stands in.

    `sentences` are the article's, `starts` where each begins; `kept` are the spans that must stay.
    """
    inside: dict[int, list[Span]] = {}
    for span in kept:
        for number in touched(sentences, starts, [span]):
            inside.setdefault(number, []).append(span)
    found: list[Span] = []
    for number in sorted(inside):
        whole = sentences[number - 1].span
        held = Span(
            max(whole.start, min(s.start for s in inside[number])),
            min(whole.end, max(s.end for s in inside[number])),
        )
        found.append(_cut(words, whole, held))
    return tuple(found)


def touched(sentences: Sequence[Sentence], starts: list[int], spans: list[Span]) -> tuple[int, ...]:
    """Return the numbers of the sentences that the spans stand in, which count from 1."""
    found: set[int] = set()
    for span in spans:
        i = max(0, bisect.bisect_right(starts, span.start) - 1)
        while i < len(sentences) and starts[i] < span.end:
            if span.start < sentences[i].span.end:
                found.add(sentences[i].number)
            i += 1
    return tuple(sorted(found))


def _cut(words: Words, whole: Span, held: Span) -> Span:
    """The sentence, or the part of a long one that holds `held` and begins and ends with a clause."""
    if _count(words.text, whole) <= LONGEST:
        return whole
    first, last = bisect.bisect_left(words.start, whole.start), bisect.bisect_left(words.start, whole.end) - 1
    start, end = whole.start, whole.end
    for i in range(first + 1, last):
        after = _boundary(words, i, last)
        if not after:
            continue
        if words.start[after] <= held.start:
            start = words.start[after]
        elif words.start[i] >= held.end:
            end = words.end[i - 1]
            break
    if _count(words.text, Span(whole.start, start)) < _FEWEST:
        start = whole.start
    if _count(words.text, Span(end, whole.end)) < _FEWEST:
        end = whole.end
    return Span(start, end)


def _boundary(words: Words, at: int, last: int) -> int:
    """The first word of the main clause that begins after the mark at the word `at`, or 0."""
    tag, low = words.tag, words.low
    if tag[at] == ";":
        return at + 1
    if tag[at] != "," or at + 2 > last or low[at + 1] not in ("and", "but") or tag[at + 2] not in "DNP":
        return 0
    if "," in tag[max(0, at - 5) : at]:  # a list
        return 0
    for i in range(at + 3, min(last, at + 10) + 1):
        if tag[i] in "vVA":
            return at + 2
        if tag[i] not in "DNn#'R":
            return 0
    return 0


def _count(text: str, span: Span) -> int:
    return len(_WORD.findall(text, span.start, span.end))
