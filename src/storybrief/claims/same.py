"""When do two passages say the same?

Each of the named features below sees one thing that two passages share or do not; the weights in `same.tsv` add them up
to a score from 0 to 1. The features are all that a judgement rests on, and a link keeps those that decided it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from rapidfuzz import fuzz

from storybrief.claims.words import Word, listed, words
from storybrief.model import Span, Trace

_QUOTED = re.compile(r"“([^”]*)(?:”|\Z)|\"([^\"]*)(?:\"|\Z)")
_NEGATION = frozenset(
    listed("not no never nor neither without n't none nobody nothing cannot refuse refused deny denied")
)


@dataclass(frozen=True)
class Unit:
    """The words of a passage as they are compared; `weights` gives each notion's weight in the story."""

    span: Span
    words: tuple[Word, ...]
    weights: Mapping[str, float]
    quoted: tuple[str, ...]

    @cached_property
    def matter(self) -> dict[str, float]:
        """The notions that are not function words, with their weights."""
        return {w.notion: self.weights.get(w.notion, 1.0) for w in self.words if not w.bare}

    @cached_property
    def stems(self) -> dict[str, float]:
        """The stems that are not function words, with the weights of their notions."""
        return {w.stem: self.weights.get(w.notion, 1.0) for w in self.words if not w.bare}

    @cached_property
    def length(self) -> float:
        """The length of the vector of notions."""
        return math.sqrt(sum(w * w for w in self.matter.values())) or 1.0

    @cached_property
    def stem_length(self) -> float:
        """The length of the vector of stems."""
        return math.sqrt(sum(w * w for w in self.stems.values())) or 1.0

    @cached_property
    def total(self) -> float:
        """The sum of the weights of the notions."""
        return sum(self.matter.values()) or 1.0

    @cached_property
    def names(self) -> frozenset[str]:
        """The notions of words written as names."""
        return frozenset(w.notion for w in self.words if w.name and not w.number)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers as they are compared, without those that a pronoun may stand for."""
        return frozenset(w.form for w in self.words if w.number)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """All words in order, spelling evened out."""
        return tuple(w.form for w in self.words)

    @cached_property
    def plain(self) -> str:
        """The words with matter, sorted, as one string."""
        return " ".join(sorted({w.form for w in self.words if not w.bare}))

    @cached_property
    def negated(self) -> bool:
        """Whether a word of negation stands in it."""
        return any(w.form in _NEGATION or w.form.endswith("n't") for w in self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """All runs of three words."""
        return frozenset(zip(self.forms, self.forms[1:], self.forms[2:], strict=False))


def unit(text: str, span: Span, weights: Mapping[str, float]) -> Unit:
    """Read the passage of `text` at `span`."""
    quoted = tuple(
        w.form
        for m in _QUOTED.finditer(text, span.start, span.end)
        for w in words(text, Span(*m.span(1 if m[1] is not None else 2)))
    )
    return Unit(span, words(text, span), weights, quoted)


def weights_of(units: Iterable[Iterable[Word]]) -> dict[str, float]:
    """Weigh each notion by how few of the sentences have it; `units` are the words of each sentence of the story."""
    seen: Counter[str] = Counter()
    count = 0
    for sentence in units:
        count += 1
        seen.update({w.notion for w in sentence if not w.bare})
    return {notion: math.log(1 + (count + 1) / (n + 0.5)) for notion, n in seen.items()}


# --- the features ----------------------------------------------------------------------------------------------


def _notions(a: Unit, b: Unit) -> float:
    shared = sum(w * w for n, w in a.matter.items() if n in b.matter)
    return shared / (a.length * b.length)


def _stems(a: Unit, b: Unit) -> float:
    shared = sum(w * b.stems[n] for n, w in a.stems.items() if n in b.stems)
    return shared / (a.stem_length * b.stem_length)


def _contained(a: Unit, b: Unit) -> float:
    shared = sum(w for n, w in a.matter.items() if n in b.matter)
    return shared / min(a.total, b.total)


def _fuzzy(a: Unit, b: Unit) -> float:
    return fuzz.token_set_ratio(a.plain, b.plain) / 100


def _runs(a: Unit, b: Unit) -> float:
    return len(a.runs & b.runs) / (min(len(a.runs), len(b.runs)) or 1)


def _names(a: Unit, b: Unit) -> float:
    return len(a.names & b.names) / (min(len(a.names), len(b.names)) or 1)


def _names_apart(a: Unit, b: Unit) -> float:
    return float(bool(a.names and b.names and not a.names & b.names))


def _numbers(a: Unit, b: Unit) -> float:
    return float(any(len(n) >= 3 for n in a.numbers & b.numbers))


def _small_numbers(a: Unit, b: Unit) -> float:
    return min(2.0, sum(1.0 for n in a.numbers & b.numbers if len(n) < 3))


def _numbers_apart(a: Unit, b: Unit) -> float:
    return float(bool(a.numbers and b.numbers and not a.numbers & b.numbers))


def _quotation(a: Unit, b: Unit) -> float:
    """How much of the shorter quotation stands in the other passage, when both quote at least four words."""
    if min(len(a.quoted), len(b.quoted)) < 4:
        return 0.0
    short, long = sorted((a.quoted, b.quoted), key=len)
    return fuzz.partial_ratio(" ".join(short), " ".join(long)) / 100


def _negation(a: Unit, b: Unit) -> float:
    return float(a.negated != b.negated)


def _lengths(a: Unit, b: Unit) -> float:
    short, long = sorted((len(a.matter), len(b.matter)))
    return short / (long or 1)


def _shortness(a: Unit, b: Unit) -> float:
    return 1 / (1 + min(len(a.matter), len(b.matter)))


FEATURES = {
    "shared notions": _notions,
    "shared stems": _stems,
    "one holds the other": _contained,
    "alike as strings": _fuzzy,
    "runs of three words": _runs,
    "shared names": _names,
    "no name in common": _names_apart,
    "a shared large number": _numbers,
    "shared small numbers": _small_numbers,
    "no number in common": _numbers_apart,
    "shared quotation": _quotation,
    "only one is negated": _negation,
    "like lengths": _lengths,
    "few words": _shortness,
}


def features(a: Unit, b: Unit) -> tuple[float, ...]:
    """Give the value of every feature, in the order of FEATURES."""
    return tuple(f(a, b) for f in FEATURES.values())


@cache
def weights() -> dict[str, float]:
    """Read the weights of the features from `same.tsv`; "start" is the score of two passages that share nothing."""
    text = (Path(__file__).parent / "same.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(weight) for name, weight, *_ in rows}


def score(a: Unit, b: Unit, around: float = 0.0) -> float:
    """Say from 0 to 1 how surely `a` and `b` say the same; `around` is how alike their neighbours are, 0 to 1."""
    table = weights()
    total = table["start"] + table["like neighbours"] * around
    for name, value in zip(FEATURES, features(a, b), strict=True):
        total += table[name] * value
    return 1 / (1 + math.exp(-total))


def likeness(a: Unit, b: Unit) -> float:
    """A quick first look, 0 to 1: shared notions by weight."""
    return _notions(a, b)


def trace(a: Unit, b: Unit) -> Trace:
    """Name what decided that two passages are the same, and the words that both have."""
    values = dict(zip(FEATURES, features(a, b), strict=True))
    strongest = max((n for n in FEATURES if weights()[n] > 0), key=lambda n: (values[n] * weights()[n], n))
    shared = sorted(set(a.matter) & set(b.matter), key=lambda n: (-a.matter[n], n))
    by_notion = {w.notion: w.form for w in reversed(a.words)}
    rule = "the same words" if a.forms == b.forms else strongest
    return Trace(rule, tuple(by_notion[n] for n in shared))
