"""Rows of cells with rowspan and colspan to a table in which no two cells overlap, whatever the spans claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from extractors.document import Cell, Table

WIDEST = 200
"""Columns of a table; HTML allows spans of 1000, no form has more than 30 columns."""


_NARROW = 40
"""Columns up to which a table stays as its spans say: all but the absurd ones."""


class SpanCell(Struct, frozen=True):
    """One cell as an export writes it."""

    text: str
    row_span: int = 1
    column_span: int = 1


def spanned_table(rows: Sequence[Sequence[SpanCell]], page: int) -> Table | None:
    """Place the cells as a browser does; a span that would cover another cell or leave the table is cut back.

    None for a table without any cell.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            if column >= WIDEST:
                break
            placed = _place(cell, r, column, len(rows), taken, page)
            taken.update(_covered(placed))
            cells.append(placed)
    if not cells:
        return None
    if max(cell.column + cell.column_span for cell in cells) > _NARROW:
        cells = _without_hollow_columns(cells)
        taken = {place for cell in cells for place in _covered(cell)}
    width = max(cell.column + cell.column_span for cell in cells)
    blanks = (Cell(r, c, "", page=page, method="text_export") for r in range(len(rows)) for c in range(width))
    cells.extend(blank for blank in blanks if (blank.row, blank.column) not in taken)
    return Table(page, len(rows), width, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), "export")


def _place(cell: SpanCell, row: int, column: int, rows: int, taken: set[tuple[int, int]], page: int) -> Cell:
    width = 1
    while width < cell.column_span and column + width < WIDEST and (row, column + width) not in taken:
        width += 1
    # a row span of 0 reaches to the end of the table
    depth = min(cell.row_span if cell.row_span > 0 else rows, rows - row)
    return Cell(row, column, cell.text, depth, width, page, method="text_export")


def _without_hollow_columns(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells without columns in which none begins: `colspan="1000"` would give each row as many blanks."""
    begins = sorted({cell.column for cell in cells})
    return [
        msgspec.structs.replace(
            cell,
            column=bisect_left(begins, cell.column),
            column_span=bisect_left(begins, cell.column + cell.column_span) - bisect_left(begins, cell.column),
        )
        for cell in cells
    ]


def _covered(cell: Cell) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
