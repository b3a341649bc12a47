"""Who said what in one article? The order of this room's stages; every other module answers one step of it."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field

from storybrief.model import Article, Attribution, Sentence, Span, Statement, StatementKind, Trace
from storybrief.statements.clauses import Said, clauses
from storybrief.statements.cues import cue_words
from storybrief.statements.names import noun_kind
from storybrief.statements.phrases import Phrase, before
from storybrief.statements.quotations import Region, regions
from storybrief.statements.relay import addressee, relay, when
from storybrief.statements.resolve import Register, Resolved, register
from storybrief.statements.speaker import Frame, frames, main_subject
from storybrief.statements.words import Words, words


@dataclass(slots=True)
class _Part:
    """A statement in the making."""

    kind: StatementKind
    content: list[Span]
    quoted: list[Span]
    subject: Phrase | None
    cue: Span | None
    rule: str
    at: int
    last: int
    said: Said | None = None
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
    parts = _parts(made, found, clauses(made, said), said)
    return tuple(_statements(article, sentences, parts, made, names))


def _statements(
    article: Article, sentences: tuple[Sentence, ...], parts: list[_Part], made: Words, names: Register
) -> Iterator[Statement]:
    last: Resolved | None = None
    for number, part in enumerate(parts, 1):
        resolved = names.resolve(made, part.subject, last) if part.subject else None
        last = resolved or last
        yield _statement(article, sentences, number, part, made, resolved)


def _statement(
    article: Article, sentences: tuple[Sentence, ...], number: int, part: _Part, made: Words, resolved: Resolved | None
) -> Statement:
    subject = part.subject
    attribution = Attribution(
        mention=subject.span(made) if subject else None,
        head=subject.head_span(made) if subject else None,
        name=resolved.name if resolved else None,
        named=resolved.span if resolved else None,
        role=resolved.role if resolved else None,
        kind=resolved.kind if resolved else None,
        cue=part.cue,
        relay=relay(made, part.said) if part.said else None,
        addressee=addressee(made, part.said) if part.said else None,
        when=when(made, part.said) if part.said else None,
        by=Trace(part.rule, tuple(part.saw)),
    )
    touched = tuple(s.number for s in sentences if any(s.span.overlaps(c) for c in part.content))
    return Statement(
        article.id, number, touched, part.kind, tuple(part.content), tuple(part.quoted), attribution
    )


def _parts(made: Words, found: tuple[Region, ...], said: list[Said], frames: list[Frame]) -> list[_Part]:
    """The statements of the article: what each word of saying governs, then the quotations that none governs."""
    parts: list[_Part] = []
    taken: dict[int, _Part] = {}
    for one in said:
        inside = [i for a, b in one.ranges for i in range(a, b + 1) if made.tag[i] == "Q"]
        if not inside and not _keeps(made, one):
            continue
        part = _governed(made, found, one, inside)
        parts.append(part)
        taken.update(dict.fromkeys(inside, part))
    last: _Part | None = None
    for i, tag in enumerate(made.tag):
        if tag != "Q":
            continue
        region = found[made.quotation[i]]
        part_of = taken.get(i)
        if part_of is None:
            part_of = _left_over(made, region, i, last, frames)
            if part_of is not None and part_of is not last:
                parts.append(part_of)
        if part_of is not None:
            part_of.last = i
            last = part_of
    return sorted(parts, key=lambda p: p.content[0].start)


def _governed(made: Words, found: tuple[Region, ...], one: Said, inside: list[int]) -> _Part:
    f = one.frame
    inner = [found[made.quotation[i]].inner for i in inside]
    plain = any(made.tag[i] not in "Q,.:;C" for a, b in one.ranges for i in range(a, b + 1))
    kind: StatementKind = "indirect" if not inside else "mixed" if plain else "direct"
    content = inner if kind == "direct" else [made.span(a, b) for a, b in one.ranges]
    return _Part(kind, list(content), list(inner), f.subject, made.span(f.first, f.last), f.rule, f.verb, inside[-1] if inside else -1, one)


def _keeps(made: Words, one: Said) -> bool:
    """Whether words without a quotation are a statement."""
    a, b = one.ranges[0]
    f = one.frame
    if f.cue.lemma in _EVIDENCE and f.cue.form == "ing" and f.rule == "shared subject" and not _cue_before(made, f.verb):
        return False
    return b - a >= 2


_EVIDENCE = frozenset({"indicate", "suggest", "signal", "underscore", "underline", "reveal", "highlight", "imply", "confirm", "reflect"})


def _cue_before(made: Words, verb: int) -> bool:
    """Whether an earlier word of saying, or a noun for what is said, stands in the sentence."""
    unit = made.sentence[verb]
    i = verb - 1
    while i >= 0 and made.sentence[i] == unit:
        if made.tag[i] in "VQ" or noun_kind(made.low[i]) == "cue":
            return True
        i -= 1
    return False


def _left_over(made: Words, region: Region, i: int, last: _Part | None, said: list[Frame]) -> _Part | None:
    """A quotation that no word of saying governs: the last one goes on, or the sentence's subject says it."""
    if region.resumes and last:
        return _more(last, region)
    starts = i == 0 or made.sentence[i - 1] != made.sentence[i]
    opened = starts and i and made.tag[i - 1] == ":"
    if starts and last and not opened and made.paragraph[max(last.at, last.last)] == made.paragraph[i]:
        return _more(last, region)
    if not starts and len(region.inner.of(made.text).split()) < 3:
        return None
    subject = (last.subject if last else None) if starts else main_subject(made, i)
    rule = "subject of the sentence"
    if starts and i and made.tag[i - 1] in ":" and made.paragraph[i] - made.paragraph[i - 1] <= 1:
        opened = _introduced(made, i - 1, said)
        if opened:
            subject, rule = opened, "introduced by a colon"
    return _Part("direct", [region.inner], [region.inner], subject, None, rule, i, i)


def _introduced(made: Words, colon: int, said: list[Frame]) -> Phrase | None:
    """Who the sentence before the colon says is speaking: the last subject of a cue in it, else its own subject."""
    unit = made.sentence[colon]
    for f in reversed(said[: bisect.bisect_left([g.verb for g in said], colon)]):
        if made.sentence[f.verb] != unit:
            break
        if f.subject:
            return f.subject
    return main_subject(made, colon) or before(made, colon - 1)


def _more(part: _Part, region: Region) -> _Part:
    part.content.append(region.inner)
    part.quoted.append(region.inner)
    return part
