"""How fast documents become a dataset, and at what cost: `python -m benchmarks.ingest` (`make bench-ingest`).

Notices are texts of three lines without a form, so that what is measured is the pipeline alone; forms are text exports
of one form each; the speed-up of two workers is measured on born-digital PDFs. Prints Markdown, for docs/scale.md.
"""

from __future__ import annotations

import argparse
import os
import resource
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

_FORM = Path("fixtures/documents/rural_export.txt")
_AMOUNT = "249.97"
"""A figure of the form that is made another one in each copy."""

_NOTICE = "关于开展项目支出绩效自评的通知\n\n各单位：请于月底前报送绩效自评材料，编号{}。\n"

_PDF = Path("fixtures/documents/project_scored.pdf")

_SCRIPT = """
import sys, time, msgspec
import pipeline.options
from pipeline import RunOptions, run
from pipeline.cluster import run_on_cluster
inbox, out, workers, normalizer, cluster, cores = sys.argv[1:]
if int(cores):
    pipeline.options.cores = lambda: int(cores)
options = RunOptions(workers=int(workers) or None)
arguments = dict(options=options, normalizer=normalizer)
summary = run_on_cluster(cluster, [inbox], out, **arguments) if cluster else run([inbox], out, **arguments)
print(msgspec.json.encode(summary).decode())
print(time.process_time())
"""


class Measured(Struct, frozen=True):
    """One run in a process of its own."""

    summary: RunSummary
    memory: tuple[int, ...]
    """MB that the run itself held, looked at every half second; workers not included."""
    processor: float
    """Seconds of processor time of the run and its workers, which other programs on the machine lengthen little."""
    own: float
    """Of these, those of the run itself, which plans and writes: what more workers do not shorten."""


def write_notices(folder: Path, count: int) -> None:
    """Write notices, each with other bytes."""
    _write_texts(folder, [_NOTICE.format(number) for number in range(count)])


def write_forms(folder: Path, count: int) -> None:
    """Write forms, each with other bytes."""
    text = _FORM.read_text(encoding="utf-8")
    _write_texts(folder, [text.replace(_AMOUNT, f"{2000 + number / 100:.2f}") for number in range(count)])


def _write_texts(folder: Path, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}.txt").write_text(text, encoding="utf-8")


def write_pdfs(folder: Path, count: int) -> None:
    """Write copies of a born-digital PDF, each with other bytes behind its end."""
    content = _PDF.read_bytes()
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:03}.pdf").write_bytes(content + f"\n%{number}\n".encode())


def ingest(
    inbox: Path, out: Path, workers: int = 0, normalizer: str = "1", cluster: str = "", cores: int = 0
) -> Measured:
    """Run over a folder; `workers` and `cores` 0 are the default numbers."""
    command = [sys.executable, "-c", _SCRIPT, str(inbox), str(out), str(workers), normalizer, cluster, str(cores)]
    before = _processor_seconds()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        memory: list[int] = []
        watch = threading.Thread(target=_watch, args=(process.pid, memory))
        watch.start()
        said, _ = process.communicate()
        watch.join()
    assert process.returncode == 0
    summary, own = said.splitlines()
    decoded = msgspec.json.decode(summary, type=RunSummary)
    return Measured(decoded, tuple(memory), _processor_seconds() - before, float(own))


def _processor_seconds() -> float:
    """Return the processor time of all processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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


def measure_rates(place: Path, what: str, count: int, write: Callable[[Path, int], None]) -> str:
    """Read small documents, pass over them, understand them again; return what is to be said of the memory."""
    inbox, out = place / f"{what}-{count}", place / "rates"
    write(inbox, count)
    read, skipped = ingest(inbox, out), ingest(inbox, out)
    again = ingest(inbox, out, normalizer="2")
    assert (read.summary.read, skipped.summary.skipped, again.summary.read) == (count, count, count)
    _row(f"{count:,} {what}", read, count)
    _row(f"{count:,} {what}, unchanged", skipped, count)
    _row(f"{count:,} {what}, understood again", again, count)
    quarters = [read.memory[len(read.memory) * part // 4] for part in range(4)] + [read.memory[-1]]
    shutil.rmtree(out)
    return (
        f"MB held by the run of {count:,} {what}, from its beginning to its end: {', '.join(map(str, quarters))}; "
        f"most: {max(read.memory)}; passing over all of them: {max(skipped.memory)}"
    )


def _row(what: str, run: Measured, count: int) -> None:
    seconds = run.summary.seconds
    columns = [
        what, f"{seconds:.1f} s", f"{count / seconds:.0f}", f"{1000 * seconds / count:.2f}",
        f"{1000 * run.processor / count:.2f}", f"{1000 * run.own / count:.2f}",
    ]  # fmt: skip
    print("| " + " | ".join(columns) + " |", flush=True)


def measure_speed_up(place: Path, count: int, repeats: int) -> None:
    """Read the same PDFs with one and with two workers in turn, here and on a cluster; the ratio is what counts.

    One worker alone has the threads of all cores, and once more one thread as each of two has.
    """
    inbox = place / "pdfs"
    write_pdfs(inbox, count)

    def pool(workers: int, cores: int = 0) -> Measured:
        return _once(lambda out: ingest(inbox, out, workers, cores=cores), place)

    def cluster(workers: int) -> Measured:
        with dask_cluster(workers, place) as address:
            return _once(lambda out: ingest(inbox, out, workers, cluster=address), place)

    comparisons: list[tuple[str, Callable[[], Measured], Callable[[], Measured]]] = [
        ("two worker processes against one", lambda: pool(1), lambda: pool(2)),
        ("two worker processes against one of one thread", lambda: pool(1, 1), lambda: pool(2)),
        ("two dask workers against one", lambda: cluster(1), lambda: cluster(2)),
    ]
    for what, one, two in comparisons:
        pairs = [(one(), two()) for _ in range(repeats)]
        ratios = sorted(first.summary.seconds / second.summary.seconds for first, second in pairs)
        print(f"{count} PDFs, {what}: {', '.join(f'{ratio:.2f}' for ratio in ratios)} times as fast")
        for first, second in pairs:
            print(f"  {_account(first)}; {_account(second)}", flush=True)


def _account(run: Measured) -> str:
    return f"{run.summary.seconds:.1f} s, {run.processor:.1f} of processors, {run.own:.1f} of these the run itself"


def _once(run: Callable[[Path], Measured], place: Path) -> Measured:
    out = place / "out"
    measured = run(out)
    shutil.rmtree(out)
    return measured


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
    parser.add_argument("--notices", default="1000,10000,20000", help="numbers of notices; empty for none")
    parser.add_argument("--forms", default="1000", help="numbers of forms; empty for none")
    parser.add_argument("--pdfs", type=int, default=300, help="PDFs with which the speed-up is measured; 0 for none")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--commits", default="1000,10000,100000", help="sizes of the dataset; empty for none")
    chosen = parser.parse_args()
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as folder:
        print("| documents | seconds | a second | ms each | ms of a processor each | of these the run itself |")
        print("|---|---|---|---|---|---|")
        memory = [
            measure_rates(Path(folder), what, int(count), write)
            for what, counts, write in (
                ("notices", chosen.notices, write_notices),
                ("forms", chosen.forms, write_forms),
            )
            for count in filter(None, counts.split(","))
        ]
        print("", *memory, "", sep="\n")
        if chosen.pdfs:
            measure_speed_up(Path(folder), chosen.pdfs, chosen.repeats)
        if chosen.commits:
            measure_commits(Path(folder), [int(size) for size in chosen.commits.split(",")])


if __name__ == "__main__":
    main()
