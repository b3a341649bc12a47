"""To whom, through whom and when was it said?

"Lind told the BBC on Monday": the addressee and the relay are the BBC, the time is Monday. "As reported by Axios": the
relay is Axios. What is not said beside the word of saying is left out.
"""

from __future__ import annotations

from storybrief.english.outlets import endings, spoken
from storybrief.model import Relay, Span
from storybrief.statements.clauses import Said
from storybrief.statements.names import noun_kind
from storybrief.statements.phrases import Phrase, after, before
from storybrief.statements.subjects import Frame, quoting
from storybrief.statements.words import Words

_CITING = frozenset({"citing", "quoting"})
_TO_AN_OUTLET = frozenset({"with", "to", "on"})


def addressee(words: Words, said: Said) -> Span | None:
    """Return the words for whom it was said to ("told reporters", "emphasizing to Lind"), or None."""
    told = _told(words, said)
    if told:
        return words.span(*told)
    f = said.frame
    for at in (f.last + 1, f.ends + 1):
        if (
            at + 1 < len(words.low)
            and words.low[at] == "to"
            and f.cue.kind == "say"
            and words.sentence[at] == words.sentence[f.verb]
        ):
            to = after(words, at + 1)
            if to and (
                to.kind != "noun" or noun_kind(words.low[to.head_last]) in ("person", "group", "organisation", "outlet")
            ):
                return to.span(words)
    return _spoken_to(words, f)


_SPOKE = frozenset({"communicated", "spoke", "talked", "wrote", "corresponded", "telephoned", "phoned"})


def _spoken_to(words: Words, f: Frame) -> Span | None:
    """As in "Lind spoke with Visser, stressing that": whom the main verb names."""
    comma = f.first - 1
    if f.cue.form != "ing" or comma < 3 or words.tag[comma] != ",":
        return None
    to = before(words, comma - 1, inner=True)
    if to is None or words.low[to.first - 1] not in ("with", "to") or words.low[to.first - 2] not in _SPOKE:
        return None
    return to.span(words)


def relay(words: Words, said: Said) -> Relay | None:
    """Return through whom the statement reached the article, or None."""
    f = said.frame
    if said.relayed and said.relayed.subject:
        return Relay("reported", said.relayed.subject.span(words))
    first, last = f.verb + 1, min(words.sentence_of(f.verb)[1], f.verb + 59)
    for i in [i for i in range(first, last + 1) if words.low[i] in _CITING]:
        cited = after(words, i + 1)
        if cited:
            return Relay("cited", cited.span(words))
    quoting = _quoted_by(words, f.verb)
    if quoting:
        return Relay("cited", quoting.span(words))
    if f.subject and is_outlet(words, f.subject) and (f.cue.lemma in ("report", "according to") or f.rule == "as … by"):
        return Relay("reported", f.subject.span(words))
    told = _told(words, said)
    if told and is_outlet(words, Phrase(*told, *_core(words, told), "name")):
        return Relay("told", words.span(*told))
    return _interview(words, said)


def _quoted_by(words: Words, verb: int) -> Phrase | None:
    """As in "Lind was quoted by Axios as saying": who quoted."""
    if words.low[max(0, verb - 1)] != "as" or words.tag[verb] != "V":
        return None
    quotes = quoting(words, verb)
    if quotes:
        return before(words, quotes - 1)  # "Visser quoted Lind as saying"
    for i in range(verb - 2, max(-1, verb - 12), -1):
        if words.sentence[i] != words.sentence[verb]:
            return None
        if words.low[i] == "quoted" and words.low[i + 1] in ("by", "in"):
            return after(words, i + 2)
    return None


def _told(words: Words, said: Said) -> tuple[int, int] | None:
    if said.addressee or said.frame.cue.kind != "tell" or said.frame.rule in ("inverted", "passive"):
        return said.addressee
    if words.low[said.frame.last + 1 : said.frame.last + 2] == ["that"]:
        return None
    to = after(words, said.frame.last + 1)
    return (to.first, to.last) if to and words.sentence[to.first] == words.sentence[said.frame.verb] else None


def _core(words: Words, phrase: tuple[int, int]) -> tuple[int, int]:
    first, last = phrase
    while first < last and words.tag[first] == "D":
        first += 1
    return first, last


def _interview(words: Words, said: Said) -> Relay | None:
    """As in "…, she said in an interview with CNN"."""
    f = said.frame
    unit = words.sentence[f.verb]
    for i in range(f.ends + 1, min(len(words.low) - 2, f.ends + 6)):
        if words.sentence[i] != unit or words.tag[i] in "VvAQ":
            break
        if words.low[i] == "interview" and words.low[i + 1] in _TO_AN_OUTLET:
            via = after(words, i + 2)
            if via and is_outlet(words, via):
                return Relay("told", via.span(words))
    return None


def is_outlet(words: Words, phrase: Phrase) -> bool:
    """Whether the phrase names an outlet."""
    low = words.low[phrase.head : phrase.head_last + 1]
    if words.tag[phrase.head] != "N":
        return noun_kind(low[-1]) == "outlet"
    return " ".join(low) in spoken() or (len(low) > 1 and low[-1] in endings())


def when(words: Words, said: Said) -> Span | None:
    """Return the time beside the word of saying ("on Monday evening"), or None."""
    f = said.frame
    start = f.ends + 1
    if said.addressee and said.addressee[0] == start:
        start = said.addressee[1] + 1
    for first in (start, f.last + 1):
        found = _time(words, first, f.verb)
        if found:
            return found
    if f.subject and f.subject.last < f.verb:
        return _time(words, f.subject.last + 1, f.verb)
    return None


def _time(words: Words, first: int, verb: int) -> Span | None:
    n = len(words.tag)
    at = first
    while (
        at < n
        and at < first + 3
        and words.sentence[at] == words.sentence[verb]
        and words.tag[at] in "IDn"
        and words.low[at] not in ("that",)
    ):
        at += 1
    if at >= n or words.tag[at] != "T" or words.sentence[at] != words.sentence[verb]:
        return None
    return words.span(first, words.run(at, "T#"))
