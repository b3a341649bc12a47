"""How is pure work spread over the cores of a machine, or over several machines?

By the standard library's process pool, or by Dask's scheduler; nothing is scheduled here. The work is a function of a
module, from one picklable job to one picklable result, that needs nothing but its job: no disk, no other job. So it
does not matter where it is done, how often, or in what order.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from storybrief.problems import Stop, error

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
J = TypeVar("J")
R = TypeVar("R")

_FEW = 4  # jobs for each worker: to start one takes as long as to do about as many
_AHEAD = 2  # jobs handed out for each worker: one in work, one waiting, so that none stands idle
_AT_LEAST = 32  # jobs handed out to a cluster, which may grow
_CONNECT = "10s"  # for the scheduler to answer
_WORKERS = 30.0  # seconds for the first worker of a cluster to come
_ENDED = "its process ended without an answer; perhaps the memory was not enough"


class Way(Struct, frozen=True):
    """How stories are made: by so many `workers` on this machine, or on those of the Dask scheduler at an address."""

    workers: int = 1
    scheduler: str | None = None


class Fault(Struct, frozen=True):
    """A job that could not be done: `why` says what happened."""

    why: str


class Counted(Generic[T]):
    """Things that come one by one, of which it is known how many they are."""

    def __init__(self, things: Iterable[T], count: int) -> None:
        self._things, self._count = things, count

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    def __len__(self) -> int:
        return self._count


def collect_garbage_seldom() -> None:
    """Have Python look for garbage seldom, in the whole process: of what an archive is read into nearly all stays.

    To look through it after each seven hundred new things, as is usual, takes a fifth of the time of an edit.
    """
    gc.set_threshold(100_000, 2, 2)


def spread(
    way: Way, work: Callable[[J], R], jobs: Iterator[tuple[str, J]], count: int
) -> Generator[tuple[str, R | Fault], None, None]:
    """Do the work of so many jobs as `way` says, or here when there are too few to start others. Yields (name, result)."""
    many = min(way.workers, count // _FEW)
    if way.scheduler:
        return cluster(work, jobs, way.scheduler)
    return processes(work, jobs, many) if many > 1 else here(work, jobs)


def here(work: Callable[[J], R], jobs: Iterable[tuple[str, J]]) -> Generator[tuple[str, R | Fault], None, None]:
    """Do the work in this process, one job after the other. Yields (name, result) for each (name, job)."""
    for name, job in jobs:
        yield name, work(job)


def processes(
    work: Callable[[J], R], jobs: Iterable[tuple[str, J]], workers: int
) -> Generator[tuple[str, R | Fault], None, None]:
    """Do the work in `workers` processes of this machine.

    Yields (name, result) as they are done, a Fault for a job that ends its process or raises. Jobs are taken as they
    are needed, so all of them are never in memory together. When the iterator is closed, or somebody presses Ctrl-C,
    the processes end at once; they also end when this process is killed.
    """
    waiting = iter(jobs)
    while suspects := (yield from _in_pool(work, waiting, workers)):
        for suspect in suspects:  # one of them broke the pool: alone, it shows which
            for name, _ in (yield from _in_pool(work, iter([suspect]), 1)):
                yield name, Fault(_ENDED)


def _in_pool(
    work: Callable[[J], R], jobs: Iterator[tuple[str, J]], workers: int
) -> Generator[tuple[str, R | Fault], None, list[tuple[str, J]]]:
    """Work until there are no more jobs. Returns the jobs that were under way when a process broke, if one did."""
    import multiprocessing  # here, because what is done in this process alone needs none of it
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool

    others = set(multiprocessing.active_children())
    running: dict[Future[R], tuple[str, J]] = {}
    # Spawned, not forked: a fork copies locks that the threads of MkDocs or of a test may hold.
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin)
    try:
        while True:
            for name, job in islice(jobs, workers * _AHEAD - len(running)):
                running[pool.submit(work, job)] = name, job
            if not running:
                return []
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                if isinstance(future.exception(), BrokenProcessPool):
                    return list(running.values())
                name, _ = running.pop(future)
                yield name, _result(future)
    except BrokenProcessPool:  # it broke between two jobs
        return list(running.values())
    finally:
        for process in set(multiprocessing.active_children()) - others if running else ():
            process.terminate()
        pool.shutdown(cancel_futures=True)


def _result(future: Future[Any]) -> Any:
    wrong = future.exception()
    return Fault(f"{type(wrong).__name__}: {wrong}") if wrong else future.result()


def _begin() -> None:
    """Make this worker end quietly with Ctrl-C, and when the process that started it is gone."""
    import multiprocessing

    collect_garbage_seldom()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing import connection

    connection.wait([sentinel])
    os._exit(1)


# --- several machines ------------------------------------------------------------------------------------------


def cluster(
    work: Callable[[J], R], jobs: Iterable[tuple[str, J]], scheduler: str
) -> Generator[tuple[str, R | Fault], None, None]:
    """Do the work on the workers of the Dask scheduler at the address `scheduler`, such as tcp://10.0.0.1:8786.

    Yields (name, result) as they are done. A job whose worker dies is done again by another; one that kills several
    is a Fault. Raises Stop when Dask is not installed here, or there is no scheduler or no worker.
    """
    try:
        import distributed
    except ImportError:
        raise Stop(
            error("no-dask", scheduler, 0, "Install what it needs: pip install 'storybrief[cluster]'.")
        ) from None
    waiting = iter(jobs)
    names: dict[str, str] = {}
    with _connected(distributed.Client, scheduler) as client:

        def more(count: int) -> Iterator[Any]:
            for name, job in islice(waiting, count):
                future = client.submit(work, job, pure=False)
                names[future.key] = name
                yield future

        first = more(max(_AHEAD * sum(client.nthreads().values()), _AT_LEAST))
        running: Any = distributed.as_completed(first, loop=client.loop)  # type: ignore[no-untyped-call]
        for future in running:
            yield names.pop(future.key), _answer(future, scheduler)
            future.release()
            running.update(more(1))


@contextmanager
def _connected(client: type[Any], scheduler: str) -> Iterator[Any]:
    """Connect to the scheduler, wait for a worker, and let go of both at the end."""
    try:
        connected = client(scheduler, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as wrong:  # what Dask raises when nobody answers, and for an address that is none
        told = "Start a Dask scheduler with “dask scheduler”, and give its address"
        raise Stop(error("no-scheduler", scheduler, 0, f"{told}: none answers here ({_first_line(wrong)}).")) from None
    try:
        connected.wait_for_workers(1, timeout=_WORKERS)
        yield connected
    except TimeoutError:
        told = f"Start workers with “dask worker {scheduler}”: the scheduler has none."
        raise Stop(error("no-worker", scheduler, 0, told)) from None
    finally:
        connected.close()


def _answer(future: Any, scheduler: str) -> Any:
    """Return what a worker answered. Raises Stop when no job can be done there."""
    if future.cancelled():
        raise Stop(error("no-scheduler", scheduler, 0, "Start the scheduler again, and build again: it went away."))
    wrong = future.exception()
    if isinstance(wrong, ImportError):
        told = f"Install the same storybrief on every worker: one says “{_first_line(wrong)}”."
        raise Stop(error("other-version", scheduler, 0, told))
    return Fault(f"{type(wrong).__name__}: {_first_line(wrong)}") if wrong else future.result()


def _first_line(wrong: BaseException) -> str:
    return f"{wrong}".partition("\n")[0].rstrip(".")
