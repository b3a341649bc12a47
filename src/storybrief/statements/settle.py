"""Which tag has a word beside its neighbours: is it of a name, a description, a noun after all?"""

from __future__ import annotations

import re
from functools import cache

from storybrief.english.function_words import function_words
from storybrief.english.inflection import with_s
from storybrief.english.outlets import spoken
from storybrief.english.persons import first_names
from storybrief.english.tables import listed, word_sets
from storybrief.english.tables import words as table_words
from storybrief.statements.names import bodies, noun_kind, plural, short_titles
from storybrief.statements.words import Words

# "In May" is a month, "by May" may be a person.
_MONTHS_OR_NAMES = frozenset({"may", "march", "april", "june", "august"})
_MONTH_FOLLOWS = frozenset({"in", "since", "until", "till", "last", "next", "early", "late", "mid"})
_NOUN_FOLLOWS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "no", "any", "every"})


def settle(made: Words) -> None:
    """Decide what needs the neighbours: a capital that only begins the sentence; a cue used as a noun."""
    tag, low = made.tag, made.low
    nounlike, plurals, people = _nounlike(), _plurals(), _people()
    seen = {w for w, t in zip(low, tag, strict=True) if t == "n"}
    for i, t in enumerate(tag):
        if t not in "TNFV'v":
            continue
        if t == "T" and low[i] in _MONTHS_OR_NAMES and _is_named_so(made, i):
            tag[i] = "N"
        elif t == "N" and low[i] in _MONTHS_OR_NAMES and i and low[i - 1] in _MONTH_FOLLOWS:
            tag[i] = "N" if i + 1 < len(tag) and tag[i + 1] == "N" else "T"
        elif t == "F":
            common = (
                low[i] in seen
                or low[i] in plurals
                or function_words().get(low[i]) == "n"
                or (low[i] in people and low[i + 1 : i + 2] == ["for"])
            )
            tag[i] = "n" if common and not (i + 1 < len(tag) and tag[i + 1] == "N") else "N"
        elif (
            t == "V"
            and i
            and (low[i - 1] in _NOUN_FOLLOWS or tag[i - 1] == "'")
            and low[i] not in ("said", "says", "say")
        ):
            tag[i] = "n"
        elif (
            t == "'"
            and i
            and low[i] in ("'s", "’s")
            and (tag[i - 1] in "PW" or low[i - 1] in ("that", "there", "here"))
        ):
            tag[i] = "A"
        elif t == "V" and low[i] in _NAMED and _only_names(made, i, people):
            tag[i] = "I"
        elif (t == "V" and low[i] in nounlike and _is_noun(made, i, nounlike[low[i]])) or (
            t == "v" and i and tag[i - 1] in "D'#" and low[i].endswith("ed")
        ):
            tag[i] = "n"


_BEFORE_TIME_OR_VERB = re.compile("(?<=[RA])C(?=[RAVv])|(?<!D)n(?=T)|(?<=[ARWPNn])S(?=[RVv])")


def settle_small_words(made: Words) -> None:
    """Make "last" a part of the time behind it, "yet" and "once" adverbs: "last May", "has not yet said", "who once said".

    The "last" of "the last year" stays a word of its own.
    """
    for m in _BEFORE_TIME_OR_VERB.finditer("".join(made.tag)):
        if made.low[m.start()] in ("last", "next", "yet", "once"):
            made.tag[m.start()] = "T" if m.group() == "n" else "R"


def _is_named_so(made: Words, i: int) -> bool:
    """Whether a month is somebody's name: "April Stone said", "Ms. June", "Ann March said"."""
    tag, low, after, opens = made.tag, made.low, made.next_tag(i), made.opens(i)
    if not made.text[made.start[i]].isupper():
        return False
    if after == "N" and (opens or (low[i - 1] not in _MONTH_FOLLOWS and tag[i - 1] not in "IT#")):
        return True
    if opens or tag[i - 1] != "N" or after in "#N":
        return False
    return low[i - 1] in short_titles() or after in "V'"


def join_names(made: Words) -> None:
    """Make names of the small words in them ("van der", "al-Hilu", "Save the Children") and of what only opens a sentence."""
    tag, low, unit = made.tag, made.low, made.sentence
    particles, whole = _small_names()
    pairs = {(low[m.start()], low[m.end()]) for m in _NAME_BEFORE_NAME.finditer("".join(tag))}
    for i in _may_join(made):
        t = tag[i]
        same = i + 1 < len(tag) and unit[i + 1] == unit[i]
        if t in "nDPx" and _ARABIC.match(made.text, made.start[i]):
            tag[i] = "N"
        elif low[i] in particles and i and same and unit[i - 1] == unit[i] and tag[i - 1] == "N":
            last = i + 1 if low[i + 1] in particles and i + 2 < len(tag) else i
            if tag[last + 1 : last + 2] == ["N"] and made.text[made.start[i]].islower():
                tag[i : last + 1] = ["N"] * (last + 1 - i)
        elif same and t in "nvgV" and tag[i + 1] == "N" and made.text[made.start[i]].isupper():
            outlet = f"{low[i]} {low[i + 1]}" in spoken()
            adjective = t == "v" and (i == 0 or unit[i - 1] != unit[i]) and _names_a_firm(made, i + 1)
            tag[i] = "N" if outlet or adjective or (low[i], low[i + 1]) in pairs else t
        elif low[i] == "&" and i and same and unit[i - 1] == unit[i] and tag[i - 1] == tag[i + 1] == "N":
            given = first_names().keys() & {low[i + 1], *(low[i - 2 : i - 1] if tag[i - 2] == "N" else ())}
            tag[i] = "C" if given and tag[i + 2 : i + 3] == ["N"] else "N"
        elif t == "'" and i and same and _owns_its_name(made, i):
            tag[i] = "N"
        elif low[i] in _BEHIND_NAMES and i > 1 and unit[i - 2] == unit[i] and tag[i - 2] + tag[i - 1] == "NN":
            alone = not same or tag[i + 1] != "N"
            tag[i] = "R" if alone and _is_behind_a_name(made, i) else t
        if low[i] in whole and tuple(low[i : i + 3]) in whole[low[i]] and made.text[made.start[i]].isupper():
            tag[i : i + 3] = ["N"] * 3


def name_calls(made: Words) -> None:
    """Make names of bodies that are called a call for something: "Save the Rivers said", "Keep Aber Green, a group, said"."""
    tag, low, unit = made.tag, made.low, made.sentence
    for i in [i for i, word in enumerate(low) if word in bodies()["call"] and made.text[made.start[i]].isupper()]:
        last = i + (low[i + 1 : i + 2] in (["the"], ["our"]))
        first = last + 1
        while last + 1 < len(tag) and tag[last + 1] == "N" and unit[last + 1] == unit[i]:
            last += 1
        says = tag[last + 1 : last + 2] == ["V"] or low[last + 1 : last + 3] == [",", "a"]
        if last >= first and says and unit[last + 1] == unit[i]:
            tag[i : last + 1] = ["N"] * (last + 1 - i)


def _may_join(made: Words) -> list[int]:
    """The few words that can become part of a name, in text order: small words of names, and capitals before a name."""
    particles, whole = _small_names()
    small = particles | whole.keys() | _BEHIND_NAMES | {"&"}
    found = {i for i, low in enumerate(made.low) if low in small or "-" in low or "‑" in low}
    found.update(m.start() for m in _BEFORE_NAME.finditer("".join(made.tag)))
    return sorted(found)


def _owns_its_name(made: Words, i: int) -> bool:
    """Whether a possessive ending stands inside the name of a body of many: "Nurses' Association", "Women's Institute"."""
    low, last = made.low, made.run(i, "N")
    if made.tag[i - 1] != "N" or low[i - 1] in first_names():
        return False
    many = low[i - 1] in _MANY or (low[i - 1].endswith("s") and noun_kind(low[i - 1]) != "")
    return many and last > i and low[last] in bodies()["ends"]


_MANY = frozenset({"women", "men", "children", "people"})


# Letters behind a person's name that are no part of it; a seat in a parliament is a noun of its own too ("a Green MP").
_SEATS = frozenset({"mp", "msp", "mep", "td", "mla"})
_BEHIND_NAMES = _SEATS | {"kc", "qc", "sc", "obe", "mbe", "cbe", "phd", "esq"}


def _is_behind_a_name(made: Words, i: int) -> bool:
    written = made.text[made.start[i] : made.end[i]]
    seat = made.low[i] in _SEATS
    body = made.low[i - 1] in bodies()["ends"] or made.tag[i - 3 : i - 2] == ["D"]
    return not written.islower() and not (seat and (body or made.low[i - 2] in short_titles()))


# In the tags.
_BEFORE_NAME = re.compile("[nvgV](?=N)|(?<=N)'(?=N)")
_NAME_BEFORE_NAME = re.compile("N(?=N)")


def _names_a_firm(made: Words, first: int) -> bool:
    """Whether two names or more from the word `first` on end as a firm's name does: "Micro Devices"."""
    last = made.run(first, "N")
    return last > first and made.low[last] in bodies()["firm"]


_ARABIC = re.compile(r"(?:[ae][a-z]|ul)[-‑][A-Z]")


@cache
def _small_names() -> tuple[frozenset[str], dict[str, set[tuple[str, ...]]]]:
    """Particles of surnames, and by their first word the names that hold small words."""
    whole: dict[str, set[tuple[str, ...]]] = {}
    for name in bodies()["whole"]:
        found = tuple(name.split())
        whole.setdefault(found[0], set()).add(found)
    return bodies()["particle"], whole


# What begins like a verb and is half of a role: "fire chief", "charge nurse", "state police".
_ALONE = frozenset(listed("this that these those some many few all both each most more several others"))
_SHIFTS = frozenset({"night", "day", "morning", "evening", "weekend"})


def name_roles(made: Words) -> None:
    """Make a noun of a verb's base form that opens the name of a role."""
    tag, low, unit = made.tag, made.low, made.sentence
    n, bases = len(tag), table_words("statements/noun_or_verb.txt")
    for i, t in enumerate(tag):
        if t not in "RgTVv":
            continue
        if low[i] == "back" and t == "R" and i and tag[i - 1] == "n" and i + 1 < n and tag[i + 1] in "N":
            tag[i] = "n"
        if i + 1 >= n or unit[i + 1] != unit[i]:
            continue
        if not (t == "g" or (t == "T" and low[i] in _SHIFTS) or (t in "Vv" and low[i] in bases)):
            continue
        before = i - 1 if i and unit[i - 1] == unit[i] else -1
        determined = before >= 0 and (tag[before] == "'" or (tag[before] == "D" and low[before] not in _ALONE))
        opens = before < 0 or tag[before] in ("QV" if t == "g" else "Q,:;—(CVSI") or determined
        opens = opens or (before > 0 and low[before] == "to" and low[before - 1] == "according")
        shift = t == "T" and tag[i + 1] == "n" and not low[i + 1].endswith("s")
        if (determined and (t == "v" or shift)) or (
            opens and not (t == "g" and before < 0) and _is_role(made, i, determined=determined)
        ):
            tag[i] = "n"


def _is_role(made: Words, i: int, *, determined: bool) -> bool:
    """Whether nouns after the word at `i` make it one of them: a role, or a group that a verb or a name follows."""
    low, last = made.low, min(made.run(i, "n"), i + 3)
    if last == i:
        return low[i : i + 2] == ["left", "back"]
    if low[last] in _persons():
        return True
    if made.next_tag(last) == "N":
        return made.next_tag(made.run(last, "N")) in "V,.v" or determined
    return made.next_tag(last) == "V" and (low[last] in _plurals() or low[last] in _people())


_NAMED = frozenset({"called", "dubbed", "labeled", "labelled"})


def _only_names(made: Words, i: int, people: frozenset[str]) -> bool:
    """As in "a firm called Lind & Co.": what stands before the word is a thing and does not speak."""
    if made.opens(i) or made.tag[i - 1] != "n" or made.low[i - 1] in people:
        return False
    before = made.back(i, "n") - 1
    return made.next_tag(i) in "NQBF" and made.low[before] in ("a", "an", "the", "some", "another", "one")


@cache
def _people() -> frozenset[str]:
    """The nouns for people, singular."""
    return word_sets("statements/nouns.tsv")["person"] | word_sets("statements/nouns.tsv")["group"]


@cache
def _persons() -> frozenset[str]:
    """The nouns for one person, singular."""
    kinds = word_sets("statements/nouns.tsv")
    return kinds["person"] - kinds["group"]


@cache
def _plurals() -> frozenset[str]:
    """Plurals of the nouns for people, which often open a sentence: "Experts say"."""
    return frozenset(map(plural, _people())) | {"people"}


@cache
def _nounlike() -> dict[str, str]:
    """Cues that are nouns as often as verbs, with the form: "base" or "present"."""
    table: dict[str, str] = {}
    for verb in table_words("statements/noun_or_verb.txt"):
        table[verb] = "base"
        table[with_s(verb)] = "present"
    return table


_NOUN_BEFORE = frozenset(listed("from of by is was were are has have had came made"))


def _is_noun(made: Words, i: int, form: str) -> bool:
    """Whether the cue at `i` is a noun here: "in remarks", "comments from", "a campaign call", "according to reports"."""
    tag, low = made.tag, made.low
    unit = made.sentence[i]
    same = i > 0 and made.sentence[i - 1] == unit
    following = low[i + 1] if i + 1 < len(low) and made.sentence[i + 1] == unit else ""
    if following in _NOUN_BEFORE or not same or (low[i] == "attacks" and following == ","):
        return True
    before = tag[i - 1]
    if before == "g" and tag[i - 2] == "A":  # "is fighting claims"
        return True
    if before in "IvVC#" or low[i - 1] in ("his", "her", "their"):
        return low[i - 1] not in ("and", "to") or before == "I"
    if before == "D":
        return (low[i - 1] in ("one", "this", "that", "each", "every", "another")) == (form == "base")
    if before in "nNT":
        j = i - 1
        while j > 0 and made.sentence[j - 1] == unit and tag[j - 1] in "nN'":
            j -= 1
        opener = tag[j - 1] if j > 0 and made.sentence[j - 1] == unit else ""
        if opener == "I" or (opener == "t" and j > 1 and low[j - 2] == "according"):
            return True
        return form == "base" and not low[i - 1].endswith("s") and low[i - 1] != "people"
    return False
