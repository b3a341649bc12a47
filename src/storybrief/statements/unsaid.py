"""What stands in quotation marks and is no statement: titles, names, signs, and why each is none."""

from __future__ import annotations

_SMALL = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "with", "by", "from", "is", "not", "but", "as"}
)


def is_title(text: str) -> bool:
    """Whether the words are written as a title is: nearly all with a capital, and not one long sentence."""
    found = [w for w in text.replace("-", " ").split() if w[:1].isalpha()]
    large = [w for w in found if w.lower().strip(".,!?:") not in _SMALL]
    if not found or len(found) > 12:
        return False
    return bool(large) and all(w[0].isupper() for w in large) and (len(found) > 1 or not text.endswith((".", "!", "?")))
