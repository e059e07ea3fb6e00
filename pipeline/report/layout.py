"""A printed form to the cells of a sheet: rows and columns as printed, widths from the paper, amounts as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median

from msgspec import Struct

from extractors.document import Cell, Document, Paragraph
from normalizers.forms.leaves import span_across
from normalizers.forms.take_parts import FormSource
from pipeline.report.sheets import text_width

_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)", re.ASCII)
_MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer ones stay texts."""
_AMOUNTS = {"budget_initial", "budget", "executed", "change"}
_RATES = {"execution_rate"}
_POINTS = {"weight", "score", "score_total"}
_ALL_WIDTHS = 96.0
"""Characters of all columns of a form together: an A4 page."""
_NARROWEST, _WIDEST = 3.5, 60.0
_LINE = 14.0
"""Points of a line of text."""
_TALLEST = 400.0
"""Points; Excel takes 409."""

CellKey = tuple[object, ...]


class Shown(Struct, frozen=True):
    """A text that is a number: its value, and the format in which it is shown as printed."""

    value: Decimal
    number: str


class Placed(Struct, frozen=True):
    """A cell in the sheet's rows and columns, from 0."""

    row: int
    column: int
    rows: int
    columns: int
    cell: Cell


class Layout(Struct, frozen=True):
    """Where the cells of a form stand, how wide its columns are (characters) and how high its rows (points)."""

    placed: tuple[Placed, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def lay_out(form: FormSource, reading: Document) -> Layout:
    """Return the form's cells without gaps above and left of them; cells that overlap others stand alone or not at all.

    A column that is nowhere the edge of a cell is left out by no one: the grid is the printed one.
    """
    if not form.cells:
        return Layout((), (_ALL_WIDTHS,), ())
    first_row, first_column = min(cell.row for cell in form.cells), min(cell.column for cell in form.cells)
    taken: set[tuple[int, int]] = set()
    placed = []
    for cell in sorted(form.cells, key=lambda cell: (cell.row, cell.column)):
        row, column = cell.row - first_row, cell.column - first_column
        rows, columns = max(1, cell.row_span), max(1, cell.column_span)
        area = _area(row, column, rows, columns)
        if area & taken:
            rows = columns = 1
            area = {(row, column)}
        if not area & taken:
            taken |= area
            placed.append(Placed(row, column, rows, columns, cell))
    widths = _widths(placed, reading)
    return Layout(tuple(placed), widths, _heights(placed, widths))


def _area(row: int, column: int, rows: int, columns: int) -> set[tuple[int, int]]:
    return {(row + down, column + right) for down in range(rows) for right in range(columns)}


def _widths(placed: Sequence[Placed], reading: Document) -> tuple[float, ...]:
    """Return the columns' widths, by their places on the paper; by their texts where they have none."""
    count = max(one.column + one.columns for one in placed)
    edges = _edges(placed, reading)
    if len(edges) >= 2:
        spans = [edges.get(at + 1, 0.0) - edges.get(at, 0.0) if {at, at + 1} <= edges.keys() else 0.0
                 for at in range(count)]  # fmt: skip
        known = [span for span in spans if span > 0]
        spans = [span if span > 0 else median(known) if known else 1.0 for span in spans]
    else:
        spans = [_text_span(placed, at) for at in range(count)]
    scale = _ALL_WIDTHS / sum(spans)
    return tuple(min(_WIDEST, max(_NARROWEST, span * scale)) for span in spans)


def _edges(placed: Iterable[Placed], reading: Document) -> dict[int, float]:
    pages = {page.number: page for page in reading.pages}
    places: dict[int, list[float]] = {}
    for one in placed:
        if one.cell.box is not None:
            first, last = span_across(one.cell.box, pages.get(one.cell.page))
            places.setdefault(one.column, []).append(first)
            places.setdefault(one.column + one.columns, []).append(last)
    return {column: median(found) for column, found in places.items()}


def _text_span(placed: Iterable[Placed], column: int) -> float:
    widths = [text_width(one.cell.text) for one in placed if one.column == column and one.columns == 1]
    return float(min(40, max([6, *widths])))


def _heights(placed: Sequence[Placed], widths: Sequence[float]) -> tuple[float, ...]:
    """Return rows high enough for their texts; a merged cell's last row takes what its others have no room for."""
    heights = [_LINE + 4] * max(one.row + one.rows for one in placed)
    for one in sorted(placed, key=lambda one: one.rows):
        room = sum(heights[one.row : one.row + one.rows])
        wanted = text_height(one.cell.text, sum(widths[one.column : one.column + one.columns]))
        if wanted > room:
            last = one.row + one.rows - 1
            heights[last] = min(_TALLEST, heights[last] + wanted - room)
    return tuple(heights)


def text_height(text: str, width: float) -> float:
    """Return how many points a text takes that is wrapped at `width` characters."""
    lines = sum(1 + int(max(0, text_width(line) - 1) // max(1.0, width - 1)) for line in text.split("\n"))
    return lines * _LINE + 4


def shown_number(text: str, fields: Iterable[str]) -> Shown | None:
    """Return the number that a cell shows, where it is one amount, rate or score and looks the same as a number.

    `1,234,567.80` of 全年执行数 is shown by `#,##0.00`, `96.32%` by `0.00%`; `约30万元`, `007` and whatever is no
    figure of money or points stay texts, and so does a figure with more digits than a spreadsheet keeps.
    """
    columns = {field.rpartition(".")[2] for field in fields}
    match = _NUMBER.fullmatch(text.strip())
    if match is None or not columns:
        return None
    sign, whole, decimals, percent = match[1], match[2].replace(",", ""), match[3] or "", match[4]
    if len((whole + decimals).lstrip("0")) > _MOST_DIGITS or (len(whole) > 1 and whole[0] == "0"):
        return None
    value = Decimal(f"{sign}{whole}.{decimals or '0'}")
    tail = f".{'0' * len(decimals)}" if decimals else ""
    if percent:
        return Shown(value / 100, f"0{tail}%") if columns <= _RATES else None
    if columns <= _AMOUNTS:
        return Shown(value, f"#,##0{tail}")
    return Shown(value, f"0{tail}") if columns <= _POINTS and "," not in match[2] else None


def key_of(printed: Cell | Paragraph) -> CellKey:
    """Return what a printed place is known by in the reading and in the form: page and box, or row and column."""
    if printed.box is not None:
        return (printed.page, printed.box)
    if isinstance(printed, Cell):
        return (printed.page, printed.row, printed.column, printed.text)
    return (printed.page, printed.text)


def fields_by_key(by_field: Mapping[tuple[str | None, str], Sequence[Cell | Paragraph]]) -> dict[CellKey, set[str]]:
    """Return which fields were made of each printed place."""
    found: dict[CellKey, set[str]] = {}
    for (_, path), places in by_field.items():
        for printed in places:
            found.setdefault(key_of(printed), set()).add(path)
    return found
