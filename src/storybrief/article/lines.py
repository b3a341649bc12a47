"""Which lines of printed text are one paragraph, and which are headings?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from storybrief.article.draft import Mark
from storybrief.english.marks import ends_sentence

Piece = tuple[list[tuple[str, str]], Mark | None]

_TITLE_WORDS = 3  # a headline has so many words at least; a larger line of fewer is a name
_TITLE_SIZE, _HEADING_SIZE = 1.3, 1.1  # times the size of most letters
_GAP = 1.35  # times the usual distance of two lines: a new paragraph
_SET_IN = 0.8  # times the size of the letters: a line that begins so much further in opens a paragraph
_SHORT = 0.75  # of a full line: a line that ends so short, with the end of a sentence, closes one

_PARTED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page (from 1): its words, where it begins, in points from the left and the bottom, and its letters' size."""

    words: str
    x: float
    y: float
    size: float
    page: int


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Piece]:
    """Put lines together: ((words, "p. 2"), …) of each paragraph, and "h1" or "h2" for the headline and headings.

    A paragraph goes on over the end of a page when its line does not end a sentence.
    """
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    look = _Look.of(lines)
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if look.opens(groups[-1][-1], line):
            groups.append([line])
        else:
            groups[-1].append(line)
    whole = Counter(word.lower() for line in lines for word in _WORD.findall(line.words))
    title = look.title(lines)
    return [(list(_joined(group, whole)), look.mark(group, title)) for group in groups]


@dataclass(frozen=True, slots=True)
class _Look:
    """How most of the text is set: the size of its letters, the distance of two lines, the length of a full line."""

    size: float
    distance: float
    full: int

    @staticmethod
    def of(lines: Sequence[Line]) -> _Look:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.words)
        size = sizes.most_common(1)[0][0]
        body = [line for line in lines if abs(line.size - size) < 0.05 * size + 0.1]
        steps = [a.y - b.y for a, b in pairwise(body) if a.page == b.page and a.y > b.y]
        full = sorted(len(line.words) for line in body)
        return _Look(size or 1.0, _usual(steps) or 1.2 * size, full[int(0.9 * (len(full) - 1))])

    def opens(self, last: Line, line: Line) -> bool:
        """Whether a line opens a paragraph of its own."""
        if abs(last.size - line.size) > 0.08 * max(last.size, line.size):
            return not (last.page == line.page and abs(last.y - line.y) < 0.5 * self.distance)
        ended = ends_sentence(last.words, ":")
        if last.page != line.page or line.y > last.y:  # the next page, or the next column
            return ended and (line.words[:1].isupper() or not line.words[:1].isalpha())
        if last.y - line.y > _GAP * max(self.distance, 1.05 * line.size):
            return True
        if line.x - last.x > _SET_IN * self.size and ended:
            return True
        return ended and len(last.words) < _SHORT * self.full

    def title(self, lines: Sequence[Line]) -> float:
        """Return the size of the headline's letters; infinite when no line is set so large."""
        head = [line.size for line in lines if line.page == lines[0].page and len(line.words.split()) >= _TITLE_WORDS]
        largest = max(head, default=0.0)
        return largest if largest >= _TITLE_SIZE * self.size else float("inf")

    def mark(self, group: Sequence[Line], title: float) -> Mark | None:
        """Whether a paragraph is the headline or a heading."""
        size = group[0].size
        if size >= 0.97 * title and group[0].page == 1:
            return "h1"
        words = " ".join(line.words for line in group)
        return "h2" if size >= _HEADING_SIZE * self.size and not ends_sentence(words, ":") and len(group) <= 3 else None


def _usual(steps: Sequence[float]) -> float:
    """The commonest distance of two lines: the median of the smaller half, for the others part paragraphs."""
    below = sorted(steps)[: max(1, (len(steps) + 1) // 2 + len(steps) // 4)]
    return median(below) if below else 0.0


def _joined(group: Sequence[Line], whole: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield the words of a paragraph with the page of each line; a word parted at the end of a line is made whole."""
    carried = ""
    for at, line in enumerate(group):
        words = carried + line.words
        carried = ""
        following = group[at + 1].words if at + 1 < len(group) else ""
        parted = _PARTED.search(words)
        if parted and following[:1].islower():
            start = words.rfind(" ") + 1
            carried = words[start:] if _keeps_hyphen(parted[1], following, whole) else words[start:-1]
            words = words[:start]
        yield words, f"p. {line.page}"


def _keeps_hyphen(before: str, following: str, whole: Counter[str]) -> bool:
    """Whether the two halves are a word with a hyphen of its own: elsewhere it stands so, and nowhere without."""
    rest = _WORD.match(following)
    after = rest[0] if rest else ""
    return not whole[f"{before}{after}".lower()] and whole[f"{before}-{after}".lower()] > 0
