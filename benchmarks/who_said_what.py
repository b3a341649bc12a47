"""stub to be completed"""
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from storybrief.model import Article, Paragraph, Source, Span

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "polnear"
Annotated = dict[str, Any]


def load(path: Path) -> list[Annotated]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def article_of(name: str, text: str) -> Article:
    """An article whose lines are its body paragraphs."""
    made: list[Paragraph] = []
    for m in re.finditer(r"[^\n]+", text):
        if m.group().strip():
            made.append(Paragraph("body", Span(m.start(), m.end()), len(made) + 1))
    return Article(Source(name, name, ""), None, text, tuple(made))
