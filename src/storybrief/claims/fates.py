"""What befell the people of a number, and how high does the water stand?"""

from __future__ import annotations

import re
from functools import cache

from storybrief.claims.side import CLAUSE_END, Side
from storybrief.claims.words import words as read
from storybrief.english.tables import lines, listed
from storybrief.model import Figure, Span

# "bringing the death toll from the quake to 11": the toll, not the quake, is what rose.
TOLL_OF = re.compile(r"\b(?:death\s+)?toll(?=\s+(?:from|of|in|after|at)\s[^,;:.]*$)")
# "the number of people killed in the flood has risen to 17"
_NUMBER_OF = re.compile(
    r"\bnumber\s+of\s+(?:(?:people|those|passengers|residents)\s+)?(?P<fate>[a-z]+)\b(?:\s+(?!and\b|but\b|with\b)[a-z]+){0,10}\s+$",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(r"\b(?:not|never|yet\s+to)\s+(?:yet\s+)?(?:been|be)\s+(?:found|located|accounted)\b")
_ON_BOARD = re.compile(
    r"(?:\s+and\s+(?:\w+\s+)?crew(?:\s+members)?)?(?:\s+(?:had|have|has|been|were|was|are|is))*"
    r"\s+(?:on\s+board|(?:on|in)\s+(?:the|both|two)\s+(?:\w+\s+)?(?:trains?|ferry|ferries|ships?|boats?|planes?|jets?|bus|buses|flight)\b"
    r"|and\s+(?:\w+\s+)?crew\b)"
)
# "forcing 3,000 people to leave"
_MADE_TO = re.compile(r"\b(?:forc(?:ed|es|ing)|order(?:ed|s|ing)|told|telling|tells)\s+$")
_LEAVE = re.compile(r"\s+to\s+(?:leave|flee)\b")
# What befell people is told within so many words of their number.
_FAR = 6
_CLAUSE = 60  # code points


@cache
def forms() -> dict[str, str]:
    """What befell people, by each form; a form of several words has blanks between them."""
    return {form.replace("_", " "): line.split()[0] for line in lines("claims/fates.txt") for form in line.split()}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = forms().items()
    return tuple((re.compile(rf"\b{form}\b".replace(" ", r"\s+")), fate) for form, fate in known if " " in form)


def fates(side: Side, figure: Figure) -> frozenset[str]:
    """Read what befell the people counted: the fate in or right after the figure's words, else the nearest before them.

    Another figure or the end of the clause ends the search ("31 dead and 90 hurt").
    """
    text, known = side.text, forms()
    others = [f.span for f in side.figures if f is not figure]
    until = min((o.start for o in others if o.start >= figure.span.end), default=side.passage.span.end)
    since = max((o.end for o in others if o.end <= figure.span.start), default=side.passage.span.start)
    after = CLAUSE_END.split(text[figure.span.end : until])[0]
    if told := _told_at_length(side, figure, after):
        return frozenset({told})
    inside = [w.form for w in side.words if figure.span.holds(w.span)]
    close = [w.form for w in read(text, Span(figure.span.end, figure.span.end + len(after)))][:_FAR] if after else []
    if figure.high == 0 and "casualties" in inside:
        return frozenset({"killed"})
    found = next((known[w] for w in (*inside, *close) if w in known), None)
    if found is None and inside[-1:] == ["lives"]:
        found = "killed"
    if found is None:
        before = CLAUSE_END.split(text[since : figure.span.start])[-1]
        words = read(text, Span(figure.span.start - len(before), figure.span.start)) if before.strip() else ()
        found = next((known[w.form] for w in reversed(words[-_FAR - 2 :]) if w.form in known), None)
        number_of = _NUMBER_OF.search(side.near(figure.span.start))
        if found is None and number_of:
            found = known.get(number_of["fate"].casefold())
        if found is None and TOLL_OF.search(side.near(figure.span.start)):
            found = "killed"
    return frozenset({found} if found else ())


def _told_at_length(side: Side, figure: Figure, after: str) -> str | None:
    """What befell them in several words: "had not been found", "forcing 300 people to leave", "lost their lives"."""
    if _NOT_FOUND.search(after):
        return "missing"
    if _ON_BOARD.match(side.text, figure.span.end, side.passage.span.end):
        return "aboard"
    if _LEAVE.match(after) and _MADE_TO.search(side.near(figure.span.start)):
        return "evacuated"
    return next((fate for phrase, fate in _phrases() if phrase.search(after[:_CLAUSE])), None)


# How high a river stands: "stood at 6.4 metres", "after peaking at 7.5 metres"; not what is expected, nor a record.
_STANDS = re.compile(
    r"\b(?:(?:st(?:ands?|ood|anding)|peak(?:s|ed|ing)|crest(?:s|ed|ing))\s+at|(?:rose|risen|rises|rising|fell|fallen|falling)\s+to|reach(?:es|ed|ing))"
    r"\s+(?:a\s+(?:peak|height|level)\s+of\s+)?$"
)
_EXPECTED = re.compile(r"\b(?:expected|forecast|predicted|likely|could|may|might|would|will|previous|record)\b")
_WATER = frozenset(listed("river rivers level levels water waters gauge lake reservoir"))


def level(side: Side, figure: Figure) -> frozenset[str]:
    """Say whether a figure is how high a water stands, as a fate: "level"."""
    return frozenset({"level"} if water(side, figure) else ())


def water(side: Side, figure: Figure) -> Span | None:
    """The word for the water whose level a figure gives, or the river's name; None when it is no level."""
    before = side.near(figure.span.start)
    if figure.unit not in ("m", "ft") or not _STANDS.search(before) or _EXPECTED.search(before):
        return None
    words = [w for w in side.words if w.span.end <= figure.span.start]
    return next((w.span for w in words if w.form in _WATER), None) or next((w.span for w in words if w.name), None)
