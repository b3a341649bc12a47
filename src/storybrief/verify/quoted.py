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

from storybrief.model import Page, Person
from storybrief.pages.escape import cell, visible
from storybrief.pages.quoted import Quoted, Reply, how_many, kind_of
from storybrief.pages.quoted_page import (
    COLUMNS,
    MOST,
    NAMES,
    NO_OUTLET,
    NOT_GIVEN,
    PAGE,
    TABLE,
    UNPAGED,
    keys_of,
    percent,
)
from storybrief.pages.who import bare, known_as, place_of, slug
from storybrief.problems import Problem, error
from storybrief.store.layout import CONTENT
from storybrief.verify.document import Document, target, words
from storybrief.verify.links import Fault

Told = Mapping[str, Any]
_LINE = re.compile(r"(.*): ([\d,]+) words? \((\d+|under 1)%\) in ([\d,]+) statements?")
_ASKED = re.compile(r"(.*): (\d+) asked, (\d+) quoted(?: \(.*\))?, (\d+) silent(?: \(.*\))?")
_MARKDOWN = MarkdownIt("commonmark")


def quoted_in(told: Told, people: Sequence[Person] = ()) -> list[Quoted]:
    """Count who is quoted in a story, in reading order, out of its brief.json."""
    about = {s["name"]: s for s in told["speakers"]}
    outlets = {a["id"]: a["outlet"] for a in told["articles"]}
    counted: dict[tuple[str | None, str | None], list[int]] = {}
    for s in told["statements"]:
        counted.setdefault((s["speaker"], outlets[s["article"]]), []).append(how_many(p["words"] for p in s["content"]))
    made = []
    for (name, outlet), each in counted.items():
        kind, forms = (about[name]["kind"], about[name]["forms"]) if name else (None, ())
        known = known_as(name, forms, told["story"], people) if name else None
        page = place_of(name, str(kind), forms, told["story"], outlets.values(), people) if name else None
        person = known.name if known else None
        made.append(Quoted(name, person, page, kind_of(kind, name), outlet, len(each), sum(each)))
    return made


def replies_in(told: Told) -> list[Reply]:
    """Return everybody in a story who was asked and did not answer, in reading order, out of its brief.json."""
    said = Counter(s["speaker"] for s in told["statements"] if s["speaker"])
    called = {form: s["name"] for s in told["speakers"] for form in s["forms"]}
    asked: dict[str | None, set[str]] = {}
    for one in told["no_answers"]:
        name = one["speaker"] or (one["mention"]["words"] if one["mention"] else None)
        asked.setdefault(called.get(name, name), set()).add(one["article"])
    return [Reply(name, None, len(articles), said[name]) for name, articles in asked.items()]


def miscounted(pages: Iterable[Page], people: Sequence[Person]) -> Iterator[Problem]:
    """Yield "miscounted" for each row of the table, and each line of the page, that is not what the briefs have."""
    texts = {page.path: page.text for page in pages}
    told = [json.loads(texts[path]) for path in sorted(texts) if path.endswith("/brief.json")]
    counted = [one for one in told if not any(c["kind"] == "withdrawn" for c in one["corrections"])]
    rows = [(one["story"], row) for one in counted for row in quoted_in(one, people)]
    for path, wrong in ((TABLE, _wrong_rows), (PAGE, _wrong_lines)):
        if path in texts:
            for what in wrong(texts[path], rows, counted, people):
                yield error("miscounted", f"{CONTENT}/{path}", 0, f"Build the site again: {what}.")
        elif any(row.page for _, row in rows):
            yield error("miscounted", f"{CONTENT}/{path}", 0, "Build the site again: this is missing.")


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
                    yield (
                        "miscounted",
                        f"Build the site again: of {found[1]} it counts {found[4]} statements, and its evidence shows {there}.",
                    )


Rows = Sequence[tuple[str, Quoted]]


def _wrong_rows(text: str, rows: Rows, _: Sequence[Told], people: Sequence[Person]) -> Iterator[str]:
    keys, about = keys_of(people), {person.name: dict(person.about) for person in people}
    whole: Counter[str] = Counter()
    for story, one in rows:
        whole[story] += one.words
    wanted = Counter(
        tuple(
            "" if value is None else str(cell(value))
            for value in (
                story, one.speaker, one.person, one.page, one.kind, one.outlet, one.statements, one.words,
                round(one.words / (whole[story] or 1), 4), *(about.get(one.person or "", {}).get(key) for key in keys),
            )
        )
        for story, one in rows
    )  # fmt: skip
    given = Counter(tuple(row[: len(COLUMNS) + len(keys)]) for row in list(csv.reader(io.StringIO(text)))[1:])
    for row in wanted - given:
        yield f"the row “{visible(', '.join(row))[:80]}” is missing"
    for row in given - wanted:
        yield f"the row “{visible(', '.join(row))[:80]}” is not what the briefs have"


def _wrong_lines(text: str, rows: Rows, told: Sequence[Told], people: Sequence[Person]) -> Iterator[str]:
    given, wanted = Counter(_lines(text)), Counter(_wanted(rows, told, people))
    for line in wanted - given:
        yield f"“{line[1]}” under “{line[0]}” ({', '.join(map(str, line[2:]))}) is missing"
    for line in given - wanted:
        yield f"“{line[1]}” under “{line[0]}” ({', '.join(map(str, line[2:]))}) is not what the briefs have"


Line = tuple[str, ...]
"""A line of a list: the heading it stands under, what is counted, and the numbers."""


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines of the lists of the page, as another parser than MkDocs' reads them."""
    heading, last = "", ""
    for token in _MARKDOWN.parse(text.split("\n---\n", 1)[-1]):
        if token.type in ("heading_open", "list_item_open", "list_item_close", "bullet_list_close"):
            last = token.type
        elif token.type == "inline":
            shown = visible("".join(part.content for part in token.children or () if part.type in _SHOWN))
            if last == "heading_open":
                heading, last = shown, ""
            elif last == "list_item_open":
                found = _LINE.fullmatch(shown) or _ASKED.fullmatch(shown)
                yield (heading, *(part or "" for part in found.groups())) if found else (heading, shown)


_SHOWN = ("text", "text_special", "code_inline")


def _wanted(rows: Rows, told: Sequence[Told], people: Sequence[Person]) -> Iterator[Line]:
    """Yield the lines that the page is to have."""
    about = {person.name: dict(person.about) for person in people}
    heads = {one["story"]: one["headline"]["words"] for one in told}
    every = [one for _, one in rows]
    whole = sum(one.words for one in every)
    yield from _counted("By kind", [(one.kind, NAMES[one.kind], one) for one in every], whole)
    for key in keys_of(people):
        some = [(about.get(one.person or "", {}).get(key), one) for one in every]
        some = [(value, one) for value, one in some if value or one.kind == "named"]
        told_of = [(value or "", value or NOT_GIVEN, one) for value, one in some]
        yield from _counted(f"By {key}", told_of, sum(one.words for _, one in some))
    outlets = [(slug(bare(one.outlet)) if one.outlet else "", _outlet(one.outlet), one) for one in every]
    yield from _counted("By outlet", outlets, whole, MOST)
    paged = [(one.page, one.person or one.speaker or "", one) for one in every if one.page]
    yield from _counted("By speaker", paged, whole, MOST)
    yield from _counted("By speaker", [("", UNPAGED, one) for one in every if not one.page], whole)
    yield from _counted("By story", [(story, heads[story], one) for story, one in rows], whole)
    for one in told:
        if replies := replies_in(one):
            quoted = sum(bool(reply.statements) for reply in replies)
            numbers = map(str, (len(replies), quoted, len(replies) - quoted))
            yield ("Who was asked and did not answer", visible(heads[one["story"]]), *numbers)


def _outlet(name: str | None) -> str:
    return NO_OUTLET if not name else bare(name) if name[:1].islower() else name


def _counted(
    heading: str, every: Iterable[tuple[str, str, Quoted]], whole: int, most: int | None = None
) -> Iterator[Line]:
    """Yield a line for each key, with its first label; of more than `most` those with most words, and the rest as one."""
    many: Counter[str] = Counter()
    said: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for key, label, one in every:
        labels.setdefault(key, visible(label))
        many[key] += one.words
        said[key] += one.statements
    in_order = sorted(labels, key=lambda key: (-many[key], -said[key], key))
    rest = in_order[most:] if most else []
    for key in in_order[: len(in_order) - len(rest)]:
        yield heading, labels[key], f"{many[key]:,}", percent(many[key], whole), f"{said[key]:,}"
    if rest:
        left = sum(many[key] for key in rest)
        yield heading, f"{len(rest)} more", f"{left:,}", percent(left, whole), f"{sum(said[key] for key in rest):,}"
