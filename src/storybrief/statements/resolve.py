"""Which name in the article does a phrase stand for?

A name stands for the fullest form of it in the article; "he" and "she" for a person named before; "the minister" for
the one person that the article calls a minister. What does not resolve stays unresolved.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from storybrief.model import Span, SpeakerKind
from storybrief.statements.names import bodies, noun_kind, proper, things
from storybrief.statements.phrases import Phrase, names_after
from storybrief.statements.register import Person, Register, gender_of_noun, says_what
from storybrief.statements.speaker import main_subject
from storybrief.statements.words import Words, lines

_BACK = 40  # mentions; nobody is "he" for longer than that without being named again


@dataclass(frozen=True, slots=True)
class Resolved:
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


@dataclass(frozen=True, slots=True)
class Earlier:
    """Who spoke in the statement before: as resolved, and the word where that statement's cue or quotation stands."""

    who: Resolved
    at: int


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
        return _capital_noun(words, names, found, earlier) or Resolved(span.of(words.text), span, kind)
    known = names.bearers(words, found.head, found.head_last, found.first)
    if not known:
        return Resolved(span.of(words.text), span, "person", _span(words, found.role))
    if len(known) > 1:
        return _unclear(words, [(p.first, p.last) for p in known], "two of one name")
    return named(words, known[0], found.role)


def _unclear(words: Words, runs: Sequence[tuple[int, int]], rule: str, saw: tuple[str, ...] = ()) -> Resolved:
    """Nobody, with the names of those who could be meant."""
    names = tuple(dict.fromkeys(words.span(*run).of(words.text) for run in runs))
    return Resolved(None, None, None, None, rule, saw, "", names)


_SOME = frozenset(
    {
        "some",
        "many",
        "several",
        "few",
        "most",
        "both",
        "all",
        "others",
        "another",
        "one",
        "each",
        "dozens",
        "hundreds",
        "thousands",
    }
)


# Bodies whose last word alone is a person.
_GUARDS = frozenset({("coast", "guard"), ("national", "guard"), ("border", "guard"), ("color", "guard")})


def _noun(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    span = found.span(words)
    noun = words.low[found.head_last]
    kind = "organisation" if (words.low[found.head_last - 1], noun) in _GUARDS else noun_kind(noun)
    if (words.tag[found.head] in "D#" and noun not in _SOME) or noun in things():
        return None
    if noun in _GIVEN_OUT and words.tag[found.first] == "D" and _is_bare(words, found):
        issued = _issued(words, names, found, earlier)
        if issued or noun == "statement":
            return issued
    if words.low[found.first] == "the" and found.head - found.first <= 2 and found.last == found.head_last:
        known = _called(words, names, found) if kind == "person" else _body(words, names, found, earlier)
        if known:
            return known
    speaker: SpeakerKind = "organisation" if kind == "organisation" else "outlet" if kind == "outlet" else "unnamed"
    return Resolved(span.of(words.text), span, speaker)


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
    while i > 2 and words.paragraph[found.first] - words.paragraph[i] <= 2:
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
    opens = noun - 1
    while opens and words.tag[opens] in "nD" and words.sentence[opens - 1] == words.sentence[noun]:
        opens -= 1
    if words.sentence[opens] != words.sentence[noun]:
        return None
    says = words.low[opens] == "in" and words.tag[opens - 1] == "V"
    return main_subject(words, noun) if says or words.low[opens] in _GIVES_OUT else None


def _called(words: Words, names: Register, found: Phrase) -> Resolved | None:
    """As in "the minister": the one person named before whom the article calls so."""
    wanted = {words.low[i] for i in range(found.first + 1, found.head_last + 1)}
    stop = bisect.bisect_left(names.starts, found.head)
    fits: list[Person] = []
    for _, person in reversed(names.mentions[max(0, stop - _BACK) : stop]):
        if person.role and person not in fits and wanted <= set(words.low[person.role[0] : person.role[1] + 1]):
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
    for first, last in reversed(names.bodies[max(0, stop - _BACK) : stop]):
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
        if said is None or words.paragraph[found.first] - words.paragraph[earlier[-1].at] > 1:
            return _unclear(words, runs, "two bodies of one kind")
        runs = [said]
    span = words.span(*runs[0])
    return Resolved(span.of(words.text), span, "organisation", None, "word of the name")


_FIRM = frozenset(
    {
        "company",
        "firm",
        "group",
        "maker",
        "manufacturer",
        "retailer",
        "carrier",
        "airline",
        "operator",
        "startup",
        "chain",
        "corporation",
        "business",
    }
)


def _capital_noun(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """As in "the Commission": a part of a body's name that stands for all of it."""
    if found.head != found.head_last or words.low[found.head] not in bodies()["ends"] | bodies()["of"]:
        return None
    return _body(words, names, replace(found, first=found.head - 1), earlier)


def pronoun(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """Return whom "he" or "she" means, or "they" and "it" of a body; None for any other, and where nobody can be meant."""
    low = words.low[found.head]
    if low in ("they", "it", "their", "its"):
        return _body_pronoun(words, names, found, earlier)
    if low not in ("he", "she", "his", "her"):
        return None
    ranked = sorted(
        ((score(words, c, found.head, earlier), -c.nearest, c) for c in candidates(words, names, found.head, earlier)),
        key=lambda r: r[:2],
        reverse=True,
    )
    if not ranked:
        return None
    saw = tuple(f"{_label(words, c)} {s:.1f}" for s, _, c in ranked[:4])
    best = ranked[0][2]
    near = tuple(_label(words, c) for s, _, c in ranked[1:4] if ranked[0][0] - s < _CLOSE)
    if best.person is None:
        who = earlier[-1].who
        return Resolved(who.name, who.span, who.kind, who.role, "pronoun", saw, "", near)
    return replace(named(words, best.person, None, "pronoun", saw), candidates=near)


_CLOSE = 1.0  # the difference of two sums under which it is not sure who is meant


def candidates(words: Words, names: Register, here: int, earlier: list[Earlier]) -> list[Candidate]:
    """Who can be meant by the pronoun at the word `here`: each person named before, nearest first."""
    low = {"his": "he", "her": "she"}.get(words.low[here], words.low[here])
    stop = bisect.bisect_left(names.starts, here)
    found: dict[int, Candidate] = {}
    for back, (at, person) in enumerate(reversed(names.mentions[max(0, stop - _BACK) : stop])):
        known_already = found.get(id(person))
        if known_already:
            known_already.times += 1
        if known_already or person.gender not in ("", low) or person.place:
            continue
        one = stop - 1 - back
        leads = one == 0 or words.sentence[names.starts[one - 1]] != words.sentence[at]
        found[id(person)] = Candidate(person, at, back, low, leads=leads)
    known = [c for c in found.values() if c.person and c.person.gender]
    if len(known) == 1:
        known[0].only = True
    if earlier and _is_somebody(earlier[-1].who, low) and words.paragraph[here] - words.paragraph[earlier[-1].at] <= 1:
        return [*found.values(), Candidate(None, earlier[-1].at, 0, low)]
    return list(found.values())


def _is_somebody(who: Resolved, pronoun: str) -> bool:
    """Whether an unnamed speaker is one person who can be "he" or "she": "a local official", not "officials"."""
    if who.kind != "unnamed" or not who.name:
        return False
    found = next((w for w in who.name.lower().split() if noun_kind(w) in ("person", "group")), "")
    plural = found.endswith("s") and noun_kind(found[:-1]) == "person"
    gender = gender_of_noun(found)
    return noun_kind(found) == "person" and not plural and gender in ("", pronoun)


def _body_pronoun(words: Words, names: Register, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
    """As in "Skua Lines cut a route. They said fuel was dear": the body that is the subject of the sentence before, or spoke there."""
    here = found.head
    last = earlier[-1] if earlier else None
    near = last is not None and words.paragraph[here] - words.paragraph[last.at] <= 1
    end = here - 1
    while end >= 0 and words.sentence[end] == words.sentence[here]:
        end -= 1
    if end < 0 or words.paragraph[here] - words.paragraph[end] > 1:
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


@cache
def weights() -> dict[str, float]:
    """The weight of each feature, learned by `benchmarks/learn_speaker.py`."""
    return {name: float(weight) for name, weight in lines("pronoun_weights.tsv")}


def score(words: Words, candidate: Candidate, here: int, earlier: list[Earlier]) -> float:
    """How likely the pronoun at the word `here` means the candidate; only the order matters."""
    table = weights()
    return sum([table.get(f, 0.0) for f in features(words, candidate, here, earlier)])


def features(words: Words, c: Candidate, here: int, earlier: list[Earlier]) -> list[str]:
    """The named features of a candidate for the pronoun at the word `here`."""
    at, tag = c.nearest, words.tag
    sentences = words.sentence[here] - words.sentence[at]
    paragraphs = words.paragraph[here] - words.paragraph[at]
    found = [f"sentences {min(sentences, 5)}", f"paragraphs {min(paragraphs, 3)}", f"back {min(c.back, 4)}"]
    opens = at == 0 or words.sentence[at - 1] != words.sentence[at] or tag[at - 1] in ",QB—:;"
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
    if c.person is None:
        found.append("unnamed speaker before")
    else:
        found += [
            "gender agrees" if c.person.gender else "gender not known",
            "certain" if c.person.certain else "not certain",
        ]
        found.append(f"times {min(c.times, 4)}")
        if c.person.first < c.person.last:
            found.append("has a full name")
        span = words.span(c.person.first, c.person.last)
        for n, e in enumerate(reversed(earlier[-3:])):
            if e.who.span == span:
                gap = words.paragraph[here] - words.paragraph[e.at]
                near = words.sentence[here] - words.sentence[e.at]
                found += [
                    f"speaker {n} before",
                    f"speaker {n} before paragraphs {min(gap, 2)}",
                    f"speaker {n} sentences {min(near, 3)}",
                ]
                break
    return found


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
