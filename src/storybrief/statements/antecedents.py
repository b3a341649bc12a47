"""Who could a pronoun mean, and how likely is each? The weights of the features are learned (pronoun_weights.tsv)."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from storybrief.english.tables import weights
from storybrief.model import Span, SpeakerKind
from storybrief.statements.names import gender_of_noun, noun_kind
from storybrief.statements.register import Person, Register
from storybrief.statements.words import Words

BACK = 40  # mentions; nobody is "he" for longer than that without being named again
OWNER = {"his": "he", "him": "he", "her": "she"}
"""Whose each is, or whom it means, as a pronoun."""


class Resolved(Struct, frozen=True):
    """A name as the article writes it, where it stands, what the article says the bearer is, and how it was found.

    `saw` are the candidates with their scores, best first, where there was a choice. `candidates` are the names of
    others who could be meant as well; the name is None when nothing chooses between them.
    """

    name: str | None
    span: Span | None
    kind: SpeakerKind | None
    role: Span | None = None
    rule: str = "own name"
    saw: tuple[str, ...] = ()
    gender: str = ""
    candidates: tuple[str, ...] = ()


class Earlier(Struct, frozen=True):
    """Who spoke in the statement before: as resolved, and the word where that statement's cue or quotation stands."""

    who: Resolved
    at: int


@dataclass(slots=True)
class Candidate:
    """Somebody a pronoun can mean: None for the unnamed speaker of the statement before; `nearest` is the last mention.

    `leads` is True when that mention is the first of a person in its sentence; `only` when of all candidates this one
    alone is known to be "he" or "she".
    """

    person: Person | None
    nearest: int
    back: int
    pronoun: str
    times: int = 1
    leads: bool = False
    only: bool = False


def score(words: Words, candidate: Candidate, here: int, earlier: list[Earlier]) -> float:
    """How likely the pronoun at the word `here` means the candidate; only the order matters."""
    table = weights("statements/pronoun_weights.tsv")
    return sum([table.get(f, 0.0) for f in features(words, candidate, here, earlier)])


def features(words: Words, c: Candidate, here: int, earlier: list[Earlier]) -> list[str]:
    """The named features of a candidate for the pronoun at the word `here`."""
    at, tag = c.nearest, words.tag
    sentences = words.sentence[here] - words.sentence[at]
    paragraphs = words.near[here] - words.near[at]
    found = [f"sentences {min(sentences, 5)}", f"paragraphs {min(paragraphs, 3)}", f"back {min(c.back, 4)}"]
    opens = words.opens(at) or tag[at - 1] in ",QB—:;"
    follows = at
    while follows + 1 < len(tag) and tag[follows] == "N":
        follows += 1
    place = (
        "subject"
        if tag[follows] in "VvAR" or (opens and tag[follows] != "'")
        else "owner"
        if tag[follows] == "'"
        else "other"
    )
    if at and tag[at - 1] in "It" and place != "owner":
        place = "after preposition"
    found += [f"place {place}", f"place {place} sentences {min(sentences, 2)}"]
    if c.leads:
        found.append(f"leads sentences {min(sentences, 2)}")
    if c.only:
        found.append("only one of the gender")
    if opens:
        found.append(f"opens sentences {min(sentences, 2)}")
        if sentences == 1 and not paragraphs and not c.back:
            found.append("alone in the sentence before")
    return [*found, *(_of_person(words, c.person, c.times, here, earlier) if c.person else ("unnamed speaker before",))]


def _of_person(words: Words, person: Person, times: int, here: int, earlier: list[Earlier]) -> Iterator[str]:
    """What is known of a person who may be meant, and whether the person spoke just before."""
    yield "gender agrees" if person.gender else "gender not known"
    yield "certain" if person.certain else "not certain"
    yield f"times {min(times, 4)}"
    if person.first < person.last:
        yield "has a full name"
    span = words.span(person.first, person.last)
    for n, e in enumerate(reversed(earlier[-3:])):
        if e.who.span == span:
            yield f"speaker {n} before"
            yield f"speaker {n} before paragraphs {min(words.near[here] - words.near[e.at], 2)}"
            yield f"speaker {n} sentences {min(words.sentence[here] - words.sentence[e.at], 3)}"
            return


def candidates(words: Words, names: Register, here: int, earlier: list[Earlier], low: str) -> list[Candidate]:
    """Who can be meant at the word `here` by `low` ("he", "she", or "" for either): each person named before, nearest first."""
    stop = bisect.bisect_left(names.starts, here)
    found: dict[int, Candidate] = {}
    for back, (at, person) in enumerate(reversed(names.mentions[max(0, stop - BACK) : stop])):
        known_already = found.get(id(person))
        if known_already:
            known_already.times += 1
        if known_already or (low and person.gender not in ("", low)) or person.place:
            continue
        found[id(person)] = Candidate(person, at, back, low, leads=_leads(words, names, stop - 1 - back))
    known = [c for c in found.values() if c.person and c.person.gender]
    if len(known) == 1 and low:
        known[0].only = True
    if low and earlier and _is_somebody(earlier[-1].who, low) and words.near[here] - words.near[earlier[-1].at] <= 1:
        return [*found.values(), Candidate(None, earlier[-1].at, 0, low)]
    return list(found.values())


def _leads(words: Words, names: Register, one: int) -> bool:
    """Whether a mention is the first of a person in its sentence, but for whose kin that is: "Lind's wife, Ruth, wept"."""
    before = one - 1
    while before >= 0 and words.sentence[names.starts[before]] == words.sentence[names.starts[one]]:
        last = names.starts[before]
        while words.tag[last] == "N":
            last += 1
        if words.tag[last] != "'":
            return False
        before -= 1
    return True


def _is_somebody(who: Resolved, pronoun: str) -> bool:
    """Whether an unnamed speaker is one person who can be "he" or "she": "a local official", not "officials"."""
    if who.kind != "unnamed" or not who.name:
        return False
    found = next((w for w in who.name.lower().split() if noun_kind(w) in ("person", "group")), "")
    plural = found.endswith("s") and noun_kind(found[:-1]) == "person"
    gender = gender_of_noun(found)
    return noun_kind(found) == "person" and not plural and gender in ("", pronoun)
