"""Money that is printed beside its labels, and figures under a header without a label of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, grid, line

HEAD = ("项目名称 | 文化站改造 | < | < | < | < | <", "主管部门 | 清水县文旅局 | < | 实施单位 | 清水县文化馆 | < | <")
INDICATORS = (
    "一级指标 | 二级指标 | 三级指标 | 预期指标值 | 实际完成指标值 | 分值 | 得分",
    "产出指标 | 数量指标 | 改造文化站 | 7个 | 7个 | 90 | 90",
)
SCORED = (
    "预算执行情况（万元） | 预算数： | 420 | 执行数： | 398.6 | 分值 | 10",
    "^ | 其中-财政拨款： | 400 | 其中-财政拨款： | 380.6 | 执行率 | 94.90%",
    "^ | 其他资金 | 20 | 其他资金 | 18 | 得分 | 9.49",
)


def evaluated(*rows: str, exported: bool = False) -> Evaluation:
    printed = [row.replace("<", "").replace("^", "") for row in rows] if exported else list(rows)
    table = export(*printed) if exported else grid(*printed)
    return normalize(document(line("项目支出绩效自评表"), line("（2019年度）"), table))


def money(found: Evaluation) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [(row.source, row.budget, row.executed) for row in found.funding]


@pytest.mark.parametrize("exported", [False, True])
def test_amounts_beside_their_labels(exported: bool) -> None:
    found = evaluated(*HEAD, *SCORED, *INDICATORS, exported=exported)
    assert money(found) == [
        ("total", 4_200_000, 3_986_000), ("current_year", 4_000_000, 3_806_000), ("other", 200_000, 180_000),
    ]  # fmt: skip
    total = found.funding[0]
    assert (total.execution_rate, total.weight, total.score) == (Decimal("0.949"), Decimal(10), Decimal("9.49"))
    assert [row.level3 for row in found.indicators] == ["改造文化站"]
    assert not any(finding.severity == "error" for finding in found.findings)


def test_a_value_that_is_not_printed_stays_null() -> None:
    blank = "^ | 其他资金 | | 其他资金 | | 得分 |"
    assert money(evaluated(*HEAD, *SCORED[:2], blank, *INDICATORS))[-1] == ("other", None, None)


def test_every_value_has_its_cell() -> None:
    found = evaluated(*HEAD, *SCORED, *INDICATORS)
    told = {cell.field: cell.text for cell in found.cells if cell.field is not None}
    assert told["funding[1].budget"] == "420"
    assert told["funding[2].executed"] == "380.6"
    assert told["funding[1].score"] == "9.49"


def test_figures_without_a_label_are_the_total() -> None:
    found = evaluated(
        *HEAD,
        "资金（万元） | 预算数 | 其中：财政资金 | 执行数 | 其中：财政资金 | 执行率 | ",
        "^ | 326.4 | 326.4 | 318.72 | 318.72 | 97.65% | ",
        *INDICATORS,
    )
    assert money(found) == [("total", 3_264_000, 3_187_200)]


def test_a_goal_above_a_header_is_no_part_of_it() -> None:
    found = evaluated(*HEAD, *SCORED, "年度目标 | 改造文化站七个 | < | < | < | < | <", *INDICATORS)
    assert [(row.goal, row.actual) for row in found.goals] == [("改造文化站七个", None)]


def test_the_title_and_the_unit_above_another_table_are_not_the_forms() -> None:
    found = normalize(
        document(
            line("2022年度绩效自评情况汇总表"),
            line("单位：万元"),
            grid(
                "序号 | 项目 | 预算数 | 执行数",
                "1 | 文化站改造 | 420 | 398.6",
                "2 | 公交补贴 | 860 | 860",
                "合计 | < | 1280 | 1258.6",
            ),
            line("项目支出绩效自评表"),
            line("（2022年度）"),
            line("单位：元"),
            grid(
                *HEAD,
                "资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 分值 | 得分",
                "年度资金总额 | 4200000 | 4200000 | 3986000 | 94.90% | 10 | 9.49",
                *INDICATORS,
            ),
        )
    )
    assert [(form.title, form.declared_unit) for form in found.forms] == [("项目支出绩效自评表", "元")]


def test_a_form_whose_blank_row_parts_its_table_stays_whole() -> None:
    """An export writes nothing for the row of a template that is left blank: a line without a tab ends its table."""
    rows = [row.replace("<", "").replace("^", "") for row in (*HEAD, *SCORED)]
    parts = [line("项目支出绩效自评表"), export(*rows), export(*INDICATORS)]
    found = normalize(document(*parts))
    assert [form.project_name for form in found.forms] == ["文化站改造"]
    assert (len(found.funding), len(found.indicators)) == (3, 1)


def test_a_total_stands_before_its_columns_where_blanks_are_lost() -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 预期指标值 | 实际完成指标值 | 分值/得分"
    rows = (header, "产出指标 | 数量指标 | 改造文化站 | 7个 | 7个 | 100/98", "总分 | 100/98")
    assert evaluated(*HEAD, *rows, exported=True).forms[0].score_total == Decimal(98)


@pytest.mark.parametrize("blanks", [" | ", " |  | "], ids=["lost", "kept"])
def test_labels_of_a_second_line_stand_below_the_label_that_heads_them(blanks: str) -> None:
    kept = blanks != " | "
    below = " |  |  |  |  | 执行率 | 分值" if kept else "执行率 | 分值"
    found = evaluated(
        *HEAD,
        f"部门整体支出（万元） | 资金来源 | 年初预算数 | 调整预算数 | 决算数 | 执行情况{blanks}得分",
        below,
        ("" if not kept else " | ") + "年度资金总额 | 523.18 | 581.92 | 569.03 | 97.78% | 10 | 9.8",
        ("" if not kept else " | ") + "政府性基金 | 0.00 | 0.00 | 0.00 | 0 |  | ",
        *INDICATORS,
        exported=True,
    )
    total, fund = found.funding
    assert (total.execution_rate, total.weight, total.score) == (Decimal("0.9778"), Decimal(10), Decimal("9.8"))
    assert (fund.execution_rate, fund.score) == (Decimal(0), None)


@pytest.mark.parametrize("printed", ["附件：项目支出绩效自评表", "附件2: 项目支出绩效自评表", "项目支出绩效自评表"])
def test_what_a_list_of_annexes_says_is_no_part_of_the_title(printed: str) -> None:
    rows = [row.replace("<", "").replace("^", "") for row in (*HEAD, *SCORED)]
    found = normalize(document(line(printed), export(*rows), export(*INDICATORS)))
    assert [form.title for form in found.forms] == ["项目支出绩效自评表"]
