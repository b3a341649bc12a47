"""Is a quotation given to two people, though it is word for word the same in two articles?

One of them is wrong then, and nearly always the one that was found by a pronoun or by where it stands. Nobody said
these words there, until an editor says who; both names are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from storybrief.model import Attribution, Extract, Statement, Trace

FEWEST = 6  # words; shorter ones two people may well say
SURE, DOUBTFUL = 0.9, 0.88  # as in statements/sure.tsv: a name beside the cue; a pronoun, or a place in the sentence

_WORD = re.compile(r"\w+")


class _Echo(Struct, frozen=True):
    article: int
    place: int
    name: str
    sure: float


def doubted(extracts: Sequence[Extract]) -> tuple[Extract, ...]:
    """Return the extracts, without the doubtful speakers of words that another article surely gives to somebody else."""
    said: dict[str, list[_Echo]] = {}
    for n, extract in enumerate(extracts):
        for place, statement in enumerate(extract.statements):
            by = statement.attribution
            for words in _quoted(extract, statement) if by.name else ():
                said.setdefault(words, []).append(_Echo(n, place, by.name or "", by.sure))
    wrong = {(e.article, e.place): other for echoes in said.values() for e, other in _conflicts(echoes)}
    return tuple(
        replace(extract, statements=tuple(_doubt(s, wrong.get((n, at))) for at, s in enumerate(extract.statements)))
        if any(article == n for article, _ in wrong)
        else extract
        for n, extract in enumerate(extracts)
    )


def _quoted(extract: Extract, statement: Statement) -> Iterator[str]:
    for span in statement.quoted:
        words = _WORD.findall(span.of(extract.article.text).casefold())
        if len(words) >= FEWEST:
            yield " ".join(words)


def _conflicts(echoes: Iterable[_Echo]) -> Iterator[tuple[_Echo, str]]:
    """Yield each doubtful giver of words with the name that another article surely gives them to."""
    every = [*echoes]
    best = max(every, key=lambda e: e.sure)
    for one in every:
        apart = one.article != best.article and not _may_be_one(one.name, best.name)
        if apart and best.sure >= SURE and one.sure <= DOUBTFUL:
            yield one, best.name


def _may_be_one(a: str, b: str) -> bool:
    """Whether two names share a word that is long enough to be a name."""
    x, y = ({w for w in _WORD.findall(name.casefold()) if len(w) > 2} for name in (a, b))
    return bool(x & y)


def _doubt(statement: Statement, other: str | None) -> Statement:
    if other is None:
        return statement
    by: Attribution = statement.attribution
    trace = Trace("the same words are another’s elsewhere", (other, by.name or ""))
    return replace(
        statement,
        attribution=replace(
            by, name=None, named=None, role=None, kind=None, by=trace, candidates=(other, by.name or ""), sure=0.0
        ),
    )
