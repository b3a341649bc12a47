"""Are the words on a page of a story those of its sources? One small rule for each thing that a reader relies on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from lxml.html import HtmlElement

from storybrief.model import Article, Span, visible
from storybrief.verify.document import Document, own_words, target, words
from storybrief.verify.links import Fault, notes
from storybrief.verify.sources import Told, letters

Sentences = Mapping[str, tuple[str, str]]
"""Address of a sentence -> the path of the article's page that shows it, and its words, proved."""

_ADDRESS = re.compile(r"([csfm])-([0-9a-f]{8})(-\d+)?")
_APART = re.compile(r" ?… ?|” “|[“”]")  # what the pages put between and around the pieces of a statement
_CUT = "…"
_EDGE = " \"'“”‘’.,;:!?…()—–-"
_SHOWN = 90  # code points of the words in a message: enough to find them


def sentences_of(page: Document, article: str, told: Told) -> Sentences:
    """Return the sentences that an article's page shows: those that are in its source and bear their own address.

    An address is the beginning of the SHA-256 of the words themselves, so one other letter makes another.
    """
    text = told.texts[article]
    found: dict[str, tuple[str, str]] = {}
    for span in page.main.xpath(".//span[starts-with(@id, 's-')]"):
        shown, name = words(span), str(span.get("id"))[2:]
        if shown and shown in text and _made_of(name, shown, told.texts.values()):
            found[name] = (page.path, shown)
    return found


def _made_of(name: str, shown: str, texts: Collection[str]) -> bool:
    """Whether an address is that of these words: there are as many as the words stand in the texts."""
    times = sum(text.count(shown) for text in texts)
    return any(name == _digits(shown if n < 2 else f"{shown}\n{n}") for n in range(1, times + 1))


def _digits(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def article_page(page: Document, article: str, told: Told, sentences: Sentences) -> Iterator[Fault]:
    """Hold an article's page against the bytes that it names."""
    known, file = told.articles[article], told.files[article]
    given = {words(dt): words(dd) for dt in page.main.xpath(".//dt") for dd in dt.xpath("following-sibling::dd[1]")}
    right = {
        "Made from": known.source.path,
        "SHA-256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "Outlet": known.source.outlet or "not given",
        "Author": known.source.author or "not given",
        "Published": known.source.published or "not given",
    }
    for name, value in right.items():
        if given.get(name, "").removesuffix(" (press release)" if name == "Outlet" else "") != visible(value):
            yield "not-the-source", f"“{given.get(name)}” is not what is known of {known.source.path} ({name.lower()})."
    heading = own_words(next(iter(page.main.xpath(".//h1")), page.main))
    if heading != (visible(known.title or "") or "Article without a title"):
        yield "not-the-source", f"“{_short(heading)}” is not the title of {known.source.path}."
    ids = {str(element.get("id")): element for element in page.main.xpath(".//*[@id]")}
    yield from _paragraphs(known, ids)
    for name, span in ids.items():
        if span.tag == "span" and name.startswith("s-") and name[2:] not in sentences:
            yield "not-verbatim", _said(words(span), known.source.path)


def _paragraphs(known: Article, ids: Mapping[str, HtmlElement]) -> Iterator[Fault]:
    """Hold the paragraphs of an article's page, each with the page or time before it, against the article."""
    for paragraph in known.paragraphs:
        shown = ids.get(paragraph.anchor)
        here = visible(paragraph.span.of(known.text))
        for span in shown.xpath(".//span[starts-with(@id, 's-')]") if shown is not None else ():
            if words(span) not in here:
                yield "not-verbatim", _said(words(span), f"{paragraph.anchor} of {known.source.path}")
        for place in shown.xpath(".//span[@class='at']") if shown is not None else ():
            if words(place) != known.place(paragraph.span.start):
                told = f"“{_short(words(place))}” is not where {paragraph.anchor} stands in {known.source.path}."
                yield "not-the-source", told


def front_page(page: Document, told: Told, sentences: Sentences) -> Iterator[Fault]:
    """Hold a brief against its footnotes: each line is a cut of a sentence that it cites, and the words said stand in it."""
    yield from _notes(page, told, sentences)
    cited = {name.removeprefix("fn:n") for name in notes(page)}
    known = [sentences[key][1] for key in sorted(cited & sentences.keys())]
    for mark in page.main.xpath(".//mark"):
        if not any(letters(words(mark)) in letters(sentence) for sentence in known):
            yield "not-verbatim", _said(words(mark), "a sentence that the brief cites")
    for span in page.main.xpath(".//span[@id]"):
        if _ADDRESS.fullmatch(str(span.get("id"))) and not _of_an_article(span, told):
            yield "not-verbatim", _said(words(span), "an article of the story")
    there = {words(p).removesuffix(" ↩") for p in page.main.xpath(".//li[starts-with(@id, 'fn:')]/p")}
    for beside in page.main.xpath(".//details[@class='beside']/p"):
        if words(beside) not in there:
            yield "not-verbatim", _said(words(beside), "a footnote of the brief")
    everything = words(page.main)
    for change in told.changes:
        note = visible(str(change.get("to")))
        if change.get("do") == "note" and not change.get("where") and note not in everything:
            yield "override-unseen", f"The brief does not show “note: {_short(note)}”."


def _of_an_article(line: HtmlElement, told: Told) -> bool:
    """Whether the words of a line, without ours in it, are an article's, piece by piece."""
    shown = "".join(str(text) for text in line.xpath(".//text()[not(ancestor::span[@class='ours'])]"))
    pieces = [piece for part in shown.split(_CUT) if (piece := letters(part))]
    return any(all(piece in text for piece in pieces) for text in told.letters.values())


def _notes(page: Document, told: Told, sentences: Sentences) -> Iterator[Fault]:
    """Hold each footnote against its sentence, and against what is known of the article that it names."""
    of_path = dict(told.pages())
    for name, note in notes(page).items():
        key = name.removeprefix("fn:n")
        path, sentence = sentences.get(key, ("", ""))
        if not sentence or f"“{sentence}”" not in words(note):
            yield "not-verbatim", _said(words(note), "the sentence that the footnote names")
        elif (path, f"s-{key}") not in {target(page.path, str(href)) for href in note.xpath(".//a/@href")}:
            yield "dead-anchor", f"The footnote “{name}” does not lead to its sentence in the article."
        elif (known := told.articles[of_path[path]]) and _where(note) not in _places(known, sentence):
            yield "not-the-source", f"“{_short(_where(note))}” is not what is known of {known.source.path}."


def _where(note: HtmlElement) -> str:
    return " ".join(map(words, note.xpath(".//span[@class='where']")))


def _places(article: Article, sentence: str) -> set[str]:
    """What a footnote may say of where a sentence stands: for each paragraph that has it, with and without the title."""
    outlet, title = article.source.outlet or "outlet not given", article.title or "without a title"
    day = article.source.published or "undated"
    about = [f"{outlet}, “{title}”, {day}", *([f"{outlet}, {day}"] if article.source.outlet else [])]
    having = [p for p in article.paragraphs if sentence in visible(p.span.of(article.text))]
    names = {
        f"{at}, {name}" if at else name
        for p in having
        for name in (f"paragraph {p.number}" if p.number else p.role.replace("_", " "),)
        for at in _pages_and_times(article, p.span, sentence)
    }
    return {visible(f"{one}, {name}:") for one in about for name in names}


def _pages_and_times(article: Article, paragraph: Span, sentence: str) -> Iterator[str]:
    """Yield the pages or times of the file at which a paragraph has the sentence; "" for a file that has neither."""
    inside = (offset for offset, _ in article.places if paragraph.start < offset < paragraph.end)
    for start, end in pairwise((paragraph.start, *inside, paragraph.end)):
        found = visible(article.text[start : paragraph.end]).find(sentence)
        if 0 <= found < len(visible(article.text[start:end])):
            yield article.place(start)


def evidence_page(page: Document, told: Told, sentences: Sentences) -> Iterator[Fault]:
    """Hold an evidence page against its footnotes, and these against the articles' pages and the sources."""
    yield from _notes(page, told, sentences)
    for span in page.main.xpath(".//span[@id]"):
        named, shown = _ADDRESS.fullmatch(str(span.get("id"))), words(span)
        if named and shown and span.find("sup") is None and not _is_right(named[1], named[2], shown, told, sentences):
            yield "not-verbatim", _said(shown, "the sentence that its address names")
    yield from _changes(page, told)


def _is_right(kind: str, name: str, shown: str, told: Told, sentences: Sentences) -> bool:
    if kind == "c":
        return _is_cut_of(shown, sentences.get(name, ("", ""))[1])
    if kind == "s":
        pieces = [piece for part in _APART.split(shown) if (piece := letters(part))]
        return any(all(piece in text for piece in pieces) for text in told.letters.values())
    return any(shown in text for text in told.texts.values())


def _is_cut_of(shown: str, sentence: str) -> bool:
    """Whether words are the whole sentence, or a piece of it with "…" exactly where the sentence goes on."""
    for piece, before, after in _uncut(shown):
        at = sentence.find(piece)
        while piece and at >= 0:
            rest_before, rest_after = sentence[:at].strip(_EDGE), sentence[at + len(piece) :].strip(_EDGE)
            if bool(rest_before) == before and bool(rest_after) == after:
                return True
            at = sentence.find(piece, at + 1)
    return False


def _uncut(shown: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield the ways to read words that may begin or end with the tool's "…", or with the article's own."""
    starts = [(shown, False)] + ([(shown[1:].lstrip(), True)] if shown.startswith(_CUT) else [])
    for piece, before in starts:
        yield piece, before, False
        if piece.endswith(_CUT):
            yield piece[:-1].rstrip(), before, True


def _changes(page: Document, told: Told) -> Iterator[Fault]:
    """Prove that readers see every override, as an editor's change and with its reason; a note also where it belongs."""
    heads = page.main.xpath(".//h2[@id='changes']")
    listed = [words(li) for li in (heads[0].xpath("following-sibling::ul[1]/li") if heads else [])]
    everything = words(page.main)
    for change in told.changes:
        why, to = visible(str(change.get("why") or "")), change.get("to")
        there = any(why in line and (not isinstance(to, str) or visible(to) in line) for line in listed)
        placed = change.get("do") == "note" and change.get("where")
        if not there or (placed and everything.count(visible(str(to))) < _LISTED_AND_SHOWN):
            yield "override-unseen", f"The page does not show “{_short(str(change.get('do')))}: {_short(visible(str(to)))}” and its reason, under “Editor’s changes” and where it belongs."  # fmt: skip


_LISTED_AND_SHOWN = 2


def _said(shown: str, where: str) -> str:
    return f"“{_short(shown)}” is not word for word in {where}."


def _short(shown: str) -> str:
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
