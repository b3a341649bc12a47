"""Whose words are a paragraph or a line that stands without quotation marks?

Two ways of setting somebody's words need no marks: a paragraph of its own under "Lind wrote on Tuesday:", and the
line of a transcript that opens with who speaks. An ordered table of named rules, one paragraph at a time; where the
paragraph may as well be the article's own words, no rule decides.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator

from msgspec import Struct

from storybrief.english.readings import Region
from storybrief.model import StatementKind
from storybrief.statements.clauses import Said
from storybrief.statements.parts import Part
from storybrief.statements.phrases import Phrase
from storybrief.statements.register import Register
from storybrief.statements.subjects import Frame, main_subject
from storybrief.statements.turns import Turn, interview, paragraphs, posts, speaks, transcript
from storybrief.statements.words import Words

# What a page shows in a frame of its own, so that the paragraph after it goes on with the article.
_SHOWN = frozenset(
    [
        *("tweet", "tweets", "tweeted", "tweeting", "retweeted", "twitter", "x", "post", "posts", "posted", "posting"),
        *("facebook", "instagram", "telegram", "youtube", "video", "clip", "photo", "picture", "below", "here"),
    ]
)
# Nouns for words that are given whole after them.
_SAID = frozenset({"statement", "letter", "message", "memo", "note", "email", "e-mail", "reply", "response", "answer"})
_LONGEST_TOLD = 120  # words; a longer paragraph that says who speaks in marks is told by the article
_FEWEST = 4  # words; shorter paragraphs after a colon are times, headings and items of a list


class Line(Struct, frozen=True):
    """A paragraph as a rule sees it: words `first` to `last`, and the last sentence right before it, or None.

    `frames` are the words of saying of that sentence, `parts` the statements in the paragraph itself,
    `turn` is whose line of a transcript it is, `answer` whose part of an interview, `post` whose post.
    """

    words: Words
    first: int
    last: int
    before: tuple[int, int] | None
    frames: tuple[Frame, ...]
    parts: tuple[Part, ...]
    turn: Turn | None
    answer: Turn | None
    post: Turn | None

    def quotes(self) -> bool:
        """Whether a quotation stands in it."""
        return "Q" in self.words.tag[self.first : self.last + 1]

    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.words.tag[self.last] in ".Q" or self.words.low[self.last].endswith(".")

    def speaks(self, last: int) -> bool:
        """Whether somebody speaks of himself or to somebody in the words up to `last`."""
        return speaks(self.words, self.first, last)

    def first_stop(self) -> int:
        """The last word of its first sentence."""
        return min(self.last, self.words.sentence_of(self.first)[1])


class Verdict(Struct, frozen=True):
    """Whose words the paragraph is, from the word `first` on, to `last` or its end; `cue` is the word of saying, None for a bare colon."""

    subject: Phrase
    first: int
    cue: Frame | None = None
    last: int | None = None


def unmarked(
    words: Words, regions: tuple[Region, ...], frames: list[Frame], parts: list[Part], names: Register
) -> list[Part]:
    """Return the statements set without quotation marks, in text order. `parts` are what the cues govern."""
    found: list[Part] = []
    for line in _lines(words, frames, parts, names):
        for name, rule in RULES:
            verdict = rule(line)
            if verdict is not None:
                found.append(_part(line, regions, name, verdict))
                break
    return found


def outside(parts: list[Part], unmarked: list[Part]) -> list[Part]:
    """The parts that neither stand in an unmarked one nor are its introduction: what somebody relates is hers."""
    inside = [p.content[0] for p in unmarked]
    cues = {p.cue for p in unmarked if p.cue}
    starts = [s.start for s in inside]

    def held(part: Part) -> bool:
        i = bisect.bisect_right(starts, part.content[0].start) - 1
        return i >= 0 and part.content[0].start < inside[i].end

    return [p for p in parts if not held(p) and p.cue not in cues]


def _part(line: Line, regions: tuple[Region, ...], rule: str, verdict: Verdict) -> Part:
    words, last = line.words, line.last if verdict.last is None else verdict.last
    quoted = [regions[words.quotation[i]].inner for i in range(verdict.first, last + 1) if words.quotation[i] >= 0]
    whole = len(quoted) == 1 and all(words.tag[i] in "Q.," for i in range(verdict.first, last + 1))
    kind: StatementKind = "direct" if whole else "mixed" if quoted else "indirect"
    f, content = verdict.cue, (verdict.first, last)
    return Part(
        kind,
        list(quoted) if whole else [words.span(*content)],
        quoted,
        verdict.subject,
        words.span(f.first, f.last) if f else None,
        rule,
        verdict.first,
        last,
        Said(f, (content,)) if f else None,
    )


def _lines(words: Words, frames: list[Frame], parts: list[Part], names: Register) -> Iterator[Line]:
    """Each paragraph that one of the rules can speak of."""
    spans = paragraphs(words)
    turns, answers, written = transcript(words, spans, names), interview(words, spans, names), posts(words, spans)
    verbs = [f.verb for f in frames]
    ordered = sorted(parts, key=lambda p: p.at)
    places = [p.at for p in ordered]
    for n, (first, last) in enumerate(spans):
        before = spans[n - 1] if n and _adjoin(words, spans[n - 1][1], first) else None
        introduced = before is not None and words.tag[before[1]] == ":"
        if not introduced and n not in turns and n not in answers and n not in written:
            continue
        opens = max(before[0], words.sentence_of(before[1])[0]) if before else first
        cues = frames[bisect.bisect_left(verbs, opens) : bisect.bisect_left(verbs, first)] if before else []
        own = ordered[bisect.bisect_left(places, first) : bisect.bisect_right(places, last)]
        yield Line(
            words,
            first,
            last,
            (opens, before[1]) if before else None,
            tuple(cues),
            tuple(own),
            turns.get(n),
            answers.get(n),
            written.get(n),
        )


def _adjoin(words: Words, last: int, first: int) -> bool:
    """Whether nothing but white space and marks stands between two paragraphs: no heading and no caption."""
    return not any(c.isalnum() for c in words.text[words.end[last] : words.start[first]])


def _turn(line: Line) -> Verdict | None:
    """A line of a transcript: "LIND: We will not leave."""
    told = line.last - line.first > _LONGEST_TOLD and any(part.quoted and part.cue for part in line.parts)
    return None if told else _by(line.turn)


def _answer(line: Line) -> Verdict | None:
    """A question or an answer of an interview: "A: We will not leave."""
    return _by(line.answer)


def _post(line: Line) -> Verdict | None:
    """A post shown with its writer: "We will not leave. — Ann Lind (@annlind)"."""
    return _by(line.post)


def _by(turn: Turn | None) -> Verdict | None:
    return Verdict(turn.subject, turn.first, last=turn.last) if turn else None


def _after_colon(line: Line) -> Verdict | None:
    """A paragraph under "Lind wrote on Tuesday:" that opens as a speaker does, or that has no sign of the article's own."""
    words = line.words
    if line.before is None or words.tag[line.first] == "Q" or not line.ends() or line.last - line.first < _FEWEST:
        return None
    if words.tag[line.first] in "#—" or not (words.low[line.first][0].isalpha() or words.low[line.first] == "…"):
        return None
    found = _introduction(line)
    if found is None:
        return None
    shown = (_may_be_shown(line) or _named_in(line, found[0])) and not line.speaks(line.last)
    if (line.quotes() or line.parts or shown) and not line.speaks(line.first_stop()):
        return None
    return Verdict(found[0], line.first, found[1])


def _named_in(line: Line, subject: Phrase) -> bool:
    """Whether the paragraph names the speaker: then others tell of her."""
    return line.words.low[subject.head_last] in line.words.low[line.first : line.last + 1]


def _may_be_shown(line: Line) -> bool:
    """Whether the colon may point at a post or a film that a page shows and its text has not."""
    low = line.words.low
    opens, colon = line.before or (0, 0)
    return any(low[i] in _SHOWN for i in range(opens, colon))


def _introduction(line: Line) -> tuple[Phrase, Frame | None] | None:
    """Who is said to say what follows, and the word of saying that the colon belongs to, if there is one.

    Nothing but a time, a place, whom it was said to or a noun for what follows stands between: "Lind said in a
    statement on Monday:", "Lind told the council:", "Lind issued the following statement:".
    """
    words = line.words
    opens, colon = line.before or (0, 0)
    f = next((f for f in reversed(line.frames) if f.subject), None)
    if f is None and _gives_out(words, colon):
        subject = main_subject(words, colon)
        return (subject, None) if subject else None
    if f is None or f.subject is None or f.rule in ("passive", "as … by") or _clause_before(words, f, opens):
        return None
    at = max(f.subject.last, f.last) + 1
    rest = range(at, colon)
    if any(words.tag[i] in "VvAQBWS:(" or words.low[i] in ("that", "for", "about") for i in rest):
        return None
    adjunct = f.cue.kind in ("say", "according") and (at == colon or words.tag[at] in "ITR")
    return (f.subject, f) if f.cue.kind == "tell" or adjunct or _gives_out(words, colon) else None


def _gives_out(words: Words, colon: int) -> bool:
    """Whether a verb and what is given out stand before the colon: "issued a statement:", "wrote the following:"."""
    at = colon - 1
    if at > 1 and words.low[at] in _SAID:
        at -= 1
    if at > 1 and words.low[at] == "following":
        at -= 1
    if not (1 < at < colon - 1 and words.low[at] in ("a", "the", "this")):
        return False
    return words.tag[at - 1] in "vV" and words.low[at - 2] != "to"


def _clause_before(words: Words, f: Frame, opens: int) -> bool:
    """Whether what is said stands before: "The bridge is safe, Lind said:"."""
    start = min(f.first, f.subject.first if f.subject else f.first)
    if start <= opens or words.tag[start - 1] not in "Q,":
        return False
    return words.tag[opens] not in "SI" and any(words.tag[i] in "VvAQ" for i in range(opens, start))


Rule = Callable[[Line], "Verdict | None"]
RULES: tuple[tuple[str, Rule], ...] = (
    ("line of a transcript", _turn),
    ("part of an interview", _answer),
    ("post", _post),
    ("paragraph after a colon", _after_colon),
)
