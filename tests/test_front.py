"""The brief itself: read in two minutes, whole sentences, the words said marked, what does not fit folded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from invented import ROOT, empty_site, proved, storybrief, the_brief, write_story
from storybrief.pages.budget import LEAST, MOST, allowed
from storybrief.pages.front import Front, front
from storybrief.pipeline.plan import plan

NAMES = ("Brandt", "Reiss", "Kowal", "Visser", "Holm", "Lind", "Riis", "Weiss", "Sarpa", "Quill", "Fenwick", "Lowther")


def long_story(site: Path, length: str | None = None) -> None:
    """Two articles with twelve claims in common and twelve speakers."""
    both = [f"The hall of keeper {n} in row {n + 20} burned down with {n + 3} sheep on the dyke of {name}ford." for n, name in enumerate(NAMES)]  # fmt: skip
    said = [
        f'"Nobody in {name}ford will build on the dyke again before the winter," said Ina {name}.' for name in NAMES
    ]
    one, two = "\n\n".join([*both, *said]), "\n\n".join(both)
    story = None if length is None else f"length: {length}\n"
    write_story(
        site, "long", {"a.txt": f"Halls burn\n\n{one}\n", "b.txt": f"Keepers at the dyke\n\n{two}\n"}, story=story
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


def seen(markdown: str) -> int:
    """The words of a brief that a reader sees: no front matter, no footnotes, nothing folded, no markup."""
    body = markdown.split("\n---\n", 1)[1]
    body = re.sub(r"<details.*?</details>|<script.*?</script>", "", body, flags=re.DOTALL)
    body = re.sub(r"^\[\^\w+\]:.*|\{:[^}]*\}|\]\([^)]*\)|</?[a-z][^>]*>", "", body, flags=re.MULTILINE)
    return len(re.findall(r"\w+", re.sub(r"\[\^\w+\]", " 1 ", body)))


def of(site: Path) -> Front:
    return front(the_brief(site))


@pytest.mark.parametrize("length", ["1", "2", "4", None])
def test_what_is_open_fits_the_budget(site: Path, length: str | None) -> None:
    long_story(site, length)
    made = the_brief(site)
    assert allowed(made) == (LEAST if length is None else int(length) * 238)
    assert seen(proved(site)["long/index.md"]) <= allowed(made)


def test_every_example_fits_the_budget() -> None:
    made = plan(ROOT)
    pages = {page.path: page.text for page in made.pages}
    for one in made.made:
        assert one.brief
        assert seen(pages[f"{one.story}/index.md"]) <= allowed(one.brief) <= MOST, one.story


def test_a_longer_length_folds_less_and_a_long_one_nothing(site: Path) -> None:
    shares = []
    for length in ("1", "2", "60"):
        long_story(site, length)
        made = of(site)
        shares.append((len(made.speakers[0]), len(made.lines[0])))
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    assert "<details" not in proved(site)["long/index.md"]


def test_seven_lines_stand_open_and_the_others_are_folded() -> None:
    made = [front(one.brief) for one in plan(ROOT).made if one.brief]
    assert max(len(one.lines[0]) for one in made) == 6
    assert any(one.lines[1] for one in made)


GATE = """Gate opens at Tarn

The lock gate at Tarn opened by itself on Monday and let 40 barges drift onto the weir, the harbour office said.

A keeper said that the gate broke two chains and that nobody was told of it.
"""
WEIR = """Barges on the weir

The lock gate at Tarn opened by itself on Monday and let 40 barges drift onto the weir.

A keeper told the paper that the gate broke two chains and that nobody was told of it.

Mayor Ada Krol watched from the bridge for an hour. "Nobody slept in the lower town that night at all."
"""


def test_what_somebody_says_in_other_words_elsewhere_is_not_said_again(site: Path) -> None:
    """Two unnamed keepers may be two people; what they say is told once."""
    write_story(site, "gate", {"a.txt": GATE, "b.txt": WEIR})
    assert [words.speaker.name for group in of(site).speakers for words in group].count("A keeper") == 0


def test_words_of_which_the_sentence_does_not_say_whose_they_are_are_no_line(site: Path) -> None:
    write_story(site, "gate", {"a.txt": GATE, "b.txt": WEIR})
    made = of(site)
    assert made.lead is not None
    shown = [made.lead, *made.lines[0], *made.lines[1]]
    text = {"a": GATE, "b": WEIR}
    assert not any("Nobody slept" in text[p.article][p.span.start : p.span.end + 1] for line in shown for p in line.at)


LIVE = """Mudslide live: toll climbs

7:40 a.m.

The death toll has risen to 14, the county of Tarn said.

12:10 p.m.

The toll of the mudslide now stands at 17. The road to Dorn is open again.
"""


def test_what_changed_on_a_page_that_is_kept_up_to_date_has_its_hour(site: Path) -> None:
    """An article without hours has none; the row is named by the toll."""
    first = "Mudslide at Tarn\n\nA mudslide killed at least nine people in the village of Tarn on Monday.\n"
    story = "articles:\n  a.txt: {published: 2026-03-10}\n  b.txt: {published: 2026-03-11}\n"
    write_story(site, "mud", {"a.txt": first, "b.txt": LIVE}, story=story)
    (row,) = (row for group in of(site).changed for row in group)
    texts = {"a": first, "b": LIVE}
    hours = [side.when and side.when.span.of(texts[side.when.article]) for side in row.sides]
    assert hours == [None, "7:40 a.m.", "12:10 p.m."]
    assert [p.span.of(texts[p.article]) for p in row.about] == ["death toll"]


@pytest.mark.parametrize(("one", "other"), [("twelve", "eleven"), ("was shut", "was not shut"), ("right", "wrong")])
def test_who_says_another_thing_does_not_bear_a_line_out(site: Path, one: str, other: str) -> None:
    told = "The lock of Tarn was shut for twelve barges on Monday, and the order was right, the keeper Ada Krol said."
    other = told.replace(one, other)
    write_story(site, "lock", {"a.txt": f"Lock shut\n\n{told}\n", "b.txt": f"Barges wait\n\n{other}\n"})
    lead = of(site).lead
    assert lead is not None
    assert len({p.article for p in lead.sources}) == 1


def test_what_is_folded_is_still_on_the_page(site: Path) -> None:
    long_story(site, "1")
    text = proved(site)["long/index.md"]
    assert "more who said something" in text
    assert all(f"Ina {name}" in text for name in NAMES)


FERRY = """Ferry sinks off Tarn

The ferry Nova sank off Tarn on Monday with 40 people on board, the coast guard said.

"We will not sail again this winter," Captain Ada Krol told reporters. She said the pumps had failed at noon.

The owner, Tarn Lines, did not respond to a request for comment.

It is not yet known why the pumps failed.
"""


def test_a_line_is_a_whole_sentence_with_the_words_said_marked_inside_it(site: Path) -> None:
    write_story(site, "ferry", {"a.txt": FERRY})
    text = proved(site)["ferry/index.md"]
    assert '"<mark>We will not sail again this winter,</mark>" Captain Ada Krol told reporters.' in text
    assert "The ferry Nova sank off Tarn on Monday with 40 people on board" in text.split("## In brief")[0]


def test_a_pronoun_is_followed_by_whom_it_means_outside_the_words_said(site: Path) -> None:
    write_story(site, "ferry", {"a.txt": FERRY.replace('"We will not sail again this winter," Captain Ada Krol told reporters.', "Captain Ada Krol came ashore last.")})  # fmt: skip
    text = proved(site)["ferry/index.md"]
    assert 'She <span class="ours">&#91;Ada Krol&#93;</span> said <mark>the pumps had failed at noon</mark>.' in text


def test_what_is_not_known_stands_by_itself(site: Path) -> None:
    write_story(site, "ferry", {"a.txt": FERRY})
    text = proved(site)["ferry/index.md"]
    assert "It is not yet known why the pumps failed." in text.partition("{: #not-known }")[2]


def test_no_sentence_stands_on_the_brief_twice(site: Path) -> None:
    long_story(site)
    body = proved(site)["long/index.md"].partition("\n[^n")[0]
    lines = [re.sub(r" <span.*", "", line.partition("- ")[2]) for line in body.split("\n") if line.startswith("- ")]
    assert len(lines) == len(set(lines))


def test_an_own_template_of_an_earlier_version_is_told_and_makes_no_half_page(site: Path) -> None:
    long_story(site)
    (site / "templates").mkdir()
    (site / "templates/brief.md.jinja").write_text(
        "{{ front_matter }}\n# {{ brief.headline.words }}\n{% for line in agreed[:opened.in_brief] %}\n- x\n{% endfor %}\n",
        encoding="utf-8",
    )
    done = storybrief(site, "build")
    assert done.returncode == 1
    assert "templates/brief.md.jinja:3: template-old: " in done.stderr
    assert not (site / "content/long").exists()


def test_a_side_that_other_articles_tell_too_names_them(site: Path) -> None:
    """Both sides stand in one sentence; the claim it is in holds what others say of one of them."""
    told = "The harbour board said no gale warning was in force; the coast guard said one had been sent at 6:15 p.m."
    other = "The coast guard of Tarn says it sent one at 6:15 p.m., before the barge sailed."
    write_story(site, "gale", {"a.txt": f"Barge sails\n\n{told}\n", "b.txt": f"Barge lost\n\n{other}\n"})
    (row,) = of(site).disagree
    assert [[p.article for p in side.sources] for side in row.sides] == [["a"], ["a", "b"]]


def test_a_line_that_a_row_of_they_disagree_shows_is_folded(site: Path) -> None:
    """Unless it tells more than the row."""
    lead = "A barge sank off Dorn on Tuesday and two people of its crew of nine were killed, the coast guard said."
    told = "The pilot had been told to stay ashore, the guard said."
    denied = "Ida Krol, the harbour master of Dorn, denied that the pilot had been told to stay ashore."
    more = f"{denied[:-1]}, and she would not say who had been on the bridge of the barge."
    for line, folded in ((denied, True), (more, False)):
        text = f"Pilot\n\n{lead}\n\n{line}\n"
        write_story(site, "barge", {"a.txt": f"Barge\n\n{lead}\n\n{told}\n", "b.txt": text})
        made = of(site)
        assert [row.kind for row in made.disagree] == ["yes or no"]
        behind = [p.span.of(text) for one in made.lines[1] for p in one.at if p.article == "b"]
        assert (line in behind) is folded


@pytest.mark.parametrize(("many", "beside"), [("Nine", {"b"}), ("Fourteen", {"a", "b"})])
def test_beside_a_line_stands_no_article_that_gives_another_number(site: Path, many: str, beside: set[str]) -> None:
    lead = "Halden beat Dorn 3-2 on Saturday to win the cup for the first time in 31 years."
    texts = {
        "a.txt": f"Cup\n\n{lead}\n\n{many} people were arrested, according to police.\n",
        "b.txt": f"Final\n\n{lead}\n\nPolice said 14 people were arrested after fighting outside the ground of Dorn.\n",
    }
    write_story(site, "cup", texts)
    made = of(site)
    told = [line for part in made.lines for line in part if line.at[0].article == "b"]
    assert [{p.article for p in line.sources} for line in told] == [beside]
    assert bool(made.disagree) is (many == "Nine")


def test_a_cell_ends_with_its_time_where_another_clause_begins(site: Path) -> None:
    one = "The guard arrested the miller Anna Kowal at the ferry on Tuesday, an hour after the bells rang."
    two = "The guard arrested the miller Anna Kowal at the ferry on Wednesday morning."
    story = "articles:\n  a.txt: {published: 2026-03-12}\n  b.txt: {published: 2026-03-12}\n"
    write_story(site, "mill", {"a.txt": f"Miller\n\n{one}\n", "b.txt": f"Ferry\n\n{two}\n"}, story=story)
    (row,) = of(site).disagree
    text = {"a": f"Miller\n\n{one}\n", "b": f"Ferry\n\n{two}\n"}
    shown = [side.shown.span.of(text[side.shown.article]) for side in row.sides]
    assert shown == [one.split(",")[0], two]


@pytest.mark.parametrize(
    ("one", "two", "name", "cells"),
    [
        (
            "Two people were injured in the fire on the quay of Dorn, the fire brigade said.",
            "Three people were injured in the fire on the quay of Dorn, the union said.",
            "how many people were injured",
            ["Two people", "Three people"],
        ),
        (
            "The ferry lost power at Dorn and drifted for 40 minutes before a tug came.",
            "The ferry lost power at Dorn and drifted for 55 minutes before a tug came.",
            "minutes",
            [
                "The ferry lost power at Dorn and drifted for 40 minutes",
                "The ferry lost power at Dorn and drifted for 55 minutes",
            ],
        ),
    ],
)
def test_a_number_stands_alone_where_its_row_tells_what_is_counted(
    site: Path, one: str, two: str, name: str, cells: list[str]
) -> None:
    text = {"a": f"Quay\n\n{one}\n", "b": f"Dorn\n\n{two}\n"}
    write_story(site, "quay", {f"{article}.txt": words for article, words in text.items()})
    (row,) = of(site).disagree
    about = " ".join([row.ask, *(p.span.of(text[p.article]) for p in row.about)]).strip()
    assert about == name
    assert [side.shown.span.of(text[side.shown.article]) for side in row.sides] == cells


def test_a_quotation_of_which_two_givers_are_told_is_nobodys_in_its_row(site: Path) -> None:
    """Where both articles name the same giver, the row does."""
    told = "\u201cWe will not {} until every last bell of this old town rings again for the dead of the flood,\u201d said {}."
    for who, label in (("Ida Krol", "Ida Krol, wording"), ("Bo Aas", "a quotation, wording")):
        texts = {
            "a.txt": f"Bells\n\n{told.format('rest', 'Ida Krol')}\n",
            "b.txt": f"Town\n\n{told.format('sleep', who)}\n",
        }
        write_story(site, "bells", texts)
        (row,) = of(site).disagree
        assert row.label == label


def test_an_answer_without_its_question_is_not_shown(site: Path) -> None:
    """“She said she would” says nothing; her other words do, and whose lawyer somebody is."""
    one = 'Asked to come, Ida Krol said she would.\n\n"It is open," said Anna Visser.'
    two = '"She paid for all of it in May," said Bo Aas, her lawyer.'
    three = '"It is hers and has been since she paid," said Bo Aas, the harbour lawyer.'
    text = {"a": f"Quay\n\n{one}\n", "b": f"Tarn\n\n{two}\n", "c": f"Bench\n\n{three}\n"}
    write_story(site, "ask", {f"{name}.txt": words for name, words in text.items()})
    made = the_brief(site)
    shown = [words for group in front(made).speakers for words in group]
    roles = {words.speaker.name: words.role and words.role.span.of(text[words.role.article]) for words in shown}
    assert roles == {"Anna Visser": None, "Bo Aas": "harbour lawyer"}
