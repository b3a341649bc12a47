"""How sure is it that the speaker is the right one?

As sure as the ways that led to the name were right on the training articles: the rule that chose the mention, and how
the mention was given a name. The shares are a table, made by `benchmarks/learn_sure.py`.
"""

from __future__ import annotations

from storybrief.english.tables import weights
from storybrief.model import Trace

DOUBTFUL = 0.8  # a statement given by ways that are right less often is one an editor should look at


def ways(by: Trace, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """What led to the speaker: "rule …", and "name …" with whether others could be meant as well."""
    told = [part.split(":")[0] for part in by.saw if ": " in part]
    known = ("pronoun", "pronoun of a body", "role", "word of the name")
    how = next((t for t in told if t in known), "own name")
    return f"rule {by.rule}", f"name {how}{', others near' if candidates else ''}"


def sure(name: str | None, by: Trace, candidates: tuple[str, ...]) -> float:
    """Return the least share of the ways that led to the speaker, 0 to 1; 0 when nobody is named."""
    if name is None:
        return 0.0
    table = weights("statements/sure.tsv")
    return min((table[way] for way in ways(by, candidates) if way in table), default=1.0)
