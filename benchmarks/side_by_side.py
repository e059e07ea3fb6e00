"""Accuracy and cost beside what a user would pick instead: `python -m benchmarks.side_by_side` (`make bench`).

Draws `--count` documents of each kind, gives all of them that have pages to every tool of `benchmarks/tools.toml`, each
in a process and an environment of its own, one tool after the other, and compares the cells that came back with those
that were drawn: text, place and spans. Fields of this project's rows are compared too, also for text exports, which the
others do not read. One line of JSON a tool and document goes to `--lines`; `--write` makes the page of results of them.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks.cells import compare_cells
from benchmarks.drawn_cells import DrawnDocument, draw_with_cells
from benchmarks.measurements import Measurement, Ran, Run, group_of
from benchmarks.results_page import results_text, write_results
from benchmarks.tool_process import Answer, ToolProcess
from benchmarks.tools import Tool, UnavailableError, choose, load_catalogue
from fixtures.draw import Order, orders

RESULTS = Path(__file__).with_name("RESULTS.md")
LIMIT = 120.0
"""Processor seconds for one document, ten times what the slowest tool takes for two pages on an idle machine; on the
clock five times as many."""


def measure(tool: Tool, documents: Sequence[DrawnDocument], limit: float) -> tuple[Ran, list[Measurement]]:
    """Give a tool its documents, one after the other; raises UnavailableError where it cannot be had."""
    with ToolProcess(tool) as process:
        found = [
            judged(tool, document, process.ask(document.path, limit))
            for document in documents
            if is_for(tool, document)
        ]
        loaded = process.loaded
    if loaded is None:
        return Ran(tool.name), found
    return Ran(tool.name, loaded.loaded, loaded.versions), found


def is_for(tool: Tool, document: DrawnDocument) -> bool:
    """Say whether a tool gets a document: ours all, the others those with pages, floors the PDFs of their group."""
    if tool.floor:
        return document.path.suffix == ".pdf" and group_of(document.truth.kind) == tool.floor
    return tool.is_own or document.truth.pages is not None


def judged(tool: Tool, document: DrawnDocument, answer: Answer) -> Measurement:
    """Compare the cells of one answer."""
    has_cells = document.tables is not None and not tool.floor
    return Measurement(
        tool=tool.name, kind=document.truth.kind, document=document.path.name, pages=document.truth.pages or 1,
        cells=compare_cells(document.tables or (), answer.tables) if has_cells else None, fields=answer.fields,
        cpu=answer.cpu, wall=answer.wall, megabytes=answer.megabytes, error=answer.error,
    )  # fmt: skip


def machine() -> str:
    """Describe the machine: `Intel(R) Xeon(R) … · 2 cores · 24 GiB · Linux 6.1 · Python 3.11.9`."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        processor = names[0] if names else processor
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{processor} · {os.cpu_count()} cores · {memory:.0f} GiB · {system} · Python {platform.python_version()}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side", description=__doc__)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--count", type=int, default=1, help="documents of each kind")
    parser.add_argument("--kinds", default="", help="comma-separated; all without")
    parser.add_argument("--tools", default="", help="comma-separated; all without")
    parser.add_argument("--limit", type=float, default=LIMIT, help="processor seconds for one document")
    parser.add_argument(
        "--lines", type=Path, default=Path("out/side_by_side.jsonl"), help="a line of JSON a measurement"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help=f"write the page of results, such as {RESULTS.name}")
    options = parser.parse_args(arguments)
    try:
        tools = choose(options.tools, load_catalogue())
        wishes = orders(options.seed, options.count, options.kinds, "")
    except ValueError as error:
        print(f"benchmarks.side_by_side: {error}", file=sys.stderr)
        return 2
    run = run_all(tools, wishes, options.limit, options.lines, shown(options))
    page = results_text(run, load_catalogue())
    print(page)
    if options.write:
        write_results(run, page, options.write)
    return 0


def run_all(tools: Sequence[Tool], wishes: Sequence[Order], limit: float, lines: Path, command: str) -> Run:
    """Draw, run tool after tool, and keep a line a measurement."""
    started, load = time.monotonic(), os.getloadavg()[0]
    found: list[Measurement] = []
    ran: list[Ran] = []
    lines.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, lines.open("wb") as file:
        documents = [draw_with_cells(order, Path(folder)) for order in wishes]
        for tool in tools:
            since = time.monotonic()
            try:
                told, some = measure(tool, documents, limit)
            except UnavailableError as error:
                told, some = Ran(tool.name, skipped=str(error)), []
            found += some
            ran.append(told)
            file.write(b"".join(msgspec.json.encode(one) + b"\n" for one in some))
            file.flush()
            said = told.skipped or f"{len(some)} documents in {time.monotonic() - since:.0f} s"
            print(f"{tool.name}: {said}", file=sys.stderr, flush=True)
    return Run(
        day=datetime.now(UTC).date(), machine=machine(), load=load, minutes=(time.monotonic() - started) / 60,
        command=command, ran=tuple(ran), found=tuple(found),
    )  # fmt: skip


def shown(options: argparse.Namespace) -> str:
    """Write the command down with what decides about its documents."""
    chosen = f"--seed {options.seed} --count {options.count}"
    chosen += f" --kinds {options.kinds}" if options.kinds else ""
    return f"python -m benchmarks.side_by_side {chosen}" + (f" --tools '{options.tools}'" if options.tools else "")


if __name__ == "__main__":
    sys.exit(main())
