"""The source audit: a page of who is quoted in all briefs, and how much, and a CSV file with every row of it.

Words and statements are counted by what a speaker is, by outlet, by speaker and by story; and by whatever the editors say
of people in people.yml. Of whom they say nothing it is "not given": it is never guessed.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

import jinja2
from msgspec import Struct

from storybrief.model import Page, Person
from storybrief.pages.due import Due, page
from storybrief.pages.escape import Markdown, cell, markdown
from storybrief.pages.quoted import KINDS, Audit, Quoted
from storybrief.pages.seal import seal_csv
from storybrief.pages.who import QUOTED, bare, slug
from storybrief.store.cache import key_of, to_json
from storybrief.store.layout import OUTLETS, PEOPLE

PAGE, TABLE = f"{PEOPLE}/{QUOTED}.md", f"{PEOPLE}/{QUOTED}.csv"
MOST = 30  # speakers and outlets on the page; the table has all
COLUMNS = ("story", "speaker", "person", "page", "kind", "outlet", "statements", "words", "share")
"""Of the table, before those of people.yml. `share` is that of the words of the story, 0 to 1."""

NAMES = dict(
    zip(KINDS, ("People by name", "One person without a name", "Several without a name", "Institutions and outlets", "Not known who"), strict=True)
)  # fmt: skip
NOT_GIVEN, NO_OUTLET = markdown("Not given"), markdown("Outlet not given")
UNPAGED = markdown("Whom a brief does not name in full")


class Line(Struct, frozen=True):
    """A line of the page: whose words are counted (Markdown), how many there are, and their share of all in percent."""

    label: Markdown
    words: int
    statements: int
    percent: str


class Section(Struct, frozen=True):
    """A list of the page. `about` says what is counted in it, where that is not everybody."""

    heading: str
    lines: tuple[Line, ...]
    about: str = ""


Row = tuple[Audit, Quoted]


def quoted_pages(templates: jinja2.Environment, audits: Iterable[Audit], people: Sequence[Person]) -> Iterator[Due]:
    """Yield the page and its table; none where nobody who is quoted has a page, for the list of people leads to it."""
    every = sorted(audits, key=lambda one: one.story)
    if any(one.page for audit in every for one in audit.quoted):
        about = [(person.name, person.about) for person in people if person.about]
        yield Due(PAGE, key_of(to_json([every, about])), lambda: _page(templates, every, people))
        rows = key_of(to_json([[(one.story, one.quoted) for one in every], about]))  # no headline
        yield Due(TABLE, rows, lambda: Page(TABLE, _table(every, people)))


def percent(part: int, whole: int) -> str:
    """Return a share as it is printed: in whole percent, of what there is at least "under 1"."""
    rounded = (200 * part + whole) // (2 * whole) if whole else 0
    return "under 1" if part and not rounded else str(rounded)


def keys_of(people: Iterable[Person]) -> list[str]:
    """Return what people.yml says of anybody, each key once, in the order of their letters."""
    return sorted({key for person in people for key, _ in person.about})


# --- the page --------------------------------------------------------------------------------------------------


def _page(templates: jinja2.Environment, every: Sequence[Audit], people: Sequence[Person]) -> Page:
    rows = [(audit, one) for audit in every for one in audit.quoted]
    return page(
        templates,
        "quoted.md.jinja",
        PAGE,
        "Who is quoted",
        words=sum(one.words for _, one in rows),
        statements=sum(one.statements for _, one in rows),
        briefs=len({audit.story for audit, _ in rows}),
        sections=list(_sections(rows, people)),
        asked=[(audit, Markdown(audit.headline), *_answers(audit)) for audit in every if audit.replies],
        withdrawn=sum(audit.withdrawn for audit in every),
        table=f"{QUOTED}.csv",
    )


def _sections(rows: Sequence[Row], people: Sequence[Person]) -> Iterator[Section]:
    whole = sum(one.words for _, one in rows)
    yield Section("By kind", _lines(rows, lambda row: row[1].kind, _kind, whole))
    about = {person.name: dict(person.about) for person in people}
    for key in keys_of(people):
        value = partial(_value, {name: told[key] for name, told in about.items() if key in told})
        some = [row for row in rows if row[1].kind == "named" or value(row)]
        lines = _lines(some, value, lambda row, value=value: markdown(value(row)) or NOT_GIVEN, sum(one.words for _, one in some))  # type: ignore[misc]  # fmt: skip
        told = "Of people by name, and of whom else the editors say it."
        yield Section(f"By {key}", tuple(sorted(lines, key=lambda line: line.label == NOT_GIVEN)), told)
    yield Section("By outlet", _few(_lines(rows, lambda row: _place(row[1].outlet), _outlet, whole), whole))
    paged = _lines((row for row in rows if row[1].page), lambda row: row[1].page or "", _speaker, whole)
    others = _lines((row for row in rows if not row[1].page), lambda _: "", lambda _: UNPAGED, whole)
    yield Section("By speaker", (*_few(paged, whole), *others))
    yield Section("By story", _lines(rows, lambda row: row[0].story, _story, whole))


def _lines(rows: Iterable[Row], key_of: Callable[[Row], str], label: Callable[[Row], Markdown], whole: int) -> tuple[Line, ...]:  # fmt: skip
    """Return a line for each key, the one with most words first; its label is that of its first row."""
    firsts: dict[str, Row] = {}
    words: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for row in rows:
        key = key_of(row)
        firsts.setdefault(key, row)
        words[key] += row[1].words
        said[key] += row[1].statements
    in_order = sorted(firsts, key=lambda key: (-words[key], -said[key], key))
    return tuple(Line(label(firsts[key]), words[key], said[key], percent(words[key], whole)) for key in in_order)


def _few(lines: Sequence[Line], whole: int) -> tuple[Line, ...]:
    """Return those with most words, and all others as one line."""
    rest = lines[MOST:]
    if not rest:
        return tuple(lines)
    words = sum(line.words for line in rest)
    label = markdown(f"{len(rest)} more")
    return (*lines[:MOST], Line(label, words, sum(line.statements for line in rest), percent(words, whole)))


def _value(given: Mapping[str, str], row: Row) -> str:
    return given.get(row[1].person or "", "")


def _kind(row: Row) -> Markdown:
    return markdown(NAMES[row[1].kind])


def _outlet(row: Row) -> Markdown:
    outlet = row[1].outlet
    if not outlet:
        return NO_OUTLET
    name = markdown(bare(outlet) if outlet[:1].islower() else outlet)
    return _to(name, f"../{OUTLETS}/{_place(outlet)}.md")


@lru_cache(maxsize=1024)
def _place(outlet: str | None) -> str:
    return slug(bare(outlet)) if outlet else ""


def _speaker(row: Row) -> Markdown:
    return _to(markdown(row[1].person or row[1].speaker), f"../{row[1].page}.md")


def _story(row: Row) -> Markdown:
    return _to(Markdown(row[0].headline), f"../{row[0].story}/index.md")


def _to(label: Markdown, target: str) -> Markdown:
    return Markdown(f"[{label}]({target})")


def _answers(audit: Audit) -> tuple[list[Markdown], list[Markdown]]:
    """Return who was asked and is quoted elsewhere in the story, with their pages, and who is not; those may have none."""
    every = [(one, markdown(one.speaker or "somebody who is not named")) for one in audit.replies]
    shown = [(one, _to(name, f"../{one.page}.md") if one.page and one.statements else name) for one, name in every]
    return [name for one, name in shown if one.statements], [name for one, name in shown if not one.statements]


# --- the table -------------------------------------------------------------------------------------------------


def _table(every: Sequence[Audit], people: Sequence[Person]) -> str:
    """Return all rows as CSV, with the mark at the beginning that spreadsheets tell UTF-8 by."""
    keys = keys_of(people)
    about = {person.name: dict(person.about) for person in people}
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*COLUMNS, *(cell(key if key not in COLUMNS else f"about: {key}") for key in keys)])
    for audit in every:
        whole = sum(one.words for one in audit.quoted) or 1
        for one in audit.quoted:
            known = about.get(one.person or "", {})
            row = (
                audit.story, one.speaker, one.person, one.page, one.kind, one.outlet, one.statements, one.words,
                round(one.words / whole, 4), *(known.get(key) for key in keys), None,
            )  # fmt: skip
            writer.writerow(map(cell, row))
    return seal_csv(file.getvalue())
