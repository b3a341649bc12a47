"""Who may ask the desk, and what does it answer? An editor's own browser, on the machine that serves, and nobody else.

Another page in that browser can send requests here too. It cannot name this origin, has no token, may not send JSON to
another site unasked, and by a name of its own (DNS rebinding) it comes with a wrong Host; each alone is refused.
"""

from __future__ import annotations

import hmac
import importlib.resources
import ipaddress
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from storybrief.desk.queue import queue_of
from storybrief.desk.saving import Book
from storybrief.desk.serve import DATA, FOLDER, Desk
from storybrief.desk.writing import RefusedError

MOST = 64 * 1024
"""Bytes that a request may bring."""

QUEUE = f"{FOLDER}/"
POLICY = "default-src 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
NO_FRAME = ("Content-Security-Policy", "frame-ancestors 'none'")
"""What every page of a served site says: no page of another site may show it in a frame, and lay its own over it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a request, whole."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Asked:
    """Answers what browsers ask of the desk. `host` is the one that the site is served at."""

    def __init__(self, host: str, desk: Callable[[], Desk], book: Book) -> None:
        self.local = is_loopback(host)
        self._desk = desk
        self._book = book
        self._token = secrets.token_urlsafe(32)

    def wrong_host(self, environ: Mapping[str, Any]) -> Answer | None:
        """Refuse a request by a name that is not this machine's own, when nobody but this machine is served."""
        if not self.local or is_loopback(_host(environ)):
            return None
        return _told(HTTPStatus.FORBIDDEN, "This site is served to this machine alone, under localhost or 127.0.0.1.")

    def answer(self, environ: Mapping[str, Any], path: str) -> Answer | None:
        """Answer a request for `path`, which begins at the site's root; None when it is not about the desk."""
        if not path.startswith(QUEUE):
            return None
        asked = path.removeprefix(QUEUE)
        if asked in _DEEDS:
            return self._do(environ, asked)
        if asked in ("", "index.html"):
            page = (importlib.resources.files("storybrief.desk") / "queue.html").read_bytes()
            headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY))
            return Answer(HTTPStatus.OK, (*headers, *_NO_STORE), page)
        return self._read(asked.removesuffix(DATA)) if asked.endswith(DATA) else None

    def _read(self, page: str) -> Answer | None:
        """Answer with what the queue, a story's part of it, or the controls of a page show."""
        if page == "queue":
            return _json({"stories": [*self._desk().stories], **self._common()})
        if page.startswith("queue/"):
            story = self._desk().stories.get(page.removeprefix("queue/"))
            if story is None:
                return _told(HTTPStatus.NOT_FOUND, "There is no story of this name.")
            name = page.removeprefix("queue/")
            found = queue_of(story.made.brief if story.made else None, story.entries)
            return _json({"items": found, **self._desk().about(name), **self._common(), **self._tag(name)})
        name, inside, _ = page.partition("/")
        known = inside and name in self._desk().stories
        return _json({**self._desk().data(page), **self._common(), **(self._tag(name) if known else {})})

    def _common(self) -> dict[str, object]:
        """What every page of the desk needs; the token only where saving is allowed."""
        token = self._token if self.local else None
        return {"token": token, "reasons": self._book.reasons, "last": self._book.last}

    def _tag(self, story: str) -> dict[str, object]:
        try:
            return {"story": story, "tag": self._book.tag(story)}
        except RefusedError as why:
            return {"story": story, "tag": None, "token": None, "refused": str(why)}

    def _do(self, environ: Mapping[str, Any], deed: str) -> Answer:
        refused = self._forbidden(environ)
        if refused:
            return refused
        length = environ.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit()):
            return _told(HTTPStatus.LENGTH_REQUIRED, "A request says how long it is.")
        if len(length) > len(str(MOST)) or int(length) > MOST:
            return _told(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request brings at most {MOST:,} bytes.")
        try:
            asked = json.loads(environ["wsgi.input"].read(int(length)))
            given = [asked[key] for key in _DEEDS[deed]] if isinstance(asked, dict) else None
        except (ValueError, KeyError, RecursionError):
            given = None
        if given is None or set(asked) != {*_DEEDS[deed]} or not all(isinstance(one, str) for one in given):
            return _told(HTTPStatus.BAD_REQUEST, "This is no request of the desk's pages.")
        try:
            story = self._book.undo() if deed == "undo" else self._book.save(*given)
        except RefusedError as why:
            return _told(HTTPStatus.CONFLICT, str(why))
        except OSError as wrong:
            told = f"Nothing was saved: {wrong.strerror or wrong}."
            return _told(HTTPStatus.INTERNAL_SERVER_ERROR, told)
        return _json({**self._common(), **self._tag(story)})

    def _forbidden(self, environ: Mapping[str, Any]) -> Answer | None:
        """Refuse whoever is not a page of this very site; the sentence says what is wrong."""
        if not self.local:
            return _told(HTTPStatus.FORBIDDEN, "The desk saves only when the site is served to this machine alone.")
        if environ.get("REQUEST_METHOD") != "POST":
            return _told(HTTPStatus.METHOD_NOT_ALLOWED, "This is asked for by POST.")
        if environ.get("HTTP_ORIGIN") != f"http://{environ.get('HTTP_HOST', '')}":
            return _told(HTTPStatus.FORBIDDEN, "This was asked for by a page of another site.")
        if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
            return _told(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The desk takes JSON.")
        token = str(environ.get("HTTP_X_STORYBRIEF_TOKEN", ""))
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self._token.encode()):
            return _told(HTTPStatus.FORBIDDEN, "This page is from before the site was served anew. Load it again.")
        return None


# What each deed brings, in the order in which the book wants it.
_DEEDS: Mapping[str, tuple[str, ...]] = {"save": ("story", "tag", "lines"), "undo": ()}
_NO_STORE = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))


def is_loopback(host: str) -> bool:
    """Whether a host's name or number means the machine itself, whatever a name server says."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host(environ: Mapping[str, Any]) -> str:
    """Return the name in a request's Host, without its port."""
    try:
        return urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
    except ValueError:
        return ""


def _json(data: object) -> Answer:
    return Answer(HTTPStatus.OK, (("Content-Type", "application/json"), *_NO_STORE), json.dumps(data).encode())


def _told(status: HTTPStatus, sentence: str) -> Answer:
    body = json.dumps({"refused": sentence}).encode()
    return Answer(status, (("Content-Type", "application/json"), *_NO_STORE), body)


def headed(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the headers of an answer, with what keeps it out of other sites' frames."""
    return [*headers, NO_FRAME]
