"""A reader's browser that notes everything that goes wrong on the pages it opens."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response


class Watched:
    """A page and everything that went wrong on it: messages of the console, errors, requests, answers."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.troubles: list[str] = []
        self._origin = origin
        page.on("console", lambda message: self._trouble(message.type in ("error", "warning"), message.text))
        page.on("pageerror", lambda error: self._trouble(True, f"page error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", self._left_site)
        page.on("response", self._refused)

    def _trouble(self, when: bool, text: str) -> None:
        if when:
            self.troubles.append(text)

    def _failed(self, request: Request) -> None:
        # what a page was still fetching when it was left is no failure
        self._trouble(request.failure != "net::ERR_ABORTED", f"request failed: {request.url} {request.failure}")

    def _left_site(self, request: Request) -> None:
        self._trouble(not request.url.startswith(self._origin), f"request leaves the site: {request.url}")

    def _refused(self, response: Response) -> None:
        self._trouble(response.status >= 400, f"{response.status}: {response.url}")


class Visitor:
    """Opens pages of the site in contexts of its own, and asserts at the end that nothing went wrong on them."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.watched: list[Watched] = []

    def open(self, address: str = "", *, width: int = 1280, height: int = 900, **context: Any) -> Page:
        """A page at `address` (relative to the site), loaded, in a new context with the options given."""
        viewport: Any = {"width": width, "height": height}
        made = self._browser.new_context(viewport=viewport, reduced_motion="reduce", **context)
        made.set_default_timeout(10_000)
        self._contexts.append(made)
        page = made.new_page()
        self.watched.append(Watched(page, self.site))
        page.goto(self.site + address)
        return page

    def close(self) -> None:
        """Close every context opened."""
        for context in self._contexts:
            context.close()

    @property
    def troubles(self) -> list[str]:
        """What went wrong on any page opened."""
        return [trouble for watched in self.watched for trouble in watched.troubles]
