"""A whole story of hostile text becomes pages that show its words, and nothing on them does anything."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.utils import meta as meta_of

from hostile import texts
from markup import attributes, seen
from site_parser import ROOT, as_site
from storybrief.model import Extract, visible
from storybrief.pages.render import environment
from storybrief.pipeline.build import Made, make

# All that a page's own text may be made of: what Python-Markdown makes, {: } in the templates, and the pictures.
_PLAIN = "br em strong mark hr ul ol blockquote details summary table thead tbody tr th td dl dt dd"
_SHAPE = "x y x1 y1 x2 y2 cx cy r d width height fill stroke stroke-dasharray"
_LOOK = "fill stroke stroke-opacity stroke-width stroke-dasharray font-weight font-size text-anchor"
ALLOWED: dict[str, set[str]] = {tag: {""} for tag in _PLAIN.split()} | {
    "a": {"", "class", "href", "title", "id"},
    "span": {"", "class", "id", "title"},
    **{tag: {"", "class", "id"} for tag in ("p", "h1", "h2", "h3", "li", "sup", "div", "figure", "title", "desc")},
    "g": {"", "class", *_LOOK.split()},
    "script": {"", "type"},
    "svg": {"", "role", "aria-labelledby", "width", "height", "viewbox", "font-family", "font-size", "fill"},
    **{tag: {"", "class", *_SHAPE.split()} for tag in ("text", "path", "line", "rect", "circle")},
}
CLASS = re.compile("[a-z][a-z-]*( [a-z][a-z-]*)*")
HREF = re.compile(r"#[\w:%.~-]*|(\.\./|[a-z0-9-]+/)*[a-z0-9-]+\.(md|json)(#[a-z0-9-]+)?|https://x\.example/.*")


FRAMES = (
    "{}",
    "“{}”, said Jane Doe, {}, on Friday.",
    'The mayor, {}, said: "{}" Nobody answered.',
    "Jane Doe told the {} that {} would fall to 5 percent.",
    "According to {}, at least 1,200 {} fled by 17:00 on Tuesday.",
    "{} said that the talks {} ended.",
)
filled = st.builds(
    lambda frame, words: frame.format(*words), st.sampled_from(FRAMES), st.lists(texts, min_size=2, max_size=2)
)
paragraphs = st.lists(filled, min_size=1, max_size=4)
# What a person writes into YAML must have words, and half of a character is refused there.
told = texts.map(lambda text: re.sub("[\ud800-\udfff]", "", text)).filter(visible)


# A file with NUL bytes is no text, and is refused: that is another test's.
def write(site: Path, articles: list[list[str]], own: list[str]) -> Path:
    """Write a story of hostile text as people would have saved it."""
    title, outlet, author, headline, teaser, note, why, name, query = own
    folder = site / "briefs" / "hostile"
    (folder / "sources").mkdir(parents=True)
    about = {"title": title, "outlet": outlet, "author": author, "url": "https://x.example/?a=1&copy=2#x_y_z"}
    story = {"reproduce": "full", "articles": {"a.txt": about}}
    changes: list[dict[str, object]] = [{"do": "note", "to": note}, {"do": "headline", "to": headline}]
    changes += [{"do": "teaser", "to": teaser}, {"do": "article", "article": "b.txt", "outlet": outlet}]
    changes += [{"do": "name", "where": ["Jane Doe"], "to": name}, {"do": "role", "where": "Jane Doe", "to": note}]
    overrides = {"overrides": [{**change, "why": why} for change in changes]}
    for name, data in (("story.yml", story), ("overrides.yml", overrides)):
        (folder / name).write_bytes(yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "ignore"))
    for name, words in zip("abc", articles, strict=False):
        text = "\n\n".join(["The talks of Friday ended", *words, "Jane Doe said that 1,200 people left.", ""])
        (folder / "sources" / f"{name}.txt").write_bytes(text.replace("\0", "").encode("utf-8", "ignore"))
    about = {"title": title, "outlet": outlet, "author": author, "url": f"https://x.example/?{query}"}
    front = yaml.safe_dump(about, allow_unicode=True)
    (folder / "sources" / "d.md").write_bytes(f"---\n{front}---\n\n{PLAIN}\n".encode("utf-8", "ignore"))
    return folder


PLAIN = "Jane Doe said that nobody was hurt.\n\nThe ferry was empty."


def shown_sentences(extract: Extract) -> list[str]:
    article = extract.article
    roles = [article.paragraphs[s.paragraph].role for s in extract.sentences]
    return [
        s.span.of(article.text)
        for s, role in zip(extract.sentences, roles, strict=True)
        if role not in ("title", "title_repeat")
    ]


def shows_its_words_and_does_nothing(made: Made) -> None:
    assert made.brief, [str(p) for p in made.problems]
    texts_of = {e.article.id: e.article.text for e in made.brief.extracts}
    pages = [page for page in made.pages if page.path.endswith(".md")]
    for page in pages:
        body, meta = meta_of.get_data(page.text)
        found = seen(as_site(body))
        for tag, attribute in attributes(found.elements):
            assert attribute in ALLOWED.get(tag, ()), f"<{tag} {attribute}> on {page.path}"
        for _, attrs in found.elements:
            values = dict(attrs)
            assert HREF.fullmatch(values.get("href") or "#"), values
            assert values.get("type") in (None, "application/ld+json"), "data, which no browser runs"
            assert CLASS.fullmatch(values.get("class") or "note"), values
        for passage in page.slices:
            assert bare(passage.span.of(texts_of[passage.article])) in bare(found.words)
        assert not set(meta) & {"template", "icon", "hide", "search", "status"}, "a theme obeys these"
    for page in made.pages:
        assert page in pages or json.loads(page.text)
    index, _, *articles = pages
    assert html.unescape(meta_of.get_data(index.text)[1]["title"]) == visible(made.brief.headline.words)
    for extract, page in zip(made.brief.extracts, articles, strict=True):
        article = extract.article
        body, meta = meta_of.get_data(page.text)
        assert html.unescape(meta["title"] or "") == visible(article.title or "")
        assert meta["outlet"] == (visible(article.source.outlet) if article.source.outlet else None)
        shown = seen(as_site(body), left_out="back").by_id
        for paragraph in article.paragraphs:
            if paragraph.role not in ("title", "title_repeat"):
                assert bare(shown[paragraph.anchor]) == bare(paragraph.span.of(article.text))
        sentences = [words for key, words in shown.items() if key.startswith("s-")]
        assert sentences == [visible(words) for words in shown_sentences(extract)]


def bare(words: str) -> str:
    """The words without white space: sentences that touch in the article stand apart on the page."""
    return visible(words).replace(" ", "")


@settings(max_examples=max(1, settings().max_examples // 10), phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(st.lists(paragraphs, min_size=1, max_size=3), st.lists(told, min_size=9, max_size=9), st.booleans())
def test_hostile_articles_become_pages_of_their_words(articles: list[list[str]], own: list[str], shared: bool) -> None:
    with TemporaryDirectory() as site:
        wanted = [articles[0] + more for more in articles] if shared else articles
        folder = write(Path(site), [*wanted, articles[0]], own)
        shows_its_words_and_does_nothing(make(folder, Path(site), environment(None)))


def test_the_site_that_mkdocs_makes_of_hostile_articles_runs_nothing_but_its_own_scripts(tmp_path: Path) -> None:
    title, outlet = "AT&T </title><script>alert(1)</script> {{ 7*7 }}", 'Post" onmouseover="alert(1) <b>'
    words = ["<script>alert(1)</script> <img src=x onerror=alert(1)> {: onclick=alert(1) } [x](javascript:alert(1))"]
    folder = write(
        tmp_path,
        [words, [*words, "{% raw %} {{ config }}"]],
        [title, outlet, outlet, title, title, title, title, title, title],
    )
    made = make(folder, tmp_path, environment(None))
    pages = [page for page in made.pages if page.path.endswith(".md")]
    for page in pages:
        file = tmp_path / "content" / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.text, encoding="utf-8")
    (tmp_path / "content" / "index.md").write_text("# Home\n", encoding="utf-8")
    made_in: Any = {"docs_dir": str(tmp_path / "content"), "site_dir": str(tmp_path / "site"), "plugins": []}
    build(load_config(str(ROOT / "mkdocs.yml"), **made_in))
    for page in pages:
        file = tmp_path / "site" / page.path.removesuffix(".md").removesuffix("index") / "index.html"
        found = seen(file.read_text(encoding="utf-8"))
        assert not {"img", "iframe", "b", "style", "object"} & {tag for tag, _ in found.elements}
        scripts = [dict(attrs) for tag, attrs in found.elements if tag == "script"]
        assert all(s.get("src") if s["type"] == "module" else s["type"] == "application/ld+json" for s in scripts)
        assert not [
            name for _, attrs in found.elements for name, _ in attrs if name.startswith("on") or name == "style"
        ]
        assert "7*7" in found.words
        [og] = [dict(a)["content"] for tag, a in found.elements if ("property", "og:title") in a]
        about = {"evidence.md": f"{title}: the evidence", "index.md": title, "a.md": title, "d.md": title}
        assert og == about.get(page.path.rsplit("/", 1)[-1], "The talks of Friday ended")
