from __future__ import annotations

from extractors.document import Paragraph, Table
from extractors.exports.markdown import read_markdown


def summary(text: str) -> list[object]:
    return [
        (block.level, block.text)
        if isinstance(block, Paragraph)
        else [[cell.text for cell in block.cells if cell.row == row] for row in range(block.rows)]
        for block in read_markdown(text, 1)
    ]


def test_headings_lines_and_pipe_tables() -> None:
    text = "# 自评表 #\n\n(2024年度)\n\n| 指标 | 目标 |\n|---|:-:|\n| 甲\\|乙 | **90%** |\n|  |  |\n\n---\n注：无\n"
    assert summary(text) == [
        (1, "自评表"),
        (None, "(2024年度)"),
        [["指标", "目标"], ["甲|乙", "90%"], ["", ""]],
        (None, "注：无"),
    ]


def test_rows_without_outer_bars_need_a_separator() -> None:
    assert summary("指标|目标\n---|---\n数量|90%") == [[["指标", "目标"], ["数量", "90%"]]]
    assert summary("甲方|乙方协商") == [(None, "甲方|乙方协商")]


def test_html_tables_stand_between_the_lines() -> None:
    text = '填报单\n\n<table><tr><td rowspan="2">绩\n效</td><td>甲</td></tr><tr><td>乙</td></tr></table>尾行\n'
    first, table, last = read_markdown(text, 1)
    assert isinstance(table, Table)
    assert [(c.row, c.column, c.row_span, c.text) for c in table.cells] == [
        (0, 0, 2, "绩\n效"), (0, 1, 1, "甲"), (1, 1, 1, "乙"),
    ]  # fmt: skip
    assert (first.text, last.text) == ("填报单", "尾行")  # type: ignore[union-attr]


def test_tab_separated_lines_are_tables_here_too() -> None:
    assert summary("# 表\n甲\t1\n乙\t2\n") == [(1, "表"), [["甲", "1"], ["乙", "2"]]]


def test_an_html_table_that_never_ends_is_read_to_the_end() -> None:
    assert summary("<table><tr><td>甲</td><td>乙") == [[["甲", "乙"]]]
