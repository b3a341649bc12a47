"""When do two passages say the same?

Each of the named features below sees one thing that two passages share or do not; the weights in `same.tsv` add them up
to a score from 0 to 1. The features are all that a judgement rests on, and a link keeps those that decided it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz import fuzz

from storybrief.claims.words import HERE, Word, stem_of, words
from storybrief.model import Extract, Span, Trace

# What the words of two passages must add to the sum before their strings are looked at. Of the pairs that a person
# called the same, none that reaches the threshold has less.
PROMISING = 2.0
# A sum under this (a score of 0.17) is as good as none.
_HOPELESS = -1.6
# How alike strings can be (0 to 1), as told by what was seen before: both ways of comparing them together, by the sum of
# the words; a part of one, by the whole. 49 in 50 pairs of the training stories lie below; their claims come out the
# same with and without these two.
_STRINGS_AT_MOST = 0.5
_STRINGS_MORE = 0.06
_PART_AT_MOST = 0.6
_PART_MORE = 0.06
_QUOTED = re.compile(r"“([^”]*)(?:”|\Z)|\"([^\"]*)(?:\"|\Z)")


@dataclass(frozen=True)
class Unit:
    """The words of a passage as they are compared; `weights` tells how much each form and notion says in the story.

    `givers` are the words of the names of those whose statements stand in it.
    """

    span: Span
    words: tuple[Word, ...]
    weights: Weights
    quoted: tuple[str, ...]
    givers: frozenset[str] = frozenset()

    @cached_property
    def forms(self) -> dict[str, float]:
        """All forms, function words too, each with its weight times how often it stands there."""
        counts = Counter(w.form for w in self.words)
        return {form: n * self.weights.forms.get(form, self.weights.new) for form, n in counts.items()}

    @cached_property
    def matter(self) -> dict[str, float]:
        """The notions that are not function words, with their weights."""
        return {w.notion: self.weights.notions.get(w.notion, self.weights.new) for w in self.words if not w.bare}

    @cached_property
    def sides(self) -> frozenset[tuple[int, bool]]:
        """Which lines of `opposites.txt` have a word of it, and whether that is the first one."""
        return frozenset(side for w in self.words for side in _contraries().get(w.stem, ()))

    @cached_property
    def form_length(self) -> float:
        """The length of the vector of forms."""
        return math.sqrt(sum(w * w for w in self.forms.values())) or 1.0

    @cached_property
    def length(self) -> float:
        """The length of the vector of notions."""
        return math.sqrt(sum(w * w for w in self.matter.values())) or 1.0

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers, with number words as digits."""
        return frozenset(w.form for w in self.words if w.number)

    @cached_property
    def line(self) -> str:
        """All words in order, spelling evened out, as one string."""
        return " ".join(w.form for w in self.words)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a form or a notion says in one story: 1 and more, the more the fewer sentences have it."""

    forms: Mapping[str, float]
    notions: Mapping[str, float]
    new: float


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the sentences of two passages stand.

    neighbours  how alike the sentences around them are at a first look, 0 to 1
    between     how surely the sentences before them say the same, and those after them too, 0 to 1
    down        how far down its article the earlier one stands, in units of 30 sentences
    """

    neighbours: float = 0.0
    between: float = 0.0
    down: float = 0.0


def unit(extract: Extract, span: Span, inside: Sequence[Word], weights: Weights) -> Unit:
    """Make ready for comparison the passage of the extract's article at `span`, whose words are `inside`."""
    text = extract.article.text
    marked = [m.span() for m in _QUOTED.finditer(text, span.start, span.end)]
    quoted = tuple(w.form for w in inside if any(a < w.span.start < b for a, b in marked)) if marked else ()
    names = {
        s.attribution.name
        for s in extract.statements
        if s.attribution.name and any(c.overlaps(span) for c in s.content)
    }
    givers = frozenset(w.notion for n in sorted(names) for w in words(n, Span(0, len(n))) if not w.bare)
    return Unit(span, tuple(inside), weights, quoted, givers)


def weights_of(sentences: Sequence[Sequence[Word]]) -> Weights:
    """Weigh forms and notions by how few sentences of the story have them (inverse document frequency, smoothed)."""
    forms: Counter[str] = Counter()
    notions: Counter[str] = Counter()
    for sentence in sentences:
        forms.update({w.form for w in sentence})
        notions.update({w.notion for w in sentence if not w.bare})
    count = len(sentences) + 1
    return Weights(
        {form: math.log(count / (n + 1)) + 1 for form, n in forms.items()},
        {notion: math.log(count / (n + 1)) + 1 for notion, n in notions.items()},
        math.log(count) + 1,
    )


# --- the features ----------------------------------------------------------------------------------------------


def _all_words(a: Unit, b: Unit, _: Setting) -> float:
    return words_in_common(a, b)


def words_in_common(a: Unit, b: Unit) -> float:
    """Say from 0 to 1 how alike all the words of two passages are, the rare ones most (the cosine of their weights)."""
    short, long = (a.forms, b.forms) if len(a.forms) <= len(b.forms) else (b.forms, a.forms)
    shared = sum([w * long[f] for f, w in short.items() if f in long])
    return shared / (a.form_length * b.form_length)


def _notions(a: Unit, b: Unit, _: Setting) -> float:
    return likeness(a, b)


def _strings(a: Unit, b: Unit, _: Setting) -> float:
    return fuzz.token_set_ratio(a.line, b.line) / 100


def _part_of_string(a: Unit, b: Unit, _: Setting) -> float:
    return fuzz.partial_ratio(a.line, b.line) / 100


def _small_numbers(a: Unit, b: Unit, _: Setting) -> float:
    return min(2.0, sum(1.0 for n in a.numbers & b.numbers if len(n) < 3))


def _quotation(a: Unit, b: Unit, _: Setting) -> float:
    """How much of the shorter quotation stands in the other passage, when both quote at least four words."""
    if min(len(a.quoted), len(b.quoted)) < 4:
        return 0.0
    short, long = sorted((a.quoted, b.quoted), key=len)
    return fuzz.partial_ratio(" ".join(short), " ".join(long)) / 100


def _opposites(a: Unit, b: Unit, _: Setting) -> float:
    """Whether one says the contrary of a word of the other, and neither says both."""
    return float(any((k, not s) in b.sides and (k, s) not in b.sides and (k, not s) not in a.sides for k, s in a.sides))


@cache
def _contraries() -> Mapping[str, tuple[tuple[int, bool], ...]]:
    """Give for each stem in `opposites.txt` its lines, and whether it stands first in them."""
    lines = (HERE / "opposites.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, tuple[tuple[int, bool], ...]] = {}
    for number, row in enumerate(line.split() for line in lines if line and line[0] != "#"):
        for word, first in zip(row, (True, False), strict=True):
            found[stem_of(word)] = (*found.get(stem_of(word), ()), (number, first))
    return found


def _giver(a: Unit, b: Unit, _: Setting) -> float:
    """Whether one person says both, with at least two numbers in common and none in one alone."""
    return float(len(a.numbers) >= 2 and a.numbers == b.numbers and bool(a.givers & b.givers))


def _neighbours(_a: Unit, _b: Unit, setting: Setting) -> float:
    return setting.neighbours


def _between(_a: Unit, _b: Unit, setting: Setting) -> float:
    return setting.between


def _down(_a: Unit, _b: Unit, setting: Setting) -> float:
    return setting.down


Feature = Callable[[Unit, Unit, Setting], float]
FEATURES: dict[str, Feature] = {
    "all words": _all_words,
    "shared notions": _notions,
    "shared small numbers": _small_numbers,
    "shared quotation": _quotation,
    "like neighbours": _neighbours,
    "one says the opposite": _opposites,
    "one giver and numbers": _giver,
    "between two matches": _between,
    "further down": _down,
    "alike as strings": _strings,
    "part of the string": _part_of_string,
}
_SECOND = dict(list(FEATURES.items())[2:-2])


def features(a: Unit, b: Unit, setting: Setting) -> tuple[float, ...]:
    """Give the value of every feature, in the order of FEATURES."""
    return tuple(f(a, b, setting) for f in FEATURES.values())


@cache
def weights() -> dict[str, float]:
    """Read the weights of the features from `same.tsv`; "start" is the score of two passages that share nothing."""
    text = (HERE / "same.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(weight) for name, weight, *_ in rows}


def score(a: Unit, b: Unit, setting: Setting, first: float | None = None) -> float:
    """Say from 0 to 1 how surely `a` and `b` say the same; what comes out under `_HOPELESS` is 0.

    `first` is what `first_sum` gives for the two, when it is known already. Comparing strings takes longest: it comes
    last, is left out where the words say that it will not help, and is given up as soon as it cannot.
    """
    table = weights()
    said = first_sum(a, b) if first is None else first
    total = table["start"] + said
    for name, feature in _SECOND.items():
        total += table[name] * feature(a, b, setting)
    whole, part = table["alike as strings"], table["part of the string"]
    if total + (whole + part) * (_STRINGS_AT_MOST + _STRINGS_MORE * said) < _HOPELESS:
        return 0.0
    alike = _strings(a, b, setting)
    total += whole * alike
    needed = (_HOPELESS - total) / part
    if needed > max(_PART_AT_MOST, alike + _PART_MORE):
        return 0.0
    total += part * fuzz.partial_ratio(a.line, b.line, score_cutoff=max(0.0, 100 * needed)) / 100
    if total < _HOPELESS:
        return 0.0
    return 1 / (1 + math.exp(-total))


def first_sum(a: Unit, b: Unit) -> float:
    """Add up what the words of two passages say, without their order: quick, and enough to leave most pairs out."""
    table = weights()
    return table["all words"] * words_in_common(a, b) + table["shared notions"] * likeness(a, b)


def likeness(a: Unit, b: Unit) -> float:
    """A quick first look, 0 to 1: shared notions by weight."""
    theirs = b.matter
    shared = sum([w * w for n, w in a.matter.items() if n in theirs])
    return shared / (a.length * b.length)


def trace(a: Unit, b: Unit) -> Trace:
    """Name what decided that two passages are the same, and the words that both have."""
    values = dict(zip(FEATURES, features(a, b, Setting()), strict=True))
    strongest = max((n for n in FEATURES if weights()[n] > 0), key=lambda n: (values[n] * weights()[n], n))
    shared = sorted(set(a.matter) & set(b.matter), key=lambda n: (-a.matter[n], n))
    by_notion = {w.notion: w.form for w in reversed(a.words)}
    return Trace("the same words" if a.line == b.line else strongest, tuple(by_notion[n] for n in shared))
