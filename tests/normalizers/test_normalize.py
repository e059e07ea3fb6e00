from __future__ import annotations

from decimal import Decimal

from extractors.document import Document, Paragraph, Table
from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, grid, line

HEAD = (
    "转移支付（项目）名称 | | 水利发展资金 | | | |",
    "中央主管部门 | | 水利部 | | | |",
    "地方主管部门 | | 清河县水利局 | 资金使用单位 | 清河县水利站 | |",
    "资金投入情况（万元） | | 全年预算数（A） | 全年执行数（B） | | 预算执行率（B/A×100%） |",
)
MONEY = (
    "| 年度资金总额 | 3,000,000.00 | 2,700,000.50 | | 90.00% |",
    "| 其中：中央财政资金 | 2,000,000.00 | 1,700,000.50 | | 85.00% |",
    "| 省级财政资金 | 1,000,000.00 | 1,000,000.00 | | 100.00% |",
    "| 市级财政资金 | 0.00 | 0.00 | | #DIV/0! |",
    "| 其他资金 | | | | |",
)
GOALS = (
    "总体目标完成情况 | 总体目标 | | 全年实际完成情况 | | |",
    "| 改造渠道。 | | 已支付2700000.50元。 | | |",
)
INDICATORS = (
    "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施",
    "| 产出指标 | 数量指标 | 改造渠道长度 | ≥12公里 | 12.5公里 | 无",
    "| | | 受益人口 | ≥1.2万人 | 1.1 | 无",
    "| 成本指标 | 单位造价 | ≤20万元 | 19万元 | 无 |",
    "满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 92.00% | 无 |",
    "说明 | 无 | | | | |",
)


def evaluated(*blocks: Table | Paragraph) -> Evaluation:
    return normalize(document(*blocks))


def whole(*rows: str) -> Document:
    return document(line("水利发展资金绩效自评表"), line("（2024年度）"), export(*rows), line("注：1.按项目填报。"))


FORM = normalize(whole(*HEAD, *MONEY, *GOALS, *INDICATORS))


def test_the_head_of_a_form() -> None:
    (form,) = FORM.forms
    assert (form.template, form.title, form.fiscal_year) == ("transfer_payment", "水利发展资金绩效自评表", 2024)
    assert (form.project_name, form.central_department) == ("水利发展资金", "水利部")
    assert (form.department, form.implementing_unit) == ("清河县水利局", "清河县水利站")
    assert form.form_id == f"{'ab' * 8}-1"


def test_a_unit_that_the_text_disproves_is_replaced_and_said() -> None:
    (form,) = FORM.forms
    assert (form.declared_unit, form.effective_unit) == ("万元", "元")
    assert FORM.funding[0].executed == Decimal("2700000.50")
    (finding,) = [finding for finding in FORM.findings if finding.rule == "F-03"]
    assert (finding.name, finding.severity) == ("unit_conflict_confirmed", "error")
    assert not any(row.needs_review for row in FORM.funding)


def test_a_unit_that_only_looks_wrong_puts_every_amount_in_doubt() -> None:
    suspected = normalize(whole(*HEAD, *MONEY, *INDICATORS))
    assert suspected.forms[0].effective_unit == "元"
    assert [finding.severity for finding in suspected.findings if finding.rule == "F-03"][0] == "warning"
    # zero is zero in any unit
    assert [row.needs_review for row in suspected.funding] == [True, True, True, False, False]


def test_a_true_unit_stands() -> None:
    rows = [row.replace(",000.00", "").replace(",000.50", "") for row in MONEY]
    plain = normalize(whole(*HEAD, *rows, *INDICATORS))
    assert (plain.forms[0].effective_unit, plain.funding[0].budget) == ("万元", Decimal("30000000.00"))
    assert not [finding for finding in plain.findings if finding.rule == "F-03"]


def test_funding_keeps_blank_zero_and_spreadsheet_error_apart() -> None:
    zero, blank = FORM.funding[3], FORM.funding[4]
    assert (zero.budget, zero.execution_rate, zero.execution_rate_raw) == (Decimal(0), None, "#DIV/0!")
    assert (blank.budget, blank.budget_raw, blank.source) == (None, None, "other")
    errors = [finding.field for finding in FORM.findings if finding.name == "spreadsheet_error"]
    assert errors == ["funding[4].execution_rate"]


def test_indicators_have_their_levels_and_values() -> None:
    rows = [(row.level1, row.level2, row.level3, row.attainment) for row in FORM.indicators]
    assert rows == [
        ("产出指标", "数量指标", "改造渠道长度", "met"),
        ("产出指标", "数量指标", "受益人口", "missed"),
        ("产出指标", "成本指标", "单位造价", "met"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "met"),
    ]
    people = FORM.indicators[1]
    assert (people.target_value, people.actual_value, people.actual_unit) == (Decimal(12000), Decimal(11000), "人")


def test_realigned_rows_are_said_and_a_missing_reason_is_found() -> None:
    realigned = [finding.field for finding in FORM.findings if finding.rule == "R-realigned"]
    assert realigned == ["indicators[3]", "indicators[4]"]
    assert [finding.field for finding in FORM.findings if finding.rule == "I-01"] == ["indicators[2].reason"]


def test_every_value_has_its_cell() -> None:
    placed = {cell.field for cell in FORM.cells}
    assert {"form.title", "form.project_name", "funding[1].budget", "goals[1].actual"} <= placed
    assert {f"indicators[{n}].{role}" for n in (1, 2, 3, 4) for role in ("level1", "level3", "target")} <= placed


def test_cost_is_a_first_level_where_its_own_second_level_is_printed() -> None:
    table = grid(
        "项目名称 | 道路 | < | < | <",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值",
        "成本指标 | 经济成本指标 | 造价 | ≤5万元 | 5万元",
        "产出指标 | 数量指标 | 长度 | 3公里 | 3公里",
    )
    assert [(row.level1, row.level2) for row in evaluated(table).indicators] == [
        ("成本指标", "经济成本指标"),
        ("产出指标", "数量指标"),
    ]


def test_an_empty_template_yields_a_form_and_no_indicator() -> None:
    table = grid(
        "项目名称 | | | | ",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值",
        "产出指标 | 数量指标 | 指标1： | | ",
        "^ | 质量指标 | 指标1：\n指标2：\n…… | | ",
    )
    blank = evaluated(line("项目支出绩效自评表"), line("（年度）"), table)
    assert (len(blank.forms), blank.indicators, blank.forms[0].project_name) == (1, (), None)
    assert {finding.rule for finding in blank.findings} == {"I-16"}


def test_a_document_without_a_form_keeps_its_tables_and_text() -> None:
    other = evaluated(line("一、会议纪要"), grid("姓名 | 签到", "王某 | 是"))
    assert other.forms == ()
    assert [passage.text for passage in other.passages] == ["一、会议纪要"]
    assert [cell.text for cell in other.cells] == ["一、会议纪要", "姓名", "签到", "王某", "是"]


def test_a_row_cut_by_a_page_break_is_whole_again() -> None:
    above = grid(
        "项目名称 | 道路 | < | < | <",
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 未完成原因和改进措施",
        "产出指标 | 数量指标 | 长度 | 3公里 | 工期顺延，",
    )
    below = grid("| | | | 下一步加快推进", "效益指标 | 社会效益指标 | 通行改善 | 显著 | 无", page=2)
    found = evaluated(above, below)
    assert [(row.level3, row.reason) for row in found.indicators] == [
        ("长度", "工期顺延，下一步加快推进"),
        ("通行改善", None),
    ]
    assert [cell.page for cell in found.cells if cell.field == "indicators[1].reason"] == [1, 2]


def test_a_form_that_was_lost_whole_is_said() -> None:
    lost = evaluated(line("水利发展资金绩效自评表"), grid("一级指标 二级指标 | 指标值", "数量指标 | 5"))
    assert lost.forms == ()
    assert [finding.name for finding in lost.findings] == ["form_not_recognised"]


def test_a_figure_that_wraps_is_whole_where_the_form_s_other_figures_prove_it() -> None:
    def executed(total: str, part: str) -> Decimal | None:
        money = (
            "资金投入情况（万元） | | 全年预算数（A） | 全年执行数（B） | 预算执行率",
            f"^ | 年度资金总额 | {total} | 8883.01\n97 | 100%",
            f"^ | 中央财政资金 | {part} | {part} | 100%",
        )
        found = evaluated(grid("项目名称 | 道路 | < | < | <", *money))
        return found.funding[0].executed

    assert executed("8883.0197", "8883.0197") == Decimal("88830197.00")
    assert executed("8883.02", "8883.02") is None
