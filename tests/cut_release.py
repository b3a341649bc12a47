"""`make release VERSION=1.2.3`: what is not yet released in CHANGELOG.md gets this version and the day, is committed and tagged.

Nothing is pushed. The package's version follows the tag (setup.py); pushing it has .github/workflows/release.yml build it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

OPEN = "## Not yet released"


def cut(text: str, version: str, day: str) -> str:
    """Return the changelog with its open part named after the version. Raises ValueError, with what to do, if it cannot be."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise ValueError(f"Say which version as three numbers: make release VERSION=1.2.3, not “{version}”.")
    if f"\n## {version} (" in text:
        raise ValueError(f"CHANGELOG.md has a part for {version} already.")
    if not re.search(rf"^{OPEN}\n\n- ", text, re.MULTILINE):
        raise ValueError(f"CHANGELOG.md has nothing under “{OPEN}”.")
    return text.replace(f"{OPEN}\n", f"## {version} ({day})\n", 1)


def main(root: Path, version: str) -> None:
    """Cut a release of the checkout in `root`."""
    if git(root, "status", "--porcelain"):
        raise ValueError("Commit what is changed first.")
    if git(root, "tag", "--list", f"v{version}"):
        raise ValueError(f"There is a tag v{version} already.")
    changelog = root / "CHANGELOG.md"
    text = cut(changelog.read_text("utf-8"), version, f"{datetime.now(UTC):%Y-%m-%d}")
    changelog.write_text(text, encoding="utf-8", newline="\n")
    git(root, "commit", "--quiet", "--message", f"Release {version}", "CHANGELOG.md")
    git(root, "tag", "--annotate", f"v{version}", "--message", f"storybrief {version}")


def git(root: Path, *command: str) -> str:
    """Return what git says."""
    return subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    try:
        main(Path(__file__).resolve().parents[1], sys.argv[1])
    except ValueError as wrong:
        sys.exit(str(wrong))
    print(f"Look at it, then: git push origin HEAD v{sys.argv[1]}")
