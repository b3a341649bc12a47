"""Which runs of words do two texts have in common, as a page marks them?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from storybrief.claims.words import TOKEN
from storybrief.model import Span

Runs = tuple[tuple[Span, bool], ...]


def words(a: str, b: str) -> tuple[Runs, Runs]:
    """Mark in each text the runs of words that the other has too (False) or has not (True), in order.

    Case, quotation marks, punctuation and the dots of acronyms are no difference. Spans are offsets into each text.
    """
    x, y = list(TOKEN.finditer(a)), list(TOKEN.finditer(b))
    match = SequenceMatcher(None, [even(m[0]) for m in x], [even(m[0]) for m in y], autojunk=False)
    left, right = [True] * len(x), [True] * len(y)
    for block in match.get_matching_blocks():
        left[block.a : block.a + block.size] = [False] * block.size
        right[block.b : block.b + block.size] = [False] * block.size
    return _runs(x, left), _runs(y, right)


def even(written: str) -> str:
    """Return a word as it is compared: without case, kinds of apostrophes, full stops and commas."""
    return written.casefold().replace("’", "'").replace(".", "").replace(",", "")


def _runs(tokens: Sequence[re.Match[str]], flags: Sequence[bool]) -> Runs:
    runs: list[tuple[Span, bool]] = []
    for token, flag in zip(tokens, flags, strict=True):
        if runs and runs[-1][1] == flag:
            runs[-1] = (Span(runs[-1][0].start, token.end()), flag)
        else:
            runs.append((Span(*token.span()), flag))
    return tuple(runs)
