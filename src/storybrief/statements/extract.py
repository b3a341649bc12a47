"""Who said what in one article? The order of this room's stages; every other module answers one step of it."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from msgspec import Struct

from storybrief.english.marks import in_body, nested
from storybrief.english.readings import Region
from storybrief.english.tables import listed
from storybrief.model import (
    Article,
    Attribution,
    Named,
    NoAnswer,
    Sentence,
    Span,
    Statement,
    StatementKind,
    Trace,
    Unsaid,
)
from storybrief.statements.antecedents import Earlier, Resolved
from storybrief.statements.clauses import Said, clauses
from storybrief.statements.keep import score
from storybrief.statements.lone import lone
from storybrief.statements.named import named
from storybrief.statements.names import noun_kind
from storybrief.statements.no_answers import Silent, silent
from storybrief.statements.parts import Part
from storybrief.statements.polarity import apart, around, polarity
from storybrief.statements.reader import words
from storybrief.statements.register import Register, register
from storybrief.statements.relay import addressee, relay, when
from storybrief.statements.resolve import resolve
from storybrief.statements.shown import shown, touched
from storybrief.statements.speaker import frames
from storybrief.statements.subjects import Frame
from storybrief.statements.sure import sure
from storybrief.statements.unmarked import outside, unmarked
from storybrief.statements.unread import quotations
from storybrief.statements.unsaid import left_over
from storybrief.statements.words import Words


class Heard(Struct, frozen=True):
    """All that one article gives to somebody, each in text order: what was said, who did not answer, the
    quotation marks that hold no statement; and whom it names.
    """

    statements: tuple[Statement, ...]
    no_answers: tuple[NoAnswer, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    named: tuple[Named, ...] = ()


def statements(article: Article, sentences: tuple[Sentence, ...]) -> tuple[Statement, ...]:
    """Return every statement of the body, in text order: the statements of `heard`."""
    return heard(article, sentences).statements


def heard(article: Article, sentences: tuple[Sentence, ...]) -> Heard:
    """Return what the body gives to somebody. `sentences` are the article's own. Raises nothing.

    In an article that declares another language than English only quotations are found (unread.py).
    """
    if not article.english:
        given = quotations(article, sentences)
        return Heard(given, (), _unsaid(article, sentences, given, in_body(article), {}))
    made, found = body_words(article, sentences)
    said = frames(made)
    names = register(made)
    people = named(made, names)
    parts = sorted(_parts(made, found, clauses(made, said), said, names), key=lambda p: p.content[0].start)
    parts = [one for part in parts for one in apart(made, part)]
    silences = silent(made)
    parts = [p for p in parts if p.quoted or not _told_as_silence(p, silences)]
    spoken: list[Earlier] = []
    given = tuple(_statements(article, sentences, parts, made, names, spoken))
    silent_ones = tuple(_no_answers(article, sentences, silences, made, names, spoken))
    return Heard(given, silent_ones, _unsaid(article, sentences, given, found, made.unsaid), people)


def body_words(article: Article, sentences: tuple[Sentence, ...]) -> tuple[Words, tuple[Region, ...]]:
    """Return the words of an article's body with their tags, and its quotations, in text order."""
    body = [n for n, p in enumerate(article.paragraphs) if p.role == "body"]
    spans = [article.paragraphs[n].span for n in body]
    inside = set(body)
    mine = [s.span for s in sentences if s.paragraph in inside]
    found = in_body(article)
    return words(article.text, spans, mine, found), found


def _unsaid(
    article: Article,
    sentences: tuple[Sentence, ...],
    given: tuple[Statement, ...],
    found: tuple[Region, ...],
    why: dict[int, str],
) -> tuple[Unsaid, ...]:
    """The quotations that are no statement, and those inside of others, in text order."""
    said = {span for statement in given for span in statement.quoted}
    none = [(r.inner, why.get(n) or left_over(r.inner.of(article.text))) for n, r in enumerate(found)]
    none = [(span, reason) for span, reason in none if span not in said]
    none += [(span, "nested") for region in found for span in nested(article.text, region)]
    starts = [s.span.start for s in sentences]
    return tuple(
        Unsaid(article.id, sentences[bisect.bisect_right(starts, span.start) - 1].number, span, reason)
        for span, reason in sorted(none)
    )


def _told_as_silence(part: Part, silences: list[Silent]) -> bool:
    """Whether the word of saying is one that somebody did not do: "declined to comment on the fire"."""
    return part.said is not None and any(
        one.first <= part.said.frame.verb <= one.last or _only_silence(part.said.ranges, one) for one in silences
    )


def _only_silence(ranges: tuple[tuple[int, int], ...], one: Silent) -> bool:
    """Whether all that is said is that the speaker says nothing: "said it would not comment"."""
    first, last = ranges[0][0], ranges[-1][1]
    ends = one.about[1] if one.about else one.last
    own = one.subject is not None and (one.subject.kind == "pronoun" or not first <= one.subject.first <= last)
    return own and one.first - 3 <= first <= one.first <= last <= ends


def _no_answers(
    article: Article,
    sentences: tuple[Sentence, ...],
    silences: list[Silent],
    made: Words,
    names: Register,
    spoken: list[Earlier],
) -> Iterator[NoAnswer]:
    starts = [s.span.start for s in sentences]
    for one in silences:
        earlier = spoken[: bisect.bisect_left(spoken, one.first, key=lambda e: e.at)]
        if (
            one.kind != "declined"
        ):  # who has just spoken was reached: "the pier closed, an aide said. He did not call back"
            earlier = [e for e in earlier if e.who.kind != "unnamed"]
        resolved = resolve(made, names, one.subject, earlier) if one.subject else None
        span = one.span(made)
        cue = made.span(one.first, one.last)
        at = touched(sentences, starts, [cue])
        whole = Span(sentences[at[0] - 1].span.start, sentences[at[-1] - 1].span.end)
        yield NoAnswer(
            article.id,
            at[0],
            one.kind,
            Span(max(span.start, whole.start), min(span.end, whole.end)),
            whole,
            one.subject.span(made) if one.subject else None,
            resolved.name if resolved else None,
            resolved.span if resolved else None,
            cue,
            made.span(*one.about) if one.about else None,
            one.when,
        )


def _statements(
    article: Article,
    sentences: tuple[Sentence, ...],
    parts: list[Part],
    made: Words,
    names: Register,
    earlier: list[Earlier],
) -> Iterator[Statement]:
    """Each part as a statement with its speaker. `earlier` takes up who spoke, in text order."""
    starts = [s.span.start for s in sentences]
    for number, part in enumerate(parts, 1):
        resolved = resolve(made, names, part.subject, earlier) if part.subject else None
        if resolved and resolved.name and not (earlier and earlier[-1].at == part.at):
            earlier.append(Earlier(resolved, part.at))
        way, turned = polarity(made, part)
        attribution = _attribution(made, part, resolved)
        yield Statement(
            article.id,
            number,
            touched(sentences, starts, part.content),
            part.kind,
            tuple(part.content),
            tuple(part.quoted),
            attribution,
            shown=shown(made, sentences, starts, _kept(part, attribution, turned)),
            polarity=way,
            turned=turned,
        )


def _kept(part: Part, attribution: Attribution, turned: tuple[Span, ...]) -> list[Span]:
    """What must be in what is printed: the words, the word of saying, who says it, and what turns the meaning."""
    beside = [span for span in (attribution.mention, part.cue) if span]
    return [*part.content, *turned, *beside]


def _attribution(made: Words, part: Part, resolved: Resolved | None) -> Attribution:
    subject = part.subject
    name = resolved.name if resolved else None
    by = Trace(part.rule, _saw(made, part, resolved))
    candidates = resolved.candidates if resolved else ()
    return Attribution(
        mention=subject.span(made) if subject else None,
        head=subject.head_span(made) if subject else None,
        name=name,
        named=resolved.span if resolved else None,
        role=resolved.role if resolved else None,
        kind=resolved.kind if resolved else None,
        cue=part.cue,
        relay=relay(made, part.said) if part.said else None,
        addressee=addressee(made, part.said) if part.said else None,
        when=when(made, part.said) if part.said else None,
        by=by,
        candidates=candidates,
        sure=sure(name, by, candidates),
    )


def _saw(made: Words, part: Part, resolved: Resolved | None) -> tuple[str, ...]:
    """The words the decision was made on: the cue, the mention, and the candidates where there was a choice."""
    saw = [part.cue.of(made.text)] if part.cue else []
    if part.subject:
        saw.append(part.subject.span(made).of(made.text))
    if resolved and resolved.rule != "own name":
        saw += [f"{resolved.rule}: {resolved.name}", *resolved.saw]
    return tuple(saw)


def _parts(
    made: Words, found: tuple[Region, ...], said: list[Said], frames: list[Frame], names: Register
) -> list[Part]:
    """The statements: what each word of saying governs, what is set without marks, the quotations that none governs."""
    parts: list[Part] = []
    for one in said:
        inside = [i for a, b in one.ranges for i in range(a, b + 1) if made.quotation[i] >= 0]
        if not inside and (_only_named(made, one) or not _keeps(made, one)):
            continue
        parts.append(_governed(made, found, one, inside))
    plain = unmarked(made, found, frames, parts, names)
    parts = [*outside(parts, plain), *plain]
    places = {found[q].inner: i for i, q in enumerate(made.quotation) if q >= 0}
    taken = {places[span]: part for part in parts for span in part.quoted}
    return parts + lone(made, found, parts, taken, frames)


def _governed(made: Words, found: tuple[Region, ...], one: Said, inside: list[int]) -> Part:
    f = one.frame
    inner = [found[made.quotation[i]].inner for i in inside]
    plain = any(made.tag[i] not in "Q,.:;C" for a, b in one.ranges for i in range(a, b + 1))
    kind: StatementKind = "indirect" if not inside else "mixed" if plain else "direct"
    content = inner if kind == "direct" else [made.span(a, b) for a, b in one.ranges]
    return Part(
        kind,
        list(content),
        list(inner),
        f.subject,
        made.span(f.first, f.last),
        f.rule,
        f.verb,
        inside[-1] if inside else -1,
        one,
    )


def _only_named(made: Words, one: Said) -> bool:
    """Whether all that is said stands in marks that hold no statement: a sign that said “No entry”, read his “Walk”."""
    tags = "".join(made.tag[i] for a, b in one.ranges for i in range(a, b + 1))
    own = made.low[one.ranges[0][0]] in ("his", "her", "its", "their") and "B" in tags[:5]
    return "B" in tags and (set(tags) <= set("B,.:;") or (own and not set(tags) & set("VvA")))


def _keeps(made: Words, one: Said) -> bool:
    """Whether words without a quotation are a statement."""
    return not is_deed(made, one) and (one.frame.cue.lemma == "want to know" or score(made, one) > 0)


def is_deed(made: Words, one: Said) -> bool:
    """Whether nobody says the words, by rule: it was not said or only supposed to be, or a fact is what indicates."""
    f = one.frame
    shows = f.cue.lemma in _EVIDENCE and f.cue.form == "ing" and f.rule == "shared subject"
    return around(made, f) is not None or (shows and not _cue_before(made, f.verb))


_EVIDENCE = frozenset(listed("indicate suggest signal underscore underline reveal highlight imply confirm reflect"))


def _cue_before(made: Words, verb: int) -> bool:
    """Whether an earlier word of saying, or a noun for what is said, stands in the sentence."""
    first = made.sentence_of(verb)[0]
    return any(made.tag[i] in "VQ" or noun_kind(made.low[i]) == "cue" for i in range(first, verb))
