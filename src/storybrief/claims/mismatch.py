"""In which words that are no doings do two passages part: another name at the same place, "before" for "after", another day?"""

from __future__ import annotations

from collections.abc import Iterator

from storybrief.claims import doing
from storybrief.claims.arguments import is_not
from storybrief.claims.frames import ORDER, QUALITIES, Reading
from storybrief.claims.overlap import Overlap, Parting
from storybrief.claims.words import Word
from storybrief.english.persons import first_names, titles
from storybrief.model import Span

# So much of two passages must be the same (0 to 1) for another name to be seen.
_ALIKE_NAMES = 0.7
_NOT_FAR = 3  # words before one that a "not" turns


def mismatches(o: Overlap) -> Iterator[Parting]:
    """Find them: names, then words of order, then days."""
    yield from _names(o)
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
    for x, y in (*ORDER, *QUALITIES):
        for one, other in ((x, y), (y, x)):
            if one in forms_a and other in forms_b and one not in forms_b and other not in forms_a:
                n, m = forms_a[one], forms_b[other]
                of_order = (x, y) in ORDER
                turned = not of_order and _denied(a, n) != _denied(b, m)  # "not right" is "wrong"
                if not turned and set(_beside(a, n)) & set(_beside(b, m)):
                    yield Parting("order" if of_order else "polarity", a.words[n].span, b.words[m].span, (one, other))


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
