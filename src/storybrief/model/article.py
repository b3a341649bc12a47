"""One article: what is in it, who says what, figures and times."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import cached_property
from typing import Literal

from msgspec import Struct


class Span(Struct, frozen=True, order=True, gc=False):
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

    def shared(self, other: Span) -> int:
        """How many characters the two share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Source(Struct, frozen=True):
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

    @property
    def file(self) -> str:
        """The name of the file, as overrides have it."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def day(self) -> str:
        """The day it came out, as "2025-10-08" or as far as it is declared; "" when it is not."""
        return (self.published or "")[:10]


Role = Literal[
    "teaser", "title", "title_repeat", "subtitle", "byline", "dateline", "heading", "caption", "furniture", "body"
]  # fmt: skip


class Paragraph(Struct, frozen=True):
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


class LeftOut(Struct, frozen=True):
    """A block of prose on a saved page that is not the article's. `reason` is what it is (navigation, related, hidden, …).

    `doubtful`: nothing around it says what it is, so that an editor should look.
    """

    words: str
    reason: str
    doubtful: bool = False


class Put(Struct, frozen=True):
    """An editor's word that the block of a source with these words is of the article ("in"), or is not ("out")."""

    words: str
    to: str


class Article(Struct, frozen=True):
    """One converted text. `text` is the source's text after the declared normalisation of `article.read`.

    `title` is the words of the paragraph with the role "title", or what the metadata gave, or None. `release`: its text
    has the marks of a press release. `left_out`: the other prose of a saved page, in order. `places` are
    (offset, "p. 2" or "1:12"): from there on, up to the next, the text stands on that page of the file or was said at
    that time; in the order of the text, empty where a file has neither.
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


class Sentence(Struct, frozen=True):
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


class Relay(Struct, frozen=True):
    """Through whom a statement reached the article: `via` are the words that name it ("the BBC").

    kind: "told" (somebody told the BBC), "reported" (as reported by Axios), "cited" (citing, quoted by).
    """

    kind: Literal["told", "reported", "cited"]
    via: Span


class Trace(Struct, frozen=True):
    """Why a judgement came out so: the rule's name and the words it saw, for `explain`."""

    rule: str
    saw: tuple[str, ...] = ()


class Attribution(Struct, frozen=True):
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


class Statement(Struct, frozen=True):
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


class NoAnswer(Struct, frozen=True):
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


class Unsaid(Struct, frozen=True):
    """Words in quotation marks that are no statement. `span` leaves the marks out; `reason` is one of `UNSAID`."""

    article: str
    sentence: int
    span: Span
    reason: str


class Figure(Struct, frozen=True):
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

    @property
    def value(self) -> Decimal | None:
        """The number it is read as: the lower end, of what has none the upper."""
        return self.low if self.low is not None else self.high


class Moment(Struct, frozen=True):
    """A time that an article gives, as written. `resolved` is ISO 8601 (a date or a time), or None: never guessed.

    kind: date | weekday | clock | relative | duration | period. `flaw` says in a sentence why it cannot be right.
    """

    article: str
    sentence: int
    span: Span
    kind: Literal["date", "weekday", "clock", "relative", "duration", "period"]
    resolved: str | None = None
    flaw: str | None = None


class Named(Struct, frozen=True):
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


class Extract(Struct, frozen=True, dict=True):
    """One article with all that was found in it alone. Pure: made from the article and nothing else."""

    article: Article
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    moments: tuple[Moment, ...]
    no_answers: tuple[NoAnswer, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    named: tuple[Named, ...] = ()

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences of the paragraphs with the role "body" that have a letter or digit, in order."""
        paragraphs, text = self.article.paragraphs, self.article.text
        inside = (s for s in self.sentences if paragraphs[s.paragraph].role == "body")
        return tuple(s for s in inside if any(map(str.isalnum, s.span.of(text))))

    def statement(self, number: int | None) -> Statement | None:
        """The statement with this number, None when there is none."""
        return next((s for s in self.statements if s.number == number), None)
