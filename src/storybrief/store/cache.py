"""What was already worked out? A file of results by key, which may be lost, damaged or somebody else's without harm.

A key is a hash of everything that a result was made from (`key_of`), so an entry is never out of date: what it was
made from changed, and nobody asks for it any more. Entries are checked by their own hash; whatever is wrong with one,
or with the whole file, counts as not there. Only bytes are kept, and whoever keeps them chooses a form that cannot
run anything when it is read (JSON, never pickle): a cache may come from another machine.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

T = TypeVar("T")

FOLDER = ".cache/storybrief"
"""Where a site keeps its caches, relative to the site's folder."""

_TABLE = "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, sum BLOB NOT NULL, value BLOB NOT NULL)"
_FAILED = (sqlite3.Error, UnicodeDecodeError)  # the second, when sqlite cites what is not text from a spoilt file
_SPOILT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: no such column
_WAIT = 10.0  # seconds for another build that is writing
_BATCH = 32  # entries: what a build that is killed may lose, and few enough writes to disk to cost nothing


class Cache:
    """Results by key, in `folder`/`name`.sqlite3; the folder is made when it is missing, and kept out of git.

    Several processes may use one cache at the same time. Where the disk is full or not writable the cache is as good
    as empty, and nothing else changes. Without a `folder` it lasts as long as the process; one that is `read_only` is
    not changed, and forgets what is put. It is used in one thread; close it, or use it in a `with` statement.
    """

    def __init__(self, folder: Path | None, name: str, *, read_only: bool = False) -> None:
        self.lasting = folder is not None and not read_only
        self._read_only = read_only
        self._file = (folder or Path()) / f"{name}.sqlite3"
        self._waiting = 0
        if folder is None:
            self._entries = _in_memory()
            return
        try:
            self._entries = self._opened()
        except (*_FAILED, OSError) as wrong:
            self._entries = self._anew(wrong)

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, or None."""
        try:
            found = self._entries.execute("SELECT sum, value FROM entries WHERE key = ?", (key,)).fetchone()
        except _FAILED as wrong:
            self._recover(wrong)
            return None
        if not found or not all(isinstance(part, bytes) for part in found) or found[0] != _sum(key, found[1]):
            return None
        return unpack(found[1])

    def put(self, key: str, value: bytes, *, small: bool = True) -> None:
        """Keep `value` under `key`, in the place of what was there; not `small` is quicker."""
        self.put_packed(key, pack(value, small=small))

    def put_packed(self, key: str, packed: bytes) -> None:
        """Keep a value that was packed already (`pack`), by a worker say."""
        if self._read_only:
            return
        try:
            self._entries.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", (key, _sum(key, packed), packed))
            self._waiting += 1
            if self._waiting >= _BATCH:
                self.save()
        except _FAILED as wrong:
            self._recover(wrong)

    def save(self) -> None:
        """Bring what was put onto the disk, and let others write; it is done now and then, and at the end, by itself."""
        self._waiting = 0
        try:
            self._entries.commit()
        except _FAILED as wrong:
            self._recover(wrong)

    def throw_away(self, all_but: Collection[str]) -> None:
        """Forget the entries under other keys than `all_but`, once they are more than those."""
        kept = set(all_but)
        if self._read_only:
            return
        try:
            (count,) = self._entries.execute("SELECT count(*) FROM entries").fetchone()
            if count <= 2 * len(kept):
                return
            old = [(key,) for (key,) in self._entries.execute("SELECT key FROM entries") if key not in kept]
            self._entries.executemany("DELETE FROM entries WHERE key = ?", old)
            self._entries.commit()
            self._entries.execute("VACUUM")
        except sqlite3.OperationalError:
            return  # another build is at work: it, or the next one, will do it
        except _FAILED as wrong:
            self._recover(wrong)

    def close(self) -> None:
        """Save, and let the file go."""
        self.save()
        self._entries.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # --- the file ----------------------------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        """Open the file, which is made when it is missing; raises what sqlite raises when it is no cache."""
        if self._read_only:
            return sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", timeout=_WAIT, uri=True)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        ignore = self._file.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        opened = sqlite3.connect(self._file, timeout=_WAIT)
        try:
            # A power cut may spoil the file; then it is begun anew. Waiting for the disk at each save costs more.
            opened.execute("PRAGMA synchronous = OFF")
            opened.execute(_TABLE)
            opened.execute("SELECT key, sum, value FROM entries LIMIT 1").fetchone()
        except _FAILED:
            opened.close()
            raise
        return opened

    def _anew(self, wrong: Exception) -> sqlite3.Connection:
        """Begin with an empty file in the place of a spoilt one; when it is not spoilt (locked, say), in memory."""
        spoilt = isinstance(wrong, UnicodeDecodeError) or getattr(wrong, "sqlite_errorcode", None) in _SPOILT
        if self._read_only or not spoilt:
            return _in_memory()
        try:
            for file in self._file.parent.glob(f"{self._file.name}*"):
                file.unlink()
            return self._opened()
        except (*_FAILED, OSError):
            return _in_memory()

    def _recover(self, wrong: Exception) -> None:
        self._waiting = 0
        self._entries.close()
        self._entries = self._anew(wrong)


def key_of(*parts: bytes | str) -> str:
    """Return the key of a result that is made from `parts`: the SHA-256 of them all, told apart by their lengths."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


def pack(value: bytes, *, small: bool = True) -> bytes:
    """Return `value` as the cache keeps it: compressed as quickly as can be, or not at all."""
    return zlib.compress(value, 1 if small else 0)


def unpack(packed: bytes) -> bytes | None:
    """Return what `pack` packed; None when it did not."""
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None


def to_json(value: object) -> bytes:
    """Return frozen data (dataclasses, tuples, mappings, words, numbers) as JSON."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # half a pair, which YAML can write
        return json.dumps(msgspec.to_builtins(value)).encode()


def from_json(data: bytes, kind: type[T]) -> T | None:
    """Return the data of type `kind` that `to_json` wrote; None when these are no such data."""
    try:
        return msgspec.json.decode(data, type=kind)
    except ValueError:
        return _from_odd_json(data, kind)


def _from_odd_json(data: bytes, kind: type[T]) -> T | None:
    try:
        return msgspec.convert(json.loads(data), type=kind)
    except (ValueError, RecursionError):
        return None


def _sum(key: str, packed: bytes) -> bytes:
    """Return the hash that proves an entry: of the key too, so that no entry passes for another's."""
    return hashlib.sha256(key.encode() + packed).digest()


def _in_memory() -> sqlite3.Connection:
    opened = sqlite3.connect(":memory:")
    opened.execute(_TABLE)
    return opened
