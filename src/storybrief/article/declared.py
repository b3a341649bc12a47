"""What does a web page say outright about its outlet, author, date, address and language, and where does it say so?"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lxml.html import HtmlElement

from storybrief.article import json_ld
from storybrief.article.byline import author
from storybrief.article.page import blocks, names_of
from storybrief.article.page_names import kind_of
from storybrief.english.outlets import outlets

# Where a page may declare each field, the most trusted first. og: is Open Graph, dc: Dublin Core.
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "citation_journal_title", "al:android:app_name"),
    "published": (
        "article:published_time", "og:article:published_time", "article:published", "datepublished", "date", "dc.date",
        "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date",
        "publication_date", "parsely-pub-date", "sailthru.date", "citation_publication_date", "cxenseparse:recs:publishtime",
    ),
    "modified": (
        "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
        "last-modified", "lastmod",
    ),
    "url": ("og:url", "twitter:url"),
    "language": ("og:locale", "content-language"),
}  # fmt: skip

_META_AUTHOR = (
    "author", "article:author", "article:author_name", "og:author", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "citation_author", "byl",
)  # fmt: skip

_SUMMARIES = ("og:description", "description", "twitter:description")

# What sites write where a person's name should be.
_NOBODY = re.compile(
    r"(?:admin(?:istrator)?|editor|webmaster|staff(?: (?:writer|reporter))?|guest|author|unknown|null|none)", re.I
)
_BY = re.compile(r"(?:by|from|words by|written by|story by|report by):? ", re.IGNORECASE)
_NAMED = re.compile(r"[Bb]y [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}$")
_NO_NAME = re.compile(r"(?:in|on|at|for|from|of|to|with|more|and|posted|updated|published)\b", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]")
_BRAND = re.compile(r"\s+[|–—·•«»:-]+\s+")
# Boxes in which the names are those of other articles' authors.
_OTHERS = frozenset({"related", "comment", "navigation", "aside"})


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a field as the page writes it, and where."""

    field: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page writes for machines: its meta tags (name in small letters -> contents) and its JSON-LD's articles."""

    contents: Mapping[str, list[str]]
    articles: Sequence[json_ld.Object]


def markup(tree: HtmlElement) -> Markup:
    """Read what the page writes for machines."""
    return Markup(_contents_of(tree), json_ld.articles(tree))


def declared(tree: HtmlElement, of: Markup, address: str) -> tuple[Said, ...]:
    """Return every title, outlet, author, published, modified, url and language that the page declares.

    The most trusted of a field comes first. Looked at are the JSON-LD of an article, the meta tags, the link to the
    canonical address, `lang`, `<time>` of publication, links to an author, and elements whose whole words are a byline.
    `address`: where the page itself was saved from, if that is known. What none of these says is not there.
    """
    found = [*_of_json(of), *_of_meta(of.contents)]
    found += [Said("title", words, "title") for element in tree.iter("title") if (words := _words(element))]
    found += [Said("author", names, "byline") for names in _shown_authors(tree)]
    stamps = '//time[@itemprop="datePublished" or @pubdate]/@datetime'
    found += [Said("published", str(stamp), "time") for stamp in tree.xpath(stamps)]
    canonical = [Said("url", str(link), "canonical link") for link in tree.xpath('//link[@rel="canonical"]/@href')]
    language = [Said("language", str(lang), "html lang") for lang in tree.xpath("/html/@lang")]
    own = [Said("url", address, "saved page")] if address else []
    return tuple(said for said in (*canonical, *language, *found, *own) if said.value.strip())


def titles_and_summaries(tree: HtmlElement, of: Markup) -> tuple[list[str], list[str]]:
    """Return the titles and the summaries that the page declares, for finding them among its blocks."""
    contents = of.contents
    named = [_words(element) for element in tree.iter("title")]
    titles = [*contents.get("og:title", ()), *contents.get("twitter:title", ()), *named]
    summaries = [one for name in _SUMMARIES for one in contents.get(name, ())]
    for data in of.articles[:1]:
        titles.insert(0, json_ld.text(data.get("headline")))
        summaries += [json_ld.text(data.get("description")), json_ld.text(data.get("alternativeHeadline"))]
    return [one for one in titles if one], [one for one in summaries if one]


def title_without(title: str, brands: Sequence[str]) -> str:
    """Return a title without the outlet's name, or the author's, before or behind it ("Pier closed | The Post")."""
    parts = _BRAND.split(title)
    if len(parts) < 2:
        return title
    wanted = {_fold(brand) for brand in brands if brand}
    signs = _BRAND.findall(title)
    while len(parts) > 1 and (_fold(parts[-1]) in wanted or _NAMED.match(parts[-1])):
        parts.pop()
        signs.pop()
    while len(parts) > 1 and _fold(parts[0]) in wanted:
        parts.pop(0)
        signs.pop(0)
    return "".join([parts[0], *(sign + part for sign, part in zip(signs, parts[1:], strict=True))])


def brand_behind(title: str, heading: str) -> str:
    """Return what a page's title has behind the headline that the page shows: the outlet's name, or ""."""
    behind = title.strip()[len(heading.strip()) :] if _fold(title).startswith(_fold(heading)) and heading else ""
    brand = _BRAND.split(f" {behind.strip()} ")[-1].strip(" |–—·•-") if behind else ""
    return brand if 0 < len(brand.split()) <= 5 and _BRAND.match(f" {behind.strip()}") else ""


def people(value: str, *outlets_of_page: str) -> list[str]:
    """Return the names of people in a value, one by one: no address, no job, not the outlet (but for an agency).

    "Doe, Jane; Roe, John" and "Doe, Jane, Roe, John" are Jane Doe and John Roe.
    """
    plain = _BY.sub("", html.unescape(value).strip())
    if ";" in plain:
        ones = [_turned(part) for part in plain.split(";")]
    else:
        ones = re.split(r",\s*|\s+and\s+|\s+&\s+|\s*/\s*|\s*\|\s*", plain)
        if len(ones) > 1 and len(ones) % 2 == 0 and all(len(one.split()) == 1 for one in ones):
            ones = [f"{ones[at + 1]} {ones[at]}" for at in range(0, len(ones), 2)]
    names = [" ".join(one.split()).removeprefix("and ") for one in ones]
    kept = (name for name in dict.fromkeys(names) if _is_person(name))
    own = {_fold(name) for name in outlets_of_page if name}
    return [name for name in kept if _fold(name) not in own or _fold(name) in _agencies()]


@cache
def _agencies() -> frozenset[str]:
    """The agencies, which sign what they write by their name."""
    return frozenset(_fold(form) for one in outlets() if one.kind == "agency" for form in one.forms)


def _is_person(name: str) -> bool:
    return (
        bool(name)
        and "://" not in name
        and "@" not in name
        and not _NOBODY.fullmatch(name)
        and not _NO_NAME.match(name)
        and any(map(str.isalpha, name))
    )


def _turned(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name


def _fold(words: str) -> str:
    return "".join(re.findall(r"\w+", words.casefold().removeprefix("the ")))


def _of_json(of: Markup) -> Iterator[Said]:
    for data in of.articles[:1]:
        for field, name in (("title", "headline"), ("published", "datePublished"), ("modified", "dateModified")):
            yield Said(field, json_ld.text(data.get(name)), "JSON-LD")
        yield Said("outlet", ", ".join(json_ld.names(data.get("publisher"))), "JSON-LD")
        yield Said("language", json_ld.text(data.get("inLanguage")), "JSON-LD")
        yield Said("author", "; ".join(_each(json_ld.names(data.get("author")))), "JSON-LD")


def _each(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (
            people(name) if "," in name or ";" in name or " and " in name else [_BY.sub("", html.unescape(name))]
        )


def _of_meta(contents: Mapping[str, list[str]]) -> Iterator[Said]:
    for field, names in _META.items():
        for name in names:
            yield from (Said(field, content, name) for content in contents.get(name, ()))
    for name in _META_AUTHOR:
        ones = [one for one in contents.get(name, ()) if "://" not in one and not one.startswith("@")]
        if ones:
            yield Said("author", "; ".join(_each(ones)) if len(ones) > 1 else ones[0], name)


def _contents_of(tree: HtmlElement) -> dict[str, list[str]]:
    contents: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = str(tag.get(attribute) or "").strip().lower()
            content = str(tag.get("content") or "").strip()
            if name and content:
                contents.setdefault(name.replace("http://ogp.me/ns#", "og:"), []).append(content)
    return contents


def _shown_authors(tree: HtmlElement) -> Iterator[str]:
    """Yield the names of a link to an author, and of elements whose whole words, or a line of them, are a byline."""
    for link in tree.xpath('//a[contains(concat(" ", normalize-space(@rel), " "), " author ")]'):
        words = _BY.sub("", _words(link))
        if not _is_others(link) and author(f"By {words}") == words:
            yield words
    for element in tree.xpath('//*[contains(@class, "byline") or contains(@class, "author")]')[:40]:
        if _is_others(element):
            continue
        for block in blocks(element):
            names = next((found for line in block.words.split("\n") if (found := author(" ".join(line.split())))), None)
            if names:
                yield names
                break


def _is_others(element: HtmlElement) -> bool:
    """Whether an element stands in a box of other articles."""
    return any(kind_of(str(above.tag), names_of(above)) in _OTHERS for above in (element, *element.iterancestors()))


def _words(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def is_latin(words: str) -> bool:
    """Whether a name has a Latin letter, as one that an English page prints has."""
    return bool(_LATIN.search(words))
