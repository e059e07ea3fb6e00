"""Printed units to one name and a multiplier."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.values.units import convert, listed_unit, read_unit

UNITS = [
    ("人", "人", 1),
    ("万人次", "人次", 10_000),
    ("千瓦时", "千瓦时", 1),
    ("万千瓦时", "千瓦时", 10_000),
    ("千万元", "元", 10_000_000),
    ("百万", "", 1_000_000),
    ("㎡", "平方米", 1),
    ("hm²", "公顷", 1),
    ("t", "吨", 1),
    ("kg/人", "公斤/人", 1),
    ("个月", "月", 1),
    ("个工作日", "工作日", 1),
    ("天", "日", 1),
    ("台(套)", "台(套)", 1),
    ("台套", "台(套)", 1),
    ("人/次", "人次", 1),
    ("元/人·月", "元/(人·月)", 1),
    ("元/人/月", "元/(人·月)", 1),
    ("元每人每月", "元/(人·月)", 1),
    ("万元/年", "元/年", 10_000),
    ("家企业", "家", 1),
    ("万名学生", "名", 10_000),
    ("个行政村", "个", 1),
]


@pytest.mark.parametrize(("printed", "name", "factor"), UNITS)
def test_read_unit(printed: str, name: str, factor: int) -> None:
    unit = read_unit(printed)
    assert unit is not None
    assert (unit.name, unit.factor, unit.known) == (name, factor, True)


def test_an_unknown_unit_is_kept_and_marked() -> None:
    unit = read_unit("蒲式耳")
    assert unit is not None
    assert (unit.name, unit.known) == ("蒲式耳", False)


@pytest.mark.parametrize("printed", ["", "人未领取", "年以上的全部项目", "12", "-", "#楼", "元;"])
def test_no_unit(printed: str) -> None:
    assert read_unit(printed) is None
    assert listed_unit(printed) is None


def test_convert() -> None:
    assert convert(Decimal(2), "公顷", "亩") == 30
    assert convert(Decimal(1500), "米", "公里") == Decimal("1.5")
    assert convert(Decimal(3), "人", "人") == 3
    assert convert(Decimal(3), "人", "户") is None
