"""Which words of an e-mail are its article? And of a page that a browser saved as one file, which is built like one?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from msgspec.structs import replace

from storybrief.article.bounds import MAX_BYTES
from storybrief.article.decode import decode, without_pictures
from storybrief.article.documents import broken, declared, too_large
from storybrief.article.draft import Draft
from storybrief.article.metadata import clean
from storybrief.article.saved import original
from storybrief.article.txt import convert as convert_txt
from storybrief.article.xml_pages import as_html
from storybrief.problems import Problem, error, errors, warning

# A page saved as one file has a part for each picture, hardly ever one inside another. The parser's time grows with
# both: nothing beyond these is parsed.
MAX_PARTS = 2_000
MAX_NESTED = 40
MAX_HEADER = 10_000
# A page of 20 MB in lines of 76 letters has 270,000; the parser keeps each line apart, which takes 40 times its letters.
MAX_MAIL_LINES = 500_000

_HEADERS = {"title": "Subject", "author": "From", "published": "Date"}
_NAMED = 10  # attachments that are named one by one
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)
_NESTS = re.compile(rb"^[ \t]*boundary=|;[ \t]*boundary=|^content-type:[ \t]*message/", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"<?https?://\S+")
_MOST = 0.6  # of the words of the plain part: a page with fewer lost some


def convert(data: bytes, shown: str) -> Draft:
    """Make the draft of an e-mail (.eml), or of a page saved as one file (.mhtml, .mht), out of its bytes.

    Of an e-mail the subject, who sent it and when are its title, author and day. Its HTML is read as a web page; the
    plain part is taken where there is no other, or where the other has lost words. Of a saved page the first HTML is
    read, its address is the page's unless this says another. Attachments are named in a warning and not read, an
    e-mail inside neither. Errors: "too-large" (over `MAX_PARTS`, `MAX_NESTED`, `MAX_MAIL_LINES`, a header over
    `MAX_HEADER`, a text over `MAX_BYTES`), "broken", "no-text", and those of a web page.
    """
    unix = re.sub(rb"\r\n?", b"\n", data)
    wrong = _beyond(unix, shown)
    if wrong:
        return Draft("", (), {}, (wrong,))
    try:
        message = message_from_bytes(unix)
        parts = [part for part in _parts(message) if not part.is_multipart()]
    except (MessageError, RecursionError, ValueError, LookupError):
        return Draft("", (), {}, (broken(shown, "an e-mail or a saved page"),))
    return _saved_page(message, parts, shown) if _is_page(message) else _mail(message, parts, shown)


def _beyond(data: bytes, shown: str) -> Problem | None:
    if sum(1 for _ in _NESTS.finditer(data)) > MAX_NESTED:
        return too_large(shown, f"this has over {MAX_NESTED} e-mails or groups of parts inside each other")
    if data.lower().count(b"\ncontent-type:") > MAX_PARTS:
        return too_large(shown, f"this has over {MAX_PARTS:,} parts")
    if data.count(b"\n") > MAX_MAIL_LINES:
        return too_large(shown, f"this has over {MAX_MAIL_LINES:,} lines")
    if any(len(header[0]) > MAX_HEADER for header in _HEADER.finditer(data)):
        return too_large(shown, f"a header of this is longer than {MAX_HEADER:,} characters")
    return None


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a message, not those of an e-mail inside it."""
    left = [message]
    while left:
        part = left.pop()
        yield part
        if part.is_multipart() and part.get_content_maintype() != "message":
            left += [one for one in [*part.get_payload()][::-1] if isinstance(one, Message)]


def _is_page(message: Message) -> bool:
    saved = "snapshot-content-location" in message or "blink" in str(message.get("From", "")).lower()
    return saved or (message.get_content_type() == "multipart/related" and "content-location" in {
        name.lower() for part in _parts(message) for name in part
    } and not message.get("Message-ID"))  # fmt: skip


def _saved_page(message: Message, parts: list[Message], shown: str) -> Draft:
    page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if page is None:
        told = "Save the page anew, as “web page, complete” or as one file: there is no page in this one."
        return Draft("", (), {}, (error("no-text", shown, 0, told),))
    if page is parts[-1] and _is_cut(message):
        return Draft("", (), {}, (broken(shown, "a saved page"),))
    made = _page(page, shown)
    at = original(_header(message, "Snapshot-Content-Location") or _header(page, "Content-Location"))
    found = {
        field: value
        for field, given in (("url", at.address), ("archived", at.archived))
        if (value := clean(field, given)[0])
    }
    where = dict.fromkeys(found, "saved page")
    return replace(made, metadata={**found, **made.metadata}, where={**where, **made.where})


def _mail(message: Message, parts: list[Message], shown: str) -> Draft:
    name, address = parseaddr(_header(message, "From"))
    said = (_header(message, "Subject"), name or address, _day(_header(message, "Date")))
    about = dict(zip(_HEADERS, said, strict=True))
    fields, problems = declared(about, shown, "e-mail")
    attached = [part for part in _parts(message) if _is_attached(part, message)]
    words = [part for part in parts if part not in attached and part.get_content_maintype() == "text"]
    html = next((part for part in words if part.get_content_type() == "text/html"), None)
    plain = next((part for part in words if part.get_content_type() == "text/plain"), None)
    told = (*problems, *_attachments(attached, shown), *_cut(message, shown))
    if html is None and plain is None:
        nothing = error("no-text", shown, 0, "Save what is attached as files of their own, and add those: this e-mail has no text.")  # fmt: skip
        return Draft("", (), {}, (nothing, *told))
    made = _page(html, shown) if html is not None else None
    if plain is not None and (made is None or errors(made.problems) or _has_lost(made, plain, shown)):
        made = _plain(plain, shown)
    assert made is not None
    where = {**made.where, **{field: f"header {_HEADERS[field]}" for field in fields}}
    return replace(made, metadata={**made.metadata, **fields}, where=where, problems=(*told, *made.problems))


def _page(part: Message, shown: str) -> Draft:
    from storybrief.article.html import convert as convert_page

    raw, problems = _characters(part, shown, html=True)
    if raw is None:
        return Draft("", (), {}, problems)
    made = convert_page(as_html(raw), shown)
    return replace(made, problems=(*problems, *made.problems))


def _plain(part: Message, shown: str) -> Draft:
    raw, problems = _characters(part, shown, html=False)
    if raw is None:
        return Draft("", (), {}, problems)
    made = convert_txt(raw, shown)
    return replace(made, problems=(*problems, *made.problems))


def _characters(part: Message, shown: str, *, html: bool) -> tuple[str | None, tuple[Problem, ...]]:
    """Turn the bytes of a part into characters, by the charset that it names, else as those of a file."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return "", ()
    data = without_pictures(data) if html else data
    if len(data) > MAX_BYTES:
        return None, (too_large(shown, f"the text in this has over {MAX_BYTES / 1e6:.0f} MB"),)
    try:
        return data.decode(part.get_content_charset() or ""), ()
    except (LookupError, ValueError):
        return decode(data, shown, html=html)


def _has_lost(made: Draft, plain: Message, shown: str) -> bool:
    raw, _ = _characters(plain, shown, html=False)
    return len(made.text.split()) < _MOST * len(_ADDRESS.sub("", raw or "").split())


def _is_attached(part: Message, message: Message) -> bool:
    if part is message:
        return False
    if part.get_content_maintype() == "message" or part.get_content_disposition() == "attachment":
        return True
    return not part.is_multipart() and part.get_content_maintype() not in ("text", "image")


def _attachments(attached: list[Message], shown: str) -> Iterator[Problem]:
    for part in attached[:_NAMED]:
        inside = next((one for one in part.get_payload() if isinstance(one, Message)), part) if part.is_multipart() else part  # fmt: skip
        name = (
            part.get_filename() or (_header(inside, "Subject") if inside is not part else "") or part.get_content_type()
        )
        yield warning("attachment", shown, 0, f"Save “{_decoded(name)[:100]}” as a file of its own if it is of the story: it is attached to this e-mail and not read.")  # fmt: skip
    if len(attached) > _NAMED:
        yield warning(
            "attachment", shown, 0, f"{len(attached) - _NAMED} more files are attached to this e-mail and not read."
        )


def _is_cut(message: Message) -> bool:
    return any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in _parts(message) for defect in part.defects)


def _cut(message: Message, shown: str) -> Iterator[Problem]:
    if _is_cut(message):
        yield warning(
            "cut-off", shown, 0, "Look whether its last paragraphs are there: the end of this e-mail is missing."
        )


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, "")))


def _decoded(words: str) -> str:
    """Return a header as its reader sees it, out of the form =?utf-8?q?…?=."""
    try:
        return " ".join(str(make_header(decode_header(words))).split())
    except (LookupError, ValueError, MessageError):
        return " ".join(words.split())


def _day(words: str) -> str | None:
    try:
        return parsedate_to_datetime(words).isoformat() if words else None
    except ValueError:
        return words
