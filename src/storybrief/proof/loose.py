"""Are the words without an address a source's, an editor's, or the tool's own; and which are they?

Cues, roles, names, outlets, dates, the tool's labels: whatever is not covered by an address is read run by run. A run
is right when it is a piece of the text that its own footnote or mark leads to, or is known of an article or written by
an editor, or is made of the tool's own words. What is none of these no reader should see.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from storybrief.pages.escape import visible
from storybrief.proof.handles import stands_in
from storybrief.proof.sources import Told

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_PARTS = re.compile(r"[;:()“”·—…|=]|,(?!\d)|\.(?!\w)")
_ENDS = re.compile(r"^[\s“”…—·,;:()/|=.]+|[\s“”…—·,;:()/|=]+$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHORT = 8  # words; longer pieces between the tool's own words are not looked for in the articles
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*(?: |$)){1,4}")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a run may say.

    near     the texts that its footnotes or marks lead to
    far      all texts of the stories that the page is about
    items    whole words that are known of the articles, or that an editor wrote, longest first
    own      the tool's own words
    days     the ISO dates that the page may show
    numbers  whether a number may be the tool's own: never beside words that a footnote proves
    """

    near: tuple[str, ...]
    far: tuple[str, ...]
    items: tuple[str, ...]
    own: frozenset[str]
    days: frozenset[str] = frozenset()
    numbers: bool = True


def items_of(stories: Iterable[Told]) -> tuple[str, ...]:
    """Return what is known of the articles of stories and what their editors wrote, longest first."""
    every = {item for told in stories for item in (*told.about, *told.editors) if len(item) > 1}
    return tuple(sorted(every, key=lambda item: (-len(item), item)))


def is_verbatim(text: str, allowed: Allowed) -> bool:
    """Whether words are a piece of a text that the block leads to, or of any when they are few; marks aside."""
    for piece in dict.fromkeys((text, text.strip("… "), text.strip("“” "), _ENDS.sub("", text))):
        if not piece:
            return True
        if any(stands_in(piece, one) for one in allowed.near):
            return True
        if len(piece.split()) <= _SHORT and any(stands_in(piece, one) for one in allowed.far):
            return True
    return False


def is_known(text: str, allowed: Allowed) -> bool:
    """Whether words are, as a whole, known of an article or written by an editor."""
    return text in allowed.items or _ENDS.sub("", text) in allowed.items or text.strip("“”()") in allowed.items


def is_explained(text: str, allowed: Allowed) -> bool:
    """Whether a run of words is one thing that may be said, or is made of such and of the tool's own words."""
    text = visible(text)
    if not any(c.isalnum() for c in text) or is_known(text, allowed) or is_verbatim(text, allowed):
        return True
    days = _DAY.findall(text)
    if not allowed.days.issuperset(days) or not _weekdays_fit(text, days):
        return False
    rest = _DAY.sub("|", text)
    for item in allowed.items:
        if item in rest:
            rest = re.sub(rf"(?<!\w){re.escape(item)}(?!\w)", "|", rest)
    return all(_is_phrase(part.strip(), allowed) for part in _PARTS.split(rest))


def _is_phrase(part: str, allowed: Allowed) -> bool:
    """Whether words without punctuation are the tool's own, a short piece of an article, or names between own words."""
    tokens = part.split()
    if all(_is_own(token, allowed) for token in tokens):
        return True
    texts = (*allowed.near, *allowed.far)
    if len(tokens) <= _SHORT and any(stands_in(part, one) for one in texts):
        return True
    pieces = [" ".join(group) for own, group in groupby(tokens, key=lambda t: _is_own(t, allowed)) if not own]
    return all(_NAME.fullmatch(piece) and any(stands_in(piece, one) for one in texts) for piece in pieces)


def _is_own(token: str, allowed: Allowed) -> bool:
    """Whether a token is a word of the tool's own, also in the plural that it makes of one, or its own number or letter."""
    return allowed.numbers if any(c.isdigit() for c in token) else is_own(token, allowed.own)


def is_own(text: str, own: frozenset[str]) -> bool:
    """Whether all words of a text are the tool's own."""
    return all(_is_own_word(word, own) for word in _WORD.findall(text))


def _is_own_word(word: str, own: frozenset[str]) -> bool:
    small = word.casefold()
    if len(word) == 1:  # the letter of an article, the end of a plural
        return word.isupper() or word in ("a", "s")
    return small in own or small.removesuffix("s") in own


def _weekdays_fit(text: str, days: Iterable[str]) -> bool:
    """Whether a weekday that stands beside an ISO date is its own."""
    for day in days:
        named = next((name for name in _WEEKDAYS if f"{day} {name}" in text.casefold()), None)
        if named and _WEEKDAYS[datetime.date.fromisoformat(day).weekday()] != named:
            return False
    return True


def fits(day: str, words: str, published: Iterable[str]) -> bool:
    """Whether an ISO date can be what words say: a date by its parts, a weekday by the days around a publication."""
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError:
        return False
    small = words.casefold()
    numbers = {int(n) for n in re.findall(r"\d{1,4}", small)}
    month = _MONTHS[date.month - 1]
    known = [datetime.date.fromisoformat(p[:10]) for p in published]
    if date.day in numbers and (month[:3] in small or date.month in numbers):
        return date.year in numbers or any(abs((date - one).days) <= _YEAR for one in known)
    near = any(abs((date - one).days) <= _WEEK for one in known)
    return near and (_WEEKDAYS[date.weekday()] in small or not any(name in small for name in _WEEKDAYS))


_YEAR, _WEEK = 366, 14  # days
