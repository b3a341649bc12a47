"""Is what the tool counts on a page as many as the page shows?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from storybrief.proof.document import Document, runs, target, words
from storybrief.proof.links import Fault
from storybrief.proof.rules import IN_ARTICLES, Site
from storybrief.statements.sentences import sentences

_NUMBER = re.compile(r"\d+")
_USED = re.compile(r"(\d+) of (\d+) sentences(?:, (\d+) not used)?")
_SAID_IN = re.compile(r"Said in (\d+) briefs?")
_STATEMENTS = re.compile(r"(?:: | \()(\d+) statements?(?: in (\d+) briefs?)?")
_ARTICLES = re.compile(r"(?:: | \()(\d+) articles?(?:, (\d+) reports? relayed by others)?")


def counts(page: Document, site: Site) -> Iterator[Fault]:
    """Yield each number of the tool's own that is not what can be counted."""
    for shown, right, what in _counted(page, site):
        if int(shown) != right:
            yield "count", f"Build the site anew: the page says {shown} {what}, and there are {right}."


def _counted(page: Document, site: Site) -> Iterator[tuple[str, int, str]]:
    text = words(page.main)
    if page.kind == "article":
        yield from _of_article(page, site, text)
    elif page.kind == "brief":
        yield from _of_brief(page)
    for found in _SAID_IN.finditer(text):
        yield found[1], len(_briefs(_all_of(page, site), site)), "briefs"
    for link in page.main.xpath(".//p/a[contains(@href, '--')]"):
        month = site.pages.get(target(page.path, str(link.get("href")))[0])
        if month is not None:
            yield from _of_someone([month], site, link.tail or "")
    for link in page.main.xpath(".//li/a[@href]"):
        other = site.pages.get(target(page.path, str(link.get("href")))[0])
        line = words(link.getparent()).removeprefix(words(link))
        if other is not None and page.address in ("people", "outlets"):
            yield from _of_someone(_all_of(other, site), site, line)


def _of_article(page: Document, site: Site, text: str) -> Iterator[tuple[str, int, str]]:
    told = site.stories.get(page.story)
    article = told.articles.get(page.address.rsplit("/", 1)[-1]) if told else None
    found = _USED.search(text)
    if article is None or found is None:
        return
    every, used = len(sentences(article)), len(page.main.xpath(".//span[contains(concat(' ', @class, ' '), ' used ')]"))
    yield found[1], used, "sentences used"
    yield found[2], every, "sentences"
    yield found[3] or "0", every - used, "sentences not used"
    for dd in page.main.xpath(".//dt[.='Sentences']/following-sibling::dd[1]"):
        yield words(dd), every, "sentences"


def _of_brief(page: Document) -> Iterator[tuple[str, int, str]]:
    rows = len(page.main.xpath(".//tr/td/span[starts-with(@id, 'article-')]"))
    for link in page.main.xpath(".//dd/a"):
        number = _NUMBER.match(words(link))
        href = str(link.get("href"))
        if number and href == "#articles":
            yield number[0], rows, "articles"
        elif number and href in ("#in-brief", "#only-in-one"):
            yield number[0], len(_claims(page, href.removeprefix("#"))), "claims"
    for table in page.main.xpath(".//table[tbody/tr/td[1]/a[starts-with(@href, '#c-')]]"):
        for place, link in enumerate(table.xpath("./tbody/tr/td[1]/a"), 1):
            if _NUMBER.fullmatch(words(link)):
                yield words(link), place, "claims up to here"
    for said in page.main.xpath(".//li//em"):
        found = IN_ARTICLES.fullmatch(words(said))
        if found:
            letters = [next(iter(runs(span))).words for span in said.xpath("ancestor::li[1]//span[sup]")]
            yield found[1], len(letters), "articles beside the claim"
            yield found[2] or found[1], _groups(page, letters), "groups of them"
    for summary in page.main.xpath(".//details/summary"):
        number = _NUMBER.match(words(summary))
        details = summary.getparent()
        sides = len([i for i in map(str, details.xpath(".//span/@id")) if i.startswith(("d-", "u-"))])
        if number and details is not None:
            yield number[0], sides or len(details.xpath("./ul/li")), "things folded here"


def _groups(page: Document, letters: list[str]) -> int:
    """Return how many of these articles are left when those that the page calls copies or rewrites count as one."""
    group = {letter: letter for letter in letters}
    for li in page.main.xpath(".//li[a[starts-with(@href, '#article-')]]"):
        pair = [words(a) for a in li.xpath("./a[starts-with(@href, '#article-')]")]
        if len(pair) == 2 and "count as one" in words(li) and {*pair} <= {*group}:
            old, new = group[pair[1]], group[pair[0]]
            group = {letter: new if own == old else own for letter, own in group.items()}
    return len({*group.values()})


def _claims(page: Document, section: str) -> list[HtmlElement]:
    """Return the claims under a heading of the second order."""
    made, inside = [], False
    for element in page.main.iter("h2", "span"):
        if element.tag == "h2":
            inside = element.get("id") == section
        elif inside and str(element.get("id", "")).startswith("c-") and words(element) and element.find("sup") is None:
            made.append(element)
    return made


def _of_someone(pages: Sequence[Document], site: Site, line: str) -> Iterator[tuple[str, int, str]]:
    """Yield what a line says of somebody or an outlet, in all or in a month, beside what `pages` have of it."""
    entries = sum(len(one.main.xpath(".//li[.//a[contains(@href, '#s-')]]")) for one in pages)
    found = _STATEMENTS.match(line)
    if found:
        yield found[1], entries, "statements"
    if found and found[2]:
        yield found[2], len(_briefs(pages, site)), "briefs"
    found = _ARTICLES.match(line)
    if found:
        yield found[1], sum(len(one.main.xpath(".//table//tbody/tr")) for one in pages), "articles"
        yield found[2] or "0", entries, "reports relayed"


def _all_of(page: Document, site: Site) -> Sequence[Document]:
    """Return the pages that have all of somebody or an outlet: those of the months where there are any, else the only one."""
    return site.months.get(page.address) or [page]


def _briefs(pages: Iterable[Document], site: Site) -> set[str]:
    hrefs = [(one, href) for one in pages for href in one.main.xpath(".//li//a[contains(@href, '#s-')]/@href")]
    return {target(one.path, str(href))[0] for one, href in hrefs} & {*site.pages}
