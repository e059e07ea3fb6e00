"""The third opinion: camelot's lattice finder on one page of a PDF to grids.

camelot draws the page and looks for lines in the picture as well as among the vectors, so that it sees a table as an
eye does. Asked only where the two other finders disagree about the cells.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import cv2
from camelot.io import read_pdf
from playa.exceptions import PDFException

from extractors.document import Box
from extractors.errors import DamagedPdf
from extractors.tables.grid import Grid, grid_of_boxes
from extractors.tables.pdfplumber_page import FAILURES

logging.getLogger("camelot").setLevel(logging.ERROR)


def camelot_grids(path: Path, number: int, height: float, password: str | None = None) -> tuple[Grid, ...]:
    """Return the grids of page `number`, whose height in points is needed to count from the top; raises DamagedPdf."""
    try:
        tables = read_pdf(
            str(path.resolve()), pages=str(number), flavor="lattice", password=password, suppress_stdout=True
        )
        found = [grid_of_boxes(_boxes(table, height)) for table in tables]
    except (PDFException, StopIteration, cv2.error, *FAILURES) as error:
        # OpenCV cannot draw a rule that is miles away; playa stops at a string that the end of the file cuts off
        raise DamagedPdf(f"{path.name}, page {number}: camelot cannot read it ({type(error).__name__})") from None
    grids = [grid for grid in found if grid is not None and len(grid.spans) > 1]
    return tuple(sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0)))


def _boxes(table: Any, height: float) -> list[Box]:
    """Join camelot's smallest cells, each of which says on which sides it has a line, to merged ones."""
    rows: list[list[Any]] = table.cells
    left = {(row, column) for row in range(len(rows)) for column in range(len(rows[row]))}
    boxes = []
    while left:
        row, column = min(left)
        width, depth = _reach(rows, row, column, left)
        patch = {(r, c) for r in range(row, row + depth) for c in range(column, column + width)}
        left -= patch
        cells = [rows[r][c] for r, c in patch]
        boxes.append(
            Box(
                min(cell.x1 for cell in cells),
                height - max(cell.y2 for cell in cells),
                max(cell.x2 for cell in cells),
                height - min(cell.y1 for cell in cells),
            )
        )
    return boxes


def _reach(rows: list[list[Any]], row: int, column: int, left: set[tuple[int, int]]) -> tuple[int, int]:
    """How many columns and rows the merged cell spans that begins at `row`, `column`."""
    width = 1
    while (row, column + width) in left and not rows[row][column + width - 1].right:
        width += 1
    depth = 1
    while all((row + depth, c) in left and not rows[row + depth - 1][c].bottom for c in range(column, column + width)):
        depth += 1
    return width, depth
