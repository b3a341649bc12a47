"""How does a newer version take the place of an article, and where do the old bytes go? Nothing is ever lost.

They go to sources/earlier/, counted, and both are on the disk before either gets its name. Git is asked for bytes that
an editor saved over.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storybrief.article.read import read
from storybrief.problems import Problem, Stop, error, errors, in_order, nearest, warning
from storybrief.store.files import write_files
from storybrief.store.inputs import mend
from storybrief.store.layout import BRIEFS, EARLIER
from storybrief.story.sources import earlier_versions


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was written: `kept` is the earlier version (None: it was kept before), `changed` the article (None: as it was)."""

    kept: Path | None
    changed: Path | None
    problems: tuple[Problem, ...] = ()


def replace(article: Path, new: Path) -> Replaced:
    """Put the bytes of `new` in the place of `article`, a file in briefs/STORY/sources/, and keep the old ones.

    Raises Stop with all problems, and writes nothing, when `article` is none, or `new` cannot be one or is of another
    format. The same bytes again are a warning.
    """
    problems = [*_no_article(article), *_wrong_file(article, new)]
    if problems:
        raise Stop(*in_order(problems))
    old, data = article.read_bytes(), new.read_bytes()
    if old == data:
        return Replaced(None, None, (warning("already-there", article, 0, "The article has these very bytes."),))
    story = Path(os.path.abspath(article)).parents[1]  # noqa: PTH100
    told = mend(story.parents[1], story.name)
    kept = _to_keep(article, old)
    if article.read_bytes() != old:
        raise Stop(error("changed", article, 0, "Somebody saved this article just now: look at it, then do it again."))
    write_files({kept: old} if kept else {}, {article: data})
    return Replaced(kept, article, told)


def keep_from_git(article: Path, revision: str) -> Replaced:
    """Keep as an earlier version what `article` was in a commit of git; the article stays as it is.

    Raises Stop when git cannot give it, when it is what the article has now, or when it can be no article.
    """
    problems = tuple(_no_article(article))
    if problems:
        raise Stop(*problems)
    old = _from_git(article, revision)
    if old == article.read_bytes():
        message = f"Nothing changed since “{revision}”: save the newer version first, or name an older commit: --from-git COMMIT."
        raise Stop(error("unchanged", article, 0, message))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, article.name)
        copy.write_bytes(old)
        wrong = errors(read(copy, f"{revision}:{article.as_posix()}", {}, "earlier")[1])
    if wrong:
        raise Stop(*wrong)
    kept = _to_keep(article, old)
    if kept:
        write_files({kept: old})
    problem = warning("already-there", article, 0, "The newest earlier version has these very bytes.")
    return Replaced(kept, None, () if kept else (problem,))


def _no_article(article: Path) -> Iterator[Problem]:
    sources = Path(os.path.abspath(article)).parent  # noqa: PTH100  (a link is to be replaced where it lies)
    if sources.name != "sources" or sources.parent.parent.name != BRIEFS:
        yield error("no-article", article, 0, f"Name an article of a story: a file in {BRIEFS}/STORY/sources/.")
    elif not article.is_file() or article.is_symlink():
        near = nearest(article.name, [path.name for path in sources.glob("*") if path.is_file()])
        hint = f" Did you mean “{(article.parent / near).as_posix()}”?" if near else ""
        yield error("no-article", article, 0, f"There is no such article.{hint}")


def _wrong_file(article: Path, new: Path) -> Iterator[Problem]:
    if new.suffix.lower() != article.suffix.lower():
        story = Path(os.path.abspath(article)).parent.parent.name  # noqa: PTH100
        other = f"or make it an article of its own: “storybrief add {story} {new.as_posix()}”"
        yield error("format", new, 0, f"Save it as {article.suffix}, as the article that it replaces, {other}.")
    else:
        yield from errors(read(new, new.as_posix(), {}, "newer")[1])


def _from_git(article: Path, revision: str) -> bytes:
    """Return the bytes of a file in a commit, as git would put them into the folder."""
    command = ["git", "cat-file", "--filters", f"{revision}:./{article.name}"]
    try:
        done = subprocess.run(command, cwd=article.parent, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})  # fmt: skip
    except OSError as wrong:
        message = f"Git cannot be started ({wrong.strerror}). Give the newer version as a file: “storybrief replace {article.as_posix()} NEWFILE”."
        raise Stop(error("no-git", article, 0, message)) from wrong
    if done.returncode:
        said = next(iter(done.stderr.decode(errors="replace").splitlines()), "")
        message = f"Name a commit that has the file: --from-git COMMIT. Git says of “{revision}”: {said}"
        raise Stop(error("not-in-git", article, 0, message))
    return done.stdout


def _to_keep(article: Path, old: bytes) -> Path | None:
    """Return where the newest of the article's earlier versions goes; None when that one has these bytes already."""
    folder = article.parent / EARLIER
    there = earlier_versions(folder).get(article.name, {})
    newest = max(there, default=0)
    if newest and (folder / there[newest]).read_bytes() == old:
        return None
    return folder / f"{article.stem}.{newest + 1}{article.suffix}"
