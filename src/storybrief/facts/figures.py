"""Which numbers does an article give, with what bound, of what, and within whose words?

A figure keeps the words as written; its value is an interval, because "at least 50" and "dozens" are no points. A clock
time, a date, a year and a number inside a name ("Route 66") are no figures. Nothing is rounded, added or averaged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from storybrief.english.calendar import any_of
from storybrief.english.tables import listed, word_sets
from storybrief.facts.digits import nothing_counted, scores
from storybrief.facts.moments import moments
from storybrief.facts.numbers import SCALES, Number, numbers
from storybrief.facts.units import unit_beside, unit_counted
from storybrief.model import Article, Figure, Sentence, Span, Statement

Bound = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about", "vague", "range"]
_WORDS = word_sets("facts/before.tsv")


def _any_of(kind: str) -> str:
    """Return a pattern, in a group that captures nothing, for the words of a kind that stand before a number."""
    return any_of(sorted(words.replace(" ", r"\s+") for words in _WORDS[kind]))


# Ordered: the first that stands right before the number wins; "just" and "only" leave the number exact.
_BOUNDS: tuple[Bound, ...] = ("at_most", "at_least", "more_than", "less_than", "about", "exact")
_BEFORE = tuple(
    (bound, re.compile(rf"(?:^|(?<=[\s(\"“—–-])){_any_of(bound)}\s+(?:an?\s+|the\s+)?$", re.IGNORECASE))
    for bound in _BOUNDS
)
# The word that each ends with: where none of them stands before a number, no pattern is tried.
_LAST_WORDS = frozenset(words.rpartition(" ")[2] for bound in _BOUNDS for words in _WORDS[bound])
_LETTERS = re.compile(r"[^\W\d_]+")
# So many code points before a number, to the beginning of a word, are looked at: twice what the longest rule needs.
_REACH = 240
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r"\s+or\s+more\b|\+|\s+and\s+(?:counting|rising)\b", re.IGNORECASE)),
    ("at_most", re.compile(r"\s+or\s+(?:less|fewer)\b", re.IGNORECASE)),
    ("about", re.compile(r"\s+or\s+so\b", re.IGNORECASE)),
)
_MONEY_BEFORE = re.compile(r"(?P<sign>US\$|\$US|A\$|C\$|[$£€¥₹]|\b(?:USD|EUR|GBP|JPY|INR|CHF|AUD|CAD|CNY|Rs\.?))\s?$")
_MONEY = {
    "$": "USD", "US$": "USD", "$US": "USD", "A$": "AUD", "C$": "CAD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR",
    "Rs": "INR", "Rs.": "INR",
}  # fmt: skip
# "the first half of", "his other half": a stretch or a thing, no share.
_NO_SHARE = re.compile(rf"\b{_any_of('no share')}\s+$", re.IGNORECASE)
_CAPITAL = re.compile(r"\s+[A-Z]")
_SCALE = re.compile("|".join(SCALES), re.IGNORECASE)
# "rose from 12 to 14": what was and what is, no range.
_CHANGED = re.compile(
    r"\b(?:r[io]se[sn]?|rising|gr[eo]w[ns]?|growing|f[ae]ll(?:s|en)?|falling|dropp?(?:s|ed|ing)?|increas(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)"
    r"|climb(?:s|ed|ing)?|went|go(?:es)?|gone|going|up|down|cuts?|rais(?:e[sd]?|ing)|lower(?:s|ed|ing)?|reduc(?:e[sd]?|ing)|chang(?:e[sd]?|ing)|revis(?:e[sd]?|ing)"
    r"|jump(?:s|ed|ing)?|sank|sunk|slid|slipped|shrank|shrunk|doubled|widened|extended|moved)\b(?:\s+[\w'’-]+){0,5}?\s+from\s+[$£€]?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?[-–—]\s?|-\s+(?:to|or)\s+|\s+to\s+|\s+or\s+")
# "Flight 17", "No. 3", "Route 66", "Section 230": the number is part of a name.
_NAMED = re.compile(rf"(?:\b{_any_of('name')}\.?\s+|#)$")

_AGE = re.compile(r"(?:-|\s+)years?(?:-|\s+)old\b|\s+years?\s+of\s+age\b|-(?:week|month|day)s?-old\b", re.IGNORECASE)
# "Ann Holm, 48, said", "aged 48", "the age of 48"
_AGED = re.compile(r"(?:\b[A-Z][\w'’.-]+,\s+|\b[Aa]ged?\s+(?:of\s+)?|\b[Aa]ges\s+)$")
_AFTER_AGE = re.compile(r"\s*(?:[,.;)]|\s(?:of|and|who|was|is|has)\b|$)")

# "in Warehouse 6": a number with nothing counted, right after a word with a capital that does not begin the sentence.
_AFTER_NAME = re.compile(r"\w[,;]?\s+[A-Z][a-z]+\s$")


class _Part(NamedTuple):
    """What one number of a sentence became, before its place in the article is added."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    unit: str | None
    counted: tuple[int, int] | None


def figures(article: Article, sentences: tuple[Sentence, ...], statements: tuple[Statement, ...]) -> tuple[Figure, ...]:
    """Find the figures of the body, the teaser and the subtitle, in reading order; spans are offsets into the text.

    `statements` are those of the same article: a figure inside the content of one belongs to its giver.
    An article that declares another language than English gives none.
    """
    if not article.english:
        return ()
    times: dict[int, list[Span]] = {}
    for moment in moments(article, sentences):
        if moment.kind in ("date", "clock"):
            times.setdefault(moment.sentence, []).append(moment.span)
    said: dict[int, list[Statement]] = {}
    for statement in statements:
        for number in statement.sentences:
            said.setdefault(number, []).append(statement)
    found: list[Figure] = []
    for sentence in sentences:
        if article.paragraphs[sentence.paragraph].role not in ("body", "teaser", "subtitle"):
            continue
        base = sentence.span.start
        taken = times.get(sentence.number, ())
        for part in _parts(sentence.span.of(article.text)):
            span = Span(base + part.start, base + part.end)
            if any(span.overlaps(t) for t in taken):
                continue
            counted = None if part.counted is None else Span(base + part.counted[0], base + part.counted[1])
            found.append(
                Figure(
                    article.id, sentence.number, span, part.low, part.high, part.bound, part.unit, counted,
                    _giver(span, said.get(sentence.number, ())),
                )
            )  # fmt: skip
    return tuple(found)


def _giver(span: Span, statements: Sequence[Statement]) -> int | None:
    holding = (s.number for s in statements if any(c.overlaps(span) for c in s.content))
    return next(holding, None)


# "No one was hurt", "there were no casualties", "none died": nobody is a number of people too.
_NOBODY = re.compile(
    r"\b(?:(?P<who>no\s+one|nobody|none(?:\s+of\s+(?:the|them|those|its|their)(?:\s+[a-z]+)?)?)\s+"
    r"(?:(?:else|was|were|is|are|had|has|have|been|seriously|reported|believed|to|be)\s+)*(?:killed|hurt|injured|wounded|died|dead|missing|harmed|arrested)"
    r"|no\s+(?:(?:serious|further|other|immediate|reported|known|civilian|human|reports\s+of|word\s+of)\s+)*(?P<what>casualties|injuries|deaths|fatalities|victims|arrests|dead|wounded|injured|loss\s+of\s+life))\b",
    re.IGNORECASE,
)


def _parts(text: str) -> list[_Part]:
    """Find the figures of a sentence, the offsets into it, in order."""
    played = scores(text)
    taken = [*nothing_counted(text), *played]
    parts = _numbered(text, [n for n in numbers(text) if not any(n.span.overlaps(t) for t in taken)])
    parts += [_Part(s.start, s.end, None, None, "exact", "score", None) for s in played]
    zero = Decimal(0)
    for none in _NOBODY.finditer(text):
        counted = none.span("what") if none["what"] else None
        parts.append(_Part(none.start(), none.end(), zero, zero, "exact", "person", counted))
    return sorted(parts, key=lambda p: p.start)


def _numbered(text: str, found: Sequence[Number]) -> list[_Part]:
    parts: list[_Part] = []
    skip = -1
    for n, number in enumerate(found):
        if number.span.start < skip:
            continue
        second = _second(text, number, found[n + 1] if n + 1 < len(found) else None)
        part = _part(text, number, second)
        if part is not None:
            parts.append(part)
            skip = part.end
        elif second is not None:
            skip = second.span.end
    return parts


def _second(text: str, first: Number, after: Number | None) -> Number | None:
    """Give the upper end when two numbers are written as a range."""
    if after is None or not first.sort == "cardinal" == after.sort or first.value is None or after.value is None:
        return None
    if first.value > after.value:
        return None
    gap = re.sub(r"[$£€]", "", text[first.span.end : after.span.start])
    if _RANGE.fullmatch(gap):
        return None if gap.strip() == "to" and _CHANGED.search(_before(text, first.span.start)) else after
    between = re.fullmatch(r"\s+and\s+", gap) and re.search(r"\b[Bb]etween\s+[$£€]?$", _before(text, first.span.start))
    return after if between else None


def _before(text: str, end: int) -> str:
    """Give the words before a place, as far as the rules look back."""
    at = max(0, end - _REACH)
    return text[max(text.rfind(" ", max(0, at - _REACH), at) + 1, at - _REACH, 0) : end]


def _part(text: str, number: Number, second: Number | None) -> _Part | None:
    start, end = number.span.start, (second or number).span.end
    if number.value is None and number.sort != "vague":
        return None
    before = _before(text, start)
    base = start - len(before)
    money = _MONEY_BEFORE.search(before)
    if money:
        before = before[: money.start()]
    elif _in_a_name(text, number, before):
        return None
    bound, low, high, start_of_bound = _interval(text, before, number, second)
    unit, counted, last = unit_counted(text, end, number.sort)
    unit = unit or unit_beside(text, end, before[:start_of_bound], number.sort, counted)
    age = _AGE.match(text, end)
    if age and not money and number.sort == "cardinal":
        unit, counted, last = "age", None, age.end()
    elif _is_age(text, number, second, unit, before):
        unit = "age"
    if money:
        unit = _MONEY.get(money["sign"], money["sign"])
    end, bound = _bound_after(text, end, bound)
    if counted is None and unit is None and second is None and not money and _AFTER_NAME.search(before):
        return None
    if _no_figure(text, number, second, unit, counted, before):
        return None
    first = base + start_of_bound if start_of_bound is not None else base + money.start() if money else start
    return _Part(first, max(end, last), low, high, bound, "ordinal" if number.sort == "ordinal" else unit, counted)


def _is_age(text: str, number: Number, second: Number | None, unit: str | None, before: str) -> bool:
    """Whether a bare number beside a name is somebody's age: "Holm, 48," and "aged 48"."""
    bare = number.sort == "cardinal" and second is None and unit is None and text[number.span.start].isdigit()
    young = number.value is not None and number.value <= 120 and number.value == int(number.value)
    return bool(bare and young and _AGED.search(before) and _AFTER_AGE.match(text, number.span.end))


def _bound_after(text: str, end: int, bound: Bound) -> tuple[int, Bound]:
    for name, pattern in _AFTER:
        match = pattern.match(text, end)
        if match and bound == "exact":
            return match.end(), name
    return end, bound


def _low_of(text: str, first: Number, second: Number) -> Decimal | None:
    """Give the lower end of a range: in "2 to 3 million" and "1-2m" it is counted in millions too."""
    if first.value is None or second.value is None or _scale(text, first) > 1:
        return first.value
    scaled = first.value * _scale(text, second)
    return scaled if scaled <= second.value else first.value


def _scale(text: str, number: Number) -> int:
    word = _SCALE.search(number.span.of(text))
    return SCALES[word[0].casefold()] if word else number.scale


def _interval(
    text: str, before: str, number: Number, second: Number | None
) -> tuple[Bound, Decimal | None, Decimal | None, int | None]:
    value = number.value
    if second is not None:
        between = re.search(r"\b(?:[Bb]etween|[Ff]rom)\s+$", before)
        return "range", _low_of(text, number, second), second.value, between.start() if between else None
    near = (w.casefold() in _LAST_WORDS for w in _LETTERS.findall(before)[-2:])  # an article may stand between
    for bound, pattern in _BEFORE if any(near) else ():
        match = pattern.search(before)
        if match and number.sort != "ordinal":
            if number.sort == "vague":
                return "vague", value, None, match.start()
            low = None if bound in ("at_most", "less_than") else value
            high = None if bound in ("at_least", "more_than") else value
            return bound, low, high, match.start()
    if number.sort == "vague":
        return "vague", value, None, None
    return "exact", value, value, None


def _in_a_name(text: str, number: Number, before: str) -> bool:
    written = number.span.of(text)
    if _NAMED.search(before) and written[0].isdigit():
        return True
    if written[0].isupper() and before and not re.search(r"[\"“.?!:]\s*$", before):
        return True  # a number word with a capital inside a sentence: "Five Star", "Second World War"
    counted = number.sort != "ordinal" or (written.isalpha() and written.islower())  # "the fifth Harbour coach"
    return not counted and _CAPITAL.match(text, number.span.end) is not None


def _no_figure(
    text: str, number: Number, second: Number | None, unit: str | None, counted: tuple[int, int] | None, before: str
) -> bool:
    written = number.span.of(text).casefold()
    if written in ("one", "a few", "a couple of"):
        return not _one_counts(text, counted, before) if written == "one" else counted is None
    if number.sort == "ordinal":
        return (
            counted is None
            or text.startswith("-and-", number.span.end)
            or (written == "first" and not _counts_first(text, counted))
            or (written == "second" and before.endswith(("split ", "per ")))
        )
    if number.sort == "part":
        return bool(_NO_SHARE.search(before))
    if number.sort == "vague":
        return written == "scores" and not text.startswith(" of", number.span.end)
    if second is None and re.fullmatch(r"(?:1[5-9]|20)\d\d", written) and (unit is None or _one_thing(text, counted)):
        return _is_year(before, text[number.span.end : number.span.end + _REACH], counted)
    return False


def _one_thing(text: str, counted: tuple[int, int] | None) -> bool:
    """Whether what stands after the number is no plural, so that it is not counted ("the 2012 shooting death")."""
    return counted is not None and not re.search(
        r"(?:s|people|men|women|children|dead|wounded|police|crew)$", text[slice(*counted)]
    )


def _counts_first(text: str, counted: tuple[int, int]) -> bool:
    """Whether "first" counts something ("first visit"), not an idiom ("first lady", "first came")."""
    word = text[counted[0] : counted[1]].split()[0].casefold()
    return word in listed("time visit term round day week month year quarter half case death meeting")


def _one_counts(text: str, counted: tuple[int, int] | None, before: str) -> bool:
    if re.search(r"\b(?:only|just|down\s+to|but)\s+(?:an?\s+)?$", before):
        return True
    if counted is None or re.search(r"\b(?:no|any|every|each|this|that|the|which|some)[\s-]$", before, re.IGNORECASE):
        return False
    return text[counted[0] : counted[1]].split()[0].casefold() not in listed("day another person's thing way side")


def _is_year(before: str, after: str, counted: tuple[int, int] | None) -> bool:
    if re.search(
        r"\b(?:in|since|by|until|of|from|during|late|early|before|after|year|spring|summer|fall|winter)\s+$", before
    ):
        return True
    if counted is None:
        return True
    return not re.match(r"\s+(?:[a-z]+\s+)?[a-z]+s\b", after)
