"""Small articles made up in a test, as extracts through the real rooms."""

from __future__ import annotations

from pathlib import Path

from storybrief.facts.figures import figures
from storybrief.facts.moments import moments
from storybrief.model import Article, Extract, Paragraph, Passage, Source, Span
from storybrief.statements.extract import statements
from storybrief.statements.sentences import sentences

CASES = Path(__file__).resolve().parent / "cases"


def extract(
    name: str, text: str, *, published: str | None = None, language: str | None = None, title: str | None = None
) -> Extract:
    """An article whose every line is a paragraph of its body."""
    paragraphs: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph("body", Span(at, at + len(line)), len(paragraphs) + 1))
        at += len(line) + 1
    source = Source(name, f"{name}.txt", "", published=published, language=language)
    article = Article(source, title, text, tuple(paragraphs))
    cut = sentences(article)
    said = statements(article, cut)
    return Extract(article, cut, said, figures(article, cut, said), moments(article, cut))


def passage(made: Extract, words: str) -> Passage:
    """Where `words` stand in the article, as a passage of the sentence they are in."""
    start = made.article.text.index(words)
    span = Span(start, start + len(words))
    return Passage(made.article.id, next(s.number for s in made.sentences if s.span.holds(span)), span)


def cases(name: str) -> list[tuple[str, list[str]]]:
    """The cases of a file of tests/cases: the title of each and the lines of its block."""
    found: list[tuple[str, list[str]]] = []
    inside = False
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append((line[3:], []))
        elif line.startswith("```"):
            inside = not inside
        elif inside:
            found[-1][1].append(line)
    return found
