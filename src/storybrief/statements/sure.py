"""How sure is it that the speaker is the right one?

As sure as the ways that led to the name were right on the training articles: the rule that chose the mention, and how
the mention was given a name. The shares are a table, made by `benchmarks/learn_sure.py`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from storybrief.model import Attribution
from storybrief.statements.words import lines

DOUBTFUL = 0.8  # a statement given by ways that are right less often is one an editor should look at


@cache
def shares() -> dict[str, float]:
    """The share of right speakers of each way."""
    return {row[0]: float(row[1]) for row in lines("sure.tsv")}


def with_sureness(attribution: Attribution) -> Attribution:
    """The attribution with how sure it is."""
    return replace(attribution, sure=sure(attribution))


def ways(attribution: Attribution) -> tuple[str, ...]:
    """What led to the speaker: "rule …", and "name …" with whether others could be meant as well."""
    told = [part.split(":")[0] for part in attribution.by.saw if ": " in part]
    known = ("pronoun", "pronoun of a body", "role", "word of the name")
    how = next((t for t in told if t in known), "own name")
    return f"rule {attribution.by.rule}", f"name {how}{', others near' if attribution.candidates else ''}"


def sure(attribution: Attribution) -> float:
    """Return the least share of the ways that led to the speaker, 0 to 1; 0 when nobody is named."""
    if attribution.name is None:
        return 0.0
    return min((shares()[way] for way in ways(attribution) if way in shares()), default=1.0)
