"""Runs that are cut off and run again, to be compared row by row with a run that was not."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
from msgspec import Struct

from pipeline import batch
from pipeline.columns import ROW_TYPES
from pipeline.errors import NotADataset
from pipeline.options import RunOptions
from tests.pipeline import fakes, faults

PATIENCE = 600.0
"""Seconds to wait for a process before it is said to hang, on a slow machine under load."""

_OF_THE_DAY = {"extracted_at", "seconds"}
"""Columns in which two runs over the same documents differ."""

Row = tuple[tuple[str, object], ...]


class AtOnce(Executor):
    """Does each task when it is handed in, in the same thread: two runs then take the same steps in the same order."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done; the tasks of these tests do not raise."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Scene(Struct, frozen=True):
    """A folder of documents, the dataset as it is before the run, and what the run is given."""

    inbox: Path
    before: Path
    normalizer: str

    def run(self, out: Path) -> None:
        """Run over the documents in this process, committing every few."""
        batch._COMMIT_DOCUMENTS = 4
        batch._COMMIT_SECONDS = 3600.0
        options = RunOptions(workers=2)
        batch.run([self.inbox], out, options, work=fakes.work, executor=AtOnce(), normalizer=self.normalizer)


def make_first_run(folder: Path, documents: int) -> Scene:
    """Return a scene in which nothing was done yet."""
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    for number in range(documents):
        (inbox / f"{number:02}.txt").write_text(f"{('good', 'wrong', 'plain', 'doubtful')[number % 4]} {number}")
    (inbox / "bad.txt").write_text("damaged")
    return Scene(inbox, folder / "nothing", "1")


def make_second_run(folder: Path, documents: int) -> Scene:
    """Return a scene in which documents were changed, moved, added and taken away, and the normaliser is newer."""
    scene = make_first_run(folder, documents)
    before = folder / "before"
    scene.run(before)
    for number in range(0, documents, 3):
        (scene.inbox / f"{number:02}.txt").write_text(f"good, changed {number}")
    (scene.inbox / "01.txt").rename(scene.inbox / "moved.txt")
    (scene.inbox / "02.txt").unlink()
    (scene.inbox / "new.txt").write_text("wrong and new")
    return Scene(scene.inbox, before, "2")


def read_rows(out: Path) -> dict[str, list[str]]:
    """Return every row of every table as a plain Parquet reader sees it, in a steady order."""
    return {table: sorted(map(repr, _rows(out / table))) for table in ROW_TYPES}


def _rows(folder: Path) -> list[Row]:
    rows = [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return [tuple((name, value) for name, value in row.items() if name not in _OF_THE_DAY) for row in rows]


def start_again(scene: Scene, out: Path) -> None:
    """Lay the dataset as it was before the run."""
    shutil.rmtree(out, ignore_errors=True)
    if scene.before.exists():
        shutil.copytree(scene.before, out)


def count_steps(scene: Scene, out: Path) -> int:
    """Return how many write steps the run takes when nothing happens to it."""
    start_again(scene, out)
    context = server()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_count, args=(scene, out, sender))
    process.start()
    steps: int = receiver.recv()
    process.join()
    return steps


def _count(scene: Scene, out: Path, sender: object) -> None:
    fault = faults.Fault(0, "after", faults.die)
    fault.install()
    scene.run(out)
    sender.send(fault.passed)  # type: ignore[attr-defined]


def server() -> ForkServerContext:
    """Return a way to start processes that have everything loaded, in milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.pipeline.crashes"])
    return context


def kill_at_step(scene: Scene, out: Path, number: int, when: faults.When) -> bool:
    """Run until a write step, at which the process is killed; say whether it came to that."""
    return _run_to_death(_die_at_step, scene, out, number, when)


def kill_after(scene: Scene, out: Path, seconds: float) -> bool:
    """Run until the process is killed at some moment; say whether it still ran."""
    return _run_to_death(_die_after, scene, out, seconds)


def _run_to_death(target: Callable[..., None], *arguments: object) -> bool:
    process = server().Process(target=target, args=arguments)
    process.start()
    process.join(timeout=PATIENCE)
    assert process.exitcode in (0, -9), process.exitcode
    return process.exitcode == -9


def _die_at_step(scene: Scene, out: Path, number: int, when: faults.When) -> None:
    faults.Fault(number, when, faults.die).install()
    scene.run(out)


def _die_after(scene: Scene, out: Path, seconds: float) -> None:
    threading.Timer(seconds, faults.die).start()
    scene.run(out)
    os._exit(0)  # the timer is still there


def fail_at_step(scene: Scene, out: Path, number: int, when: faults.When, failure: str) -> None:
    """Run with one write step that fails; the run says so in one line, or is not hurt by it."""
    process = server().Process(target=_fail_at_step, args=(scene, out, number, when, failure))
    process.start()
    process.join(timeout=PATIENCE)
    assert process.exitcode == 0, process.exitcode


def _fail_at_step(scene: Scene, out: Path, number: int, when: faults.When, failure: str) -> None:
    faults.Fault(number, when, faults.FAILURES[failure]).install()
    try:
        scene.run(out)
    except NotADataset as error:
        assert "cannot be written" in str(error)  # noqa: PT017 (runs in a process of its own)


def choose_steps(choose: random.Random, steps: int, count: int) -> list[tuple[int, faults.When]]:
    """Return (step, when) spread over a run, each part of it as often as the others."""
    numbers = [1 + round(number * (steps - 1) / max(1, count - 1)) for number in range(count)]
    whens: list[faults.When] = ["before", "half", "after"]
    return [(number, choose.choice(whens)) for number in numbers]


def time_of(action: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def doc_id_of(row: str) -> str:
    """Return the id in a row as text."""
    return row.partition("'doc_id', '")[2][:64]


class Storm:
    """Real `jixiao` processes with real workers, and somebody who kills them."""

    def __init__(self, inbox: Path, out: Path, choose: random.Random) -> None:
        run = ["run", inbox, "--out", out, "--workers", "2"]
        self._command = [sys.executable, "-m", "tests.pipeline.fake_jixiao", *run]
        self._choose = choose

    def rage(self, runs: int, kills: int) -> None:
        """Keep so many runs going until so many processes were killed, and let the last ones end in peace."""
        alive = [self._start() for _ in range(runs)]
        while kills:
            for number, process in enumerate(alive):
                if process.poll() is not None:
                    # a run that came to its end leaves nothing to do: the next one does it all again
                    alive[number] = self._start(*["--force"] * (process.returncode >= 0))
            target = self._choose.choice(alive)
            workers = wait_for_workers(target)
            time.sleep(self._choose.uniform(0.0, 0.7))
            with suppress(ProcessLookupError):
                if workers:
                    os.kill(self._choose.choice([target.pid, *workers, *workers]), signal.SIGKILL)
                    kills -= 1
        for process in alive:
            process.wait(timeout=PATIENCE)

    def _start(self, *more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self._command, *more], cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def wait_for_workers(run: subprocess.Popen[bytes]) -> list[int]:
    """Return the worker processes of a run as soon as it has any; none where it ends before."""
    deadline = time.monotonic() + PATIENCE
    while run.poll() is None:
        assert time.monotonic() < deadline, "the run does nothing"
        if workers := _children(run.pid):
            return workers
        time.sleep(0.02)
    return []


def _children(pid: int) -> list[int]:
    """Return the processes that a process started; none where it is gone, or goes while it is looked at."""
    with suppress(psutil.NoSuchProcess):
        return [child.pid for child in psutil.Process(pid).children()]
    return []
