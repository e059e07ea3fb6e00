"""Chinese numerals, everyday and financial, to numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.chinese_numerals import multiplier, read_chinese, read_mixed
from tests.normalizers.written_numbers import in_chinese

CHINESE = [
    ("十", "10"),
    ("十二", "12"),
    ("二十", "20"),
    ("廿五", "25"),
    ("卅", "30"),
    ("一百零五", "105"),
    ("一百二", "120"),
    ("一百十二", "112"),
    ("一千零五", "1005"),
    ("一千五", "1500"),
    ("一千零一十", "1010"),
    ("两万五", "25000"),
    ("两万零五", "20005"),
    ("三千五百万", "35000000"),
    ("一百九十万零三千九百七十一", "1903971"),
    ("一亿二千三百万", "123000000"),
    ("三亿零五", "300000005"),
    ("一万亿", "1000000000000"),
    ("壹佰万零伍拾肆", "1000054"),
    ("肆佰叁拾陆万", "4360000"),
    ("一点五", "1.5"),
    ("一点五万", "15000"),
    ("三百五十点二五", "350.25"),
    ("二〇二四", "2024"),
    ("〇", "0"),
]
NO_NUMBER = [
    "",
    "百",
    "万",
    "百万",
    "千百",
    "二三百",
    "一百一百",
    "五十百",
    "一千零",
    "三五",
    "一般",
    "十点",
    "一" * 50,
    "亿亿",
]
MIXED = [
    ("3万2", "32000"),
    ("13万2", "132000"),
    ("3万2千5百", "32500"),
    ("3万零5百", "30500"),
    ("3万零5", "30005"),
    ("3万2000", "32000"),
    ("3亿5000万", "350000000"),
    ("1.2亿", "120000000"),
    ("5百万", "5000000"),
]


@pytest.mark.parametrize(("printed", "value"), CHINESE)
def test_read_chinese(printed: str, value: str) -> None:
    assert read_chinese(printed) == Decimal(value)


@pytest.mark.parametrize("printed", NO_NUMBER)
def test_no_number(printed: str) -> None:
    assert read_chinese(printed) is None


@pytest.mark.parametrize(("printed", "value"), MIXED)
def test_read_mixed(printed: str, value: str) -> None:
    assert read_mixed(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["3万20", "3万2万", "万", "3", "3亿5000"])
def test_mixed_with_two_readings(printed: str) -> None:
    assert read_mixed(printed) is None


def test_multiplier() -> None:
    assert [multiplier(text) for text in ("", "万", "百万", "千万", "万亿")] == [1, 10**4, 10**6, 10**7, 10**12]
    assert multiplier("万百") is None
    assert multiplier("个") is None


@given(st.integers(0, 10**12 - 1), st.booleans())
def test_every_number_written_out_reads_back(number: int, financial: bool) -> None:
    assert read_chinese(in_chinese(number, financial=financial)) == number


@given(st.integers(1, 9999), st.integers(1, 9))
def test_a_last_digit_without_unit_counts_one_unit_below(ten_thousands: int, digit: int) -> None:
    text = f"{in_chinese(ten_thousands)}万{in_chinese(digit)}"
    assert read_chinese(text) == ten_thousands * 10_000 + digit * 1000


@given(st.text(alphabet="零一二三十百千万亿点0123456789.,", max_size=12))
def test_never_raises(text: str) -> None:
    for value in (read_chinese(text), read_mixed(text)):
        assert value is None or value < 10**18
