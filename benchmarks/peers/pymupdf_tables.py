"""PyMuPDF's `find_tables`, `python -m benchmarks.peers.pymupdf_tables`; spans from the cells' boxes."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from benchmarks.peers.box_grid import Placed, boxed, place_boxes
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve

TOLERANCE = 2.0
"""Points: below the height of any row."""


def read(path: Path) -> list[list[Placed]]:
    """Read all tables with the default settings."""
    require_pdf(path)
    tables = []
    with pymupdf.open(path) as document:
        for page in document:
            tables += [place_boxes(boxed(table), TOLERANCE) for table in page.find_tables().tables]
    return tables


def load() -> Read:
    """Nothing is to be loaded."""
    return read


if __name__ == "__main__":
    serve(load, ["pymupdf"])
