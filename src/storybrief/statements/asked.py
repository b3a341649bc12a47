"""About what was somebody asked who did not answer, and when?"""

from __future__ import annotations

from storybrief.model import Span
from storybrief.statements.words import Words


def over(words: Words, at: int, last: int) -> int:
    """The first word from `at` on that is no adverb and no time; "on Friday" is skipped whole."""
    while at <= last:
        if words.tag[at] in "RT" and words.low[at] not in ("not", "never"):
            at += 1
        elif words.tag[at] in "ID" and at < last and words.tag[at + 1] == "T":
            at += 2
        elif words.tag[at] == "," and at + 1 < last and words.tag[at + 1] in "I":
            close = next((j for j in range(at + 1, min(last, at + 9)) if words.tag[j] == ","), -1)
            if close < 0:
                return at
            at = close + 1
        else:
            return at
    return at


def asked_about(words: Words, at: int, last: int) -> tuple[int, int] | None:
    """What they were asked: "on the fire", "when the ship would be raised"; it ends where another clause begins."""
    at = over(words, at, last)
    low, tag = words.low, words.tag
    if at <= last and (tag[at] == "V" or low[at] in ("because", "as", "since")):
        return None
    end = at
    while (
        end <= last
        and tag[end] not in ".;:Q—"
        and not (tag[end] == "," and (end >= last or tag[end + 1] in "CgSWNPDIV"))
    ):
        if tag[end] == "C" and end < last and end > at and (tag[end + 1] in "VvA" or low[end] == "but"):
            break
        if tag[end] == "S" and low[end] in ("because", "while", "although", "though", "as") and end > at:
            break
        end += 1
    end -= 1
    while end > at and tag[end] == ",":
        end -= 1
    return (at, end) if end >= at and tag[at] not in ",.C" else None


def asked_first(words: Words, first: int, at: int) -> tuple[int, int] | None:
    """As in "Asked if the pier was safe, Lind would not answer"."""
    low = words.low
    start = next((i for i in range(first, min(first + 3, at)) if low[i] == "asked"), -1)
    if start < 0:
        return None
    end = next((i for i in range(at - 1, start, -1) if words.tag[i] == ","), -1)
    return (start + 1, end - 1) if end - 1 > start else None


def asked_when(words: Words, verb: int, at: int, first: int, about: tuple[int, int] | None) -> Span | None:
    """The words for when: a time right after the verb or before it, or at the end of what they were asked."""
    tag = words.tag
    for i in [*range(at + 1, verb), *range(verb + 1, min(len(tag), verb + 4))]:
        if words.sentence[i] != words.sentence[verb] or (i > verb and tag[i] not in "TIDR"):
            break
        if tag[i] == "T" or words.low[i] in _TIMES:
            return words.span(i, words.run(i, "T#"))
    for i in range(at - 1, max(first - 1, at - 7), -1):
        if tag[i] == "T" or words.low[i] in _TIMES:
            return words.span(i, i)
    if about and (tag[about[1]] == "T" or words.low[about[1]] in _TIMES):
        return words.span(about[1], about[1])
    return None


_TIMES = frozenset({"yesterday", "today", "tonight"})
