"""Which name in the article does a phrase stand for?

A name stands for the fullest form of it in the article; "he" and "she" for a person named before; "the minister" for
the one person that the article calls a minister. What does not resolve stays unresolved.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from msgspec.structs import replace

from storybrief.english.tables import listed
from storybrief.model import Span, SpeakerKind
from storybrief.statements.antecedents import BACK, OWNER, Candidate, Earlier, Resolved, candidates, score
from storybrief.statements.names import bodies, gender_of_noun, noun_kind, proper, things
from storybrief.statements.phrases import Phrase, after, names_after
from storybrief.statements.register import Person, Register, is_kin, says_what
from storybrief.statements.subjects import main_subject
from storybrief.statements.turning import turning
from storybrief.statements.words import Words


def resolve(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """Return the name that the phrase stands for, or None when the article does not say.

    `earlier` are the speakers of the statements before, in text order. Where two or more could be meant the name is
    None, and `candidates` are theirs.
    """
    if found.antecedent is not None:
        return resolve(words, names, found.antecedent, earlier)
    if found.kind == "pronoun":
        return pronoun(words, names, found, earlier)
    if found.kind == "noun":
        return _noun(words, names, found, earlier)
    span = found.head_span(words)
    if found.kind == "names":
        kind = proper(words, found.head_last, found.head_last).kind
        return Resolved(span.of(words.text), span, kind, None, "several names")
    kind = names.kind(words, found.head, found.head_last)
    if kind != "person" and found.kind != "person":
        return _part_of_name(words, names, found, earlier) or Resolved(span.of(words.text), span, kind)
    known = names.bearers(words, found.head, found.head_last, found.first)
    if not known:
        return Resolved(span.of(words.text), span, "person", _span(words, found.role))
    kin = _kin_before(words, names, found, earlier) if found.head == found.head_last else None
    if kin and kin not in known and not known[1:]:
        other = words.span(known[0].first, known[0].last).of(words.text)
        return replace(named(words, kin, found.role, "kin who spoke before"), candidates=(other,))
    if len(known) > 1:
        return _unclear(words, [(p.first, p.last) for p in known], "two of one name")
    return named(words, known[0], found.role)


def _kin_before(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Person | None:
    """Somebody's kin who spoke last, here or in the paragraph before: "His son, Piet Lind, spoke. … Lind said"."""
    last = earlier[-1] if earlier else None
    if last is None or last.who.span is None or words.near[found.first] - words.near[last.at] > 1:
        return None
    same = names.people.get(words.low[found.head_last], [])
    return next((p for p in same if is_kin(words, p) and words.span(p.first, p.last) == last.who.span), None)


def _unclear(words: Words, runs: Sequence[tuple[int, int]], rule: str, saw: tuple[str, ...] = ()) -> Resolved:
    """Nobody, with the names of those who could be meant."""
    names = tuple(dict.fromkeys(words.span(*run).of(words.text) for run in runs))
    return Resolved(None, None, None, None, rule, saw, "", names)


_SOME = frozenset(listed("some many several few most both all others another one each dozens hundreds thousands"))


# Bodies whose last word alone is a person.
_GUARDS = frozenset({("coast", "guard"), ("national", "guard"), ("border", "guard"), ("color", "guard")})


def _noun(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    span = found.span(words)
    noun = words.low[found.head_last]
    kind = "organisation" if (words.low[found.head_last - 1], noun) in _GUARDS else noun_kind(noun)
    if noun.endswith("-year-old") and words.low[found.first] == "the":
        return _aged(words, names, found, earlier)
    if (words.tag[found.head] in "D#" and noun not in _SOME) or noun in things():
        return None
    if noun in _GIVEN_OUT and words.tag[found.first] == "D" and _is_bare(words, found):
        issued = _issued(words, names, found, earlier)
        if issued or noun == "statement":
            return issued
    short = found.last == found.head_last or (kind == "person" and found.last - found.head_last < 5)
    if words.low[found.first] == "the" and found.head - found.first <= 2 and short:
        known = _called(words, names, found) if kind == "person" else _body(words, names, found, earlier)
        if known:
            return known
    speaker: SpeakerKind = "organisation" if kind == "organisation" else "outlet" if kind == "outlet" else "unnamed"
    return Resolved(span.of(words.text), span, speaker)


def _aged(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """As in "the 56-year-old": who is named with that age ("Lind, 56,"), or else who is clearly the nearest."""
    age = words.low[found.head_last].partition("-")[0]
    ranked = _ranked(words, names, found.head, earlier, "")
    told = [c for _, c in ranked if c.person and any(_age_of(words, at) == age for at in c.person.at)]
    if len(told) == 1 and told[0].person:
        return named(words, told[0].person, None, "age")
    ranked = [
        (s, c) for s, c in ranked if c.person and c.person.first < c.person.last
    ]  # nobody has an age and no given name
    near = [c for s, c in ranked if ranked[0][0] - s < _CLOSE]
    if len(near) == 1 and near[0].person and near[0] is ranked[0][1]:
        return named(words, near[0].person, None, "age")
    runs = [(c.person.first, c.person.last) for c in near if c.person]
    return _unclear(words, runs, "several of that age") if runs else None


def _age_of(words: Words, at: int) -> str:
    """What stands between commas after the name that begins at the word `at`."""
    at = words.run(at, "N")
    return words.low[at + 2] if words.tag[at + 1 : at + 3] == [",", "#"] else ""


# Nouns for words that somebody gives out, and what is done with them.
_GIVEN_OUT = frozenset({"statement", "letter", "release", "message", "memo"})
_GIVES_OUT = frozenset({"issued", "released", "published", "posted", "sent", "wrote", "signed"})


def _is_bare(words: Words, found: Phrase) -> bool:
    """Whether the phrase says of its noun nothing that tells whose it is: "the statement", "a written statement"."""
    return found.last == found.head_last and not set(words.tag[found.first : found.last + 1]) & set("N'")


def _issued(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """Whose statement "the statement" is: who the two paragraphs before or this one say gave one out."""
    noun, i = words.low[found.head_last], found.first - 1
    met: dict[str, Resolved] = {}
    while i > 2 and words.near[found.first] - words.near[i] <= 2:
        giver = _giver_of(words, i) if words.low[i] == noun else None
        who = resolve(words, names, giver, earlier) if giver and giver.kind != "pronoun" else None
        if who and who.name:
            met.setdefault(who.name, who)
        i -= 1
    if len(met) > 1:
        return Resolved(None, None, None, None, "two statements", (), "", tuple(met))
    return replace(next(iter(met.values())), rule="whose statement it is") if met else None


def _giver_of(words: Words, noun: int) -> Phrase | None:
    """As in "a statement from the board", "the board said in a statement", "the board issued a statement"."""
    if noun + 2 < len(words.low) and words.low[noun + 1] in ("from", "by"):
        return names_after(words, noun + 2)
    first = words.back(noun, "nD")
    if words.opens(first):
        return None
    opens = first - 1
    says = words.low[opens] == "in" and words.tag[opens - 1] == "V"
    return main_subject(words, noun) if says or words.low[opens] in _GIVES_OUT else None


# "The mayor" is nobody who was it, will be it or stands in for it.
_NO_LONGER = frozenset(listed("former ex late then acting deputy vice assistant shadow incoming interim would-be"))


def _called(words: Words, names: Register, found: Phrase) -> Resolved | None:
    """As in "the minister": the one person named before whom the article calls so."""
    wanted = {words.low[i] for i in range(found.first + 1, found.last + 1)}
    unsaid = _NO_LONGER - wanted
    stop = bisect.bisect_left(names.starts, found.head)
    fits: list[Person] = []
    for _, person in reversed(names.mentions[max(0, stop - BACK) : stop]):
        role = set(words.low[person.role[0] : person.role[1] + 1]) if person.role else set()
        if role and person not in fits and wanted <= role and role.isdisjoint(unsaid):
            fits.append(person)
    if len(fits) > 1:  # "the president" is who is called President, before a French President
        plain = [
            p for p in fits if p.role and wanted == {words.low[i] for i in range(p.role[0], p.role[1] + 1)} - {"the"}
        ]
        fits = plain if len(plain) == 1 else fits
    if len(fits) > 1:
        return _unclear(words, [(p.first, p.last) for p in fits], "two of one role")
    return named(words, fits[0], None, "role") if fits else None


def _body(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """As in "the committee", "the defence ministry": the body named before whose name has these words."""
    wanted = {words.low[i] for i in range(found.first + 1, found.head_last + 1) if words.tag[i] in "nN"}
    stop = bisect.bisect_left(names.bodies, (found.first, 0))
    fits: dict[tuple[str, ...], tuple[int, int]] = {}
    firms: dict[tuple[str, ...], tuple[int, int]] = {}
    for first, last in reversed(names.bodies[max(0, stop - BACK) : stop]):
        key = tuple(words.low[first : last + 1])
        if first < last and wanted <= set(key):
            fits.setdefault(key, (first, last))
        if key in names.firms or key[-1] in bodies()["firm"]:
            firms.setdefault(key, (first, last))
    if not fits and wanted <= _FIRM:
        fits = firms
    if not fits:
        return None
    runs = list(fits.values())
    if len(runs) > 1:
        said = next((r for r in runs if earlier and earlier[-1].who.name == words.span(*r).of(words.text)), None)
        if said is None or words.near[found.first] - words.near[earlier[-1].at] > 1:
            return _unclear(words, runs, "two bodies of one kind")
        runs = [said]
    span = words.span(*runs[0])
    return Resolved(span.of(words.text), span, "organisation", None, "word of the name")


_FIRM = frozenset(
    listed("company firm group maker manufacturer retailer carrier airline operator startup chain corporation business")
)


def _part_of_name(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """As in "the Commission", or "Skua" for Skua Lines: a part of a body's name that stands for all of it."""
    low = words.low[found.head]
    if found.head == found.head_last and low in names.short:
        span = words.span(*names.short[low])
        return Resolved(span.of(words.text), span, "organisation", None, "word of the name")
    if found.head != found.head_last or low not in bodies()["ends"] | bodies()["of"]:
        return None
    return _body(words, names, replace(found, first=found.head - 1), earlier)


def pronoun(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """Return whom "he" or "she" means, or "they" and "it" of a body; None for any other, and where nobody can be meant."""
    low = words.low[found.head]
    if low in ("they", "it", "their", "its"):
        return _body_pronoun(words, names, found, earlier)
    if low not in ("he", "she", *OWNER):
        return None
    if _kin_is_subject(words, found.head, OWNER.get(low, low), earlier):
        return None
    ranked = _ranked(words, names, found.head, earlier, OWNER.get(low, low))
    if not ranked:
        return None
    saw = tuple(f"{_label(words, c)} {s:.1f}" for s, c in ranked[:4])
    best = ranked[0][1]
    near = tuple(_label(words, c) for s, c in ranked[1:4] if ranked[0][0] - s < _CLOSE)
    if best.person is None:
        who = earlier[-1].who
        return Resolved(who.name, who.span, who.kind, who.role, "pronoun", saw, "", near)
    return replace(named(words, best.person, None, "pronoun", saw), candidates=near)


def _kin_is_subject(words: Words, here: int, gender: str, earlier: list[Earlier]) -> bool:
    """As in "Her coach was glad. “…,” she said": the sentence before tells of somebody without a name, who may speak."""
    end = words.sentence_of(here)[0] - 1
    if end < 0 or words.near[end] != words.near[here]:
        return False
    if earlier and words.sentence[earlier[-1].at] == words.sentence[end]:
        return False
    subject = main_subject(words, end)
    if subject is None or subject.kind != "noun" or words.low[subject.first] not in ("his", "her"):
        return False
    noun = words.low[subject.head_last]
    meant = gender_of_noun(noun)
    return meant == gender or (not meant and noun_kind(noun) == "person")


def _ranked(
    words: Words, names: Register, here: int, earlier: list[Earlier], gender: str
) -> list[tuple[float, Candidate]]:
    """Who can be meant at the word `here`, the likeliest first; `gender` is "he", "she", or "" for either."""
    found = _but_who_asks(words, candidates(words, names, here, earlier, gender), earlier, here, names)
    scored = [(score(words, c, here, earlier), -c.nearest, c) for c in found]
    return [(s, c) for s, _, c in sorted(scored, key=lambda one: one[:2], reverse=True)]


def _but_who_asks(
    words: Words, found: list[Candidate], earlier: list[Earlier], here: int, names: Register
) -> list[Candidate]:
    """As in "Lind asked Berg whether it was safe. She said": who asks does not answer where who was asked can be meant."""
    if words.tag[here + 1 : here + 3] == ["V", "N"]:  # "he told Berg": he is not Berg
        heard = {
            id(person) for at, person in names.mentions[bisect.bisect_left(names.starts, here) :][:1] if at == here + 2
        }
        found = [c for c in found if id(c.person) not in heard]
    if not earlier or words.low[earlier[-1].at] not in ("asked", "asks"):
        return found
    asks = earlier[-1]
    others = [c for c in found if c.person is None or words.span(c.person.first, c.person.last) != asks.who.span]
    behind = words.text[words.start[here - 1] + 1 : words.end[here - 1]] if words.tag[here - 1] == "Q" else ""
    if behind.lower().startswith(("yes", "no,", "no.")):
        return others  # “Is it?” Lind asked. “Yes,” she said
    whom = after(words, asks.at + 1)
    if whom is None or not (words.low[whom.last + 1] in turning("asking") or words.tag[whom.last + 1] == "."):
        return found
    if whom.kind == "noun":  # "Lind asked the mayor whether": nobody with a name answers
        return [] if noun_kind(words.low[whom.head_last]) == "person" else found
    return others if any(c.person and whom.first <= c.nearest <= whom.last for c in others) else found


_CLOSE = 1.0  # the difference of two sums under which it is not sure who is meant


def _body_pronoun(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """As in "Skua Lines cut a route. They said fuel was dear": the body that is the subject of the sentence before, or spoke there."""
    here = found.head
    last = earlier[-1] if earlier else None
    near = last is not None and words.near[here] - words.near[last.at] <= 1
    end = words.sentence_of(here)[0] - 1
    if end < 0 or words.near[here] - words.near[end] > 1:
        return None
    if last and near and words.sentence[last.at] >= words.sentence[end] and _may_be_they(last.who, words.low[here]):
        who = last.who
        return Resolved(who.name, who.span, who.kind, who.role, "pronoun of a body")
    subject = main_subject(words, end)
    if subject is not None and words.tag[subject.first + 1] == "'" and words.tag[subject.first] == "N":
        subject = Phrase(subject.first, subject.first, subject.first, subject.first, "name")  # "Skua's shares fell"
    if subject is None or subject.kind == "pronoun":
        return None
    if subject.kind == "name" and names.kind(words, subject.head, subject.head_last) != "person":
        span = subject.head_span(words)
        return Resolved(
            span.of(words.text), span, names.kind(words, subject.head, subject.head_last), None, "pronoun of a body"
        )
    if subject.kind == "noun" and noun_kind(words.low[subject.head_last]) in ("organisation", "group"):
        body = _noun(words, names, subject, earlier)
        return replace(body, rule="pronoun of a body") if body and body.name else None
    return None


def _may_be_they(who: Resolved, low: str) -> bool:
    """Whether a speaker can be "they" or "it": a body, or for "they" somebody unnamed."""
    return who.kind in ("organisation", "outlet") or (low == "they" and who.kind == "unnamed")


def _label(words: Words, c: Candidate) -> str:
    return (
        "the unnamed speaker before" if c.person is None else words.span(c.person.first, c.person.last).of(words.text)
    )


def named(
    words: Words, person: Person, role: tuple[int, int] | None = None, rule: str = "own name", saw: tuple[str, ...] = ()
) -> Resolved:
    """The person's fullest name in the article, with the role given here or else anywhere in it."""
    span = words.span(person.first, person.last)
    if role and not says_what(words, role):
        role = None
    return Resolved(span.of(words.text), span, "person", _span(words, role or person.role), rule, saw, person.gender)


def _span(words: Words, role: tuple[int, int] | None) -> Span | None:
    return words.span(*role) if role and says_what(words, role) else None
