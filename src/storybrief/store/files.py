"""How does a file come onto the disk whole? Whoever is killed, or finds the disk full, leaves the old bytes or the new.

Every file is written beside its place first, under a hidden name, and then given its own name at once. This is the only
module that does so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

TEMPORARY = ".storybrief-"
"""What the name of a half begins with: a file, or a new folder, that has not got its own name yet."""

_TRIES = 50  # another run may take our half for an abandoned one and sweep it away
_NOTHING: Mapping[Path, bytes] = {}


def replace_file(
    file: Path, data: bytes, *, mode: int | None = None, lasting: bool = False, unless: Callable[[], bool] | None = None
) -> bool:
    """Put `data` in the place of a file, or make it, and the folder that it is in. Returns whether it did.

    `mode` are its rights (None: as the process gives them). With `lasting` it is on the disk before the old one is
    gone, and a power cut loses neither; else only a killed process does not. `unless` is asked when all is written and
    only the name is to be given: when it says yes, all stays as it is.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            half = _half(file, data, mode, lasting)
            with _removed_unless_done(half):
                if unless and unless():
                    half.unlink()
                    return False
                half.replace(file)
            break
        except FileNotFoundError:
            if not tries_left:
                raise
    if lasting:
        _sync_folders([file.parent])
    return True


def bytes_of(file: Path) -> bytes | None:
    """Return what stands in a file, or None where there is none."""
    return file.read_bytes() if file.is_file() else None


def write_files(new: Mapping[Path, bytes], over: Mapping[Path, bytes] = _NOTHING) -> None:
    """Write the files `new`, then put other bytes in the place of those in `over`, which keep their rights; or nothing.

    All bytes are on the disk before the first file gets its name, so only a kill between two names leaves some of the
    files, and halves beside the others. Raises FileExistsError when one of `new` is there, OSError when it cannot be
    written; then nothing is left of it.
    """
    made: list[Path] = []
    halves: dict[Path, Path] = {}
    try:
        for file, data in {**new, **over}.items():
            halves[file] = _half(file, data, _rights(file) if file in over else None, lasting=True)
        for file, data in new.items():
            _give_name(halves[file], file, data)
            made.append(file)
        _sync_folders(file.parent for file in new)
        for file, data in over.items():
            try:
                halves[file].replace(file)
            except FileNotFoundError:
                replace_file(file, data, mode=_rights(file), lasting=True)
    except BaseException:
        for file in made:
            file.unlink(missing_ok=True)
        raise
    finally:
        for half in halves.values():
            half.unlink(missing_ok=True)
    _sync_folders(file.parent for file in over)


def new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with files, path in the folder -> bytes, at once. Raises OSError when it is there with something in it."""
    for tries_left in reversed(range(_TRIES)):
        half = folder.with_name(_hidden())
        try:
            with _removed_unless_done(half):
                for path, data in files.items():
                    (half / path).parent.mkdir(parents=True, exist_ok=True)
                    with _named(folder / path):
                        _write(half / path, data, None, lasting=True)
                _sync_folders((half / path).parent for path in files)
                half.rename(folder)
            break
        except FileNotFoundError:
            if not tries_left:
                raise
    _sync_folders([folder.parent])


def halves(folder: Path) -> tuple[Path, ...]:
    """Return what runs that were killed left half done in a folder; not in the folders in it."""
    try:
        return tuple(Path(entry.path) for entry in os.scandir(folder) if abandoned(entry.name))
    except OSError:
        return ()


def abandoned(name: str) -> bool:
    """Whether a file of this name is a half, and the process that was to finish it is no more."""
    if not name.startswith(TEMPORARY):
        return False
    pid = name.removeprefix(TEMPORARY).partition("-")[0]
    if os.name == "nt" or not pid.isascii() or not pid.isdigit():  # Windows has no signal that does nothing
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # it is somebody else's
        return False
    return False


def sweep(half: Path) -> None:
    """Take away what `halves` found; one that is gone, or cannot be taken away, is left."""
    with contextlib.suppress(OSError):
        if half.is_dir() and not half.is_symlink():
            shutil.rmtree(half)
        else:
            half.unlink()


def same(a: Path, b: Path) -> bool:
    """Whether both are files with the same bytes."""
    try:
        return a.is_file() and b.is_file() and a.stat().st_size == b.stat().st_size and a.read_bytes() == b.read_bytes()
    except OSError:
        return False


def _hidden() -> str:
    return f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}"


def _rights(file: Path) -> int:
    return file.stat().st_mode & 0o777


def _half(file: Path, data: bytes, mode: int | None, lasting: bool) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(_hidden())
    with _removed_unless_done(half), _named(file):
        _write(half, data, mode, lasting)
    return half


def _write(file: Path, data: bytes, mode: int | None, lasting: bool) -> None:
    with file.open("xb") as out:
        out.write(data)
        out.flush()
        if lasting:
            os.fsync(out.fileno())
    if mode is not None:
        file.chmod(mode)


def _give_name(half: Path, file: Path, data: bytes) -> None:
    """Let a half be known as `file`, unless there is one; a link is the only way that fails then on every system."""
    for tries_left in reversed(range(_TRIES)):
        try:
            os.link(half, file)
            half.unlink()
            return
        except FileExistsError:
            raise
        except FileNotFoundError:
            if not tries_left:
                raise
            half = _half(file, data, None, lasting=True)
        except OSError:  # a disk that knows no links: a memory stick
            if file.exists():
                raise FileExistsError(f"{file} is there") from None
            half.rename(file)
            return


@contextlib.contextmanager
def _removed_unless_done(half: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        sweep(half)
        raise


@contextlib.contextmanager
def _named(file: Path) -> Iterator[None]:
    """Let an error name the file that a person knows."""
    try:
        yield
    except OSError as wrong:
        wrong.filename = str(file)
        raise


def _sync_folders(folders: Iterable[Path]) -> None:
    """Bring the names in folders onto the disk, on systems where that can be asked for."""
    for folder in dict.fromkeys(folders):
        with contextlib.suppress(OSError):
            at = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(at)
            finally:
                os.close(at)
