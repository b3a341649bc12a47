"""Which words does a reader of a Word file see? Headings, paragraphs, lists, tables and text boxes, in their order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from storybrief.article.bounds import MAX_LINES
from storybrief.article.documents import broken, declared, not_installed, too_large
from storybrief.article.draft import Draft, Mark, stack
from storybrief.problems import Problem, error, warning

if TYPE_CHECKING:
    from docx.document import Document

# A report of 100 pages has 1 MB of XML unpacked, and 30 parts. Nothing beyond these is unpacked at all.
MAX_XML = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_PARTS = 2_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_AWAY = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback"})  # taken out by its writer, or told again
_CHANGED = (f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_STYLES: dict[str, Mark] = {"title": "h1", "subtitle": "standfirst", "caption": "caption"}
_STYLES |= {f"heading {n}": mark for n, mark in enumerate(("h1", "h2", "h3", "h4", "h5", "h6"), 1)}  # type: ignore[misc]


def convert(data: bytes, shown: str) -> Draft:
    """Make the draft of a Word file (.docx) out of its bytes.

    Hidden text and what a tracked change took out are left out, what it put in stays, with a warning that there are
    such changes; so are headers, footers, notes and comments. Of its properties the title, unless a heading is one,
    the author and the day of the last change are taken; the day it was begun says nothing of when it was published.
    Errors: "too-large" (over `MAX_XML`, `MAX_UNPACKED` or `MAX_PARTS`), "broken", "binary" (another zip file),
    "not-installed".
    """
    wrong = _wrong(data, shown)
    if wrong:
        return Draft("", (), {}, (wrong,))
    try:
        import docx
    except ImportError:
        return Draft("", (), {}, (not_installed(shown, "Word files"),))
    try:
        document = docx.Document(BytesIO(data))
        pieces = tuple(islice(_pieces(document), MAX_LINES + 1))
        fields, problems = _properties(document, shown, any(mark == "h1" for _, mark in pieces))
    except Exception:  # what a damaged package raises is not told anywhere
        return Draft("", (), {}, (broken(shown, "a Word file"),))
    if any(next(document.element.body.iter(tag), None) is not None for tag in _CHANGED):
        told = "Accept or refuse the tracked changes in Word, and save: they are read as if all were accepted."
        problems = (*problems, warning("tracked-changes", shown, 0, told))
    return replace(stack(pieces, fields, problems), where=dict.fromkeys(fields, "the file’s properties"))


def _wrong(data: bytes, shown: str) -> Problem | None:
    """Say why a zip file must not, or cannot, be unpacked; only its table of contents is looked at."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return error("password", shown, 0, "Save it as .docx without a password: it is locked, or of an old Word.")
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return broken(shown, "a Word file")
    if not any(part.filename == "word/document.xml" for part in parts):
        told = (
            "This is a zip, OpenDocument or other packed file, not text. Unpack it, or save the words as .docx or .txt."
        )
        return error("binary", shown, 0, told)
    if any(part.flag_bits & 1 for part in parts):
        return error("password", shown, 0, "Save it without a password: its words are locked.")
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    whole = sum(part.file_size for part in parts)
    if xml > MAX_XML or whole > MAX_UNPACKED or len(parts) > MAX_PARTS:
        return too_large(shown, f"unpacked, this Word file has {whole / 1e6:,.0f} MB in {len(parts):,} parts, over {MAX_XML / 1e6:.0f} MB of text, {MAX_UNPACKED / 1e6:.0f} MB or {MAX_PARTS:,} parts")  # fmt: skip
    return None


def _pieces(document: Document) -> Iterator[tuple[str, Mark | None]]:
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    for element in document.element.body.iter(f"{_W}p", f"{_W}tr"):
        above = _above(element)
        if above & _AWAY or f"{_W}tr" in above:  # a row tells its cells itself
            continue
        if element.tag == f"{_W}tr":
            cells = (" ".join(_words(p).split()) for p in element.iter(f"{_W}p") if not _above(p) & _AWAY)
            yield " ".join(cell for cell in cells if cell), None
        else:
            style = element.find(f"{_W}pPr/{_W}pStyle")
            yield _words(element), _STYLES.get(names.get(style.get(f"{_W}val"), "")) if style is not None else None


def _above(element: Any) -> set[str]:
    return {ancestor.tag for ancestor in element.iterancestors()}


def _words(paragraph: Any) -> str:
    """Return the visible words of a paragraph, without those of a text box in it, which is a paragraph of its own."""
    made: list[str] = []
    left = [*reversed(paragraph)]
    while left:
        element = left.pop()
        if element.tag in _AWAY or element.tag in (f"{_W}p", f"{_W}pPr") or _is_hidden(element):
            continue
        made.append(element.text or "" if element.tag == f"{_W}t" else _SIGNS.get(element.tag, ""))
        left += reversed(element)
    return "".join(made)


def _is_hidden(element: Any) -> bool:
    if element.tag != f"{_W}r":
        return False
    vanish = element.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off")


def _properties(document: Document, shown: str, has_title: bool) -> tuple[dict[str, str], tuple[Problem, ...]]:
    about = document.core_properties
    changed = about.modified.isoformat() if about.modified else None
    title = None if has_title else about.title
    given = {"title": title, "author": about.author, "modified": changed, "language": about.language}
    return declared(given, shown, "Word file")
