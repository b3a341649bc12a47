"""The rows as tables: CSV for a spreadsheet, SQLite for queries and Datasette. Written as the stories come, none held."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import yaml

from storybrief.out.rows import TABLES, Row, Rows
from storybrief.pages.escape import cell, whole

DATABASE, METADATA = "storybrief.db", "metadata.yml"
_SEARCHED = ("speaker", "role", "words", "sentence", "outlet")  # of statements
_FACETS = {
    "statements": ["story", "outlet", "speaker_kind", "kind", "polarity", "state"],
    "articles": ["story", "outlet", "language"],
    "claims": ["story", "articles", "background", "state"],
    "no_answers": ["story", "kind", "outlet"],
    "differences": ["story", "kind", "weight"],
    "figures": ["story", "unit", "bound"],
    "corrections": ["story", "kind"],
    "quoted": ["story", "kind", "outlet"],
    "about": ["story", "key", "value"],
    "replies": ["story", "reply"],
    "lead": ["story", "outlet", "side"],
}
_INDEXED = ("story", "article", "outlet", "speaker", "claim", "statement", "kind", "polarity", "date")


def columns(row: type[Row]) -> tuple[str, ...]:
    """Return the columns of a table; what is no cell, such as the pieces of a line, is none."""
    return tuple(field.name for field in fields(row) if field.name != "pieces")


class CsvTables:
    """A CSV file for each table in `folder`; UTF-8 with the mark at its beginning that Excel goes by."""

    def __init__(self, folder: Path) -> None:
        self._files = ExitStack()
        self._folder = folder
        self._writers = {name: self.writer(name, columns(row)) for name, row in TABLES.items()}

    def writer(self, name: str, header: Iterable[str]) -> Any:
        """Begin the file of a table and return what writes its rows."""
        file: IO[str] = self._files.enter_context(
            (self._folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="")
        )
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        return writer

    def put(self, rows: Rows) -> None:
        """Write the rows of a story."""
        for name, every in rows.items():
            names = columns(TABLES[name])
            self._writers[name].writerows([cell(getattr(row, column)) for column in names] for row in every)

    def close(self) -> None:
        """Finish the files."""
        self._files.close()

    def abandon(self) -> None:
        """Let go of the files."""
        self._files.close()


class Database:
    """The tables in one SQLite file, with indexes and full-text search over statements, and metadata.yml for Datasette.

    The bytes are the same for the same rows and version of SQLite: nothing in it comes from the clock.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = sqlite3.connect(folder / DATABASE, isolation_level=None)
        self._base.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        for name, row in TABLES.items():
            self._base.execute(
                f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, {', '.join(map(_declared, fields_of(row)))})"
            )

    def put(self, rows: Rows) -> None:
        """Write the rows of a story."""
        for name, every in rows.items():
            names = columns(TABLES[name])
            marks = ", ".join("?" * len(names))
            cells = ([_cell(getattr(row, column)) for column in names] for row in every)
            self._base.executemany(f"INSERT INTO {name} ({', '.join(map(_quoted, names))}) VALUES ({marks})", cells)

    def close(self) -> None:
        """Make the indexes and finish the file."""
        for name, row in TABLES.items():
            for column in columns(row):
                if column in _INDEXED:
                    self._base.execute(f"CREATE INDEX {name}_{column} ON {name} ({_quoted(column)})")
        searched = ", ".join(_SEARCHED)
        self._base.execute(f"CREATE VIRTUAL TABLE statements_fts USING fts5({searched}, content='statements', content_rowid='id')")  # fmt: skip
        self._base.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
        self._base.execute("COMMIT")
        self._base.close()
        (self._folder / METADATA).write_text(_metadata(), encoding="utf-8")

    def abandon(self) -> None:
        """Let go of a file that is not going to be finished."""
        self._base.close()


def fields_of(row: type[Row]) -> list[tuple[str, str]]:
    """Return (column, its type as written) of a table."""
    return [(field.name, str(field.type)) for field in fields(row) if field.name != "pieces"]


def _declared(column: tuple[str, str]) -> str:
    name, kind = column
    return f"{_quoted(name)} {'REAL' if kind == 'float' else 'INTEGER' if kind in ('int', 'bool') else 'TEXT'}"


def _quoted(column: str) -> str:
    return f'"{column}"'


def _cell(value: object) -> object:
    return int(value) if isinstance(value, bool) else whole(value) if isinstance(value, str) else value


def _metadata() -> str:
    tables: dict[str, dict[str, object]] = {name: {"facets": facets} for name, facets in _FACETS.items()}
    tables["statements"] |= {"fts_table": "statements_fts", "fts_pk": "id", "label_column": "words"}
    tables["articles"] |= {"label_column": "title"}
    made = {
        "title": "storybrief",
        "description": "What the articles say, who said what, and where they differ: each word is a slice of an article.",
        "databases": {DATABASE.removesuffix(".db"): {"tables": tables}},
    }
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True)
