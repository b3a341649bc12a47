"""How long does a site take, and how large is it? Whole commands on an invented archive, and other generators beside.

    python -m benchmarks.site                            3 runs of ours on 120 stories, in a scratch folder
    python -m benchmarks.site --stories 555 --peers      about 5,000 pages, and the other generators on the same Markdown
    python -m benchmarks.site --growth 5 20 80 320       each stage at four sizes
    python -m benchmarks.site --base CHECKOUT            the bytes of a site of the examples against another checkout
    python -m benchmarks.site --out benchmarks/site.md   writes the page, machine and versions with it

First come the words, bytes and screens of each example's brief: `python -m benchmarks.budgets` prints these alone.

A time is that of a whole process with its children: on the clock, and of the processors; memory is the largest of its
processes. The others are: MkDocs with Material and `navigation.prune`, which pip brings into a scratch environment;
Eleventy, which npm brings; Hugo, where the system has it. One that cannot be had is left out, and the page says so.
They read the pages of content/ with a title as their front matter, and have a layout of one line.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import budgets
from benchmarks.corpus import write

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PLAIN = (str(BIN / "mkdocs"), "build", "--quiet", "--config-file", "plain.yml", "--site-dir", "site")
SEARCHED = (str(BIN / "mkdocs"), "build", "--quiet", "--site-dir", "searched")
BUILD = (str(BIN / "storybrief"), "build")
OVERRIDE = "overrides:\n  - do: headline\n    to: {words}\n    why: to measure\n"
ELEVENTY = "3.1.7"
LAYOUT = "<!doctype html><html lang=en><head><title>{{ title }}</title></head><body>{{ content%s }}</body></html>\n"


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds on the clock and of the processors, and MB of its largest process."""

    clock: float
    cpu: float
    memory: int

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.cpu:.1f} s; {self.memory} MB)"


def run(command: Sequence[str], folder: Path, **environment: str) -> Run:
    """Run a command in a folder; raises CalledProcessError when it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read().decode("utf-8", "replace"))
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


# --- ours ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ours:
    """A site of so many stories, and the runs on it by name."""

    stories: int
    pages: int
    runs: Mapping[str, Run]
    content: int  # bytes
    site: int  # bytes
    brief: int  # bytes of a brief's HTML beyond its words, on average


def ours(folder: Path, stories: int, *, search: bool) -> Ours:
    """Make a site of so many stories in `folder`, and measure every kind of run on it."""
    write(folder, stories)
    (folder / "content").mkdir(exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    text = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "plain.yml").write_text(text.replace("  - storybrief\n", "  - storybrief: {search: false}\n"), "utf-8")
    runs = {"build, cold": run(BUILD, folder), "build, unchanged": run(BUILD, folder)}
    edited = sorted((folder / "briefs").iterdir())[stories // 2]
    (edited / "overrides.yml").write_text(OVERRIDE.format(words="Words of an editor"), encoding="utf-8")
    runs["build, one override edited"] = run(BUILD, folder)
    runs["HTML, cold"] = run(PLAIN, folder)
    runs["HTML, unchanged"] = run(PLAIN, folder)
    (edited / "overrides.yml").write_text(OVERRIDE.format(words="Other words of an editor"), encoding="utf-8")
    runs["both, one override edited"] = run(PLAIN, folder)
    if search:
        runs["HTML from the cache, and search index"] = run(SEARCHED, folder)
        (edited / "overrides.yml").write_text(OVERRIDE.format(words="Last words of an editor"), encoding="utf-8")
        runs["all three, one override edited"] = run(SEARCHED, folder)
    pages = [*(folder / "site").rglob("*.html")]
    return Ours(
        stories, len(pages), runs, size(folder / "content"), size(folder / "site"), beyond_words(folder / "site")
    )


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def beyond_words(site: Path) -> int:
    """Return how many bytes of a brief's HTML are not words that a reader sees, on average."""
    sizes = []
    for page in site.glob("*/index.html"):
        html = page.read_text(encoding="utf-8")
        if 'content="Brief"' in html:
            shown = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
            sizes.append(len(html.encode()) - len(" ".join(shown.split()).encode()))
    return round(sum(sizes) / len(sizes)) if sizes else 0


def served(folder: Path, times: int = 5) -> list[float]:
    """Return the seconds from saving an override to its words in the page, under `mkdocs serve`, sorted."""
    edited = sorted((folder / "briefs").iterdir())[0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(BIN / "mkdocs"), "serve", "--quiet", "--config-file", "plain.yml", "--dev-addr", address]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    page = f"http://{address}/{edited.name}/"
    try:
        _until(page, "", 600)
        took = []
        for number in range(times):
            time.sleep(2)
            words = f"Served words {number}"
            (edited / "overrides.yml").write_text(OVERRIDE.format(words=words), encoding="utf-8")
            took.append(_until(page, words, 120))
        return sorted(took)
    finally:
        server.terminate()
        server.wait(60)


def _until(page: str, words: str, most: float) -> float:
    start = time.perf_counter()
    while time.perf_counter() - start < most:
        try:
            with urllib.request.urlopen(page, timeout=most) as answer:
                if words in answer.read().decode():
                    return time.perf_counter() - start
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.02)
    raise TimeoutError(page)


# --- the others ------------------------------------------------------------------------------------------------


def peers(content: Path, scratch: Path) -> Iterator[tuple[str, Run | str]]:
    """Yield what each other generator took for the Markdown in `content`, or why it could not be had."""
    plain, sections = scratch / "plain", scratch / "sections"
    for file in sorted(content.rglob("*.md")):
        path = file.relative_to(content)
        title, text = _titled(file)
        for copy in (plain / path, sections / path.with_name(re.sub("^index", "_index", path.name))):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(f"---\ntitle: {title}\n---\n{text}", encoding="utf-8")
    for name, peer, folder in (
        ("MkDocs, Material, navigation.prune", _material, plain),
        ("Eleventy", _eleventy, plain),
        ("Hugo", _hugo, sections),
    ):
        try:
            version, command = peer(scratch, folder)
            yield f"{name} ({version})", run(command, scratch, NO_MKDOCS_2_WARNING="1")
        except (OSError, subprocess.CalledProcessError) as wrong:
            yield name, f"not measured here: {str(wrong).splitlines()[0][:90]}"


def _titled(file: Path) -> tuple[str, str]:
    _, head, text = file.read_text(encoding="utf-8").split("---\n", 2)
    title = re.search(r"^title: (.*)$", head, re.MULTILINE)
    return json.dumps(title[1].strip("'\"") if title else file.stem, ensure_ascii=False), text


def _said(*command: str, cwd: Path | None = None) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def _material(scratch: Path, content: Path) -> tuple[str, list[str]]:
    place = scratch / "material"
    _said(sys.executable, "-m", "venv", str(place))
    _said(str(place / "bin/pip"), "install", "--quiet", "mkdocs-material")
    told = _said(str(place / "bin/pip"), "list", "--format", "json")
    version = next(one["version"] for one in json.loads(told) if one["name"] == "mkdocs-material")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    extensions = config[config.index("markdown_extensions:") : config.index("validation:")]
    theme = "theme:\n  name: material\n  features: [navigation.prune]\n"
    settings = f"site_name: Peer\ndocs_dir: {content}\nsite_dir: {scratch / 'material-site'}\n"
    (scratch / "material.yml").write_text(settings + theme + extensions, encoding="utf-8")
    return version, [str(place / "bin/mkdocs"), "build", "--quiet", "--config-file", "material.yml"]


def _eleventy(scratch: Path, content: Path) -> tuple[str, list[str]]:
    place = scratch / "eleventy"
    place.mkdir()
    (place / "package.json").write_text("{}", encoding="utf-8")
    _said("npm", "install", "--silent", f"@11ty/eleventy@{ELEVENTY}", cwd=place)
    (content / "_includes").mkdir()
    (content / "_includes/page.html").write_text(LAYOUT % "", encoding="utf-8")
    folders = f'dir: {{ input: "{content}", output: "{scratch / "eleventy-site"}" }}'
    settings = f'c.addGlobalData("layout", "page.html"); return {{ markdownTemplateEngine: false, {folders} }}'
    config = scratch / "eleventy.config.cjs"
    config.write_text(f"module.exports = (c) => {{ {settings} }};\n", encoding="utf-8")
    program = str(place / "node_modules/@11ty/eleventy/cmd.cjs")
    return ELEVENTY, ["node", program, "--quiet", f"--config={config.name}"]


def _hugo(scratch: Path, content: Path) -> tuple[str, list[str]]:
    version = _said("hugo", "version").split()[1].split("+")[0]
    layouts = scratch / "layouts/_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        text = (LAYOUT % "").replace("{{ title }}", "{{ .Title }}").replace("{{ content }}", "{{ .Content }}")
        (layouts / f"{name}.html").write_text(text, encoding="utf-8")
    settings = 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n[markup.goldmark.renderer]\nunsafe = true\n'
    (scratch / "hugo.toml").write_text(settings + "[markup.goldmark.parser.attribute]\nblock = true\n", "utf-8")
    return version, ["hugo", "--config", "hugo.toml", "--contentDir", str(content), "--destination", "hugo-site"]


# --- the page --------------------------------------------------------------------------------------------------


def table(found: Ours, others: Sequence[tuple[str, Run | str]], waits: Sequence[float]) -> Iterator[str]:
    """Yield the lines of the table of one size."""
    articles = found.stories * 5
    yield f"{articles:,} articles in {found.stories:,} stories, {found.pages:,} pages, {found.content / 1e6:.0f} MB in content/:"
    yield "\n| run | on the clock (processors; memory) | against cold |\n|---|---|---|"
    for name, one in found.runs.items():
        cold = found.runs["build, cold" if name.startswith("build") else "HTML, cold"]
        yield f"| {name} | {one} | 1/{cold.cpu / one.cpu:.0f} |" if one != cold else f"| {name} | {one} | |"
    yield f"\nThe site is {found.site / 1e6:.0f} MB, {found.site / found.pages / 1e3:.1f} KB a page; a brief has {found.brief / 1e3:.1f} KB beyond its words."
    if waits:
        yield f"Under `mkdocs serve`, from saving an override to its words in the page: {waits[len(waits) // 2]:.2f} s ({waits[0]:.2f} to {waits[-1]:.2f} s)."
    if not others:
        return
    yield "\nThe other generators on the same Markdown, in the same run; ours without search, as theirs but Material's is:"
    yield "\n| | on the clock (processors; memory) | ours cold, of it on the clock (processors) | ours unchanged |\n|---|---|---|---|"
    cold, same = found.runs["HTML, cold"], found.runs["HTML, unchanged"]
    for name, other in others:
        if isinstance(other, str):
            yield f"| {name} | {other} | | |"
        else:
            parts = [f"{one.clock / other.clock:.2f} ({one.cpu / other.cpu:.2f})" for one in (cold, same)]
            yield f"| {name} | {other} | {parts[0]} | {parts[1]} |"


def growth(sizes: Sequence[Ours]) -> Iterator[str]:
    """Yield the table of what each stage takes at each size, and the power of the size that it grows with."""
    yield f"| articles | {' | '.join(f'{one.stories * 5:,}' for one in sizes)} | grows with the power |"
    yield f"|---|{'---|' * (len(sizes) + 1)}"
    for name in sizes[0].runs:
        runs = [one.runs[name] for one in sizes]
        yield _row(f"{name}, s of the processors", sizes, [each.cpu for each in runs], "{:.1f}")
        yield _row(f"{name}, MB of memory", sizes, [each.memory for each in runs], "{:.0f}")
    yield _row("pages", sizes, [one.pages for one in sizes], "{:,.0f}")
    yield _row("MB in content/", sizes, [one.content / 1e6 for one in sizes], "{:.1f}")
    yield _row("MB of HTML", sizes, [one.site / 1e6 for one in sizes], "{:.1f}")


def _row(name: str, sizes: Sequence[Ours], values: Sequence[float], form: str) -> str:
    """Return a row; the power is that between the two largest sizes, for what a start costs hides it in the small."""
    power = math.log(values[-1] / values[-2]) / math.log(sizes[-1].stories / sizes[-2].stories)
    return f"| {name} | {' | '.join(form.format(value) for value in values)} | {power:.2f} |"


def machine() -> str:
    """Return what was measured on."""
    names = ("storybrief", "mkdocs", "markdown", "jinja2", "pagefind")
    told = {one["name"].lower(): one["version"] for one in json.loads(_said(sys.executable, "-m", "pip", "list", "--format", "json"))}  # fmt: skip
    versions = ", ".join(f"{name} {told[name]}" for name in names if name in told)
    load = f"; others were at work: load {os.getloadavg()[0]:.1f} at the end" if os.getloadavg()[0] > (os.cpu_count() or 1) else ""  # fmt: skip
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; {versions}{load}."


ABOUT = """\
## How fast a site is made, and how large it is

`python -m benchmarks.site --stories {stories} --peers --growth {growth} --out benchmarks/site.md` made this page: {machine}
"""

BRIEFS = """
### Is a brief brief?

What a reader sees of each on a phone of 360 x 740 before the footnotes, and the HTML of its page.
"""

GROWTH = """
### From ten articles to ten million

What a start costs is most of a small site; the power is that between the two largest sizes.

"""


def main() -> None:
    """Measure, print, and write the page with `--out`."""
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--stories", type=int, default=120, help="how many stories the archive has")
    about.add_argument("--peers", action="store_true", help="run the other generators too")
    about.add_argument("--no-search", action="store_true", help="make no search index")
    about.add_argument("--growth", type=int, nargs="+", default=[], help="stories of each size")
    about.add_argument("--out", type=Path, help="write the page here")
    about.add_argument("--base", type=Path, help="another checkout, to compare the bytes of a site with")
    asked = about.parse_args()
    briefs, _ = budgets.told(asked.base)
    with tempfile.TemporaryDirectory(prefix="storybrief-bench-") as scratch:
        folder = Path(scratch)
        found = ours(folder / "ours", asked.stories, search=not asked.no_search)
        waits = served(folder / "ours")
        others = [*peers(folder / "ours/content", folder)] if asked.peers else []
        sizes = [ours(folder / f"of-{count}", count, search=False) for count in asked.growth]
    head = ABOUT.format(stories=asked.stories, growth=" ".join(map(str, asked.growth)), machine=machine())
    page = "\n".join([head, *table(found, others, waits), BRIEFS, *briefs]) + "\n"
    if len(sizes) > 1:
        page += GROWTH + "\n".join(growth(sizes)) + "\n" + (ROOT / "benchmarks/growth.md").read_text(encoding="utf-8")
    print(page)
    if asked.out:
        asked.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
