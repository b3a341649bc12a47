"""The nouns: what the rooms hand to each other.

All are frozen. Offsets are code points (Python string indexes) into `Article.text`, half-open: `text[start:end]`.
Words of an article are never copied into a noun where an offset can stand for them, so that no stage can change
them; the few `str` fields that hold words are names and labels, and say so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

# --- one article -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice of an article's text: code points, half-open."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of `text` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Source:
    """A saved file that an article is made from, with what was declared or found about it.

    `id` is unique in its story and is the article's id too; `path` is POSIX, relative to the site's folder.
    What is not known is None. `published` is ISO 8601 as given (a date, or a date with time); so is `modified`, the
    last change that the file itself tells of. `archived` is the address of a copy in a web archive or a cache, from which
    the file was saved.
    """

    id: str
    path: str
    sha256: str
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    modified: str | None = None
    archived: str | None = None


Role = Literal[
    "teaser", "title", "title_repeat", "subtitle", "byline", "dateline", "heading", "caption", "furniture", "body"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article and the part it plays.

    `number` counts the body paragraphs from 1 as a reader does; it is 0 for every other role. `kind` says of what kind
    furniture is ("link", "sign-up", …), else it is "". A dateline that opens a body paragraph is a paragraph of its own.
    """

    role: Role
    span: Span
    number: int = 0
    kind: str = ""

    @property
    def anchor(self) -> str:
        """The id of the paragraph on the article's page: "p3" for a body paragraph, else its role and offset."""
        return f"p{self.number}" if self.number else f"{self.role}-{self.span.start}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block of prose on a saved page that is not the article's. `reason` is what it is (navigation, related, hidden, …).

    `doubtful`: nothing around it says what it is, so that an editor should look.
    """

    words: str
    reason: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """An editor's word that the block of a source with these words is of the article ("in"), or is not ("out")."""

    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Article:
    """One converted text. `text` is the source's text after the declared normalisation of `article.read`.

    `title` is the words of the paragraph with the role "title", or what the metadata gave, or None. `release`: its text
    has the marks of a press release. `left_out`: the other prose of a saved page, in order.
    has the marks of a press release. `places` are (offset, "p. 2" or "1:12"): from there on, up to the next, the text
    stands on that page of the file or was said at that time; in the order of the text, empty where a file has neither.
    `by_editor` are the paragraphs that an editor put into the article, or out of it.
    """

    source: Source
    title: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    release: bool = False
    left_out: tuple[LeftOut, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    by_editor: tuple[Span, ...] = ()

    def place(self, offset: int) -> str:
        """The page or the time at which the character at `offset` stands; empty when the file has neither."""
        at = bisect_right(self.places, offset, key=lambda place: place[0])
        return self.places[at - 1][1] if at else ""

    @property
    def id(self) -> str:
        """The id of the article and of its source."""
        return self.source.id

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs with the role "body"."""
        return tuple(p for p in self.paragraphs if p.role == "body")

    @property
    def english(self) -> bool:
        """Whether rules made for English apply: it declares English (RFC 5646: "en", "en-GB"), or no language."""
        language = (self.source.language or "en").casefold().replace("_", "-")
        return language.split("-")[0] in ("en", "eng", "english")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence. `number` counts from 1 through the whole article, `paragraph` is an index into its paragraphs."""

    article: str
    number: int
    paragraph: int
    span: Span


# --- who said what ---------------------------------------------------------------------------------------------

StatementKind = Literal["direct", "mixed", "indirect"]
Polarity = Literal["asserted", "denied", "refused", "question", "hypothetical"]
"""Which way words are given to somebody: said; said not to be so; not said ("refused to say whether"); asked; not real
("would have said", "if")."""
Silence = Literal["declined", "did-not-respond", "not-reached"]
SpeakerKind = Literal["person", "organisation", "outlet", "unnamed"]


@dataclass(frozen=True, slots=True)
class Relay:
    """Through whom a statement reached the article: `via` are the words that name it ("the BBC").

    kind: "told" (somebody told the BBC), "reported" (as reported by Axios), "cited" (citing, quoted by).
    """

    kind: Literal["told", "reported", "cited"]
    via: Span


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a judgement came out so: the rule's name and the words it saw, for `explain`."""

    rule: str
    saw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who an article gives words to.

    mention   the words at the cue that stand for the speaker ("he", "a spokesperson for X, Majed Al-Ansari"), whole
    head      the part of the mention that carries the name or noun ("Majed Al-Ansari", "spokesperson", "he")
    name      the name this resolves to within the article, as the article writes it in full ("Steve Witkoff");
              for an unnamed source its whole descriptor ("a Palestinian source involved in the talks");
              None when it could not be resolved: it is never guessed
    named     where `name` stands in the text (None when `name` is None, or is an editor's and not in the article)
    role      the description that the article gives of the named speaker ("Trump's Middle East envoy"), or None
    kind      what sort of speaker it is; None exactly when `name` is None
    cue       the words of saying ("stated", "according to"); None when there is none (a colon, a block quotation)
    relay, addressee, when   as far as the article gives them
    by        the rule that chose the speaker
    candidates   the names of others whom the mention could mean, where the choice was not clear; empty when it was
    sure      how often speakers found in this way were right on other articles, 0 to 1 (statements/sure.py)
    """

    mention: Span | None
    head: Span | None
    name: str | None
    named: Span | None
    role: Span | None
    kind: SpeakerKind | None
    cue: Span | None
    by: Trace
    relay: Relay | None = None
    addressee: Span | None = None
    when: Span | None = None
    candidates: tuple[str, ...] = ()
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that an article attributes to somebody.

    `number` counts from 1 through the article. `sentences` are the numbers of the sentences it touches.
    `content` are the attributed words in order (several spans when the article's own words stand between);
    direct: inside quotation marks, the marks themselves left out; mixed and indirect: the whole clause, marks included.
    `quoted` are the words inside quotation marks (marks left out), empty for indirect.
    `shown` is what is printed for it, in order: the whole sentences that it touches, in which `content` and the cue
    stand; of a sentence of over 40 words a part that keeps subject, cue and whatever turns the meaning.
    `polarity` says which way the words are given; `turned` are the words that turn them ("refused to say whether",
    "not"), always inside `shown`; empty when asserted.
    """

    article: str
    number: int
    sentences: tuple[int, ...]
    kind: StatementKind
    content: tuple[Span, ...]
    quoted: tuple[Span, ...]
    attribution: Attribution
    shown: tuple[Span, ...] = ()
    polarity: Polarity = "asserted"
    turned: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Somebody was asked and did not answer. Never a statement.

    mention, name, named   who, as in Attribution
    shown      the whole sentence that tells it; `span` the clause in it, from the mention to the end of `about`
    about      what they were asked ("on the fire", "when the ship would be raised"), as far as it is given
    when       the words for when, as far as they are given
    """

    article: str
    sentence: int
    kind: Silence
    span: Span
    shown: Span
    mention: Span | None
    name: str | None
    named: Span | None
    cue: Span
    about: Span | None = None
    when: Span | None = None


UNSAID = (
    *("title", "name", "slogan", "sign", "nickname", "word as word", "nested", "heading", "pull quote"),
    "not known who",
    "cut by an editor",
)
"""Why words in quotation marks are no statement. "nested": they stand inside another quotation; "pull quote": they
repeat, in a paragraph of their own, what stands elsewhere in marks; "not known who": nothing says who speaks; "cut by an
editor": a part of them is a statement, by an editor's choice."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Words in quotation marks that are no statement. `span` leaves the marks out; `reason` is one of `UNSAID`."""

    article: str
    sentence: int
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an article gives.

    `span` are the words as written with bound, number and what is counted ("at least 57,500 lives").
    low, high   the interval the words allow, both ends included unless `bound` excludes them; None = open or vague
    bound       exact | at_least | more_than | at_most | less_than | about | vague | range
    unit        "day", "hour", "percent", "USD", "person", "ordinal", … or None
    counted     the words for what is counted ("living hostages"), or None
    statement   the number of the statement in the same article that the figure stands in, else None (the article's voice)
    """

    article: str
    sentence: int
    span: Span
    low: Decimal | None
    high: Decimal | None
    bound: Literal["exact", "at_least", "more_than", "at_most", "less_than", "about", "vague", "range"]
    unit: str | None
    counted: Span | None
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that an article gives, as written. `resolved` is ISO 8601 (a date or a time), or None: never guessed.

    kind: date | weekday | clock | relative | duration | period. `flaw` says in a sentence why it cannot be right.
    """

    article: str
    sentence: int
    span: Span
    kind: Literal["date", "weekday", "clock", "relative", "duration", "period"]
    resolved: str | None = None
    flaw: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the body of an article names.

    span      the fullest form of the name; `word` is the number of its first word in the body
    full      whether it has more than one word
    role      the words that say what somebody is, and `telling` whether they say more than "Mr."
    certain   whether a title, a known first name or a pronoun says that it is a person
    kin       whether all whom the article gives this surname are kin of somebody whom it calls by the surname alone
    """

    span: Span
    word: int
    full: bool
    role: Span | None
    telling: bool
    certain: bool
    kin: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """One article with all that was found in it alone. Pure: made from the article and nothing else."""

    article: Article
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    moments: tuple[Moment, ...]
    no_answers: tuple[NoAnswer, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    named: tuple[Named, ...] = ()


# --- one story -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpeakerRole:
    """A description of a speaker, as one article gives it."""

    article: str
    span: Span


@dataclass(frozen=True, slots=True)
class SpeaksFor:
    """The words of an article that name the body somebody speaks for; `body` is that body's name where it speaks too."""

    article: str
    span: Span
    body: str | None


@dataclass(frozen=True, slots=True)
class Speaker:
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


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A sentence, or one clause of it, that a claim holds. The passages of a sentence do not overlap."""

    article: str
    sentence: int
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """Why two passages are in one claim; `score` is 0 to 1."""

    a: Passage
    b: Passage
    score: float
    by: Trace


@dataclass(frozen=True, slots=True)
class Claim:
    """What passages judged the same have in common. Every passage of the story is in exactly one claim.

    `passages` are in reading order of the story; `shown` is the one whose words stand for the claim;
    `links` are empty when only one passage says it. `ranked` says what gave it its place in the brief; `background`
    by which rule it is older than the story, None when that is not sure.
    """

    passages: tuple[Passage, ...]
    shown: Passage
    links: tuple[Link, ...]
    chosen: Trace
    ranked: Trace = Trace("")
    background: Trace | None = None

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that have it, each once, in reading order."""
        return tuple(dict.fromkeys(p.article for p in self.passages))


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A line of "In brief": a whole sentence, and every passage of the claims that it tells, its own among them.

    `by` says what gave it its place: the features with their values.
    """

    shown: Passage
    sources: tuple[Passage, ...]
    by: Trace


@dataclass(frozen=True, slots=True)
class Timing:
    """Times of one kind that stand in one claim: a passage of it with the first of them, and the times in reading order."""

    shown: Passage
    moments: tuple[Moment, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that give one, each once."""
        return tuple(dict.fromkeys(m.article for m in self.moments))


QuantitySort = Literal["toll", "sum", "size", "count", "share", "time", "age", "order", "score"]
Standing = Literal["one value", "bound", "update", "dispute"]


@dataclass(frozen=True, slots=True)
class Quantity:
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


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two passages of one claim differ; `a` and `b` are the spans to show side by side, each in its article."""

    kind: DifferenceKind
    weight: Weight
    a: Passage
    b: Passage
    by: Trace


DisputeKind = Literal["figure", "time", "wording", "name", "who", "yes or no", "certainty"]


@dataclass(frozen=True, slots=True)
class Dispute:
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


@dataclass(frozen=True, slots=True)
class Independence:
    """How two articles of a story are related, with the evidence in sentences of the tool (numbers, no article words).

    `why` is the reason of the editor who said so, None when the tool judged.
    """

    a: str
    b: str
    verdict: Verdict
    evidence: tuple[str, ...]
    why: str | None = None


RevisionKind = Literal["quotation", "reworded", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Revision:
    """What a newer version of an article did to a sentence: `was` is it in the earlier version, `now` in the newer.

    kind: "quotation" (other words in quotation marks), "reworded", "gone" (`now` is None), "new" (`was` is None).
    """

    kind: RevisionKind
    was: Passage | None
    now: Passage | None


@dataclass(frozen=True, slots=True)
class Update:
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


@dataclass(frozen=True, slots=True)
class Decisions:
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


@dataclass(frozen=True, slots=True)
class Merged:
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


@dataclass(frozen=True, slots=True)
class Override:
    """One correction that a person recorded in overrides.yml, where it stands and why it was made.

    `do` names what it does (the table is story.overrides.KINDS). `where` are words quoted from the articles, `to` is
    what the editor wants there, `article` is the file name of a source where one is named, `articles` are two where
    it is about a pair, `fields` are further (name, value) pairs in the order written. `why` is empty for "checked" alone.
    """

    do: str
    where: tuple[str, ...]
    to: str | int | None
    why: str
    path: str
    line: int
    article: str | None = None
    fields: tuple[tuple[str, str | None], ...] = ()
    articles: tuple[str, ...] = ()

    def field(self, name: str) -> str | None:
        """The value of one of the further fields, None without it."""
        return dict(self.fields).get(name)


CorrectionKind = Literal["correction", "clarification", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What the editors tell readers about a brief that was wrong: what, since when (ISO 8601, a day) and why.

    kind: "correction" (it was wrong), "clarification" (it could be misread), "withdrawn" (it is no longer stood by).
    """

    kind: CorrectionKind
    what: str
    when: str
    why: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Edit:
    """An override that was applied, and the passage it touched (None: it touched no single one)."""

    override: Override
    at: Passage | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """An editor looked at what stands at `at` on the day `on` (ISO 8601), and left it as it is.

    `speaker` is set when it was who said the words that was looked at, under the name the brief shows: then it is about
    the statements there alone, else about the claims that show these words too.
    """

    override: Override
    at: Passage
    on: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """A check that holds no longer, and why, in words that follow "it lapsed:"."""

    override: Override
    why: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that an editor took out of the brief."""

    statement: Statement
    edit: Edit


@dataclass(frozen=True, slots=True)
class Line:
    """A headline or teaser: the words, and the article they are a slice of (None: an editor's own words)."""

    words: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that the page on one story shows. `story` is the name of the story's folder.

    `length` is the minutes in which what the brief does not fold is to be read, None for as many as its articles ask for; `updates` are in the order of the
    articles, the first version of each first; `releases` are the ids of the articles that are press releases; `checks`
    are what editors looked at and left, `lapses` those of them that hold no longer. A `draft` is shown under
    `mkdocs serve` alone.
    """

    story: str
    headline: Line
    teaser: Line | None
    extracts: tuple[Extract, ...]
    speakers: tuple[Speaker, ...]
    merged: Merged
    edits: tuple[Edit, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    corrections: tuple[Correction, ...] = ()
    length: int | None = None
    updates: tuple[Update, ...] = ()
    releases: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person or organisation as people.yml knows them, for all stories: one under several names, and why.

    `stories` are those in which the forms mean this one, for two may have one name; empty: in all. `about` is what the
    editors say of them, as (key, value): "gender", "woman".
    """

    name: str
    forms: tuple[str, ...]
    role: str | None
    why: str
    path: str
    line: int
    stories: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    def may_be_in(self, story: str) -> bool:
        """Whether the forms mean this one in a story."""
        return not self.stories or story in self.stories


@dataclass(frozen=True, slots=True)
class Page:
    """A file that the build makes: its POSIX path relative to content/, and its whole text.

    `slices` are the passages whose words the text shows, for the proof that each is verbatim; on a page about several
    stories their article is "story/article".
    """

    path: str
    text: str
    slices: tuple[Passage, ...] = ()
