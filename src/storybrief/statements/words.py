"""What are the words of an article's body, and what part does each play in its sentence?

A parser would say it better and a thousand times slower. Here every word outside quotation marks gets one tag from a
table of function words, the table of cues, or its shape; a quotation counts as one word. The rest of this room looks
at the tags around a cue and never further than the sentence.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from operator import eq

from storybrief.english.marks import STRAY, bare
from storybrief.english.outlets import spoken
from storybrief.english.readings import Region
from storybrief.model import Span
from storybrief.statements.abbreviations import abbreviations, titles
from storybrief.statements.unsaid import pulled, why

# One word: small letters before a space, as most are; else an abbreviation with stops, a title, an initial, a possessive ending, a number, a word, or one mark.
_WORD = re.compile(
    r"(?=\S)(?:"
    r"[a-z]+(?=[ \n])"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|(?=[A-Z])(?:{'|'.join(sorted({w for row in abbreviations().values() for w in row}, key=len, reverse=True))})\."
    r"|[A-Z]\.(?=\s[A-Z])"
    r"|['’](?:s|S)\b"
    r"|['’](?=\s|$)"
    r"|[@#$€£]?\w+(?:(?:[-‑&/.,'’](?!s\b)|(?<=\d):(?=\d))\w+)*"
    r"|\([^()\n“”\"]{1,60}\)"
    r"|\S)"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article's body in text order. Each list has one entry for each word.

    tag: one letter (see `function_words.tsv`) or V cue, g word in -ing, N name, n other word, # number, Q a quotation, B a title in marks,
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

    def sentence_of(self, at: int) -> tuple[int, int]:
        """The first and the last word of the sentence that the word `at` stands in."""
        unit = self.sentence[at]
        return bisect.bisect_left(self.sentence, unit), bisect.bisect_right(self.sentence, unit) - 1


def lines(name: str) -> list[list[str]]:
    """The rows of a table of this package: fields between tabs; comments and empty lines are left out."""
    content = files("storybrief.statements").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in content.splitlines() if line and not line.startswith("#")]


@cache
def function_words() -> dict[str, str]:
    """Each function word's tag."""
    table: dict[str, str] = {}
    for tag, words in lines("function_words.tsv"):
        for word in words.split():
            table.setdefault(word, tag)
    return table


_MARKS = {
    ".": ".", "!": ".", "?": ".", "…": ".", ",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")",
    "—": "—", "–": "—", "-": "—", "'": "'", "’": "'", "'s": "'", "’s": "'", "'S": "'", "’S": "'", "&": "C",
}  # fmt: skip


def words(
    text: str, paragraphs: Sequence[Span], sentences: Sequence[Span], regions: Sequence[Region], cues: frozenset[str]
) -> Words:
    """Return the words of the paragraphs with their tags. `cues` are the lower-case forms that get the tag V."""
    made = Words(text, [], [], [], [], [], [], [])
    again = pulled(text, regions, [r.outer.holds(_trimmed(text, paragraphs[r.paragraph])) for r in regions])
    reading = _Reading(made, regions, again, cues, [*(s.start for s in sentences[1:]), math.inf])
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
    _settle(made)
    _lengthen_times(made)
    _join_names(made)
    _name_roles(made)
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
    cues: frozenset[str]
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
        bounds, fresh, cues = self.bounds, self.fresh, self.cues  # looked up for every word
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
            low, tag = _read(m.group(), fresh, cues)
            if not tag:
                continue
            starts(a)
            ends(b)
            lows(low)
            tags(tag)
            fresh = False
        self.fresh = fresh
        _fill(made, self.unit, number)


_SKIPPED = STRAY | {"*", "_"}
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
        opens = i == 1 or unit[i - 2] != unit[i - 1]
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
    j = quotation - 1
    unit = made.sentence[j]
    tags = set()
    while j >= 0 and made.sentence[j] == unit and made.paragraph[j] == made.paragraph[quotation]:
        tags.add(made.tag[j])
        j -= 1
    return {"Q", "V"} <= tags


def _introduced(made: Words, quotation: int) -> bool:
    """Whether a word of saying stands right before the quotation: its speaker is known."""
    i = quotation - 1
    return made.tag[i] == "V" or (made.tag[i] in ",:" and i > 0 and made.tag[i - 1] == "V")


def _says_more(made: Words, i: int, *, question: bool) -> bool:
    """Whether the sentence that opens at `i` has more than who speaks, so that it tells something of its own.

    After a `question`, and words that break off, only a colon says so.
    """
    tag, unit = made.tag, made.sentence[i]
    verb = next(j for j in range(i, len(tag)) if tag[j] in "Vv")
    j = verb + 1
    while j < len(tag) and made.sentence[j] == unit:
        if tag[j] == ":" or (not question and (tag[j] in "VvAgPQW" or made.low[j] == "that")):
            return True
        j += 1
    return False


def _says_who(made: Words, i: int) -> bool:
    tag, unit = made.tag, made.sentence[i]
    n = len(tag)
    j = i
    while j < n and made.sentence[j] == unit and j - i < 14 and tag[j] in "NPDn'AR#,I":
        j += 1
    if j == i:
        return tag[i] == "V"
    if j >= n or made.sentence[j] != unit or tag[j] not in "Vv" or (tag[j] == "v" and tag[j - 1] == "A"):
        return False
    following = j + 1
    if following >= n or made.sentence[following] != unit:
        return True
    return tag[following] in ".,T" or (tag[j] == "V" and tag[following] in "IRg")


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


@lru_cache(maxsize=1 << 15)
def _read(word: str, fresh: bool, cues: frozenset[str]) -> tuple[str, str]:
    """A word in lower case, and the tag it gets from its own letters: "" for what is no word.

    That is an aside in brackets ("(D-Ohio)", "(AP)"), a mark that closes nothing, and marks for bold type.
    """
    low = word.lower().replace("’", "'")
    if word in _SKIPPED or (word[0] == "(" and len(word) > 1):
        return low, ""
    return low, _tag(word, low, fresh, function_words(), cues)


def _tag(word: str, low: str, fresh: bool, table: dict[str, str], cues: frozenset[str]) -> str:
    first = word[0]
    if first.isupper():
        return _tag_of_capital(word, low, fresh, table, cues)
    known = table.get(low)
    if known is not None:
        return known
    if low in cues:
        return "V"
    if first.isalpha():
        return _shape(low)
    if first.isdigit() or first in "$€£":
        return "#"
    if first in "@#":
        return "N"
    return _MARKS.get(word, "x")


def _tag_of_capital(word: str, low: str, fresh: bool, table: dict[str, str], cues: frozenset[str]) -> str:
    if len(word) > 1 and word.isupper():
        return "N"
    known = table.get(low)
    if known is not None and (fresh or known == "P" or (known == "T" and low not in _COMMON_TIMES)):
        return known
    if not fresh:
        return "N"
    if low in cues:
        return "V"
    return _shape(low) if low.endswith(("ly", "ing", "ed")) and len(low) > 5 else "F"


_COMMON_TIMES = frozenset(
    {"morning", "afternoon", "evening", "night", "week", "weekend", "month", "year", "noon", "midnight"}
)


def _shape(low: str) -> str:
    if low.endswith("ing") and len(low) > 5:
        return "g"
    if low.endswith("ed") and len(low) > 4:
        return "v"
    if low.endswith("ly") and len(low) > 4:
        return "R"
    return "n"


# "In May" is a month, "by May" may be a person.
_MONTHS_OR_NAMES = frozenset({"may", "march", "april", "june", "august"})
_MONTH_FOLLOWS = frozenset({"in", "since", "until", "till", "last", "next", "early", "late", "mid"})
_NOUN_FOLLOWS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "no", "any", "every"})


def _settle(made: Words) -> None:
    """Decide what needs the neighbours: a capital that only begins the sentence; a cue used as a noun."""
    tag, low = made.tag, made.low
    nounlike, plurals, people = _nounlike(), _plurals(), _people()
    seen = {w for w, t in zip(low, tag, strict=True) if t == "n"}
    for i, t in enumerate(tag):
        if t not in "TNFV'v":
            continue
        if t == "T" and low[i] in _MONTHS_OR_NAMES and _is_named_so(made, i):
            tag[i] = "N"
        elif t == "N" and low[i] in _MONTHS_OR_NAMES and i and low[i - 1] in _MONTH_FOLLOWS:
            tag[i] = "N" if i + 1 < len(tag) and tag[i + 1] == "N" else "T"
        elif t == "F":
            common = low[i] in seen or low[i] in plurals or (low[i] in people and low[i + 1 : i + 2] == ["for"])
            tag[i] = "n" if common and not (i + 1 < len(tag) and tag[i + 1] == "N") else "N"
        elif (
            t == "V"
            and i
            and (low[i - 1] in _NOUN_FOLLOWS or tag[i - 1] == "'")
            and low[i] not in ("said", "says", "say")
        ):
            tag[i] = "n"
        elif (
            t == "'"
            and i
            and low[i] in ("'s", "’s")
            and (tag[i - 1] in "PW" or low[i - 1] in ("that", "there", "here"))
        ):
            tag[i] = "A"
        elif t == "V" and low[i] in _NAMED and _only_names(made, i, people):
            tag[i] = "I"
        elif (t == "V" and low[i] in nounlike and _is_noun(made, i, nounlike[low[i]])) or (
            t == "v" and i and tag[i - 1] in "D'#" and low[i].endswith("ed")
        ):
            tag[i] = "n"


def _lengthen_times(made: Words) -> None:
    """Make "last" a part of the time behind it: "told reporters last May that"; not of "the last year".

    And "yet" an adverb in "has not yet said".
    """
    for m in re.finditer("(?<=[RA])C(?=[RAVv])", "".join(made.tag)):
        if made.low[m.start()] == "yet":
            made.tag[m.start()] = "R"
    for m in re.finditer("(?<!D)n(?=T)", "".join(made.tag)):
        if made.low[m.start()] in ("last", "next"):
            made.tag[m.start()] = "T"


def _is_named_so(made: Words, i: int) -> bool:
    """Whether a month is somebody's name: "April Stone said", "Ms. June", "Ann March said"."""
    tag, low, unit = made.tag, made.low, made.sentence
    if not made.text[made.start[i]].isupper():
        return False
    before = i - 1 if i and unit[i - 1] == unit[i] else -1
    after = i + 1 if i + 1 < len(tag) and unit[i + 1] == unit[i] else -1
    if (
        after >= 0
        and tag[after] == "N"
        and (before < 0 or (low[before] not in _MONTH_FOLLOWS and tag[before] not in "IT#"))
    ):
        return True
    if before < 0 or tag[before] != "N" or (after >= 0 and tag[after] in "#N"):
        return False
    return low[before] in titles() or (after >= 0 and tag[after] in "V'")


def _join_names(made: Words) -> None:
    """Make names of the small words in them ("van der", "al-Hilu", "Save the Children") and of what only opens a sentence."""
    tag, low, unit = made.tag, made.low, made.sentence
    particles, whole = _small_names()
    pairs = {(low[m.start()], low[m.end()]) for m in _NAME_BEFORE_NAME.finditer("".join(tag))}
    for i in _may_join(made):
        t = tag[i]
        same = i + 1 < len(tag) and unit[i + 1] == unit[i]
        if t in "nDPx" and _ARABIC.match(made.text, made.start[i]):
            tag[i] = "N"
        elif low[i] in particles and i and same and unit[i - 1] == unit[i] and tag[i - 1] == "N":
            last = i + 1 if low[i + 1] in particles and i + 2 < len(tag) else i
            if tag[last + 1 : last + 2] == ["N"] and made.text[made.start[i]].islower():
                tag[i : last + 1] = ["N"] * (last + 1 - i)
        elif same and t in "nvgV" and tag[i + 1] == "N" and made.text[made.start[i]].isupper():
            outlet = f"{low[i]} {low[i + 1]}" in spoken()
            adjective = t == "v" and (i == 0 or unit[i - 1] != unit[i]) and _names_a_firm(made, i + 1)
            tag[i] = "N" if outlet or adjective or (low[i], low[i + 1]) in pairs else t
        elif low[i] == "&" and i and same and unit[i - 1] == unit[i] and tag[i - 1] == tag[i + 1] == "N":
            given = _given() & {low[i + 1], *(low[i - 2 : i - 1] if tag[i - 2] == "N" else ())}
            tag[i] = "C" if given and tag[i + 2 : i + 3] == ["N"] else "N"
        elif low[i] in _BEHIND_NAMES and i > 1 and unit[i - 2] == unit[i] and tag[i - 2] + tag[i - 1] == "NN":
            alone = not same or tag[i + 1] != "N"
            tag[i] = "R" if alone and _is_behind_a_name(made, i) else t
        if low[i] in whole and tuple(low[i : i + 3]) in whole[low[i]] and made.text[made.start[i]].isupper():
            tag[i : i + 3] = ["N"] * 3


def _may_join(made: Words) -> list[int]:
    """The few words that can become part of a name, in text order: small words of names, and capitals before a name."""
    particles, whole = _small_names()
    small = particles | whole.keys() | _BEHIND_NAMES | {"&"}
    found = {i for i, low in enumerate(made.low) if low in small or "-" in low or "‑" in low}
    found.update(m.start() for m in _BEFORE_NAME.finditer("".join(made.tag)))
    return sorted(found)


@cache
def _given() -> frozenset[str]:
    """First names in lower case."""
    return frozenset(word for _, row in lines("first_names.tsv") for word in row.split())


# Letters behind a person's name that are no part of it; a seat in a parliament is a noun of its own too ("a Green MP").
_SEATS = frozenset({"mp", "msp", "mep", "td", "mla"})
_BEHIND_NAMES = _SEATS | {"kc", "qc", "sc", "obe", "mbe", "cbe", "phd", "esq"}


def _is_behind_a_name(made: Words, i: int) -> bool:
    written = made.text[made.start[i] : made.end[i]]
    seat = made.low[i] in _SEATS
    person = made.low[i - 2] not in titles() and made.low[i - 1] not in _ends() and made.tag[i - 3 : i - 2] != ["D"]
    return not written.islower() and (person or not seat)


@cache
def _ends() -> frozenset[str]:
    """What the name of a body ends in."""
    return frozenset(dict(lines("bodies.tsv"))["ends"].split())


# In the tags.
_BEFORE_NAME = re.compile("[nvgV](?=N)")
_NAME_BEFORE_NAME = re.compile("N(?=N)")


def _names_a_firm(made: Words, first: int) -> bool:
    """Whether two names or more from the word `first` on end as a firm's name does: "Micro Devices"."""
    last = first
    while last + 1 < len(made.tag) and made.tag[last + 1] == "N" and made.sentence[last + 1] == made.sentence[first]:
        last += 1
    return last > first and made.low[last] in _firm_endings()


@cache
def _firm_endings() -> frozenset[str]:
    return frozenset(dict(lines("bodies.tsv"))["firm"].split())


_ARABIC = re.compile(r"(?:[ae][a-z]|ul)[-‑][A-Z]")


@cache
def _small_names() -> tuple[frozenset[str], dict[str, set[tuple[str, ...]]]]:
    """Particles of surnames, and by their first word the names that hold small words."""
    rows = dict(lines("bodies.tsv"))
    whole: dict[str, set[tuple[str, ...]]] = {}
    for name in rows["whole"].split("|"):
        found = tuple(name.split())
        whole.setdefault(found[0], set()).add(found)
    return frozenset(rows["particle"].split()), whole


# What begins like a verb and is half of a role: "fire chief", "charge nurse", "state police".
_ALONE = frozenset(
    {
        "this",
        "that",
        "these",
        "those",
        "some",
        "many",
        "few",
        "all",
        "both",
        "each",
        "most",
        "more",
        "several",
        "others",
    }
)

_SHIFTS = frozenset({"night", "day", "morning", "evening", "weekend"})


def _name_roles(made: Words) -> None:
    """Make a noun of a verb's base form that opens the name of a role."""
    tag, low, unit = made.tag, made.low, made.sentence
    n, bases = len(tag), _bases()
    for i, t in enumerate(tag):
        if t not in "RgTVv":
            continue
        if low[i] == "back" and t == "R" and i and tag[i - 1] == "n" and i + 1 < n and tag[i + 1] in "N":
            tag[i] = "n"
        if i + 1 >= n or unit[i + 1] != unit[i]:
            continue
        if not (t == "g" or (t == "T" and low[i] in _SHIFTS) or (t in "Vv" and low[i] in bases)):
            continue
        before = i - 1 if i and unit[i - 1] == unit[i] else -1
        determined = before >= 0 and (tag[before] == "'" or (tag[before] == "D" and low[before] not in _ALONE))
        opens = before < 0 or tag[before] in ("QV" if t == "g" else "Q,:;—(CVSI") or determined
        opens = opens or (before > 0 and low[before] == "to" and low[before - 1] == "according")
        shift = t == "T" and tag[i + 1] == "n" and not low[i + 1].endswith("s")
        if (determined and (t == "v" or shift)) or (
            opens and not (t == "g" and before < 0) and _is_role(made, i, determined=determined)
        ):
            tag[i] = "n"


def _is_role(made: Words, i: int, *, determined: bool) -> bool:
    """Whether nouns after the word at `i` make it one of them: a role, or a group that a verb or a name follows."""
    tag, low, unit = made.tag, made.low, made.sentence
    last = i + 1
    field = low[i] == "left"  # "left back"
    while (
        last < len(tag)
        and unit[last] == unit[i]
        and last - i < 4
        and (tag[last] == "n" or (field and low[last] == "back"))
    ):
        last += 1
    last -= 1
    if last == i:
        return False
    following = tag[last + 1] if last + 1 < len(tag) and unit[last + 1] == unit[i] else "."
    if low[last] in _persons():
        return True
    if following == "N":
        while last + 1 < len(tag) and tag[last + 1] == "N" and unit[last + 1] == unit[i]:
            last += 1
        following = tag[last + 1] if last + 1 < len(tag) and unit[last + 1] == unit[i] else "."
        return following in "V,.v" or determined
    return following == "V" and (low[last] in _plurals() or low[last] in _people())


@cache
def _bases() -> frozenset[str]:
    """Verbs in their base form that are nouns as often."""
    return frozenset(word for (row,) in lines("noun_or_verb.txt") for word in row.split())


_NAMED = frozenset({"called", "dubbed", "labeled", "labelled"})


def _only_names(made: Words, i: int, people: frozenset[str]) -> bool:
    """As in "a firm called Lind & Co.": what stands before the word is a thing and does not speak."""
    if i == 0 or i + 1 >= len(made.low) or made.tag[i - 1] != "n" or made.low[i - 1] in people:
        return False
    j = i - 1
    while j and made.tag[j] == "n":
        j -= 1
    return made.tag[i + 1] in "NQBF" and made.low[j] in ("a", "an", "the", "some", "another", "one")


@cache
def _people() -> frozenset[str]:
    """The nouns for people, singular."""
    return frozenset(w for kind, row in lines("nouns.tsv") if kind in ("person", "group") for w in row.split())


@cache
def _persons() -> frozenset[str]:
    """The nouns for one person, singular."""
    rows = {kind: row.split() for kind, row in lines("nouns.tsv")}
    return frozenset(rows["person"]) - frozenset(rows["group"])


@cache
def _plurals() -> frozenset[str]:
    """Plurals of the nouns for people, which often open a sentence: "Experts say"."""
    rows = [row for kind, row in lines("nouns.tsv") if kind in ("person", "group")]
    return frozenset(w[:-1] + "ies" if w.endswith("y") else w + "s" for row in rows for w in row.split()) | {"people"}


@cache
def _nounlike() -> dict[str, str]:
    """Cues that are nouns as often as verbs, with the form: "base" or "present"."""
    table: dict[str, str] = {}
    for (row,) in lines("noun_or_verb.txt"):
        for word in row.split():
            table[word] = "base"
            table[word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"] = "present"
    return table


def _is_noun(made: Words, i: int, form: str) -> bool:
    """Whether the cue at `i` is a noun here: "in remarks", "comments from", "a campaign call", "according to reports"."""
    tag, low = made.tag, made.low
    unit = made.sentence[i]
    same = i > 0 and made.sentence[i - 1] == unit
    following = low[i + 1] if i + 1 < len(low) and made.sentence[i + 1] == unit else ""
    if following in ("from", "of", "by") or following in (
        "is",
        "was",
        "were",
        "are",
        "has",
        "have",
        "had",
        "came",
        "made",
    ):
        return True
    if not same:
        return True
    before = tag[i - 1]
    if before in "IvVC#" or low[i - 1] in ("his", "her", "their"):
        return low[i - 1] not in ("and", "to") or before == "I"
    if before == "D":
        return (low[i - 1] in ("one", "this", "that", "each", "every", "another")) == (form == "base")
    if before in "nNT":
        j = i - 1
        while j > 0 and made.sentence[j - 1] == unit and tag[j - 1] in "nN'":
            j -= 1
        opener = tag[j - 1] if j > 0 and made.sentence[j - 1] == unit else ""
        if opener == "I" or (opener == "t" and j > 1 and low[j - 2] == "according"):
            return True
        return form == "base" and not low[i - 1].endswith("s") and low[i - 1] != "people"
    return False
