"""How many of the statements in the two seed articles are found, with the right speaker and the right words?

Run: python benchmarks/seeds.py [--errors]. It prints core attributions right of 22 and false cues of 15.

An attribution is right when a statement overlaps its content with a character IoU of at least 0.8 and has its
speaker. For a quotation in part (`partial_direct`) the gold gives the words inside the marks: `quoted` is compared.
A false cue is made when what its line in FALSE says comes true: a statement there that must not be there, or a
speaker or a boundary that must not be so. What the other rooms score on the same articles is in `seeds_*.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from storybrief.model import Article, Extract, Paragraph, Role, Sentence, Source, Span, Speaker, Statement
from storybrief.statements.extract import heard
from storybrief.statements.sentences import sentences
from storybrief.statements.speakers import speakers

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold" / "seed-gold.yaml"
SOURCES = ROOT / "briefs" / "gaza-ceasefire" / "sources"


def gold() -> dict[str, Any]:
    """The gold, read by hand from the two articles."""
    loaded: dict[str, Any] = yaml.safe_load(GOLD.read_text(encoding="utf-8"))
    return loaded


def articles(gold: dict[str, Any]) -> dict[str, Article]:
    """The two articles with the line roles of the gold: what this scores is who said what, not the reading."""
    return {name: _article(name, facts) for name, facts in gold["articles"].items()}


def _article(name: str, facts: dict[str, Any]) -> Article:
    text = (SOURCES / facts["file"]).read_bytes().decode("utf-8")
    made: list[Paragraph] = []
    at, number = 0, 0
    for n, line in enumerate(text.split("\n"), 1):
        role: Role | str = facts["line_roles"][n]
        if role != "blank":
            number += role == "body"
            made.append(Paragraph(role, Span(at, at + len(line)), number if role == "body" else 0))  # type: ignore[arg-type]
        at += len(line) + 1
    return Article(Source(name, facts["file"], facts["sha256"]), facts["title"], text, tuple(made))


def extracts(found: dict[str, Article]) -> dict[str, Extract]:
    """Each article with its sentences and statements."""
    made: dict[str, Extract] = {}
    for name, article in found.items():
        cut: tuple[Sentence, ...] = sentences(article)
        told = heard(article, cut)
        made[name] = Extract(article, cut, told.statements, (), (), named=told.named)
    return made


def iou(a: tuple[Span, ...], start: int, end: int) -> float:
    """How much of the characters of `a` and of start:end is common to both."""
    mine = {c for s in a for c in range(s.start, s.end)}
    wanted = set(range(start, end))
    return len(mine & wanted) / len(mine | wanted) if mine else 0.0


def _speaker_of(statement: Statement, register: tuple[Speaker, ...]) -> Speaker | None:
    return next((s for s in register if (statement.article, statement.number) in s.statements), None)


def right(
    wanted: dict[str, Any], found: dict[str, Extract], register: tuple[Speaker, ...], gold: dict[str, Any]
) -> str:
    """Return "" when the attribution is found right, else what is wrong."""
    extract = found[wanted["article"]]
    content = wanted["content"]
    best: tuple[float, Statement | None] = (0.0, None)
    for s in extract.statements:
        words = s.quoted if wanted["kind"] == "partial_direct" else s.content
        score = iou(words, content["start"], content["end"])
        if score > best[0]:
            best = (score, s)
    score, statement = best
    if statement is None or score < 0.8:
        return f"content {score:.2f}"
    known = {s["id"]: s for s in gold["speakers"]}[wanted["speaker"]]
    accepted = {f for forms in known["forms"].values() for f in forms} | {known["canonical"]}
    name = statement.attribution.name
    speaker = _speaker_of(statement, register)
    names = {name, speaker.name if speaker else None}
    return "" if names & accepted else f"speaker {name!r}"


def _about(found: dict[str, Extract], cue: dict[str, Any]) -> list[Statement]:
    """The statements of the article whose content or cue lies in the span of the false cue, or holds it."""
    span = Span(cue["span"]["start"], cue["span"]["end"])
    extract = found[cue["sentence"][0]]
    return [s for s in extract.statements if any(span.overlaps(p) for p in _places(s))]


def _places(statement: Statement) -> list[Span]:
    a = statement.attribution
    return [s for s in (*statement.content, a.cue) if s is not None]


def _cue_inside(found: dict[str, Extract], cue: dict[str, Any]) -> bool:
    span = Span(cue["span"]["start"], cue["span"]["end"])
    return any(s.attribution.cue is not None and span.overlaps(s.attribution.cue) for s in _about(found, cue))


def _in_own_content(found: dict[str, Extract], cue: dict[str, Any]) -> bool:
    """Whether a statement's words begin in the span or lie in it: the article's own words given to a speaker."""
    span = Span(cue["span"]["start"], cue["span"]["end"])
    return any(any(c.overlaps(span) for c in s.content) for s in _about(found, cue))


def _named(found: dict[str, Extract], cue: dict[str, Any], wrong: str) -> bool:
    sentence = cue["sentence"]
    extract = found[sentence[0]]
    span = Span(cue["span"]["start"], cue["span"]["end"])
    near = [
        s
        for s in extract.statements
        if any(s2.span.overlaps(span) and s2.number in s.sentences for s2 in extract.sentences)
    ]
    return any((s.attribution.name or "").endswith(wrong) for s in near)


def _as_speaker(found: dict[str, Extract], cue: dict[str, Any]) -> bool:
    span = Span(cue["span"]["start"], cue["span"]["end"])
    return any(
        s.attribution.mention is not None and span.overlaps(s.attribution.mention)
        for s in found[cue["sentence"][0]].statements
    )


def _one_sentence(found: dict[str, Extract], cue: dict[str, Any]) -> bool:
    """Whether no sentence ends where the span ends."""
    return not any(s.span.end == cue["span"]["end"] for s in found[cue["sentence"][0]].sentences)


def _given_whole(found: dict[str, Extract], cue: dict[str, Any]) -> bool:
    """Whether one statement has words on both sides of the span's last word."""
    end = cue["span"]["end"]
    return any(
        min(c.start for c in s.content) < end - 8 and max(c.end for c in s.content) > end for s in _about(found, cue)
    )


def _quoted_edge(found: dict[str, Extract], cue: dict[str, Any]) -> bool:
    span = Span(cue["span"]["start"], cue["span"]["end"])
    return any(
        span.start < q.start < span.end or span.start < q.end < span.end
        for s in found[cue["sentence"][0]].statements
        for q in s.quoted
    )


def _reported_by(found: dict[str, Extract], cue: dict[str, Any]) -> bool:
    return any(s.attribution.relay is not None for s in _about(found, cue))


FALSE: dict[str, Callable[[dict[str, Extract], dict[str, Any]], bool]] = {
    "T01": lambda f, c: any(s.attribution.cue and "claimed" in s.attribution.cue.of(f[c["sentence"][0]].article.text) for s in _about(f, c)),
    "T02": _cue_inside,
    "T03": lambda f, c: _named(f, c, "Trump"),
    "T04": lambda f, c: _named(f, c, "Trump"),
    "T05": _as_speaker,
    "T06": lambda f, c: _named(f, c, "Trump"),
    "T07": _one_sentence,
    "T08": _given_whole,
    "T09": _quoted_edge,
    "T10": _cue_inside,
    "T11": _in_own_content,
    "T12": _in_own_content,
    "T13": _in_own_content,
    "T14": _in_own_content,
    "T15": _reported_by,
}  # fmt: skip


def main() -> None:
    """Print the score; with --errors what is wrong."""
    facts = gold()
    found = extracts(articles(facts))
    register = speakers(tuple(found.values()))
    core = [a for a in facts["attributions"] if a["scoring"] == "core"]
    wrong = {a["id"]: why for a in core if (why := right(a, found, register, facts))}
    made = [c["id"] for c in facts["false_cues"] if FALSE[c["id"]](found, c)]
    print(f"core attributions right: {len(core) - len(wrong)} of {len(core)}")
    print(f"false cues: {len(made)} of {len(facts['false_cues'])}")
    if "--errors" in sys.argv:
        for name, why in wrong.items():
            print(f"  {name}: {why}")
        for name in made:
            print(f"  {name}: false cue")


if __name__ == "__main__":
    main()
