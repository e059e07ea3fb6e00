"""Measures how right the software is on freshly drawn documents: `python -m benchmarks.accuracy --seed 7 --count 5`.

Draws `--count` documents of each kind, extracts and normalises them, and compares with their truth as
`fixtures.compare` explains: texts are equal after NFC, removal of white space and width folding of punctuation.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from extractors.errors import ExtractionError
from extractors.extract import extract
from extractors.settings import ExtractSettings, ReaderName
from fixtures.compare import Comparison, Counts, Wrong, compare, compare_failed
from fixtures.draw import Order, draw_one, orders
from fixtures.truth import DocumentTruth, load_truth
from normalizers.normalize import normalize

COLUMNS = (
    "kind", "docs", "failed", "pages", "rows found", "invented", "rows right", "fields exact", "numbers exact",
    "wrong unmarked", "right marked", "passages", "facts found", "value", "about", "made up", "CPU s/page",
)  # fmt: skip


class Task(Struct, frozen=True):
    """One document to draw into a folder and to measure."""

    order: Order
    folder: str
    reader: ReaderName = "auto"


class Result(Struct, frozen=True):
    """One document's comparison."""

    kind: str
    layout: str
    counts: Counts
    wrong: tuple[Wrong, ...]


def measure(task: Task) -> Result:
    """Draw one document, read it, compare; the CPU seconds are those of reading and normalising."""
    path, truth = draw_one(task.order, Path(task.folder))
    comparison, seconds = read(path, truth, task.reader)
    comparison.counts.seconds = seconds
    return Result(task.order.kind, _layout(truth), comparison.counts, comparison.wrong)


def read(path: Path, truth: DocumentTruth, reader: ReaderName) -> tuple[Comparison, float]:
    """Extract and normalise one file and compare it; a document that cannot be read is counted as failed."""
    started = time.process_time()
    try:
        evaluation = normalize(extract(path, ExtractSettings(reader=reader)))
    except ExtractionError as error:
        return compare_failed(truth, f"{error.code}: {error}"), time.process_time() - started
    except Exception as error:  # noqa: BLE001 - one document that breaks the software must not end the measurement
        return compare_failed(truth, f"{type(error).__name__}: {error}"), time.process_time() - started
    seconds = time.process_time() - started
    return compare(truth, evaluation), seconds


def run(tasks: list[Task], workers: int) -> list[Result]:
    """Measure the tasks, in this process or in several."""
    if workers <= 1:
        return [measure(task) for task in tasks]
    # a fresh interpreter for each worker: recognisers' threads do not survive a fork
    with ProcessPoolExecutor(max_workers=workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(measure, tasks))


def _layout(truth: DocumentTruth) -> str:
    return truth.layouts[0] if truth.layouts else "-"


def summed(results: Iterable[Result], *, by_layout: bool = False) -> dict[str, Counts]:
    """Sum the counts by kind, or by layout; the last entry, `all`, is the sum of everything."""
    sums: dict[str, Counts] = {}
    every = Counts()
    for result in results:
        sums.setdefault(result.layout if by_layout else result.kind, Counts()).add(result.counts)
        every.add(result.counts)
    return sums | {"all": every}


def percent(part: int, whole: int) -> str:
    """Return a share for people: `99.31`; `-` where there is nothing to share."""
    return f"{100 * part / whole:.2f}" if whole else "-"


def table(sums: dict[str, Counts]) -> str:
    """Return the table that is printed, one line a kind; shares in percent."""
    lines = [COLUMNS, *(_line(kind, counts) for kind, counts in sums.items())]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    return "\n".join("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)) for line in lines)


def _line(kind: str, counts: Counts) -> tuple[str, ...]:
    return (
        kind, str(counts.documents), str(counts.failed), str(counts.pages), percent(counts.rows_found, counts.rows),
        str(counts.rows_invented), percent(counts.rows_right, counts.rows), percent(counts.fields_exact, counts.fields),
        percent(counts.numbers_exact, counts.numbers), percent(counts.wrong_unmarked, counts.chances),
        percent(counts.right_marked, counts.rows_found), percent(counts.passages_exact, counts.passages),
        percent(counts.mentions_found, counts.mentions), percent(counts.mentions_value, counts.mentions),
        percent(counts.mentions_about, counts.mentions), str(counts.mentions_invented),
        f"{counts.seconds / counts.pages:.2f}" if counts.pages else "-",
    )  # fmt: skip


def show(results: list[Result], most: int) -> str:
    """Return up to `most` wrong fields, the unmarked ones first."""
    wrong = sorted((item for result in results for item in result.wrong), key=lambda item: item.marked)
    lines = [
        f"{item.document} form {item.form} {item.field}: expected {item.expected!r}, got {item.got!r}"
        f" ({'marked' if item.marked else 'NOT MARKED'})"
        for item in wrong[:most]
    ]
    return "\n".join([*lines, f"{len(wrong)} wrong in all"])


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3, help="documents of each kind")
    parser.add_argument("--kinds", default="", help="comma-separated; all without")
    parser.add_argument("--layouts", default="", help="comma-separated; all without")
    parser.add_argument("--by-layout", action="store_true", help="print a second table, by the forms' layouts")
    parser.add_argument("--reader", choices=get_args(ReaderName), default="auto")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list up to N wrong fields")
    parser.add_argument("--json", type=Path, help="write counts and wrong fields to this file")
    parser.add_argument("--keep", type=Path, help="keep the documents in this folder")
    parser.add_argument("--files", type=Path, help="measure the documents of this folder that have a truth file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if options.files:
            results = list(measure_files(options.files, options.reader))
        else:
            wishes = orders(options.seed, options.count, options.kinds, options.layouts)
            tasks = [Task(order, str(folder), options.reader) for order in wishes]
            results = run(tasks, options.workers)
    sums = summed(results)
    print(table(sums))
    if options.by_layout:
        print(table(summed(results, by_layout=True)))
    if options.show:
        print(show(results, options.show))
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode({"sums": sums, "results": results})))
    return 0


def measure_files(folder: Path, reader: ReaderName) -> Iterable[Result]:
    """Measure documents that were drawn before, by their truth files."""
    for truth_file in sorted(folder.glob("**/*.truth.json")):
        truth = load_truth(truth_file)
        comparison, seconds = read(truth_file.parent / truth.file_name, truth, reader)
        comparison.counts.seconds = seconds
        yield Result(truth.kind, _layout(truth), comparison.counts, comparison.wrong)


if __name__ == "__main__":
    sys.exit(main())
