from __future__ import annotations

from normalizers.forms.rows import rows_of
from normalizers.forms.sections import split_sections
from tests.normalizers.printed import export, grid

TRANSFER = grid(
    "转移支付（项目）名称 | < | 水利发展资金 | < | <",
    "地方主管部门 | < | 水利局 | 资金使用单位 | 水利站",
    "资金投入情况（万元） | | 全年预算数（A） | 全年执行数（B） | 预算执行率",
    "^ | 年度资金总额 | 100 | 90 | 90%",
    "资金管理情况 | 情况说明 | < | 存在问题和改进措施 | <",
    "^ | 分配科学性 | 按因素法 | 无 | <",
    "总体目标完成情况 | 总体目标 | < | 全年实际完成情况 | <",
    "^ | 修渠 | < | 已修 | <",
)


def test_a_form_falls_into_its_sections_by_their_header_rows() -> None:
    sections = split_sections(rows_of(TRANSFER))
    assert [(section.kind, len(section.rows)) for section in sections] == [
        ("fields", 2),
        ("funding", 1),
        ("management", 1),
        ("goals", 1),
    ]


def test_columns_carry_their_roles_and_extent() -> None:
    funding = split_sections(rows_of(TRANSFER))[1]
    assert [(column.role, column.start, column.stop) for column in funding.columns] == [
        ("block", 0, 1),
        ("budget", 2, 3),
        ("executed", 3, 4),
        ("rate", 4, 5),
    ]


def test_weight_before_target_is_read_from_the_header() -> None:
    table = export(
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 全年实际值 | 得分",
        "| 产出指标 | 数量指标 | 新建道路 | 10 | 5公里 | 5公里 | 10",
        "总分 | | | | 100 | | | 96",
    )
    indicators, total = split_sections(rows_of(table))
    assert [column.role for column in indicators.columns] == [
        "block", "level1", "level2", "level3", "weight", "target", "actual", "score",
    ]  # fmt: skip
    assert total.kind == "total"


def test_a_header_repeated_on_the_next_page_starts_no_data_row() -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值"
    sections = split_sections(rows_of(export(header, "产出 | 数量 | 甲 | 1 | 1", header, "| | 乙 | 2 | 2")))
    assert [(section.kind, len(section.rows)) for section in sections] == [("indicators", 1), ("indicators", 1)]


def test_a_remark_fused_with_its_label_is_no_indicator() -> None:
    table = export(
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值", "产出 | 数量 | 甲 | 1 | 1", "说明 无 | | | |"
    )
    assert [section.kind for section in split_sections(rows_of(table))] == ["indicators", "remarks"]


def test_one_wrong_character_in_a_header_is_forgiven() -> None:
    table = export("一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完戌值", "产出 | 数量 | 甲 | 1 | 1")
    assert [column.role for column in split_sections(rows_of(table))[0].columns][-1] == "actual"
