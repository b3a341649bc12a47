"""What do two passages both tell, so that it can be seen where they part?

`overlap` lays two passages beside each other once: which of their doings are the same, which words of matter each has of the
other. `contradiction` and `mismatch` find in it where the two part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from storybrief.claims import doing
from storybrief.claims.frames import Doing, Reading
from storybrief.model import Span

Slot = Literal["doing", "polarity", "certainty", "sides", "name", "order", "day"]
"""In what two passages differ: another verb; a "not"; only possible, tried or asked for; who to whom; a name; a word of order ("before"); a day."""

# So much of two passages must be the same (0 to 1), but for the words in which they part, for a parting to be seen: in
# two passages about different things every word is another.
ALIKE = 0.6
# So much of the words beside two doings must be the same for the two to be told of the same.
SHARE = 0.4


class Parting(Struct, frozen=True):
    """One thing in which two passages part: its slot, the words in each (spans of their articles' texts), why.

    `step`: another step of one way, or a deed that is not known to be the same; `alone`: known steps of one way, each told in one passage alone.
    """

    slot: Slot
    a: Span
    b: Span
    saw: tuple[str, ...]
    step: bool = False
    alone: bool = False


class Overlap(Struct, frozen=True, dict=True):
    """Two passages beside each other.

    kin       their doings that are the same, in pairs
    met_a, met_b  the first words of the doings of each that the other tells too, as a doing or not
    shared_a, shared_b  the numbers of the words of matter of each that the other has too
    """

    a: Reading
    b: Reading
    kin: tuple[tuple[Doing, Doing], ...]
    met_a: frozenset[int]
    met_b: frozenset[int]
    shared_a: frozenset[int]
    shared_b: frozenset[int]

    @cached_property
    def turned(self) -> Overlap:
        """The same two, changed over."""
        kin = tuple((y, x) for x, y in self.kin)
        return Overlap(self.b, self.a, kin, self.met_b, self.met_a, self.shared_b, self.shared_a)

    @cached_property
    def main_met(self) -> bool:
        """Whether the two tell the same in a main clause of each."""
        return any(x.main and y.main and not x.said for x, y in self.kin)

    @cached_property
    def alike(self) -> float:
        """How much of the two is the same, 0 to 1."""
        return self.alike_but((), ())

    def alike_but(self, parted_a: Sequence[Span], parted_b: Sequence[Span]) -> float:
        """How much of the two is the same without the words in which they part, 0 to 1: of that which has less of the other."""
        return min(_share(self.a, self.shared_a, parted_a), _share(self.b, self.shared_b, parted_b))

    def one_place(self, x: Doing, y: Doing, known: bool, share: float = SHARE) -> bool:
        """Whether two doings are told of the same: their clauses share words of matter.

        Where a clause has none, the passages must be alike, and the two be `known` to stand to one another.
        """
        mine = {w for n in (*x.before, *x.after, *x.by) for w in (self.a.words[n].stem, self.a.words[n].notion)}
        theirs = {w for n in (*y.before, *y.after, *y.by) for w in (self.b.words[n].stem, self.b.words[n].notion)}
        if not mine or not theirs:
            return known and self.alike >= ALIKE
        return len(mine & theirs) >= share * min(len(mine), len(theirs))


def same_doings(a: Reading, b: Reading) -> Iterator[tuple[Doing, Doing]]:
    """The doings of two passages that are the same, in pairs."""
    return ((x, y) for x in a.doings for y in b.doings if doing.relation(x.lemma, y.lemma) == "kin")


def overlap(a: Reading, b: Reading) -> Overlap:
    """Lay two passages beside each other."""
    relation = doing.relation
    pairs = [(x, y, relation(x.lemma, y.lemma)) for x in a.doings for y in b.doings]
    kin = tuple((x, y) for x, y, how in pairs if how == "kin")
    # What one says with a "not" and the other with a word that has it: "nobody was hurt", "unharmed".
    same = [*kin, *((x, y) for x, y, how in pairs if how == "not" and x.denied != y.denied)]
    met_a = frozenset(x.at for x, _ in same).union(_other_word(a, b))
    met_b = frozenset(y.at for _, y in same).union(_other_word(b, a))
    return Overlap(a, b, kin, met_a, met_b, _shared(a, b, met_a), _shared(b, a, met_b))


def _other_word(one: Reading, other: Reading) -> Iterator[int]:
    """The doings of which the other has the word or a like one, which is no doing there."""
    stems, notions = other.stems, other.undone
    words = ((d, one.words[d.at]) for d in one.doings)
    return (d.at for d, w in words if not w.bare and (w.stem in stems or w.notion in notions))


def _shared(one: Reading, other: Reading, met: frozenset[int]) -> frozenset[int]:
    known, words = other.notions, one.words
    return frozenset([n for n in one.matter if n in met or words[n].stem in known or words[n].notion in known])


def _share(one: Reading, shared: frozenset[int], parted: Sequence[Span]) -> float:
    if not parted:
        return len(shared) / len(one.matter) if one.matter else 1.0
    left = [n for n in one.matter if not any(p.holds(one.words[n].span) for p in parted)]
    return sum([n in shared for n in left]) / len(left) if left else 1.0
