"""What the commands print, and their exit codes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from invented import FERRY_A, KILN, contents, empty_site, ferry, mkdocs, storybrief, times, write_story
from storybrief.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_the_help_names_every_command() -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert all(
        name in done.stdout for name in ("new", "add", "replace", "build", "check", "status", "explain", "index")
    )
    assert run("-h").stdout == done.stdout


# --- build -----------------------------------------------------------------------------------------------------


def test_build_says_what_it_did(small: Path) -> None:
    done = run("build", "--site", small).stdout
    count = len(contents(small / "content"))
    assert done == f"{count} files: {count} written, 0 removed.\n"
    assert run("build", "--site", small).stdout == f"{count} files: 0 written, 0 removed.\n"
    shutil.rmtree(small / "briefs/ferry")
    done = run("build", "--site", small).stdout
    left = len(contents(small / "content"))
    assert re.fullmatch(rf"{left} files?: \d written, {count - left} removed\.\n", done)


def test_build_works_on_the_folder_it_is_called_in(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small)
    assert run("build").exit_code == 0
    assert (small / "content/ferry/index.md").is_file()


def test_build_in_a_folder_that_is_no_site_says_what_to_do(tmp_path: Path) -> None:
    for command in (("build",), ("build", "--check"), ("check",), ("explain", "ferry")):
        done = run(*command, "--site", tmp_path)
        assert done.exit_code == 1
        assert "briefs: no-briefs: " in done.stderr
        assert "storybrief new FOLDER" in done.stderr
    assert contents(tmp_path) == {}


def test_build_says_how_many_stories_an_error_left_as_they_were(small: Path) -> None:
    write_story(small, "kiln", {"kiln.txt": ""})
    done = run("build", "--site", small)
    assert done.exit_code == 1
    assert done.stdout == "6 files: 6 written, 0 removed. 1 story left as before, because of errors: kiln.\n"
    assert re.fullmatch(r"briefs/kiln/sources/kiln\.txt: empty: .+\n", done.stderr)


def test_build_check_is_content_with_what_the_build_makes(small: Path) -> None:
    run("build", "--site", small)
    done = run("build", "--check", "--site", small)
    count = len(contents(small / "content"))
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{count} files: 0 to write, 0 to remove.\n", "")


def test_build_check_names_every_page_that_differs_and_writes_nothing(small: Path) -> None:
    write_story(small, "kiln", {"kiln.txt": KILN})
    write_story(small, "mill", {"mill.txt": KILN.replace("kiln", "mill")})
    run("build", "--site", small)
    shutil.rmtree(small / "briefs/kiln")  # its pages are to go
    write_story(small, "ferry", {"coast.txt": FERRY_A.replace("340", "350")})  # its pages are to change
    page = small / "content/mill/index.md"  # somebody edited this one
    page.write_text(page.read_text(encoding="utf-8") + "x\n", encoding="utf-8")
    before = times(small)
    done = run("build", "--check", "--site", small)
    assert done.exit_code == 1
    assert times(small) == before
    told = dict(re.findall(r"^content/(\S+): ([a-z-]+): ", done.stderr, re.MULTILINE))
    assert {path: code for path, code in told.items() if not path.startswith(("people/", "months/"))} == {
        "ferry/articles/coast.md": "out-of-date",
        "ferry/brief.json": "out-of-date",
        "ferry/evidence.md": "out-of-date",
        "ferry/index.md": "out-of-date",
        "ferry/ledger.json": "out-of-date",
        "index.md": "out-of-date",
        "kiln/articles/kiln.md": "out-of-date",
        "kiln/brief.json": "out-of-date",
        "kiln/evidence.md": "out-of-date",
        "kiln/index.md": "out-of-date",
        "kiln/ledger.json": "out-of-date",
        "mill/index.md": "edited-page",
    }


def test_build_check_before_the_first_build_fails(small: Path) -> None:
    done = run("build", "--check", "--site", small)
    assert done.exit_code == 1
    assert contents(small / "content") == {}


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_lacks_letters_does_not_stop_a_command(small: Path, encoding: str) -> None:
    write_story(small, "kiln", {"kiln.txt": KILN.replace("Tom Reiss", "Tomáš Řeháček")})
    write_story(small, "mill", {"mill.txt": ""})
    built = storybrief(small, "build", PYTHONIOENCODING=encoding)
    assert built.returncode == 1
    assert "Traceback" not in built.stderr
    explained = storybrief(small, "explain", "kiln", PYTHONIOENCODING=encoding)
    assert explained.returncode == 0, explained.stderr


# --- check -----------------------------------------------------------------------------------------------------


def test_check_passes_the_example_and_says_what_it_proved(site: Path) -> None:
    run("build", "--site", site)
    before = times(site)
    done = run("check", "--site", site)
    assert done.exit_code == 0, done.stderr
    assert re.search(
        r"^1 story, \d+ pages, \d{3} slices of articles checked: 0 errors\.\n\d+ things for an editor to look at",
        done.stdout,
    )
    assert times(site) == before


def test_check_fails_on_an_edited_page(small: Path) -> None:
    run("build", "--site", small)
    page = small / "content/ferry/articles/coast.md"
    page.write_text(page.read_text(encoding="utf-8").replace("340", "430"), encoding="utf-8")
    done = run("check", "--site", small)
    assert done.exit_code == 1
    assert "content/ferry/articles/coast.md: edited-page: " in done.stderr
    assert re.search(r"content/ferry/articles/coast\.md:\d+: not-shown: .*About 340 islanders", done.stderr)


# --- explain ---------------------------------------------------------------------------------------------------


def test_explain_prints_the_rule_and_the_words_of_statements_and_claims(small: Path) -> None:
    done = run("explain", "ferry", "--site", small)
    assert done.exit_code == 0, done.stderr
    statement = re.search(r"^STATEMENT briefs/ferry/sources/coast\.txt:5 \(direct\)\n(?:  .+\n)+", done.stdout, re.M)
    assert statement is not None
    assert "  words:   We will not sail again before the hull is safe," in statement[0]
    assert "  cue:     said\n" in statement[0]
    assert re.search(r"^  speaker: Ina Brandt", statement[0], re.M)
    assert re.search(r"^  rule:    \S+", statement[0], re.M)
    claims = re.findall(r"^CLAIM in 2 articles\n(?:  .+\n| \*.+\n)+", done.stdout, re.M)
    claim = next(c for c in claims if "The ferry between Oldhaven" in c)
    assert "briefs/ferry/sources/coast.txt:3  " in claim
    assert "briefs/ferry/sources/island.txt:3  " in claim
    assert re.search(r"^  shown \(\*\): \S+", claim, re.M)
    assert re.search(r"^  joined \(likeness [01]\.\d\d\): \S+", claim, re.M)


def test_explain_with_words_prints_only_what_has_them(small: Path) -> None:
    done = run("explain", "ferry", "FISHING   boat", "--site", small)
    assert done.exit_code == 0
    assert "A fishing boat carries bread" in done.stdout
    assert "Ina Brandt" not in done.stdout


def test_explain_without_a_hit_says_so(small: Path) -> None:
    done = run("explain", "ferry", "submarine", "--site", small)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "No statement or claim of ferry has the words “submarine”.\n"


def test_explain_of_an_unknown_story_names_the_nearest(small: Path) -> None:
    done = run("explain", "fery", "--site", small)
    assert done.exit_code == 1
    assert "Did you mean “ferry”?" in done.stderr


def test_explain_of_a_story_with_an_error_tells_it(small: Path) -> None:
    write_story(small, "ferry", {"coast.txt": ""})
    done = run("explain", "ferry", "--site", small)
    assert done.exit_code == 1
    assert done.stderr.startswith("briefs/ferry/sources/coast.txt: empty: ")


# --- index -----------------------------------------------------------------------------------------------------


def test_index_makes_the_search_index_of_a_built_site(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    ferry(site)
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    (site / "mkdocs.yml").write_text(
        re.sub(r"^plugins:\n(?:[ -].*\n)+", "plugins: []\n", config, flags=re.MULTILINE), encoding="utf-8"
    )
    assert run("build", "--site", site).exit_code == 0
    assert mkdocs(site, "build", "--strict").returncode == 0
    assert not (site / "site/pagefind").exists()
    done = run("index", site / "site")
    assert done.exit_code == 0, done.stderr
    assert list((site / "site/pagefind").rglob("*.pf_index"))


def test_index_of_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    done = run("index", tmp_path)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path}: search: ")
