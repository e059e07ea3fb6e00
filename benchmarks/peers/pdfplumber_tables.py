"""pdfplumber's tables, `python -m benchmarks.peers.pdfplumber_tables`; spans from the cells' boxes.

Without an argument with the default settings, which are those for ruled tables; with `text` columns come from the
alignment of words, for tables without upright rules.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pdfplumber

from benchmarks.peers.box_grid import Placed, boxed, place_boxes
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve

TOLERANCE = 2.0
"""Points: below the height of any row."""


def read(path: Path, columns: str = "lines") -> list[list[Placed]]:
    """Read all tables of all pages; columns between `lines`, or by `text`."""
    require_pdf(path)
    tables = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            found = page.find_tables({"vertical_strategy": columns})
            tables += [place_boxes(boxed(table), TOLERANCE) for table in found]
            page.close()
    return tables


def load() -> Read:
    """Nothing is to be loaded."""
    return partial(read, columns=sys.argv[1]) if sys.argv[1:] else read


if __name__ == "__main__":
    serve(load, ["pdfplumber", "pdfminer.six"])
