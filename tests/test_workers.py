"""Work spread over processes comes back whole, whatever happens to a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from at_work import square, square_or_slow, who
from invented import ROOT
from storybrief.pipeline.workers import Fault, cluster, here, processes
from storybrief.problems import Stop

JOBS = [(f"job {n}", n) for n in range(12)]
SQUARES = {name: n * n for name, n in JOBS}


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_every_job_is_done_once_on_any_number_of_processes(workers: int) -> None:
    done = list(processes(square, iter(JOBS), workers))
    assert len(done) == len(JOBS)
    assert dict(done) == SQUARES == dict(here(square, JOBS))


def test_the_work_is_done_elsewhere() -> None:
    assert os.getpid() not in dict(processes(who, iter(JOBS), 2)).values()


def test_a_job_that_ends_its_process_is_named_and_the_others_are_done() -> None:
    done = dict(processes(square, iter([("first", 1), ("killer", 13), ("wrong", 14), *JOBS]), 2))
    assert done.pop("killer") == Fault("its process ended without an answer; perhaps the memory was not enough")
    assert done.pop("wrong") == Fault("ValueError: fourteen")
    assert done == {"first": 1, **SQUARES}


def test_jobs_are_taken_as_they_are_needed() -> None:
    """All jobs of an archive are never in memory together."""
    taken = []

    def jobs() -> object:
        for name, n in JOBS:
            taken.append(name)
            yield name, n

    spread = processes(square, jobs(), 2)  # type: ignore[arg-type]
    next(spread)
    assert len(taken) <= 5
    spread.close()


def test_closing_ends_the_processes_at_once() -> None:
    before = set(multiprocessing.active_children())
    spread = processes(square_or_slow, iter([("quick", 2), ("slow", 0), ("slow too", 0)]), 2)
    assert next(spread) == ("quick", 4)
    began = time.monotonic()
    spread.close()
    assert time.monotonic() - began < 30, "not the minute that the slow ones take"
    assert set(multiprocessing.active_children()) <= before


def test_workers_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, at_work; from storybrief.pipeline.workers import processes\n"
        "for name, pid in processes(at_work.who_or_slow, iter([('a', 1), ('b', 1), ('c', 0), ('d', 0)]), 2):\n"
        "    print(pid, flush=True)\n"
    )
    tests = str(ROOT / "tests")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([tests, *sys.path])}
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout
    workers = {int(child.stdout.readline()), int(child.stdout.readline())}
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    for _ in range(300):
        workers = {pid for pid in workers if _runs(pid)}
        if not workers:
            break
        time.sleep(0.1)
    assert not workers


def _runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


# --- Dask ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_an_address_where_no_scheduler_answers_is_told(address: str) -> None:
    with pytest.raises(Stop) as stop:
        list(cluster(square, JOBS, address))
    (problem,) = stop.value.problems
    assert (problem.path, problem.code) == (address, "no-scheduler")
    assert "dask scheduler" in problem.message


def test_without_dask_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Stop) as stop:
        list(cluster(square, JOBS, "tcp://127.0.0.1:9"))
    assert "pip install 'storybrief[cluster]'" in stop.value.problems[0].message
