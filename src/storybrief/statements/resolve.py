"""Which name in the article does a phrase stand for?"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from storybrief.model import Span, SpeakerKind
from storybrief.statements.names import first_names, noun_kind, proper
from storybrief.statements.phrases import Phrase, phrase, with_apposition
from storybrief.statements.words import Words


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name as the article writes it, where it stands, what the article says the bearer is, and how it was found."""

    name: str
    span: Span
    kind: SpeakerKind
    role: Span | None = None
    rule: str = "own name"
    gender: str = ""


@dataclass(slots=True)
class _Person:
    """Somebody with a name in the article: the words of the fullest form, a role, "he" or "she"."""

    first: int
    last: int
    gender: str
    role: tuple[int, int] | None
    at: list[int] = field(default_factory=list)
    subject: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Register:
    """The people of one article by surname, and each mention of them in text order."""

    people: dict[str, list[_Person]]
    mentions: list[tuple[int, _Person]]
    starts: list[int]

    def resolve(self, words: Words, found: Phrase, last_speaker: Resolved | None = None) -> Resolved | None:
        """Return the name that the phrase stands for, or None when the article does not say."""
        if found.antecedent is not None:
            return self.resolve(words, found.antecedent, last_speaker)
        if found.kind == "pronoun":
            return self._pronoun(words, found, last_speaker)
        if found.kind == "noun":
            return self._noun(words, found)
        name = proper(words, found.head, found.head_last)
        if name.kind != "person":
            span = found.head_span(words)
            return Resolved(span.of(words.text), span, name.kind)
        person = self.person(words, found.head, found.head_last, found.first)
        if person is None:
            span = found.head_span(words)
            return Resolved(span.of(words.text), span, "person", _role(words, found.role))
        return self._named(words, person, found.role)

    def person(self, words: Words, first: int, last: int, at: int) -> _Person | None:
        """The bearer of the name `first` to `last`: the one whose given name fits, else the last one named before."""
        known = self.people.get(_surname(words, first, last), [])
        if first < last:
            given = words.low[first]
            known = [p for p in known if p.first == p.last or words.low[p.first] == given] or known
        gender = _gender_before(words, first)
        known = [p for p in known if not gender or p.gender in ("", gender)] or known
        if len(known) < 2:
            return known[0] if known else None
        return max(known, key=lambda p: max((a for a in p.at if a <= at), default=-1))

    def _named(
        self, words: Words, person: _Person, role: tuple[int, int] | None = None, rule: str = "own name"
    ) -> Resolved:
        span = words.span(person.first, person.last)
        return Resolved(span.of(words.text), span, "person", _role(words, role or person.role), rule, person.gender)

    def _noun(self, words: Words, found: Phrase) -> Resolved | None:
        span = found.span(words)
        kind = noun_kind(words.low[found.head_last])
        speaker: SpeakerKind = "organisation" if kind == "organisation" else "outlet" if kind == "outlet" else "unnamed"
        return Resolved(span.of(words.text), span, speaker)

    def _pronoun(self, words: Words, found: Phrase, last_speaker: Resolved | None) -> Resolved | None:
        pronoun = words.low[found.head]
        if pronoun not in ("he", "she"):
            return None
        stop = bisect.bisect_left(self.starts, found.head)
        best: tuple[float, _Person] | None = None
        for at, person in reversed(self.mentions[max(0, stop - 30) : stop]):
            if person.gender not in ("", pronoun):
                continue
            score = self._score(words, at, person, found.head, pronoun, last_speaker)
            if best is None or score > best[0]:
                best = (score, person)
        return self._named(words, best[1], None, "pronoun") if best else None

    def _score(
        self, words: Words, at: int, person: _Person, here: int, pronoun: str, last_speaker: Resolved | None
    ) -> float:
        score = -0.5 * (words.paragraph[here] - words.paragraph[at]) - 0.15 * min(
            10, words.sentence[here] - words.sentence[at]
        )
        if last_speaker and last_speaker.span == words.span(person.first, person.last):
            score += 1.0
        if at in person.subject:
            score += 0.6
        if person.gender == pronoun:
            score += 0.3
        return score


def _role(words: Words, role: tuple[int, int] | None) -> Span | None:
    return words.span(*role) if role else None


_SUFFIX = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})


def _surname(words: Words, first: int, last: int) -> str:
    while last > first and words.low[last] in _SUFFIX:
        last -= 1
    return words.low[last]


def _gender_before(words: Words, first: int) -> str:
    before = words.low[first - 1] if first else ""
    return {"mr.": "he", "mrs.": "she", "ms.": "she", "mr": "he", "ms": "she", "mrs": "she"}.get(before, "")


def register(words: Words) -> Register:
    """Collect the people of the article, each with the fullest form of the name, a role and a pronoun."""
    runs = _runs(words)
    people: dict[str, list[_Person]] = {}
    for start, last in sorted(runs, key=lambda r: r[0] == r[1]):
        name = proper(words, start, last)
        if name.kind != "person":
            continue
        surname = _surname(words, name.first, last)
        known = people.setdefault(surname, [])
        if name.first < last:
            given = words.low[name.first]
            same = [p for p in known if words.low[p.first] == given]
        else:
            same = known
        role = _role_of(words, start, last)
        if same:
            for p in same[:1]:
                p.gender = p.gender or name.gender
                p.role = p.role or role
        else:
            known.append(_Person(name.first, last, name.gender, role))
    for known in people.values():
        known[:] = [p for p in known if p.first < p.last] or known
    return _mentions(words, runs, people)


def _runs(words: Words) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    tag = words.tag
    i = 0
    while i < len(tag):
        if tag[i] == "N":
            j = i
            while j + 1 < len(tag) and tag[j + 1] == "N" and words.sentence[j + 1] == words.sentence[i]:
                j += 1
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
    if found and found.kind == "name" and found.role and _says_what(words, found.role):
        return found.role
    if first > 1 and words.tag[first - 1] == ",":
        return _before_comma(words, first - 1, last)
    if found and found.kind == "name":
        return with_apposition(words, found).role if with_apposition(words, found).last > found.last else None
    return None


def _says_what(words: Words, role: tuple[int, int]) -> bool:
    return any(
        noun_kind(words.low[i]) == "person" or words.tag[i] == "N" for i in range(role[0], role[1] + 1)
    ) and not (role[0] == role[1] and words.low[role[0]] in ("mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "ms", "dr"))


def _before_comma(words: Words, comma: int, last: int) -> tuple[int, int] | None:
    """ "Trump's envoy, Ann Lind": the phrase before the comma, when it says what somebody is."""
    first = comma
    unit = words.sentence[comma]
    while first and words.sentence[first - 1] == unit and words.tag[first - 1] in "nN'DI" and comma - first < 15:
        first -= 1
    while first < comma and words.tag[first] in "I'":
        first += 1
    found = phrase(words, first, comma - 1) if first < comma else None
    if found and found.kind == "noun" and noun_kind(words.low[found.head_last]) == "person":
        return (first, comma - 1)
    return None


def _mentions(words: Words, runs: list[tuple[int, int]], people: dict[str, list[_Person]]) -> Register:
    made = Register(people, [], [])
    for start, last in runs:
        name = proper(words, start, last)
        if name.kind != "person":
            continue
        person = made.person(words, name.first, last, start)
        if person is None:
            continue
        person.at.append(start)
        if (
            start == 0
            or words.sentence[start - 1] != words.sentence[start]
            or words.tag[min(last + 1, len(words.tag) - 1)] in "VvA"
        ):
            person.subject.append(start)
        made.mentions.append((start, person))
        made.starts.append(start)
    return made


__all__ = ["Register", "Resolved", "first_names", "register"]
