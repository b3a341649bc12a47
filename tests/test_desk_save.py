"""What the desk writes is what a person would: at the end of the list, all else byte for byte; and only its own page may ask."""

from __future__ import annotations

import io
import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from invented import contents, empty_site, ferry, storybrief
from storybrief.desk.asking import MOST, Asked
from storybrief.desk.saving import Book
from storybrief.desk.serve import Desk, Stories
from storybrief.desk.writing import RefusedError, appended
from storybrief.store.files import replace_file

NOTE = "  - do: note\n    to: A note.\n    why: For readers.\n"
BLOCK = '  - do: note\n    to: "Read with care: #1"\n    why: "New."\n'
CORRECTIONS = "corrections:\n  - kind: correction\n    what: A\n    when: 2026-01-02\n    why: B\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, f"overrides:\n{BLOCK}"),
        ("# Ours.\n", f"# Ours.\noverrides:\n{BLOCK}"),
        ("overrides:\n", f"overrides:\n{BLOCK}"),
        (f"overrides:\n{NOTE}", f"overrides:\n{NOTE}{BLOCK}"),
        (f"overrides:\n{NOTE}".rstrip("\n"), f"overrides:\n{NOTE}{BLOCK}"),
        (f"overrides:\n{NOTE}    # Of the note.\n", f"overrides:\n{NOTE}    # Of the note.\n{BLOCK}"),
        (
            f"# Top.\noverrides:\n{NOTE}\n# Below.\n{CORRECTIONS}",
            f"# Top.\noverrides:\n{NOTE}{BLOCK}\n# Below.\n{CORRECTIONS}",
        ),
        (f"{CORRECTIONS}", f"{CORRECTIONS}overrides:\n{BLOCK}"),
        ("overrides: []\n", f"overrides:\n{BLOCK}"),
        ("overrides: null\n", f"overrides:\n{BLOCK}"),
        (f"# Top.\noverrides: []  # none yet\n{CORRECTIONS}", f"# Top.\noverrides:  # none yet\n{BLOCK}{CORRECTIONS}"),
    ],
)
def test_an_override_comes_at_the_end_of_the_list(before: str | None, after: str) -> None:
    assert appended(before.encode() if before is not None else None, BLOCK).decode() == after
    if before:
        windows = appended(before.replace("\n", "\r\n").encode(), BLOCK)
        assert windows == after.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("overrides: [{do: note, to: A, why: B}]\n", BLOCK),
        ("overrides: {\n", BLOCK),
        ("overrides:\n", "  - do: nothing\n    why: x\n"),
        ("overrides:\n", '  - do: drop\n    where: "x"\n'),
        ("overrides:\n", f"{BLOCK}corrections: []\n"),
        ("overrides:\n", '"\nx'),
        (f"overrides:\n{NOTE}...\nmore: x\n", BLOCK),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_sentence(text: str, lines: str) -> None:
    with pytest.raises(RefusedError) as no:
        appended(text.encode(), lines)
    assert str(no.value).endswith(".")


@given(
    st.lists(
        st.sampled_from(["overrides:\n", NOTE, "# x\n", "\n", "    # y\n", "corrections: []\n", "  \n"]), max_size=9
    )
)
def test_whatever_stands_there_stays_and_the_override_is_last(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        made = appended(text.encode(), BLOCK).decode()
    except RefusedError:
        return
    assert yaml.safe_load(made)["overrides"][-1] == yaml.safe_load(BLOCK)[0]
    assert (
        made.replace(BLOCK, "", 1).removesuffix("overrides:\n").rstrip() == text.removesuffix("overrides:\n").rstrip()
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = empty_site(tmp_path / "site")
    ferry(site)
    return site


def test_a_saved_override_is_obeyed_and_taken_back_to_the_byte(site: Path) -> None:
    file = site / "briefs/ferry/overrides.yml"
    book = Book(site)
    old = file.read_bytes() if file.is_file() else None
    book.save("ferry", book.tag("ferry"), BLOCK)
    assert storybrief(site, "build").returncode == 0
    assert "Read with care" in (site / "content/ferry/index.md").read_text("utf-8")
    assert book.reasons == ("New.",)
    assert book.undo() == "ferry"
    assert (file.read_bytes() if file.is_file() else None) == old
    with pytest.raises(RefusedError, match="Nothing was saved"):
        book.undo()


def test_nothing_is_written_over_what_changed_meanwhile_or_that_would_be_an_error(site: Path) -> None:
    file = site / "briefs/ferry/overrides.yml"
    book = Book(site)
    seen = book.tag("ferry")
    file.write_text(f"overrides:\n{NOTE}", encoding="utf-8")
    with pytest.raises(RefusedError, match="changed since this page was made"):
        book.save("ferry", seen, BLOCK)
    with pytest.raises(RefusedError):
        book.save("ferry", book.tag("ferry"), '  - do: drop\n    where: "words of nobody"\n    why: "x"\n')
    assert file.read_text("utf-8") == f"overrides:\n{NOTE}"
    book.save("ferry", book.tag("ferry"), '  - do: teaser\n    to: "B"\n    why: "C"\n')
    file.write_text(file.read_text("utf-8") + "# mine\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="changed since"):
        book.undo()
    assert file.read_text("utf-8").endswith("# mine\n")


def test_what_another_program_saves_at_the_last_moment_stays(tmp_path: Path) -> None:
    file = tmp_path / "overrides.yml"
    file.write_bytes(b"old")

    def changed() -> bool:
        file.write_bytes(b"theirs")
        return True

    assert not replace_file(file, b"ours", lasting=True, unless=changed)
    assert contents(tmp_path) == {"overrides.yml": b"theirs"}, "and no half is left"
    assert replace_file(file, b"ours", unless=lambda: False)
    assert file.read_bytes() == b"ours"


# --- who may ask ---------------------------------------------------------------------------------------------------

RIGHT: dict[str, Any] = {
    "REQUEST_METHOD": "POST",
    "HTTP_HOST": "127.0.0.1:8000",
    "HTTP_ORIGIN": "http://127.0.0.1:8000",
    "CONTENT_TYPE": "application/json",
}


def asked_at(site: Path, host: str = "127.0.0.1") -> tuple[Asked, Book]:
    book = Book(site)
    return Asked(host, lambda: Desk(site, Stories(site)), book), book


def token(asked: Asked) -> str:
    answer = asked.answer({}, "storybrief-desk/queue.json")
    assert answer is not None
    return str(json.loads(answer.body)["token"])


def ask(asked: Asked, book: Book, deed: str = "save", **changes: Any) -> tuple[HTTPStatus, dict[str, object]]:
    whole = {"story": "ferry", "tag": book.tag("ferry"), "lines": BLOCK} | changes.pop("body", {})
    body = json.dumps(whole if deed == "save" else {}).encode()
    environ = {
        **RIGHT,
        "HTTP_X_STORYBRIEF_TOKEN": token(asked),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    } | changes
    answer = asked.wrong_host(environ) or asked.answer(environ, f"storybrief-desk/{deed}")
    assert answer is not None
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("name", ["127.0.0.1:8000", "localhost:8000"])
def test_a_page_of_ours_may_save_and_take_back(site: Path, name: str) -> None:
    asked, book = asked_at(site)
    mine = {"HTTP_HOST": name, "HTTP_ORIGIN": f"http://{name}"}
    status, said = ask(asked, book, **mine)
    assert (status, said["last"]) == (HTTPStatus.OK, "ferry")
    assert ask(asked, book, "undo", **mine)[0] == HTTPStatus.OK


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_ORIGIN": ""}, 403),
        ({"HTTP_HOST": "rebound.example:8000", "HTTP_ORIGIN": "http://rebound.example:8000"}, 403),
        ({"HTTP_X_STORYBRIEF_TOKEN": "stale"}, 403),
        ({"HTTP_X_STORYBRIEF_TOKEN": ""}, 403),
        ({"REQUEST_METHOD": "GET"}, 405),
        ({"CONTENT_TYPE": "text/plain"}, 415),
        ({"CONTENT_LENGTH": str(MOST + 1)}, 413),
        ({"CONTENT_LENGTH": "9" * 5000}, 413),
        ({"CONTENT_LENGTH": "-1"}, 411),
        ({"CONTENT_LENGTH": ""}, 411),
        ({"wsgi.input": io.BytesIO(b"\xff\xff"), "CONTENT_LENGTH": "2"}, 400),
        ({"wsgi.input": io.BytesIO(b"[]"), "CONTENT_LENGTH": "2"}, 400),
        ({"body": {"more": "x"}}, 400),
        ({"body": {"lines": ["x"]}}, 400),
        ({"body": {"story": "../ferry"}}, 409),
        ({"body": {"story": "nobody"}}, 409),
        ({"body": {"tag": "0"}}, 409),
    ],
)
def test_nobody_else_may_and_nothing_is_written(site: Path, changes: dict[str, Any], status: int) -> None:
    asked, book = asked_at(site)
    before = book.tag("ferry")
    got, said = ask(asked, book, **changes)
    assert got == status, said
    assert str(said["refused"]).endswith(".")
    assert book.tag("ferry") == before


def test_nothing_is_read_under_a_name_that_was_bound_to_this_machine(site: Path) -> None:
    asked, _ = asked_at(site)
    answer = asked.wrong_host({"HTTP_HOST": "rebound.example:8000"})
    assert answer is not None
    assert answer.status == HTTPStatus.FORBIDDEN


def test_a_link_in_place_of_a_story_leads_nowhere(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (site / "briefs/ferry/overrides.yml").unlink(missing_ok=True)
    (site / "briefs/ferry/overrides.yml").symlink_to(other / "overrides.yml")
    with pytest.raises(RefusedError, match="leads out of its folder"):
        Book(site).save("ferry", "", BLOCK)
    assert [*other.iterdir()] == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "news.example", "::"])
def test_an_address_that_others_reach_saves_nothing(site: Path, host: str) -> None:
    asked, book = asked_at(site, host)
    assert token(asked) == "None"
    name = f"{host}:8000"
    assert ask(asked, book, HTTP_HOST=name, HTTP_ORIGIN=f"http://{name}")[0] == 403


def test_the_queue_has_what_to_look_at_with_its_sentence(site: Path) -> None:
    asked, _ = asked_at(site)
    answer = asked.answer({}, "storybrief-desk/queue/ferry.json")
    assert answer is not None
    items = json.loads(answer.body)["items"]
    assert items
    page = asked.answer({}, "storybrief-desk/")
    assert page is not None
    assert b"<script src=" in page.body
