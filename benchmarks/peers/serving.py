"""The loop of a tool's process: names of documents come in, a line of JSON goes out for each, with what it cost.

A line in is a path; a line out is `{"tables": [[[row, column, rows, columns, text], …], …], "cpu": …, "wall": …,
"megabytes": …}`, or has an `error`. What libraries print goes to the standard error.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.peers.box_grid import Placed

Read = Callable[[Path], "Sequence[Sequence[Placed]]"]
"""From a document to its tables."""
Answer = dict[str, Any]


def serve(load: Callable[[], Read], packages: Sequence[str]) -> None:
    """Load a tool, tell how long that took and which versions it has, then answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    answer_all(lambda: tables_only(load()), packages, answers)


def answer_all(load: Callable[[], Callable[[Path], Answer]], packages: Sequence[str], answers: Any) -> None:
    """The same, for a tool that answers more than tables; `cpu` and `wall` that it says itself are kept."""

    def say(answer: Answer) -> None:
        print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)

    started = cpu_seconds()
    read = load()
    say({"loaded": cpu_seconds() - started, "versions": versions(packages), "megabytes": peak_megabytes()})
    for line in sys.stdin:
        say(measured(read, Path(line.rstrip("\n"))))


def tables_only(read: Read) -> Callable[[Path], Answer]:
    """Wrap what a tool found as an answer."""
    return lambda path: {"tables": [list(table) for table in read(path)]}


def measured(read: Callable[[Path], Answer], path: Path) -> Answer:
    """Read one document under the clock; an error of any kind is this document's answer."""
    forget_peak()
    cpu, wall = cpu_seconds(), time.perf_counter()
    try:
        answer = read(path)
    except Exception as error:  # noqa: BLE001 - what a library raises is part of what is measured
        answer = {"tables": [], "error": f"{type(error).__name__}: {error}"[:300]}
    spent = {"cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall, "megabytes": peak_megabytes()}
    return spent | answer


def cpu_seconds() -> float:
    """Return the processor time of this process and of the children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def forget_peak() -> None:
    """Begin the peak of memory anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:  # then the peak is that of the process so far
        return


def peak_megabytes() -> int:
    """Return the peak of this process since `forget_peak`, with the largest child that has ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + children
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return own // 1024 + children


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Return the versions of the packages that are installed."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
