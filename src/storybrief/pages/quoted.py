"""Who is quoted, and how much? Speakers are counted by what they are, never by what would have to be guessed of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from storybrief.model import Brief, Person, Speaker
from storybrief.pages.escape import markdown
from storybrief.pages.who import page_of, person_of

KINDS = ("named", "unnamed", "group", "institution", "not known")
"""What a source audit tells apart: a person by name, one without, several without, a body or an outlet, nobody found."""

_KIND: Mapping[str | None, str] = MappingProxyType(
    {"person": "named", "organisation": "institution", "outlet": "institution"}
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_OF = re.compile(r",| (?:of|in|at|from|who|with|for|on|to|near|close|familiar|briefed|inside)\b")
_ONE = re.compile(r"(?:an?|one|his|her) ", re.IGNORECASE)
_MANY = frozenset({"people", "police", "men", "women", "children", "staff", "others", "many", "some"})


def kind_of(kind: str | None, name: str | None) -> str:
    """Return which of KINDS a speaker is: of the register's `kind`, shown as `name`."""
    if kind == "unnamed":
        return "group" if several(name or "") else "unnamed"
    return _KIND.get(kind, "not known")


def how_many(parts: Iterable[str]) -> int:
    """Count the words in `parts`; “it's” is one."""
    return sum(len(_WORD.findall(part)) for part in parts)


def several(described: str) -> bool:
    """Whether an unnamed source is more than one: “officials of the port”, “two people familiar with it”."""
    words = _OF.split(described)[0].split()
    last = words[-1].casefold() if words else ""
    return not _ONE.match(described) and (
        last in _MANY or (last.endswith("s") and not last.endswith(("ss", "us", "is")))
    )


# --- what one story gives --------------------------------------------------------------------------------------


class Quoted(Struct, frozen=True):
    """How much one speaker is given by one outlet in a story.

    speaker   as the brief calls it; None when nobody is known to have said the words
    person    the name of its entry in people.yml; None without one
    page      its page, without ".md"; None for whom has none
    kind      one of KINDS
    outlet    None for an article that names none
    """

    speaker: str | None
    person: str | None
    page: str | None
    kind: str
    outlet: str | None
    statements: int
    words: int


class Reply(Struct, frozen=True):
    """Somebody who was asked and did not answer, in so many articles; `statements` is what the story has elsewhere."""

    speaker: str | None
    page: str | None
    articles: int
    statements: int


class Audit(Struct, frozen=True):
    """Who is quoted in a story, in reading order. The headline is as it is printed (Markdown).

    Of a story that its editors withdrew nothing is counted.
    """

    story: str
    headline: str
    withdrawn: bool
    quoted: tuple[Quoted, ...]
    replies: tuple[Reply, ...]


def audited(brief: Brief, people: Sequence[Person]) -> Audit:
    """Count who is quoted in a brief, and who did not answer."""
    withdrawn = any(one.kind == "withdrawn" for one in brief.corrections)
    quoted = () if withdrawn else tuple(_quoted(brief, people))
    replies = () if withdrawn else tuple(_replies(brief, people))
    return Audit(brief.story, str(markdown(brief.headline.words)), withdrawn, quoted, replies)


def _quoted(brief: Brief, people: Sequence[Person]) -> Iterator[Quoted]:
    by = brief.speaker_of
    counted: dict[tuple[str | None, str | None], list[int]] = {}
    called: dict[str | None, Speaker | None] = {}
    for extract in brief.extracts:
        text, outlet = extract.article.text, extract.article.source.outlet
        for s in extract.statements:
            speaker = by.get((extract.article.id, s.number))
            name = speaker.name if speaker else None
            called[name] = speaker
            counted.setdefault((name, outlet), []).append(how_many(span.of(text) for span in s.content))
    for (name, outlet), words in counted.items():
        yield _row(brief, called[name], outlet, words, people)


def _row(brief: Brief, one: Speaker | None, outlet: str | None, words: list[int], people: Sequence[Person]) -> Quoted:
    known = person_of(one, brief.story, people) if one else None
    return Quoted(
        speaker=one.name if one else None,
        person=known.name if known else None,
        page=page_of(brief, one, people) if one else None,
        kind=kind_of(one.kind if one else None, one.name if one else None),
        outlet=outlet,
        statements=len(words),
        words=sum(words),
    )


def _replies(brief: Brief, people: Sequence[Person]) -> Iterator[Reply]:
    called = {form: speaker for speaker in brief.speakers for form in speaker.forms}
    asked: dict[str | None, set[str]] = {}
    for extract in brief.extracts:
        for one in extract.no_answers:
            name = one.name or (one.mention.of(extract.article.text) if one.mention else None)
            known = called.get(name or "")
            asked.setdefault(known.name if known else name, set()).add(extract.article.id)
    said = Counter({speaker.name: len(speaker.statements) for speaker in brief.speakers})
    speakers = {speaker.name: speaker for speaker in brief.speakers}
    for name, articles in asked.items():
        who = speakers.get(name or "")
        yield Reply(name, page_of(brief, who, people) if who else None, len(articles), said[name or ""])
