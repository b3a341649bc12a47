"""Which words shall an override quote, so that they stand in exactly one place?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from storybrief.model import Extract, Override, Passage, Span, Statement
from storybrief.problems import Stop
from storybrief.story.places import places, the_sentence, the_statements

_LENGTHS = (6, 10, 16)  # words: few enough to read at a glance, enough to stand once in most stories


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that stand in one place; in the article of `file` alone, when that is given."""

    words: str
    file: str | None = None


def quote(extracts: Sequence[Extract], passage: Passage, *, file: bool = True, wider: bool = False) -> Quoted | None:
    """Return words of `passage` that stand in one place of the `extracts`, inside one sentence; None when none do.

    `file` allows naming the article's file; `wider` lets the words reach beyond the passage, within its sentence.
    """
    extract = next(e for e in extracts if e.article.id == passage.article)

    def fits(override: Override) -> bool:
        found = the_sentence(override, override.where[0], extracts)
        return found.article == passage.article and found.span.overlaps(passage.span)

    within = [extract.sentences[passage.sentence - 1].span] if wider else []
    return _first(extracts, extract, [passage.span, *within], fits, file)


def quote_statement(extracts: Sequence[Extract], statement: Statement, *, whole: bool = False) -> Quoted | None:
    """Return words that are of `statement` and of no other; None when there are none. `whole`: as many as there are."""
    extract = next(e for e in extracts if e.article.id == statement.article)

    def fits(override: Override) -> bool:
        return the_statements(override, extracts)[0] == (statement,)

    if whole:
        first = (" ".join(statement.content[0].of(extract.article.text).split()),)
        found = _first(extracts, extract, statement.content, fits, True, lambda *_: iter(first))
        if found:
            return found
    return _first(extracts, extract, statement.content, fits, True)


def scalar(words: str) -> str:
    """Return `words` as YAML on one line, in double quotation marks."""
    if words.isprintable():
        return json.dumps(
            words, ensure_ascii=False
        )  # YAML reads it so too, and to write it as YAML takes twenty times as long
    return yaml.safe_dump(words, default_style='"', allow_unicode=True, width=float("inf")).strip()


def _first(
    extracts: Sequence[Extract],
    extract: Extract,
    spans: Sequence[Span],
    fits: Callable[[Override], bool],
    file: bool,
    windows: Callable[[str, Span], Iterator[str]] | None = None,
) -> Quoted | None:
    own = extract.article.source.file
    for name in (None, own) if file else (None,):
        for span in spans:
            for words in (windows or _windows)(extract.article.text, span):
                if len(places(words, extracts, name)) == 1 and _obeyed(words, name, fits):
                    return Quoted(words, name)
    return None


def _obeyed(words: str, file: str | None, fits: Callable[[Override], bool]) -> bool:
    try:
        return fits(Override("note", (words,), None, "", "", 0, file))
    except Stop:
        return False


def _windows(text: str, span: Span) -> Iterator[str]:
    """Yield words of a span to try: its first few, then more of them, then a few further in, then all."""
    words = [m.span() for m in re.finditer(r"\S+", span.of(text))]
    ends = [*(n for n in _LENGTHS if n < len(words)), len(words)]
    pairs = [(0, end) for end in ends] + [(at, at + _LENGTHS[0]) for at in range(1, len(words) - _LENGTHS[0] + 1)]
    for start, end in pairs:
        if words:
            yield " ".join(span.of(text)[words[start][0] : words[end - 1][1]].split())
