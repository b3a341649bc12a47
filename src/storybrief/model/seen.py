"""Which characters of a text does a reader see?"""

from __future__ import annotations

import re
from functools import lru_cache

# Control characters that are no white space, surrogates, U+FFFE and U+FFFF, and the format characters without a shape
# (soft hyphen, zero-width ones, direction controls, byte order mark, annotation, tags). Listed, not looked up: what
# unicodedata says of a character changes from one Python to the next, and pages may not.
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


@lru_cache(maxsize=4096)  # the sentences of a story are asked for again and again, and its names
def visible(text: str) -> str:
    """Return `text` on one line: white space collapsed, characters that have no shape taken out."""
    return " ".join(_UNSEEN.sub("", text).split())


def short(words: str) -> str:
    """Return the visible `words`, cut at a word's end after 80 characters: enough to know them again in a message."""
    plain = visible(words)
    return plain if len(plain) <= 80 else plain[:80].rsplit(" ", 1)[0] + "…"
