from __future__ import annotations

from extractors.document import Table
from extractors.layer import Glyph, PageLayer, Rule
from extractors.tables.cells import fill_grid, table_of
from extractors.tables.row_ruled import find_row_ruled
from tests.extractors.drawn_pdf import FORM, XS, YS, boxes_of, glyphs

RIGHT = XS[-1]


def form_glyphs() -> list[Glyph]:
    cells = zip(boxes_of(FORM), FORM, strict=True)
    return [glyph for box, (*_, text) in cells for glyph in glyphs(text, box.x0 + 4, box.top + 15)]


def tables(written: list[Glyph], rules: list[Rule]) -> list[Table]:
    layer = PageLayer(595.0, 842.0, tuple(written), rules=tuple(rules))
    return [table_of(fill_grid(grid, written), 1, "aligned") for grid in find_row_ruled(layer)]


def across(at: float, start: float = XS[0], end: float = RIGHT) -> Rule:
    return Rule(False, at, start, end, 0.5)


def test_pieces_with_the_same_ends_are_the_sides_of_a_cell() -> None:
    pieces = [across(at, box.x0 - 0.5, box.x1 + 0.5) for box in boxes_of(FORM) for at in (box.top, box.bottom)]
    (table,) = tables(form_glyphs(), pieces)
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == list(FORM)


def test_whole_lines_leave_labels_and_the_white_parts_columns() -> None:
    lines = [across(YS[0]), across(YS[1]), across(YS[2], XS[1]), across(YS[3], XS[1]), across(YS[4])]
    (table,) = tables(form_glyphs(), lines)
    texts = {(c.row, c.row_span, c.text) for c in table.cells if c.text}
    assert texts == {(row, row_span, text) for row, _, row_span, _, text in FORM if text}
    numbers = [c for c in table.cells if c.text in ("预算数", "1,234,567.80", "0.00")]
    assert len({c.column for c in numbers}) == 1


def test_a_title_between_two_tables_parts_them() -> None:
    pieces = [across(at, box.x0, box.x1) for box in boxes_of(FORM) for at in (box.top, box.bottom)]
    lower = [Rule(False, rule.at + 160, rule.start, rule.end, 0.5) for rule in pieces]
    title = glyphs("绩效自评表", 200, 240, size=16)
    assert [table.rows for table in tables(form_glyphs() + title, pieces + lower)] == [4, 4]


def test_underlines_and_the_rule_under_a_page_header_are_no_table() -> None:
    assert tables(form_glyphs(), [across(60), across(300, 60, 120), across(330, 60, 120)]) == []
    assert tables([], [across(60), across(780)]) == []
