"""Where does the next word of saying of a sentence take over from the one before it?"""

from __future__ import annotations

from storybrief.statements.subjects import Frame
from storybrief.statements.words import Words


def cut(words: Words, f: Frame, g: Frame) -> int | None:
    """The last word before g where g takes over from f, or None where g stands inside what f governs."""
    tag, low = words.tag, words.low
    if g.rule == "according to":
        return g.first - 1
    if f.rule == "relative" and g.rule in ("over an apposition", "beside the cue") and g.cue.form != "base":
        return _over_relative(words, f, g)
    if f.cue.kind == "act" and g.subject and (g.rule == "relative" or tag[g.begins - 1] == "W"):
        # "Lind criticised the work, which Visser said was late"
        at = g.subject.head - 1 if g.rule == "relative" else g.begins - 2
        return at if tag[at] == "," else None
    i = _before_a_day(words, g)
    if i <= f.verb:
        return None
    semicolon = next((j for j in range(i, f.verb, -1) if tag[j] == ";"), -1)
    begins = tag[i] not in ",Q" and g.rule == "beside the cue"  # "Lind said it was late; on Monday she said …"
    if semicolon > 0 and g.subject and (begins or (tag[i] in ",Q" and "Q" in tag[semicolon : i + 1])):
        return semicolon - 1  # "Lind said it was late; “nobody was hurt,” she said"
    if g.rule == "shared subject":
        return _cut_of_shared(words, f, g, i)
    if g.subject and tag[i] == ";":
        return i - 1
    said_again = g.rule == "beside the cue" and f.cue.kind == "say" and low[f.verb] == low[g.verb]
    if said_again and low[i] == "and" and g.subject and g.subject.kind != "pronoun":
        return i - 1
    if (
        g.subject
        and tag[i] in "CS"
        and i > f.verb
        and (tag[i - 1] in ",Q")
        and low[i] in ("and", "but", "while", "though", "although", "whereas")
    ):
        return i - 1
    return None


def _before_a_day(words: Words, g: Frame) -> int:
    """The word before g, over a time: that of ", but on Monday she said" is "but"."""
    i = g.begins - 1
    while g.rule == "beside the cue" and words.tag[i] in "TIDR#" and "T" in words.tag[i : g.begins]:
        i -= 1
    return i


def _cut_of_shared(words: Words, f: Frame, g: Frame, i: int) -> int | None:
    """As in "said … and added", "said …, adding": the word `i` stands before what shares the subject."""
    tag = words.tag
    if words.low[i] == "then" and tag[i - 1] == ",":
        return i - 2  # "would not say whether it was safe, then said"
    if tag[i] == "," and g.cue.form == "ing":
        own = tag[f.ends + 1 : f.ends + 2] in (["N"], ["P"]) and set(tag[f.ends + 1 : i]) & set("vV")
        return None if own and g.cue.lemma in ("tell", "ask", "urge", "order") else i  # "said Visser rose, telling"
    base = f.cue.form == "base"
    joined = tag[i] == "C" and (g.cue.form == f.cue.form or base)
    if joined and (tag[i - 1] in ",Q" or _takes_words(words, g) or words.low[i] == "but"):
        return i - 1
    return None


def _over_relative(words: Words, f: Frame, g: Frame) -> int | None:
    """As in "Lind, who had blamed Visser, on Monday said": the last word of what stands between the commas."""
    if g.subject is None or g.subject.first > f.verb:
        return None
    comma = next((j for j in range(g.first - 1, f.verb, -1) if words.tag[j] == ","), f.verb)
    if comma > f.verb + 1:
        return comma - 1
    return g.first - 1 if g.rule == "beside the cue" else None  # "a man who answered the door said"


def _takes_words(words: Words, g: Frame) -> bool:
    after_cue = g.last + 1
    return after_cue < len(words.tag) and (words.low[after_cue] == "that" or words.tag[after_cue] in "Q,")


def likewise(words: Words, f: Frame, g: Frame) -> bool:
    """As in "Lind denied that it was safe, as Visser claimed": what both say is not what stands before "as"."""
    stands = f.subject is not None and f.last < g.begins - 2 and f.rule in ("beside the cue", "over an apposition")
    return stands and words.low[g.begins - 1] == "as" and "Q" not in words.tag[f.last : g.begins]


def before_main_verb(words: Words, f: Frame, start: int, last: int) -> int:
    """The last word before the verb of the sentence whose subject is all before: "A man who said it was safe | was fined".

    `start` - 1 where that verb cannot be told, so that nothing is given.
    """
    subject = f.subject
    if f.rule != "relative" or subject is None or subject.antecedent is None or subject.head == 0:
        return last
    opens = subject.first == 0 or words.sentence[subject.first - 1] != words.sentence[subject.first]
    if not opens or words.tag[subject.head - 1] == "," or "Q" in words.tag[start : last + 1]:
        return last
    found, taken, i = start, False, start
    while i <= last:
        if words.tag[i] in "SWC,:" or words.low[i] in _SUBJECTS:
            taken = False
        elif words.tag[i] in "vVA" and words.tag[i - 1] != "t":
            found, taken = (i if taken else found), True
            while i < last and words.tag[i + 1] in "vVARg":
                i += 1
        i += 1
    return found - 1


_SUBJECTS = frozenset({"he", "she", "they", "it", "i", "we", "you", "that"})
