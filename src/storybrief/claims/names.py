"""Is one name spelled in two ways, or one place called by two?

Only where no article has both: two people may well be called Olsen and Olson.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from storybrief.english.tables import word_sets
from storybrief.model import Dispute, Extract, Passage, Span, Trace

_NAME = re.compile(r"[A-Z][\w'’-]*[a-z](?:\s+(?:[A-Z][\w'’-]*[a-z]))*")
_WORD, _POSSESSIVE = re.compile(r"\S+"), re.compile(r"['’]s?$")
_SMALL = re.compile(r"\b[a-z]{4,}\b")
# "the 67th Precinct": a kind of thing of which there are many, whatever its capital.
_NUMBERED = re.compile(r"\d(?:st|nd|rd|th)?\s+([A-Z][\w-]*[a-z])")
# Of a name of so many letters or more one may be another.
_LONG = 6
# A word of so many letters or more shares its beginning with a misspelling of it.
_SAME_START = 3
_INSTITUTIONS = word_sets("claims/words.tsv")["institution"]


def disputes(extracts: Sequence[Extract]) -> Iterator[Dispute]:
    """Find names that the articles write in two ways; `sides` are all places of each."""
    places: dict[str, list[Passage]] = defaultdict(list)
    wholes: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for extract in extracts:
        text = extract.article.text
        for sentence in extract.body:
            for match in _NAME.finditer(text, sentence.span.start, sentence.span.end):
                words = list(_WORD.finditer(text, *match.span()))
                for word in words[match.start() == sentence.span.start :]:
                    name = _POSSESSIVE.sub("", word[0])
                    span = Span(word.start(), word.start() + len(name))
                    places[name].append(Passage(extract.article.id, sentence.number, span))
                if len(words) > 2 and words[-1][0] in _INSTITUTIONS:
                    span = Span(words[-3].start(), match.end())
                    wholes[tuple(w[0] for w in words[-3:])].append(Passage(extract.article.id, sentence.number, span))
    common = {word.casefold() for e in extracts for word in _SMALL.findall(e.article.text)}
    common |= {word.casefold() for e in extracts for word in _NUMBERED.findall(e.article.text)}
    yield from _spelled({n: at for n, at in places.items() if n not in _INSTITUTIONS}, common)
    yield from _called(wholes)


def _spelled(places: dict[str, list[Passage]], common: Set[str]) -> Iterator[Dispute]:
    """Pair the names of one letter's difference; a word of `common`, or a slip in one, is no name."""
    starts: dict[str, list[str]] = defaultdict(list)
    for name in places:
        if len(name) >= _LONG and name.isalpha():
            starts[name[:_SAME_START]].append(name)
    for many in starts.values():
        for a, b in combinations(many, 2):
            names = common.isdisjoint((a.casefold(), b.casefold()))
            if names and Levenshtein.distance(a, b) == 1 and len(a) == len(b) and not _together(places[a], places[b]):
                yield _two_ways(places[a], places[b], Trace("one name, two spellings", (a, b)))


def _called(wholes: dict[tuple[str, ...], list[Passage]]) -> Iterator[Dispute]:
    heads: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for words in wholes:
        heads[words[:-1]].append(words)
    for many in heads.values():
        for a, b in combinations(many, 2):
            if not _together(wholes[a], wholes[b]):
                told = Trace("one place, two names", (" ".join(a), " ".join(b)))
                yield _two_ways(wholes[a], wholes[b], told)


def _two_ways(a: Sequence[Passage], b: Sequence[Passage], by: Trace) -> Dispute:
    return Dispute("name", (a[0],), (tuple(a), tuple(b)), False, by)


def _together(a: Sequence[Passage], b: Sequence[Passage]) -> bool:
    return bool({p.article for p in a} & {p.article for p in b})
