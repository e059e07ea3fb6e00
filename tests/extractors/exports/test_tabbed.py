from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Paragraph, Table
from extractors.exports.tabbed import read_tabbed


def rows(table: Table | Paragraph) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


def test_lines_with_tabs_are_a_table_and_others_paragraphs() -> None:
    title, table, remark, note = read_tabbed(
        "补助资金绩效自评表\n\n项目名称\t\t养老保险\t\n\t年度资金总额\t62500000.00\n说明 无\n\n注: 1. 按区域填报。\n", 2
    )
    assert isinstance(title, Paragraph)
    assert title.text == "补助资金绩效自评表"
    assert rows(table) == [["项目名称", "", "养老保险", ""], ["", "年度资金总额", "62500000.00"]]
    assert isinstance(remark, Paragraph)
    assert remark.text == "说明 无"
    assert isinstance(note, Paragraph)
    assert (note.page, note.method, note.box) == (2, "text_export", None)


def test_a_slipped_row_stays_where_it_was_printed() -> None:
    (table,) = read_tabbed("\t产出\t数量\t人数\t81128\t83968\t无\n可持续影响指标\t\t制度\t长期\t长期\t无\t", 1)
    assert rows(table)[1] == ["可持续影响指标", "", "制度", "长期", "长期", "无", ""]


def test_two_tables_with_a_line_between_stay_two() -> None:
    blocks = read_tabbed("甲\t1\n\n乙\t2\n", 1)
    assert [rows(block) for block in blocks] == [[["甲", "1"]], [["乙", "2"]]]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('目标\t"1. 确保发放\n2. ""收支""平衡"\t无', [["目标", '1. 确保发放\n2. "收支"平衡', "无"]]),
        ('目标\t"没有收尾\t无\n下一行\t1\t2', [["目标", '"没有收尾', "无"], ["下一行", "1", "2"]]),
        ('目标\t"三公"经费\t无', [["目标", '"三公"经费', "无"]]),
        ('"含\t制表符"\t无', [["含\t制表符", "无"]]),
    ],
)
def test_quoted_cells_of_spreadsheets(text: str, cells: list[list[str]]) -> None:
    (table,) = read_tabbed(text, 1)
    assert rows(table) == cells


CELL = st.text(alphabet="绩效1.%", max_size=4)


@given(st.lists(st.lists(CELL, min_size=2, max_size=6), min_size=1, max_size=6))
def test_every_cell_stays_at_its_place(written: list[list[str]]) -> None:
    (table,) = read_tabbed("\n".join("\t".join(row) for row in written), 1)
    assert rows(table) == written
    assert table.columns == max(map(len, written))
