"""Which reading of an article's quotation marks is the cheapest?

The costs below are set by hand, in steps of about a quarter of a misplaced mark, and tried on train articles of the
annotated corpus with and without damage (benchmarks/who_said_what.py). Offsets are code points, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from storybrief.model import Span

# A double mark, or a tag, which holds none. A pattern that opens with a set is the one that is searched for fastest.
_DOUBLE = re.compile(
    r"[\"“”„‟«»「」『』＂'`<](?:(?<=[\"“”„‟«»「」『』＂])|(?<=')''?|(?<=`)`|(?<=<)\w[^<>]*[\"”][^<>]*>)"
)
_OPENERS = frozenset({"“", "„", "‟", "«", "``", "「", "『"})
_CLOSERS = frozenset({"”", "»", "」", "』"})
_PLAIN = frozenset({'"', "''", "＂"})
_SLIP = frozenset({"“", '"', "''", "``"})
_SLIPPING = "¶"  # what is open is to be closed by the first mark of the paragraph
_UNSEEN = "?"  # the mark that opened stands before the piece
_PAIRS = frozenset(
    ["“”", "””", "„“", "„”", '""', "''''", "``''", "«»", "»«", "»»", "「」", "『』", "＂＂", "‟”", "“''", '``"']
)
_PLAINLY = frozenset(pair for pair in _PAIRS if pair[0] not in _CLOSERS)
STOPS = frozenset(",.?!…")
# What a reading costs.
_ALIEN = 3.0  # an opening mark that closes, or a closing one that opens
_AGAINST_SPACE = 2.5  # a mark that closes at the front of a word, or opens at its end
_NO_STOP = 1.0  # and no stop stands before what closes so
_AFTER_STOP = 1.2  # a mark that closes before a word, behind stop and space: `It fell, "Lind said`
_SAYER = 0.3  # the same where who says it follows
_UNPAIRED = 0.6  # a pair of two kinds, as “ with "
_IGNORED = (4.0, 2.5)  # a mark that is none: inside a quotation, outside
_OPENER_LOST = 1.5  # the same set apart, behind a stop and before who says it: what opened was lost with a sentence
_NO_MARK = 0.5  # the same behind a number, as for inches, in a tag, or before another mark
_TOUCHING = 2.5  # the same right behind the outer mark
_NESTED = (1.0, 2.0)  # a mark that opens inside: one that can only open, a plain one
_FORGOTTEN = (1.6, 3.2)  # a mark opens inside and the one before was never closed: behind a stop, elsewhere
_LEFT_OPEN = (0.3, 1.5)  # the paragraph ends inside: one of the next opens, or none does
_NEAR = 3  # paragraphs: a caption or a post may stand between
_CARRIED = 1.5  # a speech goes on in the next paragraph without a mark
_CUT = 0.7  # a piece of a paragraph begins or ends inside
_SLIPPED = 0.9  # the mark that closes a paragraph stands at the front of the next one
_SIGNATURE = 12  # words
# The commonest words of saying: enough to tell on which side of a mark somebody is said to speak.
_SAYS = r"(?:said|says|say|told|tells|asked|asks|added|adds|wrote|writes|replied|explained|continued|recalled)"
_NAME = r"(?:(?:the |an? |his |her |their )?(?:[\w.’'-]+ ){0,2}[\w.’'-]+)"
_SAYER_AFTER = re.compile(
    rf"\s*(?:{_SAYS} (?!that\b)|(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e|{_NAME}) {_SAYS}\b(?! that\b))"
)
_SAYS_BEFORE = re.compile(rf"\b{_SAYS}(?: \w+){{0,3}}[,:]?\s*\Z")


class Region(Struct, frozen=True):
    """A pair of outermost quotation marks: `outer` with them, `inner` without, `paragraph` an index into the spans.

    `closed` is False when no mark closes it; `continued` is True when the next paragraph takes the speech up again,
    `resumes` in that paragraph, whose quotation may begin without a mark. `single`: set in single marks. `nested` are
    the words in marks inside it, marks left out.
    """

    outer: Span
    inner: Span
    paragraph: int
    closed: bool = True
    continued: bool = False
    resumes: bool = False
    single: bool = False
    nested: tuple[Span, ...] = ()


class _Mark(Struct, frozen=True):
    """A double mark, its paragraph, and what it costs to open or to close with it, glyphs not counted."""

    start: int
    end: int
    glyph: str
    paragraph: int
    opens: float
    closes: float
    ended: bool
    none: bool
    front: bool
    sayer: bool = False  # set apart, behind a stop and before who says it: it opens nothing


def marks_in(text: str, span: Span, paragraph: int) -> Iterator[_Mark]:
    """Yield the double marks in a span of a paragraph, each with what it costs to open or close there."""
    for m in _DOUBLE.finditer(text, span.start, span.end):
        start, end = m.span()
        if text[start] == "<":
            continue
        if end - start == 3:  # a double mark and a single one: the single one is the inner
            inner_first = bool(text[max(span.start, start - 1) : start].strip())
            start, end = start + inner_first, end - (not inner_first)
        yield _mark(text, span, paragraph, start, end)


def _mark(text: str, span: Span, paragraph: int, start: int, end: int) -> _Mark:
    before = text[start - 1] if start > span.start else " "
    after = text[end] if end < span.end else " "
    front = before.isspace() or before in "([{—–-/‘'"  # nothing touches it on the left
    back = after.isspace() or not (after.isalnum() or after in "…$£€#@(['‘“\"")
    last = text[max(span.start, start - 3) : start].rstrip()[-1:]
    ended = last in STOPS
    opens = closes = 0.0
    sayer = False
    if front and not back:
        closes = _AGAINST_SPACE
        if before.isspace() and ended:
            opens, closes = _behind_stop(text, span, start, end, last)
        elif before.isspace() and last != ":":
            closes += _NO_STOP
    elif back and not front:
        opens = _AGAINST_SPACE
    elif front:  # a space on both sides
        opens, closes = (1.0, 0.5) if ended and not _says_before(text, span, start) else (0.5, 0.5 if ended else 1.0)
        sayer = opens > closes and bool(_SAYER_AFTER.match(text, end, span.end))
        opens += _AGAINST_SPACE * sayer
    elif last in ":;" or (ended and _says_before(text, span, start)):  # glued on both sides
        opens, closes = 0.3, 1.0
    else:
        opens, closes = (1.0, 0.3) if ended else (0.8, 0.8)
    none = (before.isdigit() and back) or (end < span.end and _DOUBLE.match(text, end) is not None)
    return _Mark(start, end, text[start:end], paragraph, opens, closes, ended, none, front and not back, sayer)


def _says_before(text: str, span: Span, at: int) -> bool:
    """Whether who says it stands right before the mark at the place `at`."""
    return _SAYS_BEFORE.search(text, max(span.start, at - 40), at) is not None


def _behind_stop(text: str, span: Span, start: int, end: int, last: str) -> tuple[float, float]:
    """What it costs to open and to close with a mark that stands before a word and behind a stop and a space."""
    if last == "," and _says_before(text, span, start):
        return 0.0, _AGAINST_SPACE
    if _SAYER_AFTER.match(text, end, span.end):
        return (1.0 if text[end].islower() or last == "," else 0.5), _SAYER
    if last != "," and text[end].islower():
        return 1.0, _SAYER
    return 0.0, _AFTER_STOP


# What is open, outermost first, each by its mark.
_Open = tuple[
    str, ...
]  # The steps of a reading, last first: (mark or number of the paragraph, what it does, the steps before), and for each
# state the cheapest reading that ends in it, with its cost.
_Steps = tuple["_Mark | int", str, "_Steps | None"]
_Readings = dict[_Open, tuple[float, "_Steps | None"]]


def read_doubles(
    text: str, paragraphs: Sequence[Span], marks: Sequence[Sequence[_Mark]], *, cut: bool = False
) -> list[Region]:
    """Return the quotations between double marks, as the cheapest reading of all of them has it."""
    readings: _Readings = {(): (0.0, None)}
    if cut:
        readings[_UNSEEN,] = (_CUT, (0, "carry", None))
    last_end = -1
    follows = [_follows(text, span, own) for span, own in zip(paragraphs, marks, strict=True)]
    for number, own in enumerate(marks):
        if number:
            near = "opens" in follows[number : number + _NEAR]
            readings = _break(readings, number, follows[number], _LEFT_OPEN[0 if near else 1])
        if not any(readings) and _plainly_set(own):  # nothing is open
            cost, steps = readings[()]
            for n, mark in enumerate(own):
                steps = (mark, "close" if n % 2 else "open", steps)
            readings = {(): (cost, steps)}
            continue
        for mark in own:
            readings = _step(readings, mark, touching=mark.start == last_end)
            last_end = mark.end
    left = _CUT if cut else _LEFT_OPEN[1]
    last = min(readings.items(), key=lambda one: one[1][0] + (left if one[0] else 0.0))
    return _built(text, paragraphs, _unwound(last[1][1]))


def _plainly_set(marks: Sequence[_Mark]) -> bool:
    """Whether the marks of a paragraph open and close in turn and cost nothing so: no reading is cheaper."""
    return len(marks) % 2 == 0 and all(
        not (one.opens or two.closes) and one.glyph + two.glyph in _PLAINLY
        for one, two in zip(marks[::2], marks[1::2], strict=True)
    )


def _follows(text: str, span: Span, marks: Sequence[_Mark]) -> str:
    """What a paragraph can be to an open quotation: "opens" again, "goes on" without a mark, or "no part" of it."""
    if not marks:
        return "goes on"
    if _leads(marks[0], span) and marks[0].glyph not in _CLOSERS:
        return "opens"
    # A line of names before its only mark is the signature under a quotation.
    words = text[span.start : marks[0].start].split() if marks[0].end == span.end else []
    signed = 0 < len(words) < _SIGNATURE and 2 * sum(w[0].isupper() for w in words) >= len(words)
    return "no part" if signed else "goes on"


def _leads(mark: _Mark, paragraph: Span) -> bool:
    """Whether a paragraph begins with the mark: nothing but a bracket or the like stands before it."""
    return mark.start - paragraph.start < 2


def _break(readings: _Readings, number: int, follows: str, left: float) -> _Readings:
    """The readings at the start of paragraph `number`: what is open is left so at the cost of `left`, or carried over."""
    made: _Readings = {}
    for state, (cost, steps) in readings.items():
        if not state:
            _keep(made, (), cost, steps)
            continue
        _keep(made, (), cost + left, steps)
        if len(state) > 1:
            continue
        if follows == "goes on":
            _keep(made, state, cost + _CARRIED, (number, "carry", steps))
        elif follows == "opens" and state[0] in _SLIP:
            _keep(made, (*state, _SLIPPING), cost, steps)
    return made


def _keep(made: _Readings, state: _Open, cost: float, steps: _Steps | None) -> None:
    if state not in made or cost < made[state][0]:
        made[state] = (cost, steps)


def _step(readings: _Readings, mark: _Mark, *, touching: bool) -> _Readings:
    """The readings after one more mark."""
    made: _Readings = {}
    glyph = mark.glyph
    opens = mark.opens + (_ALIEN / 2 if glyph in _CLOSERS else 0.0)
    for state, (cost, steps) in readings.items():
        if state and state[-1] == _SLIPPING:
            if glyph in _PLAIN and mark.front:
                _keep(made, (), cost + _SLIPPED, (mark, "slip", steps))
            continue
        lost = _OPENER_LOST if mark.sayer and not state else _IGNORED[0 if state else 1]
        _keep(made, state, cost + (_NO_MARK if mark.none else lost), steps)
        if not state:
            _keep(made, (glyph,), cost + opens, (mark, "open", steps))
            continue
        closes = mark.closes
        if state[-1] + glyph not in _PAIRS and not (state[-1] == _UNSEEN and glyph not in _OPENERS):
            closes += _ALIEN if glyph in _OPENERS else _UNPAIRED
        _keep(made, state[:-1], cost + closes, (mark, "close", steps))
        if len(state) == 1:
            nested = _NESTED[0 if glyph in _OPENERS else 1] + (0.5 if mark.ended else 0.0)
            nested += _TOUCHING if touching else 0.0
            _keep(made, (*state, glyph), cost + opens + nested, (mark, "nest", steps))
            _keep(made, (glyph,), cost + opens + _FORGOTTEN[0 if mark.ended else 1], (mark, "again", steps))
    return made


def _unwound(steps: _Steps | None) -> list[tuple[_Mark | int, str]]:
    found: list[tuple[_Mark | int, str]] = []
    while steps is not None:
        found.append((steps[0], steps[1]))
        steps = steps[2]
    return found[::-1]


def _built(text: str, paragraphs: Sequence[Span], steps: list[tuple[_Mark | int, str]]) -> list[Region]:
    """The regions of a reading."""
    building = _Building(text, paragraphs)
    for mark, step in steps:
        if not building.leave(mark, step):
            building.take(mark, step)
    if building.opened is not None:
        end = paragraphs[building.opened[2]].end
        building.close(end, end, closed=False)
    return building.made


@dataclass(slots=True)
class _Building:
    """The regions made so far, and the one that is open: where its mark begins and ends, and its paragraph."""

    text: str
    paragraphs: Sequence[Span]
    made: list[Region] = field(default_factory=list)
    opened: tuple[int, int, int] | None = None
    inside: list[int] = field(default_factory=list)
    nested: list[Span] = field(default_factory=list)
    resumes: bool = False

    def close(self, start: int, end: int, *, closed: bool, continued: bool = False) -> None:
        """End the region that is open, if one is."""
        if self.opened is not None:
            inner = trimmed(self.text, self.opened[1], start)
            if inner:
                outer = Span(self.opened[0], max(end, inner.end))
                nested = tuple(self.nested)
                self.made.append(Region(outer, inner, self.opened[2], closed, continued, self.resumes, nested=nested))
        self.opened, self.resumes = None, False
        self.nested.clear()
        self.inside.clear()

    def leave(self, mark: _Mark | int, step: str) -> bool:
        """End what is open in a paragraph before that of `mark`. Returns whether that was all the step says."""
        number = mark if isinstance(mark, int) else mark.paragraph
        if self.opened is None or self.opened[2] == number:
            return False
        end = self.paragraphs[self.opened[2]].end
        if step == "slip":
            self.close(end, end, closed=True)
            return True
        reopened = step == "open" and not isinstance(mark, int) and _leads(mark, self.paragraphs[number])
        follows = step == "carry" or (number == self.opened[2] + 1 and reopened)
        self.close(end, end, closed=False, continued=follows)
        self.resumes = follows
        return False

    def take(self, mark: _Mark | int, step: str) -> None:
        """Do what a step says of a mark, or of a paragraph into which a quotation goes on."""
        if isinstance(mark, int):
            self.opened = (self.paragraphs[mark].start, self.paragraphs[mark].start, mark)
        elif step in ("again", "open"):
            if step == "again":
                self.close(mark.start, mark.start, closed=False)
            self.opened = (mark.start, mark.end, mark.paragraph)
        elif step == "nest":
            self.inside.append(mark.end)
        elif self.inside:
            span = trimmed(self.text, self.inside.pop(), mark.start)
            self.nested += [span] if span else []
        else:
            self.close(mark.start, mark.end, closed=True)


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the white space at its ends."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
