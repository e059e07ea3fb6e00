from __future__ import annotations

import pytest

from extractors.document import Cell
from normalizers.forms.alignment import Alignment
from normalizers.forms.form_unit import amounts_of_indicators
from normalizers.forms.funding_line import FundingLine
from normalizers.forms.money_unit import UnitVerdict, judge_unit, telling_sibling
from normalizers.forms.rows import Piece, Row
from normalizers.schema import Indicator


def lines(*figures: str) -> list[FundingLine]:
    """Funding lines with one figure each, under 全年预算数."""
    found = []
    for number, figure in enumerate(figures):
        label, amount = (Piece(cell=Cell(row=number, column=at, text=text), text=text, starts=True)
                         for at, text in enumerate(("年度资金总额", figure)))  # fmt: skip
        found.append(FundingLine(label, Alignment((("budget", amount),)), Row(number, (label, amount))))
    return found


def verdict(
    figures: tuple[str, ...], declared: str | None, text: str = "", report: str = "", **more: object
) -> UnitVerdict:
    return judge_unit(lines(*figures), declared, [text], [report], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figures", "declared", "text", "report", "unit", "state"),
    [
        (("332346148.56",), "万元", "共计332346148.56元", "", "元", "confirmed"),
        (("332346148.56",), "万元", "", "共计 33234.61 万元", "元", "confirmed"),
        (("300.5",), "元", "全年支出300.5万元", "", "万元", "confirmed"),
        (("300.5",), "万元", "全年支出300.5万元", "", "万元", "agrees"),
        (("300.5",), None, "全年支出300.5万元", "", "万元", "found"),
        (("45000.00",), "元", "共计4.5万元", "", "元", "agrees"),
        # the form's own text goes before the report
        (("300.5",), "万元", "全年支出300.5万元", "另有专项3005000元、300.5元", "万元", "agrees"),
        # an amount as round as 30万元 fits a lot and proves nothing
        (("302345.00", "80000.00"), "万元", "约30万元", "", "元", "suspected"),
    ],
)
def test_what_the_texts_repeat_proves_the_unit(
    figures: tuple[str, ...], declared: str | None, text: str, report: str, unit: str, state: str
) -> None:
    found = verdict(figures, declared, text, report)
    assert (found.unit, found.state, found.proven) == (unit, state, state != "suspected")


@pytest.mark.parametrize(
    ("figures", "declared", "unit", "state"),
    [
        (("62500000.00", "62500000.00"), "万元", "元", "suspected"),
        (("523570.51", "410000.00"), "万元", "元", "suspected"),
        (("5235.70", "4100.00"), "万元", "万元", "agrees"),
        (("207.4538", "100.5"), "元", "万元", "suspected"),
        (("300.00", "200.00"), "元", "万元", "suspected"),
        (("62500.00", "62500.00"), "元", "元", "agrees"),
        (("62500.00", "62500.00"), "万元", "万元", "open"),
        (("207.4538",), None, "万元", "undeclared"),
        (("62500000.00",), None, "元", "undeclared"),
        (("300", "200"), None, "万元", "undeclared"),
        (("45000", "20000"), None, "元", "undeclared"),
        (("0.00",), "万元", "万元", "agrees"),
    ],
)
def test_size_and_decimals_raise_a_suspicion(
    figures: tuple[str, ...], declared: str | None, unit: str, state: str
) -> None:
    found = verdict(figures, declared)
    assert (found.unit, found.state, found.proven) == (unit, state, False)


CASES = [
    # the header is right: 万元
    ("a county's usual fund", ("6250.00", "5928.50"), "万元", ("江岭县财政局",), "万元", "agrees"),
    ("pensions with a small source", ("31438.54", "30.00"), "万元", ("江岭县社保局",), "万元", "agrees"),
    ("a province's fund", ("523570.51", "410000.00"), "万元", ("江岭省农业农村厅",), "万元", "agrees"),
    ("a province's round fund", ("158000", "120000"), "万元", ("江岭省教育厅",), "万元", "agrees"),
    ("four decimals", ("31438.5412", "29000.5"), "万元", ("江岭县财政局",), "万元", "agrees"),
    ("four decimals throughout", ("31438.5412", "29000.5123"), "万元", ("江岭县财政局",), "万元", "agrees"),
    # the header may be right or wrong: nothing is changed, and everything marked
    ("a county's pensions, or a village road", ("31438.54", "28000.00"), "万元", ("江岭县社保局",), "万元", "open"),
    ("56,000 yuan, or 560 million", ("56000.00", "56000.00"), "万元", ("江岭县民政局",), "万元", "open"),
    ("a city's fund, no decimals", ("158000", "120000"), "万元", ("云溪市教育局",), "万元", "open"),
    ("a province's pensions, or its office", ("3587454.23", "3323461.48"), "万元", ("江岭省人社厅",), "万元", "open"),
    ("a township's 5,000", ("5000.00", "5000.00"), "万元", ("白山镇人民政府",), "万元", "open"),
    ("a village's 3,000 yuan", ("3000.00", "3000.00"), "元", ("白山镇柳河村村民委员会",), "元", "open"),
    ("a line of 0.35 under yuan", ("45000.00", "0.35"), "元", ("江岭县民政局",), "元", "open"),
    # the header is probably wrong
    ("yuan of a township", ("56000.00", "56000.00"), "万元", ("白山镇人民政府",), "元", "suspected"),
    ("yuan of a school", ("23500.00", "12000.00"), "万元", ("云溪市第一中学",), "元", "suspected"),
    ("yuan and cents of a county", ("523570.51", "410000.00"), "万元", ("江岭县财政局",), "元", "suspected"),
    ("yuan of a province", ("62500000.00", "60000000.00"), "万元", ("江岭省农业农村厅",), "元", "suspected"),
    ("万元 under 元", ("586.00", "586.00"), "元", ("江岭县财政局",), "万元", "suspected"),
    ("万元 under 元, in thousands", ("6250.00", "5928.50"), "元", ("江岭县财政局",), "万元", "suspected"),
    # the header is right: 元
    ("yuan of a small project", ("45000.00", "44000.00"), "元", ("云溪市第一中学",), "元", "agrees"),
    ("yuan of a county", ("62500000.00", "62500000.00"), "元", ("江岭县财政局",), "元", "agrees"),
    # a misread digit that looks like a third decimal says nothing
    ("one figure of three decimals", ("89950000.000", "47070000.00", "19083538.01"), "万元", (), "元", "suspected"),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "declared", "bodies", "unit", "state"), [case[1:] for case in CASES])
def test_whose_money_it_is_tells_what_size_means(
    figures: tuple[str, ...], declared: str, bodies: tuple[str, ...], unit: str, state: str
) -> None:
    found = verdict(figures, declared, bodies=bodies)
    assert (found.unit, found.state, found.proven) == (unit, state, False)


def test_a_towns_bureau_is_no_township() -> None:
    """城镇, 城乡 and 农村 are words of funds and of bureaus of any size."""
    for body in ("江岭县农业农村局", "江岭县乡村振兴局", "江岭县城乡居民社会保险服务中心", "江岭县城镇管理局"):
        assert verdict(("56000.00",), "万元", bodies=(body,)).state == "open"


def test_a_repaired_figure_counts_and_not_its_misreading() -> None:
    found = verdict(("1.372.5615.626",), "万元", repaired={"funding[1].budget": "137,256,156.26"})
    assert (found.unit, found.state) == ("元", "suspected")
    assert verdict(("1.372.5615.626",), "万元").state == "agrees"


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("项目总成本", "≤50万元", True),
        ("资金投入控制", "≤500000元", True),
        ("人均补助标准", "≤50万元", False),
        ("项目总成本", "≤50", False),
        ("建设成本", "≤2000元/平方米", False),
        ("参保人数", "50万元", False),
    ],
)
def test_amounts_of_the_whole_cost_tell_the_unit(name: str, target: str, said: bool) -> None:
    row = Indicator(doc_id="", form_id="", ordinal=1, level3=name, target_raw=target, value_kind="number")
    assert amounts_of_indicators([row]) == ([target] if said else [])


def test_a_cost_indicator_proves_yuan_under_wan() -> None:
    found = verdict(("500000.00",), "万元", "≤50万元")
    assert (found.unit, found.state, found.figure) == ("元", "confirmed", "500000.00")


def test_a_sibling_form_raises_a_suspicion_where_the_figures_leave_it_open() -> None:
    wrong = UnitVerdict("元", "confirmed", proven=True)
    assert verdict(("45000.00",), "万元", sibling=wrong).state == "suspected"
    assert verdict(("45000.00",), "万元", sibling=wrong).unit == "元"
    assert verdict(("207.4538",), "万元", sibling=wrong).state == "agrees"
    assert verdict(("45000.00",), "万元", "共计45000万元", sibling=wrong).state == "agrees"


def test_a_sibling_whose_header_is_proved_settles_what_is_open() -> None:
    right = UnitVerdict("万元", "agrees", proven=True)
    assert verdict(("45000.00",), "万元").state == "open"
    assert verdict(("45000.00",), "万元", sibling=right).state == "agrees"
    assert verdict(("62500000.00",), "万元", sibling=right).state == "suspected"


def test_which_sibling_tells_more() -> None:
    proved, wrong = UnitVerdict("万元", "agrees", proven=True), UnitVerdict("元", "confirmed", proven=True)
    open_, silent = UnitVerdict("万元", "open"), UnitVerdict("万元", "agrees")
    assert telling_sibling(open_, [open_, proved]) == proved
    assert telling_sibling(silent, [silent, proved]) is None
    assert telling_sibling(silent, [silent, proved, wrong]) == wrong
    assert telling_sibling(proved, [proved, wrong]) is None
