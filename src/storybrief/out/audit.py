"""Who is quoted and how much, who did not answer, and what has an outlet that others have not? Counted from brief.json."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from storybrief.model import Person
from storybrief.out.parts import Told
from storybrief.out.rows import AboutRow, LeadRow, QuotedRow, ReplyRow
from storybrief.pages.quoted import how_many, kind_of
from storybrief.pages.who import known_as


def quoted(told: Told) -> Iterator[QuotedRow]:
    """Yield how much each speaker of a story is given by each outlet, in reading order."""
    kinds = {s["name"]: s["kind"] for s in told["speakers"]}
    outlets = {a["id"]: a["outlet"] for a in told["articles"]}
    counted: dict[tuple[str | None, str | None], list[int]] = {}
    for s in told["statements"]:
        counted.setdefault((s["speaker"], outlets[s["article"]]), []).append(how_many(p["words"] for p in s["content"]))
    every = sum(map(sum, counted.values())) or 1
    for (name, outlet), each in counted.items():
        kind = kind_of(kinds[name] if name else None, name)
        yield QuotedRow(told["story"], name, kind, outlet, len(each), sum(each), round(sum(each) / every, 4))


def about(told: Told, people: Sequence[Person]) -> Iterator[AboutRow]:
    """Yield what people.yml says of each speaker who is quoted in a story."""
    forms = {s["name"]: s["forms"] for s in told["speakers"]}
    for name in dict.fromkeys(s["speaker"] for s in told["statements"] if s["speaker"]):
        person = known_as(name, forms[name], told["story"], people)
        if person is None:
            continue
        for key, value in person.about:
            yield AboutRow(told["story"], name, person.name, key, value)


def replies(told: Told) -> Iterator[ReplyRow]:
    """Yield everybody who was asked and did not answer, in reading order."""
    said = Counter(s["speaker"] for s in told["statements"] if s["speaker"])
    called = {form: s["name"] for s in told["speakers"] for form in s["forms"]}
    asked: dict[str | None, set[str]] = {}
    for one in told["no_answers"]:
        name = one["speaker"] or (one["mention"]["words"] if one["mention"] else None)
        asked.setdefault(called.get(name, name), set()).add(one["article"])
    for name, articles in asked.items():
        yield ReplyRow(told["story"], name, len(articles), said[name], "elsewhere" if said[name] else "silent")


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
