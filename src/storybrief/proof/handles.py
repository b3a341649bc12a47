"""Does what bears an address show the words that the address was made of, and has the source them?

An address is made of the words themselves (pages/footnotes.py, pages/addresses.py): one other
letter makes another address. So each of these is held against its own address, and against the source.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from lxml.html import HtmlElement

from storybrief.pages.footnotes import address
from storybrief.proof.document import Document, words
from storybrief.proof.sources import Told

ADDRESS = re.compile(r"([csfm])-([0-9a-f]{8})(-\d+)?")
_CUT = "…"
_EDGE = " \"'“”‘’.,;:!?…()—–-"

Sentences = dict[str, tuple[str, str]]
"""Address of a sentence -> the article's id and the words, proved."""


def made_of(name: str, *parts: str, among: Iterable[str] = ()) -> bool:
    """Whether an address (eight hexadecimal digits) was made of these words, or is a later one of the same words.

    `among` are the texts that the words stand in: there are as many addresses as the words stand there.
    """
    if name == address(*parts):
        return True
    times = sum(text.count(parts[-1]) for text in among)
    return any(name == address(*parts, str(n)) for n in range(2, times + 1))


def stands_in(piece: str, text: str) -> bool:
    """Whether a piece stands in a text, whole words of it."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if not (_joins(text[at - 1 : at], piece[:1]) or _joins(piece[-1:], text[end : end + 1])):
            return True
        at = text.find(piece, at + 1)
    return False


def _joins(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum()


def sentences_of(page: Document, told: Told) -> Sentences:
    """Return the sentences that an article's page shows, those that are in its source and bear their own address."""
    article = page.address.rsplit("/", 1)[-1]
    text = told.texts.get(article, "")
    found: Sentences = {}
    for span in page.main.xpath(".//span[starts-with(@id, 's-')]"):
        shown, name = words(span), str(span.get("id"))[2:]
        if shown and shown in text and made_of(name, shown, among=told.texts.values()):
            found[name] = (article, shown)
    return found


def wrong_handles(page: Document, told: Told, sentences: Sentences) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the elements of a brief's page that show other words than their address was made of, and the words."""
    for span in page.main.xpath(".//span[@id]"):
        named = ADDRESS.fullmatch(str(span.get("id")))
        shown = words(span) or _words_before(span)
        if not named or not shown or span.find("sup") is not None:
            continue
        if not _is_right(named[1], named[2], shown, told, sentences):
            yield span, shown


def _words_before(span: HtmlElement) -> str:
    """Return the statement that an address without words stands behind: another article has the very same words."""
    before = span.xpath("preceding-sibling::span[starts-with(@id, 's-')]")
    return (
        next((shown for one in reversed(before) if (shown := words(one))), "") if span.get("id", "")[:2] == "s-" else ""
    )


def _is_right(kind: str, name: str, shown: str, told: Told, sentences: Sentences) -> bool:
    if kind == "c":
        return _is_cut_of(shown, sentences.get(name, ("", ""))[1])
    if kind == "s":
        return is_said(shown, name, told.texts.values()) and _cuts_are_marked(shown, sentences)
    return _is_part(shown, name, sentences)


def _cuts_are_marked(shown: str, sentences: Sentences) -> bool:
    """Whether an indirect statement that is a piece of a sentence says with "…" where the sentence goes on."""
    if shown.startswith("“"):  # a quotation is a piece by its nature
        return True
    around = [sentence for _, sentence in sentences.values() if shown.strip(f"{_CUT} ") in sentence]
    return not around or any(_is_cut_of(shown, sentence) for sentence in around)


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


def is_said(shown: str, name: str, texts: Collection[str]) -> bool:
    """Whether words are the statement that an address was made of, all of them in one of the texts."""
    readings = _readings(shown)
    right = [parts for parts in readings if made_of(name, *parts)]
    right = right or [parts for parts in readings if made_of(name, *parts, among=texts)]
    return any(all(part in text for part in parts) for parts in right for text in texts)


def _readings(shown: str) -> tuple[tuple[str, ...], ...]:
    """Return the parts of a statement, in each way in which the pages print one: one part, or several with "…"."""
    made: dict[tuple[str, ...], None] = {}
    for whole in (shown.removeprefix("“").removesuffix("”"), shown):
        for bare in (whole, re.sub(rf"^{_CUT} ?| ?{_CUT}$", "", whole)):
            for apart in _APART:
                made[tuple(part for part in (p.strip() for p in apart.split(bare)) if part)] = None
    return tuple(parts for parts in made if parts)


_APART = tuple(map(re.compile, ("” “", f" {_CUT} ", f"(?: ?{_CUT} ?)+", f"(?: ?{_CUT} ?)+|” “", "\n")))


def _is_part(shown: str, name: str, sentences: Sentences) -> bool:
    return any(
        stands_in(shown, sentence) and made_of(name, key, shown, among=[sentence])
        for key, (_, sentence) in sentences.items()
    )
