"""Which sentences tell the event, and in what order? The lead and the lines of "In brief".

A reader who knows nothing must understand the first line: a whole sentence from the opening of an article that says
what most articles say, with who, when, where and how many. Each further line adds most of what is still untold.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from storybrief.claims.arguments import reading
from storybrief.claims.body import Place
from storybrief.claims.candidates import Candidate, Doing, candidates, main_names, understood
from storybrief.claims.doing import kinds_of, relation
from storybrief.claims.related import homes
from storybrief.claims.words import words
from storybrief.model import BriefLine, Claim, Decisions, Dispute, Extract, Quantity, Trace

MOST = 12  # lines; a brief shows seven at most, the others are there to be lifted
OPENING = 2  # body sentences of an article that may be the lead


def lines(
    claims: Sequence[Claim],
    extracts: Sequence[Extract],
    decisions: Decisions,
    groups: Sequence[Sequence[str]],
    quantities: Sequence[Quantity] = (),
    rows: Sequence[Dispute] = (),
) -> tuple[BriefLine, ...]:
    """Choose the lines of "In brief", the lead first.

    `claims` are in the order of the brief, `groups` the ids of articles that count as one. Of `quantities` that changed,
    an earlier value is no news. What stands on another side of one of the `rows` of what articles disagree on is no
    source of a line. An editor's `order` puts the sentence of a claim at that place, from 1.
    """
    weight = _weights(extracts, groups)
    every = candidates(claims, extracts, weight)
    main = main_names(every)
    support = _support(claims, groups, extracts)
    chosen: list[tuple[Candidate, Trace]] = []
    told: set[str] = set()
    held: set[int] = set()
    left = [c for c in every if understood(c, main)]
    newest, passed = _states(left, quantities)
    passed |= _over(every)
    left = [c for c in left if _at(c) not in passed]
    while left and len(chosen) < MOST:
        first = not chosen
        pool = ([c for c in left if c.down < OPENING and not c.quoted] or left) if first else left
        scored = [(_score(c, weight, support, told, held, main, newest, first=first), c) for c in pool]
        best, candidate = max(scored, key=lambda sc: (sum(sc[0].values()), -sc[1].down))
        if not first and best["new"] <= _LEAST_NEW / (1 + candidate.ahead):
            break
        chosen.append((candidate, Trace("sum of features", tuple(f"{n} {v:.2f}" for n, v in best.items() if v))))
        told |= candidate.stems
        newest = {place: of - newest.get(_at(candidate), frozenset()) for place, of in newest.items()}
        held.update(candidate.claims)
        before = [one for one, _ in chosen]
        left = [c for c in left if c is not candidate and not _repeats(c, told, before, weight)]
    return _placed([_line(c, by, claims, rows) for c, by in chosen], every, claims, decisions, rows)


_AHEAD, _PAST, _COLOUR, _ENDED, _OUTCOME, _STOOD = 0.5, -0.5, -0.4, -1.0, 0.8, -0.4
_LEAST_NEW = 0.15  # what is still to come needs half of it: "An inquest will open on April 27"
# Of what a sentence says, by weight: of more it only repeats; and of more, it does when each of its doings was told too.
_MOST_TOLD, _MUCH_TOLD = 0.55, 0.3


def _score(
    one: Candidate,
    weight: Mapping[str, float],
    support: Mapping[int, float],
    told: set[str],
    held: set[int],
    main: frozenset[str],
    newest: Mapping[Place, frozenset[int]],
    *,
    first: bool,
) -> dict[str, float]:
    """What speaks for a sentence as the next line."""
    new = [weight.get(s, 0.0) for s in one.stems if s not in told]
    made = {
        "new": math.fsum(new) / math.sqrt(len(one.stems) + 4),
        "in several": max((support[c] for c in one.claims if c not in held), default=0.0),
        "told early": (1.25 if first else 1.5) / (1 + one.down),
        "newest": one.newness * (1.2 if first else 1.0),
        "quotation": -0.3 * one.quoted,
        "newest state": (0.7 if first else 1.5 * one.newness) * bool(newest.get(_at(one))),
        "press release": -0.7 * one.extract.article.release,
        "told already": -0.7 * any(c in held for c in one.claims),
    }
    if not first:
        made["still to come"] = _AHEAD * one.ahead
        made["of another year"] = _PAST * one.past
        made["how it ended"] = _OUTCOME * (_step(one) >= _DECIDED)
        made["colour"] = _COLOUR * one.colour
        made["as it stood"] = _STOOD * (one.perfect and 0 < one.newness < 0.5)
        made["no longer so"] = _ENDED * (one.ongoing and 0 < one.newness < 1)
    else:
        made["late step"] = 0.15 * _step(one)
        made["result"] = 0.9 * _result(one)
        made["long run-up"] = -0.5 * bool(_RUN_UP.match(one.words))
        made["who"] = 0.2 * sum(1 for name in one.names if name in main)
        made["when"] = 0.2 * min(one.times, 1)
        made["how many"] = 0.2 * min(one.figures, 2)
    return made


def _at(one: Candidate) -> tuple[str, int]:
    return one.extract.article.id, one.sentence.number


def _states(
    every: Sequence[Candidate], quantities: Sequence[Quantity]
) -> tuple[dict[Place, frozenset[int]], set[Place]]:
    """The sentences that give the newest value of what changed (with the numbers of those quantities), and the passed ones.

    A sentence with an earlier value only is passed when one of `every` gives the newest: else it is the best there is.
    """
    there = {_at(c) for c in every}
    newest: dict[Place, frozenset[int]] = {}
    passed: set[Place] = set()
    for number, quantity in enumerate(quantities):
        if quantity.standing == "update":
            *earlier, last = ({(f.article, f.sentence) for f in value} for value in quantity.values)
            for place in last & there:
                newest[place] = newest.get(place, frozenset()) | {number}
            passed |= set().union(*earlier) - last if last & there else set()
    return newest, passed


# The steps of a case, in their order: a later one is the newer state of what the earlier ones were about.
_STEPS = {name: n for n, names in enumerate(
    (("arrest",), ("charge", "accuse"), ("plead",), ("convict", "acquit"), ("sentence", "spare"), ("overturn", "uphold")), 1
) for name in names}  # fmt: skip
_DECIDED = _STEPS["convict"]
_WON_OR_LOST = frozenset(("win", "lose", "beat"))
_RUN_UP = re.compile(r"(?:In|With|As|After|Despite|Following|Amid)\s+(?:\S+\s+){6,}?\S+,")


def _step(one: Candidate) -> int:
    """How far along the steps of a case the sentence is by its main doings, from 1; 0 when it tells of none."""
    done = reading(one.extract.article.text, one.sentence.span).doings
    return _stage(d.lemma for d in done if d.main and not d.noun)


def _stage(lemmas: Iterable[str]) -> int:
    """The last step of a case among some doings, from 1; 0 for none."""
    kinds = {kind for lemma in lemmas for kind in kinds_of(lemma)}
    if "plead" in kinds:
        kinds -= {"convict", "acquit"}  # "pleaded not guilty" is no verdict
    return max((_STEPS.get(kind, 0) for kind in kinds), default=0)


def _over(every: Sequence[Candidate]) -> set[Place]:
    """The sentences of older articles that tell what is over by what a newer one tells, row by row of `_OVER`."""
    passed: set[Place] = set()
    for was, now in _OVER:
        since = max((c.newness for c in every if now(c)), default=0.0)
        passed |= {_at(c) for c in every if c.newness < since and was(c)}
    return passed


_DENIES = re.compile(r"\bden(?:ies|y)\b|\bplea\s+of\s+not\s+guilty\b")
_RELEASED = re.compile(
    r"\b(?:released\s+(?:without\s+charge|on\s+bail|from\s+custody)|freed\s+(?:on\s+bail|without\s+charge))\b"
)
# "The last of the missing was identified", "all of the missing have been accounted for"
_NONE_LEFT = re.compile(
    r"\b(?:last|all)\s(?:[^.,;]*\s)?(?:the\s+|listed\s+as\s+)missing\b|\b(?:no\s+one|nobody)\s+(?:is|was|remains)\s+(?:still\s+)?missing\b",
    re.IGNORECASE,
)
_MISSING = re.compile(r"\b(?:missing|unaccounted)\b")
# What an older article tells, and what in a newer one ends it: a plea the verdict, an arrest the release.
_OVER: tuple[tuple[Callable[[Candidate], bool], Callable[[Candidate], bool]], ...] = (
    (lambda c: _step(c) == _STEPS["plead"] or bool(_DENIES.search(c.words)), lambda c: _step(c) >= _DECIDED),
    (lambda c: _step(c) == _STEPS["arrest"], lambda c: bool(_RELEASED.search(c.words))),
    (lambda c: c.figures > 0 and bool(_MISSING.search(c.words)), lambda c: bool(_NONE_LEFT.search(c.words))),
)


def _result(one: Candidate) -> bool:
    """Whether its first main doing is to win or to lose."""
    done = (d for d in reading(one.extract.article.text, one.sentence.span).doings if d.main and not d.noun)
    first = next(done, None)
    return first is not None and not _WON_OR_LOST.isdisjoint(kinds_of(first.lemma))


def _repeats(one: Candidate, told: set[str], lines: Sequence[Candidate], weight: Mapping[str, float]) -> bool:
    """Whether its claims or most of what it says was told, or much of it and each of its doings, or much and two in one line.

    How a case was decided is never told already by the step before or after it.
    """
    if any(_stage((verb,)) >= _DECIDED and not _done_before((verb, frozenset()), lines) for verb, _ in one.doings):
        return False
    if {c for line in lines for c in line.claims}.issuperset(one.claims):
        return True
    share = _share(one, told, weight)
    if share <= _MUCH_TOLD or share > _MOST_TOLD:  # a line alone has told no more than all lines have
        return share > _MOST_TOLD
    if all(_done_before(d, lines) for d in one.doings):
        return True
    much = (line for line in lines if _share(one, line.stems, weight) > _MUCH_TOLD)
    return any(sum(_done_before(d, (line,)) for d in one.doings) > 1 for line in much)


def _share(one: Candidate, stems: Set[str], weight: Mapping[str, float]) -> float:
    """How much of what a sentence says is among `stems`, 0 to 1, by weight."""
    return math.fsum([weight.get(s, 0.0) for s in one.stems & stems]) / one.says if one.says else 1.0


def _done_before(one: Doing, lines: Sequence[Candidate]) -> bool:
    """Whether a line has the same doing, and somebody or something that stands with it here, if anything does."""
    verb, around = one
    return any(
        (not around or bool(around & line.stems)) and relation(verb, theirs) == "kin"
        for line in lines
        for theirs, _ in line.doings
    )


def _weights(extracts: Sequence[Extract], groups: Sequence[Sequence[str]]) -> dict[str, float]:
    """How much a word says about the event: more the more groups of articles have it; a word of one says little."""
    home = homes([e.article.id for e in extracts], groups)
    seen: dict[str, set[str]] = {}
    for extract in extracts:
        own = seen.setdefault(home[extract.article.id], set())
        for sentence in extract.body:
            own.update(w.notion for w in words(extract.article.text, sentence.span) if not w.bare)
    counts = Counter(stem for own in seen.values() for stem in own)
    most = max(2, len(seen))
    return {stem: (n - 1) / (most - 1) + 0.1 for stem, n in counts.items()}


def _support(claims: Sequence[Claim], groups: Sequence[Sequence[str]], extracts: Sequence[Extract]) -> dict[int, float]:
    """The share of groups beyond the first that have each claim."""
    home = homes([e.article.id for e in extracts], groups)
    of = max(1, len(extracts) - 1)
    return {n: (len({home[a] for a in claim.articles}) - 1) / of for n, claim in enumerate(claims)}


# --- lines --------------------------------------------------------------------------------------------------------


def _line(one: Candidate, by: Trace, claims: Sequence[Claim], rows: Sequence[Dispute]) -> BriefLine:
    passages = dict.fromkeys(p for n in one.claims for p in claims[n].passages)
    apart = _on_other_sides(one, rows)
    return BriefLine(
        one.passage, tuple(p for p in passages if (p.article, p.sentence) not in apart) or (one.passage,), by
    )


def _on_other_sides(one: Candidate, rows: Sequence[Dispute]) -> set[Place]:
    """The sentences that say another thing of a fact that this one tells: they do not bear its line out."""
    found: set[Place] = set()
    for row in (row for row in rows if row.kind not in ("wording", "name")):
        places = [{(p.article, p.sentence) for p in side} for side in row.sides]
        own: set[Place] = set().union(*(p for p in places if _at(one) in p))
        found |= set().union(*places) - own if own else set()
    return found


def _placed(
    made: list[BriefLine],
    every: Sequence[Candidate],
    claims: Sequence[Claim],
    decisions: Decisions,
    rows: Sequence[Dispute],
) -> tuple[BriefLine, ...]:
    """Put the sentences for which an editor gave a place there."""
    for passage, place in sorted(decisions.order, key=lambda po: po[1]):
        wanted = next(
            (c for c in every if c.passage.article == passage.article and c.sentence.span.overlaps(passage.span)), None
        )
        if wanted is not None:
            made = [line for line in made if line.shown != wanted.passage]
            made.insert(place - 1, _line(wanted, Trace("placed by an editor"), claims, rows))
    return tuple(made)
