"""How does a reader find a word? Pagefind makes the index out of the built pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# What stands beside the words: marks of articles with their notes, references, remarks, ways to other places.
LEFT_OUT = (
    "sup",
    "[href^='#d-']",
    ".back",
    "[href^='#article-']",
    "[class^='in-']",
    "[href='#differences']",
)

# Pagefind's own dialogs: 420 KB that nothing here asks for.
UNUSED = ("pagefind-*ui.js", "pagefind-*ui.css", "pagefind-highlight.js")


def index(built: Path) -> str | None:
    """Write the search index for the HTML in `built` into `built`/pagefind. Returns what went wrong, or None.

    Pagefind comes as a program inside a Python package, so nothing is fetched.
    """
    left_out = [part for selector in LEFT_OUT for part in ("--exclude-selectors", selector)]
    command = [sys.executable, "-m", "pagefind", "--site", str(built), "--quiet", *left_out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr or done.stdout).strip() or "Pagefind failed without a word"
    for pattern in UNUSED:
        for file in (built / "pagefind").glob(pattern):
            file.unlink()
    return None
