"""Do two passages give one thing two times?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Literal

from msgspec import Struct

from storybrief.claims.body import by_sentence
from storybrief.claims.doing import kinds_of, light, relation
from storybrief.claims.frames import Doing
from storybrief.claims.side import Found, Side, each_way, whole
from storybrief.claims.words import likeness
from storybrief.claims.words import words as read
from storybrief.english.calendar import MONTH_NUMBERS, MONTHS, WEEKDAYS
from storybrief.model import Dispute, Extract, Moment, Trace

# The parts of a clock time: hour, minutes, the a or p of a.m. and p.m.; and the letters of its zone.
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:\s*([ap])\.?m\b)?")
_WHEN = re.compile(r"(?:this|last|next|yesterday|today|tonight|tomorrow)\b|.*\bago\Z", re.IGNORECASE)
_PARTS_OF_DAY = {"morning": 1, "afternoon": 2, "lunchtime": 2, "evening": 3, "night": 3}
_ZONE = re.compile(r"\b(?!AM\b|PM\b)[A-Z]{2,4}\b|\b(?:local|Eastern|Pacific|Central|Mountain)\b")


def other_time(a: Side, b: Side, *, dates: bool) -> Found:
    """The two times of one doing that `unlike` finds, if both are days of a month (`dates`), or if they are not."""
    for m, n in unlike(a, b):
        if (m.kind == "date" == n.kind) == dates:
            yield "high", m.span, n.span, (m.span.of(a.text), n.span.of(b.text))


def unlike(a: Side, b: Side) -> list[tuple[Moment, Moment]]:
    """The first two times of one doing that cannot be the same, if there are any.

    Both say when right after the same verb or noun, or each gives one day and they differ.
    """
    x, y = _times(a), _times(b)
    for doing, m in x:
        theirs = [n for other, n in y if other == doing and doing and not _counts(a, m) & _counts(b, n)]
        if theirs and not any(agree(a, m, b, n) for n in theirs):
            return [(m, theirs[0])]
    days, others = _days(x), _days(y)
    unlike = len(days) == 1 == len(others) and not agree(a, days[0], b, others[0])
    return [(days[0], others[0])] if unlike else []


# Sentences that give one deed two times share this much of their matter (0 to 1), a name, and two words close to the
# time, unless one somebody is told to have done it.
_ONE_DEED = 0.3
# So many words of matter before a time, and after it, are close.
_CLOSE = 4
# A sentence of more days, or hours, is a list.
_MANY = 2
# What more sentences of a story share than this says nothing.
_COMMON = 40
# Two days for one deed lie no further apart.
_DAYS_APART = 21


class _Timed(Struct, frozen=True):
    """A sentence that gives a day, or an hour, the only one or not; `close` are the notions about it, `names` those with a capital."""

    side: Side
    moment: Moment
    sort: str
    close: frozenset[str]
    names: frozenset[str]
    alone: bool


def disputes(extracts: Sequence[Extract]) -> Iterator[Dispute]:
    """Find the days and hours that two articles give for one deed, in whatever claims their sentences are."""
    found = [one for extract in extracts for one in _timed(extract)]
    of_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, one in enumerate(found):
        for notion in one.close:
            of_word[one.sort, notion].append(n)
    pairs = {p for many in of_word.values() if len(many) <= _COMMON for p in combinations(many, 2)}
    happened = set(_of_one_happening(found))
    seen: set[int] = set()
    for i, j in sorted(pairs | happened):
        a, b = found[i], found[j]
        if (
            a.side.passage.article != b.side.passage.article
            and not {i, j} & seen
            and (_of_one_deed(a, b) or (i, j) in happened)
            and _apart(a, b)
        ):
            seen |= {i, j}
            saw = (a.moment.span.of(a.side.text), b.moment.span.of(b.side.text))
            sides = tuple((o.side.part(o.moment.span),) for o in (a, b))
            yield Dispute("time", (), sides, False, Trace("one deed, two times", saw))


# "since June", "in early July": a month, and which.
_MONTH = re.compile(
    rf"(?:(?:since|in|during|until|by|from|of|early|mid|late)[\s-]+)*({'|'.join(MONTHS)})", re.IGNORECASE
)
# A day told by that of the article; it stands beside another, so that one of two deeds is on each.
_WRITTEN = re.compile(r"(?:today|tonight|yesterday|tomorrow)\b", re.IGNORECASE)


def _sort(text: str, moment: Moment) -> Literal["day", "clock", "month", "told", ""]:
    """Which of its kind can be compared; "told" is a day told by that of the article, "" any other time."""
    words = moment.span.of(text)
    if _WRITTEN.match(words):
        return "told"
    if moment.kind == "clock":
        return "clock"
    return "day" if moment.kind in ("date", "weekday") else "month" if _MONTH.fullmatch(words) else ""


def _timed(extract: Extract) -> Iterator[_Timed]:
    text = extract.article.text
    found = by_sentence([extract]).moments
    for sentence in extract.body:
        moments = [m for m in found.get((extract.article.id, sentence.number), ()) if _sort(text, m)]
        for sort in ("day", "clock", "month"):
            mine = [m for m in moments if _sort(text, m) == sort]
            if not 0 < len(mine) <= _MANY:
                continue
            side = whole(extract, sentence.number)
            matter = [w for w in side.words if w.content and not any(m.span.overlaps(w.span) for m in moments)]
            names = frozenset(w.notion for w in matter if w.name)
            alone = len(mine) == 1 and (sort != "day" or all(_sort(text, m) != "told" for m in moments))
            for moment in mine:
                before = [w.notion for w in matter if w.span.end <= moment.span.start][-_CLOSE:]
                after = [w.notion for w in matter if w.span.start >= moment.span.end][: _CLOSE if alone else 0]
                yield _Timed(side, moment, sort, frozenset(before + after), names, alone)


# What happens once in a story that gives one hour for it, whoever or whatever it happened to.
_ONCE = frozenset(("collapse", "explode", "sink", "crash", "hit", "quake", "burn", "derail"))
_AGAIN = frozenset(("another", "second", "later", "again", "next", "third", "aftershock"))


def _of_one_happening(found: Sequence[_Timed]) -> Iterator[tuple[int, int]]:
    """Pair the hours of what is called by two words ("the collapse happened at 5:40", "the tunnel gave way at 5:20").

    No article may give two hours for it, and none may tell of it a second time.
    """
    of_kind: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(found):
        told = [d for d in one.side.reading.doings if d.span.end <= one.moment.span.start]
        if one.moment.kind == "clock" and one.alone:
            for kind in _ONCE.intersection(k for d in told for k in kinds_of(d.lemma)):
                of_kind[kind].append(n)
    for many in of_kind.values():
        articles = [found[n].side.passage.article for n in many]
        again = any(w.form in _AGAIN for n in many for w in found[n].side.words)
        if len(set(articles)) == len(articles) and not again:
            yield from combinations(many, 2)


def _of_one_deed(a: _Timed, b: _Timed) -> bool:
    """Whether two sentences say when of one deed, by its verb, what is alike in them, and the names in both."""
    alike = likeness(a.side.notions, b.side.notions)
    close = a.close & b.close
    named = len(close & a.names & b.names)
    if (not (a.alone and b.alone) and not named) or len(close) < 2 or _says_when(a) or _says_when(b):
        return False
    related = relation(_lemma(a), _lemma(b))
    if related == "kin" and _subjects(a) & _subjects(b):
        return True
    if alike < _ONE_DEED or not a.names & b.names:
        return False
    if related == "kin":
        return a.sort != "month" or _one_doing(a, b)
    return related == "other" and (a.sort == "clock" or _one_doing(a, b))


def _apart(a: _Timed, b: _Timed) -> bool:
    """Whether two times of one deed cannot both hold."""
    if a.sort == "day" and a.moment.resolved and b.moment.resolved:
        apart = date.fromisoformat(a.moment.resolved) - date.fromisoformat(b.moment.resolved)
        return 0 < abs(apart.days) <= _DAYS_APART
    return not agree(a.side, a.moment, b.side, b.moment)


_KNOWN = frozenset(("the", "his", "her", "its", "their"))
# So many words at most stand between a verb and the time right after it.
_BESIDE = 2


def _says_when(one: _Timed) -> bool:
    """Whether it is when something was said: no clause stands between ("the owner said on Monday")."""
    before = [d for d in one.side.reading.doings if d.span.end <= one.moment.span.start]
    between = one.side.text[before[-1].span.end : one.moment.span.start] if before else ""
    return bool(before) and before[-1].said and len(between.split()) <= _BESIDE


def _deed(one: _Timed) -> Doing | None:
    """Give the verb nearest before a time, "X said" left out, else the first of the sentence."""
    doings = [d for d in one.side.reading.doings if not d.said]
    before = [d for d in doings if d.span.end <= one.moment.span.start]
    return next(iter(before[-1:] or doings), None)


def _lemma(one: _Timed) -> str:
    deed = _deed(one)
    return deed.lemma if deed else ""


def _subjects(one: _Timed) -> frozenset[str]:
    """The notions of who or what stands before the deed that no other is likely to be: a name, or "the ship"."""
    deed, words = _deed(one), one.side.words
    if deed is None or not deed.before or deed.noun or light(deed.lemma):
        return frozenset()
    first = min(deed.before)
    known = one.side.reading.name(max(deed.before)) or (first and words[first - 1].form in _KNOWN)
    return frozenset(words[n].notion for n in deed.before) if known else frozenset()


def _one_doing(a: _Timed, b: _Timed) -> bool:
    """Whether the sentence of one tells of the deed of the other too, as a verb; of a month, whether both tell of one at all."""
    month = a.sort == "month"
    x, y = ([d for d in one.side.reading.doings if not d.said and not light(d.lemma)] for one in (a, b))
    pairs = [(d, e) for d in x for e in y if relation(d.lemma, e.lemma) == "kin"]
    return any(month or (d is _deed(a) and not e.noun) or (e is _deed(b) and not d.noun) for d, e in pairs)


def _counts(side: Side, moment: Moment) -> frozenset[str]:
    """The units that are counted in a time ("two days ago"): what differs there is a figure."""
    return frozenset(f.unit for f in side.figures if f.unit and f.span.overlaps(moment.span))


def _times(side: Side) -> list[tuple[str, Moment]]:
    """Give each time with the notion of the word right before it: what it says the time of."""
    found = []
    for moment in side.moments:
        before = [w for w in side.words if w.span.end <= moment.span.start and not w.bare]
        near = bool(before) and len(side.text[before[-1].span.end : moment.span.start].split()) <= 1
        found.append((before[-1].notion if near else "", moment))
    return found


def _days(times: Sequence[tuple[str, Moment]]) -> list[Moment]:
    return [m for _, m in times if m.kind in ("date", "weekday")]


def agree(a: Side, m: Moment, b: Side, n: Moment) -> bool:
    """Whether two times can be the same: they share a number or a name, or neither holds any."""
    if m.kind == "clock" == n.kind:
        return _one_clock_time(m.span.of(a.text), n.span.of(b.text))
    if m.kind == "date" == n.kind:
        return _one_date(m.span.of(a.text), n.span.of(b.text))
    if {m.kind, n.kind} == {"date", "weekday"} and None in (m.resolved, n.resolved):
        return _weekday_of(a, m, b, n)
    parts = [
        {_PARTS_OF_DAY[w.form] for w in read(s.text, t.span) if w.form in _PARTS_OF_DAY} for s, t in ((a, m), (b, n))
    ]
    if all(parts) and not parts[0] & parts[1]:
        return False
    left, right = _marks(a, m), _marks(b, n)
    return not left or not right or bool(left & right)


def _one_date(a: str, b: str) -> bool:
    """Whether two dates can be the same: of month, day and year nothing that both give differs."""
    return all(not x or not y or x & y for x, y in zip(_parts(a), _parts(b), strict=True))


def _parts(words: str) -> tuple[frozenset[str], ...]:
    """The month, the day and the year of a date, as far as it gives them."""
    found = re.findall(r"[a-z]+|\d+", words.lower())
    months = frozenset(str(MONTH_NUMBERS[w]) for w in found if w in MONTH_NUMBERS)
    numbers = [w for w in found if w.isdigit()]
    return months, frozenset(w.lstrip("0") for w in numbers if len(w) < 3), frozenset(w for w in numbers if len(w) == 4)


def _weekday_of(a: Side, m: Moment, b: Side, n: Moment) -> bool:
    """Whether a weekday of no known date can be the date that the other gives: without a year, any can."""
    (dated, _), (plain, side) = sorted(((m, a), (n, b)), key=lambda ms: ms[0].kind)
    if dated.resolved is None:
        return True
    return WEEKDAYS[date.fromisoformat(dated.resolved).weekday()] in plain.span.of(side.text)


def _one_clock_time(a: str, b: str) -> bool:
    """Whether two clock times can be the same; in two time zones they can, as far as is known here."""
    if set(_ZONE.findall(a)) != set(_ZONE.findall(b)):
        return True
    x, y = ({m.groups(default="") for m in _CLOCK.finditer(words)} for words in (a.casefold(), b.casefold()))
    return not x or not y or any(_one_hour(s, t) for s in x for t in y)


def _one_hour(s: tuple[str, ...], t: tuple[str, ...]) -> bool:
    """Whether hour, minutes and half of the day are the same; 21:30 is 9:30 p.m., and 9:30 may be."""
    half = {s[2], t[2]} - {""}
    hours = [int(hour) % 12 if half else int(hour) for hour, *_ in (s, t)]
    later = [bool(part == "p" or (not part and int(hour) > 12)) for hour, _, part in (s, t) if part or int(hour) > 12]
    return hours[0] == hours[1] and (s[1] or "00") == (t[1] or "00") and len(set(later)) < 2


def _marks(side: Side, moment: Moment) -> frozenset[str]:
    marks = {w.form for w in read(side.text, moment.span) if w.span.of(side.text)[0].isupper() or w.number}
    return frozenset(marks | ({moment.resolved} if moment.resolved else set()))


@each_way
def finer_time(a: Side, b: Side) -> Found:
    """A day, a part of a day, a clock time, or another time with a name or a place ("last week") that only one gives."""
    theirs = {w.form for m in b.moments for w in read(b.text, m.span)}
    for moment in a.moments:
        if moment.kind not in ("date", "weekday", "clock") and not _placed(a, moment):
            continue
        alike = [m for m in b.moments if m.kind == moment.kind]
        if any(moment.kind == "clock" or not agree(a, moment, b, m) for m in alike):
            continue  # the same hour, or another time, told as such
        new = tuple(w.form for w in read(a.text, moment.span) if not w.bare and w.form not in theirs)
        if new:
            facing = next((m.span for m in b.moments if m.kind == moment.kind or _placed(b, m)), b.passage.span)
            yield "low", moment.span, facing, new


def _placed(side: Side, moment: Moment) -> bool:
    """Whether a time that is no day or hour still tells when: not "later" or "after the meeting"."""
    return moment.kind == "period" or (moment.kind == "relative" and bool(_WHEN.match(moment.span.of(side.text))))
