"""What does a brief say of its articles that a newer version replaced? Both wordings side by side, altered quotations first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from storybrief.model import Article, Brief, Extract, Passage, Revision, RevisionKind, Source
from storybrief.pages.footnotes import letters, place
from storybrief.pages.glance import count

# How a revision is called in a row; how several of them are counted.
NAMES: dict[RevisionKind, str] = {
    "quotation": "quotation altered",
    "reworded": "reworded",
    "gone": "gone",
    "new": "new",
}


class Updated(Struct, frozen=True):
    """One step from a version of an article to the next, as the brief's page shows it.

    id       of the section; it has the letter of the article and the number of the newer version
    number   of the earlier version, from 1
    was, now the two as articles; `last` says whether the newer one is the article as it is, which footnotes lead to
    titles   the two titles, when they differ; None stands for a version without one
    open, folded   the revisions that are seen at once (altered quotations), and the others
    told     how much changed, in words
    """

    id: str
    article: str
    number: int
    was: Article
    now: Article
    last: bool
    titles: tuple[str | None, str | None] | None
    open: tuple[Revision, ...]
    folded: tuple[Revision, ...]
    told: str


def updated(brief: Brief) -> tuple[Updated, ...]:
    """Return what newer versions changed, article by article, the first version of each first."""
    return tuple(_updated(brief))


def _updated(brief: Brief) -> Iterator[Updated]:
    letter = letters(brief.by_id) if brief.updates else {}
    for update in brief.updates:
        was, now = update.was.article, update.now.article
        yield Updated(
            id=section(letter[update.article], update.number + 1),
            article=update.article,
            number=update.number,
            was=was,
            now=now,
            last=now.id == update.article,
            titles=(was.title, now.title) if was.title != now.title else None,
            open=tuple(r for r in update.revisions if r.kind == "quotation"),
            folded=tuple(r for r in update.revisions if r.kind != "quotation"),
            told=told((r.kind for r in update.revisions), update.kept),
        )


def section(letter: str, number: int) -> str:
    """Return the id of the section on the version `number` of an article."""
    return f"updated-{letter.lower()}-{number}"


def version(brief: Brief, article: str) -> int:
    """Return which version of an article the brief is made from, counted from 1."""
    return 1 + sum(1 for update in brief.updates if update.article == article)


def day(source: Source) -> str | None:
    """Return the day of a version, as it gives it itself: of its last change, else of its publication."""
    when = source.modified or source.published
    return when[:10] if when else None


def where(extract_of: dict[str, Extract], at: Passage) -> str:
    """Return where in its version a sentence stands, as a reader would say it."""
    extract = extract_of[at.article]
    return place(extract.article, extract.sentences[at.sentence - 1])


def of_brief(brief: Brief) -> str:
    """Return the `summary` of a brief."""
    altered = sum(1 for update in brief.updates for r in update.revisions if r.kind == "quotation")
    return summary(len({update.article for update in brief.updates}), altered)


def summary(articles: int, altered: int) -> str:
    """Say how many articles have a newer version, and how many quotations that altered."""
    return f"{count(articles, 'article')} with a newer version, {count(altered, 'quotation')} altered"


def told(kinds: Iterable[RevisionKind], kept: int) -> str:
    """Say how many revisions of each kind there are, and how many sentences are `kept`."""
    every = Counter(kinds)
    parts = {
        "quotation": f"{count(every['quotation'], 'quotation')} altered",
        "reworded": f"{count(every['reworded'], 'sentence')} reworded",
        "gone": f"{every['gone']} gone",
        "new": f"{every['new']} new",
    }
    changed = ", ".join(part for kind, part in parts.items() if kind in every) or "No sentence changed"
    return f"{changed}; {count(kept, 'sentence')} as before."
