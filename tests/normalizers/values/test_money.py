"""Cells of money, rates and points."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.decimal_text import spell
from normalizers.values.money import read_amount, read_points, read_rate, unit_factor

AMOUNTS = [
    ("44360000.00", None, "44360000.00", "元", "44360000.00", ()),
    ("893.42", "万元", "893.42", "万元", "8934200", ()),
    ("893.42", "单位：人民币万元", "893.42", "万元", "8934200", ()),
    ("12.5", "千元", "12.5", "千元", "12500", ()),
    ("1.2", "亿元", "1.2", "亿元", "120000000", ()),
    ("30万元", "万元", "30", "万元", "300000", ()),
    ("3,498,000.00元", "万元", "3498000.00", "元", "3498000.00", ("cell_unit_differs_from_header",)),
    ("62500000.00", "万元", "62500000.00", "万元", "625000000000", ("unit_conflict_suspected",)),
    ("62500000", "万元", "62500000", "万元", "625000000000", ("unit_conflict_suspected",)),
    ("999999.99", "万元", "999999.99", "万元", "9999999900", ()),
    ("6064.19 万元", None, "6064.19", "万元", "60641900", ()),
    ("3.5万", None, "3.5", "万元", "35000", ()),
    ("16.4亿", None, "16.4", "亿元", "1640000000", ()),
    ("5百万元", None, "5", "百万元", "5000000", ()),
    ("3亿5000万元", None, "350000000", "元", "350000000", ()),
    ("3万2", None, "32000", "元", "32000", ()),
    ("3元4角5分", None, "3.45", "元", "3.45", ()),
    ("5角", None, "0.5", "元", "0.5", ()),
    ("肆佰叁拾陆万元整", None, "4360000", "元", "4360000", ()),
    ("壹佰贰拾叁元肆角伍分", None, "123.45", "元", "123.45", ()),
    ("RMB 500", None, "500", "元", "500", ()),
    ("￥1,234.50", None, "1234.50", "元", "1234.50", ()),
    ("74,115,061.\n05", "元", "74115061.05", "元", "74115061.05", ()),
    ("(1,234.00)", "元", "-1234.00", "元", "-1234.00", ()),
    ("－123.45", "元", "-123.45", "元", "-123.45", ()),
    ("0.00", "万元", "0.00", "万元", "0", ()),
    ("0012.50", "元", "12.50", "元", "12.50", ("leading_zero",)),
    ("62500000.0O", "元", "62500000.00", "元", "62500000.00", ("ocr_fix",)),
    ("30万兀", None, "30", "万元", "300000", ("ocr_fix",)),
    ("约30万元", None, "300000", "元", "300000", ("about",)),
    ("≤30万元", None, "300000", "元", "300000", ("comparator",)),
]
NO_AMOUNTS = [
    ("", "blank"),
    ("—", "blank"),
    ("/", "blank"),
    ("无", "none_stated"),
    ("#REF!", "error"),
    ("#####", "error"),
    ("12,34", "unreadable"),
    ("97,774.804.33", "unreadable"),
    ("3960\n704", "unreadable"),
    ("300人", "unreadable"),
    ("一", "unreadable"),
    ("abc", "unreadable"),
]


@pytest.mark.parametrize(("printed", "declared", "value", "unit", "yuan", "flags"), AMOUNTS)
def test_amounts(printed: str, declared: str | None, value: str, unit: str, yuan: str, flags: tuple[str, ...]) -> None:
    amount = read_amount(printed, declared)
    assert amount.state == "value"
    assert amount.value is not None
    assert amount.yuan is not None
    assert (spell(amount.value), amount.unit, spell(amount.yuan), amount.flags) == (value, unit, yuan, flags)
    assert amount.raw == printed


@pytest.mark.parametrize(("printed", "state"), NO_AMOUNTS)
def test_what_is_no_amount_is_not_zero(printed: str, state: str) -> None:
    amount = read_amount(printed, "元")
    assert (amount.state, amount.value, amount.yuan) == (state, None, None)


def test_unit_factor() -> None:
    assert [unit_factor(unit) for unit in ("元", "(万元)", "单位：千元", "亿元", "%")] == [1, 10_000, 1000, 10**8, None]


class TestRate:
    """Rates of execution as ratios."""

    @pytest.mark.parametrize(
        ("printed", "value"),
        [("92.64%", "0.9264"), ("105.97％", "1.0597"), ("0.00%", "0"), ("100。00%", "1"), ("0", "0")],
    )
    def test_printed_percent(self, printed: str, value: str) -> None:
        assert read_rate(printed).value == Decimal(value)

    def test_a_bare_figure_needs_the_header_or_a_proof(self) -> None:
        assert read_rate("92.64").state == "unreadable"
        assert read_rate("92.64", percent_in_header=True).value == Decimal("0.9264")
        assert read_rate("92.64", expected=Decimal("0.926412")).value == Decimal("0.9264")
        assert read_rate("92.64", expected=Decimal("0.5")).state == "unreadable"

    def test_a_ratio_needs_a_proof_and_is_marked(self) -> None:
        proved = read_rate("0.9264", expected=Decimal("0.926412"))
        assert (proved.value, proved.flags) == (Decimal("0.9264"), ("ratio_form",))
        assert read_rate("0.9264").state == "unreadable"
        assert read_rate("1", expected=Decimal("0.6")).state == "unreadable"

    def test_states(self) -> None:
        states = [read_rate(text).state for text in ("#DIV/0!", "—", "", "无", "12,34%")]
        assert states == ["error", "blank", "blank", "none_stated", "unreadable"]


@pytest.mark.parametrize(
    ("printed", "value", "flags"),
    [
        ("22.5", "22.5", ()),
        ("10分", "10", ()),
        ("综合评分为97分", "97", ()),
        ("99.5分（优）", "99.5", ()),
        ("自评得分：98.5分。", "98.5", ()),
        ("9．5", "9.5", ()),
        ("l0", "10", ("ocr_fix",)),
        ("10%", "10", ("percent_weight",)),
    ],
)
def test_points(printed: str, value: str, flags: tuple[str, ...]) -> None:
    points = read_points(printed)
    assert points.value == Decimal(value)
    assert points.flags == flags


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("—", "blank"),
        ("/", "blank"),
        ("", "blank"),
        ("无", "none_stated"),
        ("#REF!", "error"),
        ("8-10", "unreadable"),
        ("优", "unreadable"),
    ],
)
def test_no_points(printed: str, state: str) -> None:
    assert (read_points(printed).state, read_points(printed).value) == (state, None)


units = st.sampled_from([("元", 1), ("千元", 1000), ("万元", 10_000), ("亿元", 10**8)])
printed_amounts = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)


@given(printed_amounts, units, st.booleans(), st.booleans())
def test_every_amount_reads_back(value: Decimal, unit: tuple[str, int], grouped: bool, in_cell: bool) -> None:
    figures = f"{value:,}" if grouped else f"{value:f}"
    amount = read_amount(figures + unit[0] if in_cell else figures, None if in_cell else unit[0])
    assert amount.value == value
    assert amount.yuan == value * unit[1]


@given(st.text(max_size=40), st.none() | st.text(max_size=6))
def test_never_raises(text: str, declared: str | None) -> None:
    amount = read_amount(text, declared)
    assert (amount.state == "value") == (amount.yuan is not None)
    assert (read_rate(text, expected=Decimal("0.5")).state == "value") == (
        read_rate(text, expected=Decimal("0.5")).value is not None
    )
    assert (read_points(text).state == "value") == (read_points(text).value is not None)
