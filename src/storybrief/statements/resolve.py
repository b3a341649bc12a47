"""Which name in the article does a phrase stand for?

A name stands for the fullest form of it in the article; "he" and "she" for a person named before; "the minister" for
the one person that the article calls a minister. What does not resolve stays unresolved.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from functools import cache

from storybrief.model import Span, SpeakerKind
from storybrief.statements.names import first_names, noun_kind, proper, whole
from storybrief.statements.phrases import Phrase, phrase, with_apposition
from storybrief.statements.words import Words, lines

_SUFFIX = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
_HONORIFICS = {"mr.": "he", "mrs.": "she", "ms.": "she", "mr": "he", "ms": "she", "mrs": "she"}
_BACK = 40  # mentions; nobody is "he" for longer than that without being named again


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name as the article writes it, where it stands, what the article says the bearer is, and how it was found.

    `saw` are the candidates with their scores, best first, where there was a choice.
    """

    name: str
    span: Span
    kind: SpeakerKind
    role: Span | None = None
    rule: str = "own name"
    saw: tuple[str, ...] = ()
    gender: str = ""


@dataclass(slots=True)
class Person:
    """Somebody with a name in the article: the words of the fullest form, "he" or "she" or "", a role, each mention.

    `certain` is True when a title, a known first name or a pronoun says that it is a person.
    """

    first: int
    last: int
    gender: str
    role: tuple[int, int] | None
    certain: bool
    at: list[int] = field(default_factory=list)

    def last_before(self, at: int) -> int:
        """The last mention at the word `at` or before it, -1 when there is none."""
        i = bisect.bisect_right(self.at, at)
        return self.at[i - 1] if i else -1


@dataclass(frozen=True, slots=True)
class Earlier:
    """Who spoke in the statement before: as resolved, and the word where that statement's cue or quotation stands."""

    who: Resolved
    at: int


@dataclass(slots=True)
class Register:
    """The people of one article by surname, each mention of them in text order, and the names that are no people's."""

    people: dict[str, list[Person]]
    mentions: list[tuple[int, Person]]
    starts: list[int]
    bodies: list[tuple[int, int]]

    def resolve(self, words: Words, found: Phrase, earlier: list[Earlier] | None = None) -> Resolved | None:
        """Return the name that the phrase stands for, or None when the article does not say.

        `earlier` are the speakers of the statements before, in text order.
        """
        if found.antecedent is not None:
            return self.resolve(words, found.antecedent, earlier)
        if found.kind == "pronoun":
            return self._pronoun(words, found, earlier or [])
        if found.kind == "noun":
            return self._noun(words, found)
        if found.kind == "names":
            span = found.head_span(words)
            return Resolved(
                span.of(words.text), span, proper(words, found.head_last, found.head_last).kind, None, "several names"
            )
        name = proper(words, found.head, found.head_last)
        if name.kind != "person" and found.kind != "person":
            span = found.head_span(words)
            return Resolved(span.of(words.text), span, name.kind)
        person = self.person(words, found.head, found.head_last, found.first)
        if person is None:
            span = found.head_span(words)
            return Resolved(span.of(words.text), span, "person", _span(words, found.role))
        return named(words, person, found.role)

    def person(self, words: Words, first: int, last: int, at: int) -> Person | None:
        """The bearer of the name `first` to `last`: the one whose given name fits, else the last one named before."""
        known = self.people.get(_surname(words, first, last), [])
        if first < last:
            given = words.low[first]
            known = [p for p in known if p.first == p.last or words.low[p.first] == given] or known
        gender = _HONORIFICS.get(words.low[first - 1], "") if first else ""
        if gender:
            known = [p for p in known if p.gender == gender] or [p for p in known if not p.gender] or known
        if len(known) < 2:
            return known[0] if known else None
        return max(known, key=lambda p: p.last_before(at))

    def _noun(self, words: Words, found: Phrase) -> Resolved | None:
        span = found.span(words)
        kind = noun_kind(words.low[found.head_last])
        if words.low[found.first] == "the" and found.head - found.first <= 2 and found.last == found.head_last:
            known = self._called(words, found) if kind == "person" else self._body(words, found)
            if known:
                return known
        speaker: SpeakerKind = "organisation" if kind == "organisation" else "outlet" if kind == "outlet" else "unnamed"
        return Resolved(span.of(words.text), span, speaker)

    def _called(self, words: Words, found: Phrase) -> Resolved | None:
        """As in "the minister": the one person named before whom the article calls so."""
        noun = words.low[found.head_last]
        stop = bisect.bisect_left(self.starts, found.head)
        fits: list[Person] = []
        for _, person in reversed(self.mentions[max(0, stop - _BACK) : stop]):
            if person.role and noun in words.low[person.role[0] : person.role[1] + 1] and person not in fits:
                fits.append(person)
        return named(words, fits[0], None, "role") if len(fits) == 1 else None

    def _body(self, words: Words, found: Phrase) -> Resolved | None:
        """As in "the committee": the last body named before whose name ends so."""
        noun = words.low[found.head_last]
        stop = bisect.bisect_left(self.bodies, (found.first, 0))
        for first, last in reversed(self.bodies[max(0, stop - _BACK) : stop]):
            if words.low[last] == noun and first < last:
                span = words.span(first, last)
                return Resolved(span.of(words.text), span, "organisation", None, "last word of the name")
        return None

    def _pronoun(self, words: Words, found: Phrase, earlier: list[Earlier]) -> Resolved | None:
        if words.low[found.head] not in ("he", "she", "his", "her"):
            return None
        ranked = sorted(
            (
                (score(words, c, found.head, earlier), -c.nearest, c)
                for c in self.candidates(words, found.head, earlier)
            ),
            key=lambda r: r[:2],
            reverse=True,
        )
        if not ranked:
            return None
        saw = tuple(f"{_label(words, c)} {s:.1f}" for s, _, c in ranked[:4])
        best = ranked[0][2]
        if best.person is None:
            who = earlier[-1].who
            return Resolved(who.name, who.span, who.kind, who.role, "pronoun", saw)
        return named(words, best.person, None, "pronoun", saw)

    def candidates(self, words: Words, here: int, earlier: list[Earlier]) -> list[Candidate]:
        """Who can be meant by the pronoun at the word `here`: each person named before, nearest first."""
        pronoun = {"his": "he", "her": "she"}.get(words.low[here], words.low[here])
        stop = bisect.bisect_left(self.starts, here)
        found: dict[int, Candidate] = {}
        for back, (at, person) in enumerate(reversed(self.mentions[max(0, stop - _BACK) : stop])):
            if person.gender not in ("", pronoun) or id(person) in found:
                if id(person) in found:
                    found[id(person)].times += 1
                continue
            found[id(person)] = Candidate(person, at, back, pronoun)
        if (
            earlier
            and earlier[-1].who.kind == "unnamed"
            and words.paragraph[here] - words.paragraph[earlier[-1].at] <= 1
        ):
            return [*found.values(), Candidate(None, earlier[-1].at, 0, pronoun)]
        return list(found.values())


@dataclass(slots=True)
class Candidate:
    """Somebody a pronoun can mean: None for the unnamed speaker of the statement before; `nearest` is the last mention."""

    person: Person | None
    nearest: int
    back: int
    pronoun: str
    times: int = 1


@cache
def weights() -> dict[str, float]:
    """The weight of each feature, learned by `benchmarks/learn_speaker.py`."""
    return {name: float(weight) for name, weight in lines("pronoun_weights.tsv")}


def score(words: Words, candidate: Candidate, here: int, earlier: list[Earlier]) -> float:
    """How likely the pronoun at the word `here` means the candidate; only the order matters."""
    table = weights()
    return sum(table.get(f, 0.0) for f in features(words, candidate, here, earlier))


def features(words: Words, c: Candidate, here: int, earlier: list[Earlier]) -> list[str]:
    """The named features of a candidate for the pronoun at the word `here`."""
    at, tag = c.nearest, words.tag
    sentences = words.sentence[here] - words.sentence[at]
    paragraphs = words.paragraph[here] - words.paragraph[at]
    found = [f"sentences {min(sentences, 5)}", f"paragraphs {min(paragraphs, 3)}", f"back {min(c.back, 4)}"]
    opens = at == 0 or words.sentence[at - 1] != words.sentence[at] or tag[at - 1] in ",Q"
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


def _surname(words: Words, first: int, last: int) -> str:
    while last > first and words.low[last] in _SUFFIX:
        last -= 1
    return words.low[last]


def register(words: Words) -> Register:
    """Collect the people of the article, each with the fullest form of the name, a role and a pronoun."""
    runs = _runs(words)
    names = {run: proper(words, *run) for run in runs}
    people: dict[str, list[Person]] = {}
    bodies: list[tuple[int, int]] = []
    for run in sorted(runs, key=lambda r: (r[0] == r[1], r)):
        name = names[run]
        if name.kind != "person":
            bodies.append(run)
            continue
        last = run[1]
        known = people.setdefault(_surname(words, name.first, last), [])
        given = words.low[name.first]
        same = [p for p in known if name.first == last or words.low[p.first] == given]
        certain = name.first > run[0] or given in first_names()
        role = _role_of(words, *run)
        if same:
            p = same[0]
            p.gender, p.role, p.certain = p.gender or name.gender, p.role or role, p.certain or certain
        else:
            known.append(Person(name.first, last, name.gender, role, certain))
    made = Register(people, [], [], sorted(bodies))
    for run in runs:
        name = names[run]
        person = made.person(words, name.first, run[1], run[0]) if name.kind == "person" else None
        if person is not None:
            person.at.append(run[0])
            made.mentions.append((run[0], person))
            made.starts.append(run[0])
    return made


def _runs(words: Words) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    tag, unit = words.tag, words.sentence
    i, n = 0, len(words.tag)
    while i < n:
        if tag[i] == "N":
            j = i
            while j + 1 < n and tag[j + 1] == "N" and unit[j + 1] == unit[i]:
                j += 1
            j = whole(words, i, j)
            found.append((i, j))
            i = j
        i += 1
    return found


def _role_of(words: Words, start: int, last: int) -> tuple[int, int] | None:
    """What the article says about the bearer beside this mention: before the name, or between commas after it."""
    first = start
    unit = words.sentence[start]
    while first and words.sentence[first - 1] == unit and words.tag[first - 1] in "nN'D" and start - first < 8:
        first -= 1
    found = phrase(words, first, last)
    if found is None or found.kind != "name":
        return None
    if found.role and says_what(words, found.role):
        return found.role
    if first > 1 and words.tag[first - 1] == ",":
        before = _before_comma(words, first - 1)
        if before:
            return before
    longer = with_apposition(words, found)
    return longer.role if longer.last > found.last else None


def says_what(words: Words, role: tuple[int, int]) -> bool:
    """Whether the words say what somebody is: more than "Mr."."""
    first, last = role
    if first == last and (words.low[first] in _HONORIFICS or words.low[first] in ("dr.", "dr", "the")):
        return False
    return any(noun_kind(words.low[i]) == "person" or words.tag[i] == "N" for i in range(first, last + 1))


def _before_comma(words: Words, comma: int) -> tuple[int, int] | None:
    """As in "Trump's envoy, Ann Lind": the phrase before the comma, when it says what somebody is."""
    first = comma
    unit = words.sentence[comma]
    while first and words.sentence[first - 1] == unit and words.tag[first - 1] in "nN'DI" and comma - first < 15:
        first -= 1
    for start in [first, *(i + 1 for i in range(first, comma) if words.tag[i] == "I")]:
        found = phrase(words, start, comma - 1) if start < comma else None
        if found and found.kind == "noun" and noun_kind(words.low[found.head_last]) == "person":
            return (found.first, comma - 1)
    return None
