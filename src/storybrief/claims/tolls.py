"""Which of the numbers of those killed, hurt or missing is an article's toll?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from storybrief.claims.mentions import Mention
from storybrief.claims.pairing import amount
from storybrief.claims.standing import TOLLS

# These tolls do not fall to one so many times lower.
_GROWING, _DWARFED = ("killed", "injured"), 10


def tolls(
    found: Sequence[Mention], root: Callable[[int], int], days: Sequence[str | None]
) -> Iterator[tuple[int, int, str]]:
    """Pair the mentions (by number) that give in turn what befell people: the toll of each article as it stood there.

    `root` says which quantity a mention is in so far, `days` when each article came out.
    """
    of_fate: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, one in enumerate(found):
        if not one.part and not one.old:
            for fate in one.fates & TOLLS:
                of_fate[fate if one.figure.unit == "person" else f"{fate}, {one.figure.unit}"][one.place].append(n)
    for fate, articles in of_fate.items():
        standing = [n for many in articles.values() for n in _standing_toll(found, many)]
        kept = [n for n in standing if not _elsewhere_a_part(found, n, standing, articles, root)]
        if fate in _GROWING:
            kept = [n for n in kept if not any(_dwarfs(found[m], found[n], days) for m in kept)]
        for i, j in pairwise(kept):
            yield i, j, f"the toll of each article: {fate}"


def _dwarfs(a: Mention, b: Mention, days: Sequence[str | None]) -> bool:
    """Whether a toll was so much higher before the other was given that the other is of one place, or of one day."""
    x, y = amount(a), amount(b)
    since = (days[a.place] or "") <= (days[b.place] or "~")
    return since and y > 0 and x >= _DWARFED * y and b.figure.bound not in ("at_least", "more_than", "vague")


def _standing_toll(found: Sequence[Mention], many: Sequence[int]) -> list[int]:
    """Of the numbers of one article for one fate, the first, as news tells it first, and those that are called the toll.

    Where it says in one breath that there were none and, by somebody else, that there were some, both.
    """
    called = [n for n in many if "toll" in found[n].called]
    first = [n for n in many[:1] if all(found[n].figure.sentence != found[m].figure.sentence for m in called)]
    none = {found[n].figure.sentence for n in many if found[n].figure.high == 0}
    return sorted({*first, *called, *(n for n in many if found[n].figure.sentence in none)})


def _elsewhere_a_part(
    found: Sequence[Mention],
    n: int,
    tolls: Sequence[int],
    articles: Mapping[int, Sequence[int]],
    root: Callable[[int], int],
) -> bool:
    """Whether another article gives that quantity besides its own toll, so that it is of something else."""
    for place, many in articles.items():
        same = [m for m in many if root(m) == root(n) and not found[m].before]
        if place != found[n].place and same and not set(same) & set(tolls):
            return True
    return False
