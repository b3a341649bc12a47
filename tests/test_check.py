"""Whether the proof finds a word on a page that no article has, wherever it was changed."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from invented import FERRY_A, ROOT, contents, times, write_story
from storybrief.model import Line
from storybrief.pages.seal import seal
from storybrief.pipeline.plan import plan
from storybrief.pipeline.update import update
from storybrief.problems import Problem, errors
from storybrief.verify.check import _count, _shown, _tokens, check

Found = set[tuple[str, str]]


def build(site: Path) -> None:
    assert errors(update(site, cached=False).problems) == ()


def wrong(site: Path) -> Found:
    """The errors that `check` finds, as (path, code)."""
    return {(p.path, p.code) for p in errors(check(plan(site), site))}


def wrap(site: Path, name: str, before: str, after: str) -> None:
    """Give the site a template of its own: the packaged one between two pieces."""
    own = site / "templates"
    own.mkdir(exist_ok=True)
    shutil.copy(ROOT / "templates" / name, own / f"original-{name}")
    (own / name).write_text(f'{before}{{% include "original-{name}" %}}{after}', encoding="utf-8")


def append(site: Path, name: str, words: str) -> None:
    """Give the site a template of its own that prints more words at its end."""
    wrap(site, name, "", "\n\n" + words + "\n")


# --- nothing to find -------------------------------------------------------------------------------------------


def test_the_example_site_has_no_error_before_and_after_its_build(site: Path) -> None:
    assert wrong(site) == set(), "a page that was never built is no problem"
    build(site)
    before = times(site)
    assert wrong(site) == set()
    assert times(site) == before, "check writes nothing"


def test_every_story_of_the_repository_passes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "briefs", tmp_path / "briefs")
    assert wrong(tmp_path) == set()


# --- words that a template changes -----------------------------------------------------------------------------


def not_shown(problems: tuple[Problem, ...], path: str) -> list[Problem]:
    return [p for p in problems if (p.path, p.code) == (path, "not-shown")]


def test_a_template_that_changes_words_everywhere_is_found(small: Path) -> None:
    wrap(small, "evidence.md.jinja", '{% filter replace("hull", "keel") %}', "{% endfilter %}")
    wrap(small, "article.md.jinja", '{% filter replace("hull", "keel") %}', "{% endfilter %}")
    found = wrong(small)
    assert ("content/ferry/evidence.md", "not-shown") in found
    assert ("content/ferry/articles/coast.md", "not-shown") in found


def test_a_template_that_changes_one_letter_of_an_article_page_is_found_with_its_line(small: Path) -> None:
    wrap(small, "article.md.jinja", '{% filter replace("islanders use", "islanders uze") %}', "{% endfilter %}")
    planned = plan(small)
    (found,) = not_shown(check(planned, small), "content/ferry/articles/coast.md")
    page = next(p for p in planned.pages if p.path == "ferry/articles/coast.md")
    assert "uze the ferry" in page.text.split("\n")[found.line - 1]
    assert "About 340 islanders use the ferry" in found.message


@pytest.mark.parametrize("words", ["“About 340 islanders", "About 340 islanders use the ferry every day"])
def test_a_template_that_changes_one_of_two_places_is_found(small: Path, words: str) -> None:
    """The same sentence stands in a section and in its footnote; the other place must not hide the change."""
    changed = words.replace("340", "300")
    wrap(small, "evidence.md.jinja", f'{{% filter replace("{words}", "{changed}", 1) %}}', "{% endfilter %}")
    assert ("content/ferry/evidence.md", "not-shown") in wrong(small)


def test_a_template_that_swallows_words_is_found(small: Path) -> None:
    wrap(small, "article.md.jinja", '{% filter replace(" not ", " ") %}', "{% endfilter %}")
    assert ("content/ferry/articles/coast.md", "not-shown") in wrong(small)


def test_a_template_that_swallows_the_footnotes_is_found(small: Path) -> None:
    (small / "templates").mkdir()
    (small / "templates/evidence.md.jinja").write_text(
        "{{ front_matter }}\n# {{ brief.headline.words }}\n\n"
        "{% for line in agreed %}\n- {{ s.cut(line.shown) }}{{ s.cite(line.passages) }}\n{% endfor %}\n",
        encoding="utf-8",
    )
    found = wrong(small)
    assert ("content/ferry/evidence.md", "no-footnote") in found
    assert ("content/ferry/evidence.md", "not-shown") in found, "a footnote's words are promised with its mark"


def test_a_page_may_be_made_anew_as_long_as_the_words_stay(small: Path) -> None:
    (small / "templates").mkdir()
    (small / "templates/evidence.md.jinja").write_text(
        "{{ front_matter }}\n# {{ brief.headline.words }}\n\n"
        "{% for line in agreed %}\n1. **{{ s.words(line.shown) }}**{{ s.cite(line.passages) }}\n{% endfor %}\n\n"
        "{% for note in s.footnotes %}\n[^n{{ note.key }}]: *{{ note.words }}*\n{% endfor %}\n",
        encoding="utf-8",
    )
    found = {(path, code) for path, code in wrong(small) if path == "content/ferry/evidence.md"}
    assert found == set()


# --- words that somebody changed on disk -----------------------------------------------------------------------


def spots(page: str, articles: list[str]) -> list[int]:
    """Places of letters and digits on a page inside sentences of the articles."""
    made = set()
    for article in articles:
        for sentence in re.findall(r"[A-Z][^.\"\n]{20,}", article):
            for found in re.finditer(re.escape(sentence), page):
                made |= {at for at in range(*found.span()) if page[at].isalnum()}
    return sorted(made)


def test_each_of_200_changed_letters_on_disk_is_found(small: Path) -> None:
    update(small)
    planned = plan(small)
    articles = [p.read_text(encoding="utf-8") for p in (small / "briefs/ferry/sources").iterdir()]
    articles = [text.split("\n", 1)[1] for text in articles]  # a title is printed as metadata, in many places
    random_ = random.Random(20)
    for path in ("ferry/index.md", "ferry/articles/coast.md", "ferry/articles/island.md"):
        page = small / "content" / path
        text = page.read_text(encoding="utf-8")
        places = spots(text, articles)
        assert len(places) > 100
        for at in random_.sample(places, 67):
            new = "7" if text[at] == "3" else "3" if text[at].isdigit() else "x" if text[at] != "x" else "y"
            page.write_text(text[:at] + new + text[at + 1 :], encoding="utf-8")
            now = replace(planned, published=update(small, write=False).published)
            found = [p for p in errors(check(now, small)) if p.path == f"content/{path}"]
            assert "edited-page" in {p.code for p in found}, text[at - 30 : at + 30]
            if "articles" in path:
                lines = {p.line for p in found if p.code == "not-shown"}
                assert lines == {text.count("\n", 0, at) + 1}, text[at - 30 : at + 30]
        page.write_text(text, encoding="utf-8")


def test_a_changed_page_whose_seal_was_forged_is_found(small: Path) -> None:
    build(small)
    page = small / "content/ferry/evidence.md"
    head, _, rest = page.read_text(encoding="utf-8").partition("\nstorybrief: ")
    page.write_text(seal(head + rest[16:].replace("12 days", "13 days")), encoding="utf-8")
    assert wrong(small) == {("content/ferry/evidence.md", "out-of-date")}


def test_a_source_changed_after_the_build_makes_its_pages_out_of_date(small: Path) -> None:
    build(small)
    before = contents(small / "content")
    write_story(small, "ferry", {"coast.txt": FERRY_A.replace("About 340 islanders", "About 350 islanders")})
    assert wrong(small) == {
        ("content/ferry/articles/coast.md", "out-of-date"),
        ("content/ferry/brief.json", "out-of-date"),
        ("content/ferry/evidence.md", "out-of-date"),
        ("content/ferry/index.md", "out-of-date"),
        ("content/ferry/ledger.json", "out-of-date"),
    }
    assert contents(small / "content") == before


def test_a_page_of_a_removed_story_is_out_of_date(small: Path) -> None:
    write_story(small, "kiln", {"kiln.txt": FERRY_A})
    build(small)
    shutil.rmtree(small / "briefs/kiln")
    assert ("content/kiln/index.md", "out-of-date") in wrong(small)


def test_a_source_that_changes_under_the_proof_is_found(small: Path) -> None:
    """The source is read anew from its bytes: what the build believed of it does not count."""
    planned = plan(small)
    write_story(small, "ferry", {"coast.txt": FERRY_A.replace("crack", "track")})
    found = {(p.path, p.code) for p in errors(check(planned, small))}
    assert found >= {
        ("content/ferry/articles/coast.md", "not-verbatim"),
        ("content/ferry/evidence.md", "not-verbatim"),
    }


def test_an_override_that_no_longer_applies_is_found(small: Path) -> None:
    override = "overrides:\n  - do: drop\n    where: before the hull is safe\n    why: a try\n"
    write_story(small, "ferry", {}, overrides=override)
    build(small)
    write_story(small, "ferry", {"coast.txt": FERRY_A.replace("before the hull", "until the hull")})
    assert ("briefs/ferry/overrides.yml", "no-place") in wrong(small)


# --- footnotes and links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Words[^nowhere].", "no-footnote"),
        ("[map](map.md)", "dead-link"),
        ("![map](map.png)", "dead-link"),
        ('<a href="gone/index.md">x</a>', "dead-link"),
        ('<div>\n<img src="map.png">\n</div>', "dead-link"),
        ("[x][there]\n\n[there]: ../gone.md", "dead-link"),
        ("[claim](#nothing-here)", "dead-anchor"),
        ("[claim](../ferry/articles/coast.md#p99)", "dead-anchor"),
    ],
)
def test_a_footnote_or_link_that_leads_nowhere_is_found(small: Path, words: str, code: str) -> None:
    append(small, "evidence.md.jinja", words)
    assert wrong(small) == {("content/ferry/evidence.md", code)}


@pytest.mark.parametrize(
    "words",
    [
        "[home](../index.md)",
        "[p1](articles/coast.md#p1)",
        "[about](../about.md) and ![map](map.png)",
        "## More to read\n\n[more](#more-to-read)",
        "[away](https://example.org/x#y), <a href='mailto:a@example.org'>mail</a>, [host](//example.org/)",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(small: Path, words: str) -> None:
    (small / "content/about.md").write_text("# About\n", encoding="utf-8")
    (small / "content/ferry").mkdir()
    (small / "content/ferry/map.png").write_bytes(b"\x89PNG")
    append(small, "evidence.md.jinja", words)
    assert wrong(small) == set()


# --- names and places of words ---------------------------------------------------------------------------------


def test_a_speaker_whom_no_article_names_is_found(small: Path) -> None:
    planned = plan(small)
    (made,) = planned.made
    assert made.brief is not None
    first, *rest = made.brief.speakers
    for name, edited, expected in (("Ina Brend", False, True), ("Ina Brend", True, False)):
        brief = replace(made.brief, speakers=(replace(first, name=name, edited=edited), *rest))
        found = check(replace(planned, made=(replace(made, brief=brief),)), small)
        assert any(p.code == "not-verbatim" and name in p.message for p in found) is expected


def test_a_headline_that_no_article_has_is_found(small: Path) -> None:
    planned = plan(small)
    (made,) = planned.made
    assert made.brief is not None
    brief = replace(made.brief, headline=Line("Ferry sinks", made.brief.extracts[0].article.id))
    found = check(replace(planned, made=(replace(made, brief=brief),)), small)
    assert [p.message for p in errors(found)] == ["“Ferry sinks” is not in the source of coast."]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("| one day<br>two days |\n|---|\n| **three** *days* |", "one day two days\nthree days"),
        ("[^n1]: “&#42;five&#42;” [in](a.md#b)\n[^n2]: six", "“*five*” in six"),
        ('<span id="s">seven</span>, eight', "seven, eight"),
    ],
)
def test_the_words_of_a_page_are_read_as_a_reader_sees_them(page: str, words: str) -> None:
    assert _shown(_tokens(page)) == words


@pytest.mark.parametrize(
    ("words", "text", "count"),
    [("12 days", "12 days, 112 days, 12 daysies, 12 days", 2), ("aa", "aa aa aaa", 2), ("“x”", "a“x”b“x”", 2)],
)
def test_only_whole_words_count(words: str, text: str, count: int) -> None:
    assert _count(words, text) == count
