"""What does a brief tell machines of itself? JSON-LD in the words of schema.org, at the end of its page.

Addresses are relative to the page, so they are right under any site address and without one.
"""

from __future__ import annotations

from collections.abc import Mapping

from storybrief.model import Brief, Extract, Speaker, Statement, visible
from storybrief.pages.addresses import Addresses
from storybrief.pages.escape import Markdown, link, script_json
from storybrief.pages.footnotes import letters
from storybrief.pages.glance import updated
from storybrief.pages.updates import version

_TYPES = {"person": "Person", "organisation": "Organization", "outlet": "Organization"}


def linked_data(brief: Brief, at: Addresses | None = None) -> Markdown:
    """Return the JSON of a brief as an Article: its articles as citations and, on the page that has the addresses `at`,
    its quotations as parts.
    """
    places = {e.article.id: f"#article-{letter.lower()}" for e, letter in zip(brief.extracts, letters(brief.by_id).values(), strict=True)}  # fmt: skip
    speakers = brief.speaker_of
    quotations = [
        _quotation(e, s, at, places, speakers.get((e.article.id, s.number)))
        for e in brief.extracts
        for s in e.statements
        if s.quoted and at is not None
    ]
    made: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": visible(brief.headline.words),
        "dateModified": updated(brief),
        "citation": [_citation(e, places, version(brief, e.article.id)) for e in brief.extracts],
        "hasPart": quotations,
    }
    return script_json(_given(made))


def _citation(extract: Extract, places: Mapping[str, str], number: int) -> dict[str, object]:
    source = extract.article.source
    return _given(
        {
            "@type": "NewsArticle",
            "@id": places[extract.article.id],
            "headline": extract.article.title,
            "author": {"@type": "Person", "name": source.author} if source.author else None,
            "publisher": {"@type": "Organization", "name": source.outlet} if source.outlet else None,
            "datePublished": source.published,
            "dateModified": source.modified,
            "version": number if number > 1 else None,
            "url": source.url if link(source.url) else None,
        }
    )


def _quotation(
    extract: Extract, statement: Statement, at: Addresses, places: Mapping[str, str], speaker: Speaker | None
) -> dict[str, object]:
    words = (visible(span.of(extract.article.text)) for span in statement.quoted)
    return _given(
        {
            "@type": "Quotation",
            "@id": f"#{at.statements[extract.article.id, statement.number]}",
            "text": " … ".join(words),
            "spokenByCharacter": _speaker(speaker) if speaker else None,
            "isBasedOn": {"@id": places[extract.article.id]},
        }
    )


def _speaker(speaker: Speaker) -> dict[str, object] | None:
    kind = _TYPES.get(speaker.kind)
    return {"@type": kind, "name": speaker.name} if kind else None


def _given(values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, [])}
