"""Which words of a text are a number, and what is its value?

English number words and digits, as a reader of news meets them: "57,500", "1.2m", "twenty-five", "two hundred and
fifty", "third", "dozens". No rounding and no arithmetic beyond putting the parts of one written number together.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from storybrief.english.numbers import ORDINALS, TENS, UNITS
from storybrief.model import Span

SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
# The least that a plural of a scale can mean; None where the word says nothing that could be counted on.
VAGUE: dict[str, int | None] = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2 * 10**6,
    "billions": 2 * 10**9,
    "several": None,
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
    "tens of millions": 20 * 10**6,
    "hundreds of millions": 200 * 10**6,
}
# How often: "shot twice".
OFTEN = {"twice": 2, "thrice": 3}
PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

Sort = Literal["cardinal", "ordinal", "vague", "part"]


class Number(Struct, frozen=True):
    """A number as written: its place (offsets into the text given) and its value, None when the words are vague.

    A "part" is a share of something ("two-thirds of", "one in five"), its value between 0 and 1; a third is told to 28
    places. `scale` is what a number in digits was multiplied by: 1,000,000 in "2m".
    """

    span: Span
    value: Decimal | None
    sort: Sort
    scale: int = 1


_WORD = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_SCALE = "|".join(SCALES)
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_TENS = "|".join(TENS)
_LETTERS = rf"(?:{_WORD})(?:-(?:{_WORD}))?"
_WORDS = (
    rf"(?:an?|half\s+an?|{_LETTERS})\s+(?:{_SCALE}|dozen)\b(?:\s+(?:{_SCALE})\b)?(?:,?\s+(?:and\s+)?{_LETTERS}\b)?"
    rf"|{_LETTERS}\b(?:\s+(?:{_SCALE}|dozen)\b)?"
)
# Thousands are set off by a comma or by a space ("816 000"); a calibre has no figure before its point.
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d-]|[.,:]\d|[ \u00a0]\d)"
    r"|\d+(?:\.\d+)?|(?<!\S)\.\d+"
)
_FEW = rf"(?:{'|'.join(w for w, n in UNITS.items() if 0 < n <= 12)}|[1-9]\d{{0,2}})"
# "one in five homes", "two out of three", "7 in 10": a share, as long as no time or measure follows.
_OF_MANY = (
    rf"(?P<few>one|{_FEW}(?=\s+out\s+of)|{_FEW}(?=\s+in\s+every)|\d{{1,2}})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<many>{_FEW})"
    r"(?=\s+(?!a\.?m\b|p\.?m\b|days?\b|weeks?\b|months?\b|years?\b|hours?\b|minutes?\b|seconds?\b|games?\b|million\b)[a-z])"
)
_NUMBER = re.compile(
    rf"""(?:(?<![\w.,/:&])|(?<=\$US)|(?<=Rs\.))                                     # not inside a name such as B52 or G7
    (?: \b{_OF_MANY}
      | (?P<often>{"|".join(OFTEN)})\b(?!\s+(?:as|the|that))
      | (?P<part>half(?=\s+(?:of|the|its|his|her|their|all)\b)
        |(?:an?|one|two|three|four|nine)[\s-](?:{"|".join(PARTS)})s?(?=\s+(?:of|the)\b)|(?:one|two|three|four|nine)-(?:{"|".join(PARTS)})s?\b)
      | (?P<vague>(?:(?:tens|hundreds)\s+of\s+(?:thousands|millions)|{"|".join(VAGUE)}|a\s+few|a\s+couple\s+of))\b
      | (?P<ordinal>(?:(?:{_TENS})-)?(?:{_ORDINAL})|\d+(?:st|nd|rd|th))\b
      | (?P<digits>{_DIGITS})(?:(?P<short>k|m|mn|bn|b|tn)(?![\w])|[\s-]?(?P<scale>{_SCALE})\b)?(?!(?!(?:p|km/?h|kph|mph)\b)\w|[.,]\d|/\d)
      | \b(?P<words>{_WORDS})
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def numbers(text: str) -> tuple[Number, ...]:
    """Find every number written in `text`, in order; offsets are into `text`. Says nothing on what a number is for."""
    return tuple(_number(m) for m in _NUMBER.finditer(text))


def _number(match: re.Match[str]) -> Number:
    span = Span(*match.span())
    if match["many"]:
        few, many = (
            Decimal(n) if n.isdigit() else Decimal(UNITS[n]) for n in (match[g].casefold() for g in ("few", "many"))
        )
        return Number(span, few / many if few < many else None, "part")
    if match["often"]:
        return Number(span, Decimal(OFTEN[match["often"].casefold()]), "cardinal")
    if match["part"]:
        count, _, part = match["part"].casefold().replace("-", " ").rpartition(" ")
        return Number(span, Decimal(UNITS.get(count, 1)) / PARTS[part.removesuffix("s")], "part")
    if match["vague"]:
        least = VAGUE.get(" ".join(match["vague"].casefold().split()))
        return Number(span, None if least is None else Decimal(least), "vague")
    if match["ordinal"]:
        return Number(span, Decimal(_ordinal(match["ordinal"].casefold())), "ordinal")
    if match["digits"]:
        value = Decimal(re.sub(r"[,\s]", "", match["digits"]))
        scale = SHORT[match["short"].casefold()] if match["short"] else SCALES.get((match["scale"] or "").casefold(), 1)
        return Number(span, value * scale, "cardinal", scale)
    return Number(span, value_of_words(match["words"]), "cardinal")


def _ordinal(word: str) -> int:
    if word[0].isdigit():
        return int(word[:-2])
    tens, _, unit = word.rpartition("-")
    return TENS.get(tens, 0) + ORDINALS[unit]


def value_of_words(words: str) -> Decimal:
    """Give the value of a cardinal number in words, such as "two hundred and fifty"; a KeyError for other words."""
    total, group = Decimal(0), Decimal(0)
    for word in re.split(r"[\s,-]+", words.casefold()):
        if word == "half":
            group = Decimal("0.5")
        elif word in ("a", "an"):
            group = group or Decimal(1)
        elif word == "and":
            continue
        elif word == "dozen":
            group *= 12
        elif word == "hundred":
            group *= 100
        elif word in SCALES:
            total, group = total + group * SCALES[word], Decimal(0)
        else:
            group += UNITS[word] if word in UNITS else TENS[word]
    return total + group
