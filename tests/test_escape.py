"""Whatever an article or an editor writes is shown as those words, and is nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from mkdocs.utils import meta as meta_of

import site_parser
from hostile import TRICKS, texts
from markup import Seen, seen
from storybrief.article.normalise import normalise
from storybrief.claims.diff import words as diff
from storybrief.model import Article, Extract, Paragraph, Passage, Sentence, Source, Span, visible
from storybrief.pages.escape import front_matter, link, markdown, text_fragment
from storybrief.pages.slices import Slices

ADDRESS = re.compile("https?://[^/?#]|mailto:", re.IGNORECASE)

# Every place in which the templates put a value. The value stands for %.
PLACES = {
    "paragraph": "Before.\n\n%\n\nAfter.\n",
    "paragraph with attributes": "%\n{: .about }\n\nAfter.\n",
    "paragraph in italics": "*%*\n{: .teaser }\n\nAfter.\n",
    "under a heading": "## Before {: #before }\n\n%\n\n## After {: #after }\n",
    "list item": "- First.\n- %\n\n- % [A](#article-a) [^nx]\n\nAfter.\n\n[^nx]: note\n",
    "cut on both sides": "- … % …[^nx]\n- “%” — *%*\n\n[^nx]: note\n",
    "words in bold": "- a **%** b **%**, c\n\nAfter.\n",
    "remark": "- Claim. *(%)* *Editor’s note: %*\n\nAfter.\n",
    "editor's note": "> **Editor’s note.** %\n{: .note }\n\nAfter.\n",
    "table cell": "| a | % |\n|---|---|\n| % | “%”[^nx]<br>“%” — *%* |\n| [%](articles/a.md) | %; % |\n\nAfter.\n\n[^nx]: note\n",
    "heading": "# %\n\nAfter.\n",
    "heading with attributes": "### % {: .speaker #speaker-1 }\n\n*%* · *%*\n\n{: .role }\n\nAfter.\n",
    "link text": "## [%](story/index.md)\n\nPart of [%](../index.md).\n{: .about }\n",
    "span": '<span id="s-1" class="used">%</span> <span id="s-2">%</span>\n\n{: #p1 }\n\nAfter.\n',
    "facts": '<div class="facts" markdown="1">\n\nOutlet\n:   %\n\nUsed in\n:   [%](../index.md): % of 3\n\n</div>\n\nAfter.\n',
    "after an anchor": '- <span id="c-1"></span><span id="c-2">… % …</span> <span class="in-a">A[^nx]</span> [%](#d-1) *%*\n\n[^nx]: note\n',
    "picture": '<figure class="picture">\n<svg role="img">\n<title id="t">% has 3</title>\n<text x="0">%</text>\n</svg>\n</figure>\n\nAfter.\n',
    "details": '<details markdown="1">\n<summary>3 more: %</summary>\n\n- % [^nx]\n\n**%**\n\n</details>\n\nAfter.\n\n[^nx]: note\n',
    "table in details": '<details markdown="1">\n<summary>3</summary>\n\n| a | b |\n|---|---|\n| % | % **%**, % |\n\n</details>\n\nAfter.\n',
    "footnote": "Before[^nx].[^ny]\n\n[^nx]: **A** %, “%”, %: “%” [in the article](articles/a.md#s-1)\n\n[^ny]: %\n",
}  # fmt: skip


PARSERS: dict[str, Callable[[str], Seen]] = {
    "Python-Markdown": lambda text: seen(site_parser.as_site(text)),
    "markdown-it-py": lambda text: seen(site_parser.as_proof(text)),
}


def elements(found: Seen) -> list[object]:
    """The elements, without the addresses that a heading's words give it."""
    ids = {"h1", "h2"} | {"a"}
    return [
        (tag, [(n, v if tag not in ids or n not in ("id", "href") else "") for n, v in attrs])
        for tag, attrs in found.elements
    ]


@pytest.mark.parametrize("place", PLACES)
def test_any_text_is_shown_as_its_words_and_makes_no_element(place: str) -> None:
    page = PLACES[place]
    plain = {name: parse(page.replace("%", "Xyzzy")) for name, parse in PARSERS.items()}

    def shown_as_words(text: str) -> None:
        assume(visible(text))
        made = page.replace("%", markdown(text))
        for name, parse in PARSERS.items():
            found = parse(made)
            assert found.words == plain[name].words.replace("Xyzzy", visible(text)), name
            assert elements(found) == elements(plain[name]), name

    check = given(texts)(shown_as_words)
    for trick in TRICKS:
        check = example(trick)(check)
    check()


@pytest.mark.parametrize(
    "words",
    [
        "“We’re done,” she said – ‘almost’, at 17:00 (as told to Axios); the U.S. agreed: yes!",
        "Don't: the F-16's 5% \"rise\" to $3.50/£2 = loss... or + gain? No. 5, @name, 50°C, Café — 中文",
        "2024 was 1,200.5 times 3/4",
    ],
)
def test_ordinary_prose_stays_as_it_is_written(words: str) -> None:
    """A diff of a page can be read."""
    assert markdown(words) == words


def test_what_is_markdown_already_is_not_escaped_again() -> None:
    assert markdown(markdown("a * b")) == markdown("a * b")


def test_nothing_is_shown_for_none() -> None:
    assert markdown(None) == ""


@given(texts)
def test_visible_words_stand_on_one_line_and_visible_twice_is_the_same(text: str) -> None:
    shown = visible(text)
    assert "\n" not in shown
    assert visible(shown) == shown
    assert visible(normalise(text)) == shown or set(text) & set("\x1c\x1d\x1e\x1f")


@given(texts, texts)
def test_front_matter_gives_back_the_very_words(title: str, outlet: str) -> None:
    page = front_matter({"title": title, "outlet": outlet, "words": 12, "url": None}) + "\n# Title\n"
    for body, meta in (meta_of.get_data(page), (None, yaml.safe_load(page.split("\n---\n", 1)[0]))):
        assert body is None or body.strip() == "# Title"
        assert list(meta) == ["title", "outlet", "words", "url"]
        assert html.unescape(meta["title"]) == visible(title)
        assert not set(meta["title"]) & set("<>")
        assert (meta["outlet"], meta["words"], meta["url"]) == (visible(outlet), 12, None)


ADDRESSES = st.one_of(
    texts,
    st.builds("{}:{}".format, st.sampled_from(["http", "https", "HTTPS", "mailto", "javascript", "data", "ht\ntp"]), texts),
    st.builds("https://x.example/{}".format, texts),
)  # fmt: skip


@given(ADDRESSES, texts)
@example("javascript:alert(1)", "x")
@example("java\nscript:alert(1)", "x")
@example("\x01javascript:alert(1)", "x")
@example("&#106;avascript:alert(1)", "x")
@example("data:text/html,<script>", "x")
@example("//x.example", "x")
@example("http://[x", "x")
@example("https://x.example/?a=1&copy=2&lt;#part", "x")
@example('https://x.example/" onclick="x', "x")
@example("https://x.example/a) [b](javascript:alert(1)", "x")
def test_an_address_is_that_address_or_no_link(url: str, words: str) -> None:
    made = link(url)
    if made is None:
        assert not ADDRESS.match(visible(url)) or "[" in url or "]" in url
        return
    for name, parse in PARSERS.items():
        found = parse(f"[original]({made}) [there]({made}{text_fragment(words, url)})\n")
        assert [tag for tag, _ in found.elements] == ["p", "a", "a"], name
        (_, first), (_, second) = found.elements[1:]
        assert [n for n, _ in (*first, *second)] == ["href", "href"]
        address, there = str(first[0][1]), str(second[0][1])
        assert address.lower().startswith(("http:", "https:", "mailto:"))
        # markdown-it-py writes odd addresses anew: "mailto:@" without its sign
        assert unquote(address) == unquote(visible(url)) or name == "markdown-it-py"
        assert there.startswith(address)
        assert there.count("#") == max(1, address.count("#"))


def whole(name: str, text: str) -> Extract:
    """An article of one paragraph and one sentence."""
    span = Span(0, len(text))
    article = Article(Source(name, f"briefs/s/sources/{name}.txt", ""), None, text, (Paragraph("body", span, 1),))
    return Extract(article, (Sentence(name, 1, 0, span),), (), (), ())


@given(texts, texts, st.integers(0, 40), st.integers(0, 40))
@example("US$5m was paid", "x", 2, 3)
@example("it fell 5%in a day", "x", 8, 2)
@example("“#1”s", "x", 1, 2)
@example("a *b* c", "a *d* c", 2, 3)
def test_words_in_bold_are_the_same_words(text: str, other: str, start: int, length: int) -> None:
    text = normalise(text).strip()
    one, two = whole("one", text), whole("two", normalise(other).strip())
    assume(visible(one.article.text) and visible(two.article.text))
    end = len(one.article.text)
    at, there = Passage("one", 1, Span(0, end)), Passage("two", 1, Span(0, len(two.article.text)))
    part = Passage("one", 1, Span(min(start, end), min(start + length, end)))
    s = Slices([one, two], diff, {})
    for made in (s.cut_pointed(at, part), s.compared(at, there)):
        for name, parse in PARSERS.items():
            found = parse(f"| a | b |\n|---|---|\n| c “{made}” | {made} [A](#a) |\n")
            assert found.words == f"a b c “{visible(text)}” {visible(text)} A", name
            assert set(found.without("table", "thead", "tbody", "tr", "th", "td", "a")) <= {("strong", ())}
