"""What can be judged of articles in other languages than English? Whether two sentences have the same words, and quotations.

The learned weights of `same` and the rules of `differ` read English.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storybrief.model import Difference, Extract

# Of all different words of two sentences, so many must be in both: more than two thirds of each when they are equally long.
_SHARED = 0.5


def by_words(a: Iterable[str], b: Iterable[str]) -> float:
    """Give the share (0 to 1) of the words of two sentences that both have; 0 under the half.

    Function words count like others: which they are is not known in a language without a list.
    """
    x, y = set(a), set(b)
    share = len(x & y) / (len(x | y) or 1)
    return share if share >= _SHARED else 0.0


def readable(differences: Iterable[Difference], extracts: Sequence[Extract]) -> tuple[Difference, ...]:
    """Leave out the differences that English cue words, hedges or numbers found in an article of another language."""
    english = {e.article.id for e in extracts if e.article.english}
    return tuple(d for d in differences if d.kind == "quotation" or (d.a.article in english and d.b.article in english))
