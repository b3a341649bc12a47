"""“Who is quoted”: counted from what the briefs have, joined with what editors say, proved, and never guessed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from invented import empty_site, put, write_story
from published import Built
from storybrief.model import Person
from storybrief.pages import quoted_page
from storybrief.pages.quoted import audited
from storybrief.pages.quoted_page import PAGE, TABLE, quoted_pages
from storybrief.pages.render import environment
from storybrief.pages.seal import sealed
from storybrief.pipeline.plan import Plan, plan
from storybrief.problems import errors
from storybrief.story.people import read_people
from storybrief.story.schema import schemas
from storybrief.verify.check import check
from storybrief.verify.document import read_page
from storybrief.verify.quoted import miscounted, uncounted

DAM = """The dam held

The dam held on Monday, Governor Ida Krol said. "We slept on the hill," farmer Nils Aker said. Two guards of the dam said that it shook. The builder, Vale Power, did not respond to a request for comment.
"""
PIER = """The pier fell

The pier fell on Monday, Ida Krol said. "It was old and it was rotten," Jonas "Jo, jr." Aker said. An official said that it was cheap.
"""
PEOPLE = """people:
  - name: Ida Krol
    about: {gender: woman, kind: "=cmd|' /C calc'!A0"}
    why: Her office says so.
  - name: Nils Aker
    about: {gender: no}
    why: He asked for it.
"""
GONE = "corrections:\n  - {kind: withdrawn, what: Gone., when: 2026-06-03, why: It was a forgery.}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stories that share a person, an outlet whose name has a comma, and one story that was withdrawn."""
    folder = empty_site(tmp_path_factory.mktemp("quoted"))
    about = 'articles:\n  a.txt: {outlet: "Krol, Moss & \\"Sons\\"", published: 2026-05-01}\n'
    write_story(folder, "dam", {"a.txt": DAM}, story=about)
    write_story(folder, "pier", {"a.txt": PIER})
    write_story(folder, "gone", {"a.txt": PIER.replace("Krol", "Lind")}, overrides=GONE)
    (folder / "briefs/people.yml").write_text(PEOPLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def planned(site: Path) -> Plan:
    """What the build makes of them, after `check` found nothing wrong with it."""
    planned = plan(site)
    assert not errors(check(planned, site))
    return planned


@pytest.fixture(scope="module")
def people(site: Path) -> tuple[Person, ...]:
    return read_people(site / "briefs", "briefs")[0]


@pytest.fixture(scope="module")
def made(planned: Plan) -> dict[str, str]:
    return {page.path: page.text for page in planned.pages}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def lines(text: str, heading: str) -> list[str]:
    return re.findall(r"^- (.*)$", text.split(f"\n## {heading}\n")[1].split("\n## ")[0], re.MULTILINE)


def test_the_numbers_are_those_of_the_briefs(made: dict[str, str]) -> None:
    page, table = made[PAGE], rows(made[TABLE])
    on_pages = {
        story: len(re.findall(r'id="s-[0-9a-f]{8}"', made[f"{story}/evidence.md"])) for story in ("dam", "pier")
    }
    for story, count in on_pages.items():
        assert sum(int(row["statements"]) for row in table if row["story"] == story) == count
        assert sum(float(row["share"]) for row in table if row["story"] == story) == pytest.approx(1, abs=0.001)
    assert "1 story that was withdrawn is not counted." in page
    assert not [row for row in table if row["story"] == "gone"]
    kinds = {row["speaker"]: row["kind"] for row in table}
    assert kinds["Ida Krol"] == kinds["Nils Aker"] == "named"
    assert (kinds["Two guards of the dam"], kinds["An official"]) == ("group", "unnamed")
    krol = [row for row in table if row["speaker"] == "Ida Krol"]
    words, said = (sum(int(row[key]) for row in krol) for key in ("words", "statements"))
    whole = sum(int(row["words"]) for row in table)
    assert (
        f"[Ida Krol](../people/ida-krol.md): {words} words ({round(100 * words / whole)}%) in {said} statements" in page
    )
    assert "The dam held](../dam/index.md): 1 asked, 0 quoted, 1 silent (" in page
    assert "[Who is quoted](who-is-quoted.md)" in made["people/index.md"]


def test_who_says_nothing_anywhere_has_no_page_to_lead_to(tmp_path: Path) -> None:
    folder = empty_site(tmp_path)
    write_story(folder, "cup", {"a.txt": "Cup\n\nIda Krol said it was late. Referee Ana Berg did not comment.\n"})
    made = plan(folder)
    assert not errors(check(made, folder))
    assert "Ana Berg" in next(page.text for page in made.pages if page.path == PAGE)


def test_what_editors_do_not_say_is_not_given(planned: Plan, made: dict[str, str]) -> None:
    gender = lines(made[PAGE], "By gender")
    assert [line.split(":")[0] for line in gender] == ["woman", "no", "Not given"]
    given = {row["person"]: row["gender"] for row in rows(made[TABLE])}
    assert given == {"Ida Krol": "woman", "Nils Aker": "no", "": ""}
    audits = [audited(one.brief, ()) for one in planned.made if one.brief]
    without = [due.make().text for due in quoted_pages(environment(None), audits, ())]
    assert not [text for text in without if "gender" in text or "woman" in text]


def test_no_cell_runs_and_every_name_comes_back_whole(made: dict[str, str]) -> None:
    table = rows(made[TABLE])
    assert {row["outlet"] for row in table if row["story"] == "dam"} == {'Krol, Moss & "Sons"'}
    assert {row["about: kind"] for row in table} == {"", "'=cmd|' /C calc'!A0"}
    assert {row["kind"] for row in table} <= {"named", "unnamed", "group", "institution", "not known"}
    assert all(len(row) == len(table[0]) and None not in row for row in table)


def other(made: Plan, path: str, change: Callable[[str], str]) -> Plan:
    pages = tuple(replace(page, text=change(page.text)) if page.path == path else page for page in made.pages)
    assert pages != made.pages
    return replace(made, pages=pages)


def test_a_changed_number_is_told_wherever_it_stands(planned: Plan, people: tuple[Person, ...]) -> None:
    assert not list(miscounted(planned.pages, people))
    texts = {page.path: page.text for page in planned.pages}
    head, rest = texts[PAGE].split("\n## ", 1)
    numbers = list(re.finditer(r"\d+(?=%| words?| statements?\n| asked| quoted| silent)", rest))
    assert len(numbers) > 30
    for found in numbers:
        start, end = found.start() + len(head) + 4, found.end() + len(head) + 4
        wrong = other(planned, PAGE, lambda text, a=start, b=end: f"{text[:a]}{int(text[a:b]) + 1}{text[b:]}")  # type: ignore[misc]
        assert {p.code for p in miscounted(wrong.pages, people)} == {"miscounted"}, texts[PAGE][start - 40 : end]
    for row in texts[TABLE].splitlines()[1:]:
        wrong = other(planned, TABLE, lambda text, row=row: text.replace(f"{row}\n", ""))  # type: ignore[misc]
        assert {p.code for p in miscounted(wrong.pages, people)} == {"miscounted"}


def test_the_published_page_is_held_against_the_evidence(built: Built, tmp_path: Path) -> None:
    path = "people/who-is-quoted/index.html"
    assert not list(uncounted(built.site.pages[path], built.site.pages))
    text = (built.folder / "site" / path).read_text(encoding="utf-8")
    found = re.search(r"death toll rises to 17[^<]*</a>: [\d,]+ words \(\d+%\) in ([\d,]+) statements", text)
    assert found
    (tmp_path / "index.html").write_text(text[: found.start(1)] + "99" + text[found.end(1) :], encoding="utf-8")
    wrong = read_page(tmp_path / "index.html", path)
    assert [code for code, _ in uncounted(wrong, built.site.pages)] == ["miscounted"]


def test_only_the_speakers_with_most_words_stand_on_the_page(
    planned: Plan, people: tuple[Person, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoted_page, "MOST", 1)
    audits = [audited(one.brief, people) for one in planned.made if one.brief]
    pages = {due.path: due.make() for due in quoted_pages(environment(None), audits, people)}
    speakers = lines(pages[PAGE].text, "By speaker")
    assert re.match(r"[12] more: ", speakers[1])
    assert speakers[2].startswith("Whom a brief does not name in full: ")
    assert not list(miscounted([pages.get(page.path, page) for page in planned.pages], people))


def test_the_table_is_the_builds_own_until_somebody_edits_it(made: dict[str, str], tmp_path: Path) -> None:
    put(made.items(), tmp_path)
    file = tmp_path / "content" / TABLE
    text = file.read_bytes().decode("utf-8")
    assert sealed(text) is sealed(text.replace("\n", "\r\n")) is True
    file.write_text(text.replace("named", "Named"), encoding="utf-8", newline="")
    assert sealed(file.read_bytes().decode("utf-8")) is False
    assert [p.path for p in put(made.items(), tmp_path)] == [f"content/{TABLE}"]
    file.write_text(text, encoding="utf-8", newline="")
    put(((path, text) for path, text in made.items() if path != TABLE), tmp_path)
    assert not file.exists()


@pytest.mark.parametrize(
    ("about", "told"),
    [("about: woman", "about"), ("about: {gender: [a, b]}", "gender"), ("about: {}", "about"), ("gender: woman", "unknown-key")],
)  # fmt: skip
def test_what_is_wrong_in_about_is_told_with_its_line(tmp_path: Path, about: str, told: str) -> None:
    (tmp_path / "people.yml").write_text(f"people:\n  - name: Ida Krol\n    {about}\n    why: x\n", encoding="utf-8")
    found = [str(p) for p in errors(read_people(tmp_path, "briefs")[1])]
    assert any(p.startswith("briefs/people.yml:3:") and told in p for p in found), found


def test_editors_get_completion_for_it() -> None:
    assert '"about"' in schemas()["people.json"]
