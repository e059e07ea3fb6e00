from __future__ import annotations

from extractors.document import Table
from extractors.layer import Glyph, PageLayer, Rule
from extractors.tables.aligned import find_aligned
from extractors.tables.cells import fill_grid, table_of
from tests.extractors.drawn_pdf import glyphs

ROWS = [
    ("项目名称", "预算数", "执行数", "原因"),
    ("企业职工养老", "62,500.00", "0.00", ""),
    ("机关事业单位", "358,745.42", "332,346.15", "未到位"),
    ("合计", "421,245.42", "332,346.15", "无"),
]
XS = (60.0, 200.0, 320.0, 450.0)


def written(pitch: float = 20.0) -> list[Glyph]:
    return [
        glyph
        for row, texts in enumerate(ROWS)
        for x, text in zip(XS, texts, strict=True)
        for glyph in glyphs(text, x, 100 + pitch * row)
    ]


def tables(some: list[Glyph], rules: tuple[Rule, ...] = ()) -> list[Table]:
    layer = PageLayer(595.0, 842.0, tuple(some), rules=rules)
    return [table_of(fill_grid(grid, some), 1, "aligned") for grid in find_aligned(layer)]


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in table.cells if cell.row == row) for row in range(table.rows)]


def test_columns_are_told_by_the_white_between_them() -> None:
    (table,) = tables(written())
    assert texts(table) == ROWS


def test_a_second_line_within_a_cell_goes_on_in_its_row() -> None:
    (table,) = tables(written(32.0) + glyphs("保险补助资金", 60, 144))
    assert texts(table)[1] == ("企业职工养老\n保险补助资金", "62,500.00", "0.00", "")
    assert table.rows == 4


def test_horizontal_rules_part_the_rows() -> None:
    rules = tuple(Rule(False, 88 + 32.0 * i, 55, 520) for i in range(5))
    (table,) = tables(written(32.0) + glyphs("第二行", 320, 144), rules)
    assert texts(table)[1] == ("企业职工养老", "62,500.00", "0.00\n第二行", "")


def test_the_rules_of_an_open_table_part_no_rows() -> None:
    rules = (Rule(False, 88, 55, 520), Rule(False, 105, 55, 520), Rule(False, 170, 55, 520))
    (table,) = tables(written(), rules)
    assert texts(table) == ROWS


def test_running_text_is_no_table() -> None:
    text = [
        glyph
        for row in range(6)
        for glyph in glyphs("按照上级下达补助基金分配表执行按照资金时限要求请示资金国库集中", 90, 100 + 18 * row)
    ]
    assert tables(text) == []


def test_a_list_with_numbers_set_off_is_no_table() -> None:
    items = [
        glyph
        for row in range(5)
        for glyph in glyphs(f"{row + 1}.", 90, 100 + 18 * row)
        + glyphs("资金使用单位按项目绩效目标填报", 115, 100 + 18 * row)
    ]
    assert tables(items) == []


def test_two_lines_that_happen_to_align_are_no_table() -> None:
    pair = [g for row in range(2) for x in (60.0, 300.0) for g in glyphs("主管部门（盖章）", x, 100 + 20 * row)]
    assert tables(pair) == []
