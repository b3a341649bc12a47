"""Which articles are press releases: of somebody who speaks in them, instead of telling what others say?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from storybrief.english.outlets import endings, spoken
from storybrief.model import Extract, Speaker

_FORM = re.compile(
    r",? (?:inc|ltd|llc|plc|corp|co|limited|corporation|company|group|gmbh|ag|sa|nv|ab|as|asa|oy|oyj|spa|srl|bv|se)\.?$"
)

_OF_THE_PRESS = re.compile(r"\b(?:editor|reporter|correspondent|columnist|journalist|presenter|critic|analyst)\b")


def releases(extracts: Iterable[Extract], speakers: Sequence[Speaker]) -> frozenset[str]:
    """Return the ids of the press releases: articles with the marks of one, and those whose outlet is an organisation
    that says something in them. What bears the name of a news outlet reports on itself, and releases nothing.
    """
    says = {
        (article, _bare(form))
        for one in speakers
        if one.kind == "organisation"
        for article, _ in one.statements
        for form in (one.name, *one.forms)
    }
    return frozenset(
        e.article.id
        for e in extracts
        if e.article.release
        or (
            e.article.source.outlet
            and not _is_news(e.article.source.outlet)
            and ((e.article.id, _bare(e.article.source.outlet)) in says or _of_its_own(e))
        )
    )


def _of_its_own(extract: Extract) -> bool:
    """Whether somebody who speaks in it is of its outlet: "Ida Krol, chief executive of Skua Mills", not its reporter."""
    text, outlet = extract.article.text, _bare(extract.article.source.outlet or "")
    roles = (s.attribution.role.of(text).casefold() for s in extract.statements if s.attribution.role)
    return any(re.search(rf"\b{re.escape(outlet)}\b", role) and not _OF_THE_PRESS.search(role) for role in roles)


def _bare(name: str) -> str:
    """The name in small letters, without "the" and the form of a firm."""
    return _FORM.sub("", " ".join(name.casefold().removeprefix("the ").split()))


def _is_news(outlet: str) -> bool:
    bare = _bare(outlet)
    return bare in spoken() or bare.split(" ")[-1] in endings()
