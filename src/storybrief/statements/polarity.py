"""Which way are words given to somebody: said, denied, refused, asked, or only imagined?

"Lind declined to say whether the pier was safe" gives her no words about the pier, and "Lind denied that it was safe"
gives her the opposite. What turns the meaning stands around the word of saying: a negation or a refusal before it
("never said", "would not say"), a subject that is nobody, a clause that only asks or supposes ("whether Lind said"),
or the word of saying itself. The words are in turning.tsv.
"""

from __future__ import annotations

import re
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from storybrief.model import Polarity, Span
from storybrief.statements.parts import Part
from storybrief.statements.subjects import Frame
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


class Turn(Struct, frozen=True):
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
    if turn and said and turn.polarity == "refused" and words.tag[said.ranges[0][0] - 1] == ":":
        turn = None  # "refused to blame him: “We all err.”"
    if turn and part.kind == "direct" and turn.polarity == "question":
        turn = None  # each quotation for itself: “Who?” she asked. “Nobody.”
    if turn:
        return turn.polarity, (words.span(turn.first, turn.last),)
    asked = _question(words, part)
    return ("question", (asked,)) if asked else ("asserted", ())


def apart(words: Words, part: Part) -> list[Part]:
    """Return the part as it is, or its quotations apart where some ask and others do not: “Who?” she asked. “Nobody.”"""
    if part.kind != "direct" or part.content != part.quoted:
        return [part]
    runs = [list(run) for _, run in groupby(part.quoted, key=lambda span: bool(_asks(words.text, span)))]
    return [part] if len(runs) == 1 else [replace(part, content=run, quoted=list(run)) for run in runs]


def around(words: Words, f: Frame) -> Turn | None:
    """What turns the word of saying itself: nobody says it, it is not said, or it is only supposed that it was."""
    return _nobody(words, f) or _before_cue(words, f) or _supposed(words, f) or _contended(words, f)


def _nobody(words: Words, f: Frame) -> Turn | None:
    """As in "no official has said", "not one official said": its subject is nobody."""
    if f.subject is None:
        return None
    first = f.subject.first
    for at in range(max(words.sentence_of(first)[0], first - 1), first + 1):
        low = words.low[at]
        if low in turning("nobody") and not (low == "no" and _A_NUMBER.match(words.text, words.end[at])):
            return Turn("refused", at, f.last)
    return None


_A_NUMBER = re.compile(r"\.?\s\d")  # behind "No"


def _before_cue(words: Words, f: Frame) -> Turn | None:
    """As in "has never said", "declined to say", "stopped short of saying", "would have said"."""
    if f.rule in ("according to", "as … by"):
        return None
    floor = words.sentence_of(f.verb)[0] - 1
    if f.subject and f.subject.last < f.verb:
        floor = max(floor, f.subject.last)
    at, turn = _over_helpers(words, f, f.verb - 1, floor)
    if words.low[at] in ("or", "nor"):  # "did not see the pier or say", "declined to confirm or deny"
        at = next((i for i in range(at, floor, -1) if words.low[i] in ("to", "neither") or _negates(words, i)), at)
        at, turn = _over_helpers(words, f, at, floor)
    if turn:
        return turn
    low = words.low[at]
    if low == "neither":
        return Turn("refused", at, f.last)
    if at == floor:
        return _inverted_negation(words, f)
    if f.cue.form == "ing" or words.low[at + 1] == "having":
        short = low in ("of", "out", "into", "up") and words.low[at - 1] in turning("refuse of")
        if short or low in turning("refuse ing"):
            return Turn("refused", at - short, f.last)
        return Turn("hypothetical", at, f.last) if low in turning("before saying") else None
    return _before_to(words, f, at, floor) if low == "to" else None


def _over_helpers(words: Words, f: Frame, at: int, floor: int) -> tuple[int, Turn | None]:
    """Go left from `at` over helpers and adverbs, not to `floor`; the word reached, and what turns the meaning there."""
    perfect = False
    for i in range(at, floor, -1):
        low = words.low[i]
        if words.tag[i] not in "AR":
            return i, None
        if _negates(words, i):
            return i, Turn("refused", i, f.last)
        if low in turning("hearsay") or (low in turning("modal") and (perfect or low in _MAY)):
            return i, Turn("hypothetical", i, f.last)
        perfect = perfect or (low == "have" and words.low[i + 1] != "to")
    return floor, None


_MAY = frozenset({"may", "might", "could", "should", "must"})


def _before_to(words: Words, f: Frame, to: int, floor: int) -> Turn | None:
    """As in "declined on Monday to say", "has yet to say", "is not expected to say", "chose not to say"."""
    at = to
    while words.low[at] == "to" and at != floor:
        at, turn = _over_helpers(words, f, at - 1, floor)
        if turn:
            return turn
        at = _over_aside(words, at, floor)
        if words.low[at] in turning("refuse"):
            return Turn("refused", at, f.last)
        if words.low[at] in turning("untold") and f.cue.lemma != "want to know":
            return _over_helpers(words, f, at - 1, floor)[1] or Turn("hypothetical", at, f.last)
        while words.low[at] in turning("control"):  # one word or two: "seem to say", "go on to say"
            at, turn = _over_helpers(words, f, at - 1, floor)
            if turn:
                return turn
    return None


def _over_aside(words: Words, at: int, floor: int) -> int:
    """Go left over a time ("late on Monday", "three times"), what stands between commas ("through a lawyer"), or "so far as"."""
    if words.low[at - 1 : at + 1] == ["far", "as"]:
        return at - 3
    if words.tag[at] == ",":
        return max((i for i in range(floor, at) if words.tag[i] == ","), default=at) - 1
    while words.tag[at] in "T#ID" or words.low[at] in ("late", "early", "times"):
        at -= 1
    return at


def _negates(words: Words, at: int) -> bool:
    """Whether the word denies the verb after it; "not only" and "not long ago" do not."""
    low = words.low[at]
    return low.endswith("n't") or (low in turning("not") and words.low[at + 1] not in ("only", "just", "long"))


def _inverted_negation(words: Words, f: Frame) -> Turn | None:
    """As in "never had Lind said", "at no time has Lind said"."""
    helper = f.subject.first - 1 if f.subject else f.verb
    if words.tag[helper] != "A":
        return None
    for i in range(words.sentence_of(helper)[0], helper):
        if _negates(words, i) or words.low[i] == "no":
            return Turn("refused", i, f.last)
    return None


def _supposed(words: Words, f: Frame) -> Turn | None:
    """As in "whether Lind told him", "if Lind says so", "no evidence that Lind said": it is not told that it was said."""
    if f.subject is None or f.rule in ("relative", "according to"):
        return None
    begin = words.sentence_of(f.subject.first)[0]
    before = [i for i in range(begin, f.subject.first) if words.tag[i] != "R"]
    if not before:
        return None
    low = words.low
    at = before[-1]
    at -= low[at - 1 : at + 1] == ["whether", "or"]  # "whether or not Lind said so"
    if words.tag[at] == "A" and at == begin:
        return Turn("hypothetical", at, f.last)  # "Had Lind said so, …"
    # not "even if Lind said so"
    if low[at] in turning("suppose") and (low[at - 1] != "even" or f.cue.form in ("present", "base")):
        return Turn("hypothetical", at, f.last)
    if low[at] not in ("that", "of"):
        return None
    for i in reversed(range(begin, at)):
        if words.tag[i] in ",;:Q":
            break
        if _negates(words, i) or low[i] in turning("doubt"):
            return Turn("hypothetical", i, f.last)
    return None


def _contended(words: Words, f: Frame) -> Turn | None:
    """As in "it does not break the law, as Lind contends": whether she says that it does or does not, nobody can tell."""
    first = f.begins
    if f.cue.lemma not in turning("contend") or words.low[first - 1] != "as" or words.tag[first - 2] != ",":
        return None
    for i in reversed(range(words.sentence_of(first)[0], first)):
        if words.tag[i] in ";:Q":
            break
        if _negates(words, i) or words.low[i] == "no":
            return Turn("denied", i, i)
    return None


def _by_cue(words: Words, f: Frame, content: int) -> Turn | None:
    """What the word of saying itself turns: "denied", "rejected the claim", "pleaded not guilty", "asked whether"."""
    low, lemma = words.low, f.cue.lemma
    first = _first_word(words, content)
    if lemma == "deny" or (f.rule == "passive" and lemma in turning("dispute")):
        return Turn("denied", f.first, f.last)
    claim = _claim(words, f, content) if lemma in turning("dispute") | turning("scorn") else None
    if claim is not None:
        return Turn("denied", f.first, claim)
    if low[content - 1] == "that":
        return _noun_before(words, f, content - 2)
    if lemma == "plead" and first == "not":
        return Turn("denied", f.first, content)
    asks = lemma in ("ask", "question", "wonder", "want to know", "inquire", "enquire")
    if asks and first in turning("asking"):
        return Turn("question", f.first, max(content, f.last))
    return None


def _first_word(words: Words, at: int) -> str:
    """The word `at`, or where it is a quotation the first inside."""
    return words.text[words.start[at] : words.end[at]].strip(" \"'“”‘’").lower().partition(" ")[0]


def _noun_before(words: Words, f: Frame, noun: int) -> Turn | None:
    """As in "expressed doubt that", "voiced no fear that", "demanded proof that": what the noun before "that" turns."""
    none = f.cue.kind == "act" and "no" in words.low[f.last + 1 : noun]
    if none != (words.low[noun] in turning("denial")):
        return Turn("denied", f.first, noun)
    asks = f.cue.lemma in ("demand", "ask", "request", "call") and words.low[noun] in turning("proof")
    raised = f.cue.lemma in ("address", "discuss") and words.low[noun] in turning("claim")
    return Turn("hypothetical", f.first, noun) if asks or raised else None


def _claim(words: Words, f: Frame, content: int) -> int | None:
    """The word that says a claim, report or charge is what is disputed."""
    for i in range(f.last + 1, words.sentence_of(content)[1]):
        if words.tag[i] in "VvA,":
            break
        if words.low[i] in turning("claim"):
            return i
    return content - 1 if f.cue.lemma in turning("dispute") and words.low[content - 1] == "that" else None


def _within(words: Words, part: Part) -> Turn | None:
    """What the words said turn round themselves: a condition, a plea of innocence, a flat "no", "she had never"."""
    if part.said is None:
        return None
    first, last = part.said.ranges[0][0], part.said.ranges[-1][1]
    if part.kind == "direct":
        return Turn("denied", first, first) if _AT_NO_TIME.match(words.text, words.start[first]) else None
    low = words.low
    if low[first] == "no" and (first == last or words.tag[first + 1] in ",."):
        return Turn("denied", first, first)
    if words.tag[first] == "P" and low[first + 2 : first + 4] == ["not", "guilty"]:
        return Turn("denied", first + 2, first + 3)
    if words.tag[first] == "P" and low[first + 1 : first + 3] == ["had", "never"]:
        return Turn("denied", first + 2, first + 2)
    return _condition(words, first, last)


_AT_NO_TIME = re.compile(r"\W*at no time\s", re.IGNORECASE)


def _condition(words: Words, first: int, last: int) -> Turn | None:
    """As in "the pier would stand if it was mended": nobody says that it stands."""
    inside = range(first, last + 1)
    for i in inside:
        if words.tag[i] == "V":  # what is said inside what is said keeps its own conditions
            return None
        if words.low[i] in ("if", "unless") and words.low[i - 1] not in ("even", "as", "only", "or", "and"):
            said = words.text[words.start[first] : words.end[last]].lower().split()  # in quotation marks too
            result = not turning("modal").isdisjoint(said)
            return Turn("hypothetical", i, i) if result else None
    return None


def _question(words: Words, part: Part) -> Span | None:
    """The question mark of a quotation that is one question, or None."""
    if part.kind != "direct" and part.said:
        return None
    return _asks(words.text, part.content[-1])


def _asks(whole: str, span: Span) -> Span | None:
    """The question mark of words that are one question, or None."""
    text = span.of(whole).rstrip(" \"'”’")
    if not text.endswith("?") or any(mark in text for mark in (". ", "! ")):
        return None
    return Span(span.start + len(text) - 1, span.start + len(text))
