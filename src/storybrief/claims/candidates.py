"""Which sentences could be a line of "In brief", and can somebody who has read nothing before understand one?"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from storybrief.claims.arguments import reading
from storybrief.claims.body import BySentence, Place, by_sentence
from storybrief.claims.doing import light
from storybrief.claims.words import Word, words
from storybrief.english.calendar import day_of
from storybrief.english.persons import first_names
from storybrief.english.tables import rows
from storybrief.model import Claim, Extract, Moment, Passage, Sentence, Span, Statement

# Words of a line; of more than 40 words a part may be cut away, of many more too much. An article's first sentence tells all.
FEWEST, LONGEST, LONGEST_FIRST = 7, 45, 60

Doing = tuple[str, frozenset[str]]  # a verb or noun of doing, and the notions of who and what stand with it


class Candidate(Struct, frozen=True):
    """A sentence that could be a line.

    claims   the numbers of the claims that hold a part of it
    read     its words; `stems` are those that say something, inflection gone
    says     how much its stems say about the event, all together
    down     how many sentences of its article's body stand before it
    newness  0 to 1, by the date of its article among those of the story; 0 when it has none
    doings   what is done in it, as verbs that say something, each with the notions of who and what stands with it
    giverless   it holds somebody's words, and not whose they are
    colour   it has nobody's words, no time, and no number but an age; 2 when it only tells how somebody stood or looked
    ahead    it tells of a day after its article, `past` of a year before that of its article
    perfect  it tells what had been done as its article came out ("have asked for")
    ongoing  it tells what was going on, or to come, as its article came out ("police are searching"), and is no longer
    """

    extract: Extract
    sentence: Sentence
    claims: tuple[int, ...]
    read: tuple[Word, ...]
    stems: frozenset[str]
    says: float
    names: frozenset[str]
    figures: int
    times: int
    down: int
    newness: float
    quoted: bool
    giverless: bool
    colour: int
    ahead: bool
    past: bool
    perfect: bool
    ongoing: bool
    doings: tuple[Doing, ...]

    @property
    def passage(self) -> Passage:
        """The whole sentence."""
        return Passage(self.extract.article.id, self.sentence.number, self.sentence.span)

    @property
    def words(self) -> str:
        """What it says."""
        return self.sentence.span.of(self.extract.article.text)


def candidates(claims: Sequence[Claim], extracts: Sequence[Extract], weight: Mapping[str, float]) -> list[Candidate]:
    """Return every body sentence that is not of what is older than the story; `weight` is that of each stem."""
    held: dict[Place, list[int]] = {}
    older: set[Place] = set()
    for number, claim in enumerate(claims):
        for passage in claim.passages:
            held.setdefault((passage.article, passage.sentence), []).append(number)
            if claim.background:
                older.add((passage.article, passage.sentence))
    found, newness = by_sentence(extracts), _newness(extracts)
    newest = max((e.article.source.day for e in extracts), default="")
    return [
        _candidate(extract, sentence, down, held, found, newness, newest, weight)
        for extract in extracts
        for down, sentence in enumerate(extract.body)
        if (extract.article.id, sentence.number) not in older
    ]


def _candidate(
    extract: Extract,
    sentence: Sentence,
    down: int,
    held: Mapping[Place, Sequence[int]],
    found: BySentence,
    newness: Mapping[str, float],
    newest: str,
    weight: Mapping[str, float],
) -> Candidate:
    at = extract.article.id, sentence.number
    read = words(extract.article.text, sentence.span)
    stems = frozenset(w.notion for w in read if not w.bare)
    moments = found.moments.get(at, ())
    days = [m for m in moments if m.kind in ("date", "weekday")]
    counted = any(f.unit != "age" for f in found.figures.get(at, ()))
    day = extract.article.source.day
    return Candidate(
        extract=extract,
        sentence=sentence,
        claims=tuple(dict.fromkeys(held.get(at, ()))),
        read=read,
        stems=stems,
        says=math.fsum([weight.get(s, 0.0) for s in stems]),
        names=_names(read),
        figures=len(found.figures.get(at, ())),
        times=len(days),
        down=down,
        newness=newness[extract.article.id],
        quoted=any(s.kind == "direct" for s in found.said.get(at, ())),
        giverless=any(_giverless(s, sentence) for s in found.said.get(at, ())),
        colour=(not (counted or days or at in found.said))
        + bool(_HOW_SOMEBODY_LOOKED.search(sentence.span.of(extract.article.text))),
        ahead=bool(day) and any(day < (m.resolved or "")[:10] for m in days),
        past=_past(extract.article.text, moments, day[:4]),
        perfect=_perfect(extract.article.text, sentence.span),
        ongoing=_ongoing(extract.article.text, sentence.span)
        or _was_to_come(sentence.span.of(extract.article.text), days, day, newest),
        doings=_doings(extract.article.text, sentence.span),
    )


_HOW_SOMEBODY_LOOKED = re.compile(
    r"\b(?:(?:stood|sat)\s+(?:with|in\s+the|beside|behind|next|silent\w*|still|up|there|motionless|quietly)\b"
    r"|(?:wore|wearing|dressed\s+in|smiled|wept|sobbed|nodded|stared|gripped\s+the|shook\s+(?:his|her)\s+head|showed\s+no\s+emotion)\b)"
)


def _past(text: str, moments: Iterable[Moment], year: str) -> bool:
    told = {y for m in moments for y in _YEAR.findall(m.span.of(text))}
    return bool(year and told) and max(told) < year


_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def _doings(text: str, span: Span) -> tuple[Doing, ...]:
    read = reading(text, span)
    told = (d for d in read.doings if not d.said and not light(d.lemma))
    words = read.words
    return tuple(
        (d.lemma, frozenset(words[n].notion for n in (*d.before, *d.after) if not words[n].number)) for d in told
    )


def _ongoing(text: str, span: Span) -> bool:
    read = reading(text, span)
    return _STILL.search(span.of(text)) is not None or any(
        d.main and d.group.of(text).casefold().startswith(("is ", "are ")) and d.span.of(text).endswith("ing")
        for d in read.doings
    )


# What was so as its article came out, or is of a night that a later reader cannot name.
_STILL = re.compile(
    r"\b(?:(?:is|are|was|were|remain\w*)\s+still|(?:last|this|over)\s*(?:night|morning|evening|afternoon)|tonight)\b"
)
# "A frigate would reach the area by Sunday night", in an article of Sunday: told before it came about.
_TO_COME = re.compile(r"\b(?:would|will|(?:is|are|was|were)\s+(?:due|set|expected|scheduled)\s+to)\b")


def _was_to_come(words: str, days: Iterable[Moment], day: str, newest: str) -> bool:
    """Whether it was to come, on a day from that of the article on which is past in the newest article."""
    return _TO_COME.search(words) is not None and any(day <= (m.resolved or "")[:10] < newest for m in days)


def _perfect(text: str, span: Span) -> bool:
    mains = (d for d in reading(text, span).doings if d.main)
    return any(d.group.of(text).casefold().startswith(("has ", "have ")) for d in mains)


def _giverless(statement: Statement, sentence: Sentence) -> bool:
    """Whether a sentence is in somebody's quotation marks, and another sentence says in whose."""
    by = statement.attribution
    inside = any(span is not None and sentence.span.holds(span) for span in (by.mention, by.head, by.cue))
    return bool(statement.quoted) and not inside


def _names(read: Iterable[Word]) -> frozenset[str]:
    return frozenset(w.notion for w in read if w.name and not w.number)


def _newness(extracts: Sequence[Extract]) -> dict[str, float]:
    days = {e.article.id: day_of(e.article.source.published) for e in extracts}
    newest = max((day for day in days.values() if day), default=None)
    return {id: 1 / (1 + (newest - day).days / _HALF) if newest and day else 0.0 for id, day in days.items()}


_HALF = 2  # days after which an article is half as new
# "Some 450 firefighters are trying to contain it": nothing that it could be stands before it.
_ENDS_IN_IT = re.compile(r"(?!.*\b(?:an?|the|this|that|its?)\s+[a-z]).*\bit\W*\Z", re.IGNORECASE | re.DOTALL)
# Somebody "said it had decided the match": a deed of something told before, not "it would take", "it had rained".
_IT_DID = re.compile(r"it\s+(?:had|has|did|does)\s+(?!be|tak|rain|snow|seem|look|appear)[a-z]+ed\b")


@cache
def _unexplained(where: str) -> re.Pattern[str]:
    """Read what stands first, or anywhere, in a sentence that needs something told before it."""
    patterns = (f"(?:{pattern})" for place, _, pattern in rows("claims/unexplained.tsv") if place == where)
    return re.compile("|".join(patterns), re.IGNORECASE)


_FIRST_WORD = re.compile(r"[\"“'‘(]?\s*")


def _begins_unexplained(one: Candidate, _: frozenset[str]) -> bool:
    front = _FIRST_WORD.match(one.words)
    return front is not None and _unexplained("first").match(one.words, front.end()) is not None


def _described(one: Candidate, main: frozenset[str]) -> bool:
    """Whether it begins with somebody or something described, of whom no name tells more, and not expected either."""
    expected = one.ahead and _COMING.match(one.words)
    return _DESCRIBED.match(one.words) is not None and one.names.isdisjoint(main) and not expected


def _of_something_told(one: Candidate, _: frozenset[str]) -> bool:
    """Whether a person in it only tells what "it" did, which is not the person."""
    text = one.extract.article.text
    return any(
        s.attribution.kind == "person" and one.sentence.number in s.sentences and _IT_DID.match(s.content[0].of(text))
        for s in one.extract.statements
    )


def _names_alone(one: Candidate, _: frozenset[str]) -> bool:
    """Whether it has only names, as what is left of a sentence that an abbreviation cut: "Chairman Bo Lind, R-Va."."""
    text = one.extract.article.text
    return all(text[w.span.start].isupper() for w in one.read if w.content)


def _pronoun_first(one: Candidate, _: frozenset[str]) -> bool:
    """Whether a pronoun comes before any name: "In the summer, he bought the mill"."""
    found = _PRONOUN_FIRST.match(one.words)
    return found is not None and not any(
        w.name and w.span.end <= one.sentence.span.start + found.end() for w in one.read
    )


_PRONOUN_FIRST = re.compile(
    r"(?:[^,;:]{2,80},|[A-Z]\w+ly|Later|Earlier|Afterwards?|Then|Now|Before|Once)\s+(?:he|she|they|we|his|her|their)\b"
)


def _surname_first(one: Candidate, main: frozenset[str]) -> bool:
    """As in "Mr. Lind's tests were old": a surname first of which the story is not about, and no name in full."""
    found = _MISTER.match(one.words)
    return found is not None and found[1].casefold() not in {w.form for w in one.read if w.notion in main}


_MISTER = re.compile(r"[\"“'‘]?(?:Mr|Mrs|Ms|Miss)\.?\s+([A-Z][\w-]+)")


def _another_meant(one: Candidate, _: frozenset[str]) -> bool:
    """As in "Karl Lind said that she had done nothing": a pronoun that fits none of those named, whose names tell which would."""
    named = [first_names().get(m[1].casefold()) for m in _FULL_NAME.finditer(one.words)]
    return bool(named) and all(named) and any(m[1] not in named for m in _HE_OR_SHE.finditer(one.words))


_FULL_NAME = re.compile(r"(?<!\w)(?:(?:Mrs|Mr|Ms|Dr)\.?\s+)?([A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+)+")
_HE_OR_SHE = re.compile(r"\b(he|she)\b")


def main_names(every: Sequence[Candidate]) -> frozenset[str]:
    """The names that most sentences of the story have: whom and what it is about."""
    counts = Counter(name for one in every for name in one.names)
    return frozenset(sorted(counts, key=lambda name: (-counts[name], name))[:_MAIN])


_MAIN = 4
# What a reader expects when it is still to come, though nothing has told of it yet.
_COMING = re.compile(
    r"The\s+(?:trial|hearing|inquest|inquiry|sentencing|verdict|appeal|vote|election|funeral|burial|talks|summit|final|match|game)s?\s"
)
# "The accountant who killed his partner" says which.
_DESCRIBED = re.compile(r"The\s+(?:[a-z]|\d)(?!\S*\s+(?:\S+\s+)?(?:who|whose)\b)")


def _length(one: Candidate, _: frozenset[str]) -> bool:
    return not FEWEST <= len(one.words.split()) <= (LONGEST if one.down else LONGEST_FIRST)


UNEXPLAINED: tuple[tuple[str, Callable[[Candidate, frozenset[str]], bool]], ...] = (
    ("words of somebody whom another sentence names", lambda one, _: one.giverless),
    ("too short or too long", _length),
    ("a question", lambda one, _: one.words.rstrip("\"”’'").endswith("?")),
    ("begins with what was told before", _begins_unexplained),
    ("points to what was told before", lambda one, _: _unexplained("anywhere").search(one.words) is not None),
    ("names alone", _names_alone),
    ("a pronoun before any name", _pronoun_first),
    ("ends in “it”", lambda one, _: not one.names and _ENDS_IN_IT.match(one.words) is not None),
    ("what “it” did", _of_something_told),
    ("somebody described", _described),
    ("a surname first", _surname_first),
    ("“he” or “she” of nobody named", _another_meant),
)
"""Why a sentence is not understood by somebody who has read nothing before it."""


def understood(one: Candidate, main: frozenset[str]) -> bool:
    """Whether a sentence can be understood by somebody who has read nothing before it. `main` are `main_names`."""
    return not any(rule(one, main) for _, rule in UNEXPLAINED)
