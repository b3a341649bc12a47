"""Makes the pictures of the README from the built example site: `python tests/browser/screenshots.py FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser.chromium import LAUNCH, NO_BROWSER, find_chromium
from browser.server import SUB_PATH, build_example, serve

STORY = "harbour-fire/"
PICTURES = (
    # name, address, width, height, colour scheme
    ("home", "", 1280, 800, "light"),
    ("brief", STORY, 1280, 1000, "light"),
    ("brief-dark", STORY, 1280, 1000, "dark"),
    ("brief-phone", f"{STORY}#who-said-what", 390, 844, "light"),
    ("evidence", f"{STORY}evidence/", 1280, 1000, "light"),
    ("person", "people/tomas-brandt/", 1280, 700, "light"),
    ("article", f"{STORY}articles/coast-wire/", 1280, 900, "light"),
)


def main(folder: Path) -> int:
    """Write a PNG for each of PICTURES into `folder`; returns the exit code."""
    chromium = find_chromium()
    if chromium is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        server = serve(build_example(Path(work)))
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
        for name, address, width, height, scheme in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(f"http://127.0.0.1:{server.server_port}{SUB_PATH}{address}")
            page.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")
        browser.close()
        server.shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")))
