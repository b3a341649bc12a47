"""In which language are these words? Told only where the small words leave no doubt; `languages.tsv` has them."""

from __future__ import annotations

import re
from collections import Counter

from storybrief.english.tables import word_sets

# Of fewer words nothing is told: a quotation in another language is none of the article's.
_FEW = 60
# A fifth of a text's words are small ones of its language, at least; half as many of another's are too many to be sure.
_SURE = 0.2


def language_of(text: str) -> str | None:
    """Return the code of the language that a text is in (RFC 5646: "de"), or None where it is not clear."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < _FEW:
        return None
    counts = Counter(words)
    small = word_sets("article/languages.tsv")
    shares = {code: sum(counts[word] for word in listed) / len(words) for code, listed in small.items()}
    first, second = sorted(shares, key=lambda code: shares[code], reverse=True)[:2]
    return first if shares[first] >= _SURE and shares[first] >= 2 * shares[second] else None
