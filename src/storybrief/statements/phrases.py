"""Where does a phrase that can name a speaker begin and end, and which word carries it?"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from storybrief.english.persons import first_names
from storybrief.model import Span
from storybrief.statements.names import named_things, noun_kind, only_office, proper, titles, whole
from storybrief.statements.words import Words

_LONGEST = 40
_NO_HEAD = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "our", "my", "your", "that", "this", "every", "no"}
)
# What a clause follows as often as a noun does: "after police said".
_OPENS_CLAUSE = frozenset({"as", "than", "after", "before", "since", "until"})
_SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who"})
_ARTICLES = (["the"], ["a"], ["an"])
_AFTER_NOUN = frozenset({"familiar", "close", "privy", "involved", "briefed", "based", "present", "alike", "speaking"})
_GOES_ON = frozenset(
    {"of", "for", "with", "from", "at", "in", "to", "on", "by", "within", "under", "near", "behind", "against"}
)


class Phrase(Struct, frozen=True):
    """A phrase: words `first` to `last`, of which `head` to `head_last` carry the name or the noun (all included).

    kind: name | person (a name that is known to be a person's) | names | pronoun | noun | relative. `role` are the first and last word of what the phrase says about a named
    head; `antecedent` is what a relative pronoun ("who") stands for.
    """

    first: int
    last: int
    head: int
    head_last: int
    kind: str
    role: tuple[int, int] | None = None
    antecedent: Phrase | None = None

    def span(self, words: Words) -> Span:
        """The characters of the whole phrase."""
        return words.span(self.first, self.last)

    def head_span(self, words: Words) -> Span:
        """The characters of the words that carry it."""
        return words.span(self.head, self.head_last)


def phrase(words: Words, first: int, last: int) -> Phrase | None:
    """Return the phrase of the words `first` to `last`, with its head; None when nothing in it can be a head."""
    tag, low = words.tag, words.low
    while first <= last and tag[first] not in "NPDn#g":
        first += 1
    if first > last:
        return None
    if tag[first] == "P":
        return Phrase(first, first, first, first, "pronoun")
    stop = _head_end(words, first, last)
    if stop < first:
        return None
    if stop < last and tag[last] == "N" and (named := _name_at_end(words, stop, last)):
        return Phrase(first, last, named, last, "name", (first, named - 1))
    if tag[stop] == "N":
        return _named(words, first, stop, last)
    if tag[stop] in "D#" and stop == first:
        return Phrase(first, last, stop, stop, "noun") if low[stop] not in _NO_HEAD else None
    return Phrase(first, last, stop, stop, "noun")


def _named(words: Words, first: int, stop: int, last: int) -> Phrase:
    """The phrase `first` to `last`, whose head is the name that ends with the word `stop`."""
    start = max(first, words.back(stop, "N"))
    if start > first and only_office(words, start, stop):
        return Phrase(first, last, stop, stop, "noun")
    stop = min(last, whole(words, start, stop))
    name = proper(words, start, stop)
    several = _several(words, stop, last)
    if several > stop:
        return Phrase(first, last, name.first, several, "names")
    role = (first, name.first - 1) if name.kind == "person" and first < name.first else None
    if role and role[0] == role[1] and words.tag[first] == "D":
        role = None
    return Phrase(first, last, name.first, stop, "name", role)


def _several(words: Words, stop: int, last: int) -> int:
    """The last word of names joined by "and" ("Ann Lind and Piet Visser"), or `stop` where there is one name only."""
    tag, low = words.tag, words.low
    end = stop
    while end + 2 <= last and low[end + 1] == "and" and tag[end + 2] == "N":
        end = min(last, words.run(end + 2, "N"))
    return end if end == last else stop


def _name_at_end(words: Words, head: int, last: int) -> int | None:
    """As in "director for news Ann Lind", "Speaker of the House Rep. Ann Lind": where the name at the end begins, or None."""
    tag, low = words.tag, words.low
    start = max(head + 1, words.back(last, "N"))
    of_several = tag[start - 1] == "I" and low[head].endswith("s")  # "advisers for Mr. Lind"
    if tag[start - 1] == "t" or of_several or (start == last and low[start - 1] not in titles()):
        return None
    is_role = noun_kind(low[head]) == "person" or low[head] in titles() or noun_kind(low[start - 1]) == "person"
    name = proper(words, start, last)
    if not is_role or name.kind != "person":
        return None
    titled = any(low[i].endswith(".") and low[i] in titles() for i in range(start, name.first))
    titled = titled or (name.first > start and low[name.first] in first_names())
    if tag[start - 1] == "n" and noun_kind(low[start - 1]) == "person" and name.first < last:
        return name.first
    if titled or (tag[start - 1] == "n" and noun_kind(low[start - 1]) != "cue" and low[name.first] in first_names()):
        return name.first
    return None


def _head_end(words: Words, first: int, last: int) -> int:
    """The last word of the first noun group: before the first preposition, comma or describing word."""
    tag, low = words.tag, words.low
    i = first
    while i < last:
        following = tag[i + 1]
        if following not in "NnD#'g" or (low[i + 1] in _AFTER_NOUN and tag[i] in "nN"):
            break
        if following == "D" and tag[i] in "Nn":
            break
        i += 1
    while i > first and tag[i] in "'":
        i -= 1
    return i


def opening(words: Words, last: int) -> Phrase | None:
    """Return the phrase that opens the clause which the word `last` stands in: "the voters who saw her" gives the voters."""
    tag, low = words.tag, words.low
    unit = words.sentence[last]
    first = last
    floor = max(-1, last - _LONGEST)
    while first - 1 > floor and words.sentence[first - 1] == unit and tag[first - 1] not in ",;:—Q(S)":
        if tag[first - 1] == "C" and tag[first] in "NDP" and _verb_in(words, floor, first - 1):
            break
        if low[first - 1] == "that" and tag[first] in "NDP":
            break
        first -= 1
    while first < last and tag[first] in "RC":
        first += 1
    if low[first] == "who" and first - 1 > floor and tag[first - 1] == ",":
        return before(words, first - 2)
    if tag[first] not in "NnDP#" or low[first] == "as":
        return None
    stop = min(last, words.run(first, "NnD#'I"))
    if stop < last and tag[first] == "P":
        return None
    while stop > first and tag[stop] in "I":
        stop -= 1
    return phrase(words, first, stop)


def _verb_in(words: Words, floor: int, last: int) -> bool:
    first = max(floor + 1, words.sentence_of(last)[0])
    return any(words.tag[i] in "VvA" for i in range(first, last + 1))


def governed_by_verb(words: Words, found: Phrase) -> bool:
    """Whether a verb stands right before the phrase, so that it is an object."""
    i = found.first - 1
    if i > 0 and words.tag[i] == "t":
        i -= 1
    return i >= 0 and words.sentence[i] == words.sentence[found.first] and words.tag[i] in "vVAg"


def before(words: Words, last: int, *, inner: bool = False) -> Phrase | None:
    """Return the phrase that ends with the word `last`, or None. `inner`: one that a preposition opens counts too."""
    tag, low = words.tag, words.low
    if last < 0 or tag[last] not in "NPn#'Dg":
        return None
    if tag[last] == "P":
        is_subject = low[last] in _SUBJECT_PRONOUNS or low[last].endswith(("one", "body"))
        return Phrase(last, last, last, last, "pronoun") if is_subject else None
    first = _start(words, last)
    if inner:
        first = _nearest(words, first, last)
    if inner and tag[first] == "I" and first < last:
        first += 1
    while first <= last and tag[first] in "I'C":
        first = _after_adverbial(words, first, last)
    return phrase(words, first, last) if first <= last else None


def _start(words: Words, last: int) -> int:
    """The first word of the run of nouns, names and prepositions that ends with the word `last`."""
    tag = words.tag
    unit = words.sentence[last]
    first = last
    floor = max(-1, last - _LONGEST)
    while first - 1 > floor and words.sentence[first - 1] == unit:
        t = tag[first - 1]
        if words.low[first - 1] in _OPENS_CLAUSE:
            break
        if t == "t" and tag[first] in "ND" and first - 2 > floor and tag[first - 2] in "Nn":
            first -= 1  # "the envoy to Aber"
        elif t in "NnD#'I" or (t == "g" and tag[first] in "nN" and first - 2 > floor and tag[first - 2] in "DN'"):
            if t in "nN" and tag[first] == "D" and words.low[first] not in ("that", "these", "those"):
                break  # "last night the mayor": a determiner after a noun begins another phrase
            first -= 1
        elif t == "C" and _joins(words, first - 1, floor):
            first -= 1
        else:
            break
    return first


def _nearest(words: Words, first: int, last: int) -> int:
    """Where the noun for people that ends the run begins, when a preposition stands before it: "on May 9 by police"."""
    if noun_kind(words.low[last]) not in ("person", "group"):
        return first
    start = max(first, words.back(last, "NnD#'"))
    return first if start == first or words.low[start - 1] == "of" else start


def _joins(words: Words, at: int, floor: int) -> bool:
    """Whether the conjunction joins two names or nouns, not two clauses: no verb stands before it in its clause."""
    tag = words.tag
    if words.low[at] not in ("and", "&", "or"):
        return False
    i = at - 1
    if i <= floor or tag[i] not in "Nn":
        return False
    unit = words.sentence[at]
    while i > floor and words.sentence[i] == unit:
        if tag[i] in "VvAg":
            return False
        if tag[i] == "Q" or (tag[i] == "," and tag[i + 1] in "nD"):
            return True  # "…, police and residents said"
        i -= 1
    return True


def _after_adverbial(words: Words, first: int, last: int) -> int:
    """Skip a phrase that a preposition opens ("in a statement Lind"): the next phrase begins at a determiner or name."""
    tag = words.tag
    i = first + 1
    if i > last:
        return i
    if tag[first] in "'C":
        return first + 1
    while i <= last and tag[i] in "D#":
        i += 1
    while i < last:
        if tag[i] == "n" and tag[i + 1] == "N" and words.low[i] in named_things() and words.low[i - 1] in ("the", "a"):
            return last + 1
        is_noun = tag[i] == "n" or (tag[i] == "g" and tag[i - 1] == "D")  # "outside the hearing Lind said"
        if is_noun and tag[i + 1] in "ND":
            return i + 1
        if tag[i] == "N" and tag[i + 1] == "D":
            return i + 1
        i += 1
    return last + 1


def after(words: Words, first: int) -> Phrase | None:
    """Return the phrase that begins with the word `first`, or None; "of", "for" and the like may go on with it."""
    tag, low = words.tag, words.low
    n = len(tag)
    while (
        first + 1 < n
        and tag[first] in "vgR"
        and tag[first + 1] in "NnvgR"
        and words.sentence[first + 1] == words.sentence[first]
    ):
        first += 1
    if first >= n or tag[first] not in "NPDn#g":
        return None
    if tag[first] == "P" or (
        low[first] == "her" and (tag[first + 1 : first + 2] == ["P"] or low[first + 1 : first + 2] in _ARTICLES)
    ):
        return Phrase(first, first, first, first, "pronoun")  # "told her the bridge was safe"
    unit = words.sentence[first]
    last = first
    while last + 1 < n and words.sentence[last + 1] == unit and last - first < _LONGEST:
        t = tag[last + 1]
        follows = tag[last + 2] if last + 2 < n and words.sentence[last + 2] == unit else ""
        if (
            t in "Nn#'"
            or (t == "D" and tag[last] not in "Nn")
            or (t == "T" and tag[last] == "D" and follows in ("n", "N"))
        ) or (t == "g" and (low[last] in ("the", "a") or (tag[last] in "DN'" and follows in ("n", "N")))):
            last += 1
        elif (t == "I" and low[last + 1] in _GOES_ON and follows and follows in "NDn#") or (
            t == "C" and follows == "N" and tag[last] == "N"
        ):
            last += 2
        else:
            break
    while last > first and tag[last] in "'D" and low[last] != "'":
        last -= 1
    none = Phrase(first, last, first, last, "noun") if low[first : first + 2] == ["no", "one"] else None
    return phrase(words, first, last) or none


def names_after(words: Words, first: int) -> Phrase | None:
    """Return the phrase that begins with the word `first`, all of a list of names: "Ann Lind, Mayor Piet Visser and Tove Berg"."""
    found = after(words, first)
    if found is None or found.kind != "name" or found.last + 1 >= len(words.tag):
        return found
    at, joined = found.last + 1, False
    last = found.last
    while at + 1 < len(words.tag) and words.sentence[at + 1] == words.sentence[first] and not joined:
        if words.tag[at] not in ",;" and words.low[at] != "and":
            break
        joined = words.low[at] == "and" or words.low[at + 1] == "and"
        at += 1 + (words.low[at + 1] == "and")
        if at >= len(words.tag) or words.tag[at] != "N":
            return found
        last = words.run(at, "N")
        at = last + 1
    return Phrase(found.first, last, found.first, last, "names") if joined and last > found.last else found


ONE_OF_THEM = ["one", "of", "them"]


def with_apposition(words: Words, found: Phrase) -> Phrase:
    """Return the phrase with what stands between commas after it: "the envoy, Ann Lind" and "Lind, the envoy"."""
    tag = words.tag
    comma = found.last + (3 if words.low[found.last : found.last + 3] == ONE_OF_THEM else 1)
    n = len(tag)
    if (
        found.kind == "pronoun"
        or comma + 1 >= n
        or tag[comma] != ","
        or words.sentence[comma + 1] != words.sentence[found.first]
    ):
        return found
    end = comma + 1
    unit = words.sentence[comma]
    while end < n and words.sentence[end] == unit and tag[end] in "NnDI#'CgTRt" and end - comma < 25:
        end += 1
    end -= 1
    opens = found.first == 0 or words.sentence[found.first - 1] != unit or tag[found.first - 1] == "Q"
    closed = end + 1 >= n or words.sentence[end + 1] != unit or tag[end + 1] in ",." or words.low[end + 1] == "who"
    closed = closed or (tag[end + 1] == "V" and opens)  # not "The winner was Ann Lind, the mayor said"
    if end <= comma or not closed:
        return found
    named = comma + 1 + (words.low[comma + 1] == "the" and end > comma + 1)
    if found.kind == "noun" and tag[named] == "N" and _may_be_named(words, found):
        inner = phrase(words, named, end)
        body = named == comma + 1 or proper(words, named, end).kind in ("organisation", "outlet")
        if body and inner and inner.kind == "name" and inner.first == named and inner.last == end:
            return Phrase(found.first, end, inner.head, inner.head_last, "name", (found.first, found.last))
    if found.kind == "noun" and noun_kind(words.low[found.head_last]) == "person" and tag[comma + 1] in "nD":
        inner = phrase(words, comma + 1, end)
        if inner and inner.kind == "name" and inner.role and inner.last == inner.head_last == end and inner.head < end:
            return Phrase(found.first, end, inner.head, end, "name", (found.first, inner.head - 1))
    if found.kind == "name" and _describes(words, comma + 1, end):
        role = found.role or (comma + 1, end)
        return replace(found, last=end, role=role)
    return found


def _may_be_named(words: Words, found: Phrase) -> bool:
    """Whether a name between commas after the noun is its bearer's: "the envoy, Ann Lind", "the crane driver, Ann Lind"."""
    kind = noun_kind(words.low[found.head_last])
    return kind == "person" or (words.tag[found.first] == "D" and kind in ("", "group", "organisation", "outlet"))


def _describes(words: Words, first: int, last: int) -> bool:
    """Whether the words say what somebody is: they have a noun for a person before any preposition."""
    if words.tag[first] == "#" or words.tag[first] in "RC":
        return False
    for i in range(first, last + 1):
        if words.tag[i] in "IT":
            return False
        if noun_kind(words.low[i]) == "person":
            return True
    return False
