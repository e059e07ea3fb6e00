from __future__ import annotations

import pytest

from extractors.document import Cell
from normalizers.forms.alignment import Alignment
from normalizers.forms.funding import FundingLine
from normalizers.forms.money_unit import UnitVerdict, judge_unit
from normalizers.forms.rows import Piece, Row


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


def test_a_provinces_funds_may_be_large() -> None:
    figures = ("523570.51", "410000.00")
    assert verdict(figures, "万元", bodies=("江岭省农业农村厅",)).state == "agrees"
    assert verdict(figures, "万元", bodies=("江岭省云溪市农业农村局",)).state == "suspected"


def test_a_sibling_form_raises_a_suspicion_where_the_figures_leave_it_open() -> None:
    wrong = UnitVerdict("元", "confirmed", proven=True)
    assert verdict(("45000.00",), "万元", sibling=wrong).state == "suspected"
    assert verdict(("45000.00",), "万元", sibling=wrong).unit == "元"
    assert verdict(("207.4538",), "万元", sibling=wrong).state == "agrees"
    assert verdict(("45000.00",), "万元", "共计45000万元", sibling=wrong).state == "agrees"
