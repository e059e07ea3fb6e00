"""Printed values to numbers with unit and comparator."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.characters import plain
from normalizers.values.decimal_text import spell
from normalizers.values.figures import Measure, Unread
from normalizers.values.measures import LONGEST, read_measure
from tests.normalizers.written_numbers import in_chinese

MEASURES = [
    ("≥145元/月", "ge", "145", "元/月", ()),
    ("不少于12种", "ge", "12", "种", ()),
    ("控制在90万元以内", "le", "900000", "元", ()),
    ("≤28.40元/株", "le", "28.40", "元/株", ()),
    ("12.67万人", None, "126700", "人", ()),
    ("1.5万亩", None, "15000", "亩", ()),
    ("3万2千人", None, "32000", "人", ()),
    ("40.5万千瓦时", None, "405000", "千瓦时", ()),
    ("每人每月150元", None, "150", "元/(人·月)", ()),
    ("每年不少于3次", "ge", "3", "次/年", ()),
    ("九成", None, "90", "%", ()),
    ("八成五", None, "85", "%", ()),
    ("百分之九十五点五", None, "95.5", "%", ()),
    ("千分之五", None, "5", "‰", ()),
    ("万分之三", None, "0.03", "%", ()),
    ("四分之三", None, "75", "%", ()),
    ("三十亩", None, "30", "亩", ()),
    ("负123.45", None, "-123.45", None, ()),
    ("完成32.1公里", None, "32.1", "公里", ()),
    ("满意度95%以上", "ge", "95", "%", ()),
    ("1O0%", None, "100", "%", ("ocr_fix",)),
    ("》95%", "ge", "95", "%", ("ocr_fix",)),
    ("W100%", "le", "100", "%", ("ocr_le_as_W",)),
    ("变动率W0", "le", "0", None, ("ocr_le_as_W",)),
    ("30万兀", None, "300000", "元", ("ocr_fix",)),
    ("95%%", None, "95", "%", ("ocr_fix",)),
    ("20蒲式耳", None, "20", "蒲式耳", ("unknown_unit",)),
]
UNREAD = [
    ("12,34", ("bad_grouping",), ("1234", "12.34")),
    ("12,34万元", ("bad_grouping",), ("12340000", "123400")),
    ("三分之一", ("fraction",), ()),
    ("9S%", ("ocr_suspect",), ("95",)),
    ("不超过95%以上", ("comparators_contradict",), ()),
    ("2023-2025", ("range_or_years",), ()),
    ("一", ("dash_or_one",), ("1",)),
    ("1..5", ("unreadable",), ()),
    ("999999999999999999亿元", ("out_of_range",), ()),
]
WORDS = [
    "",
    "一般",
    "一次性",
    "十分满意",
    "千家万户",
    "长期",
    "100人未领取",
    "不合格率5%",
    "第一名",
    "≥",
    "A级",
    "--5",
]


@pytest.mark.parametrize(("printed", "op", "value", "unit", "flags"), MEASURES)
def test_read_measure(printed: str, op: str | None, value: str, unit: str | None, flags: tuple[str, ...]) -> None:
    found = read_measure(plain(printed))
    assert isinstance(found, Measure)
    assert (found.op, spell(found.value), found.unit, found.flags) == (op, value, unit, flags)


@pytest.mark.parametrize(("printed", "flags", "candidates"), UNREAD)
def test_two_readings_choose_nothing(printed: str, flags: tuple[str, ...], candidates: tuple[str, ...]) -> None:
    assert read_measure(plain(printed)) == Unread(flags, candidates)


@pytest.mark.parametrize("printed", WORDS)
def test_words_are_no_measure(printed: str) -> None:
    assert read_measure(plain(printed)) is None


def test_changes_are_signed_and_say_against_what() -> None:
    found = read_measure("同比下降31.39%")
    assert isinstance(found, Measure)
    assert (found.change, found.value, found.basis) == ("percent", Decimal("-31.39"), "同比")
    points = read_measure("提高3个百分点")
    assert isinstance(points, Measure)
    assert (points.change, points.value) == ("points", 3)
    to_level = read_measure("提高到95%")
    assert isinstance(to_level, Measure)
    assert (to_level.change, to_level.attained) == (None, True)


def test_a_time_keeps_what_it_is_counted_from() -> None:
    found = read_measure("收到指标发文30日内拨付到位")
    assert isinstance(found, Measure)
    assert (found.op, found.value, found.unit, found.within, found.anchor) == ("le", 30, "日", True, "收到指标发文")


def test_brackets_are_negative_only_in_a_column_of_figures() -> None:
    negative = read_measure("(1,234.00)", numeric_column=True)
    assert isinstance(negative, Measure)
    assert negative.value == Decimal("-1234.00")
    assert read_measure("(123)") == Unread(("bracketed_number",), ("-123", "123"))


values = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)
comparators = st.sampled_from(
    [("≥", "", "ge"), ("≤", "", "le"), (">", "", "gt"), ("＜", "", "lt"), ("", "", None), ("不低于", "", "ge")]
    + [
        ("", "以上", "ge"),
        ("", "（含）以上", "ge"),
        ("不超过", "", "le"),
        ("", "以内", "le"),
        ("至少", "", "ge"),
        ("＝", "", "eq"),
    ]
)
units = st.sampled_from(
    [
        ("人", "人", 1),
        ("％", "%", 1),
        ("万元", "元", 10_000),
        ("㎡", "平方米", 1),
        ("元/人·月", "元/(人·月)", 1),
        ("万人次", "人次", 10_000),
    ]
    + [("个", "个", 1), ("台（套）", "台(套)", 1), ("亿元", "元", 10**8), ("", None, 1)]
)


@given(values, comparators, units, st.booleans())
def test_every_value_reads_back(
    value: Decimal, comparator: tuple[str, str, str | None], unit: tuple[str, str | None, int], grouped: bool
) -> None:
    before, behind, op = comparator
    figures = f"{value:,.2f}" if grouped else f"{value:.2f}"
    found = read_measure(plain(f"{before}{figures}{unit[0]}{behind}"))
    assert isinstance(found, Measure)
    assert (found.op, found.value, found.unit, found.flags) == (op, value * unit[2], unit[1], ())


@given(st.integers(11, 9999), comparators, st.sampled_from(["人", "亩", "户", "公里"]))
def test_every_value_in_chinese_reads_back(value: int, comparator: tuple[str, str, str | None], unit: str) -> None:
    before, behind, op = comparator
    found = read_measure(plain(f"{before}{in_chinese(value)}{unit}{behind}"))
    assert isinstance(found, Measure)
    assert (found.op, found.value, found.unit) == (op, value, unit)


@given(st.text(max_size=LONGEST + 5))
def test_never_raises(text: str) -> None:
    read_measure(text)
    read_measure(plain(text), numeric_column=True)
