"""Which paragraphs of a saved article are the page's and not the article's: "Read more:", "Sign up", "About Halma Inc"?

The knowledge is in `furniture.tsv`, a pattern a row. What words somebody said are in is not furniture, and a row that is
in doubt says nothing: a link taken for body costs little, a sentence of the body taken for a link would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal, cast

from storybrief.english.marks import STRAY, ends_sentence
from storybrief.english.tables import rows as table_rows
from storybrief.model import Paragraph

Kind = Literal[
    "share", "sign-up", "link", "credit", "about", "release", "live", "note", "correction", "legal", "comments", "advert", "address",
    "caption", "label", "end", "page",
]  # fmt: skip
Where = Literal["line", "beside", "label", "clip", "last", "bio", "until", "rest", "name", "start", "wire", "first"]

# Longer paragraphs are an article's own: the longest piece of furniture has some hundred words.
_LONGEST = 1_200
# "last" and "bio" are of the last so many paragraphs.
_LAST = 4
_SAYS = re.compile(
    r"\b(?:said|says|told|tells|added|adds|asked|asks|according to|wrote|argued|warned|replied)\b",
    re.IGNORECASE,
)
# A line that leads to another article is a title of at most so many words.
_TITLE_WORDS = 25
_SENTENCES = re.compile(r"(?<=[.!?:])\s+(?=[A-Z“\"(@])")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `furniture.tsv`: `line` is one that it is for, `other` one that it is against."""

    kind: Kind
    where: Where
    pattern: re.Pattern[str]
    line: str
    other: str


@cache
def rows() -> tuple[Row, ...]:
    """The rows of `furniture.tsv`, in their order. Case counts where a name is looked for."""
    made = []
    for kind, where, pattern, good, bad in table_rows("article/furniture.tsv"):
        flags = re.NOFLAG if where in ("last", "bio", "clip", "name") else re.IGNORECASE
        made.append(Row(cast(Kind, kind), cast(Where, where), re.compile(pattern, flags), good, bad))
    return tuple(made)


@cache
def _of(*where: Where) -> tuple[Row, ...]:
    return tuple(row for row in rows() if row.where in where)


def find(words: Sequence[str], is_heading: Callable[[int], bool], is_byline: Callable[[int], bool]) -> dict[int, Kind]:
    """Return which paragraphs are furniture, and of what kind.

    In: the words of each paragraph as one line; whether the format marks one as a heading; whether one is a byline.
    """
    short = [at for at, line in enumerate(words) if len(line) <= _LONGEST]
    found: dict[int, Kind] = {}
    for at in short:
        among_last = at >= max(1, len(words) - _LAST)
        kind = _line(words[at], partial(_stands_last, words, at, is_byline) if among_last else _never)
        if kind:
            found[at] = kind
    opens = {at: row for at in short if (row := _opener(words, at))}
    for at, row in opens.items():
        for n in _section(words, at, row, lambda n: n in opens or (is_heading(n) and n not in found)):
            found.setdefault(n, row.kind)
    return found


def is_furniture(line: str) -> bool:
    """Whether a line is furniture wherever it stands."""
    return len(line) <= _LONGEST and _line(line, _never) is not None


def label(words: str) -> int:
    """How many characters at the start of a paragraph are a label such as "Notes:", with the space after it; 0: none."""
    for row in _of("start"):
        found = row.pattern.match(words)
        if found and words[found.end() :].strip():
            return len(words) - len(words[found.end() :].lstrip())
    return 0


def is_release(text: str, paragraphs: Iterable[Paragraph]) -> bool:
    """Whether an article has a mark of a press release: a line that only they have, a wire in its dateline, or its first
    sentence gives the firm's ticker and what it announces today.
    """
    for one in paragraphs:
        words = " ".join(one.span.of(text).split())
        where: Where | None = "wire" if one.role == "dateline" else "first" if one.number == 1 else None
        if one.kind == "release" or (where and any(row.pattern.fullmatch(words[:_LONGEST]) for row in _of(where))):
            return True
    return False


_Last = Callable[[re.Match[str]], bool]


def _line(line: str, last: _Last) -> Kind | None:
    """The kind of a paragraph that is furniture as a whole, or in each of its sentences.

    `last` says whether what fits a row for the last paragraphs stands among them.
    """
    kind = _whole(line, last)
    if kind:
        return kind
    sentences = _SENTENCES.split(line)
    first: Kind | None = None
    for sentence in sentences if len(sentences) > 1 else ():
        kind = _whole(sentence, last)
        if not kind and not _asks(sentence):
            return None
        first = first or kind
    return first


def _whole(line: str, last: _Last) -> Kind | None:
    if not _says(line):
        for row in _of("line", "last", "bio"):
            fits = row.pattern.fullmatch(line)
            if fits and (row.where == "line" or last(fits)):
                return row.kind
    return next((row.kind for row in _of("label", "clip") if row.pattern.fullmatch(line)), None)


def _quotes(line: str) -> bool:
    return not STRAY.isdisjoint(line)


def _says(line: str) -> bool:
    """Whether a line has quotation marks or a word of saying: somebody's words may be in it."""
    return _quotes(line) or _SAYS.search(line) is not None


def _asks(sentence: str) -> bool:
    return not _says(sentence) and any(row.pattern.fullmatch(sentence) for row in _of("beside"))


def _never(_fits: re.Match[str]) -> bool:
    return False


def _stands_last(words: Sequence[str], at: int, is_byline: Callable[[int], bool], fits: re.Match[str]) -> bool:
    """Whether the last name of "who" stands nowhere else but in bylines: the article does not tell of this one."""
    who = fits.groupdict().get("who")
    if who is None:
        return True
    name = re.compile(rf"\b{re.escape(who.split()[-1].rstrip('.'))}\b")
    return not any(name.search(line) for n, line in enumerate(words) if n != at and not is_byline(n))


def _opener(words: Sequence[str], at: int) -> Row | None:
    """The row that a section begins by, when this paragraph opens one."""
    line = words[at]
    if _says(line):
        return None
    for row in _of("until", "rest", "name"):
        fits = row.pattern.fullmatch(line)
        if not fits or (row.where != "until" and 2 * at < len(words)):
            continue
        if row.where != "name" or (at + 1 < len(words) and _tells_of(words[at + 1], fits["name"])):
            return row
    return None


def _section(words: Sequence[str], at: int, row: Row, ends: Callable[[int], bool]) -> range:
    """The paragraphs of the section that this one opens, itself among them, up to one where a section `ends`."""
    below = range(at + 1, len(words))
    if row.where == "until":
        return range(at, next((n for n in below if ends(n) or not _is_link(words[n])), len(words)))
    end = next((n for n in below if ends(n)), len(words))
    # What somebody said is not given up, whatever stands above it.
    if not any(_quotes(words[n]) for n in range(at + 1, end)):
        return range(at, end)
    return range(at, at if row.where == "name" else at + 1)


def _is_link(line: str) -> bool:
    """Whether a line can be the title of another article: short, and no sentence."""
    return len(line.split()) <= _TITLE_WORDS and not ends_sentence(line)


def _tells_of(line: str, name: str) -> bool:
    """Whether a paragraph speaks of the name that the heading above it has: its first word of three letters or more."""
    first = next((word for word in re.findall(r"\w{3,}", name)), name)
    return re.search(rf"\b{re.escape(first)}\b", line) is not None
