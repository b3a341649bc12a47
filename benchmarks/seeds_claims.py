"""How much of what a person found in the two seed articles does the merge show?

Prints, against tests/gold/seed-gold.yaml: agreements joined of 18, wrong pairs, the differences shown by weight, and the
figures and times found. Run: python benchmarks/seeds_claims.py [--missed]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from storybrief.article.read import read
from storybrief.claims.merge import merge
from storybrief.facts.figures import figures
from storybrief.facts.moments import moments
from storybrief.model import Difference, Extract, Figure, Merged, Span
from storybrief.statements.extract import statements
from storybrief.statements.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
STORY = ROOT / "briefs" / "gaza-ceasefire" / "sources"
GOLD = ROOT / "tests" / "gold" / "seed-gold.yaml"
# The kinds of difference that a person's words stand for.
KINDS = {
    "quote wording": {"quotation"},
    "conflict": {"time", "figure"},
    "causal frame": {"agent"},
    "attribution": {"attribution"},
    "attribution dropped": {"attribution"},
    "channel dropped": {"attribution"},
    "speaker identity": {"speaker"},
    "bound word": {"bound"},
    "hedge": {"bound", "hedge"},
    "direct vs indirect": {"directness"},
    "time": {"time"},
}
BOUNDS = {"approximately": "about"}


def extracts() -> tuple[Extract, ...]:
    """The two seed articles through the real rooms; their ids are A and B."""
    return tuple(_extract(name, info) for name, info in sorted(gold()["articles"].items()))


def gold() -> Any:
    return yaml.safe_load(GOLD.read_text(encoding="utf-8"))


def _extract(name: str, info: Any) -> Extract:
    article, problems = read(STORY / info["file"], info["file"], {}, name)
    if article is None:
        raise SystemExit("\n".join(map(str, problems)))
    found = sentences(article)
    said = statements(article, found)
    return Extract(article, found, said, figures(article, found, said), moments(article, found))


def score(made: tuple[Extract, ...], merged: Merged, marked: Any) -> dict[str, Any]:
    """Everything that is counted, with the ids of what was missed or wrong."""
    joined = _joined(made, merged, marked)
    wanted = {g["id"]: {(a, b) for a in g["A"] for b in g["B"]} for g in marked["agreements"]}
    pairs = set().union(*wanted.values())
    return {
        "agreements missed": [i for i, p in wanted.items() if not p & joined],
        "wrong pairs": sorted(joined - pairs),
        "differences missed": {w: _missed(merged, marked, w) for w in ("high", "medium", "low")},
        "figures missed": _facts_missed(made, marked["figures"], "figures"),
        "figures with value and bound missed": _values_missed(made, marked["figures"]),
        "times missed": _facts_missed(made, marked["dates"], "moments"),
    }


def _joined(made: tuple[Extract, ...], merged: Merged, marked: Any) -> set[tuple[str, str]]:
    ids: dict[tuple[str, int], str] = {}
    for extract in made:
        for row in marked["sentences"]:
            if row["article"] == extract.article.id:
                span = Span(row["start"], row["end"])
                ids |= {(row["article"], s.number): row["id"] for s in extract.sentences if s.span.overlaps(span)}
    return {
        (ids["A", a.sentence], ids["B", b.sentence])
        for claim in merged.claims
        for a in claim.passages
        for b in claim.passages
        if a.article == "A" and b.article == "B"
    }


def _missed(merged: Merged, marked: Any, weight: str) -> list[str]:
    """The gold's differences of one importance that no difference of a fitting kind and place shows.

    A high one counts only when it is shown as high.
    """
    wanted = [d for d in marked["differences"] if d["importance"] == weight and d["B"] and d["type"] in KINDS]
    return [d["id"] for d in wanted if not any(_shows(found, d) for found in merged.differences)]


def _shows(found: Difference, wanted: Any) -> bool:
    places = {p.article: p.span for p in (found.a, found.b)}
    weighty = wanted["importance"] != "high" or found.weight == "high"
    there = all(places[n].overlaps(Span(wanted[n]["start"], wanted[n]["end"])) for n in ("A", "B"))
    return weighty and there and found.kind in KINDS[wanted["type"]]


def _facts_missed(made: tuple[Extract, ...], rows: Iterable[Any], kind: str) -> list[str]:
    spans = {e.article.id: [f.span for f in getattr(e, kind)] for e in made}
    return [r["id"] for r in rows if not any(s.overlaps(_span(r)) for s in spans[r["article"]])]


def _values_missed(made: tuple[Extract, ...], rows: Iterable[Any]) -> list[str]:
    found = {e.article.id: e.figures for e in made}
    return [r["id"] for r in rows if not any(_right(f, r) for f in found[r["article"]])]


def _right(figure: Figure, row: Any) -> bool:
    bound = BOUNDS.get(row["bound"], row["bound"])
    value = row["value"] is None or row["value"] in (figure.low, figure.high)
    return figure.span.overlaps(_span(row)) and figure.bound == bound and value


def _span(row: Any) -> Span:
    return Span(row["as_written"]["start"], row["as_written"]["end"])


def main(arguments: list[str]) -> None:
    marked = gold()
    made = extracts()
    merged = merge(made)
    result = score(made, merged, marked)
    print(f"agreements joined   {18 - len(result['agreements missed'])} of {len(marked['agreements'])}")
    print(f"wrong pairs         {len(result['wrong pairs'])}")
    for weight, missed in result["differences missed"].items():
        of = sum(d["importance"] == weight and bool(d["B"]) and d["type"] in KINDS for d in marked["differences"])
        print(f"differences, {weight:<7}{of - len(missed)} of {of}")
    print(f"figures found       {len(marked['figures']) - len(result['figures missed'])} of {len(marked['figures'])}")
    right = len(marked["figures"]) - len(result["figures with value and bound missed"])
    print(f"  value and bound   {right} of {len(marked['figures'])}")
    print(f"times found         {len(marked['dates']) - len(result['times missed'])} of {len(marked['dates'])}")
    if "--missed" in arguments:
        for name, what in result.items():
            print(name, what)


if __name__ == "__main__":
    main(sys.argv[1:])
