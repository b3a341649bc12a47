"""Where do the passages of one claim differ, and how much does it matter?

Every rule of the table below looks at two passages for one kind of difference. A difference says "differs" and shows both
wordings; it never says who is right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property

from rapidfuzz import fuzz

from storybrief.claims.words import Word, line, listed
from storybrief.claims.words import words as read
from storybrief.model import (
    Claim,
    Difference,
    DifferenceKind,
    Extract,
    Figure,
    Moment,
    Passage,
    Span,
    Statement,
    Trace,
    Weight,
)

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W\d_]+")
_QUOTED = re.compile(r"“([^”]*)(?:”|\Z)|\"([^\"]*)(?:\"|\Z)")
_HEDGES = frozenset(
    listed(
        "would could may might should can will allegedly alleged reportedly apparently possibly likely perhaps suspected"
        " purported presumably"
    )
)
_NOT_VOUCHED = frozenset(listed("allegedly alleged reportedly purported suspected"))
_NOT = frozenset(listed("not no never neither nor n't without none nobody nothing cannot"))
_CAUSES = re.compile(
    r"\b(?:(?:has|have|had)\s+)?(?:killed|claimed|caused|left|wounded|injured|destroyed|shot|resulted\s+in|led\s+to|took)\b"
)
_BE = frozenset(listed("was were is are be been being get got gets"))
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?(?P<verb>\w+(?:ed|en|wn|nt|ht|ck|ut|it|ot|un|ng|old|aid|ade))\s+by\s+(?=\S)"
)
_GROUP_END = re.compile(
    r"[,;:.—–()]|\s(?:on|in|at|near|from|to|with|for|who|which|that|and|but|while|after|before|during|as)\s"
)
_SAYS_NO = frozenset(listed("refus deni fail reject lack without halt stop suspend end prevent avoid"))
_CLAUSE_END = re.compile(r"(?<!\d)[,;:—–]|[,;:—–](?!\d)|\s(?:and|but|while|or)\s")
_ANYBODY = frozenset(
    listed(
        """peopl person man men woman women total numb dai hour year month week minut second dollar million billion thousand
        hundr dozen mil yard feet foot met kilomet percent old euro pound tim"""
    )
)
_MEASURED = frozenset(
    listed(
        """second minute hour day night week weekend month year decade century mile km m ft inch yard acre ha area ton tonne
        kg lb oz l gallon barrel degree mph magnitude MW knot"""
    )
)
# Sentences that share this much of their matter (0 to 1: notions in both, by the mean number of each) are about one thing.
_LIKE_SENTENCES = 0.2
# So many words of matter before and after a figure of time or measure are close: what it measures stands there.
_CLOSE = 2
# A time that has passed or will is no duration; what something rose by is not what it rose to.
_AGO = re.compile(r"[\s\w-]{0,12}\b(?:ago|earlier|later|before|after)\b")
# The parts of a clock time: hour, minutes, the a or p of a.m. and p.m.; and the letters of its zone.
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:\s*([ap])\.?m\b)?")
_WEEKDAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_WHEN = re.compile(r"(?:this|last|next|yesterday|today|tonight|tomorrow)\b|.*\bago\Z", re.IGNORECASE)
_PARTS_OF_DAY = {"morning": 1, "afternoon": 2, "lunchtime": 2, "evening": 3, "night": 3}
_ZONE = re.compile(r"\b(?!AM\b|PM\b)[A-Z]{2,4}\b|\b(?:local|Eastern|Pacific|Central|Mountain)\b")
_BY = re.compile(r"\bby\s+$")
_TO = re.compile(r"\b(?:to|at)\s+$")
# Forms of who is only part of those that a figure beside it may count ("12 dead, of them 3 children").
_SOME_PEOPLE = frozenset(
    listed("child children boy boys girl girls baby babies infant infants teenager teenagers pupils women woman")
)
# Notions (see alike.txt) of what may befall people.
_FATES = frozenset(listed("kill injure arrest rescue free hostage miss escape deport jail rape steal trap evacu"))
# From this likeness on (0 to 100, rapidfuzz's token_set_ratio) two quotations in one claim are taken for one.
_ONE_QUOTATION = 60
_WEIGHTS: dict[Weight, int] = {"high": 0, "medium": 1, "low": 2}
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


# --- two passages side by side -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Side:
    """A passage with what was found in it."""

    passage: Passage
    extract: Extract

    @property
    def text(self) -> str:
        return self.extract.article.text

    def part(self, span: Span) -> Passage:
        return Passage(self.passage.article, self.passage.sentence, span)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return read(self.text, self.passage.span)

    @cached_property
    def line(self) -> str:
        """All words as one string, spelling evened out."""
        return line(self.text, self.passage.span)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(f for f in self.extract.figures if self.passage.span.holds(f.span))

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(m for m in self.extract.moments if self.passage.span.holds(m.span))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(s for s in self.extract.statements if any(c.overlaps(self.passage.span) for c in s.content))

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """The words inside quotation marks, cut to the passage; the marks themselves left out."""
        span = self.passage.span
        given = {
            Span(max(q.start, span.start), min(q.end, span.end))
            for s in self.statements
            for q in s.quoted
            if q.overlaps(span)
        }
        return _marked(self.text, span) or tuple(sorted(given))

    @cached_property
    def notions(self) -> frozenset[str]:
        return frozenset(w.notion for w in self.words if not w.bare)

    @cached_property
    def denials(self) -> tuple[tuple[int, Word], ...]:
        """The words that deny ("not", "no", "didn't"), each with its place among the words."""
        return tuple((n, w) for n, w in enumerate(self.words) if w.form in _NOT or w.form.endswith("n't"))


def _marked(text: str, span: Span) -> tuple[Span, ...]:
    """Find what stands in quotation marks; one whose other mark is in another sentence reaches to the passage's end."""
    spans: list[Span] = []
    opened: int | None = None
    for mark in re.finditer(r"[“”\"]", text[span.start : span.end]):
        at = span.start + mark.start()
        closing = mark[0] == "”" or (mark[0] == '"' and opened is not None)
        if opened is None and mark[0] == '"' and not spans:
            closing = at > span.start and text[at - 1] in ",.!?… " and not text[at + 1 : at + 2].isalnum()
        if closing:
            spans.append(Span(span.start if opened is None else opened, at))
            opened = None
        elif opened is None:
            opened = at + 1
    if opened is not None:
        spans.append(Span(opened, span.end))
    return tuple(q for q in spans if q.of(text).strip())


Found = Iterator[tuple[Weight, Span, Span, tuple[str, ...]]]
Rule = Callable[[_Side, _Side], Found]


def differences(claims: Sequence[Claim], extracts: Sequence[Extract]) -> tuple[Difference, ...]:
    """Compare in every claim the words shown with each passage of another article; the weightiest come first.

    Of passages with the very same words only the first is compared: a copy has no differences of its own.
    """
    by_id = {e.article.id: e for e in extracts}
    found: list[tuple[int, int, Difference]] = []
    for number, claim in enumerate(claims):
        shown = _Side(claim.shown, by_id[claim.shown.article])
        seen = {shown.line}
        place = claim.passages.index(claim.shown)
        for n, passage in enumerate(claim.passages):
            other = _Side(passage, by_id[passage.article])
            if passage.article != claim.shown.article and other.line not in seen:
                seen.add(other.line)
                a, b = (shown, other) if place < n else (other, shown)
                found.extend((_WEIGHTS[d.weight], number, d) for d in compare(a, b))
    found.sort(key=lambda f: f[:2])
    return tuple(dict.fromkeys(d for _, _, d in found))


def between(a: Passage, of_a: Extract, b: Passage, of_b: Extract) -> tuple[Difference, ...]:
    """Compare two passages of one claim, each with the extract of its article."""
    return tuple(compare(_Side(a, of_a), _Side(b, of_b)))


def alike_figures(a: Extract, b: Extract) -> tuple[tuple[Figure, Figure], ...]:
    """Pair the figures that count the same in two articles of a sentence each, which need not be in one claim.

    What is said of the figures must have words in common; for what is neither a time nor a measure, sentences that are
    alike enough do too.
    """
    x, y = (_Side(Passage(e.article.id, e.sentences[0].number, e.sentences[0].span), e) for e in (a, b))
    alike = _alike(x, y)
    return tuple(
        (f, g)
        for f in x.figures
        for g in y.figures
        if f.unit == g.unit
        and not _other_quantities(x, f, y, g)
        and (_one_topic(x, f, y, g) or (f.unit not in _MEASURED and alike >= _LIKE_SENTENCES))
    )


def unlike_times(a: Extract, b: Extract) -> tuple[tuple[Moment, Moment], ...]:
    """Pair the clock times that cannot both hold in two articles of a sentence each, which need not be in one claim.

    The sentences must have two words of matter in common, and each gives one such time.
    """
    x, y = (_Side(Passage(e.article.id, e.sentences[0].number, e.sentences[0].span), e) for e in (a, b))
    left, right = ([m for m in side.moments if m.kind == "clock"] for side in (x, y))
    if len(left) != 1 or len(right) != 1 or len(x.notions & y.notions) < 2 or _agree(x, left[0], y, right[0]):
        return ()
    return ((left[0], right[0]),)


def _alike(a: _Side, b: _Side) -> float:
    """Say from 0 to 1 how much of their matter two sentences share."""
    return len(a.notions & b.notions) / (math.sqrt(len(a.notions) * len(b.notions)) or 1.0)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure of an article counts: its nouns, and the notions of what is said of them in its clause."""

    figure: Figure
    nouns: frozenset[str]
    topic: frozenset[str]


def counted(extract: Extract, figure: Figure) -> Counted:
    """Read in its sentence what a figure counts."""
    side = _Side(Passage(extract.article.id, figure.sentence, _sentence_of(extract, figure)), extract)
    return Counted(figure, _noun(side, figure), _topic(side, figure))


def counted_alike(a: Counted, b: Counted) -> bool:
    """Whether two figures of one article count the same: one unit, one noun, and two words of what is said in common."""
    alike = a.figure.unit == b.figure.unit and bool(a.nouns & b.nouns) and len(a.topic & b.topic) >= 2
    return alike and not _unlike_fates(a.topic, b.topic)


def _sentence_of(extract: Extract, figure: Figure) -> Span:
    return extract.sentences[figure.sentence - 1].span


def _noun(side: _Side, figure: Figure) -> frozenset[str]:
    return frozenset(w.notion for w in read(side.text, figure.counted or figure.span) if not w.bare and not w.number)


def compare(a: _Side, b: _Side) -> Iterator[Difference]:
    """Run every rule over two passages."""
    for kind, name, rule in _RULES:
        for weight, x, y, saw in rule(a, b):
            yield Difference(kind, weight, a.part(x), b.part(y), Trace(name, saw))


def _quotation(a: _Side, b: _Side) -> Found:
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


def _directness(a: _Side, b: _Side) -> Found:
    for one, other in ((a, b), (b, a)):
        for quoted in one.quoted:
            if other.quoted or len(quoted.of(one.text).split()) < 3:
                continue
            span = _closest(quoted.of(one.text), other)
            yield ("medium", quoted, span, ()) if one is a else ("medium", span, quoted, ())


def _closest(quoted: str, side: _Side) -> Span:
    """Find the attributed words that are most like a quotation; without any, the whole passage."""
    contents = [c for s in side.statements for c in s.content]
    return max(contents, key=lambda c: fuzz.token_set_ratio(quoted, c.of(side.text)), default=side.passage.span)


def _alike_figures(a: _Side, b: _Side) -> Iterator[tuple[Figure, Figure]]:
    """Pair the figures that count the same: one unit, and what is counted or done has a word in common.

    That there was nobody is no figure here: against somebody it is a denial.
    """
    for f in a.figures:
        for g in b.figures:
            if f.high == 0 or g.high == 0:
                continue
            alone = _alone(a, f) and _alone(b, g)
            if f.unit == g.unit and not _other_quantities(a, f, b, g) and (alone or _one_topic(a, f, b, g)):
                yield f, g


def _one_topic(a: _Side, f: Figure, b: _Side, g: Figure) -> bool:
    """Whether enough is said alike of two figures: of times and measures, which may be of anything, two words or a close one."""
    shared = _topic(a, f) & _topic(b, g)
    measured = f.unit in _MEASURED or (f.unit or "").startswith(("square ", "cubic "))
    return len(shared) >= (2 if measured else 1) or bool(measured and shared & _close(a, f) & _close(b, g))


def _close(side: _Side, figure: Figure) -> frozenset[str]:
    """The notions right before and right after a figure."""
    matter = [w for w in side.words if not w.bare and not w.number]
    before = [w.notion for w in matter if w.span.end <= figure.span.start]
    return frozenset(before[-_CLOSE:] + [w.notion for w in matter if w.span.start >= figure.span.end][:_CLOSE])


def _other_quantities(a: _Side, f: Figure, b: _Side, g: Figure) -> bool:
    """Whether two figures of one unit cannot be of one quantity, whatever is said of them."""
    return (
        _other_fates(a, f, b, g)
        or (f.unit in _MEASURED and _ago(a, f) != _ago(b, g))
        or (_step(a, f) and _level(b, g))
        or (_level(a, f) and _step(b, g))
        or (f.unit == "person" == g.unit and _some_people(a, f) != _some_people(b, g))
    )


def _ago(side: _Side, figure: Figure) -> bool:
    return _AGO.match(side.text, figure.span.end, side.passage.span.end) is not None


def _step(side: _Side, figure: Figure) -> bool:
    return _BY.search(side.text[side.passage.span.start : figure.span.start]) is not None


def _level(side: _Side, figure: Figure) -> bool:
    return _TO.search(side.text[side.passage.span.start : figure.span.start]) is not None


def _some_people(side: _Side, figure: Figure) -> bool:
    counted = read(side.text, figure.counted) if figure.counted else ()
    return any(w.form in _SOME_PEOPLE for w in counted)


def _other_fates(a: _Side, f: Figure, b: _Side, g: Figure) -> bool:
    """Whether the one counts, say, the dead and the other the hurt."""
    return _unlike_fates(_topic(a, f), _topic(b, g))


def _unlike_fates(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & _FATES and b & _FATES and not a & b & _FATES)


def _alone(side: _Side, figure: Figure) -> bool:
    """Whether it is the only figure of its unit, the unit saying what it is; numbers of people are not told apart so."""
    if figure.unit in (None, "person"):
        return False
    return sum(f.unit == figure.unit for f in side.figures) == 1


def _topic(side: _Side, figure: Figure) -> frozenset[str]:
    """The notions of what is counted and of what is said of it, in the figure's clause; "people" alone says nothing.

    Of an age only the names beside it count: everybody has one.
    """
    before = side.text[max(side.passage.span.start, figure.span.start - 60) : figure.span.start]
    after = side.text[figure.span.start : min(side.passage.span.end, figure.span.end + 60)]
    start = figure.span.start - len(_CLAUSE_END.split(before)[-1])
    end = figure.span.start + len(_CLAUSE_END.split(after)[0])
    inside = [w for w in read(side.text, Span(start, max(end, figure.span.end))) if not w.bare and not w.number]
    age = any(w.form == "old" for w in inside) and figure.unit == "year"
    return frozenset(w.notion for w in inside if w.name == age and w.stem not in _ANYBODY)


def differ_in_value(f: Figure, g: Figure) -> bool:
    """Whether two figures of one thing differ: no value fits both, or the same bound stands before other numbers."""
    other = f.bound == g.bound and _value(f) != _value(g) and None not in (_value(f), _value(g))
    return apart(f, g) or other


def _value(figure: Figure) -> Decimal | None:
    return figure.low if figure.low is not None else figure.high


def _figure(a: _Side, b: _Side) -> Found:
    for f, g in _alike_figures(a, b):
        known = any(_same_value(f, h) for h in b.figures) or any(_same_value(h, g) for h in a.figures)
        if differ_in_value(f, g) and not known:
            yield "high" if apart(f, g) else "medium", f.span, g.span, (f.span.of(a.text), g.span.of(b.text))


def apart(f: Figure, g: Figure) -> bool:
    """Whether the two intervals have no value in common."""
    if f.low is not None and g.high is not None and f.low > g.high:
        return True
    return g.low is not None and f.high is not None and g.low > f.high


def _same_value(f: Figure, g: Figure) -> bool:
    return f.unit == g.unit and _value(f) == _value(g)


def _bound(a: _Side, b: _Side) -> Found:
    for f, g in _alike_figures(a, b):
        if f.bound != g.bound and _same_value(f, g) and (f.low or f.high) is not None:
            weight: Weight = "low" if "about" in (f.bound, g.bound) else "medium"
            yield weight, f.span, g.span, (f.bound, g.bound)


def _time(a: _Side, b: _Side) -> Found:
    """One doing, other times: both say when right after the same verb or noun, or each gives one day and they differ."""
    x, y = _times(a), _times(b)
    for doing, m in x:
        theirs = [n for other, n in y if other == doing and doing and not _counts(a, m) & _counts(b, n)]
        if theirs and not any(_agree(a, m, b, n) for n in theirs):
            yield "high", m.span, theirs[0].span, (m.span.of(a.text), theirs[0].span.of(b.text))
            return
    days, others = _days(x), _days(y)
    if len(days) == 1 == len(others) and not _agree(a, days[0], b, others[0]):
        yield "high", days[0].span, others[0].span, (days[0].span.of(a.text), others[0].span.of(b.text))


def _counts(side: _Side, moment: Moment) -> frozenset[str]:
    """The units that are counted in a time ("two days ago"): what differs there is a figure."""
    return frozenset(f.unit for f in side.figures if f.unit and f.span.overlaps(moment.span))


def _times(side: _Side) -> list[tuple[str, Moment]]:
    """Give each time with the notion of the word right before it: what it says the time of."""
    found = []
    for moment in side.moments:
        before = [w for w in side.words if w.span.end <= moment.span.start and not w.bare]
        near = bool(before) and len(side.text[before[-1].span.end : moment.span.start].split()) <= 1
        found.append((before[-1].notion if near else "", moment))
    return found


def _days(times: Sequence[tuple[str, Moment]]) -> list[Moment]:
    return [m for _, m in times if m.kind in ("date", "weekday")]


def _agree(a: _Side, m: Moment, b: _Side, n: Moment) -> bool:
    """Whether two times can be the same: they share a number or a name, or neither holds any."""
    if m.kind == "clock" == n.kind:
        return _one_clock_time(m.span.of(a.text), n.span.of(b.text))
    if {m.kind, n.kind} == {"date", "weekday"} and None in (m.resolved, n.resolved):
        return _weekday_of(a, m, b, n)
    parts = [
        {_PARTS_OF_DAY[w.form] for w in read(s.text, t.span) if w.form in _PARTS_OF_DAY} for s, t in ((a, m), (b, n))
    ]
    if all(parts) and not parts[0] & parts[1]:
        return False
    left, right = _marks(a, m), _marks(b, n)
    return not left or not right or bool(left & right)


def _weekday_of(a: _Side, m: Moment, b: _Side, n: Moment) -> bool:
    """Whether a weekday of no known date can be the date that the other gives: without a year, any can."""
    (dated, _), (plain, side) = sorted(((m, a), (n, b)), key=lambda ms: ms[0].kind)
    if dated.resolved is None:
        return True
    return _WEEKDAYS[date.fromisoformat(dated.resolved).weekday()] in plain.span.of(side.text)


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


def _marks(side: _Side, moment: Moment) -> frozenset[str]:
    marks = {w.form for w in read(side.text, moment.span) if w.span.of(side.text)[0].isupper() or w.number}
    return frozenset(marks | ({moment.resolved} if moment.resolved else set()))


def _finer_time(a: _Side, b: _Side) -> Found:
    """A day, a part of a day, a clock time, or another time with a name or a place ("last week") that only one gives."""
    for one, other in ((a, b), (b, a)):
        theirs = {w.form for m in other.moments for w in read(other.text, m.span)}
        for moment in one.moments:
            if moment.kind not in ("date", "weekday", "clock") and not _placed(one, moment):
                continue
            alike = [m for m in other.moments if m.kind == moment.kind]
            if any(moment.kind == "clock" or not _agree(one, moment, other, m) for m in alike):
                continue  # the same hour, or another time, told as such
            new = [w for w in read(one.text, moment.span) if not w.bare and w.form not in theirs]
            if new:
                theirs_too = (m.span for m in other.moments if m.kind == moment.kind or _placed(other, m))
                facing = next(theirs_too, other.passage.span)
                pair = (moment.span, facing) if one is a else (facing, moment.span)
                yield "low", *pair, tuple(w.form for w in new)


def _placed(side: _Side, moment: Moment) -> bool:
    """Whether a time that is no day or hour still tells when: not "later" or "after the meeting"."""
    return moment.kind == "period" or (moment.kind == "relative" and bool(_WHEN.match(moment.span.of(side.text))))


def _speaker(a: _Side, b: _Side) -> Found:
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


def _content(side: _Side, statement: Statement) -> bool:
    return any(c.overlaps(side.passage.span) for c in statement.content)


def _same_giver(s: Statement, t: Statement) -> bool:
    x, y = s.attribution.name, t.attribution.name
    if x is None or y is None:
        return True
    left = {w.notion for w in read(x, Span(0, len(x))) if not w.bare}
    right = {w.notion for w in read(y, Span(0, len(y))) if not w.bare}
    return bool(left & right)


def _attribution(a: _Side, b: _Side) -> Found:
    """One gives it to somebody, the other says it itself; or one names through whom it came and the other does not."""
    for one, other in ((a, b), (b, a)):
        for statement in one.statements:
            if not other.statements and _governs(one, statement) and not _named_in(statement, other):
                own, theirs = _whole_of(one, statement), other.passage.span
            elif other.statements and _relay_only_in(statement, other):
                own, theirs = _whole_of(one, statement), _whole_of(other, other.statements[0])
            else:
                continue
            yield ("high", own, theirs, ()) if one is a else ("high", theirs, own, ())
            break


def _named_in(statement: Statement, other: _Side) -> bool:
    """Whether the other passage names the giver too, so that nobody was dropped ("promised by Anna Kowal")."""
    name = statement.attribution.name or ""
    given = {w.form for w in read(name, Span(0, len(name))) if not w.bare}
    return bool(given) and given <= {w.form for w in other.words}


def _governs(side: _Side, statement: Statement) -> bool:
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


def _relay_only_in(statement: Statement, other: _Side) -> bool:
    return statement.attribution.relay is not None and not any(s.attribution.relay for s in other.statements)


def _whole_of(side: _Side, statement: Statement) -> Span:
    spans = [*statement.content, *(s for s in (statement.attribution.mention, statement.attribution.cue) if s)]
    inside = [s for s in spans if side.passage.span.overlaps(s)] or [side.passage.span]
    return Span(min(s.start for s in inside), max(s.end for s in inside))


def _hedge(a: _Side, b: _Side) -> Found:
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


def _hedges(side: _Side) -> list[Word]:
    return [
        w
        for w in side.words
        if w.form in _HEDGES and not w.name and not any(m.span.holds(w.span) for m in side.moments)
    ]


def _negation(a: _Side, b: _Side) -> Found:
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


def _opposed(side: _Side) -> bool:
    """Whether the other says no in another way ("refused", "failed to"), so that no "not" is missing."""
    return any(w.stem in _SAYS_NO for w in side.words)


def _agent(a: _Side, b: _Side) -> Found:
    """Who did it: where both give one number of dead or hurt, the words before the verb; or the words after "by"."""
    for f, g in _alike_figures(a, b):
        if f.unit != "person" or not _same_value(f, g):
            continue
        x, y = _doer(a, f), _doer(b, g)
        if x and y and not x[1] & y[1]:
            yield "high", x[0], y[0], (*sorted(x[1]), *sorted(y[1]))
            return
    for one, other in ((a, b), (b, a)):
        for verb, sufferer, done_by in _passives(one):
            theirs = _doer_of(other, verb, sufferer)
            if theirs and not theirs[1] & done_by[1]:
                pair = (done_by[0], theirs[0]) if one is a else (theirs[0], done_by[0])
                yield "high", *pair, (*sorted(done_by[1]), *sorted(theirs[1]))
                return


Doer = tuple[Span, frozenset[str]]


def _passives(side: _Side) -> Iterator[tuple[str, frozenset[str], Doer]]:
    """Give each verb of a passive with "by" (its notion), who or what suffered it, and who did it."""
    for match in _PASSIVE.finditer(side.text, side.passage.span.start, side.passage.span.end):
        verb = read(side.text, Span(*match.span("verb")))
        before = frozenset(w.notion for w in side.words if w.span.end <= match.start() and not w.bare and not w.number)
        by = _matter(side, match.end())
        if verb and by:
            yield verb[0].notion, before, (Span(by[0].span.start, by[-1].span.end), frozenset(w.notion for w in by))


def _matter(side: _Side, start: int) -> list[Word]:
    """The words of matter from `start` on, up to the end of the noun group."""
    end = _GROUP_END.search(side.text, start, side.passage.span.end)
    until = end.start() if end else side.passage.span.end
    return [w for w in side.words if start <= w.span.start < until and not w.bare and not w.number]


def _doer_of(side: _Side, verb: str, sufferer: frozenset[str]) -> Doer | None:
    """Find who does `verb` to `sufferer`: the words after "by", or those that begin the clause of the active verb."""
    for theirs, suffered, done_by in _passives(side):
        if theirs == verb and suffered & sufferer:
            return done_by
    passive = any(m["verb"] for m in _PASSIVE.finditer(side.text, side.passage.span.start, side.passage.span.end))
    place = next((n for n, w in enumerate(side.words) if w.notion == verb and n), None)
    if passive or place is None or side.words[place - 1].form in _BE:
        return None
    after = {w.notion for w in side.words[place + 1 : place + 8]}
    clause = _CLAUSE_END.split(side.text[side.passage.span.start : side.words[place].span.start])[-1]
    start = side.words[place].span.start - len(clause)
    doers = [w for w in side.words[:place] if w.span.start >= start and not w.bare and not w.number]
    if not doers or not after & sufferer:
        return None
    return Span(doers[0].span.start, side.words[place].span.end), frozenset(w.notion for w in doers)


def _doer(side: _Side, figure: Figure) -> tuple[Span, frozenset[str]] | None:
    """Find the doer before the last verb of doing that comes before the figure in its sentence."""
    sentence = _sentence_of(side.extract, figure)
    verbs = list(_CAUSES.finditer(side.text, sentence.start, figure.span.start))
    if not verbs:
        return None
    names = [w for w in read(side.text, Span(sentence.start, verbs[-1].start())) if not w.bare and not w.number][-3:]
    if not names:
        return None
    return Span(names[0].span.start, figure.span.end), frozenset(w.notion for w in names)


def _number_in_one(a: _Side, b: _Side) -> Found:
    """A figure that only one of them gives."""
    for one, other in ((a, b), (b, a)):
        for figure in one.figures:
            if figure.unit != "ordinal" and not any(g.unit == figure.unit for g in other.figures):
                pair = (figure.span, other.passage.span) if one is a else (other.passage.span, figure.span)
                yield "low", *pair, (figure.span.of(one.text),)


_RULES: tuple[tuple[DifferenceKind, str, Rule], ...] = (
    ("quotation", "one quotation, other words", _quotation),
    ("figure", "one thing counted, other values", _figure),
    ("negation", "only one is negated", _negation),
    ("agent", "other doer of one deed", _agent),
    ("speaker", "other giver", _speaker),
    ("attribution", "giver or relay only in one", _attribution),
    ("time", "other time", _time),
    ("bound", "one value, other bound", _bound),
    ("directness", "quotation marks only in one", _directness),
    ("hedge", "other hedge", _hedge),
    ("time", "time only in one", _finer_time),
    ("detail", "figure only in one", _number_in_one),
)
