"""Is one quotation worded in two ways, and what words do two texts have in common?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from rapidfuzz import fuzz

from storybrief.claims.side import Found, Side
from storybrief.claims.words import words as read
from storybrief.model import Dispute, Extract, Passage, Span, Trace

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


# Of two wordings of one quotation so many words are the same, and so much of the shorter one (0 to 1).
_SAME_WORDS, _SAME_SHARE = 3, 0.6
# A quotation of so many words or fewer may have no run of three in common with its other wording.
_SHORT = 8
# Runs of words that stand in more quotations than this tell nothing.
_COMMON = 30
# So many words in one alone are words left out of the other, no other wording.
_LEFT_OUT = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence of a quotation: where it is, who says it, its words evened out."""

    passage: Passage
    giver: frozenset[str]
    words: tuple[str, ...]


def disputes(extracts: Sequence[Extract]) -> Iterator[Dispute]:
    """Find quotations of the story that two articles word in two ways, wherever they stand; one row for each."""
    pieces = [piece for extract in extracts for piece in _pieces(extract)]
    of_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, piece in enumerate(pieces):
        for run in (2, 3) if len(piece.words) <= _SHORT else (3,):
            for at in range(len(piece.words) - run + 1):
                of_run[piece.words[at : at + run]].append(n)
    pairs = {p for many in of_run.values() if len(many) <= _COMMON for p in combinations(dict.fromkeys(many), 2)}
    home: dict[int, int] = {}
    rows: dict[int, list[int]] = {}
    for i, j in sorted(pairs):
        a, b = pieces[i], pieces[j]
        if a.passage.article == b.passage.article or (a.giver and b.giver and not a.giver & b.giver):
            continue
        if _two_wordings(a.words, b.words):
            first = home.setdefault(i, i)
            if home.setdefault(j, first) == first:
                rows.setdefault(first, [first]).append(j)
    for many in rows.values():
        sides: dict[tuple[str, ...], list[Passage]] = {}
        for n in dict.fromkeys(many):
            sides.setdefault(pieces[n].words, []).append(pieces[n].passage)
        one, other = list(sides)[:2]
        saw = tuple(_unlike(one, other))
        yield Dispute("wording", (), tuple(map(tuple, sides.values())), False, Trace("one quotation, other words", saw))


def _pieces(extract: Extract) -> Iterator[_Piece]:
    """Cut the quotations of an article's body at its sentences."""
    text = extract.article.text
    body = {s.number for s in extract.sentences if extract.article.paragraphs[s.paragraph].role == "body"}
    for statement in extract.statements:
        name = statement.attribution.name or ""
        giver = frozenset(w.notion for w in read(name, Span(0, len(name))) if not w.bare)
        for number in statement.sentences:
            if number not in body:
                continue
            whole = extract.sentences[number - 1].span
            for quoted in statement.quoted:
                span = (
                    Span(max(quoted.start, whole.start), min(quoted.end, whole.end)) if quoted.overlaps(whole) else None
                )
                if span and (words := tuple(_even(m[0]) for m in _TOKEN.finditer(text, span.start, span.end))):
                    yield _Piece(Passage(extract.article.id, number, span), giver, words)


def _two_wordings(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two quotations are one that is worded in two ways; cut at an end, or with words left out, it is not."""
    same = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    if same < _SAME_WORDS or same < _SAME_SHARE * min(len(a), len(b)) or min(len(a), len(b)) < _SAME_WORDS + 1:
        return False
    return bool(_unlike(a, b))


def _unlike(a: tuple[str, ...], b: tuple[str, ...]) -> list[str]:
    """Give the words in which two wordings differ between their first and last common word."""
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    inner = [step for step in steps if step[0] != "equal"]
    if steps[0][0] != "equal":
        inner = inner[1:]
    if steps[-1][0] != "equal" and inner:
        inner = inner[:-1]
    told = [(a[i:j], b[k:m]) for _, i, j, k, m in inner]
    return [" ".join(w) for x, y in told if (x and y) or max(len(x), len(y)) < _LEFT_OUT for w in (x, y) if w]


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
