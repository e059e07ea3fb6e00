"""Values in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.qualitative import (
    is_blank,
    is_none_stated,
    is_placeholder,
    qualitative_class,
    strip_placeholder,
)

CLASSES = [
    ("达成预期指标", "attain_full"),
    ("达成年度指标", "attain_full"),
    ("达到预期目标", "attain_full"),
    ("基本达成目标", "attain_full"),
    ("完成", "attain_full"),
    ("全部完成", "attain_full"),
    ("部分达成预期指标并具有一定效果", "attain_partial"),
    ("部分达到预期目标,并且具备一定效果", "attain_partial"),
    ("部分实现目标", "attain_partial"),
    ("基本完成", "attain_partial"),
    ("未达成预期指标且效果较差", "attain_none"),
    ("未达到预期目标", "attain_none"),
    ("实现目标程度较低", "attain_none"),
    ("暂未完工", "attain_none"),
    ("效果显著", "effect_high"),
    ("显著提高", "effect_high"),
    ("有所提高", "effect_some"),
    ("效果不明显", "effect_low"),
    ("长期", "duration_long"),
    ("持续", "duration_long"),
    ("长期稳定", "duration_long"),
    ("高", "level_high"),
    ("否", "no"),
    ("是", "yes"),
    ("及时", "statement"),
    ("生态修复功能提高", "statement"),
    ("完成及时", "statement"),
    ("未发生投诉", "statement"),
    ("无未完成", "statement"),
    ("", "statement"),
]


@pytest.mark.parametrize(("printed", "answer"), CLASSES)
def test_classes(printed: str, answer: str) -> None:
    assert qualitative_class(printed) == answer


@pytest.mark.parametrize(
    "text", ["", " ", "　", "—", "--", "－", "/", "／", "\\", "……", "...", "N/A", "n／a", "。", "空"]
)
def test_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "无", "一", "#N/A", "-5", "否", "南"])
def test_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize("text", ["无", "暂无", "无。", "（无）", " 没有 "])
def test_none_stated(text: str) -> None:
    assert is_none_stated(text)


@pytest.mark.parametrize("text", ["", "—", "无事故", "无变动", "10"])
def test_something_stated(text: str) -> None:
    assert not is_none_stated(text)


@pytest.mark.parametrize(
    "text",
    [
        "指标1",
        "指标2：",
        "指标1:\n指标2:\n......",
        "指标1:指标2:……",
        "……",
        "≥**%",
        "≥XX%",
        "目标1：……",
        "20XX年12月底前",
        "（≥**%）",
        "≥（ ）%",
        "（__）个",
    ],
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["", "—", "指标", "目标任务", "指标1:居民健康档案", "指标值", "≥90%", "×", "（）", "（个）", "≥（90）%"],
)
def test_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


def test_strip_placeholder() -> None:
    assert strip_placeholder("受益户满意度(≥**%)") == "受益户满意度"
    assert strip_placeholder("群众满意度（≥XX%）") == "群众满意度"
    assert strip_placeholder("参保率(%)") == "参保率(%)"


@given(st.text())
def test_never_raises(text: str) -> None:
    assert qualitative_class(text)
    assert not (is_blank(text) and is_none_stated(text))
    is_placeholder(text)
    strip_placeholder(text)
