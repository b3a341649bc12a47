"""On which single facts do the articles of a story disagree, and what changed from one to the next?

A row is one fact with what each side gives for it: two numbers of one quantity, two times of one deed, two wordings of
one quotation, a name spelled in two ways, yes and no, two doers. The sentences need not be in one claim. That one tells
more, or names its source, is no disagreement: that stays with the differences of a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from storybrief.claims import armed, denials, doers, names, times, wording
from storybrief.claims.not_known import says_so
from storybrief.claims.words import words
from storybrief.model import Difference, Dispute, DisputeKind, Extract, Passage, Quantity, Span

# The rules of `differ` that see one fact told in two ways.
_OF_CLAIMS: dict[str, DisputeKind] = {
    "only one is negated": "yes or no",
    "another deed, or not so": "yes or no",
    "only possible or tried in one": "certainty",
    "other side or other name": "who",
    "before or after": "time",
    "other date": "time",
    "one thing counted, other values": "figure",
    "other end": "figure",
}


def disputes(
    extracts: Sequence[Extract], quantities: Sequence[Quantity], differences: Sequence[Difference]
) -> tuple[Dispute, ...]:
    """Find the rows, numbers first; `differences` are those inside the claims, which add what nothing else has found."""
    english = [e for e in extracts if e.article.english]
    numbers = list(_numbers(quantities))
    found = [
        *numbers,
        *(row for row in times.disputes(english) if not _as_it_changed(row, numbers)),
        *armed.disputes(english),
        *denials.disputes(english),
        *wording.disputes(english),
        *names.disputes(english),
        *doers.disputes(english),
    ]
    agreed = frozenset((f.article, f.span) for q in quantities if q.standing == "bound" for v in q.values for f in v)
    left = [d for d in differences if not {(p.article, p.span) for p in (d.a, d.b)} <= agreed]
    return (*found, *_of_claims(extracts, left, found))


def of_one_fact(rows: Iterable[Dispute], parted: Sequence[tuple[Passage, Passage]]) -> tuple[Dispute, ...]:
    """Leave out of each row the later of two sides of which an editor parted sentences, and a row with one side left."""
    return tuple(kept for row in rows if (kept := _kept(row, parted)) is not None)


def _kept(row: Dispute, parted: Sequence[tuple[Passage, Passage]]) -> Dispute | None:
    while gone := {later for pair in parted if (later := row.later(*pair)) is not None}:
        row = replace(row, sides=tuple(side for n, side in enumerate(row.sides) if n not in gone))
    return row if len(row.sides) > 1 else None


def _numbers(quantities: Sequence[Quantity]) -> Iterator[Dispute]:
    for quantity in quantities:
        if quantity.standing in ("dispute", "update") and quantity.sort != "score":
            sides = tuple(tuple(Passage(f.article, f.sentence, f.span) for f in value) for value in quantity.values)
            yield Dispute("figure", quantity.named, sides, quantity.standing == "update", quantity.by)


def _as_it_changed(row: Dispute, numbers: Sequence[Dispute]) -> bool:
    """Whether two times are those at which one quantity had two values, as it rose: "7.1 metres at 9am"."""
    a, b = (side[0] for side in row.sides[:2])
    return any(number.update and number.later(a, b) is not None for number in numbers)


def _of_claims(
    extracts: Sequence[Extract], differences: Sequence[Difference], found: Sequence[Dispute]
) -> Iterator[Dispute]:
    seen = {(p.article, p.sentence) for d in found for side in d.sides for p in side}
    denied = {(p.article, p.sentence) for d in found if d.kind == "yes or no" for side in d.sides for p in side}
    by_id = {e.article.id: e for e in extracts}
    texts = {id: e.article.text for id, e in by_id.items()}
    for one in differences:
        kind = _OF_CLAIMS.get(one.by.rule)
        if one.by.rule == "other side or other name" and _of_one_name(texts, one):
            continue
        if one.by.rule == "only one is negated" and (_in_passing(by_id, one) or _not_yet(by_id, one)):
            continue
        rows = denied if kind == "yes or no" else set()
        new = (one.a.article, one.a.sentence) not in seen or (one.b.article, one.b.sentence) not in seen
        told = rows & {(one.a.article, one.a.sentence), (one.b.article, one.b.sentence)}
        if one.by.rule == "one thing counted, other values" and not _near(by_id, one):
            continue
        if kind and one.weight == "high" and new and not told:
            yield Dispute(kind, (), ((one.a,), (one.b,)), False, one.by)
            seen |= {(p.article, p.sentence) for p in (one.a, one.b)}


# Two numbers of one thing are no more apart than this; of what is far more, something else is counted.
_TIMES = 3
# "shares rose 2 percent": by how much is of one day, and of another on the next.
_MOVED = re.compile(r"\b(?:rose|fell|dropped|gained|lost|climbed|slipped|jumped|up|down)\s+(?:by\s+|about\s+)?\Z")


def _near(by_id: Mapping[str, Extract], one: Difference) -> bool:
    """Whether two numbers that differ inside a claim may count one thing: no place in an order, and not times as much."""
    a, b = (
        next((f for f in by_id[p.article].figures if f.span == p.span and f.unit != "ordinal"), None)
        for p in (one.a, one.b)
    )
    if a is None or b is None or not a.value or not b.value:
        return False
    if any(
        _MOVED.search(by_id[p.article].article.text, max(0, p.span.start - _NAME), p.span.start) for p in (one.a, one.b)
    ):
        return False
    return max(a.value, b.value) <= _TIMES * min(a.value, b.value)


# "a bomb, which did not explode, fell on the quay": what is denied is told in passing, not what both tell.
_ASIDE = re.compile(r",\s+(?:which|who|that)\s+(?:\w+\s+)?\Z")
# The word before or after a name, when it belongs to the name too.
_BEFORE, _AFTER = re.compile(r"([A-Z][\w'’-]*)\s+\Z"), re.compile(r"\s+([A-Z][\w'’-]*)")


def _in_passing(by_id: Mapping[str, Extract], one: Difference) -> bool:
    """Whether a "not" stands in an aside ("which did not explode") of a deed that the other passage has no word of."""
    for p, other in ((one.a, one.b), (one.b, one.a)):
        start = p.span.start
        if _ASIDE.search(by_id[p.article].article.text[max(0, start - _NAME) : start]):
            told = by_id[other.article]
            read = words(told.article.text, told.sentences[other.sentence - 1].span)
            return one.by.saw[-1] not in {form for w in read for form in (w.form, w.stem, w.notion)}
    return False


_HAS_NOT = re.compile(r"\b(?:has|have)(?:\s+not|n['’]t)\b", re.IGNORECASE)
_PLEADED = re.compile(r"\bplead(?:s|ed|ing)?\s+not\b", re.IGNORECASE)


def _not_yet(by_id: Mapping[str, Extract], one: Difference) -> bool:
    """Whether what had not been done when one article came out is done in a later one, is only pleaded, or is not known."""
    for p, other in ((one.a, one.b), (one.b, one.a)):
        mine, theirs = (by_id[x.article].article for x in (p, other))
        pleaded = _PLEADED.search(mine.text, max(0, p.span.start - len("pleaded ")), p.span.end)
        if pleaded or says_so(by_id[p.article].sentences[p.sentence - 1].span.of(mine.text)):
            return True
        if _HAS_NOT.search(mine.text, max(0, p.span.start - len("have ")), p.span.end):
            return "" < mine.source.day < theirs.source.day
    return False


def _of_one_name(texts: Mapping[str, str], one: Difference) -> bool:
    """Whether two names are parts of longer ones that share the word beside it: Tarn Sound, Tarn Strait. Nobody does anything there."""
    x, y = (_neighbours(texts[p.article], p.span) for p in (one.a, one.b))
    return bool(x & y)


def _neighbours(text: str, span: Span) -> set[str]:
    found = (_BEFORE.search(text, max(0, span.start - _NAME), span.start), _AFTER.match(text, span.end))
    return {match[1] for match in found if match}


_NAME = 40  # code points that are looked at before words
