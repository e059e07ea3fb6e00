"""A row of a form to the cells that it is printed in, also the blank ones, each with the field that it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from extractors.document import Cell
from normalizers.characters import clean_text
from normalizers.review import row_path
from pipeline.corrections.spots import Printed
from pipeline.field_places import FieldPlaces

Block = tuple[int, int]
"""Page, and number of the block on it."""


class RowCell(Struct, frozen=True):
    """One printed place of a row; `column` is what it is or would be (`budget`), else what is printed above it."""

    printed: Printed
    column: str
    path: str | None
    """Path of the field that is made of it; None for a blank cell."""

    def field_of(self, row: str) -> str:
        """Return the path of its field, of a blank cell of `row` that which it would be: `funding[2].budget`."""
        return self.path or f"{row}.{self.column}".rstrip(".")


def row_cells(places: FieldPlaces, form_id: str | None, row: str) -> tuple[RowCell, ...]:
    """Return the cells of a row in the order of the page: those of which fields are made, and the blank ones between.

    `funding[2]` → 中央财政资金 | 635.10 | (blank) | 100%.
    """
    fields = _fields(places, form_id, row)
    found = [
        RowCell(places.printed[number], path.partition(".")[2], path) for number, path in fields.items()
    ]
    if "[" in row:
        found += _blanks(places, fields.keys(), row)
    return tuple(sorted(found, key=_position))


def _fields(places: FieldPlaces, form_id: str | None, row: str) -> dict[int, str]:
    """Return number of the place → path, for the fields of a row; of what is said of no form, the texts outside."""
    return {
        number: path
        for number, paths in places.fields_at.items()
        for form, path in reversed(paths)
        if form == form_id and row_path(path) == row
    }


def _blanks(places: FieldPlaces, numbers: Iterable[int], row: str) -> list[RowCell]:
    """Return the cells of the row's lines of the grid that no field was made of."""
    numbers = list(numbers)
    # what other rows are made of too, as levels are, may be printed on another line
    alone = [number for number in numbers if len({row_path(path) for _, path in places.fields_at[number]}) == 1]
    bands: dict[Block, list[Cell]] = {}
    for number in alone or numbers:
        printed = places.printed[number]
        if isinstance(printed.text, Cell):
            bands.setdefault(_block(printed), []).append(printed.text)
    lines = {block: _lines(cells) for block, cells in bands.items()}
    columns = _columns(places, row.partition("[")[0])
    return [
        RowCell(printed, columns.get((*_block(printed), printed.text.column)) or _heading(places, printed), None)
        for number, printed in enumerate(places.printed)
        if number not in places.fields_at
        and isinstance(printed.text, Cell)
        and printed.text.row in lines.get(_block(printed), ())
    ]


def _heading(places: FieldPlaces, blank: Printed) -> str:
    """Return what is printed nearest above a cell of which no field is made: a column's label."""
    assert isinstance(blank.text, Cell)
    row, column = blank.text.row, blank.text.column
    above = [
        printed.text
        for number, printed in enumerate(places.printed)
        if number not in places.fields_at
        and isinstance(printed.text, Cell)
        and _block(printed) == _block(blank)
        and printed.text.row < row
        and printed.text.column <= column < printed.text.column + printed.text.column_span
        and printed.text.text
    ]
    return clean_text(max(above, key=lambda cell: cell.row).text) if above else ""


def _lines(cells: list[Cell]) -> frozenset[int]:
    """Return the lines of the grid that are the row's own: merged levels reach over more."""
    least = min(cell.row_span for cell in cells)
    own = [cell for cell in cells if cell.row_span == least]
    return frozenset(line for cell in own for line in range(cell.row, cell.row + cell.row_span))


def _columns(places: FieldPlaces, table: str) -> Mapping[tuple[int, int, int], str]:
    """Return what most rows of a table have in each column of the grid: page, block, column → `actual`."""
    votes: dict[tuple[int, int, int], Counter[str]] = {}
    for number, paths in places.fields_at.items():
        printed = places.printed[number]
        if isinstance(printed.text, Cell):
            leaves = [path.partition(".")[2] for _, path in paths if path.partition("[")[0] == table]
            votes.setdefault((*_block(printed), printed.text.column), Counter()).update(leaves)
    return {place: counted.most_common(1)[0][0] for place, counted in votes.items() if counted}


def _block(printed: Printed) -> Block:
    return printed.spot.page, printed.block


def _position(cell: RowCell) -> tuple[int, int, int, int]:
    text = cell.printed.text
    across = text.column if isinstance(text, Cell) else 0
    down = text.row if isinstance(text, Cell) and (cell.path or "").startswith("form") else 0
    return (*_block(cell.printed), down, across)
