"""Who says what on the brief, and who was asked and did not answer?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from storybrief.model import Extract, NoAnswer, Passage, Span, Speaker, Statement, visible
from storybrief.pages.lines import Line, Lines
from storybrief.pages.sections import passage_at

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SCRAP, _LONG = 5, 60  # words said: fewer say little by themselves, of more a reader sees too much
# Articles: so much does it count when a speaker is anybody's guess; of two statements the surer one is shown.
_DOUBT = 4
_DETERMINER = re.compile(r"(?:an?|one(?!\s+of\b)|the|that|this|its|his|her|their|our)\s+(?=\w)", re.IGNORECASE)
_ONE_NOUN = re.compile(r"[a-z]\S*")
_WHOSE = re.compile(r"(?:his|her|its|their)\b", re.IGNORECASE)  # "his lawyer" leaves open whose
# "Asked whether he knew, he said he did": words that say nothing without the question.
_ANSWER = re.compile(
    r"(?:(?:that|yes|no|so|not|never|he|she|they|it|we|I|had|has|have|did|do|does|was|were|is|are|would|will|could|can|might|be|been)(?:n['’]t)?\W*)+\Z",
    re.IGNORECASE,
)
_FOR_COMMENT = re.compile(r"\s+for\s+(?:further\s+)?(?:comment|an\s+interview|a\s+statement)\b")


class Words(Struct, frozen=True):
    """What one speaker says on the brief. `more` is the number of statements that only the evidence page has."""

    speaker: Speaker
    role: Passage | None
    lines: tuple[Line, ...]
    more: int


class Silence(Struct, frozen=True):
    """Somebody who was asked and did not answer: the sentences that say so, and what they say elsewhere."""

    name: str | None
    who: Passage | None
    lines: tuple[Line, ...]
    replies: tuple[Line, ...]


class Voices:
    """The speakers of one brief, and those who did not answer."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._brief = lines.brief

    def in_other_words(self, lines: Iterable[Line]) -> set[tuple[str, str, int]]:
        """Whose words the lines tell, as (name, article, number of a sentence): there other articles have them too."""
        told: set[tuple[str, str, int]] = set()
        for line in lines:
            for p in line.at:
                for s in self._lines.said.get((p.article, p.sentence), ()):
                    speaker = self._lines.speaker_of.get((s.article, s.number))
                    told |= {(speaker.name.casefold(), o.article, o.sentence) for o in line.sources if speaker}
        return told

    def speakers(self, taken: set[tuple[str, int]], in_other_words: set[tuple[str, str, int]]) -> tuple[Words, ...]:
        """The speakers by weight, each with the statement that weighs most of those not told before.

        `taken` are (article, number) of sentences that stand on the brief already. An outlet that is only relayed, and
        a speaker all of whose words stand there already, are left to the evidence page.
        """
        made: list[tuple[float, Words]] = []
        told: set[str] = set()
        for speaker in self._brief.speakers:
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
                speaker, self._role(speaker), (self._lines.statement(extract, statement),), len(speaker.statements) - 1
            )
            made.append((self._weight(speaker), words))
        made.sort(key=lambda row: -row[0])
        return tuple(words for _, words in made)

    def _weighed(self, speaker: Speaker) -> Iterator[tuple[float, Extract, Statement]]:
        for article, number in speaker.statements:
            extract = self._lines.extracts[article]
            if (statement := extract.statement(number)) is None:
                continue
            at = [passage_at(extract, span) for span in statement.content]
            if not statement.quoted and _ANSWER.match(" ".join(map(self._lines.text, at))):
                continue
            articles = max((len(self._brief.merged.claims[n].articles) for n in self._lines.claims_at(at)), default=1)
            words = sum(map(self._lines.count, at))
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
        every = [passage_at(self._lines.extracts[role.article], role.span) for role in speaker.roles]
        telling = [p for p in every if not self._lines.text(p).rstrip().endswith(".")]  # "Sgt." says little
        plain = [p for p in telling if not _WHOSE.match(self._lines.text(p))]
        role = min(plain or telling or every, key=self._says_little)
        article = _DETERMINER.match(self._lines.text(role))
        return replace(role, span=Span(role.span.start + article.end(), role.span.end)) if article else role

    def _says_little(self, role: Passage) -> tuple[bool, int]:
        """How to order roles, the most telling and shortest first: "inspector" says less than "former inspector"."""
        words = self._lines.text(role)
        article = _DETERMINER.match(words)
        return _ONE_NOUN.fullmatch(words[article.end() if article else 0 :]) is not None, len(role.span)

    def silences(self) -> tuple[Silence, ...]:
        """Those who were asked and did not answer, each once."""
        by: dict[str, list[tuple[Extract, NoAnswer]]] = {}
        for extract in self._brief.extracts:
            for one in extract.no_answers:
                speaker = self._called(one.name)
                by.setdefault(speaker.name if speaker else one.name or "", []).append((extract, one))
        return tuple(self._silence(name or None, rows) for name, rows in by.items())

    def _silence(self, name: str | None, rows: Sequence[tuple[Extract, NoAnswer]]) -> Silence:
        extract, first = rows[0]
        who = passage_at(extract, first.mention) if first.mention and name is None else None
        speaker = self._called(name)
        replies = self._replies(speaker, rows) if speaker else []
        lines: dict[str, Line] = {}
        for e, one in rows:
            told = _clause(one, e.article.text)
            line, words = self._lines.alone(Passage(e.article.id, one.sentence, told)), visible(told.of(e.article.text))
            known = lines.get(words)
            lines[words] = replace(known, sources=(*known.sources, *line.sources)) if known else line
        return Silence(name, who, tuple(lines.values()), tuple(self._lines.statement(e, s) for _, e, s in replies))

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
        return next((s for s in self._brief.speakers if name in (s.name, *s.forms)), None) if name else None


def _long_words(extract: Extract, statement: Statement) -> set[str]:
    words = (span.of(extract.article.text) for span in statement.content)
    return {word.casefold() for one in words for word in _LONG_WORD.findall(one)}


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
