"""Does each place of a story's pages say what must stand there? The pages are held against the story's data, item by item.

A line that the data has and the page has not is told as well as one that the page has and the data has not. That the
data's words are the sources' is proved in data.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from urllib.parse import unquote

from lxml.html import HtmlElement

from storybrief.model import visible
from storybrief.verify.data import Data, Row
from storybrief.verify.document import Document, line_words, own_words, sections, words
from storybrief.verify.links import Fault, notes

_EDIT = r"(?: Editor’s (?:note|change): .*)?"
_BETWEEN = "(?: → | · | ?)"
_BY_EDITOR = " (an editor’s description)"


def brief_places(page: Document, data: Data) -> Iterator[Fault]:
    """Hold the open part of a brief against its data: every line, fact, speaker and silence, in their order."""
    yield from headline(page, data)
    under, front = sections(page), data.brief["front"]
    lede = page.main.xpath(".//p[@class='lede']")
    lines = [*lede, *_items(under, "in-brief")]
    yield from _in_order("In brief", lines, [_line(data, one) for one in front["lines"]])
    unknown = [*_items(under, "not-known")]
    yield from _in_order("Not known", unknown, [_line(data, one) for one in front["unknown"]])
    for shown, one in (*zip(lines, front["lines"], strict=False), *zip(unknown, front["unknown"], strict=False)):
        yield from _marks(data, shown, [one])
    yield from _in_order("They disagree", [*_rows(under, "they-disagree")], [_fact(data, r) for r in front["disagree"]])
    yield from _in_order(
        "How it changed", [*_items(under, "how-it-changed")], [_fact(data, r) for r in front["changed"]]
    )
    said = [*_items(under, "who-said-what")]
    yield from _in_order("Who said what", said, [_speaker(data, one) for one in front["speakers"]])
    silent = [*_items(under, "no-answer")]
    yield from _in_order("Asked, and did not answer", silent, [_silence(data, one) for one in front["silences"]])
    for element in page.main.xpath(".//li[span[starts-with(@id, 's-')]]"):
        yield from _folded(data, element)
    articles = [_article(data, name) for name in data.told.articles]
    yield from _in_order("Articles", [*_items(under, "articles")], articles)
    about = [line_words(p) for p in page.main.xpath("(.//p[@class='about'])[1]")]
    if not about or not re.match(_counted(data), about[0]):
        yield "miscounted", f"“{about[:1]}” does not begin with “{_readable(_counted(data))}”."
    told = [words(p) for p in page.main.xpath(".//blockquote/p")]
    for one in data.told.corrections:
        if corrected(one) not in told:
            yield "override-unseen", f"The brief does not show “{corrected(one)[:90]}”."


def corrected(entry: Row) -> str:
    """Return how a brief shows an entry under “corrections:” of overrides.yml."""
    kind = str(entry.get("kind")).capitalize()
    return visible(f"{kind}, {entry.get('when')}. {visible(str(entry.get('what')))} {visible(str(entry.get('why')))}")


def _article(data: Data, name: str) -> str:
    """The pattern of an article's line: its letter, outlet and day."""
    article = data.told.articles[name]
    outlet = visible(article.source.outlet or article.title or "without a title")
    release = next(" (press release)" if one["release"] else "" for one in data.brief["articles"] if one["id"] == name)
    told = f"{data.letters[name]} {outlet}{release}, {article.source.published or 'undated'}"
    return f"{re.escape(told)}(?:, corrected by its outlet)?(?:, original)?"


def _counted(data: Data) -> str:
    """The pattern of how many articles a brief is made of, and how many when copies count as one."""
    many, groups = len(data.letters), len(data.brief["groups"])
    copies = rf" \({groups} when copies count as one\)" if groups < many else "(?! \\()"
    return rf"{many} articles?{copies}"


def headline(page: Document, data: Data) -> Iterator[Fault]:
    """Hold the heading of a story's page, and each way to an original, against what is known of them."""
    shown = own_words(page.main.xpath(".//h1")[0])
    if shown != visible(data.brief["headline"]["words"]):
        yield "not-there", f"“{shown[:90]}” is not the headline of the story."
    urls = {data.letters[name]: unquote(visible(a.source.url or "")) for name, a in data.told.articles.items()}
    for link in page.main.xpath(".//a[. = 'original' or . = 'in the original']"):
        around = link.xpath("ancestor::*[self::p or self::li or self::tr][1]")[0]
        letters = around.xpath("./strong[1] | .//span[starts-with(@id, 'article-')]")
        letter = words(letters[0]) if letters else ""
        if unquote(str(link.get("href"))).partition("#:~:text=")[0] != urls.get(letter):
            yield "dead-link", f"“{link.get('href')}” is not the address of the article {letter}."


def _items(under: dict[str, list[HtmlElement]], section: str) -> Iterator[HtmlElement]:
    """The lines of the open lists of a section."""
    return (li for element in under.get(section, ()) if element.tag == "ul" for li in element.findall("li"))


def _rows(under: dict[str, list[HtmlElement]], section: str) -> Iterator[HtmlElement]:
    """The rows of the open tables of a section."""
    tables = (element for element in under.get(section, ()) if element.tag in ("div", "table"))
    return (row for table in tables for row in table.xpath("descendant-or-self::tr[td]"))


def _in_order(where: str, shown: Sequence[HtmlElement], wanted: Iterable[str]) -> Iterator[Fault]:
    """Hold items of a page against the patterns that their words must have, one by one."""
    for element, pattern in zip_longest(shown, wanted):
        if element is None:
            yield "not-there", f"Under “{where}” a line is missing: “{_readable(pattern)}”."
        elif pattern is None or not re.fullmatch(pattern, line_words(element)):
            told = f", but “{_readable(pattern)}”" if pattern is not None else ""
            yield "not-there", f"“{line_words(element)[:90]}” is not what stands here under “{where}”{told}."


def _readable(pattern: str) -> str:
    return re.sub(r"\\(.)", r"\1", pattern.replace(_EDIT, ""))[:120]


# --- what a line of a brief must say -----------------------------------------------------------------------------


def _line(data: Data, line: Row) -> str:
    return f"{re.escape(data.line(line))} {data.lettered(line['sources'])}{_EDIT}"


def _fact(data: Data, row: Row) -> str:
    named = f"{', '.join(visible(one['words']) for one in row['about'])}{row['label']}"
    about = re.escape(visible(f"{row['ask']} {named}").strip())
    sides = []
    for side in row["sides"]:
        at, giver = side["at"], f", {side['giver']}" if side["giver"] else ""
        said = f"{'… ' if at['before'] else ''}{visible(at['words'])}{' …' if at['after'] else ''}{giver}"
        sides.append(rf"{re.escape(visible(said))}(?: \([^)]*\))? {data.lettered(side['sources'])}")
    return rf"{about}:? ?{_BETWEEN.join(sides)}\.?"


def _speaker(data: Data, one: Row) -> str:
    role = (
        f", {one['described']}{_BY_EDITOR}" if one["described"] else f", {one['role']['words']}" if one["role"] else ""
    )
    said = " · ".join(_line(data, line) for line in one["lines"])
    name = re.escape(visible(one["name"] + role))
    return f"{name}: {said}{_more(data, one['name'])}"


def _more(data: Data, name: str) -> str:
    """How many statements a line says that the evidence page has besides: all of whoever bears this name alone."""
    bearers = sum(speaker["name"] == name for speaker in data.brief["speakers"])
    more = sum(one["speaker"] == name for one in data.brief["statements"]) - 1
    return r"(?: \d+ more)?" if bearers > 1 else f" {more} more" if more else ""


def _silence(data: Data, one: Row) -> str:
    who = one["who"]["words"] if one["who"] else one["name"] or "Not known who"
    lines = [f"{re.escape(visible(line['at'][0]['words']))} {data.lettered(line['sources'])}" for line in one["lines"]]
    replies = [f"elsewhere: {_line(data, line)}" for line in one["replies"]]
    return f"{re.escape(visible(who))}: {' · '.join([*lines, *replies])}"


def _marks(data: Data, shown: HtmlElement, lines: Iterable[Row]) -> Iterator[Fault]:
    """Hold what is marked as said against what is said."""
    marked = "".join(_letters(words(mark)) for mark in shown.iter("mark"))
    if marked != "".join(_letters(data.said(line)) for line in lines):
        yield "not-said", f"In “{line_words(shown)[:90]}” other words are marked than are said."
    for ours in shown.xpath(".//span[@class='ours']"):
        if not any(words(ours) == f"[{name}]" for line in lines for name in data.speakers(line)):
            yield "not-said", f"“{words(ours)}” says nothing in the sentence that the brief explains so."


def _folded(data: Data, element: HtmlElement) -> Iterator[Fault]:
    """Hold a statement, folded or not, against the data: who stands before it, its words, and which of them are marked."""
    (span, *_), name = element.xpath("./span[starts-with(@id, 's-')]"), words(element[0])
    row = data.statements.get(str(span.get("id")))
    if row is None:
        yield "not-there", f"The data knows no statement “{words(span)[:90]}”."
        return
    reply = element[0].tag != "strong" or "elsewhere:" in line_words(element)  # behind the name of one who was asked
    if not reply and name != visible(str(row["speaker"])):
        yield "not-said", f"“{words(span)[:90]}” is not {name}’s."
    at = row["shown"] or row["content"]
    shown = "".join(map(str, span.xpath(".//text()[not(ancestor::span[@class='ours'])]")))
    if _letters(shown) != _letters("".join(part["words"] for part in at)):
        yield "not-there", f"“{words(span)[:90]}” is not what is shown of {row['address']}."
    name = row["article"]
    parts = [{**part, "article": name, "sentence": number} for part in at for number in row["sentences"]]
    yield from _marks(data, span, [{"article": name, "at": parts}])


def _letters(words_of: str) -> str:
    return "".join(c for c in visible(words_of) if c.isalnum())


# --- an article's page ---------------------------------------------------------------------------------------------


def article_places(page: Document, data: Data, article: str) -> Iterator[Fault]:
    """Hold the ways from each sentence of an article's page to the brief, and how many it uses, against the data."""
    numbers = {at: n for (name, n), at in data.sentences.items() if name == article}
    used = len(page.main.xpath(".//span[@class='used']"))
    told = [line_words(dd) for dd in page.main.xpath(".//dt[. = 'Used in']/following-sibling::dd[1]")]
    if not any(f": {used} of {len(numbers)} sentences" in one for one in told):
        yield "miscounted", f"“{told[:1]}” does not say that {used} of {len(numbers)} sentences are used."
    of_claims = [(one["address"], one) for claim in data.brief["claims"] for one in claim["passages"]]
    of_words = [
        (one["address"], {**part, "article": one["article"]})
        for one in data.statements.values()
        for part in one["content"]
    ]
    where: dict[str, set[str]] = {}
    for address, one in (*of_claims, *of_words):
        if one["article"] == article:
            inside = (at for at in numbers if at[0] < one["end"] and one["start"] < at[1])
            for start, end in inside:
                where.setdefault(address, set()).add(visible(data.told.articles[article].text[start:end]))
    last = ""
    for element in page.main.xpath(".//p/span[starts-with(@id, 's-')] | .//p/a[@class='back']"):
        anchor = str(element.get("href")).partition("#")[2]
        if element.tag == "span":
            last = words(element)
        elif anchor != "not-used" and last not in where.get(anchor, ()):
            yield "dead-anchor", f"The way behind “{last[:60]}” leads to {anchor}, which has it not."


# --- footnotes ---------------------------------------------------------------------------------------------------


def letters_of(page: Document, data: Data) -> Iterator[Fault]:
    """Hold the letter of every footnote against the article it leads to, and each letter before marks against theirs."""
    told: dict[str, str] = {}
    for name, note in notes(page).items():
        told[name] = words(note.xpath(".//strong")[0])
        hrefs = [str(href) for href in note.xpath(".//a/@href") if "articles/" in href]
        article = re.sub(r"(?:/|\.html)$", "", hrefs[0].partition("#")[0]).rpartition("/")[2] if hrefs else ""
        if data.letters.get(article) != told[name]:
            whose = article or "its article"
            yield "letter", f"The footnote “{name}” says {told[name]}, which is not the letter of {whose}."
    for span in page.main.xpath(".//span[starts-with(@class, 'in-')]"):
        letter = line_words(span)
        under = {told.get(str(href)[1:], letter) for href in span.xpath(".//sup/a/@href")}
        if span.get("class") != f"in-{letter.lower()}" or under - {letter}:
            others = ", ".join(sorted(under - {letter})) or letter
            yield "letter", f"The letter {letter} stands before footnotes of {others}."
