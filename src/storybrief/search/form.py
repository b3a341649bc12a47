"""In what form does Pagefind keep an index? CBOR (RFC 8949), packed by gzip behind a signature; here, what it uses of it.

Its files, as version 1.5 writes them (pagefind/src/index/ in its repository):

    pagefind.<hash>.pf_meta    [version, [[fragment, words]…], [[from, to, chunk]…], [[filter, file]…], sorts, [field…]]
    index/<chunk>.pf_index     [[[word, pages, [[form, pages]…]]…]], where pages are [[page, places, field places]…]
    filter/<file>.pf_filter    [filter, [[value, [page…]]…]]

A page is its number in the first file; in a chunk, how far it is from the page before. A negative number among the
field places names the field that the next ones are of. Whatever has another form raises FormError.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_SIGNATURE = b"pagefind_dcd"
_UNSIGNED, _NEGATIVE, _TEXT, _ARRAY = 0, 1, 3, 4  # CBOR's major types
_PACKING = 6  # gzip's level: 9 takes three times as long for 2 % less

# Numbers and the heads of arrays tell by their first byte how long they are, so a run of either needs no counting.
_INT = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a].{4})"
_HEAD = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a.{4})"
_PAGE = rb"\x83%b%b%b*+%b%b*+" % (_INT, _HEAD, _INT, _HEAD, _INT)
_ONE_INT = re.compile(_INT, re.DOTALL)
_RUN = re.compile(rb"(?:%b)*+" % _PAGE, re.DOTALL)
_STEPS = re.compile(rb"\x83(%b)%b%b*+%b%b*+" % (_INT, _HEAD, _INT, _HEAD, _INT), re.DOTALL)
_FIELD_PLACES = re.compile(rb"(\x83%b%b%b*+%b)(%b++)" % (_INT, _HEAD, _INT, _HEAD, _INT), re.DOTALL)


class FormError(Exception):
    """A file is not in the form that is known here."""


@dataclass(frozen=True, slots=True)
class Pages:
    """On which pages a word stands: how many they are, the numbers of the first and the last, and `rest`: the bytes of
    the run after the number of the first page, which is all that joining changes.
    """

    count: int
    first: int
    last: int
    rest: bytes


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a chunk, with its pages, and with those of its forms that are written with other accents."""

    word: str
    pages: Pages
    forms: tuple[tuple[str, Pages], ...]


def unpacked(file: bytes) -> bytes:
    """Return what is in a file of Pagefind's."""
    try:
        data = gzip.decompress(file)
    except (OSError, EOFError, zlib.error) as wrong:
        raise FormError from wrong
    if not data.startswith(_SIGNATURE):
        raise FormError
    return data[len(_SIGNATURE) :]


def packed(data: bytes) -> bytes:
    """Return a file that holds `data`, without the time of its making."""
    return gzip.compress(_SIGNATURE + data, _PACKING, mtime=0)


def read(data: bytes) -> object:
    """Return numbers, strings and lists as they stand in `data`."""
    value, end = _value(data, 0)
    if end != len(data):
        raise FormError
    return value


def written(value: object) -> bytes:
    """Return the bytes of numbers from 0, strings and lists."""
    if isinstance(value, int):
        return _head(_UNSIGNED, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    assert isinstance(value, (list, tuple))
    return _head(_ARRAY, len(value)) + b"".join(map(written, value))


def words(chunk: bytes, fields: Mapping[int, int]) -> Iterator[Word]:
    """Yield the words of a chunk in their order; `fields` gives each field its number in the joined index."""
    count, at = _array(chunk, _expect(chunk, 0, 1))
    for _ in range(count):
        at = _expect(chunk, at, 3)
        word, at = _text(chunk, at)
        pages, at = _pages(chunk, at, fields)
        number, at = _array(chunk, at)
        forms = []
        for _ in range(number):
            form, at = _text(chunk, _expect(chunk, at, 2))
            of_form, at = _pages(chunk, at, fields)
            forms.append((form, of_form))
        yield Word(word, pages, tuple(forms))
    if at != len(chunk):
        raise FormError


def chunk_of(joined: Sequence[bytes]) -> bytes:
    """Return the chunk of words that `word` made."""
    return b"\x81" + _head(_ARRAY, len(joined)) + b"".join(joined)


def word(name: str, pages: bytes, forms: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a word with its pages, which `run` made."""
    of_forms = b"".join(_head(_ARRAY, 2) + written(form) + run for form, run in forms)
    return _head(_ARRAY, 3) + written(name) + pages + _head(_ARRAY, len(forms)) + of_forms


def run(parts: Sequence[tuple[int, Pages]]) -> bytes:
    """Return the pages of all parts behind each other; a part is given with the number that its pages begin at."""
    made = [_head(_ARRAY, sum(pages.count for _, pages in parts))]
    before = 0
    for start, pages in parts:
        if pages.count:
            made += (b"\x83", _head(_UNSIGNED, start + pages.first - before), pages.rest)
            before = start + pages.last
    return b"".join(made)


def _pages(data: bytes, at: int, fields: Mapping[int, int]) -> tuple[Pages, int]:
    count, at = _array(data, at)
    found = _RUN.match(data, at)
    end = found.end() if found else at
    steps = _STEPS.findall(data, at, end)
    if len(steps) != count:
        raise FormError
    if not count:
        return Pages(0, 0, 0, b""), end
    numbers = [step[0] if len(step) == 1 else int.from_bytes(step[1:]) for step in steps]
    pages = (
        data[at:end]
        if all(old == new for old, new in fields.items())
        else _FIELD_PLACES.sub(_moved(fields), data[at:end])
    )
    return Pages(count, numbers[0], sum(numbers), pages[1 + len(steps[0]) :]), end


def _moved(fields: Mapping[int, int]) -> Callable[[re.Match[bytes]], bytes]:
    def moved(page: re.Match[bytes]) -> bytes:
        numbers = _ONE_INT.findall(page[2])
        return page[1] + b"".join(
            _head(_NEGATIVE, fields[number[0] & 31]) if 0x20 <= number[0] <= 0x37 else number for number in numbers
        )

    return moved


def _value(data: bytes, at: int) -> tuple[object, int]:
    kind, number, at = _begun(data, at)
    if kind == _UNSIGNED:
        return number, at
    if kind == _TEXT:
        return _decoded(data[at : at + number], number), at + number
    if kind != _ARRAY:
        raise FormError
    values = []
    for _ in range(number):
        value, at = _value(data, at)
        values.append(value)
    return values, at


def _text(data: bytes, at: int) -> tuple[str, int]:
    kind, number, at = _begun(data, at)
    if kind != _TEXT:
        raise FormError
    return _decoded(data[at : at + number], number), at + number


def _decoded(text: bytes, length: int) -> str:
    try:
        found = text.decode()
    except UnicodeDecodeError as wrong:
        raise FormError from wrong
    if len(text) != length:
        raise FormError
    return found


def _array(data: bytes, at: int) -> tuple[int, int]:
    kind, number, at = _begun(data, at)
    if kind != _ARRAY:
        raise FormError
    return number, at


def _expect(data: bytes, at: int, length: int) -> int:
    number, at = _array(data, at)
    if number != length:
        raise FormError
    return at


def _begun(data: bytes, at: int) -> tuple[int, int, int]:
    """Return major type, number and the offset after both; RFC 8949, section 3."""
    try:
        kind, low = divmod(data[at], 32)
    except IndexError as wrong:
        raise FormError from wrong
    if low < 24:
        return kind, low, at + 1
    if low > 26:
        raise FormError
    end = at + 1 + (1 << low - 24)
    return kind, int.from_bytes(data[at + 1 : end]), end


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes((kind << 5 | number,))
    for low in (24, 25, 26):
        if number >> (8 << low - 24) == 0:
            return bytes((kind << 5 | low,)) + number.to_bytes(1 << low - 24)
    raise FormError
