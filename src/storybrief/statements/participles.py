"""Who is the subject of a participle, as "saying" in "a letter saying" or "Calling it “a scam”, Lind"?"""

from __future__ import annotations

from storybrief.statements.cues import Cue
from storybrief.statements.names import noun_kind
from storybrief.statements.phrases import Phrase, after, before, phrase, with_apposition
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


def participle(words: Words, verb: int, cue: Cue) -> Phrase | None:
    """As in "with protesters chanting", "a hat reading": the noun right before the participle, or whose letter it is."""
    unit = words.sentence[verb]
    if cue.form != "ing" or not verb or words.tag[verb - 1] not in "Nn" or words.sentence[verb - 1] != unit:
        return None
    first = words.back(verb - 1, "NnD#'")
    opener = "" if words.opens(first) else words.low[first - 1]
    found = phrase(words, first, verb - 1)
    if found is None:
        return None
    if opener == "with":
        return found
    noun = noun_kind(words.low[found.head_last]) if found.kind == "noun" else ""
    if noun in ("voice", "cue") and opener:
        return found if opener in turning("receive") else _giver(words, first - 1)
    somebody = found.kind == "name" or noun in ("person", "group")
    return (
        found
        if somebody and opener in ("of", "from", "by", "include", "including", "showing", "heard", "featuring")
        else None
    )


def _giver(words: Words, gives: int) -> Phrase | None:
    """As in "told that Visser had sent a letter saying": the subject of "sent", where another clause stands before."""
    at = gives
    while at and words.tag[at] in "vVAR" and words.sentence[at - 1] == words.sentence[gives]:
        at -= 1
    found = before(words, at) if at < gives else None
    return found if found and "that" in (words.low[found.first], words.low[found.first - 1]) else None


def fronted(words: Words, verb: int, cue: Cue) -> Phrase | None:
    """As in "Calling it “a scam”, Lind said she would not pay": what stands behind the quotation."""
    at = fronts(words, verb) if cue.form == "ing" else None
    if at is None or at + 2 >= len(words.tag):
        return None
    found = after(words, at + 1 + (words.tag[at + 1] == ","))
    return with_apposition(words, found) if found else None


def fronts(words: Words, verb: int) -> int | None:
    """The quotation in the clause that a participle opens the sentence with, or None."""
    if not words.opens(verb) or not words.low[verb].endswith("ing") or words.tag[verb] not in "Vg":
        return None
    for i in range(verb + 1, min(len(words.tag), verb + 12)):
        if words.sentence[i] != words.sentence[verb] or words.tag[i] in ",;:VvA":
            return None
        if words.tag[i] == "Q":
            return i
    return None
