from __future__ import annotations

from normalizers.forms.side_by_side import parted
from normalizers.normalize import normalize
from tests.normalizers.printed import document, export, grid

BOTH = (
    "项目名称 | 北渠清淤 | | | | 项目名称 | 南渠清淤 | | ",
    "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值",
    "产出指标 | 数量指标 | 清淤长度 | ≥2公里 | 2公里 | 产出指标 | 数量指标 | 清淤长度 | ≥5公里 | 4公里",
)


def test_two_forms_side_by_side_are_two_forms() -> None:
    found = normalize(document(export(*BOTH)))
    assert [form.project_name for form in found.forms] == ["北渠清淤", "南渠清淤"]
    assert [(row.form_id[-1], row.target_raw, row.actual_raw) for row in found.indicators] == [
        ("1", "≥2公里", "2公里"),
        ("2", "≥5公里", "4公里"),
    ]


def test_one_form_stays_one_table() -> None:
    table = export("一级指标 | 一级指标 | 二级指标 | 三级指标 | 指标值", "产出指标 | | 数量指标 | 清淤长度 | 2公里")
    assert parted(table) == (table,)


def test_a_table_with_cells_over_both_halves_is_not_cut() -> None:
    table = grid(
        "一级指标 | 二级指标 | 三级指标 | 一级指标 | 二级指标 | 三级指标",
        "产出指标 | 数量指标 | 两处合计 | < | 数量指标 | 清淤长度",
    )
    assert parted(table) == (table,)
