"""Which claims are about what is older than the story?

A brief tells what is new first. A claim goes under "Background" only when it is sure: an article dates what it tells at
least a month before the first article came out, and nothing in any wording of the claim is new. All else stays where it
is; an editor can move a claim either way. Of the 94 sentences that the rules found in 600 training articles a person read
all: 92 are older than their article, two are the news of a report on last year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from storybrief.claims.body import by_sentence
from storybrief.english.calendar import MONTHS, day_of
from storybrief.english.inflection import participle
from storybrief.english.marks import masked
from storybrief.model import Claim, Decisions, Extract, Moment, Passage, Span, Statement, Trace

# A story's own beginning is days, seldom weeks, before its first article; what is a month older is not its news.
OLDER = timedelta(days=30)

_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)(s)?\b")
# "since 2019", "by 2019" and "from 2019" reach into the present; "after 2019" may.
_PERIOD = re.compile(
    r"(?:in|during|throughout|of|back\s+in)?\s*(?:(?:the|early|late|mid)[\s-]+)*[A-Z\d]", re.IGNORECASE
)
_LAST_YEAR = re.compile(r"last\s+year\Z", re.IGNORECASE)
_AGO = re.compile(r"(?:(?:\S+\s+)*(?:years?|decades?)|(?!(?:a|an|one|1)\s)(?:\S+\s+)+months)\s+ago\Z", re.IGNORECASE)

_OPENING = re.compile(
    r"(?P<ago>[A-Z][\w-]*(?:\s+[\w-]+){0,3}?\s+ago)\b"
    r"|(?:Back\s+in|In|During|Throughout)\s+(?:(?:the|early|late|mid)[\s-]+)*(?:[A-Z][a-z]+\s+(?:of\s+)?)?(?:1[5-9]|20)\d\d\b"
)

_PRESENT = re.compile(
    r"\b(?:is|are|am|isn['’]t|aren['’]t|has|hasn['’]t|have|haven['’]t|will|won['’]t|can|cannot|can['’]t|(?-i:may)|must|says?"
    r"|now|currently|still|yet|so\s+far|remains?|continues?|today|since|recently)\b|['’](?:s\s+been|re|ve|ll)\b|\?",
    re.IGNORECASE,
)
_BEFORE_ALL = re.compile(r"[\s\"“(]*(?:(?:back|late|early|on|in|just|only|almost|some|about|more\s+than|and|but)\s+)*\Z", re.IGNORECASE)  # fmt: skip
_THEN_CLAUSE = re.compile(
    r"\s*,|\s+(?:the|a|an|he|she|it|they|we|his|her|its|their|this|these|those|several|many|some|more|at\s+least)\b"
    r"|\s+[A-Z\d]"
)
_WAS_DONE = re.compile(rf"\b(?:was|were|had)\s+(?:been\s+)?(?:\w+ly\s+)?{participle()}\s+(?:on\s+)?\Z", re.IGNORECASE)
# Forms of the past that cannot be a participle: "a house built in 1931" dates the house, "the war began in 1931" all.
_HAPPENED = re.compile(
    r"\b(?:began|broke\s+(?:out|down)|became|came|died|fell|gave|grew|happened|occurred|rose|sank|took\s+(?:place|office|effect)"
    r"|went|wrote)\s+(?:on\s+)?\Z",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"[,;:—–()]|\s-\s|\b(?:which|who|whom|whose|that|where|when|while|after|before|because|as|if|though|although|but"
    r"|and|than)\b",
    re.IGNORECASE,
)


class _Place(Struct, frozen=True):
    """A passage with what its article gives: the times in it, the statements it holds words of, the story's start."""

    extract: Extract
    passage: Passage
    moments: tuple[Moment, ...]
    statements: tuple[Statement, ...]
    start: date | None

    @property
    def words(self) -> str:
        return self.passage.span.of(self.extract.article.text)

    @property
    def unquoted(self) -> str:
        """The words, those in quotation marks blotted out."""
        return masked(self.words)

    def before(self, moment: Moment) -> str:
        return self.words[: moment.span.start - self.passage.span.start]

    def after(self, moment: Moment) -> str:
        return self.words[moment.span.end - self.passage.span.start :]

    def written(self, moment: Moment) -> str:
        return moment.span.of(self.extract.article.text)


def background(
    claims: Sequence[Claim],
    extracts: Sequence[Extract],
    decisions: Decisions = Decisions(),  # noqa: B008  (frozen)
) -> tuple[Claim, ...]:
    """Mark the claims that are background, each with the rule and the words it saw.

    A claim is when one of its passages is older by a rule of `RULES` and none has anything new: another time, or a verb
    of the present. Only English has such rules. What an editor decided about a claim holds.
    """
    look = _Look(extracts)
    return tuple(replace(claim, background=_judged(claim, look, decisions)) for claim in claims)


class _Look:
    """The story's articles, to look up what a passage holds."""

    def __init__(self, extracts: Sequence[Extract]) -> None:
        self.start = min((day for e in extracts if (day := day_of(e.article.source.published))), default=None)
        self.found = by_sentence(extracts)

    def place(self, passage: Passage) -> _Place:
        key, extract = (passage.article, passage.sentence), self.found.extracts[passage.article]
        known = [m for m in self.found.moments.get(key, ()) if passage.span.holds(m.span)]
        opening = _opening(passage, extract, known)
        moments = (opening, *(m for m in known if not opening.span.holds(m.span))) if opening else tuple(known)
        said = tuple(s for s in self.found.said.get(key, ()) if any(c.overlaps(passage.span) for c in s.content))
        return _Place(extract, passage, moments, said, self.start)


def _judged(claim: Claim, look: _Look, decisions: Decisions) -> Trace | None:
    for wanted, whether in decisions.background:
        if any(p.article == wanted.article and p.span.overlaps(wanted.span) for p in claim.passages):
            return Trace("said by an editor") if whether else None
    places = [look.place(p) for p in claim.passages]
    if not all(p.extract.article.english for p in places):
        return None
    older = next((trace for p in places if (trace := _older(p))), None)
    return None if older is None or any(_new(p) for p in places) else older


def _opening(passage: Passage, extract: Extract, known: Sequence[Moment]) -> Moment | None:
    """The time with a capital letter that opens a passage, when none is known that has all of it."""
    found = _OPENING.match(extract.article.text, passage.span.start, passage.span.end)
    if found is None or any(m.span.start < found.end() < m.span.end or m.span.start == found.start() for m in known):
        return None
    kind: Literal["relative", "period"] = "relative" if found["ago"] else "period"
    return Moment(passage.article, passage.sentence, Span(*found.span()), kind)


# --- times -----------------------------------------------------------------------------------------------------


def _new(place: _Place) -> bool:
    """Whether a passage has anything that may be new: a time that is not surely old, or a verb of the present."""
    dated = [m for m in place.moments if m.kind != "duration"]
    return bool(_PRESENT.search(place.unquoted)) or any(not _old(m, place) for m in dated)


def _old(moment: Moment, place: _Place) -> bool:
    """Whether a time lies at least `OLDER` before the story. Without a declared date only "years ago" is known to."""
    if moment.kind not in ("date", "period", "relative"):
        return False
    written = place.written(moment)
    if moment.kind == "relative":
        return bool(_AGO.search(written)) or _last_year(written, place)
    last = day_of(moment.resolved) if moment.kind == "date" else _end_of(written)
    return last is not None and place.start is not None and last <= place.start - OLDER


def _last_year(written: str, place: _Place) -> bool:
    told = day_of(place.extract.article.source.published)
    if not _LAST_YEAR.match(written):
        return False
    return told is None or place.start is None or date(told.year - 1, 12, 31) <= place.start - OLDER


def _end_of(written: str) -> date | None:
    """The last day that a written month, year or decade can mean; None when it may reach further."""
    year = _YEAR.search(written)
    if year is None or not _PERIOD.match(written):
        return None
    month = next((n for n, name in enumerate(MONTHS, start=1) if name.casefold() in written.casefold()), 12)
    last = int(year[1]) + (9 if year[2] else 0)
    return date(last, month, calendar.monthrange(last, month)[1])


# --- rules -----------------------------------------------------------------------------------------------------


def _opens(place: _Place, moment: Moment) -> bool:
    """An old time opens the sentence: it dates all of it."""
    return bool(_BEFORE_ALL.match(place.before(moment)) and _THEN_CLAUSE.match(place.after(moment)))


def _dates_the_verb(place: _Place, moment: Moment) -> bool:
    """An old time right behind the only verb of a plain sentence dates it."""
    before = place.before(moment)
    rest = place.unquoted.replace(place.written(moment), " ")
    return bool((_WAS_DONE.search(before) or _HAPPENED.search(before)) and not _SUBORDINATE.search(rest.rstrip(" .")))


RULES: tuple[tuple[str, Callable[[_Place, Moment], bool]], ...] = (
    ("an old time opens the sentence", _opens),
    ("an old time stands right behind the verb", _dates_the_verb),
)


def _older(place: _Place) -> Trace | None:
    if not all(_told_then(s, place.passage.span) for s in place.statements):
        return None
    for moment in place.moments:
        if moment.kind != "duration":
            for name, rule in RULES:
                if rule(place, moment):
                    return Trace(name, (place.written(moment),))
    return None


def _told_then(statement: Statement, passage: Span) -> bool:
    """Whether the saying is as old as the words: "In 2019 she said …", but not "… in 2019, she said"."""
    cue = statement.attribution.cue
    return cue is not None and passage.holds(cue) and cue.end <= statement.content[0].start
