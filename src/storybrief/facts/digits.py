"""Which digits of a sentence count nothing?

Telephone digits, hours and minutes, years from one to the next ("2012–13"), the number of a model ("F-16", "Covid-19"), odds ("50-50") and
dates or fractions with a stroke ("24/7") are no figures. Two numbers of a score ("58-3") are one.
"""

from __future__ import annotations

import re

from storybrief.model import Span

_TELEPHONE = re.compile(
    r"(?<![\w,.])(?:"
    r"\+\d[\d ()\u00a0.-]{6,}\d"  # +47 22 33 44 55
    r"|\(\d{2,5}\)[ -]?\d{3,4}[ -]?\d{3,4}"  # (0800) 555 0142
    r"|(?:\d{3,4}[ .-])?\d{3}-\d{4}"  # 555-0142, 212-555-0142
    r"|0\d{1,4}(?:[ -]\d{2,4}){1,4}"  # 0800 123 456
    r"|\d{2}(?:[ -]\d{2}){3,}"  # 22 33 44 55
    r")(?![\w]|[,.]\d)"
)
_YEARS = re.compile(r"(?<![\w,.-])(?:1[5-9]|20)\d\d\s?[-–—/]\s?(?:(?:1[5-9]|20)\d\d|\d\d)(?![\w-]|[,.]\d)")
_MODEL = re.compile(r"(?<![\w-])(?!Magnitude\b)[A-Z][\w]*-\d+(?![\w.,-]*\d)")
_ODDS = re.compile(r"(?<![\w.,-])(\d+)-(?:\1|for-\d+|to-\d+)(?![\w-])|(?<![\w.,])\d{1,2}/\d{1,2}(?:/\d{2,4})?(?!\w)")
_CLOCK = re.compile(r"(?<![\w:])\d{1,2}:\d\d(?::\d\d)?(?!\d)")
_NOTHING = (_TELEPHONE, _YEARS, _MODEL, _ODDS, _CLOCK)
# "58-3", "20–13 victory", "a vote of 52-48": the higher first, or a word of playing or voting beside it.
_SCORE = re.compile(
    r"(?<![\w.,$£€/-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?![\w%]|[.,]\d|-\d|[-–]\w|\s?(?:million|billion|percent|per\s?cent)\b)"
)
_PLAYED = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:wins?|victory|victories|loss(?:es)?|defeats?|lead|draw|tie|record|score|scoreline|margin|vote|ruling|run|deficit|thrashing|rout)\b"
)
_PLAYS = re.compile(
    r"\b(?:won|win|wins|beat|beats|lost|lose|led|lead|leads|leading|trailed|trailing|ahead|score|scored|vote|voted|ruled|record|drew|at|to)"
    r"(?:\s+(?!to\b)[\w']+){0,2}\s+$"
)
# No noun follows that could be counted: "went 122-147, then"; pages, ages and years have their word before.
_ALONE = re.compile(r"(?=[,.;:)]|\s+(?:in|on|at|for|over|against|with|to|and|but|last|this|under|since|[A-Z]))|\s*$")
_RANGED = re.compile(
    r"\b(?:ages?|aged|pages?|between|from|about|around|some|of|or|than|lines|verses|chapters|[A-Z]\w+)\s+$"
)
_COUNTED = re.compile(r"\s+[a-z]{3,}")


def nothing_counted(text: str) -> tuple[Span, ...]:
    """Find the digits of `text` that count nothing; offsets are into it."""
    if not any(c.isdigit() for c in text):
        return ()
    return tuple(Span(*m.span()) for pattern in _NOTHING for m in pattern.finditer(text))


def scores(text: str) -> tuple[Span, ...]:
    """Find the scores in `text`: the two numbers of each as one span."""
    found = []
    for match in _SCORE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        played = _PLAYED.match(text, match.end()) or (_PLAYS.search(before) and not _COUNTED.match(text, match.end()))
        if int(match[1]) > int(match[2]) or (played and not _RANGED.search(before)):
            found.append(Span(*match.span()))
    return tuple(found)
