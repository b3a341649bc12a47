"""Where do two passages part ways, when all else is the same?"""

from __future__ import annotations

from msgspec import Struct

from storybrief.claims.contradiction import contradictions, denial_alone, nothing_alike, nothing_said
from storybrief.claims.frames import Reading
from storybrief.claims.mismatch import mismatches
from storybrief.claims.overlap import ALIKE, Parting, overlap
from storybrief.model import Span

# Two steps, charged here and found guilty there, are told with much that is the same and more that is not: so much of the
# passages is enough (0.6 leaves such pairs joined).
_ALIKE_STEP = 0.35
# So much must be the same for two passages to be of one somebody, of whom nothing told is the same.
_ALIKE_NOTHING = 0.5


class Alignment(Struct, frozen=True):
    """Two passages laid beside each other: where they part, in the order of the kinds of parting."""

    partings: tuple[Parting, ...]

    @property
    def apart(self) -> bool:
        """Whether the two cannot be told as one fact: another step of one way, or a deed that is not known to be the same."""
        return any(p.step for p in self.partings)

    @property
    def disputed(self) -> bool:
        """Whether the two tell one fact and part in it: all else aligns."""
        return bool(self.partings) and not self.apart


def align(a: Reading, b: Reading) -> Alignment:
    """Lay two passages beside each other and tell where they part, if they are alike enough for that to be seen."""
    if not (a.doings or b.doings or a.names or b.names or a.givers):
        return Alignment(())  # nobody does anything
    both = overlap(a, b)
    found: dict[tuple[Span, Span], Parting] = {}
    if both.alike >= ALIKE / 2:
        for p in (*contradictions(both), *mismatches(both)):
            found.setdefault((p.a, p.b), p)
    partings = [p for p in found.values() if both.alike_but((p.a,), (p.b,)) >= (_ALIKE_STEP if p.alone else ALIKE)]
    if not partings and both.alike >= _ALIKE_NOTHING:
        partings = [*nothing_alike(both), *nothing_said(both)]
    return Alignment((*partings, *denial_alone(both)))
