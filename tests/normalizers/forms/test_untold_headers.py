"""Headers of the indicators in words that no vocabulary knows, told by the rows below or left with a mark."""

from __future__ import annotations

import pytest

from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, grid, line

FIELDS = ("项目名称 | 云溪县农村公路提升项目", "主管部门 | 云溪县交通运输局")
MONEY = ("项目资金（万元） | | 全年预算数 | 全年执行数 | 执行率", " | 年度资金总额 | 300 | 270 | 90%")
ROWS = (
    "产出指标 | 数量指标 | 新建道路里程 | ≥12公里 | 12.5公里",
    " | 质量指标 | 工程验收合格率 | ≥95% | 100%",
    "效益指标 | 社会效益指标 | 通行条件 | 明显改善 | 明显改善",
)
VALUES = [
    ("新建道路里程", "≥12公里", "12.5公里"), ("工程验收合格率", "≥95%", "100%"), ("通行条件", "明显改善", "明显改善"),
]  # fmt: skip


def read(header: str, *rows: str) -> Evaluation:
    return normalize(document(line("项目支出绩效自评表"), export(*FIELDS, *MONEY, header, *rows)))


def values(evaluation: Evaluation) -> list[tuple[str | None, ...]]:
    return [(row.level3, row.target_raw, row.actual_raw) for row in evaluation.indicators]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("一级指标 | 二级指标 | 三级指标 | 任务要求 | 落实成效", id="values of unknown wording"),
        pytest.param("考核大类 | 考核小类 | 考核事项 | 任务要求 | 落实成效", id="nothing is known"),
        pytest.param("考核大类 | 考核小类 | 考核事项 | 指标值 | 落实成效", id="one label is known"),
    ],
)
def test_columns_are_told_by_the_row_below_and_the_form_is_marked(header: str) -> None:
    found = read(header, *ROWS)
    assert values(found) == VALUES
    assert [row.source for row in found.funding] == ["total"]
    assert found.forms[0].template == "project_expenditure"
    assert found.forms[0].needs_review
    assert "column_label_missing" in {one.name for one in found.findings}


def test_a_drawn_grid_is_told_as_well() -> None:
    head = [f"{row} | < | < | <" for row in FIELDS]
    found = normalize(document(grid(*head, *MONEY, "考核大类 | 考核小类 | 考核事项 | 任务要求 | 落实成效", *ROWS)))
    assert values(found) == VALUES


def test_another_column_of_values_marks_every_row() -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 基期情况 | 任务要求 | 落实成效"
    rows = [" | ".join((*row.split(" | ")[:3], "1公里", *row.split(" | ")[3:])) for row in ROWS[:2]]
    found = read(header, *rows)
    assert values(found) == VALUES[:2]
    assert all(row.needs_review for row in found.indicators)
    assert [one.name for one in found.findings].count("value_column_unknown") == len(rows)


def test_rows_of_indicators_that_no_header_explains_mark_the_form() -> None:
    rows = [" | ".join((row.split(" | ")[0] or "产出指标", *row.split(" | ")[2:])) for row in ROWS]
    found = read("大类 | 事项 | 要求 | 成效", *rows)
    assert found.forms[0].needs_review
    assert "indicators_unread" in {one.name for one in found.findings}


def test_known_headers_are_left_alone() -> None:
    found = read("一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值", *ROWS)
    assert values(found) == VALUES
    names = {one.name for one in found.findings}
    assert not names & {"column_label_missing", "value_column_unknown", "indicators_unread"}
    assert not found.forms[0].needs_review
