"""From where can another machine install this very tool? What the installer noted of it, and its checkout, say so."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from storybrief.store.fingerprint import files

# Where a checkout has the files of a package. An editable install finds the second on its own, a wheel in the first.
_SOURCES = {
    "storybrief/": "src/storybrief/",
    "storybrief.templates/": "templates/",
    "storybrief/templates/": "templates/",
}
_WEB = ("http", "https")
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")  # set in hooks: they would lead git to another checkout


@dataclass(frozen=True, slots=True)
class Origin:
    """`requirement` is a line of requirements.txt that installs this very tool, None when nothing can.

    `doubt` says in half a sentence why there is none, or why not every machine reaches it; "" when all is well.
    """

    requirement: str | None
    doubt: str = ""


def origin() -> Origin:
    """Say from where this very tool can be installed: the commit, the archive or the release that it came from.

    Of a checkout it is the address of its remote “origin”, at its last commit; that must be the code that runs, and
    be on the remote. A name is only given out when an index gave the tool under it.
    """
    try:
        tool = importlib.metadata.distribution("storybrief")
    except importlib.metadata.PackageNotFoundError:
        tool = None
    if tool is None or not tool.read_text("INSTALLER"):  # without the latter, what building it left in a checkout
        return Origin(None, "it runs from a folder and is not installed")
    return origin_of(tool.read_text("direct_url.json"), tool.version)


def origin_of(direct_url: str | None, version: str) -> Origin:
    """Do so for a tool of this version of which the installer noted `direct_url` (PEP 610; None: an index gave it)."""
    if direct_url is None:
        return Origin(f"storybrief=={version}")
    came: Mapping[str, Any] = json.loads(direct_url)
    address = urlsplit(came["url"])
    if "vcs_info" in came:
        return _commit(came)
    if "dir_info" in came:
        return _checkout(Path(unquote(address.path)))
    if address.scheme not in _WEB:
        return Origin(None, f"it was installed from a file of this machine, {came['url']}")
    hashes = came.get("archive_info", {}).get("hashes", {})
    return Origin(f"storybrief @ {_open(came['url'])}" + "".join(f"#{k}={v}" for k, v in [*hashes.items()][:1]))


def _commit(came: Mapping[str, Any]) -> Origin:
    about, inside = came["vcs_info"], came.get("subdirectory")
    line = f"storybrief @ {about['vcs']}+{_open(came['url'])}@{about['commit_id']}"
    reached = urlsplit(came["url"]).scheme in _WEB
    return Origin(
        f"{line}#subdirectory={inside}" if inside else line,
        "" if reached else f"it came from {came['url']}, which other machines may not reach",
    )


def _checkout(folder: Path) -> Origin:
    """Say it for the checkout in `folder`, in which git is asked, and nothing is changed."""
    try:
        top = _git(folder, "rev-parse", "--show-toplevel")
        if Path(top).resolve() != folder.resolve():
            return Origin(None, f"{folder} is no checkout of git")
        address = _git(folder, "config", "--default", "", "--get", "remote.origin.url")
        if urlsplit(address).scheme not in _WEB:
            have = f"the remote “origin” {address}, which is no" if address else "no remote “origin” with an"
            return Origin(None, f"the checkout {folder} has {have} address that starts with https://")
        if _changed(_git(folder, "status", "--porcelain")) or not _is_installed(folder):
            return Origin(None, f"the tool here is not that of the last commit of {folder}")
        commit = _git(folder, "rev-parse", "HEAD")
        if not _git(folder, "branch", "--remotes", "--list", "origin/*", "--contains", commit):
            return Origin(None, f"the last commit of {folder} is not pushed")
    except (OSError, subprocess.CalledProcessError):  # no such folder, no git, no commit
        return Origin(None, f"{folder} is no checkout of git, or git cannot read it")
    return Origin(f"storybrief @ git+{_open(address)}@{commit}")


def _git(folder: Path, *command: str) -> str:
    ours = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
    done = subprocess.run(
        ["git", *command], cwd=folder, env={**ours, "LC_ALL": "C"}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip("\n")


def _changed(status: str) -> bool:
    """Whether git tells of a changed file, or of a new one that would be installed."""
    new = tuple(f"?? {folder}" for folder in _SOURCES.values())
    return any(not line.startswith("??") or line.startswith(new) for line in status.splitlines())


def _is_installed(folder: Path) -> bool:
    """Whether the code and data that run are the files of the checkout; it may have moved on since."""
    for name, file in files():
        package = max((one for one in _SOURCES if name.startswith(one)), key=len)
        there = folder / _SOURCES[package] / name.removeprefix(package)
        if not there.is_file() or there.read_bytes() != file.read_bytes():
            return False
    return True


def _open(address: str) -> str:
    """Return an address of the web without a user's name and password: a requirement is for all to read."""
    return re.sub(r"\A(https?://)[^/@]*@", r"\1", address)
