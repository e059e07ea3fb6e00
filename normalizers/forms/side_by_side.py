"""Two forms printed side by side in one table to two tables: the header row names its columns twice.

`一级指标 | 二级指标 | … | 一级指标 | 二级指标 | …` heads two forms; the table is cut left of the second's first column.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document import Cell, Table
from normalizers.forms.rows import Row, rows_of
from normalizers.labels import meaning

_LEAST_LABELS = 3
"""Labels of columns that both halves of a header share; a level alone may be doubled by an export."""
_HEADERS = 2
"""Headers in one row."""


def parted(table: Table) -> tuple[Table, ...]:
    """Return the forms' tables from left to right; the table itself where one form stands in it."""
    rows = rows_of(table)
    at = next((cut for row in rows if (cut := _cut(row)) is not None), None)
    if at is None:
        return (table,)
    titles = _title_rows(rows, at)
    if any(_crosses(cell, at) for cell in table.cells if cell.row > titles):
        return (table,)
    left = tuple(cell for cell in table.cells if cell.column < at)
    right = tuple(msgspec.structs.replace(cell, column=cell.column - at) for cell in table.cells if cell.column >= at)
    return (
        msgspec.structs.replace(table, cells=left, columns=at),
        *parted(msgspec.structs.replace(table, cells=right, columns=table.columns - at)),
    )


def _cut(row: Row) -> int | None:
    """Return the first column of the second header in a row, None where the row heads one form or none."""
    named = [(piece, meaning("indicator_columns", piece.text)) for piece in row.starting]
    starts = [at for at, (_, role) in enumerate(named) if role == "level1"]
    if len(starts) < _HEADERS:
        return None
    first, second = _roles(named[starts[0] : starts[1]]), _roles(named[starts[1] :])
    if len(first & second) < _LEAST_LABELS:
        return None
    before = named[starts[1] - 1][0]
    block = meaning("blocks", before.text) == "indicators"
    return before.column if block else named[starts[1]][0].column


def _roles(named: Sequence[tuple[object, str | None]]) -> set[str]:
    return {role for _, role in named if role is not None}


def _crosses(cell: Cell, at: int) -> bool:
    return cell.column < at < cell.column + cell.column_span and bool(cell.text.strip())


def _title_rows(rows: Sequence[Row], at: int) -> int:
    """Return the last row of those at the top whose one text spans both forms: a title, a year; -1 without."""
    last = -1
    for row in rows:
        texts = row.starting
        if len(texts) != 1 or not _crosses(texts[0].cell, at):
            break
        last = row.number
    return last
