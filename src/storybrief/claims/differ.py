"""Where do the passages of one claim differ, and how much does it matter?

Every rule of the table below looks at two passages for one kind of difference. A difference says "differs" and shows both
wordings; it never says who is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from rapidfuzz import fuzz

from storybrief.claims.words import Word, listed
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
_NOT = frozenset(listed("not no never neither nor n't without none nobody nothing cannot"))
_CAUSES = re.compile(
    r"\b(?:(?:has|have|had)\s+)?(?:killed|claimed|caused|left|wounded|injured|destroyed|shot|resulted\s+in|led\s+to|took)\b"
)
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
        given = [q for s in self.statements for q in s.quoted if self.passage.span.overlaps(q)]
        if given:
            return tuple(sorted(set(given)))
        span = self.passage.span
        matches = _QUOTED.finditer(self.text, span.start, span.end)
        return tuple(Span(*m.span(1 if m[1] is not None else 2)) for m in matches)

    @cached_property
    def notions(self) -> frozenset[str]:
        return frozenset(w.notion for w in self.words if not w.bare)


Found = Iterator[tuple[Weight, Span, Span, tuple[str, ...]]]
Rule = Callable[[_Side, _Side], Found]


def differences(claims: Sequence[Claim], extracts: Sequence[Extract]) -> tuple[Difference, ...]:
    """Compare in every claim the words shown with each passage of another article; the weightiest come first."""
    by_id = {e.article.id: e for e in extracts}
    found: list[tuple[int, int, Difference]] = []
    for number, claim in enumerate(claims):
        shown = _Side(claim.shown, by_id[claim.shown.article])
        for passage in claim.passages:
            if passage.article != claim.shown.article:
                other = _Side(passage, by_id[passage.article])
                a, b = sorted((shown, other), key=lambda s: claim.passages.index(s.passage))
                found.extend((_WEIGHTS[d.weight], number, d) for d in compare(a, b))
    found.sort(key=lambda f: f[:2])
    return tuple(dict.fromkeys(d for _, _, d in found))


def compare(a: _Side, b: _Side) -> Iterator[Difference]:
    """Run every rule over two passages."""
    for kind, name, rule in _RULES:
        for weight, x, y, saw in rule(a, b):
            yield Difference(kind, weight, a.part(x), b.part(y), Trace(name, saw))


def _quotation(a: _Side, b: _Side) -> Found:
    for x in a.quoted:
        for y in b.quoted:
            left, right = x.of(a.text), y.of(b.text)
            if len(left.split()) < 3 or len(right.split()) < 3:
                continue
            marked = words(left, right)
            unlike = [run.of(t) for t, side in zip((left, right), marked, strict=True) for run, new in side if new]
            if unlike and fuzz.partial_ratio(left.casefold(), right.casefold()) >= 70:
                yield "high", x, y, tuple(unlike)


def _directness(a: _Side, b: _Side) -> Found:
    for one, other in ((a, b), (b, a)):
        for quoted in one.quoted:
            if other.quoted or len(quoted.of(one.text).split()) < 3:
                continue
            span = other.statements[0].content[0] if other.statements else other.passage.span
            yield ("medium", quoted, span, ()) if one is a else ("medium", span, quoted, ())


def _alike_figures(a: _Side, b: _Side) -> Iterator[tuple[Figure, Figure]]:
    """Pair the figures that count the same: one unit, and one noun or the only two of that unit."""
    for f in a.figures:
        for g in b.figures:
            if f.unit != g.unit:
                continue
            alone = sum(h.unit == f.unit for h in a.figures) == 1 == sum(h.unit == g.unit for h in b.figures)
            if alone or _nouns(a, f) & _nouns(b, g):
                yield f, g


def _nouns(side: _Side, figure: Figure) -> frozenset[str]:
    if figure.counted is None:
        return frozenset()
    return frozenset(w.notion for w in read(side.text, figure.counted) if not w.bare)


def _figure(a: _Side, b: _Side) -> Found:
    for f, g in _alike_figures(a, b):
        if (
            _apart(f, g)
            and not any(_same_value(f, h) for h in b.figures)
            and not any(_same_value(h, g) for h in a.figures)
        ):
            yield "high", f.span, g.span, (f.span.of(a.text), g.span.of(b.text))


def _apart(f: Figure, g: Figure) -> bool:
    """Whether the two intervals have no value in common."""
    if f.low is not None and g.high is not None and f.low > g.high:
        return True
    return g.low is not None and f.high is not None and g.low > f.high


def _same_value(f: Figure, g: Figure) -> bool:
    return f.unit == g.unit and (f.low if f.low is not None else f.high) == (g.low if g.low is not None else g.high)


def _bound(a: _Side, b: _Side) -> Found:
    for f, g in _alike_figures(a, b):
        if f.bound != g.bound and _same_value(f, g) and (f.low or f.high) is not None:
            weight: Weight = "low" if "about" in (f.bound, g.bound) else "medium"
            yield weight, f.span, g.span, (f.bound, g.bound)


def _time(a: _Side, b: _Side) -> Found:
    x = [m for m in a.moments if m.kind in ("date", "weekday", "clock")]
    y = [m for m in b.moments if m.kind in ("date", "weekday", "clock")]
    if not x or not y:
        return
    left, right = [_when(a, m) for m in x], [_when(b, m) for m in y]
    if not any(p & q for p in left for q in right):
        yield "high", x[0].span, y[0].span, (x[0].span.of(a.text), y[0].span.of(b.text))


def _when(side: _Side, moment: Moment) -> frozenset[str]:
    return frozenset(w.form for w in read(side.text, moment.span) if not w.bare) | (
        frozenset({moment.resolved}) if moment.resolved else frozenset()
    )


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
            if not other.statements:
                span = _whole_of(one, statement)
                yield ("high", span, other.passage.span, ()) if one is a else ("high", other.passage.span, span, ())
                break
            relay = statement.attribution.relay
            if relay and not any(s.attribution.relay for s in other.statements):
                own, theirs = _whole_of(one, statement), _whole_of(other, other.statements[0])
                yield ("high", own, theirs, ()) if one is a else ("high", theirs, own, ())
                break


def _whole_of(side: _Side, statement: Statement) -> Span:
    spans = [*statement.content, *(s for s in (statement.attribution.mention, statement.attribution.cue) if s)]
    inside = [s for s in spans if side.passage.span.overlaps(s)] or [side.passage.span]
    return Span(min(s.start for s in inside), max(s.end for s in inside))


def _hedge(a: _Side, b: _Side) -> Found:
    x, y = [w for w in a.words if w.form in _HEDGES], [w for w in b.words if w.form in _HEDGES]
    if {w.form for w in x} == {w.form for w in y}:
        return
    if x and y:
        yield "medium", x[0].span, y[0].span, (x[0].form, y[0].form)
    elif x:
        yield "low", x[0].span, b.passage.span, (x[0].form,)
    else:
        yield "low", a.passage.span, y[0].span, (y[0].form,)


def _negation(a: _Side, b: _Side) -> Found:
    x, y = [w for w in a.words if _is_not(w)], [w for w in b.words if _is_not(w)]
    if bool(x) != bool(y):
        yield "high", x[0].span if x else a.passage.span, y[0].span if y else b.passage.span, ((x or y)[0].form,)


def _is_not(word: Word) -> bool:
    return word.form in _NOT or word.form.endswith("n't")


def _agent(a: _Side, b: _Side) -> Found:
    """Who did it, where both give one figure: the names before the verb of doing."""
    x, y = _doer(a), _doer(b)
    if x and y and not x[1] & y[1] and any(True for _ in _alike_figures(a, b)):
        yield "high", x[0], y[0], (*sorted(x[1]), *sorted(y[1]))


def _doer(side: _Side) -> tuple[Span, frozenset[str]] | None:
    verb = _CAUSES.search(side.text, side.passage.span.start, side.passage.span.end)
    if not verb:
        return None
    before = Span(side.passage.span.start, verb.start())
    names = [w for w in read(side.text, before) if not w.bare and w.form[0].isalpha()][-3:]
    if not names:
        return None
    return Span(names[0].span.start, side.passage.span.end), frozenset(w.notion for w in names)


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
)
