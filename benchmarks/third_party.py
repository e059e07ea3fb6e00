"""Measures tables that others drew and described: `python -m benchmarks.third_party --folder DIR`.

The folder holds the table structure set of the ICDAR 2013 competition or anything in its format, at any depth:
`NAME.pdf` with `NAME-str.xml` beside it, whose `cell`s have `start-row`, `start-col`, perhaps `end-row` and `end-col`,
and their `content`, in the `region`s of `table`s. A region on a later page goes on with a table; here it is a table of
its own, as a page is read by itself. Nothing of it belongs into this repository.

Two figures for each tool: the strict F1 of `benchmarks.cells`, and the competition's own, the F1 of pairs of
neighbouring texts, which forgives what strictness does not: a lost span, a blank column too many.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from benchmarks.cells import CellCounts, PlacedCell, Table, compare_cells, fold
from benchmarks.tool_process import ToolProcess
from benchmarks.tools import Tool, UnavailableError, choose, load_catalogue

LIMIT = 120.0
"""Seconds for one document."""
SUFFIX = "-str.xml"
Neighbours = Counter[tuple[str, str, str]]
"""Two texts and the direction from one to the other, each as often as it is there."""


class Described(Struct, frozen=True):
    """One document and the tables that somebody described in it."""

    path: Path
    tables: tuple[tuple[PlacedCell, ...], ...]


class Score(Struct, frozen=True):
    """What a tool found in one document: cells, and neighbours that are expected, found and right."""

    cells: CellCounts = CellCounts()
    expected: int = 0
    found: int = 0
    right: int = 0
    failed: int = 0

    def plus(self, other: Score) -> Score:
        """Return the sums."""
        return Score(
            self.cells.plus(other.cells), self.expected + other.expected, self.found + other.found,
            self.right + other.right, self.failed + other.failed,
        )  # fmt: skip


def described(folder: Path) -> Iterator[Described]:
    """Yield the documents of a folder that have a description; PDFs without one are left out."""
    for description in sorted(folder.rglob(f"*{SUFFIX}")):
        path = description.with_name(description.name.removesuffix(SUFFIX) + ".pdf")
        if path.exists():
            yield Described(path, tuple(regions(description.read_bytes())))


def regions(description: bytes) -> Iterator[tuple[PlacedCell, ...]]:
    """Read a description; its cells count rows and columns from 0."""
    text = re.sub(r"&(?!#?\w+;)", "&amp;", description.decode("utf-8", errors="replace"))
    for region in ElementTree.fromstring(text.encode()).iter("region"):
        yield tuple(placed(cell) for cell in region.iter("cell"))


def placed(cell: ElementTree.Element) -> PlacedCell:
    """Turn one `cell` element into a cell; where an end is missing or before its start, the span is one."""
    row, column = int(cell.get("start-row", 0)), int(cell.get("start-col", 0))
    last_row, last_column = int(cell.get("end-row", row)), int(cell.get("end-col", column))
    spans = max(1, last_row - row + 1), max(1, last_column - column + 1)
    return PlacedCell(row, column, *spans, cell.findtext("content") or "")


def neighbours(tables: Sequence[Table]) -> Neighbours:
    """Count the pairs of a text and the next text to its right, and below it, blank places left out."""
    counts: Neighbours = Counter()
    for table in tables:
        places = {place: at for at, cell in enumerate(table) if fold(cell.text) for place in covered(cell)}
        last_row, last_column = (max((place[axis] for place in places), default=0) for axis in (0, 1))
        pairs: set[tuple[int, int, str]] = set()
        for (row, column), at in places.items():
            right = (places.get((row, next_column)) for next_column in range(column + 1, last_column + 1))
            below = (places.get((next_row, column)) for next_row in range(row + 1, last_row + 1))
            pairs |= {(at, found, "right") for found in first_other(right, at)}
            pairs |= {(at, found, "below") for found in first_other(below, at)}
        counts.update((fold(table[a].text), fold(table[b].text), direction) for a, b, direction in pairs)
    return counts


def covered(cell: PlacedCell) -> list[tuple[int, int]]:
    """Return the places that a cell lies on."""
    rows, columns = range(cell.row, cell.row + cell.row_span), range(cell.column, cell.column + cell.column_span)
    return [(row, column) for row in rows for column in columns]


def first_other(cells: Iterator[int | None], own: int) -> list[int]:
    """Return the first cell that is there; none where the cell itself goes on."""
    first = next((cell for cell in cells if cell is not None), own)
    return [] if first == own else [first]


def score(document: Described, found: Sequence[Table], *, failed: bool) -> Score:
    """Compare what a tool found in a document with its description."""
    expected_pairs, found_pairs = neighbours(document.tables), neighbours(found)
    return Score(
        compare_cells(document.tables, found), expected_pairs.total(), found_pairs.total(),
        (expected_pairs & found_pairs).total(), int(failed),
    )  # fmt: skip


def run(tool: Tool, documents: Sequence[Described], limit: float) -> tuple[Score, float]:
    """Give a tool all documents; returns the sums and its CPU seconds; raises UnavailableError."""
    total, seconds = Score(), 0.0
    with ToolProcess(tool) as process:
        for document in documents:
            answer = process.ask(document.path, limit)
            total = total.plus(score(document, answer.tables, failed=bool(answer.error)))
            seconds += answer.cpu
    return total, seconds


def line(name: str, total: Score, seconds: float) -> str:
    """Return a tool's line of the table."""
    shares = (
        total.cells.f1, total.cells.text_f1, _share(total.right, total.expected), _share(total.right, total.found),
        _share(2 * total.right, total.expected + total.found),
    )  # fmt: skip
    percents = " | ".join("–" if share is None else f"{100 * share:.1f}" for share in shares)
    return f"| {name} | {percents} | {seconds:.1f} | {total.failed} |"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.third_party", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--folder", type=Path, required=True, help="with NAME.pdf and NAME-str.xml")
    parser.add_argument("--tools", default="jixiao", help="comma-separated names of benchmarks/tools.toml")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for one document")
    options = parser.parse_args(arguments)
    documents = list(described(options.folder))
    if not documents:
        print(f"benchmarks.third_party: no NAME.pdf with NAME{SUFFIX} in {options.folder}", file=sys.stderr)
        return 2
    print(f"{len(documents)} documents, {sum(len(document.tables) for document in documents)} tables\n")
    print("| tool | cells, strict F1 | texts F1 | neighbours: recall | precision | F1 | CPU s | failed |")
    print("|---|---|---|---|---|---|---|---|")
    for tool in choose(options.tools, load_catalogue()):
        try:
            print(line(tool.name, *run(tool, documents, options.limit)), flush=True)
        except UnavailableError as error:
            print(f"| {tool.name} | skipped: {error} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
