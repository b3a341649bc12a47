"""Which version is this? An sdist says it in PKG-INFO, a checkout in its newest tag "v1.2.3"; everything else is in pyproject.toml.

A commit after a tag is a development release of the next version: "1.2.4.dev7" is seven commits after v1.2.3. Without a tag,
or without git (an archive of the sources), it is one of the first version.
"""

import os
import re
import subprocess
from email.parser import Parser
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).resolve().parent
FIRST = "0.1.0"
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")  # set in hooks: they would lead git to another checkout


def version() -> str:
    """Return the version of what lies in this folder."""
    told = HERE / "PKG-INFO"
    if told.is_file():
        return str(Parser().parsestr(told.read_text("utf-8"))["Version"])
    try:
        if Path(git("rev-parse", "--show-toplevel")).resolve() != HERE:
            return f"{FIRST}.dev0"
        found = re.fullmatch(
            r"v(\d+(?:\.\d+)*)-(\d+)-g[0-9a-f]+", git("describe", "--tags", "--long", "--match", "v[0-9]*")
        )
    except (OSError, subprocess.CalledProcessError):
        found = None
    if found is None:
        return f"{FIRST}.dev{commits()}"
    *first, last = found[1].split(".")
    return found[1] if found[2] == "0" else f"{'.'.join([*first, str(int(last) + 1)])}.dev{found[2]}"


def commits() -> int:
    """Return how many commits there are, 0 without git."""
    try:
        return int(git("rev-list", "--count", "HEAD"))
    except (OSError, subprocess.CalledProcessError):
        return 0


def git(*command: str) -> str:
    """Ask git about this folder. Raises CalledProcessError where it is no checkout, OSError where there is no git."""
    ours = {key: value for key, value in os.environ.items() if key not in ELSEWHERE}
    done = subprocess.run(["git", *command], cwd=HERE, env=ours, capture_output=True, text=True, check=True)
    return done.stdout.strip()


setup(version=version())
