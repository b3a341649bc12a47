"""Does “Who is quoted” count what the briefs have? Its page and its table are counted anew, from every brief.json."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt

from storybrief.model import Page, Person, visible
from storybrief.problems import Problem, error
from storybrief.store.layout import CONTENT, PEOPLE, slug
from storybrief.verify.document import Document, target, words
from storybrief.verify.links import Fault

Told = Mapping[str, Any]
Row = Mapping[str, str]
_PAGE, _TABLE = f"{PEOPLE}/who-is-quoted.md", f"{PEOPLE}/who-is-quoted.csv"
_LINE = re.compile(r"(.*): ([\d,]+) words? \((\d+|under 1)%\) in ([\d,]+) statements?")
_ASKED = re.compile(r"(.*): (\d+) asked, (\d+) quoted(?: \(.*\))?, (\d+) silent(?: \(.*\))?")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MARKDOWN = MarkdownIt("commonmark")
_SHOWN = ("text", "text_special", "code_inline")


def uncounted(page: Document, pages: Mapping[str, Document]) -> Iterator[Fault]:
    """Hold “Who is quoted” of a published site against the statements that each story's evidence page shows."""
    for line in page.main.iter("li"):
        found, link = _LINE.fullmatch(words(line)), line.find("a")
        if found and link is not None:
            path, _ = target(page.path, str(link.get("href", "")))
            evidence = pages.get(f"{path.removesuffix('index.html')}evidence/index.html")
            if evidence and evidence.kind == "evidence":
                there = len({*map(str, evidence.tree.xpath("//@id[starts-with(., 's-')]"))})
                if f"{there:,}" != found[4]:
                    told = f"of {found[1]} it counts {found[4]} statements, and its evidence shows {there}"
                    yield "miscounted", f"Build the site again: {told}."


def miscounted(pages: Iterable[Page], people: Sequence[Person]) -> Iterator[Problem]:
    """Yield "miscounted" for each row of the table, and each list of the page, that is not what the briefs have."""
    texts = {page.path: page.text for page in pages}
    every = [json.loads(texts[path]) for path in sorted(texts) if path.endswith("/brief.json")]
    told = [one for one in every if not any(c["kind"] == "withdrawn" for c in one["corrections"])]
    rows = [*csv.DictReader(io.StringIO(texts.get(_TABLE, "").removeprefix("\ufeff")))]
    if _TABLE in texts:
        for what in _wrong_rows(rows, told, people):
            yield error("miscounted", f"{CONTENT}/{_TABLE}", 0, f"Build the site again: {what}.")
    if _PAGE in texts:
        for what in _wrong_lines(texts[_PAGE], rows, told):
            yield error("miscounted", f"{CONTENT}/{_PAGE}", 0, f"Build the site again: {what}.")


# --- the table -----------------------------------------------------------------------------------------------------


def _wrong_rows(rows: Sequence[Row], told: Iterable[Told], people: Sequence[Person]) -> Iterator[str]:
    wanted: Counter[tuple[str, ...]] = Counter(row for one in told for row in _counted(one))
    columns = ("story", "speaker", "outlet", "statements", "words", "share")
    given = Counter(tuple(_uncelled(row[column]) for column in columns) for row in rows)
    for missing in wanted - given:
        yield f"the row “{visible(', '.join(missing))[:80]}” is missing"
    for other in given - wanted:
        yield f"the row “{visible(', '.join(other))[:80]}” is not what the briefs have"
    about = {person.name: dict(person.about) for person in people}
    for row in rows:
        known = about.get(_uncelled(row["person"]), {})
        if any(
            value not in (_uncelled(row.get(key, "")), _uncelled(row.get(f"about: {key}", "")))
            for key, value in known.items()
        ):
            yield f"the row of “{visible(row['speaker'])}” has not what {PEOPLE} says of {visible(row['person'])}"


def _counted(told: Told) -> Iterator[tuple[str, ...]]:
    """Yield story, speaker, outlet, statements, words and their share: of each speaker in the articles of one outlet."""
    outlets = {article["id"]: article["outlet"] for article in told["articles"]}
    said: dict[tuple[str, str], list[int]] = {}
    for s in told["statements"]:
        many = sum(len(_WORD.findall(part["words"])) for part in s["content"])
        said.setdefault((s["speaker"] or "", outlets[s["article"]] or ""), []).append(many)
    whole = sum(map(sum, said.values())) or 1
    for (speaker, outlet), each in said.items():
        share = round(sum(each) / whole, 4)
        yield tuple(map(_uncelled, (told["story"], speaker, outlet, str(len(each)), str(sum(each)), str(share))))


def _uncelled(words: str) -> str:
    """Return a cell without what keeps a spreadsheet from running it, and on one line."""
    return visible(words).removeprefix("'")


# --- the page ------------------------------------------------------------------------------------------------------


def _wrong_lines(text: str, rows: Sequence[Row], told: Iterable[Told]) -> Iterator[str]:
    """Hold the numbers of each list against the rows of the table, and those of the silent against the briefs."""
    silent = Counter(asked for one in told if (asked := _asked(one)))
    for heading, lines in _lists(text):
        by = heading.removeprefix("By ")
        numbers = Counter(
            found.groups()[1:] for line in lines if (found := _LINE.fullmatch(line) or _ASKED.fullmatch(line))
        )
        columns = (column for column in (by, f"about: {by}") if rows and column in rows[0])
        if heading == by:
            wrong, silent = numbers != silent, Counter()
        else:
            wrong = all(numbers != _wanted(lines, column, rows) for column in columns)
        if wrong or numbers.total() < len(lines):
            yield f"what stands under “{heading}” is not what the briefs have"
    if silent:
        yield "who was asked and did not answer is missing"


def _lists(text: str) -> list[tuple[str, list[str]]]:
    """Return (heading, lines) of each list of the page, as another parser than MkDocs' reads them."""
    found: list[tuple[str, list[str]]] = []
    heading, last = "", ""
    for token in _MARKDOWN.parse(text.split("\n---\n", 1)[-1]):
        if token.type in ("heading_open", "list_item_open", "bullet_list_open"):
            last = token.type
            if last == "bullet_list_open":
                found.append((heading, []))
        elif token.type == "inline" and last:
            shown = visible("".join(part.content for part in token.children or () if part.type in _SHOWN))
            if last == "heading_open":
                heading = shown
            else:
                found[-1][1].append(shown)
            last = ""
    return found


def _wanted(lines: Iterable[str], column: str, rows: Iterable[Row]) -> Counter[tuple[str, ...]]:
    """The words, percent and statements that the lines must have: of a long list the last ones are told as one.

    A list by speakers has those without a page behind it, together.
    """
    own, sums = column not in ("kind", "outlet", "speaker", "story"), dict[str, tuple[int, int]]()
    for row in rows:
        key = row["page" if column == "speaker" else column]
        if column == "outlet":  # some write "the" before it, some accents
            key = slug(_BARE.sub("", key).replace("'", "")) or key
        if key or row["kind"] == "named" or not own:
            many, said = sums.get(key, (0, 0))
            sums[key] = many + int(row["words"]), said + int(row["statements"])
    whole = sum(many for many, _ in sums.values())
    unpaged = [sums.pop("")] if column == "speaker" and "" in sums else []
    pairs = sorted(sums.values(), reverse=True)
    most = next((n for n, line in enumerate(lines) if re.match(r"\d+ more: ", line)), len(pairs))
    rest = [(sum(many for many, _ in pairs[most:]), sum(said for _, said in pairs[most:]))] if pairs[most:] else []
    return Counter((f"{many:,}", _percent(many, whole), f"{said:,}") for many, said in (*pairs[:most], *rest, *unpaged))


_BARE = re.compile(r"^the\s+", re.IGNORECASE)


def _percent(part: int, whole: int) -> str:
    rounded = (200 * part + whole) // (2 * whole) if whole else 0
    return str(rounded) if rounded or not part else "under 1"


def _asked(told: Told) -> tuple[str, ...]:
    """How many were asked in a story and did not answer, and of how many it has words elsewhere, and has none."""
    called = {form: s["name"] for s in told["speakers"] for form in s["forms"]}
    names = {one["speaker"] or (one["mention"] or {}).get("words") for one in told["no_answers"]}
    asked = {called.get(name, name) for name in names}
    quoted = len(asked & {s["speaker"] for s in told["statements"] if s["speaker"]})
    return tuple(map(str, (len(asked), quoted, len(asked) - quoted))) if asked else ()
