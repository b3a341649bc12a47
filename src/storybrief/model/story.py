"""One story: its speakers, claims, quantities, disputes, and what newer versions changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from storybrief.model.article import Extract, Figure, Moment, Span, SpeakerKind, Trace


class SpeakerRole(Struct, frozen=True):
    """A description of a speaker, as one article gives it."""

    article: str
    span: Span


class SpeaksFor(Struct, frozen=True):
    """The words of an article that name the body somebody speaks for; `body` is that body's name where it speaks too."""

    article: str
    span: Span
    body: str | None


class Speaker(Struct, frozen=True):
    """One speaker of a story, under all forms. `name` is an article's words, or an editor's when `edited`.

    forms       the distinct ways the articles name the speaker, in reading order
    roles       the descriptions, in reading order, one for each article that gives one
    statements  (article id, statement number), in reading order; empty for somebody named who says nothing
    override_role  the role an editor set, shown in place of `roles`
    speaks_for  the bodies whose spokesperson the articles call the speaker: linked, never merged
    """

    name: str
    kind: SpeakerKind
    forms: tuple[str, ...]
    roles: tuple[SpeakerRole, ...]
    statements: tuple[tuple[str, int], ...]
    by: Trace
    edited: bool = False
    override_role: str | None = None
    speaks_for: tuple[SpeaksFor, ...] = ()


class Passage(Struct, frozen=True, order=True):
    """A sentence, or one clause of it, that a claim holds. The passages of a sentence do not overlap."""

    article: str
    sentence: int
    span: Span


class Link(Struct, frozen=True):
    """Why two passages are in one claim; `score` is 0 to 1."""

    a: Passage
    b: Passage
    score: float
    by: Trace


_UNRANKED = Trace("")


class Claim(Struct, frozen=True):
    """What passages judged the same have in common. Every passage of the story is in exactly one claim.

    `passages` are in reading order of the story; `shown` is the one whose words stand for the claim;
    `links` are empty when only one passage says it. `ranked` says what gave it its place in the brief; `background`
    by which rule it is older than the story, None when that is not sure.
    """

    passages: tuple[Passage, ...]
    shown: Passage
    links: tuple[Link, ...]
    chosen: Trace
    ranked: Trace = _UNRANKED
    background: Trace | None = None

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that have it, each once, in reading order."""
        return tuple(dict.fromkeys(p.article for p in self.passages))


class BriefLine(Struct, frozen=True):
    """A line of "In brief": a whole sentence, and every passage of the claims that it tells, its own among them.

    `by` says what gave it its place: the features with their values.
    """

    shown: Passage
    sources: tuple[Passage, ...]
    by: Trace


class Timing(Struct, frozen=True):
    """Times of one kind that stand in one claim: a passage of it with the first of them, and the times in reading order."""

    shown: Passage
    moments: tuple[Moment, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that give one, each once."""
        return tuple(dict.fromkeys(m.article for m in self.moments))


QuantitySort = Literal["toll", "sum", "size", "count", "share", "time", "age", "order", "score"]
Standing = Literal["one value", "bound", "update", "dispute"]


class Quantity(Struct, frozen=True):
    """Figures of a story that count one thing, by value. No figure is in two quantities.

    named     the words that name it, slices of the articles: the noun with its doing where they stand together ("people
              aboard"), else the noun and the doing apart
    sort      what is counted: "toll" (people, by what befell them), "sum" (money), "size" (magnitude, people aboard or
              in a crowd, measures), "time", "share", "count"; "age", "order" (an ordinal) and "score" make no row of a table
    values    the figures of each value, in reading order of the story; of an update, in the order of time
    standing  "one value"; "bound" (one number, other bounds); "update" (what articles of different days, or one that
              says so, give in turn); "dispute" (values that cannot all hold)
    by        the rule that put the values together, and the words it went by
    """

    named: tuple[Passage, ...]
    sort: QuantitySort
    values: tuple[tuple[Figure, ...], ...]
    standing: Standing
    by: Trace

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that give it, each once."""
        return tuple(dict.fromkeys(f.article for figures in self.values for f in figures))

    @property
    def told(self) -> bool:
        """Whether a table of figures has a row for it: two articles give it, or it is a toll, a sum or a size."""
        return self.sort not in ("age", "order") and (len(self.articles) > 1 or self.sort in ("toll", "sum", "size"))


DifferenceKind = Literal[
    "quotation",
    "figure",
    "bound",
    "time",
    "speaker",
    "attribution",
    "hedge",
    "negation",
    "directness",
    "agent",
    "detail",
]
Weight = Literal["high", "medium", "low"]
Reproduce = Literal["full", "cited", "none"]
"""How much of an article its page shows: all, the paragraphs that a footnote needs, or the cited sentences alone."""


class Difference(Struct, frozen=True):
    """Where two passages of one claim differ; `a` and `b` are the spans to show side by side, each in its article."""

    kind: DifferenceKind
    weight: Weight
    a: Passage
    b: Passage
    by: Trace


DisputeKind = Literal["figure", "time", "wording", "name", "who", "yes or no", "certainty"]


class Dispute(Struct, frozen=True):
    """One fact of which the articles give two things or more.

    about    the words that name it, slices of the articles; empty where the sides say enough
    sides    the passages of each side, those that give the same together: only the words that differ where these are a
             figure, a time or a name. Of an update in the order of time
    update   whether it changed from one article to the next; else they disagree
    by       the rule that found it, and the words it went by
    """

    kind: DisputeKind
    about: tuple[Passage, ...]
    sides: tuple[tuple[Passage, ...], ...]
    update: bool
    by: Trace

    def later(self, one: Passage, other: Passage) -> int | None:
        """Return the number of the later side that the sentences of two passages stand on; None when not on two."""
        at = {(p.article, p.sentence): n for n, side in enumerate(self.sides) for p in side}
        a, b = (at.get((p.article, p.sentence)) for p in (one, other))
        return None if a is None or b is None or a == b else max(a, b)


Verdict = Literal["copied", "rewritten", "shares wire text", "not known", "independent", "dependent"]
"""How two articles are related. Only an editor can say "independent" or "dependent"; the tool never does."""


AS_ONE: tuple[Verdict, ...] = ("copied", "rewritten", "dependent")
"""What is one reporting told twice. Articles that share an agency's text have reporting of their own beside it."""


class Independence(Struct, frozen=True):
    """How two articles of a story are related, with the evidence in sentences of the tool (numbers, no article words).

    `why` is the reason of the editor who said so, None when the tool judged.
    """

    a: str
    b: str
    verdict: Verdict
    evidence: tuple[str, ...]
    why: str | None = None


RevisionKind = Literal["quotation", "reworded", "gone", "new"]


class Revision(Struct, frozen=True):
    """What a newer version of an article did to a sentence: `was` is it in the earlier version, `now` in the newer.

    kind: "quotation" (other words in quotation marks), "reworded", "gone" (`now` is None), "new" (`was` is None).
    """

    kind: RevisionKind
    was: Passage | None
    now: Passage | None


class Update(Struct, frozen=True):
    """What a newer version of an article changed.

    article    the id of the article
    number     which of its versions the earlier one is, from 1
    was, now   the earlier version and the one that came after it; only the last version has the article's own id
    revisions  altered quotations first, then reworded sentences, those that are gone, those that are new
    kept       the number of sentences that both have word for word
    """

    article: str
    number: int
    was: Extract
    now: Extract
    revisions: tuple[Revision, ...]
    kept: int


class Decisions(Struct, frozen=True):
    """What an editor decided about claims, as places in the articles; `claims.merge` obeys them.

    joined, parted   pairs of passages (each a span inside one sentence) to put in one claim, or to keep apart
    shown            passages whose words are to be shown for their claim
    order            (passage, position): the claim that holds the passage comes at this position, from 1
    background       (passage, whether): the claim that holds the passage is background, or is not
    related          (article id, article id, "independent" or "dependent", why)
    """

    joined: tuple[tuple[Passage, Passage], ...] = ()
    parted: tuple[tuple[Passage, Passage], ...] = ()
    shown: tuple[Passage, ...] = ()
    order: tuple[tuple[Passage, int], ...] = ()
    background: tuple[tuple[Passage, bool], ...] = ()
    related: tuple[tuple[str, str, Literal["independent", "dependent"], str], ...] = ()


class Merged(Struct, frozen=True):
    """What `claims.merge` makes of a story's extracts.

    claims        in the order of the brief: those of several articles, the background among them, those of one
                  article; within each the most important first
    quantities    what the figures of the bodies count, over all articles, in reading order
    disputes      the facts on which the articles disagree, and those that changed: what a brief shows as such
    possible      pairs just under the threshold: for the editor, never merged
    groups        article ids: copies and rewrites of each other, and what an editor calls dependent, are one group
    lines         the sentences that tell the event, the lead first; none tells only what one before it told
    not_known     the sentences that say that something is not known
    timings       the days, weekdays and clock times of the bodies, those of one claim together
    """

    claims: tuple[Claim, ...]
    differences: tuple[Difference, ...]
    independence: tuple[Independence, ...]
    possible: tuple[Link, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    lines: tuple[BriefLine, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    not_known: tuple[Passage, ...] = ()
    timings: tuple[Timing, ...] = ()

    def groups_of(self, articles: Iterable[str]) -> int:
        """In how many groups the given articles are; an article of no group counts for itself."""
        home = {article: group[0] for group in self.groups for article in group}
        return len({home.get(article, article) for article in articles})
