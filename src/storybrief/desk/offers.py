"""Which overrides could be made of some words? As YAML without what the editor gives; the words quoted are proved to fit before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storybrief.desk.quoting import Quoted, quote, quote_statement, scalar
from storybrief.model import Brief, Claim, Extract, Passage, Statement, short

_MOST_BLOCKS = 40  # of a page are offered to be taken back


@dataclass(frozen=True, slots=True)
class Offer:
    """An override that could be made here. `lines` are its YAML but for what is to be given, not indented.

    `ask` says what else it needs, as `key`: nothing, words, a number, a day, today (which is not asked), an address, a
    language, or one of the list of `lists` with that name; there `near` are to be shown first, in their order. `pick` asks for words of
    the article too, as `where`; `reason` says whether it has a why.
    """

    label: str
    lines: tuple[str, ...]
    ask: str = "nothing"
    key: str = "to"
    value: str = ""
    near: tuple[str, ...] = ()
    pick: bool = False
    reason: bool = True


def of_statement(brief: Brief, statement: Statement) -> tuple[Offer, ...]:
    """Return what could be said of a statement, the speaker first; nothing where no words of it stand in one place."""
    quoted = quote_statement(brief.extracts, statement)
    if quoted is None:
        return ()
    shown, by = short(quoted.words), statement.attribution
    extract = brief.by_id[statement.article]
    text = extract.article.text
    one_piece = len(statement.content) == 1  # else the reporter's words stand between
    said = _in_a_line(text[statement.content[0].start : statement.content[-1].end])
    cue = _in_a_line(by.cue.of(text)) if by.cue else ""
    return (
        Offer(f"Who said “{shown}”", lines_of("speaker", quoted), "speakers", near=near_speakers(extract, statement)),
        Offer("Somebody who is not in this list", lines_of("speaker", quoted), "words"),
        *([Offer("Only these words were said", lines_of("trim", quoted), "words", value=said)] if one_piece else []),
        *(
            [Offer("The words of saying", lines_of("cue", quoted), "words", value=cue)]
            if _once(cue, statement, text)
            else []
        ),
        Offer("Nobody said it: take the statement out", lines_of("drop", quoted)),
        Offer("Note on these words", lines_of("note", quoted), "words"),
        checked(quote_statement(brief.extracts, statement, whole=True) or quoted, by.name),
    )


def near_speakers(extract: Extract, statement: Statement | None = None) -> tuple[str, ...]:
    """Return whom to offer first: who else it could be, then who speaks in the article, the nearest first; not who has it."""
    at = statement.content[0].start if statement else 0
    others = sorted(extract.statements, key=lambda s: abs(s.content[0].start - at))
    likely = statement.attribution.candidates if statement else ()
    own = statement.attribution.name if statement else None
    return tuple(dict.fromkeys(n for n in (*likely, *(s.attribution.name for s in others)) if n and n != own))


def _once(cue: str, statement: Statement, text: str) -> bool:
    """Whether the words of saying can be told from the same ones beside them."""
    start = text.rfind("\n", 0, statement.content[0].start) + 1
    end = text.find("\n", statement.content[-1].end)
    return not cue or text[start : len(text) if end < 0 else end].count(cue) == 1


def checked(quoted: Quoted, speaker: str | None = None) -> Offer:
    """Return the override that says that an editor looked; at who said the words, when `speaker` is given."""
    to = (f"to: {scalar(speaker)}",) if speaker else ()
    return Offer("It is right", (*lines_of("checked", quoted), *to), "today", key="on:", reason=False)


def added(extract: Extract) -> Offer:
    """Return the override that makes a statement of words that are picked in the article."""
    lines = ("do: add", f"article: {scalar(extract.article.source.file)}")
    near = near_speakers(extract)
    return Offer("Somebody said words that are not shown as said", lines, "speakers", near=near, pick=True)


def put(extract: Extract) -> Iterator[Offer]:
    """Yield the overrides that put a block out of the article, or one of those that the page leaves out into it."""
    article = f"article: {scalar(extract.article.source.file)}"
    yield Offer("A paragraph is none of the article (pick words of it)", ("do: read", article, "to: out"), pick=True)
    for left in sorted(extract.article.left_out, key=lambda left: not left.doubtful)[:_MOST_BLOCKS]:
        label = f"Of the article, though left out ({left.reason}): “{short(left.words)}”"
        yield Offer(label, ("do: read", article, f"where: {scalar(_in_a_line(left.words))}", "to: in"))


def _in_a_line(words: str) -> str:
    return " ".join(words.split())


def kept_apart(brief: Brief, one: Passage, other: Passage, label: str) -> Iterator[Offer]:
    """Yield the override that says that two sentences are not about the same, when there are two."""
    quoted = [quote(brief.extracts, p, file=False, wider=True) for p in (one, other)]
    if None not in quoted and (one.article, one.sentence) != (other.article, other.sentence):
        yield Offer(label, ("do: part", "where:", *pair(*(q for q in quoted if q))))


def beside(brief: Brief, passages: Iterable[Passage]) -> Iterator[Offer]:
    """Yield who said each of some passages, and notes on them."""
    for passage in passages:
        extract = brief.by_id[passage.article]
        for statement in extract.statements:
            if any(span.overlaps(passage.span) for span in statement.content):
                yield from of_statement(brief, statement)[:2]
        yield from notes(brief, passage)


def notes(brief: Brief, passage: Passage) -> Iterator[Offer]:
    """Yield the note on a passage, when it can be quoted."""
    quoted = quote(brief.extracts, passage, wider=True)
    if quoted:
        yield Offer(f"Note on “{short(quoted.words)}”", lines_of("note", quoted), "words")


def placed(brief: Brief, claim: Claim, quoted: Quoted) -> Iterator[Offer]:
    """Yield the overrides that lift or lower a line of the brief, or make the lead of a claim."""
    tells = (n for n, line in enumerate(brief.merged.lines) if line.shown in claim.passages)
    at = next(tells, None)
    lines = lines_of("order", quoted)
    if at != 0:
        yield Offer("Make it the lead", (*lines, "to: 1"))
    if at is not None and at > 1:
        yield Offer("Lift it by one line", (*lines, f"to: {at}"))
    if at is not None and at + 1 < len(brief.merged.lines):
        yield Offer("Lower it by one line", (*lines, f"to: {at + 2}"))


def pair(*both: Quoted) -> tuple[str, ...]:
    """Return the two lines under `where:` of an override about two sentences."""
    return tuple(f"  - {scalar(quoted.words)}" for quoted in both)


def lines_of(do: str, quoted: Quoted) -> tuple[str, ...]:
    """Return the first lines of an override about quoted words, with their file when that is needed."""
    article = (f"article: {scalar(quoted.file)}",) if quoted.file else ()
    return (f"do: {do}", f"where: {scalar(quoted.words)}", *article)
