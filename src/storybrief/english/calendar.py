"""How does English write months and days of the week? The one place that knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# As the AP and Guardian stylebooks shorten them, with and without a full stop. "May" is never shortened.
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")

# Units of time, in the singular.
TIME_UNITS = frozenset(
    {"second", "minute", "hour", "day", "night", "week", "weekend", "month", "year", "decade", "century"}
)

# Lower case -> 1 to 12, for whole names and short ones; lower case -> 0 (Monday) to 6.
MONTH_NUMBERS = {name.lower(): n for n, name in enumerate(MONTHS, start=1)}
MONTH_NUMBERS |= {short.lower(): MONTH_NUMBERS[name.lower()] for short in SHORT_MONTHS for name in MONTHS if name.startswith(short)}  # fmt: skip
WEEKDAY_NUMBERS = {name.lower(): n for n, name in enumerate(WEEKDAYS)}


def any_of(names: Iterable[str]) -> str:
    """Return a pattern, in a group that captures nothing, for one of these names."""
    return f"(?:{'|'.join(names)})"


MONTH = any_of(MONTHS)
WEEKDAY = any_of(WEEKDAYS)


def day_of(written: str | None) -> date | None:
    """Return the day of an ISO 8601 date, with or without a time; None for anything else."""
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None


def in_words(first: str, last: str = "") -> str:
    """Return a day as readers say it, or the days from `first` to `last`: "8 to 16 October 2025". Both are ISO 8601 days."""
    if not last or first == last:
        return _day(first, first)
    shared = first[:4] == last[:4]
    start = f"{int(first[8:10])}" if first[:7] == last[:7] else _day(first, "" if shared else first)
    return f"{start} to {_day(last, last)}"


def _day(day: str, year: str) -> str:
    return f"{int(day[8:10])} {MONTHS[int(day[5:7]) - 1]} {year[:4]}".rstrip()
