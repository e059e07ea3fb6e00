"""How fast documents become a dataset, and at what cost: `python -m benchmarks.ingest` (`make bench-ingest`).

Documents are small text exports of one form each, so that what is measured is the pipeline and not recognition; only
the speed-up of two workers is measured on born-digital PDFs. Prints Markdown; docs/scale.md is made from it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.commit_cost import Cost, measure
from pipeline.summary import RunSummary

_SMALL = Path("fixtures/documents/rural_export.txt")
_AMOUNT = "249.97"
"""A figure of the small document that is made another one in each copy."""

_PDF = Path("fixtures/documents/project_scored.pdf")

_SCRIPT = """
import sys, msgspec
from pipeline import RunOptions, run
from pipeline.cluster import run_on_cluster
inbox, out, workers, normalizer, cluster = sys.argv[1:]
options = RunOptions(workers=int(workers) or None)
arguments = dict(options=options, normalizer=normalizer)
summary = run_on_cluster(cluster, [inbox], out, **arguments) if cluster else run([inbox], out, **arguments)
print(msgspec.json.encode(summary).decode())
"""


class Measured(Struct, frozen=True):
    """One run in a process of its own."""

    summary: RunSummary
    memory: tuple[int, ...]
    """MB that the run itself held, looked at every half second; workers not included."""


def write_small(folder: Path, count: int) -> None:
    """Write small documents, each with other bytes."""
    text = _SMALL.read_text(encoding="utf-8")
    for number in range(count):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        figure = f"{2000 + number / 100:.2f}"
        (place / f"{number:06}.txt").write_text(text.replace(_AMOUNT, figure), encoding="utf-8")


def write_pdfs(folder: Path, count: int) -> None:
    """Write copies of a born-digital PDF, each with other bytes behind its end."""
    content = _PDF.read_bytes()
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:03}.pdf").write_bytes(content + f"\n%{number}\n".encode())


def ingest(inbox: Path, out: Path, workers: int = 0, normalizer: str = "1", cluster: str = "") -> Measured:
    """Run over a folder; `workers` 0 is the default number."""
    command = [sys.executable, "-c", _SCRIPT, str(inbox), str(out), str(workers), normalizer, cluster]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        memory: list[int] = []
        watch = threading.Thread(target=_watch, args=(process.pid, memory))
        watch.start()
        said, _ = process.communicate()
        watch.join()
    assert process.returncode == 0
    return Measured(msgspec.json.decode(said, type=RunSummary), tuple(memory))


def _watch(pid: int, memory: list[int]) -> None:
    while True:
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        except OSError:
            return
        resident = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        if not resident:  # it has ended
            return
        memory.append(int(resident[0].split()[1]) // 1024)
        time.sleep(0.5)


def measure_rates(place: Path, count: int) -> None:
    """Read small documents, pass over them, understand them again."""
    inbox, out = place / f"small-{count}", place / f"out-{count}"
    write_small(inbox, count)
    read, skipped = ingest(inbox, out), ingest(inbox, out)
    again = ingest(inbox, out, normalizer="2")
    assert (read.summary.read, skipped.summary.skipped, again.summary.read) == (count, count, count)
    _row(f"{count:,} small documents", read.summary.seconds, count)
    _row(f"{count:,} unchanged documents", skipped.summary.seconds, count)
    _row(f"{count:,} understood again", again.summary.seconds, count)
    quarters = [read.memory[len(read.memory) * part // 4] for part in range(4)] + [read.memory[-1]]
    print(f"\nMB held by the run of {count:,}, from its beginning to its end: {', '.join(map(str, quarters))};")
    print(f"most: {max(read.memory)}; passing over all of them: {max(skipped.memory)}\n")
    shutil.rmtree(out)


def _row(what: str, seconds: float, count: int) -> None:
    print(f"| {what} | {seconds:.1f} s | {count / seconds:.0f} a second | {1000 * seconds / count:.2f} ms each |")


def measure_speed_up(place: Path, count: int, repeats: int) -> None:
    """Read the same PDFs with one and with two workers in turn, here and on a cluster; the ratio is what counts."""
    inbox = place / "pdfs"
    write_pdfs(inbox, count)

    def pool(workers: int) -> float:
        return _seconds(lambda out: ingest(inbox, out, workers), place)

    def cluster(workers: int) -> float:
        with dask_cluster(workers, place) as address:
            return _seconds(lambda out: ingest(inbox, out, workers, cluster=address), place)

    for what, run in (("worker processes", pool), ("dask workers", cluster)):
        ratios = sorted(run(1) / run(2) for _ in range(repeats))
        print(f"{count} PDFs, two {what} against one: {', '.join(f'{ratio:.2f}' for ratio in ratios)} times as fast")


def _seconds(run: Callable[[Path], Measured], place: Path) -> float:
    out = place / "out"
    seconds = run(out).summary.seconds
    shutil.rmtree(out)
    return seconds


@contextmanager
def dask_cluster(workers: int, place: Path) -> Iterator[str]:
    """Start a scheduler and so many workers, each a process with one thread, and yield the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}

    def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    share = ["--nthreads", "1", "--no-nanny", "--local-directory", str(place)]
    started = [start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))]
    started += [start("dask_worker", address, *share) for _ in range(workers)]
    try:
        from distributed import Client  # noqa: PLC0415 (an extra)

        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def measure_commits(place: Path, sizes: list[int]) -> None:
    """Print what a commit costs by the size of the dataset."""
    print("| " + " | ".join(Cost.__struct_fields__) + " |")
    print("|" + "---|" * len(Cost.__struct_fields__))

    def show(cost: Cost) -> None:
        numbers = msgspec.structs.astuple(cost)
        values = [f"{value:.2f}" if isinstance(value, float) else f"{value:,}" for value in numbers]
        print("| " + " | ".join(values) + " |", flush=True)

    measure(place / "commits", sizes, show)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rates", default="1000,10000,20000", help="numbers of small documents; empty for none")
    parser.add_argument("--pdfs", type=int, default=40, help="PDFs with which the speed-up is measured; 0 for none")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--commits", default="1000,10000,100000", help="sizes of the dataset; empty for none")
    chosen = parser.parse_args()
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as folder:
        for count in filter(None, chosen.rates.split(",")):
            measure_rates(Path(folder), int(count))
        if chosen.pdfs:
            measure_speed_up(Path(folder), chosen.pdfs, chosen.repeats)
        if chosen.commits:
            measure_commits(Path(folder), [int(size) for size in chosen.commits.split(",")])


if __name__ == "__main__":
    main()
