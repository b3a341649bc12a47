"""Do the pages about all stories say of each story, speaker and outlet what its own pages say?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml.html import HtmlElement

from storybrief.english.calendar import in_words
from storybrief.model import Person, visible
from storybrief.verify.data import Data, Row
from storybrief.verify.document import Document, line_words, own_words, target, words
from storybrief.verify.links import Fault
from storybrief.verify.places import corrected


def list_page(
    page: Document, pages: Mapping[str, Document], every: Mapping[str, Data], people: Iterable[Person]
) -> Iterator[Fault]:
    """Hold a page about several stories against the data of `every`, and its numbers against the `pages` of the site."""
    for div in page.main.xpath(".//div[@class='story']"):
        yield from _story(page, div, every)
    for li in page.main.xpath(".//li[descendant::span[@class='said']]"):
        yield from _heard(page, li, every, people)
    for row in page.main.xpath(".//tr[td/time]"):
        yield from _article(page, row, every)
    for li in page.main.xpath(".//ul/li[contains(., ' statement') and contains(., ' in ')][count(a) = 1]"):
        yield from _counted(page, li, pages)


def everywhere(page: Document, titles: Mapping[str, str], people: Iterable[Person]) -> Iterator[Fault]:
    """Hold each way from a speaker to their own page against that page's title."""
    for link in page.main.xpath(".//a[@class='everywhere']"):
        name = own_words(link.xpath("preceding::h3[1]")[0])
        path, _ = target(page.path, str(link.get("href")))
        if titles.get(path) not in _called(name, people):
            yield "dead-link", f"The page of {titles.get(path)} is not {name}’s."


def corrections_page(page: Document, every: Mapping[str, Data]) -> Iterator[Fault]:
    """Hold the page of corrections against overrides.yml of every story: each is there, and no other."""
    heads = page.main.xpath(".//h2[contains(., ': ')]")
    shown = Counter(
        (own_words(h2), *(words(p) for p in h2.xpath("following-sibling::p[position() < 3]"))) for h2 in heads
    )
    wanted: Counter[tuple[str, ...]] = Counter()
    for data in every.values():
        for one in data.told.corrections:
            head, _, words_of = corrected(one).partition(". ")
            kind, _, day = head.partition(", ")
            wanted[f"{day}: {kind}", visible(data.brief["headline"]["words"]), words_of] += 1
    for told in (wanted - shown) + (shown - wanted):
        yield "override-unseen", f"“{' '.join(told)[:120]}” stands in overrides.yml or on this page alone."


def _story(page: Document, div: HtmlElement, every: Mapping[str, Data]) -> Iterator[Fault]:
    """A story under its own headline and day, with what its articles disagree on."""
    link = div.find("h2/a")
    data = every.get(target(page.path, str(link.get("href")))[0].split("/")[0]) if link is not None else None
    if data is None:
        return
    days = [str(day) for day in div.xpath(".//time/@datetime")]
    if any(words(time) != in_words(str(time.get("datetime")), str(time.get("datetime"))) for time in div.iter("time")):
        yield "not-there", f"“{words(div)[:90]}” says another day than it bears."
    if words(link) != visible(data.brief["headline"]["words"]) or days not in ([data.brief["updated"]], []):
        yield "not-there", f"“{words(div)[:90]}” is not the headline or day of the story that it leads to."
    rows = data.brief["front"]["disagree"]
    named = {visible(f"{row['ask']} {part['words']}").strip() for row in rows for part in row["about"]}
    for span in div.xpath(".//span[@class='disagree']"):
        told = words(span).removeprefix("They disagree on: ").removesuffix(".")
        if not all(name in named for name in told.split("; ")):
            yield "not-there", f"“{told[:90]}” is not what the articles of the story disagree on."


def _heard(page: Document, li: HtmlElement, every: Mapping[str, Data], people: Iterable[Person]) -> Iterator[Fault]:
    """What somebody says: the words, cue, speaker, day and outlets of the statement that it leads to."""
    path, anchor = next((t for a in li.iter("a") if (t := target(page.path, str(a.get("href"))))[1]), ("", ""))
    data = every.get(path.split("/")[0])
    row = data.statements.get(anchor) if data else None
    if data is None or row is None:
        yield "not-there", f"“{words(li)[:90]}” leads to no statement."
        return
    said, cue = words(li.xpath(".//span[@class='said']")[0]), [words(em) for em in li.iter("em")]
    if said != data.statement(row) or cue not in ([visible(row["cue"]["words"])] if row["cue"] else [], []):
        yield "not-said", f"“{words(li)[:90]}” is not what {anchor} says."
    yield from _of_outlet(li, row, data)
    if not any(name in _called(visible(str(row["speaker"])), people) for name in _whose(page)):
        yield "not-said", f"“{words(li)[:90]}” is not said by whom this page is about."


def _of_outlet(li: HtmlElement, row: Row, data: Data) -> Iterator[Fault]:
    """The outlet of a statement is named; the day is that of an article of one of the outlets, for copies stand together."""
    outlets, sources = words(li.xpath(".//span[@class='outlets']")[0]), [a.source for a in data.told.articles.values()]
    named = [one for one in sources if visible(one.outlet or "outlet not given") in outlets]
    days = [words(one) for one in (*li.iter("time"), *li.xpath("ancestor::ul[1]/preceding-sibling::h2[1]"))]
    if data.told.articles[row["article"]].source not in named:
        yield "not-the-source", f"“{words(li)[:90]}” is not of the outlet that {row['address']} is of."
    if not any((one.published or "ndated")[:10] in day for one in named for day in days[:1]):
        yield "not-the-source", f"“{words(li)[:90]}” is not of the day of {row['address']}."


def _counted(page: Document, li: HtmlElement, pages: Mapping[str, Document]) -> Iterator[Fault]:
    """How many statements somebody has: as many as stand on their page, and on those of its months."""
    path, _ = target(page.path, str(li.find("a").get("href")))
    stem = path.removesuffix("/index.html").removesuffix(".html")
    own = [one for name, one in pages.items() if name == path or name.startswith(f"{stem}/")]
    many = sum(len(one.main.xpath(".//li[descendant::span[@class='said']]")) for one in own)
    found = re.search(r": (\d+) statements? in \d+ briefs?$", words(li))
    if found and int(found[1]) != many:
        yield "miscounted", f"“{words(li)[:90]}”, but on the page it leads to stand {many}."


def _whose(page: Document) -> Iterator[str]:
    """Whom a page is about: its title, also without a month or part behind a comma."""
    title = own_words(page.main.xpath(".//h1")[0])
    yield title
    yield title.rpartition(", ")[0] or title


def _called(name: str, people: Iterable[Person]) -> set[str]:
    """The titles that the page of a speaker may have; an outlet's name stands with "the" or without."""
    bare = re.sub(r"^[Tt]he\s+", "", name)
    known = {visible(one.name) for one in people if name in {visible(form) for form in (one.name, *one.forms)}}
    return {name, bare, f"The {bare}", f"the {bare}"} | known


def _article(page: Document, row: HtmlElement, every: Mapping[str, Data]) -> Iterator[Fault]:
    """An article of an outlet: its title and day, and the headline of its story."""
    links = [(words(a), target(page.path, str(a.get("href")))[0]) for a in row.iter("a")]
    for shown, path in links:
        story, *inside = path.removesuffix("/index.html").removesuffix(".html").split("/")
        data = every.get(story)
        if data is None:
            continue
        if inside[:1] == ["articles"]:
            article = data.told.articles[inside[1] if len(inside) > 1 else "index"]
            wanted = [visible(article.title or "without a title"), article.source.published or "not given"]
            if [shown, line_words(row[0])] != wanted:
                yield "not-the-source", f"“{line_words(row)[:90]}” is not what is known of {article.source.path}."
        elif shown != visible(data.brief["headline"]["words"]):
            yield "not-there", f"“{shown[:90]}” is not the headline of {story}."
