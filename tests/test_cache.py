"""What is kept comes back as it was, or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storybrief.store.cache import Cache, key_of

OTHER = (
    "from storybrief.store.cache import Cache; from pathlib import Path; import sys; c = Cache(Path(sys.argv[1]), 'c')"
)


def file(folder: Path) -> Path:
    return folder / "c.sqlite3"


def filled(folder: Path) -> Path:
    with Cache(folder, "c") as cache:
        for n in range(50):
            cache.put(f"key{n}", f"value {n} ".encode() * 100)
    return folder


def test_what_is_put_comes_back_in_the_next_process(tmp_path: Path) -> None:
    filled(tmp_path)
    code = f"{OTHER}; print(c.get('key7') == b'value 7 ' * 100, c.get('key99'))"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "True None\n"


def test_git_leaves_the_cache_out(tmp_path: Path) -> None:
    assert (filled(tmp_path / ".cache/storybrief") / ".gitignore").read_text() == "*\n"


@given(place=st.floats(0, 0.999), byte=st.integers(1, 255))
@example(place=0.3270307838007785, byte=128)  # the table's own definition: sqlite cites it, and it is no text
def test_a_damaged_file_gives_the_right_bytes_or_none(
    tmp_path_factory: pytest.TempPathFactory, place: float, byte: int
) -> None:
    """Whichever byte of the file is another."""
    folder = filled(tmp_path_factory.mktemp("cache"))
    data = bytearray(file(folder).read_bytes())
    data[int(place * len(data))] ^= byte
    file(folder).write_bytes(data)
    with Cache(folder, "c") as cache:
        assert {cache.get(f"key{n}") for n in range(50)} <= {None, *(f"value {n} ".encode() * 100 for n in range(50))}
        for _ in range(2):  # the first may find the damage, and is lost with what was there
            cache.put("new", b"1")
        assert cache.get("new") == b"1"


@pytest.mark.parametrize("data", [b"", b"not a cache at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_cache_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    file(tmp_path).write_bytes(data)
    filled(tmp_path)
    with Cache(tmp_path, "c") as cache:
        assert cache.get("key1") == b"value 1 " * 100


def test_a_database_of_something_else_is_begun_anew(tmp_path: Path) -> None:
    other = sqlite3.connect(file(tmp_path))
    other.execute("CREATE TABLE entries (name TEXT)")
    other.close()
    filled(tmp_path)
    with Cache(tmp_path, "c") as cache:
        assert cache.get("key1") == b"value 1 " * 100


def test_an_entry_does_not_pass_for_another(tmp_path: Path) -> None:
    """Somebody may have moved, exchanged or remade rows."""
    folder = filled(tmp_path)
    entries = sqlite3.connect(file(folder))
    entries.execute("UPDATE entries SET key = 'key1x' WHERE key = 'key1'")
    entries.execute("UPDATE entries SET value = 'words' WHERE key = 'key2'")
    entries.execute("UPDATE entries SET value = (SELECT value FROM entries WHERE key = 'key4') WHERE key = 'key3'")
    entries.commit()
    entries.close()
    with Cache(folder, "c") as cache:
        assert [cache.get(key) for key in ("key1x", "key2", "key3")] == [None] * 3
        assert cache.get("key4") is not None


def test_a_folder_that_cannot_be_made_costs_only_the_cache(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file of somebody's")
    with Cache(tmp_path / ".cache/storybrief", "c") as cache:
        cache.put("a", b"1")
        assert cache.get("a") == b"1"
    assert (tmp_path / ".cache").read_text() == "a file of somebody's"


def test_a_cache_that_is_only_read_stays_as_it_is(tmp_path: Path) -> None:
    before = (file(filled(tmp_path)).read_bytes(), file(tmp_path).stat().st_mtime_ns)
    with Cache(tmp_path, "c", read_only=True) as cache:
        cache.put("key1", b"something else")
        cache.throw_away([])
        assert cache.get("key1") == b"value 1 " * 100
    assert (file(tmp_path).read_bytes(), file(tmp_path).stat().st_mtime_ns) == before
    with Cache(tmp_path / "none", "c", read_only=True) as cache:
        assert cache.get("key1") is None
    assert not (tmp_path / "none").exists()


def test_what_is_no_longer_used_goes_when_it_outweighs_the_rest(tmp_path: Path) -> None:
    kept = [f"key{n}" for n in range(30)]
    with Cache(filled(tmp_path), "c") as cache:
        cache.throw_away(kept)
        assert cache.get("key40") is not None, "20 old ones beside 30 in use: somebody may turn a change back"
        cache.throw_away(kept[:20])
        assert cache.get("key40") is None
        assert all(cache.get(key) for key in kept[:20])


def test_two_builds_use_one_cache_at_a_time(tmp_path: Path) -> None:
    """Each writes hundreds of entries while the other does; whatever is there afterwards is right."""
    code = f"{OTHER}; [c.put(f'{{n}}', b'%d' % n * 50) for n in range(int(sys.argv[2]), 600, 2)]; c.close()"
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(n)]) for n in (0, 1)]
    assert [one.wait() for one in both] == [0, 0]
    with Cache(tmp_path, "c") as cache:
        assert [cache.get(str(n)) for n in range(600)] == [b"%d" % n * 50 for n in range(600)]


def test_a_killed_process_loses_little(tmp_path: Path) -> None:
    code = (
        f"{OTHER}; [c.put(f'{{n}}', b'x') for n in range(100)]; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    with Cache(tmp_path, "c") as cache:
        assert all(cache.get(str(n)) == b"x" for n in range(96))


def test_a_key_tells_its_parts_apart() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("abc", "")}) == 4
    assert key_of("a", "é") == key_of(b"a", "é".encode())
