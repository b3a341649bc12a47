"""What has to stand on a story's pages? Read from its brief.json and ledger.json, which another hand wrote than the pages.

Nothing in them is believed: wherever they give offsets, the words there must be those of the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from storybrief.model import visible
from storybrief.verify.links import Fault
from storybrief.verify.sources import Told

Row = Mapping[str, Any]
_EDGE = " \n\"'“”‘’.,;:!?…()—–-"  # signs at the end of a cut that leave nothing out


@dataclass(frozen=True)
class Data:
    """brief.json and ledger.json of a story beside its sources."""

    brief: Row
    ledger: Row
    told: Told

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Article id -> its letter on the pages."""
        return {one["id"]: one["letter"] for one in self.brief["articles"]}

    @cached_property
    def sentences(self) -> Mapping[tuple[str, int], tuple[int, int]]:
        """(article id, number) -> where the sentence stands in the article's text."""
        return {(one["article"], one["number"]): (one["start"], one["end"]) for one in self.ledger["sentences"]}

    @cached_property
    def statements(self) -> Mapping[str, Row]:
        """Address -> statement."""
        return {one["address"]: one for one in self.brief["statements"]}

    def lettered(self, articles: Collection[str]) -> str:
        """Return the letters of articles, in the order of the story."""
        return " ".join(letter for name, letter in self.letters.items() if name in articles)

    def wrong(self) -> Iterator[Fault]:
        """Yield each place of which the words are not the source's."""
        for name, start, end, words in (*_slices(self.brief, None), *_slices(self.ledger, None)):
            article = self.told.articles.get(name) or self.told.earlier.get(name)
            if article is None or article.text[start:end] != words:
                yield "not-verbatim", f"“{visible(words)[:80]}” does not stand at {start} of {name}."

    def cut(self, article: str, part: Row) -> str:
        """Return the visible words of a part of an article, with “…” where its sentence goes on."""
        text, start, end = self.told.articles[article].text, part["start"], part["end"]
        begins, ends = next(at for at in self._sentences_of(article) if at[0] < end and start < at[1])
        before, after = text[begins:start].strip(_EDGE), text[end:ends].strip(_EDGE)
        return f"{'… ' if before else ''}{visible(part['words'])}{' …' if after else ''}"

    def statement(self, row: Row) -> str:
        """Return the visible words of a statement: in quotation marks if it is a quotation, else cut out of the article's."""
        if row["kind"] == "direct":
            return " ".join(f"“{visible(part['words'])}”" for part in row["content"])
        return " ".join(self.cut(row["article"], part) for part in row["content"])

    def _sentences_of(self, article: str) -> Iterable[tuple[int, int]]:
        return (at for (name, _), at in self.sentences.items() if name == article)

    def line(self, line: Row) -> str:
        """Return the visible words of a line of the brief: its parts, and behind a pronoun whom it stands for."""
        text, made, last = self.told.articles[line["article"]].text, "", None
        for part in line["at"]:
            if last is not None:
                made += " … " if any(map(str.isalnum, text[last : part["start"]])) else " "
            inside = (one for one in line["means"] if part["start"] <= one["start"] and one["end"] <= part["end"])
            words, at = "", part["start"]
            for one in sorted(inside, key=lambda one: int(one["end"])):
                words, at = f"{words}{text[at : one['end']]} [{one['name']}]", one["end"]
            words += text[at : part["end"]]
            made += f"{'… ' if part['before'] else ''}{words}{' …' if part['after'] else ''}"
            last = part["end"]
        return visible(re.sub("…(?: …)+", "…", visible(made)))

    def said(self, line: Row) -> str:
        """Return the letters and digits of a line that somebody says.

        Where the words are denied, asked or so, those that turn them belong to them, with all between.
        """
        text = self.told.articles[line["article"]].text
        inside = {at for part in line["at"] for at in range(part["start"], part["end"])}
        said: set[int] = set()
        for one in self.brief["statements"]:
            if one["article"] == line["article"]:
                said.update(at for start, end in _given(one) for at in range(start, end))
        return "".join(text[at] for at in sorted(said & inside) if text[at].isalnum())

    def speakers(self, line: Row) -> set[str]:
        """Return who says something in the sentences of a line."""
        there = {(part["article"], part["sentence"]) for part in line["at"]}
        every = (one for one in self.brief["statements"] if one["speaker"])
        return {visible(one["speaker"]) for one in every if there & {(one["article"], n) for n in one["sentences"]}}


def _given(statement: Row) -> list[tuple[int, int]]:
    content = [(one["start"], one["end"]) for one in statement["content"]]
    turned = [(one["start"], one["end"]) for one in statement["turned"]]
    outside = [one for one in turned if not any(c[0] <= one[0] and one[1] <= c[1] for c in content)]
    if statement["polarity"] == "asserted" or not outside:
        return content
    return [(min(a for a, _ in [*content, *outside]), max(b for _, b in [*content, *outside]))]


def read_data(built: Path, told: Told) -> Data:
    """Read the data of a story from a built site. Raises OSError or ValueError when it cannot be read."""
    brief, ledger = (json.loads((built / told.name / name).read_bytes()) for name in ("brief.json", "ledger.json"))
    return Data(brief, ledger, told)


def _slices(value: object, article: str | None) -> Iterator[tuple[str, int, int, str]]:
    """Yield (article, start, end, words) wherever JSON gives words with offsets."""
    if isinstance(value, list):
        for one in value:
            yield from _slices(one, article)
    elif isinstance(value, dict):
        article = value["article"] if isinstance(value.get("article"), str) else article
        if article is not None and "start" in value and "words" in value:
            yield article, value["start"], value["end"], value["words"]
        for one in value.values():
            yield from _slices(one, article)


def guarded(rules: Callable[[], Iterator[Fault]]) -> Iterator[Fault]:
    """Yield what rules find; data that is not as it must be is a fault too."""
    try:
        yield from rules()
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, StopIteration) as wrong:
        yield "unreadable", f"brief.json or ledger.json is not as it must be: {type(wrong).__name__} {wrong}."
