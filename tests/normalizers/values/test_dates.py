"""Printed dates to days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.characters import plain
from normalizers.values.dates import read_date, read_excel_serial, read_fiscal_year
from tests.normalizers.written_numbers import in_chinese

DATES = [
    ("2025年3月6日", "date", "2025-03-06", ()),
    ("2024.12.31", "date", "2024-12-31", ()),
    ("2024/1/1", "date", "2024-01-01", ()),
    ("二〇二四年十二月三十一日", "date", "2024-12-31", ()),
    ("二○一○年十一月十日", "date", "2010-11-10", ()),
    ("2024年2月底", "date", "2024-02-29", ()),
    ("6月末", "date", "2024-06-30", ()),
    ("9月未", "date", "2024-09-30", ("ocr_fix",)),
    ("2025年3月6曰", "date", "2025-03-06", ("ocr_fix",)),
    ("2O24年l2月31日", "date", "2024-12-31", ("ocr_fix",)),
    ("年底", "date", "2024-12-31", ()),
    ("截至2024年12月31日", "date", "2024-12-31", ()),
    ("2024年12月底前", "deadline", "2024-12-31", ()),
    ("7月31日前", "deadline", "2024-07-31", ()),
    ("7月31日前发放到位", "deadline", "2024-07-31", ()),
    ("次年3月底前", "deadline", "2025-03-31", ()),
    ("24年12月底前", "deadline", "2024-12-31", ("two_digit_year",)),
    ("不迟于2024年12月31日", "deadline", "2024-12-31", ()),
    ("年内完成", "deadline", "2024-12-31", ()),
    ("9月前", "deadline", "2024-09-30", ("period_as_deadline",)),
    ("2024年12月", "period", "2024-12-31", ()),
    ("2024年12月完成", "period", "2024-12-31", ()),
    ("第一季度", "period", "2024-03-31", ()),
    ("前三季度", "period", "2024-09-30", ()),
    ("下半年", "period", "2024-12-31", ()),
    ("2024年1-12月", "period", "2024-12-31", ()),
    ("2024.01-2024.06", "period", "2024-06-30", ()),
    ("2024年1月1日-12月31日", "period", "2024-12-31", ()),
    ("6月下旬", "period", "2024-06-30", ()),
    ("2023-2025年", "year_range", "2025-12-31", ()),
    ("(2020)年度", "year", "2020-12-31", ()),
    ("二O二四年", "year", "2024-12-31", ("ocr_fix",)),
]
NO_DATE = [
    "12月未完成",
    "2024年12月31日未完成",
    "每月15日前",
    "12月工资",
    "长期",
    "12个月",
    "3-5年",
    "100",
    "2024年高标准农田",
]
FISCAL_YEARS = [
    ("(2024年度)", 2024),
    ("（ 2024 年度 ）", 2024),
    ("(2024)年度", 2024),
    ("二〇二四年度", 2024),
    ("养老保险补助资金 2024 年度绩效自评报告", 2024),
    ("2023年下达2024年度资金绩效自评表", 2024),
    ("2024", 2024),
    ("2023-2025年度", None),
    ("2023年、2024年对比", None),
    ("第2024号", None),
    ("项目支出绩效自评表", None),
    ("", None),
]


@pytest.mark.parametrize(("printed", "kind", "last", "flags"), DATES)
def test_read_date(printed: str, kind: str, last: str, flags: tuple[str, ...]) -> None:
    span = read_date(plain(printed), 2024)
    assert span is not None
    assert (span.kind, str(span.last), span.flags) == (kind, last, flags)


@pytest.mark.parametrize("printed", NO_DATE)
def test_no_date(printed: str) -> None:
    assert read_date(plain(printed), 2024) is None


@pytest.mark.parametrize("printed", ["2024年2月30日", "2024年13月", "2024-02-30", "6月31日前"])
def test_days_that_no_calendar_has(printed: str) -> None:
    span = read_date(printed, 2024)
    assert span is not None
    assert span.last is None
    assert span.flags == ("invalid_date",)


def test_without_a_year_the_day_stays_open() -> None:
    span = read_date("7月31日前")
    assert span is not None
    assert (span.kind, span.last, span.flags) == ("deadline", None, ("year_missing",))


def test_within_a_month_has_two_readings() -> None:
    span = read_date("3月内", 2024)
    assert span is not None
    assert (span.last, span.flags) == (None, ("ambiguous_month",))


def test_bare_figures_are_dates_only_where_dates_are_expected() -> None:
    assert read_date("20241231", 2024) is None
    span = read_date("20241231", 2024, bare=True)
    assert span is not None
    assert span.last == date(2024, 12, 31)


@pytest.mark.parametrize(("printed", "year"), FISCAL_YEARS)
def test_read_fiscal_year(printed: str, year: int | None) -> None:
    assert read_fiscal_year(printed) == year


def test_excel_serials() -> None:
    assert read_excel_serial("45292") == date(2024, 1, 1)
    assert read_excel_serial("45657.0") == date(2024, 12, 31)
    assert read_excel_serial("12345") is None
    assert read_excel_serial("99999") is None


days = st.dates(date(1990, 1, 1), date(2049, 12, 31))


@given(
    days,
    st.sampled_from(["{0}年{1}月{2}日", "{0}-{1}-{2}", "{0}/{1}/{2}", "{0}.{1:02}.{2:02}", "{0} 年 {1} 月 {2} 日"]),
)
def test_every_day_reads_back(day: date, form: str) -> None:
    span = read_date(plain(form.format(day.year, day.month, day.day)))
    assert span is not None
    assert (span.kind, span.first, span.last) == ("date", day, day)


@given(days)
def test_every_day_in_chinese_reads_back(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    span = read_date(f"{year}年{in_chinese(day.month).removeprefix('一十') or '十'}月{in_chinese(day.day)}日")
    assert span is not None
    if day.month < 10:
        assert span.last == day


@given(days)
def test_the_day_before_the_next_month_is_its_end(day: date) -> None:
    span = read_date(f"{day.year}年{day.month}月底前")
    assert span is not None
    assert span.last is not None
    assert (span.last + timedelta(days=1)).day == 1


@given(
    st.text(alphabet="0123456789年月日号底末前内至-~./()第季度上下半二〇十O", max_size=16), st.none() | st.just(2024)
)
def test_never_raises(text: str, fiscal_year: int | None) -> None:
    read_date(text, fiscal_year, bare=True)
    read_fiscal_year(text)
