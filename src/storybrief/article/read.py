"""What is in one source file? Read this module first: bytes -> characters -> draft -> roles -> Article."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from storybrief.article import furniture, metadata, roles
from storybrief.article.bounds import MAX_BYTES, MAX_LINES, MAX_PACKED, MAX_TEXT
from storybrief.article.decode import NO_CHARACTER, decode, mended, without_pictures
from storybrief.article.documents import too_large
from storybrief.article.draft import Draft
from storybrief.article.formats import NAMES, format_of
from storybrief.article.languages import language_of
from storybrief.article.md import convert as convert_md
from storybrief.article.put import by_editor, taken_back
from storybrief.article.txt import convert as convert_txt
from storybrief.model import Article, Put, Source
from storybrief.problems import Problem, conflict, error, errors, warning
from storybrief.store.layout import SUFFIXES, Format, has_suffix


def _page(raw: str, shown: str) -> Draft:
    # Trafilatura takes longer to import than a story of text files to read.
    from storybrief.article.html import convert
    from storybrief.article.xml_pages import as_html

    return convert(as_html(raw) if raw.lstrip()[:5] == "<?xml" or "xmlns=" in raw[:2000] else raw, shown)


def _feed(raw: str, shown: str) -> Draft:
    from storybrief.article.xml_pages import convert

    return convert(raw, shown)


def _vtt(raw: str, shown: str) -> Draft:
    from storybrief.article.subtitles import convert_vtt

    return convert_vtt(raw, shown)


def _srt(raw: str, shown: str) -> Draft:
    from storybrief.article.subtitles import convert_srt

    return convert_srt(raw, shown)


def _mail(data: bytes, shown: str) -> Draft:
    from storybrief.article.mail import convert

    return convert(data, shown)


def _word(data: bytes, shown: str) -> Draft:
    from storybrief.article.word import convert

    return convert(data, shown)


def _pdf(data: bytes, shown: str) -> Draft:
    from storybrief.article.pdf import convert

    return convert(data, shown)


_OF_TEXT: dict[Format, Callable[[str, str], Draft]] = {
    "text": convert_txt,
    "markdown": convert_md,
    "page": _page,
    "feed": _feed,
    "vtt": _vtt,
    "srt": _srt,
}
_OF_BYTES: dict[Format, Callable[[bytes, str], Draft]] = {"mail": _mail, "word": _word, "pdf": _pdf}


def read(
    path: Path, shown: str, declared: Mapping[str, str | None], id: str, puts: Sequence[Put] = ()
) -> tuple[Article | None, tuple[Problem, ...]]:
    """Read one source file into an article.

    In: the file on disk; its path relative to the site, for `Source.path` and for problems; what story.yml
    declares of title, outlet, author, published, url and language (it wins over the file's own metadata, and that
    over what a byline says); the id of the source; which blocks an editor put in or out.

    Out: the article, or None with at least one error, and all problems. Errors: "unreadable", "format" (a suffix
    that is not in `SUFFIXES`, and contents that are not known either), "too-large" (over `MAX_BYTES` or `MAX_PACKED`, or
    its text over `MAX_TEXT` or `MAX_LINES`), "binary", "encoding" (broken), "empty", "no-body", "front-matter", and those of its
    format. Warnings: "encoding" (found by likelihood), "metadata-wrong" (a value that the field cannot hold; it counts
    as not given), "other-format" (than its suffix says), "language" (other than declared), and those of its format. The bytes on disk stay as they are, and nothing is fetched.
    """
    return read_with_places(path, shown, declared, id, puts)[:2]


def read_with_places(
    path: Path, shown: str, declared: Mapping[str, str | None], id: str, puts: Sequence[Put] = ()
) -> tuple[Article | None, tuple[Problem, ...], dict[str, str]]:
    """Do the same as `read`, and tell where in the file each field of the metadata stands ("JSON-LD", "og:title", "header From", …); one that is found among its words is not in there."""
    data, draft, problems = _draft(path, shown)
    if draft is None or errors(problems):
        return None, problems, {}
    draft, put_in = taken_back(draft, puts)
    paragraphs = roles.assign(draft.text, draft.blocks, declared.get("title") or draft.metadata.get("title"))
    paragraphs, edited = by_editor(draft.text, paragraphs, puts, put_in)
    if not any(paragraph.number for paragraph in paragraphs):
        message = "Add the article's paragraphs, or delete the file: there is no body under the title."
        return None, (*problems, error("no-body", shown, 0, message)), {}
    known = metadata.together(declared, draft.metadata, draft.text, paragraphs)
    title = known.pop("title")
    if "language" not in declared:
        known["language"], told = _language(known["language"], draft.text, shown)
        problems = (*problems, *told)
    source = Source(id, shown, hashlib.sha256(data).hexdigest(), **known)
    release = furniture.is_release(draft.text, paragraphs)
    article = Article(source, title, draft.text, paragraphs, release, draft.left_out, draft.places, edited)
    return article, problems, dict(draft.where)


def _language(given: str | None, text: str, shown: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The language of an article, and a warning when its words are in another one than the file says, or are not English."""
    words = language_of(text)
    if words is None or words == (given or "en").split("-")[0].lower():
        return given, ()
    said = f"the file says “{given}”" if given else "the file does not say so"
    told = (
        f"The words are in another language (“{words}”), and are read as that; {said}. story.yml can give “language:”."
    )
    return words, (warning("language", shown, 0, told),)


def _draft(path: Path, shown: str) -> tuple[bytes, Draft | None, tuple[Problem, ...]]:
    data, unreadable = _bytes(path, shown)
    if unreadable:
        return data, None, unreadable
    if not data.strip():
        return data, None, (error("empty", shown, 0, "Fill the file, or delete it: it is empty."),)
    form = format_of(path.name, data)
    if form is None:
        message = f"Save it as .txt, .md or .html, or as .docx, .pdf, .eml, .mhtml, .vtt or .srt: “{path.suffix}” is not read."
        return b"", None, (error("format", shown, 0, message),)
    bare = without_pictures(data) if form == "page" else data
    if form not in _OF_BYTES and len(bare) > MAX_BYTES:
        return b"", None, (_too_large(shown, len(bare), MAX_BYTES),)
    draft, problems = _of_bytes(data, form, shown) if form in _OF_BYTES else _of_text(bare, form, shown)
    if draft is None or errors(problems):
        return data, None, problems
    problems = (*_other_suffix(path, form, shown), *problems)
    if not draft.blocks:
        nothing = error("no-body", shown, 0, "Fill the file, or delete it: there are no words in it.")
        return data, None, (*problems, nothing)
    for many, most, what in ((len(draft.text), MAX_TEXT, "characters"), (len(draft.blocks), MAX_LINES, "paragraphs")):
        if many > most:
            return data, None, (*problems, too_large(shown, f"its text has over {most:,} {what}"))
    return data, draft, problems


def _of_bytes(data: bytes, form: Format, shown: str) -> tuple[Draft, tuple[Problem, ...]]:
    draft = _OF_BYTES[form](data, shown)
    return draft, draft.problems


def _of_text(data: bytes, form: Format, shown: str) -> tuple[Draft | None, tuple[Problem, ...]]:
    raw, problems = decode(data, shown, html=form in ("page", "feed"))
    if raw is None:
        return _mended(data, shown, problems) if form == "page" else (None, problems)
    if not raw.strip():
        return None, (*problems, error("empty", shown, 0, "Fill the file, or delete it: it is empty."))
    if told := conflict(raw, shown):
        return None, (*problems, told)
    draft = _OF_TEXT[form](raw, shown)
    return draft, (*problems, *draft.problems)


def _mended(data: bytes, shown: str, wrong: tuple[Problem, ...]) -> tuple[Draft | None, tuple[Problem, ...]]:
    """Read a page with a few bytes that are no characters, if none of them is in its article; else what is wrong stays."""
    raw = mended(data)
    draft = _page(raw, shown) if raw else None
    if draft is None or not draft.blocks or NO_CHARACTER in draft.text or errors(draft.problems):
        return None, wrong
    told = "The page has bytes that are no characters outside its article. They are left out."
    return draft, (warning("encoding", shown, 0, told), *draft.problems)


def _other_suffix(path: Path, form: Format, shown: str) -> tuple[Problem, ...]:
    """Say that a file is not what the end of its name says."""
    if SUFFIXES.get(path.suffix.lower(), None if has_suffix(path.name) else form) == form:
        return ()
    what, suffix = NAMES[form]
    told = f"Let its name end in {suffix}: by its first lines this is {what}, and it is read as that."
    return (warning("other-format", shown, 0, told),)


def _bytes(path: Path, shown: str) -> tuple[bytes, tuple[Problem, ...]]:
    try:
        if not path.is_file():
            return b"", (error("unreadable", shown, 0, "There is no such file."),)
        size = path.stat().st_size
        form = SUFFIXES.get(path.suffix.lower())
        most = MAX_BYTES if form in _OF_TEXT and form != "page" else MAX_PACKED
        if size > most:
            return b"", (_too_large(shown, size, most),)
        return path.read_bytes(), ()
    except OSError as mistake:
        return b"", (error("unreadable", shown, 0, f"Make the file readable: {mistake.strerror}."),)


def _too_large(shown: str, size: int, most: int) -> Problem:
    message = f"Keep the article only: the file has {size / 1e6:.1f} MB, and an article at most {most / 1e6:.0f} MB."
    return error("too-large", shown, 0, message)
