"""How do the indexes of several parts become one? The pages of all are numbered through, word by word.

The joined index is the one that Pagefind would have made of all pages at once, but for the order of the pages and where
its files end: a word is as rare, a score the same. Only one chunk of each part is unpacked at a time.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

import msgspec

from storybrief.search.form import FormError, Pages, Word, chunk_of, packed, read, run, unpacked, word, words, written

ENTRY = "pagefind-entry.json"
_KNOWN = "1.5."  # what version of Pagefind has the form that is known; another may mean something else by the same
_CHUNK = 48_000  # bytes of words in a file, before packing: about what Pagefind puts into one
_RUN = (".js", ".pagefind")  # the ends of the names of what runs in the browser, which is the same for every part
_NAME = 8  # hexadecimal digits of a file's name, unless two files would have one name; Pagefind takes 7


class _Language(msgspec.Struct, forbid_unknown_fields=True):
    hash: str
    wasm: str | None
    page_count: int


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    version: str
    languages: dict[str, _Language]
    include_characters: list[str]


class _Meta(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    version: str
    pages: list[tuple[str, int]]
    chunks: list[tuple[str, str, str]]
    filters: list[tuple[str, str]]
    sorts: list[object]
    fields: list[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part's files, what they say of themselves, and the number that its pages begin at."""

    files: Mapping[str, bytes]
    entry: _Entry
    language: str
    meta: _Meta
    start: int


def joined(parts: Sequence[Mapping[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each file of the one index of `parts`, each of which is its files by their paths.

    The last is ENTRY. Raises FormError when a part has another form than that of Pagefind 1.5, when they are not of one
    language, and when there is an order to sort by: an index has the order, and not the values that made it.
    """
    known = _known(parts)
    yield from (file for file in parts[0].items() if file[0].endswith(_RUN))
    language, fields = known[0].language, sorted({field for part in known for field in part.meta.fields})
    taken: dict[str, str] = {}
    pages: list[tuple[str, int]] = []
    for part in known:
        for fragment, length in part.meta.pages:
            file = _file(part, f"fragment/{fragment}.pf_fragment")
            pages.append((_name(language, file, taken), length))
            yield f"fragment/{pages[-1][0]}.pf_fragment", file
    chunks: list[list[str]] = []
    for first, last, data in _chunks(_words(known, fields)):
        chunks.append([first, last, _name(language, data, taken)])
        yield f"index/{chunks[-1][2]}.pf_index", packed(data)
    filters: list[list[str]] = []
    for kind, values in sorted(_filters(known).items()):
        data = written([kind, sorted(values.items())])
        filters.append([kind, _name(language, data, taken)])
        yield f"filter/{filters[-1][1]}.pf_filter", packed(data)
    entry = known[0].entry
    data = written([entry.version, pages, _told_apart(chunks), filters, [], fields])
    name = _name(language, data, taken)
    yield f"pagefind.{name}.pf_meta", packed(data)
    entry.languages[language] = _Language(name, entry.languages[language].wasm, len(pages))
    yield ENTRY, msgspec.json.encode(entry)


def settled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index, by their paths, with the values of each filter in their order.

    Pagefind writes these as its memory happens to have them, so the same pages gave another index each time. Files of
    another form than that of Pagefind 1.5 are returned as they are.
    """
    made = dict(files)
    try:
        entry = msgspec.json.decode(made[ENTRY], type=_Entry)
        for language, about in entry.languages.items():
            old = made.pop(f"pagefind.{about.hash}.pf_meta")
            meta = msgspec.convert(read(unpacked(old)), _Meta)
            if not meta.version.startswith(_KNOWN) or meta.sorts:
                return dict(files)
            taken: dict[str, str] = {}
            filters = []
            for _, file in sorted(meta.filters):
                data = read(unpacked(made.pop(f"filter/{file}.pf_filter")))
                kind, values = msgspec.convert(data, tuple[str, list[tuple[str, list[int]]]])
                of_filter = written([kind, sorted(values)])
                filters.append([kind, _name(language, of_filter, taken)])
                made[f"filter/{filters[-1][1]}.pf_filter"] = packed(of_filter)
            whole = written([meta.version, meta.pages, meta.chunks, filters, [], meta.fields])
            about.hash = _name(language, whole, taken)
            made[f"pagefind.{about.hash}.pf_meta"] = packed(whole)
    except (FormError, KeyError, ValueError):  # msgspec's errors are ValueErrors
        return dict(files)
    made[ENTRY] = msgspec.json.encode(entry)
    return made


def _known(parts: Sequence[Mapping[str, bytes]]) -> list[_Part]:
    found: list[_Part] = []
    start = 0
    for files in parts:
        try:
            entry = msgspec.json.decode(files[ENTRY], type=_Entry)
            ((language, about),) = entry.languages.items()
            meta = msgspec.convert(read(unpacked(files[f"pagefind.{about.hash}.pf_meta"])), _Meta)
        except (KeyError, ValueError) as wrong:  # msgspec's errors are ValueErrors too
            raise FormError from wrong
        found.append(_Part(files, entry, language, meta, start))
        start += len(meta.pages)
    kinds = {(part.language, part.entry.version) for part in found}
    if len(kinds) != 1 or not found[0].entry.version.startswith(_KNOWN) or any(part.meta.sorts for part in found):
        raise FormError
    return found


def _file(part: _Part, path: str) -> bytes:
    if path not in part.files:
        raise FormError
    return part.files[path]


def _name(language: str, data: bytes, taken: dict[str, str]) -> str:
    """Return the name of a file that holds `data`; `taken` is what each name stands for already."""
    hashed = hashlib.sha256(data).hexdigest()
    length = _NAME
    while taken.setdefault(hashed[:length], hashed) != hashed:
        length += 1
    return f"{language}_{hashed[:length]}"


# --- words ---------------------------------------------------------------------------------------------------------


def _words(parts: Sequence[_Part], fields: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield every word with what `word` makes of it, in the order of the words."""
    every = heapq.merge(*(_of_part(part, fields) for part in parts), key=itemgetter(0))
    for name, found in groupby(every, key=itemgetter(0)):
        pages: list[tuple[int, Pages]] = []
        forms: dict[str, list[tuple[int, Pages]]] = {}
        for _, start, one in found:
            pages.append((start, one.pages))
            for form, of_form in one.forms:
                forms.setdefault(form, []).append((start, of_form))
        yield name, word(name, run(pages), [(form, run(each)) for form, each in forms.items()])


def _of_part(part: _Part, fields: Sequence[str]) -> Iterator[tuple[str, int, Word]]:
    numbers = {old: fields.index(field) for old, field in enumerate(part.meta.fields)}
    for _, _, chunk in part.meta.chunks:
        for one in words(unpacked(_file(part, f"index/{chunk}.pf_index")), numbers):
            yield one.word, part.start, one


def _chunks(every: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    """Yield the first and the last word of each chunk, and the chunk."""
    names: list[str] = []
    made: list[bytes] = []
    size = 0
    for name, data in every:
        names.append(name)
        made.append(data)
        size += len(data)
        if size >= _CHUNK:
            yield names[0], names[-1], chunk_of(made)
            names, made, size = [], [], 0
    if names:
        yield names[0], names[-1], chunk_of(made)


def _told_apart(chunks: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the chunks with no more of their first and last words than tells them from their neighbours.

    As `chunk_meta` of Pagefind does it: the browser finds the chunks for the beginning of a word by these.
    """
    told = [list(chunk) for chunk in chunks]
    for before, after in pairwise(told):
        length = (
            next((n for n, (a, b) in enumerate(zip(before[1], after[0], strict=False)) if a != b), len(before[1])) + 1
        )
        before[1] = before[1][:length] if before[1][:length] >= before[0] else before[1]
        after[0] = after[0][:length]
    return told


# --- filters -------------------------------------------------------------------------------------------------------


def _filters(parts: Sequence[_Part]) -> dict[str, dict[str, list[int]]]:
    """Return filter -> value -> the pages that have it."""
    found: dict[str, dict[str, list[int]]] = {}
    for part in parts:
        for kind, file in part.meta.filters:
            try:
                data = read(unpacked(_file(part, f"filter/{file}.pf_filter")))
                _, values = msgspec.convert(data, tuple[str, list[tuple[str, list[int]]]])
            except ValueError as wrong:
                raise FormError from wrong
            for value, pages in values:
                found.setdefault(kind, {}).setdefault(value, []).extend(part.start + page for page in pages)
    return found
