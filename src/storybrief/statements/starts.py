"""Where do the words begin that a word of saying governs behind it, and who hears them?"""

from __future__ import annotations

from storybrief.statements.names import noun_kind
from storybrief.statements.phrases import after
from storybrief.statements.reporter import fronted_by
from storybrief.statements.subjects import Frame
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


def start_of(words: Words, f: Frame, last: int) -> tuple[int | None, tuple[int, int] | None, bool]:
    """Where the words said begin after the word of saying, who hears them, and whether "that" stands before them."""
    at = f.ends + 1
    if f.rule in ("according to", "as … by"):
        comma = next((j for j in range(at, last + 1) if words.tag[j] == ","), last)
        if words.tag[comma + 1 : comma + 2] in (["v"], ["V"], ["n"]) and words.low[comma + 2 : comma + 3] == ["by"]:
            comma = next((j for j in range(comma + 1, last + 1) if words.tag[j] == ","), last)  # "…, read by Lind,"
        return (comma + 1 if comma < last else None), None, False
    heard = heard_by(words, f, last)
    addressee = None if heard is None else (at, heard)
    at = at if heard is None else heard + 1
    opened = _after_colon(words, at, last)
    aside = at + (at <= last and words.tag[at] == ",")
    if opened is None and asked_when_said(words, aside):
        return _after_question(words, aside, last), addressee, False
    if opened is None and fronted_by(words, f) == "as":
        opened = _after_as(words, at, last)
    if opened is not None:
        return opened, addressee, False
    that = _after_object(words, at, last) or _after_that(words, f, at, last)
    if f.cue.kind == "call" and words.low[at : at + 1] != ["that"]:
        that = None  # "called the claim that … a lie" gives all of it: it is not what the speaker says
    if that is not None:
        return that, addressee, True
    return _after_time(words, at, last), addressee, False


def _after_colon(words: Words, at: int, last: int) -> int | None:
    """As in "said on Monday: “…”"."""
    for j in range(at, min(last - 1, at + 12) + 1):
        if words.tag[j] == ":" and words.tag[j + 1] == "Q":
            return j + 1
        if words.tag[j] in "VvAQ.W—,":
            return None
    return None


def _after_question(words: Words, aside: int, last: int) -> int | None:
    """As in "said, when asked about the bridge, that it …"."""
    behind = next((j for j in range(aside + 2, last) if words.low[j] == "that" or words.tag[j] == ","), None)
    if behind is not None and words.low[behind + 1] == "that":
        behind += 1
    return None if behind is None else behind + 1


def _after_as(words: Words, at: int, last: int) -> int | None:
    """As in "As Lind said on Monday, the bridge …"."""
    comma = next((j for j in range(at, min(last, at + 8) + 1) if words.tag[j] == ","), -1)
    return comma + 1 if 0 <= comma < last and not any(t in "VvA" for t in words.tag[at:comma]) else None


def _after_object(words: Words, at: int, last: int) -> int | None:
    """As in "warned of a risk that the bridge …", "said in a letter to the council that the bridge …"."""
    tag, low = words.tag, words.low
    if at >= last or tag[at] not in "IS" or low[at] in turning("asking") or low[at] == "against":
        return None
    for j in range(at + 1, min(last - 1, at + 30) + 1):
        apart = tag[j] in ":;—" or (tag[j] == "Q" and low[j - 1] != "as")  # "dismissed as “lies” claims that"
        if apart or (tag[j] == "," and any(t in "VA" for t in tag[at:j])):
            return None
        if low[j] == "that" and tag[j - 1] == "," and not any(t in "VA" for t in tag[at:j]):
            return j + 1  # "said in a letter to Piet Visser, the mayor, that"
        if low[j] == "that" and tag[j - 1] in "nN#T" and tag[j + 1] in "DNnPI":
            return j + 1
    return None


def _after_that(words: Words, f: Frame, at: int, last: int) -> int | None:
    """As in "said on Monday that the bridge …"; not "wait times that exceeded two hours", "said that was rubbish"."""
    tag, low = words.tag, words.low
    if low[at : at + 1] == ["against"]:
        return None
    if at > f.ends + 1 and tag[at : at + 1] == ["t"] and "I" not in tag[f.ends + 1 : at]:
        return None  # "urged people to ignore rumours that the bridge …"
    for j in range(at, min(last, at + 15) + 1):
        relative = tag[j + 1 : j + 2] and tag[j + 1] in ("vVA" if j > at else "A")
        if low[j] == "that" and not relative and (j == at or tag[j - 1] not in "I"):
            of_a_claim = j > at and low[j - 1] in turning("claim") and f.cue.lemma in turning("says")
            return None if of_a_claim else j + 1  # "said the claim that the bridge was shut was false"
        if tag[j] in "VvAQ:.W—" or (tag[j] == "P" and low[j] in ("he", "she", "they", "it", "i", "we")):
            return None
    return None


def _after_time(words: Words, at: int, last: int) -> int | None:
    """As in "said Monday the bridge …", "said on Monday, “…”"."""
    at = over_time(words, at, last)
    if at <= last and words.tag[at] == ",":
        return next((j for j in range(at, min(last, at + 20) + 1) if words.tag[j] == "Q"), None)
    at += at <= last and words.tag[at] in ":—"
    return at if at <= last else None


def asked_when_said(words: Words, at: int) -> bool:
    """As in "said when asked about the pier", which tells how it came to be said."""
    return words.low[at : at + 1] == ["when"] and words.low[at + 1 : at + 2] in (["asked"], ["pressed"], ["questioned"])


def heard_by(words: Words, f: Frame, last: int) -> int | None:
    """The last word of whom it was told, as in "…, Lind told the Post."; None after any other word of saying."""
    at = f.ends + 1
    if f.cue.kind != "tell" or at > last or words.tag[at] not in "NnDP" or words.low[at] == "that":
        return None
    if words.low[at] == "it":  # "told it in May that", not "promised it would reopen"
        return at if at < last and (words.tag[at + 1] == "I" or words.low[at + 1] == "that") else None
    to = after(words, at)
    if to is None:
        return None
    says = words.tag[to.last + 1 : to.last + 2] in (["A"], ["v"], ["V"])
    for i in range(to.first, to.last):  # "told investors sales rose"
        if says and words.tag[i] == "n" and words.tag[i + 1] == "N":
            return i  # "told the inquiry Lind had gone"
        several = words.low[i].endswith("s") and noun_kind(words.low[i]) == "person"
        if several and words.tag[i] == "n" and words.tag[i + 1] in "nN" and not noun_kind(words.low[i + 1]):
            return i
    return to.last


def over_time(words: Words, at: int, last: int) -> int:
    """The first word from `at` on that is no time ("Tuesday", "on Tuesday", "last week") or adverb."""
    tag = words.tag
    while at <= last:
        if (
            tag[at] in "TR#"
            and not (tag[at] == "#" and tag[at - 1] != "T")
            and words.low[at] not in turning("not")
            and words.low[at] != "there"
        ) or words.low[at] == "aloud":
            at += 1
        elif tag[at] in "ID" and at + 1 <= last and tag[at + 1] == "T":
            at += 2
        else:
            break
    return at
