"""A table's cells as rows see them."""

from __future__ import annotations

import pytest

from extractors.document import Cell, Table
from normalizers.forms.rows import rows_of


def seen(text: str, confidence: float | None) -> str:
    cell = Cell(0, 0, text, page=1, method="rapidocr", confidence=confidence)
    (row,) = rows_of(Table(page=1, rows=1, columns=1, cells=(cell,), finder="image"))
    return row.pieces[0].text


@pytest.mark.parametrize(
    ("read", "confidence", "expected"),
    [
        ("94.90‰", 0.78, "94.90%"),
        ("≥95°0", 0.3, "≥95%"),
        ("100º", 0.5, "100%"),
        ("5.6‰", 0.7, "5.6‰"),  # deaths are counted so
        ("94.90‰", 0.99, "94.90‰"),
        ("94.90‰", None, "94.90‰"),
        ("不高于25°C", 0.5, "不高于25°C"),
        ("一", 0.9, "—"),
    ],
)
def test_signs_that_crumbled_are_put_right_where_the_reading_is_doubtful(
    read: str, confidence: float | None, expected: str
) -> None:
    assert seen(read, confidence) == expected


@pytest.mark.parametrize(("finder", "texts"), [("row_ruled", ["按预算执行，调整已报批", "无"]), ("image", None)])
def test_a_text_cut_at_its_comma_is_one_where_columns_are_told_by_white(finder: str, texts: list[str] | None) -> None:
    parts = ("按预算执行，", "调整已报批", "无")
    cells = tuple(Cell(0, column, text, page=1) for column, text in enumerate(parts))
    (row,) = rows_of(Table(page=1, rows=1, columns=3, cells=cells, finder=finder))
    assert [piece.text for piece in row.pieces] == (texts or list(parts))
    assert {id(cell) for piece in row.pieces for cell in (piece.cell, *piece.rest)} == {id(cell) for cell in cells}
