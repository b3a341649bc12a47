"""Which moment does a machine's or a person's way of writing a date mean, as ISO 8601?"""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

from storybrief.english.calendar import MONTH_NUMBERS

# Names of zones that mean one offset to the readers of English news; "CST", "IST" and the like mean several.
_ZONES = {
    "Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00",
    "EEST": "+03:00", "SAST": "+02:00", "EST": "-05:00", "EDT": "-04:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "AEST": "+10:00", "AEDT": "+11:00", "JST": "+09:00", "CDT": "-05:00",
}  # fmt: skip
_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
    r"(?:[T ,]{1,2}(?P<h>\d{2}):?(?P<min>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d{1,9})?)?)?"
    r" ?(?P<zone>Z|[A-Z]{2,4}|(?:GMT|UTC)?[+-]\d{2}(?::?\d{2})?)?(?:\[[\w/]+\])?"
)
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d{1,6})?")
_DAY = r"(?P<d{n}>\d{{1,2}})(?:st|nd|rd|th)?"
_MONTH = r"(?P<m{n}>[A-Za-z]{{3,9}})\.?"
_WRITTEN = re.compile(
    rf"(?:[A-Za-z]{{3,9}}\.?,? )?(?:{_DAY.format(n=1)}(?: of)? {_MONTH.format(n=1)}|{_MONTH.format(n=2)} {_DAY.format(n=2)}),? (?P<y>\d{{4}})"
    r"(?:,? (?:at |[-–|•·] )?(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::\d{2})? ?(?P<half>[AaPp]\.?[Mm]\.?)?(?: \(?(?P<zone>[A-Z]{2,4})\b\)?)?)?"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def parse(words: str) -> str | None:
    """Return a date, or a date with time, as ISO 8601; None for what is none, or has two readings (03/05/2025).

    Read are ISO 8601 with and without signs, with `+01` or a zone's name; seconds and milliseconds since 1970; RFC 2822;
    months in words. The first and the last year, by which machines mean that there is no date, are none.
    """
    words = " ".join(words.split())
    return _iso(words) or _epoch(words) or _written(words, whole=True) or _mail(words)


def find(line: str) -> str | None:
    """Return the first date with its year that a line has in words, with its time if there is one."""
    return _written(line, whole=False)


def precision(date: str) -> int:
    """How much an ISO date says: 0 the day, 1 the time too, 2 and its zone."""
    return 0 if len(date) <= 10 else 2 if re.search(r"(?:Z|[+-]\d{2}:?\d{2})$", date[10:]) else 1


def instant(date: str) -> datetime.datetime:
    """Return an ISO date as a moment; one without zone is taken as UTC, a day as its beginning."""
    at = datetime.datetime.fromisoformat(date)
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def _valid(day: tuple[int, int, int], clock: str, zone: str) -> str | None:
    joined = f"{day[0]:04}-{day[1]:02}-{day[2]:02}{clock}{zone if clock else ''}"
    try:
        datetime.datetime.fromisoformat(joined)
    except ValueError:
        return None
    return joined if _FIRST_YEAR <= day[0] < _LAST_YEAR else None


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone in _ZONES:
        return "Z" if zone == "Z" else _ZONES[zone]
    offset = re.search(r"[+-]\d{2}", zone)
    return (
        f"{zone[offset.start() :]}:00"
        if offset and len(zone) - offset.start() == 3
        else zone[offset.start() :]
        if offset
        else ""
    )


def _iso(words: str) -> str | None:
    found = _ISO.fullmatch(words)
    if not found:
        return None
    part = found.groupdict()
    clock = f"T{part['h']}:{part['min']}" + (f":{part['s']}" if part["s"] else "") if part["h"] else ""
    return _valid((int(part["y"]), int(part["m"]), int(part["d"])), clock, _offset(part["zone"]))


def _epoch(words: str) -> str | None:
    found = _EPOCH.fullmatch(words)
    if not found:
        return None
    at = datetime.datetime.fromtimestamp(int(found[1]), datetime.UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}Z" if _FIRST_YEAR <= at.year < _LAST_YEAR else None


def _written(words: str, *, whole: bool) -> str | None:
    found = _WRITTEN.fullmatch(words) if whole else _WRITTEN.search(words)
    if not found:
        return None
    part = found.groupdict()
    month = MONTH_NUMBERS.get((part["m1"] or part["m2"]).lower())
    if month is None:
        return None
    clock = ""
    if part["h"]:
        hour = int(part["h"]) % 12 if part["half"] else int(part["h"])
        hour += 12 * bool(part["half"] and part["half"][0] in "Pp")
        clock = f"T{hour:02}:{part['min']}"
    return _valid((int(part["y"]), month, int(part["d1"] or part["d2"])), clock, _offset(part["zone"]))


def _mail(words: str) -> str | None:
    if not re.match(r"[A-Z][a-z]{2}, \d", words):
        return None
    try:
        at = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at.isoformat() if _FIRST_YEAR <= at.year < _LAST_YEAR else None
