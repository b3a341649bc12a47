"""The articles for a citation manager: CSL-JSON and BibTeX. Nothing in them comes from the clock."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Iterator

from storybrief.model import visible
from storybrief.out.rows import ArticleRow
from storybrief.pages.escape import link

CSL, BIBTEX = "articles.csl.json", "articles.bib"
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_KEY = string.ascii_letters + string.digits + "-"


def csl(articles: Iterable[ArticleRow]) -> str:
    """Return the articles as CSL-JSON (the schema csl-data.json of citationstyles.org)."""
    return json.dumps([_csl(a) for a in articles], ensure_ascii=False, indent=2) + "\n"


def _csl(a: ArticleRow) -> dict[str, object]:
    made: dict[str, object] = {"id": f"{a.story}/{a.article}", "type": "article-newspaper", "title": visible(a.title or a.outlet or a.article)}  # fmt: skip
    if a.outlet:
        made["container-title"] = visible(a.outlet)
    if a.author:
        made["author"] = [{"literal": visible(a.author)}]
    date = _DATE.match(a.published or "")
    if date:
        made["issued"] = {"date-parts": [[int(part) for part in date.groups() if part]]}
    if link(a.url):
        made["URL"] = visible(a.url or "")
    if link(a.archived):
        made["archive_location"] = visible(a.archived or "")
    if a.language:
        made["language"] = visible(a.language)
    return made


def bibtex(articles: Iterable[ArticleRow]) -> str:
    """Return the articles as BibTeX, for BibLaTeX and older styles."""
    return "\n".join(map(_entry, articles))


def _entry(a: ArticleRow) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(a))
    key = "".join(c for c in f"{a.story}-{a.article}" if c in _KEY)
    return f"@article{{{key},\n{lines}}}\n"


def _fields(a: ArticleRow) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{_tex(a.title or a.outlet or a.article)}}}"
    if a.author:
        yield "author", f"{{{_tex(a.author)}}}"  # braces: a name is not taken apart
    if a.outlet:
        yield "journal", _tex(a.outlet)
    date = _DATE.match(a.published or "")
    if date:
        yield "date", "-".join(part for part in date.groups() if part)
        yield "year", date[1]
    if link(a.url):
        yield "url", _address(a.url or "")
    if link(a.archived):
        yield "note", rf"Archived at \url{{{_address(a.archived or '')}}}"
    if a.language:
        yield "language", _tex(a.language)


def _tex(words: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in visible(words))


def _address(url: str) -> str:
    """Return an address whose braces and backslashes, which would end the field, are as addresses write them."""
    return "".join(f"%{ord(c):02X}" if c in "\\{}" else c for c in visible(url))
