"""The tables of tablers, a library in Rust over pdfium, `python -m benchmarks.peers.tablers_tables`.

With the argument `text` columns come from the alignment of words, for tables without upright rules.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import tablers

from benchmarks.peers.box_grid import Boxed, Placed, place_boxes
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve

TOLERANCE = 2.0
"""Points: below the height of any row."""


def read(path: Path, columns: str = "lines") -> list[list[Placed]]:
    """Read all tables of all pages; columns between `lines`, or by `text`."""
    require_pdf(path)
    document = tablers.Document(path)
    found = [
        table
        for page in document.pages()
        for table in tablers.find_tables(
            page, extract_text=True, vertical_strategy=columns, horizontal_strategy="lines"
        )
    ]
    tables = [[_boxed(cell) for cell in table.cells] for table in found]
    document.close()
    return [place_boxes(boxes, TOLERANCE) for boxes in tables]


def _boxed(cell: Any) -> Boxed:
    x0, top, x1, bottom = cell.bbox[:4]
    return Boxed(x0, top, x1, bottom, cell.text or "")


def load() -> Read:
    """Nothing is to be loaded."""
    return partial(read, columns=sys.argv[1]) if sys.argv[1:] else read


if __name__ == "__main__":
    serve(load, ["tablers"])
