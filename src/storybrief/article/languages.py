"""In which language are these words? Told only where the small words leave no doubt; `languages.tsv` has them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files

# Of fewer words nothing is told: a quotation in another language is none of the article's.
_FEW = 60
# A fifth of a text's words are small ones of its language, at least; half as many of another's are too many to be sure.
_SURE = 0.2


@cache
def _small_words() -> dict[str, frozenset[str]]:
    content = files("storybrief.article").joinpath("languages.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in content.splitlines() if line and not line.startswith("#"))
    return {code: frozenset(words.split()) for code, words in rows}


def language_of(text: str) -> str | None:
    """Return the code of the language that a text is in (RFC 5646: "de"), or None where it is not clear."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < _FEW:
        return None
    counts = Counter(words)
    shares = {code: sum(counts[word] for word in small) / len(words) for code, small in _small_words().items()}
    first, second = sorted(shares, key=lambda code: shares[code], reverse=True)[:2]
    return first if shares[first] >= _SURE and shares[first] >= 2 * shares[second] else None
