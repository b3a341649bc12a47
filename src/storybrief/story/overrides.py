"""What does an override do? A table, KINDS: the name in `do:` -> the function that applies it.

An override finds its place by quoted words. They must stand in exactly one place of the story's articles (white
space and the style of quotation marks aside); otherwise the build says so and names the nearest words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from rapidfuzz import fuzz

from storybrief.model import (
    Article,
    Attribution,
    Decisions,
    Dropped,
    Edit,
    Extract,
    Line,
    Override,
    Passage,
    Span,
    Speaker,
    Statement,
    Trace,
)
from storybrief.problems import Problem, error, nearest

_MARKS = {**dict.fromkeys("'‘’‛", "['‘’‛]"), **dict.fromkeys('"“”„‟', '["“”„‟]')}
_SHORT = 90


@dataclass
class Corrected:
    """A story's extracts with the overrides applied, and what the later stages need to obey the others."""

    extracts: tuple[Extract, ...]
    joined: list[tuple[Passage, Passage]] = field(default_factory=list)
    parted: list[tuple[Passage, Passage]] = field(default_factory=list)
    shown: list[Passage] = field(default_factory=list)
    order: list[tuple[Passage, int]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Override] = field(default_factory=dict)
    headline: Line | None = None
    teaser: Line | None = None
    edits: list[Edit] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def decisions(self) -> Decisions:
        """What the overrides say about claims."""
        return Decisions(tuple(self.joined), tuple(self.parted), tuple(self.shown), tuple(self.order))


def correct(extracts: Sequence[Extract], overrides: Iterable[Override]) -> Corrected:
    """Apply `overrides` to what was found in the articles of one story.

    Returns the corrected extracts, the decisions for the claims, and every override that no longer applies as a
    problem with its path and line. Overrides are applied in the order written.
    """
    corrected = Corrected(tuple(extracts))
    for override in overrides:
        KINDS[override.do](corrected, override)
    return corrected


def correct_speakers(
    speakers: Sequence[Speaker], corrected: Corrected, overrides: Iterable[Override]
) -> tuple[tuple[Speaker, ...], tuple[Problem, ...]]:
    """Give speakers the roles that editors set, and check that every name an override speaks of is there."""
    problems: list[Problem] = []
    known = {form for speaker in speakers for form in (speaker.name, *speaker.forms)}
    for override in overrides:
        if override.do not in ("name", "role"):
            continue
        for form in override.where:
            if form not in known:
                near = nearest(form, known)
                hint = f" The nearest is “{near}”." if near else ""
                problems.append(
                    error(
                        "no-such-speaker",
                        override.path,
                        override.line,
                        f"No speaker of this story is called “{form}”.{hint}",
                    )
                )
    made = []
    for speaker in speakers:
        named = [o for form, o in corrected.roles.items() if form in (speaker.name, *speaker.forms)]
        made.append(replace(speaker, override_role=str(named[-1].to)) if named else speaker)
    return tuple(made), tuple(problems)


def places(words: str, extracts: Sequence[Extract], article_file: str | None = None) -> tuple[Passage, ...]:
    """Return every place in the articles' body sentences where `words` stand.

    Any white space matches any other, and straight quotation marks match curly ones; all else must be equal.
    """
    pattern = re.compile(r"\s+".join(_like(part) for part in words.split()))
    found = []
    for extract in extracts:
        if article_file is not None and not extract.article.source.path.endswith(f"/sources/{article_file}"):
            continue
        for paragraph in extract.article.body:
            for match in pattern.finditer(extract.article.text, paragraph.span.start, paragraph.span.end):
                found.append(_passage(extract, Span(match.start(), match.end())))
    return tuple(found)


def _like(part: str) -> str:
    return "".join(_MARKS.get(letter) or re.escape(letter) for letter in part)


def _passage(extract: Extract, span: Span) -> Passage:
    sentence = next(s for s in extract.sentences if s.span.overlaps(span))
    return Passage(extract.article.id, sentence.number, span)


# --- finding the one place -------------------------------------------------------------------------------------


def _the_place(corrected: Corrected, override: Override, words: str) -> Passage | None:
    """Return the one place of `words`, or None after telling what is wrong."""
    found = places(words, corrected.extracts, override.article)
    if len(found) == 1:
        return found[0]
    if found:
        where = "; ".join(f"{p.article}, “{_around(_article(corrected, p), p.span)}”" for p in found[:3])
        message = (
            f"“{words}” stands in {len(found)} places. Quote more words, or name the file with “article:”. {where}"
        )
        corrected.problems.append(error("two-places", override.path, override.line, message))
    else:
        near = _nearest_sentence(words, corrected.extracts)
        message = f"No article has the words “{words}”. The nearest are: {near}"
        corrected.problems.append(error("no-place", override.path, override.line, message))
    return None


def _nearest_sentence(words: str, extracts: Sequence[Extract]) -> str:
    best, shown = -1.0, ""
    for extract in extracts:
        text = extract.article.text
        for sentence in extract.sentences:
            if extract.article.paragraphs[sentence.paragraph].role != "body":
                continue
            own = sentence.span.of(text)
            likeness = fuzz.partial_ratio_alignment(words, own)
            if likeness and likeness.score > best:
                span = Span(sentence.span.start + likeness.dest_start, sentence.span.start + likeness.dest_end)
                best, shown = likeness.score, f"“{_around(extract.article, span)}” ({extract.article.id})"
    return shown


def _around(article: Article, span: Span) -> str:
    """Return the words of `span`, widened to whole words and a little of what stands around them."""
    text = article.text
    start = text.rfind(" ", 0, max(span.start - 10, 0)) + 1
    end = text.find(" ", min(span.end + 10, len(text)))
    words = " ".join(text[start : end if end > 0 else len(text)].split())
    return words if len(words) <= _SHORT else words[:_SHORT].rsplit(" ", 1)[0] + "…"


def _article(corrected: Corrected, place: Passage) -> Article:
    return next(e.article for e in corrected.extracts if e.article.id == place.article)


def _the_statement(corrected: Corrected, override: Override) -> tuple[Statement, Passage] | None:
    place = _the_place(corrected, override, override.where[0])
    if place is None:
        return None
    extract = next(e for e in corrected.extracts if e.article.id == place.article)
    touched = [s for s in extract.statements if any(c.overlaps(place.span) for c in s.content)]
    inner = [s for s in touched if any(c.holds(place.span) for c in s.content)]
    found = inner or touched
    if len(found) == 1:
        return found[0], place
    if found:
        parts = "; ".join(f"“{_around(extract.article, s.content[0])}”" for s in found)
        message = f"“{override.where[0]}” touches {len(found)} statements. Quote words of one of them only: {parts}"
        corrected.problems.append(error("two-statements", override.path, override.line, message))
    else:
        message = f"“{override.where[0]}” is in {place.article}, but nobody is said to have said it. Quote words of a statement."
        corrected.problems.append(error("no-statement", override.path, override.line, message))
    return None


def _the_sentence(corrected: Corrected, override: Override, words: str) -> Passage | None:
    place = _the_place(corrected, override, words)
    if place is None:
        return None
    extract = next(e for e in corrected.extracts if e.article.id == place.article)
    if extract.sentences[place.sentence - 1].span.holds(place.span):
        return place
    message = f"“{words}” runs over two sentences. Quote words of one."
    corrected.problems.append(error("two-sentences", override.path, override.line, message))
    return None


# --- what each override does -----------------------------------------------------------------------------------


def _speaker(corrected: Corrected, override: Override) -> None:
    found = _the_statement(corrected, override)
    if found is None:
        return
    statement, place = found
    to = None if override.to is None else str(override.to)
    old = statement.attribution
    known = _known_as(corrected, to) if to else None
    attribution = replace(
        old,
        name=to,
        named=known.named if known and to and known.name == to and place.article == _home(corrected, known) else None,
        role=known.role if known and place.article == _home(corrected, known) else None,
        kind=(known.kind if known else "person") if to else None,
        by=Trace("editor", (override.why,)),
    )
    _put(corrected, statement, replace(statement, attribution=attribution))
    corrected.edits.append(Edit(override, place))


def _known_as(corrected: Corrected, name: str) -> Attribution | None:
    every = [s.attribution for e in corrected.extracts for s in e.statements]
    return next((a for a in every if a.name == name), None)


def _home(corrected: Corrected, attribution: Attribution) -> str | None:
    return next((e.article.id for e in corrected.extracts for s in e.statements if s.attribution is attribution), None)


def _put(corrected: Corrected, old: Statement, new: Statement | None) -> None:
    def changed(extract: Extract) -> Extract:
        kept = (new if s is old else s for s in extract.statements)
        return replace(extract, statements=tuple(s for s in kept if s is not None))

    corrected.extracts = tuple(changed(e) if e.article.id == old.article else e for e in corrected.extracts)


def _drop(corrected: Corrected, override: Override) -> None:
    found = _the_statement(corrected, override)
    if found is not None:
        statement, place = found
        edit = Edit(override, place)
        _put(corrected, statement, None)
        corrected.dropped.append(Dropped(statement, edit))
        corrected.edits.append(edit)


def _join(corrected: Corrected, override: Override) -> None:
    _pair(corrected, override, corrected.joined)


def _part(corrected: Corrected, override: Override) -> None:
    _pair(corrected, override, corrected.parted)


def _pair(corrected: Corrected, override: Override, pairs: list[tuple[Passage, Passage]]) -> None:
    found = [_the_sentence(corrected, override, words) for words in override.where]
    a, b = found
    if a is None or b is None:
        return
    if (a.article, a.sentence) == (b.article, b.sentence):
        message = "Both quotations are of the same sentence. Quote two."
        corrected.problems.append(error("one-sentence", override.path, override.line, message))
        return
    pairs.append((a, b))
    corrected.edits.append(Edit(override, a))


def _wording(corrected: Corrected, override: Override) -> None:
    place = _the_sentence(corrected, override, override.where[0])
    if place is not None:
        corrected.shown.append(place)
        corrected.edits.append(Edit(override, place))


def _order(corrected: Corrected, override: Override) -> None:
    place = _the_sentence(corrected, override, override.where[0])
    if place is not None and isinstance(override.to, int):
        corrected.order.append((place, override.to))
        corrected.edits.append(Edit(override, place))


def _name(corrected: Corrected, override: Override) -> None:
    for form in override.where:
        corrected.names[form] = str(override.to)
    corrected.edits.append(Edit(override))


def _role(corrected: Corrected, override: Override) -> None:
    corrected.roles[override.where[0]] = override
    corrected.edits.append(Edit(override))


def _note(corrected: Corrected, override: Override) -> None:
    place = _the_place(corrected, override, override.where[0]) if override.where else None
    if place is not None or not override.where:
        corrected.edits.append(Edit(override, place))


def _headline(corrected: Corrected, override: Override) -> None:
    corrected.headline = Line(str(override.to), None)
    corrected.edits.append(Edit(override))


def _teaser(corrected: Corrected, override: Override) -> None:
    corrected.teaser = Line(str(override.to), None)
    corrected.edits.append(Edit(override))


def _article_metadata(corrected: Corrected, override: Override) -> None:
    """Record the change only: story.read puts an article's metadata in place before the article is read."""
    corrected.edits.append(Edit(override))


KINDS: Mapping[str, Callable[[Corrected, Override], None]] = MappingProxyType(
    {
        "speaker": _speaker,
        "name": _name,
        "role": _role,
        "drop": _drop,
        "join": _join,
        "part": _part,
        "wording": _wording,
        "order": _order,
        "article": _article_metadata,
        "note": _note,
        "headline": _headline,
        "teaser": _teaser,
    }
)
