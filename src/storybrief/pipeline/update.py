"""How does a whole archive come up to date without doing again what did not change?

The same pages as `build.plan` and `build.publish` make: what the disk says is as it was is not read, what was made
from the same bytes comes from the cache, and the rest is spread over workers. Then the pages about all stories, each
only when something that it shows changed. What makes pages is imported when there are some to make, for most builds of
an archive find little to do.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from storybrief.model import Person, Reproduce
from storybrief.pipeline.publish import Content, Published, hash_of, not_made
from storybrief.pipeline.schemas import forget_schemas, refresh_schemas_of
from storybrief.problems import Problem, as_warnings, error, errors, in_order
from storybrief.store import inputs
from storybrief.store.cache import FOLDER, Cache, from_json, key_of, to_json, unpack
from storybrief.store.code import code_hash
from storybrief.store.inputs import Folder
from storybrief.store.layout import BRIEFS, CONTENT, MKDOCS, PEOPLE_FILE, TEMPLATES
from storybrief.store.seen import Index, Seen, disk_clock

if TYPE_CHECKING:
    from storybrief.pages.people import OutletWords, SpeakerWords
    from storybrief.pipeline import workers
    from storybrief.pipeline.build import Share, Watched
    from storybrief.pipeline.jobs import Done, Job, Result
    from storybrief.story.site import Settings

T = TypeVar("T")

_STATE, _SHARES = "state", "shares"  # the only keys under which something else stands after each build
_WORDS, _NAMES, _EXTRACTS = "words:", "names:", "extracts:"  # before a story's key: what else is kept of it
_MISSING = "no file"
_FEW = 4  # stories for each worker: to start one takes as long as to make about as many
_FEW_SHARES = 16  # of stories that changed: to read so many each from its own entry takes no time
_STORIES = 4096  # whose words are held in memory while the pages of people are made; the others are read again


@dataclass(frozen=True, slots=True)
class Way:
    """How stories are made: by so many `workers` on this machine, or on those of the Dask scheduler at an address."""

    workers: int = 1
    scheduler: str | None = None


HERE = Way()


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did. `pages` is all that the build makes: path in content/ -> hash (`publish.hash_of`).

    `problems` are all that were found; `failed` are the stories that could not be made, and keep their old pages.
    `made_from` is a hash of all that the pages follow from: what people wrote, the settings, and the code. `drafts` says
    whether some of the pages are of drafts, which no build publishes.
    """

    published: Published
    pages: Mapping[str, str]
    problems: tuple[Problem, ...]
    failed: tuple[str, ...]
    made_from: str = ""
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A story as it was made last. `inputs` and `key` are hashes of all it was made from, without and with people.yml.

    `pages` is path -> hash; there are none when an error among `problems` stood in the way, nor of a `draft` that is left
    out.
    """

    inputs: str
    key: str
    pages: Mapping[str, str]
    problems: tuple[Problem, ...]
    draft: bool = False


@dataclass(frozen=True, slots=True)
class State:
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


def update(
    site: Path,
    settings: Settings | None = None,
    *,
    cached: bool = True,
    way: Way = HERE,
    write: bool = True,
    watched: Watched = iter,
    content: Path | None = None,
    drafts: bool = False,
    taken: Callable[[str, str], None] | None = None,
) -> Updated:
    """Bring content/ into line with briefs/, or say with `write` False what that would take.

    `site` is the folder that holds briefs/; `settings` are what mkdocs.yml says (None: it is read here). `content` is
    another folder than the site's content/ to write the pages in; it takes `cached` False. With `drafts` those are made
    as any story, else they are left out and stop nothing. `taken` is given the path and text of each page of a story
    that is not in content/ as it should be. What is made
    is kept in the site's cache and taken from there, unless `cached` is False; the bytes are the same. What takes time
    is taken through `watched`, which may show how far it is. Raises Stop when the scheduler of `way` cannot be used.
    What was made until then, or until somebody stopped it, is in the cache, and the next build goes on from there.
    """
    site = site.resolve()
    if not (site / BRIEFS).is_dir():
        from storybrief.pipeline.build import no_briefs

        return Updated(Published((), (), (), ()), {}, (no_briefs(),), ())
    with Cache(site / FOLDER if cached else None, "build", read_only=not write) as cache:
        made = _Update(site, cache, settings, content or site / CONTENT, write=write, drafts=drafts, taken=taken)
        return made.run(way, watched)


def collect_garbage_seldom() -> None:
    """Have Python look for garbage seldom, in the whole process: of what an archive is read into nearly all stays.

    To look through it after each seven hundred new things, as is usual, takes a fifth of the time of an edit.
    """
    gc.set_threshold(100_000, 2, 2)


class _Update:
    """One update: what is known at its beginning, and what came of the stories so far."""

    def __init__(
        self, site: Path, cache: Cache, settings: Settings | None, content: Path, *, write: bool, drafts: bool,
        taken: Callable[[str, str], None] | None = None,
    ) -> None:  # fmt: skip
        self.site, self.cache, self.drafts, self.taken = site, cache, drafts, taken
        self.write = write and content == site / CONTENT  # what a killed command left is put right in the site alone
        self.before = from_json(cache.get(_STATE) or b"{}", State) or State()
        self.index = Index(self.before.seen, self._clock())
        self.content = Content(content, write, self.index)
        self.settings = _settings(site, self.before) if settings is None else ("", settings.reproduce, ())
        self.people = _people(site, self.before)
        self.templates = inputs.templates(site)
        self.common = key_of(code_hash(), self.settings[1], *(part for named in self.templates for part in named))
        self.made_from: dict[str, str] = {}  # of the stories that are being made
        self.stories: dict[str, Kept] = {}
        self.files: dict[str, tuple[str, ...]] = {}  # of every story: the names of its articles' files
        self.passing: set[str] = set()  # stories that the next build has to make again, whatever it finds
        self.shares: dict[str, Share | None] = {}
        self.words = _Words(self)

    def run(self, way: Way, watched: Watched) -> Updated:
        listed = list(inputs.folders(self.site))
        aside = (*inputs.unfinished(self.site, listed, swept=self.write), *inputs.no_stories(listed))
        folders = [folder for folder in listed if folder.story]
        self.files = {folder.name: folder.articles for folder in folders}
        to_make = [folder for folder in watched(folders) if not self._is_made(folder)]
        longest_first = sorted(to_make, key=lambda folder: (-folder.size, folder.name))
        self._make(longest_first, way, watched)
        self.stories = {folder.name: self.stories[folder.name] for folder in folders}
        found = [*self.settings[2], *self.people[2], *(p for kept in self.stories.values() for p in self._told(kept))]
        everywhere, together = self._about_all(found, watched)
        failed = tuple(name for name, kept in self.stories.items() if not kept.pages and self._shown(kept))
        if folders or not found:
            self.content.take_away_the_rest(not_made(failed, everywhere))
            if self.write and self.cache.lasting:
                forget_schemas(self.site, self.files)
        published = self.content.published()
        self._remember(State(
            self.settings, self.people, self.index.ended(self._clock()),
            {name: kept for name, kept in self.stories.items() if name not in self.passing},
            everywhere or self.before.everywhere, together, self._about() if everywhere else "",
        ))  # fmt: skip
        pages = {path: hash for kept in self.stories.values() for path, hash in kept.pages.items()}
        pages |= {path: hash for path, (_, hash) in everywhere.items()}
        problems = in_order([*aside, *found, *together, *published.problems])
        drafts = any(kept.draft and kept.pages for kept in self.stories.values())
        return Updated(published, pages, problems, failed, self._about(), drafts)

    def _shown(self, story: Kept | Result) -> bool:
        return self.drafts or not story.draft

    def _told(self, kept: Kept) -> tuple[Problem, ...]:
        return kept.problems if self._shown(kept) else as_warnings(kept.problems)

    def _clock(self) -> int:
        return disk_clock(self.site / FOLDER) if self.cache.lasting else 0

    # --- each story --------------------------------------------------------------------------------------------

    def _is_made(self, folder: Folder) -> bool:
        """Whether a story need not be made: its pages are on the disk, or in the cache and are put there."""
        made_from = self._inputs(folder)
        key = made_from and self._key(folder.name, made_from)
        if not made_from or not key:
            return False
        before = self.before.stories.get(folder.name)
        same = before is not None and before.key == key and (not before.draft or bool(before.pages) == self.drafts)
        if before and same and all(self.content.has(path, hash) for path, hash in before.pages.items()):
            self.stories[folder.name] = before
            return True
        result = self._cached(key)
        if result:
            self._publish(folder.name, made_from, key, result)
        return result is not None

    def _inputs(self, folder: Folder) -> str | None:
        """Return the hash of what a story is made from, people.yml aside; None when it is made where it lies."""
        if not folder.plain:
            return None
        try:
            return self._made_from(folder.name, [(path, self._known(folder, path)) for path in folder.files])
        except OSError:
            folder.plain = False
            return None

    def _known(self, folder: Folder, path: str) -> str:
        name = f"{BRIEFS}/{folder.name}/{path}"
        return self.index.hash(name, folder.files[path], lambda: _hash(Path(folder.path, path).read_bytes()))

    def _made_from(self, story: str, hashes: Iterable[tuple[str, str]]) -> str:
        return key_of(self.common, story, *(part for pair in hashes for part in pair))

    def _key(self, story: str, made_from: str) -> str | None:
        """Return the hash of what a story is made from; None when it is not known which people it has to do with."""
        before = self.before.stories.get(story)
        if before and before.inputs == made_from and self.people == self.before.people:
            return before.key
        if not self.people[1]:
            return _with_people(story, made_from, (), None)
        names = from_json(self.cache.get(_NAMES + made_from) or b"", tuple[str, ...])
        return None if names is None else _with_people(story, made_from, self.people[1], names)

    def _cached(self, key: str) -> Result | None:
        data = self.cache.get(key)
        if data is None:
            return None
        from storybrief.pipeline.jobs import Result

        return from_json(data, Result)

    def _make(self, folders: Iterable[Folder], way: Way, watched: Watched) -> None:
        """Make the stories, on as many workers as it pays; those that cannot be carried there, here."""
        plain = [folder for folder in folders if folder.plain]
        if plain:
            from storybrief.pipeline.jobs import work

            spread = _spread(way, work, self._jobs(plain), len(plain))
            with closing(spread):
                for name, done in watched(_Counted(spread, len(plain))):
                    self._take(name, done)
            self.cache.save()
        for folder in folders:
            if not folder.plain:
                self._make_where_it_lies(folder)

    def _jobs(self, folders: Iterable[Folder]) -> Iterator[tuple[str, Job]]:
        from storybrief.pipeline.jobs import Job

        for folder in folders:
            try:
                files = inputs.read(folder)
            except OSError:
                folder.plain = False
                continue
            self.made_from[folder.name] = self._made_from(folder.name, ((path, _hash(data)) for path, data in files))
            before = self.before.stories.get(folder.name)
            extracts = self.cache.get(_EXTRACTS + before.inputs) if before else None
            yield folder.name, Job(folder.name, files, self.templates, self.settings[1], self.people[1], extracts, code_hash())  # fmt: skip

    def _take(self, story: str, done: Done | workers.Fault) -> None:
        """Take what came of a story that was made, and keep it if it will come out the same again."""
        from storybrief.pipeline.workers import Fault

        made_from = self.made_from[story]
        if isinstance(done, Fault):
            told = f"Build again with “--workers 1”, to see more: this story could not be made ({done.why})."
            self._fail(story, error("worker", f"{BRIEFS}/{story}", 0, told))
            return
        names = done.result.share.names if done.result.share else None
        key = _with_people(story, made_from, self.people[1], names)
        if done.lasting and self.cache.lasting:
            self.cache.put_packed(key, done.packed)
            self.cache.put_packed(_WORDS + key, done.words)
            self.cache.put_packed(_EXTRACTS + made_from, done.extracts)
            self.cache.put(_NAMES + made_from, to_json(names or ()))
        else:
            self.passing.add(story)
            self.words.here[story] = done.words
        self._publish(story, made_from, key, done.result)

    def _fail(self, story: str, problem: Problem) -> None:
        self.passing.add(story)
        self.shares[story] = None
        self.stories[story] = Kept("", "", {}, (problem,))

    def _make_where_it_lies(self, folder: Folder) -> None:
        from storybrief.pages.render import environment
        from storybrief.pipeline.build import made_of
        from storybrief.pipeline.jobs import done
        from storybrief.story.site import Settings

        settings = Settings(self.settings[1], self.people[1])
        made = done(
            made_of(Path(folder.path), self.site, environment(self.site / TEMPLATES), settings), self.people[1], {}
        )
        self.passing.add(folder.name)
        self.words.here[folder.name] = made.words
        self._publish(folder.name, "", key_of(made.packed), made.result)

    def _publish(self, story: str, made_from: str, key: str, result: Result) -> None:
        shown = result.pages if self._shown(result) else ()
        pages = {path: hash_of(text) for path, text in shown}
        for path, text in shown:
            if self.taken:
                self.taken(path, text)
            self.content.put(path, pages[path], text)
        self.stories[story] = Kept(made_from, key, pages, result.problems, result.draft)
        self.shares[story] = result.share
        if self.write and self.cache.lasting and result.share and story in self.files:
            refresh_schemas_of(self.site, story, self.files[story], result.share.called)

    # --- the pages about all stories ---------------------------------------------------------------------------

    def _about(self) -> str:
        """Return the hash of all that the pages about all stories follow from."""
        stories = (part for name, kept in self.stories.items() for part in (name, kept.key))
        return key_of(self.common, to_json(self.people), *stories, *(["with drafts"] if self.drafts else []))

    def _about_all(
        self, found: Iterable[Problem], watched: Watched
    ) -> tuple[Mapping[str, tuple[str, str]], tuple[Problem, ...]]:
        """Bring the pages about all stories up to date. Returns them, none when there are errors; and the problems."""
        before = self.before
        same = before.about == self._about() and not errors(found)
        if same and all(self.content.has(path, hash) for path, (_, hash) in before.everywhere.items()):
            return before.everywhere, before.together
        from storybrief.pages.render import environment
        from storybrief.pipeline import build

        shares = self._all_shares()
        together = build.together(found, shares, self.people[1])
        if errors([*found, *together]):
            return {}, together
        made: dict[str, tuple[str, str]] = {}
        try:
            shown = [one for one in shares if self.drafts or not one.home.draft]
            due = build.about_all(environment(self.site / TEMPLATES), shown, self.people[1], self.words)
            new = []
            for one in watched(due):
                key = key_of(self.common, one.path, one.made_from)
                old = before.everywhere.get(one.path)
                if old and old[0] == key and self.content.has(one.path, old[1]):
                    made[one.path] = old
                else:
                    text = one.make().text
                    made[one.path] = key, hash_of(text)
                    new.append((one.path, text))
        except Exception as wrong:  # a template can raise whatever Python can
            fault = build.template_problem(wrong, self.site)
            return {}, (*together, fault or build.internal(wrong, TEMPLATES, "storybrief build"))
        for path, text in new:
            self.content.put(path, made[path][1], text)
        return made, together

    def _all_shares(self) -> list[Share]:
        """Return what each story gives to the pages about all; those of unchanged stories are kept together.

        So many are a large file, which is written anew when more than a few of them are others.
        """
        from storybrief.pipeline.build import Share

        kept = from_json(self.cache.get(_SHARES) or b"{}", dict[str, tuple[str, Share | None]]) or {}
        other = 0
        for name, story in self.stories.items():
            key, share = kept.get(name, ("", None))
            if name not in self.shares:
                self.shares[name] = share if key == story.key else self._share(name, story)
            other += key != story.key
        if other > _FEW_SHARES:
            new = {
                name: (story.key, self.shares[name]) for name, story in self.stories.items() if name not in self.passing
            }
            self.cache.put(_SHARES, to_json(new), small=False)
        return [share for name in self.stories if (share := self.shares[name])]

    def _share(self, name: str, story: Kept) -> Share | None:
        there = bool(story.pages) or story.draft
        result = self._cached(story.key) if there else None
        if there and not result:  # the cache lost it
            result = self.remade(name).result
        return result.share if result else None

    def remade(self, story: str) -> Done:
        """Make a story again, of which the cache lost something."""
        from storybrief.pipeline.jobs import work

        folder = next(folder for folder in inputs.folders(self.site) if folder.name == story)
        for _, job in self._jobs([folder]):
            done = work(job)
            self._take(story, done)
            return done
        raise OSError(f"{folder.path} changed during the build")

    def _remember(self, state: State) -> None:
        """Keep what the next build starts from, and forget what no build is going to ask for."""
        if not self.cache.lasting or state == self.before:
            return
        self.cache.put(_STATE, to_json(state), small=False)  # as large as the archive, and put at each edit
        keys = [key for kept in state.stories.values() for key in (kept.key, _WORDS + kept.key, _NAMES + kept.inputs, _EXTRACTS + kept.inputs)]  # fmt: skip
        self.cache.throw_away([_STATE, _SHARES, *keys])


class _Words:
    """The words of each story, from the cache, or from `here`: packed, of the stories that the cache does not keep."""

    def __init__(self, of: _Update) -> None:
        self.here: dict[str, bytes] = {}
        self._of = of
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
            self.here[story] = self._of.remade(story).words
            self._read.cache_clear()
            words = from_json(bytes(self._read(story)[kind][slug]), shape)
            assert words is not None
        return words

    def _read_anew(self, story: str) -> dict[str, dict[str, msgspec.Raw]]:
        of, packed = self._of, self.here.get(story)
        data = unpack(packed) if packed else of.cache.get(_WORDS + of.stories[story].key)
        return from_json(data or b"{}", dict[str, dict[str, msgspec.Raw]]) or {}


class _Counted(Generic[T]):
    """Things that come one by one, of which it is known how many they are."""

    def __init__(self, things: Iterable[T], count: int) -> None:
        self._things, self._count = things, count

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    def __len__(self) -> int:
        return self._count


def _spread(
    way: Way, work: Callable[[Job], Done], jobs: Iterator[tuple[str, Job]], count: int
) -> Generator[tuple[str, Done | workers.Fault], None, None]:
    from storybrief.pipeline import workers

    many = min(way.workers, count // _FEW)
    if way.scheduler:
        return workers.cluster(work, jobs, way.scheduler)
    return workers.processes(work, jobs, many) if many > 1 else workers.here(work, jobs)


def _with_people(story: str, made_from: str, people: Iterable[Person], names: Iterable[str] | None) -> str:
    """Return the key of a story: with those of people.yml that its speakers' `names` are; with all when it has none."""
    known = None if names is None else {*names}
    those = [p for p in people if p.may_be_in(story) and (known is None or known & {p.name, *p.forms})]
    return key_of(made_from, to_json([(p.name, p.forms, p.role, p.why) for p in those]))


def _settings(site: Path, before: State) -> tuple[str, Reproduce, tuple[Problem, ...]]:
    """Return what mkdocs.yml says, with its hash; it is read when it is another than before."""
    made_from = _hash_of_file(site / MKDOCS)
    if made_from and made_from == before.settings[0]:
        return before.settings
    from storybrief.story.site import read_settings

    settings, problems = read_settings(site)
    return made_from, settings.reproduce, problems


def _people(site: Path, before: State) -> tuple[str, tuple[Person, ...], tuple[Problem, ...]]:
    made_from = _hash_of_file(site / BRIEFS / PEOPLE_FILE)
    if made_from and made_from == before.people[0]:
        return before.people
    from storybrief.story.people import read_people

    return made_from, *read_people(site / BRIEFS, BRIEFS)


def _hash_of_file(file: Path) -> str:
    """Return the hash of a file; "" for what is no plain file, and is looked at anew each time."""
    if file.is_file() and not file.is_symlink():
        return _hash(file.read_bytes())
    return "" if file.is_symlink() or file.exists() else _MISSING


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
