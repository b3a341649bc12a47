"""What does an override do to what an article's words were said by whom? The kinds that are about statements.

A statement is found by its words as the tool found it (or as `add` made it), and changed as the overrides before left it:
so `speaker`, `trim` and `cue` may all be about one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from msgspec.structs import replace

from storybrief.model import (
    Attribution,
    Dropped,
    Edit,
    Extract,
    Override,
    Passage,
    Span,
    Statement,
    StatementKind,
    Trace,
    Unsaid,
)
from storybrief.problems import Problem, Stop, error, warning
from storybrief.story.corrected import Corrected, no_effect, once
from storybrief.story.places import places, places_within, the_place, the_statements, told_apart


def speaker(corrected: Corrected, override: Override) -> None:
    """Give the words to somebody. What is several statements now goes to them only when one speaker has all."""
    statements, place = the_statements(override, corrected.found, corrected.earlier)
    if len({s.attribution.name for s in statements}) > 1:
        told = told_apart(override, statements, corrected.found)
        corrected.problems.append(warning("two-statements", override.path, override.line, told))
        return
    if not statements:
        corrected.problems.append(_no_statement(override))
    for statement in statements:
        _give(corrected, override, statement, place)
    corrected.edits.append(Edit(override, place))


def _no_statement(override: Override) -> Problem:
    said = f"“{override.where[0]}” is given to nobody: the brief does not show it as said."
    return no_effect(override, said)


def _give(corrected: Corrected, override: Override, statement: Statement, place: Passage) -> None:
    once(corrected, override, ("statement", statement.article, statement.number))
    old = statement.attribution
    to = None if override.to is None else _full_name(corrected.found, str(override.to))
    if to == old.name:
        who = f"“{to}” already has" if to else "Nobody has"
        corrected.problems.append(no_effect(override, f"{who} the words “{override.where[0]}”."))
    else:
        given = _attribution(corrected, old, to, override, place)
        _put(corrected, statement, lambda now: replace(now, attribution=replace(given, cue=now.attribution.cue)))


def _attribution(
    corrected: Corrected, old: Attribution, to: str | None, override: Override, place: Passage
) -> Attribution:
    """Give the words to `to`. The article's own words for the old speaker are no form of the new one's name."""
    by = Trace("editor", (override.why,))
    if to is None:
        return replace(old, name=None, named=None, role=None, kind=None, by=by, candidates=(), sure=0.0)
    known = [a for e in corrected.found for a in _attributions(e) if a.name == to]
    own = next(e for e in corrected.found if e.article.id == place.article)
    here = next((a for a in _attributions(own) if a.name == to), None)
    return replace(
        old,
        mention=None,
        head=None,
        name=to,
        named=here.named if here else _first_place(to, own),
        role=here.role if here else None,
        kind=known[0].kind if known else corrected.hand().kind_of(to),
        by=by,
        candidates=(),
        sure=1.0,
    )


def _attributions(extract: Extract) -> list[Attribution]:
    return [s.attribution for s in extract.statements]


def _first_place(words: str, extract: Extract) -> Span | None:
    return next((p.span for p in places(words, [extract])), None)


def _full_name(extracts: Sequence[Extract], name: str) -> str:
    """Return the one name of the story's speakers that `name` is the end of ("Witkoff"), else `name` itself."""
    names = {a.name for e in extracts for a in _attributions(e) if a.name and a.kind != "unnamed"}
    longer = [known for known in sorted(names) if known.casefold().endswith(f" {name.casefold()}")]
    return longer[0] if name not in names and len(longer) == 1 else name


def _put(corrected: Corrected, old: Statement, change: Callable[[Statement], Statement | None]) -> None:
    """Put in the place of the statement what `change` makes of it as it stands now; None takes it away."""

    def changed(extract: Extract) -> Extract:
        made = (change(s) if s.number == old.number else s for s in extract.statements)
        return replace(extract, statements=tuple(s for s in made if s is not None))

    corrected.extracts = tuple(changed(e) if e.article.id == old.article else e for e in corrected.extracts)


def drop(corrected: Corrected, override: Override) -> None:
    """Take a statement out."""
    statements, place = the_statements(override, corrected.found, corrected.earlier)
    edit = Edit(override, place)
    if not statements:
        corrected.problems.append(_no_statement(override))
    for statement in statements:
        for what in ("statement", "words", "cue"):
            once(corrected, override, (what, statement.article, statement.number))
        _put(corrected, statement, lambda _: None)
        corrected.dropped.append(Dropped(statement, edit))
    corrected.edits.append(edit)


# --- words and cue ---------------------------------------------------------------------------------------------


def add(corrected: Corrected, override: Override) -> None:
    """Make a statement of words that the tool gave to nobody."""
    place = the_place(override, override.where[0], corrected.found, corrected.earlier)
    extract = _of(corrected.found, place.article)
    to = None if override.to is None else _full_name(corrected.found, str(override.to))
    if _said_already(corrected, override, place, to):
        return
    cue = override.field("cue")
    span = _cue_span(override, cue, extract, place.span) if cue else None
    kind = next((kind for kind in get_args(StatementKind) if kind == override.field("kind")), None)
    hand = corrected.hand()
    made = hand.added(extract, place.span, span, kind)
    if kind in ("direct", "mixed") and not made.quoted:
        message = f"“{override.where[0]}” has no quotation marks around it, or in it: take out “kind: {kind}”."
        raise Stop(error("no-marks", override.path, override.line, message))
    if made.polarity == "asserted":
        _keep_meaning(corrected, override, extract, made, hand.before(extract, made), "where")
    blank = made.attribution
    made = replace(made, attribution=replace(_attribution(corrected, blank, to, override, place), cue=blank.cue))
    for what in ("statement", "words", "cue"):
        once(corrected, override, (what, made.article, made.number))
    statements = tuple(sorted((*extract.statements, made), key=lambda s: (s.content[0].start, s.number)))
    corrected.found = _swapped(corrected.found, replace(extract, statements=statements))
    corrected.extracts = _swapped(corrected.extracts, _in_step(replace(extract, statements=statements), None, made))
    corrected.edits.append(Edit(override, replace(place, span=made.content[0])))


def _said_already(corrected: Corrected, override: Override, place: Passage, to: str | None) -> bool:
    """Whether the speaker has the words anyway, which is told; raises Stop when they are somebody else's."""
    there = [
        s for s in _of(corrected.found, place.article).statements if any(c.overlaps(place.span) for c in s.content)
    ]
    if not there:
        return False
    names = [s.attribution.name for s in there]
    if set(names) == {to} and any(_hull(s).holds(place.span) for s in there):
        who = f"“{to}” already has" if to else "Nobody has"
        corrected.problems.append(no_effect(override, f"{who} the words “{override.where[0]}”."))
        corrected.edits.append(Edit(override, place))
        return True
    who = " and ".join(f"“{name}”" if name else "nobody that is known" for name in dict.fromkeys(names))
    message = (
        f"Words of “{override.where[0]}” are a statement already, of {who}. Change it with “do: speaker” or “do: trim”, "
        "or quote words that are none."
    )
    raise Stop(error("already-said", override.path, override.line, message))


def trim(corrected: Corrected, override: Override) -> None:
    """Leave of a statement's words those that were said."""
    statement, place = _the_statement(corrected, override)
    if statement is None:
        corrected.edits.append(Edit(override, place))
        return
    once(corrected, override, ("words", statement.article, statement.number))
    extract, hand = _of(corrected.extracts, statement.article), corrected.hand()
    to = str(override.to)
    sentences = [extract.sentences[number - 1].span for number in statement.sentences]
    near = Span(sentences[0].start, sentences[-1].end)
    words = _one_place(override, to, extract, [near], "the statement's sentence", inside=statement.content)
    now = next(s for s in extract.statements if s.number == statement.number)
    made = hand.trimmed(extract, now, words)
    if made.content == now.content:
        corrected.problems.append(no_effect(override, f"The words said are “{to}” anyway."))
    if now.polarity != "asserted" and made.polarity == "asserted":
        turns = " … ".join(span.of(extract.article.text) for span in now.turned)
        raise Stop(_turned(override, turns, to, "to"))
    _keep_meaning(corrected, override, extract, made, now.content, "to")
    _put(corrected, statement, lambda _: made)
    corrected.extracts = _swapped(
        corrected.extracts, _in_step(_of(corrected.extracts, statement.article), statement, made)
    )
    corrected.edits.append(Edit(override, replace(place, span=made.content[0])))


def cue(corrected: Corrected, override: Override) -> None:
    """Say which words tell that a statement was said, or that none do."""
    statement, place = _the_statement(corrected, override)
    if statement is not None:
        once(corrected, override, ("cue", statement.article, statement.number))
        extract = _of(corrected.extracts, statement.article)
        now = next(s for s in extract.statements if s.number == statement.number)
        span = None if override.to is None else _cue_span(override, str(override.to), extract, *now.content)
        if span == now.attribution.cue:
            told = "The word of saying is that anyway." if span else "No word of saying was found for it anyway."
            corrected.problems.append(no_effect(override, told))
        made = corrected.hand().cued(extract, now, span)
        _put(corrected, statement, lambda _: made)
    corrected.edits.append(Edit(override, place))


def _the_statement(corrected: Corrected, override: Override) -> tuple[Statement | None, Passage]:
    """Return the one statement that the quoted words are of, None when they are of none now, and their place."""
    statements, place = the_statements(override, corrected.found, corrected.earlier)
    if len(statements) > 1:
        told = told_apart(override, statements, corrected.found)
        raise Stop(error("two-statements", override.path, override.line, told))
    if not statements:
        corrected.problems.append(_no_statement(override))
    return (statements[0] if statements else None), place


def _cue_span(override: Override, words: str, extract: Extract, *content: Span) -> Span:
    """Return where the cue's words stand: in the statement's sentences, else in its paragraph; never in what was said."""
    paragraph = next(p.span for p in extract.article.paragraphs if p.span.overlaps(content[0]))
    sentences = [s.span for s in extract.sentences if any(c.overlaps(s.span) for c in content)]
    near = [Span(sentences[0].start, sentences[-1].end), paragraph]
    return _one_place(override, words, extract, near, "the statement's paragraph", outside=content)


def _one_place(
    override: Override,
    words: str,
    extract: Extract,
    near: Sequence[Span],
    what: str,
    *,
    inside: Sequence[Span] = (),
    outside: Sequence[Span] = (),
) -> Span:
    """Return the one place of `words` in the first of the spans `near` that has them; several `inside` are told apart
    from those that are not. Raises Stop with "no-place" or "two-places".
    """
    for span in near:
        found = [at for at in places_within(words, extract, span) if not any(c.overlaps(at) for c in outside)]
        within = [at for at in found if any(c.holds(at) for c in inside)]
        found = within or found
        if len(found) == 1:
            return found[0]
        if found:
            message = f"“{words}” stands {len(found)} times in {what}. Quote more words."
            raise Stop(error("two-places", override.path, override.line, message))
    said = " ".join(near[0].of(extract.article.text).split())
    message = f"“{words}” does not stand in {what}. Quote words of: “{said}”"
    raise Stop(error("no-place", override.path, override.line, message))


def _keep_meaning(
    corrected: Corrected,
    override: Override,
    extract: Extract,
    made: Statement,
    within: Sequence[Span],
    key: str,
) -> None:
    left = corrected.hand().left_out(extract, made, within)
    if left:
        raise Stop(
            _turned(override, left.of(extract.article.text), override.to if key == "to" else override.where[0], key)
        )


def _turned(override: Override, turns: str, words: str | int | None, key: str) -> Problem:
    message = f"“{turns}” turns the meaning of “{words}”. Quote it too, in “{key}:”."
    return error("meaning-turned", override.path, override.line, message)


def _of(extracts: Iterable[Extract], article: str) -> Extract:
    return next(e for e in extracts if e.article.id == article)


def _swapped(extracts: Iterable[Extract], new: Extract) -> tuple[Extract, ...]:
    return tuple(new if e.article.id == new.article.id else e for e in extracts)


def _hull(statement: Statement) -> Span:
    return Span(statement.content[0].start, statement.content[-1].end)


def _in_step(extract: Extract, was: Statement | None, now: Statement) -> Extract:
    """Keep with the statements what depends on them: who gives a figure, and what in quotation marks is no statement."""
    figures = tuple(
        replace(
            f,
            statement=next((s.number for s in extract.statements if any(c.overlaps(f.span) for c in s.content)), None),
        )
        if any(f.sentence in s.sentences for s in (was, now) if s)
        else f
        for f in extract.figures
    )
    said = {span for s in extract.statements for span in s.quoted}
    cut = [span for span in (was.quoted if was else ()) if span not in said]
    unsaid = [one for one in extract.unsaid if one.span not in said]
    unsaid += [Unsaid(extract.article.id, _sentence(extract, span), span, "cut by an editor") for span in cut]
    return replace(extract, figures=figures, unsaid=tuple(sorted(unsaid, key=lambda one: (one.span, one.reason))))


def _sentence(extract: Extract, span: Span) -> int:
    return next(s.number for s in extract.sentences if s.span.overlaps(span))
