"""Where may a sentence be cut into clauses that can each stand as a passage?

Cuts are only possible places; `merge` uses one when the two sides say what different sentences of another article say.
A quotation is never cut, and a cut never leaves a side without matter.
"""

from __future__ import annotations

import re

from storybrief.english.marks import inside
from storybrief.model import Span

_NUMBER = (
    r"(?:(?:at|more|fewer|over|about|around|some|nearly|almost|least|than|another|up|to)\s+){0,3}"
    r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a\s+)?dozens?|scores|hundreds|thousands)\s+"
)
_HARMED = r"(?:dead|killed|injured|hurt|wounded|missing)"
# Ordered: the first rule that matches at a place names the cut. The cut is made where the group "cut" starts.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dash", re.compile(r"\s?(?P<cut>[—–]|\s-\s|--)")),
    ("semicolon", re.compile(r";\s+(?P<cut>\S)")),
    (
        "opening circumstance",
        re.compile(
            r"\A(?:Following|After|Before|Prior\s+to|Despite|While|Although|Though|When|As|Since|Because|During|In|On|At(?!\s+(?:least|most)\b)|With)\b"
            r"[^,]{12,160},\s+(?P<cut>\w|[\"“])"
        ),
    ),
    (
        "conjunction",
        re.compile(r",?\s+(?P<cut>(?:while|though|although|whereas|but|yet)\s)|,\s+(?P<cut2>(?:and|or|so|as|because|after|before|when)\s)"),
    ),
    (
        "second verb",
        re.compile(
            r"\s(?P<cut>and\s+(?:had|has|have|was|were|is|are|will|would|could|may|might|did|does|then|also|later|he|she|they|it"
            r"|that|said|told|made|took|went|\w+ed|\w+ing)\s)"
        ),
    ),
    ("toll", re.compile(rf"\s(?P<cut>(?:and\s+)?(?:leaving|killing|injuring|wounding)\s+{_NUMBER}|and\s+{_NUMBER}(?:[\w-]+\s+){{0,3}}{_HARMED})\b")),
    ("relative clause", re.compile(r",\s+(?P<cut>(?:which|who|whose|where)\s)")),
    ("participle", re.compile(r",\s+(?P<cut>(?!according|king|during|including\s+\w+,)[a-z]{2,}(?:ing|ed)\s)")),
)  # fmt: skip
# The rules that cut between clauses of one rank.
COORDINATE = frozenset({"dash", "semicolon", "conjunction"})
_LEAST_WORDS = 3
_MOST_CUTS = 6


def cuts(text: str, span: Span) -> tuple[tuple[int, str], ...]:
    """Give the places (offsets into `text`) where the sentence at `span` may be cut, in order, each with its rule."""
    sentence = span.of(text)
    closed = [(r.outer.start, r.outer.end) for r in inside(sentence, Span(0, len(sentence)))]
    places: dict[int, str] = {}
    for name, pattern in _RULES:
        for match in pattern.finditer(sentence):
            at = match.start(match.lastgroup or "cut")
            if not any(a < at < b for a, b in closed) and _enough(sentence[:at]) and _enough(sentence[at:]):
                places.setdefault(at, name)
    kept: list[int] = []
    for at in sorted(places):
        if not kept or _enough(sentence[kept[-1] : at]):
            kept.append(at)
    return tuple((span.start + at, places[at]) for at in kept[:_MOST_CUTS])


def _enough(side: str) -> bool:
    return len(re.findall(r"\w+", side)) >= _LEAST_WORDS


def trimmed(text: str, span: Span) -> Span:
    """Leave out the white space at both ends of a span."""
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.end - (len(words) - len(words.rstrip())))
