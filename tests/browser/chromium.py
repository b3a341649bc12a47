"""Which Chromium or Chrome of this machine is driven, and how."""

from __future__ import annotations

import os
import shutil

LAUNCH = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = (
    "no Chromium or Chrome found: install one (Debian: apt install chromium; macOS: brew install --cask chromium) "
    "or set CHROMIUM to its path, to run the browser tests"
)


def find_chromium() -> str | None:
    """The path of the browser to drive: $CHROMIUM, else the first of the usual names on PATH."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next((path for path in map(shutil.which, names) if path), None)
