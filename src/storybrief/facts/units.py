"""Of what is a number? The unit behind or before it, and the words that it counts."""

from __future__ import annotations

import re

from storybrief.english.calendar import TIME_UNITS
from storybrief.english.tables import rows


def _units(kind: str) -> dict[str, str]:
    """Each word of a kind in `units.tsv`, with its unit."""
    return {word: unit for of, unit, words in rows("facts/units.tsv") if of == kind for word in words.split()}


_MONEY_WORDS, _MEASURE = _units("money"), _units("measure")
_PEOPLE, _ANIMALS, _NO_VERBS, _STOP = (frozenset(_units(kind)) for kind in ("people", "animals", "noun", "stop"))
_VERBISH = re.compile(r"\w{2,}(?:ed|ing)\Z")
_TAIL = re.compile(r"(?:\s+|-)((?:[^\W\d_]\.){2,}(?=\s)|[^\W\d_][\w'’]*(?:-[\w'’]+)*)")
_PART_OF = re.compile(r"(?:\s+(?:of|all|the|its|his|her|their|those|these|all))*(?=\s)")
_POINTS = re.compile(r"\s+percentage\s+points?\b|-percentage-points?\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%|\s+per\s?cent\b|-percent\b", re.IGNORECASE)
_PENCE = re.compile(r"p\b(?!\.\s?m)")  # "560p a share"
# "153km/h", "80 kilometres an hour"
_SPEED = re.compile(
    r"(?:[\s\u00a0-]*(?:(?P<km>km/?h|kph)|(?P<mile>mph))|[\s-]+(?:(?P<kms>kilomet(?:er|re)s?|km)|(?P<miles>miles?))[\s-]+(?:an|per)[\s-]+hour)\b",
    re.IGNORECASE,
)
_POWER = re.compile(r"\s+(square|cubic)(?=\s+(\w+))", re.IGNORECASE)
# "a magnitude of 6.1", "magnitude-6.1"
_MAGNITUDE = re.compile(
    r"\bmagnitude(?:\s+of(?:\s+\w+){1,5}\s+(?:was|is|at|to)|\s+of)?[\s-]+(?:(?:about|around|at\s+least|an?\s+estimated)\s+)?$",
    re.IGNORECASE,
)
# "31 died", "12 are missing", "40 aboard"
_PEOPLE_AFTER = re.compile(
    r"\s+(?:others?\s+)?(?:(?:have|had|has|were|was|are|is|remain(?:s|ed)?|still|also|been|reported|confirmed|more)\s+)*"
    r"(?:died|killed|dead|injured|wounded|hurt|missing|arrested|detained|rescued|evacuated|hospitali[sz]ed|trapped"
    r"|displaced|homeless|aboard|on\s+board|perished|drowned|survived|being\s+treated|taken\s+to\s+(?:the\s+)?hospitals?)\b",
    re.IGNORECASE,
)
# "the death toll rose to 34"
_TOLL = re.compile(
    r"\b(?:(?:death\s+)?toll|number\s+of\s+(?:(?:people|those|passengers|residents)\s+)?"
    r"(?:dead|deaths|killed|casualties|victims|hurt|injured|wounded|missing))\b(?:\s+(?!and\b|but\b|with\b)[a-z][\w'’-]*){0,14}\s+(?:to|at|was|is|of|reached|hit|passed|stands?\s+at)\s+$",
    re.IGNORECASE,
)
# "killed seven", "injuring dozens": people though no noun says so
_PEOPLE_BEFORE = re.compile(
    r"\b(?:kill(?:ed|ing|s)|injur(?:ed|ing|es)|wound(?:ed|ing|s)|hurt(?:ing)?|arrest(?:ed|ing)|detain(?:ed|ing)|rescu(?:ed|ing)"
    r"|evacuat(?:ed|ing)|displac(?:ed|ing))\s+$",
    re.IGNORECASE,
)
# "injured three strikers": a noun of somebody who does something. "Two pickets were hurt": of anybody but animals.
_DOER = re.compile(r"(?:[eo]rs|ists|ians|men|ees|[ae]nts)\Z")
_HURT_AFTER = re.compile(
    r"\s+(?:(?:have|had|has|were|was|are|is|been|also|slightly|seriously|badly|critically|reported|confirmed)\s+)+"
    r"(?:killed|injured|wounded|hurt|arrested|detained|charged|jailed|hospitali[sz]ed)\b"
)


def unit_counted(text: str, end: int, sort: str) -> tuple[str | None, tuple[int, int] | None, int]:
    """Read what stands after the number: its unit, the words for what is counted, and where they end."""
    for name, pattern in (("percentage point", _POINTS), ("percent", _PERCENT), ("penny", _PENCE)):
        match = pattern.match(text, end)
        if match:
            return name, None, match.end()
    if speed := _SPEED.match(text, end):
        speed_unit = "km/h" if speed["km"] or speed["kms"] else "mph"
        start = min(i for i in map(speed.start, ("km", "mile", "kms", "miles")) if i >= 0)
        return speed_unit, (start, speed.end()), speed.end()
    power = _POWER.match(text, end)
    if power and (root := _unit_of(power[2])) in _MEASURE.values():
        return f"{power[1].casefold()} {root}", (power.start(1), power.end(2)), power.end(2)
    if sort == "vague":
        of = re.compile(r"\s+of\b").match(text, end)
        end = of.end() if of else end
    if sort == "part":
        of = _PART_OF.match(text, end)
        words = _noun_words(text, of.end() if of else end)
        return "share", (words[0].start(1), words[-1].end()) if words else None, words[-1].end() if words else end
    words = _noun_words(text, end)
    if not words:
        return None, None, end
    if words[0].string[words[0].start()] == "-":
        unit = _unit_of(re.split(r"[-\s]", words[0][1])[0])
        last = words[0].end()
        return unit, (words[0].start(1), last), last
    unit = next((u for u in (_unit_of(w[1]) for w in words) if u), None)
    if unit in _MEASURE.values() or unit in TIME_UNITS or unit in _MONEY_WORDS.values():
        stop = next(n for n, w in enumerate(words) if _unit_of(w[1]) == unit)
        words = words[: stop + 1]
    return unit, (words[0].start(1), words[-1].end()), words[-1].end()


def unit_beside(text: str, end: int, before: str, sort: str, counted: tuple[int, int] | None) -> str | None:
    """Read the unit where no noun follows the number: of a quake, or of people by what befell them."""
    if sort == "ordinal":
        return None
    if _MAGNITUDE.search(before):
        return "magnitude"
    noun = text[slice(*counted)].split()[-1].casefold() if counted else ""
    people = (
        _PEOPLE_AFTER.match(text, end)
        or _TOLL.search(before)
        or (_PEOPLE_BEFORE.search(before) and (not noun or _DOER.search(noun)))
        or (counted and noun not in _ANIMALS and _HURT_AFTER.match(text, counted[1]))
    )
    return "person" if people else None


def _noun_words(text: str, end: int) -> list[re.Match[str]]:
    """Take the words of the noun group after a number: at most four, up to a function word or punctuation."""
    words: list[re.Match[str]] = []
    while len(words) < 4:
        match = _TAIL.match(text, end)
        if not match or match[1].casefold() in _STOP:
            break
        if _is_verb(text, match, first=not words):
            break
        words.append(match)
        end = match.end()
        if words[0][0].startswith("-") or match[1].casefold() in _PEOPLE:
            break
    return words


def _is_verb(text: str, match: re.Match[str], *, first: bool) -> bool:
    """Whether a word ends the noun group as its verb; right after the number it does so when no noun follows it."""
    word = match[1].casefold()
    if not _VERBISH.fullmatch(word) or word in _PEOPLE | _NO_VERBS:
        return False
    after = _TAIL.match(text, match.end())
    return not first or (word.endswith("ed") and (after is None or after[1].casefold() in _STOP))


def _unit_of(word: str) -> str | None:
    low = re.sub(r"['’]s?$", "", word.casefold())
    single = low[:-1] if low.endswith("s") and low[:-1] else low
    single = {"centurie": "century", "feet": "foot"}.get(single, single)
    if low in _PEOPLE or single in _PEOPLE:
        return "person"
    if single in TIME_UNITS:
        return single
    return _MONEY_WORDS.get(single) or _MEASURE.get(single)
