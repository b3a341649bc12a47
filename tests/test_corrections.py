"""`corrections:` in overrides.yml: a note on the brief, and one page of all corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from storybrief.pipeline.plan import plan
from storybrief.pipeline.update import update
from storybrief.problems import errors
from storybrief.verify.check import check

CORRECTIONS = """corrections:
  - kind: clarification
    what: The pier is the old one, not the ferry pier.
    when: 2026-02-03
    why: Readers asked.
  - kind: correction
    what: We had joined two sentences that do not say the same. & <b>no markup</b>
    when: 2026-03-01
    why: One is about 1911.
"""


def site(folder: Path, overrides: str, story: str = "pier") -> Path:
    sources = folder / f"briefs/{story}/sources"
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "a.txt").write_text(f"The {story} fell\n\nThe {story} fell on Monday, and nobody was hurt.\n")
    (sources.parent / "overrides.yml").write_text(overrides)
    return folder


def test_a_correction_stands_on_the_brief_and_on_the_page_of_all(tmp_path: Path) -> None:
    """Newest first, with the kind, the day and the reason; the words are shown, never markup."""
    folder = site(site(tmp_path, CORRECTIONS), "", "bank")
    planned = plan(folder)
    assert not errors(check(planned, folder))
    made = {page.path: page.text for page in planned.pages}
    assert made["pier/index.md"].index("> **Correction, 2026-03-01.**") < made["pier/index.md"].index(
        "> **Clarification,"
    )
    assert made["corrections.md"].index("## 2026-03-01: Correction") < made["corrections.md"].index("## 2026-02-03:")
    assert "(pier/index.md)" in made["corrections.md"]
    assert "<b>" not in made["corrections.md"] + made["pier/index.md"]
    assert "orrection" not in made["bank/index.md"]
    assert "[Corrections](corrections.md)" in made["index.md"]


def test_without_corrections_there_is_no_page_and_the_last_one_takes_it_away(tmp_path: Path) -> None:
    folder = site(tmp_path, CORRECTIONS)
    update(folder, cached=False)
    assert (folder / "content/corrections.md").is_file()
    site(tmp_path, "")
    update(folder, cached=False)
    assert not (folder / "content/corrections.md").exists()
    assert "orrection" not in (folder / "content/index.md").read_text()


def test_a_withdrawn_brief_warns(tmp_path: Path) -> None:
    text = CORRECTIONS.replace("kind: correction", "kind: withdrawn")
    page = next(p.text for p in plan(site(tmp_path, text)).pages if p.path == "pier/index.md")
    note = page[page.index("> **Withdrawn") :]
    assert note.split("\n")[1] == "{: .warning }"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "kind: correction",
            "kind: corection",
            ":6: wrong-value: “kind” must be 'correction', 'clarification' or 'withdrawn'.",
        ),
        ("2026-03-01", "soon", ":8: wrong-value: “when” must be a day such as 2025-07-08."),
        ("2026-03-01", "2026-03-01T10:00", ":8: wrong-value: “when” must be a day such as 2025-07-08."),
        ("    why: Readers asked.\n", "", ":2: missing-key: Add “why:”."),
        ("what: We", "waht: We", ":7: unknown-key: Remove “waht”: it means nothing here. Did you mean “what”?"),
        ("corrections:", "corections:", ":1: unknown-key: Remove “corections”"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    problems = plan(site(tmp_path, CORRECTIONS.replace(old, new))).problems
    assert any(str(p).startswith(f"briefs/pier/overrides.yml{message}") for p in problems), [str(p) for p in problems]
