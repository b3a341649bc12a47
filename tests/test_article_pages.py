"""An article's page: how much of it is shown, and the ways back to the brief."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from invented import proved
from storybrief.pipeline.plan import plan
from storybrief.problems import errors
from storybrief.story.site import Settings, read_settings

ONE = """The pier fell into the sea

By Ada Moss

The old pier at Sandry fell into the sea on Monday night. Nobody was hurt, harbour master Ida Krol said.

Pelicans like warm wood. They also like fish.

The pier was built in 1911. "We will build it again by May," Krol said.
"""
TWO = """Sandry loses its pier

The old pier at Sandry fell into the sea on Monday night, harbour master Ida Krol said.

The pier was built in 1911.
"""


def site(folder: Path, story: str = "", mkdocs: str | None = None) -> Path:
    """A site of one story with two articles."""
    sources = folder / "briefs/pier/sources"
    sources.mkdir(parents=True)
    (sources / "one.txt").write_text(ONE)
    (sources / "two.txt").write_text(TWO)
    (folder / "briefs/pier/story.yml").write_text(story)
    if mkdocs is not None:
        (folder / "mkdocs.yml").write_text(mkdocs)
    return folder


@pytest.mark.parametrize("reproduce", ["full", "cited", "none"])
def test_whatever_is_reproduced_every_footnote_leads_to_its_words(tmp_path: Path, reproduce: str) -> None:
    """The proof (`check`) finds no dead end, and each cited sentence stands on the article's page."""
    made = proved(site(tmp_path, f"reproduce: {reproduce}\n"))
    leads = re.findall(r"\((articles/[\w-]+\.md)#(s-\w+)\)", made["pier/evidence.md"])
    assert leads
    for path, anchor in leads:
        assert f'id="{anchor}" class="used"' in made[f"pier/{path}"]


def test_full_shows_every_paragraph(tmp_path: Path) -> None:
    shown = proved(site(tmp_path, "reproduce: full\n"))["pier/articles/one.md"]
    assert "By Ada Moss" in shown
    assert "not reproduced" not in shown
    assert "the whole text" in shown


def test_cited_leaves_out_what_no_footnote_needs_and_says_so(tmp_path: Path) -> None:
    """The default. No footnote cites a byline."""
    shown = proved(site(tmp_path))["pier/articles/one.md"]
    assert "Ada Moss" not in shown.split("\n---\n")[1].replace("Author\n:   Ada Moss", "")
    assert "\n*The byline is not reproduced.*\n" in shown
    assert "Nobody was hurt" in shown


def test_none_shows_the_cited_sentences_alone(tmp_path: Path) -> None:
    shown = proved(site(tmp_path, "reproduce: none\n"))["pier/articles/one.md"]
    assert "only the sentences that the brief cites" in shown
    spans = re.findall(r'<span id="s-\w+"( class="used")?>', shown)
    assert spans
    assert all(spans)


def test_each_used_sentence_leads_back_to_its_claim_and_its_statement(tmp_path: Path) -> None:
    made = proved(site(tmp_path))
    line = next(line for line in made["pier/articles/one.md"].split("\n") if "build it again" in line)
    places = re.findall(r"\[(claim|said)\]\(\.\./evidence\.md#([cs]-[\w-]+)\)", line)
    assert {word for word, _ in places} == {"claim", "said"}
    for _, place in places:
        assert f'id="{place}"' in made["pier/evidence.md"]


def test_the_head_counts_what_is_used(tmp_path: Path) -> None:
    made = proved(site(tmp_path, "reproduce: full\n"))["pier/articles/one.md"]
    used = len(re.findall(r'class="used"', made))
    found = re.search(r": (\d+) of (\d+) sentences, (\d+) \[not used\]\(\.\./evidence\.md#not-used\)", made)
    assert found
    assert (int(found[1]), int(found[3])) == (used, int(found[2]) - used)


def test_a_story_wins_over_the_site(tmp_path: Path) -> None:
    text = "plugins:\n  - storybrief:\n      reproduce: none\n"
    folder = site(tmp_path, mkdocs=text)
    assert "only the sentences" in proved(folder)["pier/articles/one.md"]
    (folder / "briefs/pier/story.yml").write_text("reproduce: full\n")
    assert "the whole text" in proved(folder)["pier/articles/one.md"]


@pytest.mark.parametrize(
    "text",
    [
        "plugins:\n  - storybrief:\n      reproduce: full\n",
        "site_url: !ENV [SITE, '']\nplugins:\n  search: {}\n  storybrief:\n    reproduce: full\n",
    ],
)
def test_the_setting_is_read_from_mkdocs_yml(tmp_path: Path, text: str) -> None:
    """As MkDocs reads it: plugins as a list or as a mapping, tags that only MkDocs knows."""
    (tmp_path / "mkdocs.yml").write_text(text)
    assert read_settings(tmp_path) == (Settings("full"), ())


@pytest.mark.parametrize("text", ["", "plugins:\n  - storybrief\n", "plugins: [search]\n"])
def test_without_the_setting_it_is_cited(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    assert read_settings(tmp_path) == (Settings("cited"), ())


def test_a_setting_that_means_nothing_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins:\n  - storybrief:\n      reproduce: ful\n")
    _, problems = read_settings(tmp_path)
    assert [str(p) for p in problems] == [
        "mkdocs.yml:3: wrong-value: “reproduce” must be one of: full, cited, none. Did you mean “full”?"
    ]


def test_a_story_setting_that_means_nothing_is_told_with_its_line(tmp_path: Path) -> None:
    planned = plan(site(tmp_path, "articles:\nreproduce: al\n"))
    assert [(p.code, p.path, p.line) for p in errors(planned.problems)] == [("wrong-value", "briefs/pier/story.yml", 2)]
