"""Who speaks for which body of a story? The links between the two, for the evidence page."""

from __future__ import annotations

from collections.abc import Mapping

from storybrief.model import Brief, Speaker

Links = tuple[tuple[str, Speaker], ...]


def links(brief: Brief, ids: Mapping[Speaker, str]) -> Mapping[Speaker, Links]:
    """Return for each speaker with a heading (`ids`) what it is to another: "speaks for" a body, or "speaks through" somebody."""
    bodies = {s.name: s for s in brief.speakers if s in ids and s.kind in ("organisation", "outlet") and s.statements}
    made: dict[Speaker, list[tuple[str, Speaker]]] = {}
    for speaker in brief.speakers:
        for name in dict.fromkeys(one.body for one in speaker.speaks_for if one.body in bodies):
            if speaker in ids and speaker.statements and name:
                made.setdefault(speaker, []).append(("speaks for", bodies[name]))
                made.setdefault(bodies[name], []).append(("speaks through", speaker))
    return {speaker: tuple(found) for speaker, found in made.items()}
