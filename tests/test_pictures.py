"""Pictures made at build time: what they show, that they are well-formed, and that words stand beside them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown import Markdown

from storybrief.model import Brief
from storybrief.pages import pictures
from storybrief.pages.render import environment
from storybrief.pipeline.build import make
from test_pages import ROOT, article, brief, page

DATED = {"published": "2026-03-11"}


@pytest.fixture(scope="module")
def fire() -> Brief:
    """A story of three articles that share, differ and stand alone."""
    return brief(
        article(
            "a",
            "The mill at Rusk burned on Monday. Nobody was hurt, Mayor Ida Krol said.",
            "Nine trucks came.",
            **DATED,
        ),
        article(
            "b", "The mill at Rusk burned on Monday. Nobody was hurt, Mayor Ida Krol said.", "Ten trucks came.", **DATED
        ),
        article("c", 'A choir sang at noon on Friday, April 3, 2026. "We sing," Jon Hall said.', **DATED),
    )


def drawn(text: str) -> dict[str, ElementTree.Element]:
    """The pictures of a page by name, each read as XML."""
    figures = re.findall(r'^<figure class="picture picture-(\w+)">\n(.*?)\n</figure>$', text, re.MULTILINE | re.DOTALL)
    return {name: ElementTree.fromstring(svg) for name, svg in figures}


def test_every_picture_has_a_name_and_says_what_it_shows(fire: Brief) -> None:
    """A screen reader reads the title and the description: role "img", both named by the element."""
    found = drawn(page(fire))
    assert set(found) == {"claims", "days", "shares"}
    for svg in found.values():
        assert svg.get("role") == "img"
        named = str(svg.get("aria-labelledby")).split()
        assert [svg[0].get("id"), svg[1].get("id")] == named
        assert [svg[0].tag, svg[1].tag] == ["title", "desc"]
        assert all(child.text for child in svg[:2])


def test_a_picture_needs_no_script_no_style_and_no_address(fire: Brief) -> None:
    """The content security policy forbids inline styles, and a reader may have scripts off."""
    for svg in drawn(page(fire)).values():
        for element in svg.iter():
            assert element.tag in {"svg", "title", "desc", "g", "path", "line", "rect", "circle", "text"}
            assert not {"style", "href", "onload"} & set(element.keys())


def test_markdown_leaves_a_picture_alone(fire: Brief) -> None:
    """Raw HTML, an element a line, no empty line: the site's parser hands it on as it is."""
    text = page(fire)
    html = Markdown(extensions=["attr_list", "def_list", "footnotes", "md_in_html", "tables"]).convert(text)
    for block in re.findall(r"^<figure.*?^</figure>$", text, re.MULTILINE | re.DOTALL):
        assert "\n\n" not in block
        assert block in html


def test_the_matrix_says_who_has_and_who_differs(fire: Brief) -> None:
    found = pictures.matrix(fire)
    assert found is not None
    cells = {line.shown: tuple(cells.values()) for line, cells in found.rows}
    words = {
        line.shown.span.of(fire.extracts["abc".index(line.shown.article)].article.text): c
        for line, c in ((line, cells[line.shown]) for line, _ in found.rows)
    }
    assert words["The mill at Rusk burned on Monday."] == ("has", "has", "has not")
    assert words.get("Nine trucks came.", words.get("Ten trucks came.")) == ("differs", "differs", "has not")
    assert found.several == 3
    assert found.left == 0


def test_the_matrix_is_told_in_words_too(fire: Brief) -> None:
    """Each claim's number leads to it; each article has a line of the numbers that it has, and differs in."""
    text, found = page(fire), pictures.matrix(fire)
    assert found is not None
    claims = re.findall(r"\[(\d+)\]\(#(c-[\w-]+)\)", text)
    assert [int(number) for number, _ in claims] == list(range(1, len(found.rows) + 1))
    assert all(f'id="{address}"' in text for _, address in claims)
    rows = re.findall(r"^\| \[([ABC])\]\(#article-\w\) \| ([\d, –]+|none) \| ([\d, –]+|none) \|$", text, re.MULTILINE)
    assert [letter for letter, *_ in rows] == ["A", "B", "C"]
    for (_, has, differs), name in zip(rows, "abc", strict=True):
        told = {n: cells[name] for n, (_, cells) in enumerate(found.rows, 1)}
        assert numbers(has) == {n for n, cell in told.items() if cell != "has not"}
        assert numbers(differs) == {n for n, cell in told.items() if cell == "differs"}


def numbers(written: str) -> set[int]:
    """The numbers of "1–3, 5"."""
    ends = [part.split("–") for part in written.split(", ") if part != "none"]
    return {n for end in ends for n in range(int(end[0]), int(end[-1]) + 1)}


def test_undated_weekdays_are_kept_apart_from_dates() -> None:
    """They hang on a broken line of their own, in the order of the week, and the picture says that no date is given."""
    made = brief(
        article("a", "The mill burned on Tuesday. It rained on Sunday."),
        article("b", "The mill, built on May 2, 1911, burned on Monday. It opened on June 3, 1912."),
    )
    days = pictures.days(made, [m for e in made.extracts for m in e.moments])
    assert [(d.label, d.dated, d.articles) for d in days] == [
        ("1911-05-02", True, ("b",)),
        ("1912-06-03", True, ("b",)),
        ("Monday", False, ("b",)),
        ("Tuesday", False, ("a",)),
        ("Sunday", False, ("a",)),
    ]
    svg = drawn(page(made))["days"]
    assert "no date given; order not known" in [element.text for element in svg.iter("text")]
    assert [line.get("class") for line in svg.iter("line")] == ["dated", "undated"]


def test_a_weekday_read_against_a_date_says_so(fire: Brief) -> None:
    svg = drawn(page(fire))["days"]
    assert "2026-03-09 Monday" in [element.text for element in svg.iter("text")]
    assert [point.get("class") for point in svg.iter("circle")] == ["read", "written"]


def test_words_of_each_speaker_are_counted_by_article_and_kind(fire: Brief) -> None:
    found = {share.speaker: dict(share.words) for share in pictures.shares(fire)}
    assert found["Jon Hall"] == {"c": (2, 0)}
    assert found["Ida Krol"] == {"a": (0, 3), "b": (0, 3)}
    assert "| Jon Hall | – | – | 2, 2 in quotation marks |" in page(fire)


def test_a_long_story_has_a_small_picture() -> None:
    """At most sixty claims; what is left out is said."""
    words = [f"The tram line {n} at Rusk closed after {n + 3} years." for n in range(90)]
    made = brief(article("a", *words), article("b", *words))
    found = pictures.matrix(made)
    assert found is not None
    assert len(found.rows) + found.left == len(made.merged.claims) > pictures.MOST_CLAIMS
    assert len(pictures.matrix_picture(made, found)) < 5_000
    assert f"The first {len(found.rows)} claims are shown, {found.left} are not." in page(made)


def test_one_article_has_nothing_to_compare() -> None:
    assert not {"claims", "shares"} & set(drawn(page(brief(article("a", "The pier burned on Monday.")))))


def test_a_name_in_a_picture_is_words(tmp_path: Path) -> None:
    """An editor may write anything as a name; in the picture too it is only shown."""
    sources = tmp_path / "briefs/s/sources"
    sources.mkdir(parents=True)
    (sources / "a.txt").write_text(
        'A title here\n\n"We sing on," Jon Hall said on Monday. "We do not," Ida Krol said.\n'
    )
    (sources / "b.txt").write_text('Another title\n\n"We sing on," Jon Hall said on Monday.\n')
    name = "<script>alert('x')</script> & *J*"
    change = f'  - do: name\n    where: [Jon Hall]\n    to: "{name}"\n    why: A test.\n'
    (sources.parent / "overrides.yml").write_text(f"overrides:\n{change}")
    made = make(tmp_path / "briefs/s", tmp_path, environment(None))
    svg = drawn(made.pages[1].text)["shares"]
    assert name in [element.text for element in svg.iter("text")]
    assert len(list(svg.iter("script"))) == 0


def test_the_same_story_has_the_same_pictures() -> None:
    """Byte for byte, whatever ran before."""
    folder = ROOT / "briefs/gaza-ceasefire"
    once, again = (make(folder, ROOT, environment(None)).pages[1].text for _ in range(2))
    assert drawn(once)
    assert once == again
