"""Which articles tell one event? By the rare words, names and numbers that they share, near each other in time.

An article is compared only with those that share some of its most telling words, and at most with a fixed number of
them; so the time grows with the number of articles, not with its square. benchmarks/sort.md says how often it is right.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storybrief.english.function_words import light_words

Vector = Mapping[str, float]

_STARTS = frozenset(".!?:\n")
READ = 2500  # code points from the top: there an article says what it is about
_LEAD, _UP = 400, 1.5  # the first of them, and how much more they count
_OTHERS = 200  # other articles that a pile is thought to lie in, so that in a small one no word is common
_TELLING, _SHARED_BY, _NEIGHBOURS = (
    25,
    60,
    15,
)  # words of an article; articles that share one; articles compared with it
ALIKE = 0.2  # mean cosine of the articles of an event, learned on one of two collections and measured on the other
SURE, LIKELY = 0.45, 0.3
_DAYS = 10  # further apart than this two articles need twice the likeness
_WEIGHTS = {"name": 2.0, "number": 0.8, "word": 1.0}


@dataclass(frozen=True, slots=True)
class Told:
    """An article: how much each word of its top counts, and the day it was published, None when that is not known.

    `written` is word -> as the article writes it, with its capital where it is a name.
    """

    words: Mapping[str, float]
    written: Mapping[str, str]
    published: date | None = None


def told(text: str, published: date | None = None) -> Told:
    """Read an article, its title first; what stands below the top is not looked at."""
    words: defaultdict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    for at, word, as_written, kind in _words(text):
        words[word] += _WEIGHTS[kind] * (_UP if at < _LEAD else 1.0)
        if kind == "name" or word not in written:
            written[word] = as_written
    return Told(dict(words), written, published)


@dataclass(frozen=True, slots=True)
class Event:
    """Articles that tell one event, as places in what was given.

    alike   the mean likeness of its articles, 0 to 1; `sure` says it in a word
    shared  the words that most of them have, the most telling first, as the first of them writes each
    """

    articles: tuple[int, ...]
    alike: float
    shared: tuple[str, ...]

    @property
    def sure(self) -> str:
        """How sure it is: "sure", "likely" or "perhaps"."""
        return "sure" if self.alike >= SURE else "likely" if self.alike >= LIKELY else "perhaps"


def events(articles: Sequence[Told], alike: float = ALIKE) -> tuple[Event, ...]:
    """Return the events that two articles or more tell, the largest first; an article is in one at most."""
    spread = Counter(word for article in articles for word in article.words)
    vectors = [_vector(article.words, spread, len(articles)) for article in articles]
    groups = _groups(vectors, _pairs(vectors, spread, [a.published for a in articles]), alike)
    made = [_event(group, total, vectors, articles) for group, total in groups if len(group) > 1]
    return tuple(sorted(made, key=lambda event: (-len(event.articles), event.articles)))


# --- one article ---------------------------------------------------------------------------------------------------


def _words(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield (offset, word, as it is written, kind) of the words at the top of a text that carry matter."""
    bare = light_words()
    for match in _WORD.finditer(text, 0, READ):
        written = match[0]
        word = written.casefold()
        if word.endswith(("'s", "’s")):
            word, written = word[:-2], written[:-2]
        if len(word) < 3 or word in bare:
            continue
        if len(word) > 4 and word[-1] == "s" and word[-2] != "s":
            word = word[:-1]
        kind = "word"
        if written[0].isdigit():
            kind = "number"
        elif written[0].isupper() and not _begins(text, match.start()):
            kind = "name"
        yield match.start(), word, written, kind


_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins at a place: there a capital tells nothing."""
    before = text[max(0, at - 3) : at].rstrip(" \"'“‘")
    return not before or before[-1] in _STARTS


def _vector(words: Mapping[str, float], spread: Mapping[str, int], articles: int) -> Vector:
    weighed = {w: math.sqrt(x) * math.log((articles + _OTHERS) / (spread[w] + 0.5)) for w, x in words.items()}
    length = math.sqrt(math.fsum(x * x for x in weighed.values())) or 1.0
    return {word: x / length for word, x in weighed.items()}


def _likeness(a: Vector, b: Vector) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(x * b[word] for word, x in a.items() if word in b)


# --- all of them ---------------------------------------------------------------------------------------------------


def _pairs(vectors: Sequence[Vector], spread: Mapping[str, int], days: Sequence[date | None]) -> list[tuple[float, int, int]]:  # fmt: skip
    """Return (likeness, article, earlier article) of those that share telling words, the most alike first."""
    having: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    made: list[tuple[float, int, int]] = []
    for here, vector in enumerate(vectors):
        rare = ((x, word) for word, x in vector.items() if 1 < spread[word] <= _SHARED_BY)
        near: defaultdict[int, float] = defaultdict(float)
        for x, word in heapq.nlargest(_TELLING, rare):
            for other, y in having[word]:
                near[other] += x * y
            having[word].append((here, x))
        for other in heapq.nlargest(_NEIGHBOURS, near, key=lambda one: (near[one], -one)):
            likeness = _likeness(vector, vectors[other])
            made.append((likeness / 2 if _far(days[here], days[other]) else likeness, here, other))
    return sorted(made, key=lambda pair: (-pair[0], pair[1:]))


def _far(a: date | None, b: date | None) -> bool:
    return a is not None and b is not None and abs((a - b).days) > _DAYS


def _groups(vectors: Sequence[Vector], pairs: Iterable[tuple[float, int, int]], alike: float) -> Iterator[tuple[list[int], Vector]]:  # fmt: skip
    """Join the most alike first, two groups only when all their articles are alike in the mean.

    Yields the articles of each group and the sum of their vectors.
    """
    home = list(range(len(vectors)))
    groups = [[n] for n in home]
    totals = list(vectors)
    for likeness, a, b in pairs:
        if likeness < alike * 0.8:  # no pair after it is any better
            break
        x, y = sorted((home[a], home[b]), key=lambda n: -len(groups[n]))
        if x != y and _likeness(totals[x], totals[y]) / (len(groups[x]) * len(groups[y])) >= alike:
            for n in groups[y]:
                home[n] = x
            groups[x] += groups[y]
            total = dict(totals[x])
            for word, value in totals[y].items():
                total[word] = total.get(word, 0.0) + value
            totals[x], groups[y] = total, []
    yield from ((sorted(group), total) for group, total in zip(groups, totals, strict=True) if group)


def _event(group: Sequence[int], total: Vector, vectors: Sequence[Vector], articles: Sequence[Told]) -> Event:
    count = len(group)
    own = sum(_likeness(vectors[n], vectors[n]) for n in group)
    alike = (_likeness(total, total) - own) / (count * (count - 1))
    held = Counter(word for n in group for word in vectors[n])
    words = heapq.nlargest(_SHOWN, ((x, w) for w, x in total.items() if held[w] * 2 > count))
    first = articles[group[0]].written
    return Event(tuple(group), min(1.0, alike), tuple(first.get(word, word) for _, word in words))


_SHOWN = 6  # words
