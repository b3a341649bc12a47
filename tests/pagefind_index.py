"""What is in a search index, read from its files without the product's own reader: by page and by word."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Found:
    """words: word or (word, form) -> address -> its places and, by field, its places there."""

    lengths: dict[str, int]
    words: dict[Any, dict[str, tuple[list[int], dict[str, list[int]]]]]
    filters: dict[str, dict[str, set[str]]]
    pages: dict[str, Any]
    chunks: list[tuple[str, str, list[str]]]
    files: set[str]


def read_index(folder: Path) -> Found:
    """Everything in the index in `folder`; an error when a file that it names is missing."""
    ((_, about),) = json.loads((folder / "pagefind-entry.json").read_bytes())["languages"].items()
    meta = folder / f"pagefind.{about['hash']}.pf_meta"
    _, listed, chunks, filters, _, fields = decoded(meta)
    assert about["page_count"] == len(listed)
    files = {meta, *(folder / f"fragment/{name}.pf_fragment" for name, _ in listed)}
    pages = [json.loads(opened(folder / f"fragment/{name}.pf_fragment")) for name, _ in listed]
    urls = [page["url"] for page in pages]
    words: dict[Any, Any] = {}
    bounds = []
    for first, last, name in chunks:
        file = folder / f"index/{name}.pf_index"
        files.add(file)
        (held,) = decoded(file)
        bounds.append((first, last, [word for word, _, _ in held]))
        for word, run, forms in held:
            assert word not in words
            words[word] = by_page(run, urls, fields)
            words |= {(word, form): by_page(of_form, urls, fields) for form, of_form in forms}
    values: dict[str, dict[str, set[str]]] = {}
    for kind, name in filters:
        file = folder / f"filter/{name}.pf_filter"
        files.add(file)
        values[kind] = {value: {urls[page] for page in found} for value, found in decoded(file)[1]}
    return Found(
        {url: length for url, (_, length) in zip(urls, listed, strict=True)},
        words,
        values,
        {page["url"]: page for page in pages},
        bounds,
        {file.relative_to(folder).as_posix() for file in files},
    )


def by_page(run: list[Any], urls: list[str], fields: list[str]) -> dict[str, tuple[list[int], dict[str, list[int]]]]:
    numbers = accumulate(step for step, _, _ in run)
    return {urls[n]: (places, in_fields(of, fields)) for n, (_, places, of) in zip(numbers, run, strict=True)}


def in_fields(places: list[int], fields: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        if place < 0:
            field = found.setdefault(fields[-place - 1], [])
        else:
            field.append(place)
    return found


def opened(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")


def decoded(file: Path) -> Any:
    """The CBOR in a file (RFC 8949): numbers, strings, arrays."""
    data = opened(file)
    value, end = cbor(data, 0)
    assert end == len(data)
    return value


def cbor(data: bytes, at: int) -> tuple[Any, int]:
    kind, number = divmod(data[at], 32)
    at += 1
    if number >= 24:
        size = 2 ** (number - 24)
        number = int.from_bytes(data[at : at + size], "big")
        at += size
    if kind == 0:
        return number, at
    if kind == 1:
        return -1 - number, at
    if kind == 3:
        return data[at : at + number].decode(), at + number
    assert kind == 4, kind
    values = []
    for _ in range(number):
        value, at = cbor(data, at)
        values.append(value)
    return values, at
