"""What an editor sees under `mkdocs serve`, and that the site is the same with the plugin and without it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from invented import FERRY_A, KILN, ROOT, contents, ferry, mkdocs, run, storybrief, write_story
from storybrief.html.plugin import _Content
from storybrief.pipeline.record import RECORD
from storybrief.pipeline.update import update

OVERRIDE = """\
overrides:
  - do: headline
    to: {words}
    why: shorter
"""


class Serve:
    """A running `mkdocs serve`, and what it has printed so far."""

    def __init__(self, site: Path, *options: str, tool: str = "mkdocs") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", tool, "serve", "--dev-addr", self.address, *options],
            cwd=site,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.wait(lambda: "Serving on" in self.said())

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))

    def said(self) -> str:
        return "".join(self.lines)

    def wait(self, happened: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)

    @property
    def builds(self) -> int:
        return self.said().count("Building documentation")

    def after(self, edit: Callable[[], object], seen: Callable[[], object]) -> None:
        """Make an edit, and wait until what it does is seen."""
        edit()
        self.wait(lambda: bool(seen()))

    def page(self, path: str) -> str:
        """Return what is served at a path; nothing where there is nothing."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=30) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            return ""

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.reader.join(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def served(small: Path) -> Iterator[Serve]:
    (small / "templates").mkdir()
    shutil.copy(ROOT / "templates/home.md.jinja", small / "templates/home.md.jinja")
    write_story(small, "ferry", {}, story="articles:\n  coast.txt:\n", overrides=OVERRIDE.format(words="First words"))
    (small / "content/about.md").write_text("# About us\n", encoding="utf-8")
    serve = Serve(small)
    yield serve
    serve.stop()


def test_a_port_in_use_is_told_before_anything_is_built(small: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = mkdocs(small, "serve", "--dev-addr", f"127.0.0.1:{port}")
    assert done.returncode == 1
    assert f"Nothing can be served at 127.0.0.1:{port} (Address already in use)." in done.stderr
    assert f"mkdocs serve --dev-addr 127.0.0.1:{port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((small / "content").iterdir())


def test_serve_shows_every_edit_and_survives_every_mistake(small: Path, served: Serve) -> None:
    """One server for all of it, for a start costs more than an edit."""
    story, content = small / "briefs/ferry", small / "content"
    overrides, home = story / "overrides.yml", small / "templates/home.md.jinja"
    assert served.builds == 1
    assert "First words" in served.page("ferry/")
    assert served.page("%00") == served.page("ferry/%00/") == ""
    assert "Traceback" not in served.said()

    def headline(words: str) -> None:
        overrides.write_text(OVERRIDE.format(words=words), encoding="utf-8")

    # what people write in briefs/ and templates/
    served.after(lambda: headline("Second words"), lambda: "Second words" in served.page("ferry/"))
    served.after(
        lambda: write_story(small, "ferry", {"coast.txt": FERRY_A.replace("12 days", "19 days")}),
        lambda: "19 days" in served.page("ferry/evidence/"),
    )
    served.after(
        lambda: write_story(small, "ferry", {}, story="articles:\n  coast.txt:\n    outlet: Coast Post\n"),
        lambda: "Coast Post" in served.page("ferry/"),
    )
    served.after(
        lambda: home.write_text(home.read_text(encoding="utf-8") + "\nHouse words.\n", encoding="utf-8"),
        lambda: "House words." in served.page(""),
    )
    served.after(lambda: write_story(small, "kiln", {"kiln.txt": KILN}), lambda: "180 years" in served.page("kiln/"))
    served.after(lambda: (small / "briefs/kiln").rename(small / "away"), lambda: not served.page("kiln/"))
    assert not (content / "kiln").exists()
    served.after(lambda: (small / "away").rename(small / "briefs/kiln"), lambda: "180 years" in served.page("kiln/"))
    served.after(lambda: shutil.rmtree(small / "briefs/kiln"), lambda: not served.page("kiln/"))
    assert not (content / "kiln").exists()

    # a mistake keeps the last good page up, and is told
    served.after(
        lambda: overrides.write_text("overrides:\n  - do: headline\n   to: x\n", encoding="utf-8"),
        lambda: re.search(r"ERROR.*briefs/ferry/overrides\.yml:\d+: yaml: ", served.said()),
    )
    served.wait(lambda: "last good pages stay up" in served.said())
    assert "Second words" in served.page("ferry/")
    served.after(lambda: headline("Third words"), lambda: "Third words" in served.page("ferry/"))

    # what people do in content/
    about, new, page = content / "about.md", content / "new.md", content / "ferry/index.md"
    served.after(
        lambda: about.write_text("# About them\n", encoding="utf-8"), lambda: "About them" in served.page("about/")
    )
    served.after(
        lambda: new.write_text("# A new page\n", encoding="utf-8"), lambda: "A new page" in served.page("new/")
    )
    served.after(new.unlink, lambda: not served.page("new/"))
    served.after(
        lambda: page.write_text(page.read_text(encoding="utf-8") + "My words\n", encoding="utf-8"),
        lambda: "content/ferry/index.md: edited-page" in served.said(),
    )
    served.after(page.unlink, lambda: page.is_file() and "Third words" in served.page("ferry/"))
    assert "My words" not in served.page("ferry/")
    assert "Third words" in page.read_text(encoding="utf-8")

    # and what is asked of mkdocs.yml, and the search
    config = small / "mkdocs.yml"
    served.after(
        lambda: config.write_text(
            re.sub("^site_name:.*$", "site_name: Quay papers", config.read_text(encoding="utf-8"), flags=re.M), "utf-8"
        ),
        lambda: "Quay papers" in served.page("ferry/"),
    )
    assert '"version"' in served.page("pagefind/pagefind-entry.json"), "search works under serve too"
    assert "Traceback" not in served.said()


def test_without_reloading_every_page_is_served_too(small: Path) -> None:
    serve = Serve(small, "--no-livereload")
    try:
        assert "<h1" in serve.page("")
        assert "12 days" in serve.page("ferry/evidence/")
        assert "storybrief-desk" not in serve.page("ferry/")
    finally:
        serve.stop()


def test_what_the_build_writes_is_nobody_s_edit(small: Path) -> None:
    """Else each build would ask for the next."""
    made = update(small)
    content = _Content()
    content.left(made)
    own = small / "content/about.md"
    own.write_text("# About us\n", encoding="utf-8")
    by_a_person = partial(content.by_a_person, small / "content")
    assert len(made.pages) > 5
    assert not any(map(by_a_person, made.pages))
    assert by_a_person("about.md")
    page = small / "content/ferry/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "My words\n", encoding="utf-8")
    assert by_a_person("ferry/index.md")
    page.unlink()
    assert by_a_person("ferry/index.md")

    shutil.rmtree(small / "briefs/ferry")
    write_story(small, "kiln", {"kiln.txt": KILN})
    gone = update(small)
    content.left(gone)
    assert "ferry/brief.json" in gone.published.removed
    assert not any(map(by_a_person, gone.published.removed))
    own.unlink()
    assert by_a_person("about.md")


def test_a_strict_build_has_no_warning(site: Path) -> None:
    ferry(site)
    done = mkdocs(site, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (site / "site/gaza-ceasefire/index.html").is_file()
    assert (site / "site/pagefind/pagefind-entry.json").is_file()


def test_the_same_site_comes_out_without_the_plugin(site: Path) -> None:
    ferry(site)
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    plain = re.sub(r"^plugins:\n(?:[ -].*\n)+", "plugins: []\n", config, flags=re.MULTILINE)
    assert plain != config
    (site / "plain.yml").write_text(plain, encoding="utf-8")
    assert mkdocs(site, "build", "--strict", "-d", "with").returncode == 0
    shutil.rmtree(site / "content")
    for done in (
        storybrief(site, "build"),
        mkdocs(site, "build", "--strict", "-f", "plain.yml", "-d", "without"),
        storybrief(site, "index", "without"),
    ):
        assert done.returncode == 0, done.stderr
    assert html(site / "with") == html(site / "without")
    assert (site / "without/pagefind/pagefind-entry.json").is_file()


def html(folder: Path) -> dict[str, bytes]:
    """All of a built site, but for the search index, for the time that gzip notes, and for the plugin's record."""
    others = ("sitemap.xml.gz", RECORD)
    return {p: b for p, b in contents(folder).items() if not p.startswith("pagefind/") and p not in others}


def test_an_error_stops_a_build_and_says_what_happened(small: Path) -> None:
    write_story(
        small, "kiln", {"kiln.txt": KILN}, overrides="overrides:\n  - do: drop\n    where: no such words here\n"
    )
    done = mkdocs(small, "build")
    assert done.returncode == 1
    assert re.search(r"briefs/kiln/overrides\.yml:2: missing-key: ", done.stderr)
    assert "The site was not built" in done.stderr
    assert "1 story left as before, because of errors: kiln" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (small / "site").exists()
    assert (small / "content/ferry/index.md").is_file()


def test_another_docs_dir_is_told(small: Path) -> None:
    (small / "docs").mkdir()
    config = small / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("docs_dir: content", "docs_dir: docs"), "utf-8")
    done = mkdocs(small, "build")
    assert done.returncode == 1
    assert "Set “docs_dir: content” in mkdocs.yml" in done.stderr
    assert list((small / "content").iterdir()) == []


def test_the_search_index_can_be_left_out(small: Path) -> None:
    config = small / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        re.sub(r"^  - storybrief.*\n", "  - storybrief:\n      search: false\n", text, flags=re.M), "utf-8"
    )
    assert mkdocs(small, "build").returncode == 0
    assert (small / "site/index.html").is_file()
    assert not (small / "site/pagefind").exists()
    assert (small / "content/ferry/index.md").is_file()


def test_properdocs_builds_the_same_site_and_serves_it(small: Path) -> None:
    """It is MkDocs carried on by others: who moves to it loses nothing."""
    assert mkdocs(small, "build").returncode == 0
    right = contents(small / "site")
    shutil.rmtree(small / "site")
    done = run(small, sys.executable, "-m", "properdocs", "build", "-f", "mkdocs.yml")
    assert done.returncode == 0, done.stderr
    assert contents(small / "site") == right
    serve = Serve(small, "-f", "mkdocs.yml", tool="properdocs")
    try:
        assert "340" in serve.page("ferry/")
        assert "desk.js" in serve.page("ferry/")
    finally:
        serve.stop()
