"""Who does what to whom in a passage, and is it told as done?

The words of matter of a clause before and after a doing are who and to whom; the helping words right before it tell whether
it is denied, possible or still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from storybrief.claims import doing
from storybrief.claims.frames import Doing, Reading
from storybrief.claims.predicates import ADVERBS, BE, HELPERS, POSSIBLE, Predicate, Tokens, predicates, shape_of, tokens
from storybrief.claims.words import Word, words
from storybrief.english.tables import listed, word_sets
from storybrief.model import Span

_NOT = frozenset(listed("not never cannot hardly"))
_NOBODY = frozenset(listed("nobody none neither no-one"))
_UNSURE = POSSIBLE | {"couldn't", "mightn't"}
_TO_COME = frozenset(listed("will shall won't"))
_SUBORDINATE = word_sets("claims/words.tsv")["subordinator"]
# How many words of a clause are looked at before and after a doing.
_REACH = 12


@lru_cache(maxsize=1 << 13)
def reading(text: str, span: Span) -> Reading:
    """Read who does what to whom in `text` inside `span`: all who ask for a sentence share what was read of it."""
    return read(text, words(text, span))


def read(text: str, inside: tuple[Word, ...]) -> Reading:
    """Read it of words of `text` that stand in a row."""
    t = tokens(text, inside)
    found = tuple(predicates(t))
    return Reading(text, inside, tuple(_doing(t, found, place) for place in range(len(found))))


def _doing(t: Tokens, found: Sequence[Predicate], place: int) -> Doing:
    p, first = found[place], _group(t, found[place])
    start, stop = _clause(t, found, place, first)
    helping = t.forms[first : p.at]
    passive = not BE.isdisjoint(helping) and shape_of(t.forms[p.at]) == "past"
    after, by = _after(t, p.last + 1, min(stop, p.last + 1 + _REACH), passive or p.noun)
    return Doing(
        at=p.at,
        last=p.last,
        span=Span(t.words[p.at].span.start, t.words[p.last].span.end),
        group=Span(t.words[first].span.start, t.words[p.last].span.end),
        lemma=p.lemma,
        denied=any(is_not(form) for form in helping) or _no(t, first, p.last, stop),
        possible=next((n for n in range(p.at - 1, first - 1, -1) if t.forms[n] in _UNSURE), None),
        before=_before(t, found, place),
        after=after,
        by=by,
        passive=passive,
        noun=p.noun,
        main=not p.noun and _main(t, start, first, p.at, _after_said(found, place)),
        said=doing.is_of(p.lemma, "said"),
        unreal=doing.is_of(p.lemma, "unreal"),
        planned=not _TO_COME.isdisjoint(helping) or _infinitive(t, p, first),
    )


def _group(t: Tokens, p: Predicate) -> int:
    """Give the number of the first of the helping words right before a verb, or of its own first word."""
    first = p.at
    while not p.noun and first and not t.end[first] and _helps(t.forms[first - 1]):
        first -= 1
    return first


def _helps(form: str) -> bool:
    return form in HELPERS or is_not(form) or form in ADVERBS or form.endswith("ly")


def is_not(form: str) -> bool:
    """Whether a word, in small letters, turns a verb round."""
    return form in _NOT or form.endswith("n't")


def _infinitive(t: Tokens, p: Predicate, first: int) -> bool:
    return not p.noun and first > 0 and t.forms[first - 1] == "to"


def _clause(t: Tokens, found: Sequence[Predicate], place: int, first: int) -> tuple[int, int]:
    """Give where the words that may be of a doing start and stop: no other verb is between, and they are near on the left."""
    start = next((found[n].last + 1 for n in range(place - 1, -1, -1) if not found[n].noun), 0)
    stop = next((found[n].at for n in range(place + 1, len(found)) if not found[n].noun), len(t.words))
    return max(start, first - _REACH), stop


def _before(t: Tokens, found: Sequence[Predicate], place: int) -> tuple[int, ...]:
    """The words of matter before a doing in its clause; "agreed to buy": who agreed buys."""
    first = _group(t, found[place])
    while place and _infinitive(t, found[place], first) and first - 2 <= found[place - 1].last:
        place -= 1
        first = _group(t, found[place])
    start, _ = _clause(t, found, place, first)
    for n in range(first - 1, start - 1, -1):
        if t.end[n + 1] or t.forms[n] in _SUBORDINATE:
            start = n + 1
            break
    return tuple(n for n in range(start, first) if not t.words[n].bare)


def _after(t: Tokens, start: int, stop: int, divided: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The words of matter after it, and those after a "by" where that tells who does it."""
    after: list[int] = []
    by: list[int] = []
    into = after
    for n in range(start, stop):
        if t.end[n]:
            break
        if divided and t.forms[n] == "by":
            into = by
        elif not t.words[n].bare:
            into.append(n)
    return tuple(after), tuple(by)


def _no(t: Tokens, first: int, last: int, stop: int) -> bool:
    """Whether "no" stands with it: "no traces", "without injury", "nobody was hurt"."""
    for n in range(max(0, first - 4), first):
        if t.forms[n] in _NOBODY or (t.forms[n] == "no" and not t.end[n + 1]):
            return not any(t.end[k] or t.comma[k] for k in range(n + 1, first + 1))
        if t.forms[n] == "without" and first - n <= 2:
            return True
    after = range(last + 1, min(stop, last + 3))
    return any(t.forms[n] in ("no", "nobody", "none", "nothing") and not t.comma[n] for n in after)


def _after_said(found: Sequence[Predicate], place: int) -> bool:
    """Whether the verb before only gives words to somebody: its "that" makes no clause less."""
    verb = next((found[n] for n in range(place - 1, -1, -1) if not found[n].noun), None)
    return verb is not None and doing.is_of(verb.lemma, "said")


def _main(t: Tokens, start: int, first: int, at: int, said: bool) -> bool:
    if shape_of(t.forms[at]) == "ing" and first == at:
        return False
    return not any(t.forms[n] in _SUBORDINATE and not (said and t.forms[n] == "that") for n in range(start, first))
