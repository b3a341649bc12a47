"""The two real articles as extracts, with sentences and roles as a person marked them in tests/gold/seed-gold.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from storybrief.facts.figures import figures
from storybrief.facts.moments import moments
from storybrief.model import (
    Article,
    Attribution,
    Extract,
    Paragraph,
    Sentence,
    Source,
    Span,
    Statement,
    StatementKind,
    Trace,
)

HERE = Path(__file__).resolve().parent
STORY = HERE.parent / "briefs" / "gaza-ceasefire" / "sources"
ROLES = {"teaser", "title", "title_repeat", "subtitle", "body"}
KINDS: dict[str, StatementKind] = {"direct": "direct", "partial_direct": "mixed"}


def gold() -> Any:
    return yaml.safe_load((HERE / "gold" / "seed-gold.yaml").read_text(encoding="utf-8"))


def seeds(*, with_statements: bool = True, published: str | None = None) -> tuple[tuple[Extract, ...], dict[str, int]]:
    """The extracts of A and B, and the number of each sentence by its gold id."""
    marked = gold()
    extracts: list[Extract] = []
    numbers: dict[str, int] = {}
    for name in sorted(marked["articles"]):
        article, sentences = _article(marked, name, published)
        ids = [s["id"] for s in marked["sentences"] if s["article"] == name]
        numbers |= {i: s.number for i, s in zip(ids, sentences, strict=True)}
        said = _statements(marked, name, numbers) if with_statements else ()
        extracts.append(
            Extract(article, sentences, said, figures(article, sentences, said), moments(article, sentences))
        )
    return tuple(extracts), numbers


def _article(marked: Any, name: str, published: str | None) -> tuple[Article, tuple[Sentence, ...]]:
    info = marked["articles"][name]
    text = (STORY / info["file"]).read_text(encoding="utf-8")
    rows = [s for s in marked["sentences"] if s["article"] == name]
    lines: dict[int, list[Any]] = {}
    for row in rows:
        lines.setdefault(row["line"], []).append(row)
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    body = 0
    for index, members in enumerate(lines.values()):
        body += members[0]["role"] == "body"
        number = body if members[0]["role"] == "body" else 0
        paragraphs.append(Paragraph(members[0]["role"], Span(members[0]["start"], members[-1]["end"]), number))
        sentences += [
            Sentence(name, len(sentences) + n, index, Span(r["start"], r["end"])) for n, r in enumerate(members, 1)
        ]
    source = Source(name, info["file"], info["sha256"], published=published)
    return Article(source, info["title"], text, tuple(paragraphs)), tuple(sentences)


def _statements(marked: Any, name: str, numbers: dict[str, int]) -> tuple[Statement, ...]:
    speakers = {s["id"]: s for s in marked["speakers"]}
    said: list[Statement] = []
    for row in marked["attributions"]:
        if row["article"] != name or row["scoring"] != "core":
            continue
        content = Span(row["content"]["start"], row["content"]["end"])
        kind = KINDS.get(row["kind"], "indirect")
        given, cue = row["speaker_as_given"], row["cue"]
        mention = Span(given["start"], given["end"]) if given else None
        attribution = Attribution(
            mention=mention,
            head=mention,
            name=speakers[row["speaker"]]["canonical"],
            named=mention,
            role=None,
            kind="person",
            cue=Span(cue["start"], cue["end"]) if cue else None,
            by=Trace("read by a person"),
        )
        quoted = (content,) if kind != "indirect" else ()
        said.append(Statement(name, len(said) + 1, (numbers[row["sentence"]],), kind, (content,), quoted, attribution))
    return tuple(said)
