"""Which of the values that a page gives for a field counts? The first valid one, or one that says more of the same."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from storybrief.article import dates
from storybrief.article.byline import author
from storybrief.article.declared import Said, brand_behind, is_latin, people, title_without
from storybrief.article.main_content import Chosen
from storybrief.article.metadata import clean
from storybrief.article.saved import Saved, original

# What stands so far before the body may be its byline or date.
_BEFORE = 6
_LINE = 200
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|writer)")
# What stands behind the names of a byline on some sites: "By Jane Doe, in News · 3 May 2025".
_IN_SECTION = re.compile(r"(?:, in | in | · | \| | • ).*$")
_NO_NAME = re.compile(r"(?:in|on|at|the|local|news|for|from|and|of|to|a|an|with|more|photos?|image)\b", re.IGNORECASE)
_UPDATED = ("updated", "modified", "last updated", "last modified")
# Two dates of publication further apart than this are a conflict; nearer ones may be one day in two zones.
_SAME = timedelta(hours=36)
# Which places speak of this article and no other thing: only between these a conflict is told.
_SURE = frozenset({"JSON-LD", "article:published_time", "time"})
# Where a page declares its title, the most trusted first.
_TITLES = ("JSON-LD", "og:title", "title")
_BOXES = frozenset({"", "byline"})


@dataclass(frozen=True, slots=True)
class Known:
    """The fields of an article, where each was found, and what of the page's values is wrong, as (field, words)."""

    fields: dict[str, str]
    where: dict[str, str]
    wrong: tuple[tuple[str, str], ...]


def known(said: Sequence[Said], chosen: Chosen, at: Saved) -> Known:
    """Choose each field's value.

    In: what the page declares, the most trusted first; its blocks and which are the article; where the page was saved from. Lines above the body are read for a byline and a date where none is declared.
    """
    picked = _Picked(said, chosen, at)
    picked.make()
    return Known(picked.fields, picked.where, tuple(picked.wrong))


class _Picked:
    def __init__(self, said: Sequence[Said], chosen: Chosen, at: Saved) -> None:
        self.said, self.chosen, self.kinds, self.at = list(said), chosen, chosen.kinds, at
        self.fields: dict[str, str] = {}
        self.where: dict[str, str] = {}
        self.wrong: list[tuple[str, str]] = []
        block = chosen.blocks[chosen.headline] if chosen.headline is not None else None
        self.heading = " ".join(block.words.split()) if block else ""

    def make(self) -> None:
        self._address()
        self._plain("language")
        self._title()
        self._outlet()
        self._title_bare()
        self._authors()
        self._dates()

    def of(self, field: str) -> list[Said]:
        """What is said of a field, each once."""
        return list({one.value: one for one in reversed(self.said) if one.field == field}.values())[::-1]

    def _set(self, field: str, value: str, where: str) -> None:
        self.fields[field], self.where[field] = value, where

    def _plain(self, field: str) -> None:
        """The first valid value; when there is none, what is wrong with the first."""
        wrong = None
        for one in self.of(field):
            value, why = clean(field, one.value)
            if value:
                self._set(field, value, one.where)
                return
            wrong = wrong or why
        if wrong:
            self.wrong.append((field, f"{wrong}. It counts as not given; story.yml can give it"))

    def _address(self) -> None:
        """The original's address, when the page comes from an archive, a cache or a reader's view."""
        self.said = [
            Said("url", original(one.value).address, one.where) if one.field == "url" else one for one in self.said
        ]
        self.said = [one for one in self.said if one.value]
        if self.at.archived and self.at.address:
            self.said = [Said("url", self.at.address, "saved page"), *(one for one in self.said if one.field != "url")]
        self._plain("url")
        archived, _ = clean("archived", self.at.archived)
        if archived:
            self._set("archived", archived, "saved page")

    def _title(self) -> None:
        """The headline that the page shows, unless most of what it declares is another one with half of its words.

        Sites write one title for readers, one for search and one for sharing; what two of them say is the article's.
        """
        brands = [one.value for one in self.of("outlet")]
        given = {one.where: one for one in reversed(self.said) if one.field == "title"}
        ones = [Said("title", self.heading, "headline")] if self.heading else []
        ones += [given[where] for where in _TITLES if where in given]
        bare = [(title_without(" ".join(html.unescape(one.value).split()), brands), one.where) for one in ones]
        if self.heading:
            near = [one for one in bare if _near(bare[0][0], one[0])]
            bare = near if len(near) > 1 or len(bare) == 1 else bare[1:]
        if not bare:
            return
        counts = Counter(_plain(title) for title, _ in bare)
        # The headline that readers see counts a little more than each of the others.
        best = max(bare, key=lambda one: counts[_plain(one[0])] + (one[1] == "headline") / 2)
        self._set("title", *best)

    def _outlet(self) -> None:
        english = self.fields.get("language", "en").lower().startswith("en")
        heads = [self.heading, *(one.value for one in self.of("title") if one.where in ("JSON-LD", "og:title"))]
        brands = [
            b
            for one in self.said
            if (one.field, one.where) == ("title", "title")
            for h in heads
            if (b := brand_behind(one.value, h))
        ]
        ones = [*self.of("outlet"), *(Said("outlet", brand, "title") for brand in brands)]
        for one in ones:
            value, _ = clean("outlet", html.unescape(one.value))
            if value and not value.lower().startswith("archive.") and (is_latin(value) or not english):
                self._set("outlet", value, one.where)
                return

    def _title_bare(self) -> None:
        if "title" in self.fields:
            outlets = [one.value for one in self.of("outlet")]
            self.fields["title"] = title_without(self.fields["title"], [self.fields.get("outlet", ""), *outlets])

    # --- who ---------------------------------------------------------------------------------------------------------

    def _authors(self) -> None:
        own = (self.fields.get("outlet", ""), *(one.value for one in self.of("outlet")))
        declared = [(people(one.value, *own), one) for one in self.of("author")]
        names, said = next((found for found in declared if found[0]), ([], None))
        for line in self._bylines():
            shown = people(line, *own)
            # A byline that has more names than what is declared is the whole of it.
            if shown and set(map(_plain, names)) < set(map(_plain, shown)):
                names, said = shown, Said("author", line, "byline")
        if said:
            self._set("author", said.value if said.where == "byline" else ", ".join(names), said.where)

    def _bylines(self) -> Iterator[str]:
        """The names of lines above the body that say who wrote: after "By", or alone where bylines stand."""
        for at, line in self._lines():
            by = author(line) or author(_IN_SECTION.sub("", line))
            node = self.chosen.blocks[at].node
            stands = not self.chosen.reasons[at] or _BYLINE.search(
                f"{node.names} {node.parent.names if node.parent else ''}"
            )
            bare = author(f"By {line}") if stands and not self.chosen.blocks[at].mark else None
            if by:
                yield by
            elif bare and not _NO_NAME.match(bare) and all(len(name.split()) > 1 for name in people(bare)):
                yield bare

    def _lines(self) -> Iterator[tuple[int, str]]:
        """The short lines between the headline and the body, with their blocks."""
        chosen = self.chosen
        if chosen.body is None:
            return
        start = chosen.headline + 1 if chosen.headline is not None else max(0, chosen.body - _BEFORE)
        for at in range(start, chosen.body):
            if self.kinds[at] in _BOXES and chosen.blocks[at].mark != "caption":
                lines = (" ".join(line.split()) for line in chosen.blocks[at].words.split("\n"))
                yield from ((at, line.replace("/", " and ")) for line in lines if 0 < len(line) <= _LINE)

    # --- when --------------------------------------------------------------------------------------------------------

    def _dates(self) -> None:
        modified = [(date, one) for one in self.of("modified") if (date := dates.parse(one.value))]
        # By the first and the last year machines mean that there is no date.
        given = [one for one in self.of("published") if not one.value.startswith(("0000", "0001", "9999"))]
        valid = [(date, one) for one in given if (date := dates.parse(one.value))]
        if given and not valid:
            self.wrong.append(("published", _no_date(given[0].value)))
        if not valid:
            valid = list(self._shown_dates())
        if valid:
            self._published(valid, modified[0][0] if modified else None)
        if modified:
            self._set("modified", modified[0][0], modified[0][1].where)

    def _published(self, valid: list[tuple[str, Said]], modified: str | None) -> None:
        if modified:
            before = [one for one in valid if dates.instant(one[0]) <= dates.instant(modified) + timedelta(days=1)]
            valid = before or valid
        first, place = valid[0]
        near = [one for one in valid if abs(dates.instant(one[0]) - dates.instant(first)) <= _SAME]
        best = max(near, key=lambda one: dates.precision(one[0]))
        self._set("published", best[0], best[1].where)
        far = next((o for o in valid if o not in near and o[1].where in _SURE and place.where in _SURE), None)
        if far:
            days = f"is {first[:10]} ({place.where}) and {far[0][:10]} ({far[1].where}): the first counts"
            self.wrong.append(("published", f"{days}. story.yml can give another"))

    def _shown_dates(self) -> Iterator[tuple[str, Said]]:
        for _, line in self._lines():
            if not line.lower().startswith(_UPDATED) and (date := dates.find(line)):
                yield date, Said("published", line, "line of date")


def _no_date(value: str) -> str:
    _, wrong = clean("published", value)
    return f"{wrong or 'is no date'}. It counts as not given; story.yml can give it"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _near(heading: str, title: str) -> bool:
    """Whether a headline has half of the words of a declared title: sites write one title for readers, one for machines."""
    of, words = (set(html.unescape(one).casefold().split()) for one in (title, heading))
    return 2 * len(of & words) >= min(len(of), len(words))
