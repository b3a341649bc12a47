"""Did the overrides about claims and the headline change the brief? Known only when it is made.

One that could not be obeyed is an error, one that changes nothing a warning: else an editor would believe in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from storybrief.model import BriefLine, Claim, Decisions, Line, Merged, Override, Passage
from storybrief.problems import Problem, error
from storybrief.story.corrected import Corrected, no_effect

Merge = Callable[[Decisions], Merged]


def effects(corrected: Corrected, merged: Merged, merge: Merge, headline: Line | None) -> tuple[Problem, ...]:
    """Return what is wrong with the overrides about claims and the headline, each with its path and line.

    `merged` is what came out; `merge` makes it anew under other decisions; `headline` is what stands there without an
    override. Errors: "not-obeyed"; warnings: "no-effect".
    """
    made = corrected.decisions
    before = {
        kinds: merge(decisions)
        for kinds, decisions in (
            (("join", "part"), Decisions()),
            (("wording", "order", "background"), Decisions(made.joined, made.parted)),
        )
        if any(override.do in kinds for override, _ in corrected.claims)
    }
    problems: list[Problem] = []
    for override, group in groupby(corrected.claims, key=lambda claim: claim[0]):
        without = next(m for kinds, m in before.items() if override.do in kinds)
        problems += _effect(override, [at for _, at in group], merged, without)
    return (*problems, *_same_headline(corrected, headline))


def _effect(
    override: Override, places: Sequence[tuple[Passage, ...]], merged: Merged, without: Merged
) -> Iterator[Problem]:
    """Tell of an override whose words stand in `places`: several where copies have the same sentence."""
    refused = _REFUSALS[override.do]
    refusal = next(filter(None, (refused(override, at, merged) for at in places)), None)
    if refusal:
        yield error("not-obeyed", override.path, override.line, refusal)
    elif not any(refused(override, at, without) for at in places):
        yield no_effect(override, "The brief is the same without it.")


def _join(_: Override, at: tuple[Passage, ...], merged: Merged) -> str | None:
    if _home(at[0], merged) == _home(at[1], merged):
        return None
    return "The two are still apart: another override keeps them so."


def _part(_: Override, at: tuple[Passage, ...], merged: Merged) -> str | None:
    """They are in no claim together, and no row of what is told in two ways has both."""
    if set(_mostly(at[0], merged)) & set(_mostly(at[1], merged)):
        return "The two are still in one claim: another override, or a third sentence, joins them."
    if any(row.later(at[0], at[1]) is not None for row in merged.disputes):
        return "The two are still told as one fact."
    return None


def _wording(_: Override, at: tuple[Passage, ...], merged: Merged) -> str | None:
    shown = [merged.claims[number].shown for number in _touched(at[0], merged)]
    if any(p.article == at[0].article and p.span.overlaps(at[0].span) for p in shown):
        return None
    return "Another override chooses the wording of the same claim. Keep one of the two."


def _order(override: Override, at: tuple[Passage, ...], merged: Merged) -> str | None:
    """The sentence has its place among the lines, or its claim has it among the claims."""
    place = int(override.to or 0) - 1
    if place < len(merged.lines) and _is_line(at[0], merged.lines[place]):
        return None
    several = [number for number, claim in enumerate(merged.claims) if len(claim.articles) > 1 and not claim.background]
    older = [number for number, claim in enumerate(merged.claims) if claim.background]
    touched = [number for number in _touched(at[0], merged) if number in (*several, *older)]
    if not touched:
        return "Only one article has these words; such sentences stand in the order of their article."
    here, what = (several, "are in several articles") if touched[0] in several else (older, "are background")
    if any(override.to == here.index(number) + 1 for number in touched if number in here):
        return None
    return f"{len(here)} claims {what}, so this place is not free. Choose one up to {len(here)}."


def _background(override: Override, at: tuple[Passage, ...], merged: Merged) -> str | None:
    if all(bool(merged.claims[number].background) == (override.to == "in") for number in _touched(at[0], merged)):
        return None
    return "Another override, about the same claim, says otherwise. Keep one of the two."


_REFUSALS: dict[str, Callable[[Override, tuple[Passage, ...], Merged], str | None]] = {
    "join": _join,
    "part": _part,
    "wording": _wording,
    "order": _order,
    "background": _background,
}


def _is_line(at: Passage, line: BriefLine) -> bool:
    return line.shown.article == at.article and line.shown.span.overlaps(at.span)


def _touched(at: Passage, merged: Merged) -> list[int]:
    """Return the numbers of the claims that have words at `at`, those with the most first."""
    shared = {number: _shared(at, claim) for number, claim in enumerate(merged.claims)}
    return sorted((number for number in shared if shared[number]), key=lambda number: (-shared[number], number))


def _mostly(at: Passage, merged: Merged) -> list[int]:
    """Return the numbers of the claims with a passage that lies for more than half at `at`, else the one with most."""
    held = [
        number
        for number, claim in enumerate(merged.claims)
        if any(p.article == at.article and 2 * p.span.shared(at.span) > len(p.span) for p in claim.passages)
    ]
    return held or [_home(at, merged)]


def _shared(at: Passage, claim: Claim) -> int:
    return sum(p.span.shared(at.span) for p in claim.passages if p.article == at.article)


def _home(at: Passage, merged: Merged) -> int:
    return _touched(at, merged)[0]  # every sentence of a body is in claims, whole


def _same_headline(corrected: Corrected, headline: Line | None) -> Iterator[Problem]:
    if corrected.headline and headline and corrected.headline.words == headline.words:
        yield no_effect(corrected.first["headline"], "The brief has this headline anyway.")
