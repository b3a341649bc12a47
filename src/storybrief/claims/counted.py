"""What does a figure count, do two count the same, and do their values agree?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from storybrief.claims.side import CLAUSE_END, Found, Side, each_way
from storybrief.claims.words import notion_of
from storybrief.claims.words import words as read
from storybrief.english.calendar import TIME_UNITS
from storybrief.english.tables import listed, word_sets
from storybrief.model import Figure, Span, Weight

_ANYBODY = word_sets("claims/words.tsv")["anybody"]
MONEY = frozenset(listed("USD EUR GBP JPY INR CHF AUD CAD CNY RUB ILS cent penny"))
# What a sum is of: "at a cost of", "savings of", "to buy it for".
SUMS = frozenset(map(notion_of, word_sets("claims/words.tsv")["sum"]))
# What a fire or a flood goes on doing to houses and fields.
DAMAGE = frozenset(map(notion_of, word_sets("claims/words.tsv")["damage"]))
MEASURED = frozenset(
    {
        *TIME_UNITS,
        *listed(
            "mile km m ft inch yard acre ha area ton tonne kg lb oz l gallon barrel degree mph km/h magnitude MW knot age"
        ),
    }
)
# A number of so many or more is seldom told of two things in one story.
_RARE = 21
# A time that has passed or will is no duration; what something rose by is not what it rose to.
AGO = re.compile(r"[\s\w-]{0,12}\b(?:ago|earlier|later|before|after)\b")
_BY = re.compile(r"\bby\s+$")
_TO = re.compile(r"\b(?:to|at)\s+$")
# Forms of who is only part of those that a figure beside it may count ("12 dead, of them 3 children").
SOME_PEOPLE = word_sets("claims/words.tsv")["some people"]
# Notions (see alike.txt) of what may befall people.
FATES = word_sets("claims/words.tsv")["fate"]


def figures_alike(a: Side, b: Side) -> Iterator[tuple[Figure, Figure]]:
    """Pair the figures that count the same: one unit, and what is counted or done has a word in common.

    That there was nobody is no figure here: against somebody it is a denial.
    """
    for f in a.figures:
        for g in b.figures:
            if f.high == 0 or g.high == 0:
                continue
            alone = _alone(a, f) and _alone(b, g)
            if f.unit == g.unit and not other_quantities(a, f, b, g) and (alone or one_topic(a, f, b, g)):
                yield f, g


def one_topic(a: Side, f: Figure, b: Side, g: Figure) -> bool:
    """Whether enough is said alike of two figures: of times and measures, which may be of anything, two words."""
    shared = topic(a, f) & topic(b, g)
    measured = f.unit in MEASURED or (f.unit or "").startswith(("square ", "cubic "))
    return len(shared) >= (2 if measured else 1)


def other_quantities(a: Side, f: Figure, b: Side, g: Figure) -> bool:
    """Whether two figures of one unit cannot be of one quantity, whatever is said of them."""
    (ago, step, level, some), (ago_b, step_b, level_b, some_b) = _told(a, f), _told(b, g)
    return (
        unlike_fates(topic(a, f), topic(b, g))
        or (f.unit in MEASURED and ago != ago_b)
        or (step and level_b)
        or (level and step_b)
        or (f.unit == "person" == g.unit and some != some_b)
    )


def _told(side: Side, figure: Figure) -> tuple[bool, bool, bool, bool]:
    """Whether it says how long ago, by how much, to what, and whether it counts only some of the people."""
    before = side.text[side.passage.span.start : figure.span.start]
    ago = AGO.match(side.text, figure.span.end, side.passage.span.end) is not None
    some = any(w.form in SOME_PEOPLE for w in read(side.text, figure.counted)) if figure.counted else False
    return ago, _BY.search(before) is not None, _TO.search(before) is not None, some


def unlike_fates(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether of two figures, by what is said of them, the one counts, say, the dead and the other the hurt."""
    return bool(a & FATES and b & FATES and not a & b & FATES)


def _alone(side: Side, figure: Figure) -> bool:
    """Whether it is the only figure of its unit, the unit saying what it is; numbers of people are not told apart so."""
    if figure.unit in (None, "person"):
        return False
    return sum(f.unit == figure.unit for f in side.figures) == 1


def topic(side: Side, figure: Figure) -> frozenset[str]:
    """The notions of what is counted and of what is said of it, in the figure's clause; "people" alone says nothing.

    Of an age only the names beside it count: everybody has one.
    """
    before = side.text[max(side.passage.span.start, figure.span.start - 60) : figure.span.start]
    after = side.text[figure.span.start : min(side.passage.span.end, figure.span.end + 60)]
    start = figure.span.start - len(CLAUSE_END.split(before)[-1])
    end = figure.span.start + len(CLAUSE_END.split(after)[0])
    inside = [w for w in read(side.text, Span(start, max(end, figure.span.end))) if w.content]
    age = figure.unit == "age"
    return frozenset(w.notion for w in inside if w.name == age and w.stem not in _ANYBODY)


def differ_in_value(f: Figure, g: Figure) -> bool:
    """Whether two figures of one thing differ: no value fits both, or the same bound stands before other numbers."""
    other = f.bound == g.bound and f.value != g.value and None not in (f.value, g.value)
    return apart(f, g) or other


def other_figure(a: Side, b: Side) -> Found:
    """One quantity, two values that cannot both hold, or of which the other passage gives neither."""
    for f, g in figures_alike(a, b):
        known = any(same_value(f, h) for h in b.figures) or any(same_value(h, g) for h in a.figures)
        if differ_in_value(f, g) and not known:
            yield "high" if apart(f, g) else "medium", f.span, g.span, (f.span.of(a.text), g.span.of(b.text))


def apart(f: Figure, g: Figure) -> bool:
    """Whether the two intervals have no value in common; a whole percentage is a rounded one."""
    if f.unit == g.unit == "percent" and f.value is not None and g.value is not None and f.value != g.value:
        whole, exact = sorted((f.value, g.value), key=lambda v: v != int(v))
        if whole == int(whole) and exact != int(exact) and abs(whole - exact) <= Decimal("0.5"):
            return False
    if f.low is not None and g.high is not None and f.low > g.high:
        return True
    return g.low is not None and f.high is not None and g.low > f.high


def same_value(f: Figure, g: Figure) -> bool:
    """Whether two figures have one unit and one number, whatever the bound."""
    return f.unit == g.unit and f.value == g.value


def rare(figure: Figure) -> bool:
    """Whether its number is one that is seldom told of two things in one story: not small, or not whole."""
    return figure.value is not None and (figure.value >= _RARE or figure.value != int(figure.value))


def other_bound(a: Side, b: Side) -> Found:
    """One number, another bound."""
    for f, g in figures_alike(a, b):
        if f.bound != g.bound and same_value(f, g) and (f.low or f.high) is not None:
            weight: Weight = "low" if "about" in (f.bound, g.bound) else "medium"
            yield weight, f.span, g.span, (f.bound, g.bound)


@each_way
def figure_in_one(a: Side, b: Side) -> Found:
    """A figure that only one of them gives."""
    for figure in a.figures:
        if figure.unit != "ordinal" and not any(g.unit == figure.unit for g in b.figures):
            yield "low", figure.span, b.passage.span, (figure.span.of(a.text),)
