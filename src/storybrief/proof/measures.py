"""Is what the tool measures right: how alike two articles are, and how many words each speaker is given?

Measured anew, from the articles as their bytes have them and from what the page shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from storybrief.claims.independence import independence
from storybrief.model import Claim, Extract, Passage, Span, Trace
from storybrief.pages.escape import visible
from storybrief.pages.footnotes import addresses
from storybrief.pages.relations import SAID
from storybrief.proof.document import Document, words
from storybrief.proof.links import Fault
from storybrief.proof.rules import Site, letters_of, speaker_of
from storybrief.proof.sources import Told
from storybrief.statements.sentences import sentences

_DRAWN = re.compile(r"The (\d+) who are given most are drawn; the table has all")


def measures(page: Document, site: Site) -> Iterator[Fault]:
    """Yield each measure on a brief's page that is not what its articles give."""
    told = site.stories.get(page.story)
    letters = dict(letters_of(page, told)) if told else {}
    if told is None or {*letters.values()} != {*told.articles}:
        return  # another rule tells that the table of articles is wrong
    for shown, right in (*_likeness(page, told, letters), *_shares(page, site, letters)):
        if shown != right:
            yield "count", f"Build the site anew: the page says “{shown}”, and measured anew it is “{right}”."


# --- how alike two articles are -------------------------------------------------------------------------------------


def _likeness(page: Document, told: Told, letters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what each line about two articles says of them, and what it must say; an editor's word stands as it is."""
    extracts = [Extract(told.articles[a], sentences(told.articles[a]), (), (), ()) for a in letters.values()]
    found = {(one.a, one.b): one for one in independence(extracts, [*_claims(page, extracts)])}
    for li in page.main.xpath(".//li[count(a[starts-with(@href, '#article-')]) = 2]"):
        marks = [words(mark) for mark in li.xpath("a[starts-with(@href, '#article-')]")]
        one = found.get((letters.get(marks[0], ""), letters.get(marks[1], "")))
        shown = words(li).removeprefix(" ".join(marks))
        said = next((said for said in SAID.values() if shown.startswith(f": {said}.")), None)
        if one is None or said is None:
            continue  # a difference; or two articles that are not the story's, which another rule tells
        right = said if said.endswith("says an editor") else SAID[one.verdict]
        evidence = f" {'; '.join(one.evidence)}." if one.evidence else ""
        known = f": {right}.{evidence}"
        yield shown[: len(known)] if right is said else shown, visible(known)


def _claims(page: Document, extracts: Sequence[Extract]) -> Iterator[Claim]:
    """Yield the claims of a page: the sentences that the footnotes beside each name."""
    places = {address: place for place, address in addresses(extracts).items()}
    for line in page.main.xpath(".//span[starts-with(@id, 'c-')]/parent::*"):
        keys = [str(href).removeprefix("#fn:n") for href in line.xpath(".//a/@href") if str(href).startswith("#fn:n")]
        held = tuple(Passage(*places[key], Span(0, 0)) for key in keys if key in places)
        if held:
            yield Claim(held, held[0], (), Trace("shown"))


# --- how many words each speaker is given ---------------------------------------------------------------------------


def _shares(page: Document, site: Site, letters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each cell of the table of words given, and the words of the picture beside it, with what they must be."""
    tables = page.main.xpath(".//*[@id='shares']/following::table[1]")
    if not tables:
        return
    given = _given(page, site)
    rows = [[words(cell) for cell in row.xpath("./td")] for row in tables[0].xpath("./tbody/tr")]
    left, totals = dict(given), list[int]()
    for name, *cells in rows:
        for article, cell in zip(letters.values(), cells, strict=True):
            if cell != "–":  # two speakers of one name have a row each
                quoted, every = left.pop((name, article), (0, 0))
                totals.append(every)
                yield cell, f"{every}{f', {quoted} in quotation marks' if quoted else ''}"
    names = {name for name, *_ in rows}
    yield from (("–", str(every)) for (name, _), (_, every) in left.items() if name in names)
    for figure in page.main.xpath(".//figure[contains(@class, 'picture-shares')]"):
        texts = [words(text) for text in figure.xpath(".//*[local-name()='text']")]
        drawn = [text for text in texts if text.isdecimal()]
        yield " ".join(drawn), " ".join(map(str, totals[: len(drawn)]))
        first = rows[0][0]
        most = [f"{given[first, a][1]} words in {letter}" for letter, a in letters.items() if (first, a) in given]
        speakers = len(texts) - len(drawn) - sum(text in letters for text in texts)
        rest = f" The {speakers} who are given most are drawn." if speakers < len(rows) else ""
        yield words(figure.xpath(".//*[local-name()='desc']")[0]), f"{first} is given most: {', '.join(most)}.{rest}"
        yield from ((said, str(speakers)) for said in _DRAWN.findall(words(page.main)))


def _given(page: Document, site: Site) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (speaker, article) -> the words in quotation marks, and all, of the statements that stand under the speaker.

    The statements' words are those of brief.json, which `lists.export` holds against the sources; one counts when the
    page gives it to the same speaker.
    """
    made: dict[tuple[str, str], tuple[int, int]] = {}
    for one in json.loads((site.built / page.story / "brief.json").read_text(encoding="utf-8"))["statements"]:
        place = page.by_id(one["address"])
        speaker = one["speaker"]
        if place is None or speaker is None or speaker_of(place) != visible(speaker):
            continue
        every, quoted = (sum(len(part["words"].split()) for part in one[key]) for key in ("content", "quoted"))
        key = visible(speaker), one["article"]
        before = made.get(key, (0, 0))
        made[key] = (before[0] + min(every, quoted), before[1] + every)
    return made
