"""Does a line say who wrote an article, or where and when, and nothing else?"""

from __future__ import annotations

import datetime
import re

from storybrief.english.calendar import MONTH, MONTH_NUMBERS, SHORT_MONTHS, WEEKDAY, WEEKDAYS, any_of

_MONTH = rf"(?:{MONTH}|{any_of(SHORT_MONTHS)}\b\.?)"
_WEEKDAY = rf"(?:{WEEKDAY}|{any_of(day[:3] for day in WEEKDAYS)}\b\.?)"
_ZONE = r"(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|CST|CDT|CT|PST|PDT|PT|IST)"
_CLOCK = rf"(?:at )?\d{{1,2}}[:.]\d{{2}}(?: ?[AaPp]\.?[Mm]\.?)?(?: {_ZONE})?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_WRITTEN = rf"(?:\d{{1,2}}{_ORDINAL} {_MONTH}|{_MONTH} \d{{1,2}}{_ORDINAL})(?:,? \d{{4}})?"
_ISO = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
_NUMBERS = r"\d{1,2}[/.]\d{1,2}[/.]\d{4}"
_DATE = rf"(?:(?:{_WEEKDAY},? )?(?:{_WRITTEN}|{_NUMBERS})|{_ISO})(?:,? (?:[-–—|] )?{_CLOCK})?"
_LABEL = r"(?:(?:First )?[Pp]ublished|[Pp]osted|(?:Last )?[Uu]pdated|[Mm]odified|[Dd]ate)(?: on)?:? "
_LABELLED = rf"(?:{_LABEL})?{_DATE}"

# A place as agencies write it: capitals, and perhaps a region behind a comma ("PARIS", "NASHUA, N.H.").
_CAPITALS = r"[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){0,3}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?)?"
_PLACE = rf"(?:{_CAPITALS}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
_AGENCY = r"\([A-Z][A-Za-z.]*(?: [A-Z][A-Za-z.]*)?\)"
_DASH = r"[-–—]{1,2}"

_DATELINE = re.compile(
    rf"{_LABELLED}(?: [-–—|] {_LABELLED})?"
    rf"|{_PLACE}, {_DATE}(?: {_AGENCY})?(?: ?{_DASH})?"
    rf"|{_CAPITALS} {_AGENCY}(?: ?{_DASH})?"
    rf"|{_CAPITALS} ?[–—]"
)

# What stands before the first sentence: "PORT ELLEN, May 3 (Reuters) - ", "NEW YORK--(BUSINESS WIRE)--".
_UP = "A-ZÀ-ÖØ-ÞŁŠŽŞĆČ"
_CITY = rf"(?P<city>[{_UP}][{_UP}.'’/\-]+(?<!-)(?: [{_UP}][{_UP}.'’/]*){{0,3}})"
_TOWN = rf"(?P<town>[{_UP}][\w.'’]+(?:[ -](?:[{_UP}][\w.'’]*|of|de|la|le|el|al|upon|on|sur)){{0,4}})"
_REGION = rf"(?P<region>(?:, (?!{_MONTH})[{_UP}][\w.'’]*(?: (?:and |of )?[{_UP}][\w.]*){{0,2}}){{0,2}})"
_WIRE = rf"(?P<wire>\([{_UP}][\w.&'’]+(?: [{_UP}&][\w.&'’]*){{0,3}}\)|/[{_UP}][\w -]{{2,24}}/)"
_BREAK = rf"(?: {{0,3}}(?:{_DASH}|―) {{0,3}})"
_BEHIND = rf"(?:(?:,? |{_BREAK})(?P<date>{_DATE}))?(?:(?: |{_BREAK}){_WIRE})?(?:{_BREAK}{_DATE})?"
_OPENING = re.compile(
    rf"(?:(?:{_CITY}|{_TOWN}){_REGION}{_BEHIND}|(?:{_DATE} )?{_WIRE.replace('wire', 'wire_first')})"
    rf"(?P<sep>{_BREAK}|: |(?<=\))(?=[{_UP}]))(?=[{_UP}\d\"'“‘(])"
)

_DATE_AT_END = re.compile(rf"(?:,|\.| ?[|•]| [-–—])? {_LABELLED}$")
_FULL_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}}){_ORDINAL} )?(?P<month>{_MONTH})(?: (?P<day_after>\d{{1,2}}){_ORDINAL},?)?,? (?P<year>\d{{4}})"
)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_BY = re.compile(r"(?:by|written by|story by|report by):? ", re.IGNORECASE)
_CREDIT = re.compile(r"\(?(?:additional )?(?:reporting|writing|editing|compiled) by [A-Z]", re.IGNORECASE)
_PART = re.compile(r" ?[|•] ?| [-–—] ")
_IN_PLACE = re.compile(r" in [A-Z][\w.]*(?: [A-Z][\w.]*){0,3}")
_AND = re.compile(r" and | & ")

_CAPITALISED = re.compile(r"(?:[dl]['’]|[ae]l-)?[^\W\d_a-z][\w'’.\-]*")
_SMALL = frozenset({
    "de", "da", "di", "del", "della", "der", "den", "van", "von", "bin", "bint", "ibn", "al", "el", "la",
    "le", "ter", "ten", "of", "the",
})  # fmt: skip
_JOBS = frozenset({
    "writer", "writers", "reporter", "reporters", "correspondent", "correspondents", "editor", "editors",
    "journalist", "journalists", "columnist", "contributor", "contributors", "producer", "producers",
    "chief", "press", "staff", "news", "service", "agency",
})  # fmt: skip
_AT = frozenset({"for", "in", "at", "of"})
# "By Tuesday" and "By Christmas" name no author.
_TIME = re.compile(rf"(?:{_WEEKDAY}|{_MONTH}|Christmas|Easter|Spring|Summer|Autumn|Winter)\b", re.IGNORECASE)
_LONGEST = 200
# A dateline stands before a sentence of so many words; without agency or date, in one of the first paragraphs.
_REST = 5
_FIRST = 6
# After a colon somebody speaks: "MAYOR: I will go."
_SPEECH = re.compile(r"(?:I|We|You|My|Our|Your|No|Yes|Well|Look|So|Thank|Thanks|Do|Did|What|Why|How)\b")


def author(line: str) -> str | None:
    """Return the words of a byline that name who wrote ("Jane Doe and John Roe"), or None when it is no byline.

    A byline is "By" and names, or a name with the bearer's work ("Jane Doe, Staff Writer"), with at most the
    work, a place and a date behind. Only whole lines are bylines. The places that
    stand behind names ("Jane Doe in Cairo") are left out.
    """
    if len(line) > _LONGEST:
        return None
    by = _BY.match(line)
    rest = _DATE_AT_END.sub("", line[by.end() if by else 0 :])
    first, *parts = _PART.split(rest)
    items = _IN_PLACE.sub("", first).split(", ")
    names = _leading_names(items, least=1 if by else 2)
    behind = [*items[names:], *parts]
    if not names or not all(_is_behind(part) for part in behind):
        return None
    if not by and not any(_is_work(part) for part in behind):
        return None
    return ", ".join(items[:names])


def is_byline(line: str) -> bool:
    """Whether the line says who wrote the article, and at most their work, a place and the date besides."""
    return author(line) is not None


def is_credit(line: str) -> bool:
    """Whether the line is an agency's closing credit ("Reporting by …; editing by …")."""
    return bool(_CREDIT.match(line))


def is_dateline(line: str) -> bool:
    """Whether the line is only a place and/or a date ("GENEVA, 3 May 2025", "CAIRO (Reuters) -")."""
    return len(line) <= _LONGEST and bool(_DATELINE.fullmatch(line))


def opening(words: str, number: int) -> int:
    """How many characters at the start of a body paragraph are its dateline, with the dash and space after it; 0: none.

    In: the paragraph's words, and its number in the body. An agency or a date beside the place is a dateline in any
    paragraph ("CAIRO (Reuters) - "); capitals and a dash ("NASHUA, N.H. — ") are one among the first six, for later they
    may be a heading of a list; small letters ("Cairo (Agency) - ") and a colon ("KARACHI: ") only in the first.
    """
    found = _OPENING.match(words[:_LONGEST].replace("\n", " "))
    if not found:
        return 0
    rest = words[found.end() :]
    if len(rest.split()) < _REST or not any(map(str.islower, rest)):
        return 0
    part = found.groupdict()
    beside = part["wire"] or part["date"]
    if part["wire_first"]:
        fits = "-" in part["sep"] or "–" in part["sep"] or "—" in part["sep"]
    elif part["town"]:
        fits = bool(beside) and number == 1
    elif part["sep"].strip() in (":", ""):
        fits = number == 1 and (bool(beside) or not _SPEECH.match(rest))
    else:
        spaced = part["sep"].endswith(" ")
        fits = bool(beside) or (number <= _FIRST and spaced)
    return found.end() if fits else 0


def published(line: str) -> str | None:
    """Return the day, as ISO 8601, that a byline or a line of date says the article was published, or None.

    Only a day with its year counts, with the month in words or in ISO form: 03/05/2025 has two readings. A day of
    change ("Updated …") and a day beside a place (where and when the reporter wrote) are not taken for it.
    """
    place = re.match(rf"{_PLACE}, {_DATE}", line)
    if re.match(r"(?:Last )?(?:Updated|Modified)", line, re.IGNORECASE) or (place and not _BY.match(line)):
        return None
    return iso_day(line)


def iso_day(words: str) -> str | None:
    """Return the first full date in the words as ISO 8601 ("May 3, 2025" -> "2025-05-03"), or None."""
    iso = _ISO_DAY.search(words)
    if iso:
        return _valid(*(int(part) for part in iso[0].split("-")))
    full = _FULL_DATE.search(words)
    if not full or not (full["day"] or full["day_after"]):
        return None
    month = MONTH_NUMBERS[full["month"].rstrip(".").lower()]
    return _valid(int(full["year"]), month, int(full["day_after"] or full["day"]))


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _leading_names(items: list[str], least: int) -> int:
    """How many items, from the first, are names: each of at least `least` words, or several joined by "and"."""
    count = 0
    for item in items:
        if (count and _is_work(item)) or not all(_is_name(name, least) for name in _AND.split(item)):
            break
        count += 1
    return count


def _is_name(words: str, least: int) -> bool:
    """Whether the words can be a name: capitals, with small words of nobility between, and no time."""
    parts = words.removeprefix("and ").removeprefix("the ").split(" ")
    proper = [part for part in parts if _CAPITALISED.fullmatch(part)]
    others = [part for part in parts if part not in proper and part not in _SMALL]
    opens = bool(proper) and (parts[0] == proper[0] or parts[0] in _SMALL)
    return opens and not others and least <= len(proper) <= 5 and not _TIME.match(words)


def _is_work(words: str) -> bool:
    """Whether the words are the name of a work, alone or with its place ("Staff Writer", "Editor at The Post")."""
    parts = [part.strip(".,") for part in words.lower().split(" ")]
    ends = [at for at, part in enumerate(parts) if part in _JOBS]
    return len(parts) <= 8 and any(at + 1 == len(parts) or parts[at + 1] in _AT for at in ends)


def _is_behind(words: str) -> bool:
    """Whether the words may stand behind the names of a byline: work, a place, a date."""
    return _is_work(words) or bool(_DATELINE.fullmatch(words)) or _is_name(words, 1)
