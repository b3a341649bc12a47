"""Who is the subject of a word of saying, and who said a quotation? An ordered table of named rules."""

from __future__ import annotations

from msgspec.structs import replace

from storybrief.english.tables import listed
from storybrief.statements.cues import Cue, cues
from storybrief.statements.names import noun_kind
from storybrief.statements.phrases import Phrase, after
from storybrief.statements.subjects import (
    ANY_CUE,
    QUOTES,
    SUBJECT,
    Frame,
    Occurrence,
    beside_quotation,
    in_apposition,
    sounds_cut,
    verb_group,
    who_is_quoted,
    whole_phrase,
)
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


def frames(words: Words) -> list[Frame]:
    """Return every word of saying of the article with its subject, in text order."""
    table = cues()
    found: list[Frame] = []
    for i, (tag, low) in enumerate(zip(words.tag, words.low, strict=True)):
        if tag not in "Vv" and low not in ("according", "know"):
            continue
        if tag == "V" and not _quotes_as(words, i) and not _goes_on(words, i, table[low]):
            found.append(_as_by(words, i, table[low]) or _frame(words, i, table[low], found))
        elif low == "according" and i + 1 < len(words.low) and words.low[i + 1] == "to":
            found.append(Frame(i, i, i + 1, _ACCORDING, _authority(words, i + 2), "according to"))
        elif low == "know" and words.low[i - 1] == "to" and words.low[i - 2] in ("wants", "want", "wanted"):
            asks = i + 1 < len(words.low) and words.low[i + 1] in turning("asking")
            if asks:
                found.append(replace(_frame(words, i - 2, _WANTS_TO_KNOW, found), verb=i, last=i))
        elif tag == "v":
            positional = _by_position(words, i)
            if positional:
                found.append(positional)
    return found


def _authority(words: Words, first: int) -> Phrase | None:
    """Who stands after "according to"; a bare noun such as "plan" or "size" is nobody."""
    found = after(words, first)
    if found and found.kind == "noun" and found.first == found.last and not noun_kind(words.low[found.head]):
        return None
    return whole_phrase(words, found)


def _by_position(words: Words, verb: int) -> Frame | None:
    """A verb that no list has, beside a quotation: "…?" Lind pressed / Lind fired back: "…"."""
    tag, unit, n = words.tag, words.sentence[verb], len(words.tag)
    following = verb + 1
    while (
        following < n
        and words.sentence[following] == unit
        and (tag[following] == "R" or words.low[following] in _PARTICLES)
    ):
        following += 1
    ends = following >= n or words.sentence[following] != unit or tag[following] in ".,TIC"
    leads = following + 1 < n and tag[following] in ",:" and tag[following + 1] == "Q"
    if verb and tag[verb - 1] == "Q" and words.sentence[verb - 1] == unit and _is_past(words, verb):
        subject = after(words, following)
        if subject and (subject.kind == "name" or words.tag[subject.first] == "D"):
            return Frame(verb, verb, following - 1, ANY_CUE, whole_phrase(words, subject), "inverted")
    if not (ends or leads):
        return None
    subject = beside_quotation(Occurrence(words, verb, ANY_CUE, [])) or in_apposition(
        Occurrence(words, verb, ANY_CUE, [])
    )
    if subject is None:
        return None
    opener = subject.first - 1
    trails = (
        ends and opener >= 0 and tag[opener] == "Q" and words.sentence[opener] == unit and sounds_cut(words, opener)
    )
    return Frame(verb, _group(words, verb), verb, ANY_CUE, subject, "by position") if leads or trails else None


# "shot back", "chimed in", "went on"
_PARTICLES = frozenset({"out", "in", "up", "off", "on", "down", "away"})


def _is_past(words: Words, verb: int) -> bool:
    """Whether a verb that is no cue can say who speaks after the quotation before it."""
    return words.low[verb].endswith("ed") or (words.low[verb] in _SPOKEN and sounds_cut(words, verb - 1))


# Irregular pasts that stand for "said" beside a quotation.
_SPOKEN = frozenset(listed("went shot hit began broke came cut threw put fought spoke struck spat swore"))


def _as_by(words: Words, verb: int, cue: Cue) -> Frame | None:
    """As in "…, as noted by Lind"."""
    if cue.form == "ing" or not (
        verb and words.low[verb - 1 : verb] == ["as"] and words.low[verb + 1 : verb + 2] == ["by"]
    ):
        return None
    return Frame(verb, verb - 1, verb + 1, cue, whole_phrase(words, after(words, verb + 2)), "as … by")


_WANTS_TO_KNOW = Cue("want to know", "say", "neutral", "present")
_ACCORDING = Cue("according to", "according", "neutral", "ing")

_BE = frozenset(
    {"is", "was", "were", "are", "be", "been", "being", "am", "isn't", "wasn't", "weren't", "aren't", "got", "get"}
)


def _is_passive(words: Words, verb: int, cue: Cue) -> bool:
    """As in "was praised": what stands before the verb did not say it."""
    if cue.form not in ("past", "participle"):
        return False
    i = verb - 1
    while i >= 0 and words.tag[i] == "R":
        i -= 1
    if words.low[verb : verb + 2] in (["accused", "of"], ["charged", "with"], ["blamed", "for"], ["criticised", "for"]):
        return True  # "a man accused of theft said"
    return i >= 0 and words.low[i] in _BE and words.sentence[i] == words.sentence[verb]


def _agent(words: Words, verb: int) -> Phrase | None:
    """As in "was praised by Lind": who did."""
    for i in range(verb + 1, min(len(words.low), verb + 5)):
        if words.sentence[i] != words.sentence[verb] or words.tag[i] in "VvA,":
            return None
        if words.tag[i] == "Q" and words.low[i - 1] != "as":
            return None
        if words.low[i] == "by":
            return whole_phrase(words, after(words, i + 1))
    return None


def _frame(words: Words, verb: int, cue: Cue, earlier: list[Frame]) -> Frame:
    if _is_passive(words, verb, cue):
        # Who is "quoted by" an outlet speaks under the cue that follows ("as saying"): see relay.py.
        agent = None if cue.lemma == "quote" else _agent(words, verb)
        return Frame(verb, _group(words, verb), verb, cue, agent, "passive")
    at = Occurrence(words, verb, cue, earlier)
    for name, rule in SUBJECT:
        subject = rule(at)
        if subject is not None:
            return Frame(verb, _group(words, verb), verb, cue, subject, name)
    return Frame(verb, _group(words, verb), verb, cue, None, "none")


def _group(words: Words, verb: int) -> int:
    """The first word of the verb group: "had also said"."""
    i = verb_group(words, verb)
    while i < verb and words.tag[i] == "R" and words.low[i] not in ("not", "never", "also", "later"):
        i += 1
    return i


def _goes_on(words: Words, verb: int, cue: Cue) -> bool:
    """As in "talks were continuing", "should not be read as saying": a deed."""
    if words.low[verb - 1] == "as" and words.low[verb - 2] in (
        "read",
        "seen",
        "taken",
        "understood",
        "interpreted",
        "construed",
    ):
        return cue.form == "ing"
    return cue.form == "ing" and cue.lemma in ("continue", "add", "begin") and words.low[verb - 1] in _BE


def _quotes_as(words: Words, verb: int) -> bool:
    """Whether the verb quotes somebody "as saying": the words are given by the verb after it."""
    found = who_is_quoted(words, verb) if words.low[verb] in QUOTES else None
    end = found.last + 1 if found else len(words.low)
    end += words.tag[end : end + 1] == [","]
    return words.low[end : end + 2] == ["as", "saying"]
