"""Do two passages give the same words to two speakers, or to nobody?"""

from __future__ import annotations

from storybrief.claims.side import Found, Side, each_way
from storybrief.claims.words import notions_in
from storybrief.claims.words import words as read
from storybrief.model import Span, Statement


def other_speaker(a: Side, b: Side) -> Found:
    """No giver of the one has a word of the name in common with a giver of the other."""
    if not a.statements or not b.statements:
        return
    for s in a.statements:
        for t in b.statements:
            if _content(a, s) and _same_giver(s, t):
                return
    s, t = a.statements[0], b.statements[0]
    x, y = s.attribution.mention or s.attribution.named, t.attribution.mention or t.attribution.named
    if x and y and s.attribution.name and t.attribution.name:
        yield "high", x, y, (s.attribution.name, t.attribution.name)


def _content(side: Side, statement: Statement) -> bool:
    return any(c.overlaps(side.passage.span) for c in statement.content)


def _same_giver(s: Statement, t: Statement) -> bool:
    x, y = s.attribution.name, t.attribution.name
    return x is None or y is None or not notions_in(x).isdisjoint(notions_in(y))


@each_way
def giver_in_one(a: Side, b: Side) -> Found:
    """One gives it to somebody, the other says it itself; or one names through whom it came and the other does not."""
    for statement in a.statements:
        if not b.statements and _governs(a, statement) and not _named_in(statement, b):
            yield "high", _whole_of(a, statement), b.passage.span, ()
            return
        if b.statements and _relay_only_in(statement, b):
            yield "high", _whole_of(a, statement), _whole_of(b, b.statements[0]), ()
            return


def _named_in(statement: Statement, other: Side) -> bool:
    """Whether the other passage names the giver too, so that nobody was dropped ("promised by Anna Kowal")."""
    name = statement.attribution.name or ""
    given = {w.form for w in read(name, Span(0, len(name))) if not w.bare}
    return bool(given) and given <= {w.form for w in other.words}


def _governs(side: Side, statement: Statement) -> bool:
    """Whether the giver stands in the passage and has most of it: a giver of one late clause has not said the rest."""
    attribution = statement.attribution
    giver = attribution.mention or attribution.cue
    saying = sum(len(s) for s in (attribution.mention, attribution.cue) if s and side.passage.span.holds(s))
    covered = sum(
        min(c.end, side.passage.span.end) - max(c.start, side.passage.span.start)
        for c in statement.content
        if c.overlaps(side.passage.span)
    )
    return giver is not None and giver.overlaps(side.passage.span) and 2 * covered >= len(side.passage.span) - saying


def _relay_only_in(statement: Statement, other: Side) -> bool:
    return statement.attribution.relay is not None and not any(s.attribution.relay for s in other.statements)


def _whole_of(side: Side, statement: Statement) -> Span:
    spans = [*statement.content, *(s for s in (statement.attribution.mention, statement.attribution.cue) if s)]
    inside = [s for s in spans if side.passage.span.overlaps(s)] or [side.passage.span]
    return Span(min(s.start for s in inside), max(s.end for s in inside))
