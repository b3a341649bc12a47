"""How does a whole archive come up to date without doing again what did not change?

What the disk says is as it was is not read, what was made from the same bytes comes from the cache, and the rest is
spread over workers. Then the pages about all stories, each only when something that it shows changed. What makes pages
is imported when there are some to make, for most builds of an archive find little to do.

It is the one build: it brings content/ up to date, or says what that would take, or holds all of it in memory
(`plan.py`), for whoever proves or explains the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from storybrief.pipeline.memory import (
    Kept,
    Memory,
    State,
    Words,
    hash_of_bytes,
    key_with_people,
    people_of,
    settings_of,
)
from storybrief.pipeline.publish import Content, Published, hash_of, not_made
from storybrief.pipeline.schemas import forget_schemas, refresh_schemas_of
from storybrief.pipeline.workers import Counted, Fault, Way, spread
from storybrief.problems import Problem, as_warnings, error, errors, in_order
from storybrief.store import inputs
from storybrief.store.cache import FOLDER, Cache, key_of, to_json
from storybrief.store.file_index import Index, disk_clock
from storybrief.store.fingerprint import code_hash
from storybrief.store.inputs import Folder
from storybrief.store.layout import BRIEFS, CONTENT, TEMPLATES

if TYPE_CHECKING:
    import jinja2

    from storybrief.model import Page
    from storybrief.pipeline.build import Made, Watched
    from storybrief.pipeline.everywhere import Share
    from storybrief.pipeline.jobs import Done, Job, Result
    from storybrief.story.site import Settings

_FEW_SHARES = 16  # of stories that changed: to read so many each from its own entry takes no time
HERE = Way()


class Updated(Struct, frozen=True):
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


@dataclass(slots=True)
class Whole:
    """What a build holds in memory when it is asked to: each story with its brief, and the pages about all stories."""

    made: dict[str, Made] = field(default_factory=dict)
    everywhere: list[Page] = field(default_factory=list)


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
    whole: Whole | None = None,
) -> Updated:
    """Bring content/ into line with briefs/, or say with `write` False what that would take.

    `site` is the folder that holds briefs/; `settings` are what mkdocs.yml says (None: it is read here). `content` is
    another folder than the site's content/ to write the pages in; it takes `cached` False. With `drafts` those are made
    as any story, else they are left out and stop nothing. `taken` is given the path and text of each page of a story
    that is not in content/ as it should be; `whole` holds all that is made, and takes `cached` False. What is made is kept in the site's cache and taken from there, unless `cached` is False; the bytes are the same. What takes time
    is taken through `watched`, which may show how far it is. Raises Stop when the scheduler of `way` cannot be used.
    What was made until then, or until somebody stopped it, is in the cache, and the next build goes on from there.
    """
    site = site.resolve()
    if not (site / BRIEFS).is_dir():
        from storybrief.pipeline.build import no_briefs

        return Updated(Published((), (), (), ()), {}, (no_briefs(),), ())
    with Cache(site / FOLDER if cached else None, "build", read_only=not write) as cache:
        run = _Update(site, Memory(cache), settings, content or site / CONTENT, write=write, drafts=drafts)
        run.taken, run.whole = taken, whole
        return run.run(way, watched)


class _Update:
    """One update: what is known at its beginning, and what came of the stories so far."""

    taken: Callable[[str, str], None] | None = None
    whole: Whole | None = None

    def __init__(
        self, site: Path, memory: Memory, settings: Settings | None, content: Path, *, write: bool, drafts: bool
    ) -> None:
        self.site, self.memory, self.drafts = site, memory, drafts
        self.write = write and content == site / CONTENT  # what a killed command left is put right in the site alone
        self.before = memory.before
        self.index = Index(self.before.seen, self._clock())
        self.content = Content(content, write, self.index)
        self.settings = settings_of(site, self.before) if settings is None else ("", settings.reproduce, ())
        self.people = people_of(site, self.before)
        self.own_templates = inputs.templates(site)
        self.common = key_of(code_hash(), self.settings[1], *(part for named in self.own_templates for part in named))
        self.made_from: dict[str, str] = {}  # of the stories that are being made
        self.stories: dict[str, Kept] = {}
        self.files: dict[str, tuple[str, ...]] = {}  # of every story: the names of its articles' files
        self.passing: set[str] = set()  # stories that the next build has to make again, whatever it finds
        self.shares: dict[str, Share | None] = {}
        self.words = Words(memory, lambda name: self.stories[name].key, lambda name: self._remade(name).words)

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
            if self.write and self.memory.lasting:
                forget_schemas(self.site, self.files)
        published = self.content.published()
        self.memory.end(State(
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
        return disk_clock(self.site / FOLDER) if self.memory.lasting else 0

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
        result = self.memory.result(key)
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
        return self.index.hash(name, folder.files[path], lambda: hash_of_bytes(Path(folder.path, path).read_bytes()))

    def _made_from(self, story: str, hashes: Iterable[tuple[str, str]]) -> str:
        return key_of(self.common, story, *(part for pair in hashes for part in pair))

    def _key(self, story: str, made_from: str) -> str | None:
        """Return the hash of what a story is made from; None when it is not known which people it has to do with."""
        before = self.before.stories.get(story)
        if before and before.inputs == made_from and self.people == self.before.people:
            return before.key
        if not self.people[1]:
            return key_with_people(story, made_from, (), None)
        names = self.memory.names(made_from)
        return None if names is None else key_with_people(story, made_from, self.people[1], names)

    def _make(self, folders: Iterable[Folder], way: Way, watched: Watched) -> None:
        """Make the stories, on as many workers as it pays; those that cannot be carried there, or are held, here."""
        plain = [folder for folder in folders if folder.plain and not self.whole]
        if plain:
            from storybrief.pipeline.jobs import work

            done_by = spread(way, work, self._jobs(plain), len(plain))
            with closing(done_by):
                for name, done in watched(Counted(done_by, len(plain))):
                    self._take(name, done)
            self.memory.save()
        rest = [folder for folder in folders if self.whole or not folder.plain]
        for folder in watched(rest) if self.whole else rest:
            self._make_where_it_lies(folder)

    def _jobs(self, folders: Iterable[Folder]) -> Iterator[tuple[str, Job]]:
        from storybrief.pipeline.jobs import Job

        for folder in folders:
            try:
                files = inputs.read(folder)
            except OSError:
                folder.plain = False
                continue
            self.made_from[folder.name] = self._made_from(
                folder.name, ((path, hash_of_bytes(data)) for path, data in files)
            )
            known = self.memory.parts(folder.name)
            yield folder.name, Job(folder.name, files, self.own_templates, self.settings[1], self.people[1], known, code_hash())  # fmt: skip

    def _take(self, story: str, done: Done | Fault) -> None:
        """Take what came of a story that was made, and keep it if it will come out the same again."""
        made_from = self.made_from[story]
        if isinstance(done, Fault):
            told = f"Build again with “--workers 1”, to see more: this story could not be made ({done.why})."
            self._fail(story, error("worker", f"{BRIEFS}/{story}", 0, told))
            return
        names = done.result.share.names if done.result.share else None
        key = key_with_people(story, made_from, self.people[1], names)
        if done.lasting and self.memory.lasting:
            self.memory.keep(key, made_from, done)
        else:
            self.passing.add(story)
            self.words.here[story] = done.words
        self._publish(story, made_from, key, done.result)

    def _fail(self, story: str, problem: Problem) -> None:
        self.passing.add(story)
        self.shares[story] = None
        self.stories[story] = Kept("", "", {}, (problem,))

    def _make_where_it_lies(self, folder: Folder) -> None:
        from storybrief.pipeline.build import made_of
        from storybrief.pipeline.jobs import done
        from storybrief.story.site import Settings

        made = made_of(Path(folder.path), self.site, self.templates, Settings(self.settings[1], self.people[1]))
        if self.whole:
            self.whole.made[folder.name] = made
        given = done(made, self.people[1], {})
        self.passing.add(folder.name)
        self.words.here[folder.name] = given.words
        self._publish(folder.name, "", key_of(given.packed), given.result)

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The templates, where no worker needs them."""
        from storybrief.pages.render import environment

        return environment(self.site / TEMPLATES)

    def _publish(self, story: str, made_from: str, key: str, result: Result) -> None:
        shown = result.pages if self._shown(result) else ()
        pages = {path: hash_of(text) for path, text in shown}
        for path, text in shown:
            if self.taken:
                self.taken(path, text)
            self.content.put(path, pages[path], text)
        self.stories[story] = Kept(made_from, key, pages, result.problems, result.draft)
        self.shares[story] = result.share
        if self.write and self.memory.lasting and result.share and story in self.files:
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
        from storybrief.pipeline import build
        from storybrief.pipeline.everywhere import about_all, together

        shares = self._all_shares()
        wrong = together(found, shares, self.people[1])
        if errors([*found, *wrong]):
            return {}, wrong
        made: dict[str, tuple[str, str]] = {}
        try:
            shown = [one for one in shares if self.drafts or not one.home.draft]
            due = about_all(self.templates, shown, self.people[1], self.words)
            new: list[Page] = []
            for one in watched(due):
                key = key_of(self.common, one.path, one.made_from)
                old = before.everywhere.get(one.path)
                if old and old[0] == key and self.content.has(one.path, old[1]):
                    made[one.path] = old
                else:
                    new.append(one.make())
                    made[one.path] = key, hash_of(new[-1].text)
        except Exception as raised:  # a template can raise whatever Python can
            fault = build.template_problem(raised, self.site)
            return {}, (*wrong, fault or build.internal(raised, TEMPLATES, "storybrief build"))
        for page in new:
            self.content.put(page.path, made[page.path][1], page.text)
        if self.whole:
            self.whole.everywhere += new
        return made, wrong

    def _all_shares(self) -> list[Share]:
        """Return what each story gives to the pages about all; those of unchanged stories are kept together.

        So many are a large file, which is written anew when more than a few of them are others.
        """
        kept = self.memory.shares()
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
            self.memory.keep_shares(new)
        return [share for name in self.stories if (share := self.shares[name])]

    def _share(self, name: str, story: Kept) -> Share | None:
        there = bool(story.pages) or story.draft
        result = self.memory.result(story.key) if there else None
        if there and not result:  # the cache lost it
            result = self._remade(name).result
        return result.share if result else None

    def _remade(self, story: str) -> Done:
        """Make a story again, of which the cache lost something."""
        from storybrief.pipeline.jobs import work

        folder = next(folder for folder in inputs.folders(self.site) if folder.name == story)
        for _, job in self._jobs([folder]):
            done = work(job)
            self._take(story, done)
            return done
        raise OSError(f"{folder.path} changed during the build")
