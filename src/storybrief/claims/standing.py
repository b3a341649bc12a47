"""Do the values that articles give for one quantity agree, did one take the place of another, or are they disputed?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

from storybrief.claims.counted import DAMAGE, MONEY, apart
from storybrief.claims.mentions import Mention
from storybrief.claims.pairing import amount
from storybrief.claims.side import whole
from storybrief.english.calendar import day_of
from storybrief.english.tables import word_sets
from storybrief.model import Extract, Standing

# What an article sums up and a later one may give anew; arrests are of one night or another.
TOLLS = word_sets("claims/words.tsv")["toll"]
_CHANGES = re.compile(
    r"\b(?:ris(?:en|es?|ing)|rose|climb(?:ed|s)?|grown?|grew|increased|reached|brings?|bringing|brought|now|so\s+far|up\s+from|down\s+from|revised"
    r"|initially|earlier|at\s+first|first|a\s+total\s+of|in\s+total|by\s+(?:midday|evening|morning|night))\b",
    re.IGNORECASE,
)


def standing(values: Sequence[list[Mention]], extracts: Sequence[Extract]) -> tuple[Standing, Sequence[list[Mention]]]:
    """Say how the values stand to one another, and give them in the order to show them in."""
    if len(values) == 1:
        return ("bound" if len({m.figure.bound for m in values[0]}) > 1 else "one value"), values
    if not any(_differ(a, b, extracts) for a, b in combinations(values, 2)):
        return "bound", values
    if len(values) == 2 and _birthday(values[0], values[1], extracts):
        return "bound", values
    ordered = _in_time(values, extracts)
    return ("update", ordered) if ordered else ("dispute", values)


def _differ(a: Sequence[Mention], b: Sequence[Mention], extracts: Sequence[Extract]) -> bool:
    """Whether no reader would take two values for one: apart, or the one told as nearly a number that the other is far from."""
    return any(
        apart(m.figure, n.figure) or _far(m, n, extracts[m.place]) or _far(n, m, extracts[n.place])
        for m in a
        for n in b
    )


def _far(one: Mention, other: Mention, extract: Extract) -> bool:
    """Whether a least number stands where the other is clearly more, or "almost" a number where it is clearly less."""
    low, high = one.figure.low, other.figure.high or other.figure.low
    if one.figure.bound == "less_than" and _ALMOST.match(one.figure.span.of(extract.article.text)):
        return bool(one.figure.high and high and high <= one.figure.high * Decimal("0.9"))
    return bool(
        one.figure.bound in ("at_least", "more_than", "vague") and low and high and high >= low * Decimal("1.05")
    )


_ALMOST = re.compile(r"(?:almost|nearly|close\s+to|not\s+quite)\b", re.IGNORECASE)


def _in_time(values: Sequence[list[Mention]], extracts: Sequence[Extract]) -> list[list[Mention]] | None:
    """Give the values in the order of the articles' days when each took the place of the one before, else None.

    A value that an article of a later day still gives beside the new one is disputed, and so are two values of one day,
    unless one article gives both and says that it changed, or the lower one is a least number.
    """
    days = [extract.article.source.published for extract in extracts]
    grows = all(_spreads(one) for value in values for one in value)
    changes = any(_may_change(one) or _COUNTING.search(_sentence(one, extracts)) for v in values for one in v)
    if not (grows or changes or _raised(values, extracts)):
        return None
    spans = []
    for value in values:
        given = _own(value)
        told = [day for m in given if (day := days[m.place]) is not None]
        if len(told) < len(given):
            return None
        spans.append((min(told), max(told), value))
    spans.sort(key=lambda s: (s[0][:10], s[1][:10], _size(s[2])))
    for (_, last, was), (first, _, now) in pairwise(spans):
        if last[:10] > first[:10] or (last[:10] == first[:10] and not _took_its_place(was, now, extracts)):
            return None
    ordered = [value for *_, value in spans]
    return ordered if not grows or ordered == sorted(ordered, key=_size) else None


def _birthday(one: Sequence[Mention], other: Sequence[Mention], extracts: Sequence[Extract]) -> bool:
    """Whether somebody is a year older in every article that came out a week or more after those with the other age."""
    days: list[list[date]] = [
        [d for m in v if (d := day_of(extracts[m.place].article.source.published))] for v in (one, other)
    ]
    if one[0].figure.unit != "age" or len(days[0]) < len(one) or len(days[1]) < len(other):
        return False
    (younger, before), (older, after) = sorted(
        zip((one[0].figure.low or 0, other[0].figure.low or 0), days, strict=True)
    )
    return older - younger == 1 and (min(after) - max(before)).days >= _WEEK


_WEEK = 7


def _spreads(one: Mention) -> bool:
    """Whether things are counted of which a disaster takes more from day to day."""
    return one.figure.unit != "person" and bool(one.about & DAMAGE)


# Votes that are counted while articles come out.
_COUNTING = re.compile(
    r"\bwith\s+[^,.;]*\b(?:counted|declared|reporting|tallied)\b|\bso\s+far\b|\bexit\s+poll\b|\bon\s+course\b",
    re.IGNORECASE,
)

# "widened the recall to 310,000", "has raised its offer to 5.5 percent": the number before is no longer so.
_RAISED = re.compile(
    r"\b(?:widen|rais|expand|increas|extend|lower|reduc|revis|upgrad|downgrad)\w*\s+(?:[^\s,;.]+\s+){0,9}to\s+(?:about\s+|around\s+|at\s+least\s+)?$",
    re.IGNORECASE,
)
# "900 jobs, twice the number that he gave in January"
_THAN_BEFORE = re.compile(
    r"[^;]*\b(?:than|twice|half|double|instead\s+of)\s+(?:the|what|that|those)?\b[^;]*\b(?:gave|given|said|told|promised|announced|offered|reported)\b",
    re.IGNORECASE,
)


def _own(value: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions of a value that do not only tell that it was given before, if there are such."""
    return [m for m in value if not m.before] or value


def _raised(values: Sequence[list[Mention]], extracts: Sequence[Extract]) -> bool:
    """Whether the newest of the values says that it was raised or lowered to this, or is another than was told before."""
    newest = max(values, key=lambda value: max(extracts[m.place].article.source.published or "" for m in _own(value)))
    return any(
        _RAISED.search(before := _sentence(m, extracts, until=True))
        or _THAN_BEFORE.match(_sentence(m, extracts)[len(before) :])
        for m in newest
    )


def _may_change(one: Mention) -> bool:
    return bool(one.fates & TOLLS) or "toll" in one.called or (one.figure.unit in MONEY and "share" in one.called)


def _size(value: Sequence[Mention]) -> Decimal:
    """The number of a value, that of a missing toll turned round: it falls."""
    return -amount(value[0]) if "missing" in value[0].fates else amount(value[0])


def _took_its_place(was: Sequence[Mention], now: Sequence[Mention], extracts: Sequence[Extract]) -> bool:
    """Whether on one day a value took the place of another: told as a least number, or of the toll as it rose."""
    if any(m.figure.bound in ("at_least", "more_than", "vague") for m in was):
        return True
    changed = any(_CHANGES.search(_sentence(m, extracts)) for m in (*was, *now))
    tolls = all("toll" in m.called or m.fates for m in (*was, *now))
    return changed and tolls and not any(m.figure.high == 0 for m in was)


def _sentence(one: Mention, extracts: Sequence[Extract], *, until: bool = False) -> str:
    """The words of a figure's sentence, or those before it."""
    side = whole(extracts[one.place], one.figure.sentence)
    return side.text[side.passage.span.start : one.figure.span.start if until else side.passage.span.end]
