"""What does the brief itself show, the page that is read in two minutes? All the rest is on the evidence page.

Every line is a whole sentence with the words said marked inside it. What does not fit the budget is folded, from the
end of what matters least; the lead and the disagreements never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storybrief.model import (
    Brief,
    BriefLine,
    Dispute,
    DisputeKind,
    Edit,
    Extract,
    NoAnswer,
    Passage,
    Span,
    Speaker,
    Statement,
)
from storybrief.pages import sections
from storybrief.pages.escape import visible
from storybrief.pages.glance import glance

# Silent reading of English non-fiction by adults: 238 words a minute on average (M. Brysbaert, "How many words do we
# read per minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 2019, 104047).
WORDS_A_MINUTE = 238
# Two to three minutes, or a third of the time that the articles take, whichever is shorter.
MOST, LEAST, SHARE = 700, 450, 0.35
LINES = 7  # with the lead; the others are folded, unless an editor says how long the brief is
_FIXED = 44  # words of our own: headings, what a fold says, the ways to the evidence page
_FOLDED_SPEAKERS = 12  # speakers whose words are behind the fold; those of more are on the evidence page alone
_PRONOUN = re.compile(r"(?:he|she|they|it|we|i)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the brief prints it.

    at       the whole sentence, or the parts of it that are shown, in order
    said     the words in it that somebody says, to be marked
    means    (pronoun in it, whom it stands for), for those that the line itself does not explain
    sources  the passages it is a line of: whose sentences are cited, article by article
    statement, claim   what has its address here too: a statement, or the first passage of the sentence in a claim
    """

    at: tuple[Passage, ...]
    said: tuple[Span, ...]
    means: tuple[tuple[Span, str], ...]
    sources: tuple[Passage, ...]
    edits: tuple[Edit, ...] = ()
    statement: tuple[str, int] | None = None
    claim: Passage | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What one speaker says on the brief. `more` is the number of statements that only the evidence page has."""

    speaker: Speaker
    role: Passage | None
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Side:
    """What some articles give for a fact: the passage printed, who says so, and all passages that give the same.

    `when` is the hour above it, of a page that is kept up to date, where the fact changed.
    """

    at: Passage
    giver: str | None
    sources: tuple[Passage, ...]
    when: Passage | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of which the articles give two things or more. `label` is said when no words of theirs name it."""

    kind: DisputeKind
    about: tuple[Passage, ...]
    label: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody who was asked and did not answer: the sentences that say so, and what they say elsewhere."""

    name: str | None
    who: Passage | None
    lines: tuple[Line, ...]
    replies: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """What the brief shows; of each pair the second is folded."""

    lead: Line | None
    lines: tuple[tuple[Line, ...], tuple[Line, ...]]
    disagree: tuple[Row, ...]
    changed: tuple[tuple[Row, ...], tuple[Row, ...]]
    speakers: tuple[tuple[Words, ...], tuple[Words, ...]]
    left: int
    silences: tuple[Silence, ...]
    unknown: tuple[tuple[Line, ...], tuple[Line, ...]]


def front(brief: Brief) -> Front:
    """Choose what the brief shows."""
    made = _Maker(brief)
    elsewhere = {(p.article, p.sentence) for p in brief.merged.not_known}
    elsewhere |= {(e.article.id, one.sentence) for e in brief.extracts for one in e.no_answers}
    lines = [made.line(x) for x in brief.merged.lines if (x.shown.article, x.shown.sentence) not in elsewhere]
    taken = {(p.article, p.sentence) for line in lines for p in line.at}
    disagree = tuple(made.row(d) for d in brief.merged.disputes if not d.update)
    changed = tuple(made.row(d) for d in brief.merged.disputes if d.update)
    told = tuple(made.alone(p) for p in brief.merged.not_known if (p.article, p.sentence) not in taken)
    speakers = made.speakers(taken | elsewhere, made.in_other_words(lines))
    silences = made.silences()
    first, rest = (lines[0] if lines else None), made.told_once(lines[1:], disagree)
    open_ = len(rest) if brief.length else LINES - 1
    every = Front(first, (rest[:open_], rest[open_:]), disagree, (changed, ()), (speakers, ()), 0, silences, (told, ()))
    return _folded(every, allowed(brief), made)


def allowed(brief: Brief) -> int:
    """Return how many words a reader is to see: the minutes of story.yml, else by the length of the articles."""
    if brief.length is not None:
        return brief.length * WORDS_A_MINUTE
    words = sum(_count(e.article.text, Span(0, len(e.article.text))) for e in brief.extracts)
    return min(MOST, max(LEAST, int(SHARE * words)))


# --- what is folded -----------------------------------------------------------------------------------------------


def _folded(every: Front, words: int, made: _Maker) -> Front:
    """Fold from the end of what matters least until the rest fits."""
    unknown, speakers, lines = list(every.unknown[0]), list(every.speakers[0]), list(every.lines[0])
    changed, earlier = list(every.changed[0]), list[Row]()
    count = made.frame() + (made.words(every.lead) if every.lead else 0)
    count += sum(map(made.row_words, (*every.disagree, *changed))) + sum(made.silence(s) for s in every.silences)
    count += sum(map(made.words, (*unknown, *lines))) + sum(map(made.speaker, speakers))
    folded: dict[str, list[Line]] = {"unknown": [], "lines": list(every.lines[1])}
    quiet: list[Words] = []
    while count > words and unknown:
        folded["unknown"].insert(0, unknown.pop())
        count -= made.words(folded["unknown"][0])
    while count > words and len(speakers) > 1:
        quiet.insert(0, speakers.pop())
        count -= made.speaker(quiet[0])
    while count > words and changed:
        earlier.insert(0, changed.pop())
        count -= made.row_words(earlier[0])
    while count > words and len(lines) > 1:
        folded["lines"].insert(0, lines.pop())
        count -= made.words(folded["lines"][0])
    left = every.left + len(quiet[_FOLDED_SPEAKERS:])
    return replace(
        every,
        lines=(tuple(lines), tuple(folded["lines"])),
        changed=(tuple(changed), tuple(earlier)),
        speakers=(tuple(speakers), tuple(quiet[:_FOLDED_SPEAKERS])),
        unknown=(tuple(unknown), tuple(folded["unknown"])),
        left=left,
    )


_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def _count(text: str, span: Span) -> int:
    return len(_WORD.findall(text, span.start, span.end))


# --- lines --------------------------------------------------------------------------------------------------------


def _long_words(extract: Extract, statement: Statement) -> set[str]:
    words = (span.of(extract.article.text) for span in statement.content)
    return {word.casefold() for one in words for word in _LONG_WORD.findall(one)}


def _given(statement: Statement) -> tuple[Span, ...]:
    """What is marked of a statement: the words said; with the words that turn them where they are denied, asked or so."""
    outside = [t for t in statement.turned if not any(c.holds(t) for c in statement.content)]
    if statement.polarity == "asserted" or not outside:
        return statement.content
    every = (*statement.content, *outside)
    return (Span(min(s.start for s in every), max(s.end for s in every)),)


def _clause(one: NoAnswer, text: str) -> Span:
    """What is printed beside the name of one who did not answer: "declined to comment", else the whole clause."""
    mention, end = one.mention, max(one.cue.end, one.about.end if one.about else 0)
    behind = text[mention.end : one.cue.start] if mention else ""
    whose = behind.startswith(("'", "’"))  # "Lind's office did not call back": it was the office
    apart = mention is not None and mention.end <= one.cue.start and not whose
    if not apart:
        return one.span
    more = _FOR_COMMENT.match(text, end)
    return Span(one.cue.start, more.end() if more else end)


_FOR_COMMENT = re.compile(r"\s+for\s+(?:further\s+)?(?:comment|an\s+interview|a\s+statement)\b")


class _Maker:
    """Makes lines of one brief; it knows whose each statement is, and in which claim each sentence stands."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.extracts: Mapping[str, Extract] = {e.article.id: e for e in brief.extracts}
        self.speaker_of = {place: s for s in brief.speakers for place in s.statements}
        self.said: dict[tuple[str, int], list[Statement]] = {}
        for e in brief.extracts:
            for statement in e.statements:
                for number in statement.sentences:
                    self.said.setdefault((e.article.id, number), []).append(statement)
        self.claims: dict[tuple[str, int], list[int]] = {}
        for number, claim in enumerate(brief.merged.claims):
            for passage in claim.passages:
                self.claims.setdefault((passage.article, passage.sentence), []).append(number)

    def line(self, line: BriefLine) -> Line:
        """The line of a sentence that tells the event."""
        return self._made((line.shown,), line.sources)

    def alone(self, passage: Passage) -> Line:
        """The line of a sentence that stands for itself."""
        return self._made((passage,), (passage,))

    def statement(self, extract: Extract, statement: Statement) -> Line:
        """The line of what somebody says: the whole sentence, or what is shown of a long one."""
        at = tuple(self._passage(extract, span) for span in statement.shown or statement.content)
        sources = [p for n in self._claims(at) for p in self.brief.merged.claims[n].passages]
        own = [p for p in sources if any(p.article == one.article and p.sentence == one.sentence for one in at)]
        made = self._made(at, tuple(dict.fromkeys((*own, *at))))
        return replace(made, statement=(extract.article.id, statement.number), claim=None)

    def _made(self, at: tuple[Passage, ...], sources: tuple[Passage, ...]) -> Line:
        found = [s for p in at for s in self.said.get((p.article, p.sentence), ())]
        said = tuple(sorted({c for s in found for c in _given(s) for p in at if c.overlaps(p.span)}))
        means = tuple(dict.fromkeys(pair for s in found for pair in self._means(s, at, said)))
        held = (p for n in self._claims(at) for p in self.brief.merged.claims[n].passages)
        claim = next((p for p in sorted(held) if (p.article, p.sentence) == (at[0].article, at[0].sentence)), None)
        return Line(at, said, means, sources, sections.edits_at(self.brief, at), claim=claim)

    def _means(self, statement: Statement, at: Sequence[Passage], said: Sequence[Span]) -> Iterator[tuple[Span, str]]:
        """Whom the pronoun beside the words said stands for, when the line does not name them before it."""
        head = statement.attribution.head
        speaker = self.speaker_of.get((statement.article, statement.number))
        if head is None or speaker is None or any(s.overlaps(head) for s in said):
            return
        text = self.extracts[statement.article].article.text
        inside = next((p for p in at if p.article == statement.article and p.span.holds(head)), None)
        if inside is None or not _PRONOUN.match(head.of(text)):
            return
        surname = speaker.name.split()[-1]
        if surname not in text[inside.span.start : head.start]:
            yield head, speaker.name

    def _passage(self, extract: Extract, span: Span) -> Passage:
        number = next(s.number for s in extract.sentences if s.span.overlaps(span))
        return Passage(extract.article.id, number, span)

    def _claims(self, at: Iterable[Passage]) -> list[int]:
        return list(dict.fromkeys(n for p in at for n in self.claims.get((p.article, p.sentence), ())))

    def told_once(self, lines: Iterable[Line], rows: Iterable[Row]) -> tuple[Line, ...]:
        """The lines; those that say little more than what stands under “They disagree” come last."""
        every = [*lines]
        there = {(side.at.article, side.at.sentence) for row in rows for side in row.sides}
        again = [
            one
            for one in every
            if not one.edits and self._little(one) and any((p.article, p.sentence) in there for p in one.at)
        ]
        return (*(one for one in every if one not in again), *again)

    def _little(self, line: Line) -> bool:
        return sum(map(self._span, line.at)) <= _LITTLE

    # --- who said what ---

    def in_other_words(self, lines: Iterable[Line]) -> set[tuple[str, str, int]]:
        """Whose words the lines tell, as (name, article, number of a sentence): there other articles have them too."""
        told: set[tuple[str, str, int]] = set()
        for line in lines:
            for p in line.at:
                for s in self.said.get((p.article, p.sentence), ()):
                    speaker = self.speaker_of.get((s.article, s.number))
                    told |= {(speaker.name.casefold(), o.article, o.sentence) for o in line.sources if speaker}
        return told

    def speakers(self, taken: set[tuple[str, int]], in_other_words: set[tuple[str, str, int]]) -> tuple[Words, ...]:
        """The speakers by weight, each with the statement that weighs most of those not told before.

        `taken` are (article, number) of sentences that stand on the brief already. An outlet that is only relayed, and
        a speaker all of whose words stand there already, are left to the evidence page.
        """
        made: list[tuple[float, Words]] = []
        told: set[str] = set()
        for speaker in self.brief.speakers:
            if not speaker.statements or speaker.kind == "outlet":
                continue
            rows = sorted(self._weighed(speaker), key=lambda row: -row[0])
            name = speaker.name.casefold()
            best = next(
                (
                    (w, e, s)
                    for w, e, s in rows
                    if not taken & {(e.article.id, n) for n in s.sentences}
                    and not any((name, e.article.id, n) in in_other_words for n in s.sentences)
                ),
                None,
            )
            if best is None:
                continue
            _, extract, statement = best
            taken.update((extract.article.id, n) for n in statement.sentences)
            if self._same_words(extract, statement, told):
                continue
            words = Words(
                speaker, self._role(speaker), (self.statement(extract, statement),), len(speaker.statements) - 1
            )
            made.append((self._weight(speaker), words))
        made.sort(key=lambda row: -row[0])
        return tuple(words for _, words in made)

    def _weighed(self, speaker: Speaker) -> Iterator[tuple[float, Extract, Statement]]:
        for article, number in speaker.statements:
            extract = self.extracts[article]
            statement = next(s for s in extract.statements if s.number == number)
            at = [self._passage(extract, span) for span in statement.content]
            articles = max((len(self.brief.merged.claims[n].articles) for n in self._claims(at)), default=1)
            words = sum(_count(extract.article.text, span) for span in statement.content)
            doubt = _DOUBT * (1 - statement.attribution.sure)
            weight = articles + 0.5 * bool(statement.quoted) - (words < _SCRAP) - (words > _LONG) - doubt
            yield weight, extract, statement

    def _weight(self, speaker: Speaker) -> float:
        """More the more articles give them words; a name counts more than none."""
        articles = len({article for article, _ in speaker.statements})
        return articles + min(len(speaker.statements), 10) / 20 + 0.5 * (speaker.kind != "unnamed")

    def _same_words(self, extract: Extract, statement: Statement, told: set[str]) -> bool:
        """Whether a copy of the article had these words already; `told` are those of the speakers before."""
        words = " ".join(visible(span.of(extract.article.text)) for span in statement.shown)
        known = words in told
        told.add(words)
        return known

    def _role(self, speaker: Speaker) -> Passage | None:
        if speaker.override_role or not speaker.roles:
            return None
        every = [self._passage(self.extracts[role.article], role.span) for role in speaker.roles]
        telling = [p for p in every if not self._text(p).rstrip().endswith(".")]  # "Sgt." says little
        return min(telling or every, key=lambda p: len(p.span))

    def _text(self, passage: Passage) -> str:
        return passage.span.of(self.extracts[passage.article].article.text)

    def silences(self) -> tuple[Silence, ...]:
        """Those who were asked and did not answer, each once."""
        by: dict[str, list[tuple[Extract, NoAnswer]]] = {}
        for extract in self.brief.extracts:
            for one in extract.no_answers:
                speaker = self._called(one.name)
                by.setdefault(speaker.name if speaker else one.name or "", []).append((extract, one))
        return tuple(self._silence(name or None, rows) for name, rows in by.items())

    def _silence(self, name: str | None, rows: Sequence[tuple[Extract, NoAnswer]]) -> Silence:
        extract, first = rows[0]
        who = self._passage(extract, first.mention) if first.mention and name is None else None
        speaker = self._called(name)
        replies = self._replies(speaker, rows) if speaker else []
        lines: dict[str, Line] = {}
        for e, one in rows:
            told = _clause(one, e.article.text)
            line, words = self.alone(Passage(e.article.id, one.sentence, told)), visible(told.of(e.article.text))
            known = lines.get(words)
            lines[words] = replace(known, sources=(*known.sources, *line.sources)) if known else line
        return Silence(name, who, tuple(lines.values()), tuple(self.statement(e, s) for _, e, s in replies))

    def _replies(
        self, speaker: Speaker, rows: Sequence[tuple[Extract, NoAnswer]]
    ) -> list[tuple[float, Extract, Statement]]:
        """What the same one says on the same matter in another article, at most one: it shares words with the question."""
        asked = {w.casefold() for e, one in rows if one.about for w in _LONG_WORD.findall(one.about.of(e.article.text))}
        articles = {e.article.id for e, _ in rows}
        found = [
            row
            for row in self._weighed(speaker)
            if row[1].article.id not in articles and len(asked & _long_words(row[1], row[2])) > 1
        ]
        return sorted(found, key=lambda row: -row[0])[:1]

    def _called(self, name: str | None) -> Speaker | None:
        return next((s for s in self.brief.speakers if name in (s.name, *s.forms)), None) if name else None

    # --- what they disagree on ---

    def row(self, dispute: Dispute) -> Row:
        """The row of a fact: whom or what it is about, and what each side gives."""
        label = "" if dispute.about else _LABELS.get(dispute.kind, dispute.kind)
        if dispute.kind == "wording":
            first = dispute.sides[0][0]
            label = f"{self._giver(first) or 'a quotation'}, wording"
        number = dispute.kind in ("figure", "time")
        sides = (
            Side(
                side[0],
                self._one_giver(side) if number else None,
                side,
                self._hour(side[0]) if dispute.update else None,
            )
            for side in dispute.sides
        )
        return Row(dispute.kind, () if dispute.kind == "wording" else dispute.about, label, tuple(sides))

    def _hour(self, passage: Passage) -> Passage | None:
        """The hour that a page which is kept up to date gives above the paragraph of a passage."""
        extract = self.extracts[passage.article]
        above = extract.article.paragraphs[: extract.sentences[passage.sentence - 1].paragraph]
        for paragraph in reversed(above):
            if paragraph.kind == "live" and _HOUR.match(paragraph.span.of(extract.article.text)):
                return self._passage(extract, paragraph.span)
        return None

    def _one_giver(self, side: Iterable[Passage]) -> str | None:
        """Who says words in all these passages; None when it is not the same in all."""
        givers = {self._giver(passage) for passage in side}
        return givers.pop() if len(givers) == 1 else None

    def _giver(self, passage: Passage) -> str | None:
        """Who says words inside one sentence, by name; None when it is the article itself."""
        for statement in self.said.get((passage.article, passage.sentence), ()):
            if any(span.overlaps(passage.span) for span in statement.content):
                speaker = self.speaker_of.get((passage.article, statement.number))
                return speaker.name if speaker else None
        return None

    # --- words ---

    def frame(self) -> int:
        """How many words a reader sees before and after the lines: headline, notes, the list of articles, our own."""
        brief = self.brief
        told = [brief.headline.words, brief.teaser.words if brief.teaser else "", glance(brief).told]
        told += [f"{one.kind} {one.when} {one.what} {one.why}" for one in brief.corrections]
        told += [f"Editor’s note {e.override.to}" for e in brief.edits if e.override.do == "note" and e.at is None]
        told += ["Checked by an editor on 2026 03 01"] if brief.checks else []
        told += ["Draft It is shown here only a build leaves it out"] if brief.draft else []
        for extract in brief.extracts:
            source = extract.article.source
            named = source.outlet or extract.article.title
            told.append(f"A {named} {source.published} {'original' if source.url else ''}")
        return _FIXED + sum(len(_WORD.findall(words)) for words in told)

    def words(self, line: Line) -> int:
        """How many words a reader sees of a line: its own, whom pronouns mean, a letter and a number for each source."""
        own = sum(_count(self.extracts[p.article].article.text, p.span) for p in line.at)
        means = sum(len(_WORD.findall(name)) for _, name in line.means)
        return own + means + 2 * len({(p.article, p.sentence) for p in line.sources})

    def speaker(self, words: Words) -> int:
        """The same of what a speaker says."""
        role = self._span(words.role) if words.role else len(_WORD.findall(words.speaker.override_role or ""))
        return len(_WORD.findall(words.speaker.name)) + role + sum(map(self.words, words.lines)) + 2 * bool(words.more)

    def silence(self, one: Silence) -> int:
        """The same of one who did not answer."""
        slices = sum(self._span(p) + 2 * len(line.sources) for line in one.lines for p in line.at)
        return len(_WORD.findall(one.name or "")) + slices + sum(map(self.words, one.replies))

    def row_words(self, row: Row) -> int:
        """The same of a row of what they disagree on, or of what changed."""
        whole = [s.at if row.about or row.kind in ("wording", "name") else sections.claim_passage(self.brief, s.at) for s in row.sides]  # fmt: skip
        sides = sum(map(self._span, whole))
        sides += sum(len(_WORD.findall(s.giver or "")) + 2 * len(s.sources) for s in row.sides)
        sides += sum(self._span(s.when) for s in row.sides if s.when)
        return sides + sum(map(self._span, row.about)) + len(row.label.split())

    def _span(self, passage: Passage) -> int:
        return _count(self.extracts[passage.article].article.text, passage.span)


_HOUR = re.compile(r"\s*\d{1,2}[:.]\d\d\b")
_LABELS: Mapping[DisputeKind, str] = {"figure": "number"}
_LITTLE = 14  # words of a sentence that tells one thing
_SCRAP, _LONG = 5, 60  # words said: fewer say little by themselves, of more a reader sees too much
_DOUBT = (
    4  # articles: so much does it count when a speaker is anybody's guess; of two statements the surer one is shown
)
