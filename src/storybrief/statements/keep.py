"""Is a clause under a word of saying a statement, when nothing in it stands inside quotation marks?

"Lind said the bridge was safe" is one; "the shop closed at noon" is none, though "close" can be a word of saying.
Many small hints decide, and no one of them alone: a sum of weights of named features, over zero is a statement. The
weights were learned from four labelled collections by `benchmarks/learn_keep.py` and ship as a table that can be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from storybrief.english.tables import weights
from storybrief.statements.clauses import Said
from storybrief.statements.names import noun_kind
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


def score(words: Words, said: Said) -> float:
    """The sum of the weights of the clause's features; above zero it is a statement."""
    table, found = weights("statements/keep_weights.tsv"), features(words, said)
    if "cue recall shape noun" in found and "subject he" not in found and "subject she" not in found:
        return -1.0  # goods, not what somebody remembers: "the firm recalled the kettles last week"
    return table["always"] + sum([table.get(f, 0.0) for f in found])


def features(words: Words, said: Said) -> list[str]:
    """The named features of a clause under a word of saying."""
    f, (first, last) = said.frame, said.ranges[0]
    lemma = f.cue.lemma or "by position"
    unit = words.sentence[f.verb]
    following = f.last + 1 if f.last + 1 < len(words.low) and words.sentence[f.last + 1] == unit else -1
    next_word = _kind_of(words, following)
    before = f.verb - 1 if f.verb and words.sentence[f.verb - 1] == unit else -1
    whom = _subject(words, said)
    clause = _clause(words, first, last)
    found = [
        f"cue {lemma}",
        f"form {f.cue.form}",
        f"rule {f.rule}",
        f"rule {f.rule} {f.cue.form}",
        f"subject {whom}",
        f"cue {lemma} next {next_word}",
        f"cue {lemma} form {f.cue.form}",
        f"next {next_word}",
        f"before {_kind_of(words, before)}",
        f"kind {f.cue.kind} subject {whom}",
        f"kind {f.cue.kind} next {next_word}",
        f"kind {f.cue.kind} clause {clause}",
        f"clause {clause}",
        f"length {min(9, sum(b - a + 1 for a, b in said.ranges) // 3)}",
    ]
    if said.that:
        found += ["that", f"cue {lemma} that"]
    shape = _shape(words, said)
    found += [
        f"shape {shape}",
        f"kind {f.cue.kind} shape {shape}",
        f"cue {lemma} shape {shape}",
        f"form {f.cue.form} shape {shape}",
        f"subject {whom} shape {shape}",
        f"rule {f.rule} shape {shape}",
    ]
    if shape == "noun":
        found.append(f"kind {f.cue.kind} noun {_noun(words, first, last)}")
    return found + list(_around(words, said, before, shape))


def _around(words: Words, said: Said, before: int, shape: str) -> Iterator[str]:
    """What stands around the word of saying: whom it was told, what is before it, its helpers."""
    f = said.frame
    if said.addressee:
        yield from ("told to somebody", f"told to somebody, shape {shape}")
    if before > 0 and words.low[before] == "to":
        yield f"to after {words.low[before - 1] if words.low[before - 1] in turning('control') else 'other'}"
    if said.ranges[0][0] < f.verb:
        yield from ("clause before", f"cue {f.cue.lemma or 'by position'} clause before")
    for helper in words.low[f.first : f.verb]:
        yield f"helper {helper}"


def _shape(words: Words, said: Said) -> str:
    """What the word of saying governs: a clause with its subject and verb, a noun with no verb of its own, "to" do something …"""
    if said.that:
        return "that"
    first, last = said.ranges[0]
    tag, low = words.tag, words.low
    if first < said.frame.verb:
        return "before"
    if low[first] in turning("asking"):
        return "asked"
    if tag[first] == "t":
        return "to noun" if first < last and tag[first + 1] in "DNP#" else "to do"
    if tag[first] == "g":
        return "doing"
    if low[first : first + 2] in (["at", "least"], ["at", "most"]):
        first = min(last, first + 2)
    if tag[first] in "I":
        return (
            "in"
            if _verb(words, first, last) < 0 or (tag[first] == "I" and _verb(words, first, last) - first < 2)
            else "in, with a verb"
        )
    if tag[first] in "P" and first < last and low[first] in ("he", "she", "they", "it", "we", "i", "there"):
        return "clause"
    verb = _verb(words, first, last)
    if verb < 0:
        return "noun"
    return "clause" if tag[verb] == "A" else "verb"


def _verb(words: Words, first: int, last: int) -> int:
    """The first verb of the words that does not stand in a relative clause, or -1."""
    for i in range(first, min(last, first + 18) + 1):
        if words.tag[i] in "AVv":
            return i
        if words.tag[i] in "W;:—Q" or (words.tag[i] == "," and i > first + 8) or (words.low[i] == "that" and i > first):
            return -1
    return -1


def _noun(words: Words, first: int, last: int) -> str:
    """The sort of the noun that the words begin with."""
    head = first
    while head < last and words.tag[head + 1] in "NnD#'g":
        head += 1
    if words.tag[head] == "N":
        return "name"
    return "number" if words.tag[head] == "#" else noun_kind(words.low[head]) or "thing"


def _kind_of(words: Words, at: int) -> str:
    if at < 0:
        return "none"
    low = words.low[at]
    if words.tag[at] in "ICSWtP" or low in ("that", "the", "a"):
        return low
    return words.tag[at]


def _subject(words: Words, said: Said) -> str:
    subject = said.frame.subject
    if subject is None:
        return "none"
    if subject.kind == "noun":
        return noun_kind(words.low[subject.head_last]) or "thing"
    if subject.kind == "pronoun":
        return words.low[subject.head]
    return subject.kind


def _clause(words: Words, first: int, last: int) -> str:
    """The shape of the clause: its first word's part, and whether it has a verb."""
    verb = next((words.tag[i] for i in range(first, last + 1) if words.tag[i] in "AVv"), "-")
    return f"{words.tag[first]}{verb}"
