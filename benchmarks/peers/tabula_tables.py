"""Tabula, `python -m benchmarks.peers.tabula_tables`; Java runs in this process, spans from the boxes.

Without an argument it reads ruled tables (`lattice`); `stream` is for tables without rules, and knows no spans.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import tabula

from benchmarks.peers.box_grid import Boxed, Placed, place_boxes
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve

TOLERANCE = 2.0
"""Points: below the height of any row."""


def read(path: Path) -> list[list[Placed]]:
    """Read all tables of all pages."""
    require_pdf(path)
    tables: list[Any] = tabula.read_pdf(str(path), pages="all", lattice=True, output_format="json", silent=True)
    return [place_boxes(boxed(table["data"]), TOLERANCE) for table in tables]


def read_stream(path: Path) -> list[list[Placed]]:
    """Read all tables of all pages by the alignment of their words."""
    require_pdf(path)
    tables: list[Any] = tabula.read_pdf(str(path), pages="all", stream=True, output_format="json", silent=True)
    return [numbered(table["data"]) for table in tables]


def numbered(rows: list[list[dict[str, Any]]]) -> list[Placed]:
    """Give each cell its row and column, which is all that is known of it."""
    return [Placed(row, at, 1, 1, cell["text"]) for row, cells in enumerate(rows) for at, cell in enumerate(cells)]


def boxed(rows: list[list[dict[str, Any]]]) -> list[Boxed]:
    """Take the boxes that have an area; the others stand for places that a merged cell covers."""
    return [
        Boxed(cell["left"], cell["top"], cell["left"] + cell["width"], cell["top"] + cell["height"], cell["text"])
        for row in rows
        for cell in row
        if cell["width"] > TOLERANCE and cell["height"] > TOLERANCE
    ]


def load() -> Read:
    """Start Java by reading nothing."""
    tabula.environment_info()
    return read_stream if sys.argv[1:] == ["stream"] else read


if __name__ == "__main__":
    serve(load, ["tabula-py", "jpype1"])
