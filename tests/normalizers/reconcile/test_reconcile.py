from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from extractors.document import Cell, Doubt, Method, Reading, Table
from normalizers.normalize import normalize
from normalizers.reconcile.reconcile import stated_amounts
from normalizers.schema import Evaluation, Finding
from tests.normalizers.printed import document, grid, line

HEAD = (
    "转移支付（项目）名称 | 水利发展资金 | < | <",
    "资金投入情况（元） | 全年预算数（A） | 全年执行数（B） | 预算执行率（B/A×100%）",
)
INDICATORS = (
    "一级指标 | 二级指标 | 三级指标 | 指标值",
    "产出指标 | 数量指标 | 改造渠道长度 | ≥12公里",
)
SCORED = (
    "一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分",
    "产出指标 | 数量指标 | 改造渠道长度 | ≥12公里 | 60 | 60",
    "产出指标 | 质量指标 | 工程合格率 | ≥95% | 30 | 28.5",
    "满意度指标 | 满意度 | 群众满意度 | ≥90% | 10 | 10",
    "总分 | < | < | < | 100 | 98.5",
)
"""The execution has no points here: weights add up to 100, scores to 98.5."""


def recognised(table: Table, faults: dict[str, Cell], method: Method = "rapidocr") -> Table:
    """The table as a recogniser read it: surely, but for the cells named by what is printed in them."""
    cells = []
    for cell in table.cells:
        fault = faults.get(cell.text)
        sure = msgspec.structs.replace(cell, method=method, confidence=None if method == "text_export" else 0.9999)
        if fault is not None:
            sure = msgspec.structs.replace(
                sure, text=fault.text, confidence=fault.confidence, readings=fault.readings, doubts=fault.doubts
            )
        cells.append(sure)
    return msgspec.structs.replace(table, cells=tuple(cells), finder="image")


def read_as(text: str, confidence: float, *others: tuple[str, float], doubts: tuple[Doubt, ...] = ()) -> Cell:
    readings = tuple(Reading(one, "rapidocr", chance) for one, chance in ((text, confidence), *others))
    told = doubts or ("low_confidence",)
    return Cell(row=0, column=0, text=text, confidence=confidence, readings=readings if others else (), doubts=told)


def form(money: tuple[str, ...], faults: dict[str, Cell], method: Method = "rapidocr") -> Evaluation:
    table = grid(*HEAD, *money, *INDICATORS)
    return normalize(document(line("水利发展资金绩效自评表"), recognised(table, faults, method)))


def repairs(evaluation: Evaluation) -> list[Finding]:
    return [finding for finding in evaluation.findings if finding.name == "figure_repaired"]


MONEY = (
    "年度资金总额 | 3000000.00 | 2700000.50 | 90.00%",
    "中央财政资金 | 1800000.00 | 1680000.50 | 93.33%",
    "县级财政资金 | 1200000.00 | 1020000.00 | 85.00%",
)


def test_a_witness_that_makes_everything_agree_is_right() -> None:
    found = form(MONEY, {"1680000.50": read_as("1880000.50", 0.5, ("1680000.50", 0.4))})
    assert found.funding[1].executed == Decimal("1680000.50")
    assert found.funding[1].executed_raw == "1880000.50"
    (finding,) = repairs(found)
    assert (finding.rule, finding.field) == ("R-repaired", "funding[2].executed")
    assert (finding.observed, finding.expected) == ("1880000.50", "1680000.50")
    assert "1,680,000.50 + 1,020,000.00 = 2,700,000.50" in finding.message
    assert "1,680,000.50 ÷ 1,800,000.00 = 93.33%" in finding.message
    assert [finding.rule for finding in found.findings if finding.severity == "error"] == []


def test_what_two_constraints_prove_needs_no_look() -> None:
    found = form(MONEY, {"1680000.50": read_as("1880000.50", 0.5, ("1680000.50", 0.4))})
    assert [row.needs_review for row in found.funding] == [False, False, False]


def test_a_lost_point_is_put_back() -> None:
    found = form(MONEY, {"1200000.00": read_as("1.200.000.00", 0.6)})
    assert found.funding[2].budget == Decimal("1200000.00")
    assert found.funding[2].execution_rate_computed == Decimal("0.850000")
    assert {finding.rule for finding in found.findings} & {"F-01", "R-unreadable"} == set()


def test_a_broken_rate_is_read_by_its_amounts() -> None:
    found = form(MONEY, {"93.33%": read_as("93.33º.", 0.3)})
    assert found.funding[1].execution_rate == Decimal("0.9333")
    assert found.funding[1].execution_rate_raw == "93.33º."


def test_dirt_in_a_blank_cell_is_no_figure() -> None:
    money = (*MONEY, "其他资金 |  | x | ")
    found = form(money, {"x": read_as("al", 0.2)})
    assert found.funding[3].executed is None
    assert [finding.expected for finding in repairs(found)] == [""]
    assert "按空白处理" in repairs(found)[0].message


def test_dirt_may_hide_a_zero_where_the_form_prints_zeros() -> None:
    found = form((*MONEY, "其他资金 | 0.00 | x | "), {"x": read_as("al", 0.2)})
    assert found.funding[3].executed is None
    assert found.funding[3].needs_review
    assert repairs(found) == []


def test_a_letter_that_looks_like_a_zero_is_one_also_where_the_form_prints_zeros() -> None:
    found = form((*MONEY, "其他资金 | 0 | x | "), {"x": read_as("O", 0.99)})
    assert found.funding[3].executed == 0
    assert [finding.expected for finding in repairs(found)] == ["0"]


def test_a_dot_drawn_out_is_a_point() -> None:
    found = form(MONEY, {"93.33%": read_as("93、33%", 0.6)})
    assert found.funding[1].execution_rate == Decimal("0.9333")


def test_an_amount_is_put_right_beside_one_that_stays_unread() -> None:
    """The county's spending may be a zero or nothing, and is not decided; the total's does not depend on it."""
    money = (
        "年度资金总额 | 3000000.00 | 1680000.50 | 56.00%",
        MONEY[1],
        "县级财政资金 | 1200000.00 | x | ",
        "其他资金 | 0.00 | 0.00 | ",
    )
    found = form(money, {"1680000.50": read_as("1.680.000.50", 0.6), "x": read_as("al", 0.2)})
    assert found.funding[0].executed == found.funding[1].executed == Decimal("1680000.50")
    assert found.funding[2].executed is None
    assert found.funding[2].needs_review
    assert all("= 1,680,000.50" in finding.message for finding in repairs(found))


def test_lost_strokes_that_a_total_and_its_source_share_are_not_proved_by_each_other() -> None:
    """Printed 7,714.9363 twice: one 4 was put back too many in the total, none in the source, and 7,711 fits both."""
    money = ("年度资金总额 | x | 7,000.0000 | ", "中央财政资金 | y | 7,000.0000 | ")
    faults = {
        "x": read_as("7.744.9363", 0.5, ("7.711.9363", 0.35)),
        "y": read_as("7,711,9363", 0.06, ("7.711.9363", 0.31), ("7,711.9363", 0.33)),
    }
    table = grid(HEAD[0], HEAD[1].replace("元）", "万元）"), *money, *INDICATORS)
    found = normalize(document(line("水利发展资金绩效自评表"), recognised(table, faults)))
    assert [row.budget for row in found.funding] == [None, None]
    assert repairs(found) == []


def test_a_rate_that_cannot_be_read_is_no_fault_of_its_amounts() -> None:
    """The total's executed amount is misread, and the central line's rate is a dash with dirt around it."""
    money = (MONEY[0], "中央财政资金 | 1800000.00 | 1680000.50 | y", MONEY[2])
    found = form(money, {"2700000.50": read_as("1\n2700000.50", 0.15), "y": read_as("eS", 0.03)})
    assert found.funding[0].executed == Decimal("2700000.50")
    assert found.funding[1].execution_rate is None


def test_one_sum_does_not_take_a_digit_away() -> None:
    """An author types a digit twice as a recogniser sees one twice: the rate must agree as well."""
    typed = ("年度资金总额 | 30000000.00 | 27000000.50 | 90.00%", *MONEY[1:])
    wrong = form(typed, {"30000000.00": read_as("30000000.00", 0.3), "90.00%": read_as("x", 0.1)})
    assert repairs(wrong) == []
    assert wrong.funding[0].budget == Decimal("30000000.00")


def test_what_may_be_a_zero_or_nothing_stays_unread() -> None:
    found = form((*MONEY, "其他资金 | 0.00 | x | "), {"x": read_as("+", 0.1, ("0", 0.08))})
    assert found.funding[3].executed is None
    assert found.funding[3].needs_review
    assert repairs(found) == []


def test_a_doubtful_figure_that_adds_up_loses_its_mark() -> None:
    found = form(MONEY, {"1680000.50": read_as("1680000.50", 0.4)})
    assert [row.needs_review for row in found.funding] == [False, False, False]
    assert repairs(found) == []


WRONG = (
    "年度资金总额 | 3000000.00 | 2700000.50 | 90.00%",
    "中央财政资金 | 1800000.00 | 1880000.50 | 93.33%",
    "县级财政资金 | 1200000.00 | 1020000.00 | 85.00%",
)
"""The authors typed 1880000.50 for 1680000.50."""


def test_what_is_wrong_on_paper_stays() -> None:
    found = form(WRONG, {})
    assert found.funding[1].executed == Decimal("1880000.50")
    assert repairs(found) == []
    assert {"F-01", "F-02"} <= {finding.rule for finding in found.findings}


def test_what_is_wrong_on_paper_and_read_unsurely_stays_and_is_marked() -> None:
    found = form(WRONG, {"1880000.50": read_as("1880000.50", 0.7)})
    assert found.funding[1].executed == Decimal("1880000.50")
    assert repairs(found) == []
    assert found.funding[1].needs_review


def test_every_recognised_amount_of_a_failed_sum_is_marked() -> None:
    found = form(WRONG, {})
    assert [row.needs_review for row in found.funding] == [True, True, True]


@pytest.mark.parametrize("method", ["pdf_text", "text_export"])
def test_what_we_did_not_recognise_is_never_repaired(method: Method) -> None:
    money = (MONEY[0], MONEY[1].replace("1800000.00", "1.800.000.00"), MONEY[2])
    found = form(money, {}, method)
    assert found.funding[1].budget is None
    assert repairs(found) == []


def test_a_born_digital_form_that_contradicts_itself_is_not_marked() -> None:
    found = form(WRONG, {}, "pdf_text")
    assert [row.needs_review for row in found.funding] == [False, False, False]


def test_an_adjustment_column_ties_the_budgets() -> None:
    head = (
        "转移支付（项目）名称 | 水利发展资金 | < | < | <",
        "资金投入情况（元） | 年初预算数 | 预算调整数 | 全年预算数 | 全年执行数",
    )
    money = "年度资金总额 | 2500000.00 | 500000.00 | 3000000.00 | 2700000.00"
    table = grid(*head, money, *(f"{row} | " for row in INDICATORS))
    read = recognised(table, {"3000000.00": read_as("8000000.00", 0.4, ("3000000.00", 0.4))})
    found = normalize(document(line("水利发展资金绩效自评表"), read))
    assert found.funding[0].budget == Decimal("3000000.00")
    assert "2,500,000.00 + 500,000.00 = 3,000,000.00" in repairs(found)[0].message


def scored(faults: dict[str, Cell]) -> Evaluation:
    head = "项目名称 | 水利发展资金 | < | < | < | <"
    return normalize(document(line("项目支出绩效自评表"), recognised(grid(head, *SCORED), faults)))


def test_weights_and_scores_prove_each_other() -> None:
    found = scored({"28.5": read_as("28.5", 0.5), "30": read_as("30", 0.5)})
    assert [row.needs_review for row in found.indicators] == [False, False, False]


def test_a_misread_score_is_put_right() -> None:
    found = scored({"28.5": read_as("26.5", 0.02, ("28.5", 0.9))})
    assert found.indicators[1].score == Decimal("28.5")
    assert "60 + 28.5 + 10 = 98.5" in repairs(found)[0].message


def test_a_sum_of_points_is_too_short_to_change_a_sound_score() -> None:
    found = scored({"28.5": read_as("26.5", 0.4, ("28.5", 0.4))})
    assert found.indicators[1].score == Decimal("26.5")
    assert found.indicators[1].needs_review


def test_rows_without_points_are_marked_where_the_others_do_not_add_up() -> None:
    found = scored({"30": read_as("", 0.0)})
    assert [row.needs_review for row in found.indicators] == [False, True, False]


def test_an_unsure_score_of_scores_that_do_not_add_up_is_marked() -> None:
    found = scored({"28.5": read_as("27.5", 0.9), "98.5": read_as("98.5", 0.9999, doubts=("touches_rule",))})
    assert found.indicators[1].needs_review
    assert not found.indicators[0].needs_review


def test_amounts_that_texts_state() -> None:
    assert stated_amounts(["共6064.19万元，其中下达4780万元", "90%"]) == {Decimal(60641900), Decimal(47800000)}


def test_commas_that_were_read_as_points_are_put_back() -> None:
    """However sure the recogniser was: another amount of the form shows that it took commas for points."""
    money = (
        "年度资金总额 | 9,060 | 8,467.3183 | 93.46%",
        "中央财政资金 | 3,289 | 3,289 | 100.00%",
        "县级财政资金 | 5,771 | 5,178.3183 | 89.73%",
    )
    sure: tuple[Doubt, ...] = ("low_confidence",)
    faults = {
        "9,060": read_as("9.060", 0.9999, doubts=sure),
        "3,289": read_as("3.289", 0.9999, doubts=sure),
        "5,771": read_as("5.771", 0.9999, doubts=sure),
        "8,467.3183": read_as("8.467.3183", 0.8),
        "5,178.3183": read_as("5.178.3183", 0.8),
    }
    table = grid(HEAD[0], HEAD[1].replace("元）", "万元）"), *money, *INDICATORS)
    found = normalize(document(line("水利发展资金绩效自评表"), recognised(table, faults)))
    assert [row.budget for row in found.funding] == [Decimal(90600000), Decimal(32890000), Decimal(57710000)]
    assert [row.executed for row in found.funding] == [Decimal(84673183), Decimal(32890000), Decimal(51783183)]


def test_a_figure_that_its_authors_copied_is_no_misreading() -> None:
    """The total prints the 31 of its source: a doubt of the recogniser does not make it the 81 that is owed."""
    money = (
        "年度资金总额 | 820000 | 310000 | 98.78%",
        "中央财政资金 | 510000 | 500000 | 98.04%",
        "县级财政资金 | 310000 | 310000 | 100.00%",
    )
    table = grid(*HEAD, *money, *INDICATORS)
    cells = tuple(
        msgspec.structs.replace(cell, text=cell.text, confidence=0.37, doubts=("low_confidence",), method="rapidocr")
        if (cell.row, cell.text) == (2, "310000")
        else msgspec.structs.replace(cell, method="rapidocr", confidence=0.9999)
        for cell in table.cells
    )
    found = normalize(
        document(line("水利发展资金绩效自评表"), msgspec.structs.replace(table, cells=cells, finder="image"))
    )
    assert not repairs(found)
    assert found.funding[0].executed == Decimal(310000)
    assert found.funding[0].needs_review


def test_a_rate_that_may_be_a_stroke_is_marked() -> None:
    money = ("年度资金总额 | 3000000.00 | 2700000.50 | 90.00%", "中央财政资金 | | | /")
    found = form(money, {"/": Cell(row=0, column=0, text="1", confidence=0.9987)})
    assert found.funding[1].needs_review


def test_what_stays_as_read_is_not_proved_by_another_reading() -> None:
    """Where the likelier figure of the two is not likely enough to be taken, that does not prove the one read."""
    money = (
        "年度资金总额 | 68215500.00 | 53412400.00 | 78.30%",
        "中央财政资金 | 45190000.00 | 45190000.00 | 100.00%",
        "县级财政资金 | 23025500.00 | 8222400.00 | 35.71%",
    )
    faults = {
        "8222400.00": read_as("8223400.00", 0.13, ("8222400.00", 0.18)),
        "53412400.00": read_as("53412400.00", 0.85),
    }
    found = form(money, faults)
    assert found.funding[2].executed == Decimal("8222400.00") or found.funding[2].needs_review


LOST_POINT = (
    "年度资金总额 | 3000000.00 | 2909720.00 | 96.99%",
    "中央财政资金 | 1200000.00 | 1237200.00 | 103.10%",
    "省级财政资金 | 1000000.00 | 900000.00 | 90.00%",
    "县级财政资金 | 800000.00 | 772520.00 | 96.57%",
)
"""Printed 103.10%, which is read as 10310%: no rate of a hundred times the budget."""


def test_a_rate_that_lost_its_point_gets_it_back() -> None:
    found = form(LOST_POINT, {"103.10%": read_as("10310%", 0.7)})
    assert (found.funding[1].execution_rate, found.funding[1].execution_rate_raw) == (Decimal("1.031"), "10310%")
    (finding,) = repairs(found)
    assert (finding.observed, finding.expected) == ("10310%", "103.10%")
    assert "1,237,200.00 ÷ 1,200,000.00 = 103.1%" in finding.message
    assert "rate_disagrees" not in {one.name for one in found.findings}


def test_a_lost_point_without_proof_is_marked() -> None:
    """The other rates of three do not show how many decimals the form prints, and the reading is rather sure."""
    money = (LOST_POINT[0], LOST_POINT[1], "县级财政资金 | 1800000.00 | 1672520.00 | 92.92%")
    found = form(money, {"103.10%": read_as("10310%", 0.7)})
    assert repairs(found) == []
    assert found.funding[1].needs_review


def test_a_rate_without_point_that_its_amounts_bear_out_stays() -> None:
    money = ("年度资金总额 | 30000.00 | 3093000.00 | 10310%", "县级财政资金 | 30000.00 | 3093000.00 | 10310%")
    found = form(money, {"10310%": read_as("10310%", 0.7)})
    assert [row.execution_rate for row in found.funding] == [Decimal("103.1")] * 2
    assert repairs(found) == []


def test_what_was_dropped_beside_a_figure_is_said() -> None:
    found = form(MONEY, {"1680000.50": read_as("1\n1680000.50", 0.4)})
    assert found.funding[1].executed == Decimal("1680000.50")
    (finding,) = repairs(found)
    assert (finding.observed, finding.expected) == ("1 1680000.50", "1680000.50")
    assert "“1 1680000.50”有误" in finding.message
    assert "去掉旁边的污点，数字为“1680000.50”" in finding.message
