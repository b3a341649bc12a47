"""Which figures of a story are of one quantity, and what does each article give for it?

Figures of one number are put together first, on little evidence when the number is a rare one; then numbers that count
the very same thing. The sentences need not be in one claim. A toll is told by what befell the people, and is the highest
that an article gives. Nothing is added up: a quantity has only figures that the articles print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, combinations, permutations

from storybrief.claims.close_numbers import close_numbers
from storybrief.claims.counted import MEASURED, MONEY, rare
from storybrief.claims.fates import forms
from storybrief.claims.mentions import Mention, mentions
from storybrief.claims.pairing import COMMON, PLAIN, alike, amount, grouped, likest_first, named_alike, near, other_days
from storybrief.claims.standing import TOLLS, standing
from storybrief.claims.tolls import tolls
from storybrief.claims.words import notion_of
from storybrief.english.calendar import TIME_UNITS
from storybrief.english.tables import word_sets
from storybrief.model import Extract, Passage, Quantity, QuantitySort, Trace

# How much of their matter (0 to 1) the sentences of one common number share, at least; those of a rare one, those of two numbers,
# and those of two numbers after one word of doing.
_ALIKE_COMMON, _ALIKE_RARE, _ALIKE_OTHER, _ALIKE_DEED = 0.3, 0.15, 0.3, 0.1
_ALIKE_PLACE = 0.35
# Of one giver, who gives no other number of that noun in either article; and where nothing else is said of the thing itself.
_ALIKE_GIVER, _ALIKE_ALL = 0.15, 0.5
# Of two numbers of one thing the higher is at most so many times the lower, tolls apart.
_TIMES = 4
# Measures nearly agree when the higher is at most so many times the lower.
_NEARLY = Decimal("1.05")
# A measure that nearly agrees is no higher than this: greater ones that are alike are records and sums of many.
_MOST = 1000
# A noun of which an article gives more numbers than this is counted of many things ("yards").
_OFTEN = 2
# ... and so is one of which the whole story gives more.
_VALUES = 4
_UNDONE = frozenset(map(notion_of, word_sets("claims/words.tsv")["undone"]))
# By how much a price rose or fell is of one day.
_MOVES = frozenset(map(notion_of, word_sets("claims/words.tsv")["move"]))


def quantities(extracts: Sequence[Extract]) -> tuple[Quantity, ...]:
    """Put the figures of the bodies together by what they count; every figure is in exactly one quantity."""
    found = mentions(extracts)
    sets = _Sets(found)
    for i, j in _of_one_number(found):
        sets.join(i, j, "one number of one thing")
    for i, j, why in chain(
        _told(found),
        tolls(found, sets.root, [e.article.source.published for e in extracts]),
        _one_deed(found, sets),
        _nearly(found),
        _other_numbers(found, sets),
        _plain(found, sets),
        ((i, j, why) for i, j, why in close_numbers(found) if not sets.side_by_side(i, j, found)),
    ):
        sets.join(i, j, why)
    made = [_quantity([found[n] for n in many], sets.why[root], extracts) for root, many in sets.groups()]
    return tuple(made)


class _Sets:
    """Disjoint sets of mentions, by number, with the rule that joined each last."""

    def __init__(self, found: Sequence[Mention]) -> None:
        self.parent = list(range(len(found)))
        self.why: dict[int, str] = defaultdict(lambda: "alone")

    def root(self, n: int) -> int:
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, i: int, j: int, why: str) -> None:
        a, b = sorted((self.root(i), self.root(j)))
        if a != b:
            self.parent[b] = a
            self.why[a] = why

    def side_by_side(self, i: int, j: int, found: Sequence[Mention]) -> bool:
        """Whether one article gives both quantities, with other numbers: then they are two."""
        a, b = self.root(i), self.root(j)
        numbers: dict[tuple[int, int], set[str]] = defaultdict(set)
        for n in range(len(found)):
            if (root := self.root(n)) in (a, b) and not found[n].before:
                numbers[root, found[n].place].add(found[n].number)
        return any(
            root == a and numbers.get((b, place), values) != values for (root, place), values in list(numbers.items())
        )

    def groups(self) -> list[tuple[int, list[int]]]:
        made: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self.parent)):
            made[self.root(n)].append(n)
        return list(made.items())


# --- one number -------------------------------------------------------------------------------------------------


def _of_one_number(found: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    groups = grouped(found, lambda one: [(_unit(one), one.number)] if one.number else [])
    for many in groups.values():
        for i, j in combinations(many[:COMMON], 2):
            if _same_number(found[i], found[j]):
                yield i, j


def _same_number(a: Mention, b: Mention) -> bool:
    """Whether two mentions of one number are of one quantity."""
    if a.figure.unit in ("age", "score"):
        return a.figure.unit == "score" or _of_one_owner(a, b)
    if a.figure.unit == "ordinal":
        return a.head == b.head != ""
    if _cannot(a, b):
        return False
    noun = _one_noun(a, b)
    unlike = bool(a.head and b.head and not noun)
    beyond = bool(_beyond(a, b))
    close = alike(a, b)
    if _rare(a):
        return noun or beyond or close >= _ALIKE_RARE
    if bool(a.fates) != bool(b.fates) and a.figure.unit == "person" == b.figure.unit and not _rare(a):
        return beyond and close >= _ALIKE_ALL
    if a.fates and b.fates:
        return a.number not in ("1", "2") or close >= (_ALIKE_COMMON if a.number == "1" else _ALIKE_RARE)
    return not unlike and (close >= _ALIKE_COMMON or (noun and (beyond or close >= _ALIKE_RARE)))


def _of_one_owner(a: Mention, b: Mention) -> bool:
    """Whether two ages can be of one somebody: "Kowal" is Anna Kowal, and not Piet Kowal when both are named whole."""
    return not (a.owner and b.owner) or a.owner <= b.owner or b.owner <= a.owner


def _same_owner(a: Mention, b: Mention, found: Sequence[Mention]) -> bool:
    """Whether two ages are of one name, and no age is told of another of that surname: little else need be alike then."""
    if not (a.owner and b.owner):
        return False
    longest = max(
        (m.owner for m in found if m.owner & a.owner & b.owner), key=lambda o: (len(o), sorted(o)), default=None
    )
    return longest is not None and all(m.owner <= longest for m in found if m.owner & a.owner & b.owner)


def _one_noun(a: Mention, b: Mention) -> bool:
    return bool(a.head and a.head == b.head) or bool((a.nouns & b.nouns) - PLAIN)


def _cannot(a: Mention, b: Mention) -> bool:
    """Whether two mentions cannot be of one quantity: people and things, the dead and the hurt, children and all.

    Nor are what is without power and what has it back.
    """
    people = {a.figure.unit == "person", b.figure.unit == "person"}
    things = (
        any(m.figure.unit is None and m.head and m.told is None for m in (a, b))
        and len(people) == 2
        and not _one_noun(a, b)
    )
    undone = bool(a.topic & _UNDONE) != bool(b.topic & _UNDONE)
    return things or undone or a.part != b.part or bool(a.fates and b.fates and not a.fates & b.fates)


def _rare(one: Mention) -> bool:
    return one.figure.bound != "vague" and (rare(one.figure) or one.figure.unit in MONEY | {"percent", "magnitude"})


def _unit(one: Mention) -> str:
    return "" if one.figure.unit in (None, "person") else one.figure.unit or ""


# --- other numbers of one thing ---------------------------------------------------------------------------------


def _told(found: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """A number of which the figure before it told what it counts."""
    at = {id(m.figure): n for n, m in enumerate(found)}
    for n, one in enumerate(found):
        if one.told is not None:
            yield at[id(one.told)], n, "the figure before it told what is counted"


def _one_deed(found: Sequence[Mention], sets: _Sets) -> Iterator[tuple[int, int, str]]:
    """Numbers of one noun right after one word of doing ("missed nine games", "missed 10 games"), of one somebody."""
    for (_, deed, noun), many in grouped(found, _deeds).items():
        for i, j in likest_first(found, many[:COMMON]):
            a, b = found[i], found[j]
            like = alike(a, b) >= _ALIKE_DEED or _same_owner(a, b, found)
            alone = bool(named_alike(a, b)) and like and a.old == b.old and a.part == b.part
            if alone and _of_one_owner(a, b) and near(a, b, _TIMES) and not sets.side_by_side(i, j, found):
                yield i, j, f"one doing, one thing counted: {deed}, {noun}"


def _deeds(one: Mention) -> list[tuple[str, str, str]]:
    """Give its unit, the word of doing before it (before an age whose it is) and its noun."""
    counted = one.head or one.figure.unit == "age" or (one.figure.unit == "percent" and one.deed not in _MOVES)
    of_doing = one.deed and one.figure.unit in (None, "person", "ordinal", "age", "percent")
    if not (counted and of_doing) or one.fates or one.figure.bound == "vague":
        return []
    return [(_unit(one), deed, one.head) for deed in sorted(one.owner) or [one.deed]]


def _nearly(found: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """Measures that nearly agree, told of one thing in many words, and never in one sentence: 84 yards and 86."""
    groups = grouped(found, lambda one: [(_unit(one), one.head)] if _measured(one) else [])
    sentences: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in filter(_measured, found):
        sentences[one.place, one.figure.sentence].add(one.number)
    together = {pair for numbers in sentences.values() for pair in permutations(numbers, 2)}
    for many in groups.values():
        for i, j in likest_first(found, many[:COMMON]):
            a, b = found[i], found[j]
            alone = (a.number, b.number) not in together and len(_beyond(a, b)) > 2 and alike(a, b) >= _ALIKE_PLACE
            if alone and near(a, b, _NEARLY) and max(amount(a), amount(b)) <= _MOST:
                yield i, j, f"one thing measured: {a.figure.unit}"


def _measured(one: Mention) -> bool:
    return one.figure.unit in MEASURED - TIME_UNITS - {"age"} and one.figure.bound == "exact"


def _beyond(a: Mention, b: Mention) -> frozenset[str]:
    """Give what is told alike of two numbers beyond what they count."""
    return (a.topic & b.topic) - a.nouns


def _other_numbers(found: Sequence[Mention], sets: _Sets) -> Iterator[tuple[int, int, str]]:
    """Numbers of one noun that no article gives side by side, with enough said alike of them."""
    for (_, noun), many in grouped(found, _nouns).items():
        if len(many) > COMMON:
            continue
        articles: dict[int, set[str]] = defaultdict(set)
        for n in many:
            if not found[n].before:
                articles[found[n].place].add(found[n].number)
        often = max(map(len, articles.values()), default=0) > _OFTEN or len(set().union(*articles.values())) > _VALUES
        together = {pair for numbers in articles.values() for pair in permutations(numbers, 2)}
        for i, j in likest_first(found, many):
            a, b = found[i], found[j]
            one_giver = _of_one_giver(found, many, i, j)
            alone = _of_one_thing(a, b, _ALIKE_GIVER if one_giver else _ALIKE_OTHER)
            if (a.number, b.number) in together or not alone or (often and not one_giver):
                continue
            if not sets.side_by_side(i, j, found):
                yield i, j, f"one thing counted: {noun}"


def _nouns(one: Mention) -> list[tuple[str, str]]:
    """Give its unit with each noun that says what is counted."""
    other = one.figure.unit in ("age", "score") or one.fates or one.figure.bound == "vague"
    return [] if other else [(_unit(one), noun) for noun in sorted(one.nouns - PLAIN)]


def _plain(found: Sequence[Mention], sets: _Sets) -> Iterator[tuple[int, int, str]]:
    """Numbers of people, or of a length of time, of which articles tell one thing in two words of matter or more."""
    for (unit, notion), many in grouped(found, _topics).items():
        if len({found[n].number for n in many}) != 2:
            continue
        for i, j in likest_first(found, many):
            a, b = found[i], found[j]
            told = len(_beyond(a, b)) > 1 and alike(a, b) >= _ALIKE_OTHER and a.old == b.old and a.ago == b.ago
            if told and near(a, b, _TIMES) and not sets.side_by_side(i, j, found):
                yield i, j, f"one thing told of: {unit}, {notion}"


def _topics(one: Mention) -> list[tuple[str, str]]:
    """Give its unit with each notion of what is told of it, sorted: the same rule is named in every run."""
    counted = one.figure.unit == "person" or one.figure.unit in TIME_UNITS
    if not counted or one.fates or one.figure.bound == "vague" or one.part:
        return []
    return [(one.figure.unit or "", notion) for notion in sorted(one.topic - one.nouns)]


def _of_one_giver(found: Sequence[Mention], many: Sequence[int], i: int, j: int) -> bool:
    """Whether one somebody gives both numbers of a noun of which many are told, and in each article no other."""
    both = found[i].givers & found[j].givers
    own = [n for n in many if found[n].givers & both and found[n].place in (found[i].place, found[j].place)]
    return bool(both) and sorted(own) == sorted((i, j))


def _of_one_thing(a: Mention, b: Mention, least: float) -> bool:
    """Whether two numbers of one noun count one thing: none of times, of which news has many."""
    if _cannot(a, b) or a.old != b.old or other_days(a, b) or a.figure.unit in TIME_UNITS or not near(a, b, _TIMES):
        return False
    measured = a.figure.unit in MEASURED
    close = alike(a, b)
    return close >= least and (len(_beyond(a, b)) >= (2 if measured else 1) or (close >= _ALIKE_ALL and not measured))


# --- what is made of them ---------------------------------------------------------------------------------------


def _quantity(many: Sequence[Mention], why: str, extracts: Sequence[Extract]) -> Quantity:
    values: dict[str, list[Mention]] = defaultdict(list)
    for one in many:
        values[one.number].append(one)
    state, ordered = standing(list(values.values()), extracts)
    named = _best_name(many, extracts)
    return Quantity(
        named=tuple(
            Passage(named.figure.article, named.figure.sentence, span) for span in named.named or (named.figure.span,)
        ),
        sort=_sort(many),
        values=tuple(tuple(m.figure for m in value) for value in ordered),
        standing=state,
        by=Trace(why),
    )


def _best_name(many: Sequence[Mention], extracts: Sequence[Extract]) -> Mention:
    """The mention that names it best: a toll by its name, else by what befell them, a noun with its doing, or any noun."""
    return max(
        many,
        key=lambda m: (
            len(m.owner),
            "toll" in m.called and bool(m.named),
            "death" in m.called,
            bool(m.fates & _named_fates(m, extracts)),
            len(m.named) == 1 and bool(m.head) and len(m.named[0]) > 12,
            bool(m.named),
        ),
    )


def _named_fates(one: Mention, extracts: Sequence[Extract]) -> frozenset[str]:
    """What befell people, by the words that name the mention."""
    text = extracts[one.place].article.text
    told = (forms().get(word) for span in one.named for word in span.of(text).casefold().split())
    return frozenset(fate for fate in told if fate)


def _sort(many: Sequence[Mention]) -> QuantitySort:
    units = {m.figure.unit for m in many}
    if (named := next((sort for unit, sort in _SORTS.items() if unit in units), None)) is not None:
        return named
    if any(m.fates & TOLLS for m in many):
        return "toll"
    if units & MONEY:
        return "sum"
    if "magnitude" in units or any(
        {"aboard", "board", "crowd"} & (m.topic | m.fates) for m in many if m.figure.unit == "person"
    ):
        return "size"
    return "time" if units & TIME_UNITS else "count"


_SORTS: dict[str, QuantitySort] = {
    "age": "age", "ordinal": "order", "score": "score", "share": "share", "percent": "share",
}  # fmt: skip
