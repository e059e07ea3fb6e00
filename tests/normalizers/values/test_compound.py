"""Figures with a unit each that stand one behind the other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.values.figures import Measure, Unread
from normalizers.values.measures import read_measure

ONE = [
    ("2年6个月", "30", "月"),
    ("1小时30分钟", "90", "分钟"),
    ("1公里500米", "1500", "米"),
    ("3米50厘米", "350", "厘米"),
]
SEVERAL = [("12期1500人次", ("12", "1500")), ("5人3次", ("5", "3")), ("3个村120户", ("3", "120"))]
NEITHER = ["3天2夜", "1公里1500米", "5个3个", "1小时90秒分"]


@pytest.mark.parametrize(("text", "value", "unit"), ONE)
def test_two_units_of_one_kind_are_one_value(text: str, value: str, unit: str) -> None:
    assert read_measure(text) == Measure(Decimal(value), unit)


@pytest.mark.parametrize(("text", "values"), SEVERAL)
def test_two_things_counted_are_two_values(text: str, values: tuple[str, ...]) -> None:
    assert read_measure(text) == Unread(("several_values",), values)


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_neither_stays_words(text: str) -> None:
    assert read_measure(text) is None
