"""Does one article say, in its own or somebody's words, what somebody in the story denies?"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from storybrief.claims.arguments import reading
from storybrief.claims.doing import kinds_of
from storybrief.claims.predicates import BE
from storybrief.claims.words import Word, notion_of, stem_of
from storybrief.claims.words import words as read
from storybrief.english.tables import listed, word_sets
from storybrief.model import Dispute, Extract, Passage, Span, Trace

# Of the matter of what is denied (0 to 1) so much stands in what is said, after "denied" and after "not".
_SAID = {"denied": 0.4, "doubt": 0.65, "not": 0.75, "none": 0.75}
# So many words of what is denied are looked at, and so many sentences of the story for one of its words.
_REACH, _COMMON = 8, 60
# What a word weighs that only the denial has: it says in its own words what others say in theirs.
_UNSAID = 1.5
# A word counts less where another of the same meaning stands (0 to 1).
_IN_OTHER_WORDS = 0.8
# So many code points after its sentence what is said against it may stand.
_BREATH = 200
_DENIES = re.compile(
    r"\b(?:(?P<denied>(?:has|have|had)?\s*(?:\w+ly\s+)?(?:denied|denies|deny)(?:\s+(?:that|having|ever|doing|any))*)"
    r"|(?P<doubt>doubt(?:s|ed)?(?:\s+that)?|(?:did|do|does)(?:n['’]t|\s+not)\s+believe(?:\s+that)?"
    r"|no\s+(?:\w+\s+)?(?:sign|evidence|proof|trace|indication)s?\s+(?:of|that))"
    r"|(?P<none>no(?=\s+(?:\w+\s+){1,2}(?:was|were|had|is|are)\s+(?:been\s+)?(?:\w+ed|\w+en|paid|found|sent|sold|shot|held|made|given)\b))"
    r"|(?P<not>never|(?:did|does|do|had|has|have|was|were|is|are)\s?(?:n['’]t|not)(?:\s+ever)?))\s+",
    re.IGNORECASE,
)
# "You do not shoot a man in the back": what nobody should do, said of no deed.
_OF_ANYBODY = re.compile(r"\b(?:you|one)\s+\Z|[“\"]\Z", re.IGNORECASE)
_NOT_YET = re.compile(r"(?:has|have)\b", re.IGNORECASE)
# Whatever `_DENIES` matches has one of these words, or ends in "n't": quicker to look for than the whole pattern.
_CUES = frozenset(listed("denied denies deny doubt doubts doubted never not no"))
# An amount of money stands for what may be paid: "$3 million had been paid" tells of a ransom.
_AMOUNT = re.compile(r"[$£€]\s?\d")
_HANDED_OVER = re.compile(r"\b(?:hand(?:ed|ing)?|turn(?:ed|ing)?)\s+over\b")
_PAID = frozenset(map(notion_of, listed("ransom bribe fee payment")))
# "was close to ruin", "was due to leave": what it was comes after.
_NEARLY = frozenset(listed("close near due likely able ready set"))
# What is denied may be called so; that says nothing of what it is.
_CHARGES = frozenset(map(stem_of, word_sets("claims/words.tsv")["charge"]))
_END = re.compile(
    r"[.;:?!”\"“]|,\s|\s(?:and|but|because|although|though|while|as|if|when|after|until|unless|which|who)\s"
)
_TURNED = re.compile(
    r"\b(?:not|never|no|nobody|denie[sd]|deny|denying|denials?|reject\w*|contest(?:s|ed|ing)?|disput\w*|refus\w*|doubt\w*|declin\w*|whether|if|would|could|might|may|without|unless|cannot|must|(?:have|has|had|needs?|needed|plans?|planned|wants?|wanted|hopes?|hoped)\s+to)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
# "A said no warning was in force; B said one had been sent": one breath, two givers.
_CONTRAST = re.compile(
    r"\bno\s+(?P<noun>[a-z]+(?:\s+[a-z]+)?)\s+(?:was|were|had|has|have|is|are)\b[^.;!?]*(?:;|\.|,\s+(?:but|while|although))\s+(?P<yes>[^.;!?]*?"
    r"\b(?:said|says|insist(?:s|ed)|maintain(?:s|ed)|told\s+\w+)\s+(?:that\s+)?(?:one|it|they|some|several|there)\s+(?:was|were|had|has|have|is|are)\b[^.;!?]*)"
)


class _Told(Struct, frozen=True):
    passage: Passage
    words: tuple[Word, ...]
    notions: frozenset[str]
    denies: bool
    givers: frozenset[str]
    stems: frozenset[str]
    text: str
    day: str


class _Denial(Struct, frozen=True):
    """What is denied: its place, its notions, those of names; `said` is how well the sentence numbered last says it."""

    at: Passage
    notions: frozenset[str]
    names: frozenset[str]
    said: tuple[float, int, int]


def disputes(extracts: Sequence[Extract]) -> Iterator[Dispute]:
    """Pair each denial with the sentence of the story that says most of what it denies; one row for what is denied alike."""
    told = [_told(e, s.number, s.span, givers) for e in extracts for givers in (_givers(e),) for s in e.body]
    texts = {e.article.id: e.article.text for e in extracts}
    denying = [one for one in told if one.denies]
    of_notion = _asserted(told, texts) if denying else {}
    found: list[_Denial] = []
    for one in denying:
        text = texts[one.passage.article]
        for match in _DENIES.finditer(text, one.passage.span.start, one.passage.span.end):
            if match["not"] and _OF_ANYBODY.search(text, one.passage.span.start, match.start()):
                continue
            denied = _denied(one, text, match)
            until = one.day if match["none"] or _NOT_YET.match(match[0]) else ""
            best = _best(one, denied, match.lastgroup or "not", told, of_notion, until) if denied else None
            if best is not None:
                span = Span(match.end() - len(match[0].lstrip()), max(w.span.end for w in denied))
                found.append(
                    _Denial(
                        Passage(one.passage.article, one.passage.sentence, span),
                        frozenset(w.notion for w in denied),
                        frozenset(w.notion for w in denied if w.name),
                        best,
                    )
                )
                break
    for extract in extracts:
        yield from _contrasts(extract)
    for many in _of_one_thing(found):
        said = max(many, key=lambda denial: (denial.said[:2], -denial.said[2]))
        sides = ((told[said.said[2]].passage,), tuple(denial.at for denial in many))
        yield Dispute("yes or no", (), sides, False, Trace("one denies what is said", tuple(sorted(said.notions))))


def turned(words: str) -> bool:
    """Whether words are denied, asked, or only possible: they do not say that it is so."""
    return _TURNED.search(words) is not None


def _of_one_thing(found: Sequence[_Denial]) -> list[list[_Denial]]:
    """Put the denials together that one sentence answers, or that share half of what they deny beside its names."""
    groups: list[list[_Denial]] = []
    for one in found:
        group = next((g for g in groups if any(_same_thing(one, other) for other in g)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def _same_thing(a: _Denial, b: _Denial) -> bool:
    common = a.notions & b.notions
    half = 2 * len(common) >= min(len(a.notions), len(b.notions))
    return a.said[2] == b.said[2] or (half and bool(common - a.names - b.names))


def _asserted(told: Sequence[_Told], texts: Mapping[str, str]) -> dict[str, list[int]]:
    """Give for each notion the numbers of the sentences that have it and turn nothing round."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(told):
        span = one.passage.span
        if not turned(span.of(texts[one.passage.article])):
            for notion in one.notions:
                found[notion].append(n)
    return found


def _contrasts(extract: Extract) -> Iterator[Dispute]:
    """Find where an article has two say yes and no of one thing in one breath."""
    text = extract.article.text
    for sentence in extract.body:
        match = _CONTRAST.search(text, sentence.span.start, min(len(text), sentence.span.end + _BREATH))
        if match is None or match.start() >= sentence.span.end:
            continue
        other = next((s for s in extract.sentences if s.span.start <= match.start("yes") < s.span.end), None)
        if other is None or other.paragraph != sentence.paragraph:
            continue
        about, no, yes = Span(*match.span("noun")), Span(match.start(), match.start("yes")), Span(*match.span("yes"))
        no = Span(no.start, no.start + len(no.of(text).rstrip(" ;.,")))
        sides = (
            (Passage(extract.article.id, sentence.number, no),),
            (Passage(extract.article.id, other.number, _without_stop(text, Span(yes.start, other.span.end))),),
        )
        name = Passage(extract.article.id, sentence.number, about)
        yield Dispute("yes or no", (name,), sides, False, Trace("two say yes and no of it", (about.of(text),)))


def _givers(extract: Extract) -> dict[int, frozenset[str]]:
    """Give for each sentence what the names of those mean who say something in it."""
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for statement in extract.statements:
        name = statement.attribution.name or ""
        notions = frozenset(w.notion for w in read(name, Span(0, len(name))) if not w.bare)
        for number in statement.sentences:
            found[number] |= notions
    return found


def _without_stop(text: str, span: Span) -> Span:
    """Leave off the full stop of a sentence, not that of "p.m."."""
    short = text[span.end - 3 : span.end - 2] in (" ", ".")
    return span if short or not text[: span.end].endswith(".") else Span(span.start, span.end - 1)


def _told(extract: Extract, number: int, span: Span, givers: Mapping[int, frozenset[str]]) -> _Told:
    found = read(extract.article.text, span)
    words = span.of(extract.article.text)
    forms = [w.form for w in found]
    notions = frozenset(w.notion for w in found if not w.bare) | (_PAID if _AMOUNT.search(words) else frozenset())
    if _AMOUNT.search(words) and _HANDED_OVER.search(words):
        notions |= {notion_of("pay")}
    passage = Passage(extract.article.id, number, span)
    cue = not _CUES.isdisjoint(forms) or any(form.endswith("n't") for form in forms)
    denies = cue and "?" not in words
    stems = frozenset(w.stem for w in found)
    day = extract.article.source.day
    return _Told(passage, found, notions, denies, givers.get(number, frozenset()), stems, extract.article.text, day)


def _denied(one: _Told, text: str, match: re.Match[str]) -> list[Word]:
    """The words of matter after a denial, to the end of its clause; after "not" the verb comes first, or it is none."""
    end = _END.search(text, match.end(), one.passage.span.end)
    until = end.start() if end else one.passage.span.end
    inside = [w for w in one.words if match.end() <= w.span.start < until]
    if not inside or (match.lastgroup == "not" and inside[0].bare):
        return []
    denied = [w for w in inside if not w.bare and not w.number and w.stem not in _CHARGES][:_REACH]
    before = [w for w in one.words if w.span.end <= match.start()]
    if len(denied) == 1 == len(inside) and match.lastgroup == "not" and before and not before[-1].bare:
        return [*denied, before[-1]]  # "Kowal has not conceded": who did not is all else that is told
    return denied


def _after_be(one: _Told, denied: Sequence[Word]) -> set[str]:
    """Give what a denied "X was Y" says of X: the words of matter after the last form of "be"."""
    inside = [w for w in one.words if denied[0].span.start <= w.span.start <= denied[-1].span.end]
    at = max((w.span.start for w in inside if w.form in BE), default=None)
    return set() if at is None else {w.notion for w in denied if w.span.start > at and w.form not in _NEARLY}


def _best(
    one: _Told, denied: Sequence[Word], cue: str, told: Sequence[_Told], of_notion: dict[str, list[int]], until: str
) -> tuple[float, int, int] | None:
    """The sentence that says most of what is denied, and most of what else stands in the denial; the verb is in it.

    What was not done yet on the day `until` may be done in an article of a later day.
    """
    words = {w.notion for w in denied}
    if len(words) < 2:
        return None
    what = _after_be(one, denied) if cue != "not" else set()
    weight = {w: math.log(1 + len(told) / (1 + len(of_notion[w]))) if of_notion[w] else _UNSAID for w in words}
    shared: dict[int, set[str]] = defaultdict(set)
    for word in words:
        if len(of_notion[word]) <= _COMMON:
            for n in of_notion[word]:
                shared[n].add(word)
    stem = {w.notion: w.stem for w in denied}
    best: tuple[float, int, int] | None = None
    for n, said in shared.items():
        other = told[n]
        share = sum(weight[w] * (1 if stem[w] in other.stems else _IN_OTHER_WORDS) for w in said) / sum(weight.values())
        named = len((one.notions & other.notions) - words)
        verb = cue != "not" or (denied[0].notion in said and _does(other, denied[0].notion))
        if (what and not what & said) or one.givers & other.givers or (until and other.day > until):
            continue
        of_name = cue != "not" and any(w.name and w.notion in said for w in denied)
        enough = named or of_name or len(said) > 2 or len(said) == len(words)
        if share >= _SAID[cue] and verb and len(said) >= 2 and enough and not (cue == "denied" and _judged(other)):
            best = max(best or (0.0, 0, 0), (round(share, 6), named, n), key=lambda b: (*b[:2], -b[2]))
    return best


def _judged(one: _Told) -> bool:
    """Whether a court comes to it: what somebody is convicted of or jailed for is no word against what they denied before."""
    doings = reading(one.text, one.passage.span).doings
    return any(d.main and not d.noun and not _COURSE.isdisjoint(kinds_of(d.lemma)) for d in doings)


_COURSE = frozenset(listed("plead convict acquit sentence"))


def _does(one: _Told, notion: str) -> bool:
    """Whether the deed of a notion is told with a verb: "four scores" tells of no scoring."""
    doings = reading(one.text, one.passage.span).doings
    return any(not d.noun and notion in {one.words[n].notion for n in range(d.at, d.last + 1)} for d in doings)
