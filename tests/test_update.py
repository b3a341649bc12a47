"""An update does as little as it can, and its pages are always those of a build that does everything."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path
from typing import Any

import pytest

from invented import FERRY_A, FERRY_B, KILN, contents, empty_site, ferry, nightly, run, storybrief, times, write_story
from storybrief.pipeline.plan import plan
from storybrief.pipeline.publish import Published, hash_of
from storybrief.pipeline.update import Updated, update
from storybrief.pipeline.workers import Way
from storybrief.problems import errors

PEOPLE = "people:\n  - name: Ina M. Brandt\n    forms: [Ina Brandt]\n    role: captain\n    why: She says so.\n"
OVERRIDE = "overrides:\n  - do: headline\n    to: No ferry to Marl Island\n    why: Shorter.\n"
FIRST = (
    "overrides:\n  - do: order\n    where: About 340 islanders\n    article: coast.txt\n    to: 1\n    why: Asked.\n"
)
CORRECTION = (
    "corrections:\n  - kind: correction\n    what: It was the stern.\n    when: 2026-03-01\n    why: A letter.\n"
)
STORY = "articles:\n  kiln.txt:\n    outlet: The Sandwell Post\n    published: 2026-04-01\n"
WEB = f"<html><head><title>Kiln</title></head><body><article><p>{'</p><p>'.join(KILN.split(chr(10) * 2))}</p></article></body></html>"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Eleven short stories, with people of the same names, an outlet, a correction."""
    site = empty_site(tmp_path / "archive")
    for n in range(9):
        ferry(site, f"ferry-{n}")
    write_story(site, "kiln", {"kiln.txt": KILN}, story=STORY, overrides=CORRECTION)
    write_story(site, "kiln-web", {"kiln.html": WEB})
    (site / "briefs/people.yml").write_text(PEOPLE)
    return site


def expected(site: Path) -> dict[str, bytes]:
    """What a build that does everything makes of a copy of the site without content/."""
    other = site.parent / "expected"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(site, other, symlinks=True, ignore=shutil.ignore_patterns("content", ".cache"))
    update(other, cached=False)
    return contents(other / "content")


class Counting:
    """Counts what takes time: the stories looked at, the stories made, the pages about all stories looked at."""

    def __init__(self) -> None:
        self.counts: list[int] = []

    def __call__(self, things: Iterable[Any]) -> Iterator[Any]:
        assert isinstance(things, Sized)
        self.counts.append(len(things))
        return iter(things)


def made(site: Path, **options: Any) -> int:
    """Update, and return how many stories were made."""
    counting = Counting()
    update(site, watched=counting, **options)
    return counting.counts[1] if len(counting.counts) > 2 else 0


# --- the same as a build that does everything --------------------------------------------------------------------


def test_an_update_is_a_build(archive: Path) -> None:
    done = update(archive)
    assert contents(archive / "content") == expected(archive)
    assert done.problems == ()
    assert done.pages == {p: hash_of(d.decode()) for p, d in contents(archive / "content").items()}
    assert set(done.published.written) == set(done.pages)


def test_the_bytes_do_not_depend_on_workers_or_cache(archive: Path) -> None:
    for n in range(9, 17):  # enough for eight workers
        ferry(archive, f"ferry-{n}")
    right = expected(archive)
    for workers, cached in ((2, False), (8, True)):  # every other test has one worker, and the cache
        shutil.rmtree(archive / "content", ignore_errors=True)
        update(archive, way=Way(workers), cached=cached)
        assert contents(archive / "content") == right
        assert (archive / ".cache").exists() == cached


def _no_overrides(site: Path, story: str) -> None:
    (site / "briefs" / story / "overrides.yml").unlink(missing_ok=True)


def edits(site: Path, story: str, r: random.Random) -> tuple[Callable[[], object], ...]:
    """All that somebody may do to a site with a story of that name."""
    return (
        lambda: write_story(site, story, {}, overrides=OVERRIDE),
        lambda: write_story(site, story, {}, overrides=CORRECTION),
        lambda: write_story(site, story, {}, overrides="overrides:\n  - do: drop\n    where: nobody said it\n    why: x\n"),
        lambda: _no_overrides(site, story),
        lambda: write_story(site, story, {f"more-{r.randint(0, 2)}.txt": KILN.replace("180", str(r.randint(100, 999)))}),
        lambda: write_story(site, story, {"coast.txt": FERRY_A.replace("340", str(r.randint(100, 999)))}),
        lambda: write_story(site, story, {"coast.txt": ""}),
        lambda: shutil.rmtree(site / "briefs" / story, ignore_errors=True),
        lambda: ferry(site, story),
        lambda: (site / "briefs/people.yml").write_text(PEOPLE),
        lambda: (site / "briefs/people.yml").write_text(PEOPLE.replace("captain", "pilot")),
        lambda: (site / "briefs/people.yml").unlink(missing_ok=True),
        lambda: (site / "mkdocs.yml").write_text("plugins:\n  - storybrief:\n      reproduce: full\n"),
        lambda: (site / "mkdocs.yml").write_text("site_name: Archive\n"),
        lambda: _template(site, "home.md.jinja", r),
        lambda: _template(site, "person.md.jinja", r),
        lambda: shutil.rmtree(site / "templates", ignore_errors=True),
        lambda: shutil.rmtree(site / "content" / story, ignore_errors=True),
        lambda: shutil.rmtree(site / "content/people", ignore_errors=True),
        lambda: shutil.rmtree(site / "content", ignore_errors=True),
        lambda: shutil.rmtree(site / ".cache", ignore_errors=True),
        lambda: _without_entries(site, r),
        lambda: (site / f"briefs/{story}/sources/link.txt").symlink_to("coast.txt"),
    )  # fmt: skip


def _template(site: Path, name: str, r: random.Random) -> None:
    (site / "templates").mkdir(exist_ok=True)
    text = "{{ front_matter }}\n# {{ title }}\n" if name != "home.md.jinja" else "{{ front_matter }}\n"
    (site / "templates" / name).write_text(f"{text}{r.randint(0, 9)}\n")


def _without_entries(site: Path, r: random.Random) -> None:
    """Take some entries out of the cache."""
    file = site / ".cache/storybrief/build.sqlite3"
    if file.exists():
        entries = sqlite3.connect(file)
        keys = [key for (key,) in entries.execute("SELECT key FROM entries ORDER BY key")]
        entries.executemany("DELETE FROM entries WHERE key = ?", [(key,) for key in keys if r.random() < 0.5])
        entries.commit()
        entries.close()


@pytest.mark.parametrize("seed", range(8 if nightly() else 2))
def test_after_any_series_of_edits_the_pages_are_those_of_a_fresh_build(tmp_path: Path, seed: int) -> None:
    """Two series here, eight in `make nightly`; looked at after every few edits. Pages of stories with errors, and those about all stories then, stay as they were."""
    r = random.Random(seed)
    site = empty_site(tmp_path / "site")
    write_story(site, "kiln", {"kiln.txt": KILN}, story=STORY)
    stories = ("ferry-1", "ferry-2", "kiln")
    fresh = tmp_path / "fresh"
    for _ in range(15):
        for _ in range(r.randint(1, 3)):
            with contextlib.suppress(OSError):  # a story that is gone has no folder to put something into
                r.choice(edits(site, r.choice(stories), r))()
        before = contents(site / "content")
        done = update(site)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(site, fresh, symlinks=True, ignore=shutil.ignore_patterns("content", ".cache"))
        for path, data in before.items():
            (fresh / "content" / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / "content" / path).write_bytes(data)
        anew = update(fresh, cached=False)
        assert contents(site / "content") == contents(fresh / "content")
        assert done.problems == anew.problems
        assert done.published == anew.published
        assert (done.failed, done.pages) == (anew.failed, anew.pages)


def test_people_of_content_are_as_safe_as_in_a_build(archive: Path) -> None:
    """An edited page is told and left, also when everything else is known to be as it was."""
    update(archive)
    page = archive / "content/kiln/index.md"
    page.write_text(page.read_text() + "my own words\n")
    for _ in range(2):
        done = update(archive)
        assert [(p.path, p.code) for p in done.problems] == [("content/kiln/index.md", "edited-page")]
        assert page.read_text().endswith("my own words\n")
    page.unlink()
    assert update(archive).published.written == ("kiln/index.md",)
    assert contents(archive / "content") == expected(archive)


def test_a_page_with_the_same_size_and_time_as_before_is_looked_at(archive: Path) -> None:
    update(archive)
    page = archive / "content/kiln/index.md"
    before = page.stat()
    page.write_bytes(page.read_bytes().replace(b"180", b"181"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [p.code for p in update(archive).problems] == ["edited-page"]


def test_what_cannot_be_carried_elsewhere_is_made_where_it_lies(archive: Path, tmp_path: Path) -> None:
    """Links, folders in the wrong place, too large a file: the same pages, the same problems."""
    (tmp_path / "elsewhere.txt").write_text(KILN)
    sources = archive / "briefs/ferry-1/sources"
    (sources / "inside.txt").symlink_to("coast.txt")
    (archive / "briefs/ferry-2/sources/outside.txt").symlink_to(tmp_path / "elsewhere.txt")
    (archive / "briefs/ferry-3/sources/folder").mkdir()
    (archive / "briefs/ferry-4/overrides.yml").symlink_to(tmp_path / "elsewhere.txt")
    (archive / "briefs/ferry-5/sources/huge.txt").write_bytes(b"The ferry stopped. " * 1_200_000)
    (archive / "briefs/ferry-6").rename(tmp_path / "ferry-6")
    (archive / "briefs/ferry-6").symlink_to(tmp_path / "ferry-6")
    shutil.rmtree(archive / "briefs/ferry-7/sources")
    (archive / "briefs/ferry-7/sources").write_text("no folder")
    planned = plan(archive)
    for _ in range(2):
        done = update(archive)
        assert done.problems == planned.problems
        assert {*done.failed} == {made.story for made in planned.made if not made.pages}
    assert {"ferry-1/articles/inside.md"} <= set(done.pages)


# --- as little as can be -----------------------------------------------------------------------------------------


def test_an_unchanged_archive_is_neither_made_nor_written(archive: Path) -> None:
    first = update(archive)
    before = times(archive / "content")
    assert made(archive) == 0
    second = update(archive)
    assert times(archive / "content") == before
    assert second.published == Published((), (), first.published.written, ())
    assert second.pages == first.pages


def test_an_unchanged_build_imports_nothing_that_makes_pages(archive: Path) -> None:
    update(archive)
    big = [
        "jinja2",
        "lxml",
        "markdown_it",
        "pydantic",
        "rapidfuzz",
        "trafilatura",
        "yaml",
        "storybrief.pipeline.build",
        "multiprocessing.pool",
    ]
    code = f"import sys; from storybrief.cli import main\ntry: main(['build'])\nfinally: print(sorted({set(big)} & set(sys.modules)))"
    done = run(archive, sys.executable, "-c", code)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_an_edit_to_one_story_makes_that_story(archive: Path) -> None:
    update(archive)
    write_story(archive, "ferry-3", {}, overrides=OVERRIDE)
    assert made(archive) == 1
    assert contents(archive / "content") == expected(archive)


def test_an_override_does_not_read_the_articles_again(archive: Path) -> None:
    """The reader of web pages takes longer to start than a story to make; it is not needed."""
    update(archive)
    write_story(archive, "kiln-web", {}, overrides=OVERRIDE)
    assert _imported(archive, "trafilatura", "storybrief.claims.same") == []
    assert contents(archive / "content") == expected(archive)


def test_an_override_about_a_claim_compares_again(archive: Path) -> None:
    update(archive)
    write_story(archive, "ferry-3", {}, overrides=FIRST)
    assert _imported(archive, "trafilatura", "storybrief.claims.same") == ["storybrief.claims.same"]
    assert contents(archive / "content") == expected(archive)


def _imported(site: Path, *modules: str) -> list[str]:
    """Build in a process of its own, and return which of the modules that took."""
    code = f"import sys; from storybrief.cli import main\ntry: main(['build'])\nfinally: print(*sorted({{*{modules}}} & {{*sys.modules}}))"
    done = run(site, sys.executable, "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()


def test_an_edit_that_is_taken_back_makes_nothing(archive: Path) -> None:
    update(archive)
    write_story(archive, "ferry-3", {}, overrides=OVERRIDE)
    update(archive)
    _no_overrides(archive, "ferry-3")
    assert made(archive) == 0
    assert contents(archive / "content") == expected(archive)


def test_an_entry_of_people_yml_makes_the_stories_of_these_people(archive: Path) -> None:
    update(archive)
    (archive / "briefs/people.yml").write_text(
        f"{PEOPLE}  - name: Thomas Reiss\n    forms: [Tom Reiss]\n    why: His card.\n"
    )
    assert made(archive) == 2, "those of the kiln"
    assert contents(archive / "content") == expected(archive)


def test_a_lost_content_is_there_again_without_making_a_story(archive: Path) -> None:
    update(archive)
    shutil.rmtree(archive / "content")
    assert made(archive) == 0
    assert contents(archive / "content") == expected(archive)


def test_a_site_that_moved_with_its_cache_makes_nothing(archive: Path, tmp_path: Path) -> None:
    """As in a workflow that keeps the cache from run to run: every file is another on the disk."""
    update(archive)
    shutil.copytree(archive, tmp_path / "moved", ignore=shutil.ignore_patterns("content"))
    assert made(tmp_path / "moved") == 0
    assert contents(tmp_path / "moved/content") == contents(archive / "content")


# --- the cache may be anything -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4 if nightly() else 2))
def test_a_damaged_cache_gives_the_same_pages(tmp_path: Path, seed: int) -> None:
    site = empty_site(tmp_path / "site")
    ferry(site)
    write_story(site, "kiln", {"kiln.txt": KILN}, story=STORY)
    update(site)
    r = random.Random(seed)
    file = site / ".cache/storybrief/build.sqlite3"
    data = bytearray(file.read_bytes())
    for _ in range(40):
        data[r.randrange(len(data))] ^= r.randrange(1, 256)
    file.write_bytes(data[: r.randrange(len(data))] if seed % 2 else data)
    write_story(site, "kiln", {}, overrides=OVERRIDE)
    update(site)
    assert contents(site / "content") == expected(site)


def test_the_cache_of_another_site_gives_the_same_pages(archive: Path, tmp_path: Path) -> None:
    other = empty_site(tmp_path / "other")
    write_story(other, "kiln", {"kiln.txt": KILN.replace("Tom Reiss", "Ada Moss")})
    update(other)
    shutil.copytree(other / ".cache", archive / ".cache")
    update(archive)
    assert contents(archive / "content") == expected(archive)


def test_entries_that_say_something_else_are_not_believed(archive: Path) -> None:
    """Whole and with the right hash, but no such data: as an older version may have left them."""
    from storybrief.store.cache import FOLDER, Cache

    update(archive)
    entries = sqlite3.connect(archive / FOLDER / "build.sqlite3")
    keys = [key for (key,) in entries.execute("SELECT key FROM entries")]
    entries.close()
    with Cache(archive / FOLDER, "build") as cache:
        for key in keys:
            cache.put(key, b'{"pages": 3}')
    (archive / "content/people/index.md").unlink()
    update(archive)
    assert contents(archive / "content") == expected(archive)


# --- stopped, and gone on from there -----------------------------------------------------------------------------

MANY = 36


@pytest.fixture(scope="module")
def all_of_many(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return expected(_many(tmp_path_factory.mktemp("all")))


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return _many(tmp_path)


def _many(folder: Path) -> Path:
    site = empty_site(folder / "many")
    for n in range(MANY):
        write_story(site, f"ferry-{n}", {"coast.txt": FERRY_A.replace("340", f"{340 + n}"), "island.txt": FERRY_B})
    return site


def started(site: Path, *options: str) -> subprocess.Popen[str]:
    """Start a build, and wait until it has written the pages of some stories."""
    command = [sys.executable, "-c", "from storybrief.cli import main; main()", "build", *options]
    heeds = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # whoever tests in the background does not
    child = subprocess.Popen(
        command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heeds
    )
    while len(list((site / "content").glob("*/index.md"))) < MANY // 2:
        assert child.poll() is None, child.communicate()
        time.sleep(0.01)
    return child


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_build_goes_on_from_there(many: Path, all_of_many: dict[str, bytes], workers: str) -> None:
    child = started(many, "--workers", workers)
    child.kill()
    child.communicate()
    assert made(many) <= MANY * 3 // 4, "what was saved of the first half is not made again"
    assert contents(many / "content") == all_of_many


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_stops_cleanly(many: Path, all_of_many: dict[str, bytes], workers: str) -> None:
    child = started(many, "--workers", workers)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert told.strip() == "Stopped. The next build goes on from here: what was made is kept in the cache."
    assert made(many) <= MANY // 2 + 4
    assert contents(many / "content") == all_of_many


def test_a_story_that_ends_its_worker_is_named_and_the_others_are_made(archive: Path) -> None:
    """By a template that ends the process for one story, as a fault in a library might."""
    (archive / "templates").mkdir()
    (archive / "templates/article.md.jinja").write_text(
        "{{ front_matter }}\n{% if article.id == 'killer' %}{{ cycler.__init__.__globals__.os._exit(7) }}{% endif %}\n"
    )
    write_story(archive, "kiln", {"killer.txt": KILN})
    done = update(archive, way=Way(2))
    (problem,) = errors(done.problems)
    assert (problem.path, problem.code) == ("briefs/kiln", "worker")
    assert done.failed == ("kiln",)
    assert (archive / "content/ferry-8/index.md").exists()


# --- more than one machine ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers: processes of their own, which share nothing with the build but a socket.

    One for all tests: they are in one group, and the last of them kills a worker.
    """
    tmp_path = tmp_path_factory.mktemp("dask")
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = [
        *dask,
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    ]
    worker = [*dask, "worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    processes: list[subprocess.Popen[bytes]] = [subprocess.Popen(scheduler, **quiet)]
    while not file.exists() or not file.read_text().strip():
        assert processes[0].poll() is None
        time.sleep(0.05)
    processes += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield json.loads(file.read_text())["address"], processes[1:]
    for process in processes:
        process.kill()
        process.wait()


Cluster = tuple[str, list[subprocess.Popen[bytes]]]
DASK = pytest.mark.xdist_group("dask")


@DASK
def test_dask_makes_the_same_bytes(archive: Path, cluster: Cluster) -> None:
    address, _ = cluster
    done = storybrief(archive, "build", "--scheduler", address)
    assert done.returncode == 0, done.stderr
    assert contents(archive / "content") == expected(archive)
    assert made(archive) == 0, "what they made is in the cache"


@DASK
def test_a_worker_with_other_code_is_told(archive: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would make other bytes."""
    from storybrief.pipeline import update as module

    monkeypatch.setattr(module, "code_hash", lambda: "an older version")
    from storybrief.problems import Stop

    with pytest.raises(Stop) as stop:
        update(archive, way=Way(scheduler=cluster[0]))
    assert [p.code for p in stop.value.problems] == ["other-version"]


@DASK
def test_a_dask_worker_that_is_killed_midway_costs_nothing(
    many: Path, all_of_many: dict[str, bytes], cluster: Cluster
) -> None:
    address, workers = cluster
    count = 0

    def watched(things: Iterable[Any]) -> Iterator[Any]:
        nonlocal count
        for thing in things:
            count += 1
            if count == MANY + MANY // 3:  # all were looked at, a third is made
                workers[0].kill()
            yield thing

    done = update(many, way=Way(scheduler=address), watched=watched)
    assert done.problems == ()
    assert workers[0].poll() is not None
    assert contents(many / "content") == all_of_many


def test_an_update_of_no_site_says_so(tmp_path: Path) -> None:
    done: Updated = update(tmp_path)
    assert [p.code for p in done.problems] == ["no-briefs"]
    assert list(tmp_path.iterdir()) == []
