"""Which part does each paragraph of an article play: teaser, title, subtitle, byline, …, body?

Each rule is a row of `RULES`; the first row that knows a paragraph gives it its role, and a paragraph that no row
knows is body. A rule that is in doubt says nothing: a title taken for body costs little, a sentence of the body
taken for a title would be lost to the brief.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from storybrief.article import furniture
from storybrief.article.byline import is_byline, is_credit, is_dateline, opening
from storybrief.article.draft import Block
from storybrief.english.marks import STRAY, ends_sentence
from storybrief.model import Paragraph, Role, Span

# What comes before the body stands among so many first paragraphs.
_HEAD = 10
# A title is a line of at most so many words; a heading inside the body of fewer.
_TITLE_WORDS = 30
_HEADING_WORDS = 12
_SENTENCE_WORDS = 8  # a heading of fewer may be a cry: “It is over.”
# A subtitle under a repeated title: the paragraph after it is at least so many times as long.
_LONGER = 1.5

# A sentence ends inside: a full stop after a word of two letters or more, then a capital, a digit or a mark.
_SENTENCE_INSIDE = re.compile(r"""[^\W\d_]{2}[.!?…]["'”’)]* +["'“‘(]?[A-Z0-9]""")
_INITIALISM = re.compile(r"\b(?:[A-Za-z]\.)+|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Prof|Rev|Jr|Sr|vs|No)\.")
_BULLET = re.compile(r"(?:[-*•‣◦·–—]|\d{1,3}[.)]) ")
_PHOTO = re.compile(
    r"(?:(?:file )?(?:photo|photograph|picture|image|caption|credit)s?(?: by)?:)|.*\((?:[A-Z][\w.]* )?(?:AP|Reuters|Getty"
    r"|AFP|EPA)(?: (?:File )?Photo| Images| Pictures)?(?:/[^()]{1,60})?\)$",
    re.IGNORECASE | re.DOTALL,
)
_NO_HEADING = (None, "caption", "standfirst", "running")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class _View:
    """An article's blocks as the rules see them."""

    text: str
    blocks: Sequence[Block]
    declared: str | None

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(" ".join(block.span.of(self.text).split()) for block in self.blocks)

    @cached_property
    def same(self) -> tuple[str, ...]:
        return tuple(_fold(words) for words in self.words)

    @cached_property
    def furniture(self) -> dict[int, furniture.Kind]:
        """The paragraphs that are the page's and not the article's, and of what kind."""
        marked = [block.mark not in _NO_HEADING for block in self.blocks]
        found = furniture.find(self.words, marked.__getitem__, lambda at: is_byline(self.words[at]))
        return {**found, **{at: "page" for at, block in enumerate(self.blocks) if block.mark == "running"}}

    @cached_property
    def title(self) -> tuple[str, int] | None:
        """The rule that found the title and the index of its paragraph, or None."""
        for name, find in TITLES:
            at = find(self)
            if at is not None:
                return name, at
        return None

    @cached_property
    def repeats(self) -> frozenset[int]:
        """Where the title's words stand again in the head."""
        if self.title is None:
            return frozenset()
        title = self.same[self.title[1]]
        return frozenset(i for i in self.head if i != self.title[1] and self.same[i] == title)

    @cached_property
    def head(self) -> range:
        """The first paragraphs, among which title, teaser and byline are looked for."""
        return range(min(_HEAD, len(self.blocks)))

    @cached_property
    def top(self) -> int:
        """The index after the last paragraph that can come before the body."""
        last = max((i for i in (self.title[1] if self.title else -1, *self.repeats)), default=-1)
        at = last + 1
        while at < len(self.words) and at < _HEAD and self.is_label(at):
            at += 1
        return at

    def is_label(self, at: int) -> bool:
        """Whether a paragraph says who wrote, where or when, and nothing else, or is furniture."""
        return is_byline(self.words[at]) or is_dateline(self.words[at]) or at in self.furniture

    def is_prose(self, at: int) -> bool:
        """Whether a paragraph ends as a sentence does."""
        return 0 <= at < len(self.words) and ends_sentence(self.words[at])

    def is_line(self, at: int, most: int) -> bool:
        """Whether a paragraph is a short line that does not end as a sentence does."""
        words = self.words[at]
        short = len(words.split()) <= most and any(c.isalpha() for c in words)
        return short and not ends_sentence(words) and words[-1] not in ",;:" and not _BULLET.match(words)


def _fold(words: str) -> str:
    return words.translate(_QUOTES).casefold().rstrip(" .")


def _is_one_sentence(words: str) -> bool:
    return not _SENTENCE_INSIDE.search(_INITIALISM.sub("x", words))


# --- the title: found first, for the other rules lean on it -----------------------------------------------------


def _declared_title(view: _View) -> int | None:
    if not view.declared:
        return None
    title = _fold(" ".join(view.declared.split()))
    return next((i for i in view.head if view.same[i] == title), None)


def _first_level_heading(view: _View) -> int | None:
    """The first heading of the first level, when it is the only one or no text stands before it."""
    found = [i for i, block in enumerate(view.blocks) if block.mark == "h1"]
    if not found or found[0] not in view.head:
        return None
    before = any(view.is_prose(i) for i in range(found[0]))
    return found[0] if len(found) == 1 or not before else None


def _heading_above_all(view: _View) -> int | None:
    return 0 if view.blocks and _is_marked_heading(view, 0) else None


def _repeated_title(view: _View) -> int | None:
    """A line of three words or more, without a full stop, whose words stand again in the head."""
    later = {at: view.same[at + 1 : view.head.stop] for at in view.head}
    can = (at for at in view.head if at not in view.furniture and _can_repeat(view.words[at]))
    return next((at for at in can if view.same[at] in later[at]), None)


def _can_repeat(words: str) -> bool:
    return len(re.findall(r"\w+", words)) >= 3 and len(words.split()) <= _TITLE_WORDS and not words.endswith(".")


def _line_above_text(view: _View) -> int | None:
    """The first paragraph, when it is a short line and the next that is no byline, date or short line is text."""
    at = next((i for i in view.head if not view.is_label(i) or (i in view.furniture and view.is_prose(i))), None)
    if at is None or at in view.furniture or at > 1 or view.blocks[at].mark or not view.is_line(at, _TITLE_WORDS):
        return None
    if is_credit(view.words[at]) or _PHOTO.match(view.words[at]):
        return None
    under = [i for i in range(at + 1, min(at + 4, len(view.words))) if view.is_prose(i) and i not in view.furniture]
    return at if under and len(view.words[under[0]]) > len(view.words[at]) else None


TITLES: tuple[tuple[str, Callable[[_View], int | None]], ...] = (
    ("declared title", _declared_title),
    ("heading of the first level", _first_level_heading),
    ("heading above all text", _heading_above_all),
    ("repeated line", _repeated_title),
    ("short line above longer text", _line_above_text),
)


# --- the rules --------------------------------------------------------------------------------------------------


def _is_title(view: _View, at: int) -> bool:
    return view.title is not None and view.title[1] == at


def _is_repeat(view: _View, at: int) -> bool:
    return at in view.repeats


def _is_marked_caption(view: _View, at: int) -> bool:
    return view.blocks[at].mark == "caption"


def _is_marked_heading(view: _View, at: int) -> bool:
    return view.blocks[at].mark not in _NO_HEADING


def _is_marked_sentence(view: _View, at: int) -> bool:
    """A whole sentence under the title that the page sets as a heading: its standfirst."""
    under = view.title is not None and at == view.top and view.is_prose(at)
    return under and len(view.words[at].split()) >= _SENTENCE_WORDS and _is_marked_heading(view, at)


def _is_head_byline(view: _View, at: int) -> bool:
    return (at < view.top or at <= 1) and is_byline(view.words[at])


def _is_closing_credit(view: _View, at: int) -> bool:
    return (at >= len(view.words) - 3 or at < view.top) and is_credit(view.words[at])


def _is_head_dateline(view: _View, at: int) -> bool:
    return (at < view.top or at <= 1) and is_dateline(view.words[at])


def _is_furniture(view: _View, at: int) -> bool:
    return view.furniture.get(at, "caption") != "caption"


def _is_caption(view: _View, at: int) -> bool:
    return view.furniture.get(at) == "caption"


def _is_photo_line(view: _View, at: int) -> bool:
    return len(view.words[at].split()) <= 60 and bool(_PHOTO.match(view.words[at]))


def _is_teaser(view: _View, at: int) -> bool:
    """One whole sentence right above the title."""
    before = view.title is not None and at < view.title[1] and at == 0
    return before and view.is_prose(at) and _is_one_sentence(view.words[at])


def _is_kicker(view: _View, at: int) -> bool:
    """A short line above the title, such as the name of a section."""
    return view.title is not None and at < view.title[1] and view.is_line(at, _HEADING_WORDS)


def _is_subtitle_under_repeat(view: _View, at: int) -> bool:
    """One sentence under a title that stood above already, and then a longer paragraph."""
    if not view.repeats or at != view.top or at + 1 >= len(view.words):
        return False
    longer = len(view.words[at + 1]) >= _LONGER * len(view.words[at])
    return longer and view.is_prose(at + 1) and _is_one_sentence(view.words[at])


def _is_subtitle_line(view: _View, at: int) -> bool:
    """A line that does not end as a sentence does, between the title and text."""
    if view.title is None or at != view.top or view.blocks[at].mark:
        return False
    return view.is_line(at, _TITLE_WORDS) and (view.is_prose(at + 1) or _label_then_prose(view, at + 1))


def _label_then_prose(view: _View, at: int) -> bool:
    return at < len(view.words) and view.is_label(at) and view.is_prose(at + 1)


def _is_label_under_subtitle(view: _View, at: int) -> bool:
    return at == view.top + 1 and (_is_subtitle_line(view, at - 1) or _is_subtitle_under_repeat(view, at - 1))


def _is_heading(view: _View, at: int) -> bool:
    """A short line without quotation marks between two paragraphs of text."""
    if at < view.top or not view.is_line(at, _HEADING_WORDS) or not STRAY.isdisjoint(view.words[at]):
        return False
    return view.words[at][0].isupper() and view.is_prose(at - 1) and view.is_prose(at + 1)


RULES: tuple[tuple[str, Role, Callable[[_View, int], bool]], ...] = (
    ("the title", "title", _is_title),
    ("the title again", "title_repeat", _is_repeat),
    ("marked caption", "caption", _is_marked_caption),
    ("line of who wrote it", "byline", _is_head_byline),
    ("marked standfirst", "subtitle", lambda v, i: v.blocks[i].mark == "standfirst" and not v.is_label(i)),
    (
        "line of who wrote it under the subtitle",
        "byline",
        lambda v, i: _is_label_under_subtitle(v, i) and is_byline(v.words[i]),
    ),
    ("closing credit", "byline", _is_closing_credit),
    ("line of place and date", "dateline", _is_head_dateline),
    (
        "line of place and date under the subtitle",
        "dateline",
        lambda v, i: _is_label_under_subtitle(v, i) and is_dateline(v.words[i]),
    ),
    ("furniture", "furniture", _is_furniture),
    ("words of a picture", "caption", _is_caption),
    ("marked sentence under the title", "subtitle", _is_marked_sentence),
    ("marked heading", "heading", _is_marked_heading),
    ("line about a picture", "caption", _is_photo_line),
    ("one sentence above the title", "teaser", _is_teaser),
    ("short line above the title", "heading", _is_kicker),
    ("one sentence under the repeated title", "subtitle", _is_subtitle_under_repeat),
    ("line under the title", "subtitle", _is_subtitle_line),
    ("short line between paragraphs", "heading", _is_heading),
)


def assign(text: str, blocks: Sequence[Block], declared: str | None = None) -> tuple[Paragraph, ...]:
    """Give each block its role, and number the body from 1.

    In: the article's text, its blocks in order, and the title that story.yml or the file's metadata declares.
    Out: the paragraphs in order: one a block, and one more for a dateline or label that opens a block of the body, so that
    its first sentence begins behind it. No rule leans on the words of any particular article.
    """
    view = _View(text, blocks, declared)
    paragraphs: list[Paragraph] = []
    number = 0
    for at, block in enumerate(blocks):
        role: Role = next((role for _, role, fits in RULES if fits(view, at)), "body")
        if role != "body":
            paragraphs.append(Paragraph(role, block.span, 0, view.furniture.get(at, "") if role == "furniture" else ""))
            continue
        number += 1
        start = block.span.start
        for opens in _openings(block.span.of(text), number):
            paragraphs.append(Paragraph(opens.role, Span(start, start + len(opens.words.rstrip())), 0, opens.kind))
            start += len(opens.words)
        paragraphs.append(Paragraph("body", Span(start, block.span.end), number))
    return tuple(paragraphs)


@dataclass(frozen=True, slots=True)
class _Opens:
    """What stands before the first sentence of a paragraph, with the space after it."""

    role: Role
    words: str
    kind: str = ""


def _openings(words: str, number: int) -> Iterator[_Opens]:
    """Yield the label and the dateline that open the body paragraph of this number."""
    end = furniture.label(words)
    if end:
        yield _Opens("furniture", words[:end], "label")
    dateline = opening(words[end:], number)
    if dateline:
        yield _Opens("dateline", words[end : end + dateline])


def rules(text: str, blocks: Sequence[Block], declared: str | None = None) -> tuple[str, ...]:
    """Return the name of the rule that gave each block its role ("" for body), for `explain`."""
    view = _View(text, blocks, declared)
    names = []
    for at in range(len(blocks)):
        name = next((name for name, _, fits in RULES if fits(view, at)), "")
        names.append(f"{name} ({view.title[0]})" if name == "the title" and view.title else name)
    return tuple(names)
