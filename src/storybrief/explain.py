"""Why was a speaker chosen, or two sentences joined? What `storybrief explain` prints."""

from __future__ import annotations

from collections.abc import Iterator

from storybrief.editorial import place
from storybrief.model import Brief, Claim, Difference, Extract, Passage, Span, Statement, Trace
from storybrief.pages.escape import visible


def explain(brief: Brief, words: str | None = None) -> Iterator[str]:
    """Yield lines that say why: for every statement and claim, or for those that have `words` (case does not matter)."""
    extracts = {e.article.id: e for e in brief.extracts}
    for extract in brief.extracts:
        for statement in extract.statements:
            if _has(words, *(c.of(extract.article.text) for c in _around(extract, statement))):
                yield from _statement(extract, statement, brief)
    for claim in brief.merged.claims:
        if _has(words, *(_words(extracts, p) for p in claim.passages)):
            yield from _claim(extracts, claim, brief.merged.differences)
    for link in brief.merged.possible:
        if _has(words, _words(extracts, link.a), _words(extracts, link.b)):
            yield f"POSSIBLY THE SAME (likeness {link.score:.2f}; not joined)"
            yield f"  {_at(extracts, link.a)}  {_words(extracts, link.a)}"
            yield f"  {_at(extracts, link.b)}  {_words(extracts, link.b)}"
            yield f"  rule: {_trace(link.by)}"
            yield ""


def _has(words: str | None, *texts: str) -> bool:
    return words is None or any(visible(words).casefold() in visible(text).casefold() for text in texts)


def _around(extract: Extract, statement: Statement) -> list[Span]:
    return [extract.sentences[n - 1].span for n in statement.sentences]


def _words(extracts: dict[str, Extract], passage: Passage) -> str:
    return visible(passage.span.of(extracts[passage.article].article.text))


def _at(extracts: dict[str, Extract], passage: Passage) -> str:
    return place(passage, extracts[passage.article])


def _trace(trace: Trace) -> str:
    return trace.rule + (f" — saw: {'; '.join(visible(s) for s in trace.saw)}" if trace.saw else "")


def _statement(extract: Extract, statement: Statement, brief: Brief) -> Iterator[str]:
    text, by = extract.article.text, statement.attribution
    at = place(Passage(extract.article.id, statement.sentences[0], statement.content[0]), extract)
    speaker = next((s for s in brief.speakers if (statement.article, statement.number) in s.statements), None)
    yield f"STATEMENT {at} ({statement.kind})"
    yield f"  words:   {' … '.join(visible(c.of(text)) for c in statement.content)}"
    yield f"  cue:     {visible(by.cue.of(text)) if by.cue else 'none'}"
    yield f"  speaker: {by.name or 'not resolved'}{_as(by.mention.of(text) if by.mention else None, by.name)}"
    yield f"  rule:    {_trace(by.by)}"
    if by.relay:
        yield f"  relay:   {by.relay.kind} {visible(by.relay.via.of(text))}"
    if speaker and speaker.name != by.name:
        yield f"  shown as {speaker.name}: {_trace(speaker.by)}"
    yield ""


def _as(mention: str | None, name: str | None) -> str:
    return f" (written “{visible(mention)}”)" if mention and mention != name else ""


def _claim(extracts: dict[str, Extract], claim: Claim, differences: tuple[Difference, ...]) -> Iterator[str]:
    yield f"CLAIM in {len(claim.articles)} article{'s' if len(claim.articles) > 1 else ''}"
    for passage in claim.passages:
        star = "*" if passage == claim.shown else " "
        yield f" {star}{_at(extracts, passage)}  {_words(extracts, passage)}"
    yield f"  shown (*): {_trace(claim.chosen)}"
    for link in claim.links:
        yield f"  joined (likeness {link.score:.2f}): {_trace(link.by)}"
    for d in differences:
        if {d.a.article, d.b.article} <= set(claim.articles) and any(
            p.article == d.a.article and p.span.overlaps(d.a.span) for p in claim.passages
        ):
            yield f"  differs: {d.kind} ({d.weight}): {_trace(d.by)}"
    yield ""
