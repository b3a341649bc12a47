"""What is proposed for the files of a folder? Nothing is written until that is asked for, and the files stay where they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storybrief.article.read import read
from storybrief.english.calendar import day_of
from storybrief.pipeline.workers import Fault, here, processes
from storybrief.problems import Problem, Stop, error, errors, in_order, warning
from storybrief.scaffold.events import READ, Event, Told, events, told
from storybrief.scaffold.start import add, wrong_to_add
from storybrief.store.files import same
from storybrief.store.layout import BRIEFS, IGNORED, TAKEN, slug
from storybrief.story.read import story_folders


@dataclass(frozen=True, slots=True)
class Proposal:
    """A story that could be made: a name that no story has, its files, the event, and the first and last day."""

    story: str
    files: tuple[Path, ...]
    event: Event
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a pile comes to. `alone` are the files that tell an event of their own."""

    proposals: tuple[Proposal, ...]
    alone: tuple[Path, ...]
    problems: tuple[Problem, ...]


def sort(inbox: Path, site: Path) -> Sorted:
    """Propose stories for the files in `inbox`, and in the folders in it. Writes nothing.

    A file that a story has already, with the same bytes, is told and left out, as is one that is no article. Raises Stop
    where `inbox` is part of briefs/: what is in a story stays there.
    """
    briefs = (site / BRIEFS).resolve()
    if inbox.resolve() == briefs or briefs in inbox.resolve().parents:
        raise Stop(error("in-a-story", inbox, 0, "Name a folder outside briefs/: what is in a story stays there."))
    known = _by_size(site)
    every = _files(inbox)
    there = {file: story for file in every if (story := _story_of(file, known))}
    problems = [
        warning("already-there", file, 0, f"Left out: the story “{story}” has this file already.")
        for file, story in there.items()
    ]
    files: list[Path] = []
    articles: list[Told] = []
    for file, one in _read_all([file for file in every if file not in there]):
        if isinstance(one, Told):
            files.append(file)
            articles.append(one)
        else:
            problems += [warning(p.code, file, 0, f"Left out. {p.message}") for p in one]
    taken = {folder.name for folder in story_folders(site / BRIEFS)} | TAKEN
    proposals = tuple(_proposals(events(articles), files, articles, taken))
    grouped = {file for proposal in proposals for file in proposal.files}
    return Sorted(proposals, tuple(file for file in files if file not in grouped), in_order(problems))


def write(site: Path, proposals: Iterable[Proposal]) -> tuple[Path, ...]:
    """Make the stories, by copies of the files; returns what was made. Raises Stop, before the first, with all that is wrong."""
    every = tuple(proposals)
    wrong = [p for one in every for p in wrong_to_add(site, one.story, one.files)]
    if errors(wrong):
        raise Stop(*in_order(wrong))
    return tuple(path for one in every for path in add(site, one.story, one.files))


def listed(one: Proposal) -> dict[str, object]:
    """Return a proposal for programs."""
    return {
        "story": one.story,
        "files": [file.as_posix() for file in one.files],
        "sure": one.event.sure,
        "alike": round(one.event.alike, 3),
        "shared": list(one.event.shared),
        "days": list(one.days),
    }


def _files(inbox: Path) -> list[Path]:
    return sorted(file for file in inbox.rglob("*") if file.is_file() and not _hidden(file.relative_to(inbox)))


def _hidden(path: Path) -> bool:
    return any(IGNORED.match(part) for part in path.parts)


def _by_size(site: Path) -> Mapping[int, list[tuple[str, Path]]]:
    """Return size -> the sources of that size, with their stories: only these can have the same bytes."""
    made: dict[int, list[tuple[str, Path]]] = {}
    for folder in story_folders(site / BRIEFS):
        for source in sorted((folder / "sources").rglob("*")):
            if source.is_file():
                made.setdefault(source.stat().st_size, []).append((folder.name, source))
    return made


def _story_of(file: Path, known: Mapping[int, list[tuple[str, Path]]]) -> str | None:
    return next((story for story, source in known.get(file.stat().st_size, ()) if same(file, source)), None)


# --- reading ---------------------------------------------------------------------------------------------------

_Read = Told | tuple[Problem, ...]
_BATCH = 64  # files that a worker reads before it answers


def _read_all(files: Sequence[Path]) -> Iterator[tuple[Path, _Read]]:
    """Read the files, many of them on all cores; in the order given."""
    batches = {str(n): files[n : n + _BATCH] for n in range(0, len(files), _BATCH)}
    cores = min(os.cpu_count() or 1, len(batches))
    spread = processes(read_batch, batches.items(), cores) if cores > 1 else here(read_batch, batches.items())
    done = dict(spread)
    for name, batch in batches.items():
        answer = done[name]
        if isinstance(answer, Fault):
            raise Stop(
                error("worker", batch[0], 0, f"From this file on {len(batch)} could not be read ({answer.why}).")
            )
        yield from zip(batch, answer, strict=True)


def read_batch(files: Sequence[Path]) -> list[_Read]:
    """Read each file as an article, or say why it is none."""
    return [_read(file) for file in files]


def _read(file: Path) -> _Read:
    article, problems = read(file, str(file), {}, file.stem)
    if article is None or errors(problems):
        return errors(problems)
    body: list[str] = [article.title or ""]
    length = 0
    for paragraph in article.paragraphs:  # what stands about an article on its page says nothing of its event
        if paragraph.role in ("teaser", "subtitle", "body") and length < READ:
            body.append(paragraph.span.of(article.text))
            length += len(paragraph.span)
    return told("\n".join(body), day_of(article.source.published))


def _proposals(found: Iterable[Event], files: Sequence[Path], articles: Sequence[Told], taken: set[str] | frozenset[str]) -> Iterator[Proposal]:  # fmt: skip
    names = set(taken)
    for event in found:
        name = _name(event, names)
        names.add(name)
        days = sorted(day.isoformat() for n in event.articles if (day := articles[n].published))
        yield Proposal(
            name, tuple(files[n] for n in event.articles), event, tuple(dict.fromkeys((*days[:1], *days[-1:])))
        )


def _name(event: Event, taken: set[str]) -> str:
    """Return the three most telling words as the name of a story; with a number where that is taken."""
    words = [word for word in event.shared if not re.fullmatch(r"[\d.,]+", word)][:3]
    plain = slug(" ".join(words)) or "story"
    return next(name for name in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
