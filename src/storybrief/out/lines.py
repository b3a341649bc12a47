"""What does the brief's own page show? Its lines, in their order, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storybrief.out.parts import Told, cut, of, pieces
from storybrief.out.rows import LineRow


def lines(told: Told) -> Iterator[LineRow]:
    """Yield the lines of a story out of its brief.json."""
    for number, (kind, label, described, parts, sources) in enumerate(_lines(told), 1):
        words = "".join(words for words, _ in parts)
        letters = " ".join(a["letter"] for a in told["articles"] if a["id"] in sources)
        yield LineRow(told["story"], kind, number, label, described, words, letters, tuple(parts))


def _lines(told: Told) -> Iterator[tuple[str, str, str, list[tuple[str, str]], Iterable[str]]]:
    front = told["front"]
    for number, line in enumerate(front["lines"]):
        yield "brief" if number else "lead", "", "", pieces(line), line["sources"]
    for kind in ("disagree", "changed"):
        for row in front[kind]:
            label = f"{row['ask']} {', '.join(p['words'] for p in row['about'])}{row['label']}".strip()
            between = (" · ", "ours") if kind == "disagree" else (" → ", "ours")
            parts = [piece for side in row["sides"] for piece in (between, *_side(side, told))][1:]
            yield kind, label, "", parts, {a for side in row["sides"] for a in side["sources"]}
    for one in front["speakers"]:
        for line in one["lines"]:
            yield "said", one["name"], one["described"] or of(one["role"]) or "", pieces(line), line["sources"]
    for one in front["silences"]:
        name = one["name"] or of(one["who"]) or "Not known who"
        for line in one["lines"]:
            yield "silent", name, "", pieces(line), line["sources"]
        for line in one["replies"]:
            yield "silent", name, "elsewhere", pieces(line), line["sources"]
    for line in front["unknown"]:
        yield "unknown", "", "", pieces(line), line["sources"]


def _side(side: Told, told: Told) -> Iterator[tuple[str, str]]:
    yield from cut(side["at"], [(side["at"]["words"], "text")])
    if side["giver"]:
        yield f", {side['giver']}", "ours"
    letters = " ".join(a["letter"] for a in told["articles"] if a["id"] in side["sources"])
    yield f" [{letters}]", "ours"
