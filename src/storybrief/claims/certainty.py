"""Is one passage surer than the other, or does one deny what the other says?"""

from __future__ import annotations

from storybrief.claims.side import Found, Side, each_way
from storybrief.claims.words import Word
from storybrief.english.tables import word_sets
from storybrief.model import Span

_HEDGES = word_sets("claims/words.tsv")["hedge"]
_NOT_VOUCHED = word_sets("claims/words.tsv")["not vouched for"]
_SAYS_NO = word_sets("claims/words.tsv")["says no"]


def other_hedge(a: Side, b: Side) -> Found:
    """Another hedge in each, or one in one alone."""
    x, y = _hedges(a), _hedges(b)
    if not (x and y):
        yield from _hedge_in_one(a, b)
    elif {w.form for w in x} != {w.form for w in y}:
        yield "medium", x[0].span, y[0].span, (x[0].form, y[0].form)


@each_way
def _hedge_in_one(a: Side, b: Side) -> Found:
    """It is of weight when it says that somebody else vouches for the words."""
    for word in _hedges(a)[:1]:
        yield "medium" if word.form in _NOT_VOUCHED else "low", word.span, b.passage.span, (word.form,)


def _hedges(side: Side) -> list[Word]:
    return [
        w
        for w in side.words
        if w.form in _HEDGES and not w.name and not any(m.span.holds(w.span) for m in side.moments)
    ]


@each_way
def only_one_denies(a: Side, b: Side) -> Found:
    """One denies what the other says: the word after "not" stands in the other too, without a "not"."""
    if b.denials or _opposed(b) or b.reading.asks:
        return
    for place, word in a.denials:
        after = next((w for w in a.words[place + 1 : place + 5] if w.content), None)
        said = next((w for w in b.words if after and w.notion == after.notion), None)
        if after and said and all(w.form != "you" for w in a.words[max(0, place - 2) : place]):
            yield "high", Span(word.span.start, after.span.end), said.span, (word.form, after.form)
            return


def _opposed(side: Side) -> bool:
    """Whether the other says no in another way ("refused", "failed to"), so that no "not" is missing."""
    return any(w.stem in _SAYS_NO for w in side.words)
