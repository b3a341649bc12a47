"""How does the brief print a sentence? Whole, what is said in it marked, and whom its pronoun means in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from storybrief.model import Brief, BriefLine, Edit, Extract, Passage, Span, Statement
from storybrief.pages import sections

_WORD = re.compile(r"\w+")
_PRONOUN = re.compile(r"(?:he|she|they|it|we|i)\Z", re.IGNORECASE)
# Where two passages of a claim differ so, the one does not bear out what the other says.
_OTHER_FACT = frozenset(
    {"one thing counted, other values", "other date", "only one is negated", "another deed, or not so"}
)


class Line(Struct, frozen=True):
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


def count(words: str) -> int:
    """Say how many words a reader sees in a text: runs of letters and digits."""
    return len(_WORD.findall(words))


class Lines:
    """Makes the lines of one brief; it knows whose each statement is, and in which claim each sentence stands."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.extracts: Mapping[str, Extract] = brief.by_id
        self.speaker_of = brief.speaker_of
        self.said: dict[tuple[str, int], list[Statement]] = {}
        for e in brief.extracts:
            for statement in e.statements:
                for number in statement.sentences:
                    self.said.setdefault((e.article.id, number), []).append(statement)
        self.claims: dict[tuple[str, int], list[int]] = {}
        for number, claim in enumerate(brief.merged.claims):
            for passage in claim.passages:
                self.claims.setdefault((passage.article, passage.sentence), []).append(number)
        self._unlike = {
            frozenset({(d.a.article, d.a.sentence), (d.b.article, d.b.sentence)})
            for d in brief.merged.differences
            if d.weight == "high" and d.by.rule in _OTHER_FACT
        }

    def text(self, passage: Passage) -> str:
        """The words of a passage."""
        return passage.span.of(self.extracts[passage.article].article.text)

    def vocabulary(self, passage: Passage) -> frozenset[str]:
        """The words of a passage, each once, in small letters."""
        return frozenset(word.casefold() for word in _WORD.findall(self.text(passage)))

    def count(self, passage: Passage) -> int:
        """How many words a passage has."""
        return count(self.text(passage))

    def line(self, line: BriefLine) -> Line:
        """The line of a sentence that tells the event, with the passages that tell no other number or date, nor the opposite."""
        at = line.shown.article, line.shown.sentence
        told = (p for p in line.sources if frozenset({at, (p.article, p.sentence)}) not in self._unlike)
        return self._made((line.shown,), tuple(told))

    def alone(self, passage: Passage) -> Line:
        """The line of a sentence that stands for itself."""
        return self._made((passage,), (passage,))

    def statement(self, extract: Extract, statement: Statement) -> Line:
        """The line of what somebody says: the whole sentence, or what is shown of a long one."""
        at = tuple(sections.passage_at(extract, span) for span in statement.shown or statement.content)
        sources = [p for n in self.claims_at(at) for p in self.brief.merged.claims[n].passages]
        own = [p for p in sources if any(p.article == one.article and p.sentence == one.sentence for one in at)]
        made = self._made(at, tuple(dict.fromkeys((*own, *at))))
        return replace(made, statement=(extract.article.id, statement.number), claim=None)

    def _made(self, at: tuple[Passage, ...], sources: tuple[Passage, ...]) -> Line:
        found = [s for p in at for s in self.said.get((p.article, p.sentence), ())]
        said = tuple(sorted({c for s in found for c in _given(s) for p in at if c.overlaps(p.span)}))
        means = tuple(dict.fromkeys(pair for s in found for pair in self._means(s, at, said)))
        held = (p for n in self.claims_at(at) for p in self.brief.merged.claims[n].passages)
        claim = next((p for p in sorted(held) if (p.article, p.sentence) == (at[0].article, at[0].sentence)), None)
        return Line(at, said, means, sources, sections.edits_at(self.brief, at), claim=claim)

    def _means(self, statement: Statement, at: Sequence[Passage], said: Sequence[Span]) -> Iterator[tuple[Span, str]]:
        """Whom a pronoun or "the coach" beside the words said stands for, when the line does not name them before it."""
        head = statement.attribution.head
        speaker = self.speaker_of.get((statement.article, statement.number))
        if head is None or speaker is None or any(s.overlaps(head) for s in said):
            return
        text = self.extracts[statement.article].article.text
        inside = next((p for p in at if p.article == statement.article and p.span.holds(head)), None)
        described = speaker.kind == "person" and head.of(text).islower()
        if inside is None or not (described or _PRONOUN.match(head.of(text))):
            return
        surname = speaker.name.split()[-1]
        if surname not in text[inside.span.start : head.start]:
            yield head, speaker.name

    def claims_at(self, at: Iterable[Passage]) -> list[int]:
        """The numbers of the claims that have a part of the sentences of `at`, each once."""
        return list(dict.fromkeys(n for p in at for n in self.claims.get((p.article, p.sentence), ())))

    def giver(self, passage: Passage) -> str | None:
        """Who says words inside one sentence, by name; None when it is the article itself."""
        for statement in self.said.get((passage.article, passage.sentence), ()):
            if any(span.overlaps(passage.span) for span in statement.content):
                speaker = self.speaker_of.get((passage.article, statement.number))
                return speaker.name if speaker else None
        return None


def _given(statement: Statement) -> tuple[Span, ...]:
    """What is marked of a statement: the words said; with the words that turn them where they are denied, asked or so."""
    outside = [t for t in statement.turned if not any(c.holds(t) for c in statement.content)]
    if statement.polarity == "asserted" or not outside:
        return statement.content
    every = (*statement.content, *outside)
    return (Span(min(s.start for s in every), max(s.end for s in every)),)
