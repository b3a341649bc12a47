"""Is one quotation worded in two ways?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from msgspec import Struct
from rapidfuzz import fuzz

from storybrief.claims.diff import even
from storybrief.claims.side import Found, Side, each_way, whole
from storybrief.claims.words import TOKEN, notions_in
from storybrief.english.marks import STRAY
from storybrief.model import Dispute, Extract, Passage, Span, Statement, Trace

# From this likeness on (0 to 100, rapidfuzz's token_set_ratio) two quotations in one claim are taken for one.
_ONE_QUOTATION = 60


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
    x, y = ([even(m[0]) for m in TOKEN.finditer(t)] for t in (a, b))
    steps = SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
    while steps and steps[0][0] in ("delete", "insert"):
        steps = steps[1:]
    while steps and steps[-1][0] in ("delete", "insert"):
        steps = steps[:-1]
    return tuple(" ".join(w) for op, i, j, k, m in steps if op != "equal" for w in (x[i:j], y[k:m]) if w)


# Of two wordings of one quotation so many words are the same, and so much of the shorter one (0 to 1).
_SAME_WORDS, _SAME_SHARE = 3, 0.6
# Two words in a row that stand in more quotations than this tell nothing.
_COMMON = 30
# What two givers are told to have said is one quotation from so many common words on, and so great a share of the longer one.
_LONG, _NEARLY = 8, 0.85
# So many words in one alone are words left out of the other, no other wording.
_LEFT_OUT = 3
# A sentence of a quotation has so much (0 to 1) of the words of the other wording, or it is none of it.
_MUCH = 0.5
_STOP = re.compile(r"[.!?]\s+(?=[A-Z“\"'‘])")


class _Piece(Struct, frozen=True):
    """A sentence of a quotation: where it is, who says it, its words evened out, whether its sentence ends in it."""

    passage: Passage
    giver: frozenset[str]
    words: tuple[str, ...]
    ended: bool


def disputes(extracts: Sequence[Extract]) -> Iterator[Dispute]:
    """Find quotations of the story that two articles word in two ways, wherever they stand; one row for each."""
    pieces = [piece for extract in extracts for piece in _pieces(extract)]
    of_run: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, piece in enumerate(pieces):
        for run in pairwise(piece.words):
            of_run[run].append(n)
    pairs = {p for many in of_run.values() if len(many) <= _COMMON for p in combinations(dict.fromkeys(many), 2)}
    home: dict[int, int] = {}
    rows: dict[int, list[int]] = {}
    for i, j in sorted(pairs):
        a, b = pieces[i], pieces[j]
        others = bool(a.giver and b.giver and not a.giver & b.giver)
        if a.passage.article != b.passage.article and (
            _two_wordings(a.words, b.words, of_others=others) or _two_ends(a, b)
        ):
            first = home.setdefault(i, i)
            if home.setdefault(j, first) == first:
                rows.setdefault(first, [first]).append(j)
    texts = {extract.article.id: extract.article.text for extract in extracts}
    for many in rows.values():
        sides: dict[tuple[str, ...], list[Passage]] = {}
        for n in dict.fromkeys(many):
            sides.setdefault(pieces[n].words, []).append(pieces[n].passage)
        one, other = list(sides)[:2]
        saw = tuple(_unlike(one, other)) or tuple(" ".join(w) for w in (one[len(other) :], other[len(one) :]) if w)
        shown = tuple(
            tuple(_in_common(texts[p.article], p, [w for w in sides if w != words]) for p in passages)
            for words, passages in sides.items()
        )
        yield Dispute("wording", (), shown, False, Trace("one quotation, other words", saw))


def _in_common(text: str, passage: Passage, others: Sequence[tuple[str, ...]]) -> Passage:
    """Leave out of a quotation of several sentences those before and behind that have little of another wording."""
    span = passage.span
    stops = [span.start, *(m.end() for m in _STOP.finditer(text, span.start, span.end)), span.end]
    parts = [Span(a, b) for a, b in pairwise(stops)]
    known = {word for words in others for word in words}
    kept = [p for p in parts if _share([even(m[0]) for m in TOKEN.finditer(text, p.start, p.end)], known) >= _MUCH]
    if not kept:
        return passage
    end = kept[-1].start + len(kept[-1].of(text).rstrip())
    return Passage(passage.article, passage.sentence, Span(kept[0].start, end))


def _share(words: Sequence[str], known: Set[str]) -> float:
    return sum(word in known for word in words) / len(words) if words else 0.0


def _pieces(extract: Extract) -> Iterator[_Piece]:
    """Give the words between quotation marks in an article's body, sentence by sentence, said by somebody known or not."""
    text = extract.article.text
    said: dict[int, list[Statement]] = defaultdict(list)
    for statement in extract.statements:
        for number in statement.sentences if statement.quoted else ():
            said[number].append(statement)
    for sentence in extract.body:
        if sentence.number not in said and STRAY.isdisjoint(sentence.span.of(text)):
            continue
        side = whole(extract, sentence.number)
        for span in side.quoted:
            giver = next(
                (s.attribution.name for s in said[sentence.number] if any(q.overlaps(span) for q in s.quoted)), None
            )
            if words := tuple(even(m[0]) for m in TOKEN.finditer(text, span.start, span.end)):
                yield _Piece(
                    side.part(span),
                    notions_in(giver or ""),
                    words,
                    span.of(text).rstrip("’' ").endswith((".", "!", "?")),
                )


def _two_wordings(a: tuple[str, ...], b: tuple[str, ...], *, of_others: bool) -> bool:
    """Whether two quotations are one that is worded in two ways; cut at an end, or with words left out, it is not.

    Of two givers it is one only when it is long and nearly the same: then one of the givers is wrong.
    """
    least = min(len(a), len(b))
    if least <= _SAME_WORDS or len(set(a) & set(b)) < _SAME_SHARE * len(set(a if len(a) == least else b)):
        return False
    same = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    if same < _SAME_WORDS or same < _SAME_SHARE * least:
        return False
    if of_others and (same < _LONG or same < _NEARLY * max(len(a), len(b))):
        return False
    return bool(_unlike(a, b))


def _two_ends(a: _Piece, b: _Piece) -> bool:
    """Whether of two quotations that end their sentence one has a word or two more at its end.

    The other may be the last of several sentences of it.
    """
    short, long = sorted((a.words, b.words), key=len)
    if not (a.ended and b.ended) or len(short) < _LONG:
        return False
    return any(long[-more - len(short) : -more] == short for more in range(1, _LEFT_OUT))


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


@each_way
def quoted_in_one(a: Side, b: Side) -> Found:
    """Words between quotation marks in one, of which the other has no quotation at all."""
    for quoted in a.quoted if not b.quoted else ():
        if len(quoted.of(a.text).split()) >= 3:
            yield "medium", quoted, _closest(quoted.of(a.text), b), ()


def _closest(quoted: str, side: Side) -> Span:
    """Find the attributed words that are most like a quotation; without any, the whole passage."""
    contents = [c for s in side.statements for c in s.content]
    return max(contents, key=lambda c: fuzz.token_set_ratio(quoted, c.of(side.text)), default=side.passage.span)
