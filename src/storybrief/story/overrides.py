"""What does an override do? A table, KINDS: the name in `do:` -> the function that applies it.

An override finds its place by quoted words (places.py). Two overrides that change the same thing are an error: which of
them holds would depend on the order of the file. One that changes nothing is a warning (also in effect.py, once the claims are made).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from types import MappingProxyType

from msgspec.structs import replace

from storybrief.model import Edit, Extract, Line, Merged, Override, Passage, Speaker
from storybrief.problems import Problem, Stop, error, nearest
from storybrief.story import said
from storybrief.story.checked import checked
from storybrief.story.corrected import Corrected, Hand, no_effect, once, twice
from storybrief.story.places import blocks, places, the_place, the_sentence, the_sentences


def correct(
    extracts: Sequence[Extract],
    overrides: Iterable[Override],
    earlier: Sequence[Extract] = (),
    *,
    hand: Callable[[], Hand],
) -> Corrected:
    """Apply `overrides` to what was found in the articles of one story: those that add a statement, then the others in the order written.

    `earlier` are earlier versions of the articles: words that stood there only are told to be gone. `hand` gives what
    reads an editor's words for a statement. Returns the corrected extracts, the decisions for the claims, and every
    override that no longer applies, or no longer changes anything, as a problem with its path and line.
    """
    corrected = Corrected(tuple(extracts), tuple(extracts), hand, tuple(earlier))
    for override in sorted(overrides, key=lambda override: override.do != "add"):
        try:
            KINDS[override.do](corrected, override)
        except Stop as stop:
            corrected.problems += stop.problems
    return corrected


# --- claims ----------------------------------------------------------------------------------------------------


def _pair(corrected: Corrected, override: Override) -> None:
    """Join two sentences, or keep them apart."""
    first, second = _both(corrected, override)
    if {(p.article, p.sentence) for p in first} & {(p.article, p.sentence) for p in second}:
        message = "Both quotations are of the same sentence. Quote two."
        raise Stop(error("one-sentence", override.path, override.line, message))
    once(corrected, override, ("pair", frozenset((first[0], second[0]))))
    corrected.claims += [(override, pair) for pair in product(first, second)]
    corrected.edits.append(Edit(override, first[0]))


def _both(corrected: Corrected, override: Override) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    found: list[tuple[Passage, ...]] = []
    problems: list[Problem] = []
    for words in override.where:
        try:
            found.append(the_sentences(override, words, corrected.found, corrected.earlier))
        except Stop as stop:
            problems += stop.problems
    if problems:
        raise Stop(*problems)
    return found[0], found[1]


def _of_one_claim(corrected: Corrected, override: Override) -> None:
    """Choose the wording or the place of a claim, or say whether it is background."""
    place = the_sentence(override, override.where[0], corrected.found, corrected.earlier)
    once(corrected, override, (override.do, place))
    if override.do == "order":
        once(corrected, override, ("position", override.to))
    corrected.claims.append((override, (place,)))
    corrected.edits.append(Edit(override, place))


def _independence(corrected: Corrected, override: Override) -> None:
    """Say that two articles are independent, or not; `unobeyed_groups` tells whether that could be obeyed."""
    if len(set(override.articles)) == 1:
        raise Stop(error("one-article", override.path, override.line, "Both names are of the same article. Name two."))
    ids = {e.article.source.file: e.article.id for e in corrected.found}
    a, b = (ids[name] for name in override.articles)
    once(corrected, override, ("related", frozenset((a, b))))
    corrected.related.append((override, (a, b)))
    corrected.edits.append(Edit(override))


def unobeyed_groups(corrected: Corrected, merged: Merged) -> tuple[Problem, ...]:
    """Return the errors ("not-obeyed") of articles called independent that still count as one, through a third."""
    home = {article: group for group in merged.groups for article in group}
    problems = []
    for override, (a, b) in corrected.related:
        if override.to == "independent" and b in home[a]:
            others = " and ".join(article for article in home[a] if article not in (a, b))
            told = f"The two still count as one: both are copies or rewrites of {others}. Say the same of one of them and {others}."
            problems.append(error("not-obeyed", override.path, override.line, told))
    return tuple(problems)


# --- speakers --------------------------------------------------------------------------------------------------


def _name(corrected: Corrected, override: Override) -> None:
    to = str(override.to)
    names: set[str] = set()
    for form in override.where:
        once(corrected, override, ("name", form))
        called = _names_of(corrected.extracts, form)
        if len(called) > 1:
            raise Stop(_two_speakers(form, sorted(called), override))
        names |= called
        corrected.names |= dict.fromkeys((form, *called), to)
    corrected.names.setdefault(to, to)
    if names == {to}:
        corrected.problems.append(no_effect(override, f"The brief says “{to}” anyway."))
    corrected.edits.append(Edit(override))


def _names_of(extracts: Sequence[Extract], form: str) -> set[str]:
    """Return the resolved names of the statements whose speaker an article calls `form`: it is one, or stands for some."""
    every = [(a, e.article.text) for e in extracts for a in (s.attribution for s in e.statements) if a.name]
    whole = {str(a.name) for a, _ in every if a.name == form}
    return whole or {str(a.name) for a, text in every if a.head and a.head.of(text) == form}


def _two_speakers(form: str, names: Sequence[str], override: Override) -> Problem:
    message = f"“{form}” may be {' or '.join(f'“{name}”' for name in names)}. Write the full name."
    return error("two-speakers", override.path, override.line, message)


def _role(corrected: Corrected, override: Override) -> None:
    once(corrected, override, ("role", override.where[0]))
    corrected.edits.append(Edit(override))


def correct_speakers(
    speakers: Sequence[Speaker], corrected: Corrected, overrides: Iterable[Override]
) -> tuple[tuple[Speaker, ...], tuple[Problem, ...]]:
    """Give speakers the roles that editors set, and check that every name an override speaks of is there."""
    problems: list[Problem] = []
    roles: dict[int, Override] = {}  # by number: two unnamed sources may be described in the same words
    for override in overrides:
        for form in override.where if override.do in ("name", "role") else ():
            try:
                if _unknown_now(form, speakers, corrected):
                    problems.append(no_effect(override, f"Nobody is called “{form}” in the brief any more."))
                    continue
                called = _called(form, speakers, override)
                if override.do == "role":
                    first = roles.setdefault(called, override)
                    if first is not override:
                        raise Stop(twice(override, first))
                    problems += _same_role(speakers[called], corrected, override)
            except Stop as stop:
                problems += stop.problems
    made = (
        replace(speaker, override_role=str(roles[number].to)) if number in roles else speaker
        for number, speaker in enumerate(speakers)
    )
    return tuple(made), tuple(problems)


def _unknown_now(form: str, speakers: Sequence[Speaker], corrected: Corrected) -> bool:
    """Whether the articles have a name that no speaker has: one that an earlier version of the tool took for a speaker's."""
    called = any(form in (s.name, *s.forms) for s in speakers)
    texts = {e.article.id: e.article.text for e in corrected.found}
    return not called and any(
        not texts[p.article][p.span.end : p.span.end + 1].isalnum() for p in places(form, corrected.found)
    )


def _called(form: str, speakers: Sequence[Speaker], override: Override) -> int:
    """Return the number of the one speaker whom the brief or an article calls `form`."""
    found = [n for n, s in enumerate(speakers) if s.name == form]
    found = found or [n for n, s in enumerate(speakers) if form in s.forms]
    if len(found) == 1 or (found and override.do == "name"):
        return found[0]
    if found:
        raise Stop(_two_speakers(form, [speakers[n].name for n in found], override))
    near = nearest(form, {f for s in speakers for f in (s.name, *s.forms)})
    hint = f" The nearest is “{near}”." if near else ""
    message = f"No speaker of this story is called “{form}”.{hint}"
    raise Stop(error("no-such-speaker", override.path, override.line, message))


def _same_role(speaker: Speaker, corrected: Corrected, override: Override) -> list[Problem]:
    texts = {e.article.id: e.article.text for e in corrected.extracts}
    given = {role.span.of(texts[role.article]) for role in speaker.roles}
    return [no_effect(override, f"The articles call {speaker.name} that.")] if given == {str(override.to)} else []


# --- the brief, and articles -----------------------------------------------------------------------------------


def _note(corrected: Corrected, override: Override) -> None:
    place = the_place(override, override.where[0], corrected.found, corrected.earlier) if override.where else None
    corrected.edits.append(Edit(override, place))


def _words_of_the_brief(corrected: Corrected, override: Override) -> None:
    """Set the headline or the teaser."""
    once(corrected, override, override.do)
    setattr(corrected, override.do, Line(str(override.to), None))
    corrected.edits.append(Edit(override))


def _article_metadata(corrected: Corrected, override: Override) -> None:
    """Record the change only: story.read puts an article's metadata in place before the article is read."""
    for key, _ in override.fields:
        once(corrected, override, ("article", override.article, key))
    corrected.edits.append(Edit(override))


def _read(corrected: Corrected, override: Override) -> None:
    """Tell what came of it: article.read has put the block in or out."""
    words, file = override.where[0], override.article
    extract = next((e for e in corrected.found if e.article.source.file == file), None)
    if extract is None:
        raise Stop(error("no-place", override.path, override.line, f"There is no file “{file}” in sources/."))
    found = blocks(words, extract)
    if len(found) != 1:
        many = f"stands in {len(found)} blocks" if found else "stands in no block"
        told = f"“{words}” {many} of {file}. Quote words of one, as “storybrief read” prints it."
        raise Stop(error("two-places" if found else "no-place", override.path, override.line, told))
    once(corrected, override, ("read", file, found[0]))
    if found[0] not in extract.article.by_editor:
        corrected.problems.append(no_effect(override, f"The block is read so anyway ({override.to})."))
    corrected.edits.append(Edit(override))


KINDS: Mapping[str, Callable[[Corrected, Override], None]] = MappingProxyType(
    {
        "speaker": said.speaker,
        "name": _name,
        "role": _role,
        "drop": said.drop,
        "join": _pair,
        "part": _pair,
        "wording": _of_one_claim,
        "order": _of_one_claim,
        "background": _of_one_claim,
        "independence": _independence,
        "article": _article_metadata,
        "note": _note,
        "headline": _words_of_the_brief,
        "teaser": _words_of_the_brief,
        "add": said.add,
        "trim": said.trim,
        "cue": said.cue,
        "checked": checked,
        "read": _read,
    }
)
