"""A number with its unit, without comparing words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.values.figures import Measure, Unread, read_figures


@pytest.mark.parametrize(
    ("printed", "value", "unit", "factor"),
    [
        ("12.67万人", "126700", "人", 10_000),
        ("38508人", "38508", "人", 1),
        ("92.00%", "92.00", "%", 1),
        ("3亿5000万元", "350000000", "元", 1),
        ("十二", "12", None, 1),
        ("△12", "-12", None, 1),
        ("1,234.50元", "1234.50", "元", 1),
    ],
)
def test_read_figures(printed: str, value: str, unit: str | None, factor: int) -> None:
    found = read_figures(printed)
    assert isinstance(found, Measure)
    assert (found.value, found.unit, found.factor) == (Decimal(value), unit, factor)


def test_a_word_of_approximation_inside_is_kept() -> None:
    found = read_figures("500余人")
    assert isinstance(found, Measure)
    assert (found.value, found.unit, found.about) == (500, "人", True)


def test_two_readings_choose_nothing() -> None:
    assert read_figures("12.345.678") == Unread(("bad_grouping",), ("12345678",))
    assert read_figures("3万20人") == Unread(("unreadable",))


@pytest.mark.parametrize("printed", ["", "人", "一般", "≥90%", "九十年代的"])
def test_nothing_else(printed: str) -> None:
    assert read_figures(printed) is None
