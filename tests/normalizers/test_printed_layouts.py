"""Forms in layouts and wordings that no entry of `layouts.toml` names, and in the shapes that printers give them."""

from __future__ import annotations

from decimal import Decimal

from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, grid, line

HEAD = ("项目名称 | 道路养护 | < | < | < | <", "主管部门 | 清河县交通局 | < | 实施单位 | 清河县公路站 | <")


def evaluated(*blocks: object) -> Evaluation:
    return normalize(document(*blocks))  # type: ignore[arg-type]


def values(found: Evaluation) -> list[tuple[str | None, str | None, str | None]]:
    return [(row.level3, row.target_raw, row.actual_raw) for row in found.indicators]


def test_a_scored_form_in_an_order_of_its_own() -> None:
    found = evaluated(
        grid(
            "序号 | 一级指标 | 二级指标 | 指标名称 | 权重 | 单位 | 年度目标值 | 实际值 | 完成率 | 得分 | 扣分原因",
            "1 | 产出指标 | 数量指标 | 养护里程 | 50 | 公里 | ≥12 | 10 | 83.3% | 41.65 | 雨季工期顺延",
            "2 | 效益指标 | 社会效益指标 | 通行事故 | 50 | 起 | ≤3 | 2 | 100% | 50 | ",
        )
    )
    first, second = found.indicators
    assert (first.level1, first.level2, first.weight, first.score) == (
        "产出指标", "数量指标", Decimal(50), Decimal("41.65"),
    )  # fmt: skip
    assert (first.target_value, first.target_unit, first.actual_value) == (Decimal(12), "公里", Decimal(10))
    assert (first.reason, second.reason) == ("雨季工期顺延", None)


def test_last_years_values_are_not_this_years() -> None:
    found = evaluated(
        grid(
            *HEAD,
            "一级指标 | 二级指标 | 三级指标 | 上年完成值 | 年度指标值 | 实际完成值",
            "产出指标 | 数量指标 | 养护里程 | 9公里 | 12公里 | 13公里",
        )
    )
    assert values(found) == [("养护里程", "12公里", "13公里")]


def test_a_layout_that_nobody_names_is_unknown_and_still_read() -> None:
    found = evaluated(
        line("某县项目绩效情况表"),
        grid(
            "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值",
            "产出指标 | 数量指标 | 养护里程 | 12公里 | 13公里",
        ),
    )
    assert found.forms[0].template == "unknown"
    assert values(found) == [("养护里程", "12公里", "13公里")]


def test_the_title_and_the_year_may_be_rows_of_the_table() -> None:
    found = evaluated(
        grid(
            "项目支出绩效自评表 | < | < | < | < | <",
            "（2023年度） | < | < | < | < | <",
            *HEAD,
            "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分",
            "产出指标 | 数量指标 | 养护里程 | 12公里 | 13公里 | 10",
        )
    )
    (form,) = found.forms
    assert (form.title, form.fiscal_year, form.project_name) == ("项目支出绩效自评表", 2023, "道路养护")
    assert len(found.indicators) == 1


def test_a_header_over_two_rows() -> None:
    found = evaluated(
        grid(
            *HEAD,
            "一级指标 | 二级指标 | 三级指标 | 指标值 | < | 得分",
            "^ | ^ | ^ | 年初目标值 | 实际完成值 | ^",
            "产出指标 | 数量指标 | 养护里程 | 12公里 | 13公里 | 10",
        )
    )
    assert values(found) == [("养护里程", "12公里", "13公里")]


def test_a_header_repeated_on_the_next_page_and_a_continued_title() -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 得分"
    found = evaluated(
        line("项目支出绩效自评表"),
        grid(*HEAD, header, "产出指标 | 数量指标 | 养护里程 | 12公里 | 13公里 | 10"),
        line("项目支出绩效自评表（续表）", page=2),
        grid(header, "产出指标 | 质量指标 | 合格率 | ≥90% | 95% | 10", page=2),
    )
    assert len(found.forms) == 1
    assert [row.level3 for row in found.indicators] == ["养护里程", "合格率"]


def test_a_label_printed_downwards_is_one_label() -> None:
    found = evaluated(
        grid(
            *HEAD,
            "绩\n效\n指\n标 | 一级\n指标 | 二级\n指标 | 三级指标 | 指标值 | 实际完成值",
            "^ | 产\n出\n指\n标 | 数\n量\n指\n标 | 养护里程 | 12公里 | 13公里",
        )
    )
    assert [(row.level1, row.level2) for row in found.indicators] == [("产出指标", "数量指标")]


def test_footers_inside_the_table_are_no_rows() -> None:
    found = evaluated(
        export(
            "项目名称 | 道路养护 | | | |",
            "一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 得分",
            "产出指标 | 数量指标 | 养护里程 | 12公里 | 13公里 | 10",
            "填报单位负责人：张三 | | 填报人：李四 | | 联系电话：0471-1234567 |",
            "注：1.得分按完成率计算。 | | | | |",
        )
    )
    assert [row.level3 for row in found.indicators] == ["养护里程"]


def test_a_wording_that_no_list_knows_is_told_by_what_stands_below() -> None:
    found = evaluated(
        export(
            "项目名称 | 道路养护 | | | | | |",
            "一级指标 | 二级指标 | 三级指标 | | 实际完成值 | 分值 | 得分 | 偏差原因",
            "产出指标 | 数量指标 | 养护里程 | ≥12公里 | 13公里 | 50 | 50 | 无",
            "效益指标 | 社会效益指标 | 满意人数 | ≥100人 | 120人 | 50 | 50 | 无",
        )
    )
    assert values(found) == [("养护里程", "≥12公里", "13公里"), ("满意人数", "≥100人", "120人")]
    said = [finding for finding in found.findings if finding.name == "column_label_missing"]
    assert [(finding.field, finding.expected) for finding in said] == [("form", "target")]


def test_the_scoring_sheet_of_a_department() -> None:
    found = evaluated(
        line("2023年度部门整体支出绩效评价指标评分表"),
        grid(
            "部门（单位）名称 | 清河县交通局 | < | < | < | < | <",
            "一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 得分 | 扣分原因",
            "投入 | 预算配置 | 在职人员控制率 | 5 | 不超过100%得满分，每超一个百分点扣0.5分。 | 4.5 | 超编一人",
            "过程 | 预算管理 | 资金使用合规性 | 6 | 手续完整得满分，缺一项扣2分。 | 6 | ",
            "产出 | 职责履行 | 重点工作完成率 | 10 | 每低一个百分点扣0.2分，扣完为止。 | 10 | ",
        ),
    )
    assert (found.forms[0].template, found.forms[0].layout) == ("department_overall", "scoring_sheet")
    assert [(row.level1, row.level2, row.weight, row.score, row.target_raw) for row in found.indicators] == [
        ("投入指标", "预算配置指标", Decimal(5), Decimal("4.5"), None),
        ("过程指标", "预算管理指标", Decimal(6), Decimal(6), None),
        ("产出指标", "职责履行指标", Decimal(10), Decimal(10), None),
    ]


def test_names_above_the_table_and_goals_beside_their_labels() -> None:
    found = evaluated(
        line("项目支出绩效自评表"),
        line("项目名称：道路养护　主管部门：清河县交通局　单位：万元"),
        grid(
            "年度目标 | 养护道路12公里。 | < | 完成情况 | 养护道路13公里。 | <",
            "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 偏差原因",
            "产出指标 | 数量指标 | 养护里程 | 12公里 | 13公里 | ",
        ),
    )
    assert [(form.project_name, form.department) for form in found.forms] == [("道路养护", "清河县交通局")]
    assert {"form.project_name", "form.department", "form.declared_unit"} <= {cell.field for cell in found.cells}
    assert [(goal.goal, goal.actual) for goal in found.goals] == [("养护道路12公里。", "养护道路13公里。")]
    assert values(found) == [("养护里程", "12公里", "13公里")]


def test_money_and_goals_alone_begin_a_form_that_goes_on_in_the_next_table() -> None:
    found = evaluated(
        line("项目支出绩效自评表（2024年度）"),
        grid(
            "资金来源 | 年初预算 | 全年预算 | 全年执行 | 执行率",
            "资金总额 | 700.00 | 742.60 | 735.17 | 99%",
            "年度目标 | 养护道路12公里。 | 完成情况 | 养护道路13公里。 | ",
        ),
        grid(
            "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值",
            "产出指标 | 数量指标 | 养护里程 | 12公里 | 13公里",
        ),
    )
    assert (len(found.forms), len(found.funding), len(found.goals), len(found.indicators)) == (1, 1, 1, 1)


def test_an_aspect_without_any_text_is_a_row_of_its_own() -> None:
    found = evaluated(
        grid(
            *HEAD,
            "资金管理情况 | | 情况说明 | < | 存在问题和改进措施 | <",
            "^ | 支出责任履行情况 | 已履行 | < | 无 | <",
            "^ | 其他 | | < | | <",
        )
    )
    assert [(row.aspect, row.description) for row in found.management] == [
        ("支出责任履行情况", "已履行"), ("其他", None),
    ]  # fmt: skip


def test_an_exports_header_that_went_on_in_two_more_lines() -> None:
    found = evaluated(
        export(
            "项目名称 | 道路养护 | | | |",
            "绩效指标 | 一级指标 | 二级指标",
            "三级指标 | 年度指标值",
            " | | 全年完成值 | 未完成原因",
            " | 产出指标 | 数量指标 | 养护里程 | 12公里 | 11公里 | 雨季",
            " | 效益指标 | 社会效益指标 | 受益村庄 | 3个 | 3个 | ",
        )
    )
    assert values(found) == [("养护里程", "12公里", "11公里"), ("受益村庄", "3个", "3个")]
    assert [row.reason for row in found.indicators] == ["雨季", None]


def test_scores_whose_column_of_actual_values_lost_its_label_are_marked() -> None:
    rows = ("产出指标 | 数量指标 | 养护里程 | 12公里 | 50", "效益指标 | 社会效益指标 | 受益村庄 | 3个 | 50")
    lost = evaluated(export(*HEAD, "一级指标 | 二级指标 | 三级指标 | 年度指标值 | | 得分", *rows))
    assert [row.needs_review for row in lost.indicators] == [True, True]
    assert [found.name for found in lost.findings if found.rule == "R-column"] == ["actual_column_lost"] * 2
    sheet = evaluated(export(*HEAD, "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 得分", *rows))
    assert not [found for found in sheet.findings if found.rule == "R-column"]


def test_scores_whose_column_of_points_lost_its_label_are_marked() -> None:
    rows = (
        "产出指标 | 数量指标 | 养护里程 | 12公里 | 11公里 | 50 | 45.83 |",
        "效益指标 | 社会效益指标 | 受益村庄 | 3个 | 3个 | 50 | 50 |",
    )
    header = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值"
    beside = evaluated(export(*HEAD, f"{header} | | 得分", *rows))
    below = evaluated(export(*HEAD, header, " | 得分 | 未完成原因", *rows))
    for lost in (beside, below):
        assert [row.needs_review for row in lost.indicators] == [True, True]
        assert {found.name for found in lost.findings if found.rule == "R-column"} == {"weight_column_lost"}
    whole = evaluated(export(*HEAD, f"{header} | 分值 | 得分 |", *rows))
    assert not [found for found in whole.findings if found.rule == "R-column"]
