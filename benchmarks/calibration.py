"""Measures whether confidences are true: of cells said to be 0.99 sure, 99 % should be right.

`python -m benchmarks.calibration --seed 7 --count 5` draws scans, reads them, pairs their cells in order with those
that were drawn, and prints for each range of confidence how many cells are right. A cell is right when its text is the
drawn one after folding as in `fixtures.compare`, and of signs that print does not tell apart.
`--diagram FILE` writes the reliability diagram as SVG.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from msgspec import Struct

from benchmarks.reliability_diagram import Point, diagram
from extractors.document import Cell, Document, Table
from extractors.extract import extract
from extractors.ocr.written import same_print
from fixtures.alignment import aligned, folded
from fixtures.draw import orders
from fixtures.drawing import Drawing, Wish
from fixtures.kinds import KINDS, Job

EDGES = (0.0, 0.5, 0.9, 0.97, 0.99, 0.995, 0.998, 1.0)
"""Ends of the ranges of confidence; the last holds 1 too."""
SCANS = "office,seal,turned,faint,photo,ocr_layer_bad,photocopy,fax"
POOR = frozenset({"photocopy", "fax"})
"""Kinds whose print is hurt everywhere."""


class Judged(Struct, frozen=True):
    """One recognised cell: its kind of document, how its text was found, how sure it was said to be, and if right."""

    kind: str
    evidence: str
    confidence: float
    right: bool
    text: str
    printed: str


class _RecordingJob(Job, frozen=True):
    """A job that keeps what was drawn, whose cells are the truth."""

    drawn: list[Drawing] = []

    def drawing(self, rng: Random, wish: Wish) -> Drawing:
        drawing = super().drawing(rng, wish)
        self.drawn.append(drawing)
        return drawing


def judged_cells(seed: int, count: int, kinds: str) -> Iterator[Judged]:
    """Draw documents one after the other, read them and judge their cells."""
    for order in orders(seed, count, kinds, ""):
        with tempfile.TemporaryDirectory() as folder:
            job = _RecordingJob(stem=Path(folder) / "document", seed=seed, drawn=[])
            path, _ = KINDS[order.kind](Random(f"{seed}/{order.kind}/{order.number}"), job)
            yield from judge(order.kind, job.drawn[0], extract(path))


def judge(kind: str, drawing: Drawing, document: Document) -> list[Judged]:
    """Pair the recognised cells of a document with the drawn ones; what has no partner is no matter of reading."""
    printed = [cell.text for form in drawing.forms for cell in form.grid.cells if cell.text]
    cells = [cell for cell in _cells(document) if cell.text and cell.confidence is not None]
    pairs = aligned([folded(text) for text in printed], [folded(cell.text) for cell in cells])
    found = [(printed[left], cells[right]) for left, right in pairs if left is not None and right is not None]
    return [
        Judged(kind, evidence(cell), cell.confidence or 0.0, _is_right(text, cell.text), cell.text, text)
        for text, cell in found
    ]


def _cells(document: Document) -> Iterable[Cell]:
    return (
        cell for page in document.pages for block in page.blocks if isinstance(block, Table) for cell in block.cells
    )


def _is_right(printed: str, read: str) -> bool:
    return same_print(folded(printed), folded(read))


def evidence(cell: Cell) -> str:
    """Name how a cell's text was found: by one reading, against others, in dispute, under a seal."""
    readers = {reading.reader for reading in cell.readings}
    if {"seal", "seal_settled"} & set(cell.doubts):
        return "settled under a seal" if "seal_settled" in cell.doubts else "under a seal"
    if "readers_disagree" in cell.doubts:
        return "in dispute"
    return "readings differ, settled" if len(readers) > 1 else "one reading"


def bins(cells: Sequence[Judged]) -> list[Point]:
    """Sum cells by the range of their confidence; ranges without cells are left out."""
    points = []
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        inside = [cell for cell in cells if low <= cell.confidence < high or (high == 1.0 == cell.confidence)]
        if inside:
            said = sum(cell.confidence for cell in inside) / len(inside)
            right = sum(cell.right for cell in inside)
            points.append(Point(low, high, said, right, len(inside)))
    return points


def table(groups: dict[str, Sequence[Judged]]) -> str:
    """Return the reliability table: for each group and range the cells, the mean of what was said, and the truth."""
    lines = [f"{'cells':28} {'said':>14} {'count':>7} {'mean said':>10} {'right':>9}"]
    for name, cells in groups.items():
        for point in bins(cells):
            said = f"{point.low:.3f}–{point.high:.3f}"
            lines.append(f"{name:28} {said:>14} {point.count:7} {point.said:10.4f} {point.right / point.count:9.4f}")
    return "\n".join(lines)


def grouped(cells: Sequence[Judged]) -> dict[str, Sequence[Judged]]:
    """Group cells for the table: all, those of good and of poor paper, and by how their texts were found."""
    groups: dict[str, Sequence[Judged]] = {
        "all": cells,
        "good paper": [cell for cell in cells if cell.kind not in POOR],
        "photocopy and fax": [cell for cell in cells if cell.kind in POOR],
    }
    for name in sorted({cell.evidence for cell in cells}):
        groups[name] = [cell for cell in cells if cell.evidence == name]
    return groups


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3, help="documents of each kind")
    parser.add_argument("--kinds", default=SCANS, help="comma-separated kinds of scans")
    parser.add_argument("--diagram", type=Path, metavar="FILE", help="write the reliability diagram as SVG")
    parser.add_argument("--show", type=float, default=1.1, metavar="P", help="list wrong cells said to be surer than P")
    options = parser.parse_args(arguments)
    cells = list(judged_cells(options.seed, options.count, options.kinds))
    groups = grouped(cells)
    print(table(groups))
    for cell in cells:
        if not cell.right and cell.confidence > options.show:
            print(f"{cell.kind} {cell.evidence} {cell.confidence}: {cell.text!r} for {cell.printed!r}")
    if options.diagram:
        options.diagram.write_text(
            diagram({name: bins(groups[name]) for name in ("good paper", "photocopy and fax")}), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
