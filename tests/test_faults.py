"""Whatever lies in briefs/, and whenever a build is cut off: a problem with its place, bounded time and memory, no loss.

Every attack runs the real command in a process of its own, with the limits that SECURITY.md states.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

import documents
from invented import empty_site, ferry, nightly

SECONDS, MEMORY = 60, 1_500_000_000
"""The bounds of SECURITY.md: processor time, and memory in bytes."""

COMMAND = [sys.executable, "-c", "from storybrief.cli import main; main()"]


def limits(most_bytes: int | None = None) -> None:
    """Bound the process that calls this: time, memory, and the size of a file it may write."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def storybrief(folder: Path, *arguments: str, most_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        preexec_fn=lambda: limits(most_bytes),
    )


def files(folder: Path, *left_out: str) -> dict[str, str]:
    """Path -> hash of every file and link in a folder; folders named `left_out` are the build's own."""
    made = {}
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder).as_posix()
        if shown.split("/", 1)[0] in left_out:
            continue
        if path.is_symlink():
            made[shown] = f"-> {path.readlink()}"
        elif path.is_file():
            made[shown] = hashlib.sha256(path.read_bytes()).hexdigest()
    return made


# --- hostile files ------------------------------------------------------------------------------------------------


def story(folder: Path, name: str, words: str | bytes) -> None:
    (folder / name).write_bytes(words if isinstance(words, bytes) else words.encode())


def in_story_yml(words: str | bytes) -> Callable[[Path], None]:
    return lambda folder: story(folder, "story.yml", words)


def in_overrides(words: str | bytes) -> Callable[[Path], None]:
    return lambda folder: story(folder, "overrides.yml", words)


def source(name: str, words: str | bytes) -> Callable[[Path], None]:
    return lambda folder: story(folder / "sources", name, words)


def linked(name: str, to: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(to)


def pipe(name: str) -> Callable[[Path], None]:
    return lambda folder: os.mkfifo(folder / name)


def a_socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder / "sources")  # the path of a socket may only be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("a.txt")
    finally:
        os.chdir(here)


def packed() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return made.getvalue()


def two(*names: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for name in names:
            story(folder / "sources", name, "Head of it\n\nThe bridge at Osk was closed on Friday.\n")

    return make


LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
PAGE = "<html><body><article><h1>Head</h1><p>The bridge was closed.</p>{}</article></body></html>"

ATTACKS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    # what is put into the story -> the code of the problem, and the place it names
    "billion laughs": (in_story_yml(LAUGHS), "yaml-feature", "story.yml:1"),
    "a tag that runs code": (in_overrides("overrides: !!python/object/apply:os.system ['touch /tmp/owned']\n"), "yaml-feature", "overrides.yml:1"),
    "an anchor": (in_overrides("overrides: &x []\n"), "yaml-feature", "overrides.yml:1"),
    "a key twice": (in_story_yml("reproduce: full\nreproduce: none\n"), "duplicate-key", "story.yml:2"),
    "100,000 keys twice": (in_story_yml("reproduce: full\n" * 50_000), "duplicate-key", "story.yml:2"),
    "100,000 levels": (in_story_yml("[" * 100_000), "yaml-size", "story.yml:1"),
    "100,000 levels in blocks": (in_story_yml("".join(f"{' ' * n}a:\n" for n in range(1000))), "yaml-size", "story.yml:51"),
    "50 MB of YAML": (in_overrides("# \n" * 17_000_000), "yaml-size", "overrides.yml"),
    "a line of 900,000": (in_story_yml("articles: " + "x" * 900_000), "wrong-type", "story.yml:1"),
    "NUL in YAML": (in_story_yml(b"reproduce: fu\0ll\n"), "yaml", "story.yml:1"),
    "half of a character in YAML": (in_overrides('overrides:\n  - do: name\n    where: [Lind]\n    to: "x\\ud800"\n    why: y\n'), "yaml", "overrides.yml:4"),
    "YAML that is not UTF-8": (in_story_yml(b"reproduce: full\n# caf\xe9\n"), "encoding", "story.yml:2"),
    "a switch that is no word": (in_story_yml("reproduce: no\n"), "wrong-value", "story.yml:1"),
    "two documents": (in_story_yml("reproduce: full\n---\nreproduce: none\n"), "yaml", "story.yml:2"),
    "a path with ..": (in_story_yml("articles:\n  ../../../etc/passwd: {title: x}\n"), "no-such-source", "story.yml:2"),
    "an absolute path": (in_story_yml("articles:\n  /etc/passwd: {title: x}\n"), "no-such-source", "story.yml:2"),
    "front matter that laughs": (source("a.md", f"---\n{LAUGHS}---\n\n# Head\n\nThe bridge was closed.\n"), "front-matter", "sources/a.md:2"),
    "a link to a file outside": (linked("sources/a.txt", "/etc/passwd"), "outside", "sources/a.txt"),
    "a link to a folder outside": (linked("sources/a.txt", "/etc"), "outside", "sources/a.txt"),
    "a link to a device": (linked("sources/a.txt", "/dev/zero"), "outside", "sources/a.txt"),
    "a link to itself": (linked("sources/a.txt", "a.txt"), "", "sources/a.txt"),
    "a settings file that is a link": (linked("story.yml", "/etc/hostname"), "outside", "story.yml"),
    "a settings file that is a loop": (linked("overrides.yml", "overrides.yml"), "", "overrides.yml"),
    "a pipe": (pipe("sources/a.txt"), "unreadable", "sources/a.txt"),
    "a settings file that is a pipe": (pipe("overrides.yml"), "unreadable", "overrides.yml"),
    "a socket": (a_socket, "unreadable", "sources/a.txt"),
    "a folder as a source": (lambda folder: (folder / "sources" / "a.txt").mkdir(), "folder", "sources/a.txt"),
    "a name that Windows keeps": (source("con.txt", "Head\n\nThe bridge was closed.\n"), "source-name", "sources/con.txt"),
    "another that Windows keeps": (source("LPT1.md", "Head\n\nThe bridge was closed.\n"), "source-name", "sources/LPT1.md"),
    "names that differ by case": (two("a.txt", "A.TXT"), "same-name", "sources/"),
    "names that differ by form": (two("café.txt", "cafe\u0301.txt"), "same-name", "sources/"),
    "names that differ by suffix": (two("a.txt", "a.md"), "same-name", "sources/"),
    "a name without a letter": (source("----.txt", "Head\n\nThe bridge was closed.\n"), "source-name", "sources/----.txt"),
    "100,000 tags": (source("a.html", PAGE.format("<b>" * 100_000)), "too-large", "sources/a.html"),
    "60,000 tags side by side": (source("a.html", PAGE.format("<b>x</b>" * 30_000)), "too-large", "sources/a.html"),
    "40,000 levels": (source("a.html", PAGE.format("<div>" * 40_000)), "too-large", "sources/a.html"),
    "40,000 levels of inline tags": (source("a.html", PAGE.format("<b>" * 40_000 + "x")), "too-large", "sources/a.html"),
    "a text of 1,000,001 characters": (source("a.txt", "Head\n\n" + "x " * 500_000), "too-large", "sources/a.txt"),
    "a Markdown file of 20,000 tags": (source("a.md", "# Head\n\n" + "<b>" * 20_001), "too-large", "sources/a.md"),
    "a gzipped bomb": (source("a.html", gzip.compress(b"0" * 100_000_000)), "binary: This is a gzip file", "sources/a.html"),
    "a deflated bomb": (source("a.txt", zlib.compress(b"0" * 100_000_000)), "", "sources/a.txt"),
    "NUL bytes": (source("a.txt", b"Head\n\nThe bri\0dge was closed.\n"), "binary", "sources/a.txt"),
    "UTF-32 with NUL": (source("a.txt", "Head\0\n".encode("utf-32")), "binary", "sources/a.txt"),
    "nothing": (source("a.txt", b""), "empty", "sources/a.txt"),
    "nothing but unseen characters": (source("a.txt", "\u200b\ufeff\u2060\n" * 1000), "", "sources/a.txt"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_file_is_told_with_its_place_within_the_bounds(attack: str, tmp_path: Path) -> None:
    make, code, place = ATTACKS[attack]
    site = empty_site(tmp_path / "site")
    ferry(site)
    folder = site / "briefs" / "bad"
    (folder / "sources").mkdir(parents=True)
    if not attack.startswith("names"):
        story(folder / "sources", "good.txt", "Head of it\n\nThe bridge at Osk was closed on Friday.\n")
    make(folder)
    before = files(tmp_path, "none")
    done = storybrief(site, "build")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "internal" not in done.stderr
    named = [line for line in done.stderr.splitlines() if f"briefs/bad/{place}" in line]
    assert named, done.stderr[:2000]
    assert any(f": {code}" in line for line in named), done.stderr[:2000]
    assert not (site / "content" / "bad").exists(), "a story with an error has no page"
    assert (site / "content" / "ferry" / "index.md").is_file(), "the others have theirs"
    own = ("site/content/", "site/.cache/")
    after = {path: made for path, made in files(tmp_path).items() if not path.startswith(own)}
    assert after == {path: made for path, made in before.items() if not path.startswith(own)}, "nothing else is touched"
    assert not Path("/tmp/owned").exists()


def locked() -> bytes:
    made, writer = BytesIO(), pypdf.PdfWriter(clone_from=BytesIO(documents.two_pages()))
    writer.encrypt("secret", "owner", algorithm="RC4-128")
    writer.write(made)
    return made.getvalue()


_LINES = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain\n\n" + b"a\n" * 510_000
_BAD_DOCUMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    **{f"nothing-{suffix[1:]}{suffix}": (bytes, "empty") for suffix in (".eml", ".mhtml", ".docx", ".pdf", ".vtt", ".srt", ".rss", ".xhtml")},
    "cut-mhtml.mhtml": (lambda: documents.mhtml()[:900], "broken"),
    "cut-docx.docx": (lambda: documents.word()[:20_000], "broken"),
    "cut-pdf.pdf": (lambda: documents.two_pages()[:900], "broken"),
    "cut-rss.rss": (lambda: documents.RSS.encode()[:400], "broken"),
    "cut-vtt.vtt": (lambda: b"WEBVTT\n\n00:00:01.000 --> 00:00", "no-body"),
    "nested-eml.eml": (lambda: b"MIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 3000 + b"words", "too-large"),
    "lines-eml.eml": (lambda: _LINES, "too-large"),
    "line-txt.txt": (lambda: b"x" * 10_000_000, "too-large"),
    "lines-txt.txt": (lambda: _LINES[-510_000:], "too-large"),
    "lines-srt.srt": (lambda: documents.SRT.encode() + _LINES[-510_000:], "too-large"),
    "bomb-docx.docx": (packed, "too-large"),
    "long-pdf.pdf": (lambda: documents.pdf([[(72, 780, 11, "The boat is safe.")]] * 2000), "too-large"),
    "locked-pdf.pdf": (locked, "password"),
}  # fmt: skip


def test_bad_documents_are_each_told_and_the_others_added(tmp_path: Path) -> None:
    """Every format empty, cut, nested, swollen, locked, of 100 MB: both by `add` and by hand into a story's folder."""
    site = empty_site(tmp_path / "site")
    ferry(site)
    codes = {name: code for name, (_, code) in _BAD_DOCUMENTS.items()}
    for name, (make, _) in _BAD_DOCUMENTS.items():
        story(tmp_path, name, make())
    for suffix in (".eml", ".mhtml", ".docx", ".pdf", ".vtt", ".html"):
        with (tmp_path / f"huge-{suffix[1:]}{suffix}").open("wb") as file:
            file.truncate(100_000_000)
        codes[f"huge-{suffix[1:]}{suffix}"] = "too-large"
    story(tmp_path, "release.pdf", documents.two_pages())
    story(tmp_path, "letter.txt", documents.word())
    given = [str(tmp_path / name) for name in (*codes, "release.pdf", "letter.txt")]
    added = storybrief(site, "add", "bad", *given)
    sources = site / "briefs" / "bad" / "sources"
    assert sorted(path.name for path in sources.iterdir()) == ["letter.txt", "release.pdf"]
    assert "letter.txt: other-format" in added.stderr
    for name in codes:
        (tmp_path / name).rename(sources / name)
    built = storybrief(site, "build")
    for done, folder in ((added, str(tmp_path)), (built, "briefs/bad/sources")):
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        told = {line.split(": ")[0]: line.split(": ")[1] for line in done.stderr.splitlines() if line.count(": ") > 1}
        assert {name: told.get(f"{folder}/{name}") for name in codes} == codes
    assert not (site / "content" / "bad").exists()
    assert (site / "content" / "ferry" / "index.md").is_file()


def test_a_story_that_is_a_link_to_a_place_outside_is_refused(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    ferry(site)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "sources").mkdir(parents=True)
    story(elsewhere / "sources", "a.txt", "Head of it\n\nThe bridge at Osk was closed on Friday.\n")
    (site / "briefs" / "bad").symlink_to(elsewhere)
    (site / "briefs" / "loop").symlink_to("loop")
    (site / "briefs" / "round").symlink_to(site / "briefs")
    done = storybrief(site, "build")
    assert "briefs/bad: outside" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (site / "content" / "bad").exists()


def test_words_that_look_like_something_else_stay_words(tmp_path: Path) -> None:
    """`no`, 17:00, a date, a number with zeros: YAML 1.1 would turn each into something else."""
    site = empty_site(tmp_path / "site")
    folder = ferry(site)
    name = min((folder / "sources").iterdir()).name
    story(folder, "story.yml", f"articles:\n  {name}:\n    outlet: no\n    author: 17:00\n    title: 2026-05-03\n")
    assert storybrief(site, "build").returncode == 0
    page = min((site / "content" / "ferry" / "articles").glob("*.md")).read_text("utf-8")
    assert ":   no\n" in page
    assert ":   17:00\n" in page
    assert "# 2026-05-03\n" in page


@pytest.mark.parametrize(
    "text",
    [
        "x" * 990_000,
        '"' * 200_000,
        "“‘" * 50_000,
        "”" * 200_000,
        "\"“”‘’'«»" * 10_000,
        '"\n\n' * 15_000,
        "我。" * 15_000,
        "1 " * 12_000,
        "at least 5 people " * 3_000,
    ],
    ids=lambda text: f"{text[:18]!r} {len(text)}",
)
def test_a_text_within_the_bounds_takes_bounded_time_and_memory(text: str, tmp_path: Path) -> None:
    """Each took more than the bound when the work grew with the square of its length."""
    site = empty_site(tmp_path / "site")
    folder = site / "briefs" / "long" / "sources"
    folder.mkdir(parents=True)
    story(folder, "a.txt", f"Head of it\n\nThe bridge was closed.\n\n{text}")
    done = storybrief(site, "build")
    assert done.returncode == 0, done.stderr
    assert (site / "content" / "long" / "index.md").is_file()


# --- interrupted work ---------------------------------------------------------------------------------------------


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """A site with a few stories, built, and the same with other words, not built yet."""
    site = empty_site(tmp_path / "site")
    first = ferry(site)
    for number in range(3):
        shutil.copytree(first, site / "briefs" / f"ferry-{number}")
    return site


def change(site: Path, word: str) -> None:
    """Give every source another word, so that every page changes."""
    for file in (site / "briefs").rglob("*.txt"):
        file.write_text(file.read_text("utf-8").replace("ferry", word).replace("Ferry", word), encoding="utf-8")


def pages(site: Path) -> dict[str, str]:
    return files(site / "content")


def both(site: Path, tmp_path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Build a site, change its sources, and say what its pages were and are to be."""
    assert storybrief(site, "build").returncode == 0
    old = pages(site)
    change(site, "boat")
    aside = tmp_path / "aside"
    shutil.copytree(site, aside)
    assert storybrief(aside, "build").returncode == 0
    return old, pages(aside)


def test_a_build_killed_at_any_moment_leaves_old_or_new_pages_and_the_next_build_repairs(
    several: Path, tmp_path: Path
) -> None:
    """5 kills here, 100 in the nightly run; after each, every page is whole, and people's files are as they were."""
    old, new = both(several, tmp_path)
    own = files(several, "content", ".cache")
    began = time.monotonic()
    shutil.copytree(several, tmp_path / "timed")
    storybrief(tmp_path / "timed", "build")
    takes = time.monotonic() - began
    chance = random.Random(7)
    for kill in range(100 if nightly() else 5):
        place = tmp_path / f"kill-{kill}"
        shutil.copytree(several, place)
        child = subprocess.Popen([*COMMAND, "build"], cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        time.sleep(chance.random() * takes)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for path, made in pages(place).items():
            if not path.rsplit("/", 1)[-1].startswith("."):
                assert made in (old.get(path), new.get(path)), path
        assert files(place, "content", ".cache") == own
        repaired = storybrief(place, "build")
        assert repaired.returncode == 0, repaired.stderr
        assert pages(place) == new
        shutil.rmtree(place)


@pytest.mark.parametrize("most_bytes", [1, 2_000, 9_000])
def test_a_full_disk_leaves_whole_pages_and_the_next_build_repairs(
    most_bytes: int, several: Path, tmp_path: Path
) -> None:
    old, new = both(several, tmp_path)
    own = files(several, "content", ".cache")
    done = storybrief(several, "build", most_bytes=most_bytes)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert ": unwritable: " in done.stderr, "it says what could not be written"
    for path, made in pages(several).items():
        assert made in (old.get(path), new.get(path)), path
    assert files(several, "content", ".cache") == own
    assert storybrief(several, "build").returncode == 0
    assert pages(several) == new


def mounts() -> bool:
    """Whether this system lets a process mount something for itself alone."""
    tool = shutil.which("unshare")
    return tool is not None and subprocess.run([tool, "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode == 0  # fmt: skip


@pytest.mark.skipif(not mounts(), reason="needs a system in which a process may mount something for itself")
@pytest.mark.parametrize("how", ["mount --bind content content && mount -o remount,ro,bind content", "mount -t tmpfs -o size=16k none content"])  # fmt: skip
def test_a_content_that_cannot_be_written_is_told(how: str, several: Path) -> None:
    assert storybrief(several, "build").returncode == 0
    before = files(several, ".cache")
    change(several, "boat")
    sources = files(several, "content", ".cache")
    script = f"{how} && exec {sys.executable} -c 'from storybrief.cli import main; main()' build"
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=several, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "unwritable" in done.stderr
    assert {p: h for p, h in files(several, ".cache").items() if p.startswith("content/")} == {p: h for p, h in before.items() if p.startswith("content/")}  # fmt: skip
    assert files(several, "content", ".cache") == sources


def test_two_builds_at_once_end_with_the_same_pages(several: Path, tmp_path: Path) -> None:
    _, new = both(several, tmp_path)
    children = [subprocess.Popen([*COMMAND, "build"], cwd=several, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]  # fmt: skip
    for child in children:
        out, err = child.communicate()
        assert child.returncode == 0, out + err
        assert "Traceback" not in err
    assert pages(several) == new


def test_a_damaged_cache_is_never_believed(several: Path, tmp_path: Path) -> None:
    """Every file of the cache is damaged in turn: cut, emptied, one bit turned, replaced by another."""
    assert storybrief(several, "build").returncode == 0
    right = pages(several)
    chance = random.Random(3)
    for way in range(4):
        for file in [f for f in (several / ".cache").rglob("*") if f.is_file()]:
            data = bytearray(file.read_bytes())
            if way == 0:
                data = data[: len(data) // 2]
            elif way == 1:
                data = bytearray()
            elif way == 2 and data:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            elif way == 3:
                data = bytearray(chance.randbytes(len(data)))
            file.write_bytes(bytes(data))
        shutil.rmtree(several / "content")
        done = storybrief(several, "build")
        assert done.returncode == 0, done.stdout + done.stderr
        assert pages(several) == right


# --- what people do with their files ------------------------------------------------------------------------------


def test_a_renamed_article_keeps_its_words_and_nothing_of_the_old_name_stays(several: Path) -> None:
    assert storybrief(several, "build").returncode == 0
    [old, *_] = sorted((several / "briefs" / "ferry" / "sources").iterdir())
    old.rename(old.with_name("renamed.txt"))
    assert storybrief(several, "build").returncode == 0
    made = several / "content" / "ferry" / "articles"
    assert (made / "renamed.md").is_file()
    assert not (made / f"{old.stem}.md").exists()


def test_a_deleted_story_takes_its_pages_with_it_and_nobody_elses(several: Path) -> None:
    assert storybrief(several, "build").returncode == 0
    own = several / "content" / "ferry-1" / "notes.md"
    own.write_text("# Mine\n", encoding="utf-8")
    others = {
        path: made for path, made in pages(several).items() if path.startswith(("ferry/", "ferry-0/", "ferry-2/"))
    }
    shutil.rmtree(several / "briefs" / "ferry-1")
    assert storybrief(several, "build").returncode == 0
    left = pages(several)
    assert [path for path in left if path.startswith("ferry-1/")] == ["ferry-1/notes.md"]
    assert {path: made for path, made in left.items() if path in others} == others


def test_a_page_that_a_person_edited_is_never_overwritten(several: Path) -> None:
    assert storybrief(several, "build").returncode == 0
    page = several / "content" / "ferry" / "index.md"
    page.write_text(page.read_text("utf-8") + "\nMy own line.\n", encoding="utf-8")
    mine = page.read_bytes()
    change(several, "boat")
    done = storybrief(several, "build")
    assert done.returncode == 1
    assert "content/ferry/index.md: edited-page" in done.stderr
    assert page.read_bytes() == mine
