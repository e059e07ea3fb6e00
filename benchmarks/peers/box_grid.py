"""Turns boxes of cells into rows, columns and spans: what a library leaves out, its positions say.

Files in this folder that a peer's environment imports need nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple


class Boxed(NamedTuple):
    """A cell by its place on the page, y down, in any unit."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


class Placed(NamedTuple):
    """A cell by its place in the table, rows and columns from 0; the same five values as `benchmarks.cells`."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def boxed(table: Any) -> list[Boxed]:
    """Pair the boxes of a table's cells with their texts; pdfplumber and PyMuPDF say them alike."""
    return [
        Boxed(box[0], box[1], box[2], box[3], text=text or "")
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for box, text in zip(row.cells, texts, strict=True)
        if box is not None
    ]


def place_boxes(boxes: Sequence[Boxed], tolerance: float) -> list[Placed]:
    """Number the edges that cells share, nearer than `tolerance`, and give each cell the edges it lies between."""
    xs = edges((box.x0 for box in boxes), (box.x1 for box in boxes), tolerance=tolerance)
    ys = edges((box.top for box in boxes), (box.bottom for box in boxes), tolerance=tolerance)
    placed = []
    for box in boxes:
        left, right = nearest(xs, box.x0), nearest(xs, box.x1)
        top, bottom = nearest(ys, box.top), nearest(ys, box.bottom)
        placed.append(Placed(top, left, max(1, bottom - top), max(1, right - left), box.text))
    return sorted(placed)


def edges(*groups: Iterable[float], tolerance: float) -> list[float]:
    """Merge coordinates that follow each other within `tolerance` into their mean."""
    merged: list[list[float]] = []
    for value in sorted(value for group in groups for value in group):
        if merged and value - merged[-1][-1] <= tolerance:
            merged[-1].append(value)
        else:
            merged.append([value])
    return [sum(values) / len(values) for values in merged]


def nearest(values: Sequence[float], wanted: float) -> int:
    """Return the place of the value that is nearest."""
    return min(range(len(values)), key=lambda place: abs(values[place] - wanted))
