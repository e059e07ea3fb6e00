"""Printed ranges to their ends."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.characters import plain
from normalizers.values.figures import Measure, Unread
from normalizers.values.ranges import read_range

RANGES = [
    ("80%-90%", "80", "90", "%", (True, True)),
    ("80～90", "80", "90", None, (True, True)),
    ("80~90%", "80", "90", "%", (True, True)),
    ("80%—90%", "80", "90", "%", (True, True)),
    ("5至10个工作日", "5", "10", "工作日", (True, True)),
    ("-5~5℃", "-5", "5", "℃", (True, True)),
    ("3-5万元", "30000", "50000", "元", (True, True)),
    ("15-20元/亩", "15", "20", "元/亩", (True, True)),
    ("控制在80%-90%之间", "80", "90", "%", (True, True)),
    ("100%-80%（含）", "80", "100", "%", (True, True)),
    ("80%-60%（含）", "60", "80", "%", (True, False)),
    ("60%-0%", "0", "60", "%", (True, False)),
    ("90%(含)-100%", "90", "100", "%", (True, True)),
    ("80(含)-90", "80", "90", None, (True, False)),
    ("60%~80%（不含）", "60", "80", "%", (True, False)),
    ("80%≤X<90%", "80", "90", "%", (True, False)),
    ("80%<满意度≤90%", "80", "90", "%", (False, True)),
    ("≥80%且<90%", "80", "90", "%", (True, False)),
    ("大于60%小于80%", "60", "80", "%", (False, False)),
    ("80%以上90%以下", "80", "90", "%", (True, True)),
    ("[60%,80%)", "60", "80", "%", (True, False)),
    ("±5%", "-5", "5", "%", (True, True)),
]


@pytest.mark.parametrize(("printed", "low", "high", "unit", "includes"), RANGES)
def test_read_range(printed: str, low: str, high: str, unit: str | None, includes: tuple[bool, bool]) -> None:
    found = read_range(plain(printed))
    assert isinstance(found, Measure)
    assert (found.value, found.upper, found.unit, found.includes) == (Decimal(low), Decimal(high), unit, includes)


def test_a_dash_read_as_one_is_marked() -> None:
    found = read_range("80%一90%")
    assert isinstance(found, Measure)
    assert found.flags == ("ocr_fix",)


def test_years_without_a_unit_have_two_readings() -> None:
    assert read_range("2023-2025") == Unread(("range_or_years",))


@pytest.mark.parametrize("printed", ["", "80%", "80%-90人", "(80,90)", "≥80%", "≥90%且≥80%", "年初-年末"])
def test_no_range(printed: str) -> None:
    assert read_range(printed) is None


@given(st.integers(0, 999), st.integers(1, 999), st.sampled_from(["-", "~", "至", "到", "—", "～", "－"]))
def test_every_rising_range_reads_back(low: int, step: int, sign: str) -> None:
    found = read_range(plain(f"{low}人{sign}{low + step}人"))
    assert isinstance(found, Measure)
    assert (found.value, found.upper, found.unit) == (low, low + step, "人")
