"""Where does a phrase that can name a speaker begin and end, and which word carries it?"""

from __future__ import annotations

from dataclasses import dataclass

from storybrief.model import Span
from storybrief.statements.words import Words

_LONGEST = 40
_SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who"})
_AFTER_NOUN = frozenset({"familiar", "close", "privy", "involved", "briefed", "based", "present", "alike", "speaking"})
_INSIDE_NAMES = frozenset({"of", "for", "and", "&", "de", "van", "von", "der", "al", "bin", "the", "la", "del", "da"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: words `first` to `last`, of which `head` to `head_last` carry the name or the noun (all included).

    kind: name | pronoun | noun.
    """

    first: int
    last: int
    head: int
    head_last: int
    kind: str

    def span(self, words: Words) -> Span:
        """The characters of the whole phrase."""
        return words.span(self.first, self.last)

    def head_span(self, words: Words) -> Span:
        """The characters of the words that carry it."""
        return words.span(self.head, self.head_last)


def phrase(words: Words, first: int, last: int) -> Phrase | None:
    """Return the phrase of the words `first` to `last`, with its head; None when nothing in it can be a head."""
    tag, low = words.tag, words.low
    while first <= last and tag[first] not in "NPDn#g":
        first += 1
    if first > last:
        return None
    if tag[first] == "P":
        return Phrase(first, first, first, first, "pronoun")
    stop = _head_end(words, first, last)
    if stop < first:
        return None
    if tag[stop] == "N":
        start = stop
        while start > first and tag[start - 1] == "N":
            start -= 1
        return Phrase(first, last, start, stop, "name")
    if tag[stop] in "D#" and stop == first:
        return Phrase(first, last, stop, stop, "noun") if low[stop] not in ("the", "a", "an", "its", "his", "her") else None
    return Phrase(first, last, stop, stop, "noun")


def _head_end(words: Words, first: int, last: int) -> int:
    """The last word of the first noun group: before the first preposition, comma or describing word."""
    tag, low = words.tag, words.low
    i = first
    while i < last:
        following = tag[i + 1]
        if following in "NnD#'g" or (following == "C" and i + 2 <= last and tag[i + 2] in "Nn#" and tag[i] == tag[i + 2] == "N" and low[i + 1] == "&"):
            if low[i + 1] in _AFTER_NOUN and tag[i] in "nN":
                break
            i += 1
            continue
        break
    while i > first and tag[i] == "'":
        i -= 1
    return i


def before(words: Words, last: int) -> Phrase | None:
    """Return the phrase that ends with the word `last`, or None."""
    tag, low = words.tag, words.low
    if last < 0 or tag[last] not in "NPn#'Dg":
        return None
    if tag[last] == "P":
        return Phrase(last, last, last, last, "pronoun") if low[last] in _SUBJECT_PRONOUNS or low[last].endswith(("one", "body")) else None
    unit = words.sentence[last]
    first = last
    floor = max(-1, last - _LONGEST)
    while first - 1 > floor and words.sentence[first - 1] == unit:
        t = tag[first - 1]
        if t in "NnD#'I" or (t == "g" and tag[first] in "nN" and first - 2 > floor and tag[first - 2] in "DN"):
            first -= 1
        elif t == "C" and _joins(words, first - 1, floor):
            first -= 1
        else:
            break
    while first <= last and tag[first] in "I'C":
        first = _after_adverbial(words, first, last)
    return phrase(words, first, last) if first <= last else None


def _joins(words: Words, at: int, floor: int) -> bool:
    """Whether the conjunction joins two names or nouns, not two clauses: no verb stands before it in its clause."""
    tag = words.tag
    if words.low[at] not in ("and", "&", "or"):
        return False
    i = at - 1
    if i <= floor or tag[i] not in "Nn":
        return False
    unit = words.sentence[at]
    while i > floor and words.sentence[i] == unit:
        if tag[i] in "VvAg":
            return False
        if tag[i] in ",;:—Q(":
            return tag[i] == "Q" or i == 0 or words.sentence[i - 1] != unit or not _verb_before(words, i, floor)
        i -= 1
    return True


def _verb_before(words: Words, at: int, floor: int) -> bool:
    unit = words.sentence[at]
    i = at
    while i > floor and words.sentence[i] == unit:
        if words.tag[i] in "VvA":
            return True
        i -= 1
    return False


def _after_adverbial(words: Words, first: int, last: int) -> int:
    """Skip a phrase that a preposition opens ("in a statement Lind"): the next phrase begins at a determiner or name."""
    tag = words.tag
    i = first + 1
    if i > last:
        return i
    if tag[first] in "'C":
        return first + 1
    while i <= last and tag[i] in "D#":
        i += 1
    while i < last:
        if tag[i] == "n" and tag[i + 1] in "ND":
            return i + 1
        if tag[i] == "N" and tag[i + 1] == "D":
            return i + 1
        i += 1
    return last + 1


def after(words: Words, first: int) -> Phrase | None:
    """Return the phrase that begins with the word `first`, or None; "of", "for" and the like may go on with it."""
    tag, low = words.tag, words.low
    n = len(tag)
    if first >= n or tag[first] not in "NPDn#g":
        return None
    if tag[first] == "P":
        return Phrase(first, first, first, first, "pronoun")
    unit = words.sentence[first]
    last = first
    while last + 1 < n and words.sentence[last + 1] == unit and last - first < _LONGEST:
        t = tag[last + 1]
        follows = tag[last + 2] if last + 2 < n and words.sentence[last + 2] == unit else ""
        if t in "Nn#'D" and not (t == "D" and tag[last] in "Nn"):
            last += 1
        elif t == "I" and low[last + 1] in ("of", "for", "with", "from", "at", "in", "to", "on", "by", "within") and follows and follows in "NDn#":
            last += 2
        elif t == "C" and follows == "N" and tag[last] == "N":
            last += 2
        else:
            break
    while last > first and tag[last] in "'D" and low[last] != "'":
        last -= 1
    return phrase(words, first, last)
