"""What did an editor look at and leave as it is? A check holds while its words, and the speaker it names, are what they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storybrief.model import Check, Extract, Lapse, Override, Passage, Speaker
from storybrief.problems import Problem
from storybrief.story.corrected import Corrected, no_effect
from storybrief.story.places import copied, places


def checked(corrected: Corrected, override: Override) -> None:
    """Note a check at each place of its words. One whose words are gone, or stand twice, lapses: it stops nothing."""
    found = places(override.where[0], corrected.found, override.article)
    if not found:
        corrected.lapses.append(Lapse(override, f"no article has the words “{override.where[0]}” any more"))
    elif len(found) > 1 and not copied(found, corrected.found):
        told = (
            f"“{override.where[0]}” stands in {len(found)} places; quote more words, or name the file with “article:”"
        )
        corrected.lapses.append(Lapse(override, told))
    else:
        speaker = None if override.to is None else str(override.to)
        corrected.checks += [Check(override, at, override.field("on") or "", speaker) for at in found]


def settle(
    corrected: Corrected, speakers: Iterable[Speaker]
) -> tuple[tuple[Check, ...], tuple[Lapse, ...], tuple[Problem, ...]]:
    """Return the checks that hold, all that lapsed, and a warning for each that a later one makes needless.

    `speakers` are those of the brief, under the names it shows.
    """
    named = {place: {s.name, *s.forms} for s in speakers for place in s.statements}
    kept: dict[tuple[Passage, str | None], Check] = {}
    lapses = list(corrected.lapses)
    problems = []
    for check in sorted(corrected.checks, key=lambda check: (check.on, check.override.line)):
        why = _another(check, corrected.extracts, named) if check.speaker else None
        if why:
            lapses.append(Lapse(check.override, why))
            continue
        older = kept.get((check.at, check.speaker))
        if older:
            later = f"The check of {check.on} on line {check.override.line} says the same of these words."
            problems.append(no_effect(older.override, later))
        kept[check.at, check.speaker] = check
    return (
        tuple(sorted(kept.values(), key=lambda c: c.at)),
        tuple(dict.fromkeys(lapses)),
        tuple(dict.fromkeys(problems)),
    )


def _another(check: Check, extracts: Sequence[Extract], named: dict[tuple[str, int], set[str]]) -> str | None:
    """Say that the brief no longer gives the words to the speaker whom the editor looked at."""
    extract = next(e for e in extracts if e.article.id == check.at.article)
    there = [s for s in extract.statements if any(c.overlaps(check.at.span) for c in s.content)]
    names = [{*named.get((s.article, s.number), ()), s.attribution.name} for s in there]
    if any(check.speaker in own for own in names):
        return None
    others = dict.fromkeys(s.attribution.name or "nobody that is known" for s in there)
    return f"the brief gives these words to {' and '.join(others) or 'nobody'}, not to {check.speaker}"
