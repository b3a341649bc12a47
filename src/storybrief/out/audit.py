"""Who is quoted and how much, who did not answer, and what has an outlet that others have not? Counted from brief.json."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storybrief.out.parts import Told, of
from storybrief.out.rows import LeadRow, QuotedRow, ReplyRow
from storybrief.pages.quoted import how_many, kind_of


def quoted(told: Told) -> Iterator[QuotedRow]:
    """Yield how much each speaker of a story is given by each outlet, in reading order."""
    kinds = {s["name"]: s["kind"] for s in told["speakers"]}
    outlets = {a["id"]: a["outlet"] for a in told["articles"]}
    counted: dict[tuple[str | None, str | None], list[int]] = {}
    for s in told["statements"]:
        counted.setdefault((s["speaker"], outlets[s["article"]]), []).append(how_many(p["words"] for p in s["content"]))
    every = sum(map(sum, counted.values())) or 1
    for (speaker, outlet), words in counted.items():
        kind, count = kind_of(kinds.get(speaker), speaker), sum(words)
        yield QuotedRow(told["story"], speaker, kind, outlet, len(words), count, round(count / every, 4))


def replies(told: Told) -> Iterator[ReplyRow]:
    """Yield everybody who was asked and did not answer, in reading order."""
    said = Counter(s["speaker"] for s in told["statements"] if s["speaker"])
    called = {form: s["name"] for s in told["speakers"] for form in s["forms"]}
    asked: dict[str | None, set[str]] = {}
    for one in told["no_answers"]:
        name = one["speaker"] or of(one["mention"])
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
