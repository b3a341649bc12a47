"""What becomes a statement because an editor says so? The words, the cue or the speaker are given; the rest is read as ever.

Which way the words are given, what is printed for them and which of them stand in marks is found by the same rules as
for a statement that the tool found, so that an editor's choice cannot turn a meaning round unseen.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from storybrief.english.marks import in_body
from storybrief.english.readings import Region
from storybrief.model import Article, Attribution, Extract, Span, Statement, StatementKind, Trace
from storybrief.statements.clauses import Said, clauses
from storybrief.statements.cues import Cue
from storybrief.statements.extract import body_words
from storybrief.statements.names import kind_of as kind_of
from storybrief.statements.parts import Part
from storybrief.statements.polarity import polarity
from storybrief.statements.shown import shown, touched
from storybrief.statements.speaker import frames
from storybrief.statements.subjects import Frame
from storybrief.statements.turning import turning
from storybrief.statements.words import Words

_RULE = "editor"
# Where another clause begins: what turns the meaning of one clause does not turn that of the next.
_CLAUSE = re.compile(r"[;:—]|[.!?][”\"’')]*\s|,\s(?:and|but|while|though|although|which|who)\s", re.IGNORECASE)
# A whole clause in front of the one it goes with: "While the pier was not safe, …".
_FRONTED = re.compile(r"(?:while|although|though|as|because|since|after|before|when)\b[^\n]*,\s+", re.IGNORECASE)


def added(extract: Extract, words: Span, cue: Span | None, kind: StatementKind | None) -> Statement:
    """Return `words` of an article's body as a statement of nobody yet, with the next free number.

    Without a `cue` it is the word of saying that governs them, if one does. `kind` "direct" leaves out what stands
    outside the marks; None: direct when all of the words stand in one pair of marks.
    """
    number = max((s.number for s in extract.statements), default=0) + 1
    nobody = Attribution(mention=None, head=None, name=None, named=None, role=None, kind=None, cue=cue, by=Trace(_RULE))
    blank = Statement(extract.article.id, number, (), "indirect", (words,), (), nobody)
    return _read(extract, _worded(extract.article, blank, words, kind), seek=cue is None)


def trimmed(extract: Extract, statement: Statement, words: Span) -> Statement:
    """Return the statement with these words alone; the article's own between two pieces of it are still none of it."""
    pieces = tuple(piece for span in statement.content for piece in _clipped(span, words))
    if len(pieces) > 1 and statement.content[0].start <= words.start and words.end <= statement.content[-1].end:
        quoted = tuple(piece for span in statement.quoted for piece in _clipped(span, words))
        kind = statement.kind if statement.kind == "direct" else "mixed" if quoted else "indirect"
        return _read(extract, replace(statement, kind=kind, content=pieces, quoted=quoted))
    return _read(extract, _worded(extract.article, statement, words, None))


def cued(extract: Extract, statement: Statement, cue: Span | None) -> Statement:
    """Return the statement with this word of saying, or with none."""
    return _read(extract, replace(statement, attribution=replace(statement.attribution, cue=cue)))


def left_out(extract: Extract, statement: Statement, within: Sequence[Span]) -> Span | None:
    """Return a word that turns the meaning of a statement and is neither in its words nor known to turn them.

    It is looked for `within` these spans (what was said until now, or what follows the word of saying), as far as they
    are of one clause with the words; and where one is of the same sentence as the words and apart from them ("…, Lind
    said, unless it rains"), in its first clause. None: there is none.
    """
    text = extract.article.text
    sentences = [extract.sentences[number - 1].span for number in statement.sentences]
    for start, end in _beside_words(text, statement, within, sentences):
        for m in _turns().finditer(text, start, end):
            found = Span(*m.span())
            if not any(known.overlaps(found) for known in (*statement.turned, *statement.content)):
                return found
    return None


def _beside_words(
    text: str, statement: Statement, within: Sequence[Span], sentences: Sequence[Span]
) -> Iterator[tuple[int, int]]:
    """Yield where to look for what a statement leaves out: start and end, in the article's text."""
    for whole in within:
        inside = [inner for inner in statement.content if inner.overlaps(whole)]
        for inner in inside:
            start = _clause_start(text, whole, inner.start)
            if not (inner.end >= whole.end and _FRONTED.fullmatch(text, start, inner.start)):
                yield start, inner.start
            yield inner.end, _clause_end(text, inner.end, whole)
        if not inside and any(whole.overlaps(sentence) for sentence in sentences):
            yield whole.start, _clause_end(text, whole.start, whole)


def before(extract: Extract, statement: Statement) -> tuple[Span, ...]:
    """Return what stands before the words of a statement in its sentences, from its cue on, and the words themselves."""
    sentences = [extract.sentences[number - 1].span for number in statement.sentences]
    cue = statement.attribution.cue
    made = []
    for inner in statement.content:
        start = next((s.start for s in sentences if s.overlaps(inner)), inner.start)
        made.append(Span(cue.end if cue and start <= cue.start and cue.end <= inner.start else start, inner.end))
    return tuple(made)


def _clause_start(text: str, whole: Span, at: int) -> int:
    ends = [m.end() for m in _CLAUSE.finditer(text, whole.start, at)]
    return ends[-1] if ends else whole.start


def _clause_end(text: str, at: int, whole: Span) -> int:
    stop = _CLAUSE.search(text, at, whole.end) if at < whole.end else None
    return stop.start() if stop else whole.end


@cache
def _turns() -> re.Pattern[str]:
    words = {"without", "cannot", *turning("not"), *turning("nobody"), *turning("suppose")} - {"rarely"}
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b|\b\w+n['’]t\b", re.IGNORECASE)


def _worded(article: Article, statement: Statement, words: Span, kind: StatementKind | None) -> Statement:
    """Give the statement these words: what of them stands in marks is read from the article."""
    regions = [r for r in in_body(article) if r.outer.overlaps(words)]
    pieces = [p for r in regions for p in _clipped(r.inner, words)]
    alone = len(regions) == 1 and pieces and not _beside(article.text, words, regions[0])
    kind = kind or ("direct" if alone else "mixed" if pieces else "indirect")
    content = tuple(pieces) if kind == "direct" and pieces else (words,)
    return replace(statement, kind=kind, content=content, quoted=() if kind == "indirect" else tuple(pieces))


def _clipped(inner: Span, words: Span) -> Iterator[Span]:
    start, end = max(inner.start, words.start), min(inner.end, words.end)
    if start < end:
        yield Span(start, end)


def _beside(text: str, words: Span, region: Region) -> bool:
    """Whether some of the words stand outside of the marks."""
    around = (
        text[words.start : max(words.start, region.outer.start)] + text[min(words.end, region.outer.end) : words.end]
    )
    return any(c.isalnum() for c in around)


def _read(extract: Extract, statement: Statement, *, seek: bool = False) -> Statement:
    """Read anew what follows from a statement's words and cue; `seek` a cue where none is given."""
    article, sentences = extract.article, extract.sentences
    starts = [s.span.start for s in sentences]
    numbers = touched(sentences, starts, list(statement.content))
    if not article.english:
        whole = tuple(sentences[number - 1].span for number in numbers)
        return replace(statement, sentences=numbers, shown=whole)
    made, _ = body_words(article, sentences)
    said = _governing(made, statement, seek=seek)
    by = statement.attribution
    if seek and said:
        by = replace(by, cue=made.span(said.frame.first, said.frame.last))
    at = said.frame.verb if said else _word(made, statement.content[0].start)
    subject = said.frame.subject if said else None
    part = Part(statement.kind, list(statement.content), list(statement.quoted), subject, by.cue, _RULE, at, -1, said)
    way, turned = polarity(made, part)
    kept = [*statement.content, *turned, *(span for span in (by.mention, by.cue) if span)]
    printed = shown(made, sentences, starts, kept)
    return replace(statement, sentences=numbers, shown=printed, polarity=way, turned=turned, attribution=by)


def _governing(made: Words, statement: Statement, *, seek: bool) -> Said | None:
    """Return the word of saying at the statement's cue with what it governs; without a cue the one that governs its words."""
    cue, words = statement.attribution.cue, statement.content
    found = frames(made)
    said = clauses(made, found)
    if cue:
        for one in said:
            if made.span(one.frame.first, one.frame.last).overlaps(cue):
                return one
        frame = next((f for f in found if made.span(f.first, f.last).overlaps(cue)), None)
        ranges = tuple((_word(made, span.start), _word(made, span.end - 1)) for span in words)
        return Said(frame or _frame(made, cue), ranges)
    if not seek:
        return None
    shared = [sum(made.span(a, b).shared(span) for a, b in one.ranges for span in words) for one in said]
    best = max(range(len(said)), key=lambda n: shared[n], default=-1)
    return said[best] if best >= 0 and shared[best] else None


def _frame(made: Words, cue: Span) -> Frame:
    """Make a frame of a word of saying that the table of cues does not know."""
    first, last = _word(made, cue.start), _word(made, cue.end - 1)
    low = made.low[last]
    return Frame(last, first, last, Cue(low, "say", "neutral", "ing" if low.endswith("ing") else "past"), None, _RULE)


def _word(made: Words, at: int) -> int:
    return max(0, bisect.bisect_right(made.start, at) - 1)
