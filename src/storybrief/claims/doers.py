"""Do two passages name two doers of one deed?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from storybrief.claims.counted import figures_alike, same_value
from storybrief.claims.predicates import BE
from storybrief.claims.side import CLAUSE_END, Found, Side, each_way, matter, whole
from storybrief.claims.words import words as read
from storybrief.english.inflection import participle
from storybrief.model import Dispute, Extract, Figure, Passage, Span, Trace

_CAUSES = re.compile(
    r"\b(?:(?:has|have|had)\s+)?(?:killed|claimed|caused|left|wounded|injured|destroyed|shot|resulted\s+in|led\s+to|took)\b"
)
_PRONOUNS = (["he"], ["she"], ["it"], ["they"], ["we"], ["i"], ["you"])
_PASSIVE = re.compile(rf"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?(?P<verb>{participle()})\s+by\s+(?=\S)")


def other_doer(a: Side, b: Side) -> Found:
    """Who did it: where both give one number of dead or hurt, the words before the verb; or the words after "by"."""
    for f, g in figures_alike(a, b):
        if f.unit != "person" or not same_value(f, g):
            continue
        x, y = _doer(a, f), _doer(b, g)
        if x and y and not x[1] & y[1]:
            yield "high", x[0], y[0], (*sorted(x[1]), *sorted(y[1]))
            return
    yield from islice(_doer_of_passive(a, b), 1)


@each_way
def _doer_of_passive(a: Side, b: Side) -> Found:
    """One says in the passive by whom it was done, the other that somebody else did it."""
    for verb, sufferer, (span, done_by) in _passives(a):
        theirs = _doer_of(b, verb, sufferer)
        if theirs and not theirs[1] & done_by:
            yield "high", span, theirs[0], (*sorted(done_by), *sorted(theirs[1]))


# What more sentences of a story have a verb than this says nothing.
_COMMON = 25


def disputes(extracts: Sequence[Extract]) -> Iterator[Dispute]:
    """Find deeds that one article gives to one and another to another: "released by X", "Y released"."""
    sides = [whole(extract, sentence.number) for extract in extracts for sentence in extract.body]
    passives = [(side, found) for side in sides if (found := list(_passives(side)))]
    verbs = {verb for _, found in passives for verb, *_ in found}
    of_verb: dict[str, list[Side]] = defaultdict(list)
    for side in sides if verbs else ():
        for notion in side.notions & verbs:
            of_verb[notion].append(side)
    seen: set[Passage] = set()
    for side, found in passives:
        for verb, sufferer, (span, done_by) in found:
            if side.passage in seen or not _somebody(side, span) or len(of_verb[verb]) > _COMMON:
                continue
            for other in of_verb[verb]:
                if other.passage.article == side.passage.article or other.passage in seen:
                    continue
                theirs = _doer_of(other, verb, sufferer)
                one_deed = theirs and not theirs[1] & done_by and len(side.notions & other.notions) > 2
                if theirs and one_deed and _somebody(other, theirs[0]):
                    seen |= {side.passage, other.passage}
                    saw = (span.of(side.text), theirs[0].of(other.text))
                    pair = ((side.part(span),), (other.part(theirs[0]),))
                    yield Dispute("who", (), pair, False, Trace("one deed, two doers", saw))
                    break


def _somebody(side: Side, span: Span) -> bool:
    """Whether words name somebody: one with a capital, and no time."""
    inside = [w for w in side.words if span.holds(w.span)]
    timed = any(m.span.overlaps(span) for m in side.moments)
    return (
        not timed
        and any(w.name or side.text[w.span.start].isupper() for w in inside)
        and not any(w.form.endswith("ing") for w in inside[:1])
    )


Doer = tuple[Span, frozenset[str]]


def _passives(side: Side) -> Iterator[tuple[str, frozenset[str], Doer]]:
    """Give each verb of a passive with "by" (its notion), who or what suffered it, and who did it.

    Where that is a pronoun ("before he was replaced by"), what stands before it is no sufferer.
    """
    for match in _PASSIVE.finditer(side.text, side.passage.span.start, side.passage.span.end):
        if [w.form for w in side.words_before(match.start(), 1)] in _PRONOUNS:
            continue
        verb = read(side.text, Span(*match.span("verb")))
        before = frozenset(w.notion for w in side.words if w.span.end <= match.start() and w.content)
        by = matter(side, match.end())
        if verb and by:
            yield verb[0].notion, before, (Span(by[0].span.start, by[-1].span.end), frozenset(w.notion for w in by))


def _doer_of(side: Side, verb: str, sufferer: frozenset[str]) -> Doer | None:
    """Find who does `verb` to `sufferer`: the words after "by", or those that begin the clause of the active verb."""
    for theirs, suffered, done_by in _passives(side):
        if theirs == verb and suffered & sufferer:
            return done_by
    passive = any(m["verb"] for m in _PASSIVE.finditer(side.text, side.passage.span.start, side.passage.span.end))
    place = next((n for n, w in enumerate(side.words) if w.notion == verb and n), None)
    if passive or place is None or side.words[place - 1].form in BE:
        return None
    after = {w.notion for w in side.words[place + 1 : place + 8]}
    clause = CLAUSE_END.split(side.text[side.passage.span.start : side.words[place].span.start])[-1]
    start = side.words[place].span.start - len(clause)
    doers = [w for w in side.words[:place] if w.span.start >= start and w.content]
    if not doers or not after & sufferer:
        return None
    return Span(doers[0].span.start, side.words[place].span.end), frozenset(w.notion for w in doers)


def _doer(side: Side, figure: Figure) -> tuple[Span, frozenset[str]] | None:
    """Find the doer before the last verb of doing that comes before the figure in its sentence."""
    sentence = side.extract.sentences[figure.sentence - 1].span
    verbs = list(_CAUSES.finditer(side.text, sentence.start, figure.span.start))
    if not verbs:
        return None
    names = [w for w in read(side.text, Span(sentence.start, verbs[-1].start())) if w.content][-3:]
    if not names:
        return None
    return Span(names[0].span.start, figure.span.end), frozenset(w.notion for w in names)
