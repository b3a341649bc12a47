"""How far do two articles of a story come from different reporting?

The verdict rests on text that two articles share outside quotation marks (what somebody said is everybody's). Only
likeness can be shown: articles without any are "not known", never "independent".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Literal

from storybrief.claims.words import form_of
from storybrief.model import Claim, Extract, Independence

RUN = 5
# Shares of the shorter article's 5-word runs that stand in the other too. Of 127 pairs of articles on one event that a
# person read, .25 tells those made from one text from those written apart (precision 1, recall .93); most that share
# an agency's paragraphs lie between .12 and .25. From .6 on hardly a sentence was touched.
COPIED = 0.6
REWRITTEN = 0.25
WIRE = 0.12
# A run of this many equal words is told as evidence, whatever the verdict.
LONG_RUN = 8
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)", re.MULTILINE)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['’]\w+)*")
_CITES = re.compile(
    r"(?:according\s+to|told|reported\s+by|reports?\s+(?:by|from|in)|citing|cited\s+by|quoted\s+by|per)\s+(?:the\s+)?$"
)


@dataclass(frozen=True)
class _Text:
    """An article's body as it is compared: its words, and its 5-word runs outside quotation marks."""

    forms: tuple[str, ...]
    runs: frozenset[int]


def independence(extracts: Sequence[Extract], claims: Sequence[Claim] = ()) -> tuple[Independence, ...]:
    """Judge every two articles, in the order given; `claims` tell which paragraphs match."""
    ids: dict[tuple[str, ...], int] = {}
    texts = [_text(e, ids) for e in extracts]
    matching = _matching(extracts, claims)
    return tuple(
        _judge(
            extracts[i],
            extracts[j],
            texts[i],
            texts[j],
            matching.get((extracts[i].article.id, extracts[j].article.id), []),
        )
        for i, j in combinations(range(len(extracts)), 2)
    )


def contained(a: str, b: str) -> float:
    """Give the share (0 to 1) of the shorter text's 5-word runs, outside quotation marks, that are in the other too."""
    ids: dict[tuple[str, ...], int] = {}
    return _contained(_read([a], ids), _read([b], ids))


def _text(extract: Extract, ids: dict[tuple[str, ...], int]) -> _Text:
    return _read([p.span.of(extract.article.text) for p in extract.article.body], ids)


def _read(paragraphs: Sequence[str], ids: dict[tuple[str, ...], int]) -> _Text:
    forms: list[str] = []
    runs: set[int] = set()
    for paragraph in paragraphs:
        forms += _forms(paragraph)
        for piece in _QUOTED.split(paragraph):
            own = _forms(piece)
            for run in zip(*(own[n:] for n in range(RUN)), strict=False):
                runs.add(ids.setdefault(run, len(ids)))
    return _Text(tuple(forms), frozenset(runs))


def _forms(text: str) -> list[str]:
    return [form_of(w) for w in _WORD.findall(text)]


def _contained(a: _Text, b: _Text) -> float:
    return len(a.runs & b.runs) / (min(len(a.runs), len(b.runs)) or 1)


def _judge(a: Extract, b: Extract, x: _Text, y: _Text, matching: list[tuple[int, int]]) -> Independence:
    share = _contained(x, y)
    evidence = (
        _tell_share(share),
        _tell_order(matching),
        _tell_run(x, y, share),
        _tell_agency(a, b),
        _tell_names(a, b),
        _tell_citing(a, b),
    )
    return Independence(a.article.id, b.article.id, verdict_of(share), tuple(e for e in evidence if e))


def verdict_of(share: float) -> Literal["copied", "rewritten", "shares wire text", "not known"]:
    """Turn the share of common 5-word runs into a verdict."""
    if share >= COPIED:
        return "copied"
    if share >= REWRITTEN:
        return "rewritten"
    return "shares wire text" if share >= WIRE else "not known"


def _tell_share(share: float) -> str:
    percent = int(100 * share)
    if percent < 5:
        return ""
    return f"{percent} of 100 runs of five words outside quotation marks, counted in the shorter one, are in both"


def _matching(extracts: Sequence[Extract], claims: Sequence[Claim]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Give for every two articles the pairs of body paragraphs (numbers as a reader counts) with a claim in common."""
    numbers = {
        (e.article.id, s.number): e.article.paragraphs[s.paragraph].number for e in extracts for s in e.sentences
    }
    rank = {e.article.id: n for n, e in enumerate(extracts)}
    found: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for claim in claims:
        for link in claim.links:
            a, b = sorted((link.a, link.b), key=lambda p: rank[p.article])
            if a.article != b.article:
                found[a.article, b.article].add((numbers[a.article, a.sentence], numbers[b.article, b.sentence]))
    return {key: sorted(pairs) for key, pairs in found.items()}


def _tell_order(matching: list[tuple[int, int]]) -> str:
    chain = _chain(matching)
    if len(chain) < 3:
        return ""
    first, last = chain[0], chain[-1]
    if all(a == b for a, b in chain) and last[0] - first[0] + 1 == len(chain):
        return f"paragraphs {first[0]} to {last[0]} match in the same order"
    return f"{len(chain)} paragraphs match in the same order"


def _chain(matching: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find the longest row of matching paragraphs that goes down both articles."""
    best: list[list[tuple[int, int]]] = []
    for pair in matching:
        before = max((c for c in best if c[-1][0] < pair[0] and c[-1][1] < pair[1]), key=len, default=[])
        best.append([*before, pair])
    return max(best, key=lambda c: (len(c), [-abs(a - b) for a, b in c]), default=[])


def _tell_run(x: _Text, y: _Text, share: float) -> str:
    if not share:
        return ""
    longest = longest_run(x.forms, y.forms)
    return f"{longest} words in a row are the same" if longest >= LONG_RUN else ""


def longest_run(a: Sequence[str], b: Sequence[str]) -> int:
    """Give the length in words of the longest run that both have: grown from runs of five, so less than five is 0."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n in range(len(b) - RUN + 1):
        places[tuple(b[n : n + RUN])].append(n)
    longest, before = 0, dict[int, int]()
    for n in range(len(a) - RUN + 1):
        now = {m: before.get(m - 1, RUN - 1) + 1 for m in places.get(tuple(a[n : n + RUN]), ())}
        longest = max(longest, max(now.values(), default=0))
        before = now
    return longest


@cache
def _outlets() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    lines = (Path(__file__).parent / "outlets.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(
        (kind, name, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms.split('|')))})(?!\w)"))
        for kind, name, forms in rows
    )


def _named(extract: Extract, wanted: str) -> tuple[str, ...]:
    return tuple(name for kind, name, pattern in _outlets() if kind == wanted and pattern.search(extract.article.text))


def _tell_agency(a: Extract, b: Extract) -> str:
    both = [n for n in _named(a, "agency") if n in _named(b, "agency")]
    return f"both name {_listed(both)}" if both else ""


def _tell_names(a: Extract, b: Extract) -> str:
    x = (*_named(a, "agency"), *_named(a, "outlet"))
    y = (*_named(b, "agency"), *_named(b, "outlet"))
    only_x, only_y = [n for n in x if n not in y], [n for n in y if n not in x]
    if only_x and only_y:
        return f"only the first names {_listed(only_x)}, only the second {_listed(only_y)}"
    if only_x or only_y:
        first, second = ("first", "second") if only_x else ("second", "first")
        names = only_x or only_y
        none = {1: "does not", 2: "neither"}.get(len(names), "none of them")
        return f"the {first} names {_listed(names)}, the {second} {none}"
    return ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _tell_citing(a: Extract, b: Extract) -> str:
    """Tell when one article names the other's outlet as where it has something from."""
    told = []
    for one, other, name in ((a, b, "first"), (b, a, "second")):
        outlet = other.article.source.outlet
        if outlet and any(
            _CITES.search(one.article.text[: m.start()][-40:])
            for m in re.finditer(rf"(?<!\w){re.escape(outlet)}(?!\w)", one.article.text)
        ):
            told.append(f"the {name} cites the other's outlet")
    return "; ".join(told)
