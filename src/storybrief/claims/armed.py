"""Had somebody a weapon, or none? One article puts it in a hand, another says that there was none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from storybrief.claims.denials import turned
from storybrief.english.tables import word_sets
from storybrief.model import Dispute, Extract, Passage, Span, Trace

_WEAPONS = "|".join(sorted(word_sets("claims/words.tsv")["weapon"]))
_HAD = re.compile(
    r"\b(?:with|had|held|holding|carried|carrying|carries|pulled|drew|pointed|pointing|raised|brandish(?:ed|ing)|wav(?:ed|ing))"
    rf"\s+(?:an?|his|her|the)\s+(?:[\w.-]+\s+)?(?P<weapon>{_WEAPONS})\b"
)
# "He called my brother a man with a knife": it is not she who says so.
_CALLED = re.compile(r"\bcall(?:ed|s|ing)\b")
_NONE = re.compile(
    rf"\b[Nn]o\s+(?P<weapon>{_WEAPONS})\b|\bwithout\s+an?\s+(?P<without>{_WEAPONS})\b|\b(?:was|were|been|is|are)\s+(?P<unarmed>unarmed)\b"
)


def disputes(extracts: Sequence[Extract]) -> Iterator[Dispute]:
    """Give a row for each weapon that somebody had, and that there was not, as articles or those who speak in them say."""
    had: dict[str, list[Passage]] = defaultdict(list)
    none: dict[str, list[Passage]] = defaultdict(list)
    named: dict[str, Passage] = {}
    for extract in extracts:
        text = extract.article.text
        for sentence in extract.body:
            span = sentence.span
            at = Passage(extract.article.id, sentence.number, span)
            if without := _NONE.search(text, span.start, span.end):
                none[without.group(without.lastgroup or 0)].append(at)
            elif (held := _HAD.search(text, span.start, span.end)) and not _doubted(span.of(text)):
                had[held["weapon"]].append(at)
                named.setdefault(held["weapon"], Passage(at.article, at.sentence, Span(*held.span("weapon"))))
    for weapon, there in had.items():
        if absent := [*none[weapon], *none["unarmed"]]:
            sides = tuple(there), tuple(absent)
            yield Dispute("yes or no", (named[weapon],), sides, False, Trace("a weapon, or none", (weapon,)))


def _doubted(words: str) -> bool:
    return turned(words) or _CALLED.search(words) is not None
