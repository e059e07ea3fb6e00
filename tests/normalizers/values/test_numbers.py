"""Printed figures to numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.characters import plain
from normalizers.values.decimal_text import multiplied, spell
from normalizers.values.numbers import read_number, repair_figures

NUMBERS = [
    ("0.00", "0.00", ()),
    ("97,774,804.33", "97774804.33", ()),
    ("97'774'804.33", "97774804.33", ()),
    ("97 774 804.33", "97774804.33", ()),
    ("1 234", "1234", ("space_grouping",)),
    ("-1,234.50", "-1234.50", ()),
    ("6.25E+07", "62500000", ()),
    ("1.0e-3", "0.0010", ()),
    ("100。00", "100.00", ("ocr_dot",)),
    ("100.", "100", ("ocr_dot",)),
    ("007", "7", ("leading_zero",)),
    ("两万五", "25000", ()),
]
UNREADABLE = [
    ("12.345.678", ("12345678",)),
    ("12,34", ("1234", "12.34")),
    ("97,774.804.33", ("97774804.33",)),
    ("97,774,80", ("97774.80",)),
    ("12 34", ("1234", "12.34")),
]


@pytest.mark.parametrize("printed", ["7.36E+18", "9E+19", "1.23E-12"])
def test_more_than_any_column_holds(printed: str) -> None:
    assert read_number(printed).value is None


@pytest.mark.parametrize(("printed", "value", "flags"), NUMBERS)
def test_read_number(printed: str, value: str, flags: tuple[str, ...]) -> None:
    number = read_number(printed)
    assert number.value is not None
    assert spell(number.value) == value
    assert number.flags == flags


@pytest.mark.parametrize(("printed", "candidates"), UNREADABLE)
def test_bad_grouping_chooses_nothing(printed: str, candidates: tuple[str, ...]) -> None:
    number = read_number(printed)
    assert number.value is None
    assert number.flags == ("bad_grouping",)
    assert number.candidates == candidates


@pytest.mark.parametrize("printed", ["", ".5", "5-", "1..5", "--5", "abc", "1E99", "9" * 30, "٣", "5²"])
def test_no_number(printed: str) -> None:
    assert read_number(printed).value is None


def test_repair_needs_a_real_digit() -> None:
    assert repair_figures("1O0") == "100"
    assert repair_figures("l0") == "10"
    assert repair_figures("62,5OO.0O") == "62,500.00"
    assert repair_figures("IOO") is None
    assert repair_figures("100") is None


def test_multiplied_leaves_no_zeros_and_no_exponent() -> None:
    assert spell(multiplied(Decimal("893.42"), 10_000)) == "8934200"
    assert spell(multiplied(Decimal("16.4"), 10**8)) == "1640000000"
    assert spell(multiplied(Decimal("28.40"), 1)) == "28.40"
    assert spell(multiplied(Decimal("0.00"), 10_000)) == "0"


amounts = st.decimals(-(10**15), 10**15, places=2, allow_nan=False, allow_infinity=False)


@given(amounts, st.sampled_from([",", "'", "’", "，", " ", ""]), st.booleans())
def test_every_grouping_reads_back(value: Decimal, separator: str, wide: bool) -> None:
    printed = f"{value:,.2f}".replace(",", separator)
    if wide:
        printed = printed.translate({ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789.-"})
    assert read_number(plain(printed)).value == value


@given(st.text(max_size=40))
def test_never_raises(text: str) -> None:
    number = read_number(text)
    assert number.value is None or abs(number.value) < 10**19
