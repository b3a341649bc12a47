"""Does every link inside the site lead somewhere, every footnote to its words and back?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml.html import HtmlElement

from storybrief.verify.document import Document, target, words

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_BACK = re.compile(r"fnref\d*:(.+)")

Fault = tuple[str, str]
"""The code of a problem and the sentence that says what is wrong and what to do."""


def faults(page: Document, ids: Mapping[str, frozenset[str]], built: Path, base: str) -> Iterator[Fault]:
    """Yield the dead links of a page, its doubled addresses, and what is wrong with its footnotes.

    `ids` are the addresses on every page of the site, by path; `base` is the path under which the site is published.
    """
    for name, count in Counter(map(str, page.tree.xpath("//@id"))).items():
        if count > 1:
            yield "doubled-address", f"Give each its own address: “{name}” is on the page {count} times."
    yield from _dead(page, ids, built, base)
    yield from _footnotes(page)


def _dead(page: Document, ids: Mapping[str, frozenset[str]], built: Path, base: str) -> Iterator[Fault]:
    for href in dict.fromkeys(map(str, page.tree.xpath("//@href | //@src"))):
        if ELSEWHERE.match(href):
            continue
        path, anchor = target(page.path, f"/{href.removeprefix(base)}" if base and href.startswith(base) else href)
        if path not in ids and not (built / path).is_file():
            yield "dead-link", f"Mend the link to “{href}”: there is nothing at {path}."
        elif anchor and path in ids and anchor not in ids[path]:
            yield "dead-anchor", f"Mend the link to “{href}”: there is no “{anchor}” on {path}."


def notes(page: Document) -> dict[str, HtmlElement]:
    """Return the footnotes of a page by their address."""
    return {str(li.get("id")): li for li in page.tree.xpath("//li[starts-with(@id, 'fn:')]")}


def _footnotes(page: Document) -> Iterator[Fault]:
    """Hold each mark against its footnote, its number against the footnote's place, and each way back against a mark."""
    found = notes(page)
    order = {name: place for place, name in enumerate(found, 1)}
    marks: set[str] = set()
    for mark in page.tree.xpath("//a[starts-with(@href, '#fn:')]"):
        name, number = str(mark.get("href", "")).removeprefix("#"), words(mark)
        place = mark.getparent()
        marks.add(str(place.get("id", "")) if place is not None else "")
        if name not in order:
            yield "dead-anchor", f"Mend footnote {number}: there is no “{name}” on the page."
        elif number != str(order[name]):
            yield "footnote-number", f"Mend the footnote marked {number}: it is the page's {order[name]}th."
        if place is None or _BACK.fullmatch(str(place.get("id", ""))) is None:
            yield "no-way-back", f"Mend footnote {number}: no link can lead back to its mark."
        elif str(place.get("id")).split(":", 1)[1] != name.removeprefix("fn:"):
            yield "no-way-back", f"Mend footnote {number}: its mark bears the address of another footnote."
    for name, li in found.items():
        hrefs = [str(a.get("href", "")).removeprefix("#") for a in li.xpath(".//a")]
        ways = {href for href in hrefs if _BACK.fullmatch(href)}
        own = {mark for mark in marks if mark.split(":", 1)[-1] == name.removeprefix("fn:")}
        if not own:
            yield "no-way-back", f"Take out the footnote “{name}”: no mark on the page leads to it."
        elif len(ways) != 1 or not ways <= own:
            yield "no-way-back", f"Mend the footnote “{name}”: its one way back is not a mark that leads to it."
