"""Who speaks in each paragraph of a transcript, an interview or a post that is set without quotation marks?

A line of a transcript opens with who speaks: "LIND: …". An interview has questions and answers: with a name, with
"Q:" and "A:", or questions alone in their paragraphs; the answers are those of the one person whom the words before
introduce. A post ends, or is headed, with who wrote it and under which handle: "— Ann Lind (@annlind) May 3, 2024".
"""

from __future__ import annotations

import bisect
import re
from collections import Counter

from msgspec import Struct

from storybrief.statements.names import proper
from storybrief.statements.phrases import Phrase
from storybrief.statements.register import Person, Register
from storybrief.statements.words import Words

_SPEAKER_AND_HEARER = frozenset(
    {"i", "we", "you", "me", "us", "my", "our", "your", "mine", "ours", "yours", "myself", "ourselves"}
)
_LONGEST_TURN = 400  # words; what is longer is a text under a heading "Lind: …" that lost its lines
_LONGEST_NAME = 4  # words; longer runs of capitals are headlines
_LONGEST_QUESTION = 60  # words
_ASKED = frozenset({"q", "question"})
_ANSWERED = frozenset({"a", "answer"})
# Words that say of an article that somebody answers in it.
_INTERVIEW = frozenset(
    [
        *("interview", "interviewed", "questions", "question", "answered", "answers", "asked", "q&a", "conversation"),
        *("talked", "spoke", "chatted", "talks", "speaks", "met", "caught"),
    ]
)
_BEHIND_LABEL = frozenset(" \t\u00a0*_")
_HANDLE = re.compile(
    r"(?P<dash>[—–―-]{1,2}\s*)?(?P<name>[A-Z][\w.'’&-]*(?: [\w.'’&-]+){0,5}) ?(?P<handle>\(@\w{1,30}\)|@\w{1,30})"
    r"(?P<date>[\s·,|—–-]*(?:\d{1,2} )?(?:[A-Z][a-z]{2,8}\.?)?(?: \d{1,2})?(?:,? \d{4})?)?\s*\Z"
)


class Turn(Struct, frozen=True):
    """Whose words `first` to `last` are. `subject` is None in a question that nobody in particular asks."""

    subject: Phrase
    first: int
    last: int


def paragraphs(words: Words) -> list[tuple[int, int]]:
    """The first and last word of each paragraph."""
    found: list[tuple[int, int]] = []
    first, n = 0, len(words.paragraph)
    while first < n:
        behind = bisect.bisect_right(words.paragraph, words.paragraph[first], first)
        found.append((first, behind - 1))
        first = behind
    return found


def speaks(words: Words, first: int, last: int) -> bool:
    """Whether somebody speaks of himself or to somebody in these words, outside of quotation marks."""
    return any(words.low[i].split("'")[0] in _SPEAKER_AND_HEARER for i in range(first, last + 1))


def transcript(words: Words, spans: list[tuple[int, int]], names: Register) -> dict[int, Turn]:
    """Who speaks in each line of a transcript, by the paragraph's place in `spans`.

    A line is one of a transcript when it or a line beside it speaks to somebody ("you") or of itself ("I", "we"):
    else names with colons are a list.
    """
    opened: dict[int, Phrase] = {}
    known: set[int] = set()
    for n, (first, last) in enumerate(spans):
        found = _opener(words, first, last, names, known)
        if found:
            phrase, person = found
            opened[n] = phrase
            known.add(id(person))
    spoken = {n for n in opened if speaks(words, opened[n].last + 2, spans[n][1])}
    return {n: Turn(p, p.last + 2, spans[n][1]) for n, p in opened.items() if spoken & {n - 1, n, n + 1}}


def _label(words: Words, first: int, last: int) -> int:
    """The colon after the words that the paragraph opens with, when they can be a label, else -1."""
    i = first
    while i < last and i - first < _LONGEST_NAME and words.tag[i] in "NFRgD" and words.low[i][0].isalpha():
        if not words.text[words.start[i]].isupper():
            return -1
        i += 1
    if i == first or i + 1 > last or words.tag[i] != ":" or last - first > _LONGEST_TURN:
        return -1
    return i if words.text[words.end[i] : words.end[i] + 1] in _BEHIND_LABEL else -1


def _opener(words: Words, first: int, last: int, names: Register, known: set[int]) -> tuple[Phrase, Person] | None:
    """Who is named before the colon that the paragraph opens with: in capitals, in full, or as one who spoke before."""
    tag, colon = words.tag, _label(words, first, last)
    if colon < 0 or colon + 2 > last or tag[colon + 1] in "Q#":
        return None
    if any(len(words.low[i]) < 2 for i in range(first, colon)):
        return None
    name = proper(words, first, colon - 1)
    bearers = names.bearers(words, name.first, colon - 1, first)
    if len(bearers) != 1:
        return None
    person = bearers[0]
    elsewhere = any(not first <= at < colon for at in person.at)
    in_full = name.first < colon - 1 and (person.certain or elsewhere)
    capitals = elsewhere and words.span(first, colon - 1).of(words.text).isupper()
    if not (in_full or capitals or id(person) in known):
        return None
    return Phrase(first, colon - 1, name.first, colon - 1, "person"), person


def interview(words: Words, spans: list[tuple[int, int]], names: Register) -> dict[int, Turn]:
    """Who answers, or asks by name, in each paragraph of an interview, by the paragraph's place in `spans`."""
    labels = {n: colon for n, (first, last) in enumerate(spans) if (colon := _marker(words, first, last)) >= 0}
    made: dict[int, Turn] = {}
    asked = [n for n, colon in labels.items() if words.low[colon - 1] in _ASKED and colon - spans[n][0] == 1]
    whom = (
        (_asked_before(words, spans, asked[0], names) or _introduced(words, spans[asked[0]][0], names))
        if asked
        else None
    )
    for n in labels:
        first, last = spans[n]
        short = words.low[first] if labels[n] == first + 1 else ""
        if whom and short in _ANSWERED and asked[0] < n:
            made[n] = Turn(whom, labels[n] + 1, last)
        elif short not in _ASKED | _ANSWERED and _in_dialogue(words, spans, labels, n):
            name = proper(words, first, labels[n] - 1)
            made[n] = Turn(Phrase(first, labels[n] - 1, name.first, labels[n] - 1, "name"), labels[n] + 1, last)
    return made or _unlabelled(words, spans, names)


def _marker(words: Words, first: int, last: int) -> int:
    """The colon of "Lind:", "Q:" or "A.", -1 where the paragraph opens with none."""
    if first < last and words.low[first] in ("q", "a", "question", "answer") and words.low[first + 1] in (":", "."):
        return first + 1 if first + 1 < last else -1
    return _label(words, first, last)


def _in_dialogue(words: Words, spans: list[tuple[int, int]], labels: dict[int, int], n: int) -> bool:
    """Whether the paragraph and one beside it open with different names, and the first of the two asks."""

    def name(m: int) -> list[str]:
        return words.low[spans[m][0] : labels[m]]

    def asks(m: int) -> bool:
        return words.low[spans[m][1]] == "?" and words.tag[labels[m] + 1] != "Q"

    after = n + 1 in labels and asks(n) and name(n) != name(n + 1)
    return after or (n - 1 in labels and asks(n - 1) and name(n - 1) != name(n) and words.tag[labels[n] + 1] != "Q")


def _asked_before(words: Words, spans: list[tuple[int, int]], n: int, names: Register) -> Phrase | None:
    """The one person whom the paragraph right before the first question names as asked: "We put it to Ann Lind."."""
    if n == 0:
        return None
    first, last = spans[n - 1]
    at = bisect.bisect_left(names.starts, first)
    met = {id(person): person for start, person in names.mentions[at:] if start <= last and not person.place}
    if len(met) != 1 or not any(words.low[i] in _INTERVIEW | {"put"} for i in range(first, last + 1)):
        return None
    person = next(iter(met.values()))
    return Phrase(person.first, person.last, proper(words, person.first, person.last).first, person.last, "person")


def _introduced(words: Words, end: int, names: Register) -> Phrase | None:
    """The one person named before the word `end`, or the one named there far more often than others."""
    times: Counter[int] = Counter()
    first: dict[int, Person] = {}
    for at, person in names.mentions:
        if at >= end:
            break
        if not person.place:
            times[id(person)] += 1
            first.setdefault(id(person), person)
    ranked = times.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    person = first[ranked[0][0]]
    name = proper(words, person.first, person.last)
    return Phrase(person.first, person.last, name.first, person.last, "person")


def _unlabelled(words: Words, spans: list[tuple[int, int]], names: Register) -> dict[int, Turn]:
    """Answers behind questions that stand alone in their paragraphs, where the words before tell of an interview."""
    asks = [n for n, span in enumerate(spans) if _is_question(words, *span)]
    if not asks or asks[0] == 0:
        return {}
    opens = spans[asks[0]][0]
    told = any(words.low[i] in _INTERVIEW for i in range(opens)) and opens <= _LONGEST_TURN
    whom = _introduced(words, opens, names) if told else None
    answers = [n + 1 for n in asks if n + 1 < len(spans) and n + 1 not in asks]
    if whom is None or not answers or not (len(asks) > 1 or _bold(words, *spans[asks[0]])):
        return {}
    if len(asks) > 1 and not _bold(words, *spans[asks[0]]) and not any(speaks(words, *spans[n]) for n in answers):
        return {}
    made: dict[int, Turn] = {}
    for n in answers:
        following = [m for m in asks if m > n]
        while n < len(spans) and n not in asks:
            if "Q" in words.tag[spans[n][0] : spans[n][1] + 1] and words.tag[spans[n][0]] == "Q":
                break  # set in marks: the marks say whose
            made[n] = Turn(whom, *spans[n])
            n += 1
            if not following and not (n < len(spans) and speaks(words, *spans[n])):
                break
    return made


def _is_question(words: Words, first: int, last: int) -> bool:
    """Whether a paragraph is nothing but a question to somebody."""
    if words.low[last] != "?" or last - first > _LONGEST_QUESTION or "Q" in words.tag[first : last + 1]:
        return False
    return speaks(words, first, last) or words.sentence[first] == words.sentence[last]


def _bold(words: Words, first: int, last: int) -> bool:
    """Whether the paragraph stands between marks for bold type."""
    before = words.text[max(0, words.start[first] - 2) : words.start[first]]
    return before in ("**", "__") and words.text[words.end[last] : words.end[last] + 2] == before


def posts(words: Words, spans: list[tuple[int, int]]) -> dict[int, Turn]:
    """Who wrote each post that the article shows, by the place of its paragraph in `spans`."""
    made: dict[int, Turn] = {}
    for n, (first, last) in enumerate(spans):
        start = words.start[first]
        end = words.text.find("\n", words.end[last])
        line = words.text[start : end if end >= 0 else len(words.text)]
        found = _HANDLE.search(line) if "@" in line[-80:] else None
        if found is None:
            continue
        name = [i for i in range(first, last + 1) if found.start("name") <= words.start[i] - start < found.end("name")]
        if not name:
            continue
        writer = Phrase(name[0], name[-1], name[0], name[-1], "name")
        told = name[0] - 1
        while told >= first and words.tag[told] in "—x":
            told -= 1
        if found["dash"] and told >= first and (told - first >= 2 or words.tag[told] == "Q"):
            made[n] = Turn(writer, first, told)
        elif found["dash"]:
            if n and n - 1 not in made and words.tag[spans[n - 1][0]] != "Q" and _is_posted(words, *spans[n - 1]):
                made[n - 1] = Turn(writer, *spans[n - 1])
        elif found.start() == 0 and n + 1 < len(spans) and words.tag[spans[n + 1][0]] != "Q":
            made[n + 1] = Turn(writer, *spans[n + 1])
    return made


def _is_posted(words: Words, first: int, last: int) -> bool:
    """Whether the paragraph over a signature is a post: its writer speaks in it, or it ends with a link or a tag."""
    end = words.text[words.start[max(first, last - 6)] : words.end[last]]
    return speaks(words, first, last) or bool(_POSTED.search(end))


_POSTED = re.compile(r"(?:https?://|pic\.\w+\.\w|t\.co/|#\w)")
