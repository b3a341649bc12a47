"""What are the words of an article's body, and what part does each play in its sentence?

A parser would say it better and a thousand times slower. Here every word outside quotation marks gets one tag from a
table of function words, the table of cues, or its shape; a quotation counts as one word. The rest of this room looks
at the tags around a cue and never further than the sentence.
"""

from __future__ import annotations

import bisect
from functools import lru_cache

from msgspec import Struct, field

from storybrief.english.function_words import days_and_months, function_words
from storybrief.english.marks import STRAY
from storybrief.model import Span
from storybrief.statements.cues import cues


class Words(Struct, frozen=True):
    """The words of an article's body in text order. Each list has one entry for each word.

    tag: one letter (see `english/function_words.tsv`) or V cue, g word in -ing, N name, n other word, # number, Q a quotation, B a title in marks,
    "." the end of a sentence, "," and ":" and "(" and ")" and "—" marks, "'" a possessive ending.
    sentence: the number of the sentence; quotation: index of the region for a Q, else -1.
    near: the number of the paragraph, or in a text that lost them of a few sentences that stand for one.
    unsaid: for each region that is known to hold no statement, why (unsaid.py).
    """

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    tag: list[str]
    sentence: list[int]
    paragraph: list[int]
    quotation: list[int]
    near: list[int] = field(default_factory=list)
    unsaid: dict[int, str] = field(default_factory=dict)

    def span(self, first: int, last: int) -> Span:
        """The characters from word `first` to word `last`, both included."""
        return Span(self.start[first], self.end[last])

    def opens(self, at: int) -> bool:
        """Whether the word `at` is the first of its sentence."""
        return at == 0 or self.sentence[at - 1] != self.sentence[at]

    def run(self, at: int, tags: str) -> int:
        """The last of the words behind `at` in its sentence that all have one of the tags, or `at`."""
        unit = self.sentence[at]
        while at + 1 < len(self.tag) and self.tag[at + 1] in tags and self.sentence[at + 1] == unit:
            at += 1
        return at

    def back(self, at: int, tags: str) -> int:
        """The first of the words before `at` in its sentence that all have one of the tags, or `at`."""
        unit = self.sentence[at]
        while at and self.tag[at - 1] in tags and self.sentence[at - 1] == unit:
            at -= 1
        return at

    def next_tag(self, at: int) -> str:
        """The tag of the word behind `at`, "." at the end of its sentence."""
        ends = at + 1 >= len(self.tag) or self.sentence[at + 1] != self.sentence[at]
        return "." if ends else self.tag[at + 1]

    def sentence_of(self, at: int) -> tuple[int, int]:
        """The first and the last word of the sentence that the word `at` stands in."""
        unit = self.sentence[at]
        return bisect.bisect_left(self.sentence, unit), bisect.bisect_right(self.sentence, unit) - 1


_MARKS = {
    ".": ".", "!": ".", "?": ".", "…": ".", ",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")",
    "—": "—", "–": "—", "-": "—", "'": "'", "’": "'", "'s": "'", "’s": "'", "'S": "'", "’S": "'", "&": "C",
}  # fmt: skip
_SKIPPED = STRAY | {"*", "_"}


@lru_cache(maxsize=1 << 15)
def read(word: str, fresh: bool) -> tuple[str, str]:
    """A word in lower case, and the tag it gets from its own letters: "" for what is no word.

    That is an aside in brackets ("(D-Ohio)", "(AP)"), a mark that closes nothing, and marks for bold type.
    """
    low = word.lower().replace("’", "'")
    if word in _SKIPPED or (word[0] == "(" and len(word) > 1):
        return low, ""
    return low, _tag(word, low, fresh)


def _tag(word: str, low: str, fresh: bool) -> str:
    first = word[0]
    if first.isupper():
        return _tag_of_capital(word, low, fresh)
    known = function_words().get(low)
    if known is not None:
        return known
    if low in cues():
        return "V"
    if first.isalpha():
        return _shape(low)
    if first.isdigit() or first in "$€£":
        return "#"
    if first in "@#":
        return "N"
    return _MARKS.get(word, "x")


def _tag_of_capital(word: str, low: str, fresh: bool) -> str:
    if len(word) > 1 and word.isupper():
        return "N"
    known = function_words().get(low)
    if known is not None and (fresh or known == "P" or (known == "T" and low in days_and_months())):
        return "F" if known == "n" else known  # "Weekly sales fell", "Weekly Echo said"
    if not fresh:
        return "N"
    if low in cues():
        return "V"
    return _shape(low) if low.endswith(("ly", "ing", "ed")) and len(low) > 5 else "F"


def _shape(low: str) -> str:
    if low.endswith("ing") and len(low) > 5:
        return "g"
    if low.endswith("ed") and len(low) > 4:
        return "v"
    if low.endswith("ly") and len(low) > 4:
        return "R"
    return "n"
