"""What is a brief made of, and what is not known of it? The few lines that a reader sees first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from storybrief.english.calendar import in_words
from storybrief.model import Brief, Independence
from storybrief.pages import sections, who_said
from storybrief.pages.once import once
from storybrief.pages.relations import SAID


class Glance(Struct, frozen=True):
    """A brief at a glance.

    outlets      the names of those of the articles that are no press releases, each once, in the order of the articles
    releases     whose press releases are among the articles, None where none is given
    groups       the number of articles when copies and rewrites of each other count as one
    several, differ, alone, background   claims in several articles, those of them in which the articles differ, claims
                             in one only, and claims older than the story, which are counted in neither
    statements, speakers     all statements; the speakers who have one, those of copies as one
    independence, missing    sentences; `missing` says what no article gives, "" when nothing is missing
    days         the first and the last day on which an article came out, in words; "" when none gives one
    updated      the newest day that an article gives, of its publication or last change (ISO 8601), None without any
    """

    articles: int
    outlets: tuple[str, ...]
    releases: tuple[str | None, ...]
    groups: int
    several: int
    differ: int
    alone: int
    background: int
    statements: int
    speakers: int
    independence: str
    missing: str
    updated: str | None
    days: str = ""

    @property
    def told(self) -> str:
        """What the brief is made of, in a line for readers."""
        known = len(self.outlets) > 1 or (self.outlets and self.releases)
        outlets = count(len(self.outlets), "outlet") if known else ""
        releases = count(len(self.releases), "press release") if self.releases else ""
        whose = " and ".join(filter(None, (outlets, releases)))
        return f"{', '.join(filter(None, (self.counted, whose, self.days)))}."

    @property
    def counted(self) -> str:
        """How many articles it is made of, and how many when copies count as one."""
        copies = f" ({self.groups} when copies count as one)" if self.groups < self.articles else ""
        return f"{count(self.articles, 'article')}{copies}"


@once
def glance(brief: Brief) -> Glance:
    """Return what a brief is made of."""
    agreed = sections.agreed(brief)
    sources = [(e.article.source.outlet, e.article.id in brief.releases) for e in brief.extracts]
    return Glance(
        articles=len(brief.extracts),
        outlets=tuple(dict.fromkeys(outlet for outlet, release in sources if outlet and not release)),
        releases=tuple(outlet for outlet, release in sources if release),
        groups=brief.merged.groups_of(e.article.id for e in brief.extracts),
        several=len(agreed),
        differ=sum(1 for line in agreed if line.remarks),
        alone=sum(1 for c in brief.merged.claims if len(c.articles) == 1 and not c.background),
        background=sum(1 for c in brief.merged.claims if c.background),
        statements=sum(len(e.statements) for e in brief.extracts),
        speakers=len(who_said.by_name(brief, (*who_said.cards(brief), *who_said.unnamed_and_relayed(brief)))),
        independence=_independence(brief.merged.independence),
        missing=_missing(brief),
        updated=updated(brief),
        days=_days(brief),
    )


def _days(brief: Brief) -> str:
    """The first and the last day on which an article came out, as they are declared; "" when none is."""
    days = sorted(when[:10] for e in brief.extracts if (when := e.article.source.published))
    return in_words(days[0], days[-1]) if days else ""


def updated(brief: Brief) -> str | None:
    """Return the newest day that an article of the brief gives for itself, as ISO 8601; there is no other clock."""
    sources = [e.article.source for e in brief.extracts]
    return max((when[:10] for s in sources for when in (s.published, s.modified) if when), default=None)


def count(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _independence(pairs: Sequence[Independence]) -> str:
    if not pairs:
        return ""
    verdicts = [p.verdict for p in pairs]
    if len(pairs) == 1:
        if verdicts[0] == "not known":
            return "The two are not known to be independent."
        if verdicts[0] == "independent":
            return "An editor calls the two independent."
        return f"Not independent: {SAID[verdicts[0]]}."
    related = sum(1 for v in verdicts if v not in ("not known", "independent"))
    called = verdicts.count("independent")
    if not related and not called:
        return "None is known to be independent of another."
    told = f"{related} of {len(pairs)} pairs are related" if related else ""
    said = f"an editor calls {count(called, 'pair')} independent" if called else "none is known to be independent"
    sentence = "; ".join(part for part in (told, said) if part)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _missing(brief: Brief) -> str:
    names = (("outlet", "outlet"), ("published", "date"), ("url", "address"))
    gaps = [word for key, word in names if all(getattr(e.article.source, key) is None for e in brief.extracts)]
    if not gaps:
        return ""
    what = gaps[0] if len(gaps) == 1 else ", ".join(gaps[:-1]) + " or " + gaps[-1]
    who = {1: "The article does not give its", 2: "Neither article gives its"}.get(
        len(brief.extracts), "No article gives its"
    )
    return f"{who} {what}."
