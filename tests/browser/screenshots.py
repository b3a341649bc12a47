"""Makes the pictures of docs/ from the example site, built and served: `python tests/browser/screenshots.py FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser.chromium import LAUNCH, NO_BROWSER, find_chromium
from browser.server import SUB_PATH, build_example, serve
from test_plugin import Serve

STORY = "saint-orla/"
PAGES = {
    "front": "",
    "brief": STORY,
    "evidence": f"{STORY}evidence/",
    "person": "people/tomas-brandt/",
    "article": f"{STORY}articles/merrow-herald/",
}
QUEUE = "storybrief-desk/"
LOOKS = {  # width, height, whether in the dark
    "wide": (1280, 900, False),
    "phone": (390, 844, False),
    "dark": (1280, 900, True),
}
QUALITY = 72  # of a JPEG: letters stay sharp, and all of them together are under 2 MB


def main(folder: Path) -> int:
    """Write a picture of each page in each look into `folder`; returns the exit code."""
    chromium = find_chromium()
    if chromium is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        site = Path(work)
        server = serve(build_example(site))
        desk = Serve(site)
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
        for name, address in PAGES.items():
            pictures(browser, f"http://127.0.0.1:{server.server_port}{SUB_PATH}{address}", folder, name)
        pictures(browser, f"http://{desk.address}/{QUEUE}", folder, "queue")
        browser.close()
        desk.stop()
        server.shutdown()
    return 0


def pictures(browser: Browser, address: str, folder: Path, name: str) -> None:
    """Write the pictures of one page; that of the queue when all of it is read, and what is wrong is being set right."""
    for look, (width, height, dark) in LOOKS.items():
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page.goto(address, wait_until="networkidle")
        if address.endswith(QUEUE) and look != "phone":
            page.keyboard.press("2")
            page.evaluate("scrollTo(0, 0)")
        file = folder / f"{name}-{look}.jpg"
        page.screenshot(path=file, type="jpeg", quality=QUALITY)
        page.close()
        print(file)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")))
