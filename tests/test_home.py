"""The home page and the pages of the months: every story is reached from them, and none of them grows with the archive."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import replace

from invented import ROOT, empty_site
from storybrief.english.calendar import in_words
from storybrief.model import Page
from storybrief.pages.home import IN_A_PART, NEWEST, HomeEntry, home_pages
from storybrief.pages.render import environment
from storybrief.pipeline.plan import plan

_LINK = re.compile(r"^## \[(.*)\]\((?:\.\./)?([\w-]+)/index\.md\)$", re.MULTILINE)


def story(number: int, updated: str | None) -> HomeEntry:
    return HomeEntry(f"story-{number}", f"Headline {number}", "A teaser.", "Made from 2 articles.", updated)


def made(entries: list[HomeEntry]) -> dict[str, Page]:
    """The pages made of these stories, by path."""
    return {due.path: due.make() for due in home_pages(environment(None), entries)}


def stories(page: Page) -> list[str]:
    return [name for _, name in _LINK.findall(page.text)]


def test_the_newest_stories_stand_on_the_home_page_and_the_others_are_a_link_away() -> None:
    entries = [story(n, "2026-03-01") for n in range(NEWEST + 5)]
    home = made(entries)["index.md"]
    assert stories(home) == [entry.story for entry in entries[:NEWEST]]
    assert "[5 older stories, by month](months/index.md)" in home.text


def test_every_story_stands_on_the_page_of_its_month_in_the_same_order() -> None:
    entries = [story(1, "2026-05-04"), story(2, "2026-05-01"), story(3, "2026-03-30"), story(4, None)]
    pages = made(entries)
    assert stories(pages["months/2026-05.md"]) == ["story-1", "story-2"]
    assert stories(pages["months/2026-03.md"]) == ["story-3"]
    assert stories(pages["months/undated.md"]) == ["story-4"]
    months = re.findall(r"^- \[(.*)\]\((.*)\): (.*)$", pages["months/index.md"].text, re.MULTILINE)
    assert months == [
        ("2026-05", "2026-05.md", "2 stories"),
        ("2026-03", "2026-03.md", "1 story"),
        ("Without a date", "undated.md", "1 story"),
    ]
    assert "[By month](months/index.md)" in pages["index.md"].text


def test_no_page_grows_with_the_archive() -> None:
    """A month of many stories has several parts, each with a link to every other; no story is lost or listed twice."""
    entries = [story(n, "2026-03-01") for n in range(3 * IN_A_PART + 1)]
    pages = made(entries)
    parts = [pages[f"months/2026-03{part}.md"] for part in ("", "-part-2", "-part-3", "-part-4")]
    assert [len(stories(part)) for part in parts] == [IN_A_PART, IN_A_PART, IN_A_PART, 1]
    assert [name for part in parts for name in stories(part)] == [entry.story for entry in entries]
    assert "[Part 1](2026-03.md) · Part 2 · [Part 3](2026-03-part-3.md) · [Part 4](2026-03-part-4.md)" in parts[1].text
    assert "# Stories of 2026-03, part 2 of 4" in parts[1].text


def test_a_page_is_made_anew_only_when_what_it_shows_changes() -> None:
    """A story that joins May changes nothing of March but the home page and the list of months."""
    old = [story(1, "2026-05-04"), story(2, "2026-03-30")]
    new = [story(3, "2026-05-06"), *old]
    before, after = (
        {due.path: due.made_from for due in home_pages(environment(None), entries)} for entries in (old, new)
    )
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {"index.md", "months/index.md", "months/2026-05.md"}


def test_a_site_without_a_story_says_how_to_begin() -> None:
    pages = made([])
    assert set(pages) == {"index.md"}
    assert "storybrief add" in pages["index.md"].text


def test_what_a_story_is_about_is_a_slice_of_an_article() -> None:
    """Without a teaser the claim that stands first is shown; where its words stand is known, for the proof."""
    planned = plan(ROOT)
    texts = {f"{m.story}/{e.article.id}": e.article.text for m in planned.made if m.brief for e in m.brief.extracts}
    pages = {page.path: page for page in planned.pages}
    listed = [page for path, page in pages.items() if path == "index.md" or re.match(r"months/\d", path)]
    assert len(listed) > 2
    for page in listed:
        assert page.slices
        for place in page.slices:
            assert place.span.of(texts[place.article]) in page.text.replace("&#58;", ":")


def test_no_story_may_be_called_like_the_folder_of_the_months(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    sources = site / "briefs/months/sources"
    sources.mkdir(parents=True)
    (sources / "a.txt").write_text("A pier opened\n\nA pier opened at Kell on Monday.\n", encoding="utf-8")
    assert [p.code for p in plan(site).problems] == ["story-name"]


def test_a_day_and_a_run_of_days_are_said_in_words() -> None:
    assert in_words("2026-05-04") == in_words("2026-05-04", "2026-05-04") == "4 May 2026"
    assert in_words("2025-10-08", "2025-10-16") == "8 to 16 October 2025"
    assert in_words("2026-04-30", "2026-05-02") == "30 April to 2 May 2026"
    assert in_words("2025-12-31", "2026-01-01") == "31 December 2025 to 1 January 2026"


def test_a_story_has_its_lead_day_outlets_and_what_they_disagree_on() -> None:
    entry = replace(
        story(1, "2026-05-04"),
        articles="5 articles (3 when copies count as one)",
        outlets=("Quay Wire", "Vale Post", "Aber News", "The Dock", "Kell Times"),
        disagree=("people aboard", "storm warning"),
    )
    text = made([entry])["index.md"].text
    line = "5 articles (3 when copies count as one)&#58; Quay Wire, Vale Post, Aber News, The Dock and 1 more"
    assert f'<time datetime="2026-05-04">4 May 2026</time> · {line}'.replace("&#58;", ":") in text.replace("&#58;", ":")
    assert '<span class="disagree">They disagree on: people aboard; storm warning.</span>' in text
