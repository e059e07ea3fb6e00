"""Rows of the money block to funding lines."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from extractors.document import Table
from normalizers.normalize import normalize
from tests.normalizers.printed import document, grid, line

TABLE = (
    "项目名称 | 水利发展资金 | < | < | < | <",
    "项目资金（万元） | 全年预算数 | 全年执行数 | 执行率 | 分值 | 得分",
    "年度资金总额 | 605.00 | 567.00 | 93.72% | 10 | 13",
    "一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分",
    "产出指标 | 数量指标 | 改造渠道长度 | ≥12公里 | 90 | 90",
)


def exported(table: Table) -> Table:
    cells = tuple(msgspec.structs.replace(cell, method="text_export") for cell in table.cells)
    return msgspec.structs.replace(table, cells=cells, finder="export")


def test_a_full_row_of_an_export_has_not_slipped_whatever_its_figures_contradict() -> None:
    """A score above its weight is the authors' fault: it is no sign that the cells stand under wrong columns."""
    found = normalize(document(line("项目支出绩效自评表"), exported(grid(*TABLE))))
    assert [(row.weight, row.score) for row in found.funding] == [(Decimal(10), Decimal(13))]
    assert "score_out_of_range" in {finding.name for finding in found.findings}
