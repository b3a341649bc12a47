"""What was corrected in all briefs? One page, newest first; none while there is nothing to correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

import jinja2
from msgspec import Struct

from storybrief.model import Brief, Correction, CorrectionKind
from storybrief.pages.due import Due, page
from storybrief.store.cache import key_of, to_json
from storybrief.store.layout import CORRECTIONS

NAMES: Mapping[CorrectionKind, str] = MappingProxyType(
    {"correction": "Correction", "clarification": "Clarification", "withdrawn": "Withdrawn"}
)


class Corrected(Struct, frozen=True):
    """The corrections of one story, and the headline of its brief."""

    story: str
    headline: str
    corrections: tuple[Correction, ...]


def corrected(brief: Brief) -> Corrected:
    """Take from a brief what the page of all corrections shows of it."""
    return Corrected(brief.story, brief.headline.words, brief.corrections)


def corrections_page(templates: jinja2.Environment, stories: Iterable[Corrected]) -> Iterator[Due]:
    """Yield the page of all corrections, or no page."""
    every = [(story, one) for story in sorted(stories, key=lambda s: s.story) for one in story.corrections]
    every.sort(key=lambda pair: pair[1].when, reverse=True)
    if every:
        make = partial(page, templates, "corrections.md.jinja", CORRECTIONS, "Corrections", every=every, names=NAMES)
        yield Due(CORRECTIONS, key_of(to_json(every)), make)
