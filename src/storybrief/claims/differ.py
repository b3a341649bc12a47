"""Where do the passages of one claim differ, and how much does it matter?

Every rule of the table below looks at two passages for one kind of difference. A difference says "differs" and shows both
wordings; it never says who is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storybrief.claims.certainty import only_one_denies, other_hedge
from storybrief.claims.counted import figure_in_one, other_bound, other_figure
from storybrief.claims.doers import other_doer
from storybrief.claims.givers import giver_in_one, other_speaker
from storybrief.claims.partings import (
    PartingRule,
    other_certainty,
    other_deed,
    other_extreme,
    other_order,
    other_sides,
    partings,
)
from storybrief.claims.side import Found, Rule, Side
from storybrief.claims.times import finer_time, other_date, other_time
from storybrief.claims.wording import other_wording, quoted_in_one
from storybrief.model import Claim, Difference, DifferenceKind, Extract, Passage, Trace, Weight

_WEIGHTS: dict[Weight, int] = {"high": 0, "medium": 1, "low": 2}


def differences(claims: Sequence[Claim], extracts: Sequence[Extract]) -> tuple[Difference, ...]:
    """Compare in every claim the words shown with each passage of another article; the weightiest come first.

    Of passages with the very same words only the first is compared: a copy has no differences of its own.
    """
    by_id = {e.article.id: e for e in extracts}
    found: list[tuple[int, int, Difference]] = []
    for number, claim in enumerate(claims):
        shown = Side(claim.shown, by_id[claim.shown.article])
        seen = {shown.line}
        place = claim.passages.index(claim.shown)
        for n, passage in enumerate(claim.passages):
            other = Side(passage, by_id[passage.article])
            if passage.article != claim.shown.article and other.line not in seen:
                seen.add(other.line)
                a, b = (shown, other) if place < n else (other, shown)
                found.extend((_WEIGHTS[d.weight], number, d) for d in compare(a, b))
    found.sort(key=lambda f: f[:2])
    return tuple(dict.fromkeys(d for _, _, d in found))


def between(a: Passage, of_a: Extract, b: Passage, of_b: Extract) -> tuple[Difference, ...]:
    """Compare two passages of one claim, each with the extract of its article."""
    return tuple(compare(Side(a, of_a), Side(b, of_b)))


def compare(a: Side, b: Side) -> Iterator[Difference]:
    """Run every rule over two passages."""
    parted = partings(a, b)
    for kind, name, rule in _RULES:
        yield from _named(a, b, kind, name, rule(a, b))
    for kind, name, of_parting in _OF_PARTINGS if parted else ():
        yield from _named(a, b, kind, name, of_parting(a, b, parted))


def _named(a: Side, b: Side, kind: DifferenceKind, name: str, found: Found) -> Iterator[Difference]:
    for weight, x, y, saw in found:
        yield Difference(kind, weight, a.part(x), b.part(y), Trace(name, saw))


_OF_PARTINGS: tuple[tuple[DifferenceKind, str, PartingRule], ...] = (
    ("negation", "another deed, or not so", other_deed),
    ("hedge", "only possible or tried in one", other_certainty),
    ("agent", "other side or other name", other_sides),
    ("time", "before or after", other_order),
    ("bound", "other end", other_extreme),
)
_RULES: tuple[tuple[DifferenceKind, str, Rule], ...] = (
    ("quotation", "one quotation, other words", other_wording),
    ("figure", "one thing counted, other values", other_figure),
    ("negation", "only one is negated", only_one_denies),
    ("agent", "other doer of one deed", other_doer),
    ("speaker", "other giver", other_speaker),
    ("attribution", "giver or relay only in one", giver_in_one),
    ("time", "other date", other_date),
    ("time", "other time", other_time),
    ("bound", "one value, other bound", other_bound),
    ("directness", "quotation marks only in one", quoted_in_one),
    ("hedge", "other hedge", other_hedge),
    ("time", "time only in one", finer_time),
    ("detail", "figure only in one", figure_in_one),
)
