"""Is every word on the pages really in its article? The proof, and what an editor should look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from storybrief.article.read import text_of
from storybrief.build import CONTENT, Made, Plan
from storybrief.model import Brief, Extract, Page, Passage
from storybrief.pages.escape import visible
from storybrief.problems import Problem, error, in_order, warning

_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_ANCHOR = re.compile(r'\bid="([^"]+)"|\{:[^}\n]*#([\w-]+)')
_CITED = re.compile(r"\[\^(\w+)\](?!:)")
_NOTE = re.compile(r"^\[\^(\w+)\]:(.*)$", re.MULTILINE)


def check(planned: Plan, site: Path) -> tuple[Problem, ...]:
    """Return every problem of the plan, and every page that the proof finds wanting. Writes nothing."""
    site = site.resolve()
    problems = list(planned.problems)
    texts = {page.path: page.text for page in planned.pages}
    for made in planned.made:
        if made.brief:
            problems += _not_verbatim(made, site)
            problems += notices(made.brief)
    for page in planned.pages:
        problems += _dead_ends(page, texts)
    return in_order(problems)


# --- the proof -------------------------------------------------------------------------------------------------


def _not_verbatim(made: Made, site: Path) -> Iterator[Problem]:
    """Prove each slice twice: in the source, read anew from its bytes, and on the page, read by another parser.

    The build works with offsets into the article's text and prints through templates; neither is trusted here.
    """
    assert made.brief is not None
    texts = {e.article.id: e.article.text for e in made.brief.extracts}
    sources = {e.article.id: text_of(site / e.article.source.path) for e in made.brief.extracts}
    for page in made.pages:
        shown, stripped = _shown(page.text), f"{CONTENT}/{page.path}"
        for passage in page.slices:
            words = passage.span.of(texts[passage.article])
            if words not in sources[passage.article]:
                yield error(
                    "not-verbatim", stripped, 0, f"“{_short(words)}” is not in the source of {passage.article}."
                )
            elif _bare(words) not in shown:
                yield error("not-shown", stripped, _line(page.text, words), f"The page changes the words “{_short(words)}” of {passage.article}. Mend the template that prints them.")  # fmt: skip


def _shown(text: str) -> str:
    """Return the visible words of a Markdown page, without white space, as a second parser reads them."""
    body = text.split("\n---\n", 1)[-1]
    parser = MarkdownIt("commonmark").enable("table")
    return _bare("".join(_visible(parser.parse(re.sub(r"^\[\^\w+\]: ", "", body, flags=re.MULTILINE)))))


def _visible(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children is not None:
            yield from _visible(token.children)
        elif token.type in ("text", "text_special", "code_inline"):
            yield token.content


def _bare(words: str) -> str:
    return "".join(visible(words).split())


def _short(words: str) -> str:
    plain = visible(words)
    return plain if len(plain) <= 80 else plain[:80].rsplit(" ", 1)[0] + "…"


def _line(text: str, words: str) -> int:
    start = visible(words)[:20]
    return next((n for n, line in enumerate(text.split("\n"), 1) if start in line), 0)


def _dead_ends(page: Page, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Find footnotes without words, and links inside the site that lead nowhere."""
    shown = f"{CONTENT}/{page.path}"
    notes = {match[1]: match[2] for match in _NOTE.finditer(page.text)}
    for key in dict.fromkeys(_CITED.findall(page.text)):
        if key not in notes:
            yield error("no-footnote", shown, 0, f"Footnote [^{key}] is cited but not written. Mend the template.")
    for target, anchor in dict.fromkeys(_LINK.findall(page.text)):
        path = _joined(page.path, target) if target else page.path
        if path not in texts:
            yield error(
                "dead-link", shown, 0, f"A link leads to {path}, which the build does not make. Mend the template."
            )
        elif anchor and anchor not in {a or b for a, b in _ANCHOR.findall(texts[path])}:
            yield error("dead-anchor", shown, 0, f"A link leads to “{anchor}” on {path}, which is not there. Mend the template.")  # fmt: skip


def _joined(page: str, target: str) -> str:
    parts = page.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


# --- what an editor should look at -----------------------------------------------------------------------------


def notices(brief: Brief) -> tuple[Problem, ...]:
    """Return what an editor should know about a brief: nothing here stops a build."""
    return (*(n for e in brief.extracts for n in _article_notices(e)), *_unsaid(brief))


def _article_notices(extract: Extract) -> Iterator[Problem]:
    article, text = extract.article, extract.article.text
    path = article.source.path
    missing = [name for name in ("outlet", "published", "url") if getattr(article.source, name) is None]
    if missing:
        yield warning("not-given", path, 0, f"Add to story.yml if you know it: {', '.join(missing)}.")
    if article.source.published is None and any(m.kind == "weekday" for m in extract.moments):
        yield warning(
            "no-date", path, 0, "Weekdays are left as written, because the article has no date. Add “published:”."
        )
    for moment in extract.moments:
        if moment.flaw:
            yield warning("impossible-time", path, _line_at(text, moment.span.start), f"“{_short(moment.span.of(text))}”: {moment.flaw}")  # fmt: skip
    for paragraph in article.paragraphs:
        if paragraph.role == "title_repeat":
            yield warning("title-repeated", path, _line_at(text, paragraph.span.start), "The title stands here again; it is left out of the body.")  # fmt: skip
    for statement in extract.statements:
        if statement.attribution.name is None:
            words = _short(statement.content[0].of(text))
            yield warning("no-speaker", path, _line_at(text, statement.content[0].start), f"Nobody could be found who said “{words}”. Set the speaker in overrides.yml.")  # fmt: skip


def _unsaid(brief: Brief) -> Iterator[Problem]:
    texts = {e.article.id: e.article for e in brief.extracts}
    for difference in brief.merged.differences:
        if difference.weight != "high":
            continue
        a, b = texts[difference.a.article], texts[difference.b.article]
        yield warning(
            f"differs-{difference.kind}",
            a.source.path,
            _line_at(a.text, difference.a.span.start),
            f"“{_short(difference.a.span.of(a.text))}” differs from {b.source.path}:{_line_at(b.text, difference.b.span.start)} “{_short(difference.b.span.of(b.text))}”.",
        )


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def place(passage: Passage, extract: Extract) -> str:
    """Say where a passage stands: the source's path and line."""
    return f"{extract.article.source.path}:{_line_at(extract.article.text, passage.span.start)}"
