"""How well are saved web pages read? What the reader that builds a site makes of real ones.

    python -m benchmarks.reading                              scores ../shared/corpora/html; writes benchmarks/reading.md
    python -m benchmarks.reading --pages FOLDER --out PRED    predictions only: a JSON line a page

FOLDER: pages/ and gold.jsonl, of which only `id` and `file` are read. PRED: {id, title, outlet, authors, published, url,
paragraphs: [{role, text}], told, failed, seconds}; `told`: the codes of what is
told of it at `add` and in `check --editorial`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storybrief.article.left import told
from storybrief.article.read import read

HERE = Path(__file__).resolve().parent
PAGES = HERE.parents[1] / "shared" / "corpora" / "html"
OUT = HERE.parent / ".cache" / "reading"
REPORT = HERE / "reading.md"
_SEVERAL = re.compile(r",\s*|\s+and\s+|\s*&\s*|;\s*")


def main() -> int:
    asked = argparse.ArgumentParser(description="Read saved pages, and score how well they are read.")
    asked.add_argument("--pages", type=Path, default=PAGES)
    asked.add_argument("--out", type=Path)
    wanted = asked.parse_args()
    if not wanted.pages.is_dir():
        print(f"The pages are not there ({wanted.pages}); nothing is measured.")
        return 0
    OUT.mkdir(parents=True, exist_ok=True)
    out = wanted.out or OUT / "predicted.jsonl"
    rows = list(predictions(wanted.pages))
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    if wanted.out is None:
        print(_report(wanted.pages, out, rows))
    return 0


def predictions(pages: Path) -> Iterator[dict[str, Any]]:
    """Read each page of the folder as `storybrief add` does, with nothing declared."""
    lines = (pages / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        for line in map(json.loads, lines):
            path.write_bytes(gzip.decompress((pages / line["file"]).read_bytes()))
            yield _predicted(line["id"], path)


def _predicted(name: str, path: Path) -> dict[str, Any]:
    row: dict[str, Any] = {"id": name, "title": None, "outlet": None, "authors": [], "published": None, "url": None}
    start = time.perf_counter()
    article, problems = read(path, "sources/page.html", {}, name)
    row["seconds"] = round(time.perf_counter() - start, 3)
    row["told"] = [p.code for p in problems if p.severity == "warning"]
    row["failed"] = [p.code for p in problems if p.severity == "error"]
    row["paragraphs"] = []
    if article:
        row["told"] += ["left-out"] if told(article) else []
        source = article.source
        row.update(title=article.title, outlet=source.outlet, published=source.published, url=source.url)
        row["authors"] = [name for name in _SEVERAL.split(source.author or "") if name]
        row["paragraphs"] = [{"role": p.role, "text": p.span.of(article.text)} for p in article.paragraphs]
    return row


def _report(pages: Path, out: Path, rows: list[dict[str, Any]]) -> str:
    """Score the predictions with the collection's own scorer, and write the table."""
    errors = OUT / "errors.jsonl"
    scorer = [sys.executable, str(pages / "score_reading.py"), str(pages / "gold.jsonl"), str(out)]
    table = subprocess.run([*scorer, "--errors", str(errors)], check=True, capture_output=True, text=True).stdout
    seconds = sorted(row["seconds"] for row in rows)
    text = (
        "# How saved pages are read\n\nMade by `python -m benchmarks.reading`: 90 real pages, scored by the collection's"
        f" own scorer.\nSeconds a page: {seconds[len(seconds) // 2]:.2f} the median, {seconds[-1]:.2f} the slowest.\n\n"
        f"```\n{table}```\n"
    )
    old = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    _, heading, written = old.partition("\n## ")
    REPORT.write_text(text + heading + written, encoding="utf-8")
    return text


if __name__ == "__main__":
    sys.exit(main())
