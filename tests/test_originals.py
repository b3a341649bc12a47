"""People's own files: whoever is killed or finds the disk full loses no byte of them, and the next command tells and mends.

Every run here is the real command in a process of its own, killed by the system or refused by it.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from invented import FERRY_A, FERRY_B, contents, empty_site, ferry, nightly, storybrief, write_story
from storybrief.cli import main
from storybrief.store.files import TEMPORARY, abandoned, new_folder, replace_file, write_files

KILLS = 67 if nightly() else 5
"""For each of the three commands."""

LONG = "".join(
    f"\nThe keeper of pier {n} counted {n + 20} crates, and Ida Moen said the store was dry.\n" for n in range(12)
)

# Kills itself at a step, a thing that it does to a file of the site; without one it says how many steps there were.
AT_A_STEP = """
import os, signal, sys
step, done = int(sys.argv.pop(1)), 0
names = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "shutil.rmtree"}
def watch(event, arguments):
    global done
    if event in names and os.fspath(arguments[0] or "") if isinstance(arguments[0], (str, os.PathLike)) else False:
        if "briefs" in str(arguments[0]):
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from storybrief.cli import main
try:
    main()
finally:
    print("steps", done, file=sys.stderr)
"""


def build(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", "--workers", "1", "--site", str(site), *arguments])


@dataclass(frozen=True)
class Act:
    """A command that writes people's files: the sources of the story `pier` before it, and its words."""

    before: dict[str, str]
    words: tuple[str, ...]


SAVED = {"pier.txt": f"The pier\n{LONG}", "port.txt": f"The port\n{LONG}", "ferry.txt": FERRY_A}
NEWER = FERRY_A.replace("12 days", "21 days") + LONG
ADD = ("add", "pier", *(f"../saved/{name}" for name in SAVED))
ACTS = {
    "a new story": Act({}, ADD),
    "more articles": Act({"coast.txt": FERRY_A, "island.txt": FERRY_B}, ADD),
    "a newer version": Act(
        {"coast.txt": FERRY_A + LONG}, ("replace", "briefs/pier/sources/coast.txt", "../saved/newer.txt")
    ),
}


def start(folder: Path, act: Act) -> Path:
    """Make a site and the files that somebody saved beside it; built."""
    site = empty_site(folder / "site")
    ferry(site, "other")
    if act.before:
        write_story(site, "pier", act.before)
    (folder / "saved").mkdir()
    for name, words in {**SAVED, "newer.txt": NEWER}.items():
        (folder / "saved" / name).write_text(words, encoding="utf-8")
    assert build(site).exit_code == 0
    return site


def known(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if TEMPORARY not in path}


def killed_when_writing(site: Path, words: tuple[str, ...], after: float) -> None:
    """Kill a command some time after its first half is on the disk."""
    code = [sys.executable, "-c", "from storybrief.cli import main; main()", *words]
    child = subprocess.Popen(code, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    looked_at = [site / "briefs", site / "briefs/.schema", site / "briefs/pier", site / "briefs/pier/sources"]
    while child.poll() is None and not any(
        entry.name.startswith(TEMPORARY) for folder in looked_at if folder.is_dir() for entry in os.scandir(folder)
    ):
        time.sleep(0.0002)
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()


def people_s(files: dict[str, bytes]) -> dict[str, bytes]:
    """What people keep in briefs/: not the schemas, which follow what a story has said so far."""
    return {path: data for path, data in files.items() if not path.startswith(".schema/")}


@pytest.mark.parametrize("name", ACTS)
def test_add_and_replace_killed_at_any_moment_cut_nothing_and_the_next_command_tells_and_mends(
    name: str, tmp_path: Path
) -> None:
    """5 kills each here, 67 in the nightly run: half of them at a step, half at a moment while files are written."""
    act = ACTS[name]
    site = start(tmp_path / "first", act)
    before, old = contents(site / "briefs"), contents(site / "content")
    ended = subprocess.run([sys.executable, "-c", AT_A_STEP, "0", *act.words], cwd=site, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    steps = int(ended.stderr.split()[-1])
    assert build(site).exit_code == 0
    after, new = contents(site / "briefs"), contents(site / "content")
    assert steps > 5
    assert after != before

    chance = random.Random(name)
    told = 0
    for kill in range(KILLS):
        place = tmp_path / f"kill-{kill}"
        place.mkdir()
        shutil.copytree(site.parent / "saved", place / "saved")
        start_from = place / "site"
        shutil.copytree(site, start_from, ignore=shutil.ignore_patterns("briefs", "content"))
        for folder, files in (("briefs", before), ("content", old)):
            for path, data in files.items():
                (start_from / folder / path).parent.mkdir(parents=True, exist_ok=True)
                (start_from / folder / path).write_bytes(data)
        if kill % 2:
            killed_when_writing(start_from, act.words, chance.random() * 0.02)
        else:
            step = str(1 + chance.randrange(steps))
            died = subprocess.run(
                [sys.executable, "-c", AT_A_STEP, step, *act.words], cwd=start_from, capture_output=True
            )
            assert died.returncode == -signal.SIGKILL
        left = people_s(contents(start_from / "briefs"))
        for path, data in known(left).items():
            assert data in (before.get(path), after.get(path)), f"{path} is cut"
        assert people_s(before).keys() <= left.keys()
        halves = [path for path in start_from.rglob("*") if path.name.startswith(TEMPORARY)]
        built = build(start_from)
        assert built.exit_code == 0, built.output
        assert bool(halves) <= ("unfinished: " in built.stderr)
        told += "unfinished: " in built.stderr or "same-version: " in built.stderr
        assert not [path for path in start_from.rglob("*") if path.name.startswith(TEMPORARY)]
        if name != "more articles":
            assert contents(start_from / "content") in (old, new), "the pages are those of before or after"
        again = storybrief(start_from, *act.words)
        assert again.returncode == 0, again.stderr
        assert people_s(contents(start_from / "briefs")) == people_s(after)
        assert build(start_from).exit_code == 0
        assert contents(start_from / "content") == new
        shutil.rmtree(place)
    assert told, "some kill left something to tell"


# --- a full disk -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most_bytes", [0, 100, 1_000])
@pytest.mark.parametrize("name", ACTS)
def test_on_a_full_disk_add_and_replace_change_nothing_and_say_so(name: str, most_bytes: int, tmp_path: Path) -> None:
    """The system refuses to let a file grow further, as it does when the disk is full."""
    act = ACTS[name]
    site = start(tmp_path, act)
    before = contents(tmp_path)
    folders = {p for p in (site / "briefs").rglob("*") if p.is_dir()}
    failed = subprocess.run(
        [sys.executable, "-c", "from storybrief.cli import main; main()", *act.words],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes)),
    )
    assert failed.returncode == 1
    assert ": unwritable: " in failed.stderr
    assert "Traceback" not in failed.stderr
    assert contents(tmp_path) == before
    assert {p.name for p in (site / "briefs").rglob("*") if p.is_dir() and p not in folders} <= {"earlier", ".schema"}
    built = build(site)
    assert (built.exit_code, built.stderr) == (0, "")
    assert storybrief(site, *act.words).returncode == 0
    assert build(site).exit_code == 0


# --- the owner of all writing ------------------------------------------------------------------------------------


def test_a_file_that_is_there_stops_all_files_that_were_to_be_made_with_it(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_files({tmp_path / "a.txt": b"new", tmp_path / "b.txt": b"new"}, {tmp_path / "b.txt": b"other"})
    assert contents(tmp_path) == {"b.txt": b"mine"}
    with pytest.raises(OSError, match="not empty"):
        new_folder(tmp_path, {"c.txt": b"new"})
    assert contents(tmp_path) == {"b.txt": b"mine"}


def test_rights_are_kept_and_new_files_have_those_of_the_process(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(b"old")
    (tmp_path / "old.txt").chmod(0o640)
    write_files({tmp_path / "new.txt": b"new"}, {tmp_path / "old.txt": b"newer"})
    made = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.iterdir()}
    umask = os.umask(0)
    os.umask(umask)
    assert made == {"old.txt": 0o640, "new.txt": 0o666 & ~umask}
    replace_file(tmp_path / "new.txt", b"x", mode=0o600)
    assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o600


def test_a_half_is_abandoned_when_its_process_is_no_more(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert abandoned(f"{TEMPORARY}{gone.pid}-12ab")
    assert not abandoned(f"{TEMPORARY}{os.getpid()}-12ab")
    assert not abandoned(f"{TEMPORARY}1-12ab"), "another user's"
    assert abandoned(f"{TEMPORARY}12ab")
    assert not abandoned("storybrief-12ab.txt")


def test_an_earlier_version_with_the_same_bytes_is_told_and_is_no_edit(small: Path) -> None:
    """What a kill between keeping the old bytes and putting the new ones in their place leaves."""
    assert build(small).exit_code == 0
    pages = contents(small / "content")
    sources = small / "briefs/ferry/sources"
    (sources / "earlier").mkdir()
    shutil.copy(sources / "coast.txt", sources / "earlier/coast.1.txt")
    built = build(small)
    assert built.exit_code == 0
    assert "briefs/ferry/sources/earlier/coast.1.txt: same-version: " in built.stderr
    assert contents(small / "content") == pages
    (sources / "coast.txt").write_text(FERRY_B, encoding="utf-8")
    assert "same-version" not in build(small).stderr


def test_a_check_sweeps_no_half_and_tells_of_it(small: Path) -> None:
    half = small / "briefs/ferry/sources" / f"{TEMPORARY}12ab"
    half.write_bytes(b"Ferry sto")
    for words in (["check"], ["build", "--check"]):
        done = CliRunner().invoke(main, [*words, "--site", str(small)])
        assert "briefs/ferry/sources: unfinished: " in done.stderr
        assert half.exists()
    assert "is removed" in build(small).stderr
    assert not half.exists()


# --- names of files, on a terminal -------------------------------------------------------------------------------


def test_no_name_of_a_file_commands_the_terminal(small: Path) -> None:
    """An escape sequence, a line end, a C1 control and a sign that turns letters round; each is shown as an escape."""
    evil = "a\x1b[2Jb\nc\x9bd\u202ee"
    sources = small / "briefs/ferry/sources"
    (sources / f"{evil}.ps").write_bytes(b"%!PS")
    (small / "briefs" / evil).mkdir()
    (small / "saved").mkdir()
    saved = small / "saved" / f"{evil}.txt"
    saved.write_text(FERRY_A, encoding="utf-8")
    runs = [["build"], ["build", "--check"], ["check"], ["check", "--json"], ["check", "--editorial"], ["status"]]
    runs += [["add", "kiln", str(saved)], ["add", evil, str(saved)], ["explain", evil]]
    said = [CliRunner().invoke(main, [*words, "--site", str(small)]) for words in runs]
    said += [CliRunner().invoke(main, ["replace", str(sources / "coast.txt"), str(sources / f"{evil}.ps")])]
    for done in said:
        assert not isinstance(done.exception, Exception) or isinstance(done.exception, SystemExit)
        assert not set(done.output) & set("\x1b\x9b\u202e"), done.output
        assert "b\nc" not in done.output
    assert "a\\x1b[2Jb\\nc\\x9bd\\u202ee.ps: format: " in said[0].stderr


# --- what came into a story without anybody's will ---------------------------------------------------------------


def said_of(site: Path) -> list[tuple[str, str]]:
    """What a build tells: the path and code of each problem."""
    return [tuple(line.split(": ")[:2]) for line in build(site).stderr.splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "words", "read"),
    [
        ("coast (Ann's conflicted copy 2026-03-01).txt", FERRY_A + "Later.\n", False),
        ("coast.sync-conflict-20260301-101500-ABCDEFG.txt", FERRY_A + "Later.\n", False),
        ("coast 2.txt", FERRY_A, False),
        ("coast 2.txt", FERRY_A + "Later.\n", True),
        ("coast (1).txt", FERRY_A + "Later.\n", True),
        ("Copy of coast.txt", FERRY_A, False),
        ("coast - Copy.txt", FERRY_A, False),
    ],
)
def test_a_copy_that_a_program_made_is_told_unless_story_yml_names_it(
    small: Path, name: str, words: str, read: bool
) -> None:
    write_story(small, "ferry", {name: words})
    assert said_of(small) == [(f"briefs/ferry/sources/{name}", "copy")]
    assert len(list((small / "content/ferry/articles").glob("*.md"))) == 2 + read
    write_story(small, "ferry", {}, story=f'articles:\n  coast.txt:\n  island.txt:\n  "{name}":\n')
    assert said_of(small) == []
    assert len(list((small / "content/ferry/articles").glob("*.md"))) == 3


def test_a_number_in_a_name_alone_makes_no_copy(small: Path) -> None:
    write_story(small, "ferry", {"gazette 2.txt": FERRY_A, "copy of a letter.txt": FERRY_B})
    assert said_of(small) == []


def test_a_source_that_story_yml_does_not_list_is_told_when_it_lists_others(small: Path) -> None:
    write_story(small, "ferry", {}, story="length: 5\n")
    assert said_of(small) == []
    write_story(small, "ferry", {}, story="articles:\n  coast.txt:\n")
    assert said_of(small) == [("briefs/ferry/sources/island.txt", "not-listed")]


@pytest.mark.parametrize("name", ["sources/coast.txt", "story.yml", "overrides.yml"])
def test_a_merge_that_nobody_finished_is_told_and_not_published(small: Path, name: str) -> None:
    file = small / "briefs/ferry" / name
    ours = file.read_text("utf-8") if file.exists() else "# ours\n"
    file.write_text(f"{ours}<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> theirs\n", encoding="utf-8")
    done = build(small)
    assert done.exit_code == 1
    assert f"briefs/ferry/{name}:{ours.count(chr(10)) + 1}: conflict: " in done.stderr
    assert not (small / "content/ferry").exists()
    file.write_text(f"{ours}\n" if name.startswith("sources") else ours, encoding="utf-8")
    assert build(small).exit_code == 0


def test_signs_that_no_merge_left_are_words(small: Path) -> None:
    words = (
        f"{FERRY_A}\n========\n\n>>>>>>> It was forwarded seven times, Ida Moen said.\n\nThe quay <<<<<<< was cut.\n"
    )
    write_story(small, "ferry", {"coast.txt": words})
    assert build(small).exit_code == 0


def test_drafts_and_folders_set_aside_stop_nothing(small: Path) -> None:
    assert build(small).exit_code == 0
    pages = contents(small / "content")
    briefs = small / "briefs"
    for folder in ("_x", "_x/sources", "drafts", "ferry/sources/_old", "ferry/sources/coast_files"):
        (briefs / folder).mkdir()
        (briefs / folder / "note.txt").write_text("Ask the harbour master again.\n", encoding="utf-8")
    assert said_of(small) == [("briefs/drafts", "no-story"), ("briefs/ferry/sources/coast_files", "folder")]
    assert contents(small / "content") == pages
    checked = CliRunner().invoke(main, ["check", "--site", str(small)])
    assert checked.exit_code == 0
    assert "no-story" in checked.stderr
