"""Did every sentence of every article go where the ledger says, and is every word of the JSON files a slice?

The proof of ledger.json and brief.json. Nothing that the build worked with is believed: each source is read anew from its
bytes, cut into sentences anew, and the files are read as any program would.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from storybrief.article.read import read
from storybrief.english.marks import in_body, nested
from storybrief.model import UNSAID, Article, Page, Sentence, Span, visible
from storybrief.problems import Problem, error
from storybrief.statements.sentences import sentences
from storybrief.store.layout import CONTENT
from storybrief.story.read import SourceFile, read_story


@dataclass(frozen=True, slots=True)
class Anew:
    """An article read again from its bytes, and its sentences, cut again."""

    article: Article
    sentences: tuple[Sentence, ...]

    @property
    def known(self) -> tuple[str, str, str | None]:
        """The file it is made from, the SHA-256 of its bytes, and its title."""
        return self.article.source.path, self.article.source.sha256, self.article.title


def anew(folder: Path, site: Path) -> Mapping[str, Anew]:
    """Read the articles of the story in `folder` from their bytes: article id -> article. None that cannot be read."""
    return _anew(read_story(folder, site)[0].sources)


def earlier_anew(folder: Path, site: Path) -> Mapping[str, Anew]:
    """Read the earlier versions of these articles in the same way: id of the version -> article."""
    return _anew(old for source in read_story(folder, site)[0].sources for old in source.earlier)


def _anew(files: Iterable[SourceFile]) -> dict[str, Anew]:
    made = {}
    for source in files:
        article, _ = read(source.file, source.shown, dict(source.declared), source.id, source.puts)
        if article:
            made[source.id] = Anew(article, sentences(article))
    return made


def unaccounted(articles: Mapping[str, Anew], ledger: Page, brief_page: Page) -> Iterator[Problem]:
    """Prove a story's ledger ("not-accounted" for what is wrong with it).

    Every sentence of every article stands in it once, with its own words, offsets, role and paragraph; its passages hold
    all its words and do not overlap; each is in one claim, which names it too; and each is shown at its address on the
    page, with the sentence in a footnote there, or is listed on the page with its reason.
    """
    try:
        told = json.loads(ledger.text)
        found = list(_Ledger(articles, told, brief_page).wrong())
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
        found = [f"it cannot be read: {type(wrong).__name__} {wrong}"]
    for what in dict.fromkeys(found):
        yield error("not-accounted", f"{CONTENT}/{ledger.path}", 0, f"{what[0].upper()}{what[1:]}.")


@dataclass(frozen=True, slots=True)
class _Ledger:
    articles: Mapping[str, Anew]
    told: dict[str, Any]
    page: Page

    def wrong(self) -> Iterator[str]:
        """Yield, in words, everything in which the ledger is not what the sources and the page say."""
        if self.told["format"] != 1 or f"{self.told['story']}/evidence.md" != self.page.path:
            yield "its format or story is another"
        yield from self._left_out()
        yield from self._sentences()
        yield from self._claims()
        yield from self._places()
        yield from self._quotations()
        yield from self._beside()

    def _beside(self) -> Iterator[str]:
        """The prose of each saved page that is not its article's is there, with its reason."""
        wanted = [
            (name, left.words, left.reason) for name, one in self.articles.items() for left in one.article.left_out
        ]
        given = [(row["article"], row["words"], row["reason"]) for row in self.told["left_out"]]
        for name, words, _ in Counter(wanted) - Counter(given):
            yield f"{name}: “{visible(words)[:80]}”, which the page has beside the article, is missing"
        for name, words, _ in Counter(given) - Counter(wanted):
            yield f"{name}: “{visible(str(words))[:80]}” is not beside the article, or for another reason"

    def _quotations(self) -> Iterator[str]:
        """All that stands in quotation marks, read again, is there once, with the statement it is in or a reason."""
        wanted = {
            (name, span)
            for name, one in self.articles.items()
            for region in in_body(one.article)
            for span in (region.inner, *nested(one.article.text, region))
        }
        rows = self.told["quotations"]
        there = _lines_by_id(self.page.text)
        given = Counter((row["article"], Span(row["start"], row["end"])) for row in rows)
        for name, span in sorted(wanted - set(given)):
            yield f"{name}: “{visible(span.of(self.articles[name].article.text))[:80]}” in quotation marks is missing"
        for row in rows:
            place = row["article"], Span(row["start"], row["end"])
            what = f"{row['article']}: “{visible(str(row['words']))[:80]}” in quotation marks"
            if given[place] > 1:
                yield f"{what} stands here twice"
            if row["words"] != place[1].of(self.articles[row["article"]].article.text):
                yield f"{what} has other words or offsets"
            if (row["statement"] is None) == (row["reason"] is None):
                yield f"{what} is neither a statement nor listed with a reason, or both"
            if row["statement"] is not None and row["statement"] not in there:
                yield f"{what} is said to be in a statement that the page has not: {row['statement']}"
            if row["reason"] not in (None, "dropped by an editor", *UNSAID):
                yield f"{what} is listed for a reason that is none"

    def _left_out(self) -> Iterator[str]:
        """The words of an article that no sentence has."""
        for name, one in self.articles.items():
            bare = list(one.article.text)
            for sentence in one.sentences:
                bare[sentence.span.start : sentence.span.end] = " " * len(sentence.span)
            left = visible("".join(bare)).split()
            if left:
                yield f"{name}: no sentence has “{left[0]}”"

    def _sentences(self) -> Iterator[str]:
        wanted = [(name, s.number) for name, one in self.articles.items() for s in one.sentences]
        given = [(row["article"], row["number"]) for row in self.told["sentences"]]
        for (name, number), count in (Counter(wanted) - Counter(given)).items():
            yield f"sentence {number} of {name} is missing {count} time{'s' if count > 1 else ''}"
        for (name, number), _ in (Counter(given) - Counter(wanted)).items():
            yield f"sentence {number} of {name} is not there, or stands here twice"
        known = set(wanted)
        for row in self.told["sentences"]:
            if (row["article"], row["number"]) in known:
                yield from self._sentence(row)

    def _sentence(self, row: Mapping[str, Any]) -> Iterator[str]:
        one = self.articles[row["article"]]
        sentence = one.sentences[row["number"] - 1]
        paragraph = one.article.paragraphs[sentence.paragraph]
        where = f"sentence {row['number']} of {row['article']}"
        if Span(row["start"], row["end"]) != sentence.span or row["words"] != sentence.span.of(one.article.text):
            yield f"{where} has other words or offsets"
        if (row["role"], row["paragraph"]) != (paragraph.role, paragraph.anchor):
            yield f"{where} has another role or paragraph"
        if bool(row["passages"]) == (row["listed"] is not None):
            yield f"{where} is neither shown nor listed, or both"
        if row["listed"] is not None and row["listed"]["at"] != "evidence.md#not-used":
            yield f"{where} is listed elsewhere"
        spans = []
        for passage in row["passages"]:
            spans.append(Span(passage["start"], passage["end"]))
            if not sentence.span.holds(spans[-1]) or passage["words"] != spans[-1].of(one.article.text):
                yield f"{where} has a passage with other words or offsets"
        if spans:
            yield from (f"{where} {what}" for what in _cut_wrongly(sentence.span, spans, one.article.text))

    def _claims(self) -> Iterator[str]:
        """Both ways: what the sentences say of the claims, the claims say of the sentences."""
        there = Counter(
            (p["claim"], p["address"], row["article"], row["number"])
            for row in self.told["sentences"]
            for p in row["passages"]
        )
        back = Counter(
            (claim["address"], p["address"], p["article"], p["sentence"])
            for claim in self.told["claims"]
            for p in claim["passages"]
        )
        for claim, address, name, number in (there - back) + (back - there):
            yield f"sentence {number} of {name} and claim {claim} do not name each other at {address}"
        addresses = Counter(p["address"] for claim in self.told["claims"] for p in claim["passages"])
        for address, count in addresses.items():
            if count > 1:
                yield f"the passage {address} is in {count} claims"
        for claim in self.told["claims"]:
            if claim["address"] not in {p["address"] for p in claim["passages"]}:
                yield f"the claim {claim['address']} has none of its passages at its address"

    def _places(self) -> Iterator[str]:
        """Each passage at its address, with its sentence in a footnote; each listed sentence with its reason."""
        lines = _lines_by_id(self.page.text)
        notes = {m[1]: visible(_plain(m[2])) for m in _NOTE.finditer(self.page.text)}
        unused = _unused(self.page.text)
        listed: Counter[tuple[str, str]] = Counter()
        for row in self.told["sentences"]:
            where = f"sentence {row['number']} of {row['article']}"
            for passage in row["passages"]:
                address = passage["address"]
                key = _KEY.sub("", address)
                if passage["shown"] != f"evidence.md#{address}":
                    yield f"{where} is said to be shown at another address than {address}"
                elif f"[^n{key}]" not in lines.get(address, ""):
                    yield f"{where} is not shown at {address} on the page"
                elif visible(row["words"]) not in notes.get(f"n{key}", ""):
                    yield f"{where} is not in the footnote of {address}"
            if row["listed"] is not None:
                told = visible(row["words"]), f"({visible(row['listed']['reason'])})"
                listed[told] += 1
                if sum(all(part in line for part in told) for line in unused) < listed[told]:
                    yield f"{where} is not listed on the page with its reason"


_KEY = re.compile(r"\Ac-|-\d+\Z")
_ID = re.compile(r'\bid="([^"]+)"')
_NOTE = re.compile(r"^\[\^(\w+)\]:[ \t]*(.*)$", re.MULTILINE)
_ENTITY = re.compile(r"&#(\d+);")


def _plain(words: str) -> str:
    """Undo what pages/escape.py does to words."""
    return _ENTITY.sub(lambda found: chr(int(found[1])), words)


def _lines_by_id(text: str) -> dict[str, str]:
    """Element id -> the line of the page that it stands on."""
    return {found: line for line in text.split("\n") for found in _ID.findall(line)}


def _unused(text: str) -> list[str]:
    """The lines under "Not used"."""
    _, _, below = text.partition("{: #not-used }")
    return [visible(_plain(line)) for line in below.partition("\n## ")[0].split("\n")]


def _cut_wrongly(sentence: Span, spans: Iterable[Span], text: str) -> Iterator[str]:
    """Say where the passages of a sentence overlap, or leave out a letter or digit."""
    at = sentence.start
    for span in sorted(spans):
        if span.start < at or span.end <= span.start:
            yield "is cut into passages that overlap"
        if any(c.isalnum() for c in text[at : span.start]):
            yield "has words in no passage"
        at = max(at, span.end)
    if any(c.isalnum() for c in text[at : sentence.end]):
        yield "has words in no passage"


# --- brief.json ------------------------------------------------------------------------------------------------


def unlike_the_sources(
    articles: Mapping[str, Anew], export: Page, earlier: Mapping[str, Anew] = MappingProxyType({})
) -> Iterator[Problem]:
    """Prove a story's brief.json ("not-verbatim" for what is wrong): wherever it gives offsets, the words there are the
    article's; every sentence it names holds them; the headline is an article's when it says so; the sources are these.

    `earlier` are earlier versions of the articles, which its updates have words of.
    """
    try:
        told = json.loads(export.text)
        versions = {**articles, **earlier}
        found = [*_slices(told, None, versions), *_sources(told, articles), *_titles(told, articles)]
        found += _updates(told, versions)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
        found = [f"it cannot be read: {type(wrong).__name__} {wrong}"]
    for what in dict.fromkeys(found):
        yield error("not-verbatim", f"{CONTENT}/{export.path}", 0, f"{what[0].upper()}{what[1:]}.")


def unquoted(ledger: Page, export: Page) -> Iterator[Problem]:
    """Prove that each quotation of a story's ledger is in the statement that it names, by brief.json ("not-accounted")."""
    quoted = {
        (row["address"], row["article"], part["start"], part["end"])
        for row in json.loads(export.text)["statements"]
        for part in row["quoted"]
    }
    for row in json.loads(ledger.text)["quotations"]:
        where = (row["statement"], row["article"], row["start"], row["end"])
        if row["statement"] is not None and where not in quoted:
            told = f"The statement {row['statement']} does not have “{visible(row['words'])[:80]}”. Mend the ledger."
            yield error("not-accounted", f"{CONTENT}/{ledger.path}", 0, told)


def unshown(export: Page, brief_page: Page) -> Iterator[Problem]:
    """Prove that every statement of a story's brief.json stands on the page ("not-accounted" for one that does not)."""
    there = _lines_by_id(brief_page.text)
    for row in json.loads(export.text)["statements"]:
        if row["address"] not in there:
            words = " … ".join(visible(part["words"]) for part in row["content"])[:80]
            told = f"The statement {row['address']} (“{words}”) does not stand on the page. Mend the template."
            yield error("not-accounted", f"{CONTENT}/{export.path}", 0, told)


def _slices(value: object, article: str | None, articles: Mapping[str, Anew]) -> Iterator[str]:
    """Walk through all values; what has "start" and "end" is a slice of the article that the nearest "article" names."""
    if isinstance(value, list):
        for one in value:
            yield from _slices(one, article, articles)
    elif isinstance(value, dict):
        article = value.get("article", article)
        if article is not None and article not in articles:
            yield f"there is no article “{visible(str(article))}”"
        if "start" in value or "end" in value:
            yield from _slice(value, articles[str(article)])
        for one in value.values():
            yield from _slices(one, article, articles)
        if "sentence" in value and "shown" in value:
            yield from _shown(value, articles[str(article)])
        if "sentences" in value:
            yield from _touched(value, articles[str(article)])


def _slice(value: Mapping[str, Any], one: Anew) -> Iterator[str]:
    span, text = Span(value["start"], value["end"]), one.article.text
    if not 0 <= span.start < span.end <= len(text) or span.of(text) != value["words"]:
        yield f"“{visible(str(value['words']))[:80]}” does not stand at {span.start} to {span.end} of {one.article.id}"
    if "sentence" in value and not one.sentences[_index(value["sentence"])].span.overlaps(span):
        yield f"“{visible(str(value['words']))[:80]}” is not in sentence {value['sentence']} of {one.article.id}"


def _shown(value: Mapping[str, Any], one: Anew) -> Iterator[str]:
    """What is shown of somebody who did not answer begins in the sentence that is named."""
    start = one.sentences[_index(value["sentence"])].span.start
    if value["shown"]["start"] < start or value["cue"]["start"] < start:
        yield f"“{visible(str(value['shown']['words']))[:80]}” is not in sentence {value['sentence']} of {one.article.id}"
    elif not one.sentences[_index(value["sentence"])].span.overlaps(Span(value["cue"]["start"], value["cue"]["end"])):
        yield f"“{visible(str(value['cue']['words']))[:80]}” is not in sentence {value['sentence']} of {one.article.id}"


def _touched(value: Mapping[str, Any], one: Anew) -> Iterator[str]:
    """The sentences of a statement are those that its words stand in."""
    touched: set[int] = set()
    for part in value["content"]:
        span = Span(part["start"], part["end"])
        at = bisect_right(one.sentences, span.start, key=lambda s: s.span.end)
        while at < len(one.sentences) and one.sentences[at].span.start < span.end:
            touched.add(one.sentences[at].number)
            at += 1
    if value["sentences"] != sorted(touched):
        yield f"the statement {value['address']} is not of these sentences of {one.article.id}"


def _index(number: int) -> int:
    if number < 1:
        raise IndexError(f"no sentence {number}")
    return number - 1


def _sources(told: Mapping[str, Any], articles: Mapping[str, Anew]) -> Iterator[str]:
    rows = [(row["id"], row["source"], row["sha256"], row["title"]) for row in told["articles"]]
    for name, one in articles.items():
        if rows.count((name, *one.known)) != 1:
            yield f"the article {name} is not the one of {one.article.source.path}"
    if len(rows) != len(articles):
        yield f"{len(rows)} articles are named, and {len(articles)} are there"
    for claim in told["claims"]:
        if claim["articles"] != list(dict.fromkeys(p["article"] for p in claim["passages"])):
            yield f"the claim {claim['address']} is in other articles"


def _updates(told: Mapping[str, Any], versions: Mapping[str, Anew]) -> Iterator[str]:
    for update in told["updates"]:
        for row in update["versions"]:
            one = versions[row["id"]]
            if (row["source"], row["sha256"], row["title"]) != one.known:
                yield f"the version {row['id']} is not the one of {one.article.source.path}"


def _titles(told: Mapping[str, Any], articles: Mapping[str, Anew]) -> Iterator[str]:
    for line in (told["headline"], told["teaser"]):
        article = articles[line["article"]].article if line and line["article"] is not None else None
        if article and line["words"] not in article.text and line["words"] != article.title:  # a title may be declared
            yield f"“{line['words']}” is not in {article.id}"
