"""Is a brief brief? What a reader sees of each, in a browser, and how large the pages and the site are.

    python -m benchmarks.budgets                     the example stories, and those of ../shared/corpora/briefs
    python -m benchmarks.budgets --base CHECKOUT     and the bytes of a site of them, by part, against another checkout

Words: runs of letters, digits and "_" that are seen on a phone (360 x 740) before the footnotes; what is folded, the
words beside a line, and navigation do not count. At most 35 % of the words of the articles, but between 450 and 700; or
238 a minute of `length:` in story.yml. Screens: at most seven before the footnotes. HTML of the brief: at most 60 KB.
Exits with 1 when a story keeps to one of them not. `python -m benchmarks.site` prints the same first.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.docs import lay_out, load
from playwright.sync_api import sync_playwright

from storybrief.pages.budget import LEAST, MOST, SHARE, WORDS_A_MINUTE
from storybrief.store.layout import BRIEFS, CONTENT
from storybrief.story.read import story_folders

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT.parents[0] / "shared" / "corpora" / "briefs" / "docs.jsonl"
BUILD = ("-m", "mkdocs", "build", "--quiet", "--site-dir", "site")
PHONE = {"width": 360, "height": 740}
SCREENS = 7
BYTES = 60_000
SEEN = r"""() => {
  const main = document.querySelector("main"), notes = main.querySelector(".footnote");
  const end = (notes || document.querySelector("footer")).getBoundingClientRect().top + scrollY;
  for (const one of main.querySelectorAll(".footnote, .beside, .where, nav, dialog, script")) one.remove();
  for (const one of main.querySelectorAll("details:not([open]) > :not(summary)")) one.remove();
  return [(main.innerText.match(/[\p{L}\p{N}_]+/gu) || []).length, end];
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one brief is: its words and screens on a phone, the words it may have, and the bytes of its HTML."""

    story: str
    words: int
    allowed: int
    screens: float
    size: int

    @property
    def kept(self) -> bool:
        """Whether it keeps to all budgets."""
        return self.words <= self.allowed and self.screens <= SCREENS and self.size <= BYTES


def site_of(folder: Path) -> None:
    """Lay out a site of the example stories and of those of the collection, when it is there."""
    shutil.copytree(ROOT / BRIEFS, folder / BRIEFS, ignore=shutil.ignore_patterns(".schema"))
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / CONTENT).mkdir()
    docs = load(STORIES) if STORIES.is_file() else []
    for story in dict.fromkeys(doc["story"] for doc in docs):
        lay_out([doc for doc in docs if doc["story"] == story], folder / BRIEFS / f"collection-{story}")


def build(folder: Path, **environment: str) -> None:
    """Build the site of a folder; raises CalledProcessError when that fails."""
    subprocess.run([sys.executable, *BUILD], cwd=folder, env={**os.environ, **environment}, check=True)


def build_with(folder: Path, checkout: Path, scratch: Path) -> None:
    """Build the site of a folder with the code and the templates of another checkout."""
    package = scratch / "code" / "storybrief"
    shutil.copytree(checkout / "src" / "storybrief", package)
    shutil.copytree(checkout / "templates", package / "templates", dirs_exist_ok=True)
    build(folder, PYTHONPATH=str(package.parent))


def seen(folder: Path, browser: str) -> Iterator[Seen]:
    """Yield what each brief of a built site is, as this browser shows it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": PHONE["width"], "height": PHONE["height"]})
        for story in story_folders(folder / BRIEFS):
            html = folder / "site" / story.name / "index.html"
            page.goto(html.as_uri())
            words, end = page.evaluate(SEEN)
            yield Seen(story.name, words, _allowed(folder, story), end / PHONE["height"], html.stat().st_size)
        chromium.close()


def _allowed(folder: Path, story: Path) -> int:
    """Return how many words a brief may have, by the sources as they lie on the disk where nothing else is said."""
    from storybrief.pipeline.build import briefed

    told, made = briefed(story.resolve(), folder.resolve())
    if told.length is not None:
        return told.length * WORDS_A_MINUTE
    texts = (e.article.text for e in made.brief.extracts) if made.brief else ()
    words = sum(sum(any(c.isalnum() for c in word) for word in text.split()) for text in texts)
    return min(MOST, max(LEAST, int(SHARE * words)))


def parts(built: Path) -> Mapping[str, int]:
    """Return the bytes of a built site by what they are for."""
    made: dict[str, int] = {}
    for file in built.rglob("*"):
        if file.is_file():
            part = _part(file.relative_to(built))
            made[part] = made.get(part, 0) + file.stat().st_size
    return made


def _part(file: Path) -> str:
    first = file.parts[0]
    if first in ("pagefind", "assets", "people", "outlets", "months"):
        return first
    if file.suffix == ".json":
        return "JSON"
    if "articles" in file.parts:
        return "articles"
    if "evidence" in file.parts:
        return "evidence"
    return "briefs" if file.suffix == ".html" and len(file.parts) > 1 else "all else"


def table(rows: Sequence[Seen]) -> Iterator[str]:
    """Yield the lines of the table of briefs."""
    yield "| brief | words seen, of at most | KB of HTML, of at most 60 | screens of a phone, of at most 7 | |\n|---|---|---|---|---|"
    for row in rows:
        told = "" if row.kept else "**over**"
        yield f"| {row.story} | {row.words} of {row.allowed} | {row.size / 1000:.1f} | {row.screens:.1f} | {told} |"
    yield f"\n{sum(row.kept for row in rows)} of {len(rows)} briefs keep to all budgets."


def compared(now: Mapping[str, int], before: Mapping[str, int]) -> Iterator[str]:
    """Yield the lines of the table of bytes, by part."""
    yield "| part of the site | KB | KB before | ratio |\n|---|---|---|---|"
    for part in sorted({*now, *before}, key=lambda part: -now.get(part, 0)):
        yield _bytes(part, now.get(part, 0), before.get(part, 0))
    yield _bytes("**all**", sum(now.values()), sum(before.values()))


def _bytes(part: str, now: int, before: int) -> str:
    ratio = f"{now / before:.2f}" if before else "new"
    return f"| {part} | {now / 1000:.0f} | {before / 1000:.0f} | {ratio} |"


def told(base: Path | None) -> tuple[list[str], bool]:
    """Return the lines of both tables, the second only against a `base`, and whether every brief keeps to its budgets."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        return ["No Chromium is here: what a reader sees is not measured."], True
    with tempfile.TemporaryDirectory(prefix="storybrief-budgets-") as scratch:
        folder = Path(scratch, "now")
        folder.mkdir()
        site_of(folder)
        if base:
            shutil.copytree(folder, Path(scratch, "before"))
            build_with(Path(scratch, "before"), base.resolve(), Path(scratch))
        build(folder)
        rows = list(seen(folder, browser))
        lines = list(table(rows))
        if base:
            lines += ["", *compared(parts(folder / "site"), parts(Path(scratch, "before", "site")))]
    return lines, all(row.kept for row in rows)


def main() -> int:
    """Print the tables; returns 1 when a brief is over a budget."""
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--base", type=Path, help="another checkout, to compare the bytes of a site with")
    lines, kept = told(about.parse_args().base)
    print("\n".join(lines))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
