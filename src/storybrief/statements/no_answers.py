"""Who was asked, and did not answer?

"Lind declined to say when the pier would open" is no statement of hers: it is kept apart, with who, what about and when.
Three forms: somebody does not speak ("declined to comment", "did not return calls", "could not be reached"), a message
gets nothing back ("Calls to Lind were not returned"), and there is no answer ("no immediate comment from Lind").
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from storybrief.english.tables import word_sets
from storybrief.model import Silence, Span
from storybrief.statements.asked import asked_about, asked_first, asked_when, over
from storybrief.statements.names import gender_of_noun, noun_kind
from storybrief.statements.phrases import Phrase, after, before, opening, phrase, with_apposition
from storybrief.statements.subjects import ANY_CUE, SUBJECT, Occurrence, main_subject, verb_group
from storybrief.statements.words import Words


class Silent(Struct, frozen=True):
    """Somebody who did not answer, before the name is known: cue words `first` to `last`, what they were asked.

    `opens` is the word that the clause begins with where that is not who ("A message left for Lind was not returned").
    """

    kind: Silence
    subject: Phrase | None
    first: int
    last: int
    about: tuple[int, int] | None
    when: Span | None
    opens: int | None = None

    def span(self, words: Words) -> Span:
        """The clause that tells it: from who to what they were asked."""
        ends = [self.first, self.last, *(self.about or ()), *(() if self.opens is None else (self.opens,))]
        if self.subject:
            ends += [self.subject.first, self.subject.last]
        return words.span(min(ends), max(ends))


def _row(kind: str) -> frozenset[str]:
    return word_sets("statements/silence.tsv")[kind]


def silent(words: Words) -> list[Silent]:
    """Return everybody who did not answer, in text order; words inside quotation marks are not looked at."""
    found: list[Silent] = []
    rules, done = _by_word(), -1
    for at, low in enumerate(words.low):
        if low not in rules or at <= done:
            continue
        first, last = words.sentence_of(at)
        one = next((one for rule in rules[low] if (one := rule(words, at, first, last))), None)
        if one:
            found.append(one)
            done = min(last, max(one.last, one.about[1] if one.about else 0))
    return found


def _who(words: Words, verb: int, first: int) -> Phrase | None:
    """The subject of the verb, with what stands between commas after it."""
    own = before(words, verb_group(words, verb) - 1)
    if own and own.first > first and words.tag[own.first - 1] == "V":
        return own  # "Lind said Visser would not comment"
    at = Occurrence(words, verb, ANY_CUE, [])
    for _, rule in SUBJECT[1:]:
        found = rule(at)
        if found:
            return with_apposition(words, found) if found.last < verb else found
    found = opening(words, verb - 1) if verb > first else None
    return found or main_subject(words, verb)


def _declined(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "Lind declined to comment", "has refused to answer questions", "declined an interview request"."""
    low = words.low
    evades = low[at] in _row("evade")
    if at == first or (evades and words.tag[at - 1] == "A" and low[at - 1] not in ("has", "have", "had")):
        return None
    then = over(words, at + 1, last)
    if then > last:
        return None
    if low[then] == "to" and not evades:
        verb = over(words, then + 1, last)
        while verb <= last and low[verb] in ("publicly", "immediately", "either"):
            verb += 1
        if verb > last or not _speaks(words, verb, last):
            return None
        return _made(words, "declined", at, verb, first, last)
    for i in range(then, min(last, then + 6) + 1):
        if words.tag[i] in (",CWAIt" if evades else ",CWA"):
            break
        if low[i] in _row("asked") and (not evades or low[i] not in ("request", "requests") or _for_words(words, i)):
            found = _made(words, "declined", at, i, first, last)
            to_whom = evades and found and found.about and low[found.about[0]] == "to"
            return replace(found, about=None) if found and to_whom else found
    return None


def _for_words(words: Words, request: int) -> bool:
    """Whether a request is for comment or an interview, not for help."""
    return any(
        low in ("comment", "interview", "interviews", "information") for low in words.low[request + 1 : request + 4]
    )


def _speaks(words: Words, verb: int, last: int) -> bool:
    """Whether the verb is one of answering; some need their object ("take questions", "give details")."""
    low = words.low[verb]
    following = verb + 1 if verb < last else -1
    if low == "say":  # "refuses to say the words" is no answer that is missing
        return following < 0 or words.tag[following] in ".,;SWCTI" or words.low[following] in _row("say")
    if low in _row("answer"):
        return True
    if low == "be":
        return words.low[verb + 1 : verb + 2] in (["interviewed"], ["drawn"], ["questioned"], ["quoted"])
    return low in _row("give") and any(w in _row("given") for w in words.low[verb + 1 : min(last, verb + 5) + 1])


def _would_not(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "would not say", "won't discuss", "did not return calls", "has yet to respond"."""
    low = words.low
    found = None if at == first else _negative(words, at, first, last)
    if found is None:
        return None
    negative, refuses = found
    verb = over(words, negative + 1, last)
    if verb > last:
        return None
    if low[verb + 1 : verb + 3] in (["or", "deny"], ["nor", "deny"]):
        verb += 2
        return _made(words, "declined", at, verb, first, last) if low[verb - 2] == "confirm" else None
    if refuses:
        both = after(words, first + 1) if low[first] == "neither" and words.tag[first + 1] in "ND" else None
        return _made(words, "declined", at, verb, first, last, both) if _speaks(words, verb, last) else None
    if low[at] in ("did", "didn't") and low[verb] in _row("answer") and verb < last and low[verb + 1] in _WHAT:
        return _made(words, "declined", at, verb, first, last)
    end = verb if low[verb] in ("comment", "commented") else _no_reply(words, verb, last)
    if end is None and low[verb] in ("have", *_row("give")):
        end = next((i for i in range(verb + 1, min(last, verb + 4) + 1) if low[i] in _NOTHING_GIVEN), None)
    return None if end is None else _made(words, "did-not-respond", at, end, first, last)


def _negative(words: Words, at: int, first: int, last: int) -> tuple[int, bool] | None:
    """The last word of what denies the verb behind it, and whether somebody refuses: "won't", "did not", "has yet to"."""
    low = words.low
    follows = low[at + 1] if at < last else ""
    if low[at] in ("wouldn't", "won't"):
        return at, True
    if low[at] in ("didn't", "hasn't", "haven't", "hadn't"):
        return at, False
    if follows in ("not", "neither") and low[at] in ("would", "will", "did", "has", "have", "had"):
        return at + 1, low[at] in ("would", "will")
    if low[at] in ("cannot", "can't", "couldn't") or (follows == "not" and low[at] in ("could", "can", "does", "do")):
        verb = over(words, at + 1 + (follows == "not"), last)
        own = low[at - 1] in ("i", "we")  # "I cannot say what he knew" is an answer
        return (verb - 1, True) if verb <= last and low[verb] in _UNABLE and not own else None
    if follows == "to" and low[at] in ("fails", "fail", "failed", "yet"):
        return None if low[at] == "yet" and low[at - 1] not in ("has", "have", "had") else (at + 1, False)
    return (at, True) if low[at] in ("would", "will") and low[first] in ("neither", "none", "nobody") else None


_NOTHING_GIVEN = frozenset({"comment", "response", "reply", "details"})
_WHAT = frozenset({"whether", "if", "who", "what", "when", "where", "why", "how", "which"})
_UNABLE = frozenset({"comment", "discuss", "elaborate", "say"})


def _no_reply(words: Words, verb: int, last: int) -> int | None:
    """The last word of "return calls", "respond to a request for comment" or "reply" alone; None for other deeds."""
    low = words.low
    if low[verb] not in _row("reply"):
        return None
    message = next((i for i in range(verb + 1, min(last, verb + 9) + 1) if low[i] in _row("message")), -1)
    while 0 <= message < last and low[message + 1] in _row("message"):
        message += 1
    if message >= 0:
        return message
    alone = verb == last or words.tag[verb + 1] in ".,;TC" or low[verb + 1] in ("in", "by", "before", "on")
    return verb if alone and low[verb] in ("respond", "responded", "reply", "replied") else None


def _no_comment(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "Lind had no comment", "was unavailable for comment"."""
    low = words.low
    if at == first:
        return None
    if low[at] in ("had", "has", "have", "offered", "gave", "made") and low[at + 1 : at + 2] == ["no"]:
        i = at + 2
        while i <= last and low[i] in ("immediate", "further", "public", "other"):
            i += 1
        if i <= last and low[i] in _NOTHING_GIVEN and words.sentence[i] == words.sentence[at]:
            return _made(words, "declined", at, i, first, last)
    if low[at] == "unavailable" or (
        low[at] in ("available", "reachable")
        and any(w == "not" or w.endswith("n't") for w in low[max(first, at - 3) : at])
    ):
        for i in range(at + 1, min(last, at + 4) + 1):
            if low[i] in ("comment", "interview"):
                return _made(words, "not-reached", verb_group(words, at - 1), i, first, last)
        if low[at - 1] == "immediately" and (at == last or words.tag[at + 1] in ".,;"):
            return _made(words, "not-reached", verb_group(words, at - 1), at, first, last)
    if (
        low[at] in ("unwilling", "reluctant")
        and low[at + 1 : at + 2] == ["to"]
        and at + 2 <= last
        and _speaks(words, at + 2, last)
    ):
        return _made(words, "declined", at - 1, at + 2, first, last)
    return None


def _not_fitting(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "A spokesman said it would not be appropriate to comment", "It would be wrong to comment, Lind said"."""
    low = words.low
    verb = at + 1
    if low[verb : verb + 1] == ["for"]:
        verb = next((i for i in range(at + 2, min(last, at + 8)) if low[i] == "to"), last)
    be = verb_group(words, at)
    denied = any(w == "not" or w.endswith("n't") for w in low[be:at])
    if low[verb : verb + 1] != ["to"] or verb >= last or low[be - 1] != "it" or be - 1 < first:
        return None
    if denied != (low[at] in _row("fitting")) or not _speaks(words, verb + 1, last):
        return None
    said = next((i for i in (*range(be - 1, first, -1), *range(verb + 2, last + 1)) if words.tag[i] == "V"), -1)
    who = _who(words, said, first) if said >= 0 and words.low[said] not in _row("answer") else None
    if who is None and said >= 0:
        who = after(words, said + 1)
    return _made(words, "declined", be - 1, verb + 1, first, last, who) if who else None


def _reached(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "Lind could not be reached", "Neither Lind nor Falk could be contacted"."""
    low = words.low
    if low[at] not in ("reached", "contacted") or at - 2 < first or low[at - 1] != "be":
        return None
    verb = verb_group(words, at - 1)
    group = low[verb:at]
    if not any(w in ("could", "couldn't", "cannot", "can't") for w in group):
        return None
    negated = any(w in ("not", "cannot") or w.endswith("n't") for w in group)
    if not negated and not (low[first] == "neither" or "nor" in low[first:verb]):
        return None
    if low[at + 1 : at + 2] == ["by"] and not any(w in _row("reached at") for w in low[at + 2 : at + 4]):
        return None  # "by boat"
    end = at + 2 if low[at + 1 : at + 3] == ["for", "comment"] else at
    if not negated and low[first] == "neither":
        subject = after(words, first + 1)
        subject = with_apposition(words, subject) if subject else None
        return _made(words, "not-reached", verb, end, first, last, subject) if subject else None
    return _made(words, "not-reached", verb, end, first, last)


def _unanswered(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "Calls to Lind were not returned", "A message left for Lind went unanswered", "Efforts to reach Lind failed"."""
    low = words.low
    if low[at] not in _row("message") or words.tag[at] not in "nNVF" or any(t in "VvAQ" for t in words.tag[first:at]):
        return None
    to = next(
        (
            i
            for i in range(at + 1, min(last, at + 9) + 1)
            if low[i] in ("to", "for", "with", "on", "at", "from", "reach", "contact")
            and low[i + 1 : i + 2] not in (["reach"], ["contact"], ["comment"], ["an"], ["interview"], ["information"])
            and words.tag[i + 1 if i < last else i] in "DNnPg"
            and low[i + 1] != "comment"
        ),
        -1,
    )
    if to < 0:
        return None
    who = after(words, to + 1)
    if who is None or who.kind == "pronoun":
        return None
    who = _whose(words, who)
    opens = next((i + 1 for i in range(at - 1, first - 1, -1) if words.tag[i] == ","), first)
    reach = low[to] in ("reach", "contact")
    for i in range(to + 1, last + 1):
        if low[i] in ("unanswered", "unreturned") and low[i - 1] in ("went", "were", "was", "gone", "been"):
            return _made(words, "did-not-respond", i - 1, i, first, last, who, opens)
        if reach and low[i] in ("unsuccessful", "failed"):
            return _made(words, "not-reached", i, i, first, last, who, opens)
        if low[i] in ("returned", "answered", "acknowledged") and any(
            w == "not" or w.endswith("n't") for w in low[max(to, i - 4) : i]
        ):
            return _made(words, "did-not-respond", verb_group(words, i), i, first, last, who, opens)
    return None


def _whose(words: Words, found: Phrase) -> Phrase:
    """As in "Lind's mobile phone": whose it is."""
    for i in range(found.first + 1, found.last + 1):
        if words.tag[i] == "'" and any(w in _row("reached at") for w in words.low[i + 1 : found.last + 1]):
            return phrase(words, found.first, i - 1) or found
    return found


def _none_from(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "There was no immediate comment from Lind"."""
    low = words.low
    if low[at] != "no" or at - 1 < first or low[at - 1] not in ("was", "is", "been", "were"):
        return None
    i = at + 1
    while i <= last and low[i] in ("immediate", "official", "public", "further", "word"):
        i += 1
    i = i if i <= last and low[i] in ("comment", "response", "reply", "answer", "reaction") else i - 1
    if i <= at or low[i + 1 : i + 2] not in (["from"], ["by"]):
        return None
    who = after(words, i + 2)
    opens = at - 2 if at - 2 >= first and low[at - 2] == "there" else None
    return _made(words, "did-not-respond", at - 1, i, first, last, who, opens) if who else None


def _neither(words: Words, at: int, first: int, last: int) -> Silent | None:
    """As in "Neither Lind nor Visser responded to messages"."""
    verb = next((i for i in range(at + 2, min(last, at + 16) + 1) if words.low[i] in _row("reply")), -1)
    end = _no_reply(words, verb, last) if verb >= 0 and not set(words.tag[at:verb]) & set("VvA,") else None
    who = after(words, at + 1)
    return _made(words, "did-not-respond", verb, end, first, last, who) if who and end is not None else None


Rule = Callable[[Words, int, int, int], "Silent | None"]


@cache
def _by_word() -> dict[str, tuple[Rule, ...]]:
    """The rules that can begin at a word: most words begin none."""
    begin: tuple[tuple[Rule, frozenset[str]], ...] = (
        (_declined, _row("decline") | _row("evade")),
        (_neither, frozenset({"neither"})),
        (_would_not, _row("helper")),
        (_no_comment, _row("no comment")),
        (_not_fitting, _row("fitting") | _row("unfitting")),
        (_reached, frozenset({"reached", "contacted"})),
        (_unanswered, _row("message")),
        (_none_from, frozenset({"no"})),
    )
    return {word: tuple(rule for rule, words in begin if word in words) for _, many in begin for word in many}


def _made(
    words: Words,
    kind: Silence,
    at: int,
    verb: int,
    first: int,
    last: int,
    subject: Phrase | None = None,
    opens: int | None = None,
) -> Silent | None:
    who = subject or _who(words, at, first)
    if who and who.kind == "pronoun":
        who = _teller(words, who.first, first) or who
    if who is None or words.low[who.first] in ("there", "nothing"):
        return None
    if verb < last and (words.low[verb] == "be" or words.low[verb + 1] == "further"):
        verb += 1  # "declined to comment further": something was said
    own_end = max(verb, who.last if who.first > verb else 0)
    about = asked_about(words, own_end + 1, last) or asked_first(words, first, min(at, who.first))
    if about and words.low[about[1]] in ("comment", "interview") and about[1] - about[0] < 3:
        about = None  # "a request for comment" does not say on what
    return Silent(kind, who, at, verb, about, asked_when(words, own_end, at, first, about), opens)


def _teller(words: Words, pronoun: int, first: int) -> Phrase | None:
    """As in "The lender said it would not comment", "a clerk said she could not": whom the pronoun of what is said means."""
    said = next((i for i in range(pronoun - 1, first, -1) if words.tag[i] in "VvAQ;"), first)
    who = _who(words, said, first) if words.tag[said] == "V" else None
    if who is None or words.low[pronoun] in ("it", "they"):
        return who
    at_once = said == pronoun - 1 or (said == pronoun - 2 and words.low[pronoun - 1] == "that")
    noun = words.low[who.head_last]
    one = who.kind == "noun" and noun_kind(noun) == "person" and gender_of_noun(noun) in ("", words.low[pronoun])
    return who if at_once and one else None
