"""Pages of people and outlets across stories: who is taken to be one, and by what."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from invented import empty_site, proved, write_story
from site_parser import ROOT
from storybrief.claims import diff
from storybrief.pages import people, people_pages
from storybrief.pages.render import environment
from storybrief.pages.who import full_name, slug
from storybrief.pipeline.plan import Plan, plan
from storybrief.pipeline.update import update
from storybrief.problems import errors
from storybrief.statements.names import kind_of
from storybrief.story.schema import schemas
from storybrief.verify.prove import prove

DAM = """The dam held

The dam held on Monday, Governor Ida Krol said. "We slept on the hill," farmer Nils Aker said. The hill is steep, Moss said.
"""
PIER = """The pier fell

The pier fell on Monday, Ida Krol said. "It was old," Jonas Aker said. It was cheap, Moss said.
"""
STORY = "articles:\n  a.txt:\n    outlet: {}\n    published: {}\n"


def site(folder: Path, people: str | None = None) -> Path:
    """Two stories that share a full name, a surname, and a person under two names."""
    for story, words, outlet, day in (
        ("dam", DAM, "Vale Courier", "2026-05-01"),
        ("pier", PIER, "The Quay", "2026-06-02"),
    ):
        sources = folder / f"briefs/{story}/sources"
        sources.mkdir(parents=True)
        (sources / "a.txt").write_text(words)
        (folder / f"briefs/{story}/story.yml").write_text(STORY.format(outlet, day))
    if people is not None:
        (folder / "briefs/people.yml").write_text(people)
    return folder


def told(planned: Plan) -> list[str]:
    return [str(p) for p in errors(planned.problems)]


def test_a_full_name_is_one_person_across_stories_and_the_page_says_so(tmp_path: Path) -> None:
    page = proved(site(tmp_path))["people/ida-krol.md"]
    assert "Said in 2 briefs. Put together by name" in page
    assert page.index("The pier fell on Monday") < page.index("The dam held on Monday"), "the newest first"
    assert '(<span class="outlets">The Quay</span>)' in page
    assert '(<span class="outlets">Vale Courier</span>)' in page


def test_who_is_heard_often_has_a_page_for_each_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page keeps the newest words, the months have all; a month that is over keeps its page as it is."""
    monkeypatch.setattr(people_pages, "ON_ONE_PAGE", 1)
    monkeypatch.setattr(people_pages, "NEWEST", 1)
    made = proved(site(tmp_path))
    first, may, june = (made[f"people/ida-krol{month}.md"] for month in ("", "--2026-05", "--2026-06"))
    assert "The pier fell on" in first
    assert "The dam held on" not in first
    assert "[2026-06](ida-krol--2026-06.md) (1 statement) · [2026-05](ida-krol--2026-05.md) (1 statement)" in first
    assert "The dam held on" in may
    assert "The pier fell on" not in may
    assert "The pier fell on" in june
    assert "[The newest of Ida Krol, and the other months](ida-krol.md)" in june
    assert not [path for path in made if path.startswith("people/nils-aker--")], "one statement stands on one page"
    shutil.copytree(tmp_path / "briefs/pier", tmp_path / "briefs/quay")
    assert proved(tmp_path)["people/ida-krol--2026-05.md"] == may


def test_a_surname_alone_never_makes_a_person(tmp_path: Path) -> None:
    """Moss of one story may be another than Moss of the next: both stay on their briefs."""
    made = proved(site(tmp_path))
    assert not [path for path in made if "moss" in path]
    assert "steep" not in "".join(text for path, text in made.items() if path.startswith("people/"))
    assert "Moss" in made["dam/evidence.md"]


def test_every_statement_leads_to_its_words_in_the_brief(tmp_path: Path) -> None:
    made = proved(site(tmp_path))
    leads = [
        lead
        for path, text in made.items()
        if path.startswith("people/")
        for lead in re.findall(r"\.\./(\w+/evidence\.md)#(s-\w+)", text)
    ]
    assert leads
    assert all(f'id="{anchor}"' in made[path] for path, anchor in leads)


def test_a_brief_leads_to_the_pages_of_its_speakers(tmp_path: Path) -> None:
    made = proved(site(tmp_path))
    assert "[in all briefs](../people/ida-krol.md)" in made["dam/evidence.md"]
    assert set(re.findall(r"\.\./(people/[\w-]+\.md)", made["dam/evidence.md"])) <= set(made)


def test_two_names_are_one_person_when_people_yml_says_so(tmp_path: Path) -> None:
    people = "people:\n  - name: Nils F. Aker\n    forms: [Nils Aker, Jonas Aker]\n    role: farmer and captain\n    why: He told us.\n"
    made = proved(site(tmp_path, people))
    page = made["people/nils-f-aker.md"]
    assert "We slept on the hill" in page
    assert "It was old" in page
    assert "*farmer and captain* (an editor’s description)" in page
    assert "Put together by the editors: He told us." in page
    assert "people/nils-aker.md" not in made


@pytest.mark.parametrize(
    ("people", "message"),
    [
        (
            "person: []\n",
            "briefs/people.yml:1: unknown-key: Remove “person”: the file holds one list, named “people:”.",
        ),
        ("people: x\n", "briefs/people.yml:1: wrong-type: Make “people:” a list: each entry starts with “- name:”."),
        ("people:\n  - name: A\n    forms: [Nils Aker]\n", "briefs/people.yml:2: missing-key: Add “why:”."),
        (
            "people:\n  - name: A\n    forms: [Nils Aker]\n    why: x\n    rolle: y\n",
            "briefs/people.yml:5: unknown-key: Remove “rolle”: it means nothing here. Did you mean “role”?",
        ),
        (
            "people:\n  - name: A\n    forms: [Nils Acker]\n    why: x\n",
            "briefs/people.yml:2: no-such-speaker: No speaker of any story is called “Nils Acker”. The nearest is “Nils Aker”.",
        ),
        (
            "people:\n  - name: A\n    forms: [Nils Aker]\n    why: x\n  - name: B\n    forms: [Nils Aker]\n    why: x\n",
            "briefs/people.yml:5: twice: “Nils Aker” stands in line 2 too: one name can be of one person only.",
        ),
    ],
)
def test_what_is_wrong_in_people_yml_is_told_with_its_line(tmp_path: Path, people: str, message: str) -> None:
    assert any(line.startswith(message) for line in told(plan(site(tmp_path, people)))), told(plan(tmp_path))


APART = """people:
  - name: Ida Krol (harbour)
    forms: [Ida Krol]
    stories: [pier]
    why: The harbour office told us that she is not the governor.
"""


def test_two_people_of_one_name_are_told_apart_by_their_stories(tmp_path: Path) -> None:
    made = proved(site(tmp_path, APART))
    governor, other = made["people/ida-krol.md"], made["people/ida-krol-harbour.md"]
    assert "The dam held on Monday" in governor
    assert "The pier fell" not in governor
    assert "Somebody else of this name is [Ida Krol (harbour)](ida-krol-harbour.md)." in governor
    assert "The pier fell on Monday" in other
    assert "The dam held" not in other
    assert "(../people/ida-krol-harbour.md)" in made["pier/evidence.md"]
    assert "(../people/ida-krol.md)" in made["dam/evidence.md"]


def test_two_entries_may_share_a_form_where_no_story_does(tmp_path: Path) -> None:
    both = APART + "  - name: Governor Krol\n    forms: [Ida Krol]\n    stories: [dam]\n    why: The other one.\n"
    made = proved(site(tmp_path, both))
    assert "The dam held" in made["people/governor-krol.md"]
    assert "people/ida-krol.md" not in made


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[pier]", "[peer]", "2: no-such-story: There is no story “peer”. Did you mean “pier”?"),
        ("[pier]", "[]", "4: wrong-value: “stories” needs an entry."),
        ("[Ida Krol]", "[Nils Aker]", "2: no-such-speaker: No speaker of these stories is called “Nils Aker”."),
        (
            "Ida Krol (harbour)",
            "Ida Krol",
            "2: other-person: Choose another “name:”, for example “Ida Krol (of what)”: in dam somebody else is called so",
        ),
        (
            "people:\n",
            "people:\n  - name: Governor Krol\n    forms: [Ida Krol]\n    why: x\n",
            "5: twice: “Ida Krol” stands in line 2 too: one name can be of one person only. Two people of one name are",
        ),
    ],
)
def test_what_is_wrong_about_two_of_one_name_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = told(plan(site(tmp_path, APART.replace(old, new, 1))))
    assert any(line.startswith(f"briefs/people.yml:{message}") for line in found), found


def test_an_outlet_has_its_articles_and_what_others_relay(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "briefs/pier/sources/a.txt").write_text(PIER + "\nThe harbour is shut, the Vale Courier reported.\n")
    made = proved(folder)
    assert "../dam/articles/a.md" in made["outlets/vale-courier.md"]
    assert "[The Quay](quay.md): 1 article" in made["outlets/index.md"]


def test_an_outlet_with_much_has_a_page_for_each_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As people have: the articles and what others relay stand in the month that they were published in."""
    monkeypatch.setattr(people_pages, "ON_ONE_PAGE", 2)
    monkeypatch.setattr(people_pages, "NEWEST", 1)
    folder = site(tmp_path)
    shutil.copytree(folder / "briefs/dam", folder / "briefs/weir")
    (folder / "briefs/weir/story.yml").write_text(STORY.format("Vale Courier", "2026-06-03"))
    (folder / "briefs/pier/sources/a.txt").write_text(PIER + "\nThe harbour is shut, the Vale Courier reported.\n")
    made = proved(folder)
    first, may, june = (made[f"outlets/vale-courier{month}.md"] for month in ("", "--2026-05", "--2026-06"))
    assert "../weir/articles/a.md" in first
    assert "The harbour is shut" in first
    assert "../dam/articles/a.md" not in first
    assert (
        "[2026-06](vale-courier--2026-06.md) (1 article, 1 report relayed by others)"
        " · [2026-05](vale-courier--2026-05.md) (1 article)" in first
    )
    assert "# Vale Courier, 2026-05" in may
    assert "../dam/articles/a.md" in may
    assert "Relayed by others" not in may
    assert "../weir/articles/a.md" in june
    assert "The harbour is shut" in june
    assert "[The newest of Vale Courier, and the other months](vale-courier.md)" in june
    assert "[Vale Courier](vale-courier.md): 2 articles, 1 report relayed by others" in made["outlets/index.md"]
    assert not [path for path in made if path.startswith("outlets/quay--")], "one article stands on one page"
    shutil.copytree(folder / "briefs/weir", folder / "briefs/canal")
    assert proved(folder)["outlets/vale-courier--2026-05.md"] == may


def test_an_article_without_a_date_has_a_page_too_when_its_outlet_has_months(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_pages, "ON_ONE_PAGE", 1)
    folder = site(tmp_path)
    (folder / "briefs/pier/story.yml").write_text("articles:\n  a.txt:\n    outlet: Vale Courier\n")
    made = proved(folder)
    assert "../pier/articles/a.md" in made["outlets/vale-courier--undated.md"]
    assert made["outlets/vale-courier.md"].index("2026-05") < made["outlets/vale-courier.md"].index("undated")


def test_the_published_months_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a month is as many as its page shows, and what is said of all as many as the months have."""
    monkeypatch.setattr(people_pages, "ON_ONE_PAGE", 1)
    folder = site(tmp_path)
    (folder / "briefs/pier/sources/b.txt").write_text("Pier\n\nThe pier is shut, the Quay reported.\n")
    with (folder / "briefs/pier/story.yml").open("a") as told:
        told.write("  b.txt:\n    outlet: Radio Vale\n    published: 2026-06-03\n")
    update(folder, cached=False)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), plugins=[]))
    assert prove(folder / "site", folder)[0] == ()
    for page, shown in (
        ("outlets/quay/index.html", "(1 article, 1 report relayed"),
        ("outlets/index.html", "1 article, 1 report relayed"),
        ("outlets/quay--2026-06/index.html", "../pier/articles/a/"),
        ("people/ida-krol/index.html", "(1 statement)"),
        ("people/index.html", "2 statements in"),
    ):
        assert shown in (folder / "site" / page).read_text("utf-8"), (page, shown)


class Unasked:
    """Words of stories that nobody may ask for."""

    def person(self, story: str, slug: str) -> tuple[people.SpeakerWords, ...]:
        raise AssertionError(story, slug)

    def outlet(self, story: str, slug: str) -> people.OutletWords:
        raise AssertionError(story, slug)


def test_an_edit_makes_only_the_months_anew_that_the_story_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a month is made from is known without reading the words of any story, and stays while its stories do."""
    monkeypatch.setattr(people_pages, "ON_ONE_PAGE", 1)
    folder = site(tmp_path)
    (folder / "briefs/pier/story.yml").write_text(STORY.format("Vale Courier", "2026-06-02"))

    def months() -> dict[str, str]:
        stories = [people.in_story(one.brief, (), diff.words)[0] for one in plan(folder).made if one.brief]
        every = people_pages.pages(environment(None), stories, (), Unasked())
        return {due.path: due.made_from for due in every if "--" in due.path}

    before = months()
    assert set(before) == {
        f"{page}--{month}.md"
        for page in ("people/ida-krol", "outlets/vale-courier")
        for month in ("2026-05", "2026-06")
    }
    (folder / "briefs/pier/sources/a.txt").write_text(PIER.replace("The pier fell", "The old pier fell"))
    after = months()
    assert {path for path in before if before[path] != after[path]} == {
        "people/ida-krol--2026-06.md",
        "outlets/vale-courier--2026-06.md",
    }


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Ida Krol", True),
        ("Ludwig van Beethoven", True),
        ("Krol", False),
        ("the hospital", False),
        ("The Health Ministry", False),
        ("Qatar's foreign ministry", False),
    ],
)
def test_what_is_a_full_name(name: str, full: bool) -> None:
    assert full_name(name) is full


def test_an_address_is_made_of_the_names_letters() -> None:
    """Accents, case and punctuation aside; a name in another script has an address too, and its own."""
    assert slug("José Ángel Al-Ansari") == "jose-angel-al-ansari"
    assert slug("Gaza’s Ministry") == slug("Gaza's Ministry")
    assert re.fullmatch(r"name-[0-9a-f]{8}", slug("محمد"))
    assert slug("محمد") != slug("علي")


def test_an_outlet_called_index_does_not_take_the_place_of_the_list(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "briefs/dam/story.yml").write_text(STORY.format("Index", "2026-05-01"))
    made = proved(folder)
    place = slug("INDEX")
    assert f"[Index]({place}.md): 1 article" in made["outlets/index.md"]
    assert "../dam/articles/a.md" in made[f"outlets/{place}.md"]


def test_a_story_may_not_be_called_as_the_pages_about_all(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "briefs/dam").rename(folder / "briefs/people")
    assert "briefs/people: story-name: Rename the folder: the site has a folder people/ of its own." in told(
        plan(folder)
    )


def test_an_error_in_one_story_keeps_the_pages_of_people(tmp_path: Path) -> None:
    """They cannot be made then, and are neither removed nor forgotten."""
    folder = site(tmp_path)
    update(folder, cached=False)
    before = (folder / "content/people/ida-krol.md").read_text()
    (folder / "briefs/dam/story.yml").write_text("articels: {}\n")
    update(folder, cached=False)
    assert (folder / "content/people/ida-krol.md").read_text() == before


def test_editors_get_completion_for_people_yml() -> None:
    schema = json.loads(schemas()["people.json"])
    assert schema["title"] == "people.yml"
    assert set(schema["$defs"]["PersonEntry"]["required"]) == {"name", "why"}


def test_two_unnamed_sources_of_one_description_stay_two(tmp_path: Path) -> None:
    """Nobody knows whether they are one."""
    folder = site(tmp_path)
    sources = folder / "briefs/dam/sources"
    (sources / "a.txt").write_text("The dam\n\nThe dam will hold, an engineer said on Monday.\n")
    (sources / "b.txt").write_text("A dam\n\nThe valley is lost, an engineer said on Monday.\n")
    shown = proved(folder)["dam/evidence.md"]
    assert "The dam will hold" in shown
    assert "The valley is lost" in shown
    assert shown.count("- **an engineer**: ") == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Vale Power", "organisation"), ("Ida Power", "person"), ("North Korea", "organisation"),
        ("Jan North", "person"), ("Saudi Arabia", "organisation"), ("Khartoum", "organisation"),
        ("Wells Fargo", "organisation"), ("quay.com", "outlet"), ("The New Yorker", "outlet"),
        ("the Harbour Authority", "organisation"), ("Michael Jordan", "person"), ("Ida Paris", "person"),
    ],
)  # fmt: skip
def test_a_body_is_no_person(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_who_is_a_person_in_one_story_and_a_body_in_another_stands_under_bodies_alone(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    write_story(
        site, "one", {"a.txt": 'A\n\n"We shut it," said Vale Harrow, a firm.\n"It is shut," Vale Harrow said.\n'}
    )
    write_story(
        site, "two", {"b.txt": 'B\n\n"We shut it," said the Vale Harrow Company. The Vale Harrow Company shut.\n'}
    )
    renamed = "overrides:\n  - do: name\n    where: [Vale Harrow Company]\n    to: Vale Harrow\n    why: x\n"
    (site / "briefs/two/overrides.yml").write_text(renamed, encoding="utf-8")
    page = next(p.text for p in plan(site).pages if p.path == "people/index.md")
    assert page.count("[Vale Harrow]") == 1
    assert page.index("## Organisations") < page.index("[Vale Harrow]")
