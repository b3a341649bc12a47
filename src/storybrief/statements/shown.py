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
# What stands before a main clause, by tags: a semicolon, or a comma and a word before a subject with its verb.
_MAIN_CLAUSE = re.compile(r";(?=.)|,.(?=[DNP][DNn#'R]{0,7}[vVA])")


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
        first, last = bisect.bisect_right(starts, span.start) - 1, bisect.bisect_left(starts, span.end)
        found.update(one.number for one in sentences[max(0, first) : last] if one.span.overlaps(span))
    return tuple(sorted(found))


def _cut(words: Words, whole: Span, held: Span) -> Span:
    """The sentence, or the part of a long one that holds `held` and begins and ends with a clause."""
    if _count(words.text, whole) <= LONGEST:
        return whole
    first, last = bisect.bisect_left(words.start, whole.start), bisect.bisect_left(words.start, whole.end)
    tags = "".join(words.tag[first:last])
    start, end = whole.start, whole.end
    for m in _MAIN_CLAUSE.finditer(tags):
        at, after = first + m.start(), words.start[first + m.end()]
        in_a_list = "," in tags[: m.start()][-5:]
        if words.tag[at] == "," and (in_a_list or words.low[at + 1] not in ("and", "but")):
            continue
        if after <= held.start:
            start = after
        elif words.start[at] >= held.end:
            end = words.end[at - 1]
            break
    if _count(words.text, Span(whole.start, start)) < _FEWEST:
        start = whole.start
    if _count(words.text, Span(end, whole.end)) < _FEWEST:
        end = whole.end
    return Span(start, end)


def _count(text: str, span: Span) -> int:
    return len(_WORD.findall(text, span.start, span.end))
