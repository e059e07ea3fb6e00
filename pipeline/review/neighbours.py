"""A row among its neighbours, as a small table of texts; and its printed table as text, where there is no picture."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Cell, Table
from normalizers.review import row_path
from pipeline.corrections.accepting import Row
from pipeline.doubtful import load_labels
from pipeline.review.labels import column_label
from pipeline.review.opened import Opened, RowKey
from pipeline.review.row_cells import RowCell
from pipeline.review.views import NeighbourRow, Neighbours, SheetCell

_AROUND = 2
"""Rows shown above and below an indicator: its siblings under one second level, mostly."""
_SHEET_ROWS = 12
"""Rows of the printed table shown above and below as text: about a screen."""


def neighbours_of(opened: Opened, key: RowKey, cells: Sequence[RowCell]) -> Neighbours:
    """Return the row with those above and below it in its table; of money all lines, for they add up to each other."""
    form_id, path = key
    table = path.partition("[")[0]
    if "[" not in path:
        return Neighbours((), ())
    siblings = [(key, row) for key, row in opened.rows.items() if key[0] == form_id and _table(key[1]) == table]
    at = next((number for number, (other, _) in enumerate(siblings) if other == key), 0)
    shown = siblings if table == "funding" else siblings[max(0, at - _AROUND) : at + _AROUND + 1]
    texts = _texts(opened, form_id)
    columns = _columns(table, [texts.get(other[1], {}) for other, _ in shown], cells)
    labels = [column_label(table, column, opened.language) for column in columns]
    return Neighbours(tuple(labels), tuple(_row(texts, columns, other, row, key, cells) for other, row in shown))


def sheet_of(opened: Opened, cells: Sequence[RowCell]) -> tuple[tuple[SheetCell, ...], ...]:
    """Return the lines of the printed table around the row, or nothing where the row stands in no table."""
    tables = {(cell.printed.spot.page, cell.printed.block) for cell in cells if isinstance(cell.printed.text, Cell)}
    if not tables:
        return ()
    page, block = min(tables)
    found = next(one for one in opened.understood.document.pages if one.number == page).blocks[block]
    assert isinstance(found, Table)
    numbers = {
        id(cell.printed.text): number
        for number, cell in enumerate(cells)
        if (cell.printed.spot.page, cell.printed.block) == (page, block)
    }
    own = [cell.row for cell in found.cells if id(cell) in numbers and cell.row_span == 1] or [0]
    first, last = min(own) - _SHEET_ROWS, max(own) + _SHEET_ROWS
    lines: dict[int, list[SheetCell]] = {}
    for cell in found.cells:
        top, bottom = max(cell.row, first), min(cell.row + cell.row_span - 1, last)
        if top <= bottom:
            shown = SheetCell(cell.text, bottom - top + 1, cell.column_span, numbers.get(id(cell)))
            lines.setdefault(max(top, 0), []).append(shown)
    return tuple(tuple(line) for _, line in sorted(lines.items()))


def _texts(opened: Opened, form_id: str | None) -> dict[str, dict[str, str]]:
    """Return row → column → what is printed, of one form."""
    texts: dict[str, dict[str, str]] = {}
    for number, paths in opened.places.fields_at.items():
        for form, path in paths:
            if form == form_id:
                row, column = row_path(path), path.partition(".")[2]
                before = texts.setdefault(row, {}).get(column)
                printed = opened.places.printed[number].text.text
                texts[row][column] = printed if before is None else f"{before}{printed}"
    return texts


def _columns(table: str, rows: Sequence[dict[str, str]], cells: Sequence[RowCell]) -> list[str]:
    """Return the columns that any of the rows has, in the order in which the labels stand; unknown ones last."""
    present = {column for row in rows for column in row} | {cell.column for cell in cells}
    order = list(load_labels().fields.get(table, {}))
    known = [column for column in order if column in present]
    return [*known, *sorted(present - set(known))]


def _row(
    texts: dict[str, dict[str, str]],
    columns: Sequence[str],
    other: RowKey,
    row: Row,
    key: RowKey,
    cells: Sequence[RowCell],
) -> NeighbourRow:
    own = texts.get(other[1], {})
    if other != key:
        return NeighbourRow(tuple(own.get(column, "") for column in columns), row.needs_review)
    numbers = tuple(
        tuple(number for number, cell in enumerate(cells) if cell.column == column) for column in columns
    )
    return NeighbourRow(tuple(own.get(column, "") for column in columns), row.needs_review, numbers)


def _table(path: str) -> str:
    return path.partition("[")[0]
