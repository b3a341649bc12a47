"""What must hold on the pages that gather from several briefs, in the head of a page, and in what programs read?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from storybrief.layout import OUTLETS, PEOPLE
from storybrief.pages.escape import visible
from storybrief.pages.people import slug
from storybrief.proof.document import Document, holder_with, runs, target, words
from storybrief.proof.handles import ADDRESS, is_said
from storybrief.proof.links import Fault
from storybrief.proof.loose import Allowed, is_explained, is_own
from storybrief.proof.rules import Site, allowed_on, heading, own_words_of, speaker_of

_BARE = re.compile(r"^the\s+", re.IGNORECASE)


# --- people, outlets, home -----------------------------------------------------------------------------------------


def someone_page(page: Document, site: Site) -> Iterator[Fault]:
    """Hold the page of a person or an outlet against the briefs that its entries lead to."""
    known_as, _, month = page.address.split("/", 1)[1].partition("--")
    name = heading(page).removesuffix(f", {month}") if month else heading(page)
    if known_as not in (slug(_BARE.sub("", name)), slug(name)):
        yield "speaker", f"Build the site anew: “{name}” is not the name that the page's address was made of."
    for link in page.main.xpath(".//li//a[contains(@href, '#s-')]"):
        path, anchor = target(page.path, str(link.get("href")))
        brief = site.pages.get(path)
        told = site.stories.get(brief.story) if brief else None
        place = brief.by_id(anchor) if brief else None
        if brief is None or told is None or place is None:
            continue  # a dead link is another rule's
        li = holder_with(link, frozenset({"li"}))
        shown = _said_in(li)
        if not is_said(shown, anchor[2:10], told.texts.values()):
            yield "not-verbatim", f"Build the site anew: “{shown[:90]}” is not the statement that its link leads to."
        if words(link) != heading(brief) and not is_own(words(link), site.own):
            yield "unproved", f"Build the site anew: “{words(link)}” is not the headline of {path}."
        if page.address.startswith(f"{PEOPLE}/") and not _is_of(speaker_of(place), brief, page):
            yield "speaker", f"Build the site anew: “{speaker_of(place)}” says this in {path}, not {name}."


def _said_in(li: Any) -> str:
    """Return the words of an entry up to its cue or its outlets."""
    made = ""
    for run in runs(li):
        if run.holder.tag == "em" and made.rstrip().endswith("—"):
            return visible(made).removesuffix("—").strip()
        made += run.words
        if run.holder.tag == "a":
            break
    return visible(made[: made.rfind(" (")] if " (" in made else made)


def _is_of(speaker: str | None, brief: Document, page: Document) -> bool:
    """Whether the page of a person is the one that the brief links to from the speaker's name."""
    for h3 in brief.main.xpath(".//h3"):
        if own_words_of(h3) == speaker:
            hrefs = [str(h) for h in h3.xpath("following-sibling::p[1]//a/@href")]
            own = re.sub(r"--[^/]*", "", page.path)  # the page of a month stands beside the person's own
            return not hrefs or any(target(brief.path, h)[0] == own for h in hrefs if "#" not in h)
    return True


def list_page(page: Document, site: Site) -> Iterator[Fault]:
    """Hold a list (of stories, people or outlets) against the headings of the pages that it leads to."""
    for link in page.main.xpath(".//li/a[@href] | .//h2/a[@href]"):
        if "headerlink" in str(link.get("class", "")) or holder_with(link, frozenset({"nav"})) is not None:
            continue
        other = site.pages.get(target(page.path, str(link.get("href")))[0])
        if other is not None and words(link) != heading(other) and not is_own(words(link), site.own):
            yield "unproved", f"Build the site anew: “{words(link)}” is not the heading of {other.path}."


# --- heads, tables of contents, JSON -------------------------------------------------------------------------------


def head(page: Document, site: Site, brand: str) -> Iterator[Fault]:
    """Hold the title, the description and the names in a page's head against the page and the sources."""
    title = heading(page)
    shown = words(page.tree.find("head/title")) if page.tree.find("head/title") is not None else ""
    if shown not in (f"{title} · {brand}", brand) and page.path != "404.html":
        yield "unproved", f"Build the site anew: the title “{shown}” in the head is not the page's heading."
    allowed = _anywhere(page, site)
    for meta in page.tree.xpath("//head/meta[@content]"):
        name, content = str(meta.get("property") or meta.get("name") or ""), visible(str(meta.get("content")))
        if name in ("og:title", "title"):
            right = content in (title, brand) or page.path == "404.html"
        elif name == "month":
            right = [content] == [str(day)[:7] for day in page.tree.xpath(_UPDATED)]
        elif name in _META and page.kind in ("brief", "article"):
            right = is_explained(content, allowed)
        else:
            continue
        if not right:
            yield "unproved", f"Build the site anew: “{content[:90]}” in the head ({name}) is not the page's."
    for link in page.tree.xpath("//nav[contains(@class, 'toc')]//a"):
        place = page.by_id(str(link.get("href", "")).removeprefix("#"))
        if place is not None and words(link) != own_words_of(place):
            yield (
                "unproved",
                f"Build the site anew: “{words(link)}” in the table of contents is not the heading it leads to.",
            )
    for item in page.tree.xpath("//nav[contains(@class, 'breadcrumbs')]//li[position() > 1]"):
        if words(item) not in (title, *site.headings.values()) and not is_own(words(item), site.own):
            yield "unproved", f"Build the site anew: “{words(item)}” above the page is no page's heading."


_UPDATED = "//meta[@property='article:modified_time']/@content"
_META = ("description", "og:description", "speaker", "outlet", "story", "article:modified_time")


def _anywhere(page: Document, site: Site) -> Allowed:
    """Return what words may be that no footnote stands beside: those of any of the page's sources."""
    allowed = allowed_on(page, site)
    return replace(allowed, near=allowed.far)


def linked_data(page: Document, site: Site) -> Iterator[Fault]:
    """Hold the page's JSON-LD against the page: quotations by their address, everything else by its words."""
    told = site.stories.get(page.story)
    for script in page.tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except ValueError:
            yield "unproved", "Build the site anew: the JSON-LD of the page is no JSON."
            continue
        allowed = _anywhere(page, site)
        for one in _objects(data):
            name = str(one.get("@id", "")).removeprefix("#")
            if told and one.get("@type") == "Quotation" and ADDRESS.fullmatch(name):
                yield from _quotation(page, one, name, told)
            for key, value in one.items():
                if isinstance(value, str) and not key.startswith("@") and not _is_address(value) and not is_explained(value, allowed):  # fmt: skip
                    yield "unproved", f"Build the site anew: “{visible(value)[:90]}” in the JSON-LD is not the page's."


def _quotation(page: Document, one: dict[str, Any], name: str, told: Any) -> Iterator[Fault]:
    place = page.by_id(name)
    text, speaker = visible(str(one.get("text", ""))), one.get("spokenByCharacter")
    if place is None or (text not in words(place) and not is_said(text, name[2:10], told.texts.values())):
        yield "not-verbatim", f"Build the site anew: “{text[:90]}” in the JSON-LD is not the quotation “{name}”."
    elif isinstance(speaker, dict) and visible(str(speaker.get("name"))) != (speaker_of(place) or visible(str(speaker.get("name")))):  # fmt: skip
        yield (
            "speaker",
            f"Build the site anew: the JSON-LD gives “{text[:40]}” to {speaker.get('name')}, the page to {speaker_of(place)}.",
        )


def export(file: Path, story: str, site: Site) -> Iterator[Fault]:
    """Hold brief.json against the sources: each passage by its place in the text, everything else by its words."""
    told = site.stories.get(story)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        yield "unproved", "Build the site anew: this is no JSON."
        return
    for one in _objects(data):
        name = str(one.get("article"))
        article = told.versions.get(name) if told else None
        start, end, said = one.get("start"), one.get("end"), one.get("words")
        if isinstance(start, int) and isinstance(end, int) and isinstance(said, str) and (article is None or article.text[start:end] != said):  # fmt: skip
            yield "not-verbatim", f"Build the site anew: “{visible(said)[:90]}” is not at {start} to {end} of {name}."


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of the data; each knows the "article" that it stands in, when it names none itself."""
    waiting: list[tuple[Any, object]] = [(data, None)]
    while waiting:
        one, article = waiting.pop()
        if isinstance(one, dict):
            yield {"article": article, **one}
            waiting += [(value, one.get("article", article)) for value in one.values()]
        elif isinstance(one, list):
            waiting += [(value, article) for value in one]


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "#")) or bool(re.fullmatch(r"[\w./-]+\.(json|html|md)", value))


def is_of_someone(page: Document) -> bool:
    """Whether a page is about one person or outlet."""
    return page.address.count("/") == 1 and page.story in (PEOPLE, OUTLETS)
