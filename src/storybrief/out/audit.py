"""Who is quoted and how much, who did not answer, and what has an outlet that others have not? Counted from brief.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storybrief.model import Person
from storybrief.out.parts import Told
from storybrief.out.rows import AboutRow, LeadRow, QuotedRow, ReplyRow
from storybrief.verify.quoted import quoted_in, replies_in


def quoted(told: Told) -> Iterator[QuotedRow]:
    """Yield how much each speaker of a story is given by each outlet, in reading order."""
    counted = quoted_in(told)
    every = sum(one.words for one in counted) or 1
    for one in counted:
        share = round(one.words / every, 4)
        yield QuotedRow(told["story"], one.speaker, one.kind, one.outlet, one.statements, one.words, share)


def about(told: Told, people: Sequence[Person]) -> Iterator[AboutRow]:
    """Yield what people.yml says of each speaker who is quoted in a story."""
    known = {person.name: person.about for person in people}
    of = {one.speaker: one.person for one in quoted_in(told, people) if one.person}
    for speaker, person in of.items():
        for key, value in known[person]:
            yield AboutRow(told["story"], str(speaker), person, key, value)


def replies(told: Told) -> Iterator[ReplyRow]:
    """Yield everybody who was asked and did not answer, in reading order."""
    for one in replies_in(told):
        reply = "elsewhere" if one.statements else "silent"
        yield ReplyRow(told["story"], one.speaker, one.articles, one.statements, reply)


def lead_rows(told: Told, lead: str | None) -> Iterator[LeadRow]:
    """Yield the claims in which the articles of `lead` (an outlet, or the id of an article) differ from the others."""
    for a in (a for a in told["articles"] if lead and lead in (a["id"], a["outlet"])):
        for claim in told["claims"]:
            has, articles = a["id"] in claim["articles"], len(claim["articles"])
            if (has and articles > 1) or (not has and claim["groups"] < 2):
                continue
            shown = next(p for p in claim["passages"] if p["address"] == claim["address"])
            side = "only here" if has else "not here"
            yield LeadRow(told["story"], a["id"], a["outlet"], side, claim["address"], shown["words"], articles)
