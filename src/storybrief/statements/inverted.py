"""What is said around "said Lind": does it stand before, or go on behind?"""

from __future__ import annotations

from storybrief.statements.words import Words


def clause_stands_before(words: Words, comma: int) -> bool:
    """Whether a whole clause stands before the comma: it has a verb that is not in an aside after a name."""
    unit = words.sentence[comma]
    i = comma - 1
    while i >= 0 and words.sentence[i] == unit and words.tag[i] not in ",—":
        if words.tag[i] in "W":
            return False
        if words.tag[i] in "vVAQ":
            return True
        i -= 1
    return (
        i >= 0
        and words.sentence[i] == unit
        and any(words.tag[j] in "VvAQ" and words.sentence[j] == unit for j in range(max(0, i - 30), i))
    )


def quotation_behind(words: Words, comma: int) -> bool:
    """As in "The pier, said Lind, “was never safe”", over an aside that "who" opens."""
    at = comma + 1
    if words.tag[at : at + 1] == ["W"]:
        at = next((j for j in range(at, min(len(words.tag), at + 20)) if words.tag[j] in ",.Q"), at) + 1
    same = at < len(words.tag) and words.sentence[at] == words.sentence[comma]
    return same and words.tag[comma] == "," and words.tag[at] == "Q"
