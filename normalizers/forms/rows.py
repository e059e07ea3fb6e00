"""A table to its rows, each the cells that cover it from left to right: a merged cell stands in every row it covers."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from extractors.document import Cell, Table
from normalizers.characters import clean_text
from normalizers.label_repair import label_among

_DASH = "—"
_DASH_ALIKES = {"一", "ー", "－", "―", "–", "-", "_"}
"""What recognisers make of a dash that stands alone in a cell; nobody writes the numeral 一 alone in a form."""


_CRUMBLED_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(‰|[º°˚][0oO₀ºn%°]?)$")
"""What recognisers make of `%` on ragged print."""
_DOUBTFUL = 0.9
"""Confidence below which such a sign is not believed; on sound print ‰ and ° are read surely."""
_MOST_PER_MILLE = 20
"""Rates that are counted per mille (births, deaths) are smaller."""


_TOLD_BY_WHITE = {"row_ruled", "aligned"}
"""Finders of tables without upright rules, whose columns are told by the white between texts."""
_COMMAS = ("，", "、", "；")


class Piece(Struct, frozen=True):
    """One cell as seen from one row; `starts` is true in the first row that the cell covers."""

    cell: Cell
    text: str
    """The cell's text without layout line breaks; '' for a blank cell."""
    starts: bool
    rest: tuple[Cell, ...] = ()
    """The cells that a page break, or the white of a comma, cut off; their text is in `text`."""

    @property
    def column(self) -> int:
        """First column that the cell covers, from 0."""
        return self.cell.column

    @property
    def stop(self) -> int:
        """First column after the cell."""
        return self.cell.column + self.cell.column_span


class Row(Struct, frozen=True):
    """One row of a table, its pieces from left to right."""

    number: int
    pieces: tuple[Piece, ...]
    from_export: bool = False
    """The row comes from a text export: merged cells are lost, blanks may stand for them, cells may have slipped."""
    aligned: bool = False
    """No vertical rules are drawn: the columns were inferred from how the texts are aligned."""
    lines: int = 1
    """2 where the row's cells came from two lines of an export."""
    margin: float = float("inf")
    """Points by which one row fits better than the two lines, or than another way to join them."""

    @property
    def starting(self) -> tuple[Piece, ...]:
        """The pieces that are printed in this row and have text."""
        return tuple(piece for piece in self.pieces if piece.starts and piece.text)

    @property
    def page(self) -> int | None:
        """Page on which the row is printed."""
        return next((piece.cell.page for piece in self.pieces if piece.starts), None)


def _text_of(cell: Cell) -> str:
    text = clean_text(cell.text)
    if "readers_disagree" in cell.doubts:
        text = label_among(text, (clean_text(reading.text) for reading in cell.readings)) or text
    if cell.confidence is None:
        return text
    return _DASH if text in _DASH_ALIKES else _with_percent(text, cell.confidence)


def _with_percent(text: str, confidence: float) -> str:
    """Return a doubtful reading with the sign that was crumbled: `94.90‰` -> `94.90%`; deaths are `5.6‰`, and stay."""
    found = _CRUMBLED_PERCENT.search(text) if confidence < _DOUBTFUL else None
    if found is None or (found[2] == "‰" and Decimal(found[1]) < _MOST_PER_MILLE):
        return text
    return f"{text[: found.start(2)]}%"


def _without_cuts(pieces: list[Piece]) -> list[Piece]:
    """Join what was cut at the white of a comma: `按批复预算执行，` | `调整事项已报批` is one text."""
    done: list[Piece] = []
    for piece in pieces:
        left = done[-1] if done else None
        if left is None or not piece.text or not left.text or not (left.starts and piece.starts):
            done.append(piece)
        elif left.text.endswith(_COMMAS) or piece.text.startswith(_COMMAS):
            done[-1] = Piece(left.cell, left.text + piece.text, starts=True, rest=(*left.rest, piece.cell))
        else:
            done.append(piece)
    return done


def rows_of(table: Table) -> tuple[Row, ...]:
    """Return the table's rows in order."""
    lines: list[list[Piece]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        text = _text_of(cell)
        for number in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            lines[number].append(Piece(cell=cell, text=text, starts=number == cell.row))
    if table.finder in _TOLD_BY_WHITE:
        lines = [_without_cuts(pieces) for pieces in lines]
    export = table.finder == "export"
    aligned = table.finder == "aligned"
    return tuple(Row(number, tuple(pieces), export, aligned) for number, pieces in enumerate(lines))
