"""Which characters do the bytes of a source stand for?"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from storybrief.problems import Problem, error, warning

# Byte order marks, the longer first: UTF-32 LE starts like UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# How files begin that are no text at all.
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a Word, OpenDocument or zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"bplist00", "a Safari web archive"),
)

# The encodings that a browser knows (WHATWG Encoding Standard, under Python's names), so that short Western text
# is not taken for an encoding no newsroom ever used. The two of the old Macintosh are left out: of 83 beginnings
# of English news in windows-1252, four were taken for them.
_WEB = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_8", "iso8859_15", "koi8_r", "koi8_u", "gb18030", "big5",
    "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip

_AS_TEXT = "Save the words as UTF-8 text (.txt, .md) or the page as .html, and add that."
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)

NO_CHARACTER = "\ufffd"
"""What stands for bytes that are no character."""

# A page with more wrong bytes than this is in another encoding, or no text.
_MOST_WRONG = 20
# A picture inside a page, as the extension SingleFile and others save it.
_PICTURE = re.compile(rb"data:[a-z]+/[a-z0-9.+-]+(?:;[a-z0-9=-]+)*;base64,[A-Za-z0-9+/=%\s]*+", re.IGNORECASE)

Found = tuple[str | None, tuple[Problem, ...]]


def decode(data: bytes, shown: str, html: bool = False) -> Found:
    """Turn a source's bytes into characters, by the first rule of a table that knows how.

    In: the bytes, the path to name in problems, and whether a charset that the page declares counts. Out: the
    characters (no normalisation yet; a byte order mark is left out), or None, and the problems: the error
    "binary", the error "encoding" for text that is broken, the warning "encoding" for an encoding that was found
    by likelihood.
    """
    for rule in _RULES:
        found = None if rule is _declared and not html else rule(data, shown)
        if found is not None:
            return found
    return None, (error("encoding", shown, 0, f"No known encoding fits. {_AS_TEXT}"),)


def without_pictures(page: bytes) -> bytes:
    """Return a page without the pictures, fonts and sounds that it has in its own text."""
    return _PICTURE.sub(b"data:,", page)


def mended(data: bytes) -> str | None:
    """Return a page's characters with `NO_CHARACTER` for each NUL and each byte that is not UTF-8; None when they are many."""
    text = data.decode("utf-8", "replace").replace("\0", NO_CHARACTER)
    return text if text.count(NO_CHARACTER) <= _MOST_WRONG else None


def _by_mark(data: bytes, shown: str) -> Found | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as mistake:
                return None, (_broken(data[: mistake.start], shown, encoding.upper()),)
            return (text, ()) if "\0" not in text else (None, (_nul(shown),))
    return None


def _binary(data: bytes, shown: str) -> Found | None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return None, (error("binary", shown, 0, f"This is {what}, not text. {_AS_TEXT}"),)
    return (None, (_nul(shown),)) if b"\0" in data else None


def _utf8(data: bytes, _shown: str) -> Found | None:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return None


def _declared(data: bytes, _shown: str) -> Found | None:
    declared = _DECLARED.search(data[:4096])
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        # Browsers read these two as windows-1252 (WHATWG Encoding Standard, "Names and labels").
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name), ()
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _broken_utf8(data: bytes, shown: str) -> Found | None:
    """UTF-8 with a few wrong bytes: read in another encoding, all its other accents would turn into nonsense."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = [at for at, character in enumerate(text) if "\udc80" <= character <= "\udcff"]
    right = sum(character > "\x7f" for character in text) - len(wrong)
    if right <= len(wrong):
        return None
    return None, (_broken(text[: wrong[0]].encode(), shown, "UTF-8"),)


def _by_likelihood(data: bytes, shown: str) -> Found | None:
    from charset_normalizer import from_bytes  # few sources need it

    # Lines of plain ASCII tell nothing, and would hide the others: only samples of a long text are looked at.
    telling = b"\n".join(line for line in re.split(rb"[\r\n]+", data) if not line.isascii())
    best = from_bytes(telling, cp_isolation=list(_WEB), preemptive_behaviour=False).best()
    if best is None:
        return None
    # Of encodings that give the same characters, the commonest is named.
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    message = f"Look at the accents and quotation marks: this is not UTF-8, and was read as {encoding}."
    return text, (warning("encoding", shown, 0, message),)


def _broken(before: bytes, shown: str, encoding: str) -> Problem:
    line = len(re.split(rb"\r\n|\r|\n", before))
    return error(
        "encoding", shown, line, f"Save the file anew as UTF-8: it is {encoding} with a wrong byte on this line."
    )


def _nul(shown: str) -> Problem:
    return error("binary", shown, 0, f"This is not text: it has NUL bytes. {_AS_TEXT}")


_RULES: tuple[Callable[[bytes, str], Found | None], ...] = (
    _by_mark,
    _binary,
    _utf8,
    _declared,
    _broken_utf8,
    _by_likelihood,
)
