"""In which words that are no doings do two passages part: another name at the same place, "before" for "after", another day?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from storybrief.claims import doing
from storybrief.claims.arguments import is_not
from storybrief.claims.frames import Doing, Reading, contraries
from storybrief.claims.overlap import Overlap, Parting
from storybrief.claims.words import Word
from storybrief.english.persons import first_names, titles
from storybrief.english.tables import word_sets
from storybrief.model import Span

# So much of two passages must be the same (0 to 1) for another name to be seen.
_ALIKE_NAMES = 0.7
_NOT_FAR = 3  # words before one that a "not" turns
# What ties a name to the words before it: it is not the name of who does what follows.
_OFFICES = word_sets("claims/words.tsv")["office"]
_TYING = word_sets("claims/words.tsv")["tie"]


def mismatches(o: Overlap) -> Iterator[Parting]:
    """Find them: names, then words of order, then days."""
    yield from _names(o)
    yield from _parties(o)
    yield from _offices(o)
    yield from _order(o.a, o.b)
    yield from _days(o.a, o.b)


def _names(o: Overlap) -> Iterator[Parting]:
    """Another name at the same place: the word right beside it is the same, and neither name stands in the other.

    Before one surname two first names are two people: what is told of the one is not told of the other.
    """
    if o.alike < _ALIKE_NAMES:
        return
    left = {key: n for n in _lone_names(o.a, o.b) for key in _touching(o.a, n)}
    for m in _lone_names(o.b, o.a):
        key = next((key for key in _touching(o.b, m) if key in left), None)
        if key is not None:
            n = left[key]
            x, y = o.a.words[n], o.b.words[m]
            if x.stem[:3] != y.stem[:3] and x.form not in doing.forms() and y.form not in doing.forms():
                people = key[0] == "after" and _first_names((o.a, n), (o.b, m))
                yield Parting("name", x.span, y.span, (x.form, y.form), people)


def _parties(o: Overlap) -> Iterator[Parting]:
    """Another name does the same, or has the same done to it: two facts, however alike the rest is.

    A name that is only tied to the place ("off Aber") may be that of a larger one, and a title is anybody's.
    """
    for x, y in o.kin:
        if x.said or y.said or x.noun or y.noun or x.passive != y.passive:
            continue
        for beside in (_name_before, _name_after):
            n, m = beside(o.a, x), beside(o.b, y)
            if n and m and not (_known(o.a, n, o.b) or _known(o.b, m, o.a) or _initials(o.a, n, o.b, m)):
                p, q = _whole(o.a, n), _whole(o.b, m)
                yield Parting("name", p, q, (p.of(o.a.text), q.of(o.b.text)), step=True)


def _offices(o: Overlap) -> Iterator[Parting]:
    """Of one office here and of another there the same is told: "the mayor resigned", "the treasurer resigned"."""
    for x, y in o.kin:
        if x.said or y.said or not (x.main and y.main) or x.passive != y.passive:
            continue
        n, m = (next((k for k in d.before if r.words[k].form in _OFFICES), None) for r, d in ((o.a, x), (o.b, y)))
        if n is None or m is None:
            continue
        p, q = o.a.words[n], o.b.words[m]
        if p.stem not in o.b.stems and q.stem not in o.a.stems:
            yield Parting("name", p.span, q.span, (p.form, q.form), step=True)


def _name_before(reading: Reading, d: Doing) -> range:
    """The numbers of the words of the name right before a doing with its helping words; none after a preposition."""
    end = bisect_right(reading.words, d.group.start, key=lambda word: word.span.end)
    start = end
    while start and _is_name(reading, start - 1):
        start -= 1
    return range(start, start if start and reading.words[start - 1].form in _TYING else end)


def _name_after(reading: Reading, d: Doing) -> range:
    """Those of the name right after a doing."""
    start = d.last + 1
    start += start < len(reading.words) and reading.words[start].form == "the"
    end = start
    while end < len(reading.words) and _is_name(reading, end):
        end += 1
    return range(start, end)


def _is_name(reading: Reading, n: int) -> bool:
    """Whether word `n` is written as a name; the first of a sentence where its article writes it so inside a sentence too."""
    if n or reading.name(n):
        return reading.name(n)
    word = reading.words[n].span.of(reading.text)
    if reading.words[n].bare or not word[0].isupper():
        return False
    return (word.isupper() and len(word) > 1) or re.search(rf"[a-z,] {re.escape(word)}\b", reading.text) is not None


def _known(one: Reading, name: range, other: Reading) -> bool:
    """Whether a word of a name that is no title stands in the other passage too, or all are titles or days."""
    words = [one.words[n] for n in name if one.words[n].form not in titles()]
    shared = any(w.stem in other.notions or w.notion in other.notions for w in words)
    return shared or not words or not set(name).intersection((*one.names, 0))


def _initials(a: Reading, n: range, b: Reading, m: range) -> bool:
    """Whether one name may be the initials of the other ("AHB", "Aber Harbour Board")."""
    x, y = [a.words[k].form for k in n], [b.words[k].form for k in m]
    return any(len(s) == 1 and s[0] == "".join(w[0] for w in t) for s, t in ((x, y), (y, x)))


def _whole(reading: Reading, name: range) -> Span:
    return Span(reading.words[name[0]].span.start, reading.words[name[-1]].span.end)


def _lone_names(one: Reading, other: Reading) -> list[int]:
    known = other.notions
    return [n for n in one.names if one.words[n].stem not in known and one.words[n].notion not in known]


def _touching(reading: Reading, n: int) -> Iterator[tuple[str, str]]:
    """The name right before or after word `n`, and the word that "of", "in" or "at" ties it to; no mark in between."""
    words, text = reading.words, reading.text

    def tied(a: Word, b: Word) -> bool:
        return text[a.span.end : b.span.start].strip(" \n'’s") == ""

    if n + 1 < len(words) and reading.name(n + 1) and tied(words[n], words[n + 1]):
        yield "after", words[n + 1].stem
    if n and reading.name(n - 1) and tied(words[n - 1], words[n]):
        yield "before", words[n - 1].stem
    if n > 1 and words[n - 1].form in ("of", "in", "at") and not words[n - 2].bare and tied(words[n - 1], words[n]):
        yield words[n - 1].form, words[n - 2].stem


def _first_names(*places: tuple[Reading, int]) -> bool:
    """Whether names that stand before one surname are first names of two people.

    They are no titles; a sentence's first word has its capital for no reason of its own, so it is one where either is known.
    """
    forms = [reading.words[n].form for reading, n in places]
    known = any(form in first_names() for form in forms)
    return not titles().intersection(forms) and (known or all(n for _, n in places))


def _order(a: Reading, b: Reading) -> Iterator[Parting]:
    """Opposite words that are no verbs ("before", "after"), beside the same words."""
    forms_a, forms_b = a.ordering, b.ordering
    if not forms_a or not forms_b:
        return
    for kind, x, y in contraries():
        for one, other in ((x, y), (y, x)):
            if one in forms_a and other in forms_b and one not in forms_b and other not in forms_a:
                n, m = forms_a[one], forms_b[other]
                turned = kind == "polarity" and _denied(a, n) != _denied(b, m)  # "not right" is "wrong"
                if not turned and set(_beside(a, n)) & set(_beside(b, m)):
                    yield Parting(kind, a.words[n].span, b.words[m].span, (one, other))


def _denied(reading: Reading, n: int) -> bool:
    """Whether a "not" stands close before word `n`."""
    return any(is_not(w.form) for w in reading.words[max(0, n - _NOT_FAR) : n])


def _days(a: Reading, b: Reading) -> Iterator[Parting]:
    """Another day of a month after the same words."""
    here, there = a.days, b.days
    if not here or not there:
        return
    for key, (n, day) in here.items():
        m, other = there.get(key, (0, day))
        if day != other and day not in [d for _, d in there.values()] and other not in [d for _, d in here.values()]:
            x, y = (Span(r.words[k].span.start, r.words[k + 1].span.end) for r, k in ((a, n), (b, m)))
            yield Parting("day", x, y, (x.of(a.text), y.of(b.text)))


def _beside(reading: Reading, n: int) -> tuple[tuple[str, str], ...]:
    """The words before and after word `n`, by their stems, two small words passed over."""
    found = []
    for side, step in (("before", -1), ("after", 1)):
        at = n + step
        while 0 <= at < len(reading.words) and abs(at - n) <= 2 and reading.words[at].bare:
            at += step
        if 0 <= at < len(reading.words) and not reading.words[at].bare:
            found.append((side, reading.words[at].stem))
    return tuple(found)
