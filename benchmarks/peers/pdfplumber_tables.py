"""pdfplumber's tables, `python -m benchmarks.peers.pdfplumber_tables`; spans from the cells' boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber

from benchmarks.peers.box_grid import Boxed, Placed, place_boxes
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve

TOLERANCE = 2.0
"""Points: below the height of any row."""


def read(path: Path) -> list[list[Placed]]:
    """Read all tables with the default settings, which are those for ruled tables."""
    require_pdf(path)
    tables = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            tables += [place_boxes(list(boxed(table)), TOLERANCE) for table in page.find_tables()]
            page.close()
    return tables


def boxed(table: Any) -> list[Boxed]:
    """Pair the boxes of a table's cells with their texts."""
    return [
        Boxed(box[0], box[1], box[2], box[3], text=text or "")
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for box, text in zip(row.cells, texts, strict=True)
        if box is not None
    ]


def load() -> Read:
    """Nothing is to be loaded."""
    return read


if __name__ == "__main__":
    serve(load, ["pdfplumber", "pdfminer.six"])
