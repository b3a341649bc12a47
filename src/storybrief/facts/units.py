"""Of what is a number? The unit behind or before it, and the words that it counts."""

from __future__ import annotations

import re

from storybrief.english.calendar import TIME_UNITS
from storybrief.english.tables import listed

_MONEY_WORDS = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "rupee": "INR", "ruble": "RUB",
    "rouble": "RUB", "shekel": "ILS", "franc": "CHF", "cent": "cent",
}  # fmt: skip
_MEASURE = {
    "mile": "mile", "kilometer": "km", "kilometre": "km", "km": "km", "meter": "m", "metre": "m", "foot": "ft",
    "feet": "ft", "ft": "ft", "inch": "inch", "yard": "yard", "acre": "acre", "hectare": "ha",
    "ton": "ton", "tonne": "tonne", "kilogram": "kg", "kg": "kg", "pound": "lb", "ounce": "oz", "liter": "l",
    "litre": "l", "gallon": "gallon", "barrel": "barrel", "degree": "degree", "mph": "mph", "magnitude": "magnitude",
    "megawatt": "MW", "knot": "knot",
}  # fmt: skip
_PEOPLE = frozenset(
    listed("""people person persons men man women woman children child boys girls boy girl lives life deaths death dead hostages
    hostage individuals individual victims victim civilians civilian soldiers soldier troops officers officer police
    fighters militants gunmen suspects suspect prisoners prisoner detainees inmates migrants refugees residents resident
    students student pupils passengers passenger workers worker employees employee protesters demonstrators voters
    players fatalities casualties injuries wounded injured killed bodies survivors patients members member crew citizens
    adults families americans israelis palestinians firefighters doctors nurses journalists lawmakers senators delegates
    teenagers youths babies infants sailors marines servicemen tourists fans spectators supporters villagers pirates rebels
    rescuers policeman policemen""")
)
_STOP = frozenset(
    listed("""past near amid despite toward towards across along behind beside within upon onto alongside
        flew sank swam drew chose woke bore beat hit hurt cut let sprang sang rang shook stole swept threw tore caught felt
        kept built bought brought thought taught sought fought dealt meant heard read stuck struck swung dug hung
        a an the and or but nor of in on at to for from by with without as than that which who whom whose when while where
    because since after before during until if though although is are was were be been being has have had do does did
    will would can could may might shall should must not no it its he she they we i you his her their our this these those
    there then so also said says say told according about into over under between among against through per still
    himself themselves more less ago later earlier each apart away out up down off around nearly almost some if yet just
    only even such both either neither
        remain remains remained come comes came went go goes took take takes make makes made
        lay stood fell rose sat ran held kept left met saw sold won began broke drove grew knew led lost paid put sent set
        shot slept spent spoke wore wrote got gave became""")
)
_VERBISH = re.compile(r"\w{2,}(?:ed|ing)\Z")
_NO_VERBS = frozenset(
    listed(
        """meeting building hearing killing ruling bombing shooting stabbing filing briefing warning sitting beginning
        painting drawing opening landing crossing offering bidding reading writing wedding evening morning spring king
        ring wing string thing lightning seed bed feed speed breed deed shed sled hundred red"""
    )
)
_TAIL = re.compile(r"(?:\s+|-)((?:[^\W\d_]\.){2,}(?=\s)|[^\W\d_][\w'’]*(?:-[\w'’]+)*)")
_PART_OF = re.compile(r"(?:\s+(?:of|all|the|its|his|her|their|those|these|all))*(?=\s)")
_POINTS = re.compile(r"\s+percentage\s+points?\b|-percentage-points?\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%|\s+per\s?cent\b|-percent\b", re.IGNORECASE)
_POWER = re.compile(
    r"\s+(square|cubic)(?=\s+(\w+))", re.IGNORECASE
)  # "a magnitude of 6.1", "magnitude-6.1"; "31 died", "12 are missing", "40 aboard", "the death toll rose to 34"
_MAGNITUDE = re.compile(
    r"\bmagnitude(?:\s+of)?[\s-]+(?:(?:about|around|at\s+least|an?\s+estimated)\s+)?$", re.IGNORECASE
)
_PEOPLE_AFTER = re.compile(
    r"\s+(?:others?\s+)?(?:(?:have|had|has|were|was|are|is|remain(?:s|ed)?|still|also|been|reported|confirmed|more)\s+)*"
    r"(?:died|killed|dead|injured|wounded|hurt|missing|arrested|detained|rescued|evacuated|hospitali[sz]ed|trapped"
    r"|displaced|homeless|aboard|on\s+board|perished|drowned|survived)\b",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:(?:death\s+)?toll|number\s+of\s+(?:(?:people|those|passengers|residents)\s+)?"
    r"(?:dead|deaths|killed|casualties|victims|hurt|injured|wounded|missing))\b(?:\s+(?!and\b|but\b|with\b)[a-z]+){0,14}\s+(?:to|at|was|is|of|reached|hit|passed|stands?\s+at)\s+$",
    re.IGNORECASE,
)  # "killed seven", "injuring dozens": people though no noun says so
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
_ANIMALS = frozenset(
    listed(
        "animals birds cattle cats chickens cows deer dogs elephants fish goats hens horses pigs sheep whales wolves"
    )
)


def unit_counted(text: str, end: int, sort: str) -> tuple[str | None, tuple[int, int] | None, int]:
    """Read what stands after the number: its unit, the words for what is counted, and where they end."""
    for name, pattern in (("percentage point", _POINTS), ("percent", _PERCENT)):
        match = pattern.match(text, end)
        if match:
            return name, None, match.end()
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
