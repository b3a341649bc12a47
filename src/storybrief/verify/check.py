"""Is every word on the pages really in its article? The proof."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rapidfuzz import fuzz

from storybrief.model import Article, Brief, Extract, Page, short, visible
from storybrief.pipeline.build import Made, Watched
from storybrief.pipeline.plan import Plan
from storybrief.problems import Problem, error, errors, in_order, warning
from storybrief.store.layout import BRIEFS, CONTENT, EVIDENCE, SITE_WIDE
from storybrief.story.people import read_people
from storybrief.verify.accounted import Anew, anew, earlier_anew, unaccounted, unlike_the_sources, unquoted, unshown
from storybrief.verify.quoted import miscounted
from storybrief.verify.turned import unturned

_ADDRESS = re.compile(r"""\b(?:href|src)=["']([^"']*)["']""")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ID = re.compile(r"""\bid=["']([^"']+)["']|\{:[^}\n]*#([\w-]+)""")
_CITED = re.compile(r"\[\^(\w+)\](?!:)")
_NOTE = re.compile(r"^\[\^(\w+)\]:[ \t]*", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def check(planned: Plan, site: Path, watched: Watched = iter) -> tuple[Problem, ...]:
    """Return every problem of the plan and of content/, and every page that the proof finds wanting. Writes nothing.

    The pages of the plan are proved, and those on disk that are not the same; a page on disk that is only older than
    its articles cannot be proved and is told as out of date. A page that was never built is no problem. The pages
    are taken through `watched`, which may show how far it is.
    """
    site = site.resolve()
    done = planned.published
    problems = [*planned.problems, *done.problems]
    problems += [out_of_date(p) for p in (*done.written, *done.removed) if (site / CONTENT / p).exists()]
    texts: dict[str, Mapping[str, str]] = {}
    for made in planned.made:
        if made.brief:
            problems += _of_story(made, made.brief, site)
            words = {e.article.id: e.article.text for e in _versions(made.brief)}
            texts |= {page.path: words for page in made.pages}
    everywhere = {f"{m.brief.story}/{e.article.id}": e.article.text for m in planned.made if m.brief for e in m.brief.extracts}  # fmt: skip
    texts |= {page.path: everywhere for page in planned.pages if page.path not in texts}
    anchors = {page.path: _anchors(page.text) for page in planned.pages}
    settled = {*done.written, *done.unchanged}
    for page in watched(planned.pages):
        if not page.path.endswith(".md"):  # an export: its words are those of the slices
            continue
        tokens = _tokens(page.text)
        problems += _dead_ends(page, tokens, anchors, site / CONTENT, bool(errors(planned.problems)))
        problems += _not_shown(page, page.text, _shown(tokens), texts.get(page.path, {}), "A template")
        if page.path not in settled:
            text = _on_disk(site, page.path)
            problems += _not_shown(page, text, _shown(_tokens(text)), texts.get(page.path, {}), "Somebody")
    if not errors(planned.problems):
        problems += miscounted(planned.pages, read_people(site / BRIEFS, BRIEFS)[0])
    return in_order(problems)


def _of_story(made: Made, brief: Brief, site: Path) -> Iterator[Problem]:
    """Prove what was made of one story against its sources, read anew."""
    yield from mixed(brief)
    yield from unturned(brief, f"{CONTENT}/{made.story}/index.md")
    articles = anew(site / BRIEFS / made.story, site)
    earlier = earlier_anew(site / BRIEFS / made.story, site)
    yield from _not_in_articles(made, brief, {**articles, **earlier})
    pages = {page.path: page for page in made.pages}
    page, told = pages[f"{made.story}/{EVIDENCE}"], pages[f"{made.story}/brief.json"]
    yield from unaccounted(articles, pages[f"{made.story}/ledger.json"], page)
    yield from unlike_the_sources(articles, told, earlier)
    yield from unquoted(pages[f"{made.story}/ledger.json"], told)
    yield from unshown(told, page)


def mixed(brief: Brief) -> tuple[Problem, ...]:
    """Warn ("mixes-events") when articles share nothing with the rest of their story: no claim, and nothing possibly the same."""
    home = {e.article.id: e.article.id for e in brief.extracts}
    pairs = [(link.a.article, link.b.article) for link in brief.merged.possible]
    pairs += [(claim.articles[0], other) for claim in brief.merged.claims for other in claim.articles[1:]]
    for a, b in pairs:
        old, new = home[b], home[a]
        if old != new:
            home = {article: new if own == old else own for article, own in home.items()}
    apart: dict[str, list[str]] = {}
    for extract in brief.extracts:
        apart.setdefault(home[extract.article.id], []).append(extract.article.source.file)
    if len(apart) < 2:
        return ()
    *others, _ = sorted(apart.values(), key=len)
    folder = brief.extracts[0].article.source.path.rsplit("/sources/", 1)[0]
    names = "; ".join(", ".join(group) for group in others)
    told = (
        f"The story may mix events: no sentence of {names} says what a sentence of the other articles says. Put what is "
        "about another event into a story of its own."
    )
    return (warning("mixes-events", folder, 0, told),)


def out_of_date(path: str) -> Problem:
    """Say that a page in content/ is not what the build makes; `path` is relative to content/."""
    return error("out-of-date", f"{CONTENT}/{path}", 0, "Run “storybrief build” and commit what it changes.")


def _on_disk(site: Path, path: str) -> str:
    file = site / CONTENT / path
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


# --- the proof: what is printed is in the article --------------------------------------------------------------


def _not_in_articles(made: Made, brief: Brief, read: Mapping[str, Anew]) -> Iterator[Problem]:
    """Prove that each slice, and each name that no editor set, is in the source, read anew from its bytes.

    The build works with offsets into the article's text; they are not trusted here.
    """
    articles = {e.article.id: e.article for e in _versions(brief)}
    sources = {name: one.article.text for name, one in read.items()}
    for page in made.pages:
        for passage in page.slices:
            words = passage.span.of(articles[passage.article].text)
            if words not in sources.get(passage.article, ""):
                yield _not_verbatim(page.path, words, f"in the source of {passage.article}")
    shown = "\n".join(map(visible, sources.values()))
    for speaker in brief.speakers:
        if not speaker.edited and visible(speaker.name) not in shown:
            yield _not_verbatim(f"{brief.story}/{EVIDENCE}", speaker.name, "in any source of the story")
    for line in (brief.headline, brief.teaser):
        if line and line.article and not _said_by(line.words, articles[line.article], sources.get(line.article, "")):
            yield _not_verbatim(f"{brief.story}/index.md", line.words, f"in the source of {line.article}")


def _versions(brief: Brief) -> Iterator[Extract]:
    """Yield the articles of a brief, and their earlier versions."""
    yield from brief.extracts
    yield from (update.was for update in brief.updates)


def _said_by(words: str, article: Article, source: str) -> bool:
    return words in source or words == article.title  # a title may be declared


def _not_verbatim(page: str, words: str, where: str) -> Problem:
    return error("not-verbatim", f"{CONTENT}/{page}", 0, f"“{short(words)}” is not {where}.")


# --- the proof: what is in the article is printed as it is -----------------------------------------------------


def _not_shown(page: Page, text: str, shown: str, articles: Mapping[str, str], who: str) -> Iterator[Problem]:
    """Prove that a page shows each of its slices as often as it says.

    In: the page; its text, and the words it shows as another parser than MkDocs' reads them; the articles' texts; who
    must have changed words that are not there. Counting finds the one changed place of words that stand on the page
    twice: in a sentence and in its footnote.
    """
    printed = [visible(p.span.of(articles[p.article])) for p in page.slices]
    wanted = "\n".join(printed)
    for words in dict.fromkeys(printed):
        if _count(words, shown) < _count(words, wanted):
            told = f"{who} changed words of an article here; it says “{short(words)}”."
            yield error("not-shown", f"{CONTENT}/{page.path}", _line(text, words), told)


def _shown(tokens: Iterable[Token]) -> str:
    """Return the visible words of a page, block by block."""
    blocks = (visible("".join(_visible(token.children or ()))) for token in tokens)
    return "\n".join(block for block in blocks if block)


def _tokens(text: str) -> list[Token]:
    body = text.split("\n---\n", 1)[-1]
    return _MARKDOWN.parse(_NOTE.sub("", body))


def _visible(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children is not None:
            yield from _visible(token.children)
        elif token.type in ("softbreak", "hardbreak") or token.content.startswith("<br"):
            yield " "
        elif token.type in ("text", "text_special", "code_inline"):
            yield token.content


def _count(words: str, text: str) -> int:
    """Count how often `words` stand in `text` as whole words."""
    found, at = 0, text.find(words)
    while at >= 0:
        end = at + len(words)
        found += not (_inside(text, at) or _inside(text, end))
        at = text.find(words, end if end > at else end + 1)
    return found


def _inside(text: str, at: int) -> bool:
    """Whether a word goes on over the place `at`."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _line(text: str, words: str) -> int:
    """Return the line that is most like `words` without having them, 0 when none is like them at all."""
    best, most = 0, float(_LIKE)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) >= len(words) / 2 and fuzz.partial_ratio(words, line) > _LIKE / 2:  # parsing takes longer
            shown = visible("".join(_visible(_MARKDOWN.parseInline(line))))
            like = fuzz.partial_ratio(words, shown)
            if like > most and not _count(words, shown):
                best, most = number, like
    return best


_LIKE = 70  # of 100 by rapidfuzz's partial_ratio: a sentence with every third word changed is still found


# --- footnotes and links ---------------------------------------------------------------------------------------


def _dead_ends(
    page: Page, tokens: Iterable[Token], anchors: Mapping[str, frozenset[str]], content: Path, unmade: bool
) -> Iterator[Problem]:
    """Find footnotes without words, and links inside the site that lead nowhere.

    `unmade`: errors kept the pages about all stories from being made; links to them are no problem of this page.
    """
    shown = f"{CONTENT}/{page.path}"
    notes = set(_NOTE.findall(page.text))
    for key in dict.fromkeys(_CITED.findall(page.text.split("\n---\n", 1)[-1])):
        if key not in notes:
            yield error("no-footnote", shown, 0, f"Footnote [^{key}] is cited but not written. Mend the template.")
    for target in dict.fromkeys(_links(tokens)):
        path, _, anchor = target.partition("#")
        path = _joined(page.path, path) if path else page.path
        if path not in anchors:
            not_yet = unmade and path.partition("/")[0] in SITE_WIDE
            if not_yet or (content / path).is_file():  # a page of somebody's own may be linked too
                continue
            code, where = "dead-link", path
        elif anchor and anchor not in anchors[path]:
            code, where = "dead-anchor", f"“{anchor}” on {path}"
        else:
            continue
        told = f"A link leads to {where}, which is not there. Mend the template."
        yield error(code, shown, _line_of(page.text, target), told)


def _links(tokens: Iterable[Token]) -> Iterator[str]:
    """Return the addresses inside the site that a page links to, in Markdown or in HTML."""
    for token in tokens:
        if token.type in ("html_inline", "html_block"):
            yield from (a for a in _ADDRESS.findall(token.content) if not _ELSEWHERE.match(a))
        target = token.attrGet("href") or token.attrGet("src")
        if target and not _ELSEWHERE.match(str(target)):
            yield str(target)
        yield from _links(token.children or ())


def _anchors(text: str) -> frozenset[str]:
    """Return the ids that can be linked to: those written, and those that Python-Markdown makes of headings."""
    headings = re.findall(r"^#{1,6} +(.*)$", text, re.MULTILINE)
    return frozenset({a or b for a, b in _ID.findall(text)} | {_slug(h) for h in headings})


def _slug(heading: str) -> str:
    """Return the id of a heading, as `markdown.extensions.toc.slugify` makes it."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _line_of(text: str, words: str) -> int:
    return next((n for n, line in enumerate(text.split("\n"), 1) if words in line), 0)


def _joined(page: str, target: str) -> str:
    parts = page.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
