"""Which words of a sentence are what somebody said?

A word of saying gives the clause after it, the clause before it (", Lind said."), or both. A clause ends with its
sentence, or where the next speaker or the next word of saying takes over.
"""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from storybrief.statements.participles import fronts
from storybrief.statements.phrases import before
from storybrief.statements.reporter import before_reporter
from storybrief.statements.starts import asked_when_said, heard_by, over_time, start_of
from storybrief.statements.subjects import Frame, quoting
from storybrief.statements.takeover import before_main_verb, cut, likewise
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


class Said(Struct, frozen=True):
    """A word of saying and the words it governs: ranges of word indexes, both ends included."""

    frame: Frame
    ranges: tuple[tuple[int, int], ...]
    addressee: tuple[int, int] | None = None
    that: bool = False
    relayed: Frame | None = None


def clauses(words: Words, frames: list[Frame]) -> list[Said]:
    """Return what each outermost word of saying governs, in text order. One word is governed once."""
    found: list[Said] = []
    for first, last, group in _by_unit(words, frames):
        found.extend(_of_unit(words, first, last, group))
    return found


def _by_unit(words: Words, frames: list[Frame]) -> list[tuple[int, int, list[Frame]]]:
    """The first and the last word of each sentence that has a word of saying, with those it has."""
    groups = [list(group) for _, group in groupby(frames, key=lambda f: words.sentence[f.verb])]
    return [(*words.sentence_of(group[0].verb), group) for group in groups]


def _of_unit(words: Words, first: int, last: int, frames: list[Frame]) -> list[Said]:
    found: list[Said] = []
    covered = first - 1
    befores = {
        f.verb: not _governs_nothing(words, f, first, last)
        and (_ends_as_quoted if f.rule == "quoted as" else _before)(words, f, first, last)
        and not (n and likewise(words, frames[0], f))
        for n, f in enumerate(frames)
    }
    for n, f in enumerate(frames):
        if f.verb <= covered or _governs_nothing(words, f, first, last):
            continue
        if found and f.cue.lemma == "cite" and f.cue.form == "ing" and f.rule == "shared subject":
            continue  # through whom it came: see relay.py
        if f.rule == "according to" and found and _relays(words, found[-1].frame, f):
            found[-1] = replace(found[-1], relayed=f)
            continue
        if any(befores[g.verb] for g in frames[n + 1 :]) and not befores[f.verb]:
            outer = next(g for g in frames[n + 1 :] if befores[g.verb])
            if outer.subject and not cut(words, f, outer):
                spoken = _related(words, f, outer)
                if spoken is not None:
                    found.append(Said(f, ((spoken, spoken),), relayed=outer))
                    covered = max(covered, outer.last, outer.subject.last)
                continue
        said = _clause(words, f, first, last, frames[n + 1 :], befores[f.verb], covered)
        if said and said.ranges and found and _names_only(words, f, said):
            found[-1] = replace(found[-1], relayed=f)  # “…,” Kerr told a neighbour, Joe Dunn said
        elif said and said.ranges:
            found.append(said)
            covered = max(covered, said.ranges[-1][1], f.last)
    return found


def _governs_nothing(words: Words, f: Frame, first: int, last: int) -> bool:
    return (
        f.subject is None
        or (f.begins > first and words.low[f.begins - 1] in _ALL_OF_IT)
        or (
            f.cue.lemma == "charge"
            and f.ends < last
            and words.tag[f.ends + 1] in "D#P"
            and words.low[f.ends + 1] != "that"
        )
        or asked_when_said(words, f.first - 1)
        or _unnamed(words, f)
        or _between(words, f, first, last)
    )


_ALL_OF_IT = frozenset({"everything", "anything", "nothing", "all"})  # "not everything Lind says is true"


def _names_only(words: Words, f: Frame, said: Said) -> bool:
    """Whether nothing but a noun is left before the word of saying: what is told stands before another one."""
    first, last = said.ranges[0]
    return len(said.ranges) == 1 and last < f.begins and last - first < 3 and not _has_verb(words, first, last + 1)


def _between(words: Words, f: Frame, first: int, last: int) -> bool:
    """As in "The mayor, according to Lind, said": it stands between a subject and its verb, and governs neither."""
    if f.rule != "according to" or f.first <= first or f.ends + 2 > last:
        return False
    commas = words.tag[f.first - 1] + words.tag[f.ends + 1] == ",,"
    return commas and words.tag[f.ends + 2] in "VvAR" and not _has_verb(words, first, f.first)


def _related(words: Words, f: Frame, outer: Frame) -> int | None:
    """The quotation that `f` introduces and `outer` tells of: he said, "…," the prosecutor said. It is his, told by her."""
    at = f.ends + 1
    if f.subject is None or f.cue.kind != "say" or f.rule not in ("beside the cue", "shared subject"):
        return None
    while at < outer.begins and words.tag[at] in ",:":
        at += 1
    last = outer.begins - 1
    while last > at and words.tag[last] == ",":
        last -= 1
    return at if words.tag[at] == "Q" and at == last else None


def _relays(words: Words, f: Frame, g: Frame) -> bool:
    """As in "…," Lind said on Monday, according to the Post: no verb stands between, so that g is through whom it came."""
    if words.sentence[f.verb] != words.sentence[g.verb] or g.verb <= f.verb:
        return False
    return not any(t in "VvAQ" for t in words.tag[f.ends + 1 : g.first])


def _before(words: Words, f: Frame, first: int, last: int) -> bool:
    """Whether the clause that f governs stands before it."""
    tag = words.tag
    start = f.begins
    if start > first and words.low[start - 1] == "as":
        start -= 1
    if start <= first:
        return False
    if f.rule in ("according to", "as … by"):
        if tag[start - 1] == "C":
            return False  # "…, and according to Lind, …"
        return start - first > 2 or tag[start - 1] == "Q"
    if tag[start - 1] not in "Q,—" or words.low[f.ends + 1 : f.ends + 2] == ["nothing"]:
        return False
    quoted = tag[start - 1] == "Q" or (start - 2 >= first and tag[start - 2] == "Q")
    if quoted and fronts(words, first) is not None:
        return False
    if quoted:  # not "in a film that Visser called “distasteful,” Lind expressed a wish"
        its_own = f.cue.kind not in ("act", "call") or (f.cue.kind == "act" and tag[start - 2] != "V")
        return its_own or (f.cue.kind == "call" and f.rule == "inverted")
    heard = heard_by(words, f, last)
    plain = f.cue.form in ("past", "present") or (f.cue.form == "base" and tag[f.verb - 1] not in "tA")
    if (f.cue.kind != "say" and not heard) or not plain or f.rule == "shared subject":
        return False
    end = over_time(words, (heard or f.ends) + 1, last)
    closes = (
        (end > last or tag[end] == ".") and tag[first] in "DNnP#" and start - first > 3
    )  # "The plan breaks the law, Lind said."
    if not closes and not _has_verb(words, first, start - 1):
        return tag[start - 1] == "," and end <= last and tag[end] == "," and f.rule != "over an apposition"
    relative = f.rule == "inverted" and end <= last and words.low[end] == "who"  # "…, said the official who saw it"
    deed = f.cue.lemma in _ABOUT and words.low[f.ends + 1 : f.ends + 2] in (["of"], ["about"], ["against"])
    behind = end > last or relative or (tag[end] in ".,;—Ig" and words.low[end] != "that" and not deed)
    return behind or asked_when_said(words, end)


_ABOUT = frozenset({"boast", "brag", "complain", "warn", "preach", "speak", "talk"})  # "…, Lind boasted of her skills"


def _ends_as_quoted(words: Words, f: Frame, first: int, last: int) -> bool:
    """As in "…," the Post quoted Lind as saying: nothing is said behind it."""
    stop = _before_quoting(words, f)
    return f.last + 1 >= last and stop >= first and words.tag[stop] in "Q,"


def _before_quoting(words: Words, f: Frame) -> int:
    """The last word before who quotes somebody "as saying"."""
    quotes = quoting(words, f.verb)
    who = before(words, quotes - 1) if quotes else None
    return who.first - 1 if who else -1


def _has_verb(words: Words, first: int, stop: int) -> bool:
    """Whether a verb or a quotation stands among the words before `stop`, be it one of "It's safe"."""
    tag = words.tag
    return any(tag[i] in "VvAQ" or (tag[i] == "'" and i > first and tag[i - 1] == "P") for i in range(first, stop))


def _unnamed(words: Words, f: Frame) -> bool:
    """As in "who asked not to be named": it tells of the speaker, and is nothing that was said."""
    behind = words.low[f.last + 1 : f.last + 4]
    return f.cue.lemma == "ask" and (
        behind == ["not", "to", "be"] or behind[:2] in (["to", "remain"], ["for", "anonymity"])
    )


def _over_place(words: Words, at: int, last: int) -> int:
    """Skip "in a telephone interview" where a comma follows it."""
    if at > last or words.tag[at] != "I":
        return at
    behind = words.run(at, "IDnN#'TB")
    return behind + 1 if words.next_tag(behind) == "," else at


def _clause(
    words: Words, f: Frame, first: int, last: int, later: list[Frame], before: bool, covered: int
) -> Said | None:
    fronted = fronts(words, f.verb) if f.rule == "before its subject" else None
    if fronted is not None:
        return Said(f, ((f.verb + 1, fronted),))
    if f.rule == "passive":
        return Said(f, _passive(words, f, max(first, covered + 1), last))
    if before:
        return _clause_before(words, f, max(first, covered + 1), last, later)
    start, addressee, that = start_of(words, f, last)
    if start is None or (f.cue.lemma in ("respond", "reply") and words.low[start] == "to"):
        return None
    end = _end(words, f, start, last, later)
    said = _trimmed(words, start, end)
    if said and _says_nothing(words, *said[0]):
        return None
    return Said(f, said, addressee, that)


def _says_nothing(words: Words, first: int, last: int) -> bool:
    """As in "asked him to do so", "denied it", "disputed that account": what, the sentence does not say."""
    alone = words.low[first : last + 1] in (
        ["to", "do"],
        ["it"],
        ["that"],
        ["this"],
        ["them"],
        ["so"],
        ["nothing"],
        ["otherwise"],
    )
    return alone or (first == last and words.tag[first] == "n" and words.low[first - 1] in ("that", "this"))


def _passive(words: Words, f: Frame, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """As in "The plan was described as sound by Lind": all but the cue, the agent, and a "which" that is the cue's subject."""
    by = f.subject.first - 1 if f.subject else last + 1
    stop = f.first - 1
    stop -= stop > first and words.tag[stop] == "W"
    return _trimmed(words, first, stop) + _trimmed(words, f.last + 1, by - 1)


def _clause_before(words: Words, f: Frame, first: int, last: int, later: list[Frame]) -> Said | None:
    tag = words.tag
    ranges = _stands_before(words, f, first)
    heard = None if f.rule == "inverted" else heard_by(words, f, last)
    following = _over_place(words, over_time(words, (heard or f.ends) + 1, last), last)
    rest = following
    while rest <= last and tag[rest] != "Q" and not any(g.verb == rest for g in later):
        rest += 1
    # “…,” Lind told them, her voice shaking: the reporter's
    goes_on = f.rule != "inverted" and not (ranges and set(tag[ranges[0][0] : ranges[0][1] + 1]) == {"Q"})
    if rest <= last and tag[rest] == "Q" and (rest - following <= 1 or tag[rest - 1] in ",:"):
        ranges.extend(_trimmed(words, rest, _end(words, f, rest, last, later)))
    elif goes_on and following + 2 <= last and tag[following] == "," and tag[following + 1] not in "gWV":
        ranges.extend(_trimmed(words, following + 1, _end(words, f, following + 1, last, later)))
    return Said(f, tuple(ranges), None if heard is None else (f.ends + 1, heard))


def _stands_before(words: Words, f: Frame, first: int) -> list[tuple[int, int]]:
    """What is said before the word of saying, from the word `first` on: one range, or none."""
    tag = words.tag
    stop = _before_quoting(words, f) if f.rule == "quoted as" else f.begins - 1
    if words.low[stop] == "as":
        stop -= 1
    colon = next((j for j in range(stop, first - 1, -1) if tag[j] == ":"), None)
    if colon is not None and colon < stop:
        first = colon + 1
    first = _after_dateline(words, first, stop)
    while first < stop and tag[first] in ",":
        first += 1
    if f.rule == "as … by" and tag[stop] != ",":
        first = _noun_group(words, first, stop)
    found = list(_trimmed(words, first, stop))
    opens = found[0][0] + (words.low[found[0][0]] == "when") if found else 0
    asked = found and words.low[opens] in turning("how it came") and tag[stop] == "," and f.rule != "inverted"
    if asked or (found and all(t in "RSC," for t in tag[found[0][0] : found[0][1] + 1])):
        return []  # "Asked about the fire, Lind replied, …", "Still, Lind said, …"
    return found


def _after_dateline(words: Words, first: int, stop: int) -> int:
    """The first word after a dateline ("ABER, Norland, March 14 (Aber News) — "), or `first` where there is none."""
    opening = words.text[words.start[first] : words.end[first]]
    if len(opening) < 3 or not opening.isupper():
        return first
    for i in range(first + 1, min(stop, first + 12)):
        if words.tag[i] == "—":
            return i + 1
        if words.tag[i] not in "N,T#.D":
            break
    return first


def _noun_group(words: Words, first: int, stop: int) -> int:
    """As in "including more than 9 deaths in Aber as reported by …": only the noun group before "as"."""
    i = stop
    while (
        i > first
        and words.tag[i - 1] in "nN#DI'R"
        and words.low[i - 1] not in ("including", "with", "despite", "after", "before")
    ):
        i -= 1
    return i


def _end(words: Words, f: Frame, start: int, last: int, later: list[Frame]) -> int:
    for g in later:
        if g.verb <= start:
            continue
        stop = cut(words, f, g)
        if stop is not None and stop >= start - (g.begins > start):
            last = stop
            break
    else:
        last = before_main_verb(words, f, start, last)
    asked = next((j for j in range(start + 1, last) if asked_when_said(words, j)), last + 1)
    return before_reporter(words, f, start, min(last, asked - 1))


def _trimmed(words: Words, first: int, last: int) -> tuple[tuple[int, int], ...]:
    tag = words.tag
    while last >= first and tag[last] in ".,;:—SC":
        last -= 1
    while first <= last and tag[first] in ",;:—.":
        first += 1
    return ((first, last),) if first <= last else ()
