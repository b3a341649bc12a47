"""Who does what to whom in a passage, and where do two passages part ways?

There is no parser here. A table of verbs and what stands around a word tell which words are doings; the words before and
after it are who and to whom. `align` lays two passages beside each other and names the words in which they part: another
verb for the same, a "not", only tried, the two sides changed over, another name at the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from storybrief.claims import doing
from storybrief.claims.words import Word, listed, words
from storybrief.english.calendar import MONTHS, WEEKDAY_NUMBERS
from storybrief.english.persons import first_names, titles
from storybrief.model import Span

Slot = Literal["doing", "polarity", "certainty", "sides", "name", "order", "day"]
"""In what two passages differ: another verb; a "not"; only possible, tried or asked for; who to whom; a name; a word of order ("before"); a day."""

_DETERMINERS = frozenset(
    listed(
        "the a an this that these those his her its their our my your some any no each every another both several many"
    )
)
_BE = frozenset(listed("be am is are was were been being get gets got getting"))
_HAVE = frozenset(listed("have has had having"))
_DO = frozenset(listed("do does did"))
_POSSIBLE = frozenset(listed("could may might would should"))
_MODALS = _POSSIBLE | frozenset(listed("will shall can must cannot can't won't couldn't wouldn't shouldn't mightn't"))
_HELPERS = _MODALS | _BE | _HAVE | _DO
_SUBJECTS = frozenset(listed("i we you he she it they who which"))
_NOT = frozenset(listed("not never cannot hardly"))
_NONE = frozenset(listed("no none without zero neither nor"))
_NOBODY = frozenset(listed("nobody none neither no-one"))
_SUBORDINATE = frozenset(
    listed(
        "who whom whose which that where when while if as because since although though whereas unless until before after"
    )
)
_ADVERBS = frozenset(
    listed(
        "also now just still then already never not only even later again once yet ever so far soon often always almost"
    )
)
_PREPOSITIONS = frozenset(
    listed("of in on at to for from by with without into onto over under between among against about during")
)
# Marks that end a clause, and those that set apart what stands between two.
_ENDS, _COMMAS = frozenset(".;:!?—–"), frozenset(",()")
# The verbs of saying that carry no matter of their own.
_SAYING = frozenset(listed("say tell add note state"))
# How many words of a clause are looked at before and after a doing.
_REACH = 12


@dataclass(frozen=True, slots=True)
class Doing:
    """A doing told in a passage.

    at, last   numbers of its first and last word in the passage
    span       its own words; `group` the helping words before it too ("has not been")
    lemma      its verb, or the noun of a kind of doing
    denied     whether a "not" or "no" stands with it
    possible   the word that makes it no more than possible ("could"), or None
    planned    whether it is told as to come ("will", "is to", "to")
    before, after  the words of matter of its clause on either side, as numbers of words
    by         those after "by" where it is passive
    noun       whether it is told as a noun ("the arrest of")
    main       whether its clause is no subordinate one
    """

    at: int
    last: int
    span: Span
    group: Span
    lemma: str
    denied: bool
    possible: int | None
    before: tuple[int, ...]
    after: tuple[int, ...]
    by: tuple[int, ...]
    passive: bool
    noun: bool
    main: bool
    planned: bool

    @property
    def said(self) -> bool:
        """Whether it only gives words to somebody."""
        return any(doing.kinds()[k].said for k in doing.kinds_of(self.lemma))

    @property
    def unreal(self) -> bool:
        """Whether what it is done to need not have come about ("tried to", "denied")."""
        return any(doing.kinds()[k].unreal for k in doing.kinds_of(self.lemma))


@dataclass(frozen=True)
class Reading:
    """The doings of a passage, in order, with its words and the text they stand in.

    `givers` are the notions of the words that name and describe whose words it gives.
    """

    text: str
    words: tuple[Word, ...]
    doings: tuple[Doing, ...]
    givers: frozenset[str] = frozenset()

    @cached_property
    def told(self) -> frozenset[str]:
        """The notions of what the main clauses tell of somebody: their doings with what stands after them.

        Names, numbers, frames ("X said") and whose words it gives are left out; in a passage without a main doing all
        else counts.
        """
        own = self.predicate or frozenset(self.matter)
        words = (self.words[n] for n in sorted(own) if not self.name(n) and not self.words[n].number)
        return frozenset(w.notion for w in words if not w.bare and w.notion not in self.givers)

    @cached_property
    def predicate(self) -> frozenset[int]:
        """The numbers of the words of the main doings and of what stands after them."""
        mains = [d for d in self.doings if d.main and not d.said]
        return frozenset(n for d in mains for n in (*range(d.at, d.last + 1), *d.after, *d.by))

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The numbers of the words of matter that name or describe nobody whose words it gives."""
        return tuple(n for n in self.matter if self.words[n].notion not in self.givers)

    @cached_property
    def days(self) -> dict[str, tuple[int, tuple[str, str]]]:
        """The days of a month, each by the word of matter before it: the number of its first word, number and month."""
        return dict(_days_of(self))

    @cached_property
    def names(self) -> tuple[int, ...]:
        """The numbers of the words written as names."""
        return tuple(n for n, w in enumerate(self.words) if self.name(n) and w.form not in _DAYS)

    @cached_property
    def ordering(self) -> dict[str, int]:
        """The words of order ("before", "least"), each with its number."""
        return {w.form: n for n, w in enumerate(self.words) if w.form in _ORDERING}

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(w.stem for w in self.words)

    @cached_property
    def undone(self) -> frozenset[str]:
        """The notions of the words that are no doings."""
        doings = {n for d in self.doings for n in range(d.at, d.last + 1)}
        return frozenset(w.notion for n, w in enumerate(self.words) if n not in doings)

    @cached_property
    def counts(self) -> frozenset[tuple[str, bool]]:
        """The numbers in it, each with whether it stands in what is told."""
        return frozenset((w.form, n in self.predicate) for n, w in enumerate(self.words) if w.number)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The verbs of its doings."""
        return frozenset(d.lemma for d in self.doings)

    @cached_property
    def matter(self) -> tuple[int, ...]:
        """The numbers of the words that carry matter, frames ("X said") left out."""
        frames = {n for d in self.doings if d.said for n in range(d.at, d.last + 1)}
        return tuple(n for n, w in enumerate(self.words) if not w.bare and n not in frames)

    @cached_property
    def notions(self) -> frozenset[str]:
        """The notions and stems of all words."""
        return frozenset(x for w in self.words for x in (w.stem, w.notion))

    def name(self, n: int) -> bool:
        """Whether word `n` is written as a name."""
        word = self.words[n]
        if word.name or word.bare or word.number:
            return word.name
        first = self.text[word.span.start].isupper()
        return first and n + 1 < len(self.words) and self.words[n + 1].name


@dataclass(frozen=True, slots=True)
class Parting:
    """One thing in which two passages part: its slot, the words in each (spans of their articles' texts), why.

    `step`: another step of one way, or a deed that is not known to be the same; `alone`: known steps of one way, each told in one passage alone.
    """

    slot: Slot
    a: Span
    b: Span
    saw: tuple[str, ...]
    step: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two passages laid beside each other.

    covered   0 to 1: of the words of matter, without those in which they part, how many the other has too; of the
              passage that has fewer of the other's
    met       how many doings of the two are the same, 0 to 1
    partings  where they part, in order of the first passage
    """

    covered: float
    met: float
    partings: tuple[Parting, ...]

    @property
    def apart(self) -> bool:
        """Whether the two cannot be told as one fact: another step of one way, or a deed that is not known to be the same."""
        return any(p.step for p in self.partings)

    @property
    def disputed(self) -> bool:
        """Whether the two tell one fact and part in it: all else aligns."""
        return bool(self.partings) and not self.apart


@lru_cache(maxsize=1 << 13)
def reading(text: str, span: Span) -> Reading:
    """Read who does what to whom in `text` inside `span`: all who ask for a sentence share what was read of it."""
    return read(text, words(text, span))


def read(text: str, inside: tuple[Word, ...]) -> Reading:
    """Read it of words of `text` that stand in a row."""
    return Reading(text, inside, tuple(_Reader(text, inside).doings()))


# So much of two passages must be the same (0 to 1), but for the words in which they part, for a parting to be seen: in
# two passages about different things every word is another.
_ALIKE = 0.6
_ALIKE_NAMES = 0.7
# Two steps, charged here and found guilty there, are told with much that is the same and more that is not: so much of the
# passages, and of what stands beside the two words, is enough (0.6 and 0.4 leave such pairs joined).
_ALIKE_STEP = 0.35
_SHARE_STEP = 0.2
# In two sentences of one clause, of no more words of matter than this, nothing told is the same when no more than this share is.
_SHORT = 15
_NOTHING = 0.25
_ALIKE_NOTHING = 0.5


class _Reader:
    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text, self.words = text, words
        self.forms = [w.form for w in words]
        gaps = [text[a.span.end : b.span.start] for a, b in pairwise(words)]
        # Whether a mark stands before each word: one that ends a clause, a comma or bracket.
        self.end = [True, *[gap != " " and not _ENDS.isdisjoint(gap) for gap in gaps]]
        self.comma = [True, *[gap != " " and not _COMMAS.isdisjoint(gap) for gap in gaps]]

    def doings(self) -> Iterator[Doing]:
        """Find the doings from left to right; a word belongs to one only."""
        found: list[tuple[int, int, str, bool]] = []
        n = 0
        while n < len(self.words):
            here = self._here(n)
            if here is None:
                n += 1
                continue
            last, lemma, noun = here
            found.append((n, last, lemma, noun))
            n = last + 1
        for place, (at, last, lemma, noun) in enumerate(found):
            yield self._doing(found, place, at, last, lemma, noun)

    def _here(self, n: int) -> tuple[int, str, bool] | None:
        """Tell the doing that begins at word `n`: its last word, its lemma, whether it is a noun."""
        word, form = self.words[n], self.forms[n]
        if not _begins(form):
            return None
        if word.number or form in _HELPERS or self._in_a_compound(word) or self._is_a_name(word):
            return None
        lemma, shape = doing.forms().get(form, (form, "base"))
        for base in dict.fromkeys((lemma, form)):
            for rest in doing.longer().get(base, ()):
                if rest[0] == "by" and n and self.forms[n - 1] in _BE:
                    continue  # who it was done by
                end = self._particles(n, rest)
                if end is not None:
                    return end, "_".join((base, *rest)), False
        if form in doing.forms() and (not word.bare or lemma in _SAYING) and self._is_verb(n, lemma, shape):
            return n, lemma, False
        noun = doing.nouns().get(form) or doing.nouns().get(_singular(form))
        if noun is not None and (doing.kinds_of(noun) or shape == "base"):
            return n, noun, True
        if form in doing.forms() and doing.kinds_of(lemma) and shape in ("past", "ing"):
            return n, lemma, True
        return None

    def _in_a_compound(self, word: Word) -> bool:
        start = word.span.start
        return start > 1 and self.text[start - 1] in "-‑" and self.text[start - 2].isalnum()

    def _is_a_name(self, word: Word) -> bool:
        start = word.span.start
        return word.name and not (start and self.text[start - 1] in "\"“'‘")

    def _particles(self, n: int, rest: Sequence[str]) -> int | None:
        """Find the other words of a verb of several words after its first; two words may stand in between."""
        at = n
        for wanted in rest:
            for step in (1, 2, 3):
                here = at + step
                if here >= len(self.words) or self.end[here] or self.comma[here]:
                    return None
                if (
                    wanted in (self.forms[here], _singular(self.forms[here]))
                    or doing.forms().get(self.forms[here], ("",))[0] == wanted
                ):
                    at = here
                    break
                if wanted in _PREPOSITIONS and step == 1 and self.forms[here] in _PREPOSITIONS:
                    return None
            else:
                return None
        return at

    def _is_verb(self, n: int, lemma: str, shape: doing.Shape) -> bool:
        """Whether the word is a verb here, by what stands before and after it."""
        back = n - 1
        while (
            back >= 0 and (self.forms[back] in _ADVERBS or self.forms[back].endswith("ly")) and not self.end[back + 1]
        ):
            back -= 1
        before = self.forms[back] if back >= 0 else ""
        share = doing.verbs()[lemma].noun_share
        if before in _DETERMINERS or before.endswith("'s") or (back >= 0 and self.words[back].number):
            return False
        if before in ("to", *_MODALS, *_DO) or before.endswith("n't"):
            return True
        if shape == "past":
            after = (
                n + 1 < len(self.words) and not self.words[n + 1].bare and not self.end[n + 1] and not self.comma[n + 1]
            )
            return not (before in _PREPOSITIONS and after and not self.words[n + 1].name)
        if shape == "ing":
            return before not in ("the", "a", "an") and not (share > 50)
        if before in _SUBJECTS:
            return True
        if not before or before in _PREPOSITIONS or before in _BE or before in _HAVE:
            return False
        if shape == "s":
            return share < 50 and not self.forms[n - 1].endswith("s")
        return share < 40 and (self.forms[n - 1].endswith("s") or self.forms[n - 1] in ("people", "police"))

    def _doing(
        self, found: Sequence[tuple[int, int, str, bool]], place: int, at: int, last: int, lemma: str, noun: bool
    ) -> Doing:
        first = at
        possible, denied, passive, planned = None, False, False, False
        if not noun:
            while first and not self.end[first] and self._helps(first - 1):
                first -= 1
            for n in range(first, at):
                form = self.forms[n]
                denied |= form in _NOT or form.endswith("n't")
                passive |= form in _BE
                planned |= form in ("will", "shall", "won't")
                if form in _POSSIBLE or form in ("couldn't", "mightn't"):
                    possible = n
            passive &= self._shape(at) == "past"
        start = next((f[1] + 1 for f in reversed(found[:place]) if not f[3]), 0)
        stop = next((f[0] for f in found[place + 1 :] if not f[3]), len(self.words))
        before = self._before(max(start, first - _REACH), first)
        if not noun and first and self.forms[first - 1] == "to":
            planned = True
            if place and first - 2 <= found[place - 1][1]:  # "agreed to buy": who agreed buys
                before = self._doing(found, place - 1, *found[place - 1]).before
        after_all, by = self._after(last + 1, min(stop, last + 1 + _REACH), passive or noun)
        denied |= self._no(first, last, stop)
        return Doing(
            at,
            last,
            Span(self.words[at].span.start, self.words[last].span.end),
            Span(self.words[first].span.start, self.words[last].span.end),
            lemma,
            denied,
            possible,
            before,
            after_all,
            by,
            passive,
            noun,
            not noun and self._main(max(start, first - _REACH), first, at, self._after_said(found[:place])),
            planned,
        )

    def _shape(self, n: int) -> doing.Shape | None:
        found = doing.forms().get(self.forms[n])
        return None if found is None else found[1]

    def _helps(self, n: int) -> bool:
        form = self.forms[n]
        return (
            form in _MODALS
            or form in _BE
            or form in _HAVE
            or form in _DO
            or form in _NOT
            or form.endswith("n't")
            or form in _ADVERBS
            or form.endswith("ly")
        )

    def _before(self, start: int, first: int) -> tuple[int, ...]:
        """The words of matter before a doing in its clause."""
        for n in range(first - 1, start - 1, -1):
            if self.end[n + 1] or self.forms[n] in _SUBORDINATE:
                start = n + 1
                break
        return tuple(n for n in range(start, first) if not self.words[n].bare)

    def _after(self, start: int, stop: int, divided: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The words of matter after it, and those after a "by" where that tells who does it."""
        after: list[int] = []
        by: list[int] = []
        into = after
        for n in range(start, stop):
            if self.end[n]:
                break
            if divided and self.forms[n] == "by":
                into = by
            elif not self.words[n].bare:
                into.append(n)
        return tuple(after), tuple(by)

    def _no(self, first: int, last: int, stop: int) -> bool:
        """Whether "no" stands with it: "no traces", "without injury", "nobody was hurt"."""
        for n in range(max(0, first - 4), first):
            if self.forms[n] in _NOBODY or (self.forms[n] == "no" and not self.end[n + 1]):
                return not any(self.end[k] or self.comma[k] for k in range(n + 1, first + 1))
            if self.forms[n] == "without" and first - n <= 2:
                return True
        after = range(last + 1, min(stop, last + 3))
        return any(self.forms[n] in ("no", "nobody", "none", "nothing") and not self.comma[n] for n in after)

    @staticmethod
    def _after_said(found: Sequence[tuple[int, int, str, bool]]) -> bool:
        """Whether the verb before only gives words to somebody: its "that" makes no clause less."""
        lemma = next((f[2] for f in reversed(found) if not f[3]), "")
        return any(doing.kinds()[k].said for k in doing.kinds_of(lemma))

    def _main(self, start: int, first: int, at: int, said: bool) -> bool:
        if self._shape(at) == "ing" and first == at:
            return False
        return not any(
            self.forms[n] in _SUBORDINATE and not (said and self.forms[n] == "that") for n in range(start, first)
        )


@lru_cache(maxsize=1 << 16)
def _begins(form: str) -> bool:
    """Whether a word so written may begin a doing at all: most words of a text do not."""
    nouns = doing.nouns()
    return form in doing.forms() or form in doing.longer() or form in nouns or _singular(form) in nouns


def _singular(form: str) -> str:
    if form.endswith("ies"):
        return form[:-3] + "y"
    return form[:-1] if form.endswith("s") else form


# --- two passages ------------------------------------------------------------------------------------------------


def align(a: Reading, b: Reading) -> Alignment:
    """Lay two passages beside each other and tell where they part; `Alignment` says what comes out."""
    if not (a.doings or b.doings or a.names or b.names or a.givers):
        return Alignment(1.0, 1.0, ())  # nobody does anything
    return _Aligner(a, b).align()


class _Aligner:
    def __init__(self, a: Reading, b: Reading) -> None:
        self.a, self.b = a, b
        self.pairs = [(x, y) for x in a.doings for y in b.doings]
        self.kin = [(x, y) for x, y in self.pairs if doing.relation(x.lemma, y.lemma) == "kin"]
        self.main_met = any(x.main and y.main and not x.said for x, y in self.kin)
        same = [*self.kin, *self._said_with_not()]
        self.met_a = {x.at for x, _ in same} | self._other_word(a, b)
        self.met_b = {y.at for _, y in same} | self._other_word(b, a)
        self.shared_a, self.shared_b = _shared(a, b, self.met_a), _shared(b, a, self.met_b)

    def _said_with_not(self) -> Iterator[tuple[Doing, Doing]]:
        """Find what one says with a "not" and the other with a word that has it: "nobody was hurt", "unharmed"."""
        for x, y in self.pairs:
            if x.denied != y.denied and doing.relation(x.lemma, y.lemma) == "not":
                yield x, y

    @staticmethod
    def _other_word(one: Reading, other: Reading) -> set[int]:
        """The doings of which the other has the word or a like one, which is no doing there."""
        stems, notions = other.stems, other.undone
        words = ((d, one.words[d.at]) for d in one.doings)
        return {d.at for d, w in words if not w.bare and (w.stem in stems or w.notion in notions)}

    def align(self) -> Alignment:
        """Find the partings, if the two are alike enough for any to be seen."""
        found = list(self._partings()) if self._covered((), ()) >= _ALIKE / 2 else []
        partings = [p for p in found if self._covered((p.a,), (p.b,)) >= (_ALIKE_STEP if p.alone else _ALIKE)]
        if not partings and self._covered((), ()) >= _ALIKE_NOTHING:
            partings = list(self._nothing_alike())
        parted_a = [p.a for p in partings]
        parted_b = [p.b for p in partings]
        count = len(self.a.doings) + len(self.b.doings)
        met = (len(self.met_a) + len(self.met_b)) / count if count else 1.0
        return Alignment(self._covered(parted_a, parted_b), met, tuple(partings))

    def _covered(self, parted_a: Sequence[Span], parted_b: Sequence[Span]) -> float:
        return min(_share(self.a, self.shared_a, parted_a), _share(self.b, self.shared_b, parted_b))

    def _partings(self) -> Iterator[Parting]:
        seen: set[tuple[Span, Span]] = set()
        for parting in (
            *self._other_doing(),
            *self._unreal(),
            *self._denied(),
            *self._possible(),
            *self._turned(),
            *self._names(),
            *self._order(),
            *self._days(),
        ):
            if (parting.a, parting.b) not in seen:
                seen.add((parting.a, parting.b))
                yield parting

    def _nothing_alike(self) -> Iterator[Parting]:
        """Of the same somebody each tells something else: no word of what is told is the same."""
        mains = [[d for d in r.doings if d.main and not d.said] for r in (self.a, self.b)]
        plain = all(len(m) <= 1 and len(r.own) <= _SHORT for m, r in zip(mains, (self.a, self.b), strict=True))
        shared, least = len(self.a.told & self.b.told), min(len(self.a.told), len(self.b.told))
        if not any(mains) and not (self.a.givers and self.b.givers):
            return
        if self.main_met or self.a.counts & self.b.counts or not plain or not least or shared > _NOTHING * least:
            return
        if any(x.at in self.met_a for x in mains[0]) or any(y.at in self.met_b for y in mains[1]):
            return
        spans = [m[0].group if m else r.words[r.matter[-1]].span for m, r in zip(mains, (self.a, self.b), strict=True)]
        saw = tuple(span.of(r.text) for span, r in zip(spans, (self.a, self.b), strict=True))
        yield Parting("doing", spans[0], spans[1], saw, True)

    def _other_doing(self) -> Iterator[Parting]:
        """A verb of each that the other has not, told of the same."""
        left = [x for x in self.a.doings if x.at not in self.met_a and not x.said]
        right = [y for y in self.b.doings if y.at not in self.met_b and not y.said]
        for x in left:
            for y in right:
                how = doing.relation(x.lemma, y.lemma)
                known = how in ("against", "step", "turned", "not")
                if how == "turned" and self._changed_over(x, y):
                    continue
                if not known and (x.noun or y.noun or doing.light(x.lemma) or doing.light(y.lemma)):
                    continue
                alone = how == "step" and self._one_step_each(x, y)
                if self._one_place(x, y, known, _SHARE_STEP if alone else 0.4) and (known or self._strict(x, y)):
                    saw = (x.lemma.replace("_", " "), y.lemma.replace("_", " "))
                    yield Parting("doing", x.group, y.group, saw, not known or how == "step", alone)

    def _one_step_each(self, x: Doing, y: Doing) -> bool:
        """Whether each passage tells of its own step alone, one of them in a main clause."""
        mine, theirs = set(doing.kinds_of(x.lemma)), set(doing.kinds_of(y.lemma))
        return (
            (x.main or y.main)
            and not self.main_met
            and not any(theirs.intersection(doing.kinds_of(d.lemma)) for d in self.a.doings)
            and not any(mine.intersection(doing.kinds_of(d.lemma)) for d in self.b.doings)
        )

    def _unreal(self) -> Iterator[Parting]:
        """One only tries, refuses, denies or asks for what the other tells as done."""
        for one, other, met, turn in (
            (self.a, self.b, self.met_a, False),
            (self.b, self.a, self.met_b, True),
        ):
            for n, x in enumerate(one.doings):
                if x.at in met or not x.unreal or x.noun:
                    continue
                for done in one.doings[n + 1 : n + 3]:
                    theirs = self._twin(one, done)
                    if done.said and not (done.at - x.last == 2 and one.words[x.last + 1].form == "to"):
                        break
                    if theirs is not None and theirs.planned and "plan" in doing.kinds_of(x.lemma):
                        break
                    if theirs is None or any(d.unreal for d in other.doings if d.at < theirs.at and d.at not in met):
                        continue
                    if any(d.unreal and self._leads_to(d, theirs) for d in other.doings) or theirs.denied:
                        continue
                    saw = (x.lemma.replace("_", " "), theirs.lemma.replace("_", " "))
                    mine, yours = Span(x.group.start, done.span.end), theirs.group
                    yield Parting("certainty", *((yours, mine) if turn else (mine, yours)), saw)
                    break

    @staticmethod
    def _leads_to(d: Doing, theirs: Doing) -> bool:
        return d.at < theirs.at and theirs.at - d.last <= 4 and not d.noun

    def _twin(self, one: Reading, x: Doing) -> Doing | None:
        """Find the doing of the other passage that is the same."""
        pairs = self.kin if one is self.a else [(y, z) for z, y in self.kin]
        return next((y for z, y in pairs if z is x), None)

    def _denied(self) -> Iterator[Parting]:
        """A "not" in one alone."""
        for x, y in self.kin:
            if (x.noun and y.noun) or x.said or y.said:
                continue
            if x.denied != y.denied and not self._says_no(self.b if x.denied else self.a, y if x.denied else x):
                if not self._one_place(x, y, True):
                    continue
                yield Parting("polarity", x.group, y.group, ("not" if x.denied else "", "not" if y.denied else ""))

    @staticmethod
    def _says_no(reading: Reading, d: Doing) -> bool:
        return any(o.unreal and o.at < d.at for o in reading.doings)

    def _possible(self) -> Iterator[Parting]:
        """One tells as possible what the other tells as done."""
        for x, y in self.kin:
            if (x.possible is None) == (y.possible is None) or x.noun or y.noun or not self._one_place(x, y, True):
                continue
            if (x if x.possible is None else y).denied:
                continue
            one, n = (self.a, x.possible) if x.possible is not None else (self.b, y.possible)
            if n is None or one.words[n].form not in ("could", "may", "might"):
                continue
            yield Parting("certainty", x.group, y.group, (one.words[n].form, (y if one is self.a else x).lemma))

    def _turned(self) -> Iterator[Parting]:
        """Who does it to whom is changed over."""
        for x, y in self.kin:
            if x.noun or y.noun or any(doing.kinds()[k].both for k in doing.kinds_of(x.lemma)):
                continue
            if self._changed_over(x, y):
                yield Parting("sides", self._sides(self.a, x), self._sides(self.b, y), (x.lemma, y.lemma))

    def _changed_over(self, x: Doing, y: Doing) -> bool:
        doer_x, other_x = self._parties(self.a, x)
        doer_y, other_y = self._parties(self.b, y)
        common = doer_x & other_x | doer_y & other_y
        crossed = (doer_x & other_y - common) and (other_x & doer_y - common)
        straight = (doer_x & doer_y - common) or (other_x & other_y - common and not crossed)
        return bool(crossed) and not straight

    @staticmethod
    def _parties(reading: Reading, d: Doing) -> tuple[frozenset[str], frozenset[str]]:
        def notions(numbers: Sequence[int]) -> frozenset[str]:
            return frozenset(reading.words[n].notion for n in numbers if not reading.words[n].number)

        if d.passive:
            return notions(d.by), notions(d.before)
        return notions(d.before), notions(d.after)

    @staticmethod
    def _sides(reading: Reading, d: Doing) -> Span:
        numbers = (*d.before, *range(d.at, d.last + 1), *d.after, *d.by)
        return Span(min(reading.words[n].span.start for n in numbers), max(reading.words[n].span.end for n in numbers))

    def _names(self) -> Iterator[Parting]:
        """Another name at the same place: the word right beside it is the same, and neither name stands in the other.

        Before one surname two first names are two people: what is told of the one is not told of the other.
        """
        if self._covered((), ()) < _ALIKE_NAMES:
            return
        left = {key: n for n in self._lone_names(self.a, self.b) for key in _touching(self.a, n)}
        for m in self._lone_names(self.b, self.a):
            key = next((key for key in _touching(self.b, m) if key in left), None)
            if key is not None:
                n = left[key]
                x, y = self.a.words[n], self.b.words[m]
                if x.stem[:3] != y.stem[:3] and x.form not in doing.forms() and y.form not in doing.forms():
                    people = key[0] == "after" and _first_names((self.a, n), (self.b, m))
                    yield Parting("name", x.span, y.span, (x.form, y.form), people)

    @staticmethod
    def _lone_names(one: Reading, other: Reading) -> list[int]:
        known = other.notions
        return [n for n in one.names if one.words[n].stem not in known and one.words[n].notion not in known]

    def _order(self) -> Iterator[Parting]:
        """Opposite words that are no verbs ("before", "after"), beside the same words."""
        forms_a, forms_b = self.a.ordering, self.b.ordering
        if not forms_a or not forms_b:
            return
        for x, y in _ORDER:
            for one, other in ((x, y), (y, x)):
                if one in forms_a and other in forms_b and one not in forms_b and other not in forms_a:
                    n, m = forms_a[one], forms_b[other]
                    if set(_beside(self.a, n)) & set(_beside(self.b, m)):
                        yield Parting("order", self.a.words[n].span, self.b.words[m].span, (one, other))

    def _days(self) -> Iterator[Parting]:
        """Another day of a month after the same words."""
        here, there = self.a.days, self.b.days
        if not here or not there:
            return
        for key, (n, day) in here.items():
            m, other = there.get(key, (0, day))
            if (
                day != other
                and day not in [d for _, d in there.values()]
                and other not in [d for _, d in here.values()]
            ):
                saw = (" ".join(day), " ".join(other))
                x = Span(self.a.words[n].span.start, self.a.words[n + 1].span.end)
                yield Parting("day", x, Span(self.b.words[m].span.start, self.b.words[m + 1].span.end), saw)

    def _one_place(self, x: Doing, y: Doing, known: bool, share: float = 0.4) -> bool:
        """Whether two doings are told of the same: their clauses share words of matter."""
        mine = {w for n in (*x.before, *x.after, *x.by) for w in (self.a.words[n].stem, self.a.words[n].notion)}
        theirs = {w for n in (*y.before, *y.after, *y.by) for w in (self.b.words[n].stem, self.b.words[n].notion)}
        if not mine or not theirs:
            return known and self._covered((), ()) >= _ALIKE
        return len(mine & theirs) >= share * min(len(mine), len(theirs))

    def _strict(self, x: Doing, y: Doing) -> bool:
        """Whether two verbs of which nothing is known may be held against each other: those of two main clauses."""
        return x.main and y.main and not self.main_met


_MONTHS = frozenset(name.lower() for name in MONTHS)
_DAYS = frozenset((*WEEKDAY_NUMBERS, *_MONTHS, *listed("est edt gmt utc pst cst bst cet pdt cdt ist am pm")))
_ORDER = (
    ("before", "after"),
    ("first", "last"),
    ("north", "south"),
    ("east", "west"),
    ("northern", "southern"),
    ("eastern", "western"),
    ("least", "fewer"),
    ("more", "fewer"),
    ("more", "less"),
    ("over", "under"),
    ("above", "below"),
    ("best", "worst"),
    ("highest", "lowest"),
    ("largest", "smallest"),
    ("men", "women"),
    ("with", "without"),
)


_ORDERING = frozenset(word for pair in _ORDER for word in pair)


def _days_of(reading: Reading) -> Iterator[tuple[str, tuple[int, tuple[str, str]]]]:
    """Give each day of a month ("28 June", "June 28") by the stem of the word of matter before it."""
    words = reading.words
    for n in range(1, len(words) - 1):
        for number, month in ((words[n], words[n + 1]), (words[n + 1], words[n])):
            if number.number and month.form in _MONTHS and month.span.of(reading.text)[0].isupper():
                before = next((w.stem for w in reversed(words[:n]) if not w.bare), "")
                yield before, (n, (number.form, month.form))


def _beside(reading: Reading, n: int) -> tuple[tuple[str, str], ...]:
    """The words before and after word `n`, by their stems, two small words passed over."""
    found = []
    for side, step in (("before", -1), ("after", 1)):
        at = n + step
        while 0 <= at < len(reading.words) and abs(at - n) <= 2 and reading.words[at].bare:
            at += step
        if 0 <= at < len(reading.words) and not reading.words[at].bare:
            found.append((side, reading.words[at].stem))
    return tuple(found)


def _first_names(*places: tuple[Reading, int]) -> bool:
    """Whether names that stand before one surname are first names of two people.

    They are no titles; a sentence's first word has its capital for no reason of its own, so it is one where either is known.
    """
    forms = [reading.words[n].form for reading, n in places]
    known = any(form in first_names() for form in forms)
    return not titles().intersection(forms) and (known or all(n for _, n in places))


def _touching(reading: Reading, n: int) -> Iterator[tuple[str, str]]:
    """The name right before or after word `n`, and the word that "of", "in" or "at" ties it to; no mark in between."""
    words, text = reading.words, reading.text

    def tied(a: Word, b: Word) -> bool:
        return text[a.span.end : b.span.start].strip(" \n'’s") == ""

    if n + 1 < len(words) and reading.name(n + 1) and tied(words[n], words[n + 1]):
        yield "after", words[n + 1].stem
    if n and reading.name(n - 1) and tied(words[n - 1], words[n]):
        yield "before", words[n - 1].stem
    if n > 1 and words[n - 1].form in ("of", "in", "at") and not words[n - 2].bare and tied(words[n - 1], words[n]):
        yield words[n - 1].form, words[n - 2].stem


def _shared(one: Reading, other: Reading, met: set[int]) -> frozenset[int]:
    """The numbers of the words of matter of one passage that the other has too."""
    known, words = other.notions, one.words
    return frozenset(n for n in one.matter if n in met or words[n].stem in known or words[n].notion in known)


def _share(one: Reading, shared: frozenset[int], parted: Sequence[Span]) -> float:
    if not parted:
        return len(shared) / len(one.matter) if one.matter else 1.0
    left = [n for n in one.matter if not any(p.holds(one.words[n].span) for p in parted)]
    return sum([n in shared for n in left]) / len(left) if left else 1.0
