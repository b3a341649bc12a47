"""What a newer version of an article changed: kept beside it, compared, shown and proved."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from invented import ROOT, contents, empty_site, ferry, the_brief, write_story
from storybrief.cli import main
from storybrief.desk.editorial import notices
from storybrief.model import Extract, Passage, Update
from storybrief.pipeline.plan import plan
from storybrief.pipeline.update import update
from storybrief.problems import errors
from storybrief.verify.check import check

FIRST = """\
Clock of Tarnby stops

The clock of Tarnby stopped at noon on Monday. Nobody was hurt.

"We will mend it within a week," mayor Ole Fenn said. He blamed the frost for it.

The tower was closed to 30 visitors. A baker heard the last stroke.
"""
SECOND = """\
Clock of Tarnby stops for good

The clock of Tarnby stopped at noon on Monday. Two workers were hurt when a weight fell.

"We will mend it within a month," mayor Ole Fenn said. He blamed the frost for it.

The tower was closed to some 40 visitors. A spare wheel is on its way from Oldhaven.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


def with_earlier(site: Path, *texts: str, overrides: str | None = None) -> None:
    """Write a story whose article had these versions, the last of which is in sources/."""
    earlier = {f"earlier/clock.{n}.txt": text for n, text in enumerate(texts[:-1], 1)}
    (site / "briefs/clock/sources/earlier").mkdir(parents=True, exist_ok=True)
    write_story(site, "clock", {**earlier, "clock.txt": texts[-1]}, overrides=overrides)


def versions(site: Path, *texts: str) -> tuple[Update, ...]:
    """What is found when an article had these versions."""
    with_earlier(site, *texts)
    return the_brief(site).updates


def words(extract: Extract, at: Passage | None) -> str | None:
    return at.span.of(extract.article.text) if at else None


def rows(update: Update) -> list[tuple[str, str | None, str | None]]:
    return [(r.kind, words(update.was, r.was), words(update.now, r.now)) for r in update.revisions]


# --- what is found ---------------------------------------------------------------------------------------------


def test_altered_quotations_come_first_then_what_is_reworded_gone_and_new(site: Path) -> None:
    [update] = versions(site, FIRST, SECOND)
    assert (update.article, update.number, update.kept) == ("clock", 1, 2)
    assert rows(update) == [
        (
            "quotation",
            '"We will mend it within a week," mayor Ole Fenn said.',
            '"We will mend it within a month," mayor Ole Fenn said.',
        ),
        ("reworded", "The tower was closed to 30 visitors.", "The tower was closed to some 40 visitors."),
        ("gone", "Nobody was hurt.", None),
        ("gone", "A baker heard the last stroke.", None),
        ("new", None, "Two workers were hurt when a weight fell."),
        ("new", None, "A spare wheel is on its way from Oldhaven."),
    ]


def test_a_version_that_only_moves_sentences_changes_none(site: Path) -> None:
    moved = FIRST.replace(" Nobody was hurt.", "") + "\nNobody was hurt.\n"
    [update] = versions(site, FIRST, moved)
    assert (update.revisions, update.kept) == ((), 6)


def test_each_version_is_compared_with_the_one_after_it(site: Path) -> None:
    third = SECOND.replace("some 40", "some 50")
    one, two = versions(site, FIRST, SECOND, third)
    assert (one.was.article.id, one.now.article.id) == ("clock.1", "clock.2")
    assert (two.was.article.id, two.now.article.id) == ("clock.2", "clock")
    assert [kind for kind, *_ in rows(two)] == ["reworded"]


def test_a_quotation_in_another_sentence_of_the_newer_version_is_found_by_its_words(site: Path) -> None:
    told = 'Ole Fenn, who is mayor since last spring and a clockmaker himself, told the town council: "We will mend it within a month."'
    [update] = versions(site, FIRST, SECOND.replace('"We will mend it within a month," mayor Ole Fenn said.', told))
    assert rows(update)[0] == ("quotation", '"We will mend it within a week," mayor Ole Fenn said.', told)


def test_a_quotation_whose_marks_are_gone_is_altered(site: Path) -> None:
    bare = "Mayor Ole Fenn said we will mend it within a week."
    [update] = versions(site, FIRST, FIRST.replace('"We will mend it within a week," mayor Ole Fenn said.', bare))
    assert rows(update)[0][0] == "quotation"


def test_the_order_of_the_numbers_counts_not_that_of_the_names(site: Path) -> None:
    texts = [FIRST.replace("30", str(n)) for n in range(30, 42)]
    assert [u.number for u in versions(site, *texts)] == list(range(1, 12))
    assert [rows(u)[0][1] for u in versions(site, *texts)][9] == "The tower was closed to 39 visitors."


def test_what_is_declared_of_an_article_holds_for_its_earlier_versions(site: Path) -> None:
    write_story(site, "clock", {}, story="articles:\n  clock.txt:\n    outlet: Tarnby Post\n")
    [update] = versions(site, FIRST, SECOND)
    assert update.was.article.source.outlet == "Tarnby Post"


# --- the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def clock(site: Path) -> Path:
    """A story with the first version of its article; returns the article's file."""
    return write_story(site, "clock", {"clock.txt": FIRST}) / "sources" / "clock.txt"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    file = tmp_path / "saved.txt"
    file.write_text(SECOND, encoding="utf-8")
    return file


def replace(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["replace", *map(str, arguments)])


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_newer_version_takes_the_place_and_the_old_bytes_are_kept(clock: Path, newer: Path) -> None:
    old = clock.read_bytes()
    done = replace(clock, newer)
    kept = clock.parent / "earlier" / "clock.1.txt"
    assert (done.exit_code, done.stdout) == (0, f"made {kept}\nchanged {clock}\n")
    assert (kept.read_bytes(), clock.read_bytes()) == (old, newer.read_bytes())
    newer.write_text(SECOND.replace("some 40", "some 50"), encoding="utf-8")
    assert replace(clock, newer).exit_code == 0
    assert sorted(p.name for p in kept.parent.iterdir()) == ["clock.1.txt", "clock.2.txt"]
    assert [rows(u)[0][0] for u in the_brief(clock.parents[3]).updates] == ["quotation", "reworded"]


def test_the_same_bytes_again_change_nothing(clock: Path, newer: Path) -> None:
    newer.write_bytes(clock.read_bytes())
    done = replace(clock, newer)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "already-there" in done.stderr
    assert not (clock.parent / "earlier").exists()


def test_after_an_interruption_the_old_bytes_are_not_kept_twice(clock: Path, newer: Path) -> None:
    """Killed between keeping the old bytes and putting the new ones in their place."""
    (clock.parent / "earlier").mkdir()
    shutil.copy(clock, clock.parent / "earlier" / "clock.1.txt")
    assert replace(clock, newer).stdout == f"changed {clock}\n"
    assert [p.name for p in (clock.parent / "earlier").iterdir()] == ["clock.1.txt"]


def test_what_cannot_be_a_newer_version_is_told_at_once_and_nothing_is_written(
    clock: Path, newer: Path, tmp_path: Path
) -> None:
    before = contents(clock.parents[3])
    empty, page = tmp_path / "empty.txt", tmp_path / "page.html"
    empty.write_text("")
    page.write_text("<p>A clock.</p>")
    told = {
        (clock, empty): "empty: Fill the file, or delete it: it is empty.",
        (clock, tmp_path / "gone.txt"): "unreadable: There is no such file.",
        (
            clock,
            page,
        ): "format: Save it as .txt, as the article that it replaces, or make it an article of its own: “storybrief add clock ",
        (clock.with_name("clok.txt"), newer): f"no-article: There is no such article. Did you mean “{clock}”?",
        (tmp_path / "saved.txt", newer): "no-article: Name an article of a story: a file in briefs/STORY/sources/.",
    }
    for (article, new), words in told.items():
        done = replace(article, new)
        assert done.exit_code == 1
        assert words in done.stderr
    assert replace(clock).exit_code == replace(clock, newer, "--from-git").exit_code == len(("called", "wrongly"))
    assert contents(clock.parents[3]) == before


def test_git_gives_what_was_saved_over(clock: Path, newer: Path) -> None:
    """In the last commit, or in an older one; with CR LF where git puts it into the folder so."""
    site = clock.parents[3]
    git(site, "init")
    (site / ".gitattributes").write_text("*.txt text eol=crlf\n")
    git(site, "add", ".")
    git(site, "commit", "-m", "First.")
    clock.write_bytes(newer.read_bytes())
    done = replace(clock, "--from-git")
    kept = clock.parent / "earlier" / "clock.1.txt"
    assert (done.exit_code, done.stdout) == (0, f"made {kept}\n")
    assert kept.read_bytes() == FIRST.replace("\n", "\r\n").encode()
    assert clock.read_bytes() == newer.read_bytes()
    assert "already-there" in replace(clock, "--from-git", "HEAD").stderr
    kept.unlink()
    git(site, "commit", "-am", "Second.")
    assert replace(clock, "--from-git", "HEAD~1").stdout == f"made {kept}\n"


def test_what_git_has_not_is_told(clock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = clock.parents[3]
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(site.parent))
    assert "not-in-git: Name a commit that has the file" in replace(clock, "--from-git").stderr
    git(site, "init")
    git(site, "add", ".")
    git(site, "commit", "-m", "First.")
    assert f"{clock}: unchanged: Nothing changed since “HEAD”" in replace(clock, "--from-git").stderr
    assert "Git says of “HEAD~7”: fatal:" in replace(clock, "--from-git", "HEAD~7").stderr
    monkeypatch.setenv("PATH", str(site))
    assert "no-git: Git cannot be started" in replace(clock, "--from-git").stderr
    assert not (clock.parent / "earlier").exists()


# --- what is wrong in sources/earlier/ -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("clock.txt", "earlier-name: Name the file after its article, with a number"),
        ("clock.01.txt", "earlier-name: "),
        ("clok.1.txt", "no-such-source: There is no article “clok.txt” in sources/ that this is an earlier version of. If “clock.txt” is it under a new name, rename this file too. Else delete this file."),
        ("clock.1.html", "no-such-source: There is no article “clock.html”"),
        ("clock.1.txt/x.txt", "folder: Move the files of this folder into earlier/ itself"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_earlier_version_is_told(clock: Path, name: str, told: str) -> None:
    file = clock.parent / "earlier" / name
    file.parent.mkdir(parents=True)
    file.write_text(FIRST, encoding="utf-8")
    path = f"briefs/clock/sources/earlier/{name.partition('/')[0]}"
    [problem] = plan(clock.parents[3]).problems
    assert str(problem).startswith(f"{path}: {told}")


def test_an_earlier_version_that_cannot_be_read_is_told(clock: Path) -> None:
    (clock.parent / "earlier").mkdir()
    (clock.parent / "earlier" / "clock.1.txt").write_text("")
    assert [f"{p.path}: {p.code}" for p in plan(clock.parents[3]).problems] == [
        "briefs/clock/sources/earlier/clock.1.txt: empty"
    ]


def test_hidden_files_among_the_earlier_versions_are_left_alone(clock: Path) -> None:
    (clock.parent / "earlier").mkdir()
    (clock.parent / "earlier" / ".DS_Store").write_bytes(b"\0")
    assert plan(clock.parents[3]).problems == ()


# --- overrides -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", ["", "    article: clock.txt\n"])
def test_an_override_whose_words_went_with_the_newer_version_says_so(site: Path, article: str) -> None:
    entry = f"overrides:\n  - do: speaker\n    where: We will mend it within a week\n    to: Ole Fenn\n{article}    why: x\n"
    with_earlier(site, FIRST, SECOND, overrides=entry)
    [problem] = plan(site).problems
    assert str(problem) == (
        "briefs/clock/overrides.yml:2: article-changed: clock.txt changed: “We will mend it within a week” stood in its "
        "version 1 (clock.1.txt) and is gone. Quote what stands there now, or delete this override. The nearest words "
        'are: “"We will mend it within a month," mayor” (clock)'
    )


# --- what is made of it ----------------------------------------------------------------------------------------


def test_a_changed_earlier_version_is_seen_by_the_next_build_and_nothing_else_is_made(site: Path) -> None:
    versions(site, FIRST, SECOND)
    ferry(site)
    update(site)
    assert update(site).published.written == ()
    file = site / "briefs/clock/sources/earlier/clock.1.txt"
    file.write_text(FIRST.replace("within a week", "within a day"), encoding="utf-8")
    assert set(update(site).published.written) == {"clock/evidence.md", "clock/brief.json"}
    assert "within a **day**" in (site / "content/clock/evidence.md").read_text("utf-8")
    file.unlink()
    assert "clock/evidence.md" in update(site).published.written
    assert "updated-articles" not in (site / "content/clock/evidence.md").read_text("utf-8")


def test_words_of_an_earlier_version_that_a_template_changes_are_found(site: Path) -> None:
    versions(site, FIRST, SECOND)
    assert not errors(check(plan(site), site))
    own = site / "templates/revision.md.jinja"
    own.parent.mkdir()
    packaged = (ROOT / "templates/revision.md.jinja").read_text("utf-8")
    words_of = "s.compared(revision.was, revision.now)"
    own.write_text(packaged.replace(words_of, f"{words_of}|replace('week', 'year')"), encoding="utf-8")
    assert {p.code for p in errors(check(plan(site), site))} == {"not-shown"}


def test_an_editor_is_told_of_an_altered_quotation(site: Path) -> None:
    versions(site, FIRST, SECOND)
    [notice] = [n for n in notices(the_brief(site)) if n.code == "quotation-altered"]
    assert str(notice) == (
        'briefs/clock/sources/clock.txt:5: quotation-altered: “"We will mend it within a month," mayor Ole Fenn said.” was '
        '“"We will mend it within a week," mayor Ole Fenn said.” in the version before '
        "(briefs/clock/sources/earlier/clock.1.txt:5)."
    )
