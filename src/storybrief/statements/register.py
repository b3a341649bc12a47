"""Who is named in an article? Its people, each with the fullest form of the name, and its bodies.

Every run of name words is looked at once. Two people of one surname are two; "Jr." and "Sr." are two; a name that the
article itself calls a firm ("ferry operator Skua Lines", "Wagwell's shares") is no person's.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from msgspec.structs import replace

from storybrief.english.persons import first_names
from storybrief.english.tables import word_sets
from storybrief.model import SpeakerKind
from storybrief.statements.firms import is_firm_here, short_forms
from storybrief.statements.names import bodies, gender_of_noun, named_things, noun_kind, proper, titles, whole
from storybrief.statements.phrases import phrase, with_apposition
from storybrief.statements.words import Words

Run = tuple[int, int]
Key = tuple[str, ...]
SUFFIXES = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
HONORIFICS = {"mr.": "he", "mrs.": "she", "ms.": "she", "mr": "he", "ms": "she", "mrs": "she"}
_PREFIX = re.compile(r"^(?:[ae][a-z]|ul)[-‑]")
_LONGEST = 5  # words of a name; a longer run of capitals is no fuller form of it


@dataclass(slots=True)
class Person:
    """Somebody with a name in the article: the words of the fullest form, "he" or "she" or "", a role, each mention.

    `certain` is True when a title, a known first name or a pronoun says that it is a person. `place` is True when the
    article only ever uses the name as a place's ("in Suka Makmur") or the name is an office's ("RNC Chief").
    `times` counts the mentions with a given name.
    """

    first: int
    last: int
    gender: str
    role: Run | None
    certain: bool
    at: list[int] = field(default_factory=list)
    place: bool = False
    times: int = 1

    def last_before(self, at: int) -> int:
        """The last mention at the word `at` or before it, -1 when there is none."""
        i = bisect.bisect_right(self.at, at)
        return self.at[i - 1] if i else -1


@dataclass(slots=True)
class Register:
    """The people of one article by surname, each mention of them in text order, and the names that are no people's.

    people     the bearers of each surname          full      the same by given name and surname
    given      the bearers of each given name       bare      where each surname stands alone
    middle     the bearers by a middle name or nickname and the surname
    bodies     the words of each mention of a body, in text order
    firms      names, as words in lower case, that the article itself uses as a body's
    short      the whole name of each firm that the article also calls by its first word, by that word
    """

    people: dict[str, list[Person]] = field(default_factory=dict)
    full: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    given: dict[str, list[Person]] = field(default_factory=dict)
    middle: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    bare: dict[str, list[int]] = field(default_factory=dict)
    mentions: list[tuple[int, Person]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    bodies: list[Run] = field(default_factory=list)
    firms: frozenset[Key] = frozenset()
    short: dict[str, Run] = field(default_factory=dict)

    def kind(self, words: Words, first: int, last: int) -> SpeakerKind:
        """What sort of speaker the name `first` to `last` stands for in this article."""
        own = proper(words, first, last)
        return "organisation" if own.kind == "person" and self.is_firm(words, own.first, last) else own.kind

    def is_firm(self, words: Words, first: int, last: int) -> bool:
        """Whether the article uses these words as a body's name."""
        return tuple(words.low[first : last + 1]) in self.firms

    def bearers(self, words: Words, first: int, last: int, at: int) -> list[Person]:
        """Everybody whom the name `first` to `last`, met at the word `at`, can mean; one where the article says whom."""
        surname, given = _surname(words, first, last), _given(words, first, last)
        known = self._bearers(words, last, surname, given)
        wanted = HONORIFICS.get(words.low[first - 1], "") if first else ""
        if wanted and len(known) > 1:
            known = [p for p in known if p.gender == wanted] or [p for p in known if not p.gender] or known
        if not known or given >= 0:
            return known
        bare = self.bare.get(surname, [])
        if all_kin(words, known, bare):
            return []  # "President Lind and his wife, Ann Lind": who is called Lind is named in full nowhere
        return self._owner(words, known, at, bare) if len(known) > 1 else known

    def _bearers(self, words: Words, last: int, surname: str, given: int) -> list[Person]:
        known = self.people.get(surname, [])
        if given < 0:
            whom = self.given.get(words.low[last], [])
            alone = len(known) == 0 or (len(known) == 1 and known[0].first == known[0].last)
            single = alone and len(whom) == 1 and (whom[0].certain or whom[0].role) and not _is_place(words, last)
            return whom if single else known
        name = (words.low[given], surname)
        fits = self.full.get(name) or self.middle.get(name)
        if not fits:
            return [p for p in known if p.first == p.last] or known
        suffix = _suffix(words, last)
        return [p for p in fits if _suffix(words, p.last) == suffix] or fits

    def _owner(self, words: Words, known: list[Person], at: int, bare: list[int]) -> list[Person]:
        """Who of several owns the bare surname: who was called so before the others came; else who is no mere relation."""
        known = [p for p in known if p.at and p.at[0] <= at] or known
        known = [p for p in known if _is_credible(words, p)] or known
        first, second = sorted(p.at[0] if p.at else 0 for p in known)[:2] if len(known) > 1 else (0, 0)
        i = bisect.bisect_right(bare, first)
        if i < len(bare) and bare[i] < second:
            return [p for p in known if p.at and p.at[0] == first] or known
        if not _is_near_relation(words, known, at):
            known = [p for p in known if not is_kin(words, p)] or known
        if len(known) < 2:
            return known
        here = [p for p in known if words.near[p.last_before(at)] == words.near[at] and p.last_before(at) >= 0]
        in_full = [p for p in here if self._in_full(words, p, at)]
        return in_full if len(in_full) == 1 else known

    def _in_full(self, words: Words, person: Person, at: int) -> bool:
        """Whether the paragraph names the person with a given name before the word `at`."""
        last = person.last_before(at)
        while last >= 0 and words.near[last] == words.near[at]:
            if last + 1 < len(words.tag) and words.tag[last + 1] == "N":
                return True
            last = person.last_before(last - 1)
        return False


def register(words: Words) -> Register:
    """Collect the people and bodies of the article."""
    runs = name_runs(words)
    names = {run: proper(words, *run) for run in runs}
    keys = {run: tuple(words.low[names[run].first : run[1] + 1]) for run in runs}
    firms = frozenset(
        keys[run] for run in runs if names[run].kind == "person" and is_firm_here(words, names[run].first, run[1])
    )
    short = short_forms(names, keys, firms)
    firms |= {(word,) for word in short}
    made = Register(firms=firms, short=short)
    is_person = {run: names[run].kind == "person" and keys[run] not in firms for run in runs}
    for run in sorted(runs, key=lambda r: (names[r].first == r[1], r)):
        if is_person[run]:
            _enter(made, words, run, names[run].first, names[run].gender)
        else:
            made.bodies.append(run)
    made.bodies.sort()
    for run in runs:
        if not is_person[run]:
            continue
        if _given(words, names[run].first, run[1]) < 0:
            made.bare.setdefault(_surname(words, *run), []).append(run[0])
        meant = made.bearers(words, names[run].first, run[1], run[0])
        for person in meant if len(meant) == 1 else ():
            person.at.append(run[0])
            made.mentions.append((run[0], person))
            made.starts.append(run[0])
    for bearers in made.people.values():
        for person in bearers:
            office = words.low[person.last] in titles() and words.low[person.first] not in first_names()
            person.place = not person.certain and (office or all(_as_place(words, at) for at in person.at))
    return made


def _enter(made: Register, words: Words, run: Run, first: int, gender: str) -> None:
    """Put a mention of a person under its surname: a new bearer, or more about one who is there."""
    last = run[1]
    surname, given = _surname(words, first, last), _given(words, first, last)
    known = made.people.setdefault(surname, [])
    certain = first > run[0] or words.low[first] in first_names()
    if given < 0:
        same = known[:2]
        if not known:
            same = made._bearers(words, last, surname, given)
    else:
        suffix = _suffix(words, last)
        same = [p for p in made.full.get((words.low[given], surname), []) if _suffix(words, p.last) == suffix]
    if len(same) > 1 and given < 0:
        return
    well_known = same and same[0].role and same[0].gender
    role = None if well_known else role_of(words, *run)
    gender = gender or _gender_of(words, role)
    if same:
        p = same[0]
        p.times += given >= 0
        p.gender, p.role, p.certain = p.gender or gender, p.role or role, p.certain or certain
        if p.last - p.first < last - first < _LONGEST:
            p.first, p.last = first, last
        return
    person = Person(first, last, gender, role, certain, times=int(given >= 0))
    known.append(person)
    if given >= 0:
        made.given.setdefault(words.low[given], []).append(person)
        made.full.setdefault((words.low[given], surname), []).append(person)
        for word in set(words.low[given + 1 : last]):
            made.middle.setdefault((word, surname), []).append(person)


def all_kin(words: Words, known: list[Person], bare: list[int]) -> bool:
    """Whether all of a surname were brought in as kin of somebody called by it alone: "Lind and his wife, Ann Lind"."""
    return bool(bare) and all(is_kin(words, p) and p.times and p.first > bare[0] for p in known)


def name_runs(words: Words) -> list[Run]:
    """The first and last word of each name in the article, a body's with what follows "of"."""
    found: list[Run] = []
    last = -1
    for i in [i for i, tag in enumerate(words.tag) if tag == "N"]:
        if i > last:
            last = whole(words, i, words.run(i, "N"))
            found.append((i, last))
    return found


def _is_place(words: Words, at: int) -> bool:
    return words.low[at] in bodies()["place"]


def _surname(words: Words, first: int, last: int) -> str:
    while last > first and words.low[last] in SUFFIXES:
        last -= 1
    low = words.low[last]
    return _PREFIX.sub("", low) if "-" in low or "‑" in low else low


def _given(words: Words, first: int, last: int) -> int:
    """The word of the given name, -1 where the surname stands alone, with or without a small word ("van der Berg")."""
    while last > first and words.low[last] in SUFFIXES:
        last -= 1
    particles = bodies()["particle"]
    while first < last and words.low[first] in particles:
        first += 1
    return first if first < last else -1


def _suffix(words: Words, last: int) -> str:
    return words.low[last].rstrip(".") if words.low[last] in SUFFIXES else ""


def _gender_of(words: Words, role: Run | None) -> str:
    """The pronoun of somebody the article describes so that only one fits, "her son" or "the actress"; "" else."""
    if role is None:
        return ""
    found = phrase(words, *role)
    return gender_of_noun(words.low[found.head_last]) if found and found.kind == "noun" else ""


def _is_near_relation(words: Words, known: list[Person], at: int) -> bool:
    """Whether of several bearers only somebody's kin are named in this paragraph and the one before."""
    near = [p for p in known if words.near[p.last_before(at)] >= words.near[at] - 1]
    return bool(near) and all(is_kin(words, p) for p in near)


def _is_credible(words: Words, person: Person) -> bool:
    """Whether what stands before the surname may be a given name, not an office or a headline's word: "AG Lind"."""
    given = words.low[person.first]
    if given in first_names() or person.times > 1:
        return True
    written = words.text[words.start[person.first] : words.end[person.first]]
    return not ((written.isupper() and "." not in written) or noun_kind(given) or given in titles())


def is_kin(words: Words, person: Person) -> bool:
    """Whether the article brings the person in as somebody's kin: "his wife, Ann Lind"."""
    if person.role is None:
        return False
    kin = word_sets("statements/genders.tsv")["kin"]
    return any(words.low[i] in kin for i in range(person.role[0], person.role[1] + 1))


_WHERE = frozenset({"in", "at", "near", "outside", "around", "across", "toward", "towards", "through", "throughout"})


def _as_place(words: Words, at: int) -> bool:
    """Whether the mention at the word `at` is a place's: "in Suka Makmur", "Suka Makmur village"."""
    last = words.run(at, "N")
    if words.next_tag(last) != "." and words.low[last + 1] in named_things():
        return True
    first = words.back(at, "D#R")
    before = words.low[first - 1] if not words.opens(first) else ""
    village = before == "of" and words.low[first - 2] in named_things()  # "the village of Holm", "from Holm to Aber"
    return before in _WHERE or before in ("to", "from") or village


def role_of(words: Words, start: int, last: int) -> Run | None:
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
    if first and unit == words.sentence[first - 1] and words.low[first - 1] in _WHERE:
        return None  # "at Holm Point, the governor said"
    longer = with_apposition(words, replace(found, role=None))
    return longer.role if longer.last > found.last else None


def says_what(words: Words, role: Run) -> bool:
    """Whether the words say what somebody is: more than "Mr.", and not what several are."""
    first, last = role
    noun = words.low[last]
    if noun == "other":  # "no other Skua ships"
        return False
    if noun.endswith("s") and not noun.endswith("ss") and noun_kind(noun[:-1]) == "person":
        return False
    if first == last and words.low[first] in (*HONORIFICS, "miss", "dr.", "dr", "sir", "dame", "the"):
        return False
    known = titles()
    return any(
        noun_kind(words.low[i]) == "person" or words.tag[i] == "N" or words.low[i] in known
        for i in range(first, last + 1)
    )


def _before_comma(words: Words, comma: int) -> Run | None:
    """As in "Trump's envoy, Ann Lind": the phrase before the comma, when it says what somebody is."""
    first = comma
    unit = words.sentence[comma]
    while first and words.sentence[first - 1] == unit and words.tag[first - 1] in "nN'DI" and comma - first < 15:
        first -= 1
    for start in [first, *(i + 1 for i in range(first, comma) if words.tag[i] == "I")]:
        found = phrase(words, start, comma - 1) if start < comma else None
        if found and found.kind == "noun" and noun_kind(words.low[found.head_last]) == "person":
            is_one = words.low[found.first - 2 : found.first] == ["one", "of"]
            return (found.first - 2 * is_one, comma - 1)
    return None
