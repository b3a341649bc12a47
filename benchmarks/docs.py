"""Stories in the form of the labelled collections, built by the very functions that build a site.

A docs file has one article a line: {"id", "story", "outlet", "published", "title", "text"}, the text one paragraph a
line, with the title on the first line when there is one. Only these are read, never a label.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storybrief.model import Brief, Span
from storybrief.pipeline.build import briefed
from storybrief.store.layout import BRIEFS

Doc = dict[str, Any]
Place = list[Any]
"""[article id of the docs file, start, end], code points of its `text`, half-open."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story of a docs file as the build made it. `places` turns spans of its articles into those of the docs file."""

    story: str
    brief: Brief
    places: Places


class Places:
    """The docs file's offsets of what was found: both texts have the same characters but for white space."""

    def __init__(self, docs: Sequence[Doc], brief: Brief) -> None:
        texts = {e.article.id: e.article.text for e in brief.extracts}
        self._docs = {_file(doc["id"]): doc for doc in docs}
        self._before = {name: _not_white_before(text) for name, text in texts.items()}
        self._at = {_file(d["id"]): [n for n, c in enumerate(d["text"]) if not c.isspace()] for d in docs}

    def of(self, article: str, span: Span) -> Place:
        """Return the place of a span of one of the brief's articles; white space at its ends does not count."""
        before, at = self._before[article], self._at[article]
        first, last = before[span.start], before[span.end] - 1
        return [self._docs[article]["id"], at[first], at[max(first, last)] + 1]


def _not_white_before(text: str) -> list[int]:
    counts = [0]
    for c in text:
        counts.append(counts[-1] + (not c.isspace()))
    return counts


def _file(doc: str) -> str:
    return doc.replace("_", "-").lower()


def load(path: Path) -> list[Doc]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def told(docs: Sequence[Doc]) -> Iterator[Told]:
    """Build each story of `docs`, in a folder that is gone afterwards. Raises SystemExit with the problems of one that cannot be built."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder).resolve()
        for story in dict.fromkeys(doc["story"] for doc in docs):
            mine = [doc for doc in docs if doc["story"] == story]
            lay_out(mine, site / BRIEFS / story)
            _, made = briefed(site / BRIEFS / story, site)
            if made.brief is None:
                raise SystemExit("\n".join(map(str, made.problems)))
            yield Told(story, made.brief, Places(mine, made.brief))


def lay_out(docs: Sequence[Doc], story: Path) -> None:
    """Lay a story out as a person would: a text file an article, and what is declared of it in story.yml."""
    (story / "sources").mkdir(parents=True)
    declared = {}
    for doc in docs:
        name = f"{_file(doc['id'])}.txt"
        lines = doc["text"].rstrip("\n").split("\n")
        (story / "sources" / name).write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        declared[name] = {key: doc[key] for key in ("outlet", "published", "title") if doc.get(key)}
    # JSON is YAML; an article of which nothing is known is declared with nothing
    text = json.dumps({"articles": {name: about or None for name, about in declared.items()}}, ensure_ascii=False)
    (story / "story.yml").write_text(text, encoding="utf-8")


def save(path: Path, rows: Sequence[Doc]) -> None:
    """Write a file of JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
