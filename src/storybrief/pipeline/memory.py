"""What does a build leave for the next, and under which keys? All of it may be lost: then it is made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct, field

from storybrief.model import Person, Reproduce
from storybrief.problems import Problem
from storybrief.store.cache import Cache, from_json, key_of, to_json, unpack
from storybrief.store.file_index import Seen
from storybrief.store.layout import BRIEFS, MKDOCS, PEOPLE_FILE

if TYPE_CHECKING:
    from storybrief.pages.people import OutletWords, SpeakerWords
    from storybrief.pipeline.everywhere import Share
    from storybrief.pipeline.jobs import Done, Result

T = TypeVar("T")

_STATE, _SHARES = "state", "shares"  # the only keys under which something else stands after each build
_WORDS, _NAMES, _PARTS = "words:", "names:", "parts:"  # before a story's key: what else is kept of it
_MISSING = "no file"
_STORIES = 4096  # whose words are held in memory while the pages of people are made; the others are read again


class Kept(Struct, frozen=True):
    """A story as it was made last. `inputs` and `key` are hashes of all it was made from, without and with people.yml.

    `pages` is path -> hash; there are none when an error among `problems` stood in the way, nor of a `draft` that is left
    out.
    """

    inputs: str
    key: str
    pages: Mapping[str, str]
    problems: tuple[Problem, ...]
    draft: bool = False


class State(Struct, frozen=True):
    """What a build leaves behind for the next.

    settings, people  what mkdocs.yml and people.yml said, each with the hash of the file
    everywhere        the pages about all stories: path -> (what it was made from, hash)
    together          what was wrong about the stories together
    about             a hash of all that the two follow from
    """

    settings: tuple[str, Reproduce, tuple[Problem, ...]] = ("", "cited", ())
    people: tuple[str, tuple[Person, ...], tuple[Problem, ...]] = ("", (), ())
    seen: Mapping[str, Seen] = field(default_factory=dict)
    stories: Mapping[str, Kept] = field(default_factory=dict)
    everywhere: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    together: tuple[Problem, ...] = ()
    about: str = ""


class Memory:
    """What earlier builds left in a cache; `before` is how the last one ended. It is `lasting` when more can be left."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.before = from_json(cache.get(_STATE) or b"{}", State) or State()
        self.lasting = cache.lasting

    def result(self, key: str) -> Result | None:
        """Return what came of the story that was made from what has the hash `key`."""
        data = self._cache.get(key)
        if data is None:
            return None
        from storybrief.pipeline.jobs import Result

        return from_json(data, Result)

    def names(self, made_from: str) -> tuple[str, ...] | None:
        """Return the names of a story's speakers, by which it is known whom of people.yml it has to do with."""
        return from_json(self._cache.get(_NAMES + made_from) or b"", tuple[str, ...])

    def parts(self, story: str) -> bytes | None:
        """Return what the articles of a story and their merge gave when it was made last."""
        before = self.before.stories.get(story)
        return self._cache.get(_PARTS + before.inputs) if before else None

    def words(self, key: str) -> bytes | None:
        """Return what a story gives to the pages of people and outlets."""
        return self._cache.get(_WORDS + key)

    def shares(self) -> dict[str, tuple[str, Share | None]]:
        """Return what each story gave to the pages about all, with its key."""
        from storybrief.pipeline.everywhere import Share

        return from_json(self._cache.get(_SHARES) or b"{}", dict[str, tuple[str, Share | None]]) or {}

    def keep(self, key: str, made_from: str, done: Done) -> None:
        """Keep what came of a story."""
        names = done.result.share.names if done.result.share else ()
        self._cache.put_packed(key, done.packed)
        self._cache.put_packed(_WORDS + key, done.words)
        self._cache.put_packed(_PARTS + made_from, done.parts)
        self._cache.put(_NAMES + made_from, to_json(names))

    def keep_shares(self, shares: Mapping[str, tuple[str, Share | None]]) -> None:
        """Keep what the stories give to the pages about all; it is as large as the archive."""
        self._cache.put(_SHARES, to_json(shares), small=False)

    def save(self) -> None:
        """Bring what was kept onto the disk."""
        self._cache.save()

    def end(self, state: State) -> None:
        """Keep what the next build starts from, and forget what no build is going to ask for."""
        if not self.lasting or state == self.before:
            return
        self._cache.put(_STATE, to_json(state), small=False)  # as large as the archive, and put at each edit
        keys = [key for kept in state.stories.values() for key in (kept.key, _WORDS + kept.key, _NAMES + kept.inputs, _PARTS + kept.inputs)]  # fmt: skip
        self._cache.throw_away([_STATE, _SHARES, *keys])


class Words:
    """The words of each story, from what is kept, or from `here`: packed, of the stories of which nothing is kept.

    `key` gives the key of a story; `again` makes one again, of which the words were lost, and gives them packed.
    """

    def __init__(self, memory: Memory, key: Callable[[str], str], again: Callable[[str], bytes]) -> None:
        self.here: dict[str, bytes] = {}
        self._memory, self._key, self._again = memory, key, again
        self._read = lru_cache(maxsize=_STORIES)(self._read_anew)

    def person(self, story: str, slug: str) -> tuple[SpeakerWords, ...]:
        """Return what the speakers of a story that are one person give to the page `slug`."""
        from storybrief.pages.people import SpeakerWords

        return self._words(story, "people", slug, tuple[SpeakerWords, ...])

    def outlet(self, story: str, slug: str) -> OutletWords:
        """Return what a story gives to the page of the outlet `slug`."""
        from storybrief.pages.people import OutletWords

        return self._words(story, "outlets", slug, OutletWords)

    def _words(self, story: str, kind: str, slug: str, shape: type[T]) -> T:
        raw = self._read(story).get(kind, {}).get(slug)
        words = from_json(bytes(raw), shape) if raw else None
        if words is None:  # the cache lost them
            self.here[story] = self._again(story)
            self._read.cache_clear()
            words = from_json(bytes(self._read(story)[kind][slug]), shape)
            assert words is not None
        return words

    def _read_anew(self, story: str) -> dict[str, dict[str, msgspec.Raw]]:
        packed = self.here.get(story)
        data = unpack(packed) if packed else self._memory.words(self._key(story))
        return from_json(data or b"{}", dict[str, dict[str, msgspec.Raw]]) or {}


# --- what a thing is made from ---------------------------------------------------------------------------------


def key_with_people(story: str, made_from: str, people: Iterable[Person], names: Iterable[str] | None) -> str:
    """Return the key of a story: with those of people.yml that its speakers' `names` are; with all when it has none."""
    known = None if names is None else {*names}
    those = [p for p in people if p.may_be_in(story) and (known is None or known & {p.name, *p.forms})]
    return key_of(made_from, to_json([(p.name, p.forms, p.role, p.why) for p in those]))


def settings_of(site: Path, before: State) -> tuple[str, Reproduce, tuple[Problem, ...]]:
    """Return what mkdocs.yml says, with its hash; it is read when it is another than before."""
    made_from = _hash_of_file(site / MKDOCS)
    if made_from and made_from == before.settings[0]:
        return before.settings
    from storybrief.story.site import read_settings

    settings, problems = read_settings(site)
    return made_from, settings.reproduce, problems


def people_of(site: Path, before: State) -> tuple[str, tuple[Person, ...], tuple[Problem, ...]]:
    """Return whom people.yml names, with the hash of the file; it is read when it is another than before."""
    made_from = _hash_of_file(site / BRIEFS / PEOPLE_FILE)
    if made_from and made_from == before.people[0]:
        return before.people
    from storybrief.story.people import read_people

    return made_from, *read_people(site / BRIEFS, BRIEFS)


def _hash_of_file(file: Path) -> str:
    """Return the hash of a file; "" for what is no plain file, and is looked at anew each time."""
    if file.is_file() and not file.is_symlink():
        return hash_of_bytes(file.read_bytes())
    return "" if file.is_symlink() or file.exists() else _MISSING


def hash_of_bytes(data: bytes) -> str:
    """Return the hash of what a file holds."""
    return hashlib.sha256(data).hexdigest()
