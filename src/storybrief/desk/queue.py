"""What should an editor look at in a story, worst first? Each thing with its sentence, its article and what could be done.

What an editor has looked at, or changed, is not told again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import pairwise

from storybrief.desk.editorial import LOOK, Notice, noticed
from storybrief.desk.entries import ROW, Entry, article_address, disagreed, told_by
from storybrief.desk.explain import of_possible
from storybrief.desk.offers import Offer, added, checked, lines_of, pair, placed
from storybrief.desk.quoting import quote
from storybrief.model import (
    Brief,
    BriefLine,
    Difference,
    Dispute,
    DisputeKind,
    Extract,
    Link,
    Moment,
    Passage,
    Span,
    Statement,
    short,
    visible,
)
from storybrief.pages.addresses import of_brief
from storybrief.pages.footnotes import letters
from storybrief.pages.state import States

LEAD = "lead"
DISPUTE = "they-disagree"
_FACTS, _SAME = LOOK.index("differs-negation"), LOOK.index("maybe-same")
_ORDER = (*LOOK[:_FACTS], DISPUTE, *LOOK[_FACTS:_SAME], LEAD, *LOOK[_SAME:])
_HEADINGS: Mapping[str, str] = {
    "no-speaker": "Who said this?",
    "doubtful-speaker": "Is this the speaker?",
    "turned-meaning": "Is the meaning kept?",
    "no-statements": "Does nobody speak in this article?",
    "quotation-altered": "A quotation was altered",
    "impossible-time": "Can this time be right?",
    "differs-within": "An article does not agree with itself",
    "left-out": "Is anything of the article missing?",
    "maybe-same": "Do they say the same?",
    LEAD: "Is this the lead?",
    "loaded-cue": "The article's word takes a side",
    "no-date": "The article has no date",
    "not-given": "What is known of the article?",
    "title-repeated": "The title stands twice",
}
_DISPUTED: Mapping[DisputeKind, str] = {
    "figure": "Two numbers of one thing?",
    "time": "Two times of one thing?",
    "wording": "Two wordings of one quotation?",
    "name": "One name in two spellings?",
    "who": "Who did it?",
    "yes or no": "Is it so, or not?",
    "certainty": "Is it so, or may it be so?",
}
_TOLD: Mapping[str, str] = {
    DISPUTE: "Readers see under “They disagree” what is marked here. Is it one fact, told in two ways?",
    LEAD: "This is what a reader sees first. It should tell the newest state to somebody who knows nothing.",
    "maybe-same": "The two are alike, and kept apart. Do both tell one fact?",
}
_BESIDE = 1  # paragraphs of the article before the sentence's own, and behind it


@dataclass(frozen=True, slots=True)
class Side:
    """An article beside a thing: what it is called and where it stands, and its words around the thing.

    `text` are pieces of the article in order: (words, "" or "sentence" or "mark"); a paragraph's end is a piece "\\n".
    """

    letter: str
    named: str
    href: str
    place: str
    text: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to look at. `right` are the overrides of one click that end the matter, called `yes`; then those of `no`."""

    id: str
    code: str
    rank: tuple[int, float]
    heading: str
    told: str
    sides: tuple[Side, ...]
    entry: Entry
    yes: str
    right: tuple[Offer, ...]


def queue_of(brief: Brief | None, known: Mapping[str, Entry]) -> tuple[dict[str, object], ...]:
    """Return what to look at in a story, the worst first, as JSON has it; `known` are the entries of its page."""
    if brief is None:
        return ()
    made = _Maker(brief, known)
    return tuple(asdict(item) for item in sorted(made.items(), key=lambda item: item.rank))


class _Maker:
    def __init__(self, brief: Brief, known: Mapping[str, Entry]) -> None:
        self._brief = brief
        self._known = known
        self._states = States(brief)
        self._at = of_brief(brief)
        self._letters = letters(brief.by_id)
        self._extracts = brief.by_id

    def items(self) -> Iterator[Item]:
        seen: set[str] = set()
        for number, row in enumerate(disagreed(self._brief)):
            yield from self._dispute(row, self._entry(f"{ROW}{number}"))
        for notice in noticed(self._brief):
            item = self._item(notice)
            if item is not None and item.id not in seen:
                seen.add(item.id)
                yield item
        if self._brief.merged.lines:
            yield from self._lead(self._brief.merged.lines[0])

    def _item(self, notice: Notice) -> Item | None:
        about, code = notice.about, notice.problem.code
        match about:
            case Statement():
                return None if self._states.of_statement(about).name != "machine" else self._statement(notice, about)
            case Difference():  # inside a claim, for the evidence page; what readers see as a disagreement is a dispute
                return None
            case Link():
                return self._link(about)
            case Moment():
                passage = Passage(about.article, about.sentence, about.span)
                found = self._looked(code, notice.problem.message, (passage,), self._entry(self._at.moments[about]))
                return next(found, None)
            case Extract():
                entry = self._entry(article_address(self._brief, about.article.id))
                if code == "no-statements":
                    entry = Entry(entry.heading, entry.why, (added(about), *entry.offers))
                return self._made(notice, 0.0, (self._article(about),), entry, "", ())

    def _statement(self, notice: Notice, statement: Statement) -> Item:
        entry = self._entry(self._at.statements[statement.article, statement.number])
        extract = self._extracts[statement.article]
        right = tuple(offer for offer in entry.offers if not offer.reason)
        others = tuple(offer for offer in entry.offers if offer.reason)
        offered = Entry(entry.heading, entry.why, (*others, added(extract)))
        yes = "" if statement.attribution.name is None else "Right"
        side = self._side(extract, statement.sentences, statement.content)
        return self._made(notice, statement.attribution.sure, (side,), offered, yes, right if yes else ())

    def _link(self, link: Link) -> Item | None:
        """Two that are nearly the same: both answers are an override."""
        own, other = (quote(self._brief.extracts, p, file=False) for p in (link.a, link.b))
        if own is None or other is None:
            return None
        apart = Offer("They do not say the same", ("do: part", "where:", *pair(own, other)))
        same = Offer("They say the same", ("do: join", "where:", *pair(own, other)))
        entry = Entry("Claim", tuple(of_possible(self._brief, link)), (same,))
        sides = tuple(self._passage(p) for p in (link.a, link.b))
        return self._item_of("maybe-same", -link.score, _TOLD["maybe-same"], sides, entry, "Not the same", (apart,))

    def _dispute(self, row: Dispute, entry: Entry) -> Iterator[Item]:
        for item in self._looked(DISPUTE, _TOLD[DISPUTE], told_by(row), entry):
            yield replace(item, heading=_DISPUTED[row.kind])

    def _looked(self, code: str, told: str, passages: tuple[Passage, ...], entry: Entry) -> Iterator[Item]:
        """Yield something in some sentences, unless all of them were looked at."""
        left = [p for p in passages if self._states.of_passage(p).name == "machine"]
        if not left:
            return
        quoted = dict.fromkeys(quote(self._brief.extracts, self._whole(p), wider=True) for p in left)
        right = tuple(checked(q) for q in quoted if q) if None not in quoted else ()
        offered = Entry(entry.heading, entry.why, tuple(o for o in entry.offers if o.reason))
        sides = tuple(self._passage(p) for p in passages)
        yield self._item_of(code, 0.0, told, sides, offered, "Right" if right else "", right)

    def _lead(self, line: BriefLine) -> Iterator[Item]:
        """The lead, with the other lines that could be it."""
        if self._states.of_passage(line.shown).name != "machine":
            return
        quoted = quote(self._brief.extracts, line.shown)
        offers = []
        for other in self._brief.merged.lines[1:8]:
            words = quote(self._brief.extracts, other.shown)
            if words:
                label = f"Make “{short(other.shown.span.of(self._text(other.shown)))}” the lead"
                offers.append(Offer(label, (*lines_of("order", words), "to: 1")))
        claim = next((c for c in self._brief.merged.claims if line.shown in c.passages), None)
        if quoted and claim:
            offers += [o for o in placed(self._brief, claim, quoted) if o.lines[-1] != "to: 1"]
        entry = Entry("Lead", (f"rule:    {line.by.rule}", *line.by.saw), tuple(offers))
        side = self._passage(line.shown)
        right = (checked(quoted),) if quoted else ()
        yield self._item_of(LEAD, 0.0, _TOLD[LEAD], (side,), entry, "Right" if right else "", right)

    # --- what stands beside -----------------------------------------------------------------------------------------

    def _made(
        self, notice: Notice, doubt: float, sides: tuple[Side, ...], entry: Entry, yes: str, right: tuple[Offer, ...]
    ) -> Item:
        problem = notice.problem
        return self._item_of(problem.code, doubt, problem.message, sides, entry, yes, right)

    def _item_of(
        self,
        code: str,
        doubt: float,
        told: str,
        sides: tuple[Side, ...],
        entry: Entry,
        yes: str,
        right: tuple[Offer, ...],
    ) -> Item:
        marks = (words for side in sides for words, kind in side.text if kind == "mark")
        words = "\n".join((self._brief.story, code, told, *(side.place for side in sides), *marks))
        key = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return Item(
            key, code, (_ORDER.index(code), doubt), _HEADINGS.get(code, "What is this?"), told, sides, entry, yes, right
        )

    def _entry(self, address: str) -> Entry:
        return self._known.get(address, Entry("", (), ()))

    def _text(self, passage: Passage) -> str:
        return self._extracts[passage.article].article.text

    def _whole(self, passage: Passage) -> Passage:
        sentence = self._extracts[passage.article].sentences[passage.sentence - 1]
        return Passage(passage.article, passage.sentence, sentence.span)

    def _passage(self, passage: Passage) -> Side:
        return self._side(self._extracts[passage.article], (passage.sentence,), (passage.span,))

    def _article(self, extract: Extract) -> Side:
        return self._side(extract, (), ())

    def _side(self, extract: Extract, sentences: tuple[int, ...], marked: tuple[Span, ...]) -> Side:
        article = extract.article
        numbers = [extract.sentences[n - 1].paragraph for n in sentences] or [0]
        first, last = max(0, min(numbers) - _BESIDE), max(numbers) + _BESIDE
        spans = [extract.sentences[n - 1].span for n in sentences]
        pieces: list[tuple[str, str]] = []
        for paragraph in article.paragraphs[first : last + (2 if sentences else 3)]:
            pieces += [*_pieces(article.text, paragraph.span, spans, marked), ("\n", "")]
        line = article.text.count("\n", 0, marked[0].start) + 1 if marked else 0
        named = article.source.outlet or article.title or article.id
        key = self._at.sentences.get((article.id, sentences[0])) if sentences else None
        href = f"{self._brief.story}/articles/{article.id}/" + (f"#s-{key}" if key else "")
        place = f"{article.source.path}:{line}" if line else article.source.path
        return Side(self._letters[article.id], visible(named), href, place, tuple(pieces))


def _pieces(text: str, whole: Span, sentences: list[Span], marked: tuple[Span, ...]) -> Iterator[tuple[str, str]]:
    """Yield the words of a paragraph, cut where a sentence or mark begins or ends."""
    cuts = {whole.start, whole.end}
    cuts |= {at for s in (*sentences, *marked) for at in (s.start, s.end) if whole.start < at < whole.end}
    for start, end in pairwise(sorted(cuts)):
        kind = "mark" if any(m.start <= start < m.end for m in marked) else ""
        kind = kind or ("sentence" if any(s.start <= start < s.end for s in sentences) else "")
        words = text[start:end]
        before, after = (" " if edge.isspace() else "" for edge in (words[0], words[-1]))
        yield f"{before}{visible(words)}{after}", kind
