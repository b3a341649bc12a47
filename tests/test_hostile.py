"""A whole story of hostile text becomes pages that show its words, and nothing on them does anything."""

from __future__ import annotations

import html
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mkdocs.utils import meta as meta_of

from hostile import texts
from markup import attributes, seen
from site_parser import as_site
from storybrief.build import Made, make
from storybrief.model import Extract
from storybrief.pages.escape import visible
from storybrief.pages.render import environment

# All that a page's own text may be made of: what Python-Markdown makes, {: } in the templates, and the pictures.
_PLAIN = "br em strong hr ul ol blockquote details summary table thead tbody tr th td dl dt dd"
_SHAPE = "x y x1 y1 x2 y2 cx cy r d width height fill stroke stroke-dasharray text-anchor"
ALLOWED: dict[str, set[str]] = {tag: {""} for tag in _PLAIN.split()} | {
    "a": {"", "class", "href", "title", "id"},
    "span": {"", "class", "id", "title"},
    **{tag: {"", "class", "id"} for tag in ("p", "h1", "h2", "h3", "li", "sup", "div", "figure", "title", "desc", "g")},
    "svg": {"", "role", "aria-labelledby", "width", "height", "viewbox", "font-family", "font-size", "fill"},
    **{tag: {"", "class", *_SHAPE.split()} for tag in ("text", "path", "line", "rect", "circle")},
}
CLASS = re.compile("[a-z][a-z-]*( [a-z][a-z-]*)*")
HREF = re.compile(r"#[\w:%.~-]*|(\.\./|[a-z0-9-]+/)*[a-z0-9-]+\.md(#[a-z0-9-]+)?|https://x\.example/.*")


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
told = texts.filter(visible)  # what a person writes into YAML must have words


# A file with NUL bytes is no text, and is refused: that is another test's.
def write(site: Path, articles: list[list[str]], own: list[str]) -> Path:
    """Write a story of hostile text as people would have saved it."""
    title, outlet, author, headline, teaser, note, why = own
    folder = site / "briefs" / "hostile"
    (folder / "sources").mkdir(parents=True)
    about = {"title": title, "outlet": outlet, "author": author, "url": "https://x.example/?a=1&copy=2#x_y_z"}
    story = {"reproduce": "full", "articles": {"a.txt": about}}
    changes = [{"do": "note", "to": note}, {"do": "headline", "to": headline}]
    changes += [{"do": "teaser", "to": teaser}, {"do": "article", "article": "b.txt", "outlet": outlet}]
    overrides = {"overrides": [{**change, "why": why} for change in changes]}
    for name, data in (("story.yml", story), ("overrides.yml", overrides)):
        (folder / name).write_bytes(yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "ignore"))
    for name, words in zip("abc", articles, strict=False):
        text = "\n\n".join(["The talks of Friday ended", *words, "Jane Doe said that 1,200 people left.", ""])
        (folder / "sources" / f"{name}.txt").write_bytes(text.replace("\0", "").encode("utf-8", "ignore"))
    return folder


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
    for page in made.pages:
        body, meta = meta_of.get_data(page.text)
        found = seen(as_site(body))
        for tag, attribute in attributes(found.elements):
            assert attribute in ALLOWED.get(tag, ()), f"<{tag} {attribute}> on {page.path}"
        for _, attrs in found.elements:
            values = dict(attrs)
            assert HREF.fullmatch(values.get("href") or "#"), values
            assert CLASS.fullmatch(values.get("class") or "note"), values
        for passage in page.slices:
            assert bare(passage.span.of(texts_of[passage.article])) in bare(found.words)
        assert not set(meta) & {"template", "icon", "hide", "search", "status"}, "a theme obeys these"
    index, *articles = made.pages
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


@settings(max_examples=max(1, settings().max_examples // 6), phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(st.lists(paragraphs, min_size=1, max_size=3), st.lists(told, min_size=7, max_size=7), st.booleans())
def test_hostile_articles_become_pages_of_their_words(articles: list[list[str]], own: list[str], shared: bool) -> None:
    with TemporaryDirectory() as site:
        wanted = [articles[0] + more for more in articles] if shared else articles
        folder = write(Path(site), [*wanted, articles[0]], own)
        shows_its_words_and_does_nothing(make(folder, Path(site), environment(None)))
