"""What must hold on a page of each kind? One small rule for each thing that a reader relies on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml.html import HtmlElement

from storybrief.model import Article
from storybrief.pages.escape import text_fragment, visible
from storybrief.pages.updates import day
from storybrief.proof import updates
from storybrief.proof.document import Document, Run, holder_with, runs, target, words
from storybrief.proof.handles import ADDRESS, Sentences, made_of, wrong_handles
from storybrief.proof.links import ELSEWHERE, Fault, notes
from storybrief.proof.loose import Allowed, fits, is_explained, is_known, is_verbatim, items_of
from storybrief.proof.sources import Told

_NOT_GIVEN = {"outlet": "outlet not given", "title": "without a title", "published": "undated"}
_NOTE = re.compile(r"(?P<letter>\w+) (?P<outlet>.+?), “(?P<title>.*)”, (?P<published>[^,“]+), (?P<place>[a-z_ ]+\d*): “(?P<words>.*)” in the article", re.DOTALL)  # fmt: skip
IN_ARTICLES = re.compile(r"in (\d+) articles?(?: of (\d+) groups?)?")
"""How a claim says in how many articles it is: the only numbers of the tool's own beside words that a footnote proves."""
_PROVED_ELSEWHERE = frozenset({"headerlink", "provenance"}) | updates.PROVED


@dataclass(frozen=True, slots=True)
class Site:
    """What the rules hold a page against: the stories as their folders have them, and the pages of the built site.

    built, root  the folder of the built site, and the one that holds briefs/
    sentences    the proved ones of each story, by address
    own          the tool's own words
    headings     the first heading of every page, by path
    months       the pages of the months of somebody or an outlet, by the address of the page about all
    """

    built: Path
    root: Path
    stories: Mapping[str, Told]
    pages: Mapping[str, Document]
    sentences: Mapping[str, Sentences]
    own: frozenset[str]
    headings: Mapping[str, str]
    months: Mapping[str, Sequence[Document]]


# --- an article's page -------------------------------------------------------------------------------------------


def article_page(page: Document, site: Site) -> Iterator[Fault]:
    """Hold an article's page against the bytes that it names."""
    told = site.stories.get(page.story)
    article = told.articles.get(page.address.rsplit("/", 1)[-1]) if told else None
    if told is None or article is None:
        yield "no-source", "Build the site anew: no source in briefs/ becomes this article."
        return
    given = {words(dt): words(dd) for dt in page.main.xpath(".//dt") for dd in dt.xpath("following-sibling::dd[1]")}
    file = site.root / article.source.path
    if given.get("Made from") != article.source.path:
        yield "no-source", f"Build the site anew: the page must name its source, {article.source.path}."
    if given.get("SHA-256") != hashlib.sha256(file.read_bytes()).hexdigest():
        yield "no-source", f"Build the site anew: the SHA-256 shown is not that of {article.source.path}."
    source = article.source
    about = {"Outlet": source.outlet, "Author": source.author, "Published": source.published}
    counted = {"Words": str(len(article.text.split())), "Language": source.language}
    right = {name: value or "not given" for name, value in about.items()} | {n: v for n, v in counted.items() if v}
    right |= _versions(article, told)
    for name, value in right.items():
        if given.get(name) != visible(value):
            yield (
                "not-the-source",
                f"Build the site anew: {name.lower()} “{given.get(name)}” is not what is known of the source.",
            )
    if heading(page) != visible(article.title or "Article without a title"):
        yield "not-the-source", f"Build the site anew: the title “{heading(page)}” is not the article's."
    for number, paragraph in ((p.number, p) for p in article.paragraphs if p.number):
        shown = page.by_id(f"p{number}")
        for span in shown.xpath(".//span[starts-with(@id, 's-')]") if shown is not None else ():
            if words(span) not in visible(paragraph.span.of(article.text)):
                yield "not-verbatim", _said(words(span), f"paragraph {number} of {source.path}")
    for span in page.main.xpath(".//span[starts-with(@id, 's-')]"):
        if str(span.get("id"))[2:] not in site.sentences.get(page.story, {}):
            yield "not-verbatim", _said(words(span), source.path)


def _versions(article: Article, told: Told) -> dict[str, str]:
    """Return what the page says of the version that an article is, when it is not the first."""
    number = 1 + len(told.earlier.get(article.id, ()))
    when = day(article.source)
    changed = (f"what changed in version {n}" for n in range(2, number + 1))
    return {"Version": "; ".join((f"{number}, {when}" if when else str(number), *changed))} if number > 1 else {}


def _said(shown: str, where: str) -> str:
    short = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
    return f"Build the site anew: “{short}” is not word for word in {where}."


_SHOWN = 90  # code points of the words in a message: enough to find them


def heading(page: Document) -> str:
    """Return the words of a page's first heading, without the link to its own address."""
    h1 = next(iter(page.main.xpath(".//h1")), None)
    return "" if h1 is None else own_words_of(h1)


def own_words_of(element: HtmlElement) -> str:
    """Return the words of an element without the link to its own address."""
    return visible("".join(run.words for run in runs(element) if not _has_class(run.holder, {"headerlink"})))


# --- a brief's page ------------------------------------------------------------------------------------------------


def brief_page(page: Document, site: Site) -> Iterator[Fault]:
    """Hold a brief's page against its footnotes, and these against the articles' pages and the sources."""
    told, sentences = site.stories.get(page.story), site.sentences.get(page.story, {})
    if told is None:
        yield "no-source", f"Build the site anew: there is no story “{page.story}” in briefs/."
        return
    for _, shown in wrong_handles(page, told, sentences):
        yield "not-verbatim", _said(shown, "the sentence that its address names")
    letters = dict(letters_of(page, told))
    if set(letters.values()) != set(told.articles):
        yield "no-source", "Build the site anew: the table of articles does not name every source of the story."
    found = notes(page)
    if not found:
        yield "no-source", "Build the site anew: the page has no footnote."
    for name, note in found.items():
        yield from _note(page, name, note, told, sentences, letters)
    yield from _articles_table(page, told, letters)
    yield from _marks(page, found, told, letters)
    yield from _speakers(page, told)
    yield from updates.updated_articles(page, told, {article: letter for letter, article in letters.items()}, sentences)
    yield from _changes(page, told)


def letters_of(page: Document, told: Told) -> Iterator[tuple[str, str]]:
    """Yield (letter, article id), as the table of articles has them."""
    for row in page.main.xpath(".//tr[td/span[starts-with(@id, 'article-')]]"):
        for href in row.xpath(".//a/@href"):
            article = target(page.path, str(href))[0].removesuffix("/index.html").removesuffix(".html").rsplit("/", 1)[-1]  # fmt: skip
            if article in told.articles:
                yield words(row.xpath(".//span[starts-with(@id, 'article-')]")[0]), article


def _articles_table(page: Document, told: Told, letters: Mapping[str, str]) -> Iterator[Fault]:
    for row in page.main.xpath(".//tr[td/span[starts-with(@id, 'article-')]]"):
        mark = row.xpath(".//span[starts-with(@id, 'article-')]")[0]
        article = told.articles.get(letters.get(words(mark), ""))
        if article is None or str(mark.get("id")) != f"article-{words(mark).lower()}":
            yield "not-the-source", f"Build the site anew: the row of article “{words(mark)}” leads to no source."
            continue
        source = article.source
        right = [visible(value or "not given") for value in (source.outlet, source.author, source.published)]
        shown = [words(cell) for cell in row.xpath("./td")]
        if shown[1:2] != [visible(article.title or "without a title")] or shown[2:5] != right:
            yield (
                "not-the-source",
                f"Build the site anew: the row of article {words(mark)} is not what is known of {source.path}.",
            )


def _note(
    page: Document, name: str, note: HtmlElement, told: Told, sentences: Sentences, letters: Mapping[str, str]
) -> Iterator[Fault]:
    """Hold a footnote against the sentence it names, the article's page it leads to, and what is known of the article."""
    key = name.removeprefix("fn:n")
    article, sentence = sentences.get(key, ("", ""))
    said = _NOTE.match(words(note))
    if not article or said is None:
        yield "not-verbatim", _said(words(note), "the sentence that the footnote names")
        return
    known = told.articles[article]
    about = {"outlet": known.source.outlet, "title": known.title, "published": known.source.published}
    if said["words"] != sentence:
        yield "not-verbatim", _said(said["words"], known.source.path)
    if letters.get(said["letter"]) != article:
        yield (
            "not-the-source",
            f"Build the site anew: footnote “{name}” bears the letter {said['letter']} of another article.",
        )
    for field, value in about.items():
        if said[field] != visible(value or _NOT_GIVEN[field]):
            yield (
                "not-the-source",
                f"Build the site anew: the {field} “{said[field]}” in a footnote is not what is known of {known.source.path}.",
            )
    if said["place"] not in _places(known, sentence):
        yield (
            "not-the-source",
            f"Build the site anew: “{said['place']}” in a footnote is not where the sentence stands.",
        )
    hrefs = [str(href) for href in note.xpath(".//a/@href")]
    if not any(target(page.path, h)[1] == f"s-{key}" and article in h for h in hrefs):
        yield "dead-anchor", f"Mend the footnote “{name}”: it does not lead to its sentence in the article."
    for href in (h for h in hrefs if h.startswith("http")):
        if known.source.url is None or not href.startswith(known.source.url.split("#")[0]) or (":~:" in href and not href.endswith(_fragment(sentence))):  # fmt: skip
            yield "dead-link", f"Mend the footnote “{name}”: “{href}” is not the article's own address."


def _fragment(sentence: str) -> str:
    return str(text_fragment(sentence)).split(":~:", 1)[1]


def _places(article: Any, sentence: str) -> set[str]:
    return {
        f"paragraph {p.number}" if p.number else p.role.replace("_", " ")
        for p in article.paragraphs
        if sentence in visible(p.span.of(article.text))
    }


def _marks(page: Document, found: Mapping[str, HtmlElement], told: Told, letters: Mapping[str, str]) -> Iterator[Fault]:
    """Hold each letter against where it leads, and against the footnotes that stand beside it."""
    for mark in page.main.xpath(".//a[starts-with(@href, '#article-')]"):
        letter = words(mark)
        if letter not in letters or str(mark.get("href")) != f"#article-{letter.lower()}":
            yield "not-the-source", f"Mend the letter “{letter}”: it does not lead to the article it stands for."
    for span in page.main.xpath(".//span[sup]"):
        letter = visible("".join(run.words for run in runs(span) if not _proved_elsewhere(run.holder)))
        article = told.articles.get(letters.get(letter, ""))
        beside = [found.get(str(a.get("href", "")).removeprefix("#")) for a in span.xpath(".//a")]
        if article is None or any(n is None or words(n).split(" ", 1)[0] != letter for n in beside):
            yield "not-the-source", f"Mend the letter “{letter}”: the footnotes beside it are another article's."


def _speakers(page: Document, told: Told) -> Iterator[Fault]:
    """Hold each speaker's name against its address, the source or the editors, and its page."""
    for h3 in page.main.xpath(".//h3[starts-with(@id, 'speaker-')]"):
        name = own_words_of(h3)
        whole = any(name in text for text in told.texts.values()) or name in told.editors
        if not whole or not made_of(str(h3.get("id")).removeprefix("speaker-"), name, among=told.texts.values()):
            yield "speaker", f"Build the site anew: the speaker “{name}” is neither in the sources nor an editor's."


def speaker_of(element: HtmlElement) -> str | None:
    """Return the name of the speaker under which a statement stands on a brief's page."""
    li = holder_with(element, frozenset({"li", "td"}))
    bold = li.find(".//strong") if li is not None and li.tag == "li" else None
    if bold is not None and next(iter(runs(li))).holder is bold:
        return words(bold)
    before = element.xpath("preceding::h3[1]")
    return own_words_of(before[0]) if before and str(before[0].get("id", "")).startswith("speaker-") else None


_LISTED_AND_SHOWN = 2


def _changes(page: Document, told: Told) -> Iterator[Fault]:
    """Prove that readers see every override, as an editor's change and with its reason."""
    heads = page.main.xpath(".//h2[@id='changes']")
    after = heads[0].xpath("following-sibling::ul[1]/li") if heads else []
    listed = [words(li) for li in after]
    page_words = words(page.main)
    for change in told.changes:
        if change.get("do") == "note" and page_words.count(visible(str(change.get("to")))) < _LISTED_AND_SHOWN:
            yield (
                "override-unseen",
                f"Build the site anew: the note “{visible(str(change.get('to')))}” is not shown where it belongs.",
            )
        why = visible(str(change.get("why") or ""))
        to = change.get("to")
        shown = [line for line in listed if why in line and (not isinstance(to, str) or visible(to) in line)]
        if not shown:
            yield (
                "override-unseen",
                f"Build the site anew: under “Editor’s changes” no line shows the change “{change.get('do')}: {visible(str(to))}” and its reason.",
            )


def links_out(page: Document, site: Site) -> Iterator[Fault]:
    """Hold each link out of the site against the articles' addresses, and what it points at there against the words."""
    stories = [site.stories[page.story]] if page.story in site.stories else [*site.stories.values()]
    known = {a.source.url.partition("#")[0] for told in stories for a in told.articles.values() if a.source.url}
    texts = [text for told in stories for text in told.texts.values()]
    for href in dict.fromkeys(str(h) for h in page.main.xpath(".//a/@href") if ELSEWHERE.match(str(h))):
        there, _, words_there = href.partition(":~:text=")
        if not any(unquote(there.partition("#")[0]) in (url, unquote(url)) for url in known):
            yield "dead-link", f"Build the site anew: “{href}” is the address of no article."
        elif not all(any(unquote(end) in text for text in texts) for end in words_there.split(",")):
            yield "not-verbatim", f"Build the site anew: “{href}” points at words that no article has."


# --- words without an address, on every page ---------------------------------------------------------------------


def loose_words(page: Document, site: Site) -> Iterator[Fault]:
    """Prove every run of words that has no address of its own."""
    whole = allowed_on(page, site)
    blocks: dict[HtmlElement, list[list[Run]]] = {}
    for run in runs(page.main):
        groups = blocks.setdefault(run.block, [[]])
        if _proved_elsewhere(run.holder):
            groups.append([])
        else:
            groups[-1].append(run)
    for block, groups in blocks.items():
        cited = bool(block.xpath(".//a[starts-with(@href, '#fn:')]"))
        listed = block.tag == "li" and bool(block.xpath("./a[starts-with(@href, '#article-')]"))
        near = _near(block, page, site)
        for place, group in enumerate(groups):
            # What stands before the letter of an article is the article's.
            allowed = replace(whole, near=near, numbers=not (cited or (listed and place == 0)))
            for run in _unproved(group, allowed):
                yield (
                    "unproved",
                    f"Build the site anew: “{visible(run.words)[:_SHOWN]}” is no source's words, no editor's, and not the tool's.",
                )
    for text in dict.fromkeys(map(str, page.main.xpath(".//@title | .//@data-label"))):
        if not is_explained(text, whole):
            yield "unproved", f"Build the site anew: “{text}” is no source's words, no editor's, and not the tool's."


def _unproved(group: Sequence[Run], allowed: Allowed) -> Iterator[Run]:
    """Yield the runs of a piece of a block that cannot be explained, neither together nor one by one."""
    joined = visible("".join(run.words for run in group))
    if not joined or is_known(joined, allowed) or is_verbatim(joined, allowed):
        return
    for run in group:
        if IN_ARTICLES.fullmatch(visible(run.words)):
            continue  # counts.py counts
        if not (_strict(run.words, allowed) if _is_article_s(run) else is_explained(run.words, allowed)):
            yield run


def allowed_on(page: Document, site: Site) -> Allowed:
    """Return what the words of a page may be, its footnotes aside."""
    stories = [site.stories[page.story]] if page.story in site.stories else [*site.stories.values()]
    speakers = (own_words_of(h3) for h3 in page.main.xpath(".//h3[starts-with(@id, 'speaker-')]"))
    items = {*items_of(stories), *_headings_for(page, site), *(s for s in speakers if s)}
    return Allowed(
        near=(),
        far=tuple(text for told in stories for text in told.texts.values()),
        items=tuple(sorted(items, key=lambda item: (-len(item), item))),
        own=site.own,
        days=frozenset(_days(page, stories)),
    )


def _strict(text: str, allowed: Allowed) -> bool:
    shown = visible(text)
    return not any(c.isalnum() for c in shown) or is_known(shown, allowed) or is_verbatim(shown, allowed)


def _is_article_s(run: Run) -> bool:
    """Whether a run is a cue, a role or a story's teaser by its place: the tool never puts words of its own there."""
    if run.holder is run.block and _is_teaser(run.block):
        return True
    if run.holder.tag != "em":
        return False
    before = run.holder.getprevious()
    ahead = (before.tail if before is not None else run.holder.getparent().text) or ""
    return ahead.rstrip().endswith("—") or "role" in str(run.block.get("class", "")).split()


def _is_teaser(block: HtmlElement) -> bool:
    """Whether a paragraph stands under the headline of a story in a list of them."""
    above = block.getprevious()
    return block.tag == "p" and not block.get("class") and above is not None and above.tag == "h2" and bool(above.xpath("./a[not(@class)]"))  # fmt: skip


def _headings_for(page: Document, site: Site) -> Iterator[str]:
    """Yield the headings that a page may repeat, which the rules of their own pages prove."""
    yield site.headings.get(page.path, "") or heading(page)
    own_story = page.story in site.stories
    for path, words_of in site.headings.items():
        other = site.pages[path]
        of_brief = other.kind == "brief" and (not own_story or other.story == page.story)
        if of_brief or (_is_someone(other) and page.kind == "page" and not _is_someone(page)):
            yield words_of


def _is_someone(page: Document) -> bool:
    return "/" in page.address and page.story in ("people", "outlets")


def _near(block: HtmlElement, page: Document, site: Site) -> tuple[str, ...]:
    """Return the paragraphs of the sentences that a block's footnotes name.

    On a page about several stories: the texts of the story that the block leads to, or the heading above it.
    """
    told, sentences = site.stories.get(page.story), site.sentences.get(page.story, {})
    if told is None:
        hrefs = block.xpath(".//a/@href") or block.xpath("preceding::h2[1]//a/@href")
        stories = {page_of(page, str(href), site) for href in hrefs} & {*site.stories}
        return tuple(text for story in sorted(stories) for text in site.stories[story].texts.values())
    cited = [str(href).removeprefix("#fn:n") for href in block.xpath(".//a/@href") if str(href).startswith("#fn:n")]
    near: list[str] = []
    for article, sentence in (sentences[key] for key in cited if key in sentences):
        near += [p for p in told.paragraphs[article] if sentence in p]
    return tuple(near) if cited else (*told.texts.values(),)


def page_of(page: Document, href: str, site: Site) -> str:
    """Return the story whose page a link leads to, or ""."""
    other = site.pages.get(target(page.path, href)[0])
    return other.story if other else ""


def _days(page: Document, stories: Sequence[Told]) -> Iterator[str]:
    """Yield the ISO dates that the page may show: an article's, an editor's, and those that a time's words can be."""
    shown = set(re.findall(r"\d{4}-\d{2}-\d{2}", words(page.main)))
    written = {day for told in stories for text in told.editors for day in re.findall(r"\d{4}-\d{2}-\d{2}", text)}
    sources = [a.source for told in stories for a in told.articles.values()]
    published = [source.published for source in sources if source.published]
    given = {*published, *(source.modified for source in sources if source.modified)}
    times = [words(span) for span in page.main.xpath(".//span[starts-with(@id, 'm-')]")]
    for one in shown:
        if (
            one in written
            or any(one == when[:10] for when in given)
            or any(fits(one, time, published) for time in times)
        ):
            yield one


def _proved_elsewhere(element: HtmlElement) -> bool:
    """Whether another rule proves the words of an element: it has an address, or is a mark or a footnote."""
    here: HtmlElement | None = element
    while here is not None:
        if here.tag in ("sup", "nav") or _has_class(here, _PROVED_ELSEWHERE):
            return True
        name = str(here.get("id", ""))
        if name.startswith(("fn:", "article-")) or str(here.get("href", "")).startswith("#article-"):
            return True
        if here.tag == "span" and ADDRESS.fullmatch(name) and here.find("sup") is None:
            return True
        here = here.getparent()
    return False


def _has_class(element: HtmlElement, names: set[str] | frozenset[str]) -> bool:
    return bool(names & {*str(element.get("class", "")).split()})
