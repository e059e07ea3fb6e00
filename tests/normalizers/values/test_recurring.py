"""Deadlines that come again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.recurring import Recurring, read_recurring


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
