"""What does a worker get, and what does it give back? Bytes in, bytes out, wherever it is.

A job is all that one story is made from: the files of its folder, the site's own templates, what the settings and
people.yml say. It is unpacked into a folder of its own and made there as `build.make` makes it anywhere. So a worker
needs nothing but this package, and what is cached was made from the very bytes that its key was made from.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import jinja2
import msgspec
from msgspec import Struct

from storybrief.model import Person, Reproduce
from storybrief.pages.people import Words
from storybrief.pages.render import environment
from storybrief.pipeline.build import Anew, Extracted, Made, internal, made_of
from storybrief.pipeline.everywhere import Share, share
from storybrief.problems import Problem
from storybrief.store.cache import from_json, key_of, pack, to_json
from storybrief.store.fingerprint import code_hash
from storybrief.store.inputs import Files
from storybrief.store.layout import BRIEFS, TEMPLATES
from storybrief.story.read import SourceFile
from storybrief.story.site import Settings

T = TypeVar("T")


class Job(Struct, frozen=True):
    """All that a story is made from.

    files       of the story's folder: (path in it, bytes)
    templates   the site's own: (path in templates/, bytes)
    people      those of people.yml that may be speakers of the story
    parts       what its articles and their merge gave when it was made last (`Done.parts`, unpacked), or None
    code        the hash of the code that is to make it: a worker with other code refuses
    """

    story: str
    files: Files
    templates: Files
    reproduce: Reproduce
    people: tuple[Person, ...]
    parts: bytes | None
    code: str


class Result(Struct, frozen=True):
    """What came of a story, as it is cached: the pages as (path, text), problems, and what other pages show of it.

    `share` is None when a problem stands in the way; there are no pages then.
    """

    pages: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    share: Share | None
    draft: bool = False


class Done(Struct, frozen=True):
    """What a worker gives back: the result, and the same packed for the cache, with the words and the parts.

    lasting     whether the same job always comes to the same: not when the tool itself failed
    """

    result: Result
    packed: bytes
    words: bytes
    parts: bytes
    lasting: bool


class OtherCodeError(ImportError):
    """A worker has another version of the code than the build that asks it."""


def work(job: Job) -> Done:
    """Make one story. Raises OtherCodeError where the code is not that of the job."""
    if job.code != code_hash():
        raise OtherCodeError("other code, or other versions of the libraries")
    site, templates = _site(job.templates, threading.get_ident())
    folder = site / BRIEFS / job.story
    remembered = _Remembered(job)
    try:
        for path, data in job.files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        folder.mkdir(parents=True, exist_ok=True)
        made = made_of(folder, site, templates, Settings(job.reproduce, job.people), remembered)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return done(made, job.people, remembered.now)


def done(made: Made, people: tuple[Person, ...], parts: Mapping[str, object]) -> Done:
    """Return what was made of a story as a worker gives it back."""
    given, words = None, Words({}, {})
    if made.brief and made.pages:
        try:
            given, words = share(made.brief, people)
        except Exception as wrong:
            fault = internal(wrong, f"{BRIEFS}/{made.story}", f"storybrief explain {made.story}")
            made = Made(made.story, None, (), (*made.problems, fault), made.draft)
    result = Result(tuple((page.path, page.text) for page in made.pages), made.problems, given, made.draft)
    return Done(
        result=result,
        packed=pack(to_json(result)),
        words=pack(to_json(words)),
        parts=pack(to_json(parts)),
        lasting=all(problem.code != "internal" for problem in made.problems),
    )


class _Remembered(Anew):
    """Does the long works of which it does not know what came of them. `now` is all of it."""

    def __init__(self, job: Job) -> None:
        self._before = from_json(job.parts or b"{}", dict[str, msgspec.Raw]) or {}
        self._code = job.code
        self._files = {f"{BRIEFS}/{job.story}/{path}": data for path, data in job.files}
        self.now: dict[str, object] = {}

    def extracted(self, source: SourceFile) -> Extracted:
        """Return what one source gives."""
        data = self._files[source.shown]
        key = key_of(self._code, data, source.shown, source.id, to_json((source.declared, source.puts)))
        return self._part(key, Extracted, lambda: super(_Remembered, self).extracted(source))

    def worked_out(self, kind: type[T], key: str, make: Callable[[], T]) -> T:
        """Return what was made before, or lately, or is made now."""
        return self._part(key_of(self._code, key), kind, lambda: super(_Remembered, self).worked_out(kind, key, make))

    def _part(self, key: str, kind: type[T], make: Callable[[], T]) -> T:
        known = from_json(bytes(self._before[key]), kind) if key in self._before else None
        made = make() if known is None else known
        self.now[key] = made
        return made


@functools.lru_cache(maxsize=16)
def _site(templates: Files, _thread: int) -> tuple[Path, jinja2.Environment]:
    """Return a folder that stands for the site, with its own templates in it; it is there as long as the process."""
    kept = tempfile.TemporaryDirectory(prefix="storybrief-")
    _FOLDERS.append(kept)
    site = Path(kept.name).resolve()
    for path, data in templates:
        (site / TEMPLATES / path).parent.mkdir(parents=True, exist_ok=True)
        (site / TEMPLATES / path).write_bytes(data)
    return site, environment(site / TEMPLATES)


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []  # removed when the process ends
