"""Camelot, `python -m benchmarks.peers.camelot_tables`; cells without a line between them are one cell.

Without an argument it reads ruled tables (`lattice`); another flavour can be named, such as `hybrid`.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

from camelot.io import read_pdf

from benchmarks.peers.box_grid import Placed
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve


def read(path: Path, flavor: str = "lattice") -> list[list[Placed]]:
    """Read all tables of all pages."""
    require_pdf(path)
    return [merged(table.cells) for table in read_pdf(str(path), flavor=flavor, pages="all")]


def merged(cells: list[list[Any]]) -> list[Placed]:
    """Join cells from the top left on, to the right and down while no line is drawn between."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, line in enumerate(cells):
        for column in range(len(line)):
            if (row, column) in taken:
                continue
            right, below = column + 1, row + 1
            while right < len(line) and not line[right - 1].right and not line[right].left:
                right += 1
            while below < len(cells) and not cells[below - 1][column].bottom and not cells[below][column].top:
                below += 1
            inside = [(r, c) for r in range(row, below) for c in range(column, right)]
            taken.update(inside)
            text = "".join(cells[r][c].text for r, c in inside)
            placed.append(Placed(row, column, below - row, right - column, text))
    return placed


def load() -> Read:
    """Nothing is to be loaded."""
    return partial(read, flavor=sys.argv[1]) if sys.argv[1:] else read


if __name__ == "__main__":
    serve(load, ["camelot-py", "pdfminer.six"])
