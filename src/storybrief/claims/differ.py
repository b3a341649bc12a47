"""Where do the passages of one claim differ, and how much does it matter?

Every rule of the table below looks at two passages for one kind of difference. A difference says "differs" and shows both
wordings; it never says who is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from storybrief.claims.align import align
from storybrief.claims.certainty import only_one_denies, other_hedge
from storybrief.claims.counted import figure_in_one, other_bound, other_figure
from storybrief.claims.doers import other_doer
from storybrief.claims.givers import giver_in_one, other_speaker
from storybrief.claims.overlap import Parting
from storybrief.claims.side import Found, Rule, Side
from storybrief.claims.times import finer_time, other_time, unlike
from storybrief.claims.wording import other_wording, quoted_in_one
from storybrief.model import Claim, Difference, DifferenceKind, Extract, Passage, Trace, Weight

_WEIGHTS: tuple[Weight, ...] = ("high", "medium", "low")


def differences(claims: Sequence[Claim], extracts: Sequence[Extract]) -> tuple[Difference, ...]:
    """Compare in every claim the words shown with each passage of another article; the weightiest come first.

    Of passages with the very same words only the first is compared: a copy has no differences of its own.
    """
    by_id = {e.article.id: e for e in extracts}
    found: list[Difference] = []
    for claim in claims:
        shown = Side(claim.shown, by_id[claim.shown.article])
        seen = {shown.line}
        earlier = claim.passages[: claim.passages.index(claim.shown)]
        for passage in claim.passages:
            other = Side(passage, by_id[passage.article])
            if passage.article != claim.shown.article and other.line not in seen:
                seen.add(other.line)
                found.extend(compare(other, shown) if passage in earlier else compare(shown, other))
    found.sort(key=lambda d: _WEIGHTS.index(d.weight))
    return tuple(dict.fromkeys(found))


def between(a: Passage, of_a: Extract, b: Passage, of_b: Extract) -> tuple[Difference, ...]:
    """Compare two passages of one claim, each with the extract of its article."""
    return tuple(compare(Side(a, of_a), Side(b, of_b)))


def compare(a: Side, b: Side) -> Iterator[Difference]:
    """Run every rule over two passages."""
    for kind, name, rule in _RULES:
        yield from _named(a, b, kind, name, rule(a, b))
    parted = _partings(a, b)
    for kind, name, of_slot in _OF_PARTINGS if parted else ():
        found: Found = (("high", p.a, p.b, p.saw) for p in parted if of_slot(p))
        yield from _named(a, b, kind, name, found)


def _partings(a: Side, b: Side) -> list[Parting]:
    """Where the two part when all else aligns; what another rule has seen, a "not" or two times, is left to that."""
    if not (a.extract.article.english and b.extract.article.english):
        return []
    found = align(a.reading, b.reading)
    if not found.disputed:
        return []
    seen = {"polarity": any(True for _ in only_one_denies(a, b)), "day": bool(unlike(a, b))}
    return [p for p in found.partings if not seen.get(p.slot)]


def _named(a: Side, b: Side, kind: DifferenceKind, name: str, found: Found) -> Iterator[Difference]:
    for weight, x, y, saw in found:
        yield Difference(kind, weight, a.part(x), b.part(y), Trace(name, saw))


_OF_PARTINGS: tuple[tuple[DifferenceKind, str, Callable[[Parting], bool]], ...] = (
    ("negation", "another deed, or not so", lambda p: p.slot in ("doing", "polarity")),
    ("hedge", "only possible or tried in one", lambda p: p.slot == "certainty"),
    ("agent", "other side or other name", lambda p: p.slot in ("sides", "name")),
    ("time", "before or after", lambda p: p.slot == "day" or (p.slot == "order" and "before" in p.saw)),
    ("bound", "other end", lambda p: p.slot == "order" and "before" not in p.saw),
)
_RULES: tuple[tuple[DifferenceKind, str, Rule], ...] = (
    ("quotation", "one quotation, other words", other_wording),
    ("figure", "one thing counted, other values", other_figure),
    ("negation", "only one is negated", only_one_denies),
    ("agent", "other doer of one deed", other_doer),
    ("speaker", "other giver", other_speaker),
    ("attribution", "giver or relay only in one", giver_in_one),
    ("time", "other date", partial(other_time, dates=True)),
    ("time", "other time", partial(other_time, dates=False)),
    ("bound", "one value, other bound", other_bound),
    ("directness", "quotation marks only in one", quoted_in_one),
    ("hedge", "other hedge", other_hedge),
    ("time", "time only in one", finer_time),
    ("detail", "figure only in one", figure_in_one),
)
