"""Who is the subject of a word of saying?"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from storybrief.english.marks import bare
from storybrief.english.tables import listed
from storybrief.statements.cues import Cue
from storybrief.statements.inverted import clause_stands_before, quotation_behind
from storybrief.statements.names import noun_kind
from storybrief.statements.participles import fronted, participle
from storybrief.statements.phrases import (
    ONE_OF_THEM,
    Phrase,
    after,
    before,
    governed_by_verb,
    names_after,
    opening,
    phrase,
    with_apposition,
)
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


class Frame(Struct, frozen=True):
    """A word of saying with its subject: cue words `first` to `last`, the verb at `verb`."""

    verb: int
    first: int
    last: int
    cue: Cue
    subject: Phrase | None
    rule: str

    @property
    def begins(self) -> int:
        """Its first word: that of the subject, or of the cue where that comes first or stands apart."""
        apart = self.rule in ("shared subject", "according to", "as … by")
        if self.subject is None or self.subject.last > self.verb or apart:
            return self.first
        return min(self.subject.first, self.first)

    @property
    def ends(self) -> int:
        """Its last word: that of the cue, or of the subject where that comes after."""
        behind = self.subject is not None and self.rule in ("inverted", "according to", "as … by")
        return max(self.last, self.subject.last) if behind and self.subject else self.last


class Occurrence(Struct, frozen=True):
    """A word of saying in its place, with the frames before it: what a rule looks at."""

    words: Words
    verb: int
    cue: Cue
    earlier: list[Frame]


def sounds_cut(words: Words, quotation: int) -> bool:
    """Whether the quotation ends as one does that a word of saying follows: with a comma, "?", "!" or a dash."""
    return bare(words.text[words.start[quotation] : words.end[quotation]])[-1:] in tuple(",?!—-…")


def whole_phrase(words: Words, found: Phrase | None) -> Phrase | None:
    """Return a phrase with what stands in apposition to it."""
    found = _giver(words, found) if found else None
    return with_apposition(words, found) if found else None


_GIVEN_OUT = frozenset(listed("statement letter email e-mail message memo note release"))


def _giver(words: Words, found: Phrase) -> Phrase:
    """Who gave out what speaks: "a statement from the council" is the council's."""
    at = found.head_last + 1
    if found.kind != "noun" or at >= found.last or words.low[at] not in ("from", "by"):
        return found
    if words.low[found.head_last] not in _GIVEN_OUT:
        return found
    return names_after(words, at + 1) or found


def _skip_left(words: Words, verb: int) -> int:
    """The word before the verb group, over helpers, adverbs and a time ("on Monday")."""
    tag, unit = words.tag, words.sentence[verb]
    i = verb - 1
    while i >= 0 and words.sentence[i] == unit:
        if tag[i] in "ART" or (tag[i + 1] == "T" and (tag[i] in "ID" or words.low[i] in ("late", "early"))):
            i -= 1
        else:
            return i
    return -1


def _inverted(at: Occurrence) -> Phrase | None:
    """As in "…," said Lind."""
    words, verb, cue = at.words, at.verb, at.cue
    i = verb - 1
    if cue.form not in ("past", "present", "base") or i < 0:
        return None
    if cue.kind != "say" and not (words.tag[i] == "Q" and sounds_cut(words, i)):
        return None
    if words.low[verb + 1 : verb + 2] in ([w] for w in _NO_SPEAKER):
        return None
    fresh = words.sentence[i] != words.sentence[verb]
    if not fresh and words.tag[i] not in "Q,—":
        return None
    found = whole_phrase(words, after(words, verb + 1))
    if found and cue.form == "base" and not _plural(words, found.last):
        return None
    if found is None or fresh or words.tag[i] == "Q" or (i and words.tag[i - 1] == "Q"):
        return found
    stands = clause_stands_before(words, i) or quotation_behind(words, found.last + 1)
    return found if words.next_tag(found.last) in ",.TIW" and found.kind != "pronoun" and stands else None


_NO_SPEAKER = ("that", "yes", "so", "nothing", "less", "more", "little", "much")


def beside_quotation(at: Occurrence) -> Phrase | None:
    """Lind said / Lind has also said."""
    words, verb, cue = at.words, at.verb, at.cue
    i = _skip_left(words, verb)
    if i < 0 or (
        cue.form in ("ing", "base") and words.tag[verb - 1] != "A" and not (cue.form == "base" and _plural(words, i))
    ):
        return None
    if words.tag[i] in ",;:—()Q.Ct":
        return None
    found = before(words, i)
    if found is None or (found.kind != "pronoun" and governed_by_verb(words, found)):
        whole = opening(words, i)
        if whole and whole.kind == "noun" and i - whole.last < 15 and words.tag[whole.last + 1] in "vgW":
            return replace(whole, last=i)  # "a source involved in the talks": the descriptor as it stands
        return whole or found
    return _giver(words, _with_names_before(words, found))


def _with_names_before(words: Words, found: Phrase) -> Phrase:
    """The whole of a list of names: "Lind, Visser and Kowal said"."""
    first = _listed_before(words, found) if found.kind == "name" else found.first
    if first < found.first:
        return Phrase(first, found.last, first, found.last, "names")
    while found.kind == "names" and first > 1 and words.tag[first - 1] == "," and words.tag[first - 2] == "N":
        first = words.back(first - 2, "N")
    return replace(found, first=first, head=first) if first < found.first else found


def _listed_before(words: Words, found: Phrase) -> int:
    """Where a list that ends in ", and Tove Berg" begins; its names open the sentence and nothing else stands among them."""
    first = words.back(found.first, "N")
    if first < 3 or words.low[first - 1] != "and" or words.tag[first - 2] not in ",;":
        return found.first
    i = first - 2
    while i and words.tag[i] in ",;" and words.tag[i - 1] == "N":
        first = words.back(i - 1, "N")
        i = first - 1
    return first if words.opens(first) or words.tag[first - 1] == "Q" else found.first


def _plural(words: Words, last: int) -> bool:
    """Whether the phrase that ends here goes with a verb without -s: "they say", "officials say"."""
    low = words.low[last]
    if words.tag[last] == "P" and low in ("they", "we", "i", "you", "who", "he", "she", "it"):
        return low in ("they", "we", "i", "you", "who")
    found = before(words, last) if words.tag[last] in "NnD#" else None
    if found is None or governed_by_verb(words, found):
        found = opening(words, last) or found
    if found is None:
        return False
    head = words.low[found.head_last]
    return (
        head.endswith("s")
        or head in ("people", "two", "both", "many", "some", "others", "police", "men", "women")
        or any(words.low[j] == "and" for j in range(found.first, found.last))
    )


def in_apposition(at: Occurrence) -> Phrase | None:
    """Lind, the mayor of Aber, said / Lind, who was there, said."""
    words, verb, cue = at.words, at.verb, at.cue
    i = _skip_left(words, verb)
    unit = words.sentence[verb]
    renamed = cue.kind == "call" and i >= 0 and i == verb - 2 and words.low[i + 1] in ("now", "also")
    if i < 1 or words.tag[i] not in ",—)" or cue.form in ("ing", "base") or renamed:
        return None  # not "at the hall, now called Aber House, he"
    commas = [i]
    j = i - 1
    while j >= 0 and words.sentence[j] == unit and words.tag[j] != "Q" and verb - j < 60 and len(commas) < 8:
        if words.tag[j] in ",—(":
            commas.append(j)
        j -= 1
    nearest: Phrase | None = None
    for comma in commas[1:]:
        inside = comma + 1
        subject = before(words, comma - 1 - (words.tag[comma - 1] == "R")) if comma > 1 else None
        if comma and words.tag[comma - 1] == "T":  # "a memo of that October, whose author …"
            found = opening(words, comma - 1)
            subject = replace(found, last=comma - 1) if found else None
        if words.low[max(0, comma - 3) : comma] == ONE_OF_THEM:
            subject = phrase(words, comma - 3, comma - 3)
        if subject and subject.kind != "pronoun" and _is_aside(words, inside):
            if _opens_clause(words, subject.first):
                return with_apposition(words, subject)
            nearest = nearest or subject
    return with_apposition(words, nearest) if nearest else None


def _opens_clause(words: Words, at: int) -> bool:
    """Whether nothing but a joining word stands between the word and the beginning of its clause."""
    first = words.back(at, "CSR")
    return words.opens(first) or words.tag[first - 1] in "Q:—;" or words.low[first - 1] in ("as", "that")


def _is_aside(words: Words, first: int) -> bool:
    return words.tag[first] in "WDnNR#vIgV" or words.low[first] == "when"


def _quoted_as(at: Occurrence) -> Phrase | None:
    """As in "Visser quoted Lind as saying": who is quoted."""
    quotes = quoting(at.words, at.verb) if at.cue.form == "ing" else None
    return who_is_quoted(at.words, quotes) if quotes is not None else None


def quoting(words: Words, saying: int) -> int | None:
    """The verb of "Visser quoted Lind as saying", or None where the word "saying" stands behind no such."""
    at = saying - 2
    while words.low[saying - 1] == "as" and at > max(0, saying - 14) and words.sentence[at] == words.sentence[saying]:
        if words.low[at] in QUOTES:
            found = who_is_quoted(words, at)
            return at if found and found.last + (words.tag[saying - 2] == ",") == saying - 2 else None
        at -= 1
    return None


def who_is_quoted(words: Words, quotes: int) -> Phrase | None:
    """Who stands behind the word "quoted": "Lind", "her", "her lawyer, Ann Lind"."""
    at = quotes + 1
    if words.low[at : at + 1] in (["her"], ["him"], ["them"]) and words.low[at + 1 : at + 2] == ["as"]:
        return Phrase(at, at, at, at, "pronoun")
    return whole_phrase(words, after(words, at))


QUOTES = frozenset({"quoted", "quotes", "quote", "quoting", "cited", "cites", "citing"})


def _relative(at: Occurrence) -> Phrase | None:
    """The voters who said / Lind, who said."""
    words, verb = at.words, at.verb
    i = _skip_left(words, verb)
    if i < 1 or words.low[i] not in ("who", "which", "that"):
        return None
    who = i
    i -= 1
    if words.tag[i] == ",":
        i -= 1
    found = before(words, i, inner=True)
    if found and words.low[found.first - 1] == "not" and words.tag[found.first - 2] == ",":
        found = before(words, found.first - 3, inner=True)  # "it was Lind, not Visser, who said"
    return Phrase(found.first, who, who, who, "relative", None, found) if found else None


def _shared(at: Occurrence) -> Phrase | None:
    """Lind said … and added / Lind rose, adding: the subject of the clause before."""
    words, verb, cue, earlier = at.words, at.verb, at.cue, at.earlier
    i = _skip_left(words, verb)
    if i < 1:
        return None
    if cue.form != "ing" and words.tag[i] not in "C,t":
        return None
    if cue.kind == "call" and cue.form != "ing" and words.tag[i] == ",":
        return None  # "at the hall, now called Aber House, he"
    if words.tag[i] == "t" and _is_to_speak(words, i - 1):
        return None
    f = earlier[-1] if earlier else None
    if f and f.subject and words.sentence[f.verb] == words.sentence[verb]:
        if words.tag[i] == "," and _reaches(words, f, i):
            return f.subject
        if words.low[i] == "and" and cue.form == "ing" and f.rule == "noun before the participle":
            return f.subject
        f = next((e for e in reversed(earlier) if e.cue.form != "ing"), f)
        same = words.sentence[f.verb] == words.sentence[verb] and f.rule == "beside the cue"
        if words.low[i] == "and" and same and f.cue.form == cue.form == "past":
            return f.subject
    return _of_noun_cue(words, i) or main_subject(words, verb)


def _is_to_speak(words: Words, last: int) -> bool:
    """As in "wants her to say": who is to speak, before "to", is the object of another verb, whose subject says nothing."""
    found = Phrase(last, last, last, last, "pronoun") if words.tag[last] == "P" else before(words, last)
    first = last if words.low[last] == "her" else found.first if found else 0
    return first > 0 and words.low[first - 1] in turning("make")


def _reaches(words: Words, f: Frame, comma: int) -> bool:
    """Whether nothing but a time stands between the frame and the comma: "…, Lind said Monday, adding"."""
    at = max(f.last, f.subject.last if f.subject else 0) + 1
    return all(words.tag[j] in "TIDR#" for j in range(at, comma))


def _of_noun_cue(words: Words, comma: int) -> Phrase | None:
    """As in "comments from the envoy, Ann Lind, indicating that": whose comments they are."""
    if words.tag[comma] != ",":
        return None
    unit = words.sentence[comma]
    for i in range(comma - 1, max(-1, comma - 16), -1):
        if words.sentence[i] != unit or words.tag[i] in "VvAQ":
            return None
        if i and noun_kind(words.low[i - 1]) == "cue" and (words.low[i] in ("from", "by") or _is_said_of(words, i)):
            return whole_phrase(words, after(words, i + 1))
    return None


def _is_said_of(words: Words, of: int) -> bool:
    """As in "remarks of the envoy": they are the envoy's, as a criticism of the envoy is not."""
    return words.low[of] == "of" and words.low[of - 1] in ("comments", "remarks", "words", "statements", "testimony")


def verb_group(words: Words, verb: int) -> int:
    """Return the first word of the verb's group, with helpers and adverbs: "were not immediately returned"."""
    return words.back(verb, "AR")


def main_subject(words: Words, at: int) -> Phrase | None:
    """The subject of the main verb of the sentence before the word `at`: "After Lind left, Visser rose" gives Visser."""
    i, fronted, tries = words.sentence_of(at)[0], None, 8
    while i < at and tries:
        if words.tag[i] in "VvA":
            tries -= 1
            subject = before(words, _skip_left(words, i)) or in_apposition(Occurrence(words, i, ANY_CUE, []))
            if subject and not _in_a_relative(words, subject):
                subject = _with_names_before(words, subject)
                comma = next((j for j in range(i, at) if words.tag[j] == ","), -1)
                if comma < 0 or not _opens_subordinate(words, subject.first):
                    return fronted or subject if comma < 0 and _opens_subordinate(words, subject.first) else subject
                i, fronted = comma, fronted or subject
        i += 1
    return fronted


def _opens_subordinate(words: Words, at: int) -> bool:
    """Whether the clause that begins at the word says when or why, before the main one: "After Lind", "In June, when Lind"."""
    i = at - 1
    if i < 0 or words.sentence[i] != words.sentence[at] or words.low[i] not in _FRONTED:
        return False
    if words.low[i] == "whether":
        return True
    return i == 0 or words.sentence[i - 1] != words.sentence[at] or words.tag[i - 1] in ",CR"


_FRONTED = frozenset(
    listed("after before since until as once when while although though because if whenever unless whether")
)


def _in_a_relative(words: Words, subject: Phrase) -> bool:
    """As in "whose mother and two brothers were killed", "a film that Lind saw": no subject of the sentence."""
    i = subject.first
    if words.low[i] == "that" and words.tag[i + 1] == "N":
        return True
    i -= 1
    while i >= 0 and words.sentence[i] == words.sentence[subject.first] and words.tag[i] in "nN'DC#":
        i -= 1
    return i >= 0 and words.sentence[i] == words.sentence[subject.first] and words.low[i] == "whose"


ANY_CUE = Cue("", "say", "neutral", "past")
Rule = Callable[[Occurrence], "Phrase | None"]
SUBJECT: tuple[tuple[str, Rule], ...] = (
    ("inverted", _inverted),
    ("quoted as", _quoted_as),
    ("relative", _relative),
    ("beside the cue", beside_quotation),
    ("over an apposition", in_apposition),
    ("noun before the participle", lambda at: participle(at.words, at.verb, at.cue)),
    ("before its subject", lambda at: fronted(at.words, at.verb, at.cue)),
    ("shared subject", _shared),
)
