"""The footnotes as annotations (W3C Web Annotation Data Model, 2017): each finds its words in the article again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from storybrief.model import visible
from storybrief.out.rows import ArticleRow, FootnoteRow
from storybrief.pages.escape import link

AROUND = 32  # code points of context, as the model's own examples and annotation tools have


def web_annotations(story: str, notes: Iterable[FootnoteRow], articles: Iterable[ArticleRow], texts: Mapping[str, str]) -> str:  # fmt: skip
    """Return an AnnotationCollection's items as one AnnotationPage.

    `texts` is article -> its text as the tool reads it, in which the positions count. The target is the article's own
    address, and where none is known the SHA-256 of its file.
    """
    source = {a.article: visible(a.url or "") if link(a.url) else f"urn:sha256:{a.sha256}" for a in articles}
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:storybrief:{story}:annotations",
        "type": "AnnotationPage",
        "items": [_annotation(story, note, source[note.article], texts[note.article]) for note in notes],
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotation(story: str, note: FootnoteRow, source: str, text: str) -> dict[str, object]:
    before, after = text[max(0, note.start - AROUND) : note.start], text[note.end : note.end + AROUND]
    return {
        "id": f"urn:storybrief:{story}:{note.footnote}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": {"type": "TextualBody", "purpose": "identifying", "value": f"{story}, footnote {note.footnote}: {note.letter}, {note.place}"},
        "target": {
            "source": source,
            "selector": [
                {"type": "TextQuoteSelector", "exact": note.words, "prefix": before, "suffix": after},
                {"type": "TextPositionSelector", "start": note.start, "end": note.end},
            ],
        },
    }  # fmt: skip
