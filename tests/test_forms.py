"""The Markdown of our pages becomes what Python-Markdown makes of it, byte for byte, or is left to Python-Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, assume, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.structure.toc import get_toc
from mkdocs.utils import meta

from hostile import TRICKS, texts
from invented import ROOT
from storybrief.html import sample
from storybrief.html.forms import FORMS, Titles, page
from storybrief.html.sample import SAMPLE, agrees
from storybrief.html.words import UnknownError
from storybrief.model import visible
from storybrief.pages.escape import markdown
from storybrief.pages.render import environment
from storybrief.pipeline.build import make
from storybrief.pipeline.plan import plan
from test_escape import PLACES
from test_hostile import paragraphs, told, write

TITLES = Titles("Back to note {} in the text", "Address of this section")


def by_python_markdown(text: str) -> tuple[str, list[str]]:
    """The HTML, and the headings."""
    made = Markdown(extensions=sorted(sample.EXTENSIONS), extension_configs=sample.settings(TITLES))
    html = made.convert(text)
    return html, [str(heading) for heading in get_toc(getattr(made, "toc_tokens", []))]


def by_forms(text: str) -> tuple[str, list[str]]:
    html, contents = page(text, TITLES, str)
    return html, [str(heading) for heading in contents]


def test_the_sample_has_every_form() -> None:
    blocks = re.split("\n\n+", SAMPLE.strip())
    assert {next(name for name, form in FORMS.items() if form.fullmatch(block)) for block in blocks} == {*FORMS}
    assert agrees(TITLES), "with the Python-Markdown that is installed here"


def test_every_page_of_the_examples_is_known() -> None:
    pages = [page for page in plan(ROOT).pages if page.path.endswith(".md")]
    assert len(pages) > 40
    for made in pages:
        text, _ = meta.get_data(made.text)
        assert by_forms(text) == by_python_markdown(text), made.path


@given(st.sampled_from(sorted(PLACES)), texts)
def test_any_words_in_any_place_are_known(place: str, words: str) -> None:
    assume(visible(words))
    text = re.sub(r"\n+\{:", "\n{:", PLACES[place]).replace("%", markdown(words))
    assert by_forms(text) == by_python_markdown(text)


@settings(max_examples=max(1, settings().max_examples // 6), phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(st.lists(paragraphs, min_size=1, max_size=3), st.lists(told, min_size=9, max_size=9))
def test_every_page_of_a_hostile_story_is_known(articles: list[list[str]], own: list[str]) -> None:
    with TemporaryDirectory() as site:
        made = make(write(Path(site), [*articles, articles[0]], own), Path(site), environment(None))
    for file in made.pages:
        if file.path.endswith(".md"):
            text, _ = meta.get_data(file.text)
            assert by_forms(text) == by_python_markdown(text), file.path


# --- whatever a page may say, also by templates that somebody changed ------------------------------------------------

MARKS = (
    *("word", "two words", "1", "12", "&#42;", "&amp;", "“q”", "–", "!", "?", ":", ".", "(", ")", '"', " ", "  ", "~"),
    *("*", "**", "***", "*em*", "**st**", "(*r*)", "[l](u)", "[l m](../x.md#s-1)", "[l](u){: .back }", "{: .back }"),
    *("[l](https://x.example/?a=1&amp;b=2#:~:text=a%20b)", "[^n1]", "[^n2]", "[^n3]", "[^n1]:", "[x]", "[", "]", "|"),
    *('<span id="s-1">', '<span id="a" class="b c">', "</span>", "<br>", "<time>", "</time>", "_", "`", "\\", "<", "&"),
    *("\n{: .x }", "\n{: #i .y }", " {: .z #k }", "{", "}", "\n", "\t", "\x02", "\xa0", "#", "^", "-", "+", "="),
)
FRAMES = (
    *(
        "{}",
        "- {}",
        "- {}\n- {}",
        "> {}",
        "> {}\n{{: .note }}",
        "# {}",
        "### {} {{: .speaker #s-1 }}",
        "{}\n{{: #p1 }}",
    ),
    *("{}\n:   {}", "| {} | {} |\n|---|---|\n| {} | {} |", "[^n1]: {}", "[^n2]: {}\n[^n3]: {}", "    {}", "1. {}"),
    *(
        "<summary>{}</summary>",
        '<details markdown="1">\n<summary>{}</summary>',
        "</details>",
        "</div>",
        "<div>{}</div>",
    ),
    *('<div class="facts" markdown="1">', '<figure class="p">\n<svg>\n<title>{}</title>\n</svg>\n</figure>'),
    *('<script type="application/ld+json">\n{}\n</script>', "///Footnotes Go Here///", "[TOC]", "***", "---", "~~~"),
)
lines = st.lists(st.sampled_from(MARKS), min_size=1, max_size=6).map("".join)
blocks = st.one_of(
    st.builds(
        lambda frame, words: frame.format(*words), st.sampled_from(FRAMES), st.lists(lines, min_size=4, max_size=4)
    ),
    st.sampled_from(SAMPLE.strip().split("\n\n")),
    st.sampled_from(TRICKS),
    texts,
)


def same_or_left(text: str) -> None:
    """Fail when the forms make of a page what Python-Markdown does not."""
    try:
        made = by_forms(text)
    except UnknownError:
        return
    assert made == by_python_markdown(text)


@example("///Footnotes Go Here///\n\n[^n1]: Words")
@example("- a[^n1]\n\nb[^n1]\n\n| c[^n1] | d |\n|---|---|\n| e | f |\n\n[^n1]: Words")
@given(st.builds(str.join, st.sampled_from(["\n\n", "\n\n\n", "\n"]), st.lists(blocks, min_size=1, max_size=6)))
def test_what_is_not_left_to_python_markdown_is_what_it_makes(text: str) -> None:
    same_or_left(text)


@given(st.integers(0, len(SAMPLE)), st.integers(0, 3), st.one_of(st.just(""), st.sampled_from(MARKS), texts))
def test_the_sample_with_any_change_is_left_or_made_the_same(at: int, without: int, put: str) -> None:
    same_or_left(SAMPLE[:at] + put + SAMPLE[at + without :])


@pytest.mark.parametrize("titles", [Titles('A "quoted" title', "x"), Titles("x", "<b>"), Titles("{} of {}", "x")])
def test_titles_that_the_forms_do_not_know_leave_every_page_to_python_markdown(titles: Titles) -> None:
    assert not agrees(titles)
