"""What is known of a quotation without a word of saying, and who beside it can speak?"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from msgspec import Struct

from storybrief.english.readings import Region
from storybrief.statements.names import noun_kind
from storybrief.statements.parts import Part
from storybrief.statements.phrases import Phrase, after, before, with_apposition
from storybrief.statements.subjects import Frame
from storybrief.statements.words import Words

EMPTY_SUBJECTS = frozenset({"it", "that", "this", "there", "they", "these", "those", "you"})


class Frames:
    """The words of saying of the article, to be asked for the nearest before a word."""

    def __init__(self, frames: list[Frame]) -> None:
        self._frames = frames
        self._verbs = [f.verb for f in frames]

    def before(self, words: Words, at: int) -> Iterator[Frame]:
        """Those of the sentence of the word `at` that stand before it, nearest first."""
        i = bisect.bisect_left(self._verbs, at) - 1
        while i >= 0 and words.sentence[self._verbs[i]] == words.sentence[at]:
            yield self._frames[i]
            i -= 1


class Place(Struct, frozen=True):
    """A lone quotation: its region and word, the statement before it, the last one with a quotation, all cues,
    and the statement that has the part in which its speech goes on.
    """

    words: Words
    region: Region
    at: int
    before: Part | None
    quoted: Part | None
    frames: Frames
    taken_up: Part | None = None

    @property
    def opens(self) -> bool:
        """Whether it opens its sentence."""
        return self.words.opens(self.at)

    @property
    def text(self) -> str:
        """The words inside the marks."""
        return self.region.inner.of(self.words.text)

    @property
    def same_paragraph(self) -> bool:
        """Whether the statement before it is in its paragraph."""
        return self.before is not None and self.words.near[self.before.place] == self.words.near[self.at]

    @property
    def near_before(self) -> bool:
        """Whether the statement before it is in its paragraph or the one before."""
        return self.before is not None and self.words.near[self.at] - self.words.near[self.before.place] <= 1


class Verdict(Struct, frozen=True):
    """What a rule decided: no statement, and why (`drop`), more of an earlier statement, or a new one by `subject`."""

    drop: str | None = None
    more: Part | None = None
    subject: Phrase | None = None


def can_speak(words: Words, found: Phrase) -> bool:
    """Whether the phrase is somebody and no thing: a name, a pronoun, or a noun for people or a body."""
    if found.kind != "noun":
        return True
    noun = words.low[found.head_last]
    return noun_kind(noun) in ("person", "group", "organisation", "outlet") or bool(_AGENT.search(noun))


# "a skater", "an archivist": nouns for who does something.
_AGENT = re.compile(r"(?:[^aeiou]ers?|tors?|ists?|ians?|m[ae]n|ees|eers?)$")


def giver_of(words: Words, last: int) -> Phrase | None:
    """As in "a statement by Ann Lind, director of the port": whose words they are, close before the word `last`."""
    unit = words.sentence[last]
    for i in range(last - 1, max(0, last - 24), -1):
        if words.sentence[i] != unit or words.tag[i] in "VvQ":
            return None
        cue = noun_kind(words.low[i - 1]) in ("cue", "voice") and words.sentence[i - 1] == unit
        if cue and (words.low[i] in ("from", "by") or (words.low[i] == "of" and words.low[i - 1] in _WORDS_OF)):
            found = after(words, i + 1)
            return with_apposition(words, found) if found and can_speak(words, found) else None
    return None


_WORDS_OF = frozenset({"words", "comments", "remarks", "testimony"})


def possessor(words: Words, noun: int) -> Phrase | None:
    """As in "Lind's latest remark", "her remark": whose it is."""
    first = words.back(noun, "nN#TR")
    if words.opens(first):
        return None
    i = first - 1
    if words.tag[i] == "'":
        return before(words, i - 1, inner=True)
    if words.low[i] in ("his", "her", "their"):
        return Phrase(i, i, i, i, "pronoun")
    return None


def owner(words: Words, found: Phrase | None) -> Phrase | None:
    """Whose statement it is: "Lind's response" gives Lind."""
    if found is None or found.kind != "noun" or noun_kind(words.low[found.head_last]) != "cue":
        return found
    return possessor(words, found.head_last) or found
