"""Where does the reporter speak again, in a sentence that holds somebody's words?

An ordered table of rules, each looked for at every word; the first word at which one holds ends what is said.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from storybrief.statements.subjects import Frame, sounds_cut
from storybrief.statements.turning import turning
from storybrief.statements.words import Words

_FRONTED = frozenset(
    {"while", "although", "though", "as", "after", "when", "once", "because", "since", "if", "until", "unless"}
)


def fronted_by(words: Words, f: Frame) -> str:
    """The word that opens the first clause of the sentence when f stands in one ("While Lind said …, he …"), else ""."""
    at = f.begins - 1
    if at < 0 or words.sentence[at] != words.sentence[f.verb] or words.low[at] not in _FRONTED:
        return ""
    first = words.sentence_of(at)[0]
    return words.low[at] if all(t in "CR" for t in words.tag[first:at]) else ""


def before_reporter(words: Words, f: Frame, start: int, last: int) -> int:
    """The last word before the reporter speaks again, at most `last`.

    That is where the main clause begins after "While Lind said …,", where the reporter rebuts (", but the agency did
    not count", ", though its pump was sold"), and where what has no verb of its own ends ("bragged about it and drew").
    """
    tag = words.tag
    one_quotation = tag[start] == "Q" and "Q" not in tag[start + 1 : last + 1]
    if one_quotation and start < last and words.low[start + 1] in turning("meanwhile"):
        return start
    if f.cue.kind == "call" and start < last and tag[start] + tag[start + 1] in ("QN", "QD", "QP"):
        return start  # "under what Lind called “…,” the club"
    fronted = bool(fronted_by(words, f))
    own_verb = start if tag[start] in "vVA" else -1
    for i in range(start + 1, last):
        if tag[i] in "vVA" and own_verb < 0:
            own_verb = i
        opens = tag[i] in ",;" or words.low[i] in _may_open()
        if not opens and not (tag[i - 1] == "Q" and sounds_cut(words, i - 1)):
            continue
        here = _Here(words, f, start, last, i, own_verb, fronted)
        if any(rule(here) for rule in _REPORTER):
            return i - 1
    return last


_WHERE = frozenset({"in", "at", "on", "during", "before"})


@cache
def _may_open() -> frozenset[str]:
    """The words at which a rule can say that the reporter speaks again; the other rules want a comma or semicolon."""
    return turning("meanwhile") | _WHERE | {"and", "but"}


class _Here(Struct, frozen=True):
    """A word `i` at which the reporter may speak again; `own_verb` is the first verb of what is said, else -1."""

    words: Words
    f: Frame
    start: int
    last: int
    i: int
    own_verb: int
    fronted: bool

    @property
    def comma(self) -> bool:
        return self.words.tag[self.i] == ","

    def after(self, count: int) -> list[str]:
        """The words behind this one."""
        return self.words.low[self.i + 1 : self.i + 1 + count]

    def clause(self, at: int, subjects: str, far: int | None = None) -> bool:
        """Whether a clause begins `at` words further on."""
        more = () if far is None else (far,)
        return _clause_follows(self.words, self.i + at, self.last, subjects, *more)


def _main_clause(h: _Here) -> bool:
    """As in "While Lind said it was safe, the agency …"."""
    return h.fronted and h.comma and h.clause(1, "DNnP#")


def _rebuttal(h: _Here) -> bool:
    """As in ", but the agency did not count", ", though its pump was sold"."""
    word, *more = (*h.after(2), "")
    if not h.comma or word not in ("but", "yet", "although", "though") or more[0] == "that":
        return False
    return h.clause(2, "DNnP#" if word not in ("but", "yet") or h.own_verb < 0 else "DNn#")


def _behind_which(h: _Here) -> bool:
    """As in "The pier, which Lind said was sound, fell", "The guard, whose union says he slept, left"."""
    opens = h.f.begins - 1
    return h.comma and h.words.tag[opens] == "W" and h.words.tag[opens - 1] == ","


def _behind_who(h: _Here) -> bool:
    """As in "Lind, who once said tolls were theft, on Monday voted for one", "who called them “theft,” voted"."""
    if h.f.rule != "relative" or h.f.subject is None or h.words.tag[h.f.subject.head - 1] != ",":
        return False
    at = h.i + h.comma
    while at < h.last and h.words.tag[at] in "RTID":
        at += 1
    return h.words.tag[at] in "vVA" and (h.comma or h.words.tag[h.i - 1] == "Q")


def _and_i(h: _Here) -> bool:
    return h.comma and h.after(2) == ["and", "i"]


def _semicolon(h: _Here) -> bool:
    return h.words.tag[h.i] == ";" and h.own_verb >= 0 and h.clause(1, "DNn#")


def _tense(h: _Here) -> bool:
    return h.words.low[h.i] in ("and", "but") and h.own_verb >= 0 and _other_tense(h.words, h.f, h.own_verb, h.i + 1)


def _meanwhile(h: _Here) -> bool:
    return h.own_verb < 0 and h.words.low[h.i] in turning("meanwhile") and h.clause(1, "DNnPg#")


def _comment(h: _Here) -> bool:
    """As in ", a claim that nobody confirmed", ", contradicting the mayor"."""
    opens = h.after(1)[0] if h.comma else ""
    noun = 1 if opens in ("a", "an") else 2 if h.after(2) == ["in", "a"] else 0
    judges = h.comma and noun > 0 and not turning("comment").isdisjoint(h.after(noun + 3)[noun:])
    return judges or opens in ("contradicting", "something")


def _in_court(h: _Here) -> bool:
    """As in ", the court heard"."""
    the, court, heard = (*h.after(3), "", "")[:3] if h.comma else ("", "", "")
    return the == "the" and court in ("court", "jury", "inquest", "tribunal", "inquiry") and heard in ("heard", "was")


def _told_there(h: _Here) -> bool:
    return h.own_verb < 0 and _where_told(h.words, h.f, h.i, h.last)


def _deed(h: _Here) -> bool:
    """As in "bragged about it and drew a knife"."""
    if h.words.low[h.i] not in ("and", "but"):
        return False
    if h.own_verb >= 0:  # "vowed to keep the pier and praised the ruling"
        behind = h.after(1)[0] if h.words.tag[h.start] == "t" else ""
        return behind in turning("past") or (behind.endswith("ed") and h.words.tag[h.i + 1] in "vV")
    return _past(h.words, h.i + 1, h.last) or (h.f.cue.kind != "say" and h.clause(1, "DNP", 6))


_REPORTER = (
    _main_clause,
    _behind_which,
    _behind_who,
    _rebuttal,
    _and_i,
    _semicolon,
    _tense,
    _meanwhile,
    _comment,
    _in_court,
    _told_there,
    _deed,
)


def _other_tense(words: Words, f: Frame, own_verb: int, at: int) -> bool:
    """As in "say the gun was loaded but have not determined": the helper goes with the word of saying."""
    low = words.low
    return (
        f.cue.form in ("base", "present")
        and low[own_verb] in ("was", "were", "had", "did")
        and low[at] in ("have", "has", "do", "does", "are")
    )


def _where_told(words: Words, f: Frame, at: int, last: int) -> bool:
    """As in "denied the claims in a statement", "pleaded guilty to theft in a courtroom": where, not what."""
    if words.low[at] not in _WHERE or f.cue.kind not in ("act", "tell", "say"):
        return False
    end = min(last, at + 5)
    for i in range(at + 1, end + 1):
        if words.tag[i] not in "DnNg'":
            return False
        if words.tag[i] == "n" and (i == last or words.tag[i + 1] not in "nN'"):
            return words.low[at + 1] in ("a", "an") and words.low[i] in turning("where told")
    return False


def _clause_follows(words: Words, at: int, last: int, subjects: str, reach: int = 12) -> bool:
    """Whether a subject stands at the word `at`, and its verb soon after."""
    while at < last and words.tag[at] == "R":
        at += 1
    if at >= last or words.tag[at] not in subjects:
        return False
    for i in range(at + 1, min(last, at + reach) + 1):
        if words.tag[i] in "vVA":
            return words.tag[i - 1] not in "tI" and not (words.tag[i - 1] == "," and words.tag[i] in "v")
        if words.tag[i] in ";:Q" or words.low[i] in ("who", "that", "which"):
            return False
    return False


def _past(words: Words, at: int, last: int) -> bool:
    """Whether a verb in the past, or a helper, stands at the word `at`, adverbs before it left out."""
    while at < last and words.tag[at] == "R":
        at += 1
    return words.tag[at] in "vVA"
