"""How are the words of an article's body read, and made whole where the text is broken?"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import eq

from storybrief.english.marks import bare
from storybrief.english.readings import Region
from storybrief.english.tables import word_sets
from storybrief.model import Span
from storybrief.statements.settle import join_names, name_calls, name_roles, settle, settle_small_words
from storybrief.statements.unsaid import pulled, why
from storybrief.statements.words import Words, read

_SHORT = {word for words in word_sets("statements/abbreviations.tsv").values() for word in words}
# One word: small letters before a space, as most are; else an abbreviation with stops, a title, an initial, a possessive ending, a number, a word, or one mark.
_WORD = re.compile(
    r"(?=\S)(?:"
    r"[a-z]+(?=[ \n])"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|(?=[A-Z][A-Za-z]*\.)(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\."
    r"|[A-Z]\.(?=\s[A-Z])"
    r"|['’](?:s|S)\b"
    r"|['’](?=\s|$)"
    r"|[@#$€£]?\w+(?:(?:[-‑&/.,'’](?!s\b)|(?<=\d):(?=\d))\w+)*"
    r"|\([^()\n“”\"]{1,60}\)"
    r"|\S)"
)


def words(text: str, paragraphs: Sequence[Span], sentences: Sequence[Span], regions: Sequence[Region]) -> Words:
    """Return the words of the paragraphs with their tags."""
    made = Words(text, [], [], [], [], [], [], [])
    again = pulled(text, regions, [r.outer.holds(_trimmed(text, paragraphs[r.paragraph])) for r in regions])
    reading = _Reading(made, regions, again, [*(s.start for s in sentences[1:]), math.inf])
    region = 0
    for number, paragraph in enumerate(paragraphs):
        reading.unit += 1
        reading.fresh = True
        at, closed = paragraph.start, -1
        while region < len(regions) and regions[region].paragraph == number:
            outer = regions[region].outer
            reading.plain(at, outer.start, number, paragraph.end, closed)
            closed = reading.quotation(region, number, closed)
            at = outer.end
            region += 1
        reading.plain(at, paragraph.end, number, paragraph.end, closed)
    settle(made)
    settle_small_words(made)
    join_names(made)
    name_calls(made)
    name_roles(made)
    _rejoin(made)
    _shorten(made)
    _unflatten(made)
    return made


@dataclass(slots=True)
class _Reading:
    """Where the reading of an article's words stands.

    bounds   where each next sentence begins, and infinity; `at` is the first of them not reached yet
    unit     counts sentences, and their parts on both sides of a paragraph's end; `fresh`: no word of it was read yet
    """

    made: Words
    regions: Sequence[Region]
    again: Collection[int]
    bounds: Sequence[float]
    at: int = 0
    unit: int = 0
    fresh: bool = True

    def quotation(self, quoted: int, number: int, closed: int) -> int:
        """Take up a quotation as one word. Returns where the last one ended that somebody may be credited with, or -1."""
        made, region = self.made, self.regions[quoted]
        start, end = region.outer.start, region.outer.end
        while self.bounds[self.at] <= start:
            self.at += 1
            if not self.fresh:
                self.unit, self.fresh = self.unit + 1, True
        if _is_nickname(made.text, made, region):
            made.unsaid[quoted] = "nickname"
            _put(made, start, end, region.inner.of(made.text).lower(), "N", self.unit, number, -1)
            return closed
        reason = (
            "pull quote" if quoted in self.again else _why(made, self.regions, quoted, -1 if self.fresh else self.unit)
        )
        if reason:
            made.unsaid[quoted] = reason
        _put(made, start, end, "q", "B" if reason else "Q", self.unit, number, -1 if reason else quoted)
        self.fresh = False
        while self.bounds[self.at] < end:
            self.at += 1
        return -1 if reason else end

    def plain(self, start: int, end: int, number: int, paragraph_end: int, closed: int) -> None:
        """Take up the words outside of quotation marks from `start` to `end`."""
        made = self.made
        starts, ends, lows, tags = made.start.append, made.end.append, made.low.append, made.tag.append
        bounds, fresh = self.bounds, self.fresh  # looked up for every word
        bound = bounds[self.at]
        credit = _CREDIT.match(made.text, start, paragraph_end) if 0 < start == closed else None
        for m in _pieces(made.text, start, end, credit):
            a, b = m.span()
            while bound <= a:
                self.at += 1
                bound = bounds[self.at]
                if not fresh:
                    _fill(made, self.unit, number)
                    self.unit, fresh = self.unit + 1, True
            low, tag = read(m.group(), fresh)
            if not tag:
                continue
            starts(a)
            ends(b)
            lows(low)
            tags(tag)
            fresh = False
        self.fresh = fresh
        _fill(made, self.unit, number)


# Who is credited in brackets behind a quotation that ends the paragraph or stands before another: "…" (Aber News).
_CREDIT = re.compile(r"\s*(?P<opens>\()(?P<who>[A-Z][^()\d\n“”\"]{1,40})(?P<closes>\))\.?[^\S\n]*(?=$|\n|[“\"])")


def _pieces(text: str, start: int, end: int, credit: re.Match[str] | None) -> Iterator[re.Match[str]]:
    """The words from `start` to `end`; those of a credit one by one, its brackets too."""
    if not credit:
        return _WORD.finditer(text, start, end)
    pieces = [credit.span("opens"), credit.span("who"), credit.span("closes"), (credit.end("closes"), end)]
    return chain.from_iterable(_WORD.finditer(text, *piece) for piece in pieces)


_LONGEST_UNIT = 250  # words; of 28,349 sentences of the training articles one is longer, and no rule looks further


def _shorten(made: Words) -> None:
    """Cut what is too long to be a sentence, so that no rule looks further than a bounded number of words."""
    unit = made.sentence
    if not any(map(eq, unit, unit[_LONGEST_UNIT:])):
        return
    shift, count, last = 0, 0, -1
    for i in range(len(unit)):
        own = unit[i]
        count = count + 1 if own == last else 1
        if own == last and count > _LONGEST_UNIT:
            shift, count = shift + 1, 1
        last = own
        unit[i] = own + shift


_MOST_SENTENCES = 20  # of a paragraph; a text with more lost its paragraphs
_VIRTUAL = 2  # sentences that then count as one, at the fewest


def _unflatten(made: Words) -> None:
    """Set `near`: the paragraphs, but of a text that lost them a few sentences each, so that "the one before" is near.

    A quotation that opens its sentence right behind one goes on with it.
    """
    unit, tag, near = made.sentence, made.tag, made.near
    shift = first = 0
    while first < len(tag):
        behind = bisect.bisect_right(made.paragraph, made.paragraph[first], first)
        if unit[behind - 1] - unit[first] < _MOST_SENTENCES:
            near.extend([made.paragraph[first] + shift] * (behind - first))
            first = behind
            continue
        count, quoted = 0, False
        for i in range(first, behind):
            if i > first and unit[i] != unit[i - 1]:
                count += 1
                if count >= _VIRTUAL and not (quoted and tag[i] == "Q"):
                    shift, count = shift + 1, 0
                quoted = False
            quoted = quoted or tag[i] == "Q"
            near.append(made.paragraph[i] + shift)
        first = behind


def _rejoin(made: Words) -> None:
    """Join "…?" and the sentence after it where that only says who asks: a name or pronoun, a cue, and the stop."""
    tag, unit = made.tag, made.sentence
    for i in [n for n, t in enumerate(tag[:-1], 1) if t == "Q"]:
        if unit[i] == unit[i - 1] or made.paragraph[i] != made.paragraph[i - 1]:
            continue
        closing = bare(made.text[made.start[i - 1] : made.end[i - 1]])[-1:]
        opens = made.opens(i - 1)
        if not opens and (closing not in ("?", "!") or _introduced(made, i - 1)):
            continue
        if closing not in ("?", "!", "…", "—", ".", "-") or not _says_who(made, i):
            continue
        if closing == "." and _spoken_before(made, i - 1):
            continue
        if _says_more(made, i, question=closing != "."):
            continue
        old = unit[i]
        while i < len(tag) and unit[i] == old:
            unit[i] = unit[i - 1]
            i += 1


def _spoken_before(made: Words, quotation: int) -> bool:
    """Whether the sentence before the quotation, in its paragraph, has one with a word of saying: the speech goes on."""
    first = made.sentence_of(quotation - 1)[0]
    here = range(first, quotation)
    return {"Q", "V"} <= {made.tag[j] for j in here if made.paragraph[j] == made.paragraph[quotation]}


def _introduced(made: Words, quotation: int) -> bool:
    """Whether a word of saying stands right before the quotation: its speaker is known."""
    i = quotation - 1
    return made.tag[i] == "V" or (made.tag[i] in ",:" and i > 0 and made.tag[i - 1] == "V")


def _says_more(made: Words, i: int, *, question: bool) -> bool:
    """Whether the sentence that opens at `i` has more than who speaks, so that it tells something of its own.

    After a `question`, and words that break off, only a colon says so.
    """
    verb = next(j for j in range(i, len(made.tag)) if made.tag[j] in "Vv")
    behind = range(verb + 1, made.sentence_of(i)[1] + 1)
    return any(made.tag[j] in (":" if question else ":VvAgPQW") for j in behind)


def _says_who(made: Words, i: int) -> bool:
    tag, unit = made.tag, made.sentence[i]
    n = len(tag)
    j = i
    if tag[i] in _WHO:
        j = made.run(i, _WHO) + 1
    if j == i:
        return tag[i] == "V"
    if j < n and tag[j - 1] == "," and made.low[j] in ("asked", "pressed", "told"):
        return False  # "Lind, asked about the pier, laughed."
    if j >= n or made.sentence[j] != unit or tag[j] not in "Vv" or (tag[j] == "v" and tag[j - 1] == "A"):
        return False
    following = j + 1
    if following >= n or made.sentence[following] != unit:
        return True
    if made.low[j] in ("asked", "asks", "told", "tells") and tag[following] in "NnD":
        return made.next_tag(made.run(following, "NnDI'")) in ".,"  # "…?” Lind asked the mayor of Aber."
    return tag[following] in ".,T" or (tag[j] == "V" and tag[following] in "IRg")


_WHO = "NPDn'AR#,IC"  # tags
_NICKNAME = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)?")


def _is_nickname(text: str, made: Words, region: Region) -> bool:
    """As in Ann "The Hammer" Lind: one or two words in marks between a name and a name."""
    outer, inner = region.outer, region.inner
    if not (made.tag and region.closed and made.end[-1] + 1 == outer.start and made.tag[-1] in "NF"):
        return False
    if not (_NICKNAME.fullmatch(inner.of(text).removeprefix("The ")) and text[inner.end - 1].isalnum()):
        return False
    return text[outer.end : outer.end + 1] == " " and text[outer.end + 1 : outer.end + 2].isupper()


_IN_A_ROW = re.compile(r"[\s,]*(?:(?:and|or|&)\s+)?")
_REACH = 10  # words before the marks that can say what stands in them


def _why(made: Words, regions: Sequence[Region], quoted: int, unit: int) -> str | None:
    """Why the marks hold no statement, as far as the words of the sentence before them and the word behind say."""
    first = len(made.low)
    if unit < 0 and first and made.low[-1] in ("?", ":"):
        unit = made.sentence[-1]  # "The motto? “We sail”"
    while first and len(made.low) - first < _REACH and made.sentence[first - 1] == unit:
        first -= 1
    row = quoted and _IN_A_ROW.fullmatch(made.text, regions[quoted - 1].outer.end, regions[quoted].outer.start)
    next_to = made.unsaid.get(quoted - 1) if row else None
    return why(made.text, regions[quoted], made.low[first:], made.tag[first:], next_to)


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _fill(made: Words, unit: int, paragraph: int) -> None:
    """Say of the words added last that they stand in this sentence and paragraph, outside of quotation marks."""
    added = len(made.tag) - len(made.sentence)
    made.sentence.extend([unit] * added)
    made.paragraph.extend([paragraph] * added)
    made.quotation.extend([-1] * added)


def _put(made: Words, start: int, end: int, low: str, tag: str, unit: int, paragraph: int, quoted: int) -> None:
    made.start.append(start)
    made.end.append(end)
    made.low.append(low)
    made.tag.append(tag)
    made.sentence.append(unit)
    made.paragraph.append(paragraph)
    made.quotation.append(quoted)
