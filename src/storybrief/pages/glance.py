"""What is a brief made of, and what is not known of it? The few lines that a reader sees first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from storybrief.model import Brief, Independence
from storybrief.pages import sections

# Silent reading of English non-fiction: 238 words a minute on average (M. Brysbaert, "How many words do we read per
# minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 2019); rounded down.
WORDS_A_MINUTE = 230

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "copied": "one is a copy of the other, so the two count as one.",
        "rewritten": "one is a rewrite of the other, so the two count as one.",
        "shares wire text": "the two share text of an agency.",
        "not known": "not known to be independent.",
    }
)
_ONE = ("copied", "rewritten")


@dataclass(frozen=True, slots=True)
class Glance:
    """A brief at a glance.

    outlets      their names, each once, in the order of the articles
    groups       the number of articles when copies and rewrites of each other count as one
    several, differ, alone   claims in several articles, those of them in which the articles differ, claims in one only
    statements, speakers     all statements; the speakers who have one
    independence, missing    sentences; `missing` says what no article gives, "" when nothing is missing
    updated      the newest date that an article gives (ISO 8601, the day), None when none gives one
    minutes, first_minutes   to read the claims and statements, and those of "In brief" alone
    """

    articles: int
    outlets: tuple[str, ...]
    groups: int
    several: int
    differ: int
    alone: int
    statements: int
    speakers: int
    independence: str
    missing: str
    updated: str | None
    minutes: int
    first_minutes: int

    @property
    def made_from(self) -> str:
        """What it is made of, in a sentence."""
        claims = (
            f"{count(self.several, 'claim')} in several, {self.alone} in one only"
            if self.articles > 1
            else count(self.alone, "claim")
        )
        return f"Made from {count(self.articles, 'article')}: {claims}, {count(self.statements, 'statement')} by {count(self.speakers, 'speaker')}."


def glance(brief: Brief) -> Glance:
    """Return what a brief is made of."""
    agreed = sections.agreed(brief)
    outlets = (e.article.source.outlet for e in brief.extracts)
    return Glance(
        articles=len(brief.extracts),
        outlets=tuple(dict.fromkeys(outlet for outlet in outlets if outlet)),
        groups=_groups(brief),
        several=len(agreed),
        differ=sum(1 for line in agreed if line.remarks),
        alone=len(brief.merged.claims) - len(agreed),
        statements=sum(len(e.statements) for e in brief.extracts),
        speakers=sum(1 for s in brief.speakers if s.statements),
        independence=_independence(brief.merged.independence),
        missing=_missing(brief),
        updated=updated(brief),
        minutes=_minutes(_all_words(brief)),
        first_minutes=_minutes(_line_words(brief, agreed[: sections.IN_BRIEF])),
    )


def updated(brief: Brief) -> str | None:
    """Return the newest day that an article of the brief gives for itself, as ISO 8601; there is no other clock."""
    return max((e.article.source.published[:10] for e in brief.extracts if e.article.source.published), default=None)


def count(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _groups(brief: Brief) -> int:
    group = {e.article.id: e.article.id for e in brief.extracts}
    for pair in brief.merged.independence:
        if pair.verdict in _ONE:
            old, new = group[pair.b], group[pair.a]
            group = {article: new if own == old else own for article, own in group.items()}
    return len(set(group.values()))


def _minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


def _line_words(brief: Brief, lines: Iterable[sections.ClaimLine]) -> int:
    texts = {e.article.id: e.article.text for e in brief.extracts}
    return sum(len(line.shown.span.of(texts[line.shown.article]).split()) for line in lines)


def _all_words(brief: Brief) -> int:
    texts = {e.article.id: e.article.text for e in brief.extracts}
    claims = (c.shown.span.of(texts[c.shown.article]) for c in brief.merged.claims)
    said = (span.of(e.article.text) for e in brief.extracts for s in e.statements for span in s.content)
    return sum(len(words.split()) for words in (*claims, *said))


def _independence(pairs: Sequence[Independence]) -> str:
    if not pairs:
        return ""
    if len(pairs) == 1:
        not_known = pairs[0].verdict == "not known"
        return (
            "The two are not known to be independent."
            if not_known
            else f"Not independent: {VERDICTS[pairs[0].verdict]}"
        )
    related = sum(1 for p in pairs if p.verdict != "not known")
    if not related:
        return "None is known to be independent of another."
    return f"{related} of {len(pairs)} pairs are related; none is known to be independent."


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
