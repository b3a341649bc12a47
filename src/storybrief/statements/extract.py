"""Who said what in one article? The order of this room's stages; every other module answers one step of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from storybrief.model import Article, Attribution, Sentence, Span, Statement, Trace
from storybrief.statements.cues import cue_words
from storybrief.statements.phrases import Phrase
from storybrief.statements.quotations import Region, regions
from storybrief.statements.resolve import Register, register
from storybrief.statements.speaker import Frame, frames, main_subject
from storybrief.statements.words import Words, words


@dataclass(slots=True)
class _Part:
    """A statement in the making."""

    kind: str
    content: list[Span]
    quoted: list[Span]
    subject: Phrase | None
    cue: Span | None
    rule: str
    at: int
    saw: list[str] = field(default_factory=list)


def statements(article: Article, sentences: tuple[Sentence, ...]) -> tuple[Statement, ...]:
    """Return every statement of the body, in text order. `sentences` are the article's own. Raises nothing."""
    body = [n for n, p in enumerate(article.paragraphs) if p.role == "body"]
    spans = [article.paragraphs[n].span for n in body]
    inside = set(body)
    mine = [s.span for s in sentences if s.paragraph in inside]
    found = regions(article.text, spans)
    made = words(article.text, spans, mine, found, cue_words())
    said = frames(made)
    names = register(made)
    parts = sorted(_quoted(made, found, said) + _indirect(made, said, found), key=lambda p: p.content[0].start)
    return tuple(_statement(article, sentences, n, p, made, names) for n, p in enumerate(parts, 1))


def _statement(
    article: Article, sentences: tuple[Sentence, ...], number: int, part: _Part, made: Words, names: Register
) -> Statement:
    subject = part.subject
    resolved = names.resolve(made, subject) if subject else None
    attribution = Attribution(
        mention=subject.span(made) if subject else None,
        head=subject.head_span(made) if subject else None,
        name=resolved.name if resolved else None,
        named=resolved.span if resolved else None,
        role=None,
        kind=resolved.kind if resolved else None,
        cue=part.cue,
        by=Trace(part.rule, tuple(part.saw)),
    )
    touched = tuple(s.number for s in sentences if any(s.span.overlaps(c) for c in part.content))
    return Statement(
        article.id, number, touched, part.kind, tuple(part.content), tuple(part.quoted), attribution  # type: ignore[arg-type]
    )


def _quoted(made: Words, found: tuple[Region, ...], said: list[Frame]) -> list[_Part]:
    parts: list[_Part] = []
    by_verb = {f.verb: f for f in said}
    last: _Part | None = None
    for i, tag in enumerate(made.tag):
        if tag != "Q":
            continue
        region = found[made.quotation[i]]
        frame, rule = _frame_of(made, i, by_verb)
        length = len(region.inner.of(made.text).split())
        if region.resumes and last:
            last.content.append(region.inner)
            last.quoted.append(region.inner)
            continue
        if frame:
            group = made.span(frame.first, frame.last)
            used = [p for p in parts[-2:] if p.cue == group]
            if used:
                used[0].quoted.append(region.inner)
                used[0].content.append(region.inner)
                continue
            last = _Part("direct", [region.inner], [region.inner], frame.subject, group, rule, i)
            parts.append(last)
            continue
        starts = i == 0 or made.sentence[i - 1] != made.sentence[i]
        if starts and last and made.paragraph[last.at] == made.paragraph[i]:
            last.content.append(region.inner)
            last.quoted.append(region.inner)
            continue
        if length < 3 and not starts:
            continue
        subject = main_subject(made, i) if not starts else (last.subject if last else None)
        part = _Part("direct", [region.inner], [region.inner], subject, None, "subject of the sentence", i)
        parts.append(part)
        last = part
    return parts


def _frame_of(made: Words, at: int, by_verb: dict[int, Frame]) -> tuple[Frame | None, str]:
    unit = made.sentence[at]
    n = len(made.tag)
    j = at + 1
    while j < n and made.sentence[j] == unit and j - at < 30 and made.tag[j] != "Q":
        frame = by_verb.get(j)
        if frame and frame.subject and frame.cue.form != "ing":
            first = min(frame.subject.first, frame.verb)
            if first - at <= 2 or first - at <= 4 and made.tag[at + 1] == ",":
                return frame, "cue after the quotation"
        j += 1
    j = at - 1
    while j >= 0 and made.sentence[j] == unit:
        frame = by_verb.get(j)
        if frame and frame.subject:
            return frame, "cue before the quotation"
        j -= 1
    return None, ""


def _indirect(made: Words, said: list[Frame], found: tuple[Region, ...]) -> list[_Part]:
    parts: list[_Part] = []
    for f in said:
        if f.subject is None:
            continue
        unit = made.sentence[f.verb]
        start, end = f.last, f.last
        while end + 1 < len(made.tag) and made.sentence[end + 1] == unit:
            end += 1
        first = f.last + 1
        if f.rule == "according to" or f.rule == "inverted":
            continue
        that = first <= end and made.low[first] == "that"
        if that:
            first += 1
        if "Q" in made.tag[start : end + 1]:
            continue
        while end >= first and made.tag[end] in ".,:;":
            end -= 1
        if end - first < 2 or not (that or f.cue.kind in ("say", "act", "tell")):
            continue
        parts.append(_Part("indirect", [made.span(first, end)], [], f.subject, made.span(f.first, f.last), f.rule, f.verb))
    return parts
