"""Which times does an article give, and which of them can be told for certain?

A time is kept as written. It is resolved only when it is absolute ("October 7, 2023") or hangs on the declared
publication date ("on Tuesday" in an article of a known day); nothing is taken from another article or guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from storybrief.english.calendar import (
    MONTH_NUMBERS,
    MONTHS,
    SHORT_MONTHS,
    WEEKDAY,
    WEEKDAY_NUMBERS,
    WEEKDAYS,
    any_of,
    day_of,
)
from storybrief.model import Article, Moment, Sentence, Span

# Hours east of Greenwich. Abbreviations that more than one zone of the world uses (IST, CST of China) are left out.
ZONES = {
    "gmt": 0.0, "utc": 0.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "est": -5.0,
    "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "jst": 9.0, "aest": 10.0,
}  # fmt: skip
# Speakers in daylight-saving countries say ET or PT for the zone in force; either may then be meant.
LOOSE_ZONES = ("et", "pt", "ct", "mt")

# "Mar", "Jun" and "Jul" are months only with their full stop: they are words and names too.
_NEED_A_STOP = ("Mar", "Jun", "Jul")
_MONTH = any_of((*MONTHS, *(rf"{m}\." if m in _NEED_A_STOP else rf"{m}\.?" for m in SHORT_MONTHS)))
_SURE_MONTH = any_of(name for name in MONTHS if name != "May")
_DAY = WEEKDAY
_PART = r"(?:morning|afternoon|evening|night|lunchtime)"
_ZONE = (
    rf"(?:{'|'.join(z.upper() for z in (*ZONES, *LOOSE_ZONES))})\b|(?:local|Eastern|Pacific|Central|Mountain)\s+time"
)
_HOUR = r"\d{1,2}(?:[:.][0-5]\d)?"
_TIME = (
    rf"(?:{_HOUR}\s*(?i:a\.m\.|p\.m\.|[ap]m\b)|\d{{1,2}}:[0-5]\d(?![\d:])|\bnoon\b|\bmidnight\b|\d{{1,2}}\s*o[’']clock"
    rf"|(?:[01]\d|2[0-3])[0-5]\d(?=\s*(?:{_ZONE}|hours\b|hrs\b|h\b|\(\s*\d{{4}}\s+{_ZONE})))"
)
# "10:03 to play", "2:56 of the third round": a clock that runs with a game tells no time of day.
_RUNNING_AFTER = re.compile(
    r"\s+(?:minutes?\b|left\b|remaining\b|remained\b|to\s+(?:play|go|spare)\b|in(?:to)?\s+the\s+(?:\w+\s+)?(?:quarter|period|half|round|set|game|match|overtime)\b"
    r"|of\s+(?:the\s+)?(?:\w+\s+)?(?:quarter|period|half|round|overtime|game|match)\b|mark\b)"
)
_RUNNING_BEFORE = re.compile(
    r"\b(?:with|in\s+a\s+time\s+of|clocked|ran|finished\s+in)\s+$|\b(?:round|period|quarter|half|overtime|lap|stoppage)\b[\w\s,]{0,24}\s$",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|ninety|several|a\s+few|many|a\s+couple\s+of|dozens\s+of|a\s+dozen|half\s+an?)"
)
_TERM = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?)"
_ABOUT = (
    r"(?:(?:about|approximately|roughly|around|almost|nearly|at\s+least|more\s+than|less\s+than|over|up\s+to|some)\s+)"
)
# Days and seasons that have a name; without a word such as "weekend" after them only behind a preposition.
_FEAST = (
    r"(?:Easter|Christmas|Thanksgiving|New\s+Year(?:['’]s)?|Passover|Ramadan|Hanukkah|Diwali|Eid(?:\s+al-(?:Fitr|Adha))?|Holi"
    r"|Yom\s+Kippur|Rosh\s+Hashanah|Halloween|Pentecost|Whitsun|Nowruz|Lent|Midsummer"
    r"|(?:Labou?r|Memorial|Independence|Boxing|Veterans|Bastille|Canada|Australia|Anzac|Armistice|Remembrance|May|Presidents)\s+Day)"
)
_FEAST_DAY = r"(?:Eve|Day|Monday|Tuesday|Sunday|Saturday|weekend|week|holidays?|break)"
_FEAST_THING = (
    r"(?:trees?|markets?|cards?|gifts?|presents?|part(?:y|ies)|eggs?|bunny|carols?|services?|mass|dinners?|lunch|shopping|sales"
    r"|parades?|message|speech|Island|Accords?|resolutions?)"
)
_EVENT = (
    r"(?:(?:the|an?|his|her|their|its|[A-Z][\w-]+['’]s)\s+)(?:[\w'’-]+\s+){0,3}?"
    r"(?:meetings?|talks|discussions?|negotiations|visits?|summits?|attacks?|outbreak|start|onset|resumption|end|vote"
    r"|election|trial|hearing|speech|announcement|call|crash|shooting|explosion|blast|quake|earthquake|storm|incident"
    r"|game|match|verdict|ruling|raid|war|invasion|arrest|ceremony|conference|interview|debate|decision|release|death)\b"
    r"(?:\s+(?:of|with|in|between)\s+(?:(?:the|an?|his|her|their|its)\s+)?[\w'’-]*\w(?:\s+[A-Z][\w'’-]*\w)*)?"
)

Kind = Literal["date", "weekday", "clock", "relative", "duration", "period"]
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            rf"\b(?:(?P<wd>{_DAY}),?\s+)?(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:|\.\d)(?:,?\s+(?P<y1>\d{{4}})\b)?"
            rf"|(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\b(?:,?\s+(?P<y2>\d{{4}})\b)?"
            r"|(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d)\b)"
        ),
    ),
    (
        "clock",
        re.compile(
            rf"(?:\b(?:shortly|just|soon|right)\s+(?:after|before)\s+|\b(?:at|around|about|by|before|after|until|from)\s+"
            rf"(?:about\s+|around\s+)?)?(?<![\d.:-])(?P<t1>{_TIME})(?:\s+(?P<z1>{_ZONE}))?"
            rf"(?:\s*[(/;,]\s*(?P<t2>{_TIME})\s+(?P<z2>{_ZONE})\)?)?"
        ),
    ),
    (
        "weekday",
        re.compile(
            rf"\b(?:on\s+)?(?:(?:early|late|last|next|this|past|the\s+following)\s+)*(?<!Easter\s)(?<!Whit\s)(?<!Good\s)(?<!Black\s)(?<!Palm\s)(?P<wd>{_DAY})(?:\s+{_PART}\b)?(?!['’]s\b)"
        ),
    ),
    (
        "period",
        re.compile(
            rf"\b(?:(?:in|since|during|by|until|throughout|before|after|from|of)\s+)?(?:early\s+|late\s+|mid-?)?"
            rf"(?:{_MONTH}\s+(?:of\s+)?(?P<y4>(?:1[5-9]|20)\d\d)\b|(?:the\s+)?(?:1[5-9]|20)\d0s\b)"
            rf"|\b(?:in|since|by|until|during|from|of|before|after)\s+(?:early\s+|late\s+|mid-?)?(?P<y5>(?:1[5-9]|20)\d\d)\b"
            rf"(?![-–]\w|,\d|\s+(?:people|dead|men|women|jobs|votes))"
            rf"|\b(?:in|since|during|by|until|last|next)\s+(?:early\s+|late\s+|mid-?)?{_SURE_MONTH}\b"
            rf"|\b(?:during|throughout|in)\s+(?:the|his|her|their|its|[A-Z][\w-]+['’]s)\s+(?:\w+\s+)?(?:term|presidency|tenure|era|reign)\b"
            rf"|\b(?:(?i:over|during|before|after|since|until|on|this|last|next)\s+(?:the\s+)?)?(?:{_FEAST}\s+{_FEAST_DAY}|(?:Good|Black)\s+Friday|Palm\s+Sunday|Whit\s+Monday)\b(?!['’])"
            rf"|\b(?i:over|at|during|before|after|since|until|by|on|this|last|next)\s+(?:the\s+)?{_FEAST}\b(?!\s+(?:[A-Z]|{_FEAST_THING}\b)|['’-])"
            rf"|\b(?:in|over|during|for|within)\s+the\s+(?:past|last|next|coming|previous)\s+(?:{_COUNT}\s+)?{_TERM}\b"
        ),
    ),
    (
        "relative",
        re.compile(
            r"\b(?:(?:[Ee]arlier|[Ll]ater)\s+(?:(?:on|in)\s+)?(?:that|the|this)\s+(?:same\s+)?(?:day|week|month|year|evening|morning|afternoon)"
            rf"|(?:[Tt]he|[Tt]hat)\s+(?:next|following|previous|same)\s+(?:day|week|month|year|{_PART})"
            rf"|(?:[Tt]his|[Ll]ast|[Nn]ext)\s+(?:week|month|year|weekend|{_PART}|spring|summer|autumn|fall|winter)"
            rf"|{_ABOUT}?{_COUNT}\s+(?:\w+\s+)?{_TERM}\s+(?:ago|earlier|later|before|after)"
            rf"|{_TERM}\s+(?:ago|earlier|later)"
            r"|(?:in\s+)?(?:just\s+)?as\s+many\s+(?:days|weeks|months|years)"
            rf"|(?:[Ee]arlier|[Ll]ater)\s+(?:on\s+)?(?:{_DAY}(?:\s+{_PART})?)"
            r"|[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight|[Ee]arlier|[Ll]ater)\b"
            rf"|\b(?:[Bb]efore|[Aa]fter|[Ff]ollowing|[Pp]rior\s+to|[Ss]ince|[Dd]uring)\s+(?:(?:the\s+)?{_DAY}\s+(?:\w+\s+)?\w+|{_EVENT})"
            rf"(?:\s+(?:on|in)\s+(?:{_DAY}|{_MONTH}\s+\d{{1,2}}(?:,\s+\d{{4}})?))?"
        ),
    ),
    (
        "duration",
        re.compile(
            rf"\b(?:for\s+)?{_ABOUT}?(?<![\d:.])(?:{_COUNT}(?:\s+and\s+a\s+half)?\s+(?:long\s+|more\s+)?{_TERM}\b|{_COUNT}-{_TERM}(?!-old)\b)"
            r"(?!\s+(?:old|of\s+age|ago))(?<!\ba\ssecond)(?<!\bA\ssecond)",
            re.IGNORECASE,
        ),
    ),
)


def moments(article: Article, sentences: tuple[Sentence, ...]) -> tuple[Moment, ...]:
    """Find the times in the sentences of every role but titles; spans are offsets into the article's text.

    A moment may lie inside a longer relative one ("before the vote on May 3" holds "May 3"). `resolved` is ISO 8601 and
    set only for absolute dates, or against `article.source.published`; `flaw` is a sentence of the tool. An article that
    declares another language than English gives none.
    """
    if not article.english:
        return ()
    told = day_of(article.source.published)
    found: list[Moment] = []
    for sentence in sentences:
        if article.paragraphs[sentence.paragraph].role in ("body", "teaser", "subtitle"):
            found.extend(_in_sentence(article, sentence, told))
    return tuple(found)


def _in_sentence(article: Article, sentence: Sentence, told: date | None) -> list[Moment]:
    words = sentence.span.of(article.text)
    kept: list[tuple[Kind, re.Match[str]]] = []
    for kind, match in _matches(words):
        if not any(_clash(kind, match, other) for other in kept):
            kept.append((kind, match))
    kept.sort(key=lambda km: (km[1].start(), -km[1].end()))
    return [_moment(article, sentence, kind, match, told) for kind, match in kept]


@lru_cache(maxsize=1024)  # sentences: figures asks for the times of an article before they are asked for
def _matches(words: str) -> tuple[tuple[Kind, re.Match[str]], ...]:
    found = ((kind, match) for kind, pattern in _PATTERNS for match in pattern.finditer(words))
    return tuple((kind, match) for kind, match in found if not (kind == "clock" and _runs_with_a_game(match)))


def _runs_with_a_game(match: re.Match[str]) -> bool:
    """Whether hours and minutes without a half of the day or a zone are those of a game ("2:56 of the third round")."""
    words, written = match.string, match["t1"]
    if not re.fullmatch(r"\d{1,2}:\d\d", written) or match["z1"]:
        return False
    before = words[max(0, match.start() - 60) : match.start("t1")]
    return _RUNNING_AFTER.match(words, match.end()) is not None or _RUNNING_BEFORE.search(before) is not None


def _clash(kind: Kind, match: re.Match[str], other: tuple[Kind, re.Match[str]]) -> bool:
    before, kept = other
    if match.end() <= kept.start() or kept.end() <= match.start():
        return False
    whole = match.start() <= kept.start() and kept.end() <= match.end() and len(match[0]) > len(kept[0])
    return not (whole and kind == "relative" and before in ("date", "weekday"))


def _moment(article: Article, sentence: Sentence, kind: Kind, match: re.Match[str], told: date | None) -> Moment:
    start = sentence.span.start
    span = Span(start + match.start(), start + match.end())
    resolve, flaw = _RESOLVE.get(kind), _FLAWS.get(kind)
    return Moment(
        article=article.id,
        sentence=sentence.number,
        span=span,
        kind=kind,
        resolved=resolve(match, told) if resolve else None,
        flaw=flaw(match) if flaw else None,
    )


def _resolve_date(match: re.Match[str], told: date | None) -> str | None:
    year, month, day = _written(match)
    if year is None and told is not None:
        nearest = _nearest(told, month, day)
        ahead = (
            nearest and nearest < told and _PLAIN_FUTURE.search(match.string, max(0, match.start() - 80), match.start())
        )
        year = nearest.year + bool(ahead) if nearest else None
    found = None if year is None else _day(year, month, day)
    return found.isoformat() if found else None


def _written(match: re.Match[str]) -> tuple[int | None, int, int]:
    """Give year, if it is written, month and day of a date."""
    day, year = match["d1"] or match["d2"] or match["d3"], match["y1"] or match["y2"] or match["y3"]
    month = int(match["m3"]) if match["m3"] else MONTH_NUMBERS[(match["m1"] or match["m2"]).casefold()[:3]]
    return int(year) if year else None, month, int(day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(told: date, month: int, day: int) -> date | None:
    """Take the year that puts the day nearest to the publication: news names no year when it is within half a year."""
    years = (told.year - 1, told.year, told.year + 1)
    return min((d for year in years if (d := _day(year, month, day))), key=lambda d: abs(d - told), default=None)


_FUTURE = re.compile(
    r"\b(?:will|shall|would|won['’]t|going\s+to|(?:is|are|was|were)\s+(?:to|due|set|expected|scheduled|planned)|plans?\s+to)\b|['’]ll\b"
)
# Present forms of what is scheduled: "Talks resume Monday", "the trial opens on Tuesday", "the funeral is Friday".
_PLAIN_FUTURE = re.compile(
    r"\b(?:resumes?|opens?|reopens?|begins?|starts?|restarts?|sails?|meets?|reconvenes?|continues?|returns?|votes?|faces?|plays?|hosts?"
    r"|visits?|travels?|heads|arrives?|leaves?|departs?|closes?|ends?|expires?|appears?|is|are|takes?\s+(?:place|effect|office)|goes\s+(?:on|to|before|into)|launches|debuts?"
    r"|kicks?\s+off|gets?\s+under\s+way|convenes?|airs?|flies|speaks?)"
    r"(?:\s+(?!\d|\w+ed\b|and\b|but\b|after\b|since\b|was\b|were\b|had\b|did\b|went\b|came\b|took\b|told\b|said\b|held\b|made\b|fell\b|that\b|who\b|which\b)[\w'’.-]+){0,5}?\s*$"
)


def _resolve_weekday(match: re.Match[str], told: date | None) -> str | None:
    """Take the weekday of the past seven days, as news means it; "next" and "last" are left as written, and so is
    every weekday in a sentence that looks ahead. After a plain present ("Talks resume Monday") it lies ahead.
    """
    words = match[0].casefold()
    if told is None or re.search(r"\b(?:next|last|past|following)\b", words) or _FUTURE.search(match.string):
        return None
    if _PLAIN_FUTURE.search(match.string, max(0, match.start() - 80), match.start()):
        ahead = (WEEKDAY_NUMBERS[match["wd"].casefold()] - told.weekday()) % 7
        return (told + timedelta(days=ahead)).isoformat() if ahead else None
    back = (told.weekday() - WEEKDAY_NUMBERS[match["wd"].casefold()]) % 7
    return (told - timedelta(days=back)).isoformat()


def _resolve_relative(match: re.Match[str], told: date | None) -> str | None:
    shift = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}.get(match[0].casefold())
    return None if told is None or shift is None else (told + timedelta(days=shift)).isoformat()


def _flaw_of_date(match: re.Match[str]) -> str | None:
    year, month, day = _written(match)
    real = _day(2000 if year is None else year, month, day)
    if real is None:
        return "there is no such day"
    if year and match["wd"] and real.weekday() != WEEKDAY_NUMBERS[match["wd"].casefold()]:
        return f"{real.isoformat()} was a {WEEKDAYS[real.weekday()]}, not a {match['wd']}"
    return None


def _flaw_of_clock(match: re.Match[str]) -> str | None:
    a, b = _minutes(match["t1"]), _minutes(match["t2"] or match["t1"])
    if a is None or b is None:
        return "there is no such time"
    zones = [ZONES.get((match[z] or "").casefold()) for z in ("z1", "z2")]
    if match["t2"] is None or zones[0] is None or zones[1] is None:
        return None
    right = int(a - 60 * zones[0] + 60 * zones[1]) % 1440
    if right == b:
        return None
    return f"{_words_of(a, match['z1'])} is {_words_of(right, match['z2'])}, not {_words_of(b, match['z2'])}"


def _minutes(written: str) -> int | None:
    """Minutes since midnight, or None when no clock shows it."""
    low = written.casefold()
    if low in ("noon", "midnight"):
        return 720 if low == "noon" else 0
    hour, _, minute = re.match(r"(\d+)(?:([:.])(\d\d))?", low).groups(default="0")  # type: ignore[union-attr]
    if len(hour) == 4:
        hour, minute = hour[:2], hour[2:]
    hours = int(hour)
    half = re.search(r"([ap])\.?m", low)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[1] == "p" else 0)
    return None if hours > 24 else hours * 60 + int(minute)


def _words_of(minutes: int, zone: str) -> str:
    hours, minute = divmod(minutes % 1440, 60)
    return f"{hours % 12 or 12}{f':{minute:02}' if minute else ''} {'PM' if hours >= 12 else 'AM'} {zone}"


_RESOLVE: dict[str, Callable[[re.Match[str], date | None], str | None]] = {
    "date": _resolve_date,
    "weekday": _resolve_weekday,
    "relative": _resolve_relative,
}
_FLAWS: dict[str, Callable[[re.Match[str]], str | None]] = {"date": _flaw_of_date, "clock": _flaw_of_clock}
