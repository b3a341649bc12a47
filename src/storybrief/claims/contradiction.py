"""In which doings do two passages part: another verb for the same, a "not", only tried, the two sides changed over?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from storybrief.claims import doing
from storybrief.claims.frames import Doing, Reading
from storybrief.claims.overlap import ALIKE, SHARE, Overlap, Parting
from storybrief.model import Span

# Of two steps each told alone ("charged" here, "found guilty" there) so much of what stands beside the two words is enough to
# be told of the same (with `SHARE` such pairs stay joined).
_SHARE_STEP = 0.2
# In two sentences of one clause, of no more words of matter than this, nothing told is the same when no more than this share is.
_SHORT = 15
_NOTHING = 0.25
_REFUSALS = frozenset({"decline", "refuse"})
_DENIAL = "deny"


def contradictions(o: Overlap) -> Iterator[Parting]:
    """Find them, those of one kind after those of another; one may be found twice."""
    yield from _other_doing(o)
    yield from _unreal(o)
    yield from _denied(o)
    yield from _possible(o)
    yield from _open(o)
    yield from _turned(o)
    if o.a.asks != o.b.asks:
        yield Parting("certainty", _whole(o.a), _whole(o.b), ("?",), step=True)


def _whole(reading: Reading) -> Span:
    return Span(reading.words[0].span.start, reading.words[-1].span.end)


def _each_way(rule: Callable[[Overlap], Iterator[Parting]]) -> Callable[[Overlap], Iterator[Parting]]:
    """Make of a rule that finds something in the first of two passages one that finds it in both."""

    def both(o: Overlap) -> Iterator[Parting]:
        yield from rule(o)
        yield from (replace(p, a=p.b, b=p.a) for p in rule(o.turned))

    return both


def nothing_alike(o: Overlap) -> Iterator[Parting]:
    """Of the same somebody each tells something else: no word of what is told is the same."""
    mains = [[d for d in r.doings if d.main and not d.said] for r in (o.a, o.b)]
    plain = all(len(m) <= 1 and len(r.own) <= _SHORT for m, r in zip(mains, (o.a, o.b), strict=True))
    shared, least = len(o.a.told & o.b.told), min(len(o.a.told), len(o.b.told))
    if not any(mains) and not (o.a.givers and o.b.givers):
        return
    if o.main_met or o.a.counts & o.b.counts or not plain or not least or shared > _NOTHING * least:
        return
    if any(x.at in o.met_a for x in mains[0]) or any(y.at in o.met_b for y in mains[1]):
        return
    spans = [m[0].group if m else r.words[r.matter[-1]].span for m, r in zip(mains, (o.a, o.b), strict=True)]
    saw = tuple(span.of(r.text) for span, r in zip(spans, (o.a, o.b), strict=True))
    yield Parting("doing", spans[0], spans[1], saw, True)


@_each_way
def nothing_said(o: Overlap) -> Iterator[Parting]:
    """One tells what somebody would not say, the other what was said, and no doing of a main clause is the same."""
    refused = _refused(o.a)
    told = next((d for d in o.b.doings if d.main and d.said and not d.denied), None)
    if refused and told and not _refused(o.b) and not o.main_met:
        yield Parting("certainty", refused.group, told.group, (refused.lemma, told.lemma), True)


@_each_way
def denial_alone(o: Overlap) -> Iterator[Parting]:
    """One tells no more than that somebody denies "that", the other tells of no denial: of what it may be."""
    mains, other = [d for d in o.a.doings if d.main], o.b.doings
    alone = len(mains) == 1 and not mains[0].after and _DENIAL in doing.kinds_of(mains[0].lemma)
    if alone and other and not any(_DENIAL in doing.kinds_of(d.lemma) for d in other):
        yield Parting("certainty", mains[0].group, other[0].group, (mains[0].lemma, other[0].lemma), True)


def _refused(reading: Reading) -> Doing | None:
    """The first doing of a main clause if that is not to say something: "did not say", "declined to say"."""
    first = next((d for d in reading.doings if d.main), None)
    if first is None or first.said:
        return first if first and first.denied else None
    saying = any(d.said and d.planned and 0 < d.at - first.last <= 2 for d in reading.doings)
    return first if saying and first.lemma in _REFUSALS else None


def _other_doing(o: Overlap) -> Iterator[Parting]:
    """A verb of each that the other has not, told of the same."""
    left = [x for x in o.a.doings if x.at not in o.met_a and not x.said]
    right = [y for y in o.b.doings if y.at not in o.met_b and not y.said]
    for x in left:
        for y in right:
            how = doing.relation(x.lemma, y.lemma)
            known = how in ("against", "step", "turned", "not")
            if how == "turned" and _changed_over(o, x, y):
                continue
            if not known and (x.noun or y.noun or doing.light(x.lemma) or doing.light(y.lemma)):
                continue
            if not known and not (x.main and y.main and not o.main_met):
                continue  # verbs of which nothing is known are held against each other in two main clauses only
            alone = how == "step" and _one_step_each(o, x, y)
            if o.one_place(x, y, known, _SHARE_STEP if alone else SHARE):
                saw = (x.lemma.replace("_", " "), y.lemma.replace("_", " "))
                yield Parting("doing", x.group, y.group, saw, not known or how == "step", alone)


def _one_step_each(o: Overlap, x: Doing, y: Doing) -> bool:
    """Whether each passage tells of its own step alone, one of them in a main clause."""
    mine, theirs = set(doing.kinds_of(x.lemma)), set(doing.kinds_of(y.lemma))
    return (
        (x.main or y.main)
        and not o.main_met
        and not any(theirs.intersection(doing.kinds_of(d.lemma)) for d in o.a.doings)
        and not any(mine.intersection(doing.kinds_of(d.lemma)) for d in o.b.doings)
    )


@_each_way
def _unreal(o: Overlap) -> Iterator[Parting]:
    """One only tries, refuses, denies or asks for what the other tells as done."""
    twins = {x.at: y for x, y in reversed(o.kin)}
    for n, x in enumerate(o.a.doings):
        if x.at in o.met_a or not x.unreal or x.noun:
            continue
        for done in o.a.doings[n + 1 : n + 3]:
            theirs = twins.get(done.at)
            if done.said and not (done.at - x.last == 2 and o.a.words[x.last + 1].form == "to"):
                break
            if theirs is not None and theirs.planned and "plan" in doing.kinds_of(x.lemma):
                break
            if theirs is None or theirs.denied or _as_unreal(o.b, theirs, o.met_b):
                continue
            saw = (x.lemma.replace("_", " "), theirs.lemma.replace("_", " "))
            yield Parting("certainty", Span(x.group.start, done.span.end), theirs.group, saw)
            break


def _as_unreal(reading: Reading, done: Doing, met: frozenset[int]) -> bool:
    """Whether a doing that is unreal stands before `done`: right before it, or anywhere when it is none of those met."""
    before = [d for d in reading.doings if d.at < done.at and d.unreal]
    return any(d.at not in met or (done.at - d.last <= 4 and not d.noun) for d in before)


def _denied(o: Overlap) -> Iterator[Parting]:
    """A "not" in one alone."""
    for x, y in o.kin:
        if (x.noun and y.noun) or x.said or y.said or x.denied == y.denied:
            continue
        plain, told = (o.b, y) if x.denied else (o.a, x)
        if any(d.unreal and d.at < told.at for d in plain.doings):
            continue  # it says no in another way
        if o.one_place(x, y, True):
            yield Parting("polarity", x.group, y.group, ("not" if x.denied else "", "not" if y.denied else ""))


def _possible(o: Overlap) -> Iterator[Parting]:
    """One tells as possible what the other tells as done."""
    for x, y in o.kin:
        if (x.possible is None) == (y.possible is None) or x.noun or y.noun or not o.one_place(x, y, True):
            continue
        if (x if x.possible is None else y).denied:
            continue
        one, n = (o.a, x.possible) if x.possible is not None else (o.b, y.possible)
        if n is None or one.words[n].form not in ("could", "may", "might"):
            continue
        yield Parting("certainty", x.group, y.group, (one.words[n].form, (y if one is o.a else x).lemma))


def _open(o: Overlap) -> Iterator[Parting]:
    """One leaves open whether it will be done ("had not decided whether to appeal")."""
    for x, y in o.kin:
        if x.lemma != y.lemma or _left_open(o.a, x) == _left_open(o.b, y):
            continue
        if o.one_place(x, y, True) or o.alike >= ALIKE:
            yield Parting("certainty", x.group, y.group, ("whether", x.lemma))


def _left_open(reading: Reading, d: Doing) -> bool:
    return [w.form for w in reading.words[max(0, d.at - 2) : d.at]] == ["whether", "to"]


def _turned(o: Overlap) -> Iterator[Parting]:
    """Who does it to whom is changed over."""
    for x, y in o.kin:
        if x.noun or y.noun or doing.is_of(x.lemma, "both"):
            continue
        if _changed_over(o, x, y):
            yield Parting("sides", _with_its_sides(o.a, x), _with_its_sides(o.b, y), (x.lemma, y.lemma))


def _changed_over(o: Overlap, x: Doing, y: Doing) -> bool:
    doer_x, other_x = o.a.parties[x.at]
    doer_y, other_y = o.b.parties[y.at]
    common = doer_x & other_x | doer_y & other_y
    crossed = (doer_x & other_y - common) and (other_x & doer_y - common)
    straight = (doer_x & doer_y - common) or (other_x & other_y - common and not crossed)
    return bool(crossed) and not straight


def _with_its_sides(reading: Reading, d: Doing) -> Span:
    numbers = (*d.before, *range(d.at, d.last + 1), *d.after, *d.by)
    return Span(min(reading.words[n].span.start for n in numbers), max(reading.words[n].span.end for n in numbers))
