"""Export: stories one by one into rows, each row proved, then every form of the same rows."""

from __future__ import annotations

import importlib.util
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from storybrief.model import Page
from storybrief.out.folder import into
from storybrief.out.prove import prove, texts_of
from storybrief.out.rows import ArticleRow, FootnoteRow, Row, Rows
from storybrief.out.told import rows
from storybrief.problems import Stop, error, errors
from storybrief.store.layout import BRIEFS, CONTENT
from storybrief.story.people import read_people

if TYPE_CHECKING:
    from storybrief.out.tables import CsvTables, Database
    from storybrief.pipeline.build import Watched

FORMS = ("csv", "sqlite", "csl", "bibtex", "annotations", "word", "mail", "text", "html")
NEEDS = {"word": "docx", "mail": "css_inline"}
"""Forms that need a library of the extra “documents”: form -> its module."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: how many stories, statements, and files in how many forms."""

    stories: int
    statements: int
    forms: tuple[str, ...]


def without_library(forms: Iterable[str]) -> tuple[str, ...]:
    """Return those of `forms` that need a library which is not installed."""
    return tuple(form for form in forms if form in NEEDS and importlib.util.find_spec(NEEDS[form]) is None)


def export(site: Path, story: str | None, to: Path, forms: Sequence[str], *, force: bool, lead: str | None = None, watched: Watched = iter) -> Exported:  # fmt: skip
    """Write the story, or all stories with None, in `forms` to the folder `to`; drafts are left out of all.

    `lead` is an outlet, or the id of an article, that the others are held against in a table of its own.

    The same stories give the same bytes. Stories are read, proved and written one after another; none is held. Raises Stop
    with everything that is wrong; then nothing is written.
    """
    site = site.resolve()
    with into(to, force=force) as folder, _written(site, story) as (names, written):
        people, wrong = read_people(site / BRIEFS, BRIEFS)
        problems = list(errors(wrong))
        forms_of = _Forms(folder, tuple(form for form in FORMS if form in forms))
        statements, compared = 0, lead is None
        try:
            for name in watched(names):
                told, ledger = written(name)
                made, texts = rows(json.loads(told), json.loads(ledger), lead, people), texts_of(site, name)
                compared = compared or any(lead in _names(row) for row in made["articles"])
                problems += prove(Page(f"{name}/brief.json", told), made, texts)
                statements += len(made["statements"])
                if not problems:
                    forms_of.put(name, made, {key: one.article.text for key, one in texts.now.items()})
            if not compared:
                told = f"No story has an outlet or article “{lead}”, for --lead."
                problems.append(error("no-such-outlet", BRIEFS, 0, told))
            if problems:
                raise Stop(*problems)
            forms_of.finish()
        finally:
            forms_of.abandon()
    return Exported(len(names), statements, forms_of.forms)


def _names(row: Row) -> tuple[str | None, ...]:
    return (row.article, row.outlet) if isinstance(row, ArticleRow) else ()


# --- what is exported ----------------------------------------------------------------------------------------------

Texts = Callable[[str], tuple[str, str]]
"""Story -> its brief.json and ledger.json."""


@contextmanager
def _written(site: Path, story: str | None) -> Iterator[tuple[list[str], Texts]]:
    """Give the names of the stories, and what says what the build writes of one; from content/ where that is as it should be."""
    with tempfile.TemporaryDirectory(prefix="storybrief-", ignore_cleanup_errors=True) as spool:
        yield _one(site, story) if story is not None else _all(site, Path(spool))


def _one(site: Path, story: str) -> tuple[list[str], Texts]:
    from storybrief.pipeline.build import story_of

    made = story_of(site, story)
    if wrong := errors(made.problems):
        raise Stop(*wrong)
    if made.draft:
        told = "This story is a draft, which is not exported: take “draft:” out of its story.yml first."
        raise Stop(error("draft", f"{BRIEFS}/{story}/story.yml", 0, told))
    pages = {page.path: page.text for page in made.pages}
    return [story], lambda name: (pages[f"{name}/brief.json"], pages[f"{name}/ledger.json"])


def _all(site: Path, spool: Path) -> tuple[list[str], Texts]:
    from storybrief.pipeline.update import update
    from storybrief.pipeline.workers import Way

    def take(path: str, text: str) -> None:
        if path.endswith(("/brief.json", "/ledger.json")):
            file = spool / path
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")

    def read(path: str) -> str:
        file = spool / path
        return (file if file.exists() else site / CONTENT / path).read_text(encoding="utf-8")

    done = update(site, way=Way(os.cpu_count() or 1), write=False, taken=take)
    wrong = tuple(p for p in errors(done.problems) if not p.path.startswith(f"{CONTENT}/"))
    if wrong:
        raise Stop(*wrong)
    names = sorted(path.partition("/")[0] for path in done.pages if path.endswith("/brief.json"))
    return names, lambda name: (read(f"{name}/brief.json"), read(f"{name}/ledger.json"))


# --- the forms -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Forms:
    """The files of one export, open as long as stories come. Articles alone are held, for the citations."""

    folder: Path
    forms: tuple[str, ...]
    _csv: CsvTables | None = None
    _base: Database | None = None
    _articles: list[ArticleRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        from storybrief.out.tables import CsvTables, Database

        self._csv = CsvTables(self.folder) if "csv" in self.forms else None
        self._base = Database(self.folder) if "sqlite" in self.forms else None

    def put(self, story: str, made: Rows, texts: dict[str, str]) -> None:
        """Write what is one story's own, and its rows in the tables."""
        for table in (self._csv, self._base):
            if table:
                table.put(made)
        articles = [row for row in made["articles"] if isinstance(row, ArticleRow)]
        self._articles += articles
        for name, data in self._own(story, made, articles, texts):
            file = self.folder / story / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)

    def _own(self, story: str, made: Rows, articles: list[ArticleRow], texts: dict[str, str]) -> Iterator[tuple[str, bytes]]:  # fmt: skip
        from storybrief.out.notes import web_annotations
        from storybrief.out.printed import fragment, mail, plain
        from storybrief.out.prose import blocks
        from storybrief.out.word import word

        if "annotations" in self.forms:
            notes = [row for row in made["footnotes"] if isinstance(row, FootnoteRow)]
            yield "annotations.json", _bytes(web_annotations(story, notes, articles, texts))
        told = blocks(made)
        if "word" in self.forms:
            yield "brief.docx", word(told)
        for form, name, make in (("mail", "mail.html", mail), ("text", "newsletter.txt", plain), ("html", "fragment.html", fragment)):  # fmt: skip
            if form in self.forms:
                yield name, _bytes(make(told))

    def finish(self) -> None:
        """Finish the files that are about all stories."""
        from storybrief.out.cite import BIBTEX, CSL, bibtex, csl

        for table in (self._csv, self._base):
            if table:
                table.close()
        for form, name, make in (("csl", CSL, csl), ("bibtex", BIBTEX, bibtex)):
            if form in self.forms:
                (self.folder / name).write_bytes(_bytes(make(self._articles)))

    def abandon(self) -> None:
        """Let go of the files, whether or not they are finished."""
        for table in (self._csv, self._base):
            if table:
                table.abandon()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
