"""How do the slices of brief.json become words of a row?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

Told = Mapping[str, Any]


def of(part: Told | None) -> str | None:
    """Return the words of a slice that may be missing."""
    return part["words"] if part else None


def together(parts: Iterable[Told]) -> str:
    """Return the words of several slices of one article; what stands between them there is “…”."""
    return " … ".join(part["words"] for part in parts)


def cut(at: Told, pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pieces with “…” where the slice begins or ends inside its sentence."""
    before, after = [("… ", "ours")] * at["before"], [(" …", "ours")] * at["after"]
    return [*before, *pieces, *after]


def pieces(line: Told) -> list[tuple[str, str]]:
    """Return a line as (words, sort), as its page prints it: what is said marked, a pronoun's name behind it."""
    made: list[tuple[str, str]] = []
    for at in line["at"]:
        if made:
            made.append((" … " if made[-1][0] != " …" and not at["before"] else " ", "ours"))
        made += cut(at, list(_marked(at, line)))
    return made


def _marked(at: Told, line: Told) -> Iterator[tuple[str, str]]:
    start, end = at["start"], at["end"]
    names = {m["end"]: m["name"] for m in line["means"] if start <= m["start"] and m["end"] <= end}
    edges = {start, end, *names}
    for said in line["said"]:
        edges |= {edge for edge in (said["start"], said["end"]) if start < edge < end}
    stops = sorted(edges)
    for a, b in pairwise(stops):
        inside = any(said["start"] <= a and b <= said["end"] for said in line["said"])
        yield at["words"][a - start : b - start], "said" if inside else "text"
        if b in names:
            yield f" [{names[b]}]", "ours"
