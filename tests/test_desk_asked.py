"""Who may ask the desk to write, with real requests to a served site: its own pages, and nobody else."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from invented import empty_site, ferry
from storybrief.desk.asking import MOST, is_loopback
from storybrief.desk.writing import ABSENT, tag
from test_plugin import Serve

WORDS = "before the hull is safe"
LINES = f'  - do: speaker\n    where: "{WORDS}"\n    to: null\n    why: "The article does not say."\n'
CHECKED = f'  - do: checked\n    where: "{WORDS}"\n    on: "2026-02-03"\n'


# --- who may ask ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    status: int
    data: dict[str, Any]
    headers: dict[str, str]


class Site:
    """A site that is served, and requests to it that say what they like."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.serve = Serve(folder)

    @property
    def file(self) -> Path:
        return self.folder / "briefs/ferry/overrides.yml"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Told:
        asked = http.client.HTTPConnection(self.serve.address, timeout=30)
        asked.putrequest(method, f"/{path}", skip_host="Host" in headers)
        for name, value in headers.items():
            asked.putheader(name.replace("_", "-"), value)
        asked.endheaders(body)
        answer = asked.getresponse()
        text = answer.read()
        asked.close()
        as_json = answer.headers.get("Content-Type") == "application/json"
        return Told(answer.status, json.loads(text) if as_json else {"text": text.decode()}, dict(answer.headers))

    def data(self) -> dict[str, Any]:
        return self.ask("GET", "storybrief-desk/queue/ferry.json").data

    def post(self, deed: str, asked: object, **headers: str) -> Told:
        body = json.dumps(asked).encode()
        given = {
            "Origin": f"http://{self.serve.address}",
            "Content_Type": "application/json",
            "X_Storybrief_Token": str(self.ask("GET", "storybrief-desk/queue.json").data["token"]),
            "Content_Length": str(len(body)),
            **headers,
        }
        return self.ask("POST", f"storybrief-desk/{deed}", body, **{k: v for k, v in given.items() if v})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = empty_site(tmp_path_factory.mktemp("asked") / "site")
    ferry(folder)
    site = Site(folder)
    yield site
    site.serve.stop()


def test_a_page_of_the_site_saves_and_takes_back(site: Site) -> None:
    data = site.data()
    assert data["tag"] == ABSENT
    told = site.post("save", {"story": "ferry", "tag": data["tag"], "lines": CHECKED})
    assert (told.status, told.data["last"]) == (200, "ferry")
    assert site.file.read_bytes() == b"overrides:\n" + CHECKED.encode()
    assert told.data["tag"] == tag(site.file.read_bytes()) == site.data()["tag"]
    stale = site.post("save", {"story": "ferry", "tag": ABSENT, "lines": LINES})
    assert (stale.status, "changed since" in stale.data["refused"]) == (409, True)
    assert site.post("undo", {}).status == 200
    assert not site.file.exists()


REFUSED: tuple[tuple[dict[str, str], int], ...] = (
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": ""}, 403),
    ({"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}, 403),
    ({"Host": "127.0.0.1.evil.example", "Origin": "http://127.0.0.1.evil.example"}, 403),
    ({"X_Storybrief_Token": "of-the-server-before"}, 403),
    ({"X_Storybrief_Token": ""}, 403),
    ({"Content_Type": "text/plain"}, 415),
    ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
)


@pytest.mark.parametrize(("headers", "status"), REFUSED)
def test_nobody_else_saves(site: Site, headers: dict[str, str], status: int) -> None:
    told = site.post("save", {"story": "ferry", "tag": ABSENT, "lines": CHECKED}, **headers)
    assert (told.status, bool(told.data["refused"])) == (status, True)
    assert not site.file.exists()
    assert site.post("undo", {}, **headers).status == status


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"story": "../ferry", "tag": ABSENT, "lines": CHECKED}, 409),
        ({"story": "ferry/../../x", "tag": ABSENT, "lines": CHECKED}, 409),
        ({"story": "ferry", "tag": ABSENT, "lines": CHECKED, "path": "/tmp/x"}, 400),
        ({"story": ["ferry"], "tag": ABSENT, "lines": CHECKED}, 400),
        ({"story": "ferry", "tag": ABSENT}, 400),
        (["ferry"], 400),
        (None, 400),
        ({"story": "ferry", "tag": ABSENT, "lines": "#" * MOST}, 413),
    ],
)
def test_what_the_desk_did_not_ask_is_refused(site: Site, asked: object, status: int) -> None:
    assert site.post("save", asked).status == status
    assert not list(site.folder.rglob("overrides.yml"))


def test_a_huge_body_is_refused_before_it_is_sent(site: Site) -> None:
    for length, status in ((str(10**12), 413), ("9" * 5000, 413), ("-1", 411), ("²", 411)):
        assert site.post("save", {}, Content_Length=length.encode().decode("latin-1")).status == status


def test_saving_is_no_reading(site: Site) -> None:
    assert site.ask("GET", "storybrief-desk/save").status == 405
    assert site.ask("OPTIONS", "storybrief-desk/save", Origin="http://evil.example").status == 405


@pytest.mark.parametrize(
    "path", ["", "ferry/", "storybrief-desk/", "storybrief-desk/queue.json", "storybrief-desk/ferry/index.md.json"]
)
def test_by_another_name_nothing_is_read(site: Site, path: str) -> None:
    """A page of evil.example, whose name server now says 127.0.0.1, reads neither the token nor a draft."""
    assert site.ask("GET", path).status == 200
    told = site.ask("GET", path, Host="evil.example:8000")
    assert (told.status, list(told.data)) == (403, ["refused"])
    assert site.ask("GET", path, Host="localhost:8000").status == 200


def test_nothing_is_shown_in_a_frame_and_the_queue_has_a_strict_policy(site: Site) -> None:
    assert site.ask("GET", "ferry/").headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    queue = site.ask("GET", "storybrief-desk/")
    assert "script-src 'self'" in queue.headers["Content-Security-Policy"]
    assert "<script>" not in queue.data["text"]
    assert "Access-Control-Allow-Origin" not in site.ask("GET", "storybrief-desk/queue.json").headers


def test_only_this_machine_is_loopback() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.1.2.3", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "192.168.1.2", "example.org", "localhost.evil.example", "", "::")))
