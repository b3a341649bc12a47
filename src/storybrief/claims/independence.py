"""How far do two articles of a story come from different reporting?

The verdict rests on text that two articles share outside quotation marks (what somebody said is everybody's). Only
likeness can be shown: articles without any are "not known", never "independent".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from operator import lt
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from storybrief.claims.words import form_of
from storybrief.english.marks import inside
from storybrief.english.outlets import outlets
from storybrief.english.readings import Region
from storybrief.model import Claim, Extract, Independence, Span

RUN = 5
# Shares of the shorter article's 5-word runs that stand in the other too. Of 127 pairs of articles on one event that a
# person read, .22 tells those made from one text from those written apart (precision 1, recall .93); most that share
# an agency's paragraphs lie between .12 and .22. From .6 on hardly a sentence was touched.
COPIED = 0.6
REWRITTEN = 0.22
WIRE = 0.12
# A run of this many equal words is told as evidence, whatever the verdict.
LONG_RUN = 8
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['’]\w+)*")
_CITES = re.compile(
    r"(?:according\s+to|told|reported\s+by|reports?\s+(?:by|from|in)|citing|cited\s+by|quoted\s+by|per)\s+(?:the\s+)?$"
)


class _Text(Struct, frozen=True):
    """An article's body as it is compared; a run is a number that stands for five words in a row.

    run_at  for each run the places (numbers of words) where it begins
    met     its runs that another text has too (`_met`)
    own     those of them that stand outside quotation marks
    length  how many runs stand outside quotation marks, met or not
    named   the agencies, then the outlets that the article names, each with its kind, as the brief prints them
    cited   the outlets of the story's other articles that it names as where it has something from
    """

    run_at: Mapping[int, Sequence[int]]
    met: frozenset[int]
    own: frozenset[int]
    length: int
    named: Sequence[tuple[str, str]]
    cited: frozenset[str]


def independence(extracts: Sequence[Extract], claims: Sequence[Claim] = ()) -> tuple[Independence, ...]:
    """Judge every two articles, in the order given; `claims` tell which paragraphs match."""
    runs: dict[tuple[str, ...], int] = {}
    outlets = sorted({e.article.source.outlet or "" for e in extracts} - {""})
    texts = _met([_text(e, runs, outlets) for e in extracts])
    matching = _matching(extracts, claims)
    return tuple(
        _judge(extracts[i], extracts[j], texts[i], texts[j], matching.get((i, j), ()))
        for i, j in combinations(range(len(extracts)), 2)
    )


def _met(texts: Sequence[_Text]) -> list[_Text]:
    """Leave out the runs that only one text has: no two have them in common."""
    having = Counter(run for text in texts for run in text.met)
    several = {run for run, number in having.items() if number > 1}
    return [replace(text, met=text.met & several, own=text.own & several) for text in texts]


def _text(extract: Extract, runs: dict[tuple[str, ...], int], outlets: Sequence[str]) -> _Text:
    text = extract.article.text
    all_forms: list[str] = []
    own: set[int] = set()
    for paragraph in (p.span.of(text) for p in extract.article.body):
        forms = _forms(paragraph)
        all_forms += forms
        marked = inside(paragraph, Span(0, len(paragraph)))
        for piece in map(_forms, _outside(paragraph, marked)) if marked else [forms]:
            own.update(_runs(piece, runs))
    run_at: dict[int, list[int]] = defaultdict(list)
    for n, run in enumerate(_runs(all_forms, runs)):
        run_at[run].append(n)
    cited = frozenset(outlet for outlet in outlets if _cites(text, outlet))
    return _Text(run_at, frozenset(run_at), frozenset(own), len(own), _named(text), cited)


def _outside(paragraph: str, marked: Sequence[Region]) -> Iterator[str]:
    """The pieces of a paragraph between its quotations."""
    start = 0
    for region in marked:
        yield paragraph[start : region.outer.start]
        start = region.outer.end
    yield paragraph[start:]


def _runs(forms: Sequence[str], runs: dict[tuple[str, ...], int]) -> list[int]:
    return [runs.setdefault(run, len(runs)) for run in zip(*(forms[n:] for n in range(RUN)), strict=False)]


def _forms(text: str) -> list[str]:
    return [form_of(w) for w in _WORD.findall(text)]


def _judge(a: Extract, b: Extract, x: _Text, y: _Text, matching: Sequence[tuple[int, int]]) -> Independence:
    share = len(x.own & y.own) / (min(x.length, y.length) or 1)
    evidence = (
        _tell_share(share),
        _tell_order(matching),
        _tell_run(x, y) if 0 < share < COPIED else "",
        _tell_agency(x, y),
        _tell_names(x, y),
        _tell_citing(a, b, x, y),
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


def _matching(extracts: Sequence[Extract], claims: Sequence[Claim]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Give for every two articles (by place) the pairs of body paragraphs, as a reader counts, with a claim in common."""
    numbers = {
        (e.article.id, s.number): e.article.paragraphs[s.paragraph].number for e in extracts for s in e.sentences
    }
    place = {e.article.id: n for n, e in enumerate(extracts)}
    found: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for claim in claims:
        where: dict[int, set[int]] = defaultdict(set)
        for passage in claim.passages:
            where[place[passage.article]].add(numbers[passage.article, passage.sentence])
        for a, b in combinations(sorted(where), 2):
            found[a, b].update(product(where[a], where[b]))
    return {key: sorted(pairs) for key, pairs in found.items()}


def _tell_order(matching: Sequence[tuple[int, int]]) -> str:
    chain = _chain(matching)
    if len(chain) < 3:
        return ""
    first, last = chain[0], chain[-1]
    if all(a == b for a, b in chain) and last[0] - first[0] + 1 == len(chain):
        return f"paragraphs {first[0]} to {last[0]} match in the same order"
    return f"{len(chain)} paragraphs match in the same order"


def _chain(matching: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find the longest row of matching paragraphs that goes down both articles; `matching` is in order."""
    if all(all(map(lt, down, down[1:])) for down in zip(*matching, strict=True)):
        return [*matching]
    best: list[list[tuple[int, int]]] = []
    for pair in matching:
        before = max((c for c in best if c[-1][0] < pair[0] and c[-1][1] < pair[1]), key=len, default=[])
        best.append([*before, pair])
    return max(best, key=lambda c: (len(c), [-abs(a - b) for a, b in c]), default=[])


def _tell_run(x: _Text, y: _Text) -> str:
    longest = _longest(x, y)
    return f"{longest} words in a row are the same" if longest >= LONG_RUN else ""


def _longest(a: _Text, b: _Text) -> int:
    """Give the length in words of the longest row of words that both have, 0 when that is less than LONG_RUN."""
    at = sorted([(n, run) for run in a.met & b.met for n in a.run_at[run]])
    if len(at) <= LONG_RUN - RUN:
        return 0
    longest, last, before = 0, -1, dict[int, int]()
    for n, run in at:
        if n != last + 1:
            before = {}
        before = {m: before.get(m - 1, RUN - 1) + 1 for m in b.run_at[run]}
        longest, last = max(longest, *before.values()), n
    return longest


@cache
def _outlets() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """A pattern of all forms by which outlets are known anywhere, and for each its outlet's kind and the name to print."""
    known = {form: (o.kind, o.name) for o in outlets() if o.kind != "spoken" for form in o.forms}
    longest_first = sorted(known, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), known


def _named(text: str) -> list[tuple[str, str]]:
    """Give the agencies and then the outlets that a text names, in the order of the table, each with its kind."""
    pattern, known = _outlets()
    found = {known[m[0]] for m in pattern.finditer(text)}
    return sorted((row for row in dict.fromkeys(known.values()) if row in found), key=lambda row: row[0])


def _tell_agency(x: _Text, y: _Text) -> str:
    both = [name for kind, name in x.named if kind == "agency" and (kind, name) in y.named]
    return f"both name {_listed(both)}" if both else ""


def _tell_names(x: _Text, y: _Text) -> str:
    first, second = ([name for _, name in text.named] for text in (x, y))
    only_first, only_second = [n for n in first if n not in second], [n for n in second if n not in first]
    if only_first and only_second:
        return f"only the first names {_listed(only_first)}, only the second {_listed(only_second)}"
    if only_first or only_second:
        one, other = ("first", "second") if only_first else ("second", "first")
        names = only_first or only_second
        none = {1: "does not", 2: "neither"}.get(len(names), "none of them")
        return f"the {one} names {_listed(names)}, the {other} {none}"
    return ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _cites(text: str, outlet: str) -> bool:
    """Whether a text names an outlet as where it has something from."""
    if outlet not in text:
        return False
    named = re.finditer(rf"(?<!\w){re.escape(outlet)}(?!\w)", text)
    return any(_CITES.search(text[max(0, m.start() - 40) : m.start()]) for m in named)


def _tell_citing(a: Extract, b: Extract, x: _Text, y: _Text) -> str:
    told = []
    for text, other, name in ((x, b, "first"), (y, a, "second")):
        if other.article.source.outlet in text.cited:
            told.append(f"the {name} cites the other's outlet")
    return "; ".join(told)
