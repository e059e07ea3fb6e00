"""Columns that print two values in each cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.document import Table
from normalizers.forms.double_columns import double_role
from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, grid, line

ROWS = (
    "项目名称 | 渠道清淤 | < | < | < | <",
    "项目资金（万元） | 全年预算数 | 全年执行数 | 分值 | 执行率（B/A）及得分 | <",
    "年度资金总额 | 400.00 | 384.00 | 10 | {rate} | <",
    "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值/得分",
    "产出指标 | 数量指标 | 清淤长度 | ≥17公里 | 17公里 | 50/50",
    "效益指标 | 社会效益指标 | 受益人口 | ≥2.3万人 | 2.3万人 | {points}",
    "总分 | < | < | < | < | 100/{total}",
)


def rows(rate: str = "96%，9.6", points: str = "40／37.5", total: str = "97.1") -> tuple[str, ...]:
    return tuple(row.format(rate=rate, points=points, total=total) for row in ROWS)


def evaluated(table: Table) -> Evaluation:
    return normalize(document(line("项目支出绩效自评表（2023年度）"), table))


TABLES = (grid(*rows()), export(*(row.replace("<", "") for row in rows())))


@pytest.mark.parametrize("table", TABLES, ids=["grid", "export"])
def test_both_values_of_a_cell_are_read(table: Table) -> None:
    found = evaluated(table)
    assert [(row.execution_rate, row.weight, row.score) for row in found.funding] == [
        (Decimal("0.960000"), Decimal(10), Decimal("9.6"))
    ]
    assert [(row.weight, row.score) for row in found.indicators] == [
        (Decimal(50), Decimal(50)), (Decimal(40), Decimal("37.5")),
    ]  # fmt: skip
    assert found.forms[0].score_total == Decimal("97.1")
    assert not any(finding.rule in {"R-realigned", "R-unreadable"} for finding in found.findings)


@pytest.mark.parametrize("points", ["40/3/7.5", "40"])
def test_a_cell_without_two_values_is_not_guessed_at(points: str) -> None:
    row = evaluated(grid(*rows(points=points))).indicators[1]
    assert row.score is None
    assert row.needs_review


def test_both_values_stand_in_one_cell_of_the_page() -> None:
    found = evaluated(grid(*rows()))
    told = {cell.field: cell.text for cell in found.cells if cell.field is not None}
    assert told["indicators[2].weight"] == told["indicators[2].score"] == "40／37.5"


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("分值/得分", "weight+score"),
        ("权重及得分", "weight+score"),
        ("得分（分值）", None),
        ("未完成原因和改进措施", None),
        ("指标名称、内容", None),
    ],
)
def test_which_labels_name_two_columns(label: str, role: str | None) -> None:
    assert double_role("indicator_columns", label) == role
