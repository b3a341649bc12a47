"""What was corrected in all briefs? One page, newest first; none while there is nothing to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import jinja2

from storybrief.model import Brief, CorrectionKind, Page
from storybrief.pages.escape import front_matter
from storybrief.pages.seal import seal

NAMES: Mapping[CorrectionKind, str] = MappingProxyType(
    {"correction": "Correction", "clarification": "Clarification", "withdrawn": "Withdrawn"}
)


def corrections_page(templates: jinja2.Environment, briefs: Iterable[Brief]) -> tuple[Page, ...]:
    """Make the page of all corrections, or no page."""
    every = [(brief, one) for brief in sorted(briefs, key=lambda b: b.story) for one in brief.corrections]
    if not every:
        return ()
    every.sort(key=lambda pair: pair[1].when, reverse=True)
    head = front_matter({"title": "Corrections", "kind": "list"})
    text = templates.get_template("corrections.md.jinja").render(front_matter=head, every=every, names=NAMES)
    return (Page("corrections.md", seal(text)),)
