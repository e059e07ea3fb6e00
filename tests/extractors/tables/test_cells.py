from __future__ import annotations

from extractors.document import Box
from extractors.layer import Glyph
from extractors.tables.cells import fill_grid, table_of
from extractors.tables.grid import Grid, grid_of_boxes
from tests.extractors.drawn_pdf import FORM, boxes_of, glyphs


def form_grid() -> Grid:
    grid = grid_of_boxes(boxes_of(FORM))
    assert grid is not None
    return grid


def form_glyphs() -> list[Glyph]:
    return [
        glyph
        for box, (*_, text) in zip(boxes_of(FORM), FORM, strict=True)
        for glyph in glyphs(text, box.x0 + 4, box.top + 15)
    ]


def test_each_glyph_goes_into_its_cell() -> None:
    outside = glyphs("绩效自评表", 200, 60)
    filled = fill_grid(form_grid(), [*outside, *form_glyphs()])
    table = table_of(filled, 3, "vector")
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == list(FORM)
    assert list(filled.rest) == outside
    assert {cell.page for cell in table.cells} == {3}
    assert table.cells[1].box == Box(220, 100, 520, 124)
    assert not any(cell.doubts for cell in table.cells)


def test_writing_that_runs_over_a_rule_stays_whole_and_is_doubted() -> None:
    long = glyphs("地方财政配套补助", 134, 163)  # 80 points of writing from 134, the rule stands at 220
    wide = glyphs("1,234,567.80", 196, 163)
    table = table_of(fill_grid(form_grid(), long), 1, "vector")
    assert not any(cell.doubts for cell in table.cells)
    table = table_of(fill_grid(form_grid(), wide), 1, "vector")
    (cell,) = [cell for cell in table.cells if cell.text]
    assert cell.text == "1,234,567.80"
    assert cell.doubts == ("touches_rule",)


def test_writing_that_runs_out_of_the_table_stays_whole() -> None:
    filled = fill_grid(form_grid(), glyphs("拨付至资金专户共一百万元", 440, 163))
    assert filled.rest == ()
    assert [cell.text for cell in table_of(filled, 1, "vector").cells if cell.text] == ["拨付至资金专户共一百万元"]


def test_an_unknown_glyph_marks_its_cell() -> None:
    unknown = Glyph("\ufffd", 300, 115, 300, 106, 310, 116, 10.0, 0, mapped=False)
    table = table_of(fill_grid(form_grid(), [unknown]), 1, "vector")
    assert [cell.doubts for cell in table.cells if cell.text] == [("bad_layer",)]


def test_writing_inside_the_table_and_in_no_cell_is_counted() -> None:
    grid = grid_of_boxes([box for box in boxes_of(FORM) if box.x0 != 380])
    assert grid is not None
    whole = Grid(Box(60, 100, 520, 196), grid.rows, grid.columns, grid.spans)
    assert fill_grid(whole, glyphs("无", 450, 187)).outside == 1
