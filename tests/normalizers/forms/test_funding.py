"""Rows of the money block to funding lines."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from extractors.document import Table
from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, grid, line

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


DECLARED = (
    "项目名称 | 灌区水闸改造 | | | ",
    "主管部门 | 某县水务局 | 实施单位 | 某县灌区管理处 | ",
    "项目资金（万元） | 实施期资金总额 | 640 | 年度资金总额 | 210",
    " | 其中：财政拨款 | 600 | 其中：财政拨款 | 190",
    " | 其他资金 | 40 | 其他资金 | 20",
    "总体目标 | 实施期目标 | | 年度目标 | ",
    " | 三年改造水闸二十座，恢复灌溉面积。 | | 当年改造水闸七座，通过完工验收。 | ",
    "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值",
    " | 产出指标 | 数量指标 | 改造水闸座数 | ≥7座",
    " | 满意度指标 | 服务对象满意度指标 | 灌溉农户满意度 | ≥92%",
)


def declared() -> Evaluation:
    return normalize(document(line("项目支出绩效目标申报表"), export(*DECLARED)))


def test_money_of_the_whole_period_stands_beside_a_years_and_is_not_added_to_it() -> None:
    found = [(line.period, line.source, line.source_label, line.budget) for line in declared().funding]
    assert found == [
        ("whole", "unknown", "实施期资金总额", Decimal("6400000.00")),
        ("whole", "unknown", "其中：财政拨款", Decimal("6000000.00")),
        ("whole", "unknown", "其他资金", Decimal("400000.00")),
        (None, "total", "年度资金总额", Decimal("2100000.00")),
        (None, "current_year", "其中：财政拨款", Decimal("1900000.00")),
        (None, "other", "其他资金", Decimal("200000.00")),
    ]
    assert not [finding for finding in declared().findings if finding.rule == "F-01"]


def test_goals_of_the_period_and_of_the_year_under_their_labels_are_both_kept() -> None:
    assert [goal.goal for goal in declared().goals] == [
        "三年改造水闸二十座，恢复灌溉面积。",
        "当年改造水闸七座，通过完工验收。",
    ]


SCORED_HEAD = "项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分"


def read(*rows: str) -> Evaluation:
    return normalize(
        document(
            line("项目支出绩效自评表"),
            export(
                "项目名称 | 河堤加固 | | | | | | ",
                SCORED_HEAD,
                *rows,
                "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分",
                " | 产出指标 | 数量指标 | 加固河堤长度 | ≥3公里 | 3.1公里 | 50 | 50",
            ),
        )
    )


def test_a_score_in_a_line_of_its_own_ends_the_total_and_begins_no_part() -> None:
    found = read(
        " | 年度资金总额 | 80 | 80 | 76 | 10 | 95%",
        "9.5",
        " | 其中：当年财政拨款 | 80 | 80 | 76 | - | 95% | -",
    )
    assert [(row.source, row.weight, row.score) for row in found.funding] == [
        ("total", Decimal(10), Decimal("9.5")),
        ("current_year", None, None),
    ]


def test_a_label_that_heads_groups_of_lines_is_no_line_of_money() -> None:
    found = read(
        " | 年度资金总额 | 80 | 80 | 76 | 10 | 95% | 9.5",
        " | 按资金来源分",
        " | 财政拨款 | 80 | 80 | 76 |  | 95% | ",
    )
    assert [row.source for row in found.funding] == ["total", "current_year"]


def test_columns_that_print_units_of_their_own_are_read_in_them() -> None:
    found = normalize(
        document(
            line("转移支付绩效自评表"),
            grid(
                "项目名称 | 渔港维护 | < | <",
                "资金情况 |  | 全年预算数（万元） | 全年执行数（元）",
                "^ | 年度资金总额 | 30 | 285000.00",
                "绩效指标 | 一级指标 | 三级指标 | 指标值",
                "^ | 产出指标 | 维护渔港数 | 2个",
            ),
        )
    )
    assert [(row.budget, row.executed) for row in found.funding] == [(Decimal("300000.00"), Decimal("285000.00"))]


def test_a_label_cut_by_the_line_is_one_label_though_its_end_is_one_too() -> None:
    found = read(
        " | 年度资金总额 | 80 | 80 | 76 | 10 | 95% | 9.5",
        " | 特定目标类",
        "项目支出 | 80 | 80 | 76 |  | 95% | ",
    )
    assert [(row.source_label, row.executed) for row in found.funding[1:]] == [
        ("特定目标类项目支出", Decimal("760000.00"))
    ]


def findings(*rows: str) -> list[str]:
    head = ("一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值", "产出指标 | 数量指标 | 改造渠道长度 | ≥12公里 | 12公里")
    even = [row + " | <" * (4 - row.count("|")) for row in (*rows, *head)]
    found = normalize(document(line("绩效自评表（2024年度）"), grid(*even)))
    return [finding.rule for finding in found.findings if finding.rule.startswith("F-")]


def test_what_is_left_is_no_part_of_the_total() -> None:
    rows = (
        "资金投入情况（万元） | 全年预算数 | 全年执行数 | 预算执行率",
        "年度资金总额 | 1,486.00 | 1,325.475 | 89.2%",
        "其中：中央财政资金 | 1,000.00 | 912.30 | 91.23%",
        "地方财政资金 | 486.00 | 413.175 | 85.02%",
    )
    assert findings(*rows, "结转结余资金 | — | 160.525 | —") == []
    assert findings(*rows, "上年结转资金 | — | 160.525 | —") == ["F-01"]


def test_one_part_of_the_spending_is_no_sum() -> None:
    rows = (
        "部门整体支出（万元） | 年初预算数 | 调整预算数 | 决算数",
        "合计 | 5,230.18 | 5,811.92 | 5,694.03",
        "一般公共预算 | 5,130.18 | 5,701.92 | 5,590.03",
        "政府性基金 | 0.00 | 0.00 | 0.00",
        "单位资金 | 100.00 | 110.00 | 104.00",
        "其中：基本支出 | 3,900.00 | 4,011.92 | 4,000.03",
    )
    assert findings(*rows) == []
    assert findings(*rows, "项目支出 | 1,330.18 | 1,800.00 | 1,694.00") == []
    assert findings(*rows, "项目支出 | 1,330.18 | 1,800.00 | 1,694.30") == ["F-01"]


def test_nothing_of_nothing_may_have_the_rate_zero() -> None:
    found = normalize(
        document(
            line("部门整体支出绩效自评表（2024年度）"),
            exported(
                grid(
                    "资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 分值 | 得分",
                    "年度资金总额 | 100.00 | 110.00 | 104.00 | 94.55% | 10 | 9.5",
                    "政府性基金 | 0.00 | 0.00 | 0.00 | 0 |  | ",
                    "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分",
                    "产出指标 | 数量指标 | 改造渠道长度 | ≥12公里 | 12公里 | 90 | 90",
                )
            ),
        )
    )
    assert [(row.execution_rate, row.score) for row in found.funding] == [
        (Decimal("0.9455"), Decimal("9.5")), (Decimal(0), None),
    ]  # fmt: skip


def test_the_templates_prompt_is_no_remark() -> None:
    prompt = "请在此处简要说明各级审计发现的问题及其所涉及的金额，如没有请填无。"
    texts = {
        said: normalize(
            document(
                line("绩效自评表（2024年度）"),
                grid(
                    "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值",
                    "产出指标 | 数量指标 | 改造渠道长度 | ≥12公里 | 12公里",
                    f"说明 | {prompt}{said} | < | < | <",
                ),
            )
        ).forms[0].remarks
        for said in ("", "无", "审计指出超期3天。")
    }
    assert texts == {"": None, "无": None, "审计指出超期3天。": "审计指出超期3天。"}
