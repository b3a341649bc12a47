"""When do two passages say the same?

Each of the named features below sees one thing that two passages share or do not; the weights in `same.tsv` add them up
to a score from 0 to 1. The features are all that a judgement rests on, and a link keeps those that decided it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from storybrief.claims.arguments import read, reading
from storybrief.claims.frames import Reading
from storybrief.claims.words import Word, notions_in, stem_of, words
from storybrief.english import marks, tables
from storybrief.english.tables import lines
from storybrief.model import Extract, Span, Statement, Trace

# What the words of two passages must add to the sum before more of them is looked at. Of the pairs of the training
# stories none that reaches the threshold has less.
PROMISING = 3.0
# A sum under this (a score of 0.03) is as good as none.
_HOPELESS = -3.5
# How alike the strings of two passages are at most (0 to 1), and how much more for each 1 that their words add to the
# sum: 97 in 100 pairs of the training stories that are not hopeless lie below.
_STRINGS_AT_MOST = 0.6
_STRINGS_MORE = 0.06
# How many sentences of all news are counted with those of a story. With 30 or 100 it is as good, with none or 800 worse.
_NEWS = 50
# Fewer words in quotation marks may be a title or a single word put at a distance.
_LEAST_QUOTED = 4


class Unit(Struct, frozen=True, dict=True):
    """The words of a passage as they are compared; `weights` tells how much each stem and notion says in the story.

    `givers` are the words of the names of those whose statements stand in it; `described` are the notions of the words
    that name and describe them there.
    """

    span: Span
    words: tuple[Word, ...]
    weights: Weights
    text: str
    quoted: tuple[Word, ...]
    givers: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()

    @cached_property
    def reading(self) -> Reading:
        """Who does what to whom in it."""
        whole = reading(self.text, self.span)
        if whole.words != self.words:  # a clause of a sentence: its first word may be a name all the same
            whole = read(self.text, self.words)
        return replace(whole, givers=self.described) if self.described else whole

    @cached_property
    def stems(self) -> dict[str, float]:
        """All stems, of function words too, each with its weight times how often it stands there."""
        return self._weighed(self.words)

    @cached_property
    def stems_but_giver(self) -> dict[str, float]:
        """The same without the words that name and describe whose statements stand in it."""
        if not self.described:
            return self.stems
        return self._weighed([w for w in self.words if w.bare or w.notion not in self.described])

    def _weighed(self, words: Sequence[Word]) -> dict[str, float]:
        counts = Counter(w.stem for w in words)
        return {stem: n * self.weights.stems.get(stem, self.weights.new) for stem, n in counts.items()}

    @cached_property
    def matter(self) -> dict[str, float]:
        """The notions that are not function words, with their weights."""
        return {w.notion: self.weights.notions.get(w.notion, self.weights.new) for w in self.words if not w.bare}

    @cached_property
    def own(self) -> frozenset[str]:
        """The notions that name and describe nobody whose statement stands in it."""
        return frozenset(self.matter) - self.described

    @cached_property
    def sides(self) -> frozenset[tuple[int, bool]]:
        """Which lines of `opposites.txt` have a word of it, and whether that is the first one."""
        return frozenset(side for w in self.words for side in _contraries().get(w.stem, ()))

    @cached_property
    def stem_length(self) -> float:
        """The length of the vector of stems."""
        return math.sqrt(sum(w * w for w in self.stems.values())) or 1.0

    @cached_property
    def stem_length_but_giver(self) -> float:
        """The length of the vector of stems without the giver's."""
        return math.sqrt(sum(w * w for w in self.stems_but_giver.values())) or 1.0

    @cached_property
    def length(self) -> float:
        """The length of the vector of notions."""
        return math.sqrt(sum(w * w for w in self.matter.values())) or 1.0

    @cached_property
    def quoted_stems(self) -> dict[str, float]:
        """The stems of what it quotes, without function words, with their weights; none when it quotes hardly a word."""
        quoted = self.quoted if len(self.quoted) >= _LEAST_QUOTED else ()
        return {w.stem: self.weights.stems.get(w.stem, self.weights.new) for w in quoted if not w.bare}

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers, with number words as digits."""
        return frozenset(w.form for w in self.words if w.number)

    @cached_property
    def line(self) -> str:
        """All words in order, spelling evened out, as one string."""
        return " ".join(w.form for w in self.words)


class Weights(Struct, frozen=True):
    """How much a stem or a notion says in one story: the more, the fewer sentences of it and of all news have it.

    `new` is what one says that no sentence of the story has.
    """

    stems: Mapping[str, float]
    notions: Mapping[str, float]
    new: float


class Setting(Struct, frozen=True, gc=False):
    """Where the sentences of two passages stand.

    neighbours  how alike the sentences around them are at a first look, 0 to 1
    down        how far down its article the earlier one stands, in units of 30 sentences
    retold      whether half of the sentences of each of the two articles match the other's: one text, told twice
    between     how surely the sentences before them say the same, and those after them too, 0 to 1; 0 unless retold
    """

    neighbours: float = 0.0
    down: float = 0.0
    retold: bool = False
    between: float = 0.0


def unit(
    extract: Extract, span: Span, inside: Sequence[Word], weights: Weights, statements: Sequence[Statement]
) -> Unit:
    """Make ready for comparison the passage of the extract's article at `span`, whose words are `inside`.

    `statements` are those of which some words may stand in it.
    """
    text = extract.article.text
    marked = [region.inner for region in marks.inside(text, span)]
    quoted = tuple(w for w in inside if any(q.holds(w.span) for q in marked)) if marked else ()
    given = [s.attribution for s in statements if any(c.overlaps(span) for c in s.content)]
    givers = frozenset(notion for a in given for notion in notions_in(a.name or ""))
    places = [place for a in given for place in (a.mention, a.named, a.role) if place and place.overlaps(span)]
    roles = {w.notion for a in given if a.role for w in words(text, a.role)}
    content = [c for s in statements for c in s.content]
    matter = [w for w in inside if not w.bare]
    placed = {w.notion for w in matter if any(place.holds(w.span) for place in places)}
    outside = {w.notion for w in matter if w.notion in roles and not any(c.holds(w.span) for c in content)}
    described = frozenset(placed | outside)
    return Unit(span, tuple(inside), weights, text, quoted, givers, described)


def weights_of(sentences: Sequence[Sequence[Word]]) -> Weights:
    """Weigh stems and notions by how few sentences have them (inverse document frequency).

    Beside the sentences of the story stand as many of all news as `_NEWS`, with the words of `common.txt`: in a story of
    a few sentences nearly every word is rare.
    """
    stems: Counter[str] = Counter()
    notions: Counter[str] = Counter()
    for sentence in sentences:
        stems.update({w.stem for w in sentence})
        notions.update({w.notion for w in sentence if not w.bare})
    count, common = len(sentences) + _NEWS + 1, _common()

    def weighed(found: Counter[str]) -> dict[str, float]:
        return {word: math.log(count / (n + _NEWS * common.get(word, 0.0))) for word, n in found.items()}

    return Weights(weighed(stems), weighed(notions), math.log(count))


@cache
def _common() -> Mapping[str, float]:
    """Give for each stem in `common.txt` its share of the sentences of news."""
    found: dict[str, float] = {}
    for line in lines("claims/common.txt"):
        share, *listed = line.split()
        for word in listed:
            found.setdefault(stem_of(word), int(share) / 1000)
    return found


# --- the features ----------------------------------------------------------------------------------------------


def words_in_common(a: Unit, b: Unit, _: object = None) -> float:
    """Say from 0 to 1 how alike all the words of two passages are, the rare ones most (the cosine of their weights)."""
    return _cosine(a.stems, b.stems) / (a.stem_length * b.stem_length)


def words_in_common_but_giver(a: Unit, b: Unit, _: object = None) -> float:
    """Say the same without the words that name and describe a giver: one who says two things is not two who say one."""
    if not (a.described or b.described):
        return words_in_common(a, b)
    return _cosine(a.stems_but_giver, b.stems_but_giver) / (a.stem_length_but_giver * b.stem_length_but_giver)


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return sum([w * long[f] for f, w in short.items() if f in long])


def _one_length(a: Unit, b: Unit, _: Setting) -> float:
    """How many words that say something the shorter has for each of the longer."""
    one, other = len(a.matter), len(b.matter)
    return (one if one < other else other) / (max(one, other) or 1)


def _small_numbers(a: Unit, b: Unit, _: Setting) -> float:
    return min(2.0, sum(1.0 for n in a.numbers & b.numbers if len(n) < 3))


def _quotation(a: Unit, b: Unit, _: Setting) -> float:
    """How much of what one quotes the other says too, by the weight of its words; it need not quote it."""
    return _quoted_by_one(a, b) or 0.0


def _other_quotation(a: Unit, b: Unit, _: Setting) -> float:
    """How much of it the other does not say."""
    said = _quoted_by_one(a, b)
    return 0.0 if said is None else 1.0 - said


def _quoted_by_one(a: Unit, b: Unit) -> float | None:
    """Give the larger of the two shares, from 0 to 1; None when neither quotes enough words."""
    if not (a.quoted_stems or b.quoted_stems):
        return None
    return max(_share(a.quoted_stems, b.stems), _share(b.quoted_stems, a.stems))


def _share(quoted: Mapping[str, float], said: Mapping[str, float]) -> float:
    return sum([w for stem, w in quoted.items() if stem in said]) / sum(quoted.values()) if quoted else 0.0


def _opposites(a: Unit, b: Unit, _: Setting) -> float:
    """Whether one says the contrary of a word of the other, and neither says both."""
    return float(any((k, not s) in b.sides and (k, s) not in b.sides and (k, not s) not in a.sides for k, s in a.sides))


@cache
def _contraries() -> Mapping[str, tuple[tuple[int, bool], ...]]:
    """Give for each stem in `opposites.txt` its lines, and whether it stands first in them."""
    found: dict[str, tuple[tuple[int, bool], ...]] = {}
    for number, row in enumerate(map(str.split, lines("claims/opposites.txt"))):
        for word, first in zip(row, (True, False), strict=True):
            found[stem_of(word)] = (*found.get(stem_of(word), ()), (number, first))
    return found


def _giver(a: Unit, b: Unit, _: Setting) -> float:
    """Whether one person says both, with at least two numbers in common and none in one alone."""
    return float(len(a.numbers) >= 2 and a.numbers == b.numbers and bool(a.givers & b.givers))


Feature = Callable[[Unit, Unit, Setting], float]
FEATURES: dict[str, Feature] = {
    "all words": words_in_common,
    "all words but the giver's": words_in_common_but_giver,
    "shared small numbers": _small_numbers,
    "shared quotation": _quotation,
    "other quotation": _other_quotation,
    "like neighbours": lambda _a, _b, setting: setting.neighbours,
    "of one length": _one_length,
    "one says the opposite": _opposites,
    "one giver and numbers": _giver,
    "in a text retold": lambda _a, _b, setting: float(setting.retold),
    "between two matches": lambda _a, _b, setting: setting.between,
    "further down": lambda _a, _b, setting: setting.down,
    "alike as strings": lambda a, b, _: fuzz.token_set_ratio(a.line, b.line) / 100,
}
_STRINGS_NAME = "alike as strings"
_SECOND = {name: f for name, f in list(FEATURES.items())[2:] if name != _STRINGS_NAME}


def features(a: Unit, b: Unit, setting: Setting) -> tuple[float, ...]:
    """Give the value of every feature, in the order of FEATURES."""
    return tuple(f(a, b, setting) for f in FEATURES.values())


def weights() -> dict[str, float]:
    """Return the weights of the features; "start" is the score of two passages that share nothing."""
    return tables.weights("claims/same.tsv")


def score(a: Unit, b: Unit, setting: Setting, first: float | None = None) -> float:
    """Say from 0 to 1 how surely `a` and `b` say the same; what comes out under `_HOPELESS` is 0.

    `first` is what `first_sum` gives for the two, when it is known already. Comparing strings takes longest: it comes
    last, is left out where the words say that it will not help, and is given up as soon as it cannot.
    """
    if a.described and b.described and a.own.isdisjoint(b.own):
        return 0.0  # a name and a title are told twice, and nothing else
    table = weights()
    said = first_sum(a, b) if first is None else first
    total = table["start"] + said
    if _plain(a, b, setting):  # most pairs: only these three see something in them
        total += table["like neighbours"] * setting.neighbours
        total += table["of one length"] * _one_length(a, b, setting)
        total += table["further down"] * setting.down
    else:
        for name, feature in _SECOND.items():
            total += table[name] * feature(a, b, setting)
    weight = table[_STRINGS_NAME]
    if total + weight * (_STRINGS_AT_MOST + _STRINGS_MORE * said) < _HOPELESS:
        return 0.0
    needed = (_HOPELESS - total) / weight
    likeness = 0.0 if needed > 1 else fuzz.token_set_ratio(a.line, b.line, score_cutoff=max(0.0, 100 * needed)) / 100
    if likeness < needed:
        return 0.0
    return 1 / (1 + math.exp(-total - weight * likeness))


def _plain(a: Unit, b: Unit, setting: Setting) -> bool:
    """Whether all features of `_SECOND` but three are 0: no text retold, no quotation, no numbers or opposites in both."""
    return not (
        setting.retold or a.quoted_stems or b.quoted_stems or (a.numbers and b.numbers) or (a.sides and b.sides)
    )


def first_sum(a: Unit, b: Unit) -> float:
    """Add up what the words of two passages say, without their order: quick, and enough to leave most pairs out."""
    table = weights()
    shared = words_in_common(a, b)
    rest = words_in_common_but_giver(a, b) if a.described or b.described else shared
    return table["all words"] * shared + table["all words but the giver's"] * rest


def likeness(a: Unit, b: Unit) -> float:
    """A quick first look, 0 to 1: shared notions by weight."""
    theirs = b.matter
    return sum([w * w for n, w in a.matter.items() if n in theirs]) / (a.length * b.length)


def shared(a: Unit, b: Unit) -> float:
    """Add up the weights of the notions that two passages share."""
    theirs = b.matter
    return sum([w for n, w in a.matter.items() if n in theirs])


def trace(a: Unit, b: Unit) -> Trace:
    """Name what decided that two passages are the same, and the words that both have."""
    strongest = "the same words"
    if a.line != b.line:
        setting, table = Setting(), weights()
        told = {name: table[name] * feature(a, b, setting) for name, feature in FEATURES.items() if table[name] > 0}
        strongest = max(told, key=lambda name: (told[name], name))
    shared = sorted(set(a.matter) & set(b.matter), key=lambda n: (-a.matter[n], n))
    by_notion = {w.notion: w.form for w in reversed(a.words)}
    return Trace(strongest, tuple(by_notion[n] for n in shared))
