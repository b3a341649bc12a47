"""Is one passage surer than the other, or does one deny what the other says?"""

from __future__ import annotations

from storybrief.claims.side import Found, Side
from storybrief.claims.words import Word
from storybrief.english.tables import listed
from storybrief.model import Span, Weight

_HEDGES = frozenset(
    listed(
        "would could may might should can will allegedly alleged reportedly apparently possibly likely perhaps suspected"
        " purported presumably"
    )
)


_NOT_VOUCHED = frozenset(listed("allegedly alleged reportedly purported suspected"))


_SAYS_NO = frozenset(listed("refus deni fail reject lack without halt stop suspend end prevent avoid"))


def other_hedge(a: Side, b: Side) -> Found:
    """Another hedge in each, or one in one alone: of weight when it says that somebody else vouches for the words."""
    x, y = _hedges(a), _hedges(b)
    if {w.form for w in x} == {w.form for w in y}:
        return
    if x and y:
        yield "medium", x[0].span, y[0].span, (x[0].form, y[0].form)
        return
    word = (x or y)[0]
    weight: Weight = "medium" if word.form in _NOT_VOUCHED else "low"
    yield (weight, word.span, b.passage.span, (word.form,)) if x else (weight, a.passage.span, word.span, (word.form,))


def _hedges(side: Side) -> list[Word]:
    return [
        w
        for w in side.words
        if w.form in _HEDGES and not w.name and not any(m.span.holds(w.span) for m in side.moments)
    ]


def only_one_denies(a: Side, b: Side) -> Found:
    """One denies what the other says: the word after "not" stands in the other too, without a "not"."""
    for one, other in ((a, b), (b, a)):
        if not one.denials or other.denials or _opposed(other):
            continue
        for place, word in one.denials:
            after = next((w for w in one.words[place + 1 : place + 5] if not w.bare and not w.number), None)
            if after is None:
                continue
            said = next((w for w in other.words if w.notion == after.notion), None)
            if said is not None:
                own = Span(word.span.start, after.span.end)
                yield ("high", own, said.span, (word.form, after.form)) if one is a else (
                    "high", said.span, own, (word.form, after.form),
                )  # fmt: skip
                break


def _opposed(side: Side) -> bool:
    """Whether the other says no in another way ("refused", "failed to"), so that no "not" is missing."""
    return any(w.stem in _SAYS_NO for w in side.words)
