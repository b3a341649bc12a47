"""Which way are words given to somebody: said, denied, refused, asked, or only imagined?

"Lind declined to say whether the pier was safe" gives her no words about the pier, and "Lind denied that it was safe"
gives her the opposite. What turns the meaning stands around the word of saying: a negation or a refusal before it
("never said", "would not say"), a subject that is nobody, a clause that only asks or supposes ("whether Lind said"),
or the word of saying itself. The words are in turning.tsv.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from msgspec.structs import replace

from storybrief.model import Polarity, Span
from storybrief.statements.parts import Part
from storybrief.statements.subjects import Frame
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


@dataclass(frozen=True, slots=True)
class Turn:
    """A polarity that is not "asserted", and the words `first` to `last` that make it so."""

    polarity: Polarity
    first: int
    last: int


def polarity(words: Words, part: Part) -> tuple[Polarity, tuple[Span, ...]]:
    """Return which way the words of `part` are given, and the words that turn them: none when asserted."""
    said = part.said
    turn = around(words, said.frame) if said else None
    if turn is None and said:
        turn = _by_cue(words, said.frame, said.ranges[0][0]) or _within(words, part)
    if turn and part.kind == "direct" and turn.polarity == "question":
        turn = None  # each quotation for itself: “Who?” she asked. “Nobody.”
    if turn:
        return turn.polarity, (words.span(turn.first, turn.last),)
    asked = _question(words, part)
    return ("question", (asked,)) if asked else ("asserted", ())


def apart(words: Words, part: Part) -> list[Part]:
    """Return the part as it is, or its quotations apart where some ask and others do not: “Who?” she asked. “Nobody.”"""
    if part.kind != "direct" or len(part.quoted) < 2 or part.content != part.quoted:
        return [part]
    runs = [list(run) for _, run in groupby(part.quoted, key=lambda span: _asks(words.text, span) is not None)]
    return [part] if len(runs) == 1 else [replace(part, content=run, quoted=list(run)) for run in runs]


def around(words: Words, f: Frame) -> Turn | None:
    """What turns the word of saying itself: nobody says it, it is not said, or it is only supposed that it was."""
    return _nobody(words, f) or _before_cue(words, f) or _supposed(words, f) or _contended(words, f)


def _nobody(words: Words, f: Frame) -> Turn | None:
    """As in "no official has said": its subject is nobody."""
    if f.subject is None:
        return None
    first = f.subject.first
    before = words.low[first - 1] if first and words.sentence[first - 1] == words.sentence[first] else ""
    for at in (first, first - 1) if before in _NO else (first,):
        low = words.low[at]
        following = words.tag[at + 1] if at + 1 < len(words.tag) else ""
        if low in turning("nobody") and not (low == "no" and (following == "#" or words.text[words.end[at]] == ".")):
            return Turn("refused", at, f.last)
    return None


_NO = frozenset({"no", "not", "neither", "nor", "nothing", "hardly", "scarcely", "barely"})


def _before_cue(words: Words, f: Frame) -> Turn | None:
    """As in "has never said", "declined to say", "stopped short of saying", "would have said"."""
    if f.rule in ("according to", "as … by"):
        return None
    floor = f.subject.last if f.subject and f.subject.last < f.verb else -1
    at = f.verb
    while True:
        at, turn = _over_helpers(words, f, at - 1, floor)
        if turn:
            return turn
        if at > floor and words.low[at] == "neither":
            return Turn("refused", at, f.last)
        if at <= floor + 1 or words.low[at] not in ("or", "nor") or words.tag[at - 1] not in "VvnR":
            break
        at -= 1  # "did not confirm or deny"
    if at <= floor or words.sentence[at] != words.sentence[f.verb]:
        return _inverted_negation(words, f)
    low = words.low[at]
    if f.cue.form == "ing" or words.low[at + 1] == "having":
        short = low in ("of", "out", "into", "up") and words.low[at - 1] in turning("refuse of")
        if short or low in turning("refuse ing"):
            return Turn("refused", at - short, f.last)
        return Turn("hypothetical", at, f.last) if low in turning("before saying") else None
    return _before_to(words, f, at, floor) if low == "to" else None


def _over_helpers(words: Words, f: Frame, at: int, floor: int) -> tuple[int, Turn | None]:
    """Go left over helpers and adverbs; the word reached, and what turns the meaning among those passed."""
    perfect = False
    while at > floor and words.sentence[at] == words.sentence[f.verb] and words.tag[at] in "AR":
        if _negates(words, at):
            return at, Turn("refused", at, f.last)
        if words.low[at] in turning("hearsay"):
            return at, Turn("hypothetical", at, f.last)
        if words.low[at] in turning("modal") and (perfect or words.low[at] in _MAY):
            return at, Turn("hypothetical", at, f.last)
        perfect = perfect or (words.low[at] == "have" and words.low[at + 1] != "to")
        at -= 1
    return at, None


_MAY = frozenset({"may", "might", "could", "should", "must"})


def _before_to(words: Words, f: Frame, to: int, floor: int) -> Turn | None:
    """As in "declined on Monday to say", "has yet to say", "is not expected to say", "chose not to say"."""
    at = to
    while at > floor + 1 and words.low[at] == "to":
        at, turn = _over_helpers(words, f, at - 1, floor)
        if turn:
            return turn
        if at > floor and words.low[at] == "yet":
            return Turn("refused", at, f.last)
        at = _over_aside(words, at, floor)
        if at > floor and words.low[at] in turning("refuse"):
            return Turn("refused", at, f.last)
        if at > floor and words.low[at] in turning("untold") and f.cue.lemma != "want to know":
            _, turn = _over_helpers(words, f, at - 1, floor)
            return turn or Turn("hypothetical", at, f.last)
        reached = at
        while at > floor and words.low[at] in turning("control"):  # one word or two: "seem to say", "go on to say"
            at, turn = _over_helpers(words, f, at - 1, floor)
            if turn:
                return turn
        if at == reached:
            return None
    return None


def _over_aside(words: Words, at: int, floor: int) -> int:
    """Go left over a time ("on Monday"), what stands between commas ("through a lawyer"), or "so far as"."""
    if words.low[at - 1 : at + 1] == ["far", "as"] and words.low[at - 2] in ("so", "as"):
        return at - 3
    if words.tag[at] == ",":
        comma = next((i for i in range(at - 1, max(floor, at - 9), -1) if words.tag[i] == ","), at)
        return comma - 1
    while at > floor and (words.tag[at] in "T#" or (words.tag[at] in "ID" and words.tag[at + 1] == "T")):
        at -= 1
    return at


def _negates(words: Words, at: int) -> bool:
    """Whether the word denies the verb after it; "not only" and "if not" do not."""
    low = words.low
    if low[at].endswith("n't") or low[at] == "cannot":
        return True
    return low[at] in turning("not") and low[at + 1 : at + 2] not in (["only"], ["just"], ["long"])


def _inverted_negation(words: Words, f: Frame) -> Turn | None:
    """As in "Nor did Lind say"."""
    if f.subject is None or f.subject.last > f.verb:
        return None
    i = f.subject.first - 1
    helper = i >= 1 and words.tag[i] == "A" and words.sentence[i] == words.sentence[f.verb] == words.sentence[i - 1]
    return Turn("refused", i - 1, f.last) if helper and words.low[i - 1] in turning("not") else None


def _supposed(words: Words, f: Frame) -> Turn | None:
    """As in "whether Lind told him", "if Lind says so", "no evidence that Lind said": it is not told that it was said."""
    if f.subject is None or f.subject.first > f.verb or f.rule in ("shared subject", "relative", "according to"):
        return None
    unit, low = words.sentence[f.verb], words.low
    at = f.subject.first - 1
    while at >= 0 and words.sentence[at] == unit and words.tag[at] in "R":
        at -= 1
    if at < 0 or words.sentence[at] != unit:
        return None
    at -= low[at - 1 : at + 1] == ["whether", "or"]  # "whether or not Lind said so"
    if words.tag[at] == "A" and (at == 0 or words.sentence[at - 1] != unit):
        return Turn("hypothetical", at, f.last)  # "Had Lind said so, …"
    supposed = low[at - 1 : at] != ["even"] or f.cue.form in ("present", "base")  # not "even if Lind said so"
    if low[at] in turning("suppose") and supposed and low[at - 1 : at] != ["as"]:
        return Turn("hypothetical", at, f.last)
    if low[at] != "that" and not (low[at] == "of" and f.cue.form == "ing"):
        return None
    for i in range(at - 1, max(-1, at - 6), -1):
        if words.sentence[i] != unit or words.tag[i] in ",;:Q":
            break
        if _negates(words, i) or low[i] in turning("doubt"):
            return Turn("hypothetical", i, f.last)
    return None


def _contended(words: Words, f: Frame) -> Turn | None:
    """As in "it does not break the law, as Lind contends": whether she says that it does or does not, nobody can tell."""
    first = f.subject.first if f.subject and f.subject.first < f.verb else f.first
    if (
        f.cue.lemma not in turning("contend")
        or first < 2
        or words.low[first - 1] != "as"
        or words.tag[first - 2] != ","
    ):
        return None
    for i in range(first - 3, max(-1, first - 40), -1):
        if words.sentence[i] != words.sentence[first] or words.tag[i] in ";:Q":
            break
        if _negates(words, i) or words.low[i] == "no":
            return Turn("denied", i, i)
    return None


def _by_cue(words: Words, f: Frame, content: int) -> Turn | None:
    """What the word of saying itself turns: "denied", "rejected the claim", "pleaded not guilty", "asked whether"."""
    low, lemma = words.low, f.cue.lemma
    first = low[content] if words.tag[content] != "Q" else _first_quoted(words, content)
    if lemma == "deny":
        return Turn("denied", f.first, f.last)
    claim = _claim(words, f, content) if lemma in turning("dispute") | turning("scorn") else -1
    if claim >= 0:
        return Turn("denied", f.first, claim)
    if low[content - 1] == "that" and content - 2 > f.last:
        return _noun_before(words, f, content - 2)
    if lemma == "plead" and first == "not":
        return Turn("denied", f.first, content)
    if lemma in ("ask", "question", "wonder", "want to know", "inquire", "enquire") and (
        first in turning("asking") or low[content - 1] in ("whether", "if")
    ):
        return Turn("question", f.first, max(content, f.last))
    return None


def _first_quoted(words: Words, at: int) -> str:
    """The first word inside the quotation marks at the word `at`."""
    inside = words.text[words.start[at] : words.end[at]].strip(" \"'“”‘’").split(maxsplit=1)
    return inside[0].lower() if inside else ""


def _noun_before(words: Words, f: Frame, noun: int) -> Turn | None:
    """As in "expressed doubt that", "voiced no fear that", "demanded proof that": what the noun before "that" turns."""
    none = f.cue.kind == "act" and "no" in words.low[f.last + 1 : noun]
    if none != (words.low[noun] in turning("denial")):
        return Turn("denied", f.first, noun)
    asks = f.cue.lemma in ("demand", "ask", "request", "call") and words.low[noun] in turning("proof")
    raised = f.cue.lemma in ("address", "discuss") and words.low[noun] in turning("claim")
    return Turn("hypothetical", f.first, noun) if asks or raised else None


def _claim(words: Words, f: Frame, content: int) -> int:
    """The word that says a claim, report or charge is what is disputed, or -1."""
    for i in range(f.last + 1, min(len(words.low), content + 6)):
        if words.sentence[i] != words.sentence[content] or words.tag[i] in "VvA,":
            break
        if words.low[i] in turning("claim"):
            return i
    itself = f.cue.lemma in turning("dispute") and (words.low[content - 1] == "that" or words.tag[content] == "g")
    return content if itself else -1


def _within(words: Words, part: Part) -> Turn | None:
    """What the words said turn round themselves: a condition, a plea of innocence, a flat "no", "she had never"."""
    if part.said is None:
        return None
    if part.kind == "direct":
        return _at_no_time(words, part.said.ranges[0][0])
    first, last = part.said.ranges[0][0], part.said.ranges[-1][1]
    low, tag = words.low, words.tag
    if low[first] == "no" and (first == last or tag[first + 1] in ",." or low[first + 1] == "when"):
        return Turn("denied", first, first)
    plea = first + 1
    if tag[first] == "P" and plea + 2 <= last and tag[plea] == "A":
        if low[plea + 1 : plea + 3] == ["not", "guilty"]:
            return Turn("denied", plea + 1, plea + 2)
        if low[plea : plea + 2] == ["had", "never"]:
            return Turn("denied", plea + 1, plea + 1)
    return _condition(words, first, last)


def _at_no_time(words: Words, at: int) -> Turn | None:
    """As in “At no time did we close the pier”."""
    inside = words.text[words.start[at] : words.start[at] + 16].lstrip(" \"'“”‘’").lower()
    return Turn("denied", at, at) if inside.startswith("at no time ") else None


def _condition(words: Words, first: int, last: int) -> Turn | None:
    """As in "the pier would stand if it was mended": nobody says that it stands."""
    for i in range(first, last + 1):
        if words.tag[i] == "V":  # what is said inside what is said keeps its own conditions
            return None
        if words.low[i] in ("if", "unless") and words.low[i - 1] not in ("even", "as", "only", "or", "and"):
            result = any(word in turning("modal") for word in words.text[words.start[first] : words.end[last]].split())
            return Turn("hypothetical", i, i) if result else None
    return None


def _question(words: Words, part: Part) -> Span | None:
    """The question mark of a quotation that is one question, or None."""
    if (part.kind != "direct" and part.said) or not part.content:
        return None
    return _asks(words.text, part.content[-1])


def _asks(whole: str, span: Span) -> Span | None:
    """The question mark of words that are one question, or None."""
    text = span.of(whole).rstrip(" \"'”’")
    if not text.endswith("?") or any(mark in text[:-1] for mark in (". ", "! ")):
        return None
    return Span(span.start + len(text) - 1, span.start + len(text))
