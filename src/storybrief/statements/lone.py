"""Who said a quotation that no word of saying in its sentence governs? And is it one at all?

An ordered table of named rules: the first that knows decides. A title, a nickname or a word in doubt is no quotation.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable

from storybrief.english.persons import first_names
from storybrief.english.readings import Region
from storybrief.statements.names import noun_kind, proper
from storybrief.statements.parts import Part
from storybrief.statements.phrases import after, before, phrase, with_apposition
from storybrief.statements.place import EMPTY_SUBJECTS, Frames, Place, Verdict, can_speak, giver_of, owner, possessor
from storybrief.statements.subjects import Frame, main_subject
from storybrief.statements.unsaid import is_title
from storybrief.statements.words import Words


def lone(
    words: Words, regions: tuple[Region, ...], parts: list[Part], taken: dict[int, Part], frames: list[Frame]
) -> list[Part]:
    """Return the statements made of the quotations that are in no part yet; earlier parts may grow by some."""
    made: list[Part] = []
    cues = Frames(frames)
    ahead = _taken_up_by(regions, {words.quotation[i]: part for i, part in taken.items()})
    ordered = sorted(parts, key=lambda p: p.at)
    upcoming = 0
    previous: Part | None = None
    quoted: Part | None = None
    for i in (i for i, tag in enumerate(words.tag) if tag == "Q"):
        while upcoming < len(ordered) and ordered[upcoming].at < i:
            aside = ordered[upcoming].rule == "relative" and previous is not None
            if previous is None or (ordered[upcoming].place >= previous.place and not aside):
                previous = ordered[upcoming]
            upcoming += 1
        if i in taken:
            previous = quoted = taken[i]
            continue
        place = Place(words, regions[words.quotation[i]], i, previous, quoted, cues, ahead.get(words.quotation[i]))
        part = _decide(place)
        if part is None:
            continue
        if part.at == i:
            made.append(part)
        previous = quoted = part
    return made


def _taken_up_by(regions: tuple[Region, ...], taken: dict[int, Part]) -> dict[int, Part]:
    """For each quotation whose speech goes on in the next paragraph, the statement that has a later part of it."""
    found: dict[int, Part] = {}
    for n in range(len(regions) - 2, -1, -1):
        part = taken.get(n + 1) or found.get(n + 1)
        if regions[n].continued and part:
            found[n] = part
    return found


def _decide(place: Place) -> Part | None:
    """The first rule that knows decides; where none does it is a word in doubt, a nickname, a name for something."""
    for name, rule in RULES:
        verdict = rule(place)
        if verdict is None:
            continue
        if verdict.drop:
            place.words.unsaid[place.words.quotation[place.at]] = verdict.drop
            return None
        if verdict.more is not None:
            verdict.more.add(place.region, place.at)
            return verdict.more
        inner = place.region.inner
        return Part("direct", [inner], [inner], verdict.subject, None, name, place.at, place.at)
    return None


def _resumes(p: Place) -> Verdict | None:
    """A speech of several paragraphs goes on."""
    return Verdict(more=p.quoted) if p.region.resumes and p.quoted else None


def _how_it_was_put(p: Place) -> Verdict | None:
    """Behind it: "…" was how Lind put it, "…," in the words of Lind."""
    words, i = p.words, p.at + 1 + (p.words.next_tag(p.at) == ",")
    end = min(i + _HOW, words.sentence_of(p.at)[1] + 1)
    low = words.low[i:end]
    if low[:4] == ["in", "the", "words", "of"]:
        named = after(words, i + 4)
    elif low[1:2] == ["how"] and low[0] in ("is", "was", "'s", "’s"):
        named = after(words, i + 2)
        # Who put it so, not what became of it: "was how the evening ended".
        if named is None or not set(words.low[named.last + 1 : end]) & _PUT:
            return None
    else:
        return None
    return Verdict(subject=named) if named and named.last < end else None


_HOW = 16  # words
_PUT = frozenset({"put", "puts", "described", "describes", "summed", "phrased", "expressed", "explained"})


def _taken_up(p: Place) -> Verdict | None:
    """The part of the speech in a paragraph behind has a speaker."""
    return Verdict(subject=p.taken_up.subject) if p.taken_up and p.taken_up.subject else None


def _title(p: Place) -> Verdict | None:
    """The title of a work: "The Long Walk Home"."""
    return Verdict(drop="title") if is_title(p.text) and not p.opens else None


def _headline(p: Place) -> Verdict | None:
    """A heading in single marks, or in capitals."""
    near, lost = p.words.near, p.words.near[-1] != p.words.paragraph[-1]  # where one begins is not known then
    alone = near[p.at] not in near[p.at + 1 : p.at + 2] and (
        near[p.at] not in near[p.at - 1 : p.at] or (lost and p.opens)
    )
    single = (
        p.words.text[p.region.outer.start] in "'‘"
        and p.words.text[p.region.outer.start : p.region.outer.start + 2] != "''"
    )
    if p.text.isupper() and len(p.text) > 12:
        return Verdict(drop="heading")
    return Verdict(drop="heading") if single and alone and p.text.count(" ") < 8 else None


def _signed(p: Place) -> Verdict | None:
    """A signature after it, beside a dash or alone in the next line: "…" — Ann Lind, mayor."""
    words, i = p.words, p.at + 1
    n = len(words.tag)
    if not p.opens or i >= n or words.paragraph[i] - words.paragraph[p.at] > 1:
        return None
    dashed = words.tag[i] == "—" or words.low[i] in ("--", "~", "―")
    next_line = words.paragraph[i] != words.paragraph[p.at]
    while i < n and (words.tag[i] == "—" or words.low[i] in ("-", "~", "―")):
        i += 1
    if not (dashed or next_line) or i >= n or words.tag[i] not in "ND":
        return None
    signer = after(words, i)
    if (
        signer is None
        or signer.kind != "name"
        or (signer.head == signer.head_last and not dashed)
        or (next_line and not dashed and words.tag[i] != "N")
    ):
        return None
    end = i
    while end < n and words.paragraph[end] == words.paragraph[i] and words.tag[end] != "Q":
        if words.tag[end] in "VA" or (words.tag[end] == "v" and not dashed):
            return None
        end += 1
    return Verdict(subject=signer) if end - i <= (30 if dashed else 14) else None


def _credited(p: Place) -> Verdict | None:
    """A credit in brackets behind it that ends the paragraph or stands before the next one: "…" (Aber News)."""
    words, i, n = p.words, p.at + 1, len(p.words.tag)
    if i >= n or words.tag[i] != "(" or words.paragraph[i] != words.paragraph[p.at] or p.text.count(" ") < 2:
        return None
    last = words.run(i, "N")
    if last == i or words.next_tag(last) != ")":
        return None
    behind = last + 2
    behind += behind < n and words.tag[behind] == "." and words.low[behind] == "."
    ends = behind >= n or words.paragraph[behind] != words.paragraph[p.at] or words.tag[behind] == "Q"
    credit = phrase(words, i + 1, last) if ends else None
    if credit is None:
        return None
    full = credit.head < credit.head_last and words.low[credit.head] in first_names()
    body = proper(words, credit.head, credit.head_last).kind in ("outlet", "organisation")
    several = words.low[i + 1 : last + 1][1:]
    return Verdict(subject=credit) if full or body else Verdict() if several else None


def _name_line_before(p: Place) -> Verdict | None:
    """A line before it that holds a name and no verb, or a name and a colon: it is a heading that names the speaker."""
    words, i = p.words, p.at - 1
    if not p.opens or i < 0 or words.near[p.at] - words.near[i] != 1:
        return None
    first = bisect.bisect_left(words.near, words.near[i])
    if i - first > 12 or words.tag[first] not in "N" or any(t in "VvAQ" for t in words.tag[first : i + 1]):
        return None
    if words.tag[i] == "." and words.low[i] != ".":
        return None
    named = after(words, first)
    return Verdict(subject=named) if named and named.kind == "name" and 1 <= named.head_last - named.head < 4 else None


def _cue_in_sentence_before(p: Place) -> Verdict | None:
    """As in "Lind agreed. "…"": the sentence before has a word of saying and says nothing else."""
    words, i = p.words, p.at - 1
    if not p.opens or i < 0 or words.near[i] != words.near[p.at]:
        return None
    for f in p.frames.before(words, i):
        if f.subject and f.rule != "relative":
            return Verdict(subject=f.subject)
    giver = giver_of(words, i)
    return Verdict(subject=giver) if giver else None


def _name_after(p: Place) -> Verdict | None:
    """As in "…," Lind pressed back: a name and any verb right after a quotation that goes on."""
    words, i = p.words, p.at + 1
    if i < len(words.tag) and words.tag[i] == "," and words.sentence[i] == words.sentence[p.at]:
        i += 1
    if i + 1 >= len(words.tag) or words.sentence[i] != words.sentence[p.at] or words.tag[i] not in "NDnP":
        return None
    if p.text[-1:] not in ",?!—…-" and words.tag[i - 1] != ",":
        return None
    if words.tag[i] == "P":
        subject = before(words, i)
        turn = _turn_of(words, i) if subject else ""
        return Verdict() if turn == "told" else Verdict(subject=subject) if turn == "quoted" else None
    found = phrase(words, i, words.run(i, "N")) if words.tag[i] == "N" else after(words, i)
    if found is None or found.kind == "pronoun":
        return None
    found = with_apposition(words, found)
    if _turn_of(words, found.last) == "told":
        return Verdict()
    verb = words.next_tag(words.run(found.last, ",R"))
    if found.kind == "name" and p.text.endswith(",") and verb != "'":
        return Verdict(subject=found)
    return Verdict(subject=found) if verb in "vV" and can_speak(words, found) else None


_TOLD = frozenset({"told", "asked", "informed", "warned", "reminded", "advised", "assured", "ordered"})


def _turn_of(words: Words, last: int) -> str:
    """Behind the subject that ends with the word `last`: "quoted" in "she was quoted", "told" in "she was told", or ""."""
    if words.low[last + 1 : last + 2] not in (["is"], ["was"], ["were"], ["are"]):
        return ""
    verb = words.low[last + 2] if last + 2 < len(words.low) else ""
    return "told" if verb in _TOLD else verb if verb == "quoted" else ""


def _colon(p: Place) -> Verdict | None:
    """As in "Lind:" or a sentence that ends in a colon stands before it."""
    words, i = p.words, p.at - 1
    if i < 0 or words.tag[i] != ":" or words.paragraph[p.at] - words.paragraph[i] > 1:
        return None
    aside = 2 * (words.tag[i - 2 : i] in ([",", "g"], [",", "R"]))  # "Lind, smiling:"
    near = before(words, i - 1 - aside, inner=True)
    if near and near.kind == "noun" and words.tag[i - 1] == "n" and words.tag[i - 2] == "N":
        near = before(words, i - 2, inner=True) or near  # a verb typed wrong: "Lind siad:"
    if near and near.kind == "name" and _stands_alone(words, near.first):
        return Verdict(subject=near)
    giver = giver_of(words, i)
    if giver:
        return Verdict(subject=giver)
    for f in p.frames.before(words, i):
        if f.subject:
            return Verdict(subject=f.subject)
    subject = owner(words, main_subject(words, i) or before(words, i - 1))
    thing = subject is not None and subject.kind == "noun" and not noun_kind(words.low[subject.head_last])
    if thing and p.before and p.near_before:
        return Verdict(subject=p.before.subject)
    return Verdict(subject=subject) if subject else None


def _stands_alone(words: Words, first: int) -> bool:
    """Whether the name opens its sentence, or a dash or "from" stands before it: "More from Lind:"."""
    i = first - 1
    if i < 0 or words.sentence[i] != words.sentence[first]:
        return True
    return words.tag[i] in "—" or words.low[i] in ("from", "-")


def _goes_on(p: Place) -> Verdict | None:
    """The sentence before is part of the same speech."""
    if not p.opens or not p.same_paragraph or p.before is None:
        return None
    if _in_dialogue(p):
        return Verdict()
    if p.before.quoted:
        return Verdict(more=p.before)
    return Verdict(subject=p.before.subject)


def _in_dialogue(p: Place) -> bool:
    """As in “Alone?” “Yes.”: a question and an answer side by side are of two people, and it is not told which of whom."""
    words = p.words
    beside = [i for i in (p.at - 1, p.at + 1) if words.tag[i : i + 1] == ["Q"] and words.near[i] == words.near[p.at]]
    return any("?" in (p.text[-1:], words.text[words.end[i] - 2 : words.end[i] - 1]) for i in beside)


def _in_words_of(p: Place) -> Verdict | None:
    """As in "in Lind's words" / "Lind's remark that": the owner of a noun for what is said, close before it."""
    words = p.words
    giver = None if p.opens else giver_of(words, p.at)
    if giver:
        return Verdict(subject=giver)
    unit = words.sentence[p.at]
    for i in range(p.at - 1, max(-1, p.at - 6), -1):
        if words.sentence[i] != unit or words.tag[i] == "Q":
            return None
        if words.tag[i] == "n" and noun_kind(words.low[i]) == "cue":
            owner = possessor(words, i)
            return Verdict(subject=owner) if owner else None
    return None


def _paragraph_before(p: Place) -> Verdict | None:
    """A paragraph of its own: who spoke in the paragraph before speaks on."""
    if not p.opens:
        return None
    if len(p.text.split()) < 6 and p.text[-1:] not in tuple(".?!,…"):
        return Verdict(
            drop="word as word"
            if p.at + 1 < len(p.words.tag) and p.words.near[p.at + 1] == p.words.near[p.at]
            else "heading"
        )
    inside = p.at > 0 and p.words.near[p.at - 1] == p.words.near[p.at]
    if inside and not p.same_paragraph:
        acting = main_subject(p.words, p.at - 1)
        if acting and acting.kind == "name" and can_speak(p.words, acting):
            return Verdict(subject=acting)
    if p.before is not None and p.words.near[p.at] - p.words.near[p.before.place] <= 1:
        return Verdict(subject=p.before.subject)
    subject = main_subject(p.words, p.at - 1) if p.at else None
    if subject and not can_speak(p.words, subject):
        return Verdict()
    return Verdict(subject=subject or (p.before.subject if p.before else None))


def _no_own_subject(p: Place) -> Verdict | None:
    """As in "Now, …" or "It is …" after a statement in the same paragraph: its speaker goes on."""
    if p.opens or not p.same_paragraph or p.before is None or not p.before.quoted:
        return None
    subject = main_subject(p.words, p.at)
    if len(p.text.split()) < 4:
        return None
    if subject is None or p.words.low[subject.head] in EMPTY_SUBJECTS:
        return (
            Verdict(subject=p.before.subject)
            if p.words.sentence[p.at] - p.words.sentence[p.before.place] <= 1
            else None
        )
    return None


def _subject(p: Place) -> Verdict | None:
    """The subject of the sentence, when the quotation is long enough to be more than a name for something."""
    if p.opens or len(p.text.split()) < 5:
        return None
    subject = main_subject(p.words, p.at)
    tags = "".join(p.words.tag[p.words.sentence_of(p.at)[0] : subject.first]) if subject else ""
    if subject is None or "V" in tags.rpartition(",")[2]:
        return None  # "…, said the pier had shown “…”": who is told of does not tell
    whom = owner(p.words, subject)
    return Verdict(subject=whom if can_speak(p.words, whom) else None) if whom else None


Rule = Callable[[Place], "Verdict | None"]
RULES: tuple[tuple[str, Rule], ...] = (
    ("the speech goes on in the next paragraph", _resumes),
    ("how somebody put it", _how_it_was_put),
    ("title of a work", _title),
    ("heading", _headline),
    ("name after the quotation", _name_after),
    ("introduced by a colon", _colon),
    ("credited in brackets", _credited),
    ("the speech goes on", _goes_on),
    ("signed", _signed),
    ("name in the line before", _name_line_before),
    ("cue in the sentence before", _cue_in_sentence_before),
    ("in somebody's words", _in_words_of),
    ("speaker of the next paragraph", _taken_up),
    ("speaker of the paragraph before", _paragraph_before),
    ("no subject of its own", _no_own_subject),
    ("subject of the sentence", _subject),
)
