"""What a brief's page shows, and in what order."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import jinja2
import pytest
from msgspec.structs import replace

from site_parser import as_site
from storybrief.claims.diff import words as diff
from storybrief.claims.headline import headline
from storybrief.model import Article, Brief, Extract, Paragraph, Passage, Source, Span, visible
from storybrief.pages import sections, who_said
from storybrief.pages.escape import text_fragment
from storybrief.pages.footnotes import addresses, letters
from storybrief.pages.glance import glance
from storybrief.pages.render import environment, render
from storybrief.pages.seal import seal, sealed
from storybrief.pages.slices import Slices
from storybrief.pipeline.build import brief_of, extract, make
from storybrief.pipeline.plan import plan
from storybrief.story.read import Story, read_story

ROOT = Path(__file__).resolve().parents[1]


def article(
    name: str, *paragraphs: str, title: str | None = None, published: str | None = None, outlet: str | None = None
) -> Extract:
    """An article of body paragraphs, through the real stages."""
    text, made = "", []
    for number, words in enumerate(paragraphs, 1):
        made.append(Paragraph("body", Span(len(text), len(text) + len(words)), number))
        text += words + "\n"
    source = Source(name, f"briefs/s/sources/{name}.txt", "0" * 64, outlet=outlet, published=published)
    return extract(Article(source, title, text, tuple(made)))


def brief(*extracts: Extract) -> Brief:
    made, problems = brief_of(Story("s", "briefs/s", (), ()), extracts)
    assert not problems
    return made


@pytest.fixture(scope="module")
def example() -> Brief:
    made = make(ROOT / "briefs/gaza-ceasefire", ROOT, environment(None)).brief
    assert made is not None
    return made


def page(made: Brief) -> str:
    return render(environment(None), made, diff)[1].text


def test_sections_stand_in_reading_order(example: Brief) -> None:
    """Claims, who said what, figures, when, differences, only in one, articles, not used, footnotes."""
    ids = re.findall(r"^## .*\{: #([\w-]+) \}", page(example), re.MULTILINE)
    order = ["claims", "who-said-what", "figures", "when", "differences", "only-in-one", "articles", "not-used"]
    assert [i for i in ids if i in order] == order
    assert page(example).index("\n[^n") > page(example).index("#not-used")


def test_every_sentence_is_shown_or_listed_with_a_reason(example: Brief) -> None:
    """Promise 2: nothing is dropped silently."""
    claimed = {(p.article, p.sentence) for c in example.merged.claims for p in c.passages}
    listed = {(u.at.article, u.at.sentence) for u in sections.unused(example)}
    every = {(e.article.id, s.number) for e in example.extracts for s in e.sentences}
    assert claimed | listed == every
    assert not claimed & listed


def test_every_word_printed_is_in_its_article(example: Brief) -> None:
    """Promise 1, on every page of the example."""
    texts = {e.article.id: e.article.text for e in example.extracts}
    for made in render(environment(None), example, diff):
        if not made.path.endswith(".md"):  # the export: tests/test_exports.py
            continue
        assert made.slices
        shown = "".join(re.sub(r"[*\\]|&#\d+;", "", made.text).split())
        for passage in made.slices:
            words = "".join(
                re.sub(r"[*\\|<>&\[\]^#`_{}]", "", visible(passage.span.of(texts[passage.article]))).split()
            )
            assert words in shown


def test_two_wordings_of_a_quotation_stand_below_each_other_with_the_words_marked(example: Brief) -> None:
    """The differing words are marked by weight, not by colour alone; neither quotation is changed."""
    said = page(example).partition("## Who said what")[2]
    row = "\n".join(line for line in said.splitlines() if line.startswith("- ") and "finish the job" in line)
    assert "**to** release all our hostages, **and to** eliminate" in row
    assert "and **governmental** capabilities" in row
    assert "and **government** capabilities" in row


def test_a_wording_stands_once_and_says_how_it_differs_from_the_one_above(example: Brief) -> None:
    """Words that several articles have are told once; quotations are compared with another; none is left out."""
    labels = {  # (whether the wording above is a quotation, whether this one is)
        (True, True): "worded differently",
        (True, False): "in the article’s words",
        (False, True): "in quotation marks",
        (False, False): "in other words",
    }
    rows = [row for card in who_said.cards(example) for row in card.rows]
    assert rows
    for row in rows:
        told = who_said.wordings(example, row)
        assert [said.label for said in told] == ["", *(labels[a.direct, b.direct] for a, b in pairwise(told))]
        every = [one.statement for said in told for one in (said, *said.also)]
        assert sorted(map(id, every)) == sorted(id(said.statement) for said in row.every)
        assert all((said.facing is not None) == (row.direct and len(told) > 1) for said in told)


def test_what_is_not_known_is_said_so(example: Brief) -> None:
    """An outlet that no article gives is never guessed."""
    assert "Neither article gives its outlet, date or address." in page(example)
    assert "outlet not given" in page(example)
    assert "weekdays are left as written" in page(example)


def test_a_story_of_one_article_says_that_nothing_can_be_compared() -> None:
    """One article is a story too."""
    made = page(brief(article("a", "The pier burned on Monday. Nobody was hurt, the mayor said.")))
    assert "one article, so nothing can be compared" in made
    assert "The pier burned on Monday." in made
    assert "Only in A" not in made


def test_articles_that_share_nothing_are_said_to_share_nothing() -> None:
    """No claim is forced."""
    made = page(brief(article("a", "The pier burned on Monday."), article("b", "A bank in Oslo raised its rates.")))
    assert "Nothing matching was found" in made


def test_an_address_follows_the_words_not_the_place() -> None:
    """One more sentence before it, or another name of the file, changes no address; a repeated sentence has its own."""
    words = "The dam held."
    alone = addresses([article("a", words)])
    later = addresses([article("z", "It rained.", words, words)])
    assert alone["a", 1] == later["z", 2]
    assert len(set(later.values())) == 3


def test_copies_have_addresses_of_their_own_that_no_name_and_no_order_moves() -> None:
    """Each keeps its own, whatever the two files are called and whichever the page has first."""
    words = "The dam held."
    one, two = article("a", words, "It rained."), article("b", "Two roads were closed.", words)
    made = addresses([one, two])
    assert made["a", 1] != made["b", 2]
    again = addresses([article("1", "Two roads were closed.", words), article("2", words, "It rained.")])
    assert [again["2", 1], again["1", 2]] == [made["a", 1], made["b", 2]]


def test_letters_go_on_after_z() -> None:
    """Fifty articles have fifty letters."""
    made = letters(f"a{n:02}" for n in range(54))
    assert [made["a00"], made["a25"], made["a26"], made["a53"]] == ["A", "Z", "AA", "BB"]


def test_a_part_of_a_sentence_is_marked_as_cut() -> None:
    """A fragment never looks like the whole sentence."""
    extract_ = article("a", "The dam held, but the bridge fell, officials said.")
    slices = Slices([extract_], diff, addresses([extract_]))
    assert slices.cut(Passage("a", 1, Span(0, 12))) == "The dam held …"
    assert slices.cut(Passage("a", 1, Span(14, 33))) == "… but the bridge fell …"
    assert slices.cut(Passage("a", 1, Span(0, 50))) == "The dam held, but the bridge fell, officials said."


def test_a_fragment_link_encodes_what_has_a_meaning_in_it() -> None:
    """WICG Text Fragments: "-", "," and "&" are syntax."""
    assert text_fragment("Al-Ansari, R&D") == "#:~:text=Al%2DAnsari%2C%20R%26D"
    long = text_fragment(" ".join(f"w{n}" for n in range(30)))
    assert long == "#:~:text=w0%20w1%20w2%20w3%20w4,w25%20w26%20w27%20w28%20w29"


def test_the_seal_knows_a_page_that_was_edited() -> None:
    """Ours and untouched, ours and edited, a person's own."""
    made = seal("---\ntitle: x\n---\n\nWords.\n")
    assert sealed(made) is True
    assert sealed(made.replace("\n", "\r\n")) is True
    assert sealed(made.replace("Words", "Wards")) is False
    assert sealed("# My page\n") is None


def test_the_headline_is_the_title_that_the_other_articles_bear_out() -> None:
    """A title that only its own article supports is not the story's."""
    first = article("a", "The ferry sank off Harwich.", title="Chaos and scandal")
    second = article("b", "The ferry sank at night off Harwich.", title="Ferry sank off Harwich")
    line = headline([first, second])
    assert line is not None
    assert line.article == "b"


def test_a_sites_own_template_wins_and_its_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    """`storybrief new --templates` gives files to change; a slip in one is no traceback."""
    (tmp_path / "briefs/s/sources").mkdir(parents=True)
    (tmp_path / "briefs/s/sources/a.txt").write_text("A title\n\nThe pier burned on Monday night in the old harbour.\n")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/home.md.jinja").write_text("{{ front_matter }}\n# Our desk\n")
    assert "# Our desk" in plan(tmp_path).pages[-1].text
    (tmp_path / "templates/home.md.jinja").write_text("{{ front_matter }}\n\n{% for x in %}\n")
    problem = plan(tmp_path).problems[-1]
    assert (problem.code, problem.path, problem.line) == ("template", "templates/home.md.jinja", 3)


def test_a_template_cannot_print_markup_unescaped() -> None:
    """Escaping is not something a template can forget, even through Jinja's `safe`."""
    environment_ = environment(None)
    made = environment_.from_string("{{ words }} {{ words|safe }} {{ words ~ '' }}").render(words="<b>*x*</b>")
    assert "<" not in made
    assert "*x" not in made.replace("\\*x", "")
    with pytest.raises(jinja2.UndefinedError):
        environment_.from_string("{{ wrods }}").render()


def test_the_example_story_has_what_its_folder_says() -> None:
    """Two sources byte for byte, nothing declared, at least one real correction."""
    story, problems = read_story(ROOT / "briefs/gaza-ceasefire", ROOT)
    assert not problems
    assert [s.file.name for s in story.sources] == ["000_0d8fb8fe25ed7548.txt", "001_8df5dc1f8e65b074.txt"]
    assert not any(s.declared for s in story.sources)
    assert story.overrides


def test_a_brief_says_at_a_glance_what_it_is_made_of() -> None:
    """Copies count once, the date is the newest article's, and what is missing is said."""
    words = "The pier burned on Monday. Nobody was hurt, the mayor said. It had stood since 1911, longer than the town hall."
    first, copy = article("a", words, published="2026-02-03"), article("b", words, published="2026-02-01T09:00+01:00")
    told = brief(first, copy, article("c", "A bank in Oslo raised its rates."))
    made = glance(told)
    assert (made.articles, made.groups, made.outlets, made.updated) == (3, 2, (), "2026-02-03")
    assert made.several + made.alone + made.background == len(told.merged.claims)
    assert made.told == "3 articles (2 when copies count as one), 1 to 3 February 2026."
    assert made.missing == "No article gives its outlet or address."


def test_a_press_release_is_not_counted_with_the_outlets() -> None:
    """Its company is no outlet; without it, or with nothing else, the line says so too."""
    told = brief(
        article("a", "The pier burned on Monday.", outlet="The Daily Quay"),
        article("b", "Halden regrets the fire.", outlet="Halden Timber"),
    )
    assert glance(told).told == "2 articles, 2 outlets."
    assert glance(replace(told, releases=frozenset("b"))).told == "2 articles, 1 outlet and 1 press release."
    assert glance(replace(told, releases=frozenset("ab"))).told == "2 articles, 2 press releases."


def test_an_articles_mark_stands_with_its_footnotes(example: Brief) -> None:
    """One mark an article; the footnotes stay Markdown's own."""
    line = next(
        line for line in page(example).split("\n") if line.startswith("- ") and "convened for a pivotal" in line
    )
    marks = re.findall(r'class="in-(\w)">(\w)\[\^n\w{8}\]</span>', line)
    assert marks == [("a", "A"), ("b", "B")]


def test_no_attribute_list_stands_alone(example: Brief) -> None:
    """After an empty line Python-Markdown shows "{: .caption }" to readers; after a list it belongs to nothing."""
    made = render(environment(None), example, diff)
    for text in (made_.text for made_ in made if made_.path.endswith(".md")):
        assert not re.search(r"\n\n\{: ", text)


def test_no_mark_for_the_parser_is_left_for_the_reader() -> None:
    """A template's line that swallows the one before it shows as "{: .caption }" on the site."""
    for made in plan(ROOT).made:
        for page in made.pages:
            if page.path.endswith(".md"):
                assert "{:" not in as_site(page.text.split("\n---\n", 1)[1]), page.path
