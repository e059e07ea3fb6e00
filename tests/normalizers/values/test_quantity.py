"""Targets and actual values of indicators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.quantity import Quantity, read_quantity

NUMBERS = [
    ("≥12万人", "ge", "120000", "人"),
    ("100%", "eq", "100", "%"),
    ("92.00%", "eq", "92.00", "%"),
    ("81128", "eq", "81128", None),
    ("96.32元", "eq", "96.32", "元"),
    ("≥145元/月", "ge", "145", "元/月"),
    ("≥80万元", "ge", "800000", "元"),
    ("20㎡", "eq", "20", "平方米"),
    ("30个工作日内", "le", "30", "工作日"),
    ("12个月", "eq", "12", "月"),
    ("收到指标发文30日内拨付到位", "le", "30", "日"),
    ("达到95%", "ge", "95", "%"),
    ("92%（抽样调查）", "eq", "92", "%"),
    ("3名下岗职工", "eq", "3", "名"),
    ("不超过30万元", "le", "300000", "元"),
]
DATES = [
    ("7月31日前", "by", date(2024, 7, 31), ()),
    ("2024年12月底前", "by", date(2024, 12, 31), ()),
    ("2024年12月31日", "eq", date(2024, 12, 31), ()),
    ("6月末", "eq", date(2024, 6, 30), ()),
    ("2024年12月", "eq", date(2024, 12, 31), ("period",)),
    ("第一季度", "eq", date(2024, 3, 31), ("period",)),
]
TEXTS = [
    ("效果显著", ()),
    ("具体调整水平以人社部、财政部备案批准水平为限", ()),
    ("无", ("none_stated",)),
    ("12,34", ("unreadable", "bad_grouping")),
    ("90% 95%", ("unreadable",)),
    ("2024.12", ("unreadable", "number_or_date")),
    ("20241231", ("unreadable", "number_or_date")),
    ("2024年2月30日", ("unreadable", "invalid_date")),
    ("3月内", ("unreadable", "ambiguous_month")),
    ("3-1", ("unreadable", "falling_range")),
    ("0471-1234567", ("unreadable",)),
    ("1. 90%", ("unreadable", "list_or_decimal")),
    ("(123)", ("unreadable", "bracketed_number")),
    ("5人以上的", ()),
    ("30日前", ()),
    ("80%(未完成)", ()),
    ("12月未完成", ()),
]
MISSING = [
    ("", ()),
    ("—", ()),
    ("/", ()),
    ("……", ()),
    ("#DIV/0!", ("excel_error",)),
    ("#####", ("excel_error",)),
    ("≥**%", ("placeholder",)),
    ("指标2", ("placeholder",)),
]


@pytest.mark.parametrize(("printed", "comparator", "value", "unit"), NUMBERS)
def test_numbers(printed: str, comparator: str, value: str, unit: str | None) -> None:
    quantity = read_quantity(printed, fiscal_year=2024)
    assert (quantity.kind, quantity.comparator, quantity.value, quantity.unit, quantity.flags) == (
        "number", comparator, Decimal(value), unit, (),
    )  # fmt: skip
    assert quantity.raw == printed


@pytest.mark.parametrize(("printed", "comparator", "day", "flags"), DATES)
def test_dates(printed: str, comparator: str, day: date, flags: tuple[str, ...]) -> None:
    quantity = read_quantity(printed, fiscal_year=2024)
    assert (quantity.kind, quantity.comparator, quantity.date, quantity.flags) == ("date", comparator, day, flags)


@pytest.mark.parametrize(("printed", "flags"), TEXTS)
def test_texts(printed: str, flags: tuple[str, ...]) -> None:
    assert read_quantity(printed, fiscal_year=2024) == Quantity(printed, "text", flags=flags)


@pytest.mark.parametrize(("printed", "flags"), MISSING)
def test_missing(printed: str, flags: tuple[str, ...]) -> None:
    assert read_quantity(printed, fiscal_year=2024) == Quantity(printed, "missing", flags=flags)


def test_a_day_without_a_year_is_a_date_that_stays_open() -> None:
    quantity = read_quantity("7月31日前")
    assert (quantity.kind, quantity.comparator, quantity.date, quantity.flags) == (
        "date",
        "by",
        None,
        ("year_missing",),
    )


def test_a_decrease_is_negative_and_marked() -> None:
    quantity = read_quantity("下降5%以上")
    assert (quantity.comparator, quantity.value, quantity.flags) == ("le", -5, ("decrease",))


def test_a_range_has_two_ends() -> None:
    quantity = read_quantity("80%-60%（含）")
    assert (quantity.comparator, quantity.value, quantity.upper) == ("between", 60, 80)
    assert quantity.flags == ("excludes_upper",)


class TestSeparateCells:
    """Forms that print comparator, number and unit in cells of their own."""

    def test_sign_and_unit_are_joined(self) -> None:
        quantity = read_quantity("30", sign="≤", unit="万元")
        assert (quantity.comparator, quantity.value, quantity.unit) == ("le", 300_000, "元")

    def test_a_multiplier_printed_twice_counts_once(self) -> None:
        assert read_quantity("30万", unit="万元").value == 300_000
        assert read_quantity("30万元", unit="万元").value == 300_000

    def test_the_sign_beside_the_number_wins_and_is_marked(self) -> None:
        quantity = read_quantity("≤30万元", sign="≥")
        assert (quantity.comparator, quantity.flags) == ("le", ("sign_conflict",))

    def test_another_unit_is_marked(self) -> None:
        quantity = read_quantity("30个", unit="人")
        assert (quantity.unit, quantity.flags) == ("个", ("unit_conflict",))

    def test_words_in_the_sign_column(self) -> None:
        assert read_quantity("90", sign="大于等于", unit="%").comparator == "ge"
        assert read_quantity("90", sign="定性", unit="%").comparator == "eq"

    def test_a_blank_unit_cell_says_nothing(self) -> None:
        assert read_quantity("30", unit="/").unit is None

    def test_a_deadline_by_its_sign(self) -> None:
        assert read_quantity("2024年12月31日", sign="≤").comparator == "by"


class TestBesideTarget:
    """Actual values, of which the target says what they lack."""

    @pytest.mark.parametrize(
        ("target", "printed", "value", "unit", "flags"),
        [
            ("≥12万人", "12.67", "126700", "人", ("unit_inherited_from_target",)),
            ("≥12万人", "12.67万", "126700", "人", ("unit_inherited_from_target",)),
            ("≥12万人", "12.67万人", "126700", "人", ()),
            ("≥12万人", "126700", "126700", "人", ("unit_inherited_from_target", "multiplier_not_applied")),
            ("≥12万人", "1267", "12670000", "人", ("unit_inherited_from_target", "multiplier_doubtful")),
            ("≥145元/月", "150", "150", "元/月", ("unit_inherited_from_target",)),
            ("≥90%", "92", "92", "%", ("unit_inherited_from_target",)),
            ("≥90%", "0.92", "0.92", "%", ("unit_inherited_from_target", "ratio_form_suspected")),
            ("≥90%", "92.00%", "92.00", "%", ()),
            ("≥90%", "达到95%", "95", "%", ()),
            ("≥90%", "9296", "92", "%", ("ocr_pct_as_96", "needs_review")),
            ("81128", "83968", "83968", None, ()),
        ],
    )
    def test_units(self, target: str, printed: str, value: str, unit: str | None, flags: tuple[str, ...]) -> None:
        quantity = read_quantity(printed, like=read_quantity(target))
        assert (quantity.comparator, quantity.value, quantity.unit, quantity.flags) == (
            "eq",
            Decimal(value),
            unit,
            flags,
        )

    def test_the_targets_text_is_no_observation(self) -> None:
        assert "target_copied_to_actual" in read_quantity("≥90%", like=read_quantity("≥90%")).flags
        assert "target_copied_to_actual" not in read_quantity("≥92%", like=read_quantity("≥90%")).flags

    def test_a_misread_sign_is_proved_by_the_target(self) -> None:
        quantity = read_quantity("290%", like=read_quantity("90%"))
        assert (quantity.comparator, quantity.value) == ("ge", 90)
        assert {"ocr_ge_as_2", "needs_review"} <= set(quantity.flags)


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["万人", "%", "元/月", "亩", "个"]))
def test_an_actual_without_its_unit_reads_like_one_with_it(value: Decimal, unit: str) -> None:
    target = read_quantity(f"≥{value}{unit}")
    bare, full = read_quantity(str(value), like=target), read_quantity(f"{value}{unit}", like=target)
    assert (bare.value, bare.unit) == (full.value, full.unit)


@given(
    st.text(max_size=30), st.none() | st.text(max_size=5), st.none() | st.text(max_size=5),
    st.sampled_from(["≥12万人", "≥90%", "7月31日前", "80%-90%", "", "=0"]),
)  # fmt: skip
def test_never_raises(text: str, sign: str | None, unit: str | None, target: str) -> None:
    quantity = read_quantity(text, fiscal_year=2024, sign=sign, unit=unit, like=read_quantity(target))
    assert quantity.raw == text
    assert (quantity.kind == "number") == (quantity.value is not None)


@pytest.mark.parametrize("text", [".90%以上", ",120个", "·95%", "2356:8公里", "≥.5.%", "8:8万人", "99:40%", "12:50元"])
def test_a_figure_with_a_speck_is_no_statement(text: str) -> None:
    read = read_quantity(text)
    assert (read.kind, read.value) == ("text", None)
    assert "unreadable" in read.flags


@pytest.mark.parametrize("text", ["8:30前开门", "比例1:3以上较好", "……", "·按时完成"])
def test_signs_in_words_are_no_broken_figures(text: str) -> None:
    assert "unreadable" not in read_quantity(text).flags
