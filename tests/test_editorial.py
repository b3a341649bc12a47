"""What an editor is told to look at, how stories stand, and how the commands say it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from invented import ROOT, storybrief, times, write_story
from storybrief.cli import main
from storybrief.desk.editorial import _VIEWS, LOOK, as_table, notices, standings
from storybrief.english.tables import rows
from storybrief.pages.render import environment
from storybrief.pipeline.build import make
from storybrief.pipeline.plan import plan
from storybrief.problems import Problem

QUAY_A = """\
Quay wall gives way

They said the wall was old.

The quay wall at Fernmouth gave way on Sunday. Mayor Lotte Arend claimed the wall was checked in May.

"Nobody was on the quay when it fell," said Arend. Three boats sank.
"""
QUAY_B = """\
Boats lost at Fernmouth

The quay wall at Fernmouth gave way on Sunday.

"Nobody was near the quay when it fell," said Mayor Lotte Arend. Five boats sank.
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def quay(small: Path) -> Path:
    """A site with two stories: one as it should be, and one with much to look at."""
    write_story(small, "quay", {"a.txt": QUAY_A, "b.txt": QUAY_B})
    return small


def told(site: Path, story: str) -> tuple[Problem, ...]:
    brief = next(m.brief for m in plan(site).made if m.story == story)
    assert brief is not None
    return notices(brief)


# --- what is told, and in what order ---------------------------------------------------------------------------


def test_a_loaded_cue_is_told_with_what_it_does(quay: Path) -> None:
    (cue,) = [p for p in told(quay, "quay") if p.code == "loaded-cue"]
    assert (cue.path, cue.line) == ("briefs/quay/sources/a.txt", 5)
    assert "“claimed”" in cue.message
    assert "casts doubt" in cue.message
    assert "Arend" in cue.message


def test_a_neutral_cue_is_not_told(small: Path) -> None:
    assert "loaded-cue" not in {p.code for p in told(small, "ferry")}


def test_every_view_that_a_verb_carries_is_put_in_words() -> None:
    assert {row[2] for row in rows("statements/cues.tsv")} - {"neutral"} <= set(_VIEWS)


def test_what_differs_comes_before_what_is_missing(quay: Path) -> None:
    codes = [p.code for p in told(quay, "quay")]
    assert {"differs-figure", "differs-quotation", "loaded-cue", "no-date", "not-given"} <= set(codes)
    assert codes == sorted(codes, key=LOOK.index)
    assert codes[-1] == "not-given"


def test_a_pair_under_the_threshold_is_told_with_both_places(site: Path) -> None:
    brief = plan(site).made[0].brief
    assert brief is not None
    found = [p for p in notices(brief) if p.code == "maybe-same"]
    assert len(found) == len(brief.merged.possible) > 0
    assert all(re.search(r"may say the same as briefs/\S+:\d+ “.+” \(likeness 0\.\d\d\)", p.message) for p in found)


def test_every_notice_of_the_repositorys_stories_has_its_place_in_the_order() -> None:
    found = [n for m in plan(ROOT).made if m.brief for n in notices(m.brief)]
    assert len(found) > 20
    assert {n.severity for n in found} == {"warning"}


MILL = """\
Mill sold

Anna Berg met Nils Berg on Monday.

The mill is old and its wheel is broken.

Berg said the mill would stay. Karl Moen declined to say whether the wheel would be mended, and denied that it was cracked.

Karl Moen walked round the mill with Peter Lind. Lind nodded. “It is a shame to see it stand so still,” he said.
"""


def test_who_speaks_and_which_way_are_told_first(small: Path) -> None:
    write_story(small, "mill", {"a.txt": MILL, "b.txt": "Mill stands\n\nThe mill stood still on Monday.\n"})
    first = [
        p
        for p in told(small, "mill")
        if p.code in ("no-speaker", "doubtful-speaker", "turned-meaning", "no-statements")
    ]
    assert told(small, "mill")[: len(first)] == tuple(first)
    nobody = next(p for p in first if p.code == "no-speaker")
    assert "It could be Anna Berg, Nils Berg." in nobody.message
    turned = next(p for p in first if p.code == "turned-meaning")
    assert "it was cracked" in turned.message
    assert "denied" in turned.message
    assert [p.path for p in first if p.code == "no-statements"] == ["briefs/mill/sources/b.txt"]
    doubtful = next(p for p in first if p.code == "doubtful-speaker")
    assert doubtful.message.startswith("Peter Lind is taken")
    assert "It could be Karl Moen." in doubtful.message
    (stands,) = [s for s in standings(plan(small), small) if s.story == "mill"]
    codes = [p.code for p in first]
    assert (
        stands.unresolved_speakers,
        stands.doubtful_speakers,
        stands.turned_meanings,
        stands.without_statements,
    ) == tuple(map(codes.count, ("no-speaker", "doubtful-speaker", "turned-meaning", "no-statements")))


def test_what_is_sure_is_not_told(small: Path) -> None:
    write_story(small, "mill", {"a.txt": "Mill sold\n\n“The mill will stay,” Anna Berg said.\n"})
    assert not {"no-speaker", "doubtful-speaker", "turned-meaning", "no-statements"} & {
        p.code for p in told(small, "mill")
    }


# --- check -----------------------------------------------------------------------------------------------------


def test_plain_check_counts_what_editorial_lists(quay: Path) -> None:
    plain, full = run("check", "--site", quay), run("check", "--editorial", "--site", quay)
    assert plain.exit_code == full.exit_code == 0
    assert "loaded-cue" not in plain.output
    found = re.search(r"^(\d+) things for an editor to look at: “storybrief check --editorial”", plain.stdout, re.M)
    assert found is not None
    listed = re.findall(r"^  briefs/\S+: [a-z-]+: .+$", full.stdout, re.M)
    assert len(listed) == int(found[1])
    assert re.findall(r"^(\S+): \d+ things? to look at$", full.stdout, re.M) == ["ferry", "quay"]


def test_check_json_is_a_list_of_problems(quay: Path) -> None:
    write_story(quay, "kiln", {"kiln.txt": ""})
    plain, full = (json.loads(run("check", "--json", *more, "--site", quay).stdout) for more in ([], ["--editorial"]))
    assert [(p["path"], p["code"], p["severity"], p["line"]) for p in plain] == [
        ("briefs/kiln/sources/kiln.txt", "empty", "error", 0)
    ]
    assert all(set(p) == {"code", "severity", "path", "line", "message"} for p in full)
    assert {p["code"] for p in full} >= {"empty", "loaded-cue", "differs-figure"}


def test_check_json_of_nothing_is_an_empty_list(small: Path) -> None:
    done = run("check", "--json", "--site", small)
    assert (done.exit_code, json.loads(done.stdout), done.stderr) == (0, [], "")


# --- status ----------------------------------------------------------------------------------------------------


def test_status_counts_for_every_story(quay: Path) -> None:
    write_story(quay, "quay", {}, story="articles:\n  a.txt:\n    outlet: Fern News\n    published: 2026-02-01\n")
    before = times(quay)
    done = run("status", "--json", "--site", quay)
    assert done.exit_code == 0
    ferry, stands = json.loads(done.stdout)
    assert ferry["story"] == "ferry"
    assert (stands["story"], stands["articles"], stands["errors"]) == ("quay", 2, 0)
    assert (stands["missing_outlets"], stands["missing_dates"]) == (1, 1)
    assert stands["unresolved_speakers"] == sum(p.code == "no-speaker" for p in told(quay, "quay")) == 1
    assert times(quay) == before


def test_status_of_a_story_with_an_error_says_what_it_does_not_know(quay: Path) -> None:
    write_story(quay, "quay", {"c.txt": ""})
    done = run("status", "--site", quay)
    assert done.exit_code == 1
    head, _, stands = done.stdout.splitlines()
    assert head.split()[:3] == ["story", "articles", "errors"]
    assert stands.split() == ["quay", "3", "1", "0", *["–"] * 11]
    assert "storybrief check" in done.stderr


def test_the_columns_of_the_table_stand_under_each_other(quay: Path) -> None:
    table = list(as_table(standings(plan(quay), quay)))
    assert len({len(line) for line in table}) == 1


def test_status_in_a_folder_that_is_no_site_says_what_to_do(tmp_path: Path) -> None:
    done = run("status", "--site", tmp_path)
    assert done.exit_code == 1
    assert "storybrief new FOLDER" in done.stderr


# --- at a terminal ---------------------------------------------------------------------------------------------


def at_a_terminal(site: Path, *arguments: str, slow: bool = False, **environment: str) -> str:
    """Run a command with its errors at a terminal, and return what stands there.

    What a second is to the one who waits is none here when `slow`, and else more than any machine takes.
    """
    patience = f"import storybrief.cli.telling; storybrief.cli.telling._PATIENCE = {0.0 if slow else 1e9}; "
    ours, its = pty.openpty()
    code = f"{patience}from storybrief.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=site,
        stdout=subprocess.DEVNULL,
        stderr=its,
        env={k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"} | environment,
    ):
        os.close(its)
        shown = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # Linux says so when the other end is closed
                break
    os.close(ours)
    return shown.decode()


def test_colours_at_a_terminal_unless_no_color_is_set(small: Path) -> None:
    write_story(small, "kiln", {"kiln.txt": ""})
    assert "\x1b[31mempty" in at_a_terminal(small, "check")
    assert "\x1b[31mempty" in at_a_terminal(small, "check", NO_COLOR="")
    plain = at_a_terminal(small, "check", NO_COLOR="1")
    assert "kiln.txt: empty" in plain
    assert "\x1b" not in plain


def test_progress_is_shown_at_a_terminal_to_whoever_waits(quay: Path) -> None:
    assert "100%" in at_a_terminal(quay, "check", slow=True)
    assert "%" not in at_a_terminal(quay, "check")
    piped = storybrief(quay, "check")
    assert (piped.returncode, piped.stderr) == (0, "")


# --- help and completion ---------------------------------------------------------------------------------------


def test_exit_codes_are_in_the_help_and_kept(small: Path) -> None:
    assert (
        "Exit codes: 0 all is well, 1 something has to be mended, 2 the command was called wrongly."
        in run("--help").stdout
    )
    assert run("check", "--site", small).exit_code == 0
    assert run("check", "--nonsense").exit_code == 2
    assert run("explain").exit_code == 2


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_example_in_the_help_can_be_called(name: str) -> None:
    command = main.commands[name]
    examples = re.findall(rf"^ +storybrief {name} ?(.*?)(?:  +.*)?$", run(name, "--help").stdout, re.M)
    assert examples
    for example in examples:
        words = [w.strip('"') for w in re.findall(r'"[^"]+"|\S+', example)]
        words = ["." if w in ("site", "my-site", "inbox") and name != "new" else w for w in words]
        with command.make_context(name, words) as context:
            assert isinstance(context, click.Context)


def completed(site: Path, *words: str) -> list[str]:
    code = "from storybrief.cli import main; main(prog_name='storybrief')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site,
        env=os.environ
        | {
            "_STORYBRIEF_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("storybrief", *words)),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.split(",", 1)[1] for line in done.stdout.splitlines() if line]


def test_names_of_stories_and_of_their_speakers_complete(quay: Path) -> None:
    assert completed(quay, "explain", "q") == ["quay"]
    assert completed(quay, "add", "f") == ["ferry"]
    assert completed(quay, "explain", "quay", "ar") == ["Arend"]
    assert completed(quay, "explain", "nowhere", "ar") == []
    assert completed(quay.parent, "explain", "q") == [], "in a folder that is no site"


def test_the_readme_says_how_to_complete_and_what_exit_codes_mean() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "_STORYBRIEF_COMPLETE=bash_source storybrief" in readme
    assert "A command exits with 0 when all is well, 1 when something has to be mended" in readme
    assert all(f"`storybrief {name}" in readme for name in main.commands if name != "index")


def test_an_article_that_does_not_agree_with_itself_is_told() -> None:
    """Both articles of the example speak of key issues above a body that knows one."""
    made = make(ROOT / "briefs/gaza-ceasefire", ROOT, environment(None)).brief
    assert made is not None
    told = [p for p in notices(made) if p.code == "differs-within"]
    assert [p.line for p in told] == [1, 1]
    assert all("“key issues”" in p.message for p in told)
