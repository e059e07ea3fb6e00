"""Deadlines that come again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.recurring import Recurring, is_kept, read_recurring


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每月15日前", Recurring("month", 15, before=True)),
        ("每季度末", Recurring("quarter", "last")),
        ("每年12月底前", Recurring("year", "last", 12, before=True)),
        ("每年6月30日前完成", Recurring("year", 30, 6, before=True)),
        ("每年年底前", Recurring("year", "last", before=True)),
        ("次月10日前", Recurring("month", 10, before=True)),
        ("每月初", Recurring("month", "first")),
        ("每年12月前", Recurring("year", None, 12, before=True)),
        ("每季度末月25日前", Recurring("quarter", 25, 3, before=True)),
        ("每季度首月底前", Recurring("quarter", "last", 1, before=True)),
        ("每季度最后一个月月底", Recurring("quarter", "last")),
        ("每周五下午5点前", Recurring("week", 5, before=True)),
        ("每星期日", Recurring("week", 7)),
        ("每月1日至5日", Recurring("month", 5, first=1)),
        ("每月上旬", Recurring("month", 10, first=1)),
        ("每月中旬前", Recurring("month", 20, before=True)),
        ("发放时间为每月十五日前", Recurring("month", 15, before=True)),
        ("每学期末", Recurring("term", "last")),
        ("每年一季度末前", Recurring("year", "last", 3, before=True)),
        ("每月15日前未发放", None),
        ("每季度末25日前", None),
        ("每季度第四个月底前", None),
        ("每月20日至5日", None),
        ("每月45日前", None),
        ("每周5日前", None),
        ("每月3月底", None),
        ("每月1次", None),
        ("12月底前", None),
        ("", None),
    ],
)
def test_recurring(text: str, found: Recurring | None) -> None:
    assert read_recurring(text) == found


@given(st.integers(1, 31))
def test_every_day_of_a_month(day: int) -> None:
    assert read_recurring(f"每月{day}日前") == Recurring("month", day, before=True)


@given(st.integers(1, 3), st.integers(1, 31), st.sampled_from(["每季度", "每季", "每个季度"]))
def test_every_day_of_a_quarter(month: int, day: int, quarter: str) -> None:
    name = ("首月", "第二个月", "末月")[month - 1]
    assert read_recurring(f"{quarter}{name}{day}日前") == Recurring("quarter", day, month, before=True)


@pytest.mark.parametrize(
    ("deadline", "day", "kept"),
    [
        ("每月15日前", "每月10日", True),
        ("每月15日前", "每月20日", False),
        ("每月15日前", "每月1日至5日", True),
        ("每月15日前", "每月10日至20日", None),
        ("每月15日前", "每月20日至25日", False),
        ("每月20日前", "每月25日前", None),
        ("每周五前", "每周三", True),
        ("每月15日前", "每季度末", None),
    ],
)
def test_kept(deadline: str, day: str, kept: bool | None) -> None:
    first, second = read_recurring(deadline), read_recurring(day)
    assert first is not None
    assert second is not None
    assert is_kept(first, second) is kept
