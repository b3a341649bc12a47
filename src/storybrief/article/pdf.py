"""Which paragraphs do the lines of a PDF file make, and on which page does each stand?

A PDF file knows places of letters and no paragraphs. Lines are put together by what printed text does: the distance
between two lines, the size of the letters, a line set in, a line that ends short.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from statistics import median
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from storybrief.article.bounds import MAX_LINES
from storybrief.article.documents import broken, declared, not_installed, too_large
from storybrief.article.draft import Draft, placed
from storybrief.article.lines import Line, paragraphs
from storybrief.problems import Problem, error, warning

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# A report of 200 pages is a book; the longest press release has 20.
MAX_PAGES = 200
# Bytes, unpacked, that all the pages draw with; a page of text draws with 20,000.
MAX_DRAWN = 20_000_000
# Of one page; the parser's time grows with its square.
MAX_PAGE = 4_000_000
# Of one stream: a page, a font, a form. Pictures are never unpacked.
MAX_STREAM = 10_000_000

# Printed letters that stand for two or three, in which no word is found.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_AT_EDGE = 3  # heights
_SAME_HEIGHT = 6.0  # points; half a line
_TAIL = 2_048  # bytes; the mark of the end stands in the last of them

logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False  # what it repairs is not for editors


def convert(data: bytes, shown: str) -> Draft:
    """Make the draft of a PDF file out of its bytes; its places are "p. 2".

    Words parted at the end of a line are joined, and letters printed as one (ﬁ) are two again. A line
    that stands at the edge of most pages is furniture, each wording of it one block. The title is the largest line of the first page, else the file's own; the day on which the file was made says nothing
    of when the article was published, and is not taken. Errors: "too-large" (over `MAX_PAGES`, `MAX_DRAWN`,
    `MAX_PAGE`, `MAX_STREAM` or `MAX_LINES`), "password", "broken", "no-text" (a picture of a page), "not-installed". A page without text among
    others is a warning.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        return Draft("", (), {}, (broken(shown, "a PDF file"),))
    try:
        import pypdf
    except ImportError:
        return Draft("", (), {}, (not_installed(shown, "PDF files"),))
    limits = pypdf.Configuration(
        zlib_maximum_output_length=MAX_STREAM,
        lzw_maximum_output_length=MAX_STREAM,
        run_length_maximum_output_length=MAX_STREAM,
        array_based_stream_maximum_output_length=MAX_STREAM,
    )
    with pypdf.apply_configuration(limits):
        try:
            return _draft(pypdf.PdfReader(BytesIO(data)), shown)
        except pypdf.errors.LimitReachedError:
            return Draft("", (), {}, (too_large(shown, f"a part of this PDF file has over {MAX_STREAM / 1e6:.0f} MB unpacked"),))  # fmt: skip
        except pypdf.errors.DependencyError:
            return Draft("", (), {}, (_locked(shown),))
        except Exception:  # the parser raises whatever a damaged file leads it to
            return Draft("", (), {}, (broken(shown, "a PDF file"),))


def _draft(reader: PdfReader, shown: str) -> Draft:
    if reader.is_encrypted and not reader.decrypt(""):
        return Draft("", (), {}, (_locked(shown),))
    if len(reader.pages) > MAX_PAGES:
        return Draft(
            "", (), {}, (too_large(shown, f"this PDF file has {len(reader.pages):,} pages, over {MAX_PAGES}"),)
        )
    pages = list(reader.pages)
    if _drawn(pages) > MAX_DRAWN:
        return Draft("", (), {}, (too_large(shown, f"the pages of this PDF file draw with over {MAX_DRAWN / 1e6:.0f} MB, or one with over {MAX_PAGE / 1e6:.0f} MB"),))  # fmt: skip
    lines: list[list[Line]] = []
    for number, page in enumerate(pages, 1):
        lines.append(_lines(page, number))
        if sum(map(len, lines)) > MAX_LINES:
            return Draft("", (), {}, (too_large(shown, f"this PDF file has over {MAX_LINES:,} lines"),))
    blank = [number for number, of_page in enumerate(lines, 1) if not of_page]
    if len(blank) == len(pages):
        told = "Have its text recognised (OCR) and save that, or type the words: this PDF file is a picture of a page, without text."
        return Draft("", (), {}, (error("no-text", shown, 0, told),))
    body, dropped = _parted(lines)
    made = paragraphs(body)
    about = reader.metadata
    has_title = any(mark == "h1" for _, mark in made)
    given = {"title": None if has_title or not about else about.title, "author": about.author if about else None}
    fields, problems = declared(given, shown, "PDF file")
    empty = (
        warning("no-text", shown, 0, f"Look at page {number}: it has no text that can be read.") for number in blank
    )
    draft = placed([*made, *(([(words, "")], "running") for words in dropped)], fields, (*problems, *empty))
    return replace(draft, where=dict.fromkeys(fields, "the file’s properties"))


def _locked(shown: str) -> Problem:
    return error("password", shown, 0, "Save it without a password, or print it into a new PDF: its words are locked.")


def _drawn(pages: Sequence[PageObject]) -> int:
    """Count the bytes that the pages draw with, each form as often as it may be drawn; stop when they are too many.

    A form may draw forms: ten that draw ten each, ten deep, would be read ten thousand million times.
    """
    known: dict[int, int] = {}

    def cost(drawing: bytes, owner: Any, depth: int) -> int:
        if depth > 20:
            return MAX_DRAWN + 1
        forms = [of_form(one, depth) for one in _forms(owner)]
        return len(drawing) + (drawing.count(b"Do") * max(forms) if forms else 0)

    def of_form(form: Any, depth: int) -> int:
        if id(form) not in known:
            known[id(form)] = MAX_DRAWN + 1  # one that draws itself
            known[id(form)] = cost(form.get_data(), form, depth + 1)
        return known[id(form)]

    whole = 0
    for page in pages:
        contents = page.get_contents()
        one = cost(contents.get_data() if contents is not None else b"", page, 0)
        whole += one if one <= MAX_PAGE else MAX_DRAWN + 1
        if whole > MAX_DRAWN:
            break
    return whole


def _forms(owner: Any) -> Iterator[Any]:
    resources = owner.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    for one in drawn.get_object().values() if drawn is not None else ():
        form = one.get_object()
        if form.get("/Subtype") == "/Form":
            yield form


def _lines(page: PageObject, number: int) -> list[Line]:
    """Return the lines of a page in the order in which the file draws them."""
    found: list[tuple[list[str], float, float, float]] = []  # the parts of its words, x, y, size
    open_ = False

    def take(words: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        nonlocal open_
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        height = abs(size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1))
        for part in re.split(r"(\n)", words):
            if part == "\n":
                open_ = False
            elif part.strip() and not (open_ and abs(found[-1][2] - y) < 0.4 * max(height, 1)):
                found.append(([part], x, y, height))
                open_ = True
            elif part and open_:
                parts, left, below, most = found[-1]
                parts.append(part)
                found[-1] = (parts, left, below, max(most, height) if part.strip() else most)

    page.extract_text(visitor_text=take)
    whole = (("".join(parts).translate(_LIGATURES), x, y, size) for parts, x, y, size in found)
    return [Line(" ".join(words.split()), x, y, size, number) for words, x, y, size in whole]


def _known(words: str) -> str:
    """A line as it is known again on another page: the number of the page is another there."""
    return re.sub(r"\d+", "#", words).casefold()


def _edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines at the three uppermost and the three lowest heights of a page."""
    heights = sorted({line.y for line in page})
    return [line for line in page if line.y in (*heights[:_AT_EDGE], *heights[-_AT_EDGE:])]


def _running(lines: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the lines at the edges of most pages, at one height, as `_known` knows them; on two pages, on both."""
    heights: dict[str, list[float]] = {}
    for page in lines:
        for known, y in {_known(line.words): line.y for line in _edges(page)}.items():
            heights.setdefault(known, []).append(y)
    least = max(2, len(lines) // 2 + 1)
    return frozenset(
        known for known, of in heights.items() if sum(abs(y - median(of)) < _SAME_HEIGHT for y in of) >= least
    )


def _parted(lines: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Part the lines of each page from those that run along its edge; return those too, each wording once."""
    running = _running(lines)
    body: list[list[Line]] = []
    dropped: dict[str, None] = {}
    for page in lines:
        away = {line for line in _edges(page) if _known(line.words) in running}
        body.append([line for line in page if line not in away])
        dropped |= dict.fromkeys(line.words for line in page if line in away)
    return body, list(dropped)
