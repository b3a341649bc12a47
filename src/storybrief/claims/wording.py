"""Is one quotation worded in two ways, and what words do two texts have in common?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from storybrief.claims.side import Found, Side
from storybrief.model import Span

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W\d_]+")


# From this likeness on (0 to 100, rapidfuzz's token_set_ratio) two quotations in one claim are taken for one.
_ONE_QUOTATION = 60


Runs = tuple[tuple[Span, bool], ...]


def words(a: str, b: str) -> tuple[Runs, Runs]:
    """Mark in each text the runs of words that the other has too (False) or has not (True), in order.

    Case, quotation marks, punctuation and the dots of acronyms are no difference. Spans are offsets into each text.
    """
    x, y = list(_TOKEN.finditer(a)), list(_TOKEN.finditer(b))
    match = SequenceMatcher(None, [_even(m[0]) for m in x], [_even(m[0]) for m in y], autojunk=False)
    left, right = [True] * len(x), [True] * len(y)
    for block in match.get_matching_blocks():
        left[block.a : block.a + block.size] = [False] * block.size
        right[block.b : block.b + block.size] = [False] * block.size
    return _runs(x, left), _runs(y, right)


def _even(written: str) -> str:
    return written.casefold().replace("’", "'").replace(".", "").replace(",", "")


def _runs(tokens: Sequence[re.Match[str]], flags: Sequence[bool]) -> Runs:
    runs: list[tuple[Span, bool]] = []
    for token, flag in zip(tokens, flags, strict=True):
        if runs and runs[-1][1] == flag:
            runs[-1] = (Span(runs[-1][0].start, token.end()), flag)
        else:
            runs.append((Span(*token.span()), flag))
    return tuple(runs)


def other_wording(a: Side, b: Side) -> Found:
    """One quotation, other words."""
    for x in a.quoted:
        for y in b.quoted:
            unlike = _reworded(x.of(a.text), y.of(b.text))
            if unlike:
                yield "high", x, y, unlike


def _reworded(a: str, b: str) -> tuple[str, ...]:
    """Give the words that differ within what two quotations have in common.

    That one begins earlier or ends later is no other wording: it was only cut.
    """
    if min(len(a.split()), len(b.split())) < 3 or fuzz.token_set_ratio(a.casefold(), b.casefold()) < _ONE_QUOTATION:
        return ()
    x, y = ([_even(m[0]) for m in _TOKEN.finditer(t)] for t in (a, b))
    steps = SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
    while steps and steps[0][0] in ("delete", "insert"):
        steps = steps[1:]
    while steps and steps[-1][0] in ("delete", "insert"):
        steps = steps[:-1]
    return tuple(" ".join(w) for op, i, j, k, m in steps if op != "equal" for w in (x[i:j], y[k:m]) if w)


def quoted_in_one(a: Side, b: Side) -> Found:
    """Words between quotation marks in one, of which the other has no quotation at all."""
    for one, other in ((a, b), (b, a)):
        for quoted in one.quoted:
            if other.quoted or len(quoted.of(one.text).split()) < 3:
                continue
            span = _closest(quoted.of(one.text), other)
            yield ("medium", quoted, span, ()) if one is a else ("medium", span, quoted, ())


def _closest(quoted: str, side: Side) -> Span:
    """Find the attributed words that are most like a quotation; without any, the whole passage."""
    contents = [c for s in side.statements for c in s.content]
    return max(contents, key=lambda c: fuzz.token_set_ratio(quoted, c.of(side.text)), default=side.passage.span)
