"""What stands in quotation marks and is no statement: titles, names, signs, and why each is none.

An ordered table of named rules looks at the words right before and behind the marks (`marked_things.tsv`) and at the
words in them. What a rule knows is no quotation for the rest of this room, whoever speaks around it; what none knows
is left to the words of saying.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct

from storybrief.english.marks import bare
from storybrief.english.readings import Region
from storybrief.english.tables import rows

_SMALL = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "with", "by", "from", "is", "not", "but", "as"}
)
_FEW = 5  # words; what is longer is seldom a name
_SHINGLE = 5  # words that a pull quote has in common with what it is pulled from, at both ends


def is_title(text: str) -> bool:
    """Whether the words are written as a title is: nearly all with a capital, and not one long sentence."""
    found = [w for w in text.replace("-", " ").split() if w[:1].isalpha()]
    large = [w for w in found if w.lower().strip(".,!?:") not in _SMALL]
    if not found or len(found) > 12:
        return False
    return bool(large) and all(w[0].isupper() for w in large) and (len(found) > 1 or not text.endswith((".", "!", "?")))


class Marked(Struct, frozen=True):
    """Words in marks as a rule sees them: the text inside, the words of the sentence before them with their tags,
    nearest last, the word and the letter behind, and the reason of the marks before when only a comma or "and" stands
    between.
    """

    text: str
    low: Sequence[str]
    tag: Sequence[str]
    after: str
    next_to: str | None

    def before(self, back: int = 1) -> str:
        """The word that many places before the marks, "" when the sentence has none there."""
        return self.low[-back] if len(self.low) >= back else ""

    def few(self) -> bool:
        """Whether the marks hold no more words than a name has."""
        return len(self.text.split()) <= _FEW


_AFTER = re.compile(r"\s*([\w’'-]+)")
_MEANS = re.compile(
    r"\s+(?:(?:is|was) (?:an?|the|short|Latin|slang)|means|meant|refers|stands for|comes from)\b(?! how)"
)


def why(text: str, region: Region, low: Sequence[str], tag: Sequence[str], next_to: str | None) -> str | None:
    """Return why the marks hold no statement, None where nothing says so. `low` and `tag` are the sentence so far."""
    found = _AFTER.match(text, region.outer.end)
    after = found[1] if found and found[1][0].islower() else ""
    if not low and _MEANS.match(text, region.outer.end) and text[region.inner.end - 1].isalnum():
        words = len(region.inner.of(text).split())
        return "word as word" if words <= 3 else None  # "“Quay” is a word for a wall"
    marked = Marked(region.inner.of(text), low, tag, after, next_to)
    return next((reason for rule in RULES if (reason := rule(marked))), None)


def _beside(m: Marked) -> str | None:
    """Right behind a noun or participle for what is named: the word “quay”, the ship "Nova 5", nicknamed “Buck”."""
    at = 1
    while m.before(at) in (",", ":") and at < 2:
        at += 1
    word = m.before(at)
    reason = _table("before").get(word)
    if word in ("words", "word", "terms") and m.before(at + 1) in _WHOSE:
        return None  # "in her words", "whose words": somebody's
    if reason is None or (reason in ("name", "title") and not (is_title(m.text) or m.few())):
        return None
    if at > 1 and (reason == "name" or not is_title(m.text)):
        return None
    if word in _NAMING:
        return "name" if m.few() and _named(m, at) else None
    if reason == "title" and not is_title(m.text):
        return None
    return reason if reason != "name" or is_title(m.text) else None


_WHOSE = frozenset({"whose", "his", "her", "their", "our", "my", "its", "'s", "own", "these", "those", "few"})
_NAMING = frozenset({"named", "called", "titled", "entitled", "dubbed", "codenamed", "code-named"})
_BE = frozenset(
    {"is", "was", "are", "were", "be", "been", "being", "'s", "what's", "it's", "also", "often", "sometimes", "now"}
)


def _named(m: Marked, at: int) -> bool:
    """Whether the participle names a thing: "is called", "what's called", "a firm called"; not "Lind called"."""
    word, before = m.before(at), m.before(at + 1)
    if word == "dubbed":
        return True
    if m.text[-1:] in "!?" or len(m.text.split()) > 4:
        return False
    return before in _BE or word != "called" or (len(m.tag) > at and m.tag[-at - 1] == "n")


def _dubbed(m: Marked) -> str | None:
    """As in "dubbed the “Iron Lady”", "known as “the Whale”", "nicknamed him “Buck”"."""
    near = list(m.low[-5:])
    if not m.few():
        return None
    if "nicknamed" in near or "nickname" in near:
        return "nickname"
    if "dubbed" in near or "christened" in near:
        return "name"
    if near[-1:] == ["as"] and near[-2:-1] in (["known"], ["billed"]):
        return "name"
    if near[-1:] == ["of"] and near[-2:-1] == ["use"]:
        return "word as word"
    return None


def _work(m: Marked) -> str | None:
    """The title of a work behind a verb, a possessive or a small word that works follow: to direct “The Long Way”."""
    if not m.low:
        return None
    beside = m.tag[-1] == "'" or m.before() in _table("verb") or _DECADE.fullmatch(m.before()) is not None
    return "title" if beside and is_title(m.text) else None


_DECADE = re.compile(r"(?:1[6-9]|20)\d\d['’]s")


def _slogan(m: Marked) -> str | None:
    """What a slogan is said to be: "Their motto is “Harbour First”", "The tagline? “We sail”"."""
    near = list(m.low[-3:])
    if near[-1:] and near[-1] in ("?", ":", "is", "was", ",") and len(m.text.split()) <= 8:
        held = {_table("before").get(word) for word in near[:-1] if not word.startswith("campaign")}
        return "slogan" if "slogan" in held else None
    return None


def _sign(m: Marked) -> str | None:
    """What a thing bears: a sign reading “No entry”, banners that said “Stay”."""
    near = list(m.low[-9:])
    said = {"reading", "read", "reads", "saying", "said", "says", "proclaiming", "declaring", "bearing"}
    verb = near[-1:] and (near[-1] in said or (near[-2:-1] and near[-2] in said and near[-1] in ":,"))
    if not verb or not any(word in _table("bearer") for word in near):
        return None
    at = max(n for n, word in enumerate(near) if word in _table("bearer"))
    tags = list(m.tag[-9:])
    # Nobody stands between the thing and the word for its writing: "held a sign and said" is a person's.
    return "sign" if not any(t in "NPC" for t in tags[at + 1 :]) else None


def _for_something(m: Marked) -> str | None:
    """Before a noun that is called so: the “Clean Sands” campaign."""
    reason = _table("after").get(m.after.lower())
    led = bool(m.tag) and (m.tag[-1] in "D'" or m.before() in ("viral", "new", "its", "their", "his", "her", "famous"))
    return reason if reason and led and len(m.text.split()) <= 6 and m.text[:1].isupper() else None


def _in_a_row(m: Marked) -> str | None:
    """One more of a row: “Mary Quay” and “Tall Ships”."""
    return m.next_to if m.next_to in ("title", "name", "slogan") and m.few() else None


RULES: tuple[Callable[[Marked], str | None], ...] = (
    _beside, _dubbed, _slogan, _sign, _for_something, _in_a_row, _work,
)  # fmt: skip


@cache
def _table(where: str) -> dict[str, str]:
    table = rows("statements/marked_things.tsv")
    return {word: reason for reason, place, words in table if place == where for word in words.split()}


def pulled(text: str, regions: Sequence[Region], alone: Sequence[bool]) -> frozenset[int]:
    """Return which quotations only repeat, in a paragraph of their own, words of another one of the article.

    `alone` tells for each region whether it fills its paragraph.
    """
    if not any(alone):
        return frozenset()
    words = [re.findall(r"\w+", region.inner.of(text).casefold()) for region in regions]
    ends: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
        n: (tuple(own[:_SHINGLE]), tuple(own[-_SHINGLE:]))
        for n, own in enumerate(words)
        if alone[n] and len(own) >= _SHINGLE
    }
    begin = {end[0] for pair in ends.values() for end in pair}
    held = {
        tuple(own[at : at + _SHINGLE])
        for own, single in zip(words, alone, strict=True)
        if not single
        for at in range(len(own) - _SHINGLE + 1)
        if own[at] in begin
    }
    return frozenset(n for n, (first, last) in ends.items() if first in held and last in held)


def left_over(text: str) -> str:
    """Return why words that nobody is said to say are no statement: a word held at a distance, or not known who."""
    words = bare(text)
    return "word as word" if len(words.split()) <= _FEW and words[-1:] not in ".!?…" else "not known who"
