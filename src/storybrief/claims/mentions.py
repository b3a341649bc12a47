"""What does each figure of a story count, and what does its sentence say of it?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from storybrief.claims.counted import AGO, MONEY, SOME_PEOPLE, SUMS, topic
from storybrief.claims.fates import TOLL_OF, fates, forms, level, water
from storybrief.claims.side import Side, whole
from storybrief.claims.words import Word, notions_in
from storybrief.claims.words import words as read
from storybrief.english.persons import titles
from storybrief.english.tables import listed
from storybrief.model import Extract, Figure, Sentence, Span

# "the death toll rose to 34", "estimated the crowd at 70": the noun stands before.
_NOUN_BEFORE = re.compile(
    r"\b(?P<noun>[a-z]{3,})\s+(?:(?:was|is|were|are|stood|stands|now|still|put|estimated|given|has|had|have|been|confirmed"
    r"|rose|risen|rises|climbed|grew|grown|fell|fallen|increased|dropped|rising|reached|passed|hit)\s+)*(?:(?:at|of|to|as)\s+)?(?:about\s+|around\s+)?$"
)
# "Turnout was 71 percent": a share needs a verb to be of the noun before it.
_SHARE_OF = re.compile(
    r"\b(?P<noun>[A-Za-z][a-z]{2,})\s+(?:was|is|were|stood\s+at|stands\s+at|(?:rose|fell|climbed|dropped)\s+to|reached|hit)"
    r"\s+(?:about\s+|around\s+|nearly\s+)?$"
)
_COUNTS = frozenset(listed("number figure total count tally toll"))
# "put the number at 231", "first gave 212", "the true figure is closer to 40": what is counted was told before.
_TOLD_BEFORE = re.compile(
    r"\b(?:(?:number|figure|total|count|tally|it|that)\s+(?:\w+\s+){0,2}(?:at|to|was|is|of|as)"
    r"|(?:real|true|actual)\s+(?:number|figure|total|toll)\s+(?:\w+\s+){1,2}(?:closer\s+to|nearer(?:\s+to)?|more\s+like|higher\s+than)|(?:spoke|spoken|speaks|talks|talked)\s+of"
    r"|(?:gave|gives|given|said|says|counted|counts|reported|reports)(?:\s+(?:only|it\s+was|it\s+is))?)\s+$"
)
_GIVEN_BEFORE = re.compile(
    r"\b(?:had\s+(?:\w+\s+){0,2}(?:said|put|given|reported|counted|spoken|confirmed|estimated)|earlier|previously|initially|up\s+from)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"since\b", re.IGNORECASE)  # "the lowest since 1982" is told of now
# "warned in 2023 of a flood, four days after one killed five people": the figure is of the later clause.
_TOLD_APART = re.compile(r",\s+(?:\w+\s+){0,3}after\b|,\s+(?:but|and)\s+now\b")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_OF_WHICH = re.compile(r"\b(?:of\s+(?:which|whom|them|those|these)|among\s+them|including)\s+$", re.IGNORECASE)
_OF_THOSE = re.compile(
    r"\s+of\s+(?:them|those|these|whom|which|the\s+(?:(?:\d|two|three|four|five|six|seven|eight|nine|ten)\S*"
    r"|dead|injured|wounded|missing|victims|killed|casualties|survivors|detained|arrested))\b"
)
_AFTER_NAME = re.compile(r",\s+(?:(?:the|a)\s+)?$")  # "Kowal, 48", "Kowal, the 48-year-old"
_OWN = frozenset(("his", "her", "its", "their"))
# "480 pence a share", "$38 for each share": what is offered for a firm, not what its shares stand at
_A_SHARE = re.compile(r"(?:\s+in\s+cash)?,?\s+(?P<each>(?:a|per|each|for\s+(?:each|every))\s+share)\b")
_DOING = re.compile(
    r"(?:\s+(?:who|were|was|are|is|had|have|has|been|be|still|also|reported|confirmed|left|so|far))*\s+"
    r"(?P<doing>killed|dead|died|hurt|injured|wounded|missing|arrested|detained|rescued|evacuated|displaced|homeless|trapped|aboard|on\s+board"
    r"|damaged|destroyed|drowned|hospitali[sz]ed|[a-z]{3,}ed|to\s+[a-z]+(?:\s+(?:their|the|its)\s+[a-z]+)?)\b"
)


class Mention(Struct, frozen=True):
    """A figure of a story with what its sentence says of it.

    place   the number of its article in the story, from 0
    number  what it says as one string, the same for one number whatever its bound
    head    the notion of the noun counted, "" when there is none; `nouns` are those of its whole group
    topic   the notions of its clause, `about` those of its sentence, `names` those with a capital
    fates   what befell the people it counts
    part    it counts some of them by what they are ("3 children")
    old     its sentence tells of another year
    days    the days that its sentence gives
    givers  the notions of the names of those who say it
    ago     it is no length of time, but says how long before or after something ("two days later")
    deed    the notion of the word before the number, as "missed" in "missed nine games", "" when none stands there; of
            an age the last word of the name of whose it is, all of which are `owner`
    called  the forms of the noun, or of what stands before the number ("toll")
    told    it was told of the figure before it what is counted ("put the number at 231")
    before  its sentence says that it was given before ("had said that 17 had died", "up from 17")
    named   the words that name what is counted: one or two slices of the sentence
    """

    place: int
    figure: Figure
    number: str
    head: str
    nouns: frozenset[str]
    topic: frozenset[str]
    about: frozenset[str]
    names: frozenset[str]
    fates: frozenset[str]
    part: bool
    old: bool
    days: frozenset[str]
    givers: frozenset[str]
    ago: bool
    deed: str
    owner: frozenset[str]
    called: frozenset[str]
    told: Figure | None
    before: bool
    named: tuple[Span, ...]


def mentions(extracts: Sequence[Extract]) -> list[Mention]:
    """Read all figures of the bodies of a story, in order."""
    found: list[Mention] = []
    known = _names_of(extracts)
    for place, extract in enumerate(extracts):
        of_sentence: dict[int, list[Figure]] = defaultdict(list)
        for figure in extract.figures:
            of_sentence[figure.sentence].append(figure)
        last: Mention | None = None
        names: frozenset[str] = frozenset()
        for sentence in extract.body if of_sentence else ():
            names = _names(extract, sentence, known, names)
            if sentence.number not in of_sentence:
                continue
            side = whole(extract, sentence.number)
            for figure in of_sentence[sentence.number]:
                one = _mention(place, side, names, _old(extract, sentence, figure), figure)
                if last and _told_before(side, one, last):
                    one = replace(
                        one, head=last.head, nouns=last.nouns, topic=last.topic | one.topic, fates=last.fates,
                        part=last.part, told=last.figure, named=(),
                    )  # fmt: skip
                found.append(one)
                last = one if one.figure.unit == "person" or one.head else last
    return found


def _names_of(extracts: Sequence[Extract]) -> frozenset[str]:
    """The notions of the words that have a capital inside a sentence of the story."""
    return frozenset(w.notion for e in extracts for s in e.body for w in read(e.article.text, s.span) if w.name)


_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")


def _names(extract: Extract, sentence: Sentence, known: frozenset[str], before: frozenset[str]) -> frozenset[str]:
    """The names in a sentence, at its front too; of one with a pronoun and none of its own those of the one before."""
    text = extract.article.text
    own = frozenset(
        w.notion for w in read(text, sentence.span) if text[w.span.start].isupper() and w.notion in known and not w.bare
    )
    return own or (before if _PRONOUN.search(text, sentence.span.start, sentence.span.end) else own)


def _counted(side: Side, figure: Figure) -> tuple[list[Word], Span | None]:
    """Give the words of the noun counted, and those that name it."""
    if figure.unit in MONEY and (a_share := _A_SHARE.match(side.text, figure.span.end)):
        named: Span | None = Span(*a_share.span("each"))
        return _matter(side.text, named), named
    group = _matter(side.text, figure.counted)
    named = figure.counted if group else None
    if figure.unit in ("km/h", "mph"):
        return [], named  # "kilometres an hour" are no things of which there are several
    if not group and figure.unit in (None, "person", "percent"):
        named = _noun_before(side, figure)
        group = _matter(side.text, named)
    return group, named


def _mention(place: int, side: Side, names: frozenset[str], old: bool, figure: Figure) -> Mention:
    group, named = _counted(side, figure)
    owner = _owner(side, figure) if figure.unit == "age" else []
    deed = owner[-1] if owner else None if figure.unit == "age" else _deed(side, figure)
    if figure.unit == "ordinal" and any(w.form in _OWN for w in side.words_before(figure.span.start, 1)):
        group, deed = [], None  # "his fourth goal": one of several counts
    if figure.unit == "percent" and named is None and deed:
        named = deed.span  # "raised its offer to 5 percent"
    if [w.notion for w in group] == ["time"] and deed:  # "arrested three times" counts arrests
        nouns, named = [deed.notion], deed.span
    else:
        nouns = [w.notion for w in group]
    return Mention(
        place=place,
        figure=figure,
        number=_number(side.text, figure),
        head=nouns[-1] if nouns else "",
        nouns=frozenset(nouns),
        topic=topic(side, figure),
        about=side.notions,
        names=names,
        fates=fates(side, figure) if figure.unit == "person" else level(side, figure),
        part=any(w.form in SOME_PEOPLE for w in group) or _of_others(side, figure),
        old=old,
        days=frozenset(m.resolved for m in side.moments if m.resolved),
        givers=_givers(side, figure),
        ago=AGO.match(side.text, figure.span.end, side.passage.span.end) is not None,
        deed=deed.notion if deed else "",
        owner=frozenset(w.notion for w in owner),
        called=frozenset(w.form for w in group),
        told=None,
        before=_GIVEN_BEFORE.search(side.near(figure.span.start)) is not None,
        named=_named(side, figure, owner, water(side, figure) or named or _sum_word(side, figure)),
    )


def _givers(side: Side, figure: Figure) -> frozenset[str]:
    said = (s for s in side.statements if any(c.overlaps(figure.span) for c in s.content))
    return frozenset(notion for s in said for notion in notions_in(s.attribution.name or ""))


def _deed(side: Side, figure: Figure) -> Word | None:
    """Give the word of matter right before a figure, at most two small words between."""
    word = next((w for w in reversed(side.words_before(figure.span.start, 3)) if w.content), None)
    cut = word and re.search(r"[,;:.—–]\s", side.text[word.span.start : figure.span.start])
    return None if cut else word


def _owner(side: Side, figure: Figure) -> list[Word]:
    """Give the words of the name of whose age it is: right before a comma and the number, or behind "year-old"."""
    if figure.counted is None and _AFTER_NAME.search(side.near(figure.span.start)):
        before = [w for w in side.words_before(figure.span.start, 4) if w.form not in ("the", "a")][-3:]
        run = [w for w in before if side.text[w.span.start].isupper() and w.form not in titles()]
        if len(run) > 2 and run[0].span.start == side.passage.span.start:
            run = run[1:]  # "Winner Jan Orvik": a role with the capital of its sentence
        return run if run and run[-1] is before[-1] else []
    found = []
    for word in side.words:
        if word.span.start >= figure.span.end:
            if not word.name:
                break
            found.append(word)
    return found


def _of_others(side: Side, figure: Figure) -> bool:
    """Whether it counts some of those counted before or after it ("of which four", "three of the seven")."""
    before = side.near(figure.span.start)
    return bool(_OF_WHICH.search(before) or _OF_THOSE.match(side.text, figure.span.end, side.passage.span.end))


_BUYS = frozenset(listed("buy buys buying bought acquire acquires acquiring acquired"))


def _sum_word(side: Side, figure: Figure) -> Span | None:
    """The word nearest to an amount of money that says what it is of ("won contracts worth", "takeover")."""
    found = [w.span for w in side.words if w.notion in SUMS and w.form not in _BUYS] if figure.unit in MONEY else []
    return min(found, key=lambda s: abs(s.start - figure.span.start), default=None)


def _matter(text: str, span: Span | None) -> list[Word]:
    return [w for w in read(text, span) if w.content] if span else []


def _noun_before(side: Side, figure: Figure) -> Span | None:
    before = side.near(figure.span.start)
    start = figure.span.start - len(before)
    if toll := TOLL_OF.search(before):
        return Span(start + toll.start(), start + toll.end())
    share = figure.unit == "percent"
    noun = None if _TOLD_BEFORE.search(before) else (_SHARE_OF if share else _NOUN_BEFORE).search(before)
    if noun is None or noun["noun"] in ("the", "and", "than", "that"):
        return None
    span = Span(start + noun.start("noun"), start + noun.end("noun"))
    if noun["noun"][0].isupper() and span.start != side.passage.span.start:
        return None  # "unemployment in Lorvia was"
    earlier = side.words_before(span.start, 1)
    death = noun["noun"] == "toll" and earlier and earlier[-1].form == "death"
    return Span(earlier[-1].span.start, span.end) if death else span


def _named(side: Side, figure: Figure, owner: Sequence[Word], noun: Span | None) -> tuple[Span, ...]:
    """Give the noun with its doing ("people were aboard"); what stands before the number is told apart ("killing")."""
    if owner:
        return (Span(owner[0].span.start, owner[-1].span.end),)
    start = (noun or figure.span).start
    doing = _DOING.match(side.text, max(figure.span.end, noun.end if noun else 0), side.passage.span.end)
    if noun and noun.start >= figure.span.start and doing:
        return (Span(start, doing.end()),)
    if noun is None:
        return (Span(doing.start("doing"), doing.end()),) if doing else ()
    before = next((w for w in reversed(side.words) if w.span.end <= figure.span.start and not w.bare), None)
    tells = noun.of(side.text).casefold() in forms()  # "killed and dozens injured" says itself what befell them
    if before and noun.start >= figure.span.start and before.form in forms() and not tells:
        return (noun, before.span)
    return (noun,)


def _told_before(side: Side, one: Mention, last: Mention) -> bool:
    """Whether a bare number counts what the figure before it does, in this sentence or the one before."""
    figure = one.figure
    bare = figure.unit is None and figure.counted is None and figure.bound != "range"
    near = figure.sentence - last.figure.sentence <= 1 and last.figure.unit in (None, "person")
    if not bare or not near or (one.head and one.head not in _COUNTS) or _of_others(side, figure):
        return False
    return _TOLD_BEFORE.search(side.text[side.passage.span.start : figure.span.start]) is not None


def _number(text: str, figure: Figure) -> str:
    if figure.bound == "vague" or figure.value is None:
        return " ".join(figure.span.of(text).casefold().replace("–", "-").split()[:1])
    if figure.bound == "range":
        return f"{figure.low}-{figure.high}"
    return f"{figure.value.normalize():f}"


def _old(extract: Extract, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is of a year before the article's own, without a day of its own clause in between."""
    told, text = extract.article.source.day[:4], extract.article.text
    if not told.isdigit():
        return False
    years = [
        y
        for m in extract.moments
        if m.sentence == sentence.number
        and not _TOLD_APART.search(text, m.span.end, max(m.span.end, figure.span.start))
        for y in _YEAR.findall(m.span.of(text))
        if not _SINCE.match(m.span.of(text))
    ]
    return any(int(y) < int(told) for y in years)
